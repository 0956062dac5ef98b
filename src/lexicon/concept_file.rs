//! Files of concepts and of phrases that are to be ignored.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use serde::Deserialize;
use toml::Spanned;

use super::{Concept, ConceptEntry, ConceptSort, Concepts, File, Part, Place, Surroundings, Words, paths, phrases_of};
use crate::{
    error::Result,
    model::{Name, Stance},
};

/// A concept as its file writes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConceptTable {
    #[serde(default)]
    replace: bool,
    means: Option<String>,
    broader: Option<Vec<String>>,
    opposite: Option<String>,
    tends: Option<Stance>,
    kind: Option<ConceptSort>,
    #[serde(default)]
    forms: Vec<Spanned<String>>,
    #[serde(default)]
    examples: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
    #[serde(default)]
    also: Vec<Spanned<AlsoTable>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AlsoTable {
    forms: Vec<Spanned<String>>,
    says: Option<Stance>,
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
    #[serde(default)]
    alone: bool,
    #[serde(default)]
    examples: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
}

/// Phrases that are to be ignored, as their file writes them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct IgnoredTable {
    forms: Vec<Spanned<String>>,
    #[serde(default)]
    examples: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
}

/// The ids of the concepts that a file replaces.
///
/// # Errors
/// Where the file is no valid TOML.
pub fn replaced(file: &File<'_>) -> Result<BTreeSet<String>> {
    let tables: BTreeMap<String, ConceptTable> = file.parse()?;
    Ok(tables.into_iter().filter(|(_, t)| t.replace).map(|(id, _)| id).collect())
}

impl Concepts {
    /// Adds the concepts of a file. A concept that is known is extended by more forms, or changed where its table says
    /// `replace = true`; the forms of those in `replaced` are left out.
    ///
    /// # Errors
    /// Where the file is no valid TOML or an entry is wrong; the error names file and line.
    pub fn add_file(&mut self, file: &File<'_>, replaced: &BTreeSet<String>, words: &mut Words) -> Result<()> {
        let tables: BTreeMap<Spanned<String>, ConceptTable> = file.parse()?;
        let mut tables: Vec<_> = tables.into_iter().collect();
        tables.sort_by_key(|(id, _)| id.span().start);
        let path: Arc<str> = file.path.into();
        for (id, table) in tables {
            let place = Place { path: path.clone(), line: file.line_of(id.span().start) };
            let name = id.into_inner();
            let concept = self.concept(file, &name, &table, &place)?;
            if replaced.contains(&name) && !table.replace {
                continue;
            }
            if !table.forms.is_empty() {
                let entry = ConceptEntry {
                    concept: Some(concept),
                    id: format!("concept/{name}").into(),
                    place,
                    examples: table.examples,
                    not: table.not,
                    ..ConceptEntry::default()
                };
                self.entry(file, entry, table.forms, words)?;
            }
            for (n, also) in table.also.into_iter().enumerate() {
                let place = Place { path: path.clone(), line: file.line_of(also.span().start) };
                let mut also = also.into_inner();
                let forms = std::mem::take(&mut also.forms);
                let id = format!("concept/{name}.also{}", n + 1).into();
                let entry = ConceptEntry { concept: Some(concept), id, place, ..also.entry(file, words)? };
                self.entry(file, entry, forms, words)?;
            }
        }
        Ok(())
    }

    /// The index of a table's concept, new where it is not known.
    fn concept(&mut self, file: &File<'_>, name: &str, table: &ConceptTable, place: &Place) -> Result<usize> {
        if table.forms.is_empty() && table.also.is_empty() {
            return Err(place.wrong(format!("the concept {name:?} has no forms and can never be found")));
        }
        let broader = || table.broader.iter().flatten().map(|b| Name::from(b.as_str())).collect();
        let opposite = || table.opposite.as_deref().map(Name::from);
        if let Some(&index) = self.by_id.get(name) {
            let known = &mut self.concepts[index];
            if table.replace {
                known.means = table.means.clone().unwrap_or_else(|| known.means.clone());
                known.broader = if table.broader.is_some() { broader() } else { known.broader.clone() };
                known.opposite = opposite().or_else(|| known.opposite.clone());
                known.tends = table.tends;
                known.sort = table.kind.unwrap_or(known.sort);
            } else if table.changes() {
                let message = format!(
                    "the concept {name:?} is known; give forms alone to extend it, or `replace = true` to change it"
                );
                return Err(place.wrong(message));
            }
            return Ok(index);
        }
        if table.replace {
            return Err(place.wrong(format!("there is no concept {name:?} to replace")));
        }
        let Some(means) = table.means.clone() else {
            return Err(place.wrong(format!("the concept {name:?} is new and has no `means`")));
        };
        let id = Name::from(name);
        self.by_id.insert(id.clone(), self.concepts.len());
        self.concepts.push(Concept {
            id,
            means,
            broader: broader(),
            opposite: opposite(),
            tends: table.tends,
            sort: table.kind.unwrap_or_default(),
            group: file.stem().to_owned(),
            place: place.clone(),
        });
        Ok(self.concepts.len() - 1)
    }

    /// Adds an entry with its forms.
    fn entry(
        &mut self,
        file: &File<'_>,
        mut entry: ConceptEntry,
        forms: Vec<Spanned<String>>,
        words: &mut Words,
    ) -> Result<()> {
        if entry.examples.is_empty() {
            return Err(entry.place.wrong(format!("{:?} has no `examples`", entry.id)));
        }
        let index = self.entries.len();
        for form in forms {
            let exact = form.get_ref().starts_with(super::EXACT);
            for mut phrase in file.phrases(&form, words)? {
                if entry.concept.is_some() && !exact {
                    inflect(&mut phrase, words);
                }
                self.phrases.add(&phrase, index);
            }
            entry.forms.push(words.write_out(form.get_ref()).into_owned());
        }
        self.entries.push(entry);
        Ok(())
    }

    /// Adds the phrases that are to be ignored.
    ///
    /// # Errors
    /// As [`Self::add_file`].
    pub fn ignore_file(&mut self, file: &File<'_>, words: &mut Words) -> Result<()> {
        let tables: BTreeMap<Spanned<String>, IgnoredTable> = file.parse()?;
        let path: Arc<str> = file.path.into();
        for (id, table) in tables {
            let place = Place { path: path.clone(), line: file.line_of(id.span().start) };
            let entry = ConceptEntry {
                id: format!("ignored/{}", id.get_ref()).into(),
                place,
                examples: table.examples,
                not: table.not,
                ..ConceptEntry::default()
            };
            self.entry(file, entry, table.forms, words)?;
        }
        Ok(())
    }
}

impl ConceptTable {
    /// Whether it says more of the concept than forms.
    fn changes(&self) -> bool {
        self.means.is_some()
            || self.broader.is_some()
            || self.opposite.is_some()
            || self.tends.is_some()
            || self.kind.is_some()
    }
}

/// A phrase that begins with a verb stands for all forms of it: "wash hands" for "washing hands" too.
fn inflect(phrase: &mut [Part], words: &Words) {
    if let Some(Part::Words(first)) = phrase.first_mut() {
        let more: Vec<_> = first.iter().flat_map(|&w| words.inflections(w)).copied().collect();
        if !more.is_empty() {
            first.extend(more);
            first.sort_unstable();
            first.dedup();
        }
    }
}

impl AlsoTable {
    /// The entry, yet without forms and place.
    fn entry(self, file: &File<'_>, words: &mut Words) -> Result<ConceptEntry> {
        let mut list = |patterns: &[String]| -> Result<Vec<Vec<Part>>> {
            let mut out = Vec::new();
            for pattern in patterns {
                out.extend(phrases_of(&paths(pattern).map_err(|e| e.at(file.path))?, words));
            }
            Ok(out)
        };
        let names = |ids: &[String]| ids.iter().map(|i| Name::from(i.as_str())).collect();
        let surroundings = Surroundings {
            if_next: list(&self.if_next)?,
            unless_next: list(&self.unless_next)?,
            if_previous: list(&self.if_previous)?,
            unless_previous: list(&self.unless_previous)?,
            if_sentence: list(&self.if_sentence)?,
            unless_sentence: list(&self.unless_sentence)?,
            only_for: names(&self.only_for),
            not_for: names(&self.not_for),
            alone: self.alone,
        };
        let (says, examples, not) = (self.says, self.examples, self.not);
        Ok(ConceptEntry { surroundings, says, examples, not, ..ConceptEntry::default() })
    }
}
