//! Positions and reasons in words: "avoid until 48 h".

use std::hash::{Hash, Hasher};

use super::hash::{Folded, Map};
use crate::model::{Bound, Degree, Phase, Rate, Rule, Stance, TimeSpec, Unit, Vague};

/// What rules say, each wording once.
#[derive(Default)]
pub struct Sayings {
    words: Vec<String>,
    numbers: Map<u64, u32>,
}

impl Sayings {
    /// The number of the wording of a rule, of which [`stated`] is known.
    pub fn number(&mut self, rule: &Rule, stated: u64) -> u32 {
        *self.numbers.entry(stated).or_insert_with(|| {
            self.words.push(says(rule));
            self.words.len() as u32 - 1
        })
    }

    /// A wording by its number.
    pub fn words(&self, number: u32) -> &str {
        &self.words[number as usize]
    }
}

/// A number that is the same for rules that state the same in the same units, whatever they are about: [`says`] words them
/// alike.
pub fn stated(rule: &Rule) -> u64 {
    let mut hash = Folded::default();
    let bits = |n: Option<f64>| n.map(f64::to_bits);
    (rule.stance, rule.degree, rule.phase, rule.condition.is_some()).hash(&mut hash);
    for time in [&rule.from, &rule.until, &rule.lead, &rule.session] {
        let time = time.as_ref();
        time.map(|t| (bits(t.min), bits(t.max), t.unit, t.bound, t.vague, &t.event, t.day)).hash(&mut hash);
        time.filter(|t| t.unit.is_none() && t.event.is_none() && t.day.is_none()).map(|t| &t.text).hash(&mut hash);
    }
    let every = rule.every.as_ref();
    every.map(|r| ([r.count_min, r.count_max, r.period_min, r.period_max].map(bits), r.period_unit)).hash(&mut hash);
    rule.count.map(|c| [c.min, c.max].map(bits)).hash(&mut hash);
    hash.finish()
}

/// What a rule says, without its concept.
pub fn says(rule: &Rule) -> String {
    let mut out = match (rule.stance, rule.degree) {
        (Stance::Avoid, None) => "avoid".to_owned(),
        (Stance::Avoid, Some(Degree::Excessive)) => "avoid too much of it".to_owned(),
        (Stance::Avoid, Some(Degree::Limit)) => "limit".to_owned(),
        (Stance::Avoid, Some(Degree::Prolonged)) => "avoid for long".to_owned(),
        (Stance::Do, _) => "do".to_owned(),
        (Stance::Allow, _) => "allowed".to_owned(),
        (Stance::Unneeded, _) => "not needed".to_owned(),
        (Stance::Expect, _) => "expect".to_owned(),
    };
    let mut add = |text: String| {
        out.push(' ');
        out.push_str(&text);
    };
    if let Some(every) = &rule.every {
        add(rate(every));
    }
    if let Some(session) = &rule.session {
        add(format!("for {} at a time", time(session)));
    }
    if let Some(count) = &rule.count {
        add(format!("{} times", range(count.min, count.max)));
    }
    if let Some(from) = &rule.from {
        add(format!("from {}", time(from)));
    }
    if let Some(until) = &rule.until {
        add(format!("until {}", time(until)));
    }
    if let Some(lead) = &rule.lead {
        add(format!("from {} before", time(lead)));
    }
    let timeless = rule.from.is_none() && rule.until.is_none() && rule.lead.is_none();
    if timeless && rule.stance == Stance::Avoid && rule.phase == Phase::After {
        out.push_str(", no end stated");
    }
    if rule.condition.is_some() {
        out.push_str(", on a condition");
    }
    out
}

/// A time in words.
pub fn time(time: &TimeSpec) -> String {
    if let Some(day) = time.day {
        return format!("day {day}");
    }
    match time.event.as_deref() {
        Some("same-day") => return "the end of the day".to_owned(),
        Some("night") => return "after the first night".to_owned(),
        Some(event) => return event.to_owned(),
        None => {}
    }
    let Some(unit) = time.unit else { return time.text.clone() };
    if let Some(vague) = time.vague {
        let word = match vague {
            Vague::Few => "a few",
            Vague::Several => "several",
            Vague::Couple => "a couple of",
            Vague::Some => "some",
        };
        return format!("{word} {}", unit_words(unit, false));
    }
    let one = time.max.or(time.min) == Some(1.0);
    let bound = match time.bound {
        Some(Bound::AtLeast) => "at least ",
        Some(Bound::AtMost) => "at most ",
        Some(Bound::About) => "about ",
        None => "",
    };
    format!("{bound}{} {}", range(time.min, time.max), unit_words(unit, one))
}

/// A rate in words.
fn rate(rate: &Rate) -> String {
    let unit = rate.period_unit.unwrap_or(Unit::Day);
    let one_period = rate.period_min == Some(1.0) && matches!(rate.period_max, None | Some(1.0));
    let once = rate.count_min == Some(1.0) && rate.count_max == Some(1.0);
    let period = if one_period {
        format!("every {}", unit_words(unit, true))
    } else {
        format!("every {} {}", range(rate.period_min, rate.period_max), unit_words(unit, false))
    };
    if once {
        return period;
    }
    let count = match (rate.count_min, rate.count_max) {
        (Some(min), None) => format!("at least {} times", number(min)),
        (None, Some(max)) => format!("at most {} times", number(max)),
        (min, max) => format!("{} times", range(min, max)),
    };
    if one_period { format!("{count} a {}", unit_words(unit, true)) } else { format!("{count} {period}") }
}

fn range(min: Option<f64>, max: Option<f64>) -> String {
    match (min, max) {
        (Some(a), Some(b)) if a >= b => number(a),
        (Some(a), Some(b)) => format!("{}–{}", number(a), number(b)),
        (Some(a), None) | (None, Some(a)) => number(a),
        (None, None) => String::new(),
    }
}

/// A number with no more decimals than it needs.
pub fn number(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    if rounded.fract() == 0.0 { format!("{rounded:.0}") } else { format!("{rounded}") }
}

fn unit_words(unit: Unit, one: bool) -> &'static str {
    match (unit, one) {
        (Unit::Second, _) => "s",
        (Unit::Minute, _) => "min",
        (Unit::Hour, _) => "h",
        (Unit::Day, true) => "day",
        (Unit::Day, false) => "days",
        (Unit::Week, true) => "week",
        (Unit::Week, false) => "weeks",
        (Unit::Month, true) => "month",
        (Unit::Month, false) => "months",
        (Unit::Year, true) => "year",
        (Unit::Year, false) => "years",
    }
}
