//! Times in the short notation of the data files and test tables: `24h`, `2-3wk`, `>=4h`, `few d`, `day 2`,
//! `event:healed`, `night`, `2/d`, `1/4-6h`.

use super::value::Value;
use crate::model::{Bound, TimeMention, TimeRole, TimeSpec, Unit, Vague, When};

const VAGUE: [(&str, Vague); 4] =
    [("few", Vague::Few), ("several", Vague::Several), ("couple", Vague::Couple), ("some", Vague::Some)];
const BOUNDS: [(&str, Bound); 3] = [(">=", Bound::AtLeast), ("<=", Bound::AtMost), ("~", Bound::About)];
const EVENTS: [&str; 2] = ["night", "same-day"];

/// The value that a notation stands for; `None` where it is none.
pub(super) fn parse(text: &str) -> Option<Value> {
    let text = text.trim();
    if let Some((value, when)) = text.split_once('@') {
        let mut value = parse(value)?;
        value.when = Some(When::parse(when.trim())?);
        return Some(value);
    }
    if let Some(event) = text.strip_prefix("event:").or_else(|| EVENTS.iter().find(|e| **e == text).copied()) {
        return Some(Value { event: Some(event.into()), ..Value::default() });
    }
    if let Some(day) = text.strip_prefix("day ") {
        return Some(Value { day: Some(day.parse().ok()?), ..Value::default() });
    }
    if let Some((count, period)) = text.split_once('/') {
        let (count, period) = (quantity(count)?, quantity(period)?);
        return Value::fold(super::value::Fold::Rate, vec![count, period]);
    }
    if text.is_empty() { Some(Value::default()) } else { quantity(text) }
}

/// A number, a unit, a vague word or an amount, with a bound before it.
fn quantity(text: &str) -> Option<Value> {
    let text = text.trim();
    for (sign, bound) in BOUNDS {
        if let Some(rest) = text.strip_prefix(sign) {
            return Some(Value { bound: Some(bound), ..quantity(rest)? });
        }
    }
    for (word, vague) in VAGUE {
        if let Some(rest) = text.strip_prefix(word) {
            let unit = if rest.trim().is_empty() { None } else { Some(Unit::from_symbol(rest.trim())?) };
            return Some(Value { vague: Some(vague), unit, ..Value::default() });
        }
    }
    let digits = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (numbers, unit) = text.split_at(digits);
    let unit = if unit.is_empty() { None } else { Some(Unit::from_symbol(unit)?) };
    if numbers.is_empty() {
        return unit.map(|_| Value { unit, ..Value::default() });
    }
    let (min, max) = numbers.split_once('-').unwrap_or((numbers, numbers));
    Some(Value { min: Some(min.trim().parse().ok()?), max: Some(max.trim().parse().ok()?), unit, ..Value::default() })
}

/// A time in the notation.
pub fn spec(spec: &TimeSpec) -> String {
    if let Some(event) = &spec.event {
        return if EVENTS.contains(&event.as_str()) { event.clone() } else { format!("event:{event}") };
    }
    if let Some(day) = spec.day {
        return format!("day {day}");
    }
    let bound = BOUNDS.iter().find(|(_, b)| Some(*b) == spec.bound).map_or("", |(sign, _)| sign);
    let unit = spec.unit.map_or("", Unit::symbol);
    if let Some((word, _)) = VAGUE.iter().find(|(_, v)| Some(*v) == spec.vague) {
        return format!("{bound}{word} {unit}");
    }
    format!("{bound}{}{unit}", numbers(spec.min, spec.max))
}

/// A value in the notation.
pub(super) fn of_value(value: &Value) -> String {
    let when = value.when.as_ref().map_or(String::new(), |w| format!("@{w}"));
    let bound = BOUNDS.iter().find(|(_, b)| Some(*b) == value.bound).map_or("", |(sign, _)| sign);
    let word = VAGUE.iter().find(|(_, known)| Some(*known) == value.vague).map_or("", |(word, _)| word);
    if let Some((min, max, unit)) = value.period {
        let period = if (min, max) == (1.0, 1.0) { String::new() } else { numbers(Some(min), Some(max)) };
        return format!("{bound}{word}{}/{period}{}{when}", numbers(value.min, value.max), unit.symbol());
    }
    if value.event.is_some() || value.day.is_some() || (value.unit.is_some() && value.vague.is_some()) {
        return spec(&value.spec(""));
    }
    format!("{bound}{word}{}{}{when}", numbers(value.min, value.max), value.unit.map_or("", Unit::symbol))
}

/// What a mention says, in the notation: `duration 48h`, `window day 2..day 7`, `rate 2/d`, `count 3-6`.
pub fn mention(mention: &TimeMention) -> String {
    let role = role(mention.role);
    let value = match mention.role {
        TimeRole::Rate | TimeRole::Spacing => mention.rate.as_ref().map_or(String::new(), |r| {
            let count = match (r.count_min, r.count_max) {
                (Some(_), None) => format!(">={}", numbers(r.count_min, None)),
                (None, Some(_)) => format!("<={}", numbers(None, r.count_max)),
                (min, max) => numbers(min, max),
            };
            let period = match (r.period_min, r.period_max) {
                (Some(a), Some(b)) if (a, b) == (1.0, 1.0) => String::new(),
                (a, b) => numbers(a, b),
            };
            let when = mention.when.as_ref().map_or(String::new(), |w| format!("@{w}"));
            format!("{count}/{period}{}{when}", r.period_unit.map_or("", Unit::symbol))
        }),
        TimeRole::Count => mention.count.map_or(String::new(), |c| numbers(c.min, c.max)),
        TimeRole::Window => {
            let end = |t: &Option<TimeSpec>| t.as_ref().map_or(String::new(), spec);
            format!("{}..{}", end(&mention.from), end(&mention.until))
        }
        _ => mention.from.as_ref().or(mention.until.as_ref()).map_or(String::new(), spec),
    };
    format!("{role} {value}")
}

/// The name of a role, as in the data file.
pub fn role(role: TimeRole) -> &'static str {
    ROLES.iter().find(|(_, r)| *r == role).map_or("", |(name, _)| name)
}

/// Every role with its name.
pub(super) const ROLES: [(&str, TimeRole); 11] = [
    ("duration", TimeRole::Duration),
    ("end", TimeRole::End),
    ("start", TimeRole::Start),
    ("window", TimeRole::Window),
    ("point", TimeRole::Point),
    ("lead", TimeRole::Lead),
    ("rate", TimeRole::Rate),
    ("spacing", TimeRole::Spacing),
    ("count", TimeRole::Count),
    ("session", TimeRole::Session),
    ("bare", TimeRole::Bare),
];

fn numbers(min: Option<f64>, max: Option<f64>) -> String {
    match (min, max) {
        (Some(a), Some(b)) if a.to_bits() == b.to_bits() => format!("{a}"),
        (Some(a), Some(b)) => format!("{a}-{b}"),
        (Some(a), None) | (None, Some(a)) => format!("{a}"),
        (None, None) => String::new(),
    }
}
