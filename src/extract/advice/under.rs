//! What does a sentence say of the thing that its heading or question names, which it does not name itself? "Flying" / "Not a
//! problem.", "Driving" / "Most people manage it after two weeks.", "Tinting" / "This can be done after five days."

use super::{Antecedent, Reading};
use crate::{
    extract::{
        answer::starting,
        assemble::{Draft, Route},
        context::Topic,
        region::{Region, RegionKind},
        stance::Held,
        then,
    },
    model::{
        CueKind, Mention, MentionKind, Name, Phase, Rule, Stance, Strength, TimeMention, TimeRole, TimeSpec, TokenKind,
        VerbForm,
    },
};

/// The most words of such a sentence that are neither a time nor a condition.
const MOST_WORDS: usize = 9;

impl Reading<'_, '_> {
    /// What the sentence permits of a topic that it does not name.
    pub(super) fn permitted_under(&self, topic: &Topic) -> Option<Held> {
        let context = self.context;
        let roles = &self.lexicon.roles;
        let tends = self.tends(&topic.concept);
        let resumed = [&roles.resumed, &roles.offered].iter().any(|r| r.contains(&topic.concept));
        let kept = [&roles.courses, &roles.medicines, &roles.report].iter().any(|r| r.contains(&topic.concept));
        let silent = context.expect || context.held.is_some() || context.phase == Some(Phase::Before);
        if silent || kept || self.names_something() || self.staff_speaks() || self.turns() {
            return None;
        }
        let taken_up = resumed || tends != Some(Stance::Do);
        let says =
            self.is_verdict() || taken_up && (self.is_managed() || self.may_be_done()) || resumed && self.is_as_liked();
        says.then_some(Held { stance: Stance::Allow, degree: None, strength: Some(Strength::May) })
    }

    /// "Don't drive until you can grip the wheel. Most people manage it after two weeks": what is taken up again that was named before.
    pub(super) fn managed(&self, before: &[Antecedent]) -> Vec<Draft> {
        let activity = before.iter().find(|a| !a.heading && self.is_activity(&a.concept));
        let resumed = activity.filter(|a| self.lexicon.roles.resumed.contains(&a.concept));
        let Some(found) = resumed.filter(|_| self.is_managed() && !self.turns()) else { return Vec::new() };
        let held = Held { stance: Stance::Allow, degree: None, strength: Some(Strength::May) };
        let list: Vec<&TimeMention> = self.view.found.times.iter().collect();
        vec![self.of_antecedent(found.concept.clone(), held, found, &list)]
    }

    /// "No makeup for a day. You can wear it again after that", "it can be resumed after six weeks": what was forbidden before is permitted
    /// from a time on.
    pub(super) fn again_after(&self, before: &[Antecedent]) -> Vec<Draft> {
        let tokens = self.view.tokens();
        let class = |name, at: usize| self.lexicon.is_in_class(name, tokens[at].word);
        let has =
            |kind: CueKind| self.view.found.cues.iter().any(|c| matches!(c.kind, MentionKind::Cue(k, _) if k == kind));
        let outside = |at: &usize| !self.view.is_in_time(*at);
        let pronoun =
            (0..tokens.len()).filter(outside).any(|at| class("pronouns", at) || class("subject-pronouns", at));
        let again = (0..tokens.len()).filter(outside).any(|at| class("again", at) || class("done-under", at));
        let may = has(CueKind::May) || (0..tokens.len()).any(|at| class("modals-of-permission", at));
        // "Makeup can clog the pores. Fine again from the next day."
        let good = |c: &Mention| c.first == 0 && matches!(c.kind, MentionKind::Cue(CueKind::Good, _));
        let verdict = self.view.found.cues.iter().any(good);
        let permits = verdict || pronoun && (has(CueKind::Good) || may && (again || has(CueKind::Resume)));
        let from = |t: &TimeMention| {
            let amount = t.from.as_ref().is_some_and(|f| f.unit.is_some() || f.day.is_some() || then::refers(f));
            matches!(t.role, TimeRole::Start | TimeRole::Point) && amount
        };
        let [time] = self.view.found.times.as_slice() else { return Vec::new() };
        if !permits || !from(time) || self.turns() || !self.is_short() || !self.view.found.concepts.is_empty() {
            return Vec::new();
        }
        let named = self.named_together(before);
        let roles = &self.lexicon.roles;
        let forbidden = |a: &&Antecedent| {
            let dosed = roles.courses.contains(&a.concept) || roles.medicines.contains(&a.concept);
            !dosed && (self.tends(&a.concept) == Some(Stance::Avoid) || roles.resumed.contains(&a.concept))
        };
        if !named.iter().all(forbidden) {
            return Vec::new();
        }
        let held = Held { stance: Stance::Allow, degree: None, strength: Some(Strength::May) };
        named.into_iter().map(|a| self.of_antecedent(a.concept.clone(), held, a, &[time])).collect()
    }

    /// "Clips hold the wound. The nurse takes them out after a week": what somebody else takes off or out, and when.
    pub(super) fn taken_out(&self, before: &[Antecedent]) -> Vec<Draft> {
        let class =
            |name, at: usize| self.view.tokens().get(at).is_some_and(|t| self.lexicon.is_in_class(name, t.word));
        let acts = |c: &&Mention| {
            let pronoun = (c.first..=c.last).any(|at| class("pronouns", at));
            matches!(c.kind, MentionKind::Cue(CueKind::Remove, VerbForm::Third)) && pronoun && c.first > 0
        };
        let Some(cue) = self.view.found.cues.iter().find(acts) else { return Vec::new() };
        let own = self.own_before(cue.first);
        let removed = |a: &&Antecedent| self.lexicon.roles.momentary.contains(&a.concept);
        let when =
            |t: &&TimeMention| matches!(t.role, TimeRole::Start | TimeRole::Point | TimeRole::Window | TimeRole::End);
        let list: Vec<&TimeMention> = self.view.found.times.iter().filter(when).collect();
        let Some(found) = own.iter().chain(before).find(removed).filter(|_| !list.is_empty()) else {
            return Vec::new();
        };
        let held = Held { stance: Stance::Do, degree: None, strength: Some(Strength::Should) };
        let mut draft = self.of_antecedent(found.concept.clone(), held, found, &list);
        draft.condition = draft.condition.filter(|_| own.is_empty());
        vec![draft]
    }

    /// "Ibuprofen is enough. From the second day it should no longer be needed": from when what was named before is not needed.
    pub(super) fn no_longer_needed(&self, before: &[Antecedent]) -> Vec<Draft> {
        let tokens = self.view.tokens();
        let class = |name, at: usize| self.lexicon.is_in_class(name, tokens[at].word);
        let outside = |at: &usize| !self.view.is_in_time(*at);
        let pronoun = (0..tokens.len()).filter(outside).any(|at| class("subject-pronouns", at));
        let over = (1..tokens.len()).any(|at| class("no-more", at) && class("no-words", at - 1));
        let needed = (0..tokens.len()).any(|at| class("needed-words", at));
        let medicine = |a: &&Antecedent| self.lexicon.roles.supplied.contains(&a.concept);
        let list: Vec<&TimeMention> = self.view.found.times.iter().collect();
        let Some(found) = before.iter().find(|a| self.is_activity(&a.concept)).filter(medicine) else {
            return Vec::new();
        };
        if !pronoun || !over || !needed || !self.is_short() || self.names_something() {
            return Vec::new();
        }
        let held = Held { stance: Stance::Unneeded, degree: None, strength: Some(Strength::May) };
        vec![self.of_antecedent(found.concept.clone(), held, found, &list)]
    }

    /// "You must not drive. This applies for two weeks": for how long what was stated before holds.
    pub fn holding(&self, before: &[&Rule]) -> Vec<Draft> {
        let tokens = self.view.tokens();
        let class = |name, at: usize| self.lexicon.is_in_class(name, tokens[at].word);
        let pronoun = tokens.first().is_some_and(|t| self.lexicon.is_in_class("subject-pronouns", t.word));
        let plain = |at: usize| {
            self.view.is_in_time(at)
                || tokens[at].kind == TokenKind::Sign
                || class("applying", at)
                || class("all-of-them", at)
        };
        let says = (1..tokens.len()).any(|at| class("holding", at)) && (1..tokens.len()).all(plain);
        let lasts = |t: &TimeMention| matches!(t.role, TimeRole::Duration | TimeRole::End | TimeRole::Bare);
        let list: Vec<&TimeMention> = self.view.found.times.iter().collect();
        if !pronoun
            || !says
            || list.is_empty()
            || !list.iter().all(|t| lasts(t))
            || !self.view.found.concepts.is_empty()
        {
            return Vec::new();
        }
        before.iter().map(|rule| self.again(rule, rule.stance, &list)).collect()
    }

    /// "Don't drive until you can stop hard. This is usually after two weeks", "this may be a week or more": the amount that stands for the
    /// event of the sentence before.
    pub fn usually(&self, before: &[&Rule]) -> Vec<Draft> {
        let tokens = self.view.tokens();
        let class = |name, at: usize| tokens.get(at).is_some_and(|t| self.lexicon.is_in_class(name, t.word));
        let outside = |at: &usize| !self.view.is_in_time(*at) && tokens[*at].kind == TokenKind::Word;
        let people =
            |at: usize| self.view.cue_at(at).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::You, _)));
        let plain = |at: usize| {
            ["subject-pronouns", "between-subject-and-verb", "all-of-them", "nearer", "asked-for", "usual-words"]
                .iter()
                .any(|name| class(name, at))
                || people(at)
                || self.view.found.cues.iter().any(|c| {
                    c.first <= at
                        && at < c.last
                        && matches!(
                            c.kind,
                            MentionKind::Cue(
                                CueKind::You | CueKind::Reason | CueKind::Be | CueKind::Relative | CueKind::Likewise,
                                _
                            )
                        )
                })
        };
        let be = (0..tokens.len())
            .filter(outside)
            .any(|at| class("states", at) || class("be-base", at) || class("usual-verbs", at));
        let pronoun = (0..tokens.len()).filter(outside).any(|at| class("subject-pronouns", at));
        let [time] = self.view.found.times.as_slice() else { return Vec::new() };
        let amount = |t: &Option<TimeSpec>| t.as_ref().is_some_and(|t| t.event.is_none());
        let starts = matches!(time.role, TimeRole::Start | TimeRole::Point) && amount(&time.from);
        let lasts = matches!(time.role, TimeRole::Bare | TimeRole::Duration) && amount(&time.until);
        let all = (0..tokens.len()).filter(outside).all(plain);
        if !(starts || lasts) || !be || !pronoun || !all || self.names_something() {
            return Vec::new();
        }
        let draft = |rule: &&Rule| {
            let (stance, time) = match rule.stance {
                Stance::Avoid if lasts => (Stance::Avoid, time.clone()),
                _ => (Stance::Allow, starting(time.clone())),
            };
            self.again(rule, stance, &[&time])
        };
        before.iter().map(draft).collect()
    }

    /// What a rule before holds, said again with other times.
    fn again(&self, rule: &Rule, stance: Stance, times: &[&TimeMention]) -> Draft {
        Draft {
            phase: Some(rule.phase),
            concept: rule.concept.clone(),
            held: Held { stance, degree: rule.degree, strength: rule.strength },
            times: super::times(times, stance, &rule.concept, self.lexicon),
            span: self.view.sentence.span,
            condition: None,
            exception: None,
            fired: vec![format!("concept/{}", rule.concept), "scope/again".to_owned()],
            route: Route::Answer,
        }
    }

    /// "Can I have wine?" / "Not together with codeine.", "Not if you have asthma": what was named before is forbidden for a case.
    pub(super) fn denied_beside(&self, before: &[Antecedent]) -> Vec<Draft> {
        let roles = &self.lexicon.roles;
        let dosed = |c: &Name| roles.courses.contains(c) || roles.medicines.contains(c);
        let meant = |a: &&Antecedent| {
            roles.resumed.contains(&a.concept) || self.tends(&a.concept) == Some(Stance::Avoid) || dosed(&a.concept)
        };
        let activity = before.iter().find(|a| self.is_activity(&a.concept)).filter(meant);
        let (Some(found), Some(case)) = (activity, self.case_denied()) else { return Vec::new() };
        let held = Held { stance: Stance::Avoid, degree: None, strength: Some(Strength::Must) };
        let draft = self.of_antecedent(found.concept.clone(), held, found, &[]);
        vec![Draft { condition: Some(case), ..draft }]
    }

    /// "Not together with codeine", "never while on strong tablets": the case for which a sentence is no more than a denial.
    pub(super) fn case_denied(&self) -> Option<String> {
        let tokens = self.view.tokens();
        let class = |name, at: usize| tokens.get(at).is_some_and(|t| self.lexicon.is_in_class(name, t.word));
        let not = |c: &Mention| {
            matches!(c.kind, MentionKind::Cue(CueKind::BareNot | CueKind::Not | CueKind::Wait, _)) && c.first == 0
        };
        let first = usize::from(class("denying", 0) && self.view.found.cues.iter().any(not));
        if first == 0 {
            return None;
        }
        let you = self.view.cue_at(first + 1).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::You, _)));
        // "Not for you if you have asthma"
        let first = if class("asked-for", first) && (you || class("readers", first + 1)) { first + 2 } else { first };
        let words = tokens.iter().filter(|t| t.kind == TokenKind::Word).count();
        let asks = tokens.last().is_some_and(|t| matches!(t.span.of(self.view.text), "?" | ":"));
        let dosed = |m: &Mention| {
            let known = |c: &Name| self.lexicon.roles.courses.contains(c) || self.lexicon.roles.medicines.contains(c);
            m.first > first && m.concept().is_some_and(known)
        };
        let beside = class("beside-openers", first) && self.view.found.concepts.iter().any(dosed);
        let apart = !self.view.is_in_time(first) && !self.view.in_concept(first);
        let parted = (first..tokens.len().saturating_sub(1)).any(|at| matches!(self.view.sign(at), ";" | ","));
        let meant = (beside || class("case-openers", first)) && apart && !asks && !parted && words <= MOST_WORDS + 4;
        let last = tokens.iter().rev().find(|t| t.kind == TokenKind::Word)?;
        meant.then(|| tokens[first].span.join(last.span).of(self.view.text).to_owned())
    }

    /// "The plaster can come off after a day. No new one is needed": that nothing new is put on.
    pub(super) fn without_new(&self, before: &[Antecedent]) -> Vec<Draft> {
        let tokens = self.view.tokens();
        let class = |name, at: usize| self.lexicon.is_in_class(name, tokens[at].word);
        let one = (1..tokens.len()).any(|at| class("one", at) && class("new-ones", at - 1));
        let has =
            |kind: CueKind| self.view.found.cues.iter().any(|c| matches!(c.kind, MentionKind::Cue(k, _) if k == kind));
        let released = has(CueKind::Unneeded) || has(CueKind::NotNeeded);
        let removal = before.first().filter(|a| self.lexicon.roles.removals.contains(&a.concept));
        let named = self.view.found.concepts.iter().all(|m| removal.is_some_and(|a| m.concept() == Some(&a.concept)));
        let taken_out = (0..tokens.len()).any(|at| class("taking-out", at)) && released && named;
        if let Some(found) = removal.filter(|_| taken_out && self.is_short()) {
            // "The stitches dissolve. They do not need to be removed."
            let held = Held { stance: Stance::Unneeded, degree: None, strength: Some(Strength::May) };
            return vec![self.of_antecedent(found.concept.clone(), held, found, &[])];
        }
        let unneeded = released || has(CueKind::No) && has(CueKind::Needed);
        let thing = before.iter().find(|a| self.lexicon.roles.renewed.contains(&a.concept));
        let Some(found) = thing.filter(|_| one && unneeded && self.is_short()) else { return Vec::new() };
        let held = Held { stance: Stance::Unneeded, degree: None, strength: Some(Strength::May) };
        vec![self.of_antecedent(found.concept.clone(), held, found, &[])]
    }

    /// Whether something in the sentence denies, forbids or limits.
    fn turns(&self) -> bool {
        use CueKind as K;
        let turns = |c: &Mention| {
            let kinds = [
                K::Not,
                K::ModalNot,
                K::No,
                K::NoAnswer,
                K::BareNot,
                K::Avoid,
                K::Wait,
                K::Limit,
                K::Bad,
                K::Must,
                K::Unneeded,
                K::NotNeeded,
                K::Without,
                K::Contrast,
                K::Staff,
            ];
            matches!(c.kind, MentionKind::Cue(kind, _) if kinds.contains(&kind)) && !self.view.is_in_time(c.first)
        };
        let denies = self.view.tokens().iter().any(|t| self.lexicon.is_in_class("not", t.word));
        self.view.found.cues.iter().any(turns) || denies && !self.is_no_problem()
    }

    /// "Not a problem": a denial that is praise.
    fn is_no_problem(&self) -> bool {
        let good = |c: &&Mention| matches!(c.kind, MentionKind::Cue(CueKind::Good, _)) && c.first == 0;
        self.view.found.cues.iter().any(|c| good(&c))
    }

    /// "Not a problem.", "These are all fine.", "Fine after a week.": whether the sentence is no more than a verdict.
    fn is_verdict(&self) -> bool {
        let tokens = self.view.tokens();
        let class = |name, at: usize| self.lexicon.is_in_class(name, tokens[at].word);
        let good = self.view.found.cues.iter().find(|c| matches!(c.kind, MentionKind::Cue(CueKind::Good, _)));
        // "Once a week is enough."
        let often = self.view.found.times.iter().any(|t| matches!(t.role, TimeRole::Rate | TimeRole::Session));
        let Some(good) = good.filter(|_| !often) else { return false };
        let subject = |at: usize| {
            class("subject-pronouns", at) || class("states", at) || class("all-of-them", at) || self.view.is_in_time(at)
        };
        let ends =
            good.last >= tokens.len() || !self.view.sign(good.last).is_empty() || self.view.is_in_time(good.last);
        (0..good.first).all(subject) && ends && self.is_short()
    }

    /// "Most people manage it after two weeks": whether people in general do it again from a time on.
    fn is_managed(&self) -> bool {
        let class = |name, at: usize| self.lexicon.is_in_class(name, self.view.tokens()[at].word);
        let people = self.view.found.cues.iter().any(|c| matches!(c.kind, MentionKind::Cue(CueKind::You, _)));
        let manages = (0..self.view.tokens().len()).any(|at| class("managing", at) && !self.view.is_in_time(at));
        people && manages && self.only_start() && self.is_short()
    }

    /// "This can be done from five days after it": a pronoun, or nothing, before what may be done from a time on.
    fn may_be_done(&self) -> bool {
        let tokens = self.view.tokens();
        let class = |name, at: usize| tokens.get(at).is_some_and(|t| self.lexicon.is_in_class(name, t.word));
        let Some(verb) = (0..tokens.len().min(8)).find(|&at| class("done-under", at) && !self.view.is_in_time(at))
        else {
            return false;
        };
        let plain = |at: usize| {
            class("subject-pronouns", at)
                || class("between-subject-and-verb", at)
                || class("all-of-them", at)
                || self.view.is_in_time(at)
                || tokens[at].kind == TokenKind::Sign
        };
        let may = (0..verb).any(|at| class("modals-of-permission", at));
        may && (0..verb).all(plain) && self.only_start() && self.is_short()
    }

    /// "Whenever you feel comfortable.": whether the whole sentence says no more than that it is up to the reader.
    fn is_as_liked(&self) -> bool {
        let tokens = self.view.tokens();
        let open = |r: &Region| r.kind == RegionKind::Condition;
        let within = |at: usize| {
            tokens[at].kind == TokenKind::Sign
                || self.view.is_in_time(at)
                || self.walked.regions.iter().any(|r| open(r) && r.first <= at && at < r.last)
        };
        let class = |at: usize| self.lexicon.is_in_class("feeling-fit", tokens[at].word);
        let you = self.view.found.cues.iter().any(|c| matches!(c.kind, MentionKind::Cue(CueKind::You, _)));
        let reader = (0..tokens.len()).any(|at| self.lexicon.is_in_class("readers", tokens[at].word));
        (you || reader) && (0..tokens.len()).all(within) && (0..tokens.len()).any(class)
    }

    /// Whether the sentence has one time, which says from when.
    fn only_start(&self) -> bool {
        let starts = |t: &TimeMention| {
            let amount = t.from.as_ref().is_some_and(|f| f.unit.is_some() || f.day.is_some());
            matches!(t.role, TimeRole::Start | TimeRole::Point) && amount
        };
        matches!(self.view.found.times.as_slice(), [time] if starts(time))
    }

    fn is_short(&self) -> bool {
        let tokens = self.view.tokens();
        let asks = tokens.last().is_some_and(|t| matches!(t.span.of(self.view.text), "?" | ":"));
        let words = (0..tokens.len()).filter(|&at| tokens[at].kind == TokenKind::Word && !self.view.is_in_time(at));
        let tells =
            |c: &Mention| matches!(c.kind, MentionKind::Verb(VerbForm::Third)) && !self.view.is_in_time(c.first);
        !asks && words.count() <= MOST_WORDS && !self.view.found.cues.iter().any(tells)
    }
}
