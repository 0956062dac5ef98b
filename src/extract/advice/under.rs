//! What does a sentence say of the thing that its heading or question names, which it does not name itself? "Flying" / "Not a
//! problem.", "Driving" / "Most people manage it after two weeks.", "Tinting" / "This can be done after five days."

use super::{Antecedent, Reading};
use crate::{
    extract::{
        assemble::Draft,
        context::Topic,
        region::{Region, RegionKind},
        stance::Held,
    },
    model::{CueKind, Mention, MentionKind, Name, Phase, Stance, Strength, TimeMention, TimeRole, TokenKind, VerbForm},
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
        if silent || kept || !self.view.found.concepts.is_empty() || self.staff_speaks() || self.turns() {
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
        let unneeded = has(CueKind::Unneeded) || has(CueKind::NotNeeded) || has(CueKind::No) && has(CueKind::Needed);
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
        let Some(good) = good else { return false };
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
