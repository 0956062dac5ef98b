//! `copies.toml`: when two texts are one source.

use serde::{Deserialize, Serialize};

/// When two texts are one source.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Copies {
    /// Words in a run that is compared.
    pub shingle: usize,
    /// The fewest words of a passage that is compared.
    pub least_words: usize,
    /// The share of common runs from which on passages are copies.
    pub passage: f64,
    /// The share of common runs from which on documents are copies.
    pub document: f64,
}

impl Default for Copies {
    fn default() -> Self {
        Self { shingle: 1, least_words: usize::MAX, passage: 1.0, document: 1.0 }
    }
}
