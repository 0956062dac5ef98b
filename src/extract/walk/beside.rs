//! Is a thing only named beside what a group governs: as an occasion, a means, a use, a place?

use super::{Join, Walker, form_of};
use crate::model::{CueKind, Mention, MentionKind, Stance, TokenKind, VerbForm};

/// How far before a thing the word may stand that makes it an occasion, in tokens.
const FURTHEST_OCCASION: usize = 10;
/// How far before a medicine the word may stand that says that it was taken, in tokens.
const FURTHEST_TAKING: usize = 3;
/// How far behind a product the first thing that it contains may stand, in tokens.
const FURTHEST_CONTENT: usize = 4;
/// How far apart two kinds of food of one list may stand, in tokens.
const FURTHEST_FARE: usize = 6;

impl Walker<'_, '_> {
    /// "Avoid the sun and use of a hat and SPF 50": whether a noun of doing opens a list that nearly every leaflet orders, so that it is
    /// none of what is avoided. "Avoid make-up and use of retinol" goes on.
    pub(super) fn begins_good_use(&self, noun: &Mention) -> bool {
        if !(self.join == Join::And && self.names_use(noun)) {
            return false;
        }
        let lists = |c: &Mention| matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Or, _));
        let parted = |c: &&Mention| c.first > noun.last && !lists(c) && !self.view.in_concept(c.first);
        let end = self.view.found.cues.iter().find(parted).map_or(self.view.tokens().len(), |c| c.first);
        let from = self.view.found.concepts.partition_point(|c| c.first < noun.last);
        let listed = || self.view.found.concepts[from..].iter().take_while(|c| c.first < end).map(|c| self.tends(c));
        listed().any(|t| t == Some(Stance::Do)) && listed().all(|t| t != Some(Stance::Avoid))
    }

    /// "Wait a day before showering and use of soap": whether a verb of using is a noun.
    pub(super) fn names_use(&self, noun: &Mention) -> bool {
        self.is_word_of("nominal-openers", noun.last) && self.is_word_of("used", noun.first)
    }

    /// Whether something that nearly every leaflet forbids follows as what it is done with.
    pub(super) fn is_done_with_bad(&self, found: &Mention) -> bool {
        let next = self.view.found.concepts.iter().find(|c| c.first >= found.last);
        next.is_some_and(|c| {
            c.first <= found.last + 2
                && self.tends(c) == Some(Stance::Avoid)
                && (found.last - 1..c.first)
                    .any(|at| self.lexicon.is_in_class("tool-openers", self.view.tokens()[at].word))
        })
    }

    /// "Use a mat in the shower": something that no concept names stands between an order and the place.
    pub(super) fn has_strange_object(&self, group: usize, before: usize) -> bool {
        let g = &self.out.groups[group];
        let tokens = self.view.tokens();
        let is = |class, at: usize| self.lexicon.is_in_class(class, tokens[at].word);
        let place = (g.last..before).find(|&at| is("places", at) || is("occasions", at));
        let strange = |at: usize| {
            tokens[at].kind == TokenKind::Word
                && self.view.cue_over(at).is_none()
                && !self.is_filler(tokens[at])
                && ["determiners", "particles", "pronouns", "adverbs-of-manner"]
                    .iter()
                    .all(|class| !self.lexicon.is_in_class(class, tokens[at].word))
        };
        let apart = |end: usize| (end..before).any(|at| tokens[at].kind == TokenKind::Sign);
        g.only_asks() && place.is_some_and(|end| (g.last..end).any(strange) && !apart(end))
    }

    /// "cover it with a bag for showering": what the thing is for, and no object.
    pub(super) fn is_use(&self, found: &Mention) -> bool {
        let gerund = |at: usize| self.view.cue_over(at).is_some_and(|c| form_of(c) == VerbForm::Gerund);
        let before = found.first.checked_sub(1);
        let purpose = before.is_some_and(|b| self.lexicon.is_in_class("asked-for", self.view.tokens()[b].word));
        purpose && (found.first..found.last).any(gerund)
    }

    /// "wash it after swimming or exercising": one of several things behind a word that says when.
    pub(super) fn is_occasion(&self, found: &Mention) -> bool {
        let joint = |at: usize| {
            let cue = self.view.cue_over(at);
            cue.is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Or, _)))
        };
        let form = |at: usize| self.view.cue_over(at).map(form_of);
        let gerund = |at: usize| form(at) == Some(VerbForm::Gerund);
        // "Pat it dry after a shower or bath"
        let place = found.concept().is_some_and(|c| self.lexicon.roles.places.contains(c));
        let begins = place || gerund(found.first) || found.first.checked_sub(1).is_some_and(gerund);
        let listed = (found.last..self.view.tokens().len().min(found.last + 2)).any(joint);
        let mut joined = false;
        for at in (found.first.saturating_sub(FURTHEST_OCCASION)..found.first).rev() {
            let word = self.view.tokens()[at].word;
            let comma = self.view.sign(at) == ",";
            if self.lexicon.is_in_class("occasions", word) {
                return joined && begins;
            }
            let slash = self.view.sign(at) == "/";
            joined |= joint(at) || comma && listed || slash;
            let noun = self.lexicon.is_in_class("nouns-too", word) || self.lexicon.is_in_class("determiners", word);
            if !(joint(at) || comma || slash || gerund(at) || noun || self.view.in_concept(at)) {
                return false;
            }
        }
        false
    }

    /// "Close your eyes when using hairspray or perfume": what is used meanwhile, and nothing that is ordered.
    pub(super) fn is_used_meanwhile(&self, found: &Mention, from: usize) -> bool {
        let class = |name, at: usize| self.lexicon.is_in_class(name, self.view.tokens()[at].word);
        let joint = |at: usize| {
            let cue = self.view.cue_over(at);
            cue.is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Or, _)))
        };
        let within =
            |at: usize| class("determiners", at) || self.view.in_concept(at) || joint(at) || self.view.sign(at) == ",";
        let before = (found.first.saturating_sub(FURTHEST_OCCASION)..found.first).rev().find(|&at| !within(at));
        let opens = |at: usize| at > from + 1 && class("putting-upon", at) && class("while-openers", at - 1);
        before.is_some_and(opens)
    }

    /// "Avoid driving after taking the tablets": what was taken before, and none of what is avoided.
    pub(super) fn is_taken_before(&self, found: &Mention) -> bool {
        let class = |name, at: usize| self.lexicon.is_in_class(name, self.view.tokens()[at].word);
        let before = |at: usize| at.checked_sub(1);
        let taken = (found.first.saturating_sub(FURTHEST_TAKING)..found.first).rev().find(|&at| class("taking", at));
        let within = |at: usize| {
            class("determiners", at)
                || self.view.tokens()[at].kind == TokenKind::Word && self.view.cue_over(at).is_none()
        };
        taken.is_some_and(|t| (t + 1..found.first).all(within) && before(t).is_some_and(|at| class("occasions", at)))
    }

    /// Whether something is named only with what is meant: a product with what it contains, water with what it is done with, food
    /// in a list of roughage.
    pub(super) fn is_named_with(&self, found: &Mention, group: usize) -> bool {
        self.is_carrier(found) || self.is_done_with_water(found, group) || self.is_fare_of_roughage(found)
    }

    /// "Products with fruit acid and alcohol": a product that is told by what it contains, of which hardly any leaflet approves.
    pub(super) fn is_carrier(&self, found: &Mention) -> bool {
        let of = |at: usize| self.is_word_of("containing", at);
        let contains = |n: &Mention| {
            let end = found.last;
            // "Skincare products with acids": the second name has the word itself.
            let behind = end <= n.first
                && n.first <= end + FURTHEST_CONTENT
                && (end..if n.first == end { n.last } else { n.first }).any(of)
                && (end..n.first).all(|at| self.view.sign(at).is_empty());
            // "Serums containing hyaluronic acid"
            let kind =
                found.concept().zip(n.concept()).is_some_and(|(c, k)| c != k && self.lexicon.concepts.is_within(k, c));
            behind && (kind || self.tends(n) == Some(Stance::Avoid))
        };
        found.concept().is_some_and(|c| self.lexicon.roles.carriers.contains(c))
            && self.view.found.concepts.iter().any(contains)
    }

    /// "Rinse the eyes with plenty of water", "mix it half and half with bottled water": what is not drunk.
    fn is_done_with_water(&self, found: &Mention, group: usize) -> bool {
        let drunk = found.concept().is_some_and(|c| self.lexicon.roles.drinks.contains(c));
        let from = self.out.groups[group].first;
        let verb = |class| (from..found.first).rev().take(FURTHEST_OCCASION).any(|at| self.is_word_of(class, at));
        drunk
            && (self.follows("tool-openers", found.first) && verb("watering")
                || self.follows("with", found.first) && verb("swallowing"))
    }

    /// "Eat prunes, porridge and vegetables": one of several kinds of food that are eaten for their fibre.
    fn is_fare_of_roughage(&self, found: &Mention) -> bool {
        let fare =
            found.last - found.first <= 3 && found.concept().is_some_and(|c| self.lexicon.roles.fare.contains(c));
        let lists = |at: usize| {
            let cue = self.view.cue_over(at);
            self.view.sign(at) == ","
                || self.view.in_concept(at)
                || cue.is_none()
                || cue.is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Or, _)))
        };
        fare && self.view.found.concepts.iter().any(|c| {
            let (end, begin) = (found.last.min(c.last), found.first.max(c.first));
            c.concept().is_some_and(|c| self.lexicon.roles.roughage.contains(c))
                && begin <= end + FURTHEST_FARE
                && (end..begin).all(lists)
                && (end..begin).any(|at| self.view.sign(at) == "," || self.view.cue_over(at).is_some())
        })
    }

    /// Whether a word of a class stands at an index, which may lie behind the end.
    pub(super) fn is_word_of(&self, class: &str, at: usize) -> bool {
        self.view.tokens().get(at).is_some_and(|t| self.lexicon.is_in_class(class, t.word))
    }
}
