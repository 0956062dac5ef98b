//! Which words mean what? Data files, loaded and validated into a [`Lexicon`].
//!
//! All English lives under `en/`; no other module names a word. Words are numbered once ([`Words`]), phrases are written
//! as patterns ([`expand`]) and found in one pass over a sentence's tokens ([`Phrases`]).

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
mod file;
mod pattern;
mod phrases;
mod words;

pub use comparison::Comparison;
pub use concept::{Concept, ConceptEntry, ConceptSort, ConceptTable, Concepts, Surroundings};
pub use file::File;
pub use pattern::{MOST_PHRASES, expand};
pub use phrases::{Found, Part, Phrases, is_joint, parts};
pub use words::Words;

use crate::error::Result;

/// Everything that is known of a language.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// All words of all entries.
    pub words: Words,
    /// The concepts.
    pub concepts: Concepts,
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

impl Lexicon {
    /// The English lexicon that is built into the program.
    ///
    /// # Errors
    /// Where a data file is wrong (the tests see to it that none is).
    pub fn english() -> Result<Self> {
        let mut words = Words::default();
        let mut concepts = Concepts::new(&mut words);
        for file in CONCEPTS {
            concepts.add_file(file, &mut words)?;
        }
        concepts.check()?;
        let comparison = Comparison::english(&concepts)?;
        Ok(Self { words, concepts, comparison })
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
