//! Which time belongs to which subject? Runs of subjects ("redness and swelling") take the times of their verbs.

use super::{
    Scene,
    event::{Event, Placed, Subject},
    window::{is_amount, is_lasting, is_session_length, is_when},
};
use crate::{
    lexicon::Course,
    model::{CueKind, Mention, MentionKind, TimeMention, VerbForm},
};

/// Subjects that share a predicate, with their times.
#[derive(Debug, Clone, Default)]
pub struct Run {
    /// The subjects; those of an earlier sentence where there are none.
    pub subjects: Vec<Subject>,
    /// The token where it begins.
    pub first: usize,
    /// One past the token of its last subject.
    pub last: usize,
    /// Its times, each with its verb.
    pub times: Vec<(Option<Course>, TimeMention)>,
    /// Times that stand before it.
    leading: Vec<TimeMention>,
    /// Whether what a heading above states holds for it.
    pub inherits: bool,
    verb: Option<Course>,
    predicated: bool,
    object: bool,
    joined: bool,
    strict: bool,
    /// Whether its subjects are those of the heading above.
    pub labelled: bool,
}

impl Run {
    /// "You see it after a week; it fades over three months": the times at which results show apart from those for which
    /// they last.
    pub fn shown_and_lasting(&self) -> Vec<Self> {
        let (lasting, shown): (Vec<_>, Vec<_>) =
            self.times.iter().cloned().partition(|(verb, _)| tells_of_lasting(*verb));
        if lasting.is_empty() || shown.is_empty() {
            return vec![self.clone()];
        }
        [shown, lasting].into_iter().map(|times| Self { times, ..self.clone() }).collect()
    }
}

/// Whether a verb tells how long results last.
pub fn tells_of_lasting(verb: Option<Course>) -> bool {
    matches!(verb, Some(Course::Lasts | Course::Wanes))
}

/// The runs of a sentence, with what is told of each.
pub fn runs(scene: &Scene<'_>, events: &[Placed]) -> Vec<Run> {
    let mut reader = Reader { scene, out: Vec::new(), state: State::default(), outside: Vec::new() };
    for (index, placed) in events.iter().enumerate() {
        if opens_clause(events, index) {
            reader.state.current = None;
            reader.state.contrasted = true;
            reader.state.leading.clear();
        }
        reader.step(placed);
    }
    reader.finish()
}

/// Whether a time opens a clause that says what is to be expected then: "…, and for two days there can be some swelling".
fn opens_clause(events: &[Placed], at: usize) -> bool {
    let is = |i: Option<usize>, event: Event| i.and_then(|i| events.get(i)).is_some_and(|p| p.event == event);
    matches!(events[at].event, Event::Time(_))
        && is(at.checked_sub(1), Event::Soft)
        && is(Some(at + 1), Event::Expects)
        && events.iter().skip(at + 2).take(2).any(|p| matches!(p.event, Event::Subject(..)))
}

#[derive(Debug, Clone, Default)]
struct State {
    current: Option<usize>,
    leading: Vec<TimeMention>,
    pending: Option<Course>,
    /// Whether a clause ended since the subject, or its predicate was joined by another.
    parted: bool,
    /// Whether a word of its own stands since then.
    words: bool,
    advice: bool,
    /// Whether the advice has its time.
    timed: bool,
    expects: bool,
    treats: bool,
    strict: bool,
    be: bool,
    /// Whether a subject or verb stands in the sentence.
    begun: bool,
    /// Whether a contrast, a dash or a semicolon stands since the last subject.
    contrasted: bool,
}

struct Reader<'a, 's> {
    scene: &'a Scene<'s>,
    out: Vec<Run>,
    state: State,
    outside: Vec<State>,
}

impl Reader<'_, '_> {
    fn step(&mut self, placed: &Placed) {
        match &placed.event {
            Event::Subject(subject, verbal) => self.subject(placed.at, *subject, *verbal),
            Event::Verb(course) => self.verb(placed.at, *course),
            Event::Time(time) => self.time(placed.at, time),
            Event::Expects => self.expects(placed.at),
            Event::Treats => self.state.treats = true,
            Event::Advice => {
                self.state.advice = true;
                self.state.timed = false;
                self.state.begun = true;
                self.state.expects = false;
                self.state.leading.clear();
            }
            Event::Soft => self.soft(),
            Event::Hard => self.hard(),
            Event::Enter => {
                let inside = State { strict: true, begun: true, ..State::default() };
                self.outside.push(std::mem::replace(&mut self.state, inside));
            }
            Event::Leave => {
                if let Some(outside) = self.outside.pop() {
                    self.state = outside;
                }
            }
            Event::Again => self.again(placed.at),
            Event::Be => self.state.be = true,
            Event::Word => self.state.words = true,
        }
    }

    fn run(&mut self) -> Option<&mut Run> {
        self.state.current.and_then(|i| self.out.get_mut(i))
    }

    fn subject(&mut self, at: usize, subject: Subject, verbal: bool) {
        if verbal && self.takes_verb() {
            return self.verb(at, Course::Ends);
        }
        self.state.advice &= !(self.state.timed && self.state.parted);
        let state = &self.state;
        let last = self.scene.end_of(subject, at);
        let object = state.treats;
        if let Some(run) = state.current.and_then(|i| self.out.get_mut(i))
            && !run.predicated
            && !state.parted
            && run.object == object
        {
            run.subjects.push(subject);
            run.last = last;
            return;
        }
        // "It can take two weeks for the swelling to go down".
        let takes = |r: &Run| r.subjects.is_empty() && r.verb == Some(Course::Takes) && !r.times.is_empty();
        if let Some(run) = state.current.and_then(|i| self.out.get_mut(i))
            && takes(run)
            && !state.parted
        {
            if subject == Subject::Session {
                // "It takes six weeks for the piercing to heal"
                return;
            }
            run.subjects.push(subject);
            run.last = last;
            return;
        }
        let previous = state.current.and_then(|i| self.out.get(i));
        let inherited = previous.filter(|r| !r.times.is_empty() && !r.object).and_then(|r| r.verb);
        self.out.push(Run {
            subjects: vec![subject],
            first: at,
            last,
            leading: if state.advice || object { Vec::new() } else { state.leading.clone() },
            verb: state.pending.or(inherited),
            inherits: !object && !state.strict,
            object,
            strict: state.strict,
            joined: previous.is_some() && !state.advice && !state.contrasted,
            ..Run::default()
        });
        self.state.current = Some(self.out.len() - 1);
        self.state.contrasted = false;
        self.state.parted = false;
        self.state.words = false;
        self.state.be = false;
        self.state.pending = None;
        self.state.begun = true;
    }

    /// Whether a verb here tells of the current subject, or of one that is left out.
    fn takes_verb(&self) -> bool {
        if self.state.words {
            return false;
        }
        match self.state.current.and_then(|i| self.out.get(i)) {
            Some(run) => self.scene.has_symptom(&run.subjects),
            None => !self.state.begun && !self.state.strict && self.scene.earlier.has_symptom(),
        }
    }

    fn verb(&mut self, at: usize, course: Course) {
        let elided = !self.state.words;
        if self.state.parted && !elided {
            self.state.current = None;
        }
        if self.state.current.is_none() && elided && !self.state.begun && !self.state.strict && !self.orders(at) {
            // "Swelling is usual. By day 10 most of it has gone."
            let told = self.scene.earlier.has_symptom() && course != Course::Takes;
            let leading = if told { self.state.leading.clone() } else { Vec::new() };
            self.out.push(Run { first: at, last: at, leading, ..Run::default() });
            self.state.current = Some(self.out.len() - 1);
        }
        self.state.begun = true;
        self.state.treats = false;
        let after_advice = self.state.parted && elided;
        self.state.advice &= !after_advice;
        let begins = self.state.current.is_some_and(|i| self.scene.begins(&self.out[i].subjects));
        match self.run() {
            Some(run) if course == Course::Lasts && !run.times.is_empty() && begins => {
                let again = Run { times: Vec::new(), verb: Some(course), first: at, last: at + 1, ..run.clone() };
                self.out.push(again);
                self.state.current = Some(self.out.len() - 1);
            }
            Some(run) => {
                run.verb = Some(course);
                run.predicated = true;
            }
            None => self.state.pending = Some(course),
        }
        self.state.parted = false;
        self.state.words = false;
    }

    /// "Continue this for four days", "start again after a week": whether the sentence opens with an order, which has no subject
    /// before it.
    fn orders(&self, at: usize) -> bool {
        let (view, lexicon) = (self.scene.view, self.scene.lexicon);
        let modal = |at: usize| lexicon.is_in_class("modals-of-duty", view.tokens()[at].word);
        let order = |c: &Mention| match c.kind {
            MentionKind::Verb(form) | MentionKind::Cue(CueKind::Resume | CueKind::Either, form) => {
                form == VerbForm::Base
            }
            MentionKind::Cue(CueKind::Must, _) => !modal(0),
            MentionKind::Cue(CueKind::Remove, form) => matches!(form, VerbForm::Base | VerbForm::Other),
            _ => false,
        };
        at == 0 && view.cue_at(0).is_some_and(order)
    }

    /// Goes on with the symptoms that the sentence named last.
    fn again(&mut self, at: usize) {
        let last = self.out.iter().rposition(|r| !r.object && self.scene.has_symptom(&r.subjects));
        let Some(last) = last.filter(|_| !self.state.advice && !self.state.strict) else { return };
        let run = Run {
            times: Vec::new(),
            leading: Vec::new(),
            verb: None,
            predicated: false,
            joined: false,
            ..self.out[last].clone()
        };
        self.out.push(Run { first: at, last: at + 1, ..run });
        self.state.current = Some(self.out.len() - 1);
        self.state.words = false;
        self.state.parted = false;
        self.state.treats = false;
    }

    fn expects(&mut self, at: usize) {
        self.state.treats = false;
        self.state.expects = true;
        self.state.advice = false;
        if self.state.parted {
            self.state.words = false;
        }
        if self.state.current.is_none()
            && !self.state.begun
            && !self.state.words
            && !self.state.strict
            && self.scene.earlier.has_symptom()
        {
            self.out.push(Run { first: at, last: at, ..Run::default() });
            self.state.current = Some(self.out.len() - 1);
        }
        if let Some(run) = self.run() {
            run.predicated = true;
        }
    }

    fn time(&mut self, at: usize, time: &TimeMention) {
        if !is_when(time) {
            return;
        }
        if self.state.advice {
            self.state.timed = true;
            return;
        }
        if let Some(first) = self.lasting_pronoun(at, time) {
            let times = vec![(Some(Course::Takes), time.clone())];
            self.out.push(Run { first, last: first + 1, times, predicated: true, ..Run::default() });
            self.state.current = Some(self.out.len() - 1);
            self.state.begun = true;
            return;
        }
        let (parted, words, be) = (self.state.parted, self.state.words, self.state.be);
        let (strict, ends) = (self.state.strict, self.ends_behind(time));
        if parted && words {
            self.state.current = None;
        }
        let dated = [&time.from, &time.until].into_iter().flatten().all(|t| t.event.is_none());
        if dated && self.scene.labels(self.state.begun) && self.state.current.is_none() {
            self.out.push(Run { first: at, last: at, labelled: true, ..Run::default() });
            self.state.current = Some(self.out.len() - 1);
        }
        let Some(run) = self.run() else {
            if !strict {
                self.state.leading.push(time.clone());
            }
            return;
        };
        if ends && run.verb == Some(Course::Takes) && super::only_session(&run.subjects) {
            // "A piercing takes six weeks to heal": what takes it stands behind.
            run.subjects.clear();
        }
        let neutral = run.verb.is_none();
        let of_session = super::only_session(&run.subjects);
        let fits = if of_session {
            let length = is_session_length(time)
                && !ends
                && (matches!(run.verb, Some(Course::Lasts | Course::Takes)) || be && !words);
            length || run.verb == Some(Course::Lasts) && is_lasting(time)
        } else {
            !(neutral && (run.object || strict)) && !(words && run.subjects.is_empty() && !run.labelled)
        };
        if fits {
            run.predicated = true;
            run.times.push((run.verb, time.clone()));
        }
    }

    /// "It can be two weeks before it has gone", "in older people it is closer to three": the pronoun of which a form of "be" with an
    /// amount right behind it tells how long it lasts.
    fn lasting_pronoun(&self, at: usize, time: &TimeMention) -> Option<usize> {
        let (scene, tokens) = (self.scene, self.scene.view.tokens());
        let class = |name, at: usize| tokens.get(at).is_some_and(|t| scene.lexicon.is_in_class(name, t.word));
        let be = |at: usize| class("be-base", at) || class("states", at);
        let passed = |i: usize| be(i) || class("nearer", i) || scene.tells(i, Course::Passes);
        let before = (0..at).rev().find(|&i| scene.tells(i, Course::Refers) || !passed(i))?;
        // "It can be six weeks before you drive"
        let behind = tokens.partition_point(|t| t.span.start < time.span.end);
        let acts = class("time-clauses", behind) && class("readers", behind + 1);
        let stated = !self.state.begun && !self.state.strict && self.state.current.is_none();
        let meant = scene.tells(before, Course::Refers) && (before..at).any(be);
        (stated && meant && !acts && is_amount(time) && scene.earlier_lasts()).then_some(before)
    }

    /// "The injection takes two hours to wear off": not how long it takes to give it.
    fn ends_behind(&self, time: &TimeMention) -> bool {
        let tokens = self.scene.view.tokens();
        let behind = tokens.partition_point(|t| t.span.start < time.span.end);
        let to = tokens.get(behind).is_some_and(|t| self.scene.lexicon.is_in_class("to", t.word));
        to && [behind + 1, behind + 2]
            .iter()
            .any(|&at| [Course::Ends, Course::Wanes, Course::Begins].iter().any(|c| self.scene.tells(at, *c)))
    }

    fn soft(&mut self) {
        if self.state.words && !self.scene.is_verbless() {
            self.state.leading.clear();
        }
        if self.state.timed || self.run().is_some_and(|r| r.predicated) {
            self.state.parted = true;
            self.state.words = false;
        }
    }

    fn hard(&mut self) {
        self.state.parted = true;
        self.state.words = false;
        self.state.advice = false;
        self.state.treats = false;
        self.state.expects = false;
        self.state.pending = None;
        self.state.leading.clear();
        self.state.contrasted = true;
    }

    fn finish(mut self) -> Vec<Run> {
        for index in 0..self.out.len() {
            let run = &self.out[index];
            if !run.times.is_empty() || run.object || run.strict || super::only_session(&run.subjects) {
                continue;
            }
            let times: Vec<(Option<Course>, TimeMention)> = if !run.leading.is_empty() {
                run.leading.iter().map(|t| (run.verb, t.clone())).collect()
            } else if run.joined && !run.predicated {
                self.out[index - 1].times.clone()
            } else {
                continue;
            };
            self.out[index].times = times;
        }
        self.out
    }
}
