//! Which group does a time belong to: the one that it stands in, the next, all of them, none?

use super::{
    Placed,
    joints::{in_time, is_joint, is_strong, separated},
    shared::shared_by,
};
use crate::{
    extract::{stance::Link, view::View, walk::Walk},
    lexicon::{ConceptSort, Lexicon},
    model::{CueKind, Mention, MentionKind, TokenKind, VerbForm},
};

/// The group right behind one, where both only deny and no sign or other word parts them: "no sauna no pool".
pub(super) fn next_denial(view: &View<'_>, walked: &Walk, group: usize) -> Option<usize> {
    let denies =
        |i: usize| walked.groups.get(i).is_some_and(|g| matches!(g.chain[..], [Link { kind: CueKind::No, .. }]));
    let last =
        walked.governed.iter().filter(|g| g.group == group).map(|g| view.found.concepts[g.mention].last).max()?;
    let next = group + 1;
    (denies(group) && denies(next) && walked.groups[next].first == last).then_some(next)
}

/// Where what a time announces begins: behind a colon, or behind words that explain.
pub(super) fn announced(view: &View<'_>, last: usize, lexicon: &Lexicon) -> Option<usize> {
    let explains = |i: usize| view.tokens().get(i).is_some_and(|t| lexicon.is_in_class("explains", t.word));
    match view.sign(last) {
        ":" => Some(last + 1),
        "," | "(" | "\u{2013}" | "\u{2014}" => (last + 1..last + 4).find(|&i| explains(i)).map(|i| i + 1),
        _ => None,
    }
}

/// Whether a verb of course stands right before a time: "it sets in an hour", "the marks fade in a week".
pub fn is_told(view: &View<'_>, first: usize, lexicon: &Lexicon) -> bool {
    (first.saturating_sub(4)..first).any(|at| {
        let found = lexicon.courses.longest(view.tokens(), at);
        let modal = |c: &Mention| c.last == at && matches!(c.kind, MentionKind::Cue(CueKind::May | CueKind::Must, _));
        let governs = view.cue_at(at).is_some_and(|c| match c.kind {
            MentionKind::Verb(VerbForm::Base) => {
                let future = at.checked_sub(1).is_some_and(|b| lexicon.is_in_class("future", view.tokens()[b].word));
                !future && !view.found.cues.iter().any(modal)
            }
            MentionKind::Verb(_) => false,
            _ => true,
        });
        // "starting tomorrow and continuing for a week"
        let and = at.checked_sub(1).and_then(|b| view.cue_at(b)).is_some_and(is_joint);
        let goes_on = and && lexicon.is_in_class("going-on-the-same", view.tokens()[at].word);
        !governs
            && !goes_on
            && found.is_some_and(|(values, place)| place.end == first && values.iter().any(|v| v.is_verb()))
    })
}

/// "Soreness is common for two days, so rest", "they go in 4-9 days, do not scratch them": whether a time stands in a clause that
/// tells of a sign or of what was named before.
pub(super) fn is_of_sign(view: &View<'_>, &(first, last, _): &Placed<'_>, lexicon: &Lexicon) -> bool {
    let tokens = view.tokens();
    let class = |name, at: usize| tokens.get(at).is_some_and(|t| lexicon.is_in_class(name, t.word));
    let start = (0..first).rev().find(|&i| !view.sign(i).is_empty() && !in_time(view, i)).map_or(0, |i| i + 1);
    let end = (last..tokens.len()).find(|&i| matches!(view.sign(i), "," | ";" | ":" | "."));
    let Some(end) = end else { return false };
    let sign = |m: &Mention| {
        let known = m.concept().and_then(|c| lexicon.concepts.get(c));
        start <= m.first && m.last <= first && known.is_some_and(|c| c.sort == ConceptSort::Symptom)
    };
    let subject = class("subject-pronouns", start) || view.found.concepts.iter().any(sign);
    let inside = |c: &Mention| start <= c.first && c.last <= end && !view.in_concept(c.first);
    let orders = |c: &Mention| {
        use CueKind::{Avoid, Limit, ModalNot, Must, No, Not, Resume, Wait, You};
        let kinds = [Avoid, Limit, ModalNot, Must, No, Not, Resume, Wait, You];
        inside(c) && (matches!(c.kind, MentionKind::Cue(kind, _) if kinds.contains(&kind)) || c.first == start)
    };
    let tells = |c: &Mention| {
        inside(c)
            && matches!(c.kind, MentionKind::Cue(CueKind::May | CueKind::Be | CueKind::Good, _) | MentionKind::Verb(_))
    };
    let linked = (start..end).any(|at| class("linking-verbs", at));
    subject && (linked || view.found.cues.iter().any(tells)) && !view.found.cues.iter().any(orders)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    Group(usize),
    Concept(usize),
    Everybody,
    /// The groups that begin between two tokens.
    Clause(usize, usize),
    /// A concept that no group governs.
    Nobody,
}

/// Whose a time is.
pub(super) fn owner(
    view: &View<'_>,
    walked: &Walk,
    &(first, last, time): &Placed<'_>,
    told: bool,
    times: &[Placed<'_>],
) -> Owner {
    let groups = &walked.groups;
    let active = |i: &usize| !is_idle(walked, *i);
    // "Soak it (follow the instructions) for ten minutes"
    let outside = |i: &usize| !enclosed(view, groups[*i].first, first);
    let spoken = (0..groups.len()).filter(active).any(|i| groups[i].first < last && outside(&i));
    let begun = (0..groups.len()).filter(active).filter(|&i| groups[i].first < last && (!spoken || outside(&i)));
    let Some(before) = begun.max_by_key(|&i| (nearest(view, walked, i, first), i)) else {
        let next = groups.first().map_or(last, |g| g.first.max(last));
        let opens = groups.first().is_none_or(|g| opens(view, walked, (first, last), g.first));
        let opens = opens && !(told && separated(view, last, next));
        return if opens { Owner::Everybody } else { Owner::Nobody };
    };
    if let Some(concept) = bracketed(view, walked, first, last) {
        return Owner::Concept(concept);
    }
    let next = (before + 1..groups.len()).find(|i| active(i) && (!spoken || outside(i)));
    if let Some(next) = next
        && groups[before].last <= first
        && leads(view, groups[before].last, (first, last), groups[next].first)
    {
        return Owner::Group(next);
    }
    if told && (groups[before].last..first).any(|i| view.sign(i) == "(") {
        // "Use ice packs (the numbness wears off in three hours)": told of something in a bracket.
        return Owner::Nobody;
    }
    let ended = nearest(view, walked, before, first).max(groups[before].last.min(first));
    if told && separated(view, ended, first) || is_beyond(view, ended, first) {
        return Owner::Nobody;
    }
    if is_of_another(view, walked, groups[before].last, first) {
        return Owner::Nobody;
    }
    let clause = shared_by(view, walked, time, (first, last), times);
    clause.map_or(Owner::Group(before), |(from, to)| Owner::Clause(from, to))
}

/// Whether the bracket around a place is closed before another.
pub(super) fn enclosed(view: &View<'_>, at: usize, before: usize) -> bool {
    let open = (0..at).rev().find(|&i| matches!(view.sign(i), "(" | ")"));
    let close = (at..before).find(|&i| matches!(view.sign(i), "(" | ")"));
    open.is_some_and(|i| view.sign(i) == "(") && close.is_some_and(|i| view.sign(i) == ")")
}

/// Whether a sentence within the sentence begins before a time, and says something itself: "no peeling until day 6; from then on
/// buff it".
pub(super) fn is_beyond(view: &View<'_>, from: usize, first: usize) -> bool {
    let strong = (from..first).rev().find(|&i| view.sign(i) == ";");
    let says = |i: usize| view.tokens()[i].kind == TokenKind::Word && !in_time(view, i);
    strong.is_some_and(|at| (at + 1..first).any(says) || clause_goes_on(view, first))
}

/// Whether words follow on a time before the next sign that ends what it belongs to.
pub(super) fn clause_goes_on(view: &View<'_>, first: usize) -> bool {
    let mut rest = (first..view.tokens().len()).take_while(|&i| !matches!(view.sign(i), ";" | ":"));
    rest.any(|i| view.tokens()[i].kind == TokenKind::Word && !in_time(view, i))
}

/// Where what a group governs ends last before a place; a passive may govern a subject that stands far before it.
pub(super) fn nearest(view: &View<'_>, walked: &Walk, group: usize, to: usize) -> usize {
    let governed = walked.governed.iter().filter(|g| g.group == group);
    let ends = governed.map(|g| view.found.concepts[g.mention].last).filter(|&last| last <= to);
    ends.max().unwrap_or(walked.groups[group].first)
}

/// Whether a time before the first group bears on the sentence, and is not told of something else first: "crusts fall off in a
/// week; do not pick them", "moisturising twice a day helps, and you may use balm".
pub(super) fn opens(view: &View<'_>, walked: &Walk, (first, last): (usize, usize), group: usize) -> bool {
    let ended = (last..group).any(|i| matches!(view.sign(i), ";" | "." | "!"));
    let told = walked.bare.iter().map(|&b| &view.found.concepts[b]).any(|c| {
        let near = c.last <= first && first - c.last <= 1;
        near && !separated(view, c.last, first) && separated(view, last, group.max(last))
    });
    !ended && !told
}

/// Whether a group only forbids something that is named by no concept ("not on the nose itself"), so that what follows
/// belongs to what stands before it.
pub(super) fn is_idle(walked: &Walk, group: usize) -> bool {
    let chain = &walked.groups[group].chain;
    let names_nothing = chain.len() == 1 && chain[0].kind == CueKind::No && walked.dangling.contains(&group);
    names_nothing || walked.groups[group].lacking && group > 0
}

/// Whether a time between two groups opens the second: "…, and for three days do not swim".
pub(super) fn leads(view: &View<'_>, before: usize, (first, last): (usize, usize), next: usize) -> bool {
    let next = next.max(last);
    if !separated(view, before, first) {
        return false;
    }
    let comma = view.sign(last) == "," && !separated(view, last + 1, next.max(last + 1));
    !separated(view, last, next) || comma && joins_clause(view, before, first)
}

/// Whether a strong sign, or a joining word right before it, parts a place from what stands before.
pub(super) fn joins_clause(view: &View<'_>, from: usize, to: usize) -> bool {
    let strong = (from..to).any(|i| is_strong(view, i));
    let cue = |i: usize| view.found.cues.iter().any(|c| c.first <= i && i < c.last && is_joint(c));
    strong || (to.saturating_sub(2).max(from)..to).any(cue)
}

/// Whether a concept that no group governs stands in a clause of its own between a group and a time: "no sport for a week,
/// light walking after three days".
pub(super) fn is_of_another(view: &View<'_>, walked: &Walk, from: usize, first: usize) -> bool {
    walked.bare.iter().map(|&b| &view.found.concepts[b]).any(|c| {
        let near = from <= c.first && c.last <= first && first - c.last <= 1;
        near && separated(view, from, c.first) && !separated(view, c.last, first)
    })
}

/// The concept that a time in brackets stands behind: "alcohol (24 hours)".
pub(super) fn bracketed(view: &View<'_>, walked: &Walk, first: usize, last: usize) -> Option<usize> {
    let open = (0..first).rev().find(|&i| matches!(view.sign(i), "(" | ")" | "["))?;
    if view.sign(open) == ")" || first - open > 4 {
        return None;
    }
    let close = (last..view.tokens().len()).find(|&i| matches!(view.sign(i), ")" | "]"))?;
    let inside = |at: usize| open < at && at < close;
    if walked.groups.iter().any(|g| inside(g.first)) {
        return None;
    }
    // "No wine or coffee (48 hours)": the only time of a line, at its end, behind two that a word joins.
    let ends = (close + 1..view.tokens().len()).all(|i| view.tokens()[i].kind == TokenKind::Sign);
    let joins = |c: &Mention| matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Or, _)) && c.last <= open;
    let plain = (0..open).all(|i| view.sign(i).is_empty());
    if ends && plain && view.found.times.len() == 1 && view.found.cues.iter().filter(|c| joins(c)).count() == 1 {
        return None;
    }
    let governed = walked.governed.iter().map(|g| g.mention);
    governed.rev().find(|&m| view.found.concepts[m].last <= open && open - view.found.concepts[m].last <= 2)
}
