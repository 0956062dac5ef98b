//! What became of each thing that was given: read, set aside, or failed. Nothing is left out.

use crate::{error::Error, model::Document};

/// What became of one document, or of a file that holds none.
#[derive(Debug)]
pub enum Outcome {
    /// It was read.
    Read {
        /// The document.
        document: Box<Document>,
        /// What was repaired, cut off or left out, each with the document's path.
        notes: Vec<Error>,
    },
    /// It was set aside, which is no failure.
    Aside(Aside),
    /// It could not be read. The error names the path and the reason.
    Failed(Error),
}

/// Something that was given and set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    /// The path, as a person would name it.
    pub path: String,
    /// Why.
    pub reason: Reason,
    /// Why, in words.
    pub message: String,
}

/// Why something was set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Reason {
    /// It holds no text.
    Empty,
    /// It is not in a language that is read.
    Language,
    /// It is a picture, a style sheet, a program: nothing that a leaflet would be.
    NotADocument,
    /// It is no file: a socket, a pipe, a device.
    NotAFile,
    /// A link that leads back to a folder above it.
    Loop,
}

impl Reason {
    /// The reason's short name, as reports show it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Language => "language",
            Self::NotADocument => "not-a-document",
            Self::NotAFile => "not-a-file",
            Self::Loop => "loop",
        }
    }
}

impl Outcome {
    /// Something set aside.
    pub(super) fn aside(path: impl Into<String>, reason: Reason, message: impl Into<String>) -> Self {
        Self::Aside(Aside { path: path.into(), reason, message: message.into() })
    }
}
