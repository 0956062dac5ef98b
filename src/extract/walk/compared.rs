//! What is named beside something and is not what is said: what something is preferred to, what a thing is limited to, and what
//! comes of leaving something off.

use super::{Walker, is_negative};
use crate::{
    extract::stance::Link,
    model::{CueKind, Mention, MentionKind, TokenKind, VerbForm},
};

impl Walker<'_, '_> {
    /// "Prefer showers to baths", "restrict exercise to walking": whether behind "to" stands what is less wanted, or what is left.
    pub(super) fn opens_second(&self, to: &Mention) -> bool {
        let tokens = self.view.tokens();
        let article = tokens.get(to.last).is_some_and(|t| self.lexicon.is_in_class("articles", t.word));
        let named = self.view.concepts_at(to.last + usize::from(article)).next().is_some();
        let Some(group) = self.current.filter(|_| named) else { return false };
        let governs = self.out.governed.iter().any(|g| g.group == group);
        let group = &self.out.groups[group];
        let prefers = self.lexicon.is_in_class("preferring", tokens[group.first].word);
        let limits = matches!(group.asked(), [Link { kind: CueKind::Limit, .. }]);
        governs && (prefers || limits)
    }

    /// "No sunscreen means burns", "avoiding exercise leads to stiffness", "skipping the balm will make it itch": whether at an index
    /// stands what comes of leaving off what was named right before.
    pub(super) fn is_outcome(&self, at: usize) -> bool {
        let tokens = self.view.tokens();
        let Some(group) = self.current else { return false };
        let own =
            || self.out.governed.iter().filter(|g| g.group == group).map(|g| &self.view.found.concepts[g.mention]);
        let subject = own().any(|m| {
            let between = m.last..at.max(m.last);
            m.last <= at && between.len() <= 2 && between.clone().all(|i| tokens[i].kind == TokenKind::Word)
        });
        let by_means = at.checked_sub(1).is_some_and(|b| self.lexicon.is_in_class("means", tokens[b].word));
        // "skipping it will make", "can cause"
        let modal = match self.view.cue_at(at) {
            Some(c) if matches!(c.kind, MentionKind::Cue(CueKind::May, _)) => Some(c.last),
            _ => self.lexicon.is_in_class("future", tokens[at].word).then_some(at + 1),
        };
        let leads = modal.and_then(|m| tokens.get(m)).is_some_and(|t| self.lexicon.is_in_class("bring-about", t.word));
        let brings = leads || self.lexicon.is_in_class("brings-about", tokens[at].word);
        brings
            && !by_means
            && self.out.groups[group].first <= 1
            && is_negative(&self.out.groups[group])
            && own().all(|m| m.last <= at)
            && subject
    }

    /// "Walking will not make it swell", "a shower cannot cause an infection": what its subject does not do, and no ban of it.
    pub(super) fn denies_outcome(&self, cue: &Mention) -> bool {
        let denies = matches!(cue.kind, MentionKind::Cue(CueKind::Not | CueKind::ModalNot, _));
        let next = self.view.tokens().get(cue.last);
        denies
            && !self.you
            && self.current.is_none()
            && !self.pending.is_empty()
            && next.is_some_and(|t| self.lexicon.is_in_class("bring-about", t.word))
    }

    /// "Ditch the dressing after two days": a verb of leaving off that is a part of the name of taking something off.
    pub(super) fn takes_off(&self, cue: &Mention, mention: &Mention) -> bool {
        let removes = mention.concept().is_some_and(|c| self.lexicon.roles.removals.contains(c));
        // "leave the dressing off"
        let within = cue.first <= mention.first && mention.last <= cue.last;
        let names = mention.first == cue.first || within;
        removes && names && matches!(cue.kind, MentionKind::Cue(CueKind::Avoid, VerbForm::Base))
    }

    /// Takes back what was denied: it is the subject of a statement.
    pub(super) fn state_outcome(&mut self) {
        if let Some(group) = self.current {
            self.out.groups[group].held = None;
        }
        self.close();
        self.statement = true;
    }
}
