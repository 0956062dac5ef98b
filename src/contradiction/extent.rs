//! Arithmetic on stated times: every end is an interval, and two intervals are the same, overlap or lie apart.

use crate::{
    lexicon::comparison::Times,
    model::{Bound, Count, Rate, TimeSpec, Unit},
};

const HOUR: f64 = 3_600.0;
const DAY: f64 = 86_400.0;

/// An end as an interval, in seconds (for rates: times a day; for counts: the number).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extent {
    /// The lower end.
    pub low: f64,
    /// The upper end; infinite for "at least".
    pub high: f64,
    /// The lower end as the text names it: what ratios are taken of. "Day 3" is 3 days, "up to 48 h" 48 hours.
    pub nominal: f64,
    /// Whether it was said without a number, or as an ordinal day, so that it can mean anything within.
    pub vague: bool,
    /// Whether it counts in months or years, which are no exact number of days.
    pub calendar: bool,
}

/// When something starts or ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum End {
    /// Nothing is said.
    Unstated,
    /// With an event ("until healed").
    Event,
    /// At a time.
    At(Extent),
}

/// How two extents stand to each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Meeting {
    /// The same amount, if in other units.
    Same,
    /// One is vague and can mean the other.
    Vague,
    /// One is a bound, or a range, that holds the other without a different earliest return.
    Within,
    /// They share something, and their lower ends are apart by this ratio.
    Overlap(f64),
    /// They share nothing, and their lower ends are apart by this ratio.
    Apart(f64),
}

impl Extent {
    /// From `low` to `high`, said exactly.
    pub fn new(low: f64, high: f64) -> Self {
        Self { low, high, nominal: low, vague: false, calendar: false }
    }

    /// What a time says, as an end; `starting` where it is the start of something, which matters for ordinal days: "from
    /// day 4" is the end of day 3.
    pub fn of(time: &TimeSpec, starting: bool, times: &Times) -> End {
        if let Some(day) = time.day {
            let low = f64::from(if starting { day.saturating_sub(1) } else { day });
            let extent = Self::new(low * DAY, (low + 1.0) * DAY);
            return End::At(Self { nominal: f64::from(day) * DAY, vague: true, ..extent });
        }
        if let Some(event) = &time.event {
            return match times.soon(event) {
                Some([low, high]) => End::At(Self { vague: true, ..Self::new(low * HOUR, high * HOUR) }),
                None => End::Event,
            };
        }
        // What is stated without a number, a day or a known event is some time, if nobody knows which.
        let Some(unit) = time.unit else { return End::Event };
        if let Some([low, high]) = time.vague.and_then(|v| times.vague(v)) {
            return End::At(Self { vague: true, ..Self::new(low * unit.seconds(), high * unit.seconds()) });
        }
        match (time.min.or(time.max), time.max.or(time.min)) {
            (Some(low), Some(high)) => End::At(Self::bounded(low * unit.seconds(), high * unit.seconds(), time)),
            _ => End::Unstated,
        }
    }

    fn bounded(low: f64, high: f64, time: &TimeSpec) -> Self {
        let calendar = matches!(time.unit, Some(Unit::Month | Unit::Year));
        let exact = Self { calendar, ..Self::new(low, high) };
        match time.bound {
            Some(Bound::AtLeast) => Self { high: f64::INFINITY, ..exact },
            Some(Bound::AtMost) => Self { low: 0.0, nominal: high, ..exact },
            Some(Bound::About) | None => exact,
        }
    }

    /// Times a day.
    pub fn of_rate(rate: &Rate) -> Option<Self> {
        let unit = rate.period_unit?.seconds();
        let period = |p: Option<f64>, q: Option<f64>| p.or(q).unwrap_or(1.0) * unit / DAY;
        let (short, long) = (period(rate.period_min, rate.period_max), period(rate.period_max, rate.period_min));
        if short <= 0.0 || long <= 0.0 {
            return None;
        }
        let low = rate.count_min.map_or(0.0, |c| c / long);
        let high = rate.count_max.map_or(f64::INFINITY, |c| c / short);
        let nominal = if rate.count_min.is_some() { low } else { high };
        let calendar = matches!(rate.period_unit, Some(Unit::Month | Unit::Year));
        Some(Self { nominal, calendar, ..Self::new(low, high) })
    }

    /// A number of times.
    pub fn of_count(count: Count) -> Option<Self> {
        let (low, high) = (count.min, count.max);
        if low.is_none() && high.is_none() {
            return None;
        }
        let nominal = low.or(high).unwrap_or_default();
        Some(Self { nominal, ..Self::new(low.unwrap_or(0.0), high.unwrap_or(f64::INFINITY)) })
    }

    /// How it stands to another.
    pub fn meet(&self, other: &Self, times: &Times) -> Meeting {
        let ratio = self.ratio(other);
        if self.equals(other, times) {
            return Meeting::Same;
        }
        if (self.vague && self.contains(other)) || (other.vague && other.contains(self)) {
            return Meeting::Vague;
        }
        let (low, high) = (self.low.max(other.low), self.high.min(other.high));
        if low > high {
            return Meeting::Apart(ratio);
        }
        let same_low = close(self.low, other.low, self.tolerance(other, times));
        let up_to = (self.is_up_to() && self.contains(other)) || (other.is_up_to() && other.contains(self));
        if same_low || up_to {
            return Meeting::Within;
        }
        if low < high || self.low >= self.high || other.low >= other.high {
            return if (ratio - 1.0).abs() < 1e-9 { Meeting::Within } else { Meeting::Overlap(ratio) };
        }
        Meeting::Overlap(ratio)
    }

    /// The ratio of the earliest returns, at least 1.
    pub fn ratio(&self, other: &Self) -> f64 {
        let (a, b) = (self.nominal.min(other.nominal), self.nominal.max(other.nominal));
        if a > 0.0 {
            b / a
        } else if b > 0.0 {
            f64::INFINITY
        } else {
            1.0
        }
    }

    fn contains(&self, other: &Self) -> bool {
        self.low <= other.low + 1e-9 && other.high <= self.high + 1e-9
    }

    fn is_up_to(&self) -> bool {
        self.low == 0.0 && self.high > 0.0
    }

    /// Months and years are no exact number of days.
    fn tolerance(&self, other: &Self, times: &Times) -> f64 {
        if self.calendar == other.calendar { 1.0 } else { times.compare.calendar_tolerance }
    }

    fn equals(&self, other: &Self, times: &Times) -> bool {
        let tolerance = self.tolerance(other, times);
        close(self.low, other.low, tolerance) && close(self.high, other.high, tolerance)
    }

    /// Its numbers as they are: what two positions have in common where they hold the same.
    pub fn key(&self) -> [u64; 3] {
        [self.low.to_bits(), self.high.to_bits(), self.nominal.to_bits()]
    }
}

impl End {
    /// The time, where there is one.
    pub fn at(&self) -> Option<Extent> {
        match self {
            Self::At(extent) => Some(*extent),
            _ => None,
        }
    }

    /// Its numbers, as [`Extent::key`].
    pub fn key(&self) -> [u64; 3] {
        match self {
            Self::Unstated => [1, 0, 0],
            Self::Event => [2, 0, 0],
            Self::At(extent) => extent.key(),
        }
    }
}

/// Whether two numbers are equal, or apart by no more than a ratio.
fn close(a: f64, b: f64, tolerance: f64) -> bool {
    a.to_bits() == b.to_bits()
        || (a.min(b) > 0.0 && a.max(b) / a.min(b) <= tolerance.max(1.0 + 1e-9) && a.max(b).is_finite())
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::{lexicon::Lexicon, model::Vague};

    fn times() -> &'static Times {
        static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::english().unwrap());
        &LEXICON.comparison.times
    }

    fn meet(a: &TimeSpec, b: &TimeSpec) -> Meeting {
        let times = times();
        let end = |t| Extent::of(t, false, times).at().unwrap();
        let (a, b) = (end(a), end(b));
        assert_eq!(a.meet(&b, times), b.meet(&a, times), "the order does not matter");
        a.meet(&b, times)
    }

    fn hours(low: f64, high: f64) -> TimeSpec {
        TimeSpec::amount("", low, high, Unit::Hour)
    }

    fn days(n: f64) -> TimeSpec {
        TimeSpec::amount("", n, n, Unit::Day)
    }

    #[test]
    fn ends_meet_as_the_terms_say() {
        let least = |t: TimeSpec| t.bounded(Some(Bound::AtLeast));
        let most = |t: TimeSpec| t.bounded(Some(Bound::AtMost));
        for (a, b, want) in [
            (hours(48.0, 48.0), days(2.0), Meeting::Same),
            (hours(24.0, 24.0), hours(48.0, 48.0), Meeting::Apart(2.0)),
            (hours(24.0, 48.0), hours(48.0, 48.0), Meeting::Overlap(2.0)),
            (least(hours(24.0, 24.0)), hours(24.0, 24.0), Meeting::Within),
            (least(hours(24.0, 24.0)), hours(48.0, 48.0), Meeting::Overlap(2.0)),
            (most(days(2.0)), hours(24.0, 24.0), Meeting::Within),
            (TimeSpec::vague("", Vague::Few, Unit::Day), hours(72.0, 72.0), Meeting::Vague),
            (TimeSpec::vague("", Vague::Couple, Unit::Hour), hours(24.0, 24.0), Meeting::Apart(12.0)),
            (TimeSpec::day("", 14), TimeSpec::amount("", 2.0, 2.0, Unit::Week), Meeting::Vague),
            (TimeSpec::day("", 7), TimeSpec::day("", 10), Meeting::Apart(10.0 / 7.0)),
            (TimeSpec::event("", "same-day"), hours(24.0, 24.0), Meeting::Vague),
            (TimeSpec::amount("", 4.0, 4.0, Unit::Week), TimeSpec::amount("", 1.0, 1.0, Unit::Month), Meeting::Same),
        ] {
            assert_eq!(meet(&a, &b), want, "{a:?} and {b:?}");
        }
    }

    #[test]
    fn the_end_of_a_day_is_the_start_of_the_next() {
        let times = times();
        let until = Extent::of(&TimeSpec::day("", 3), false, times);
        let from = Extent::of(&TimeSpec::day("", 4), true, times);
        assert_eq!(until.at().unwrap().meet(&from.at().unwrap(), times), Meeting::Same);
    }
}
