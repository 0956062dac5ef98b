//! Tokens, sentences and sections: how a document's text is divided.

use serde::{Deserialize, Serialize};

use super::Span;

/// The number of a word of the lexicon; [`WordId::UNKNOWN`] for every other word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct WordId(pub u32);

impl WordId {
    /// A word that no entry of the lexicon uses.
    pub const UNKNOWN: Self = Self(0);
}

/// A word, a number or a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Where it lies in the document's text.
    pub span: Span,
    /// Which word of the lexicon it is, compared without case and with plain apostrophes.
    pub word: WordId,
    /// What it is.
    pub kind: TokenKind,
    /// Whether white space (or hidden markup) stands before it.
    pub spaced: bool,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TokenKind {
    /// Letters, with apostrophes inside ("don't", "surgeon’s"). Hyphens separate: "48-hour" is three tokens.
    Word,
    /// Digits with one decimal point or thousands comma inside ("2.5", "1,000"). Letters end it: "48h" is two tokens.
    Number,
    /// One sign.
    Sign,
}

/// A sentence: a range of tokens of one block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// The index of its block.
    pub block: usize,
    /// The index of its section.
    pub section: usize,
    /// Where it lies in the document's text.
    pub span: Span,
    /// Its tokens.
    pub tokens: Vec<Token>,
}

/// The blocks under one heading.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The indexes of the heading blocks above, outermost first.
    pub headings: Vec<usize>,
}
