//! Times of rules in seconds, and what a rule holds in a form that can be compared.

use super::{analysis::fold, words::SearchWords};
use crate::model::{Bound, Count, Rate, Rule, TimeSpec};

/// Seconds of a day.
const DAY: f64 = 86_400.0;

/// The least and the greatest number of seconds that a time states; `None` for events and for amounts without bounds.
pub fn seconds(time: &TimeSpec, words: &SearchWords) -> Option<(u64, u64)> {
    if let Some(day) = time.day {
        let end = (f64::from(day) * DAY) as u64;
        return Some((end, end));
    }
    let unit = time.unit?.seconds();
    let (min, max) = match (time.min, time.max, time.vague) {
        (Some(min), max, _) => (min, max.unwrap_or(min)),
        (None, Some(max), _) => (max, max),
        (None, None, vague) => words.vague(vague?)?,
    };
    let (min, max) = ((min * unit).round() as u64, (max * unit).round() as u64);
    Some(match time.bound {
        Some(Bound::AtLeast) => (min, u64::MAX),
        Some(Bound::AtMost) => (0, max),
        Some(Bound::About) | None => (min, max),
    })
}

/// What a rule holds of its concept: equal for rules that hold the same at the same times under the same condition.
///
/// "48 hours" and "two days" are the same; "24 hours" and "at least 24 hours" are not.
pub fn position(rule: &Rule, words: &SearchWords) -> String {
    let time = |time: &Option<Box<TimeSpec>>| time.as_deref().map_or_else(String::new, |t| canonical(t, words));
    let condition = rule.condition.as_deref().map_or_else(String::new, folded);
    [
        format!("{:?}", rule.stance),
        rule.degree.map_or_else(String::new, |d| format!("{d:?}")),
        time(&rule.from),
        time(&rule.until),
        time(&rule.lead),
        time(&rule.session),
        rule.every.as_deref().map_or_else(String::new, rate),
        rule.count.as_ref().map_or_else(String::new, count),
        condition,
    ]
    .join("|")
}

fn canonical(time: &TimeSpec, words: &SearchWords) -> String {
    if let Some((min, max)) = seconds(time, words) {
        let about = if time.bound == Some(Bound::About) { "~" } else { "" };
        let vague = if time.vague.is_some() { "?" } else { "" };
        return format!("{about}{vague}{min}..{max}");
    }
    match &time.event {
        Some(event) => folded(event),
        None => folded(&time.text),
    }
}

fn folded(text: &str) -> String {
    text.split_whitespace().map(fold).collect::<Vec<_>>().join(" ")
}

fn rate(rate: &Rate) -> String {
    let unit = rate.period_unit.map_or(0.0, crate::model::Unit::seconds);
    let seconds = |p: Option<f64>| p.map(|p| p * unit);
    format!("{:?}-{:?}/{:?}-{:?}", rate.count_min, rate.count_max, seconds(rate.period_min), seconds(rate.period_max))
}

fn count(count: &Count) -> String {
    format!("{:?}-{:?}", count.min, count.max)
}

/// The day of a stated date as the number `yyyymmdd`; a month or year alone ends in zeros.
pub fn day_number(date: &str) -> Option<u64> {
    let mut parts = date.trim().splitn(3, '-');
    let number = |part: Option<&str>, digits: usize| -> Option<u64> {
        let part = part?;
        let end = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        if end == digits { part[..end].parse().ok() } else { None }
    };
    let year = number(parts.next(), 4)?;
    let month = number(parts.next(), 2);
    let day = month.and_then(|_| number(parts.next(), 2));
    Some(year * 10_000 + month.unwrap_or(0) * 100 + day.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Unit;

    #[test]
    fn the_same_amount_in_other_units_is_the_same() {
        let words = SearchWords::english().unwrap();
        let hours = TimeSpec::amount("48 hours", 48.0, 48.0, Unit::Hour);
        let days = TimeSpec::amount("two days", 2.0, 2.0, Unit::Day);
        assert_eq!(canonical(&hours, &words), canonical(&days, &words));
        let least = hours.clone().bounded(Some(Bound::AtLeast));
        assert_ne!(canonical(&hours, &words), canonical(&least, &words));
        assert_eq!(seconds(&TimeSpec::event("until healed", "healed"), &words), None);
    }

    #[test]
    fn dates_are_numbers() {
        for (date, want) in [
            ("2024-06-14", Some(20_240_614)),
            ("2024-06", Some(20_240_600)),
            ("2023", Some(20_230_000)),
            ("2024-06-14T10:00:00Z", Some(20_240_614)),
            ("June 2024", None),
            ("", None),
        ] {
            assert_eq!(day_number(date), want, "{date}");
        }
    }
}
