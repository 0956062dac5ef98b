//! What does a cue do: open a scope, end one, judge its subject, or nothing, since it only looks like one?

use super::{Group, Join, Walker, is_negative};
use crate::{
    extract::region::{RegionKind, advises_behind},
    model::{CueKind, Mention, MentionKind, Stance, TokenKind, VerbForm},
};

impl Walker<'_, '_> {
    pub(super) fn stance_cue(&mut self, cue: &Mention, kind: CueKind, form: VerbForm) {
        use CueKind as K;
        if self.joins(cue, kind) || self.seems(cue, kind, form) {
            return;
        }
        if self.denies_outcome(cue) {
            self.pending.clear();
            return self.end_in_statement();
        }
        match kind {
            K::Be if self.denies_the_same(cue) => self.predicate(cue, K::Bad),
            K::BareNot if self.denies_the_same(cue) => self.predicate(cue, K::Bad),
            K::Be if self.tells_of_past(cue) => return self.past(),
            K::Be => {
                self.be = true;
                if self.open
                    && let Some(group) = self.current
                {
                    self.out.groups[group].be = true;
                }
                self.at_start = false;
                return;
            }
            // "Paracetamol, yes. Alcohol no."
            K::Yes | K::No | K::NoAnswer if self.ends_its_line(cue) => {
                self.predicate(cue, if kind == K::Yes { K::Good } else { K::Bad });
            }
            // "You should not go in the sun": said of the reader, and of nothing before.
            K::Bad if self.you && self.pending.is_empty() && self.view.concepts_at(cue.last).next().is_some() => {
                self.link(cue, K::ModalNot, form);
            }
            K::Good | K::Bad | K::Needed | K::NotNeeded => self.predicate(cue, kind),
            K::Must | K::May | K::Not | K::ModalNot | K::Unneeded if self.serves_to(cue) => {
                let said = match kind {
                    K::Must => K::Needed,
                    K::May => K::Good,
                    K::Unneeded => K::NotNeeded,
                    _ => K::Bad,
                };
                self.predicate(cue, said);
                return self.end_in_statement();
            }
            // "A facial should be at least two weeks away"
            K::Must if self.is_distance(cue) => self.predicate(cue, K::Bad),
            // "Wait a day before you go on with it": what waits.
            K::Must if self.goes_on_after_wait(cue) => return,
            K::Must if self.is_said_of_subject(cue) => self.predicate(cue, K::Needed),
            K::May if self.is_said_of_subject(cue) => self.predicate(cue, K::Good),
            // "No sauna, pool or gym may be used"
            K::May if self.ends_denied_list(cue.first) => {
                self.pending.clear();
                self.open = true;
                self.touch(cue);
            }
            // "No food should be eaten for two hours"
            K::Must | K::May if self.is_done_to_denied(cue) => {
                self.open = true;
                self.touch(cue);
            }
            K::Not | K::ModalNot | K::No | K::Unneeded | K::Must | K::May => self.link(cue, kind, form),
            K::Avoid | K::Limit | K::Resume | K::Wait | K::Omit | K::Remove => self.verb_cue(cue, kind, form),
            K::Guard => self.verb_cue(cue, K::Avoid, form),
            K::Either => {
                if !self.either(cue, form) {
                    return;
                }
            }
            K::Without => self.without(cue),
            K::BareNot => {
                if !self.bare_not(cue, form) {
                    return;
                }
            }
            _ => return,
        }
        self.at_start = false;
        self.join = Join::None;
    }

    /// Whether going on with something stands behind "before" and what it waits for.
    fn goes_on_after_wait(&self, cue: &Mention) -> bool {
        let before = |at: usize| self.lexicon.is_in_class("time-clauses", self.view.tokens()[at].word);
        let opens = (cue.first.saturating_sub(2)..cue.first).any(before);
        let waits = |g: &Group| g.chain.iter().any(|l| l.kind == CueKind::Wait);
        opens && self.lexicon.roles.continuing.iter().any(|entry| *entry == *cue.entry) && self.current_has(waits)
    }

    /// Takes a cue that joins or parts, or says who acts. Gives whether it is one.
    fn joins(&mut self, cue: &Mention, kind: CueKind) -> bool {
        use CueKind as K;
        match kind {
            K::And | K::Or => {
                let view = self.view;
                if kind == K::And && self.be && !self.open && self.begins_with_another(cue) {
                    // "With scratching the skin gets sore, and germs can be carried in": what was named is no subject of that.
                    self.out.bare.append(&mut self.pending);
                }
                let lacks =
                    |g: &Group| view.cue_at(g.first).is_some_and(|c| matches!(c.kind, MentionKind::Cue(K::Without, _)));
                if kind == K::Or && view.sign(cue.first.saturating_sub(1)) == "," && self.current_has(lacks) {
                    // "A cream without perfume, or a gel": another thing than that which lacks something.
                    self.close();
                }
                self.join = if kind == K::And { Join::And } else { Join::Or };
                self.at_start = true;
                self.says_more_of_acting(cue);
            }
            K::You => {
                if self.join == Join::And && self.at_start && self.current_has(is_negative) {
                    // "Not for a day, and you'll need somebody with you": a subject of its own.
                    self.close();
                }
                self.you = true;
                self.at_start = false;
            }
            K::By | K::Example => {
                self.by |= kind == CueKind::By;
                self.example |= kind == CueKind::Example;
            }
            K::To if self.opens_second(cue) => {
                self.close();
                self.statement = true;
            }
            K::Contrast if self.is_parenthetic(cue) => {}
            K::Contrast => self.close(),
            K::Only => self.mark_only(),
            K::Likewise => self.likewise(cue),
            K::Sparing => self.sparingly(cue),
            K::Relative if advises_behind(self.view, cue) => self.relative_subject(cue),
            _ => return false,
        }
        true
    }

    /// Takes a cue that is not what it looks like. Gives whether it is one.
    fn seems(&mut self, cue: &Mention, kind: CueKind, form: VerbForm) -> bool {
        use CueKind as K;
        let be = |at: usize| self.view.cue_at(at).is_some_and(|c| matches!(c.kind, MentionKind::Cue(K::Be, _)));
        match kind {
            K::Pseudo | K::Same => {}
            // "Rinse four times a day and always after eating"
            K::Must
                if self.lexicon.is_in_class("at-all-times", self.view.tokens()[cue.first].word)
                    && self
                        .view
                        .tokens()
                        .get(cue.last)
                        .is_some_and(|t| self.lexicon.is_in_class("repeated-openers", t.word))
                    && cue.first > 0 => {}
            // "Lipstick after ten days please"
            K::Must
                if self.lexicon.is_in_class("politeness", self.view.tokens()[cue.first].word)
                    && cue.first > 0
                    && self.view.sign(cue.first - 1).is_empty()
                    && !self.pending.iter().any(|&p| self.tends(&self.view.found.concepts[p]) == Some(Stance::Do))
                    && (cue.last >= self.view.tokens().len() || !self.view.sign(cue.last).is_empty()) => {}
            // "Do not touch, play or try to twist it"
            K::Must if self.only_tries(cue) => {}
            // "Please don't be afraid of it"
            K::Must if self.only_begs(cue) => {}
            // "a drop of lotion"
            K::Avoid
                if form == VerbForm::Base
                    && self.view.tokens().get(cue.last).is_some_and(|t| self.lexicon.is_in_class("of", t.word)) => {}
            K::Needed if self.is_attribute(cue) => {}
            // "Antibiotics may be prescribed": what somebody else may do.
            K::Needed if self.may_be_handed_out(cue) => {
                self.out.bare.append(&mut self.pending);
                self.end_in_statement();
            }
            // "You can help the swelling with ice": the reader helps, and no thing is praised.
            K::Needed
                if self.you && self.lexicon.is_in_class("modals-of-permission", self.view.tokens()[cue.first].word) =>
            {
                self.link(cue, K::May, form);
            }
            // "A cold pack will lessen it"
            K::Limit if form == VerbForm::Base && self.tells_what_it_does(cue) => {}
            K::Limit if form == VerbForm::Base && (self.lessens_something(cue) || self.may_lessen(cue)) => {
                if self.lessens_harm(cue) {
                    self.predicate(cue, K::Needed);
                } else {
                    self.statement = true;
                }
            }
            // "Sunglasses protect the eyes from the sun": the subject does it.
            K::Guard if !self.pending.is_empty() && !self.open && !self.at_start && !self.you => self.statement = true,
            K::Be if self.at_start && !self.open && self.gets_up(cue) => self.verb(cue, VerbForm::Base),
            K::BareNot if !self.denies_the_same(cue) && self.turns_order(cue) => self.unclear(),
            // "Alcohol does not touch the result", "the cat does not sleep on it": somebody else, or a thing.
            K::BareNot if !self.you && !self.open && self.does_before(cue) => self.end_in_statement(),
            K::May if self.is_let(cue) => {}
            // "Avoid heat, not exercise"
            K::BareNot if self.is_set_against(cue) => self.end_in_statement(),
            K::No | K::Bad if !self.ends_its_line(cue) && self.says_no_longer(cue) => {}
            // "No, most people go straight back to work": an answer, and no denial of what follows.
            K::No if cue.first == 0 && self.view.sign(cue.last) == "," => {}
            K::No if !self.ends_its_line(cue) && be(cue.last) => {}
            // "There's no sunscreen in the film"
            K::No if self.says_what_is_within(cue) => self.end_in_statement(),
            K::Not | K::ModalNot if self.is_said_of_things(cue) => self.end_in_statement(),
            // "You should come back within a day": somebody, and no activity.
            K::Resume if self.you && self.lexicon.is_in_class("coming", self.view.tokens()[cue.first].word) => {
                self.verb(cue, form);
            }
            K::Wait if self.gives_something(cue) => self.verb(cue, form),
            K::Wait if self.only_starts(cue) => self.mark_only(),
            K::Avoid if form == VerbForm::Base && self.halts(cue) => self.verb(cue, form),
            _ => return false,
        }
        true
    }

    /// Whether "try to" or such words stand in a list of verbs that are forbidden, to which they add nothing.
    fn only_tries(&self, cue: &Mention) -> bool {
        let tries = self.lexicon.is_in_class("trying", self.view.tokens()[cue.first].word) && cue.last == cue.first + 2;
        let verb = |c: &Mention| matches!(c.kind, MentionKind::Verb(VerbForm::Base));
        tries
            && matches!(self.join, Join::Or)
            && self.current_has(|g| g.verb_is_base() && is_negative(g))
            && self.view.cue_at(cue.last).is_some_and(verb)
    }

    /// Whether "please" or such a word opens a clause before another cue, to which it adds nothing.
    fn only_begs(&self, cue: &Mention) -> bool {
        let next = self.view.cue_at(cue.last);
        self.lexicon.is_in_class("politeness", self.view.tokens()[cue.first].word)
            && self.at_start
            && !self.open
            && next.is_some_and(|c| {
                use CueKind as K;
                let MentionKind::Cue(kind, _) = c.kind else { return false };
                matches!(
                    kind,
                    K::Avoid
                        | K::Not
                        | K::ModalNot
                        | K::No
                        | K::May
                        | K::Limit
                        | K::Omit
                        | K::Wait
                        | K::Remove
                        | K::Resume
                        | K::Unneeded
                )
            })
    }

    /// "Take the recommended tablets": what is needed of a thing whose name follows, and no judgement.
    fn is_attribute(&self, cue: &Mention) -> bool {
        let tokens = self.view.tokens();
        let before = cue.first.checked_sub(1).is_some_and(|b| self.lexicon.is_in_class("articles", tokens[b].word));
        let named =
            tokens.get(cue.last).is_some_and(|t| t.kind == TokenKind::Word) && self.view.cue_at(cue.last).is_none();
        before && named && cue.last == cue.first + 1
    }

    /// "may be prescribed": what the reader may be given.
    fn may_be_handed_out(&self, cue: &Mention) -> bool {
        let given = self.lexicon.is_in_class("handed-out", self.view.tokens()[cue.last - 1].word);
        let may = |g: &Group| g.last == cue.first && g.chain.iter().all(|l| l.kind == CueKind::May);
        // "If you are prone to cold sores, an antiviral may be prescribed"
        let given = given && !self.out.regions.iter().any(|r| r.kind == RegionKind::Condition);
        given && self.open && self.current_has(may) && !self.pending.is_empty()
    }

    fn mark_only(&mut self) {
        if let Some(group) = self.current {
            self.out.groups[group].only = true;
        }
    }

    /// Ends every scope: what follows tells something.
    pub(super) fn end_in_statement(&mut self) {
        self.close();
        self.statement = true;
        self.at_start = false;
    }

    /// "was consumed", "were started": a passive that tells of the past.
    fn tells_of_past(&self, cue: &Mention) -> bool {
        let class =
            |name, at: usize| self.view.tokens().get(at).is_some_and(|t| self.lexicon.is_in_class(name, t.word));
        let done = |c: &Mention| {
            matches!(c.kind, MentionKind::Verb(VerbForm::Participle) | MentionKind::Cue(_, VerbForm::Participle))
        };
        class("past-be", cue.first)
            && !self.you
            && cue.last - cue.first == 1
            && (cue.last..cue.last + 3).find_map(|at| self.view.cue_at(at)).is_some_and(done)
    }

    /// "Alcohol was consumed by the patient", "no antibiotics were started": what was is no advice.
    fn past(&mut self) {
        let denies = |g: &Group| g.chain.iter().all(|l| l.kind == CueKind::No);
        if let Some(group) = self.current.filter(|&g| denies(&self.out.groups[g])) {
            self.out.groups[group].held = None;
        }
        self.out.bare.append(&mut self.pending);
        self.close();
        self.statement = true;
        self.at_start = false;
    }

    /// "floss not near the implant": a denial behind the object of an order.
    fn turns_order(&self, cue: &Mention) -> bool {
        let place = |at: usize| self.view.tokens().get(at).is_some_and(|t| self.lexicon.is_in_class("places", t.word));
        self.current_has(|g| g.order && g.last == cue.first) && place(cue.last)
    }

    /// Whether a "does" stands directly before a denial.
    fn does_before(&self, cue: &Mention) -> bool {
        let before = cue.first.checked_sub(1);
        before.is_some_and(|at| at > 0 && self.lexicon.is_in_class("third-person-do", self.view.tokens()[at].word))
    }

    /// Gives up the current group: nothing is held of what it governs.
    fn unclear(&mut self) {
        if let Some(group) = self.current {
            self.out.groups[group].held = None;
        }
        self.close();
    }

    /// "must not be rubbed or allowed to get wet": letting it happen is forbidden like the rest.
    fn is_let(&self, cue: &Mention) -> bool {
        let passive = |g: &Group| g.be && is_negative(g);
        matches!(self.join, Join::Or | Join::Comma)
            && self.current_has(passive)
            && self.lexicon.is_in_class("let-passive", self.view.tokens()[cue.first].word)
    }
}
