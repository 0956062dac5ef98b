//! The concepts that rules are about, and the words that name them.
//!
//! One file a group under `en/concepts/`, one table a concept; the keys are those of `ConceptTable`. A form is a pattern
//! (see [`expand`](super::expand)); an `also` entry counts only in the surroundings that it names.

use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
};

use serde::{Deserialize, Serialize};

use rustc_hash::FxBuildHasher;

use super::{Phrases, Procedures, Surroundings, Words};
use crate::{
    error::{Error, ErrorKind, Result},
    model::{Name, Stance},
};

/// What sort of thing a concept is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ConceptSort {
    /// Something that is done, used or taken: what advice is about.
    #[default]
    Activity,
    /// A symptom: only expected, never advised.
    Symptom,
    /// How the treatment and the healing go: sessions, results, downtime. Only expected.
    Course,
}

/// A concept without its forms.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Concept {
    /// Its id.
    pub id: Name,
    /// What it means, for a person.
    pub means: String,
    /// The concepts of which everything that is said also holds of this one.
    pub broader: Vec<Name>,
    /// The concept that is refraining from this one.
    pub opposite: Option<Name>,
    /// What nearly every leaflet holds of it; only ever used to refuse a doubtful reading.
    pub tends: Option<Stance>,
    /// What sort of thing it is.
    pub sort: ConceptSort,
    /// The file that it was read from, without extension.
    pub group: String,
    /// Where it is written.
    pub place: Place,
}

/// A line of a data file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The file's path, as errors name it.
    pub path: Arc<str>,
    /// The line, counted from one.
    pub line: usize,
}

impl Place {
    /// An error at this place.
    pub fn wrong(&self, message: impl Into<String>) -> Error {
        Error::new(ErrorKind::Lexicon, message).at(&*self.path).line(self.line)
    }
}

/// A set of forms of one concept with the surroundings in which they count, or phrases that are to be ignored.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct ConceptEntry {
    /// The index of the concept; `None` where its phrases are to be ignored.
    pub concept: Option<usize>,
    /// `concept/hot-tub` or `concept/hot-tub.also1`: what a rule's `fired` names; `ignored/hot-flush`.
    pub id: Name,
    /// Where it is written.
    pub place: Place,
    /// Its patterns, as the file writes them.
    pub forms: Vec<String>,
    /// Where it counts.
    pub surroundings: Surroundings,
    /// The stance of phrases that are advice by themselves ("if in doubt, shout").
    pub says: Option<Stance>,
    /// Sentences in which the concept is found.
    pub examples: Vec<String>,
    /// Sentences in which it is not.
    pub not: Vec<String>,
}

/// All concepts, and the phrases that name them.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Concepts {
    pub(super) concepts: Vec<Concept>,
    #[serde(skip)]
    pub(super) by_id: HashMap<Name, usize, FxBuildHasher>,
    /// The entries; the values of `phrases` are indexes into them.
    pub entries: Vec<ConceptEntry>,
    /// The phrases of all entries.
    pub phrases: Phrases<usize>,
    /// The entries that are advice by themselves, by their id.
    #[serde(skip)]
    saying: OnceLock<HashMap<Name, Vec<usize>, FxBuildHasher>>,
}

impl Concepts {
    /// No concepts yet.
    pub fn new(words: &mut Words) -> Self {
        Self { phrases: Phrases::new(words), ..Self::default() }
    }

    /// Makes the table of concepts that were stored.
    pub(super) fn restore(&mut self) {
        self.by_id = self.concepts.iter().enumerate().map(|(at, c)| (c.id.clone(), at)).collect();
    }

    /// Every concept, in the order of the files.
    pub fn all(&self) -> &[Concept] {
        &self.concepts
    }

    /// The concept of an id.
    pub fn get(&self, id: &str) -> Option<&Concept> {
        self.by_id.get(id).map(|&i| &self.concepts[i])
    }

    /// The entries of a concept.
    pub fn entries_of(&self, id: &str) -> impl Iterator<Item = &ConceptEntry> {
        let index = self.by_id.get(id).copied();
        self.entries.iter().filter(move |e| index.is_some() && e.concept == index)
    }

    /// What the entry of a mention says by itself.
    pub fn says(&self, concept: &str, entry: &str) -> Option<Stance> {
        let saying = self.saying.get_or_init(|| {
            let mut saying: HashMap<Name, Vec<usize>, FxBuildHasher> = HashMap::default();
            for (at, entry) in self.entries.iter().enumerate().filter(|(_, e)| e.says.is_some()) {
                saying.entry(entry.id.clone()).or_default().push(at);
            }
            saying
        });
        let of = self.by_id.get(concept).copied()?;
        let mut entries = saying.get(entry)?.iter().map(|&at| &self.entries[at]);
        entries.find(|e| e.concept == Some(of)).and_then(|e| e.says)
    }

    /// The concepts that name one as directly broader.
    pub fn narrower(&self, id: &str) -> impl Iterator<Item = &Concept> {
        self.concepts.iter().filter(move |c| c.broader.iter().any(|b| b == id))
    }

    /// A concept's id and those of all that is broader, the concept first, in a fixed order.
    pub fn family(&self, id: &str) -> Vec<Name> {
        let mut out: Vec<Name> = self.get(id).map(|c| c.id.clone()).into_iter().collect();
        let mut at = 0;
        while at < out.len() {
            let broader = self.get(&out[at]).map(|c| c.broader.clone()).unwrap_or_default();
            for b in broader {
                if !out.contains(&b) {
                    out.push(b);
                }
            }
            at += 1;
        }
        out
    }

    /// Whether everything said of `broad` also holds of `narrow` (a concept is within itself).
    pub fn is_within(&self, narrow: &str, broad: &str) -> bool {
        narrow == broad || self.get(narrow).is_some_and(|c| c.broader.iter().any(|b| self.is_within(b, broad)))
    }

    /// Checks what only the whole shows: that every id that an entry names is known, and that no concept is broader than
    /// itself.
    ///
    /// # Errors
    /// Where one is not; the error names file and line.
    pub fn check(&self, procedures: &Procedures) -> Result<()> {
        for concept in &self.concepts {
            for other in concept.broader.iter().chain(&concept.opposite) {
                if self.get(other).is_none() {
                    let message = format!("the concept {:?} refers to {other:?}, which is no concept", concept.id);
                    return Err(concept.place.wrong(message));
                }
                if concept.broader.contains(other) && self.is_within(other, &concept.id) {
                    let message = format!("{other:?} cannot be broader than {:?}: it is within it", concept.id);
                    return Err(concept.place.wrong(message));
                }
            }
        }
        for entry in &self.entries {
            for id in entry.surroundings.only_for.iter().chain(&entry.surroundings.not_for) {
                if procedures.get(id).is_none() {
                    let message = format!("{:?} refers to {id:?}, which is no procedure", entry.id);
                    return Err(entry.place.wrong(message));
                }
            }
        }
        Ok(())
    }
}
