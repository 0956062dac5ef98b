//! Which time do "until then", "after that" and "during this time" refer to? The last one that was stated before.

use super::{assemble::Draft, context::Window, view::View};
use crate::{
    lexicon::Lexicon,
    mention::Mentions,
    model::{CueKind, MentionKind, Sentence, Stance, TimeMention, TimeRole, TimeSpec, TokenKind},
};

/// The event of a time that refers back.
pub const SAME_TIME: &str = "then";

/// How many sentences back a time may refer.
const MOST_SENTENCES: usize = 2;

/// Whether a time refers back.
pub fn refers(time: &TimeSpec) -> bool {
    time.event.as_deref() == Some(SAME_TIME)
}

/// Gives every time that refers back what it refers to, where it was stated in the same section shortly before.
pub fn resolve(mentions: &mut [Mentions], sentences: &[Sentence]) {
    for at in 0..mentions.len() {
        for index in 0..mentions[at].times.len() {
            let time = &mentions[at].times[index];
            if !time.from.iter().chain(&time.until).any(refers) {
                continue;
            }
            let Some(stated) = stated_before(mentions, sentences, (at, index)) else { continue };
            let time = &mut mentions[at].times[index];
            for spec in [&mut time.from, &mut time.until].into_iter().flatten().filter(|s| refers(s)) {
                *spec = TimeSpec { text: std::mem::take(&mut spec.text), ..stated.clone() };
            }
        }
    }
}

fn stated_before(mentions: &[Mentions], sentences: &[Sentence], (at, index): (usize, usize)) -> Option<TimeSpec> {
    let section = sentences[at].section;
    let first = at.saturating_sub(MOST_SENTENCES);
    let mut here = mentions[at].times[..index].iter().rev();
    let before = (first..at).rev().take_while(|&i| sentences[i].section == section);
    let amount = |times: &[TimeMention]| {
        let mut all = times.iter().rev().filter_map(stated);
        let last = all.next();
        // "Wait eight hours until your first shower. In that time …": an amount says more than the event that ends it.
        if last.as_ref().is_some_and(|t| t.event.is_some()) { all.find(|t| t.event.is_none()).or(last) } else { last }
    };
    // An amount, though it stands farther off, says more than an event.
    let event = |t: &TimeSpec| t.event.is_some();
    here.find_map(stated).or_else(|| {
        let all: Vec<TimeSpec> = before.filter_map(|i| amount(&mentions[i].times)).collect();
        all.iter().find(|t| !event(t)).or(all.first()).cloned()
    })
}

/// The end that a time states, or its start where it states none.
fn stated(time: &TimeMention) -> Option<TimeSpec> {
    let spec = match time.role {
        TimeRole::Duration | TimeRole::End | TimeRole::Bare | TimeRole::Window => time.until.as_ref(),
        TimeRole::Start | TimeRole::Point => time.from.as_ref(),
        _ => None,
    };
    spec.filter(|s| !refers(s)).cloned()
}

/// Whether a sentence permits something once a time is over that was stated before: "You may then remove it."
pub fn follows(view: &View<'_>, lexicon: &Lexicon) -> bool {
    let then = |at: usize| view.tokens().get(at).is_some_and(|t| lexicon.is_in_class("then", t.word));
    view.found.times.is_empty()
        && view.found.cues.iter().any(|c| {
            let permits = matches!(c.kind, MentionKind::Cue(CueKind::May | CueKind::Resume, _));
            let before = c.first.checked_sub(1).is_some_and(then) || c.first.checked_sub(2).is_some_and(then);
            // "Afterwards, you can wash it"
            let before = before || c.first == 3 && then(0) && view.sign(1) == ",";
            permits && (before || then(c.last) || (c.first..c.last).any(then))
        })
}

/// Gives a rule without times the start that "then" refers to.
pub fn from_then_on(draft: &mut Draft) {
    if draft.held.stance == Stance::Allow && draft.times.window.is_empty() {
        start(draft);
    }
}

/// Gives what is to be done the start that "then" right before it refers to: "Leave the pad on overnight, then take it off",
/// "keep it covered for two hours, then wash it".
pub fn done_then(draft: &mut Draft, view: &View<'_>, lexicon: &Lexicon) {
    let first = view.tokens().partition_point(|t| t.span.start < draft.span.start);
    let long = |t: &TimeMention| {
        let lasts = matches!(t.role, TimeRole::Duration | TimeRole::End | TimeRole::Window | TimeRole::Bare);
        lasts && t.span.end <= draft.span.start && t.until.as_ref().is_some_and(|u| !u.is_brief())
    };
    if !leads(view, first, lexicon) || !draft.times.window.is_empty() {
        return;
    }
    let stated = view.found.times.iter().rfind(|t| long(t)).and_then(|t| t.until.clone()).filter(|u| !refers(u));
    if let Some(stated) = stated.filter(|_| draft.held.stance != Stance::Avoid) {
        draft.times.window.from = Some(stated.bounded(None));
    } else if lexicon.roles.removals.contains(&draft.concept) {
        start(draft);
    }
}

/// Whether "then" opens what begins at a token.
pub fn leads(view: &View<'_>, first: usize, lexicon: &Lexicon) -> bool {
    let class = |name, at: usize| view.tokens().get(at).is_some_and(|t| lexicon.is_in_class(name, t.word));
    let then = |at: usize| class("then", at);
    let you = |at: usize| view.cue_at(at).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::You, _)));
    // "… until the next day; then you may shower"
    let first = if first.checked_sub(1).is_some_and(you) { first - 1 } else { first };
    // "…, after which it may be removed": a subject may stand between.
    let after = (first.saturating_sub(4)..first).rev().take_while(|&at| view.sign(at).is_empty());
    let after = after.into_iter().any(|at| class("after-which", at) && at > 0 && class("treatment-anchors", at - 1));
    then(first) || first.checked_sub(1).is_some_and(then) || after
}

/// "The dressing stays on for two days, and after that …": a start that refers to the end of the same rule is none of its own.
pub fn without_own_end(window: &mut Window) {
    let bare = |t: &TimeSpec| TimeSpec { text: String::new(), ..t.clone() };
    // "Three weeks. After that at night for another three weeks": the same amount, and not the same time.
    let share = |a: &TimeSpec, b: &TimeSpec| a.text.split(' ').any(|word| b.text.split(' ').any(|other| word == other));
    if let (Some(from), Some(until)) = (&window.from, &window.until)
        && !share(from, until)
        && bare(from) == bare(until)
    {
        window.from = None;
    }
}

/// Gives a rule the start that "then" refers to.
pub fn start(draft: &mut Draft) {
    draft.times.window.from = Some(TimeSpec { event: Some(SAME_TIME.to_owned()), ..TimeSpec::default() });
}

/// "Paracetamol is taken for three days, and ibuprofen can be taken in between": what stands between the doses of something lasts
/// as long as they do.
pub fn in_between(drafts: &mut [Draft], view: &View<'_>, lexicon: &Lexicon) {
    let tokens = view.tokens();
    let class = |name, at: usize| tokens.get(at).is_some_and(|t| lexicon.is_in_class(name, t.word));
    let ends = |at: usize| tokens.get(at + 1).is_none_or(|t| t.kind == TokenKind::Sign);
    let Some(between) = (1..tokens.len()).find(|&at| class("amid", at) && class("places", at - 1) && ends(at)) else {
        return;
    };
    let place = tokens[between].span.start;
    let Some(last) = drafts.iter().rposition(|d| d.span.start < place && d.times.window.is_empty()) else { return };
    let doses = drafts[..last].iter().rfind(|d| d.times.every.is_some() && !d.times.window.is_empty());
    if let Some(window) = doses.map(|d| d.times.window.clone()) {
        drafts[last].times.window = window;
    }
}
