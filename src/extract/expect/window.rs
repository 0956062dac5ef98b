//! What does a time say of a symptom, a result or a session under a verb of course?

use crate::{
    extract::{NIGHT, SAME_DAY, assemble::Times, context::Window, then::SAME_TIME},
    lexicon::{Course, Lexicon},
    model::{Bound, Name, TimeMention, TimeRole, TimeSpec, Unit},
};

/// The times of one subject, as they are found.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// What is told.
    pub times: Times,
    /// Whether what is told is only when the height is.
    peak: bool,
}

/// Whether a time can say when something happens, and not how often.
pub fn is_when(time: &TimeMention) -> bool {
    !matches!(time.role, TimeRole::Count | TimeRole::Spacing | TimeRole::Rate | TimeRole::Lead)
}

impl Told {
    /// Whether nothing is told.
    pub fn is_empty(&self) -> bool {
        self.times.window.is_empty() && self.times.session.is_none()
    }

    /// Whether it is only told by what it begins or ends: "when the injection has worn off it may hurt".
    pub fn is_vague(&self) -> bool {
        let window = &self.times.window;
        let mut stated = window.from.iter().chain(&window.until).peekable();
        self.times.session.is_none() && stated.peek().is_some() && stated.all(is_event)
    }

    /// Adds a time under a verb.
    pub fn add(&mut self, concept: &Name, verb: Option<Course>, time: &TimeMention, lexicon: &Lexicon) {
        if lexicon.roles.session_length.as_ref() == Some(concept) {
            let length = time.until.as_ref().or(time.from.as_ref());
            if self.times.session.is_none() {
                self.times.session = length.cloned();
            }
            return;
        }
        let (from, mut until) = ends(concept, verb, time, lexicon);
        // "After that the scabs fall off": what begins with the time just named has no end by it.
        let then = |t: &TimeSpec| t.event.as_deref() == Some(SAME_TIME);
        until = until.filter(|t| time.role != TimeRole::Start || !then(t));
        let window = &mut self.times.window;
        if self.peak && until.is_some() && verb != Some(Course::Peaks) {
            *window = Window::default();
            self.peak = false;
        }
        if verb == Some(Course::Peaks) && window.is_empty() {
            self.peak = from.is_some() || until.is_some();
        } else if verb == Some(Course::Peaks) {
            return;
        }
        // "It begins to peel on the third day and is done on the eighth".
        let day = |t: &Option<TimeSpec>| t.as_ref().and_then(|t| t.day);
        let ending = matches!(verb, Some(Course::Ends | Course::Wanes | Course::Lasts | Course::Continues));
        if ending && day(&window.from).is_some() && day(&window.from) == day(&window.until) && until.is_some() {
            window.until = None;
        }
        // "Once the injection wears off, usually after two hours": the amount says more than the event.
        for (kept, new) in [(&mut window.from, &from), (&mut window.until, &until)] {
            if kept.as_ref().is_some_and(is_event) && new.as_ref().is_some_and(|t| !is_event(t)) {
                *kept = None;
            }
        }
        // "Hazy on day one and clear within a week": what has its end is there from the beginning.
        if ending && until.is_some() && window.until.is_none() && window.from.as_ref().is_some_and(is_first_day) {
            window.from = None;
        }
        if window.from.is_none() && (window.until.is_none() || verb == Some(Course::Begins)) {
            window.from = from;
        }
        if window.until.is_none() {
            window.until = until;
        }
    }
}

/// From when and until when, as the verb turns the time.
fn ends(
    concept: &Name,
    verb: Option<Course>,
    time: &TimeMention,
    lexicon: &Lexicon,
) -> (Option<TimeSpec>, Option<TimeSpec>) {
    let (from, until) = (time.from.clone(), time.until.clone());
    let begins = lexicon.roles.begins.contains(concept);
    let single = from == until && from.is_some();
    let one = from.clone().or_else(|| until.clone());
    let range = from.is_some() && until.is_some() && !single;
    match verb {
        Some(Course::Lasts | Course::Continues) if !range => (None, one),
        _ if begins && !range => (one, None),
        Some(Course::Ends | Course::Wanes | Course::Takes) if !range => (None, one),
        // "It peaks within a day": by then it has done so.
        Some(Course::Peaks) if time.role == TimeRole::End && one.as_ref().is_some_and(|t| t.day.is_none()) => {
            (None, one)
        }
        Some(Course::Begins) if time.role == TimeRole::Duration || is_at_most(one.as_ref()) => (None, one),
        Some(Course::Begins | Course::Peaks) if !range => (one, None),
        _ => (from, until),
    }
}

/// The day itself, or the first one.
fn is_first_day(time: &TimeSpec) -> bool {
    time.day.is_some_and(|d| d <= 1) || matches!(time.event.as_deref(), Some(SAME_DAY | NIGHT))
}

/// A time that only an event tells, other than the day or the night itself.
fn is_event(time: &TimeSpec) -> bool {
    time.event.as_deref().is_some_and(|e| e != SAME_DAY && e != NIGHT)
}

/// "Lumps can be felt for up to six weeks": a time that is the most is an end.
fn is_at_most(time: Option<&TimeSpec>) -> bool {
    time.is_some_and(|t| t.bound == Some(Bound::AtMost))
}

/// Whether a time can be how long results last: weeks or more.
pub fn is_lasting(time: &TimeMention) -> bool {
    let long = |s: &TimeSpec| matches!(s.unit, Some(Unit::Week | Unit::Month | Unit::Year)) && s.event.is_none();
    time.until.as_ref().is_some_and(long) && matches!(time.role, TimeRole::Duration | TimeRole::Bare | TimeRole::End)
}

/// Whether a time is no more than an amount of hours, days or longer.
pub fn is_amount(time: &TimeMention) -> bool {
    let long = |s: &TimeSpec| {
        s.event.is_none() && matches!(s.unit, Some(Unit::Hour | Unit::Day | Unit::Week | Unit::Month | Unit::Year))
    };
    matches!(time.role, TimeRole::Duration | TimeRole::Bare) && time.until.as_ref().is_some_and(long)
}

/// The longest that a symptom lasts of which "it can last" tells, in seconds: two months.
const SHORT: f64 = 60.0 * 86_400.0;

/// Whether a time is shorter than results last.
pub fn is_short(time: &TimeMention) -> bool {
    let amount = time.until.as_ref().or(time.from.as_ref()).and_then(|t| t.unit.zip(t.max.or(t.min)));
    amount.is_some_and(|(unit, n)| n * unit.seconds() <= SHORT)
}

/// Whether a time is longer than any session: months or years.
pub fn is_long(time: &TimeMention) -> bool {
    is_lasting(time) && time.until.as_ref().is_some_and(|s| matches!(s.unit, Some(Unit::Month | Unit::Year)))
}

/// Whether a time is longer than any symptom lasts: years.
pub fn is_years(time: &TimeMention) -> bool {
    is_lasting(time) && time.until.as_ref().is_some_and(|s| s.unit == Some(Unit::Year))
}

/// Whether a time can be the length of a session: minutes or hours.
pub fn is_session_length(time: &TimeMention) -> bool {
    let short = |s: &TimeSpec| matches!(s.unit, Some(Unit::Second | Unit::Minute | Unit::Hour)) && s.event.is_none();
    time.until.as_ref().is_some_and(short)
        && matches!(time.role, TimeRole::Duration | TimeRole::Bare | TimeRole::End | TimeRole::Session)
}
