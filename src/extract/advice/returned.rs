//! What do a date, its heading and "again" or "then" make of a bare name? "Week 6 – drive again", "Week 2" / "Driving", "then light
//! exercise".

use super::Reading;
use crate::model::{CueKind, Mention, MentionKind, TimeMention, TimeRole, TimeSpec, TokenKind};

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

impl Reading<'_, '_> {
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
        line && own.len() == 1 && own.iter().all(amount)
    }

    /// Whether it is an item of few words under a heading that says when: "First week" / "gentle walks".
    pub(super) fn stands_under_window(&self) -> bool {
        // "Until it has healed" is for what is left as well as for what is done.
        let window = &self.context.window;
        let ends = window.until.as_ref().is_some_and(|t| t.event.is_some()) && window.from.is_none();
        self.is_item && self.is_fragment() && !window.is_empty() && !ends
    }
}
