//! Whom does a sentence send its reader to, in words that are no name of it? "A hot calf means a doctor", "a rash? Give us a ring",
//! "if the nail lifts, have a doctor look at it".

use super::{
    assemble::{self, Draft, Route},
    context::Context,
    region::RegionKind,
    stance::Held,
    view::View,
    walk::Walk,
};
use crate::{
    lexicon::{ConceptSort, Lexicon},
    model::{ConditionKind, CueKind, Mention, MentionKind, Name, Span, Stance, Strength, TokenKind, VerbForm},
};

/// How far behind a verb of turning stands whom it sends to, in tokens.
const REACH: usize = 8;

/// The most words of a heading that only tells to call, its numbers left aside.
const LONGEST_CALL: usize = 12;

/// The digits of a telephone number.
const DIGITS_OF_NUMBER: usize = 7;

/// What fires where a sentence sends to somebody.
pub const FIRED: &str = "scope/turning";

/// Whether a sentence can send its reader to somebody: it names who it could be.
pub fn may_turn(view: &View<'_>, lexicon: &Lexicon) -> bool {
    let class = |at: usize| {
        Turning { view, lexicon }.is("turned-to", at)
            || Turning { view, lexicon }.is("calls", at)
            || Turning { view, lexicon }.is("returned-back", at)
    };
    (0..view.tokens().len()).any(class)
}

/// How far before an order to turn to somebody a denial of it stands, in tokens.
const NEAR_DENIAL: usize = 4;

/// The order to turn to somebody of a sentence that names a sign or a condition for it.
pub fn draft(view: &View<'_>, walked: &Walk, context: &Context, lexicon: &Lexicon) -> Option<Draft> {
    let courtesy = walked.regions.iter().any(|r| r.kind == RegionKind::Courtesy);
    let denies = |c: &Mention| {
        let no = [CueKind::Not, CueKind::Unneeded, CueKind::NotNeeded, CueKind::No, CueKind::Staff, CueKind::Report];
        matches!(c.kind, MentionKind::Cue(kind, _) if no.contains(&kind)) && !in_condition(view, walked, c.first)
    };
    let books = view.tokens().iter().any(|t| lexicon.is_in_class("booking", t.word));
    let asks = view.tokens().last().is_some_and(|t| t.span.of(view.text) == "?");
    if courtesy || asks || books {
        return None;
    }
    let turning = Turning { view, lexicon };
    let told_there = |i: usize| !in_condition(view, walked, i);
    let scarcely = |at: usize| {
        let near = (at.saturating_sub(NEAR_DENIAL)..at).rev().take_while(|&i| view.sign(i).is_empty());
        near.into_iter().any(|i| told_there(i) && turning.is("scarcely", i))
    };
    let told = |at: &usize| !in_condition(view, walked, *at);
    let (at, end) = (0..view.tokens().len()).filter(told).find_map(|at| turning.at(at).map(|end| (at, end)))?;
    if view.found.cues.iter().any(|c| denies(c) && c.first <= at && c.last + 2 > at) {
        return None;
    }
    // "A little oozing rarely needs a doctor"
    if scarcely(at) {
        return None;
    }
    let sign = turning.sign(walked, at);
    if sign.is_none() && context.condition.is_none() && at > 0 {
        return None;
    }
    let concept = turning.concept(at, end)?;
    let condition = sign.map(|s| s.of(view.text).to_owned());
    Some(Draft {
        phase: None,
        concept,
        held: Held { stance: Stance::Do, degree: None, strength: Some(Strength::Must) },
        times: assemble::Times::default(),
        span: view.sentence.span,
        condition,
        exception: None,
        fired: vec![FIRED.to_owned()],
        route: Route::Order,
    })
}

/// Whether a place lies in a condition. One that leads and has no end holds what it bears on too, behind a sign: "if the lobe is hot,
/// red or wet, take her to the doctor".
fn in_condition(view: &View<'_>, walked: &Walk, at: usize) -> bool {
    walked.regions.iter().any(|r| {
        let open = r.leads && r.last >= view.tokens().len() && at > r.first && !view.sign(at - 1).is_empty();
        r.kind == RegionKind::Condition && r.first <= at && at < r.last && !open
    })
}

struct Turning<'a, 'v> {
    view: &'v View<'a>,
    lexicon: &'v Lexicon,
}

impl Turning<'_, '_> {
    fn is(&self, class: &str, at: usize) -> bool {
        self.view.tokens().get(at).is_some_and(|t| self.lexicon.is_in_class(class, t.word))
    }

    /// Whether a cue of this kind ends right before a place.
    fn behind(&self, at: usize, wanted: &[CueKind]) -> bool {
        let kind = |c: &Mention| matches!(c.kind, MentionKind::Cue(kind, _) if wanted.contains(&kind));
        self.view.found.cues.iter().any(|c| c.last == at && kind(c))
    }

    /// The index of somebody to turn to between two places that no sign parts.
    fn somebody(&self, from: usize, class: &str) -> Option<usize> {
        let reach = (from..self.view.tokens().len().min(from + REACH)).take_while(|&i| self.view.sign(i).is_empty());
        reach.into_iter().find(|&i| self.is(class, i))
    }

    /// One past the words that send to somebody and begin at an index.
    fn at(&self, at: usize) -> Option<usize> {
        self.ordered(at).or_else(|| self.meant(at)).or_else(|| self.examined(at))
    }

    /// "Ring us", "give us a call", "have a doctor look at it", "take her to the doctor", "come back".
    fn ordered(&self, at: usize) -> Option<usize> {
        let clause = at == 0
            || !self.view.sign(at - 1).is_empty()
            || self.behind(at, &[CueKind::You, CueKind::And, CueKind::Or, CueKind::Must])
            || self.is("politeness", at - 1)
            || self.is("adverbs-of-manner", at - 1);
        if !clause {
            return None;
        }
        let somebody = self.somebody(at + 1, "turned-to");
        if self.is("turning", at) {
            let home = self.is("turning-back", at) && self.comes_back(at + 1 + usize::from(self.is("at-once", at + 1)));
            // "Go to the doctor", "pop in and see us": not "go by what your surgeon said".
            let joins = |i: usize| self.is("to", i) || self.behind(i + 1, &[CueKind::And]);
            let reached = |&i: &usize| !self.is("moving", at) || (at + 1..i).any(joins);
            return somebody.filter(reached).map(|i| i + 1).or(home.then_some(at + 2));
        }
        // "give us a ring"
        let handed =
            self.is("handing", at) && self.is("turned-to-us", at + 1) && self.somebody(at + 2, "calls").is_some();
        // "have a doctor look at it"
        let led = self.is("having-done", at) && somebody.is_some_and(|i| self.somebody(i + 1, "examining").is_some());
        // "take her to the doctor"
        let taken = self.is("leading-off", at) && somebody.is_some_and(|i| (at + 2..i).any(|t| self.is("to", t)));
        (handed || led || taken).then(|| somebody.unwrap_or(at + 4) + 1)
    }

    /// "Come back", "pop in and let us look": not "come in flakes".
    fn comes_back(&self, at: usize) -> bool {
        let tokens = self.view.tokens();
        let parts = |c: &Mention| c.first == at + 1 && !matches!(c.kind, MentionKind::Verb(_));
        let ends =
            tokens.get(at + 1).is_none_or(|t| t.kind == TokenKind::Sign) || self.view.found.cues.iter().any(parts);
        self.is("returned-back", at) || self.is("turned-in", at) && (ends || self.is("soon", at + 2))
    }

    /// "A hot calf means a doctor", "a fever needs the nurse": behind the sign that it says this of.
    fn meant(&self, at: usize) -> Option<usize> {
        let sign = self.view.found.concepts.iter().any(|m| m.last <= at && self.is_symptom(m));
        if !sign {
            return None;
        }
        let means = self.is("meaning", at);
        let somebody = self.somebody(at + 1, "turned-to").filter(|&i| !self.is("turned-to-us", i));
        let waits = self.is("waiting", at) && self.behind(at, &[CueKind::ModalNot]);
        if waits {
            return Some(at + 1);
        }
        somebody.filter(|_| means).map(|i| i + 1)
    }

    /// "Should be looked at by a doctor", "must be seen the same day".
    fn examined(&self, at: usize) -> Option<usize> {
        let must = self.behind(at, &[CueKind::Must, CueKind::Needed])
            || at >= 2 && self.is("be-base", at - 1) && self.behind(at - 1, &[CueKind::Must, CueKind::Needed]);
        if !must || !self.is("examined", at) {
            return None;
        }
        let soon = (at + 1..at + 4).any(|i| self.is("at-once", i) || self.is("soon", i));
        self.somebody(at + 1, "turned-to").map(|i| i + 1).or(soon.then_some(at + 1))
    }

    fn is_symptom(&self, mention: &Mention) -> bool {
        let known = mention.concept().and_then(|c| self.lexicon.concepts.get(c));
        known.is_some_and(|c| c.sort == ConceptSort::Symptom)
    }

    /// What somebody is turned to for: a condition of the sentence, the signs before the order, or what a label names.
    fn sign(&self, walked: &Walk, at: usize) -> Option<Span> {
        let tokens = self.view.tokens();
        let condition = walked.regions.iter().find(|r| r.kind == RegionKind::Condition);
        let span = condition.and_then(|r| {
            let own = &tokens[r.first..r.last];
            Some(own.first()?.span.join(own.last()?.span))
        });
        let mut signs = self.view.found.concepts.iter().filter(|m| m.last <= at && self.is_symptom(m)).map(|m| m.span);
        // "Anything that grows back should be looked at by a doctor"
        let anything = || (self.is("anything", 0) && at > 2).then(|| tokens[0].span.join(tokens[at - 1].span));
        span.or_else(|| signs.next().map(|first| signs.fold(first, Span::join)))
            .or_else(|| super::advice::label_before(self.view, at))
            .or_else(anything)
    }

    /// Turning to an emergency service, or to somebody.
    fn concept(&self, at: usize, end: usize) -> Option<Name> {
        let mut reports = self.lexicon.roles.report.iter();
        let emergency = (at..end.min(self.view.tokens().len())).any(|i| self.is("emergencies", i));
        if emergency { reports.next_back().cloned() } else { reports.next().cloned() }
    }
}

/// "Ring us on 01632 960 541", "CALL (555) 010-4470 FOR:": whether a heading or lead-in does nothing but tell to call somebody.
pub fn only_calls(view: &View<'_>, lexicon: &Lexicon) -> bool {
    let turning = Turning { view, lexicon };
    let tokens = view.tokens();
    let words: Vec<usize> = (0..tokens.len())
        .filter(|&i| tokens[i].kind == TokenKind::Word && !view.is_in_time(i) && !turning.is("politeness", i))
        .collect();
    let Some(&first) = words.first() else { return false };
    let before = |at: usize| turning.is("turning-back", at);
    let Some(&call) = words.iter().take(4).find(|&&i| turning.is("calling", i)) else { return false };
    let opens = call == first || before(first);
    let whom = turning.is("turned-to-us", call + 1)
        || turning.somebody(call + 1, "turned-to").is_some_and(|i| i <= call + 4)
        || breaks_off(view, lexicon);
    let other = words.iter().any(|&i| turning.is("businesslike", i))
        || view.found.cues.iter().any(|c| {
            use CueKind::{Bad, May, ModalNot, No, Not, NotNeeded, Unneeded};
            let kinds = [Bad, May, ModalNot, No, Not, NotNeeded, Unneeded];
            let courtesy = matches!(c.kind, MentionKind::Condition(ConditionKind::Courtesy));
            courtesy || matches!(c.kind, MentionKind::Cue(kind, _) if kinds.contains(&kind))
        });
    opens && whom && !other && words.len() <= LONGEST_CALL
}

/// Whether a line breaks off where what it is for has to follow: "Ring us if", "CALL (555) 010-4470 FOR:".
pub fn breaks_off(view: &View<'_>, lexicon: &Lexicon) -> bool {
    let last = view.tokens().iter().rfind(|t| t.kind == TokenKind::Word);
    last.is_some_and(|t| lexicon.is_in_class("breaking-off", t.word))
}

/// "Monday to Friday: 9 to 5", "Ward 4: 01632 960 541": under "Call us", how to, and no sign for it.
pub fn is_contact(view: &View<'_>, lexicon: &Lexicon) -> bool {
    let turning = Turning { view, lexicon };
    let tokens = view.tokens();
    let digits = |i: usize| tokens[i].span.of(view.text).chars().filter(char::is_ascii_digit).count();
    let numbered: usize = (0..tokens.len()).map(digits).sum();
    let opens = tokens.iter().position(|t| t.kind == TokenKind::Word).is_some_and(|i| turning.is("contact-data", i));
    opens || numbered >= DIGITS_OF_NUMBER || view.sentence.span.of(view.text).contains('@')
}

/// "For numb or cold fingers, a temperature, or black stools": signs under "Ring the ward", behind the word that joins them to it.
pub fn joins(view: &View<'_>, lexicon: &Lexicon) -> bool {
    let first = Turning { view, lexicon }.is("breaking-off", 0);
    let orders = view.found.cues.iter().any(|c| {
        let base = matches!(c.kind, MentionKind::Verb(VerbForm::Base)) && c.first > 0;
        let after = base && matches!(view.sign(c.first - 1), "," | ":" | ";");
        after || matches!(c.kind, MentionKind::Cue(CueKind::Must | CueKind::May | CueKind::Unneeded, _))
    });
    first && !orders
}
