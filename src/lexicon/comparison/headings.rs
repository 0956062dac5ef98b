//! `headings.toml`: headings that open another part of a text, and not another case.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::{error::Result, lexicon::File};

/// Headings, as whole texts.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Headings {
    general: BTreeSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tables {
    general: Class,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Class {
    forms: Vec<Spanned<String>>,
    #[allow(dead_code, reason = "read by the test of the data files")]
    examples: Vec<String>,
    #[allow(dead_code, reason = "read by the test of the data files")]
    not: Vec<String>,
}

impl Headings {
    /// Reads the file.
    ///
    /// # Errors
    /// Where it is wrong.
    pub fn load(file: &File<'_>) -> Result<Self> {
        let tables: Tables = file.parse()?;
        let mut general = BTreeSet::new();
        for form in &tables.general.forms {
            general.extend(file.texts(form)?.iter().map(|text| folded(text)));
        }
        Ok(Self { general })
    }

    /// Whether what stands under a heading is said of the same people, the same treatment and any time.
    pub fn is_general(&self, heading: &str) -> bool {
        self.general.contains(&folded(heading))
    }
}

/// The letters and digits of a text in lower case, its words separated by single blanks; what stands in a word besides is dropped.
fn folded(text: &str) -> String {
    let plain =
        |word: &str| word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let words = text.split([' ', '-', '\n', '\t']).map(plain);
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_hold() {
        let file = File { path: "headings.toml", text: include_str!("../en/comparison/headings.toml") };
        let tables: Tables = file.parse().unwrap();
        let headings = Headings::load(&file).unwrap();
        for example in &tables.general.examples {
            assert!(headings.is_general(example), "{example}");
        }
        for not in &tables.general.not {
            assert!(!headings.is_general(not), "{not}");
        }
    }
}
