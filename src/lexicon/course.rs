//! The words that tell the course of a symptom, a result or a session.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::{File, Phrases, Words};
use crate::error::Result;

/// What a phrase says of the course of what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Course {
    /// It comes to its end ("settles", "is gone").
    Ends,
    /// It comes to its end little by little ("wears off").
    Wanes,
    /// It goes on for some time ("lasts").
    Lasts,
    /// It needs some time ("takes").
    Takes,
    /// It goes on developing ("continue to").
    Continues,
    /// It begins ("appears", "sets in").
    Begins,
    /// It is at its height ("peaks", "is worst").
    Peaks,
    /// It says that something is to be expected ("you may notice", "is normal").
    Expects,
    /// It stands for what was named before ("it", "these symptoms").
    Refers,
    /// It may stand between a subject and its verb ("usually", "should").
    Passes,
    /// It names the procedure as something that takes time ("the appointment").
    Session,
    /// What follows is acted upon and not foretold ("to reduce").
    Treats,
    /// The times behind it are not those of what stands before ("depends on").
    Turns,
    /// The sentence foretells nothing ("is not normal").
    Denies,
}

impl Course {
    /// Whether it is what a verb says of its subject.
    pub fn is_verb(self) -> bool {
        use Course::{Begins, Continues, Ends, Lasts, Peaks, Takes, Wanes};
        matches!(self, Ends | Wanes | Lasts | Takes | Continues | Begins | Peaks)
    }
}

/// The phrases of a file of courses.
///
/// # Errors
/// Where the file is no valid TOML or an entry is wrong; the error names file and line.
pub fn load(file: &File<'_>, words: &mut Words) -> Result<Phrases<Course>> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Table {
        tells: Course,
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
                phrases.add(&phrase, table.tells);
            }
        }
    }
    Ok(phrases)
}
