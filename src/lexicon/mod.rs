//! Which words mean what? Data files, loaded and validated into a [`Lexicon`].
//!
//! All English lives under `en/`; no other module names a word. Words are numbered once ([`Words`]), phrases are written
//! as patterns ([`expand`]) and found in one pass over a sentence's tokens ([`Phrases`]).

/// A data file that is built into the program.
macro_rules! data {
    ($name:literal) => {
        File { path: concat!("src/lexicon/en/", $name), text: include_str!(concat!("en/", $name)) }
    };
}

/// A file of concepts that is built into the program.
macro_rules! file {
    ($name:literal) => {
        File {
            path: concat!("src/lexicon/en/concepts/", $name, ".toml"),
            text: include_str!(concat!("en/concepts/", $name, ".toml")),
        }
    };
}

pub mod comparison;
mod concept;
mod cue;
mod file;
mod heading;
mod pattern;
mod phrases;
mod procedure;
mod question;
mod role;
mod words;

pub use comparison::Comparison;
pub use concept::{Concept, ConceptEntry, ConceptSort, ConceptTable, Concepts, Surroundings};
pub use cue::{CueEntry, Cues};
pub use file::File;
pub use heading::{HeadingSense, Headings};
pub use pattern::{MOST_PATHS, Path as PatternPath, expand, paths};
pub use phrases::{Found, Part, Phrases, is_joint, parts};
pub use procedure::{Procedure, Procedures};
pub use question::Question;
pub use role::Roles;
pub use words::Words;

use std::{collections::BTreeMap, fs, path::Path};

use crate::{
    error::{Error, Result},
    mention::time::TimeGrammar,
    model::WordId,
};

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
    /// Concepts with a role of their own.
    pub roles: Roles,
    /// The time expressions.
    pub times: TimeGrammar,
    /// Small closed classes of words, by name.
    pub classes: BTreeMap<String, Vec<WordId>>,
    /// How advice is compared.
    pub comparison: Comparison,
}

/// The data files of English concepts, in the order in which they are read.
const CONCEPTS: &[File<'static>] = &[
    file!("activity"),
    file!("posture"),
    file!("touch"),
    file!("heat"),
    file!("water"),
    file!("skin"),
    file!("grooming"),
    file!("food"),
    file!("medicine"),
    file!("clothing"),
    file!("mouth"),
    file!("eyes"),
    file!("care"),
    file!("expectations"),
];

/// The words of a file of plain word lists.
fn single_words(file: &File<'_>, words: &mut Words) -> Result<Vec<WordId>> {
    Ok(word_classes(file, words)?.into_values().flatten().collect())
}

/// The words of a file of plain word lists, by list.
fn word_classes(file: &File<'_>, words: &mut Words) -> Result<BTreeMap<String, Vec<WordId>>> {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Table {
        forms: Vec<String>,
        #[allow(dead_code, reason = "read by the test of the data files")]
        examples: Vec<String>,
        #[allow(dead_code, reason = "read by the test of the data files")]
        not: Vec<String>,
    }
    let tables: BTreeMap<String, Table> = file.parse()?;
    Ok(tables.into_iter().map(|(name, t)| (name, t.forms.iter().map(|f| words.intern(f)).collect())).collect())
}

impl Lexicon {
    /// The English lexicon that is built into the program.
    ///
    /// # Errors
    /// Where a data file is wrong (the tests see to it that none is).
    pub fn english() -> Result<Self> {
        Self::build(&[])
    }

    /// The English lexicon with the concept files (`*.toml`) of a folder, which extend it or add concepts of their own.
    ///
    /// # Errors
    /// Where the folder cannot be read or a file is wrong; the error names file and line.
    pub fn with_folder(folder: &Path) -> Result<Self> {
        let mut paths = Vec::new();
        for entry in fs::read_dir(folder).map_err(|e| Error::io(folder, &e))? {
            paths.push(entry.map_err(|e| Error::io(folder, &e))?.path());
        }
        paths.retain(|p| p.extension().is_some_and(|e| e == "toml"));
        paths.sort();
        let mut texts = Vec::new();
        for path in &paths {
            let text = fs::read_to_string(path).map_err(|e| Error::io(path, &e))?;
            texts.push((path.display().to_string(), text));
        }
        let files: Vec<File<'_>> = texts.iter().map(|(path, text)| File { path, text }).collect();
        Self::build(&files)
    }

    fn build(more: &[File<'_>]) -> Result<Self> {
        let mut words = Words::default();
        let mut cues = Cues::new(&mut words);
        cues.add_verbs(&data!("verbs.toml"), &mut words)?;
        let mut concepts = Concepts::new(&mut words);
        for file in CONCEPTS.iter().chain(more) {
            concepts.add_file(file, &mut words)?;
        }
        concepts.ignore_file(&data!("ignored.toml"), &mut words)?;
        concepts.check()?;
        cues.add_cues(&data!("cues.toml"), &mut words)?;
        cues.add_conditions(&data!("conditions.toml"), &mut words)?;
        for (class, fillers) in word_classes(&data!("fillers.toml"), &mut words)? {
            for filler in fillers {
                concepts.phrases.pass_over(filler);
                if class == "adverbs" {
                    cues.phrases.pass_over(filler);
                }
            }
        }
        let headings = Headings::load(&data!("sections.toml"), &mut words)?;
        let procedures = Procedures::load(&data!("procedures.toml"), &mut words)?;
        let mut abbreviations = Phrases::new(&mut words);
        for word in single_words(&data!("abbreviations.toml"), &mut words)? {
            abbreviations.add(&[Part::Words(vec![word])], ());
        }
        let classes = word_classes(&data!("grammar.toml"), &mut words)?;
        let roles = Roles::load(&data!("roles.toml"))?;
        let times = TimeGrammar::load(include_str!("en/times.toml"), &mut words).map_err(|e| e.at("src/lexicon/en/times.toml"))?;
        let questions = question::load(&data!("questions.toml"), &mut words)?;
        let comparison = Comparison::english(&concepts)?;
        Ok(Self { comparison, times, questions, roles, words, concepts, cues, headings, procedures, abbreviations, classes })
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
mod tests {
    use super::*;

    #[test]
    fn the_english_lexicon_loads() {
        let lexicon = Lexicon::english().unwrap();
        assert_eq!(lexicon.concepts.all().len(), 231);
        assert!(lexicon.concepts.is_within("sauna", "heat-exposure"));
    }
}
