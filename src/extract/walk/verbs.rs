//! What does a verb with a stance of its own, or in another form than an order, open or govern?

use super::{Join, Walker, form_of, has_verb, is_negative};
use crate::{
    extract::stance::{Link, compose},
    lexicon::ConceptSort,
    model::{CueKind, Mention, MentionKind, TokenKind, VerbForm},
};

/// How far behind "continue" its time begins, in tokens: "continue after each meal for a week".
const FURTHEST_TIME: usize = 7;

impl Walker<'_, '_> {
    /// "hold the retinol", "hold a cold pack": only what nearly every leaflet holds of the object can tell. Gives whether it
    /// was taken as a verb.
    pub(super) fn either(&mut self, cue: &Mention, form: VerbForm) -> bool {
        let ordered =
            self.open && self.current_has(|g| !g.chain.is_empty() && g.chain.iter().all(|l| l.kind == CueKind::Must));
        if form == VerbForm::Base && ordered {
            self.touch(cue);
            if let Some(group) = self.current {
                self.out.groups[group].parallel = true;
                self.out.groups[group].fired.push(cue.entry.to_string());
            }
            return true;
        }
        let left = self.lexicon.is_in_class("left", self.view.tokens()[cue.first].word);
        let passive = left && form == VerbForm::Participle && (self.be || self.current_has(|g| g.be));
        if passive && self.open && !self.pending.is_empty() {
            // "Aspirin should be left ten days before", "the pad should be left for two days"
            self.touch(cue);
            if let Some(group) = self.current {
                self.out.groups[group].parallel = true;
                self.out.groups[group].fired.push(cue.entry.to_string());
            }
            self.assign_pending();
            return true;
        }
        if form != VerbForm::Base || self.open || !self.at_start {
            self.verb(cue, form);
            return false;
        }
        self.out.bare.append(&mut self.pending);
        self.open_parallel(cue.first);
        self.touch(cue);
        if let Some(group) = self.current {
            self.out.groups[group].fired.push(cue.entry.to_string());
        }
        true
    }

    /// "without" forbids by itself what is nearly always forbidden; behind a prohibition it orders what is nearly always done
    /// ("never go out without sunscreen"), and is not understood otherwise.
    pub(super) fn without(&mut self, cue: &Mention) {
        let denies = |g: &super::Group| {
            let links = g.asked();
            let negative = |l: &Link| matches!(l.kind, CueKind::Not | CueKind::ModalNot | CueKind::No);
            links.len() == 1 && links.iter().all(negative)
        };
        if self.current_has(denies) && self.opens_something_good(cue) {
            self.open_group(cue.first);
            self.link(cue, CueKind::Not, VerbForm::Other);
            self.link(cue, CueKind::Avoid, VerbForm::Other);
            return;
        }
        // "A shampoo without perfume" names a shampoo.
        let named = cue.first.checked_sub(1).is_some_and(|at| self.view.in_concept(at));
        let acts = self.view.cue_at(cue.last).is_some_and(|c| form_of(c) == VerbForm::Gerund);
        let attribute = named && !acts;
        let doubtful = attribute || self.current_has(is_negative) || !self.opens_something_bad(cue);
        self.open_group(cue.first);
        self.link(cue, CueKind::Avoid, VerbForm::Other);
        if doubtful && let Some(group) = self.current {
            self.out.groups[group].held = None;
            self.out.groups[group].lacking = true;
        }
    }

    /// "only for", "only to": what follows says for what something is taken off.
    fn only_for(&self, at: usize) -> bool {
        let only = self.view.cue_at(at).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Only, _)));
        let class =
            |name, at: usize| self.view.tokens().get(at).is_some_and(|t| self.lexicon.is_in_class(name, t.word));
        only && class("purposes", at + 1)
    }

    /// A cue that is a verb: forward in its base form and as a gerund, backward as a participle.
    pub(super) fn verb_cue(&mut self, cue: &Mention, kind: CueKind, form: VerbForm) {
        match form {
            VerbForm::Third
                if matches!(kind, CueKind::Avoid | CueKind::Limit | CueKind::Wait)
                    && self.open
                    && self.view.concepts_at(cue.first).next().is_none()
                    && self.current_has(|g| !g.chain.is_empty() && g.chain.iter().all(|l| l.kind == CueKind::Must)) =>
            {
                // "Make sure that your child avoids straws"
                self.link(cue, kind, form);
            }
            VerbForm::Third if kind == CueKind::Limit && self.is_praised(cue) => self.predicate(cue, CueKind::Needed),
            VerbForm::Third => {
                if kind == CueKind::Wait && !self.pending.is_empty() {
                    self.link(cue, kind, form);
                    self.assign_pending();
                }
                self.statement |= kind == CueKind::Limit && !self.pending.is_empty();
            }
            VerbForm::Participle if self.be && self.pending.is_empty() && self.judges_infinitive(cue, CueKind::Bad) => {
            }
            VerbForm::Participle if kind == CueKind::Avoid && self.is_perfect(cue) => {
                self.pending.clear();
                self.statement = true;
            }
            VerbForm::Participle if kind == CueKind::Remove && self.only_for(cue.last) => {
                // "worn day and night and removed only for bathing"
                self.close();
                self.statement = true;
            }
            VerbForm::Participle if kind == CueKind::Avoid && self.is_subjunctive(cue) => {
                if let Some(index) = self.current {
                    let strength = self.strength(cue);
                    let group = &mut self.out.groups[index];
                    group.chain.push(Link { kind, strength });
                    group.held = compose(&group.chain);
                    group.fired.push(cue.entry.to_string());
                    group.backward = true;
                }
                self.open = false;
            }
            VerbForm::Participle => {
                let by = self.view.tokens().get(cue.last).is_some_and(|t| self.lexicon.is_in_class("means", t.word));
                if by && self.pending.is_empty() && (self.be || self.open) {
                    // "Swelling can be reduced by ice": what is done with what has no subject that advice is about.
                    self.open = false;
                    self.statement = true;
                } else if self.be || (self.open && self.current_has(|g| g.be)) {
                    self.link(cue, kind, form);
                    self.assign_pending();
                } else if !self.open && !self.pending.is_empty() && kind == CueKind::Wait {
                    self.statement = true;
                }
            }
            VerbForm::Base if self.is_counted(cue.first) => {}
            VerbForm::Base if self.qualifies_noun(cue) => self.statement = true,
            VerbForm::Gerund if !self.open && self.is_over_by_then(cue) => {}
            VerbForm::Base if !self.open && self.subject_will(cue) => self.statement = true,
            // "It works well for stiff joints and getting back to sport"
            VerbForm::Gerund if kind == CueKind::Resume && self.lists_gain(cue) => self.statement = true,
            VerbForm::Base if !self.open && !self.pending.is_empty() && self.is_last_of_its_clause(cue) => {
                // "Direct sun avoid by means of a hat", "sauna avoid, cool showers prefer", as a translation has it.
                self.link(cue, kind, form);
                self.assign_pending();
            }
            VerbForm::Other if kind == CueKind::Wait && self.put_off_behind(cue) => {}
            VerbForm::Base | VerbForm::Gerund | VerbForm::Other => {
                if self.join == Join::Comma && self.current_has(super::only_may) && self.is_only_asked(cue) {
                    // "You can eat, just avoid nuts"
                    self.close();
                    self.at_start = true;
                }
                if self.open && self.join != Join::None && self.current_has(has_verb) {
                    self.open_beside(cue.first);
                }
                let needs_start =
                    matches!(kind, CueKind::Limit | CueKind::Wait | CueKind::Omit) && form != VerbForm::Other;
                if needs_start && !self.open && !self.at_start && !self.you && form == VerbForm::Base {
                    return;
                }
                self.link(cue, kind, form);
                let may = self.current_has(|g| g.chain.len() > 1 && g.chain[0].kind == CueKind::May);
                let put_off = kind == CueKind::Wait && form == VerbForm::Other && cue.last - cue.first == 2;
                if (kind == CueKind::Resume && may || put_off) && !self.pending.is_empty() && self.ends_at(cue.last) {
                    // "Driving can resume when …", "washing should wait for a day, and …"
                    self.assign_pending();
                }
            }
        }
    }

    /// "Wait a day before drinking and two before exercising": another wait, with a time of its own.
    fn wait_again(&mut self, cue: &Mention) {
        let tokens = self.view.tokens();
        let Some(before) = cue.first.checked_sub(1) else { return };
        let waits = self.current_has(|g| matches!(g.asked(), [Link { kind: CueKind::Wait, .. }]));
        if self.open || !waits || !self.lexicon.is_in_class("time-clauses", tokens[before].word) {
            return;
        }
        let time = self.view.found.times.iter().find(|t| before > 0 && t.span.end == tokens[before - 1].span.end);
        let Some(first) = time.map(|t| tokens.partition_point(|k| k.span.start < t.span.start)) else { return };
        let Some(old) = self.current.map(|g| self.out.groups[g].clone()) else { return };
        self.open_group(first);
        if let Some(index) = self.current {
            let group = &mut self.out.groups[index];
            (group.chain, group.held, group.fired) = (old.chain, old.held, old.fired);
            group.order = false;
        }
    }

    /// "Once home, after stopping the bleeding, apply ointment": what is done by then, up to a comma.
    fn is_over_by_then(&self, cue: &Mention) -> bool {
        let tokens = self.view.tokens();
        let before = cue.first.checked_sub(1).map(|at| tokens[at].word);
        let ends = (cue.last..tokens.len()).find(|&at| tokens[at].kind == TokenKind::Sign);
        before.is_some_and(|word| self.lexicon.is_in_class("time-openers", word))
            && ends.is_some_and(|at| self.view.sign(at) == ",")
    }

    /// "It is recommended that swimming be avoided": the cue before has taken for its object what is the subject of this one.
    fn is_subjunctive(&self, cue: &Mention) -> bool {
        let Some(be) = cue.first.checked_sub(1) else { return false };
        let bare = self.lexicon.is_in_class("be-base", self.view.tokens()[be].word) && self.follows_be(cue.first);
        let subject = self.view.found.concepts.iter().any(|c| c.last == be);
        let governs = self.current.is_some_and(|g| self.out.governed.iter().any(|o| o.group == g));
        let orders = |g: &super::Group| g.chain.iter().all(|l| l.kind == CueKind::Must) && !g.chain.is_empty();
        bare && subject && governs && self.pending.is_empty() && self.current_has(orders)
    }

    /// "For stiff joints and getting back to sport": what is taken up again, at the end of a list of what something is good for, with
    /// no verdict behind it.
    fn lists_gain(&self, cue: &Mention) -> bool {
        let verdict = |c: &Mention| {
            c.first >= cue.last
                && matches!(
                    c.kind,
                    MentionKind::Cue(CueKind::Good | CueKind::Bad | CueKind::Needed | CueKind::Wait | CueKind::Must, _)
                )
        };
        let told = self
            .view
            .found
            .cues
            .iter()
            .any(|c| c.last <= cue.first && matches!(c.kind, MentionKind::Cue(CueKind::Needed | CueKind::Good, _)));
        told && !self.open && matches!(self.join, Join::And | Join::Comma) && !self.view.found.cues.iter().any(verdict)
    }

    /// Whether words that name what something is done with stand at an index.
    fn by_means(&self, at: usize) -> bool {
        self.view.tokens().get(at).is_some_and(|t| self.lexicon.is_in_class("means", t.word))
    }

    /// "Most people have stopped them": what somebody has done.
    fn is_perfect(&self, cue: &Mention) -> bool {
        let word = |at: usize| self.view.tokens()[at].word;
        let has = cue.first.checked_sub(1).filter(|&b| self.lexicon.is_in_class("perfect", word(b)));
        let somebody = has.and_then(|b| b.checked_sub(1)).and_then(|b| self.view.cue_over(b));
        somebody.is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::You | CueKind::Staff, _)))
    }

    /// "Two tablets that stop clots": what something does, and no order.
    fn qualifies_noun(&self, cue: &Mention) -> bool {
        let word = |at: usize| self.view.tokens()[at].word;
        let relative = cue.first.checked_sub(1).filter(|&b| self.lexicon.is_in_class("relatives", word(b)));
        let noun = relative.and_then(|b| b.checked_sub(1)).filter(|&n| self.view.tokens()[n].kind == TokenKind::Word);
        noun.is_some_and(|n| self.view.cue_over(n).is_none() && !self.lexicon.is_in_class("be-forms", word(n)))
    }

    /// Whether the order stands right behind its object, with nothing behind it that could be another.
    fn is_last_of_its_clause(&self, cue: &Mention) -> bool {
        let named = self.view.found.concepts.iter().any(|c| c.last == cue.first);
        self.by_means(cue.last) || named && !self.you && self.view.sign(cue.last) == ","
    }

    /// "Vaseline will stop a scab forming": the subject does it, and to something else.
    fn subject_will(&self, cue: &Mention) -> bool {
        let Some(before) = cue.first.checked_sub(1).map(|b| self.view.tokens()[b].word) else { return false };
        if self.lexicon.is_in_class("refusals", before) {
            return !self.you;
        }
        let future = self.lexicon.is_in_class("future", before);
        future && !self.you && !self.pending.is_empty() && !self.ends_at(cue.last)
    }

    /// A verb without a stance of its own.
    pub(super) fn verb(&mut self, cue: &Mention, form: VerbForm) {
        if self.goes_on_with_the_same(cue) {
            return;
        }
        match form {
            VerbForm::Base => {
                let passive = self.open && self.current_has(|g| g.be) && !self.pending.is_empty();
                if passive && self.follows_be(cue.first) {
                    self.assign_pending();
                } else if self.is_stated_before(cue.first) && self.is_told_to_be_used(cue) {
                    // "Ice is put on the swelling for ten minutes"
                    self.predicate(cue, CueKind::Needed);
                } else if !self.base_verb(cue) {
                    return;
                }
            }
            VerbForm::Gerund => {
                let begins = matches!(self.join, Join::Comma | Join::And) && !self.open && self.current.is_some();
                if begins && self.view.concepts_at(cue.first).any(|(_, m)| self.is_subject(m)) {
                    // "Do not smoke, and walking is fine"
                    self.close();
                }
                self.wait_again(cue);
                if self.is_way_to_avoid(cue) {
                    self.close();
                    self.by = true;
                } else if self.is_doubtful_way(cue) {
                    // "Keep water out by placing a piece of cotton wool in the ear"
                    self.end_in_statement();
                }
                if self.open {
                    self.touch(cue);
                } else if (self.is_parallel() || self.is_used_beside(cue))
                    && self.view.concepts_at(cue.first).next().is_none()
                {
                    self.open_parallel(cue.first);
                } else if (self.by && (self.current.is_none() || self.statement))
                    || (self.at_start
                        && self.join != Join::Start
                        && self.current_has(|g| g.chain.is_empty() && g.verb == Some(VerbForm::Gerund)))
                {
                    self.open_group(cue.first);
                    self.touch(cue);
                    if let Some(group) = self.current {
                        self.out.groups[group].verb = Some(VerbForm::Gerund);
                        self.out.groups[group].fired.push("scope/means".to_owned());
                    }
                }
                self.by = false;
            }
            VerbForm::Participle => {
                if self.is_told_to_be_used(cue) {
                    self.predicate(cue, CueKind::Needed);
                } else if self.is_told_to_be_done(cue) {
                    self.tell_to_do(cue);
                } else if self.open && self.current_has(|g| g.be) {
                    self.touch(cue);
                    let by_means =
                        self.view.tokens().get(cue.last).is_some_and(|t| self.lexicon.is_in_class("means", t.word));
                    let may = self.current_has(|g| g.chain.iter().any(|l| l.kind == CueKind::May));
                    if self.pending.is_empty() && self.names_activity(cue) {
                        // "The face may be washed": the verb itself is what is advised.
                        if let Some(group) = self.current {
                            self.out.groups[group].you = true;
                        }
                        self.at_start = false;
                        self.join = Join::None;
                        return;
                    }
                    if self.pending.is_empty() && may && by_means {
                        // "The pain can be treated with tablets": what it is done with is permitted.
                        if let Some(group) = self.current {
                            self.out.groups[group].you = true;
                        }
                        return;
                    }
                    if self.pending.is_empty() && may {
                        // "Mesotherapy can be used for …": the subject is nothing that advice is about.
                        self.open = false;
                        self.statement = true;
                    }
                    self.assign_pending();
                }
            }
            VerbForm::Third if self.is_praised(cue) || self.runs(cue) => self.predicate(cue, CueKind::Needed),
            // "Oils, scrubs, swimming": a name in a list.
            VerbForm::Third if self.join == Join::Comma && self.names_activity(cue) => return,
            // "Retinol and any scrubs": the name of an activity looks like a verb.
            VerbForm::Third if self.names_activity(cue) && self.is_listed(cue.first) => {}
            VerbForm::Third => self.statement |= !self.open && !self.pending.is_empty(),
            VerbForm::Other => {}
        }
        self.at_start = false;
        self.join = Join::None;
    }

    /// "Rinse it from the next day and continue for a week": the verb of what was ordered before, of which only a time is said.
    fn goes_on_with_the_same(&self, cue: &Mention) -> bool {
        let tokens = self.view.tokens();
        let class = |name, at: usize| self.is_word_of(name, at);
        let last = self.current.filter(|&g| self.out.governed.iter().any(|o| o.group == g));
        let ordered = last.is_some_and(|g| {
            let group = &self.out.groups[g];
            !is_negative(group) && !group.backward && group.chain.iter().all(|l| l.kind == CueKind::Must)
        });
        let joined = matches!(self.join, Join::And | Join::Comma) && self.at_start;
        let timed = |at: usize| self.view.is_in_time(at);
        let end = (cue.last..tokens.len().min(cue.last + FURTHEST_TIME)).find(|&at| timed(at));
        let named = |at: usize| self.view.concepts_at(at).next().is_some();
        let plain = |at: usize| tokens[at].kind == TokenKind::Word && (at == cue.last || !named(at));
        joined
            && ordered
            && class("going-on-the-same", cue.first)
            && !named(cue.last)
            && !tokens.get(cue.last).is_some_and(|t| {
                self.lexicon.is_determiner(t.word) && !class("pronouns", cue.last) && !class("particles", cue.last)
            })
            && end.is_some_and(|end| (cue.last..end).all(plain))
    }

    /// "may be put on": directly behind a form of "be", adverbs left aside.
    pub(super) fn follows_be(&self, at: usize) -> bool {
        at.checked_sub(1)
            .and_then(|b| self.view.cue_at(b))
            .is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Be, _)))
    }

    /// Whether "and", "or" or such a word with "any" stands directly before an index.
    fn is_listed(&self, at: usize) -> bool {
        let joins = |b: usize| {
            self.view.cue_at(b).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Or, _)))
        };
        (at.saturating_sub(2)..at).any(joins)
    }

    /// Whether a verb begins the name of an activity.
    pub(super) fn names_activity(&self, cue: &Mention) -> bool {
        let sort = |m: &Mention| m.concept().and_then(|c| self.lexicon.concepts.get(c)).map(|c| c.sort);
        self.view.concepts_at(cue.first).any(|(_, m)| sort(m) == Some(ConceptSort::Activity))
    }

    /// "Small bandages may be removed": the participle belongs to the name of its subject.
    pub(super) fn passive_within(&mut self, at: usize) {
        let within = |p: &usize| {
            let found = &self.view.found.concepts[*p];
            found.first < at && at < found.last
        };
        let passive = self.open && self.current_has(|g| g.be);
        let Some(cue) = self.view.cue_at(at).filter(|c| form_of(c) == VerbForm::Participle) else { return };
        if !self.pending.iter().any(within) {
            return;
        }
        if passive {
            self.assign_pending();
        } else if self.is_told_to_be_done(cue) {
            // "Hair isn't washed for three days"
            self.tell_to_do(cue);
        }
    }

    /// Whether a gerund follows "and" or a comma after "avoiding …".
    pub(super) fn is_parallel(&self) -> bool {
        matches!(self.join, Join::And | Join::Comma)
            && self.at_start
            && self.current_has(|g| g.parallel || g.gerund && is_negative(g))
    }

    /// "No rubbing, using only silk pillowcases": what is used beside what is denied.
    fn is_used_beside(&self, cue: &Mention) -> bool {
        let denies = |g: &super::Group| matches!(g.chain[..], [Link { kind: CueKind::No, .. }]);
        matches!(self.join, Join::And | Join::Comma)
            && self.at_start
            && self.current_has(denies)
            && self.lexicon.is_in_class("using", self.view.tokens()[cue.first].word)
    }

    pub(super) fn open_parallel(&mut self, first: usize) {
        self.open_group(first);
        if let Some(group) = self.current {
            let group = &mut self.out.groups[group];
            group.parallel = true;
            group.fired.push("scope/parallel".to_owned());
        }
    }
}
