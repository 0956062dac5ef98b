//! How questions begin.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::{File, Phrases, Words};
use crate::error::Result;

/// What a question asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Question {
    /// "Can I …?", "Is it safe to …?"
    May,
    /// "And the gym?", "Baths and swimming?"
    Named,
    /// "When can I …?", "How soon …?"
    When,
    /// "Do I have to …?", "Should I …?"
    Must,
    /// "What can I take?"
    What,
    /// "How long should I wait?"
    Wait,
    /// "How long do I wear it?", "How often should I …?"
    Keep,
}

/// The phrases of a file of questions.
///
/// # Errors
/// Where the file is no valid TOML or an entry is wrong; the error names file and line.
pub fn load(file: &File<'_>, words: &mut Words) -> Result<Phrases<Question>> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Table {
        asks: Question,
        forms: Vec<Spanned<String>>,
        #[allow(dead_code, reason = "read by the test of the data files")]
        examples: Vec<String>,
        #[allow(dead_code, reason = "read by the test of the data files")]
        not: Vec<String>,
    }
    let tables: BTreeMap<String, Table> = file.parse()?;
    let mut phrases = Phrases::new(words);
    for table in tables.values() {
        for form in &table.forms {
            for phrase in file.phrases(form, words)? {
                phrases.add(&phrase, table.asks);
            }
        }
    }
    Ok(phrases)
}
