//! What for? Infinitives that only say why something is done.

use super::{
    end::{clause_end, is_leading, leading_end, opens_clause},
    unmarked::order_after,
    waits_before,
};
use crate::{
    extract::{
        region::{Region, RegionKind, is_predicate},
        view::View,
    },
    lexicon::Lexicon,
    model::{CueKind, Mention, MentionKind, TokenKind, VerbForm},
};

/// "to" before a verb says what for, unless a cue already took it in ("it is important to").
pub fn purpose(view: &View<'_>, cue: &Mention, lexicon: &Lexicon) -> Option<Region> {
    let verb = view.cue_at(cue.last)?;
    let behind = |class| cue.first > 0 && lexicon.is_in_class(class, view.tokens()[cue.first - 1].word);
    // "Plenty to drink": a name.
    let named = view.found.concepts.iter().any(|c| c.first < cue.first && verb.last <= c.last);
    if named || waits_before(view, cue) || behind("takes-to") || behind("nothing") || is_second(view, cue, lexicon) {
        return None;
    }
    let is_verb = matches!(verb.kind, MentionKind::Verb(VerbForm::Base) | MentionKind::Cue(_, VerbForm::Base));
    if !is_verb {
        return None;
    }
    let leads = is_leading(view, cue.first);
    if leads && is_judged(view, cue.last) || is_ordered(view, cue, lexicon) {
        return None;
    }
    let last = if leads { leading_end(view, lexicon, cue.last) } else { clause_end(view, cue.last, true) };
    // "To keep ingrown hairs away scrub once a week"
    let unmarked =
        order_after(view, lexicon, verb.last + 1).filter(|&order| leads && (order < last || last <= verb.last));
    let last = unmarked.unwrap_or(last);
    let last = if leads { last } else { subject_goes_on(view, cue, last).unwrap_or(last) };
    Some(Region { kind: RegionKind::Reason, first: cue.first, last, leads, purpose: true })
}

/// "Bending down to put on your shoes is fine": where the predicate of a subject stands behind what the subject is for.
fn subject_goes_on(view: &View<'_>, to: &Mention, end: usize) -> Option<usize> {
    let spoken = view.found.cues.iter().any(|c| {
        let gerund = matches!(c.kind, MentionKind::Verb(VerbForm::Gerund)) || view.in_concept(c.first);
        c.first < to.first && !gerund
    });
    let named = view.found.concepts.iter().any(|c| c.last <= to.first);
    let verdict = |c: &&Mention| {
        matches!(c.kind, MentionKind::Cue(CueKind::Good | CueKind::Bad | CueKind::Needed | CueKind::NotNeeded, _))
    };
    let judged = view.found.cues.iter().filter(|c| c.first > to.last && c.first < end).find(verdict);
    judged.filter(|_| named && !spoken).map(|c| c.first)
}

/// "It is better not to fly or to travel": an infinitive that is joined to one that a cue took in.
fn is_second(view: &View<'_>, to: &Mention, lexicon: &Lexicon) -> bool {
    let joint = to.first.checked_sub(1).and_then(|b| view.cue_over(b));
    let joined = joint.is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Or | CueKind::And, _)));
    let takes_in = |c: &&Mention| {
        let denies =
            matches!(c.kind, MentionKind::Cue(CueKind::Not | CueKind::ModalNot | CueKind::Must | CueKind::May, _));
        denies && c.last < to.first && lexicon.is_in_class("to", view.tokens()[c.last - 1].word)
    };
    joined && view.found.cues.iter().rfind(takes_in).is_some_and(|c| to.first - c.last <= 4)
}

/// "To fly is forbidden": an infinitive that is the subject of a verdict.
fn is_judged(view: &View<'_>, from: usize) -> bool {
    let judges = |c: &&Mention| {
        let avoided = matches!(c.kind, MentionKind::Cue(CueKind::Avoid, VerbForm::Participle))
            && view.found.cues.iter().any(|b| b.last == c.first && matches!(b.kind, MentionKind::Cue(CueKind::Be, _)));
        let judges = matches!(c.kind, MentionKind::Cue(CueKind::Good | CueKind::Bad | CueKind::NotNeeded, _));
        (judges || avoided) && c.first > from
    };
    let verdict = view.found.cues.iter().find(judges);
    verdict.is_some_and(|c| (from..c.first).all(|i| view.tokens()[i].kind == TokenKind::Word))
}

/// "Within three hours to abstain from food.", "To exclude the sauna for a week.": an infinitive of an act with nothing else in
/// its sentence that it could be the purpose of is an order, as translations have it.
pub fn is_ordered(view: &View<'_>, to: &Mention, lexicon: &Lexicon) -> bool {
    let tokens = view.tokens();
    let Some(verb) = view.cue_at(to.last) else { return false };
    let acts = lexicon.is_in_class("acting", tokens[verb.first].word);
    let form =
        matches!(verb.kind, MentionKind::Verb(VerbForm::Base) | MentionKind::Cue(CueKind::Avoid, VerbForm::Base));
    let timed = |at: usize| view.found.times.iter().any(|t| t.span.contains(tokens[at].span));
    let idle = |c: &Mention| {
        timed(c.first) || matches!(c.kind, MentionKind::Cue(CueKind::Before | CueKind::Or | CueKind::And, _))
    };
    let silent = view.found.cues.iter().filter(|c| c.first < to.first).all(idle)
        && !view.found.concepts.iter().any(|c| c.first < to.first)
        && (0..to.first).all(|i| tokens[i].kind == TokenKind::Word || timed(i));
    let opens = to.first == 0 || view.found.times.iter().any(|t| t.span.end <= tokens[to.first].span.start);
    let ends = tokens.last().is_some_and(|t| t.span.of(view.text) == ".") || !view.found.times.is_empty();
    let alone = order_after(view, lexicon, verb.last + 1).is_none()
        && !(verb.last..tokens.len()).any(|i| view.sign(i) == "," && opens_clause(view, lexicon, i + 1))
        && !view.found.cues.iter().any(|c| c.first > verb.last && is_predicate(c));
    acts && form && silent && opens && ends && alone
}
