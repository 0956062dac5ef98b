//! What a comparison of advice needs to know besides its words: harm classes, ratios, the meaning of vague words, what
//! tempts and is no contradiction.
//!
//! The files lie under `en/comparison/`; each has its own module here with its tables.

mod conditions;
mod copies;
mod headings;
mod related;
mod sites;
mod spotter;
mod times;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use conditions::{ConditionClass, Conditions, Sense};
pub use copies::Copies;
pub use headings::Headings;
pub use related::{Related, Tempting};
pub use sites::Sites;
pub use times::{Ratios, Times};

use super::{Concepts, File};
use crate::error::{Error, ErrorKind, Result};

macro_rules! file {
    ($name:literal) => {
        File {
            path: concat!("src/lexicon/en/comparison/", $name, ".toml"),
            text: include_str!(concat!("../en/comparison/", $name, ".toml")),
        }
    };
}

/// A class of activities that can do harm when they are done against advice.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HarmClass {
    /// What it is, for a person.
    pub means: String,
    /// Its concepts; all that is narrower belongs to it.
    pub concepts: Vec<String>,
}

/// Everything that the comparison of rules takes from data.
#[derive(Debug, Serialize, Deserialize)]
pub struct Comparison {
    /// How times are compared.
    pub times: Times,
    /// The harm classes by id.
    pub harm: BTreeMap<String, HarmClass>,
    /// How concepts stand to each other beyond `broader` and `opposite`.
    pub related: Related,
    /// What conditions mean.
    pub conditions: Conditions,
    /// Parts of the body.
    pub sites: Sites,
    /// Headings that open no other case.
    pub headings: Headings,
    /// When two texts are one source.
    pub copies: Copies,
}

impl Default for Comparison {
    /// No data at all: nothing is alike, nothing harms. For a lexicon that is being built.
    fn default() -> Self {
        Self {
            times: Times::default(),
            harm: BTreeMap::new(),
            related: Related::default(),
            conditions: Conditions::default(),
            sites: Sites::default(),
            headings: Headings::default(),
            copies: Copies::default(),
        }
    }
}

impl Comparison {
    /// The data that is built into the program.
    ///
    /// # Errors
    /// Where a file is wrong or names a concept that is none; the error names file and line or the concept.
    pub fn english(concepts: &Concepts) -> Result<Self> {
        let out = Self {
            times: file!("times").parse()?,
            harm: file!("harm").parse()?,
            related: file!("related").parse()?,
            conditions: Conditions::load(&file!("conditions"))?,
            sites: Sites::load(&file!("sites"))?,
            headings: Headings::load(&file!("headings"))?,
            copies: file!("copies").parse()?,
        };
        out.check(concepts)?;
        Ok(out)
    }

    fn check(&self, concepts: &Concepts) -> Result<()> {
        let named =
            self.harm.values().flat_map(|h| h.concepts.iter().map(String::as_str)).chain(self.related.concepts());
        for name in named {
            if concepts.get(name).is_none() {
                let message = format!("the data of comparisons refers to {name:?}, which is no concept");
                return Err(Error::new(ErrorKind::Lexicon, message));
            }
        }
        Ok(())
    }

    /// The class of harm that doing a concept belongs to.
    pub fn harm_of(&self, concept: &str, concepts: &Concepts) -> Option<&HarmClass> {
        self.harm.values().find(|class| class.concepts.iter().any(|c| concepts.is_within(concept, c)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_loads_and_names_concepts() {
        let lexicon = crate::lexicon::Lexicon::english().unwrap();
        let comparison = Comparison::english(&lexicon.concepts).unwrap();
        assert!(comparison.harm_of("massage", &lexicon.concepts).is_some());
        assert!(comparison.harm_of("nsaid", &lexicon.concepts).is_some());
        assert!(comparison.harm_of("makeup", &lexicon.concepts).is_none());
    }
}
