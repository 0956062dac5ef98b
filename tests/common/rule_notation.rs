//! The compact notation of rules in tables: `avoid sauna until 48h; do hydration; before avoid alcohol lead 24h`.

use aftercare::{
    lexicon::Concepts,
    model::{Bound, Count, Degree, Phase, Rate, Rule, Stance, TimeSpec, Vague},
};

/// An amount of time as the tables write it: `24h`, `24-48h`, `>=24h`, `~2wk`, `few d`, `night`, `day 2`, `event:healed`.
pub fn time(spec: &TimeSpec) -> String {
    let unit = spec.unit.map_or("", |u| u.symbol());
    if let Some(event) = &spec.event {
        return if matches!(event.as_str(), "night" | "same-day") { event.clone() } else { format!("event:{event}") };
    }
    if let Some(day) = spec.day {
        return format!("day {day}");
    }
    let bound = match spec.bound {
        Some(Bound::AtLeast) => ">=",
        Some(Bound::AtMost) => "<=",
        Some(Bound::About) => "~",
        None => "",
    };
    let vague = spec.vague.map(|v| match v {
        Vague::Few => "few",
        Vague::Several => "several",
        Vague::Couple => "couple",
        Vague::Some => "some",
    });
    match vague {
        Some(word) => format!("{bound}{word} {unit}"),
        None => format!("{bound}{}{unit}", range(spec.min, spec.max)),
    }
}

/// A rate as the tables write it: `2/d`, `2-3/d`, `1/4-6h`.
pub fn rate(rate: &Rate) -> String {
    let unit = rate.period_unit.map_or("", |u| u.symbol());
    let period = range(rate.period_min, rate.period_max);
    let period = if period == "1" { String::new() } else { period };
    format!("{}/{period}{unit}", range(rate.count_min.or(rate.count_max).or(Some(1.0)), rate.count_max))
}

/// A number of times: `3-6`.
pub fn count(count: &Count) -> String {
    range(count.min, count.max)
}

fn range(low: Option<f64>, high: Option<f64>) -> String {
    match (low.or(high), high.or(low)) {
        (Some(a), Some(b)) if (a - b).abs() > f64::EPSILON => format!("{a}-{b}"),
        (Some(a), _) => a.to_string(),
        _ => String::new(),
    }
}

/// A stance's name.
pub fn stance(stance: Stance) -> &'static str {
    match stance {
        Stance::Avoid => "avoid",
        Stance::Do => "do",
        Stance::Allow => "allow",
        Stance::Unneeded => "unneeded",
        Stance::Expect => "expect",
    }
}

/// A degree's name.
fn degree(degree: Degree) -> &'static str {
    match degree {
        Degree::Excessive => "excessive",
        Degree::Limit => "limit",
        Degree::Prolonged => "prolonged",
    }
}

/// A rule in the notation.
pub fn rule(rule: &Rule) -> String {
    let mut out = String::new();
    if rule.phase == Phase::Before {
        out.push_str("before ");
    }
    out.push_str(stance(rule.stance));
    let parts = [
        ("", Some(rule.concept.to_string())),
        ("from ", rule.from.as_deref().map(time)),
        ("until ", rule.until.as_deref().map(time)),
        ("lead ", rule.lead.as_deref().map(time)),
        ("every ", rule.every.as_deref().map(self::rate)),
        ("session ", rule.session.as_deref().map(time)),
        ("count ", rule.count.as_ref().map(count)),
        ("degree ", rule.degree.map(|d| degree(d).to_owned())),
        ("if", rule.condition.as_ref().map(|_| String::new())),
    ];
    for (key, value) in parts {
        if let Some(value) = value {
            out.push(' ');
            out.push_str(key);
            out.push_str(&value);
        }
    }
    out
}

/// A rule that a table expects.
#[derive(Debug)]
pub struct Wanted {
    /// As it stands in the table.
    pub text: String,
    /// `?` before it: a reader could leave it out.
    pub optional: bool,
    before: bool,
    /// Any one of these.
    stances: Vec<String>,
    /// Any one of these.
    concepts: Vec<String>,
    /// Key and value, in the order of [`rule`].
    values: Vec<(String, String)>,
    /// `if`, and `if?` where either is right.
    conditional: Option<bool>,
}

const KEYS: [&str; 7] = ["from", "until", "lead", "every", "session", "count", "degree"];

impl Wanted {
    /// Reads the notation.
    ///
    /// # Errors
    /// Where a word is not understood or a concept is unknown.
    pub fn parse(text: &str, concepts: &Concepts) -> Result<Self, String> {
        let (optional, rest) = text.strip_prefix('?').map_or((false, text), |rest| (true, rest));
        let (before, rest) = rest.strip_prefix("before ").map_or((false, rest), |rest| (true, rest));
        let mut words = rest.split_whitespace();
        let mut choices =
            || -> Vec<String> { words.next().unwrap_or_default().split('|').map(str::to_owned).collect() };
        let (stances, ids) = (choices(), choices());
        if stances.iter().any(|s| !["avoid", "do", "allow", "unneeded", "expect"].contains(&s.as_str())) {
            return Err(format!("no stance: {text}"));
        }
        if let Some(id) = ids.iter().find(|id| concepts.get(id).is_none()) {
            return Err(format!("no concept: {id}"));
        }
        let mut out = Self {
            text: text.to_owned(),
            optional,
            before,
            stances,
            concepts: ids,
            values: Vec::new(),
            conditional: Some(false),
        };
        for word in words {
            if word == "if" {
                out.conditional = Some(true);
            } else if word == "if?" {
                out.conditional = None;
            } else if KEYS.contains(&word) {
                out.values.push((word.to_owned(), String::new()));
            } else {
                let (_, value) = out.values.last_mut().ok_or_else(|| format!("no key before {word}: {text}"))?;
                if !value.is_empty() {
                    value.push(' ');
                }
                value.push_str(word);
            }
        }
        match out.values.iter().find(|(_, value)| value.is_empty()) {
            Some((key, _)) => Err(format!("{key} without a value: {text}")),
            None => Ok(out),
        }
    }

    /// Whether a rule is this one: stance, concept, phase, times, whether there is a condition, and the degree where one is
    /// named. Any event is as good as another, "about" counts for nothing, and ordinal days may differ by one.
    pub fn is(&self, rule: &Rule) -> bool {
        let got = [
            rule.from.as_deref().map(time),
            rule.until.as_deref().map(time),
            rule.lead.as_deref().map(time),
            rule.every.as_deref().map(self::rate),
            rule.session.as_deref().map(time),
            rule.count.as_ref().map(self::count),
            rule.degree.map(|d| degree(d).to_owned()),
        ];
        let value = |key: &str| self.values.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str());
        self.is_about(rule)
            && self.conditional.is_none_or(|c| c == rule.condition.is_some())
            && KEYS
                .iter()
                .zip(got)
                .all(|(key, got)| (*key == "degree" && value(key).is_none()) || same(value(key), got.as_deref()))
    }

    /// Whether a rule has this stance, concept and phase; whatever else this one names must agree too.
    pub fn tempts(&self, rule: &Rule) -> bool {
        self.is_about(rule) && (self.values.is_empty() && self.conditional == Some(false) || self.is(rule))
    }

    fn is_about(&self, rule: &Rule) -> bool {
        self.stances.iter().any(|s| s == stance(rule.stance))
            && self.concepts.iter().any(|c| rule.concept == c.as_str())
            && self.before == (rule.phase == Phase::Before)
    }
}

/// `a|b`: either is right; `a|?`: it may be missing.
fn same(wanted: Option<&str>, got: Option<&str>) -> bool {
    let mut choices = wanted.into_iter().flat_map(|w| w.split('|'));
    match got {
        None => wanted.is_none() || choices.any(|c| c == "?"),
        Some(text) => choices.any(|c| same_value(c, text)),
    }
}

fn same_value(wanted: &str, text: &str) -> bool {
    let days = |text: &str| {
        let number = text.strip_prefix("day ").or_else(|| text.strip_suffix('d'));
        number.and_then(|n| n.trim_start_matches('~').parse::<f64>().ok())
    };
    let near = || days(wanted).zip(days(text)).is_some_and(|(a, b)| (a - b).abs() <= 1.0);
    wanted.trim_start_matches('~') == text.trim_start_matches('~')
        || (wanted.starts_with("event:") && text.starts_with("event:"))
        || ((wanted.starts_with("day ") || text.starts_with("day ")) && near())
}
