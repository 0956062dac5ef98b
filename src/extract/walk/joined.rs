//! Does a verb behind a joining word stand in the scope of the one before it, and is it a verb at all?

use super::{Group, Join, Walker, is_negative};
use crate::{
    extract::stance::Link,
    model::{CueKind, Mention, MentionKind, Stance},
};

impl Walker<'_, '_> {
    /// Whether a verb that follows a joining word is governed like the verb before it.
    pub(super) fn stays_in_scope(&self, cue: &Mention) -> bool {
        let negative = self.current_has(is_negative);
        if !negative {
            // "before the aligners go back in, and floss": what is taken up again is no verb of the second.
            let resumes = self.current_has(|g| matches!(g.asked(), [Link { kind: CueKind::Resume, .. }]));
            let idle = self.current.is_some_and(|g| !self.out.governed.iter().any(|o| o.group == g));
            return self.join == Join::Or || self.current_has(|g| !g.order) && !(resumes && idle);
        }
        let either = (0..cue.first).any(|i| self.lexicon.is_in_class("either", self.view.tokens()[i].word));
        match self.join {
            // "either not wear a bra, or wear a loose one"
            Join::Or if either && self.names_something_good(cue) => false,
            Join::Or => true,
            Join::Comma if self.is_dated_before(cue) && self.acts_on_something_good(cue) => false,
            Join::Comma => self.or_follows(cue.last) || self.names_something_bad(cue),
            // "Wait an hour and rinse it"
            Join::And if self.only_waits(cue) || self.cuts_down() => false,
            // "It is forbidden to sunbathe and to visit the solarium"
            Join::And if cue.first > 0 && self.lexicon.is_in_class("to", self.view.tokens()[cue.first - 1].word) => {
                true
            }
            Join::And => {
                // "Leave them alone and let your body heal": the first names its own concept.
                !self.names_its_own() && self.current.is_some_and(|g| !self.out.governed.iter().any(|o| o.group == g))
                    || self.bare_verb_before(cue) && !self.names_something_good(cue)
                    || self.names_something_bad(cue) && self.current_has(|g| g.asked().len() == 1)
            }
            _ => false,
        }
    }

    /// "Leave the bar in", "hands off": whether a cue of the current group names the concept that it bears on.
    pub(super) fn names_its_own(&self) -> bool {
        self.current_has(|g| g.fired.iter().any(|f| self.lexicon.cues.concept_of(f).is_some()))
    }

    /// Whether a verb acts on something, or names what is nearly always done.
    pub(super) fn has_own_sense(&self, cue: &Mention) -> bool {
        !self.names_something_bad(cue) && (self.names_something_good(cue) || self.acts_on_something(cue))
    }

    /// Whether the current group governs a concept.
    pub(super) fn governs_something(&self) -> bool {
        self.current.is_some_and(|g| self.out.governed.iter().any(|o| o.group == g))
    }

    /// "Cut down and rinse": a limit without an object.
    pub(super) fn cuts_down(&self) -> bool {
        let limits = self.current_has(|g| matches!(g.asked(), [Link { kind: CueKind::Limit, .. }]));
        limits && !self.governs_something()
    }

    /// Whether the open group does nothing but wait for a time that is stated.
    pub(super) fn only_waits(&self, cue: &Mention) -> bool {
        let waits = self.current_has(|g| matches!(g.asked(), [Link { kind: CueKind::Wait, .. }]));
        let from = self.current.map_or(0, |g| self.out.groups[g].first);
        let between = self.view.tokens()[from].span.join(self.view.tokens()[cue.first].span);
        waits && self.view.found.times.iter().any(|t| between.contains(t.span))
    }

    /// "Keep hairspray, dry shampoo and perfume off it": in a list a verb may begin the name of a thing that is mostly avoided.
    pub(super) fn is_listed_thing(&self, cue: &Mention) -> bool {
        let listed =
            matches!(self.join, Join::Comma | Join::And | Join::Or) && self.current.is_some() && !self.statement;
        let kept = self.current_has(|g| {
            g.only_asks() && self.lexicon.is_in_class("keeping", self.view.tokens()[g.head.unwrap_or(g.first)].word)
        });
        let noun = self.lexicon.is_in_class("nouns-too", self.view.tokens()[cue.first].word);
        if listed && kept && noun && !self.has_object(cue) {
            return true;
        }
        // "Avoid hot tubs, heating pads and ice packs"
        let heads = |m: &Mention| self.lexicon.is_in_class("thing-heads", self.view.tokens()[m.last - 1].word);
        let thing =
            |m: &Mention| m.last > cue.last && self.is_whole(m) && (self.tends(m) != Some(Stance::Do) || heads(m));
        // "Nothing very cold (like ice packs)"
        let before = cue.first.checked_sub(1).and_then(|at| self.view.cue_over(at));
        let example = before.is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Example, _)));
        (listed || example) && self.view.concepts_at(cue.first).any(|(_, m)| thing(m)) && !self.has_object(cue)
    }

    /// "Avoid steam rooms", "resume contact sports": a verb that begins the name of a thing behind a cue that has things for its
    /// objects.
    pub(super) fn begins_a_thing(&self, cue: &Mention) -> bool {
        let tokens = self.view.tokens();
        let near = |g: &Group| {
            let taken = g
                .chain
                .last()
                .is_some_and(|l| matches!(l.kind, CueKind::Avoid | CueKind::No | CueKind::Limit | CueKind::Resume));
            let passes = |i: usize| self.lexicon.is_determiner(tokens[i].word) || self.is_filler(tokens[i]);
            taken && g.last <= cue.first && (g.last..cue.first).all(passes)
        };
        let whole = |m: &Mention| m.last > cue.last && self.is_whole(m);
        self.lexicon.is_in_class("nouns-too", tokens[cue.first].word)
            && !self.has_object(cue)
            && self.current_has(near)
            && self.view.concepts_at(cue.first).any(|(_, m)| whole(m))
    }

    /// Whether the words of a name follow each other, hyphens left aside.
    pub(super) fn is_whole(&self, named: &Mention) -> bool {
        let is_part = |i: usize| named.mask >> (i - named.first) & 1 == 1 || !self.view.sign(i).is_empty();
        (named.first..named.last).all(is_part)
    }

    /// "You may resume sport, exercise or saunas": whether the cue before has things for its objects.
    pub(super) fn takes_things(&self) -> bool {
        self.join != Join::Start
            && self.current_has(|g| g.chain.last().is_some_and(|l| l.kind == CueKind::Resume) && !g.order)
    }

    /// "pick and scratch": no object stands between the two verbs.
    pub(super) fn bare_verb_before(&self, cue: &Mention) -> bool {
        let object = self.current.is_some_and(|g| {
            let last = self.out.groups[g].last;
            let acts = |m: &Mention| m.last == last && m.last - m.first > 1 && m.first + 1 < cue.first;
            self.out.governed.iter().any(|o| o.group == g && acts(&self.view.found.concepts[o.mention]))
        });
        cue.first >= 2 && !object && self.current.is_some_and(|g| self.out.groups[g].last + 1 >= cue.first)
    }

    pub(super) fn or_follows(&self, from: usize) -> bool {
        self.view.found.cues.iter().filter(|c| c.first >= from).find_map(|c| match c.kind {
            MentionKind::Cue(CueKind::Or, _) => Some(true),
            MentionKind::Cue(CueKind::Not | CueKind::Avoid | CueKind::Must | CueKind::May | CueKind::Contrast, _) => {
                Some(false)
            }
            _ => None,
        }) == Some(true)
    }
}
