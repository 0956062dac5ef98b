//! How long is it, in seconds? Every amount is an interval; what has no number is one by a table of figures.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, ErrorKind, Result},
    model::{Bound, TimeSpec, Unit, Vague},
};

/// An interval of seconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// The lower end, 0 where only an upper end is stated ("up to 48 hours").
    pub lower: f64,
    /// The upper end; `None` where it is open ("at least 24 hours", "some weeks").
    pub upper: Option<f64>,
    /// Whether the lower end itself is excluded, as for "up to": (0, 48 h].
    pub lower_open: bool,
    /// Whether the ends are figures of the table and not of the text.
    pub vague: bool,
}

/// What amounts without a number can be.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amounts {
    /// How many of its unit a vague word is.
    vague: BTreeMap<Vague, Figures>,
    /// How many hours an event lasts that is a part of a day.
    event: BTreeMap<String, Figures>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Figures {
    from: f64,
    to: Option<f64>,
}

impl Amounts {
    /// Reads the table.
    ///
    /// # Errors
    /// Where it is no TOML, names an unknown word, or an interval ends before it begins.
    pub fn load(text: &str) -> Result<Self> {
        let amounts: Self = toml::from_str(text).map_err(|e| Error::new(ErrorKind::Lexicon, e.message()))?;
        let all = amounts.vague.values().chain(amounts.event.values());
        if all.clone().any(|f| f.from < 0.0 || f.to.is_some_and(|to| to < f.from)) {
            return Err(Error::new(ErrorKind::Lexicon, "an amount ends before it begins"));
        }
        Ok(amounts)
    }

    /// The interval of seconds that a time stands for; `None` for an event of unknown length ("until healed").
    ///
    /// An ordinal day is the whole of that day, day 1 being the day of the procedure: day 3 is 48 h to 72 h. A month is 30
    /// days, a year 365. "About" changes no end.
    pub fn interval(&self, time: &TimeSpec) -> Option<Interval> {
        let (lower, upper, vague) = self.ends(time)?;
        let plain = Interval { lower, upper, lower_open: false, vague };
        Some(match time.bound {
            Some(Bound::AtLeast) => Interval { upper: None, ..plain },
            Some(Bound::AtMost) => Interval { lower: 0.0, lower_open: true, ..plain },
            Some(Bound::About) | None => plain,
        })
    }

    fn ends(&self, time: &TimeSpec) -> Option<(f64, Option<f64>, bool)> {
        if let Some(day) = time.day {
            let day = f64::from(day) * Unit::Day.seconds();
            return Some(((day - Unit::Day.seconds()).max(0.0), Some(day), false));
        }
        if let Some(event) = &time.event {
            let figures = self.event.get(event)?;
            let hour = Unit::Hour.seconds();
            return Some((figures.from * hour, figures.to.map(|to| to * hour), true));
        }
        let unit = time.unit?.seconds();
        if let Some(vague) = time.vague {
            let figures = self.vague.get(&vague)?;
            return Some((figures.from * unit, figures.to.map(|to| to * unit), true));
        }
        let (min, max) = (time.min.or(time.max)?, time.max.or(time.min)?);
        Some((min * unit, Some(max * unit), false))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_intervals() {
        let amounts = Amounts::load(include_str!("../../lexicon/amounts.toml")).unwrap();
        let hours = |min: f64, max: f64, bound| TimeSpec::amount("", min, max, Unit::Hour).bounded(bound);
        let hour = 3_600.0;
        for (time, lower, upper, open) in [
            (hours(24.0, 24.0, None), 24.0, Some(24.0), false),
            (hours(24.0, 48.0, None), 24.0, Some(48.0), false),
            (hours(24.0, 24.0, Some(Bound::AtLeast)), 24.0, None, false),
            (hours(48.0, 48.0, Some(Bound::AtMost)), 0.0, Some(48.0), true),
            (hours(10.0, 10.0, Some(Bound::About)), 10.0, Some(10.0), false),
            (TimeSpec::vague("", Vague::Couple, Unit::Day), 48.0, Some(72.0), false),
            (TimeSpec::vague("", Vague::Few, Unit::Day), 48.0, Some(120.0), false),
            (TimeSpec::vague("", Vague::Several, Unit::Hour), 3.0, Some(9.0), false),
            (TimeSpec::vague("", Vague::Some, Unit::Hour), 1.0, None, false),
            (TimeSpec::event("", "night"), 8.0, Some(24.0), false),
            (TimeSpec::event("", "same-day"), 4.0, Some(24.0), false),
            (TimeSpec::day("", 3), 48.0, Some(72.0), false),
            (TimeSpec::amount("", 1.0, 1.0, Unit::Month), 720.0, Some(720.0), false),
        ] {
            let got = amounts.interval(&time).unwrap();
            assert_eq!(
                (got.lower, got.upper, got.lower_open),
                (lower * hour, upper.map(|u| u * hour), open),
                "{time:?}"
            );
        }
        assert_eq!(amounts.interval(&TimeSpec::event("", "healed")), None);
    }
}
