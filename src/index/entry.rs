//! What is known of an entry of the index: the content that it belongs to, where it comes from, and its record.

use std::io::{self, Read};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3;

use super::passage::Passage;
use crate::model::{Name, Rule};

/// The hash of a document's bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Content(pub u128);

impl Content {
    /// The hash of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(xxh3::xxh3_128(bytes))
    }

    /// The hash of what is read, in little memory.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn of_reader(mut bytes: impl Read) -> io::Result<Self> {
        let mut hash = xxh3::Xxh3Default::new();
        let mut buffer = vec![0; 1 << 16];
        loop {
            match bytes.read(&mut buffer) {
                Ok(0) => return Ok(Self(hash.digest128())),
                Ok(read) => hash.update(&buffer[..read]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Its 32 hexadecimal digits.
    pub fn hex(self) -> String {
        format!("{:032x}", self.0)
    }

    /// The hash of 32 hexadecimal digits.
    pub fn from_hex(hex: &str) -> Option<Self> {
        u128::from_str_radix(hex, 16).ok().map(Self)
    }
}

/// Where a rule or a passage comes from, as results name it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The document's id.
    pub document: Name,
    /// Where it was read from.
    pub source: String,
    /// Its title.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When, as stated.
    pub published: Option<String>,
    /// The line of the source that the rule or passage begins on, counted from one.
    pub line: usize,
}

/// A rule with where it comes from: the record of a rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleRecord {
    /// The rule, as it is exported.
    pub rule: Rule,
    /// Where it comes from.
    pub origin: Origin,
    /// The parts of the body that its sentence names, where its quote names none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sites: Vec<String>,
}

/// A passage with where it comes from: the record of a passage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassageRecord {
    /// The passage.
    pub passage: Passage,
    /// Where it comes from.
    pub origin: Origin,
}

/// The name of a plain enum value, as its JSON writes it.
pub fn id_of<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// The optional parts of a rule, by the names of their keys.
pub const PARTS: [&str; 10] =
    ["from", "until", "lead", "session", "every", "count", "degree", "strength", "condition", "exception"];
