//! Drafts become findings: topics that the same rules name together are one, and every finding gets its id and its words.

use std::{
    borrow::Cow,
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use super::{
    Ground,
    body::{Body, Brief},
    bounds::{self, Strictness},
    judge::{Draft, Family, Filed, Place},
    positions::union,
    says::number,
    together::{self, Joined},
    topic::{Group, Held},
    vocabulary::Vocabulary,
};
use crate::{
    lexicon::Lexicon,
    model::{Contradiction, Ids, Name, Phase, Position, Scope},
};

/// A contradiction, with the ids of all its topics: it goes by the first, and a waiver can name any.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The contradiction.
    pub contradiction: Contradiction,
    /// The ids of its topics, sorted; `contradiction.id` is one of them.
    pub ids: Vec<String>,
}

/// A topic with all positions on it.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicPositions {
    /// The procedure; empty where the document names none.
    pub procedure: Name,
    /// Before or after.
    pub phase: Phase,
    /// The concept.
    pub concept: Name,
    /// The positions, the strictest stance first.
    pub positions: Vec<Position>,
}

/// A finding with what is the same for another of the same kind, scope and rules.
pub struct Found {
    /// The finding.
    pub finding: Finding,
    /// The sum of the digests of its rules' ids: their order does not matter.
    pub digest: u64,
}

/// What all findings of a group are made of.
#[derive(Clone, Copy)]
pub struct Making<'b, 'a> {
    /// The group.
    pub group: &'b Group,
    /// All rules.
    pub body: &'b Body<'a>,
    /// The concepts and their names.
    pub lexicon: &'b Lexicon,
    /// How concepts stand to each other.
    pub vocabulary: &'b Vocabulary,
    /// The name of the lot that is compared.
    pub lot: &'b str,
}

/// The findings of a group.
pub fn findings(drafts: BTreeMap<Filed, Draft>, making: Making<'_, '_>) -> Vec<Found> {
    /// A kind, and the source where it is one against itself.
    type Kind = (Family, Option<u32>);
    let mut by_kind: BTreeMap<Kind, Vec<(u32, Draft)>> = BTreeMap::new();
    for (filed, draft) in drafts {
        by_kind.entry((filed.family, filed.source)).or_default().push((filed.topic, draft));
    }
    let mut out = Vec::new();
    for (kind, drafts) in by_kind {
        out.extend(together::join(kind, drafts, making).into_iter().map(|j| finding(&j, making)));
    }
    out
}

pub(super) fn held(group: &Group, (topic, at): Place) -> &Held {
    &group.topics[topic as usize].positions[at as usize]
}

/// The rules of a position, or those that one source has of it, document by document.
pub(super) fn rules_of<'b>(
    group: &'b Group,
    body: &'b Body<'_>,
    place: Place,
    source: Option<u32>,
) -> impl Iterator<Item = &'b [u32]> + 'b {
    let rules = held(group, place).rules.as_slice();
    let all = source.is_none().then_some(rules);
    let of_source = source.map(|s| body.of_source(rules, s));
    all.into_iter().chain(of_source.into_iter().flatten())
}

fn finding(joined: &Joined, making: Making<'_, '_>) -> Found {
    let Making { group, body, lexicon, lot, .. } = making;
    let source = joined.source;
    let name = |concept: u32| lexicon.concepts.all()[concept as usize].id.clone();
    let scope = if source.is_some() { Scope::Internal } else { Scope::CrossSource };
    let mut ids: Vec<(Name, String)> = joined
        .topics
        .iter()
        .map(|(&topic, words)| {
            let topic = name(group.topics[topic as usize].lead);
            let id = id(group, &topic, joined.family, words.as_deref().unwrap_or(lot));
            (topic, id)
        })
        .collect();
    ids.sort();
    let worded = positions(joined, group, body);
    let documents = union(worded.iter().map(|w| w.documents.as_slice()));
    let digest = worded.iter().fold(0_u64, |sum, w| sum.wrapping_add(w.digest));
    let strictness: Vec<Strictness> = worded.iter().map(|w| w.strictness).collect();
    let extremes = bounds::extremes(joined.worst.kind, &strictness);
    let positions: Vec<Position> = worded.into_iter().map(|w| w.position).collect();
    let contradiction = Contradiction {
        id: ids[0].1.clone(),
        procedure: group.procedure.clone(),
        phase: group.phase,
        concepts: concepts(&positions, &ids),
        kind: joined.worst.kind,
        scope,
        severity: joined.worst.severity,
        documents: body.names(documents),
        why: why(joined, group, body),
        positions,
        strictest: extremes.map(|(strictest, _)| strictest),
        most_lenient: extremes.map(|(_, lenient)| lenient),
    };
    Found { finding: Finding { contradiction, ids: ids.into_iter().map(|(_, id)| id).collect() }, digest }
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

/// An id that depends on the topic, the kind and the scope, and on nothing that changes with lines or sources: the scope is the
/// name of what is compared, or the words of a document that contradicts itself.
fn id(group: &Group, topic: &Name, family: Family, scope: &str) -> String {
    let kind = match family {
        Family(kind, true) => format!("{kind:?} of doing"),
        Family(kind, _) => format!("{kind:?}"),
    };
    let text = [group.procedure.as_str(), &format!("{:?}", group.phase), topic.as_str(), &kind, scope].join("\u{1f}");
    format!("{:012x}", xxhash_rust::xxh3::xxh3_64(text.as_bytes()) >> 16)
}

/// Some rules that hold the same.
struct Holders<'h> {
    held: &'h Held,
    rules: Cow<'h, [u32]>,
    /// Whether they are all that the position has.
    all: bool,
}

/// A position with what the finding that it is of takes from it.
struct Worded {
    position: Position,
    /// The numbers of its documents.
    documents: Vec<u32>,
    /// The sum of the digests of its rules' ids.
    digest: u64,
    /// How strict it is.
    strictness: Strictness,
}

/// The positions of a finding.
fn positions(joined: &Joined, group: &Group, body: &Body<'_>) -> Vec<Worded> {
    let holders = |place: &Place| {
        let held = held(group, *place);
        let rules = match joined.source {
            None => Cow::Borrowed(held.rules.as_slice()),
            source => Cow::Owned(rules_of(group, body, *place, source).flatten().copied().collect()),
        };
        Holders { held, rules, all: joined.source.is_none() }
    };
    worded(joined.positions.iter().map(holders), body)
}

/// Every topic of a group with all its positions, also where none clashes.
pub fn topics(group: &Group, body: &Body<'_>) -> Vec<TopicPositions> {
    let mut by_concept: BTreeMap<Name, Vec<Holders<'_>>> = BTreeMap::new();
    for held in group.topics.iter().flat_map(|t| &t.positions).filter(|h| h.own && !h.holding.mirrored) {
        let concept = body.rules[held.rules[0] as usize].concept.clone();
        by_concept.entry(concept).or_default().push(Holders { held, rules: Cow::Borrowed(&held.rules), all: true });
    }
    let topic = |(concept, held): (Name, Vec<Holders<'_>>)| TopicPositions {
        procedure: group.procedure.clone(),
        phase: group.phase,
        concept,
        positions: worded(held.into_iter(), body).into_iter().map(|w| w.position).collect(),
    };
    by_concept.into_iter().map(topic).collect()
}

/// Positions in words, the strictest stance first; what says the same is one.
fn worded<'h>(holders: impl Iterator<Item = Holders<'h>>, body: &Body<'_>) -> Vec<Worded> {
    let mut by_words: BTreeMap<_, Vec<Holders<'h>>> = BTreeMap::new();
    for holders in holders {
        let holding = &holders.held.holding;
        let until = holding.until.at().or(holding.from.at()).map_or(0.0, |e| e.low);
        for holders in by_wording(holders, body) {
            let first = holders.rules[0];
            let order = (body.terms.term(body.brief(first).terms).stance, Reverse((until * 1_000.0) as i64));
            by_words.entry((order, body.says(first), holding.condition)).or_default().push(holders);
        }
    }
    by_words.into_values().map(|holders| position(&holders, body)).collect()
}

/// Rules by their wordings: there are few wordings of one position (48 h, two days).
fn by_wording<'h>(holders: Holders<'h>, body: &Body<'_>) -> Vec<Holders<'h>> {
    if holders.rules.is_empty() {
        return Vec::new();
    }
    if holders.held.saying.is_some() {
        return vec![holders];
    }
    let mut out: Vec<(u32, Vec<u32>)> = Vec::new();
    for &rule in holders.rules.iter() {
        let number = body.brief(rule).saying;
        match out.iter_mut().find(|(n, _)| *n == number) {
            Some((_, list)) => list.push(rule),
            None => out.push((number, vec![rule])),
        }
    }
    let part = |(_, list)| Holders { held: holders.held, rules: Cow::Owned(list), all: false };
    out.into_iter().map(part).collect()
}

/// A position of the rules that hold it in the same words.
fn position(holders: &[Holders<'_>], body: &Body<'_>) -> Worded {
    let rules = union(holders.iter().map(|h| h.rules.as_ref()));
    let first = body.rules[rules[0] as usize];
    let known = holders.iter().all(|h| h.all && !h.held.holding.mirrored);
    let (documents, mut concepts, digest) =
        if known && rules.len() == holders.iter().map(|h| h.rules.len()).sum::<usize>() {
            let documents = union(holders.iter().map(|h| h.held.documents.as_slice()));
            let concepts = holders.iter().map(|h| h.held.holding.concept).collect();
            (documents, concepts, holders.iter().fold(0_u64, |sum, h| sum.wrapping_add(h.held.digest)))
        } else {
            named(&rules, body)
        };
    concepts.sort_unstable();
    concepts.dedup();
    let name = |concept: u32| {
        let of_it = rules.iter().find(|&&r| body.brief(r).concept == concept);
        of_it.map(|&r| body.rules[r as usize].concept.clone()).unwrap_or_default()
    };
    let mut concepts: Vec<Name> = concepts.into_iter().map(name).collect();
    concepts.sort();
    let position = Position {
        stance: first.stance,
        says: body.says(rules[0]).to_owned(),
        concepts,
        from: first.from.as_deref().cloned(),
        until: first.until.as_deref().or(first.lead.as_deref()).cloned(),
        every: first.every.as_deref().cloned(),
        session: first.session.as_deref().cloned(),
        condition: first.condition.clone(),
        returns: bounds::returns(&holders[0].held.holding),
        documents: body.names(documents.clone()),
        independent: body.independent(&rules, &documents),
        rules: Ids::of(&body.ids, rules),
    };
    Worded { position, documents, digest, strictness: bounds::strictness(&holders[0].held.holding) }
}

/// The documents of some rules, their concepts, some of them several times, and the sum of the digests of their ids.
fn named(rules: &[u32], body: &Body<'_>) -> (Vec<u32>, Vec<u32>, u64) {
    let (mut documents, mut concepts, mut digest) = (Vec::new(), Vec::new(), 0_u64);
    for &rule in rules {
        let &Brief { document, concept, id, .. } = body.brief(rule);
        if documents.last() != Some(&document) {
            documents.push(document);
        }
        if concepts.last() != Some(&concept) {
            concepts.push(concept);
        }
        digest = digest.wrapping_add(id);
    }
    (documents, concepts, digest)
}

fn why(joined: &Joined, group: &Group, body: &Body<'_>) -> String {
    let (a, b) = joined.worst.between;
    let words = |place| {
        // Which document comes first does not matter: of several wordings ("7 days", "a week") always the same one is taken.
        let mut rules = rules_of(group, body, place, joined.source).flatten().copied();
        let wording = |r: &u32| (body.says(*r), &body.rules[*r as usize].concept);
        let rule = if held(group, place).saying.is_some() { rules.next() } else { rules.min_by_key(wording) };
        let words = |r: u32| format!("{} ({})", body.says(r), body.rules[r as usize].concept);
        rule.map_or_else(String::new, words)
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
