//! Which amount stands for an event, and which holds in another case? "Until it has healed, usually two weeks", "after a week (four if
//! you had a heart attack)".

use super::Reading;
use crate::{
    extract::{
        answer::starting,
        assemble::{Draft, Route},
        region::RegionKind,
    },
    model::{Bound, Name, Stance, TimeMention, TimeRole, TimeSpec, TokenKind},
};

/// An amount, wherever a time has it.
fn amount(time: &TimeMention) -> Option<&TimeSpec> {
    let spec = match time.role {
        TimeRole::Start | TimeRole::Point => time.from.as_ref(),
        TimeRole::Bare | TimeRole::Duration | TimeRole::End => time.until.as_ref(),
        _ => None,
    };
    spec.filter(|s| s.event.is_none() && (s.unit.is_some() || s.day.is_some()))
}

impl Reading<'_, '_> {
    /// The tokens that a time covers.
    fn place_of(&self, time: &TimeMention) -> (usize, usize) {
        let tokens = self.view.tokens();
        let first = tokens.partition_point(|t| t.span.end <= time.span.start);
        (first, tokens.partition_point(|t| t.span.start < time.span.end))
    }

    /// "Until the wound has healed, usually after two weeks": the amount stands for the event, and says not from when.
    pub(super) fn dated_events(&self, drafts: &mut [Draft]) {
        let class = |name, at: usize| self.lexicon.is_in_class(name, self.view.tokens()[at].word);
        let times = &self.view.found.times;
        for (event, dated) in times.iter().zip(times.iter().skip(1)) {
            let (Some(until), Some(date)) = (&event.until, amount(dated)) else { continue };
            let (end, (first, last)) = (self.place_of(event).1, self.place_of(dated));
            let usual = |at: usize| class("between-subject-and-verb", at) || class("usual-words", at);
            let plain = |at: usize| {
                usual(at) || class("all-of-them", at) || class("subject-pronouns", at) || class("which-words", at)
            };
            let comma = end < first && self.view.sign(end) == ",";
            let joined = comma && (end + 1..first).all(plain) && (end + 1..last).any(|at| class("usually", at));
            let behind = last >= self.view.tokens().len() || self.view.tokens()[last].kind == TokenKind::Sign;
            if event.role != TimeRole::End || until.event.is_none() || !joined || !behind {
                continue;
            }
            for draft in drafts.iter_mut().filter(|d| d.times.window.until.as_ref() == Some(until)) {
                let window = &mut draft.times.window;
                window.from = window.from.take().filter(|from| from != date);
            }
        }
    }

    /// "After a week (four weeks if you had a heart attack)", "tomorrow, or after a day if you were sedated": the drafts of the case that
    /// has an amount of its own, which is no condition of the other.
    pub(super) fn in_another_case(&self, drafts: &mut [Draft]) -> Vec<Draft> {
        let tokens = self.view.tokens();
        let times = &self.view.found.times;
        let cases = self
            .walked
            .regions
            .iter()
            .filter(|r| matches!(r.kind, RegionKind::Condition | RegionKind::Aside) && !r.leads && r.first > 0);
        let mut out = Vec::new();
        for region in cases {
            let Some(own) = times.iter().find(|t| self.place_of(t).1 == region.first) else { continue };
            let (Some(date), (at, _)) = (amount(own), self.place_of(own)) else { continue };
            let Some(before) = at.checked_sub(1) else { continue };
            let or = self.lexicon.is_in_class("or-words", tokens[before].word);
            let parted = matches!(self.view.sign(before), "(" | ";") || or;
            let rivals = |t: &&TimeMention| self.place_of(t).1 <= before && amount(t).is_some();
            let Some(other) = times.iter().rfind(rivals).and_then(amount).filter(|_| parted) else { continue };
            let last = (region.first..region.last.min(tokens.len()))
                .rev()
                .find(|&i| tokens[i].kind == TokenKind::Word || tokens[i].kind == TokenKind::Number);
            let Some(last) = last else { continue };
            let condition = tokens[region.first].span.join(tokens[last].span).of(self.view.text).to_owned();
            for draft in drafts.iter_mut() {
                let window = &draft.times.window;
                let (from, until) = (window.from.as_ref() == Some(other), window.until.as_ref() == Some(other));
                if from == until || matches!(draft.held.stance, Stance::Expect) || other == date {
                    continue;
                }
                draft.condition = None;
                let mut next = draft.clone();
                let date = if from { starting(own.clone()).from } else { Some(date.clone()) };
                let slot = if from { &mut next.times.window.from } else { &mut next.times.window.until };
                *slot = date;
                next.condition = Some(condition.clone());
                next.span = tokens[at].span.join(tokens[last].span);
                next.route = Route::Answer;
                out.push(next);
            }
        }
        out
    }

    /// "Rest at least two days following the operation": how long a state is kept up, and not from when.
    pub(super) fn is_kept_up_for(&self, concept: &Name, time: &TimeMention) -> bool {
        let roles = &self.lexicon.roles;
        let state = roles.states.contains(concept) && !roles.removals.contains(concept);
        let least = time.from.as_ref().is_some_and(|t| t.bound == Some(Bound::AtLeast) && t.event.is_none());
        state && least && time.role == TimeRole::Point
    }
}
