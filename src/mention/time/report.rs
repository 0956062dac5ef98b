//! One JSON object for each time of a text: where it lies, what it says, and its conversions.

use serde::Serialize;

use super::{Amounts, Fhir, Interval, Iso, Timex, fhir::fhir, iso::iso, notation, timex::timex};
use crate::model::{Count, Rate, TimeMention, TimeRole, TimeSpec};

/// A time with its conversions, as `aftercare inspect --only times` writes it: every key is always there.
#[derive(Debug, Clone, Serialize)]
pub struct Report<'a> {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The words.
    pub text: &'a str,
    /// What it says of the action.
    pub role: TimeRole,
    /// The short notation.
    pub reading: String,
    /// The start.
    pub from: Option<&'a TimeSpec>,
    /// The amount or end.
    pub until: Option<&'a TimeSpec>,
    /// The rate.
    pub rate: Option<&'a Rate>,
    /// The count.
    pub count: Option<Count>,
    /// Parts of the day, weekday and hour in their notation (`MO+NI`).
    pub when: Option<String>,
    /// Whether it names the procedure.
    pub anchored: bool,
    /// The end, or the start where there is no end, in seconds; of a rate its period.
    pub seconds: Option<Interval>,
    /// The same as ISO 8601 durations.
    pub iso: Option<Iso>,
    /// The TIMEX3 attributes.
    pub timex3: Option<Timex>,
    /// `Timing.repeat` of FHIR with what it cannot say.
    pub fhir: Fhir,
    /// The lexicon entries that it was read by.
    pub fired: &'a [String],
}

/// The report of one time of `text`.
pub fn report<'a>(text: &'a str, mention: &'a TimeMention, amounts: &Amounts) -> Report<'a> {
    let period = mention.rate.as_ref().map(|r| TimeSpec {
        min: r.period_min,
        max: r.period_max,
        unit: r.period_unit,
        ..TimeSpec::default()
    });
    let time = period.as_ref().or(mention.until.as_ref()).or(mention.from.as_ref());
    Report {
        start: mention.span.start,
        end: mention.span.end,
        text: mention.span.of(text),
        role: mention.role,
        reading: notation::mention(mention),
        from: mention.from.as_ref(),
        until: mention.until.as_ref(),
        rate: mention.rate.as_ref(),
        count: mention.count,
        when: mention.when.as_ref().map(ToString::to_string),
        anchored: mention.anchored,
        seconds: time.and_then(|t| amounts.interval(t)),
        iso: time.and_then(iso),
        timex3: timex(mention),
        fhir: fhir(mention),
        fired: &mention.fired,
    }
}
