//! What goes into a rule? Its stance, times, condition, words and reasons are put together here.

use std::{borrow::Cow, fmt::Write};

use super::{
    context::{Context, Window},
    procedure::About,
    stance::Held,
};
use crate::{
    lexicon::Lexicon,
    model::{Count, Document, Name, Phase, Rate, Rule, Span, Stance, TimeMention, TimeRole, TimeSpec, Unit},
};

/// What is done so many hours each day is done for less than this.
const HOURS_OF_DAY: f64 = 24.0;

/// A rule before its document's part is added.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The concept.
    pub concept: Name,
    /// What is held of it.
    pub held: Held,
    /// The rule's own times.
    pub times: Times,
    /// The evidence.
    pub span: Span,
    /// The condition.
    pub condition: Option<String>,
    /// The exception.
    pub exception: Option<String>,
    /// The entries that fired.
    pub fired: Vec<String>,
    /// How the stance was found.
    pub route: Route,
    /// The phase, where the sentence itself names it.
    pub phase: Option<Phase>,
}

/// How a stance was found; confidence is measured by route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Route {
    /// A cue in the sentence governs the concept forward.
    Forward,
    /// A passive or a predicate governs its subject.
    Backward,
    /// An order.
    Order,
    /// A heading, a lead-in or a column.
    Inherited,
    /// A question and its answer.
    Answer,
    /// A statement of what will happen.
    Expectation,
    /// A bare item that nearly every leaflet holds the same of.
    Bare,
}

impl Route {
    /// The share of rules of this route that were right on annotated documents; the table in `ARCHITECTURE.md` says how it
    /// was measured.
    pub fn confidence(self) -> f64 {
        match self {
            Self::Forward => 0.95,
            Self::Backward => 0.94,
            Self::Order => 0.93,
            Self::Inherited => 0.92,
            Self::Answer => 0.9,
            Self::Expectation => 0.87,
            Self::Bare => 0.6,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Forward => "scope/forward",
            Self::Backward => "scope/backward",
            Self::Order => "scope/order",
            Self::Inherited => "scope/inherited",
            Self::Answer => "scope/answer",
            Self::Expectation => "scope/expectation",
            Self::Bare => "scope/bare",
        }
    }
}

/// The times of a rule.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Times {
    /// From when, until when, how long before.
    pub window: Window,
    /// Whether its end is an amount that something lasts ("for five days").
    pub lasts: bool,
    /// How long each time.
    pub session: Option<TimeSpec>,
    /// How often.
    pub every: Option<Rate>,
    /// How many times.
    pub count: Option<Count>,
    /// Whether one of them is said to count from the procedure: "for a day after surgery".
    pub after: bool,
}

/// The times that a rule of this stance and concept takes from time expressions.
pub fn times(list: &[&TimeMention], stance: Stance, concept: &str, lexicon: &Lexicon) -> Times {
    let reports = lexicon.is_report(concept);
    // How long the signs have lasted is no time of turning to somebody.
    let kept = list.iter().filter(|t| !reports || t.role == TimeRole::Lead);
    // "Take it before it wears off"
    let denied = |t: &TimeMention| t.fired.iter().any(|f| lexicon.roles.denied_times.contains(f));
    let kept = kept.filter(|t| stance == Stance::Avoid || !denied(t));
    let mut list: Vec<Cow<'_, TimeMention>> = kept.map(|t| turned(t, stance, concept, lexicon)).collect();
    // A stated start says more than an end that was taken for one.
    list.sort_by_key(|t| matches!(t, Cow::Owned(t) if t.role == TimeRole::Start));
    let list = || list.iter().filter(|t| !repeats_nothing(t, stance, concept, lexicon));
    let mut out = Times::default();
    let has_rate = list().any(|t| t.role == TimeRole::Rate);
    let from_then = |t: &TimeMention| {
        t.anchored && matches!(t.role, TimeRole::Duration | TimeRole::Start | TimeRole::End | TimeRole::Window)
    };
    out.after = list().any(|t| from_then(t)) && !list().any(|t| t.role == TimeRole::Lead);
    for time in list() {
        match time.role {
            // "Keep it clean all day": always, and not for a day each time.
            TimeRole::Session if time.until.as_ref().is_some_and(is_whole_day) => {}
            TimeRole::Duration | TimeRole::Bare | TimeRole::Session | TimeRole::End => {
                let first = time.fired.iter().any(|f| lexicon.roles.first_times.contains(f));
                let hours = !time.until.as_ref().is_some_and(|t| matches!(t.unit, Some(Unit::Second | Unit::Minute)));
                let is_session = time.role != TimeRole::End
                    && !(first && hours)
                    && (time.until.as_ref().is_some_and(TimeSpec::is_brief)
                        && has_rate
                        && matches!(stance, Stance::Do | Stance::Allow)
                        || time.role == TimeRole::Session
                        || is_each_time(time, stance, concept, has_rate, lexicon));
                let place = if is_session { &mut out.session } else { &mut out.window.until };
                // "Overnight, 8 to 12 hours": the amount says more than the night.
                let night = place.as_ref().is_some_and(|p| p.event.as_deref() == Some(super::NIGHT))
                    && matches!(time.role, TimeRole::Bare | TimeRole::Duration)
                    && time.until.as_ref().is_some_and(|t| t.event.is_none());
                if place.is_none() || night && !is_session {
                    place.clone_from(&time.until);
                    out.lasts |= !is_session && time.role == TimeRole::Duration && !time.anchored;
                }
            }
            TimeRole::Point if stance == Stance::Do && is_same_day(time.from.as_ref()) => {
                out.window.until = out.window.until.take().or_else(|| time.from.clone());
            }
            TimeRole::Start | TimeRole::Point => {
                if out.window.from.is_none() {
                    out.window.from.clone_from(&time.from);
                }
            }
            TimeRole::Window => out.window = spanned(time, stance, concept, lexicon),
            TimeRole::Lead => out.window.lead.clone_from(&time.until),
            TimeRole::Rate | TimeRole::Spacing => {
                if out.every.is_none() {
                    out.every.clone_from(&time.rate);
                }
            }
            TimeRole::Count => out.count = time.count,
        }
    }
    out
}

/// Whether a rate says nothing of how often: that of a ban, and the time of the day of what is only permitted or done once
/// ("you may leave it off at night").
fn repeats_nothing(time: &TimeMention, stance: Stance, concept: &str, lexicon: &Lexicon) -> bool {
    let roles = &lexicon.roles;
    let when = time.fired.iter().any(|f| roles.day_parts.contains(f));
    let once = roles.momentary.iter().any(|c| c == concept);
    time.role == TimeRole::Rate && (stance == Stance::Avoid || when && (stance == Stance::Allow || once))
}

/// What a window says. The first day, or hour 0, is no later start; and what may be done on the third day may be done from then
/// on.
fn spanned(time: &TimeMention, stance: Stance, concept: &str, lexicon: &Lexicon) -> Window {
    let same = time.from == time.until;
    let once = lexicon.roles.momentary.iter().any(|c| c == concept);
    let opens = |t: &TimeSpec| t.max == Some(0.0) || same && t.day.is_some_and(|d| d <= 1);
    // "It comes off on the first day"
    let dated = |t: &TimeSpec| once && same && t.day == Some(1);
    let from = time.from.clone().filter(|t| !opens(t) || dated(t));
    // "On the fourth day, wash your hair": it is not done with on that day.
    let acts = stance == Stance::Allow || stance == Stance::Do && !lexicon.roles.states.iter().any(|c| c == concept);
    let until = time.until.clone().filter(|_| !(same && from.is_some() && (acts || once)));
    Window { from, until, lead: None }
}

/// "Tonight", "today".
fn lasts_night(time: &TimeMention) -> bool {
    time.until.as_ref().is_some_and(|t| t.event.is_some())
}

/// "Avoid heat 3 days post treatment" says until when; "you can work within a week" from when.
fn turned<'t>(time: &'t TimeMention, stance: Stance, concept: &str, lexicon: &Lexicon) -> Cow<'t, TimeMention> {
    let mut out = Cow::Borrowed(time);
    if stance == Stance::Avoid && time.role == TimeRole::Point {
        let out = out.to_mut();
        out.role = TimeRole::End;
        out.until = out.until.take().or_else(|| out.from.take());
    }
    let by_then = || time.role == TimeRole::End && time.fired.iter().any(|f| lexicon.roles.by_then.contains(f));
    let once = stance != Stance::Avoid && lexicon.roles.momentary.iter().any(|c| c == concept);
    let later = || lexicon.roles.on_resuming.iter().any(|e| time.fired.contains(e)) && !lasts_night(time);
    if stance == Stance::Allow && by_then() || once && later() && time.role != TimeRole::Start {
        let out = out.to_mut();
        out.role = TimeRole::Start;
        out.from = out.until.take();
    }
    out
}

/// Whether an amount says how long each time: minutes of an action that is no state.
fn is_each_time(time: &TimeMention, stance: Stance, concept: &str, has_rate: bool, lexicon: &Lexicon) -> bool {
    let Some(spec) = &time.until else { return false };
    let short = matches!(spec.unit, Some(Unit::Second | Unit::Minute));
    let state = lexicon.roles.states.iter().any(|c| c == concept);
    let acts = matches!(stance, Stance::Do | Stance::Allow);
    let within_day = spec.max.is_some_and(|hours| hours < HOURS_OF_DAY);
    let hours_of =
        spec.unit == Some(Unit::Hour) && within_day && (has_rate || lexicon.roles.nightly.iter().any(|c| c == concept));
    acts && !state && (short || hours_of)
}

/// A document's part of its rules.
pub struct Frame<'a> {
    /// The document.
    pub document: &'a Document,
    /// What the document and its parts are about.
    pub about: &'a About,
    /// The lexicon.
    pub lexicon: &'a Lexicon,
}

impl Frame<'_> {
    /// Whether a span stands in running text, and not in a list or a table.
    fn is_paragraph(&self, span: Span) -> bool {
        let blocks = &self.document.blocks;
        let at = blocks.partition_point(|b| b.span.start <= span.start);
        at.checked_sub(1).is_some_and(|i| blocks[i].kind == crate::model::BlockKind::Paragraph)
    }

    /// Whether a concept is another treatment, which nearly every leaflet keeps apart from the procedure.
    pub fn is_kept_apart(&self, concept: &str) -> bool {
        let treatment = self.lexicon.roles.treatment.as_deref();
        let tends = self.lexicon.concepts.get(concept).and_then(|c| c.tends);
        treatment.is_some_and(|t| concept != t && self.lexicon.concepts.is_within(concept, t))
            && tends != Some(Stance::Do)
    }

    /// The rule of a draft under its context.
    pub fn rule(&self, draft: Draft, context: &Context, section: &[String]) -> Rule {
        let text = &self.document.text;
        let span = trimmed(text, draft.span);
        let mut window = draft.times.window;
        let mut phase = draft.phase.or(context.phase).unwrap_or_default();
        if draft.held.stance == Stance::Expect || draft.phase.is_none() && draft.times.after {
            phase = Phase::After;
        } else if window.lead.is_some() {
            if draft.phase.is_none() && context.phase == Some(Phase::After) && is_same_day(window.lead.as_ref()) {
                window.until = window.lead.take();
            } else {
                phase = Phase::Before;
            }
        }
        let timed = draft.held.stance == Stance::Expect
            && (draft.times.session.is_some() || draft.times.every.is_some() || draft.times.count.is_some());
        let outlasts = draft.times.every.as_ref().is_some_and(|e| is_rarer(e, context.window.until.as_ref()));
        // "Week 2 onwards" / "Please come to your appointment": what has a date of its own is not on any day from then on.
        let dated = self.lexicon.roles.scheduled.contains(&draft.concept)
            && context.window.from.is_some()
            && context.window.until.is_none();
        let inherits = window.is_empty() && !timed && !outlasts && !dated && !self.lexicon.is_report(&draft.concept);
        if inherits {
            window = context.window.clone();
            if context.hours_after && draft.held.stance == Stance::Avoid {
                // "24 hours following treatment:" / "No sauna"
                window.until = window.until.take().or_else(|| window.from.take());
            }
            // "On the day" / "You can drive": what is permitted does not end with that day.
            let lasting = matches!(draft.held.stance, Stance::Allow | Stance::Unneeded);
            window.until = window.until.take().filter(|t| !(lasting && is_same_day(Some(t))));
            // What may be done on the day may be done from the beginning.
            // "After that, and between sessions": it stays open after what.
            window.from = window.from.take().filter(|t| !is_same_day(Some(t)) && !super::then::refers(t));
            // "The first hour" / "You can drive": what may be done then may be done later too.
            let open = window.from.is_none() && window.lead.is_none() && self.is_paragraph(span);
            if draft.held.stance == Stance::Allow && open {
                window.until = window.until.take().filter(|t| t.event.is_some());
            }
        } else if draft.times.lasts && draft.held.stance != Stance::Expect {
            window.from = window.from.or_else(|| start_of(&context.window));
        }
        if held_off(&draft.concept, draft.held.stance, self.lexicon) && window.until.is_none() {
            // "Time off" / "two weeks": until when.
            window.until = window.from.take_if(|t| t.event.is_none());
        }
        let mut held = draft.held;
        let done = held.stance == Stance::Do && draft.route == Route::Backward;
        if phase == Phase::Before && window.lead.is_some() && done && self.is_kept_apart(&draft.concept) {
            // "Botox should be done two weeks ahead, not later": after that there is none.
            held.stance = Stance::Avoid;
        }
        if phase == Phase::Before {
            window = before(window);
        } else {
            window.lead = None;
            window = day_of(window);
        }
        // "Can I swim if I cover it? No": what is forbidden is so without the question's condition.
        let denies = context.question.is_some() && draft.held.stance == Stance::Avoid;
        let mut fired = draft.fired;
        fired.push(draft.route.name().to_owned());
        fired.extend(context.fired.iter().cloned());
        fired.dedup();
        let id = id(&self.document.id, span, held.stance, &draft.concept, phase);
        let every = draft.times.every;
        let every = every.or_else(|| context.every.clone().filter(|_| draft.held.stance != Stance::Avoid));
        Rule {
            id,
            document: self.document.id.clone(),
            procedure: self.about.of_rule(&context.procedures, self.lexicon),
            phase,
            stance: held.stance,
            concept: draft.concept,
            from: window.from.map(Box::new),
            until: window.until.map(Box::new),
            lead: window.lead.map(Box::new),
            session: draft.times.session.map(Box::new),
            every: every.map(Box::new),
            count: draft.times.count,
            degree: held.degree,
            strength: held.strength,
            condition: draft.condition.or_else(|| context.condition.clone().filter(|_| !denies)),
            exception: draft.exception,
            quote: span.of(text).to_owned(),
            start: span.start,
            end: span.end,
            section: section.to_vec(),
            fired,
            confidence: draft.route.confidence(),
        }
    }
}

/// Whether how long somebody is off work is foretold.
fn held_off(concept: &Name, stance: Stance, lexicon: &Lexicon) -> bool {
    stance == Stance::Expect && lexicon.roles.time_off.contains(concept)
}

/// A day as the length of each time.
fn is_whole_day(time: &TimeSpec) -> bool {
    time.unit == Some(Unit::Day) && time.max == Some(1.0)
}

/// "Day 0" is the day of the procedure.
fn day_of(window: Window) -> Window {
    let zero = |t: &Option<TimeSpec>| t.as_ref().is_some_and(|t| t.day == Some(0));
    if !(zero(&window.until) && (window.from.is_none() || zero(&window.from))) {
        return window;
    }
    let same_day = |t: TimeSpec| TimeSpec { day: None, event: Some(super::SAME_DAY.to_owned()), ..t };
    Window { from: None, until: window.until.map(same_day), ..window }
}

/// "For 24 hours" / "come back every six weeks": what is repeated less often than a window lasts is not within it.
fn is_rarer(every: &Rate, until: Option<&TimeSpec>) -> bool {
    let period = every.period_unit.zip(every.period_min).map(|(unit, n)| n * unit.seconds());
    let window = until.and_then(|t| t.unit.zip(t.max)).map(|(unit, n)| n * unit.seconds());
    period.zip(window).is_some_and(|(period, window)| period > window)
}

/// From when what stands under a heading lasts: "From tomorrow" / "rinse it for five days".
fn start_of(above: &Window) -> Option<TimeSpec> {
    let stated = |t: &&TimeSpec| t.event.is_none() && above.until.is_none();
    above.from.as_ref().filter(stated).cloned()
}

/// "On the day of the treatment", which in the words for afterwards is the rest of that day.
fn is_same_day(time: Option<&TimeSpec>) -> bool {
    time.is_some_and(|t| t.event.as_deref() == Some(super::SAME_DAY))
}

/// Before the procedure an amount of time is a lead.
fn before(mut window: Window) -> Window {
    if window.lead.is_none() {
        window.lead = window.until.take().or_else(|| window.from.take());
    }
    Window { from: None, until: None, lead: window.lead }
}

/// A span without white space and closing signs at its ends.
pub fn trimmed(text: &str, span: Span) -> Span {
    let quote = span.of(text);
    let start =
        span.start + (quote.len() - quote.trim_start_matches(|c: char| c.is_whitespace() || ",;:".contains(c)).len());
    let end =
        span.end - (quote.len() - quote.trim_end_matches(|c: char| c.is_whitespace() || ",;:.".contains(c)).len());
    Span::new(start, end)
}

/// Room for what stands beside the document and the concept in what a rule's id is made of, in bytes.
const KEY: usize = 64;

/// A rule's id: 64 bits of a hash of what makes it this rule, in hexadecimal digits.
/// The id of a rule whose stance has changed.
pub fn id_of(rule: &Rule) -> String {
    id(&rule.document, Span { start: rule.start, end: rule.end }, rule.stance, &rule.concept, rule.phase)
}

fn id(document: &str, span: Span, stance: Stance, concept: &str, phase: Phase) -> String {
    let mut key = String::with_capacity(document.len() + concept.len() + KEY);
    // Writing to a string cannot fail.
    let _ =
        write!(key, "{document}\u{1f}{}\u{1f}{}\u{1f}{stance:?}\u{1f}{concept}\u{1f}{phase:?}", span.start, span.end);
    format!("{:016x}", xxhash_rust::xxh3::xxh3_64(key.as_bytes()))
}
