//! With what is a harm kept off? "Avoid stiffness by walking", "reduce the swelling with ice packs": what is done against it is
//! advised, though the verb forbids.

use super::{Group, Walker, is_negative};
use crate::{
    lexicon::ConceptSort,
    model::{CueKind, Mention, MentionKind, Stance, TokenKind},
};

/// How far behind "with" what something is done with begins, in tokens.
const FURTHEST_MEANS: usize = 5;

impl Walker<'_, '_> {
    /// "Avoid cramps by drinking plenty of water": what is done against what is to be avoided.
    pub(super) fn is_way_to_avoid(&self, cue: &Mention) -> bool {
        let named = |stance: Stance| self.view.concepts_at(cue.first).any(|(_, m)| self.tends(m) == Some(stance));
        let good = named(Stance::Do) || self.keeps_harm_off(cue.first) && !named(Stance::Avoid);
        // "Remove the hair (by shaving)"
        let removes = self.current_has(|g| g.chain.iter().any(|l| l.kind == CueKind::Remove));
        self.by && self.current_has(is_negative) && (removes || good || self.opens_something_good(cue))
    }

    /// Whether something is done against what a verb forbids, and is nothing that is nearly always done: better unclear than inverted.
    pub(super) fn is_doubtful_way(&self, cue: &Mention) -> bool {
        let only_avoid = |g: &Group| is_negative(g) && g.asked().iter().all(|l| l.kind == CueKind::Avoid);
        let next = self.view.found.concepts.iter().find(|c| c.first >= cue.last);
        let object = next
            .filter(|c| (cue.last..c.first).all(|at| self.view.sign(at).is_empty() && self.view.cue_at(at).is_none()));
        self.by && self.current_has(only_avoid) && object.is_some()
    }

    /// "Avoid stiffness by", "reduce the swelling with": whether nothing but a harm stands under a verb that forbids or limits.
    pub(super) fn keeps_harm_off(&self, at: usize) -> bool {
        let Some(group) = self.current else { return false };
        let g = &self.out.groups[group];
        let keeps = is_negative(g) && g.asked().iter().all(|l| matches!(l.kind, CueKind::Avoid | CueKind::Limit));
        let activity = |m: &Mention| {
            let sort = m.concept().and_then(|c| self.lexicon.concepts.get(c)).map(|c| c.sort);
            sort == Some(ConceptSort::Activity)
        };
        let governs = self.out.governed.iter().filter(|o| o.group == group);
        let class = |name, i: usize| self.lexicon.is_in_class(name, self.view.tokens()[i].word);
        // "Avoid contact of the scar with soap" keeps off something else.
        let belongs = |i: usize| {
            class("harms", i)
                || class("harm-attributes", i)
                || class("of", i) && i > 0 && class("harm-attributes", i - 1)
                || self.view.tokens()[i].kind != TokenKind::Word
                || self
                    .view
                    .cue_over(i)
                    .is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Or | CueKind::By, _)))
        };
        let from =
            if g.chain.len() == 1 { self.view.cue_over(g.first).map_or(g.first + 1, |c| c.last) } else { g.last };
        keeps
            && !governs.map(|o| &self.view.found.concepts[o.mention]).any(activity)
            && (from..at).any(|i| class("harms", i))
            && (from..at).all(belongs)
    }

    /// "Reduce the swelling with ice packs": what something is kept off with is advised, where it is nothing that is mostly forbidden.
    pub(super) fn means_with(&mut self, at: usize) {
        let next = self.view.found.concepts.iter().find(|c| c.first > at && c.first <= at + FURTHEST_MEANS);
        let bad = next.is_none_or(|c| self.tends(c) == Some(Stance::Avoid));
        self.close();
        if bad {
            self.statement = true;
            return;
        }
        self.open_group(at + 1);
        if let Some(group) = self.current {
            self.out.groups[group].fired.push("scope/means".to_owned());
        }
    }
}
