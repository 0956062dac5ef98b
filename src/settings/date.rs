//! A day of the calendar.

use std::fmt;

use serde::Serialize;

/// A day; the library has no clock, so today is told to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "String")]
pub struct Date(jiff::civil::Date);

impl Date {
    /// The day of an ISO 8601 date: `2027-03-31`.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }

    /// The day that it is now, in Coordinated Universal Time.
    pub fn of_timestamp(now: jiff::Timestamp) -> Self {
        Self(now.to_zoned(jiff::tz::TimeZone::UTC).date())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        date.to_string()
    }
}
