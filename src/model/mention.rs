//! What the lexicon recognised in a sentence.

use serde::{Deserialize, Serialize};

use super::{Name, Span};

/// A run of a sentence's tokens that an entry of the lexicon recognised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// What it is.
    pub kind: MentionKind,
    /// The index of its first token in the sentence.
    pub first: usize,
    /// One past the index of its last token.
    pub last: usize,
    /// Where it lies in the document's text.
    pub span: Span,
    /// The entry that fired, as `file/id`.
    pub entry: String,
}

/// What a mention is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MentionKind {
    /// An action, a thing or a symptom that rules are about.
    Concept(Name),
    /// A word that gives, ends or turns a stance.
    Cue(CueKind),
    /// A procedure.
    Procedure(Name),
}

/// How a cue acts on the concepts in its scope. The terms are those of the `ConText` algorithm (Harkema et al. 2009):
/// a cue acts forward, backward or both ways until a terminating word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CueKind {
    /// Forbids what follows ("avoid", "do not").
    Forbid,
}
