//! Pairs that tempt and that no detector ever sees: concepts that are not related but look it, and rules for different
//! procedures in one document. Only looked for where they are asked for.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Compatible, Surroundings,
    body::Body,
    judge::LetGo,
    topic::{Group, Held},
};
use crate::{
    lexicon::{Lexicon, comparison::Tempting},
    model::{Name, Phase, Reason, Rule, Scope, Stance},
};

/// The pairs of a group that the data names: what one source advises makes up for what another advises against.
pub fn named(group: &Group, body: &Body<'_>, lexicon: &Lexicon) -> BTreeSet<LetGo> {
    let mut out = BTreeSet::new();
    for pair in &lexicon.comparison.related.tempting {
        let within = |h: &Held, concept: &str| {
            lexicon.concepts.is_within(&lexicon.concepts.all()[h.holding.concept as usize].id, concept)
        };
        let acts = |h: &Held| matches!(h.holding.stance, Stance::Do | Stance::Allow);
        let held = || group.topics.iter().flat_map(|t| &t.positions).filter(|h| !h.holding.mirrored);
        let bans = held().filter(|h| h.holding.stance == Stance::Avoid && within(h, &pair.ban));
        for ban in bans {
            for act in held().filter(|h| acts(h) && within(h, &pair.other)) {
                out.extend(examples(pair, (ban, act), body));
            }
        }
    }
    out
}

/// One pair of rules within a document and one across sources, where there are.
fn examples(pair: &Tempting, (ban, act): (&Held, &Held), body: &Body<'_>) -> Vec<LetGo> {
    let reason = pair.reason;
    let shared = ban.sources.iter().find(|s| act.sources.binary_search(s).is_ok());
    let of = |held: &Held, s: u32| body.of_source(&held.rules, s).flatten().next().copied();
    let internal = shared.and_then(|&s| Some((of(ban, s)?, of(act, s)?)));
    let apart = |x: &u32, y: &u32| body.source_of(*x) != body.source_of(*y);
    let across = ban.rules.iter().find_map(|x| Some((*x, *act.rules.iter().find(|y| apart(x, y))?)));
    let let_go = |scope| move |rules| LetGo { reason, scope, rules };
    internal.map(let_go(Scope::Internal)).into_iter().chain(across.map(let_go(Scope::CrossSource))).collect()
}

/// One rule before the procedure and one after it, for every concept that has both.
pub fn other_phases(body: &Body<'_>) -> Vec<LetGo> {
    let mut first: BTreeMap<(&[Name], u32), [Option<u32>; 2]> = BTreeMap::new();
    for (at, rule) in body.rules.iter().enumerate().filter(|(_, r)| r.stance != Stance::Expect) {
        let phase = usize::from(rule.phase == Phase::After);
        first.entry((&rule.procedure, body.brief(at as u32).concept)).or_default()[phase].get_or_insert(at as u32);
    }
    let pair = |rules: [Option<u32>; 2]| {
        let rules = rules[0].zip(rules[1])?;
        let same = body.source_of(rules.0) == body.source_of(rules.1);
        let scope = if same { Scope::Internal } else { Scope::CrossSource };
        Some(LetGo { reason: Reason::DisjointWindows, scope, rules })
    };
    first.into_values().filter_map(pair).collect()
}

/// Rules on one concept that differ, and are about different procedures: one pair for each two procedures, within a document
/// and across sources. A procedure that is not stated can be any, and is compared in no other document.
pub fn other_procedures(body: &Body<'_>) -> BTreeSet<LetGo> {
    type ByProcedure<'r> = BTreeMap<&'r [Name], Vec<u32>>;
    let mut by_topic: BTreeMap<(u32, bool), ByProcedure<'_>> = BTreeMap::new();
    for (at, rule) in body.rules.iter().enumerate() {
        let of_concept = by_topic.entry((body.brief(at as u32).concept, rule.phase == Phase::Before)).or_default();
        of_concept.entry(&rule.procedure).or_default().push(at as u32);
    }
    let mut out = BTreeSet::new();
    for of_concept in by_topic.values() {
        let groups: Vec<(&&[Name], &Vec<u32>)> = of_concept.iter().collect();
        for (at, (procedure, rules)) in groups.iter().enumerate() {
            let apart = |other: &[Name]| procedure.iter().all(|p| !other.contains(p));
            let unstated = procedure.is_empty();
            let scopes: &[Scope] =
                if unstated { &[Scope::CrossSource] } else { &[Scope::Internal, Scope::CrossSource] };
            let with_itself = usize::from(!unstated);
            for (_, others) in groups[at + with_itself..].iter().filter(|(other, _)| apart(other)) {
                out.extend(scopes.iter().filter_map(|&scope| differing(rules, others, scope, body)));
            }
        }
    }
    out
}

/// The first two rules that differ, of one source or of two.
fn differing(rules: &[u32], others: &[u32], scope: Scope, body: &Body<'_>) -> Option<LetGo> {
    let rule = |r: u32| body.rules[r as usize];
    let fits = |x: u32, y: u32| (body.source_of(x) == body.source_of(y)) == (scope == Scope::Internal);
    // One rule for each thing that is said is enough, and keeps this linear.
    let sayings = |rules: &[u32]| {
        let mut seen = BTreeSet::new();
        let first =
            |r: &u32| seen.insert((body.brief(*r).saying, (scope == Scope::Internal).then(|| body.source_of(*r))));
        rules.iter().copied().filter(first).collect::<Vec<u32>>()
    };
    let (mine, yours) = (sayings(rules), sayings(others));
    let pair = |&x: &u32| Some((x, yours.iter().copied().find(|&y| fits(x, y) && tempts(rule(x), rule(y)))?));
    let rules = mine.iter().find_map(pair)?;
    Some(LetGo { reason: Reason::OtherProcedure, scope, rules })
}

/// What documents say of a thing on which one of them rejects a view: one rule of that document, and one of another.
pub fn rejected(surroundings: &Surroundings, body: &Body<'_>, lexicon: &Lexicon) -> Vec<Compatible> {
    let mut by_concept: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    if !surroundings.views.is_empty() {
        let advises = |r: &Rule| !matches!(r.stance, Stance::Expect | Stance::Unneeded);
        for (at, _) in body.rules.iter().enumerate().filter(|(_, r)| advises(r)) {
            by_concept.entry(body.brief(at as u32).concept).or_default().push(at as u32);
        }
    }
    let mut out = Vec::new();
    for view in &surroundings.views {
        let concepts = &lexicon.concepts;
        let related = |number: u32| {
            let other = &concepts.all()[number as usize].id;
            concepts.is_within(other, &view.concept) || concepts.is_within(&view.concept, other)
        };
        let of_related = by_concept.iter().filter(|(number, _)| related(**number));
        let on_it: Vec<u32> = of_related.flat_map(|(_, rules)| rules.iter().copied()).collect();
        let about_it = |r: &Rule| view.procedure.first().is_none_or(|p| r.procedure.contains(p));
        for scope in [Scope::Internal, Scope::CrossSource] {
            let fits = |r: &Rule| about_it(r) && (r.document == view.document) == (scope == Scope::Internal);
            if let Some(rule) = on_it.iter().find(|r| fits(body.rules[**r as usize])) {
                out.push(Compatible {
                    reason: Reason::RejectedView,
                    procedure: view.procedure.first().cloned().unwrap_or_default(),
                    scope,
                    rules: vec![body.id(*rule).to_owned()],
                    view: Some(view.clone()),
                });
            }
        }
    }
    out
}

/// Whether two rules would clash if they were about one procedure.
fn tempts(a: &Rule, b: &Rule) -> bool {
    fn differ<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> bool {
        a.zip(b).is_some_and(|(a, b)| a != b)
    }
    let acts = |r: &Rule| matches!(r.stance, Stance::Do | Stance::Allow);
    let opposed = (a.stance == Stance::Avoid && acts(b)) || (b.stance == Stance::Avoid && acts(a));
    let same = a.stance == b.stance || (acts(a) && acts(b));
    let times = |r: &Rule| [r.from.clone(), r.until.clone(), r.lead.clone()];
    opposed
        || (same
            && (a.degree != b.degree
                || times(a) != times(b)
                || differ(a.session.as_ref(), b.session.as_ref())
                || differ(a.every.as_ref(), b.every.as_ref())
                || differ(a.count.as_ref(), b.count.as_ref())))
}
