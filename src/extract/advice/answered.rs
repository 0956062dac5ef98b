//! What does a sentence say of the concepts that its heading or question names?

use super::{Reading, sides};
use crate::{
    extract::{
        answer::{answer, dated_part, ending, only_recommends, opening, starting},
        assemble::{Draft, Route, Times},
        attach::Times as SentenceTimes,
        context::Topic,
        region::{Region, RegionKind},
        stance::Held,
    },
    lexicon::Question,
    model::{
        CueKind, Mention, MentionKind, Phase, Stance, Strength, TimeMention, TimeRole, TimeSpec, TokenKind, VerbForm,
    },
};

/// The most words beside the times of a sentence that only dates something.
const MOST_BESIDE_DATE: usize = 3;

impl Reading<'_, '_> {
    pub(super) fn answered(&self, times: &SentenceTimes<'_>) -> Vec<Draft> {
        let context = self.context;
        let topics = &context.topics;
        // "For at least a week, you should avoid:" says it of what follows.
        if self.view.tokens().last().is_some_and(|t| t.span.of(self.view.text) == ":") {
            return Vec::new();
        }
        let dated: Vec<&Topic> = topics.iter().filter(|t| self.lexicon.roles.scheduled.contains(&t.concept)).collect();
        if let ([topic], Some(time)) = (dated.as_slice(), self.only_date(times)) {
            return vec![self.dated(topic, &time)];
        }
        let held = |topic: &Topic| match context.question {
            Some(question) => {
                let tends = self.tends(&topic.concept);
                let asked =
                    matches!(question, Question::May | Question::When | Question::Named) && topic.held.is_none();
                answer(question, topic, tends, self.view, self.walked, self.lexicon)
                    .or_else(|| self.permitted_under(topic).filter(|_| asked))
            }
            None => self.label().or_else(|| self.dated_under(topic)).or_else(|| self.permitted_under(topic)),
        };
        let lead = dated_part(self.view, self.walked).map(|at| self.view.tokens()[at].span.start);
        let lead = lead.or_else(|| self.granted_before());
        let list: Vec<&TimeMention> = times.all().filter(|t| lead.is_none_or(|end| t.span.end <= end)).collect();
        if self.walked.groups.is_empty() && self.staff_speaks() {
            return Vec::new();
        }
        let plain = context.held.is_none() && !context.expect;
        let asks = match context.question {
            Some(question) => matches!(question, Question::May | Question::When | Question::Named),
            None => plain && topics.iter().all(|t| self.tends(&t.concept) != Some(Stance::Do)),
        };
        if let Some(case) = self.case_denied().filter(|_| asks) {
            let held = Held { stance: Stance::Avoid, degree: None, strength: Some(Strength::Must) };
            let meant = topics.iter().filter(|t| t.held.is_none());
            let draft = |t: &Topic| Draft {
                phase: None,
                concept: t.concept.clone(),
                held,
                times: Times::default(),
                span: self.view.sentence.span,
                condition: Some(case.clone()),
                exception: None,
                fired: vec![t.entry.clone()],
                route: Route::Answer,
            };
            return meant.map(draft).collect();
        }
        topics
            .iter()
            .filter(|t| {
                !self.walked.governed.iter().any(|g| self.view.found.concepts[g.mention].concept() == Some(&t.concept))
            })
            .filter_map(|topic| held(topic).map(|held| (topic, held)))
            .flat_map(|(topic, held)| {
                // "We suggest two weeks"
                let quiet = self.walked.groups.iter().all(only_recommends);
                let estimated = held.stance == Stance::Allow
                    && matches!(context.question, Some(Question::When | Question::Wait))
                    && (self.region_span(RegionKind::Condition).is_some()
                        || context.question == Some(Question::When) && (quiet || lead.is_some()));
                // "Warfarin – restart tonight"
                let resumes = self.walked.groups.iter().any(|g| g.chain.iter().any(|l| l.kind == CueKind::Resume));
                let named = context.question == Some(Question::Named) && self.walked.groups.is_empty();
                let estimated = estimated || held.stance == Stance::Allow && (resumes || named);
                // "Sauna – not earlier than after three weeks"
                let waited = |t: &TimeMention| held.stance == Stance::Avoid && self.is_waited_for(t);
                let turned: Vec<TimeMention> = list
                    .iter()
                    .map(|&t| match t.clone() {
                        time if estimated => starting(time),
                        time if waited(t) => ending(time),
                        time => time,
                    })
                    .collect();
                let list: Vec<&TimeMention> = turned.iter().collect();
                let of_side = |(phase, list): (_, Vec<&TimeMention>)| Draft {
                    phase,
                    concept: topic.concept.clone(),
                    held,
                    times: super::times(&list, held.stance, &topic.concept, self.lexicon),
                    span: self.view.sentence.span,
                    condition: self.any_condition(),
                    exception: None,
                    fired: vec![topic.entry.clone()],
                    route: Route::Answer,
                };
                sides(&list).into_iter().map(of_side).collect::<Vec<Draft>>()
            })
            .collect()
    }

    /// "Yes, after a day, but do not soak for a week": where a contrast begins behind what is granted, of which the times behind it say
    /// nothing.
    fn granted_before(&self) -> Option<usize> {
        let granted = opening(self.view) == Some(true);
        let contrasts = |c: &&Mention| matches!(c.kind, MentionKind::Cue(CueKind::Contrast, _));
        let but = self.view.found.cues.iter().find(contrasts).filter(|_| granted)?;
        let times = &self.view.found.times;
        times.iter().any(|t| t.span.end <= but.span.start).then_some(but.span.start)
    }

    /// Whether a concept stands outside of the times: "wait until the numbness has gone" names nothing that is done.
    pub(super) fn names_something(&self) -> bool {
        self.view.found.concepts.iter().any(|m| !self.view.is_in_time(m.first))
    }

    /// The first time of a sentence that hardly says more than its times: "Day 10, six weeks, three months", "Surgeon: two weeks".
    fn only_date(&self, times: &SentenceTimes<'_>) -> Option<TimeMention> {
        let in_time = |span| self.view.found.times.iter().any(|t| t.span.contains(span));
        let words = self.view.tokens().iter().filter(|t| t.kind == TokenKind::Word);
        let others = words.filter(|t| !in_time(t.span)).count();
        let asks = self.view.tokens().last().is_some_and(|t| t.span.of(self.view.text) == "?");
        let tells = |c: &Mention| matches!(c.kind, MentionKind::Verb(_) | MentionKind::Cue(CueKind::Be, _));
        let person = self.view.tokens().iter().any(|t| self.lexicon.is_in_class("persons", t.word));
        let told = person || self.view.found.cues.iter().any(tells) || !self.view.found.concepts.is_empty();
        if asks || others > MOST_BESIDE_DATE || told || self.context.expect {
            return None;
        }
        let dates = |t: &&TimeMention| !matches!(t.role, TimeRole::Lead | TimeRole::Session | TimeRole::Count);
        let time = times.all().find(dates).cloned()?;
        Some(match time.role {
            TimeRole::Window => {
                TimeMention { role: TimeRole::Start, from: time.from.or(time.until), until: None, ..time }
            }
            _ => starting(time),
        })
    }

    fn dated(&self, topic: &Topic, time: &TimeMention) -> Draft {
        let held = Held { stance: Stance::Do, degree: None, strength: Some(Strength::Should) };
        Draft {
            phase: None,
            concept: topic.concept.clone(),
            held,
            times: super::times(&[time], held.stance, &topic.concept, self.lexicon),
            span: self.view.sentence.span,
            condition: self.any_condition(),
            exception: None,
            fired: vec![topic.entry.clone()],
            route: Route::Answer,
        }
    }

    /// "We'll call you the next day": the staff act, which answers nothing.
    pub(super) fn staff_speaks(&self) -> bool {
        let persons = |c: &&Mention| matches!(c.kind, MentionKind::Cue(CueKind::Staff | CueKind::You, _));
        let first = self.view.found.cues.iter().find(persons);
        first.is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Staff, _)))
    }

    /// "Air travel" / "Generally safe after a week", "can return the next day": an item that permits from a time on.
    fn released(&self) -> Option<Held> {
        use CueKind as K;
        let starts = |t: &TimeMention| matches!(t.role, TimeRole::Start | TimeRole::Point | TimeRole::End);
        let permits = |c: &Mention| matches!(c.kind, MentionKind::Cue(K::Good | K::May, _));
        let turns = |c: &Mention| {
            matches!(
                c.kind,
                MentionKind::Cue(
                    K::Not
                        | K::ModalNot
                        | K::No
                        | K::BareNot
                        | K::Avoid
                        | K::Wait
                        | K::Limit
                        | K::Bad
                        | K::Staff
                        | K::Must,
                    _
                )
            )
        };
        let cues = &self.view.found.cues;
        let opens = cues.first().is_some_and(|c| c.first <= 1 && permits(c));
        let clear = self.is_item && opens && !cues.iter().any(turns) && self.view.found.times.iter().any(starts);
        clear.then_some(Held { stance: Stance::Allow, degree: None, strength: Some(Strength::May) })
    }

    /// "Makeup" / "After 24 hours.", "Work" / "You can go back the next day": what a sentence that hardly says more than a date holds
    /// of the thing that its heading names.
    fn dated_under(&self, topic: &Topic) -> Option<Held> {
        use CueKind as K;
        let roles = &self.lexicon.roles;
        let tends = self.tends(&topic.concept);
        let taken_up =
            tends == Some(Stance::Avoid) || [&roles.resumed, &roles.offered].iter().any(|r| r.contains(&topic.concept));
        let course = roles.courses.contains(&topic.concept) || roles.medicines.contains(&topic.concept);
        let silent = self.context.expect
            || self.context.held.is_some_and(|h| h.stance != Stance::Allow)
            || self.context.phase == Some(Phase::Before);
        if !taken_up || course || silent {
            return None;
        }
        let plain = |c: &Mention| {
            let kinds = [K::You, K::May, K::Resume, K::Good, K::Be, K::To, K::Only];
            matches!(c.kind, MentionKind::Cue(kind, _) if kinds.contains(&kind)) || self.view.is_in_time(c.first)
        };
        // "Shower" / "After a week if the wound is dry": what stands before its condition.
        let ends = |at: usize| self.view.tokens()[at..].iter().all(|t| t.kind == TokenKind::Sign);
        let last = |r: &&Region| r.kind == RegionKind::Condition && r.first > 0 && ends(r.last);
        let case = self.walked.regions.iter().find(last);
        let end = case.map_or(usize::MAX, |r| r.first);
        let names = if case.is_some() {
            self.view.found.concepts.iter().any(|c| c.first < end)
        } else {
            self.names_something()
        };
        if names {
            return None;
        }
        let cues = || self.view.found.cues.iter().filter(|c| c.first < end);
        let resumes = cues().any(|c| matches!(c.kind, MentionKind::Cue(K::Resume, _)));
        let words = self.view.tokens().iter().enumerate().take_while(|&(at, _)| at < end);
        let others = words.filter(|(at, t)| t.kind == TokenKind::Word && !self.view.is_in_time(*at)).count();
        let dates = others <= MOST_BESIDE_DATE && cues().all(|c| self.view.is_in_time(c.first));
        let starts = |t: &TimeMention| {
            let amount = |a: &TimeSpec| a.unit.is_some() || a.day.is_some();
            let starts = matches!(t.role, TimeRole::Start | TimeRole::Point) && t.from.as_ref().is_some_and(amount);
            // "Return to work" / "In five to ten days"
            let within = t.role == TimeRole::End && t.fired.iter().any(|e| roles.by_then.contains(e));
            starts || within && roles.resumed.contains(&topic.concept) && t.until.as_ref().is_some_and(amount)
        };
        let [time] = self.view.found.times.as_slice() else { return None };
        let before = self.view.tokens().iter().take(end);
        let denies = before.into_iter().any(|t| self.lexicon.is_in_class("not", t.word));
        let alone = self.walked.regions.len() == usize::from(case.is_some());
        let clear = !denies && cues().all(plain) && alone && !self.staff_speaks();
        let held = Held { stance: Stance::Allow, degree: None, strength: Some(Strength::May) };
        (clear && starts(time) && (dates || resumes)).then_some(held)
    }

    /// "Ice" / "20 minutes at a time, every two hours": how often, of something that nearly every leaflet orders.
    fn prescribes(&self) -> bool {
        let supplied = &self.lexicon.roles.supplied;
        let wanted = |t: &Topic| self.tends(&t.concept) == Some(Stance::Do) || supplied.contains(&t.concept);
        let often = self.view.found.times.iter().any(|t| t.role == TimeRole::Rate);
        let told = |c: &Mention| {
            matches!(
                c.kind,
                MentionKind::Cue(
                    CueKind::Be
                        | CueKind::Staff
                        | CueKind::Not
                        | CueKind::ModalNot
                        | CueKind::No
                        | CueKind::BareNot
                        | CueKind::Avoid
                        | CueKind::Bad
                        | CueKind::May
                        | CueKind::Unneeded
                        | CueKind::Remove
                        | CueKind::NotNeeded,
                    _
                ) | MentionKind::Verb(VerbForm::Third)
            )
        };
        let plain = !self.view.found.cues.iter().any(told) && !self.context.expect;
        often && plain && self.context.topics.len() == 1 && self.context.topics.iter().all(wanted)
    }

    /// What a sentence without a concept of its own holds of the concept that its heading names: "Exercise" / "Wait a day".
    pub(super) fn label(&self) -> Option<Held> {
        if self.context.topics.is_empty() || self.names_something() {
            return None;
        }
        if let Some(held) = self.released() {
            return Some(held);
        }
        if self.prescribes() {
            return Some(Held { stance: Stance::Do, degree: None, strength: Some(Strength::Should) });
        }
        let timed = !self.view.found.times.is_empty();
        if self.denies_both() {
            return Some(Held { stance: Stance::Avoid, degree: None, strength: Some(Strength::Must) });
        }
        let group = self.walked.dangling.iter().map(|&i| &self.walked.groups[i]).find(|g| !g.chain.is_empty());
        // "Prohibited for two weeks", "is forbidden for ten days"
        let be = |c: &&Mention| c.first == 0 && matches!(c.kind, MentionKind::Cue(CueKind::Be, _));
        let cues = &self.view.found.cues;
        let is = cues.first().filter(be).map_or(0, |c| c.last);
        let verdict = cues.iter().find(|c| is == 0 || c.first > 0).filter(|c| c.first == is);
        let forbids = verdict.is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Bad, _)));
        if group.is_none() && forbids && timed && self.walked.groups.is_empty() {
            // "Smoking" / "Prohibited for two weeks"
            return Some(Held { stance: Stance::Avoid, degree: None, strength: Some(Strength::Must) });
        }
        let group = group?;
        let waits = group.chain.iter().any(|l| matches!(l.kind, CueKind::Wait | CueKind::Avoid | CueKind::Resume));
        // "Wait two weeks with fillers" says it of something else than the heading's.
        let with = self.view.tokens().iter().any(|t| self.lexicon.is_in_class("with", t.word));
        if waits && timed && !with && !self.is_others(group) { group.held } else { None }
    }
}
