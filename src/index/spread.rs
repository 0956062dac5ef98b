//! How far do sources differ on one topic? The earliest and the latest of their times, and whether they disagree.

use serde::Serialize;

use super::{amount::seconds, words::SearchWords};
use crate::{
    lexicon::comparison::Sites,
    model::{Rule, Stance, TimeSpec, Unit},
};

/// From so many of a unit on, an amount is said in a greater one.
const MOST_OF_A_UNIT: f64 = 100.0;

/// From the least to the greatest time that sources of one stance state.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Spread {
    /// What most sources hold.
    pub stance: Stance,
    /// The least time in seconds, where one is stated: the end of what is to be avoided, the start of what is allowed.
    pub min: Option<u64>,
    /// The greatest; `None` where one source states no upper end.
    pub max: Option<u64>,
    /// The two in the unit that the sources use: "24–48 h".
    pub time: Option<String>,
}

/// What one position says, with the number of its sources.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a> {
    /// A rule of it.
    pub rule: &'a Rule,
    /// The number of its sources.
    pub sources: usize,
    /// The parts of the body that it is about, as a set; empty where it is about any.
    pub sites: u64,
}

/// The spread of positions on one concept; `None` where there is none.
pub fn spread(said: &[Said<'_>], words: &SearchWords) -> Option<Spread> {
    let stance = leading(said)?;
    let times: Vec<&TimeSpec> = said.iter().filter(|s| s.rule.stance == stance).filter_map(|s| time(s.rule)).collect();
    let ends: Vec<(u64, u64)> = times.iter().filter_map(|t| seconds(t, words)).collect();
    let min = ends.iter().map(|(min, _)| *min).min();
    let max = ends.iter().map(|(_, max)| *max).max().filter(|max| *max < u64::MAX);
    let units: Vec<Unit> = times.iter().filter_map(|t| t.unit).collect();
    let time = min.map(|min| in_words(min, max, &units));
    Some(Spread { stance, min, max, time })
}

/// The stance that most sources hold; of equals the stricter.
fn leading(said: &[Said<'_>]) -> Option<Stance> {
    let order = [Stance::Avoid, Stance::Do, Stance::Allow, Stance::Unneeded, Stance::Expect];
    let sources = |stance: Stance| said.iter().filter(|s| s.rule.stance == stance).map(|s| s.sources).sum::<usize>();
    order.into_iter().filter(|s| sources(*s) > 0).max_by_key(|s| (sources(*s), std::cmp::Reverse(*s)))
}

/// The time that answers "when": the end of what is to be avoided, done or expected, the start of what is allowed.
pub fn time(rule: &Rule) -> Option<&TimeSpec> {
    match rule.stance {
        Stance::Allow | Stance::Unneeded => rule.from.as_deref(),
        Stance::Expect => rule.until.as_deref().or(rule.from.as_deref()),
        Stance::Avoid | Stance::Do => rule.until.as_deref().or(rule.lead.as_deref()),
    }
}

/// Two amounts in one unit where both are whole in it, the largest that a source uses.
fn in_words(min: u64, max: Option<u64>, units: &[Unit]) -> String {
    let all = [Unit::Year, Unit::Month, Unit::Week, Unit::Day, Unit::Hour, Unit::Minute, Unit::Second];
    let whole = |unit: &Unit, value: u64| value as f64 % unit.seconds() == 0.0;
    let fits = |unit: &Unit, value: u64| {
        let count = value as f64 / unit.seconds();
        whole(unit, value) && (value == 0 || (1.0..MOST_OF_A_UNIT).contains(&count))
    };
    let both = |unit: &Unit| fits(unit, min) && max.is_none_or(|max| fits(unit, max));
    let used = all.iter().filter(|u| units.contains(u));
    let common = used.clone().find(|u| both(u)).or_else(|| all.iter().find(|u| both(u)));
    let single = |value: u64| {
        let unit = used.clone().find(|u| fits(u, value)).or_else(|| all.iter().find(|u| fits(u, value)));
        unit.map_or_else(|| format!("{value} s"), |u| amount(value, *u))
    };
    match (max, common) {
        (None, _) => format!("≥{}", single(min)),
        (Some(max), _) if max == min => single(min),
        (Some(max), _) if min == 0 => format!("≤{}", single(max)),
        (Some(max), Some(unit)) => {
            format!("{}–{}", min as f64 / unit.seconds(), amount(max, *unit))
        }
        (Some(max), _) => format!("{} – {}", single(min), single(max)),
    }
}

fn amount(value: u64, unit: Unit) -> String {
    format!("{} {}", value as f64 / unit.seconds(), unit.symbol())
}

/// Whether positions on one concept differ in what they allow: one forbids what another orders, or allows at the time, or
/// the earliest returns differ. Positions under a condition, and on different parts of the body, are left out of this;
/// contradictions proper look closer.
pub fn disagree(said: &[Said<'_>], words: &SearchWords, sites: &Sites) -> bool {
    let plain: Vec<&Said<'_>> = said.iter().filter(|s| s.rule.condition.is_none()).collect();
    let clashes = |a: &Said<'_>, b: &Said<'_>| !sites.differ(a.sites, b.sites) && clash(a.rule, b.rule, words);
    plain.iter().enumerate().any(|(at, a)| plain[at + 1..].iter().any(|b| clashes(a, b)))
}

fn clash(a: &Rule, b: &Rule, words: &SearchWords) -> bool {
    let first = |rule: &Rule| time(rule).and_then(|t| seconds(t, words)).map(|(min, _)| min);
    match (a.stance, b.stance) {
        (Stance::Avoid, Stance::Avoid) | (Stance::Allow, Stance::Allow) => {
            a.degree == b.degree && matches!((first(a), first(b)), (Some(x), Some(y)) if x != y)
        }
        (Stance::Avoid, Stance::Do) | (Stance::Do, Stance::Avoid) => true,
        (Stance::Avoid, Stance::Allow) => opens_early(b, a, &first),
        (Stance::Allow, Stance::Avoid) => opens_early(a, b, &first),
        _ => false,
    }
}

/// Whether what is allowed begins before what is avoided ends, or at another time.
fn opens_early(allow: &Rule, avoid: &Rule, first: &impl Fn(&Rule) -> Option<u64>) -> bool {
    match (first(allow), first(avoid)) {
        (Some(from), Some(until)) => from != until,
        (None, _) => allow.from.is_none() && avoid.degree.is_none(),
        (Some(_), None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_in_the_unit_of_the_sources() {
        for (min, max, units, want) in [
            (86_400, Some(172_800), vec![Unit::Hour], "24–48 h"),
            (86_400, Some(172_800), vec![Unit::Hour, Unit::Day], "1–2 d"),
            (43_200, Some(172_800), vec![Unit::Hour, Unit::Day], "12–48 h"),
            (14_400, Some(1_209_600), vec![Unit::Hour, Unit::Week], "4 h – 2 wk"),
            (86_400, None, vec![Unit::Hour], "≥24 h"),
            (0, Some(172_800), vec![Unit::Hour], "≤48 h"),
            (604_800, Some(604_800), vec![Unit::Week], "1 wk"),
            (259_200, Some(1_209_600), vec![Unit::Hour], "3–14 d"),
        ] {
            assert_eq!(in_words(min, max, &units), want);
        }
    }
}
