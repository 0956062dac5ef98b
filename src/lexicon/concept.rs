//! The concepts that rules are about, and the words that name them.
//!
//! One file a group under `en/concepts/`, one table a concept; the keys are those of [`ConceptTable`]. A form is a pattern
//! (see [`expand`](super::expand)); an `also` entry counts only in the surroundings that it names.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use toml::Spanned;

use super::{File, Part, Phrases, Words, parts, paths};
use crate::{
    error::{Error, ErrorKind, Result},
    model::{Name, Stance},
};

/// What sort of thing a concept is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Deserialize)]
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
#[derive(Debug, Clone, PartialEq)]
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
}

/// A set of forms of one concept, with the surroundings in which they count.
#[derive(Debug, Default)]
pub struct ConceptEntry {
    /// The index of the concept.
    pub concept: usize,
    /// `concept/hot-tub` or `concept/hot-tub.also1`: what a rule's `fired` names.
    pub id: String,
    /// Where it counts.
    pub surroundings: Surroundings,
    /// Sentences in which the concept is found.
    pub examples: Vec<String>,
    /// Sentences in which it is not.
    pub not: Vec<String>,
}

/// Where the forms of an entry count; an empty list says nothing.
#[derive(Debug, Default)]
pub struct Surroundings {
    /// One of these follows directly.
    pub if_next: Vec<Vec<Part>>,
    /// None of these follows directly.
    pub unless_next: Vec<Vec<Part>>,
    /// One of these stands directly before.
    pub if_previous: Vec<Vec<Part>>,
    /// None of these stands directly before.
    pub unless_previous: Vec<Vec<Part>>,
    /// One of these stands in the sentence.
    pub if_sentence: Vec<Vec<Part>>,
    /// None of these stands in the sentence.
    pub unless_sentence: Vec<Vec<Part>>,
    /// The document or section is about one of these procedures or a narrower one.
    pub only_for: Vec<Name>,
    /// It is about none of these.
    pub not_for: Vec<Name>,
}

impl Surroundings {
    /// Whether the forms count everywhere.
    pub fn is_empty(&self) -> bool {
        [
            &self.if_next,
            &self.unless_next,
            &self.if_previous,
            &self.unless_previous,
            &self.if_sentence,
            &self.unless_sentence,
        ]
        .iter()
        .all(|v| v.is_empty())
            && self.only_for.is_empty()
            && self.not_for.is_empty()
    }
}

/// All concepts, and the phrases that name them.
#[derive(Debug, Default)]
pub struct Concepts {
    concepts: Vec<Concept>,
    by_id: HashMap<Name, usize>,
    /// The entries; the values of `phrases` are indexes into them. `None` is a phrase that is to be ignored.
    pub entries: Vec<ConceptEntry>,
    /// The phrases of all entries.
    pub phrases: Phrases<Option<usize>>,
}

/// A concept as its file writes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConceptTable {
    means: Option<String>,
    #[serde(default)]
    broader: Vec<String>,
    opposite: Option<String>,
    tends: Option<Stance>,
    kind: Option<ConceptSort>,
    forms: Vec<Spanned<String>>,
    examples: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
    #[serde(default)]
    also: Vec<AlsoTable>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AlsoTable {
    forms: Vec<Spanned<String>>,
    #[serde(default)]
    if_next: Vec<String>,
    #[serde(default)]
    unless_next: Vec<String>,
    #[serde(default)]
    if_previous: Vec<String>,
    #[serde(default)]
    unless_previous: Vec<String>,
    #[serde(default)]
    if_sentence: Vec<String>,
    #[serde(default)]
    unless_sentence: Vec<String>,
    #[serde(default)]
    only_for: Vec<String>,
    #[serde(default)]
    not_for: Vec<String>,
    examples: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
}

impl Concepts {
    /// No concepts yet.
    pub fn new(words: &mut Words) -> Self {
        Self { phrases: Phrases::new(words), ..Self::default() }
    }

    /// Every concept, in the order of the files.
    pub fn all(&self) -> &[Concept] {
        &self.concepts
    }

    /// The concept of an id.
    pub fn get(&self, id: &str) -> Option<&Concept> {
        self.by_id.get(id).map(|&i| &self.concepts[i])
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
        narrow == broad || self.family(narrow).iter().any(|c| c == broad)
    }

    /// Adds the concepts of a file; a concept that is known is extended.
    ///
    /// # Errors
    /// Where the file is no valid TOML or an entry is wrong; the error names file and line.
    pub fn add_file(&mut self, file: &File<'_>, words: &mut Words) -> Result<()> {
        let tables: BTreeMap<Spanned<String>, ConceptTable> = file.parse()?;
        let mut tables: Vec<_> = tables.into_iter().collect();
        tables.sort_by_key(|(id, _)| id.span().start);
        for (id, table) in tables {
            let index = self.concept(file, &id, &table)?;
            let name = id.get_ref();
            self.forms(file, &table.forms, self.entries.len(), words)?;
            self.entries.push(ConceptEntry {
                concept: index,
                id: format!("concept/{name}"),
                surroundings: Surroundings::default(),
                examples: table.examples,
                not: table.not,
            });
            for (n, also) in table.also.into_iter().enumerate() {
                self.forms(file, &also.forms, self.entries.len(), words)?;
                let entry = also.entry(file, index, format!("concept/{name}.also{}", n + 1), words)?;
                self.entries.push(entry);
            }
        }
        Ok(())
    }

    fn concept(&mut self, file: &File<'_>, id: &Spanned<String>, table: &ConceptTable) -> Result<usize> {
        let name = Name::from(id.get_ref().as_str());
        if let Some(&index) = self.by_id.get(&name) {
            return Ok(index);
        }
        let Some(means) = table.means.clone() else {
            return Err(file.wrong(id.span().start, format!("the concept {name:?} is new and has no `means`")));
        };
        if table.forms.is_empty() && table.also.is_empty() {
            return Err(
                file.wrong(id.span().start, format!("the concept {name:?} has no forms and can never be found"))
            );
        }
        self.by_id.insert(name.clone(), self.concepts.len());
        self.concepts.push(Concept {
            id: name,
            means,
            broader: table.broader.iter().map(|b| Name::from(b.as_str())).collect(),
            opposite: table.opposite.as_deref().map(Name::from),
            tends: table.tends,
            sort: table.kind.unwrap_or_default(),
            group: file.stem().to_owned(),
        });
        Ok(self.concepts.len() - 1)
    }

    fn forms(&mut self, file: &File<'_>, forms: &[Spanned<String>], entry: usize, words: &mut Words) -> Result<()> {
        for form in forms {
            for mut phrase in file.phrases(form, words)? {
                inflect(&mut phrase, words);
                self.phrases.add(&phrase, Some(entry));
            }
        }
        Ok(())
    }

    /// Adds the phrases that are to be ignored.
    ///
    /// # Errors
    /// As [`Self::add_file`].
    pub fn ignore_file(&mut self, file: &File<'_>, words: &mut Words) -> Result<()> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Ignored {
            forms: Vec<Spanned<String>>,
            #[allow(dead_code, reason = "read by the test of the data files")]
            examples: Vec<String>,
            #[serde(default)]
            #[allow(dead_code, reason = "read by the test of the data files")]
            not: Vec<String>,
        }
        let tables: BTreeMap<String, Ignored> = file.parse()?;
        for table in tables.values() {
            for form in &table.forms {
                for phrase in file.phrases(form, words)? {
                    self.phrases.add(&phrase, None);
                }
            }
        }
        Ok(())
    }

    /// Checks what only the whole shows: that `broader` and `opposite` name concepts.
    ///
    /// # Errors
    /// Where one does not; the error names the concept.
    pub fn check(&self) -> Result<()> {
        for concept in &self.concepts {
            for other in concept.broader.iter().chain(&concept.opposite) {
                if self.get(other).is_none() {
                    let message = format!("the concept {:?} refers to {other:?}, which is no concept", concept.id);
                    return Err(Error::new(ErrorKind::Lexicon, message));
                }
            }
        }
        Ok(())
    }
}

/// A phrase that begins with a verb stands for all forms of it: "wash hands" for "washing hands" too.
fn inflect(phrase: &mut [Part], words: &Words) {
    if let Some(Part::Words(first)) = phrase.first_mut() {
        let more: Vec<_> = first.iter().flat_map(|&w| words.inflections(w)).copied().collect();
        first.extend(more);
        first.sort_unstable();
        first.dedup();
    }
}

impl AlsoTable {
    fn entry(self, file: &File<'_>, concept: usize, id: String, words: &mut Words) -> Result<ConceptEntry> {
        let mut list = |patterns: &[String]| -> Result<Vec<Vec<Part>>> {
            let mut out = Vec::new();
            for pattern in patterns {
                for path in paths(pattern).map_err(|e| e.at(file.path))? {
                    out.extend(parts(&path, words));
                }
            }
            Ok(out)
        };
        let names = |ids: &[String]| ids.iter().map(|i| Name::from(i.as_str())).collect();
        Ok(ConceptEntry {
            concept,
            id,
            surroundings: Surroundings {
                if_next: list(&self.if_next)?,
                unless_next: list(&self.unless_next)?,
                if_previous: list(&self.if_previous)?,
                unless_previous: list(&self.unless_previous)?,
                if_sentence: list(&self.if_sentence)?,
                unless_sentence: list(&self.unless_sentence)?,
                only_for: names(&self.only_for),
                not_for: names(&self.not_for),
            },
            examples: self.examples,
            not: self.not,
        })
    }
}
