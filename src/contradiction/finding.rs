//! Drafts become findings: topics that the same rules name together are one, and every finding gets its id and its words.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Ground,
    body::Body,
    judge::{Draft, Family, Filed, Place},
    says::{number, says},
    topic::Group,
};
use crate::{
    lexicon::Lexicon,
    model::{Contradiction, Name, Position, Scope},
};

/// A contradiction, with the ids of all its topics: it goes by the first, and a waiver can name any.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The contradiction.
    pub contradiction: Contradiction,
    /// The ids of its topics, sorted; `contradiction.id` is one of them.
    pub ids: Vec<String>,
}

/// Drafts of one family and source that were joined.
struct Joined {
    filed: Filed,
    topics: BTreeSet<u32>,
    positions: BTreeSet<Place>,
    worst: super::judge::Worst,
    /// What is said where: document, first byte of the quote, and the rule's words without its concept.
    said: BTreeSet<(u32, usize, String)>,
}

/// The findings of a group.
pub fn findings(drafts: BTreeMap<Filed, Draft>, group: &Group, body: &Body<'_>, lexicon: &Lexicon) -> Vec<Finding> {
    let mut by_kind: BTreeMap<(Family, Option<u32>), Vec<Joined>> = BTreeMap::new();
    for (filed, draft) in drafts {
        let rules = draft.positions.iter().flat_map(|p| rules_of(group, body, *p, filed.source));
        let said = |r: u32| (body.document[r as usize], body.rules[r as usize].start, says(body.rules[r as usize]));
        let said = rules.map(said).collect();
        by_kind.entry((filed.family, filed.source)).or_default().push(Joined {
            filed,
            topics: BTreeSet::from([filed.topic]),
            positions: draft.positions,
            worst: draft.worst,
            said,
        });
    }
    let mut out = Vec::new();
    for (_, drafts) in by_kind {
        out.extend(join(drafts).into_iter().map(|j| finding(&j, group, body, lexicon)));
    }
    out
}

/// Joins drafts whose rules are all named together with those of another that is as severe.
fn join(mut drafts: Vec<Joined>) -> Vec<Joined> {
    drafts.sort_by_key(|d| (std::cmp::Reverse(d.said.len()), d.filed.topic));
    let mut out: Vec<Joined> = Vec::new();
    for draft in drafts {
        let same = |o: &&mut Joined| o.worst.severity == draft.worst.severity && draft.said.is_subset(&o.said);
        match out.iter_mut().find(same) {
            Some(other) => {
                other.topics.extend(&draft.topics);
                other.positions.extend(&draft.positions);
                let size = |w: &super::judge::Worst| (w.severity, w.ground.size());
                if size(&draft.worst) > size(&other.worst) {
                    other.worst = draft.worst;
                }
            }
            None => out.push(draft),
        }
    }
    out
}

fn rules_of<'b>(
    group: &'b Group,
    body: &'b Body<'_>,
    (topic, at): Place,
    source: Option<u32>,
) -> impl Iterator<Item = u32> + 'b {
    let rules = &group.topics[&topic].positions[at as usize].rules;
    rules.iter().copied().filter(move |&r| source.is_none_or(|s| body.source_of(r) == s))
}

fn finding(joined: &Joined, group: &Group, body: &Body<'_>, lexicon: &Lexicon) -> Finding {
    let source = joined.filed.source;
    let name = |concept: u32| lexicon.concepts.all()[concept as usize].id.clone();
    let scope = if source.is_some() { Scope::Internal } else { Scope::CrossSource };
    let mut ids: Vec<(Name, String)> = joined
        .topics
        .iter()
        .map(|&topic| {
            let family = joined.filed.family;
            let document = source.map(|s| &body.documents[s as usize]);
            (name(topic), id(group, &name(topic), family, document))
        })
        .collect();
    ids.sort();
    let positions = positions(joined, group, body);
    let documents: BTreeSet<Name> = positions.iter().flat_map(|p| p.documents.iter().cloned()).collect();
    let contradiction = Contradiction {
        id: ids[0].1.clone(),
        procedure: group.procedure.clone(),
        phase: group.phase,
        concepts: concepts(&positions, &ids),
        kind: joined.worst.kind,
        scope,
        severity: joined.worst.severity,
        documents: documents.into_iter().collect(),
        why: why(joined, group, body),
        positions,
    };
    Finding { contradiction, ids: ids.into_iter().map(|(_, id)| id).collect() }
}

/// The concepts of all positions, those of the topics first.
fn concepts(positions: &[Position], ids: &[(Name, String)]) -> Vec<Name> {
    let mut out: Vec<Name> = Vec::new();
    let named: BTreeSet<&Name> = positions.iter().flat_map(|p| &p.concepts).collect();
    let topics = ids.iter().map(|(name, _)| name).filter(|n| named.contains(n));
    for concept in topics.chain(named.iter().copied()) {
        if !out.contains(concept) {
            out.push(concept.clone());
        }
    }
    out
}

/// An id that depends on the topic, the kind and the scope, and on nothing that changes with lines or sources.
fn id(group: &Group, topic: &Name, family: Family, document: Option<&Name>) -> String {
    let kind = match family {
        Family(kind, true) => format!("{kind:?} of doing"),
        Family(kind, _) => format!("{kind:?}"),
    };
    let scope = document.map_or_else(String::new, ToString::to_string);
    let text = [group.procedure.as_str(), &format!("{:?}", group.phase), topic.as_str(), &kind, &scope].join("\u{1f}");
    format!("{:012x}", xxhash_rust::xxh3::xxh3_64(text.as_bytes()) >> 16)
}

/// The positions in words, the strictest stance first; what says the same is one.
fn positions(joined: &Joined, group: &Group, body: &Body<'_>) -> Vec<Position> {
    let mut by_words: BTreeMap<_, (Position, BTreeSet<u32>)> = BTreeMap::new();
    for &place in &joined.positions {
        let held = &group.topics[&place.0].positions[place.1 as usize];
        for at in rules_of(group, body, place, joined.filed.source) {
            let rule = body.rules[at as usize];
            let words = says(rule);
            let until = held.holding.until.at().or(held.holding.from.at()).map_or(0.0, |e| e.low);
            let key = (rule.stance, std::cmp::Reverse((until * 1_000.0) as i64), words.clone(), rule.condition.clone());
            let (position, sources) = by_words.entry(key).or_insert_with(|| {
                let position = Position {
                    stance: rule.stance,
                    says: words,
                    concepts: Vec::new(),
                    from: rule.from.clone(),
                    until: rule.until.clone().or(rule.lead.clone()),
                    every: rule.every.clone(),
                    session: rule.session.clone(),
                    condition: rule.condition.clone(),
                    documents: Vec::new(),
                    independent: 0,
                    rules: Vec::new(),
                };
                (position, BTreeSet::new())
            });
            position.concepts.push(rule.concept.clone());
            position.documents.push(rule.document.clone());
            position.rules.push(rule.id.clone());
            sources.insert(body.source_of(at));
        }
    }
    let finish = |(mut position, sources): (Position, BTreeSet<u32>)| {
        for list in [&mut position.concepts, &mut position.documents] {
            list.sort();
            list.dedup();
        }
        position.rules.sort();
        position.rules.dedup();
        position.independent = sources.len();
        position
    };
    by_words.into_values().map(finish).collect()
}

fn why(joined: &Joined, group: &Group, body: &Body<'_>) -> String {
    let (a, b) = joined.worst.between;
    let words = |place| {
        let rule = rules_of(group, body, place, joined.filed.source).next().map(|r| body.rules[r as usize]);
        rule.map_or_else(String::new, |r| format!("{} ({})", says(r), r.concept))
    };
    let (a, b) = (words(a), words(b));
    let apart = |ratio: f64| {
        if ratio.is_finite() { format!("{} times apart", number(ratio)) } else { "one of them at once".to_owned() }
    };
    match joined.worst.ground {
        Ground::Stance { broader: false } => format!("both hold at the same time: {a} against {b}"),
        Ground::Stance { broader: true } => format!("the one is a kind of the other: {b} against {a}"),
        Ground::Ratio(ratio) => format!("the times are {}: {a} against {b}", apart(ratio)),
        Ground::Overlap(ratio) => format!("the times overlap, the earliest are {}: {a} against {b}", apart(ratio)),
        Ground::Amount(ratio) => format!("the amounts are {}: {a} against {b}", apart(ratio)),
        Ground::Kind => format!("{a} against {b}"),
    }
}
