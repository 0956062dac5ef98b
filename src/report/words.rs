//! Rules, times and rates in short words: "avoid sauna until 48 h".

use std::fmt::Write;

use crate::model::{Bound, Degree, Phase, Rate, Rule, Stance, TimeSpec};

/// A time: "24–48 h", "at least 2 wk", "day 3", "healed".
pub fn time(spec: &TimeSpec) -> String {
    if let Some(day) = spec.day {
        return format!("day {day}");
    }
    if let Some(event) = &spec.event {
        return event.clone();
    }
    let unit = spec.unit.map_or("", |u| u.symbol());
    if let Some(vague) = spec.vague {
        return format!("{} {unit}", format!("{vague:?}").to_lowercase());
    }
    let bound = match spec.bound {
        Some(Bound::AtLeast) => "at least ",
        Some(Bound::AtMost) => "up to ",
        Some(Bound::About) => "about ",
        None => "",
    };
    format!("{bound}{} {unit}", range(spec.min, spec.max))
}

fn range(min: Option<f64>, max: Option<f64>) -> String {
    match (min, max) {
        (Some(a), Some(b)) if (a - b).abs() > f64::EPSILON => format!("{a}–{b}"),
        (Some(a), _) => format!("{a}"),
        (None, Some(b)) => format!("{b}"),
        (None, None) => "?".to_owned(),
    }
}

/// A rate: "2–3 times per d", "once per 4–6 h".
pub fn rate(rate: &Rate) -> String {
    let unit = rate.period_unit.map_or("", |u| u.symbol());
    let times = match (rate.count_min, rate.count_max) {
        (Some(a), Some(b)) if (a - b).abs() < f64::EPSILON && (a - 1.0).abs() < f64::EPSILON => "once".to_owned(),
        (None, None) => "some times".to_owned(),
        (a, b) => format!("{} times", range(a, b)),
    };
    let period = match (rate.period_min, rate.period_max) {
        (Some(a), Some(b)) if (a - b).abs() < f64::EPSILON && (a - 1.0).abs() < f64::EPSILON => unit.to_owned(),
        (a, b) => format!("{} {unit}", range(a, b)),
    };
    format!("{times} per {period}")
}

/// A stance's word.
pub fn stance(stance: Stance) -> &'static str {
    match stance {
        Stance::Avoid => "avoid",
        Stance::Do => "do",
        Stance::Allow => "allow",
        Stance::Unneeded => "unneeded",
        Stance::Expect => "expect",
    }
}

/// A rule in a line.
pub fn rule(rule: &Rule) -> String {
    let mut out = String::new();
    if rule.phase == Phase::Before {
        out.push_str("before: ");
    }
    let _ = write!(out, "{} ", stance(rule.stance));
    if let Some(degree) = rule.degree {
        out.push_str(match degree {
            Degree::Excessive => "excessive ",
            Degree::Limit => "(limit) ",
            Degree::Prolonged => "prolonged ",
        });
    }
    out.push_str(&rule.concept);
    for (name, spec) in [("from", &rule.from), ("until", &rule.until), ("lead", &rule.lead), ("for", &rule.session)] {
        if let Some(spec) = spec {
            let _ = write!(out, " {name} {}", time(spec));
        }
    }
    if let Some(every) = &rule.every {
        let _ = write!(out, " {}", self::rate(every));
    }
    if let Some(condition) = &rule.condition {
        let _ = write!(out, " [{}]", condition.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    out
}
