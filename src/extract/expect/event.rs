//! What stands in a sentence that bears on an expectation? Its tokens become events, from left to right.

use super::{Scene, earlier::is_until_healed, window::is_lasting};
use crate::{
    extract::region::{Region, RegionKind},
    lexicon::{ConceptSort, Course},
    model::{CueKind, Mention, MentionKind, TimeMention, TimeRole, TokenKind, VerbForm},
};

/// The most words between a pronoun and its verb of course.
const LONGEST_PASSAGE: usize = 4;

/// A subject of an expectation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A symptom or the course of something: the index of its mention.
    Concept(usize),
    /// The procedure, as something that takes time.
    Session,
    /// The healing that a time names ("until it has healed, which takes a month").
    Healing,
}

/// What a token begins.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A subject; whether its words are also a verb ("heals").
    Subject(Subject, bool),
    /// A verb of course.
    Verb(Course),
    /// Something is to be expected.
    Expects,
    /// What follows is acted upon.
    Treats,
    /// A time.
    Time(Box<TimeMention>),
    /// Advice begins.
    Advice,
    /// A comma or joining word.
    Soft,
    /// A semicolon, a dash or a contrast.
    Hard,
    /// A clause that gives a reason begins.
    Enter,
    /// It ends.
    Leave,
    /// A pronoun that a clause begins with and that a verb of course follows: "…, and they fade in a week".
    Again,
    /// A form of "be".
    Be,
    /// A word that can be no part of an elided subject.
    Word,
}

/// An event with the token at which it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// The token's index.
    pub at: usize,
    /// What it begins.
    pub event: Event,
}

/// The events of a sentence.
pub fn events(scene: &Scene<'_>) -> Vec<Placed> {
    let mut reader = Reader { scene, out: Vec::new(), covered: 0, leaves: Vec::new() };
    let mut at = 0;
    while at < scene.view.tokens().len() {
        at = reader.step(at).max(at + 1);
    }
    reader.leave(usize::MAX);
    reader.out
}

struct Reader<'a, 's> {
    scene: &'a Scene<'s>,
    out: Vec<Placed>,
    /// One past the last token of a phrase that was read.
    covered: usize,
    /// Where the reasons end that are open.
    leaves: Vec<usize>,
}

impl Reader<'_, '_> {
    fn push(&mut self, at: usize, event: Event) {
        self.out.push(Placed { at, event });
    }

    fn leave(&mut self, at: usize) {
        while self.leaves.last().is_some_and(|&l| l <= at) {
            self.leaves.pop();
            self.push(at, Event::Leave);
        }
    }

    fn step(&mut self, at: usize) -> usize {
        self.leave(at);
        if let Some(region) = self.scene.walked.regions.iter().find(|r| r.first == at).copied()
            && !self.is_transparent(&region)
            && !(region.kind != RegionKind::Condition && self.is_taken())
        {
            if region.kind != RegionKind::Reason {
                return self.end_of(&region);
            }
            self.push(at, Event::Enter);
            self.leaves.push(region.last);
        }
        let before = self.out.len();
        let within = at < self.covered;
        if at >= self.covered {
            self.phrase(at);
        }
        let next = self.time(at);
        if next == at {
            if !within || !self.tells_how(at) {
                self.concepts(at);
            }
            self.cue(at);
        }
        if self.scene.begins_advice(at) {
            self.push(at, Event::Advice);
        }
        if self.out.len() == before && at >= self.covered && next == at && self.is_word(at) {
            self.push(at, Event::Word);
        }
        next
    }

    /// "Itching is common as it heals": a verb at the end of a phrase that only says meanwhile.
    fn tells_how(&self, at: usize) -> bool {
        at > 0
            && self.scene.tells(at, Course::Ends)
            && at + 1 == self.covered
            && (at.saturating_sub(LONGEST_PASSAGE)..at)
                .any(|i| self.scene.lexicon.is_in_class("meanwhile", self.scene.view.tokens()[i].word))
    }

    /// A clause about what stands before goes on telling of it ("which fades", "it can take").
    fn is_transparent(&self, region: &Region) -> bool {
        let view = self.scene.view;
        let relative =
            view.cue_at(region.first).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Relative, _)));
        let tells = |course| self.scene.tells(region.first, course);
        let covered = region.first < self.covered;
        let joined = region.first > 0
            && self.scene.tells(region.first - 1, Course::Passes)
            && !self.scene.tells(region.first, Course::Treats);
        region.kind == RegionKind::Reason
            && (relative || covered || joined || tells(Course::Refers) || tells(Course::Expects))
    }

    /// Where a region ends; a condition without a comma at its end, where what it bears on is named again.
    fn end_of(&self, region: &Region) -> usize {
        let open =
            region.leads && region.kind == RegionKind::Condition && region.last >= self.scene.view.tokens().len();
        let again = |&i: &usize| self.scene.tells(i, Course::Refers);
        if open { (region.first + 3..region.last).find(again).unwrap_or(region.last) } else { region.last }
    }

    fn phrase(&mut self, at: usize) {
        let scene = self.scene;
        if let Some(end) = self.procedure(at) {
            self.covered = end;
            return self.push(at, Event::Subject(Subject::Session, false));
        }
        if scene.told(at) == 0 {
            return;
        }
        let Some((values, found)) = scene.lexicon.courses.longest(scene.view.tokens(), at) else { return };
        let begun = |t: &TimeMention| t.role == TimeRole::Start && t.span.start == scene.view.tokens()[at].span.start;
        if scene.view.found.times.iter().any(begun) {
            // "Starting tomorrow, rinse it": a word of the time.
            return;
        }
        // "swelling and clear fluid": the first word of a symptom's name.
        let named = scene
            .view
            .concepts_at(at)
            .any(|(_, m)| m.last > found.end && scene.is_subject(m) && scene.sort(m) == Some(ConceptSort::Symptom));
        if named {
            return;
        }
        self.covered = found.end;
        for value in values {
            match value {
                verb if verb.is_verb() && self.is_done(at, found.end) => self.push(at, Event::Advice),
                verb if verb.is_verb() => self.push(at, Event::Verb(*verb)),
                Course::Expects => self.push(at, Event::Expects),
                Course::Treats => self.push(at, Event::Treats),
                Course::Session if scene.is_free(at) && !self.is_anchor(at) => {
                    self.push(at, Event::Subject(Subject::Session, false));
                }
                Course::Turns => self.push(at, Event::Advice),
                Course::Refers if self.begins_clause(at) && self.is_told(found.end) => self.push(at, Event::Again),
                _ => {}
            }
        }
    }

    /// Whether a verb is what the reader does where the sentence names nothing that takes its course: "Continue this for a week",
    /// "you may go after ten minutes".
    fn is_done(&self, at: usize, end: usize) -> bool {
        let view = self.scene.view;
        let base = view
            .cue_at(at)
            .is_some_and(|c| matches!(c.kind, MentionKind::Verb(VerbForm::Base) | MentionKind::Cue(_, VerbForm::Base)));
        let opens = base && (0..at).all(|i| view.tokens()[i].kind == TokenKind::Sign);
        let may = |c: &Mention| c.last == at && matches!(c.kind, MentionKind::Cue(CueKind::May | CueKind::Must, _));
        let person = |c: &Mention| view.found.cues.iter().any(|y| y.last == c.first && self.is_person(y.first));
        let granted = view.found.cues.iter().any(|c| may(c) && (person(c) || self.is_person(c.first)));
        // "Do not go on with it after a day"
        let not = |c: &Mention| c.last == at && c.first == 0 && matches!(c.kind, MentionKind::Cue(CueKind::Not, _));
        let denied = view.found.cues.iter().any(not);
        (opens && end == at + 1 || granted || denied) && !view.found.concepts.iter().any(|m| self.scene.is_subject(m))
    }

    /// Whether the reader is named at a token.
    fn is_person(&self, at: usize) -> bool {
        self.scene.lexicon.is_in_class("readers", self.scene.view.tokens()[at].word)
    }

    /// "common after surgery and gone in a month": the procedure only says after what.
    fn is_anchor(&self, at: usize) -> bool {
        let class = |name, at: usize| self.scene.lexicon.is_in_class(name, self.scene.view.tokens()[at].word);
        let before = (at.saturating_sub(2)..at).rev().find(|&i| !class("articles", i));
        before.is_some_and(|i| i > 0 && class("treatment-anchors", i))
    }

    /// One past the name of a procedure that begins at a token, where a verb says how long it lasts: "lash lifts last six weeks".
    fn procedure(&self, at: usize) -> Option<usize> {
        let scene = self.scene;
        let (_, found) = scene.lexicon.procedures.phrases.longest(scene.view.tokens(), at)?;
        let passed = (found.end..found.end + LONGEST_PASSAGE)
            .take_while(|&i| scene.tells(i, Course::Passes) && !scene.tells_course(i));
        let verb = found.end + passed.count();
        let long = scene.view.found.times.iter().any(is_lasting);
        let lasts = scene.tells(verb, Course::Lasts) && long || scene.tells(verb, Course::Takes);
        (lasts && scene.is_free(at)).then_some(found.end)
    }

    /// Whether a comma or a joining word stands right before a token.
    fn begins_clause(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        let joins = |c: &Mention| {
            c.last == at && matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Or | CueKind::Contrast, _))
        };
        matches!(self.scene.view.sign(before), "," | ";") || self.scene.view.found.cues.iter().any(joins)
    }

    /// Whether a verb of course follows at a token, behind words that may stand before it.
    fn is_told(&self, from: usize) -> bool {
        let last = (from + LONGEST_PASSAGE).min(self.scene.view.tokens().len());
        let passed = (from..last).take_while(|&i| self.scene.tells(i, Course::Passes) && !self.scene.tells_course(i));
        self.scene.tells_course(from + passed.count())
    }

    /// The time that begins at a token; one past its last token.
    fn time(&mut self, at: usize) -> usize {
        let view = self.scene.view;
        let token = view.tokens()[at].span;
        let mut next = at;
        for time in view.found.times.iter().filter(|t| t.span.start == token.start) {
            let mut time = time.clone();
            if time.role == TimeRole::Lead && !time.anchored && self.scene.tells(at, Course::Lasts) {
                time.role = TimeRole::Duration;
            }
            next = view.tokens().partition_point(|t| t.span.start < time.span.end);
            for inside in at..next {
                self.concepts(inside);
            }
            if self.is_taken() && self.gone(&time, at..next) {
                continue;
            }
            let healed = is_until_healed(&time);
            self.push(at, Event::Time(Box::new(time)));
            if healed && (next..next + 2).any(|i| self.scene.tells(i, Course::Refers)) {
                self.push(at, Event::Hard);
                self.push(at, Event::Subject(Subject::Healing, false));
            }
        }
        next
    }

    /// Whether an amount that something takes stands right before: "it takes a week …".
    fn is_taken(&self) -> bool {
        // The word that opens the end acts upon what follows, elsewhere.
        let events = self.out.iter().filter(|p| p.event != Event::Treats).collect::<Vec<_>>();
        let [.., before, last] = &events[..] else { return false };
        let amount = matches!(&last.event, Event::Time(t) if t.until.as_ref().is_some_and(|u| u.event.is_none()));
        amount
            && matches!(before.event, Event::Verb(Course::Takes) | Event::Word | Event::Be)
            && self.out.iter().any(|p| p.event == Event::Verb(Course::Takes))
    }

    /// Tells what is gone by an end behind what it takes, instead of the end: "it takes a week until the swelling has gone", "count
    /// on six months until it has healed".
    fn gone(&mut self, time: &TimeMention, tokens: std::ops::Range<usize>) -> bool {
        if time.role != TimeRole::End || time.until.as_ref().is_none_or(|u| u.event.is_none()) {
            return false;
        }
        let symptom = |m: &Mention| tokens.contains(&m.first) && self.scene.sort(m) == Some(ConceptSort::Symptom);
        let concepts = &self.scene.view.found.concepts;
        let named: Vec<_> = (0..concepts.len()).filter(|&i| symptom(&concepts[i])).map(Subject::Concept).collect();
        let named = if is_until_healed(time) { vec![Subject::Healing] } else { named };
        let told = !named.is_empty();
        if told {
            self.out.pop_if(|p| p.event == Event::Treats);
        }
        for subject in named {
            self.push(tokens.start, Event::Subject(subject, false));
        }
        told
    }

    fn concepts(&mut self, at: usize) {
        let scene = self.scene;
        for (index, mention) in scene.view.concepts_at(at) {
            if !scene.is_subject(mention) || self.is_denied(mention) {
                continue;
            }
            let verbal = scene.tells(at, Course::Ends) && scene.sort(mention) == Some(ConceptSort::Course);
            if verbal {
                self.out.retain(|p| p.at != at || p.event != Event::Verb(Course::Ends));
            }
            self.push(at, Event::Subject(Subject::Concept(index), verbal));
            self.covered = self.covered.max(self.end_of_words(mention));
        }
    }

    /// "And there is no downtime".
    fn is_denied(&self, mention: &Mention) -> bool {
        let no = |c: &Mention| c.last == mention.first && matches!(c.kind, MentionKind::Cue(CueKind::No, _));
        self.scene.view.found.cues.iter().any(no)
    }

    /// The end of a concept's words before its first verb of course, so that "results will last" still has its verb.
    fn end_of_words(&self, mention: &Mention) -> usize {
        let verb = |i: &usize| self.scene.tells_course(*i);
        (mention.first + 1..mention.last).find(verb).unwrap_or(mention.last)
    }

    fn cue(&mut self, at: usize) {
        let view = self.scene.view;
        match view.sign(at) {
            "," => self.push(at, Event::Soft),
            ";" | "?" | "!" => self.push(at, Event::Hard),
            "\u{2013}" | "\u{2014}" | "-" if view.tokens()[at].spaced => self.push(at, Event::Hard),
            _ => {}
        }
        let Some(cue) = view.cue_at(at) else { return };
        match cue.kind {
            MentionKind::Cue(CueKind::And | CueKind::Or, _) => self.push(at, Event::Soft),
            MentionKind::Cue(CueKind::Contrast, _) => self.push(at, Event::Hard),
            // "Scabs drop off": a verb within the name of what happens.
            MentionKind::Cue(CueKind::Avoid, VerbForm::Base)
                if !self.is_within_subject(at) && !self.ends_here(at) && !self.stops_by_then(cue) =>
            {
                self.push(at, Event::Advice);
            }
            MentionKind::Cue(CueKind::Be, _) => self.push(at, Event::Be),
            _ => {}
        }
    }

    /// "Bleeding should stop within a week": what stops by itself, right behind what it is said of.
    fn ends_here(&self, at: usize) -> bool {
        let mut before = self.out.iter().rev().filter(|p| p.at < at);
        let symptom = |p: &Placed| match p.event {
            Event::Subject(subject, _) => self.scene.has_symptom(&[subject]),
            _ => false,
        };
        self.scene.tells(at, Course::Ends) && before.next().is_some_and(symptom)
    }

    /// "It should stop within a week", "bleeding is normal and should cease after a day": what stops by itself, with its time right
    /// behind.
    fn stops_by_then(&self, verb: &Mention) -> bool {
        let (view, scene) = (self.scene.view, self.scene);
        let starts = |t: &TimeMention| view.tokens().get(verb.last).is_some_and(|n| n.span.start == t.span.start);
        let passed = |at: &usize| {
            let tells = |course| scene.tells(*at, course);
            (tells(Course::Passes) || tells(Course::Expects)) && !tells(Course::Refers)
        };
        let symptom = |m: &Mention| scene.is_subject(m) && scene.sort(m) == Some(ConceptSort::Symptom);
        let subject = (0..verb.first).rev().find(|at| !passed(at));
        scene.tells(verb.first, Course::Ends)
            && view.found.times.iter().any(starts)
            && subject.is_some_and(|at| {
                let named = |m: &Mention| m.first <= at && at < m.last && symptom(m);
                scene.tells(at, Course::Refers) || view.found.concepts.iter().any(named)
            })
    }

    /// Whether a subject's name began before a token and goes on behind it.
    fn is_within_subject(&self, at: usize) -> bool {
        self.scene.view.found.concepts.iter().any(|c| c.first < at && at < c.last && self.scene.is_subject(c))
    }

    /// Whether a token is a word with a meaning of its own.
    fn is_word(&self, at: usize) -> bool {
        let token = self.scene.view.tokens()[at];
        let light = |c: &Mention| !matches!(c.kind, MentionKind::Verb(_) | MentionKind::Concept(_));
        token.kind == TokenKind::Word
            && !self.scene.lexicon.is_determiner(token.word)
            && !self.scene.view.found.cues.iter().any(|c| c.first <= at && at < c.last && light(c))
    }
}
