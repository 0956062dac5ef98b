//! What is stated and meant as advice: the present passive of using or doing something, with how often or how long.

use super::{Walker, form_of};
use crate::model::{CueKind, Mention, MentionKind, TimeRole, VerbForm};

/// How far behind its first word an occasion is named, in tokens.
const FURTHEST_OCCASION: usize = 4;

impl Walker<'_, '_> {
    /// "The tablet is taken once a day": the present passive of using something, with how often or how long.
    pub(super) fn is_told_to_be_used(&self, cue: &Mention) -> bool {
        let timed = self.view.found.times.iter().any(|t| {
            use TimeRole::{Bare, Duration, End, Rate, Session, Window};
            matches!(t.role, Rate | Session | Duration | Window | End | Bare)
        }) || self.has_occasion();
        let often = self.view.found.times.iter().any(|t| t.role == TimeRole::Rate);
        // "Half an aspirin is taken once a day"
        let dosed = |p: usize| {
            let concept = self.view.found.concepts[p].concept();
            often && concept.is_some_and(|c| self.lexicon.roles.medicines.contains(c))
        };
        let wanted = self.pending.iter().all(|&p| (!self.is_bad(p) || dosed(p)) && !self.is_only_occasion(p));
        // "Brace worn 4-6 weeks": a telegram that opens with what is used.
        let telegram = || {
            self.pending.iter().any(|&p| {
                let found = &self.view.found.concepts[p];
                found.first <= 1 && found.last == cue.first
            })
        };
        // "The injection is given once a day for a week"
        let given = self.lexicon.is_in_class("given", self.view.tokens()[cue.first].word);
        !self.open
            && (self.be || telegram())
            && timed
            && (!given || often && self.be)
            && wanted
            && !self.pending.is_empty()
            && !self.staff_acts(cue.first)
            && self.lexicon.is_in_class("used", self.view.tokens()[cue.first].word)
    }

    /// "Once it is dry", "after the bath": whether a sentence names an occasion that comes again and again.
    fn has_occasion(&self) -> bool {
        let tokens = self.view.tokens();
        let class = |name, at: usize| self.lexicon.is_in_class(name, tokens[at].word);
        let near =
            |at: usize| (at + 1..tokens.len().min(at + 1 + FURTHEST_OCCASION)).any(|i| class("repeated-acts", i));
        (0..tokens.len()).any(|at| class("repeated-openers", at) && near(at))
    }

    /// "After the bath the ointment is applied": whether what waits is only the occasion.
    fn is_only_occasion(&self, pending: usize) -> bool {
        let first = self.view.found.concepts[pending].first;
        let tokens = self.view.tokens();
        let opens = |at: usize| self.lexicon.is_in_class("repeated-openers", tokens[at].word);
        (first.saturating_sub(2)..first).any(opens)
    }

    /// Whether somebody of the staff is named, and not only behind a participle before an index: "the cream given by the doctor is
    /// applied".
    fn staff_acts(&self, at: usize) -> bool {
        let tokens = self.view.tokens();
        self.view.found.cues.iter().any(|c| {
            let given = c.last < at
                && self.lexicon.is_in_class("means", tokens[c.first].word)
                && c.first
                    .checked_sub(1)
                    .and_then(|b| self.view.cue_at(b))
                    .is_some_and(|p| form_of(p) == VerbForm::Participle);
            matches!(c.kind, MentionKind::Cue(CueKind::Staff, _)) && !given
        })
    }

    /// "The face is washed twice a day", "the scalp is not massaged for a week": the present passive of an activity, with how
    /// often or how long.
    pub(super) fn is_told_to_be_done(&self, cue: &Mention) -> bool {
        let timed = self.view.found.times.iter().any(|t| {
            use TimeRole::{Duration, End, Rate, Start, Window};
            matches!(t.role, Rate | Duration | Window | End | Start)
        }) || self.has_occasion();
        let around = |&p: &usize| {
            let found = &self.view.found.concepts[p];
            found.first < cue.first && cue.first < found.last
        };
        let own = self.names_activity(cue) && self.pending.is_empty() || self.pending.iter().any(around);
        !self.open
            && (self.is_stated_before(cue.first) || self.is_denied_before(cue.first))
            && timed
            && own
            && !self.staff_acts(cue.first)
            && self.lexicon.is_in_class("used", self.view.tokens()[cue.first].word)
    }

    pub(super) fn tell_to_do(&mut self, cue: &Mention) {
        let kind = if self.is_denied_before(cue.first) { CueKind::ModalNot } else { CueKind::Must };
        self.link(cue, kind, VerbForm::Other);
        self.assign_pending();
    }

    /// "is washed": whether a form of "be" that states stands directly before an index.
    pub(super) fn is_stated_before(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|b| self.lexicon.is_in_class("states", self.view.tokens()[b].word))
    }

    /// "is not washed", "isn't washed": whether a form of "be" that denies stands before an index.
    pub(super) fn is_denied_before(&self, at: usize) -> bool {
        let class = |name, at: usize| self.lexicon.is_in_class(name, self.view.tokens()[at].word);
        let not = at.checked_sub(1).filter(|&b| class("not", b));
        not.is_some_and(|b| self.is_stated_before(b)) || at.checked_sub(1).is_some_and(|b| class("is-not", b))
    }
}
