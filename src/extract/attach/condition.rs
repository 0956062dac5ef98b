//! Which condition does a group hold under?

use super::{
    joints::{closed, in_time, separated_hard},
    owner::{is_of_another, nearest},
};
use crate::{
    extract::{
        cases,
        region::{Region, RegionKind},
        view::View,
        walk::Walk,
    },
    lexicon::Lexicon,
    model::{ConditionKind, CueKind, MentionKind, Span, TokenKind},
};

/// The condition of a group, in the document's words, and where it lies.
pub fn condition(view: &View<'_>, walked: &Walk, group: usize, lexicon: &Lexicon) -> Option<Span> {
    let tokens = view.tokens();
    let span = |r: &Region| {
        let last = (r.first..r.last)
            .rev()
            .find(|&i| !matches!(view.sign(i), "," | "." | "" if tokens[i].kind == TokenKind::Sign))?;
        Some(tokens[r.first].span.join(tokens[last].span))
    };
    let group_at = &walked.groups[group];
    let mut found = None;
    for region in walked.regions.iter().filter(|r| r.kind == RegionKind::Condition) {
        let reach = nearest(view, walked, group, region.first).max(group_at.last.min(region.first));
        let bracketed = region.first > reach && view.sign(region.first - 1) == "(";
        let governs = if cases::is_of_second_time(view, region, lexicon) {
            false
        } else if bracketed {
            // "Avoid ibuprofen for five days (unless prescribed)"
            // "Drink two litres of water or other fluid a day (unless you were told otherwise)"
            let names = |i: usize| {
                let word = tokens[i].kind == TokenKind::Word && !view.in_concept(i);
                word && view.cue_over(i).is_none_or(|c| matches!(c.kind, MentionKind::Cue(CueKind::Or, _)))
            };
            (reach..region.first - 1).all(|i| in_time(view, i) || names(i))
        } else if region.leads {
            region.first <= group_at.last && !closed(view, region.last, group_at.first)
        } else {
            let owner = walked.groups.iter().rposition(|g| g.first < region.first);
            // "Avoid dust and take the drops as prescribed": a set phrase belongs to what stands before it.
            let set = view.cue_at(region.first).is_some_and(|c| {
                c.last == region.last && matches!(c.kind, MentionKind::Condition(ConditionKind::Whole))
            });
            owner.is_some_and(|o| o == group || !set && group < o && !separated_hard(view, group_at.last, region.first))
                && !closed(view, reach, region.first)
                && !is_of_another(view, walked, reach, region.first)
        };
        if governs {
            found = span(region).or(found);
        }
    }
    found
}
