//! What parts clauses and names from each other, where a time or a condition stands?

use crate::{
    extract::view::View,
    model::{CueKind, Mention, MentionKind},
};

pub(super) fn is_joint(cue: &Mention) -> bool {
    matches!(cue.kind, MentionKind::Cue(CueKind::And | CueKind::Or | CueKind::Contrast, _))
}

/// A sign that ends a clause; a full stop inside a sentence is one too ("48 hrs. Wrap it").
pub(super) fn is_strong(view: &View<'_>, at: usize) -> bool {
    let dash = matches!(view.sign(at), "\u{2013}" | "\u{2014}");
    // "20 min. four times a day".
    let short = view.sign(at) == "."
        && view.tokens().get(at + 1).is_some_and(|t| t.span.of(view.text).starts_with(char::is_lowercase));
    matches!(view.sign(at), ";" | ":" | ".") && !short || dash && view.tokens()[at].spaced
}

/// Whether a joining word or a sign stands between two places, times left aside.
pub(super) fn separated(view: &View<'_>, from: usize, to: usize) -> bool {
    (from..to).filter(|&i| !in_time(view, i)).any(|i| {
        matches!(view.sign(i), "," | ";" | ":" | "." | "(" | ")" | "\u{2013}" | "\u{2014}")
            || view.cue_at(i).is_some_and(is_joint)
    })
}

pub(super) fn in_time(view: &View<'_>, at: usize) -> bool {
    let span = view.tokens()[at].span;
    let next = view.found.times.partition_point(|t| t.span.end <= span.start);
    view.found.times.get(next).is_some_and(|t| t.span.contains(span))
}

pub(super) fn closed(view: &View<'_>, from: usize, to: usize) -> bool {
    (from..to.max(from)).any(|i| view.sign(i) == ";")
}

pub(super) fn separated_hard(view: &View<'_>, from: usize, to: usize) -> bool {
    (from..to).any(|i| {
        matches!(view.sign(i), ";" | "," | "(" | ")" | "\u{2013}" | "\u{2014}" | ":")
            || view.cue_at(i).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Contrast, _)))
    })
}
