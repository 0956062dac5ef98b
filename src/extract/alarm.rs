//! What stands under "Call us if": signs for which to turn to somebody.

use super::{
    assemble::{self, Draft, Route},
    context::Context,
    region::{Region, RegionKind},
    stance::Held,
    view::View,
    walk::Walk,
};
use crate::{
    lexicon::{ConceptSort, Lexicon},
    model::{CueKind, Mention, MentionKind, Name, Stance, Strength, TokenKind, VerbForm},
};

/// Whether a paragraph under "When should I call?" only names the case: "If bleeding does not stop after 15 minutes."
pub fn continues(view: &View<'_>, walked: &Walk, context: &Context, lexicon: &Lexicon) -> bool {
    let whole = |r: &Region| {
        let signs = (r.last..view.tokens().len()).all(|at| !view.sign(at).is_empty());
        r.kind == RegionKind::Condition && r.first == 0 && signs
    };
    let orders = walked.groups.iter().any(|g| walked.regions.iter().all(|r| g.first < r.first || g.first >= r.last));
    context.alarm.is_some()
        && (walked.regions.iter().any(whole) && !orders || context.alarming && is_sign(view, walked, lexicon))
}

/// The most words of a sign that stands under "When to act now" by itself.
const LONGEST_SIGN: usize = 16;

/// How far from the beginning of a sentence the sign stands that it names, in tokens.
const NEAREST_SIGN: usize = 4;

/// "Passing clots bigger than a lemon.", "Severe pain that painkillers don't touch": a sign without a predicate of its own.
fn is_sign(view: &View<'_>, walked: &Walk, lexicon: &Lexicon) -> bool {
    let tokens = view.tokens();
    let class = |name, at: usize| lexicon.is_in_class(name, tokens[at].word);
    let told = |at: usize| walked.regions.iter().any(|r| r.first <= at && at < r.last);
    let says = |c: &Mention| {
        let speaks = matches!(c.kind, MentionKind::Cue(CueKind::Or | CueKind::And | CueKind::Relative, _))
            || matches!(c.kind, MentionKind::Verb(VerbForm::Gerund | VerbForm::Base | VerbForm::Participle));
        // "you have blisters"
        let has = |at: usize| ["having", "undergoing"].iter().any(|name| tokens.get(at).is_some() && class(name, at));
        let yours = matches!(c.kind, MentionKind::Cue(CueKind::You, _)) && has(c.last);
        !speaks && !yours && !told(c.first) && !view.in_concept(c.first)
    };
    let words = tokens.iter().filter(|t| t.kind == TokenKind::Word).count();
    let opens = ["definite", "subject-pronouns", "openers"].iter().all(|name| !class(name, 0));
    let gerund = view.cue_at(0).is_some_and(|c| matches!(c.kind, MentionKind::Verb(VerbForm::Gerund)));
    let sort = |m: &Mention| m.concept().and_then(|c| lexicon.concepts.get(c)).map(|c| c.sort);
    let symptom = |m: &Mention| m.first < NEAREST_SIGN && sort(m) == Some(ConceptSort::Symptom);
    let named = gerund || view.found.concepts.iter().any(symptom);
    let reports = view.found.concepts.iter().any(|m| m.concept().is_some_and(|c| lexicon.is_report(c)));
    let linked = (0..tokens.len()).any(|at| class("linking-verbs", at) && !told(at));
    named && opens && !reports && !linked && words <= LONGEST_SIGN && !view.found.cues.iter().any(says)
}

/// A list item that names signs under "call us if": one rule, whatever number of signs it names.
pub fn draft(view: &View<'_>, concept: &Name) -> Draft {
    let span = view.sentence.span;
    Draft {
        phase: None,
        concept: concept.clone(),
        held: Held { stance: Stance::Do, degree: None, strength: Some(Strength::Must) },
        times: assemble::Times::default(),
        span,
        condition: Some(span.of(view.text).to_owned()),
        exception: None,
        fired: vec!["scope/alarm".to_owned()],
        route: Route::Inherited,
    }
}
