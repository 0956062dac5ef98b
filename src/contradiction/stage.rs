//! What one document says of a stage ("First 24 hours", "Weeks 3 to 5") ends with the stage only as far as the heading goes:
//! that the thing may be done afterwards is not said. An end that only a heading states is therefore not held against
//! what the same document says itself elsewhere. Nor is a ban that is only a stage's ("First 12 hours: no coffee") held against
//! a limit that the document states without an end ("Limit coffee"): the ban is the first step.

use super::{body::Body, extent::End, topic::Held};
use crate::model::{Phase, Rule, Stance};

/// Whether two positions of one source differ only in that the one is stated for a stage that ends earlier.
pub fn differs_by_stage(body: &Body<'_>, (a, b): (&Held, &Held), source: u32) -> bool {
    let ends_first = |x: &Held, y: &Held| match (x.holding.until, end_or_start(x, y)) {
        (End::At(mine), End::At(yours)) => mine.nominal <= yours.nominal,
        (End::At(_), End::Unstated) => is_limited_to(x, y),
        _ => false,
    };
    let of_stage = |held: &Held| {
        let mut rules = body.of_source(&held.rules, source).flatten().map(|&r| body.rules[r as usize]).peekable();
        rules.peek().is_some() && rules.all(ends_with_its_stage)
    };
    (ends_first(a, b) && of_stage(a)) || (ends_first(b, a) && of_stage(b))
}

/// Whether one is forbidden altogether, and the other only limited.
fn is_limited_to(banned: &Held, limited: &Held) -> bool {
    let (banned, limited) = (&banned.holding, &limited.holding);
    let bans = banned.stance == Stance::Avoid && limited.stance == Stance::Avoid;
    bans && banned.degree.is_none() && limited.degree.is_some()
}

/// What an end is held against: the end of the same stance, or the start of the opposite one.
fn end_or_start(ended: &Held, other: &Held) -> End {
    let ban = ended.holding.stance == Stance::Avoid;
    if ban && other.holding.stance != Stance::Avoid { other.holding.from } else { other.holding.until }
}

/// Whether the end of a rule stands in a heading above it, and not in its own words.
fn ends_with_its_stage(rule: &Rule) -> bool {
    let Some(until) = rule.until.as_ref().filter(|t| rule.phase == Phase::After && !t.text.trim().is_empty()) else {
        return false;
    };
    let has = |text: &str| folded(text).contains(&folded(&until.text));
    !has(&rule.quote) && rule.section.iter().any(|heading| has(heading))
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
