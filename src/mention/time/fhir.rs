//! `Timing.repeat` of FHIR R5 for a mention.
//!
//! | here | there |
//! | --- | --- |
//! | a duration, an end | `boundsDuration`, or `boundsRange` for a range or a bound |
//! | a rate, a spacing | `frequency`, `frequencyMax`, `period`, `periodMax`, `periodUnit`, `when`, `dayOfWeek`, `timeOfDay` |
//! | a session | `duration`, `durationMax`, `durationUnit` |
//! | a count | `count`, `countMax` |
//!
//! What cannot be said there is named in [`Fhir::losses`] and left out: starts and windows (a period there needs dates),
//! amounts without a number, events, ordinal days, "about", and the lower bound of a number of times.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::model::{Bound, Count, DayPart, Rate, TimeMention, TimeRole, TimeSpec, Unit, When};

/// A `Timing.repeat` with what was lost.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Fhir {
    /// The element, as JSON.
    pub repeat: Map<String, Value>,
    /// What could not be said: `start`, `vague`, `event`, `day`, `about`, `lower-bound`, `lead`.
    pub losses: Vec<&'static str>,
}

/// The `Timing.repeat` of a mention; empty where nothing of it can be said.
pub fn fhir(mention: &TimeMention) -> Fhir {
    let mut out = Fhir::default();
    if mention.from.is_some() {
        out.losses.push("start");
    }
    match (mention.role, &mention.until) {
        (TimeRole::Lead, Some(_)) => out.losses.push("lead"),
        (TimeRole::Session, Some(time)) => out.session(time),
        (_, Some(time)) => out.bounds(time),
        (_, None) => {}
    }
    if let Some(rate) = &mention.rate {
        out.rate(rate);
    }
    if let Some(when) = &mention.when {
        out.when(when);
    }
    if let Some(count) = mention.count {
        out.count(count);
    }
    out
}

impl Fhir {
    fn put(&mut self, key: &str, value: impl Into<Value>) {
        self.repeat.insert(key.to_owned(), value.into());
    }

    /// The numbers of a time, or a note of what has none.
    fn numbers(&mut self, time: &TimeSpec) -> Option<(f64, f64, Unit)> {
        let lost = match time {
            TimeSpec { day: Some(_), .. } => Some("day"),
            TimeSpec { event: Some(_), .. } => Some("event"),
            TimeSpec { vague: Some(_), .. } => Some("vague"),
            TimeSpec { bound: Some(Bound::About), .. } => Some("about"),
            _ => None,
        };
        self.losses.extend(lost);
        Some((time.min.or(time.max)?, time.max.or(time.min)?, time.unit?))
    }

    fn bounds(&mut self, time: &TimeSpec) {
        let Some((min, max, unit)) = self.numbers(time) else { return };
        let quantity = |value: f64| json!({"value": number(value), "system": UCUM, "code": code(unit)});
        match time.bound {
            Some(Bound::AtLeast) => self.put("boundsRange", json!({"low": quantity(min)})),
            Some(Bound::AtMost) => self.put("boundsRange", json!({"high": quantity(max)})),
            _ if min < max => self.put("boundsRange", json!({"low": quantity(min), "high": quantity(max)})),
            _ => self.put("boundsDuration", quantity(min)),
        }
    }

    fn session(&mut self, time: &TimeSpec) {
        let Some((min, max, unit)) = self.numbers(time) else { return };
        self.put("duration", number(min));
        if max > min {
            self.put("durationMax", number(max));
        }
        self.put("durationUnit", code(unit));
    }

    fn rate(&mut self, rate: &Rate) {
        let Some(unit) = rate.period_unit else { return };
        let Some(period) = rate.period_min else {
            self.losses.push("vague");
            return;
        };
        match (rate.count_min, rate.count_max) {
            (Some(min), Some(max)) => {
                self.put("frequency", number(min));
                if max > min {
                    self.put("frequencyMax", number(max));
                }
            }
            (None, Some(max)) => self.put("frequencyMax", number(max)),
            (Some(min), None) => {
                self.losses.push("lower-bound");
                self.put("frequency", number(min));
            }
            (None, None) => self.losses.push("vague"),
        }
        self.put("period", number(period));
        if let Some(max) = rate.period_max.filter(|m| *m > period) {
            self.put("periodMax", number(max));
        }
        self.put("periodUnit", code(unit));
    }

    fn when(&mut self, when: &When) {
        if let Some((hour, minute)) = when.clock {
            self.put("timeOfDay", json!([format!("{hour:02}:{minute:02}:00")]));
        } else if !when.parts.is_empty() {
            self.put("when", when.parts.iter().map(|p| part(*p)).collect::<Vec<_>>());
        }
        let days: Vec<&str> = match (when.weekday, when.weekend, when.workday) {
            (Some(day), ..) => DAYS.get(usize::from(day) - 1).copied().into_iter().collect(),
            (None, true, _) => DAYS[5..].to_vec(),
            (None, _, true) => DAYS[..5].to_vec(),
            _ => Vec::new(),
        };
        if !days.is_empty() {
            self.put("dayOfWeek", days);
        }
    }

    fn count(&mut self, count: Count) {
        if let Some(min) = count.min {
            self.put("count", number(min));
        }
        if let Some(max) = count.max.filter(|m| Some(*m) != count.min) {
            self.put("countMax", number(max));
        }
    }
}

const UCUM: &str = "http://unitsofmeasure.org";
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// A whole number without a fraction.
fn number(value: f64) -> Value {
    if value.fract() == 0.0 { json!(value as i64) } else { json!(value) }
}

/// The UCUM code of a unit, as FHIR's units of time.
fn code(unit: Unit) -> &'static str {
    if unit == Unit::Year { "a" } else { unit.symbol() }
}

fn part(part: DayPart) -> &'static str {
    match part {
        DayPart::Morning => "MORN",
        DayPart::Noon => "NOON",
        DayPart::Afternoon => "AFT",
        DayPart::Evening => "EVE",
        DayPart::Night => "NIGHT",
    }
}
