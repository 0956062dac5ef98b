//! Which words mean what? Data files, loaded and validated into a [`Lexicon`].
//!
//! All English lives under `en/`; no other module names a word. Words are numbered once ([`Words`]), phrases are written
//! as patterns ([`expand`]) and found in one pass over a sentence's tokens ([`Phrases`]).

mod builder;
pub mod check;
pub mod comparison;
mod concept;
mod concept_file;
mod course;
mod cue;
pub mod degree;
mod file;
mod heading;
mod pattern;
mod phrases;
mod procedure;
mod question;
mod registry;
mod role;
mod surroundings;
mod words;

pub use comparison::Comparison;
pub use concept::{Concept, ConceptEntry, ConceptSort, Concepts, Place};
pub use course::Course;
pub use cue::{CueEntry, Cues};
pub use degree::Degrees;
pub use file::{EXACT, File};
pub use heading::{HeadingSense, Headings};
pub use pattern::{MOST_PATHS, Path as PatternPath, expand, paths};
pub use phrases::{Found, Part, Phrases, is_joint, parts};
pub use procedure::{Procedure, Procedures};
pub use question::Question;
pub use registry::{FILES, Sort};
pub use role::Roles;
pub use surroundings::Surroundings;
pub use words::Words;

use std::{collections::BTreeMap, path::Path};

use crate::{error::Result, mention::time::TimeGrammar, model::WordId};

/// Everything that is known of a language.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// All words of all entries.
    pub words: Words,
    /// The concepts.
    pub concepts: Concepts,
    /// The cues, verbs and conditions.
    pub cues: Cues,
    /// What headings say.
    pub headings: Headings,
    /// The procedures.
    pub procedures: Procedures,
    /// The words after which a full stop ends no sentence.
    pub abbreviations: Phrases<()>,
    /// How questions begin.
    pub questions: Phrases<Question>,
    /// How the course of things is told.
    pub courses: Phrases<Course>,
    /// How much of a thing is advised against.
    pub degrees: Degrees,
    /// Concepts with a role of their own.
    pub roles: Roles,
    /// The time expressions.
    pub times: TimeGrammar,
    /// Small closed classes of words, by name.
    pub classes: BTreeMap<String, Vec<WordId>>,
    /// How advice is compared.
    pub comparison: Comparison,
}

impl Lexicon {
    /// The English lexicon that is built into the program.
    ///
    /// # Errors
    /// Where a data file is wrong (the tests see to it that none is).
    pub fn english() -> Result<Self> {
        Self::with_files(&[])
    }

    /// The English lexicon with the concept files (`*.toml`) of a folder: they add concepts, extend known ones by more forms,
    /// or change them where a table says `replace = true`. A file named `ignored.toml` has phrases that are to be ignored.
    ///
    /// # Errors
    /// Where the folder cannot be read or a file is wrong; the error names file and line.
    pub fn with_folder(folder: &Path) -> Result<Self> {
        let texts = check::texts(&[folder.to_owned()])?;
        let files: Vec<File<'_>> = texts.iter().map(|(path, text)| File { path, text }).collect();
        Self::with_files(&files)
    }

    /// The English lexicon with more files, as [`Self::with_folder`].
    ///
    /// # Errors
    /// Where a file is wrong; the error names file and line.
    pub fn with_files(more: &[File<'_>]) -> Result<Self> {
        let mut lexicon = builder::build(FILES, more)?;
        lexicon.comparison = Comparison::english(&lexicon.concepts)?;
        Ok(lexicon)
    }

    /// Whether a word belongs to a closed class of `grammar.toml`.
    pub fn is_in_class(&self, class: &str, word: WordId) -> bool {
        self.classes.get(class).is_some_and(|c| c.contains(&word))
    }

    /// Whether a concept is turning to somebody when something is wrong.
    pub fn is_report(&self, concept: &str) -> bool {
        self.roles.report.iter().any(|c| c == concept)
    }

    /// Whether a word shows that the word before it is a noun.
    pub fn is_preposition_of_noun(&self, word: &str) -> bool {
        self.is_in_class("of-nouns", self.words.get(word))
    }

    /// Whether a word shows that the verb before it has an object.
    pub fn is_determiner(&self, word: WordId) -> bool {
        self.is_in_class("determiners", word)
    }
}

#[cfg(test)]
mod tests;
