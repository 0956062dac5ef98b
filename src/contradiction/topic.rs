//! Rules become topics (one procedure, one phase, one concept), and topics get positions.

use std::collections::BTreeMap;

use super::{
    body::Body,
    hash::Map,
    holding::{Holding, Reader},
    pair::Role,
    positions,
    vocabulary::Vocabulary,
};
use crate::{
    lexicon::Lexicon,
    model::{Name, Phase},
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
    /// Their documents, sorted.
    pub documents: Vec<u32>,
    /// Their sources, sorted.
    pub sources: Vec<u32>,
    /// The sum of the digests of their ids.
    pub digest: u64,
    /// The number of their wording, where all of them have one.
    pub saying: Option<u32>,
    /// Whether one of them names the procedure itself, and not only a broader one.
    pub own: bool,
}

/// The positions on one concept, or on those that count as one.
#[derive(Debug, Default)]
pub struct Topic {
    /// The number of the concept that it goes under.
    pub lead: u32,
    /// The positions.
    pub positions: Vec<Held>,
    /// The sources that ban the concept itself, or advise or allow it from the start, sorted.
    pub sources: Vec<u32>,
    /// All sources that speak of the concept itself, and not of its opposite, sorted.
    pub speakers: Vec<u32>,
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
    /// The topics, in the order of the concepts that they go under.
    pub topics: Vec<Topic>,
}

impl Group {
    /// The place of the topic that goes under a concept.
    pub fn place(&self, lead: u32) -> Option<u32> {
        self.topics.binary_search_by_key(&lead, |t| t.lead).ok().map(|at| at as u32)
    }

    /// The topic that goes under a concept.
    pub fn topic(&self, lead: u32) -> Option<&Topic> {
        self.place(lead).map(|at| &self.topics[at as usize])
    }
}

/// A rule in a topic.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The rule.
    pub rule: u32,
    /// Whether it names the procedure itself, and not only a broader one.
    pub own: bool,
    /// The concept that it refrains from, where it is there as its opposite, and whether only roughly.
    pub mirror: Option<(u32, bool)>,
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
        // What the lists of procedures are about, by the numbers of the lists.
        let mut named: Vec<Option<Vec<usize>>> = vec![None; body.procedures.lists.len()];
        let mut number = |about: About| {
            let next = numbers.len();
            *numbers.entry(about).or_insert(next)
        };
        for at in 0..body.rules.len() as u32 {
            let list = body.procedures.of[at as usize] as usize;
            let of_document: [usize; 1];
            let about: &[usize] = if body.procedures.lists[list].is_empty() {
                of_document = [number(About::Document(body.source_of(at)))];
                &of_document
            } else {
                named[list].get_or_insert_with(|| {
                    most_specific(body.procedures.lists[list], lexicon).into_iter().map(&mut number).collect()
                })
            };
            let brief = body.brief(at);
            let (term, concept) = (body.terms.term(brief.terms), brief.concept as usize);
            let entry = Entry { rule: at, own: true, mirror: None };
            for &about in about {
                let mut file = |topic: u32, entry| filed.entry((about, term.phase, topic)).or_default().push(entry);
                file(vocabulary.lead[concept], entry);
                for &mirror in vocabulary.refrains[concept].iter().filter(|_| term.refrains) {
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
    pub fn each<'a>(self, body: &Body<'_>, reader: &mut Reader<'a>, mut judge: impl FnMut(&Group, &Reader<'a>)) {
        for ((about, phase), topics) in self.groups {
            let procedure = match about {
                About::Procedure(name) => name,
                About::Document(_) => Name::default(),
            };
            let of_many = reader.is_of_many(&procedure);
            let topics = topics.into_iter().map(|(lead, entries)| positions::topic(lead, entries, body, reader));
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
