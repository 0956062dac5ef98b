//! Is an amount behind a label how long something is left, or from when it may be done again? "Swimming: 24 hours" among
//! "Walking: yes" and "Driving: from tomorrow": what stands beside it tells.

use std::collections::HashMap;

use super::assemble;
use crate::{
    lexicon::Lexicon,
    model::{Phase, Rule, Stance, TimeSpec},
};

/// The fewest things that a list permits before it is one of what may be done again.
const FEWEST_PERMITTED: usize = 2;

/// Turns what is only a label with an amount into a permission from then on, where its section permits more than it forbids.
pub fn permit_amounts(rules: &mut [Rule], lexicon: &Lexicon) {
    let taken_up = |rule: &Rule| {
        [&lexicon.roles.resumed, &lexicon.roles.offered].iter().any(|named| named.contains(&rule.concept))
    };
    let (bare, others): (Vec<usize>, Vec<usize>) =
        (0..rules.len()).filter(|&i| taken_up(&rules[i])).partition(|&i| is_bare_amount(&rules[i]));
    // How many things each section permits, and how many it forbids.
    let mut said: HashMap<(&[String], Phase), (usize, usize)> = HashMap::new();
    for rule in others.iter().map(|&i| &rules[i]) {
        let (permitted, forbidden) = said.entry((&rule.section, rule.phase)).or_default();
        match rule.stance {
            Stance::Allow => *permitted += 1,
            Stance::Avoid => *forbidden += 1,
            _ => {}
        }
    }
    let permits = |rule: &Rule| {
        let beside = said.get(&(rule.section.as_slice(), rule.phase));
        beside.is_some_and(|&(permitted, forbidden)| permitted >= FEWEST_PERMITTED && permitted > forbidden)
    };
    let turned: Vec<usize> = bare.into_iter().filter(|&i| permits(&rules[i])).collect();
    for at in turned {
        let rule = &mut rules[at];
        rule.stance = Stance::Allow;
        rule.from = rule.until.take();
        rule.degree = None;
        rule.fired.push("scope/siblings".to_owned());
        rule.id = assemble::id_of(rule);
    }
}

/// Whether a rule comes from nothing but a label and an amount: "Running: 48 hours".
fn is_bare_amount(rule: &Rule) -> bool {
    let Some(until) = rule.until.as_deref().filter(|u| u.unit.is_some() && !TimeSpec::is_brief(u)) else {
        return false;
    };
    let Some(sign) = rule.quote.rfind([':', '\u{2013}', '\u{2014}']) else { return false };
    let behind = rule.quote[sign..].trim_matches(|c: char| !c.is_alphanumeric());
    rule.stance == Stance::Avoid
        && rule.from.is_none()
        && behind == until.text
        && !rule.fired.iter().any(|f| f.starts_with("cue/"))
}
