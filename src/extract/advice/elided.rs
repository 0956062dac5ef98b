//! What does an order without an object forbid, or permit again? "Smoking slows healing. Please stop", "Scrubs are out. Start
//! again after four days."

use super::{Antecedent, Reading, SentenceTimes, sides};
use crate::{
    extract::{
        assemble::{Draft, Route},
        region::{Region, RegionKind},
        stance::Held,
        walk::Group,
    },
    lexicon::ConceptSort,
    model::{
        ConditionKind, CueKind, Mention, MentionKind, Name, Stance, Strength, TimeMention, TimeRole, TimeSpec,
        TokenKind, VerbForm,
    },
};

impl Reading<'_, '_> {
    /// The drafts of the clauses that only forbid; `before` are the things that were named before the sentence, the nearest first.
    pub(super) fn elided(&self, before: &[Antecedent]) -> Vec<Draft> {
        let mut out: Vec<Draft> = Vec::new();
        let groups = self.walked.dangling.iter().map(|&i| &self.walked.groups[i]);
        let groups: Vec<&Group> = groups.filter(|g| self.only_forbids(g) || self.waits_in_case(g)).collect();
        let Some(&first) = groups.first() else { return out };
        let plain = groups.iter().filter_map(|g| g.held).find(|h| h.degree.is_none());
        let Some(held) = plain.or(first.held) else { return out };
        let times = SentenceTimes::new(self.view, &self.walked.regions, self.lexicon);
        let list: Vec<&TimeMention> = times.all().collect();
        for Antecedent { concept, entry, .. } in self.forbidden_before(first, before) {
            let evidence = vec![entry, "scope/elided".to_owned()];
            for (phase, list) in sides(&list) {
                out.push(Draft {
                    phase,
                    times: super::times(&list, held.stance, &concept, self.lexicon),
                    concept: concept.clone(),
                    held,
                    span: self.view.sentence.span,
                    condition: self.any_condition(),
                    exception: None,
                    fired: evidence.clone(),
                    route: Route::Answer,
                });
            }
        }
        out
    }

    /// "Scrubs are out. Start again after four days": the drafts of a clause that only says from when something is taken up again
    /// that nearly every leaflet forbids at first.
    pub(super) fn taken_up(&self, before: &[Antecedent]) -> Vec<Draft> {
        let kinds = |g: &Group| g.chain.iter().all(|l| matches!(l.kind, CueKind::Resume | CueKind::May));
        let resumes = |g: &Group| g.chain.iter().any(|l| l.kind == CueKind::Resume) && kinds(g);
        let mut groups = self.walked.dangling.iter().map(|&i| &self.walked.groups[i]);
        let only = |g: &&Group| {
            let permits = g.held.is_some_and(|h| h.stance == Stance::Allow);
            permits && resumes(g) && !self.is_others(g) && self.lacks_object(g.last)
        };
        let Some(group) = groups.find(only) else { return Vec::new() };
        let Some(held) = group.held.filter(|_| self.walked.groups.len() == 1) else { return Vec::new() };
        let times = SentenceTimes::new(self.view, &self.walked.regions, self.lexicon);
        let list: Vec<&TimeMention> = times.all().collect();
        let starts = |t: &&TimeMention| matches!(t.role, TimeRole::Start | TimeRole::Point);
        if !list.iter().any(starts) {
            return Vec::new();
        }
        let again = |a: &Antecedent| {
            self.tends(&a.concept) != Some(Stance::Do) || self.lexicon.roles.resumed.contains(&a.concept)
        };
        let named = self.named_together(before);
        if !named.iter().all(|a| again(a)) {
            return Vec::new();
        }
        named.into_iter().map(|a| self.of_elided(a, held, &list)).collect()
    }

    /// What the sentence holds of something named before it that its clause leaves out.
    fn of_elided(&self, found: &Antecedent, held: Held, list: &[&TimeMention]) -> Draft {
        let fired = vec![found.entry.clone(), "scope/elided".to_owned()];
        Draft { fired, ..self.of_antecedent(found.concept.clone(), held, found, list) }
    }

    /// "Saunas are too hot. Not for two weeks", "makeup clogs the pores. Wait until the next day": the drafts of a sentence that only puts
    /// off what was named before, and nearly every leaflet forbids.
    pub(super) fn put_off(&self, before: &[Antecedent]) -> Vec<Draft> {
        use CueKind as K;
        let tokens = self.view.tokens();
        let is = |c: &Mention, kinds: &[K]| matches!(c.kind, MentionKind::Cue(k, _) if kinds.contains(&k));
        let cues = || self.view.found.cues.iter().filter(|c| !self.view.is_in_time(c.first));
        let passed = [K::You, K::Must, K::Be, K::And, K::Only];
        let denies = [K::Wait, K::BareNot, K::Not, K::No, K::NoAnswer, K::Bad, K::Either];
        let class = |name, at: usize| tokens.get(at).is_some_and(|t| self.lexicon.is_in_class(name, t.word));
        // "However, they cannot be done for two weeks"
        let done = |c: &Mention| {
            matches!(c.kind, MentionKind::Verb(VerbForm::Participle))
                && (class("done-again", c.first) || class("used", c.first))
        };
        let opens = |c: &Mention| is(c, &passed) || c.first == 0 && is(c, &[K::Contrast]);
        let opens_ban = |c: &Mention| is(c, &denies) || is(c, &[K::ModalNot]) && cues().any(done);
        let Some(first) = cues().find(|c| !opens(c)).filter(|c| opens_ban(c)) else { return Vec::new() };
        // "Most people need nothing by day four"
        let people = cues().any(|c| c.first < first.first && is(c, &[K::You]));
        if people && !is(first, &[K::Wait]) {
            return Vec::new();
        }
        let turned = cues().any(|c| c.first > first.first && !is(c, &passed) && !is(c, &[K::Wait]) && !done(c));
        let long = |t: &TimeMention| {
            let lasts = matches!(t.role, TimeRole::Duration | TimeRole::End | TimeRole::Bare);
            lasts && t.until.as_ref().is_some_and(|u| !u.is_brief())
        };
        let list: Vec<&TimeMention> = self.view.found.times.iter().collect();
        // "None for a day", "give it two weeks", "wait until tomorrow": nothing is acted upon but what was named.
        let plain = |at: usize| {
            self.view.is_in_time(at)
                || tokens[at].kind == TokenKind::Sign
                || self.view.found.cues.iter().any(|c| c.first <= at && at < c.last)
                || ["pronouns", "between-subject-and-verb", "putting-off"].iter().any(|name| class(name, at))
        };
        let timed = !list.is_empty() && list.iter().all(|t| long(t));
        // "For a day you should not:" leads in what follows.
        let leads = tokens.last().is_some_and(|t| t.span.of(self.view.text) == ":");
        if turned
            || leads
            || !timed
            || self.context.question.is_some()
            || self.names_something()
            || !(0..tokens.len()).all(plain)
            || self.staff_speaks()
        {
            return Vec::new();
        }
        let named = self.named_together(before);
        let bad = |a: &&Antecedent| {
            self.tends(&a.concept) == Some(Stance::Avoid) || self.lexicon.roles.resumed.contains(&a.concept)
        };
        if !named.iter().all(bad) {
            return Vec::new();
        }
        let held = Held { stance: Stance::Avoid, degree: None, strength: Some(Strength::Must) };
        named.into_iter().map(|a| self.of_antecedent(a.concept.clone(), held, a, &list)).collect()
    }

    /// The activities of the nearest sentence before that names any, each once.
    pub(super) fn named_together<'a>(&self, before: &'a [Antecedent]) -> Vec<&'a Antecedent> {
        let activities = || before.iter().filter(|a| !a.heading && self.is_activity(&a.concept));
        let near = activities().next().map(|a| a.back);
        let mut named: Vec<&Antecedent> = Vec::new();
        for other in activities().filter(|a| Some(a.back) == near) {
            if named.iter().all(|a| a.concept != other.concept) {
                named.push(other);
            }
        }
        named
    }

    /// "We give you steroid drops. Do not stop them suddenly": the drafts of a clause that forbids to stop what was named before.
    pub(super) fn kept_up(&self, before: &[Antecedent]) -> Vec<Draft> {
        let denied = |g: &Group| matches!(g.chain.as_slice(), [not, stop] if matches!(not.kind, CueKind::Not | CueKind::ModalNot | CueKind::BareNot) && stop.kind == CueKind::Avoid);
        let orders = |g: &Group| g.held.is_some_and(|h| h.stance == Stance::Do) && !self.is_others(g);
        let mut groups = self.walked.dangling.iter().map(|&i| &self.walked.groups[i]);
        let Some(group) = groups.find(|g| denied(g) && orders(g)) else { return Vec::new() };
        let pronoun = self.object_is_pronoun(group);
        let Some(held) = group.held.filter(|_| pronoun || self.lacks_object(group.last)) else { return Vec::new() };
        let Some(near) = before.iter().find(|a| self.is_activity(&a.concept)) else { return Vec::new() };
        // "Amoxicillin: one capsule three times a day"
        let special = |a: &&Antecedent| a.back == near.back && self.lexicon.roles.kept_up.contains(&a.concept);
        let general = self.lexicon.roles.medication.as_ref() == Some(&near.concept);
        let named = |a: &&Antecedent| special(a) && Some(&a.concept) != self.lexicon.roles.medication.as_ref();
        let near = before.iter().find(named).filter(|_| general).unwrap_or(near);
        let wanted = self.lexicon.roles.kept_up.contains(&near.concept);
        let medicine =
            self.lexicon.roles.courses.contains(&near.concept) || self.lexicon.roles.medicines.contains(&near.concept);
        if !wanted || !pronoun && !medicine {
            return Vec::new();
        }
        let mut means: Vec<&Antecedent> = vec![near];
        let beside = before.iter().filter(|a| a.back == near.back && a.heading == near.heading);
        for other in beside.filter(|a| self.means_several(group) && self.lexicon.roles.kept_up.contains(&a.concept)) {
            if means.iter().all(|a| a.concept != other.concept) {
                means.push(other);
            }
        }
        means.into_iter().map(|a| self.of_elided(a, held, &[])).collect()
    }

    /// "Stop it", "leave it out", "don't skip either of them": whether what a group acts upon is a pronoun.
    fn object_is_pronoun(&self, group: &Group) -> bool {
        let class =
            |name, at: usize| self.view.tokens().get(at).is_some_and(|t| self.lexicon.is_in_class(name, t.word));
        self.of_them(group.last) || (group.first..=group.last).any(|at| class("pronouns", at))
    }

    /// Whether the sentence says when, or under which condition.
    fn is_timed(&self) -> bool {
        !self.view.found.times.is_empty() || self.any_condition().is_some()
    }

    /// Whether a group forbids and neither acts itself nor has an object: "please stop", "don't", "try not to".
    fn only_forbids(&self, group: &Group) -> bool {
        let forbids = group.held.is_some_and(|h| h.stance == Stance::Avoid) && !self.is_others(group);
        let Some(last) = group.last.checked_sub(1).filter(|_| forbids) else { return false };
        let denies = |kind| {
            matches!(
                kind,
                CueKind::Avoid
                    | CueKind::Not
                    | CueKind::ModalNot
                    | CueKind::BareNot
                    | CueKind::Bad
                    | CueKind::Limit
                    | CueKind::Resume
            )
        };
        let ends =
            self.view.found.cues.iter().any(|c| {
                c.first <= last && last < c.last && matches!(c.kind, MentionKind::Cue(kind, _) if denies(kind))
            });
        let acts = (group.first..group.last)
            .any(|at| self.view.cue_at(at).is_some_and(|c| matches!(c.kind, MentionKind::Verb(_))));
        // "For 24 hours avoid" without an end leads in what follows.
        let stops = group.last < self.view.tokens().len() && self.view.sign(group.last) != ":";
        // "Not unless your doctor says so" answers, whatever was asked.
        let answers = self.view.found.cues.iter().any(|c| {
            let bare = c.first == 0 && matches!(c.kind, MentionKind::Cue(CueKind::BareNot, _));
            let opens = |c: &Mention| matches!(c.kind, MentionKind::Condition(ConditionKind::Opens));
            bare && self.view.cue_at(c.last).is_some_and(opens)
        });
        ends && !acts && stops && !answers && self.ends_at(group.last)
    }

    /// "If you dye your hair, wait two weeks": what the case before names is what is waited with, and not what is waited for ("if you have
    /// sunburn, wait until it has gone").
    fn waits_in_case(&self, group: &Group) -> bool {
        let waits = group.chain.last().is_some_and(|l| l.kind == CueKind::Wait);
        let forbids = group.held.is_some_and(|h| h.stance == Stance::Avoid) && !self.is_others(group);
        let amount = |t: &TimeSpec| t.unit.is_some() || t.day.is_some();
        let lasts = |t: &TimeMention| t.until.as_ref().or(t.from.as_ref()).is_some_and(amount);
        waits
            && forbids
            && self.view.found.times.iter().any(lasts)
            && self.ends_at(group.last)
            && self.case_before(group).is_some()
    }

    /// Whether a sentence opens with a case: "if you give blood, …".
    pub(super) fn opens_with_case(&self) -> bool {
        self.view.cue_at(0).is_some_and(|c| matches!(c.kind, MentionKind::Condition(_)))
    }

    /// What is done in the case that a sentence opens with, where it is one thing: "if you give blood, …".
    fn case_before(&self, group: &Group) -> Option<&Mention> {
        let case = |r: &&Region| r.kind == RegionKind::Condition && r.leads && r.last <= group.first;
        // "If you want to fly, wait ten days"
        let opens = self.opens_with_case();
        let comma = || (0..group.first).find(|&at| self.view.sign(at) == ",").filter(|_| opens);
        let region = self.walked.regions.iter().find(case).map(|r| (r.first, r.last));
        let (from, to) = region.or_else(|| Some((0, comma()?)))?;
        let mut named = self.view.found.concepts.iter().filter(|m| from <= m.first && m.first < group.first);
        let one = named.next().filter(|m| m.last <= to)?;
        (named.next().is_none() && one.concept().is_some_and(|c| self.is_activity(c))).then_some(one)
    }

    /// Whether nothing that could be acted upon stands at a place: a time, a sign, a condition, a word that joins.
    fn ends_at(&self, at: usize) -> bool {
        let tokens = self.view.tokens();
        let joins = |c: &Mention| {
            matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Or | CueKind::Before | CueKind::BothSides, _))
        };
        self.lacks_object(at)
            || self.view.cue_at(at).is_some_and(joins)
            || tokens.get(at).is_some_and(|t| {
                let general = tokens.get(at + 1).is_some_and(|n| self.lexicon.is_in_class("general-names", n.word));
                self.lexicon.is_in_class("pronouns", t.word) && self.lacks_object(at + 1 + usize::from(general))
            })
    }

    /// What was named last before a clause that only forbids, where nearly every leaflet forbids it.
    fn forbidden_before(&self, group: &Group, before: &[Antecedent]) -> Vec<Antecedent> {
        let stopped = self.object_is_pronoun(group);
        let is_bad = |a: &&Antecedent| {
            let bad = self.tends(&a.concept) == Some(Stance::Avoid);
            let left_off = &self.lexicon.roles.left_off;
            bad || stopped && (left_off.contains(&a.concept) || self.tends(&a.concept).is_none() && self.is_timed())
        };
        let near = self
            .named_before(group)
            .or_else(|| before.iter().find(|a| !a.heading && self.is_activity(&a.concept)).cloned());
        if let Some(near) = near.as_ref().filter(|a| a.back > 0 && self.means_several(group)) {
            let together = before.iter().filter(|a| a.back == near.back && self.is_activity(&a.concept));
            let mut all: Vec<Antecedent> = Vec::new();
            for other in together {
                if !all.iter().any(|a| a.concept == other.concept) {
                    all.push(other.clone());
                }
            }
            return if all.iter().all(|a| is_bad(&a)) { all } else { Vec::new() };
        }
        if let Some(near) = near {
            let case = self.case_before(group).is_some() && self.tends(&near.concept) != Some(Stance::Do);
            return Some(near).filter(|a| is_bad(&a) || case).into_iter().collect();
        }
        let mut topics: Vec<Antecedent> = Vec::new();
        for topic in before.iter().filter(|a| a.heading) {
            if !topics.iter().any(|t| t.concept == topic.concept) {
                topics.push(topic.clone());
            }
        }
        if topics.iter().all(|a| is_bad(&a)) { topics } else { Vec::new() }
    }

    /// "Avoid these", "do not do these activities": whether what is forbidden is all that was named.
    fn means_several(&self, group: &Group) -> bool {
        self.view.tokens().get(group.last).is_some_and(|t| self.lexicon.is_in_class("plural-pronouns", t.word))
    }

    /// What the sentence itself names last before a clause: "If you smoke, please don't."
    fn named_before(&self, group: &Group) -> Option<Antecedent> {
        let own = self.view.found.concepts.iter().rev().filter(|m| m.first < group.first);
        own.filter_map(|m| Antecedent::of(m, false)).find(|a| self.is_activity(&a.concept))
    }

    /// Whether a concept is something that is done.
    pub(super) fn is_activity(&self, concept: &Name) -> bool {
        self.lexicon.concepts.get(concept).is_some_and(|c| c.sort == ConceptSort::Activity)
    }
}
