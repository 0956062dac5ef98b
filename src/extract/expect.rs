//! What will happen, and until when? "Redness fades within 24 hours", "three to six sessions, four weeks apart".

use super::{
    assemble::{Draft, Route, times},
    attach::Times,
    context::Context,
    region::View,
    stance::Held,
    walk::Walk,
};
use crate::{
    lexicon::{ConceptSort, Lexicon},
    model::{Mention, Name, Span, Stance, TimeMention, TimeRole, TokenKind},
};

/// The expectations of a sentence.
pub fn expectations(view: &View<'_>, walked: &Walk, context: &Context, lexicon: &Lexicon) -> Vec<Draft> {
    let all = Times::new(view, &walked.regions);
    let list: Vec<&TimeMention> = all.all().collect();
    let mut out = sessions(view, &list, lexicon);
    let inherits = context.expect && context.alarm.is_none() && !context.window.is_empty();
    if list.is_empty() && !inherits {
        return out;
    }
    for (index, mention) in symptoms(view, walked, lexicon) {
        let own = times_of(view, &list, mention, lexicon);
        if own.is_empty() && !inherits {
            continue;
        }
        let Some(concept) = mention.concept() else { continue };
        let mut found = times(&own, Stance::Expect, concept, lexicon);
        if lexicon.roles.begins.iter().any(|c| c == concept) && found.window.from.is_none() {
            found.window.from = found.window.until.take();
        }
        if lexicon.roles.session_length.as_ref() == Some(concept) {
            found.session = found.session.or(found.window.until.take());
        }
        if !own.is_empty() && found.window.is_empty() && found.session.is_none() && found.every.is_none() && found.count.is_none() {
            continue;
        }
        let span = own.iter().fold(clause(view, index), |s, t| s.join(t.span));
        out.push(draft(concept.clone(), found, span, vec![mention.entry.clone()]));
    }
    out
}

fn draft(concept: Name, times: super::assemble::Times, span: Span, fired: Vec<String>) -> Draft {
    Draft {
        phase: None,
        concept,
        held: Held { stance: Stance::Expect, degree: None, strength: None },
        times,
        span,
        condition: None,
        exception: None,
        fired,
        route: Route::Expectation,
    }
}

/// Numbers of sessions and the distance between them need no other word.
fn sessions(view: &View<'_>, list: &[&TimeMention], lexicon: &Lexicon) -> Vec<Draft> {
    let mut out = Vec::new();
    for time in list {
        let concept = match time.role {
            TimeRole::Count => &lexicon.roles.session_count,
            TimeRole::Spacing => &lexicon.roles.session_spacing,
            _ => continue,
        };
        let Some(concept) = concept else { continue };
        let found = times(&[time], Stance::Expect, concept, lexicon);
        out.push(draft(concept.clone(), found, view.sentence.span, time.fired.clone()));
    }
    out
}

/// Symptoms and courses outside conditions and reasons.
fn symptoms<'v>(view: &'v View<'_>, walked: &'v Walk, lexicon: &'v Lexicon) -> impl Iterator<Item = (usize, &'v Mention)> {
    view.found.concepts.iter().enumerate().filter(move |(_, m)| {
        let sort = m.concept().and_then(|c| lexicon.concepts.get(c)).map(|c| c.sort);
        let hidden = walked.regions.iter().any(|r| r.first <= m.first && m.first < r.last);
        let special = m.concept().is_some_and(|c| {
            lexicon.roles.session_count.as_ref() == Some(c) || lexicon.roles.session_spacing.as_ref() == Some(c)
        });
        matches!(sort, Some(ConceptSort::Symptom | ConceptSort::Course)) && !hidden && !special
    })
}

/// The times of a symptom: those behind it, up to those that belong to the next run of symptoms; else those before it.
fn times_of<'a>(view: &View<'_>, list: &[&'a TimeMention], mention: &Mention, lexicon: &Lexicon) -> Vec<&'a TimeMention> {
    let wanted = |t: &&&TimeMention| !matches!(t.role, TimeRole::Count | TimeRole::Spacing | TimeRole::Rate | TimeRole::Lead);
    let list: Vec<&TimeMention> = list.iter().filter(wanted).copied().collect();
    let behind: Vec<&TimeMention> = list.iter().filter(|t| t.span.start >= mention.span.end).copied().collect();
    let Some(first) = behind.first() else {
        return list.last().map(|t| vec![*t]).unwrap_or_default();
    };
    // The run ends where another symptom, with a time of its own, begins.
    let next = view
        .found
        .concepts
        .iter()
        .filter(|c| c.span.start > first.span.end)
        .find(|c| c.concept().and_then(|c| lexicon.concepts.get(c)).is_some_and(|c| c.sort != ConceptSort::Activity))
        .map_or(usize::MAX, |c| c.span.start);
    behind.into_iter().filter(|t| t.span.start < next).collect()
}

/// The clause around a concept: up to the semicolons.
fn clause(view: &View<'_>, mention: usize) -> Span {
    let tokens = view.tokens();
    let at = view.found.concepts[mention].first;
    let ends = |i: &usize| tokens[*i].kind == TokenKind::Sign && view.sign(*i) == ";";
    let first = (0..at).rev().find(ends).map_or(0, |i| i + 1);
    let last = (at..tokens.len()).find(ends).unwrap_or(tokens.len());
    tokens[first].span.join(tokens[last - 1].span)
}
