//! ISO 8601 durations of times, in two fields: the lower and the upper end.
//!
//! What is lost: "about" (both ends are given as they stand), vague words, events and ordinal days (no field is given).
//! The document's own unit is kept: 48 hours are `PT48H`, two weeks `P2W`, half an hour `PT0.5H`.

use serde::Serialize;

use crate::model::{Bound, TimeSpec, Unit};

/// The ends of an amount of time as ISO 8601 durations.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Iso {
    /// The lower end; `None` for "up to".
    pub lower: Option<String>,
    /// The upper end, equal to the lower for a single amount; `None` for "at least".
    pub upper: Option<String>,
}

/// The ends of a time; `None` where it has no number.
pub fn iso(time: &TimeSpec) -> Option<Iso> {
    let unit = time.unit.filter(|_| time.vague.is_none())?;
    let (min, max) = (time.min.or(time.max)?, time.max.or(time.min)?);
    Some(Iso {
        lower: (time.bound != Some(Bound::AtMost)).then(|| duration(min, unit)),
        upper: (time.bound != Some(Bound::AtLeast)).then(|| duration(max, unit)),
    })
}

/// An ISO 8601 duration of one unit: `PT48H`, `P1.5Y`.
pub(super) fn duration(number: f64, unit: Unit) -> String {
    designated(&format!("{number}"), unit)
}

/// The same with any text for the number ("X" where it is unknown).
pub(super) fn designated(number: &str, unit: Unit) -> String {
    let (prefix, letter) = match unit {
        Unit::Second => ("PT", 'S'),
        Unit::Minute => ("PT", 'M'),
        Unit::Hour => ("PT", 'H'),
        Unit::Day => ("P", 'D'),
        Unit::Week => ("P", 'W'),
        Unit::Month => ("P", 'M'),
        Unit::Year => ("P", 'Y'),
    };
    format!("{prefix}{number}{letter}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Vague;

    #[test]
    fn both_ends_in_their_own_unit() {
        let amount = |min, max, unit, bound| TimeSpec::amount("", min, max, unit).bounded(bound);
        for (time, lower, upper) in [
            (amount(48.0, 48.0, Unit::Hour, None), Some("PT48H"), Some("PT48H")),
            (amount(2.0, 3.0, Unit::Week, None), Some("P2W"), Some("P3W")),
            (amount(24.0, 48.0, Unit::Hour, Some(Bound::AtLeast)), Some("PT24H"), None),
            (amount(3.0, 3.0, Unit::Month, Some(Bound::AtMost)), None, Some("P3M")),
            (amount(0.5, 0.5, Unit::Hour, Some(Bound::About)), Some("PT0.5H"), Some("PT0.5H")),
            (amount(30.0, 60.0, Unit::Minute, None), Some("PT30M"), Some("PT60M")),
        ] {
            let got = iso(&time).unwrap();
            assert_eq!((got.lower.as_deref(), got.upper.as_deref()), (lower, upper), "{time:?}");
        }
        for time in [TimeSpec::event("", "healed"), TimeSpec::day("", 3), TimeSpec::vague("", Vague::Few, Unit::Day)] {
            assert_eq!(iso(&time), None, "{time:?}");
        }
    }

    /// A single end is what another reader of ISO 8601 takes for the same length.
    #[test]
    fn durations_are_read_by_another_library() {
        for (number, unit) in [(48.0, Unit::Hour), (2.0, Unit::Week), (0.5, Unit::Hour), (90.0, Unit::Second)] {
            let span: jiff::Span = duration(number, unit).parse().unwrap();
            let days = jiff::SpanRelativeTo::days_are_24_hours();
            let seconds = span.total((jiff::Unit::Second, days)).unwrap();
            assert!((seconds - number * unit.seconds()).abs() < 1e-9, "{number} {unit:?}");
        }
    }
}
