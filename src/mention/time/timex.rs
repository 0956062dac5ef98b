//! TIMEX3 of times and rates (`TimeML` 1.2.1): type, value, mod, quant and freq.
//!
//! What is lost: TIMEX3 has no ranges, so that the upper end stands in a field of its own; events and ordinal days have no
//! value; of a rate with several parts of the day only the number of times is kept. An amount without a number has an
//! `X` for it (`PXD`), as the standard says.

use serde::Serialize;

use super::{
    iso::{designated, duration},
    when::code,
};
use crate::model::{Bound, Rate, TimeMention, TimeSpec, Unit, When};

/// The attributes of a TIMEX3 tag.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Timex {
    /// `DURATION`, `SET` or `TIME`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The value; of a range its lower end.
    pub value: String,
    /// The upper end of a range: the value of a second tag.
    pub upper: Option<String>,
    /// `EQUAL_OR_MORE`, `EQUAL_OR_LESS` or `APPROX`.
    #[serde(rename = "mod")]
    pub modifier: Option<&'static str>,
    /// `EVERY`, for sets.
    pub quant: Option<&'static str>,
    /// How many times in the period, for sets: `2X`, `2-3X`.
    pub freq: Option<String>,
}

/// The TIMEX3 of a mention: of its rate, else of its end, else of its start.
pub fn timex(mention: &TimeMention) -> Option<Timex> {
    if let Some(rate) = &mention.rate {
        return set(rate, mention.when.as_ref());
    }
    mention.until.as_ref().and_then(of_time).or_else(|| mention.from.as_ref().and_then(of_time))
}

/// The TIMEX3 of a time.
pub fn of_time(time: &TimeSpec) -> Option<Timex> {
    if time.event.as_deref() == Some("night") {
        return Some(Timex { kind: "TIME", value: "TNI".to_owned(), ..Timex::default() });
    }
    let unit = time.unit?;
    let modifier = match time.bound {
        Some(Bound::AtLeast) => Some("EQUAL_OR_MORE"),
        Some(Bound::AtMost) => Some("EQUAL_OR_LESS"),
        Some(Bound::About) => Some("APPROX"),
        None => None,
    };
    let base = Timex { kind: "DURATION", modifier, ..Timex::default() };
    if time.vague.is_some() {
        return Some(Timex { value: designated("X", unit), ..base });
    }
    let (min, max) = (time.min.or(time.max)?, time.max.or(time.min)?);
    let upper = (max > min).then(|| duration(max, unit));
    Some(Timex { value: duration(min, unit), upper, ..base })
}

fn set(rate: &Rate, when: Option<&When>) -> Option<Timex> {
    let unit = rate.period_unit?;
    let (min, max) = (rate.period_min.or(rate.period_max), rate.period_max.or(rate.period_min));
    let value = min.map_or_else(|| designated("X", unit), |m| duration(m, unit));
    let upper = max.filter(|m| Some(*m) > min).map(|m| duration(m, unit));
    let times = match (rate.count_min.or(rate.count_max), rate.count_max.or(rate.count_min)) {
        (Some(a), Some(b)) if a < b => Some(format!("{a}-{b}X")),
        (Some(a), _) if a > 1.0 => Some(format!("{a}X")),
        _ => None,
    };
    let modifier = match (rate.count_min, rate.count_max) {
        (Some(_), None) => Some("EQUAL_OR_MORE"),
        (None, Some(_)) => Some("EQUAL_OR_LESS"),
        _ => None,
    };
    let value = when.filter(|_| times.is_none()).and_then(|w| moment(w, rate)).unwrap_or(value);
    Some(Timex { kind: "SET", value, upper, modifier, quant: Some("EVERY"), freq: times })
}

/// The value of a weekday, a part of the day or an hour.
fn moment(when: &When, rate: &Rate) -> Option<String> {
    let number = rate.period_min.unwrap_or(1.0);
    if when.weekend {
        return Some(format!("P{number}WE"));
    }
    if when.workday && when.clock.is_none() {
        return Some(format!("P{number}WD"));
    }
    let day = when.weekday.map(|d| format!("XXXX-WXX-{d}")).unwrap_or_default();
    let time = match (when.clock, when.parts.as_slice()) {
        (Some((hour, 0)), _) => format!("T{hour:02}"),
        (Some((hour, minute)), _) => format!("T{hour:02}:{minute:02}"),
        (None, [part]) => format!("T{}", code(*part)),
        _ => String::new(),
    };
    let value = format!("{day}{time}");
    let fits = number.to_bits() == 1.0_f64.to_bits() || rate.period_unit != Some(Unit::Day);
    (fits && !value.is_empty()).then_some(value)
}
