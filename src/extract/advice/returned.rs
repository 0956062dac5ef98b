//! What do a date, its heading and "again" or "then" make of a bare name? "Week 6 – drive again", "Week 2" / "Driving", "then light
//! exercise".

use super::Reading;
use crate::extract::answer::starting;
use crate::model::{CueKind, Mention, MentionKind, Name, Stance, TimeMention, TimeRole, TimeSpec, TokenKind};

/// How far behind "back" what is taken up again may stand, in tokens: "back to your usual sport".
const FURTHEST_RETURN: usize = 4;

/// Whether a window opens after the first day, so that what is taken up again is so within it.
pub(super) fn opens_later(time: &TimeMention) -> bool {
    let later = |t: &TimeSpec| t.max.is_some_and(|m| m > 0.0) || t.day.is_some_and(|d| d > 1);
    time.role == TimeRole::Window && time.from.as_ref().is_some_and(later) && time.until.is_some()
}

/// "Football: month 10-12": a window in which something begins again, as a start that is not sharp.
pub(super) fn within(time: &TimeMention) -> TimeMention {
    let mut out = TimeMention { role: TimeRole::Start, until: None, ..time.clone() };
    if let (Some(from), Some(until)) = (&mut out.from, &time.until)
        && from.unit == until.unit
    {
        from.max = until.max;
    }
    out
}

/// The times of a line without a verb.
#[derive(Clone, Copy)]
pub(super) struct Dated<'a> {
    /// Those of the concept.
    pub own: &'a [&'a TimeMention],
    /// The first behind it.
    pub first: Option<&'a TimeMention>,
    /// Whether the concept is a label ("Gym: two days").
    pub labelled: bool,
}

impl Reading<'_, '_> {
    /// What a line without a verb says of a concept whose time is an amount, or that of its heading.
    pub(super) fn timed_line(&self, mention: &Mention, tends: Option<Stance>, line: &Dated<'_>) -> Option<Stance> {
        let Dated { own, first, labelled } = *line;
        if self.is_milestone(mention, own) {
            return Some(Stance::Allow);
        }
        let roles = &self.lexicon.roles;
        let is_of = |list: &[Name]| mention.concept().is_some_and(|c| list.contains(c));
        let (resumed, once) = (is_of(&roles.resumed), is_of(&roles.momentary));
        let has = |roles: &[TimeRole]| own.iter().any(|t| roles.contains(&t.role));
        let class =
            |name, at: usize| self.view.tokens().get(at).is_some_and(|t| self.lexicon.is_in_class(name, t.word));
        let returned = mention.concept().is_some_and(|c| self.lexicon.roles.returned.contains(c));
        let off = (0..self.view.tokens().len()).any(|at| class("off-work", at));
        if returned
            && !off
            && (labelled || self.is_fragment())
            && has(&[TimeRole::Duration, TimeRole::Bare, TimeRole::End])
        {
            // "Desk job: three days", but not "work: three days off"
            return Some(Stance::Allow);
        }
        // "Sun: factor 50 for three months": the time is that of what stands behind the label.
        let others = |m: &Mention| {
            let open = |sign| (mention.last..m.first).filter(|&at| self.view.sign(at) == sign).count();
            let before = first.is_some_and(|t| m.span.end <= t.span.start);
            let colon = (mention.last..m.first).any(|at| self.view.sign(at) == ":");
            colon && before && open("(") == open(")") && m.concept() != mention.concept()
        };
        if self.view.is_labelling(mention) && self.view.found.concepts.iter().any(others) {
            return None;
        }
        // "Walking – 20 minutes": how long each time, and not how long it is left.
        let brief = |t: &&TimeMention| t.until.as_ref().is_some_and(TimeSpec::is_brief);
        if tends != Some(Stance::Avoid) && own.iter().any(brief) {
            return None;
        }
        let unclear = mention.concept().is_some_and(|c| self.lexicon.roles.courses.contains(c));
        if labelled && has(&[TimeRole::Duration, TimeRole::Bare, TimeRole::End]) && !has(&[TimeRole::Lead]) && !unclear
        {
            return Some(Stance::Avoid);
        }
        if once && self.stands_under_window() {
            // "Day 7" / "Stitches out"
            return Some(Stance::Do);
        }
        let taken_up = tends.is_none() || resumed && self.stands_under_later_date(mention);
        (taken_up && self.stands_under_window()).then_some(Stance::Allow)
    }

    /// What "then" says of a bare name behind it: "Stay out of the sun for a week. Then SPF 50."
    pub(super) fn said_then(&self, mention: &Mention, tends: Option<Stance>) -> Option<Stance> {
        let roles = &self.lexicon.roles;
        let taken_up = |c: &Name| [&roles.resumed, &roles.offered].iter().any(|r| r.contains(c));
        match tends {
            Some(Stance::Avoid) => None,
            _ if mention.concept().is_some_and(taken_up) => Some(Stance::Allow),
            Some(Stance::Do) => Some(Stance::Do),
            _ => None,
        }
    }

    /// "Then light exercise.": whether a sentence is nothing but a name that "then" opens, behind one that says until when.
    pub(super) fn follows_then(&self, mention: &Mention) -> bool {
        let tokens = self.view.tokens();
        let then = tokens.first().is_some_and(|t| self.lexicon.is_in_class("then", t.word));
        let named = (1..tokens.len()).all(|at| tokens[at].kind == TokenKind::Sign || self.view.in_concept(at));
        then && named && mention.first == 1
    }

    /// "Week 6 – drive again", "Month 3" / "Back to sport": whether a line says that something is taken up again, at its date or that of
    /// its heading.
    pub(super) fn is_taken_up_again(&self, mention: &Mention, own: &[&TimeMention]) -> bool {
        let tokens = self.view.tokens();
        let class = |name, at: usize| tokens.get(at).is_some_and(|t| self.lexicon.is_in_class(name, t.word));
        let again = (mention.last..mention.last + 2).any(|at| class("again", at));
        let line = (0..mention.first).rev().find(|&at| !self.view.sign(at).is_empty()).map_or(0, |at| at + 1);
        let back = mention.first - line <= FURTHEST_RETURN && class("returning", line);
        let later =
            |t: &TimeSpec| t.event.is_none() && (t.max.is_some_and(|m| m > 0.0) || t.day.is_some_and(|d| d > 1));
        let above = self.is_item && self.context.window.from.as_ref().is_some_and(later);
        let dated = if own.is_empty() { above } else { own.iter().all(|t| opens_later(t)) };
        (again || back) && dated && self.walked.groups.is_empty()
    }

    /// "6 weeks – you can swim": an amount that labels its line says from when something is permitted.
    pub(super) fn as_milestone(&self, time: &TimeMention) -> TimeMention {
        let plain = time.role == TimeRole::Bare && !time.until.as_ref().is_some_and(TimeSpec::is_brief);
        if plain && self.labels_line(time) { starting(time.clone()) } else { time.clone() }
    }

    /// "Week 6: all sports", "2 weeks – driving": whether the line of an activity that is taken up again opens with its date.
    pub(super) fn is_milestone(&self, mention: &Mention, own: &[&TimeMention]) -> bool {
        let amount = |t: &TimeMention| {
            t.role == TimeRole::Bare && !t.until.as_ref().is_some_and(TimeSpec::is_brief) || opens_later(t)
        };
        let resumed = mention.concept().is_some_and(|c| self.lexicon.roles.resumed.contains(c));
        let plain = |at: usize| {
            self.view.in_concept(at)
                || self.view.is_in_time(at)
                || self
                    .view
                    .cue_at(at)
                    .is_none_or(|c| matches!(c.kind, MentionKind::Cue(CueKind::And, _) | MentionKind::Verb(_)))
        };
        resumed
            && self.walked.groups.is_empty()
            && !own.is_empty()
            && own.iter().all(|t| amount(t) && self.labels_line(t))
            && (0..self.view.tokens().len()).all(plain)
    }

    /// Whether a time opens its sentence and a sign stands behind it.
    fn labels_line(&self, time: &TimeMention) -> bool {
        let tokens = self.view.tokens();
        let behind = tokens.partition_point(|t| t.span.start < time.span.end);
        let signed = match self.view.sign(behind) {
            ":" => true,
            "-" | "\u{2013}" | "\u{2014}" => tokens[behind].spaced,
            _ => false,
        };
        signed && tokens.first().is_some_and(|t| time.span.contains(t.span))
    }

    /// "Week 2" / "Driving": whether an item is nothing but the name of a thing under a date later than the first day.
    pub(super) fn stands_under_later_date(&self, mention: &Mention) -> bool {
        let later =
            |t: &TimeSpec| t.event.is_none() && (t.max.is_some_and(|m| m > 0.0) || t.day.is_some_and(|d| d > 1));
        let tokens = self.view.tokens();
        let named = (0..tokens.len()).all(|at| {
            let joins =
                self.view.cue_at(at).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Or, _)));
            tokens[at].kind == TokenKind::Sign || self.view.in_concept(at) || joins
        });
        mention.first == 0 && named && self.context.window.from.as_ref().is_some_and(later)
    }

    /// "Shower – 24 hours": whether a line is nothing but a name, a sign and an amount of hours or days.
    pub(super) fn is_offered_from(&self, mention: &Mention, own: &[&TimeMention]) -> bool {
        let tokens = self.view.tokens();
        let amount = |t: &&TimeMention| t.role == TimeRole::Bare && t.until.as_ref().is_some_and(|u| !u.is_brief());
        let plain = |at: usize| tokens[at].kind == TokenKind::Sign || self.view.is_in_time(at);
        let line = mention.first == 0 && self.is_label(mention) && (mention.last..tokens.len()).all(plain);
        let offered = mention.concept().is_some_and(|c| self.lexicon.roles.offered.contains(c));
        offered && line && own.len() == 1 && own.iter().all(amount)
    }

    /// Whether it is an item of few words under a heading that says when: "First week" / "gentle walks".
    pub(super) fn stands_under_window(&self) -> bool {
        // "Until it has healed" is for what is left as well as for what is done.
        let window = &self.context.window;
        let ends = window.until.as_ref().is_some_and(|t| t.event.is_some()) && window.from.is_none();
        self.is_item && self.is_fragment() && !window.is_empty() && !ends
    }
}
