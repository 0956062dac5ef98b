//! Amounts of time, rates and counts as documents state them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};

use super::Span;

/// A unit of time. The document's own unit is kept: 48 hours is not two days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub enum Unit {
    /// Seconds.
    #[serde(rename = "s")]
    Second,
    /// Minutes.
    #[serde(rename = "min")]
    Minute,
    /// Hours.
    #[serde(rename = "h")]
    Hour,
    /// Days.
    #[serde(rename = "d")]
    Day,
    /// Weeks.
    #[serde(rename = "wk")]
    Week,
    /// Months, of 30 days where seconds are derived.
    #[serde(rename = "mo")]
    Month,
    /// Years, of 365 days where seconds are derived.
    #[serde(rename = "y")]
    Year,
}

impl Unit {
    /// Its length in seconds; a month is 30 days, a year 365 (`contradictions`: "Comparing times").
    pub fn seconds(self) -> f64 {
        match self {
            Self::Second => 1.0,
            Self::Minute => 60.0,
            Self::Hour => 3_600.0,
            Self::Day => 86_400.0,
            Self::Week => 604_800.0,
            Self::Month => 2_592_000.0,
            Self::Year => 31_536_000.0,
        }
    }

    /// Its short name, as in the exported JSON.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Second => "s",
            Self::Minute => "min",
            Self::Hour => "h",
            Self::Day => "d",
            Self::Week => "wk",
            Self::Month => "mo",
            Self::Year => "y",
        }
    }

    /// The unit of a short name.
    pub fn from_symbol(symbol: &str) -> Option<Self> {
        [Self::Second, Self::Minute, Self::Hour, Self::Day, Self::Week, Self::Month, Self::Year]
            .into_iter()
            .find(|u| u.symbol() == symbol)
    }
}

/// How an amount bounds what it measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// "at least", "a minimum of", "+".
    AtLeast,
    /// "up to", "no more than", "within".
    AtMost,
    /// "about", "or so".
    About,
}

/// An amount without a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Vague {
    /// "a few".
    Few,
    /// "several", "many".
    Several,
    /// "a couple of".
    Couple,
    /// "some", a bare plural ("for days"), "the following weeks".
    Some,
}

/// An amount of time, an ordinal day or an event, as the document states it.
///
/// Exactly one of these holds: a number (`min`, `max` in `unit`), a vague amount (`vague` of `unit`), an event, or a day.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct TimeSpec {
    /// The words.
    pub text: String,
    /// The lower end in `unit`.
    #[serde(serialize_with = "short_number")]
    pub min: Option<f64>,
    /// The upper end in `unit`; equal to `min` for a single amount.
    #[serde(serialize_with = "short_number")]
    pub max: Option<f64>,
    /// The document's own unit.
    pub unit: Option<Unit>,
    /// How the amount bounds.
    pub bound: Option<Bound>,
    /// The vague word where there is no number.
    pub vague: Option<Vague>,
    /// `healed`, `settled`, `review`, `instructed`, `night` (the first night), `same-day` (the rest of the day), `then` (the
    /// time just named: "after that", "until then"), or the words of another event.
    pub event: Option<String>,
    /// An ordinal day ("day 3", "the third day").
    pub day: Option<u32>,
}

impl TimeSpec {
    /// An amount of `min` to `max` `unit`s.
    pub fn amount(text: impl Into<String>, min: f64, max: f64, unit: Unit) -> Self {
        Self { text: text.into(), min: Some(min), max: Some(max), unit: Some(unit), ..Self::default() }
    }

    /// A vague amount of `unit`s.
    pub fn vague(text: impl Into<String>, vague: Vague, unit: Unit) -> Self {
        Self { text: text.into(), vague: Some(vague), unit: Some(unit), ..Self::default() }
    }

    /// An event.
    pub fn event(text: impl Into<String>, event: impl Into<String>) -> Self {
        Self { text: text.into(), event: Some(event.into()), ..Self::default() }
    }

    /// An ordinal day.
    pub fn day(text: impl Into<String>, day: u32) -> Self {
        Self { text: text.into(), day: Some(day), ..Self::default() }
    }

    /// Whether it is an amount of seconds or minutes, as of one session.
    pub fn is_brief(&self) -> bool {
        matches!(self.unit, Some(Unit::Second | Unit::Minute))
    }

    /// The same with a bound.
    #[must_use]
    pub fn bounded(mut self, bound: Option<Bound>) -> Self {
        self.bound = bound;
        self
    }
}

/// How often: `count_min` to `count_max` times in `period_min` to `period_max` `period_unit`s.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Rate {
    /// The words.
    pub text: String,
    /// The lower number of times.
    #[serde(serialize_with = "short_number")]
    pub count_min: Option<f64>,
    /// The upper number of times.
    #[serde(serialize_with = "short_number")]
    pub count_max: Option<f64>,
    /// The shorter period.
    #[serde(serialize_with = "short_number")]
    pub period_min: Option<f64>,
    /// The longer period.
    #[serde(serialize_with = "short_number")]
    pub period_max: Option<f64>,
    /// The unit of the period.
    pub period_unit: Option<Unit>,
}

/// A number of times or sessions.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Count {
    /// The lower number.
    #[serde(serialize_with = "short_number")]
    pub min: Option<f64>,
    /// The upper number.
    #[serde(serialize_with = "short_number")]
    pub max: Option<f64>,
}

/// What a time expression says of the action that it stands with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimeRole {
    /// How long, in `until`: "for 48 hours", "for up to a week", "during the first 24 hours", "overnight".
    Duration,
    /// An end, in `until`: "until healed", "until 2 weeks have passed", "by day 3", "within 24–48 hours".
    End,
    /// A start, in `from`: "after 24 hours", "from day 3", "once 48 hours have passed", "24 hours later".
    Start,
    /// A start and an end: "days 2–7", "in the second week".
    Window,
    /// A point in time at which something is, in `from`: "on day 7", "at 2 weeks", "two weeks after treatment".
    Point,
    /// How long before the procedure, in `until`: "for 2 weeks before", "48 hours prior to treatment".
    Lead,
    /// How often, in `rate`: "twice a day", "every 4–6 hours".
    Rate,
    /// The distance between sessions, in `rate`: "4 weeks apart".
    Spacing,
    /// A number of sessions, in `count`: "3 to 6 sessions".
    Count,
    /// How long each time, in `until`: "for 10 minutes at a time", "a 20-minute walk".
    Session,
    /// An amount without a word that gives it a role, in `until`: "48 hours" in a table's cell, "Wait 24 hours".
    Bare,
}

/// A part of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DayPart {
    /// The morning.
    Morning,
    /// The middle of the day.
    Noon,
    /// The afternoon.
    Afternoon,
    /// The evening.
    Evening,
    /// The night, bedtime.
    Night,
}

/// At which part of the day, on which days of the week or at what hour a rate holds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct When {
    /// The parts of the day, in the order of the words.
    pub parts: Vec<DayPart>,
    /// The day of the week, Monday being 1.
    pub weekday: Option<u8>,
    /// Whether it holds at weekends only.
    pub weekend: bool,
    /// Whether it holds on working days only.
    pub workday: bool,
    /// The hour and minute of the day.
    pub clock: Option<(u8, u8)>,
}

/// A time expression in a document's text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TimeMention {
    /// Where the whole expression lies, with the words that give it its role ("for 48 hours after treatment").
    pub span: Span,
    /// What it says.
    pub role: TimeRole,
    /// The start, for `Start`, `Window` and `Point`.
    pub from: Option<TimeSpec>,
    /// The amount or end, for `Duration`, `End`, `Window`, `Lead`, `Session` and `Bare`.
    pub until: Option<TimeSpec>,
    /// The rate, for `Rate` and `Spacing`.
    pub rate: Option<Rate>,
    /// The count, for `Count`.
    pub count: Option<Count>,
    /// Part of the day, weekday or hour, for `Rate` ("every morning").
    pub when: Option<When>,
    /// Whether the expression itself names the procedure as its anchor ("after treatment", "post-op", "before your visit").
    pub anchored: bool,
    /// The lexicon entries that it was read by.
    pub fired: Vec<String>,
}

/// A whole number is written without a fraction: `48`, not `48.0`.
#[expect(clippy::ref_option, reason = "serde hands the field over so")]
fn short_number<S: Serializer>(value: &Option<f64>, to: S) -> Result<S::Ok, S::Error> {
    match value {
        None => to.serialize_none(),
        Some(v) if v.fract() == 0.0 && v.abs() < 9e15 => to.serialize_some(&(*v as i64)),
        Some(v) => to.serialize_some(v),
    }
}
