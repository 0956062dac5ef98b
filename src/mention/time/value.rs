//! What a part of an expression means, before it becomes a [`TimeSpec`] or a [`Rate`].

use serde::{Deserialize, Serialize};

use crate::model::{Bound, Name, Rate, TimeSpec, Unit, Vague, When};

/// The meaning of a matched phrase: a number, a unit, an amount, an event, a day or a rate, as far as it is known.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(super) struct Value {
    pub min: Option<f64>,
    pub max: Option<f64>,
    pub unit: Option<Unit>,
    pub bound: Option<Bound>,
    pub vague: Option<Vague>,
    pub event: Option<Name>,
    pub day: Option<u32>,
    /// The period of a rate, whose number of times is `min` and `max`.
    pub period: Option<(f64, f64, Unit)>,
    /// At which part of the day, on which weekday or at what hour a rate holds.
    pub when: Option<When>,
}

/// How the values of a phrase's parts make one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) enum Fold {
    /// From the first amount to the last: "24 to 48 hours", "a day or two".
    #[default]
    Range,
    /// All together: "1 hour 30 minutes", "twenty four", "one and a half".
    Sum,
    /// Times each other: "two hundred".
    Product,
    /// The first by the second: "1/2".
    Quotient,
    /// A number of times and a period: "twice a day".
    Rate,
    /// The hour, the minute and 12 for the afternoon: "9 am", "17:30".
    Clock,
}

impl Value {
    pub fn number(value: f64) -> Self {
        Self { min: Some(value), max: Some(value), ..Self::default() }
    }

    /// Its numbers, where it has both ends.
    pub fn numbers(&self) -> Option<(f64, f64)> {
        Some((self.min?, self.max?))
    }

    fn is_quantity(&self) -> bool {
        self.min.is_some() || self.vague.is_some()
    }

    /// The value of a phrase whose parts have these values.
    pub fn fold(fold: Fold, mut parts: Vec<Value>) -> Option<Value> {
        if fold == Fold::Range && parts.len() == 1 {
            return parts.pop();
        }
        let bound = parts.iter().find_map(|p| p.bound);
        let whens: Vec<When> = parts.iter().filter_map(|p| p.when.clone()).collect();
        let mut value = match fold {
            Fold::Range => range(&pieces(parts)),
            Fold::Sum => sum(&pieces(parts)),
            Fold::Product => {
                Some(Value { unit: parts.iter().find_map(|p| p.unit), ..numeric(&parts, |a, b| Some(a * b))? })
            }
            Fold::Quotient => numeric(&parts, |a, b| (b > 0.0).then(|| a / b)),
            Fold::Rate => rate(&parts),
            Fold::Clock => clock(&parts),
        }?;
        value.bound = value.bound.or(bound);
        value.when = whens.iter().fold(value.when, |all, w| Some(all.map_or_else(|| w.clone(), |a| a.join(w))));
        Some(value)
    }

    /// As an amount, event or day with its words.
    pub fn spec(&self, text: &str) -> TimeSpec {
        TimeSpec {
            text: text.to_owned(),
            min: self.min.filter(|_| self.unit.is_some() && self.vague.is_none()),
            max: self.max.filter(|_| self.unit.is_some() && self.vague.is_none()),
            unit: self.unit,
            bound: self.bound,
            vague: self.vague,
            event: self.event.as_ref().map(|e| if *e == *WORDS { words(text) } else { e.to_string() }),
            day: self.day,
        }
    }

    /// As a rate with its words: a rate as it is, an amount as the period of one time.
    pub fn rate(&self, text: &str) -> Rate {
        let text = text.to_owned();
        if let Some((low, high, unit)) = self.period {
            let count_min = self.min.or(self.max).filter(|_| self.bound != Some(Bound::AtMost));
            let count_max = self.max.or(self.min).filter(|_| self.bound != Some(Bound::AtLeast));
            return Rate {
                text,
                count_min,
                count_max,
                period_min: Some(low),
                period_max: Some(high),
                period_unit: Some(unit),
            };
        }
        Rate {
            text,
            count_min: Some(1.0),
            count_max: Some(1.0),
            period_min: self.min,
            period_max: self.max,
            period_unit: self.unit,
        }
    }
}

/// Words in lower case with one blank between them, however the line was broken.
fn words(text: &str) -> String {
    text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// The event whose id is its own words.
pub(super) const WORDS: &str = "words";

/// The parts joined to quantities with their units: a unit serves all quantities before it that have none, and a number
/// at the end takes the unit before it. Parts that are neither quantity nor unit pass through.
fn pieces(mut parts: Vec<Value>) -> Vec<Value> {
    let mut last_unit = None;
    let mut kept = 0;
    for at in 0..parts.len() {
        let unit = parts[at].unit;
        last_unit = unit.or(last_unit);
        if parts[at].is_quantity() || unit.is_none() || !give(unit, &mut parts[..kept]) {
            parts.swap(kept, at);
            kept += 1;
        }
    }
    parts.truncate(kept);
    give(last_unit, &mut parts);
    parts
}

/// Gives a unit to the quantities that have none; whether there are any.
fn give(unit: Option<Unit>, pieces: &mut [Value]) -> bool {
    let mut any = false;
    for piece in pieces.iter_mut().filter(|p| p.unit.is_none() && p.is_quantity()) {
        piece.unit = unit;
        any = true;
    }
    any
}

fn range(pieces: &[Value]) -> Option<Value> {
    let (first, last) = (pieces.first()?, pieces.last()?);
    let mut value = first.clone();
    if pieces.len() == 1 || first.vague.is_some() || last.vague.is_some() {
        return Some(value);
    }
    value.max = match (first.unit, last.unit, last.max) {
        (Some(Unit::Month), Some(Unit::Year), Some(max)) => Some(max * 12.0),
        (Some(a), Some(b), Some(max)) => Some(tidy(max * b.seconds() / a.seconds())),
        (_, _, max) => max,
    };
    // "5 to 3 days" is a slip or no range: the ends are put in order.
    if let (Some(min), Some(max)) = (value.min, value.max)
        && max < min
    {
        (value.min, value.max) = (Some(max), Some(min));
    }
    Some(value)
}

fn sum(pieces: &[Value]) -> Option<Value> {
    let unit = pieces.iter().filter_map(|p| p.unit).min();
    let (mut min, mut max) = (0.0, 0.0);
    for piece in pieces {
        let scale = match (piece.unit, unit) {
            (Some(own), Some(to)) => own.seconds() / to.seconds(),
            _ => 1.0,
        };
        let (low, high) = piece.numbers()?;
        min += low * scale;
        max += high * scale;
    }
    Some(Value { min: Some(tidy(min)), max: Some(tidy(max)), unit, ..Value::default() })
}

fn numeric(parts: &[Value], op: impl Fn(f64, f64) -> Option<f64>) -> Option<Value> {
    let mut result: Option<f64> = None;
    for part in parts {
        let number = if part.min.is_none() && part.unit.is_some() { 1.0 } else { part.min? };
        result = Some(match result {
            None => number,
            Some(so_far) => op(so_far, number)?,
        });
    }
    result.map(Value::number)
}

fn rate(parts: &[Value]) -> Option<Value> {
    let period = parts.iter().rev().find(|p| p.unit.is_some())?;
    let counts = parts.iter().filter(|p| p.unit.is_none() && p.is_quantity() && p.when.is_none());
    let counts: Vec<Value> = counts.cloned().collect();
    let count = range(&counts).unwrap_or_else(|| Value::number(1.0));
    let (low, high) = period.numbers().unwrap_or((1.0, 1.0));
    let unit = period.unit?;
    let when = period.when.clone();
    Some(Value {
        min: count.min,
        max: count.max,
        vague: count.vague,
        period: Some((low, high, unit)),
        when,
        ..Value::default()
    })
}

fn clock(parts: &[Value]) -> Option<Value> {
    let bare: Vec<f64> = parts.iter().filter(|p| p.unit.is_none()).filter_map(|p| p.min).collect();
    let shift = parts.iter().find(|p| p.unit.is_some()).and_then(|p| p.min);
    When::clock(*bare.first()?, bare.get(1).copied(), shift).map(|when| Value { when: Some(when), ..Value::default() })
}

/// Without the noise of a conversion: `1.5` and not `1.4999999999999998`.
fn tidy(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}
