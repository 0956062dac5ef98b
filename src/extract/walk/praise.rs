//! Is a subject said to do good, so that it is advised: "ice eases the swelling", "the drops go on for a week"?

use super::{Walker, form_of};
use crate::{
    lexicon::ConceptSort,
    model::{CueKind, Mention, MentionKind, Stance, TimeRole, TokenKind, VerbForm},
};

/// How far behind "makes" it stands what becomes better, in tokens.
const FURTHEST_GOOD: usize = 7;

impl Walker<'_, '_> {
    /// "A salt-water rinse three times a day soothes the gum": what is said to do good, with how often or how long.
    pub(super) fn is_praised(&self, cue: &Mention) -> bool {
        let wanted = |p: &usize| {
            let found = &self.view.found.concepts[*p];
            let course = found
                .concept()
                .is_some_and(|c| self.lexicon.roles.courses.contains(c) || self.lexicon.roles.medicines.contains(c));
            course || self.tends(found) != Some(Stance::Avoid)
        };
        let good = self.lexicon.is_in_class("benefits", self.view.tokens()[cue.first].word);
        let last = self.pending.last().map_or(0, |&p| self.view.found.concepts[p].last);
        let timed = self.view.found.times.iter().any(|t| {
            let between = t.span.start >= self.view.tokens()[last.saturating_sub(1)].span.start
                && t.span.end <= self.view.tokens()[cue.first].span.start;
            between && matches!(t.role, TimeRole::Rate | TimeRole::Session)
        });
        let alone = !self.open && self.out.groups.is_empty() && !self.pending.is_empty();
        alone && good && (timed || self.subject_is_done(cue)) && self.pending.iter().all(wanted)
    }

    /// "Physiotherapy starts the next day", "the drops continue for a week": a course of which only the times are told.
    pub(super) fn runs(&self, cue: &Mention) -> bool {
        let goes = self.lexicon.is_in_class("running", self.view.tokens()[cue.first].word);
        let wanted = |&p: &usize| self.tends(&self.view.found.concepts[p]) == Some(Stance::Do);
        let timed = self.view.found.times.iter().any(|t| t.span.start > self.view.tokens()[cue.first].span.start);
        goes && timed && !self.open && !self.pending.is_empty() && self.pending.iter().all(wanted)
    }

    /// "Sleeping on your back reduces the swelling": the subject that waits opens its sentence with the act itself.
    fn subject_is_done(&self, cue: &Mention) -> bool {
        let gerund = |at: usize| self.view.cue_over(at).is_some_and(|c| form_of(c) == VerbForm::Gerund);
        let [first] = self.pending[..] else { return false };
        let found = &self.view.found.concepts[first];
        let opens = gerund(0) && (0..found.first).all(gerund);
        // "Chewing makes it bleed" is no praise, "sleeping upright makes breathing easier" is.
        let class = |name, at: usize| self.lexicon.is_in_class(name, self.view.tokens()[at].word);
        let end = self.view.tokens().len().min(cue.last + FURTHEST_GOOD);
        let eases = ["easier-outcomes", "good-outcomes", "lessened"];
        let eases = (cue.last..end).any(|at| eases.iter().any(|name| class(name, at)));
        opens && cue.first <= found.last + 1 && !self.ends_at(cue.last) && (eases || !class("making", cue.first))
    }

    /// "Short walks, and gentle stretching, reduce swelling": the subject that waits does it, and to something else.
    pub(super) fn lessens_something(&self, cue: &Mention) -> bool {
        let tokens = self.view.tokens();
        let subject = !self.pending.is_empty() && !self.open && !self.you && self.out.groups.is_empty();
        let parted = matches!(self.view.sign(cue.first.saturating_sub(1)), "" | ",");
        let object = tokens.get(cue.last).is_some_and(|t| {
            let class = |name| self.lexicon.is_in_class(name, t.word);
            t.kind == TokenKind::Word && !class("adjuncts") && !class("pronouns") && !class("to")
        });
        cue.first > 0 && subject && parted && object
    }

    /// "A soft brush can also reduce sensitivity": the subject that waits may do it, to something else.
    pub(super) fn may_lessen(&self, cue: &Mention) -> bool {
        let tokens = self.view.tokens();
        let may = self.open && self.subject_acts() && !self.you && self.out.groups.len() == 1;
        let object = tokens.get(cue.last).is_some_and(|t| {
            let class = |name| self.lexicon.is_in_class(name, t.word);
            t.kind == TokenKind::Word && !class("adjuncts") && !class("pronouns") && !class("to")
        });
        may && object
    }

    /// "will lessen it": a verb behind an auxiliary that acts on what was named before, so that its subject does it.
    pub(super) fn tells_what_it_does(&self, cue: &Mention) -> bool {
        let class =
            |name, at: usize| self.view.tokens().get(at).is_some_and(|t| self.lexicon.is_in_class(name, t.word));
        let subject = cue.first.checked_sub(1).is_some_and(|at| class("auxiliaries", at));
        subject && class("pronouns", cue.last) && !self.you
    }

    /// Whether what a verb of lessening acts on is something that nobody wants: "reduce swelling", "reduce the risk of clots".
    pub(super) fn lessens_harm(&self, cue: &Mention) -> bool {
        let symptom = |m: &Mention| {
            let known = m.concept().and_then(|c| self.lexicon.concepts.get(c));
            known.is_some_and(|c| c.sort == ConceptSort::Symptom)
        };
        let wanted = |&p: &usize| self.tends(&self.view.found.concepts[p]) != Some(Stance::Avoid);
        let harm = (cue.last..cue.last + 3).any(|at| {
            self.view.concepts_at(at).any(|(_, m)| symptom(m))
                || self.view.cue_at(at).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Reason, _)))
        });
        harm && self.pending.iter().all(wanted)
    }
}
