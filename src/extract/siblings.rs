//! Is an amount behind a label how long something is left, or from when it may be done again? "Swimming: 24 hours" among
//! "Walking: yes" and "Stretches: from tomorrow": what stands beside it tells.

use super::assemble;
use crate::{
    lexicon::Lexicon,
    model::{Name, Rule, Stance, TimeSpec},
};

/// The fewest things that a list permits before it is one of what may be done again.
const FEWEST_PERMITTED: usize = 2;

/// Turns what is only a label with an amount into a permission from then on, where its section permits more than it forbids.
pub fn permit_amounts(rules: &mut [Rule], lexicon: &Lexicon) {
    let taken_up = |c: &Name| lexicon.roles.resumed.contains(c) || lexicon.roles.offered.contains(c);
    let bare: Vec<usize> =
        (0..rules.len()).filter(|&i| taken_up(&rules[i].concept) && is_bare_amount(&rules[i])).collect();
    let turned: Vec<usize> = bare
        .iter()
        .copied()
        .filter(|&at| {
            let beside = |stance: Stance| {
                (0..rules.len())
                    .filter(|i| !bare.contains(i) && rules[*i].stance == stance)
                    .filter(|&i| rules[i].section == rules[at].section && rules[i].phase == rules[at].phase)
                    .filter(|&i| taken_up(&rules[i].concept))
                    .count()
            };
            let permitted = beside(Stance::Allow);
            permitted >= FEWEST_PERMITTED && permitted > beside(Stance::Avoid)
        })
        .collect();
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
