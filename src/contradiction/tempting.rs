//! Pairs that tempt and that no detector ever sees: concepts that are not related but look it, and rules for different
//! procedures in one document. Only looked for where they are asked for.

use std::collections::{BTreeMap, BTreeSet};

use super::{
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
        let held = || group.topics.values().flat_map(|t| &t.positions).filter(|h| !h.holding.mirrored);
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
        first.entry((&rule.procedure, body.concept[at])).or_default()[phase].get_or_insert(at as u32);
    }
    let pair = |rules: [Option<u32>; 2]| {
        let rules = rules[0].zip(rules[1])?;
        let same = body.source_of(rules.0) == body.source_of(rules.1);
        let scope = if same { Scope::Internal } else { Scope::CrossSource };
        Some(LetGo { reason: Reason::DisjointWindows, scope, rules })
    };
    first.into_values().filter_map(pair).collect()
}

/// Rules of one document on one concept that differ, and are about different procedures.
pub fn other_procedures(body: &Body<'_>) -> Vec<LetGo> {
    let mut by_topic: BTreeMap<(u32, u32, bool), Vec<u32>> = BTreeMap::new();
    for (at, rule) in body.rules.iter().enumerate().filter(|(_, r)| !r.procedure.is_empty()) {
        let before = rule.phase == Phase::Before;
        by_topic.entry((body.document[at], body.concept[at], before)).or_default().push(at as u32);
    }
    let rule = |r: u32| body.rules[r as usize];
    let differ = |a: &Rule, b: &Rule| {
        a.procedure.iter().all(|p| !b.procedure.contains(p)) && (a.stance != b.stance || a.until != b.until)
    };
    let pair = |rules: Vec<u32>| {
        let (first, rest) = (rules[0], &rules[1..]);
        let other = rest.iter().copied().find(|&r| differ(rule(first), rule(r)))?;
        Some(LetGo { reason: Reason::OtherProcedure, scope: Scope::Internal, rules: (first, other) })
    };
    by_topic.into_values().filter(|rules| rules.len() > 1).filter_map(pair).collect()
}
