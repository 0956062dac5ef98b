//! Which conditions and times are said only in passing, of another amount than the one that holds? "Keep it dry for a day, two
//! if it is sore", "once a week (daily if you wear make-up)", "until it has healed (usually ten days)".

use super::{region::Region, view::View};
use crate::{
    lexicon::Lexicon,
    model::{CueKind, MentionKind, TimeMention, TimeRole, TokenKind},
};

/// Tokens between an amount and the other one.
const REACH: usize = 14;

/// Whether a condition bears only on what stands in brackets with it, or on another amount right before it.
pub fn is_aside(view: &View<'_>, region: &Region, lexicon: &Lexicon) -> bool {
    let other =
        || bracketed(view, region.first, lexicon).is_some() || alternative(view, region.first, lexicon).is_some();
    stands_between(view, region) || !region.leads && other()
}

/// "For 24 hours or, if you were given tablets, for two days".
fn stands_between(view: &View<'_>, region: &Region) -> bool {
    let before = (0..region.first).rev().find(|&i| view.sign(i) != ",");
    let or = before.is_some_and(|at| ends_cue(view, at, |k| k == CueKind::Or));
    let times = &view.found.times;
    let earlier = times.iter().any(|t| t.span.end <= view.tokens()[region.first].span.start);
    or && earlier && times.iter().any(|t| starts_at(view, t, region.last))
}

/// Where the amount begins that an aside restricts, and that is not the one of the rule.
pub fn restricted(view: &View<'_>, aside: &Region, lexicon: &Lexicon) -> usize {
    let open = bracketed(view, aside.first, lexicon);
    open.or_else(|| alternative(view, aside.first, lexicon)).unwrap_or(aside.first)
}

/// The bracket that it stands in, behind an amount or a thing of its own: "(daily if you wear make-up)".
fn bracketed(view: &View<'_>, at: usize, lexicon: &Lexicon) -> Option<usize> {
    let open = (0..at).rev().find(|&i| matches!(view.sign(i), "(" | ")"))?;
    let tokens = view.tokens();
    let says = |i: usize| {
        let token = tokens[i];
        token.kind == TokenKind::Number
            || view.found.times.iter().any(|t| t.span.contains(token.span))
            || view.in_concept(i)
            || lexicon.is_in_class("comparatives", token.word)
    };
    (view.sign(open) == "(" && open > 0 && (open + 1..at).any(says)).then_some(open)
}

/// Where another amount begins that ends at a place, where it stands behind an amount: ", 48", ", longer", ", and a week".
fn alternative(view: &View<'_>, at: usize, lexicon: &Lexicon) -> Option<usize> {
    let first = amount_before(view, at, lexicon)?;
    let joint = first.checked_sub(1)?;
    let signs = matches!(view.sign(joint), "," | "(" | ";" | "\u{2013}" | "\u{2014}");
    let joined = ends_cue(view, joint, |k| matches!(k, CueKind::And | CueKind::Or | CueKind::Contrast));
    let tokens = view.tokens();
    let near = tokens[first.saturating_sub(REACH)].span.start..tokens[first].span.start;
    let earlier = view.found.times.iter().any(|t| near.start <= t.span.start && t.span.end <= near.end && is_amount(t));
    ((signs || joined) && earlier && !concept_between(view, first)).then_some(first)
}

/// Whether a concept stands between the time before a place and the place, so that what follows is said of it.
fn concept_between(view: &View<'_>, at: usize) -> bool {
    let tokens = view.tokens();
    let before = view.found.times.iter().rev().find(|t| t.span.end <= tokens[at].span.start && is_amount(t));
    let from = before.map_or(0, |t| t.span.end);
    view.found.concepts.iter().any(|c| c.span.start >= from && c.last <= at)
}

/// Where an amount, a number or a word that compares begins that ends at a place.
fn amount_before(view: &View<'_>, at: usize, lexicon: &Lexicon) -> Option<usize> {
    let tokens = view.tokens();
    let last = at.checked_sub(1)?;
    if let Some(time) = view.found.times.iter().find(|t| t.span.end == tokens[last].span.end && is_amount(t)) {
        return Some(tokens.partition_point(|t| t.span.start < time.span.start));
    }
    let compares = |i: usize| lexicon.is_in_class("comparatives", tokens[i].word);
    if compares(last) {
        let more = last.checked_sub(1).filter(|&i| lexicon.is_in_class("intensifiers", tokens[i].word));
        return Some(more.unwrap_or(last));
    }
    let number = tokens[last].kind == TokenKind::Number || lexicon.is_in_class("numbers", tokens[last].word);
    number.then_some(last)
}

fn is_amount(time: &TimeMention) -> bool {
    matches!(
        time.role,
        TimeRole::Duration | TimeRole::End | TimeRole::Bare | TimeRole::Start | TimeRole::Rate | TimeRole::Session
    )
}

fn starts_at(view: &View<'_>, time: &TimeMention, at: usize) -> bool {
    let place = view.tokens().partition_point(|t| t.span.start < time.span.start);
    (at..place).all(|i| view.sign(i) == ",") && place >= at
}

fn ends_cue(view: &View<'_>, at: usize, is_it: impl Fn(CueKind) -> bool) -> bool {
    view.found
        .cues
        .iter()
        .any(|c| c.first <= at && at < c.last && matches!(c.kind, MentionKind::Cue(kind, _) if is_it(kind)))
}

/// Whether a time only explains the one right before it: "until the numbness has gone (usually 2-3 hours)".
pub fn explains(view: &View<'_>, time: (usize, &TimeMention), before: (usize, &TimeMention)) -> bool {
    let ((first, time), (last, before)) = (time, before);
    let event = before.until.as_ref().is_some_and(|t| t.event.is_some());
    let plain = matches!(time.role, TimeRole::Bare | TimeRole::Duration);
    let opens = (last..first).all(|i| matches!(view.sign(i), "(" | "," | "-" | "\u{2013}" | "\u{2014}"));
    last <= first && first - last <= 1 && opens && event && plain && before.role == TimeRole::End
}
