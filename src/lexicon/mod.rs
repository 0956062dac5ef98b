//! Which words mean what? Data files, loaded and validated into a [`Lexicon`].
//!
//! All English lives under `en/`; no other module names a word. Words are numbered once ([`Words`]), phrases are written
//! as patterns ([`expand`]) and found in one pass over a sentence's tokens ([`Phrases`]).
//!
//! The package's build script (`build.rs`) reads the files of this folder with the same code and stores the lexicon as bytes,
//! so that a program need only load them ([`Lexicon::english`]); what the script does not need is marked `cfg(whole)`.

mod builder;
#[cfg(whole)]
pub mod check;
mod classes;
pub mod comparison;
#[cfg(whole)]
mod compiled;
mod concept;
mod concept_file;
mod course;
mod cue;
pub mod degree;
mod file;
mod fingerprint;
mod heading;
mod packed;
mod pattern;
mod phrases;
mod procedure;
mod question;
mod registry;
mod role;
mod short_words;
mod surroundings;
mod words;

pub use comparison::Comparison;
pub use concept::{Concept, ConceptEntry, ConceptSort, Concepts, Place};
pub use course::Course;
pub use cue::{CueEntry, Cues};
pub use degree::Degrees;
pub use file::{EXACT, File};
pub use heading::{HeadingSense, Headings};
pub use pattern::{MOST_PATHS, Path as PatternPath, Slot as PatternSlot, expand, paths};
pub use phrases::{Found, Part, Phrases, is_joint, phrases_of};
pub use procedure::{Procedure, Procedures};
pub use question::Question;
pub use registry::{FILES, Sort};
pub use role::{Recalled, Roles, Thing};
pub use surroundings::Surroundings;
pub use words::Words;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{error::Result, mention::time::TimeGrammar, model::WordId};

/// Everything that is known of a language.
#[derive(Debug, Default, Serialize, Deserialize)]
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
    /// The same, by word.
    pub(crate) classes_of: classes::Classes,
    /// How advice is compared.
    pub comparison: Comparison,
    /// A hash of the data files that it was read from: where it differs, documents may be read otherwise.
    pub fingerprint: u64,
}

impl Lexicon {
    /// The English lexicon with more files, read from their text: they add concepts, extend known ones by more forms, or
    /// change them where a table says `replace = true`. A file named `ignored.toml` has phrases that are to be ignored.
    ///
    /// # Errors
    /// Where a file is wrong; the error names file and line.
    pub fn with_files(more: &[File<'_>]) -> Result<Self> {
        let mut lexicon = builder::build(FILES, more)?;
        lexicon.comparison = Comparison::english(&lexicon.concepts)?;
        lexicon.fingerprint = fingerprint::fingerprint(more);
        Ok(lexicon)
    }

    /// Whether a word belongs to a closed class of `grammar.toml`.
    pub fn is_in_class(&self, class: &str, word: WordId) -> bool {
        self.classes_of.has(class, word)
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
