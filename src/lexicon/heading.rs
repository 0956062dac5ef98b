//! What headings and lead-ins say of what stands under them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::{File, Phrases, Words};
use crate::{error::Result, model::Token};

/// What a heading gives to the text under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HeadingSense {
    /// It is about the time before the procedure.
    Before,
    /// It is about the time after the procedure.
    After,
    /// There is no advice under it.
    Silent,
    /// Bare items under it are to be avoided.
    Avoid,
    /// Bare items under it are to be done.
    Do,
    /// Bare items under it are permitted.
    Allow,
    /// Bare items under it are to be limited.
    Limit,
    /// It tells what will happen.
    Expect,
    /// Items under it are signs to report.
    Alarm,
    /// Signs for which to turn to somebody, whoever that is: "When to act now".
    Call,
    /// Items under it are recommended products.
    Products,
    /// What stands under it holds for those, or in the case, that it names.
    Case,
    /// It takes back what headings above it say of stance and silence.
    Neutral,
}

/// The phrases of headings.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Headings {
    /// The phrases with what they give.
    pub phrases: Phrases<HeadingSense>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadingTable {
    gives: HeadingSense,
    forms: Vec<Spanned<String>>,
    #[allow(dead_code, reason = "read by the test of the data files")]
    examples: Vec<String>,
    #[allow(dead_code, reason = "read by the test of the data files")]
    not: Vec<String>,
}

impl Headings {
    /// The headings of a file.
    ///
    /// # Errors
    /// Where the file is no valid TOML or an entry is wrong; the error names file and line.
    pub fn load(file: &File<'_>, words: &mut Words) -> Result<Self> {
        let tables: BTreeMap<String, HeadingTable> = file.parse()?;
        let mut phrases = Phrases::new(words);
        for table in tables.values() {
            for form in &table.forms {
                for phrase in file.phrases(form, words)? {
                    phrases.add(&phrase, table.gives);
                }
            }
        }
        Ok(Self { phrases })
    }

    /// Whether tokens are no more than words that tell whether what follows is done ("not allowed", "yes").
    pub fn is_verdict(&self, tokens: &[Token]) -> bool {
        use HeadingSense::{Allow, Avoid, Do, Limit};
        self.phrases.longest(tokens, 0).is_some_and(|(senses, found)| {
            found.end == tokens.len() && senses.iter().any(|s| matches!(s, Avoid | Do | Allow | Limit))
        })
    }
}
