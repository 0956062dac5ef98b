//! What does a lead-in hold of what follows it?

use super::{
    line::Line,
    stance::Held,
    view::View,
    walk::{Group, Walk},
};
use crate::{
    lexicon::{HeadingSense, Lexicon, Question},
    mention::Mentions,
    model::{CueKind, Mention, MentionKind, Stance, TimeRole, TokenKind, VerbForm},
};

/// The most words of a phrase that names the phase at the end of a line: "after your treatment".
const LONGEST_PHASE: usize = 4;

/// The chain of cues at the end that governs nothing yet: "For 48 hours avoid:".
pub(super) fn dangling(out: &mut Line, view: &View<'_>, walked: &Walk, lexicon: &Lexicon) {
    if let Some(avoid) = keeps_harm_off(view, lexicon) {
        out.senses.retain(|sense| *sense != HeadingSense::Avoid);
        out.held = Some(Held { stance: Stance::Do, degree: None, strength: None });
        out.fired.push(format!("lead-in:{}", avoid.entry));
        return;
    }
    let Some(&index) = walked.dangling.last() else { return announced(out, view, walked, lexicon) };
    let group = &walked.groups[index];
    if names_harm(view, group, lexicon) {
        out.senses.retain(|sense| !matches!(sense, HeadingSense::Avoid | HeadingSense::Case));
        return;
    }
    let removes = group.chain.iter().any(|l| matches!(l.kind, CueKind::Remove | CueKind::Omit));
    let goes_on = |at: usize| view.cue_at(at).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::To, _)));
    let elsewhere = goes_on(group.last) && group.last + 1 < last_word(view, lexicon);
    // Without a colon only a cue at the very end waits for what follows: not that of "the no-streak guide".
    let spoken = group.first == 0
        || group.chain.len() > 1
        || view.cue_at(group.first - 1).is_some_and(|c| matches!(c.kind, MentionKind::Cue(..)));
    let colon = view.tokens().last().is_some_and(|t| matches!(t.span.of(view.text), ":" | "?"));
    let most = if colon { 3 } else { 1 };
    if group.chain.is_empty()
        || removes
        || elsewhere
        || is_joined_purpose(view, group.first)
        || is_whole(view, group, lexicon)
        || !(colon || spoken)
        || group.last + most < last_word(view, lexicon)
    {
        return;
    }
    // "No restrictions:", "not forbidden:" permit what they deny the ban of.
    let denies = group.chain.iter().all(|l| matches!(l.kind, CueKind::No | CueKind::Not | CueKind::Avoid));
    if denies && out.senses.contains(&HeadingSense::Allow) {
        return;
    }
    let Some(held) = group.held else { return };
    // "You can keep the pain down by:", "avoid swelling by:": the means are what is advised.
    let last = last_word(view, lexicon).checked_sub(1).and_then(|at| view.cue_over(at));
    let by = last.is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::By, _)));
    let held = if by { Held { stance: Stance::Do, degree: None, ..held } } else { held };
    // "When can I wash my hair?" permits nothing else.
    out.asks = out.question.is_some_and(|q| q != Question::What) && !walked.bare.is_empty();
    if out.asks || is_both_ways(view) {
        return;
    }
    out.held = Some(held);
    out.takes_verbs = group.chain.last().is_some_and(|l| {
        matches!(l.kind, CueKind::Not | CueKind::ModalNot | CueKind::Must | CueKind::May | CueKind::Resume)
    });
    out.fired.extend(group.fired.iter().map(|f| format!("lead-in:{f}")));
}

/// "You can, though, keep it down by:": what a line that tells what the reader can do ends with, whatever stands before it.
pub(super) fn is_means(view: &View<'_>) -> bool {
    let ends = view.tokens().last().is_some_and(|t| t.span.of(view.text) == ":");
    let by = |c: &Mention| matches!(c.kind, MentionKind::Cue(CueKind::By, _)) && c.last + 1 == view.tokens().len();
    let you = |c: &Mention| matches!(c.kind, MentionKind::Cue(CueKind::You, _));
    let denies = |c: &Mention| {
        use CueKind::{Bad, BareNot, ModalNot, No, Not, NotNeeded, Unneeded};
        matches!(c.kind, MentionKind::Cue(Bad | BareNot | ModalNot | No | Not | NotNeeded | Unneeded, _))
    };
    let cues = &view.found.cues;
    ends && cues.iter().any(by) && cues.iter().any(you) && !cues.iter().any(denies)
}

/// "Don't tie them": an order with its object, to which nothing needs to follow.
fn is_whole(view: &View<'_>, group: &Group, lexicon: &Lexicon) -> bool {
    let pronoun = view.tokens().get(group.last).is_some_and(|t| lexicon.is_in_class("pronouns", t.word));
    let acts = (group.first..group.last)
        .any(|at| view.cue_at(at).is_some_and(|c| matches!(c.kind, MentionKind::Verb(VerbForm::Base))));
    pronoun && acts && view.tokens().last().is_none_or(|t| t.span.of(view.text) != ":")
}

/// The most words before what is kept off: "to help prevent".
const LONGEST_AIM: usize = 2;

/// "Preventing clots": a title that names what is to be kept off, and under which stands how.
fn names_harm(view: &View<'_>, group: &Group, lexicon: &Lexicon) -> bool {
    let opens = group.first == 0
        && view.cue_at(0).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Avoid, VerbForm::Gerund)));
    let object = view.tokens().get(group.last).is_some_and(|t| {
        t.kind == TokenKind::Word
            && view.cue_at(group.last).is_none()
            && !lexicon.is_in_class("pronouns", t.word)
            && !lexicon.is_in_class("articles", t.word)
            && !lexicon.is_in_class("adverbs-of-manner", t.word)
            && !view.found.times.iter().any(|m| m.span.contains(t.span))
    });
    opens && object && view.tokens().last().is_none_or(|t| t.span.of(view.text) != ":")
}

/// "Prevent constipation:", "to help avoid swelling and bruising:": nothing but harm is to be kept off, by what stands behind the
/// colon.
fn keeps_harm_off<'a>(view: &View<'a>, lexicon: &Lexicon) -> Option<&'a Mention> {
    let tokens = view.tokens();
    let class = |name, at: usize| lexicon.is_in_class(name, tokens[at].word);
    let aims = |c: &Mention| matches!(c.kind, MentionKind::Cue(CueKind::To, _) | MentionKind::Verb(VerbForm::Base));
    let first = view.found.cues.iter().find(|c| !aims(c))?;
    let avoid =
        Some(first).filter(|c| matches!(c.kind, MentionKind::Cue(CueKind::Avoid, _)) && c.first <= LONGEST_AIM)?;
    let end = (avoid.last..tokens.len()).find(|&at| view.sign(at) == ":").unwrap_or(tokens.len());
    let joins = |at: usize| {
        view.cue_at(at).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Or, _)))
            || view.sign(at) == ","
    };
    let harm = (avoid.last..end).any(|at| class("harms", at))
        && (avoid.last..end).all(|at| class("harms", at) || class("harm-attributes", at) || joins(at));
    (harm && end + 1 >= tokens.len()).then_some(avoid)
}

/// "To protect the filling and avoid breaking the tooth:": the order is what for, as the verb before it is.
fn is_joined_purpose(view: &View<'_>, first: usize) -> bool {
    let joined = first.checked_sub(1).and_then(|at| view.cue_over(at));
    let joined = joined.is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Or, _)));
    let aim = view.found.cues.first().is_some_and(|c| {
        c.first == 0 && matches!(c.kind, MentionKind::Cue(CueKind::To | CueKind::Reason, _)) && c.last <= first
    });
    joined && aim && (0..first).all(|at| view.sign(at).is_empty())
}

/// "The following products should not be used.": what is said of what follows.
fn announced(out: &mut Line, view: &View<'_>, walked: &Walk, lexicon: &Lexicon) {
    let [group] = walked.groups.as_slice() else { return judged(out, view, walked, lexicon) };
    let announces = view.tokens()[..group.first].iter().any(|t| lexicon.is_in_class("announcing", t.word));
    if announces && group.backward && !group.chain.is_empty() && out.question.is_none() {
        out.held = group.held;
        out.fired.extend(group.fired.iter().map(|f| format!("lead-in:{f}")));
    }
}

/// "The following are allowed:": a verdict on what follows, and nothing else.
fn judged(out: &mut Line, view: &View<'_>, walked: &Walk, lexicon: &Lexicon) {
    let verdict = view.found.cues.iter().find_map(|c| {
        let stance = match c.kind {
            MentionKind::Cue(CueKind::Good, _) => Stance::Allow,
            MentionKind::Cue(CueKind::Bad, _) => Stance::Avoid,
            MentionKind::Cue(CueKind::Needed, _) => Stance::Do,
            MentionKind::Cue(CueKind::NotNeeded, _) => Stance::Unneeded,
            _ => return None,
        };
        Some((c, stance))
    });
    let Some((cue, stance)) = verdict.filter(|_| walked.groups.is_empty() && out.question.is_none()) else { return };
    let announces = view.tokens()[..cue.first].iter().any(|t| lexicon.is_in_class("announcing", t.word));
    if announces && view.found.concepts.is_empty() {
        out.held = Some(Held { stance, degree: None, strength: None });
        out.fired.push(format!("lead-in:{}", cue.entry));
    }
}

/// "You may resume:", "from day 3 you may:": what may be done, and nothing that may happen.
pub(super) fn permits_from_then(walked: &Walk, found: &Mentions) -> bool {
    let resumes = walked.groups.iter().any(|g| g.chain.iter().any(|l| l.kind == CueKind::Resume));
    resumes || only_may(walked) && found.times.iter().any(|t| t.role == TimeRole::Start)
}

/// Whether nothing but "may" stands in a line.
pub(super) fn only_may(walked: &Walk) -> bool {
    walked.groups.len() == 1 && walked.groups[0].chain.iter().all(|l| l.kind == CueKind::May)
}

/// "What you can and cannot do": what stands under it is permitted or forbidden.
fn is_both_ways(view: &View<'_>) -> bool {
    use CueKind as K;
    let modal = |c: &Mention| matches!(c.kind, MentionKind::Cue(K::May | K::Must, _));
    let denied = |c: &Mention| matches!(c.kind, MentionKind::Cue(K::ModalNot | K::Not | K::BareNot, _));
    let joint = |c: &Mention| matches!(c.kind, MentionKind::Cue(K::And | K::Or, _));
    view.found.cues.windows(3).any(|w| joint(&w[1]) && (modal(&w[0]) && denied(&w[2]) || denied(&w[0]) && modal(&w[2])))
}

/// One past the index of the last word that is no part of a time, nor of words that only name the phase behind it ("things to
/// avoid after tanning").
fn last_word(view: &View<'_>, lexicon: &Lexicon) -> usize {
    let tokens = view.tokens();
    let in_time = |span| view.found.times.iter().any(|t| t.span.contains(span));
    let end = tokens.iter().rposition(|t| t.kind == TokenKind::Word && !in_time(t.span)).map_or(0, |i| i + 1);
    let phase = |at: &usize| ["before-words", "after-words"].iter().any(|c| lexicon.is_in_class(c, tokens[*at].word));
    let named = (end.saturating_sub(LONGEST_PHASE)..end).find(phase);
    named.filter(|&at| view.cue_at(at).is_none_or(|c| c.last <= at + 1)).unwrap_or(end)
}
