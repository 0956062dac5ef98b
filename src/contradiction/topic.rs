//! Rules become topics (one procedure, one phase, one concept), and topics get positions.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    body::Body,
    extent::{End, Meeting},
    hash::Map,
    holding::{Holding, Key, Reader},
    pair::{Quantity, Role},
    vocabulary::Vocabulary,
};
use crate::{
    lexicon::{Lexicon, comparison::ConditionClass},
    model::{Name, Phase, Stance},
};

/// What one or more rules hold alike.
#[derive(Debug, Clone)]
pub struct Held {
    /// What they hold.
    pub holding: Holding,
    /// What they have in common besides.
    pub role: Role,
    /// The rules, by document and place.
    pub rules: Vec<u32>,
    /// Their sources, sorted.
    pub sources: Vec<u32>,
    /// Whether one of them names the procedure itself, and not only a broader one.
    pub own: bool,
}

/// The positions on one concept, or on those that count as one.
#[derive(Debug, Default)]
pub struct Topic {
    /// The positions.
    pub positions: Vec<Held>,
    /// The sources that ban the concept itself, or advise or allow it from the start, sorted.
    pub sources: Vec<u32>,
}

/// All topics of one procedure and phase.
#[derive(Debug)]
pub struct Group {
    /// The procedure; empty where the document names none.
    pub procedure: Name,
    /// Before or after.
    pub phase: Phase,
    /// Whether the procedure's name stands for many that differ, so that only one document is compared with itself.
    pub of_many: bool,
    /// The topics by the number of the concept that they go under.
    pub topics: BTreeMap<u32, Topic>,
}

/// A rule in a topic.
#[derive(Debug, Clone, Copy)]
struct Entry {
    rule: u32,
    own: bool,
    /// The concept that it refrains from, where it is there as its opposite, and whether only roughly.
    mirror: Option<(u32, bool)>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum About {
    Procedure(Name),
    /// A procedure that is not named: that of its document.
    Document(u32),
}

/// The entries of all topics, before they have positions.
pub struct Groups {
    groups: BTreeMap<(About, Phase), BTreeMap<u32, Vec<Entry>>>,
}

impl Groups {
    /// Puts every rule into the topics that it belongs to.
    pub fn new(body: &Body<'_>, vocabulary: &Vocabulary, lexicon: &Lexicon) -> Self {
        let mut numbers: BTreeMap<About, usize> = BTreeMap::new();
        let mut filed: Map<(usize, Phase, u32), Vec<Entry>> = Map::default();
        // Rules of one document mostly name the same procedures.
        let mut last: (&[Name], Vec<usize>) = (&[], Vec::new());
        for (at, rule) in body.rules.iter().enumerate() {
            if rule.procedure.is_empty() {
                let next = numbers.len();
                let document = About::Document(body.source_of(at as u32));
                last = (&[], vec![*numbers.entry(document).or_insert(next)]);
            } else if last.0 != rule.procedure {
                let about = most_specific(&rule.procedure, lexicon).into_iter().map(|about| {
                    let next = numbers.len();
                    *numbers.entry(about).or_insert(next)
                });
                last = (&rule.procedure, about.collect());
            }
            let concept = body.concept[at] as usize;
            let entry = Entry { rule: at as u32, own: true, mirror: None };
            let mirrored = rule.stance == Stance::Do && (rule.from.is_none() || rule.until.is_some());
            for &about in &last.1 {
                let mut file = |topic: u32, entry| filed.entry((about, rule.phase, topic)).or_default().push(entry);
                file(vocabulary.lead[concept], entry);
                for &mirror in vocabulary.refrains[concept].iter().filter(|_| mirrored) {
                    let mirror = (mirror, vocabulary.loose[concept]);
                    file(vocabulary.lead[mirror.0 as usize], Entry { mirror: Some(mirror), ..entry });
                }
            }
        }
        let about: BTreeMap<usize, &About> = numbers.iter().map(|(about, n)| (*n, about)).collect();
        let mut groups: BTreeMap<(About, Phase), BTreeMap<u32, Vec<Entry>>> = BTreeMap::new();
        for ((number, phase, topic), entries) in filed {
            groups.entry((about[&number].clone(), phase)).or_default().insert(topic, entries);
        }
        let mut out = Self { groups };
        out.inherit(lexicon);
        out
    }

    /// What is said of a broader procedure is compared with what is said of a narrower one.
    fn inherit(&mut self, lexicon: &Lexicon) {
        let mut inherited: Vec<((About, Phase), u32, Vec<Entry>)> = Vec::new();
        for (about, phase) in self.groups.keys() {
            let About::Procedure(procedure) = about else { continue };
            for broader in broader_procedures(procedure, lexicon) {
                let Some(topics) = self.groups.get(&(About::Procedure(broader), *phase)) else { continue };
                for (topic, entries) in topics {
                    let general = entries.iter().filter(|e| e.own).map(|e| Entry { own: false, ..*e }).collect();
                    inherited.push(((about.clone(), *phase), *topic, general));
                }
            }
        }
        for (key, topic, entries) in inherited {
            if let Some(topics) = self.groups.get_mut(&key) {
                topics.entry(topic).or_default().extend(entries);
            }
        }
    }

    /// The groups one after the other, with their positions; `judge` is called with each.
    pub fn each<'a>(self, body: &Body<'a>, reader: &mut Reader<'a>, mut judge: impl FnMut(&Group, &Reader<'a>)) {
        for ((about, phase), topics) in self.groups {
            let procedure = match about {
                About::Procedure(name) => name,
                About::Document(_) => Name::default(),
            };
            let of_many = reader.is_of_many(&procedure);
            let topics = topics.into_iter().map(|(topic, entries)| (topic, positions(body, reader, entries)));
            let group = Group { procedure, phase, of_many, topics: topics.collect() };
            judge(&group, reader);
        }
    }
}

/// All procedures that are broader than one.
fn broader_procedures(procedure: &str, lexicon: &Lexicon) -> Vec<Name> {
    let mut out: Vec<Name> = Vec::new();
    let mut todo = vec![procedure.to_owned()];
    while let Some(at) = todo.pop() {
        for broader in lexicon.procedures.get(&at).into_iter().flat_map(|p| &p.broader) {
            if !out.contains(broader) {
                out.push(broader.clone());
                todo.push(broader.to_string());
            }
        }
    }
    out
}

/// The procedures of a rule without those that are only broader than another of them.
fn most_specific(procedures: &[Name], lexicon: &Lexicon) -> Vec<About> {
    let broader: Vec<Name> = procedures.iter().flat_map(|p| broader_procedures(p, lexicon)).collect();
    procedures.iter().filter(|p| !broader.contains(p)).cloned().map(About::Procedure).collect()
}

fn positions<'a>(body: &Body<'a>, reader: &mut Reader<'a>, mut entries: Vec<Entry>) -> Topic {
    // Only what is inherited from a broader procedure is not in the order of the documents.
    entries.sort_by_key(|e| e.rule);
    let mut held: Vec<(Entry, Holding)> = Vec::with_capacity(entries.len());
    for entry in &entries {
        let mut holding = reader.read(body.rules[entry.rule as usize], body.concept[entry.rule as usize]);
        if let Some((concept, loose)) = entry.mirror {
            let plain = Holding { every: None, session: None, ..holding };
            holding = Holding { stance: Stance::Avoid, concept, mirrored: true, loose, ..plain };
        }
        held.push((*entry, holding));
    }
    let roles = roles(body, reader, &held);
    let mut by_key: Map<(Key, Role), Held> = Map::default();
    for ((entry, holding), role) in held.into_iter().zip(roles) {
        let position = by_key.entry((holding.key(), role)).or_insert_with(|| Held {
            holding,
            role,
            rules: Vec::new(),
            sources: Vec::new(),
            own: false,
        });
        position.rules.push(entry.rule);
        position.own |= entry.own;
    }
    let by_key: BTreeMap<(Key, Role), Held> = by_key.into_iter().collect();
    let mut positions: Vec<Held> = by_key.into_values().collect();
    for position in &mut positions {
        position.rules.sort_unstable();
        position.sources = position.rules.iter().map(|&r| body.source_of(r)).collect();
        position.sources.sort_unstable();
        position.sources.dedup();
    }
    let speaks = |h: &Holding| !h.mirrored && (h.stance == Stance::Avoid || h.from == End::Unstated);
    let own = positions.iter().filter(|p| speaks(&p.holding)).flat_map(|p| p.sources.iter().copied());
    let sources: BTreeSet<u32> = own.collect();
    Topic { positions, sources: sources.into_iter().collect() }
}

/// The roles of rules among those of the same document and topic; the rules lie document by document.
fn roles(body: &Body<'_>, reader: &Reader<'_>, held: &[(Entry, Holding)]) -> Vec<Role> {
    let document = |(entry, _): &(Entry, Holding)| body.document[entry.rule as usize];
    let mut out = Vec::with_capacity(held.len());
    for of_one in held.chunk_by(|a, b| document(a) == document(b)) {
        out.extend(of_one.iter().map(|(_, holding)| Beside { reader, holding, others: of_one }.role()));
    }
    out
}

/// A holding beside those of its document on the topic.
struct Beside<'a, 'b> {
    reader: &'b Reader<'a>,
    holding: &'b Holding,
    others: &'b [(Entry, Holding)],
}

impl Beside<'_, '_> {
    fn role(&self) -> Role {
        let others = || self.others.iter().map(|(_, holding)| holding);
        let alike = |b: &&Holding| b.stance == self.holding.stance && b.mirrored == self.holding.mirrored;
        let like = || others().filter(alike);
        let special = if self.is_case(self.holding) || self.holding.site != 0 {
            like().filter(|b| self.is_general(b)).fold(0, |set, b| set | stated(b))
        } else {
            0
        };
        Role {
            special,
            excepted: self.is_case(self.holding) && others().any(|b| self.opposes(b)),
            restates: others().any(|b| b.stance == Stance::Avoid && self.meets(b.until, self.holding.from)),
            later: like().any(|b| self.starts_earlier(b)),
            continued: like().any(|b| self.meets(self.holding.until, b.from)),
        }
    }

    fn is_case(&self, holding: &Holding) -> bool {
        self.reader.class(holding).is_some_and(|c| c != ConditionClass::Defers)
    }

    /// Whether it holds in every case, and for every part of the body where this is for one.
    fn is_general(&self, other: &Holding) -> bool {
        !self.is_case(other) && other.site == 0
    }

    fn opposes(&self, other: &Holding) -> bool {
        let acts = |s: Stance| matches!(s, Stance::Do | Stance::Allow);
        let (a, b) = (self.holding.stance, other.stance);
        !self.is_case(other) && ((a == Stance::Avoid && acts(b)) || (b == Stance::Avoid && acts(a)))
    }

    fn starts_earlier(&self, other: &Holding) -> bool {
        if self.holding.stance == Stance::Expect
            && let (Some(mine), Some(yours)) = (self.holding.every, other.every)
        {
            return yours.nominal > mine.nominal;
        }
        match (other.from, self.holding.from) {
            (End::At(a), End::At(b)) => a.nominal < b.nominal,
            (End::Unstated, End::At(_)) => matches!(other.until, End::At(_)),
            _ => false,
        }
    }

    /// Whether one thing ends where another begins.
    fn meets(&self, end: End, start: End) -> bool {
        match (end, start) {
            (End::At(a), End::At(b)) => !matches!(self.reader.meet(&a, &b), Meeting::Apart(_) | Meeting::Overlap(_)),
            _ => false,
        }
    }
}

/// The quantities that a holding states, as a set of [`Quantity`].
fn stated(holding: &Holding) -> u8 {
    let of = |is: bool, quantity: Quantity| if is { quantity as u8 } else { 0 };
    of(holding.from != End::Unstated, Quantity::From)
        | of(holding.until != End::Unstated, Quantity::Until)
        | of(holding.every.is_some(), Quantity::Every)
        | of(holding.session.is_some() || holding.count.is_some(), Quantity::Amount)
}
