//! Clashes that are one disagreement: concepts that the same rules name together make one report, and so do documents that
//! contradict themselves in the same words.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use xxhash_rust::xxh3::xxh3_64;

use super::{
    Ground,
    body::Body,
    finding::{Making, held, rules_of},
    judge::{Draft, Family, Place, Worst},
};

/// Drafts of one family and source that were joined.
pub struct Joined {
    /// The kinds.
    pub family: Family,
    /// The document's source, where it is one against itself.
    pub source: Option<u32>,
    /// The topics; of one document against itself with the words that clash there.
    pub topics: BTreeMap<u32, Option<String>>,
    /// The positions.
    pub positions: BTreeSet<Place>,
    /// The worst clash.
    pub worst: Worst,
}

/// A draft with what its rules name besides.
struct Part {
    topic: u32,
    positions: BTreeSet<Place>,
    worst: Worst,
    /// How many rules hold its positions.
    rules: usize,
}

/// Joins drafts of a kind that are one disagreement: each position of the one is also one of the other, in the same words of the
/// same place at least once. What further sources join a position does not part them again.
pub fn join((family, source): (Family, Option<u32>), drafts: Vec<(u32, Draft)>, making: Making<'_, '_>) -> Vec<Joined> {
    let Making { group, body, .. } = making;
    let part = |(topic, draft): (u32, Draft)| {
        let positions: BTreeSet<Place> = draft.positions.into_iter().collect();
        let rules = positions.iter().flat_map(|p| rules_of(group, body, *p, source)).map(<[u32]>::len).sum();
        Part { topic, positions, worst: draft.worst, rules }
    };
    let mut parts: Vec<Part> = drafts.into_iter().map(part).collect();
    parts.sort_by_key(|d| (Reverse(d.rules), d.topic));
    let mut first: Vec<usize> = (0..parts.len()).collect();
    let places: BTreeMap<u32, usize> = parts.iter().enumerate().map(|(at, p)| (p.topic, at)).collect();
    for (at, part) in parts.iter().enumerate() {
        for other in covering(part, &parts, &places, source, making) {
            let (a, b) = (root(&first, at), root(&first, other));
            first[a.max(b)] = a.min(b);
        }
    }
    let mut out: BTreeMap<usize, Joined> = BTreeMap::new();
    for (at, part) in parts.into_iter().enumerate() {
        let words = source.map(|s| words(part.worst.between, s, making));
        let joined = out.entry(root(&first, at)).or_insert_with(|| Joined {
            family,
            source,
            topics: BTreeMap::new(),
            positions: BTreeSet::new(),
            worst: part.worst,
        });
        joined.topics.insert(part.topic, words);
        joined.positions.extend(&part.positions);
        let size = |w: &Worst| (w.severity, w.ground.size());
        if size(&part.worst) > size(&joined.worst) {
            joined.worst = part.worst;
        }
    }
    out.into_values().collect()
}

fn root(first: &[usize], mut at: usize) -> usize {
    while first[at] != at {
        at = first[at];
    }
    at
}

/// The drafts that each position of a draft is also one of: as severe ones, and those that are more so where this one only is a
/// kind of their topic.
fn covering(
    part: &Part,
    parts: &[Part],
    places: &BTreeMap<u32, usize>,
    source: Option<u32>,
    making: Making<'_, '_>,
) -> Vec<usize> {
    let Making { group, body, .. } = making;
    let mut out: BTreeSet<usize> = places.values().copied().filter(|&at| parts[at].topic != part.topic).collect();
    for place in &part.positions {
        let mut named: BTreeSet<usize> = BTreeSet::new();
        for &rule in rules_of(group, body, *place, source).flatten() {
            named_too(rule, making, |topic, other| {
                // Most rules name nothing besides.
                if topic == part.topic {
                    return;
                }
                let Some(&at) = places.get(&topic).filter(|at| out.contains(at) && !named.contains(at)) else { return };
                let severity = part.worst.severity;
                let fits = match parts[at].worst.severity {
                    same if same == severity => true,
                    worse => worse > severity && matches!(part.worst.ground, Ground::Stance { broader: true }),
                };
                let holds = |place: &&Place| held(group, **place).rules.binary_search(&other).is_ok();
                let mut of_topic = parts[at].positions.range((topic, 0)..=(topic, u32::MAX));
                if fits && of_topic.any(|place| holds(&place)) {
                    named.insert(at);
                }
            });
            // Few rules tell: the first that names all that is left.
            if named.len() == out.len() {
                break;
            }
        }
        out = named;
        if out.is_empty() {
            break;
        }
    }
    out.into_iter().collect()
}

/// The rules that say the same as a rule in its place, it among them, each with the topics that it is in.
fn named_too(rule: u32, making: Making<'_, '_>, mut each: impl FnMut(u32, u32)) {
    let Making { group, body, vocabulary, .. } = making;
    let saying = body.brief(rule).saying;
    for other in body.in_one_place(rule) {
        let brief = body.brief(other);
        if brief.saying == saying {
            let concept = brief.concept as usize;
            for concept in std::iter::once(concept).chain(vocabulary.refrains[concept].iter().map(|&c| c as usize)) {
                if let Some(topic) = group.place(vocabulary.lead[concept]) {
                    each(topic, other);
                }
            }
        }
    }
}

/// The words by which a source contradicts itself most, as a hash: the same wherever they stand, whatever document they are of,
/// and whatever else it says.
fn words(between: (Place, Place), source: u32, making: Making<'_, '_>) -> String {
    let Making { group, body, .. } = making;
    let side = |place: Place| {
        let rules = rules_of(group, body, place, Some(source)).flatten();
        rules.map(|&rule| digest(rule, body)).min().unwrap_or_default()
    };
    let (a, b) = (side(between.0), side(between.1));
    format!("{:016x}{:016x}", a.min(b), a.max(b))
}

/// What a rule says, in which words: letters and digits only, so that marks and line breaks do not matter.
fn digest(rule: u32, body: &Body<'_>) -> u64 {
    let of = body.rules[rule as usize];
    let plain =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let condition = of.condition.as_deref().map(plain).unwrap_or_default();
    let parts = [body.says(rule), of.concept.as_str(), &condition, &plain(&of.quote)];
    xxh3_64(parts.join("\u{1f}").as_bytes())
}
