//! What will happen, and until when? "Redness fades within 24 hours", "three to six sessions, four weeks apart".
//!
//! A sentence's tokens become events ([`event`]); subjects that share a predicate become runs, which take the times of their
//! verbs ([`run`]); the verb turns a time into a start or an end ([`window`]). A pronoun or an elided subject stands for what
//! was named before ([`earlier`]). What will be done is told in the same way ([`said`]).

mod earlier;
mod event;
mod repeat;
mod run;
mod said;
mod window;

pub use earlier::{Earlier, Reading};
pub use said::said;

use std::cell::OnceCell;

use self::{
    earlier::concepts,
    event::{Subject, events},
    run::{Run, runs, tells_of_lasting},
    window::Told,
};
use super::{
    assemble::{Draft, Route, Times},
    context::Context,
    region::{Region, RegionKind},
    stance::Held,
    view::View,
    walk::{Group, Walk},
};
use crate::{
    lexicon::{ConceptSort, Course, Lexicon},
    model::{
        CueKind, Mention, MentionKind, Name, Phase, Span, Stance, TimeMention, TimeSpec, TokenKind, Unit, VerbForm,
    },
};

/// The most words of a sentence under a date that only names what is seen then: "Flaking begins."
const SHORTEST_LINE: usize = 4;

/// The most words of a sentence that says what is to be expected in the time of its heading.
const LONGEST_ANNOUNCED: usize = 16;

/// A sentence with what was found in it and what stands above it.
pub struct Scene<'a> {
    /// The sentence.
    pub view: &'a View<'a>,
    /// Its cues and regions.
    pub walked: &'a Walk,
    /// What headings and lead-ins give to it.
    pub context: &'a Context,
    /// What was named before it.
    pub earlier: &'a Earlier,
    /// Whether it is a list item.
    pub is_item: bool,
    /// The lexicon.
    pub lexicon: &'a Lexicon,
    /// What the phrases at each token tell, looked up once.
    pub courses: OnceCell<Vec<u32>>,
}

/// Whether a sentence can tell of what will happen: it names a time, or a heading above does.
pub fn may_foretell(view: &View<'_>, context: &Context) -> bool {
    !view.found.times.is_empty() || inherits(context) || has_window(context) || is_dated(context)
}

/// The expectations of a sentence.
pub fn expectations(scene: &Scene<'_>) -> Vec<Draft> {
    let mut out = repeat::repeats(scene);
    let timeline = scene.is_in_timeline();
    let above = inherits(scene.context) || timeline;
    if scene.view.found.times.is_empty() && !above || scene.denies() {
        return out;
    }
    let before = out.len();
    for run in runs(scene, &events(scene)) {
        let foretold = scene.has_symptom(&run.subjects) || timeline && scene.begins(&run.subjects);
        if run.times.is_empty() && !(above && run.inherits && foretold) {
            continue;
        }
        for (concept, entry) in scene.named(&run) {
            if scene.lexicon.roles.begins.contains(&concept) {
                out.extend(
                    run.shown_and_lasting().iter().filter_map(|r| draft(scene, r, concept.clone(), entry.clone())),
                );
            } else {
                out.extend(draft(scene, &run, concept, entry));
            }
        }
    }
    join(&mut out, before);
    out
}

/// Joins the beginning and the end that a sentence tells of one thing in two clauses: "it begins to peel on the third day, and
/// it lasts until the seventh".
fn join(drafts: &mut Vec<Draft>, first: usize) {
    let mut at = first + 1;
    while at < drafts.len() {
        let begins = |d: &Draft| {
            let window = &d.times.window;
            window.from.as_ref().is_some_and(|f| f.day.is_some())
                && (window.until.is_none() || window.until == window.from)
        };
        let ends = |d: &Draft| d.times.window.from.is_none() && d.times.window.until.is_some();
        let (before, after) = (&drafts[at - 1], &drafts[at]);
        if before.concept == after.concept && begins(before) && ends(after) {
            let after = drafts.remove(at);
            let before = &mut drafts[at - 1];
            before.times.window.until = after.times.window.until;
            before.span = before.span.join(after.span);
            before.fired.extend(after.fired);
        } else {
            at += 1;
        }
    }
}

/// Whether a heading says what is to be expected when.
fn inherits(context: &Context) -> bool {
    context.expect && context.alarm.is_none() && !context.window.is_empty()
}

/// Whether what stands above is a stretch of time and no more: "First 24 hours", "Weeks 2–4".
fn has_window(context: &Context) -> bool {
    let window = &context.window;
    let plain = |t: &Option<TimeSpec>| t.as_ref().is_some_and(|t| t.event.is_none());
    let free = context.held.is_none() && context.alarm.is_none() && context.question.is_none();
    let after = context.phase != Some(Phase::Before);
    free && after && !context.silent && window.lead.is_none() && (plain(&window.from) || plain(&window.until))
}

/// Whether what stands above is a date and no more: "Day 4–7", "Week 6".
fn is_dated(context: &Context) -> bool {
    let window = &context.window;
    let dated = |t: &Option<TimeSpec>| {
        t.as_ref().is_some_and(|t| {
            let long = matches!(t.unit, Some(Unit::Day | Unit::Week | Unit::Month | Unit::Year)) || t.day.is_some();
            long && t.event.is_none() && t.vague.is_none()
        })
    };
    let free = context.held.is_none() && context.alarm.is_none() && context.question.is_none();
    free && !context.silent && (dated(&window.from) || dated(&window.until)) && window.lead.is_none()
}

/// What is told of one concept of a run.
fn draft(scene: &Scene<'_>, run: &Run, concept: Name, entry: String) -> Option<Draft> {
    let lexicon = scene.lexicon;
    let concept = lasting(run, concept, &entry, lexicon);
    let mut told = Told::default();
    let mut fired = vec![entry];
    // "The feeling comes back after two hours": what is there from the beginning only ends later.
    let ends = lexicon.roles.ending.contains(&concept).then_some(Course::Ends);
    for (verb, time) in &run.times {
        told.add(&concept, verb.filter(|v| *v != Course::Begins).or(ends).or(*verb), time, lexicon);
        fired.extend(time.fired.iter().cloned());
    }
    if told.is_empty() && !run.times.is_empty() || told.is_vague() {
        return None;
    }
    let condition = scene.condition();
    Some(Draft { condition, fired, ..expected(concept, told.times, scene.span(run)) })
}

/// "Results last four months", "they wear off after four months": that is no longer about when they show.
fn lasting(run: &Run, concept: Name, entry: &str, lexicon: &Lexicon) -> Name {
    let lasts = run.times.iter().any(|(verb, _)| tells_of_lasting(*verb));
    let long = run.times.iter().any(|(_, t)| window::is_lasting(t));
    let session = long && entry == earlier::SESSION
        || lexicon.roles.session_length.as_ref() == Some(&concept) && run.times.iter().any(|(_, t)| window::is_long(t));
    let results = lexicon.roles.begins.contains(&concept) || session;
    let duration = lexicon.roles.results_duration.as_ref().filter(|_| lasts && results);
    duration.cloned().unwrap_or(concept)
}

fn expected(concept: Name, times: Times, span: Span) -> Draft {
    Draft {
        phase: None,
        concept,
        held: Held { stance: Stance::Expect, degree: None, strength: None },
        times,
        span,
        condition: None,
        exception: None,
        fired: Vec::new(),
        route: Route::Expectation,
    }
}

/// Whether the phrase at a token tells this.
fn tells(view: &View<'_>, at: usize, course: Course, lexicon: &Lexicon) -> bool {
    told(view, at, lexicon) & bit(course) != 0
}

/// The bit of what a phrase may tell.
fn bit(course: Course) -> u32 {
    1 << course as u32
}

/// The bit of any verb of course.
const VERB: u32 = 1 << 31;

/// What the longest phrases at a token tell, as bits.
fn told(view: &View<'_>, at: usize, lexicon: &Lexicon) -> u32 {
    let tokens = view.tokens();
    if !tokens.get(at).is_some_and(|token| lexicon.courses.may_begin(token)) {
        return 0;
    }
    let (mut end, mut all) = (0, 0);
    lexicon.courses.each(tokens, at, |values, place| {
        if place.end > end {
            (end, all) = (place.end, 0);
        }
        if place.end == end {
            all = values.iter().fold(all, |all, v| all | bit(*v) | if v.is_verb() { VERB } else { 0 });
        }
    });
    all
}

/// Whether a mention is a symptom or a course, and no word of a time.
fn is_subject(view: &View<'_>, mention: &Mention, lexicon: &Lexicon) -> bool {
    let Some(concept) = mention.concept() else { return false };
    let special = is_repeat(concept, lexicon);
    let sort = lexicon.concepts.get(concept).map(|c| c.sort);
    let in_time = view.found.times.iter().any(|t| t.span.contains(mention.span));
    // "Ice keeps the swelling down": something acts on it.
    let before = |n: usize, class| {
        mention.first.checked_sub(n).is_some_and(|i| lexicon.is_in_class(class, view.tokens()[i].word))
    };
    let countered = before(1, "countering") || before(1, "articles") && before(2, "countering");
    // "Take ten minutes": an order.
    let ordered = lexicon.roles.session_length.as_ref() == Some(concept)
        && view.cue_at(mention.first).is_some_and(|c| matches!(c.kind, MentionKind::Verb(VerbForm::Base)))
        && view.tokens()[..mention.first].iter().all(|t| t.kind == TokenKind::Sign);
    // "for the first four days of healing"
    let heals = lexicon.roles.healing.as_ref() == Some(concept);
    // "during the first two weeks of the healing period"
    let article = usize::from(before(1, "determiners"));
    let measured = heals
        && before(1 + article, "of-nouns")
        && mention.first >= 2 + article
        && view.is_in_time(mention.first - 2 - article);
    !countered
        && !ordered
        && !measured
        && matches!(sort, Some(ConceptSort::Symptom | ConceptSort::Course))
        && !special
        && !in_time
}

/// Whether a concept is the number of sessions or the distance between them.
fn is_repeat(concept: &Name, lexicon: &Lexicon) -> bool {
    let roles = &lexicon.roles;
    roles.session_count.as_ref() == Some(concept) || roles.session_spacing.as_ref() == Some(concept)
}

impl Scene<'_> {
    /// Whether the sentence only names what is seen at a date of a timeline: "Day 4–7" / "Flaking".
    fn is_in_timeline(&self) -> bool {
        let activity = |m: &Mention| self.sort(m) == Some(ConceptSort::Activity);
        let acts = |c: &Mention| {
            matches!(
                c.kind,
                MentionKind::Condition(_)
                    | MentionKind::Cue(CueKind::Not | CueKind::ModalNot | CueKind::No | CueKind::Avoid, _)
            )
        };
        let words = self.view.tokens().iter().filter(|t| t.kind == TokenKind::Word).count();
        let told = || words <= SHORTEST_LINE && (0..self.view.tokens().len()).any(|at| self.tells_course(at));
        let announced =
            || words <= LONGEST_ANNOUNCED && (0..self.view.tokens().len()).any(|at| self.tells_what_comes(at));
        let dated = is_dated(self.context) && (self.is_item || told());
        (dated || has_window(self.context) && announced())
            && self.view.found.times.is_empty()
            && (self.walked.groups.is_empty() || announced() && self.only_may())
            && !self.view.found.concepts.iter().any(activity)
            && !self.view.found.cues.iter().any(acts)
    }

    /// Whether it advises nothing: at most a possibility that governs no name, as in "you may see some flaking".
    fn only_may(&self) -> bool {
        let possible = |g: &Group| g.chain.iter().all(|l| l.kind == CueKind::May);
        self.walked.governed.is_empty() && self.walked.groups.iter().all(possible)
    }

    /// The concepts of a run: its own, those that it refers to, or any symptom.
    fn named(&self, run: &Run) -> Vec<(Name, String)> {
        // "Some bleeding is likely. Sometimes this can last a month": the pronoun is no result, of which this would be
        // too short a time.
        let pronoun = |s: &Subject| match s {
            Subject::Concept(i) => {
                let mention = &self.view.found.concepts[*i];
                mention.concept() == self.lexicon.roles.results_duration.as_ref()
                    && self.tells(mention.first, Course::Refers)
            }
            _ => false,
        };
        let short = run.times.iter().all(|(_, t)| window::is_short(t));
        // "Numbness" / "May last for several months"
        // "Colour" / "Lasts 2–3 years": that is the result.
        let years = run.times.iter().any(|(_, t)| window::is_years(t));
        let headed = self.earlier.concepts == self.earlier.above && !years;
        let meant = |s: &Subject| {
            short && pronoun(s)
                || (short || headed) && self.is_left_out(*s)
                || self.is_verb_of_pronoun(*s)
                || self.is_change_of_pronoun(*s, run)
        };
        let supposed = self.supposed();
        if !supposed.is_empty() && run.subjects.iter().all(|s| pronoun(s) || self.is_verb_of_pronoun(*s)) {
            return supposed;
        }
        if self.earlier.has_symptom() && !run.subjects.is_empty() && run.subjects.iter().all(meant) {
            return self.earlier.concepts.clone();
        }
        if !run.subjects.is_empty() {
            return concepts(self, &run.subjects);
        }
        let length = self.lexicon.roles.session_length.as_ref();
        let takes = run
            .times
            .iter()
            .all(|(v, t)| matches!(v, Some(Course::Takes | Course::Lasts)) && window::is_session_length(t));
        // "Until it has healed. Takes 8 to 12 days."
        let heals = |(v, t): &(Option<Course>, TimeMention)| *v == Some(Course::Takes) && !window::is_session_length(t);
        if self.earlier.heals && !run.labelled && run.times.iter().all(heals) {
            return self.lexicon.roles.healing.clone().map(|c| (c, "course/healing".to_owned())).into_iter().collect();
        }
        let mut out = if run.labelled { self.labelling() } else { self.earlier.concepts.clone() };
        out.retain(|(c, _)| takes || length != Some(c));
        let ends = run.times.iter().any(|(v, _)| matches!(v, Some(Course::Ends | Course::Wanes)));
        // "It may come out on the second day": a thing, and no symptom.
        let falls = self.lexicon.is_in_class("falling", self.view.tokens()[run.first].word);
        // "Children: do not lift them for two weeks", "you can go back the next day", "go a day without it" foretell nothing.
        let forbids = |c: &Mention| {
            matches!(c.kind, MentionKind::Cue(CueKind::Not | CueKind::Avoid | CueKind::Resume | CueKind::Without, _))
        };
        if out.is_empty() && ends && !falls && !self.view.found.cues.iter().any(forbids) {
            out.extend(self.lexicon.roles.symptom.clone().map(|s| (s, "course/symptom".to_owned())));
        }
        out
    }

    /// "Numbness" / "May last for several months": whether what looks like the lasting of results is only a verb whose subject is left
    /// out.
    fn is_left_out(&self, subject: Subject) -> bool {
        let Subject::Concept(index) = subject else { return false };
        let mention = &self.view.found.concepts[index];
        let lasting = mention.concept() == self.lexicon.roles.results_duration.as_ref();
        lasting && self.tells_course(mention.first) && (0..mention.first).all(|at| self.tells(at, Course::Passes))
    }

    /// "If you have redness, it may last for a day": the symptoms of the condition that the sentence opens with, which a pronoun
    /// behind it stands for.
    fn supposed(&self) -> Vec<(Name, String)> {
        let opens = |r: &&Region| r.kind == RegionKind::Condition && r.leads && r.first == 0;
        let Some(region) = self.walked.regions.iter().find(opens) else { return Vec::new() };
        if !self.tells(region.last, Course::Refers) {
            return Vec::new();
        }
        let within = self.view.found.concepts.iter().filter(|m| m.last <= region.last);
        let symptoms = within.filter(|m| self.sort(m) == Some(ConceptSort::Symptom));
        symptoms.filter_map(|m| Some((m.concept()?.clone(), m.entry.to_string()))).collect()
    }

    /// "Numb patches occur. They recover within two weeks": whether what looks like the time off is only the verb of a pronoun.
    fn is_verb_of_pronoun(&self, subject: Subject) -> bool {
        let Subject::Concept(index) = subject else { return false };
        let mention = &self.view.found.concepts[index];
        let off = mention.concept().is_some_and(|c| self.lexicon.roles.time_off.contains(c));
        let stands = |at: &usize| self.tells(*at, Course::Refers) || !self.tells(*at, Course::Passes);
        let refers = (0..mention.first).rev().find(stands);
        off && mention.last - mention.first == 1 && refers.is_some_and(|at| self.tells(at, Course::Refers))
    }

    /// "Bruises are usual. They turn yellow and are gone in two weeks": whether a symptom is only what becomes, on its way to an end,
    /// of what a pronoun at the beginning stands for.
    fn is_change_of_pronoun(&self, subject: Subject, run: &Run) -> bool {
        let Subject::Concept(index) = subject else { return false };
        let mention = &self.view.found.concepts[index];
        let tokens = self.view.tokens();
        let turns = |at: usize| self.lexicon.is_in_class("turning-verbs", tokens[at].word);
        let first = mention.first;
        let start = if turns(first) {
            first
        } else if first > 0 && turns(first - 1) {
            first - 1
        } else {
            return false;
        };
        let pronoun = (0..start).rev().find(|&at| self.tells(at, Course::Refers) || !self.tells(at, Course::Passes));
        let ends = run.times.iter().any(|(v, _)| matches!(v, Some(Course::Ends | Course::Wanes)));
        ends && pronoun.is_some_and(|at| at == 0 && self.tells(at, Course::Refers))
    }

    /// Whether what was named before is a symptom or the healing, of which a pronoun tells how long it lasts.
    fn earlier_lasts(&self) -> bool {
        let heals = |c: &Name| self.lexicon.roles.healing.as_ref() == Some(c);
        self.earlier.has_symptom() || self.earlier.concepts.iter().any(|(c, _)| heals(c))
    }

    fn tells(&self, at: usize, course: Course) -> bool {
        self.told(at) & bit(course) != 0
    }

    fn tells_course(&self, at: usize) -> bool {
        self.told(at) & VERB != 0
    }

    fn told(&self, at: usize) -> u32 {
        let all = || (0..self.view.tokens().len()).map(|at| told(self.view, at, self.lexicon)).collect();
        self.courses.get_or_init(all).get(at).copied().unwrap_or(0)
    }

    /// "Expect some swelling", "mild redness is normal".
    fn tells_what_comes(&self, at: usize) -> bool {
        let brackets = |sign| (0..at).filter(|&i| self.view.sign(i) == sign).count();
        self.tells(at, Course::Expects) && brackets("(") == brackets(")")
    }

    fn is_subject(&self, mention: &Mention) -> bool {
        is_subject(self.view, mention, self.lexicon)
    }

    fn sort(&self, mention: &Mention) -> Option<ConceptSort> {
        mention.concept().and_then(|c| self.lexicon.concepts.get(c)).map(|c| c.sort)
    }

    fn has_symptom(&self, subjects: &[Subject]) -> bool {
        subjects.iter().any(|s| matches!(s, Subject::Concept(i) if self.sort(&self.view.found.concepts[*i]) == Some(ConceptSort::Symptom)))
    }

    /// Whether no verb stands in the sentence: "First week: a little blood, bruising".
    fn is_verbless(&self) -> bool {
        let verbal = |c: &Mention| match c.kind {
            MentionKind::Verb(_) | MentionKind::Condition(_) => true,
            MentionKind::Cue(kind, _) => !matches!(kind, CueKind::And | CueKind::Or | CueKind::Example),
            MentionKind::Concept(_) => false,
        };
        !self.view.found.cues.iter().any(verbal)
    }

    /// Whether no subject and no time has a token in it.
    fn is_free(&self, at: usize) -> bool {
        let span = self.view.tokens()[at].span;
        !self.view.found.times.iter().any(|t| t.span.contains(span))
            && !self.view.found.concepts.iter().any(|c| c.first <= at && at < c.last && self.is_subject(c))
    }

    /// Whether a run is about the results of the procedure.
    fn begins(&self, subjects: &[Subject]) -> bool {
        concepts(self, subjects).iter().any(|(c, _)| self.lexicon.roles.begins.contains(c))
    }

    fn end_of(&self, subject: Subject, at: usize) -> usize {
        match subject {
            Subject::Concept(index) => self.view.found.concepts[index].last,
            Subject::Session | Subject::Healing => at + 1,
        }
    }

    /// Whether a group that governs an activity begins at a token.
    fn begins_advice(&self, at: usize) -> bool {
        let activity = |m: usize| self.sort(&self.view.found.concepts[m]) == Some(ConceptSort::Activity);
        self.walked.groups.iter().enumerate().any(|(index, group)| {
            let governs = || self.walked.governed.iter().any(|g| g.group == index && activity(g.mention));
            group.first == at && group.held.is_some() && governs()
        })
    }

    fn denies(&self) -> bool {
        (0..self.view.tokens().len()).any(|at| self.tells(at, Course::Denies))
    }

    /// What a time that stands by itself is about: what was asked, else what the heading names.
    fn labelling(&self) -> Vec<(Name, String)> {
        let mut asked = self.earlier.asked.clone();
        asked.retain(|(c, _)| !is_repeat(c, self.lexicon));
        if asked.is_empty() && self.is_item { self.earlier.above.clone() } else { asked }
    }

    /// Whether a time that stands by itself is that of the heading ("Lobes: 6–8 weeks" under "Healing times"), or answers
    /// the question before ("How long will it last? A week").
    fn labels(&self, begun: bool) -> bool {
        let words = self.view.tokens().iter().filter(|t| t.kind == TokenKind::Word).count();
        let plain = self.context.held.is_none() && self.context.alarm.is_none();
        !begun && plain && words <= 12 && !self.labelling().is_empty() && self.view.found.concepts.is_empty()
    }

    fn condition(&self) -> Option<String> {
        // "Redness is normal, but ring us if it spreads": behind a contrast it is the condition of something else.
        let contrasted = |at: usize| {
            let contrast = |c: &crate::model::Mention| {
                matches!(c.kind, crate::model::MentionKind::Cue(crate::model::CueKind::Contrast, _))
            };
            self.view.found.cues.iter().any(|c| c.first > 0 && c.last < at && contrast(c))
        };
        let condition = |r: &&Region| r.kind == RegionKind::Condition && !contrasted(r.first);
        let region = self.walked.regions.iter().find(condition)?;
        let tokens = &self.view.tokens()[region.first..region.last];
        Some(tokens.first()?.span.join(tokens.last()?.span).of(self.view.text).to_owned())
    }

    /// The evidence: the subjects with their times; without them, the clause.
    fn span(&self, run: &Run) -> Span {
        let tokens = self.view.tokens();
        if run.times.is_empty() {
            return self.clause(run.first, &[";"]);
        }
        let subjects = tokens[run.first].span.join(tokens[run.last.max(run.first + 1) - 1].span);
        run.times.iter().fold(subjects, |s, (_, t)| s.join(t.span))
    }

    /// The clause around a token: up to these signs.
    fn clause(&self, at: usize, signs: &[&str]) -> Span {
        let tokens = self.view.tokens();
        let ends = |i: &usize| tokens[*i].kind == TokenKind::Sign && signs.contains(&self.view.sign(*i));
        let first = (0..at).rev().find(ends).map_or(0, |i| i + 1);
        let last = (at..tokens.len()).find(ends).unwrap_or(tokens.len());
        tokens[first].span.join(tokens[last - 1].span)
    }
}

/// Whether a contrast or a semicolon parts two spans of a sentence: "redness for a day is normal, but ring us if it spreads". What
/// is not parted from turning to somebody is a sign to report.
pub fn is_apart(view: &View<'_>, a: Span, b: Span) -> bool {
    let (from, to) = if a.start < b.start { (a.start, b.start) } else { (b.start, a.start) };
    let within = |s: Span| from <= s.start && s.end <= to;
    let contrasts = |c: &Mention| matches!(c.kind, MentionKind::Cue(CueKind::Contrast, _)) && within(c.span);
    let tokens = view.tokens();
    view.found.cues.iter().any(contrasts) || (0..tokens.len()).any(|i| view.sign(i) == ";" && within(tokens[i].span))
}

/// Whether subjects are only the procedure.
fn only_session(subjects: &[Subject]) -> bool {
    !subjects.is_empty() && subjects.iter().all(|s| *s == Subject::Session)
}

/// Whether a lead-in or heading announces what will happen: "You may notice the following:".
pub fn announces(view: &View<'_>, lexicon: &Lexicon) -> bool {
    let advises = |c: &Mention| {
        matches!(
            c.kind,
            MentionKind::Cue(CueKind::Not | CueKind::ModalNot | CueKind::No | CueKind::Avoid | CueKind::Must, _)
        )
    };
    // "These are normal and should go within a week": no advice.
    let advises = |c: &Mention| {
        let class = |name, at: usize| view.tokens().get(at).is_some_and(|t| lexicon.is_in_class(name, t.word));
        let changes = |at: usize| class("changing", at) || class("passing", at) && class("passing-by", at + 1);
        advises(c) && !(matches!(c.kind, MentionKind::Cue(CueKind::Must, _)) && changes(c.last))
    };
    // "You can:" permits what stands under it; "you may:" and "you can expect:" foretell.
    let permits = |at: usize| {
        let two = lexicon.courses.longest(view.tokens(), at).is_some_and(|(_, place)| place.end == at + 2);
        two && view.tokens().get(at + 1).is_some_and(|t| lexicon.is_in_class("permitting", t.word))
    };
    (0..view.tokens().len()).any(|at| tells(view, at, Course::Expects, lexicon) && !permits(at))
        && !view.found.cues.iter().any(advises)
        && !view
            .found
            .concepts
            .iter()
            .any(|m| m.concept().and_then(|c| lexicon.concepts.get(c)).is_some_and(|c| c.sort == ConceptSort::Activity))
}
