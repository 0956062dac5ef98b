//! The one error type: a kind, the place, and what to do.

use std::{fmt, path::PathBuf};

/// What went wrong with a document, a lexicon file, an index or a setting, and where.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    path: Option<PathBuf>,
    line: Option<usize>,
    message: String,
}

/// The classes of errors that a caller may want to tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file or folder could not be read or written.
    Io,
    /// The bytes are not of a format that is read.
    Unsupported,
    /// The document is of a known format but broken.
    Malformed,
    /// A bound (size, nesting, pages, time) was reached.
    Limit,
    /// The document is not in a language that is read.
    Language,
    /// A lexicon file is wrong.
    Lexicon,
    /// A setting or a file of settings is wrong.
    Config,
    /// The index is damaged, of another version, or in use.
    Index,
    /// A reader failed in a way that it should not have.
    Internal,
}

/// The result of everything in this crate that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error of a kind; `message` says what happened and, where there is something, what to do.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, path: None, line: None, message: message.into() }
    }

    /// An error of reading or writing.
    pub fn io(path: impl Into<PathBuf>, error: &std::io::Error) -> Self {
        Self::new(ErrorKind::Io, error.to_string()).at(path)
    }

    /// The same with its path.
    #[must_use]
    pub fn at(mut self, path: impl Into<PathBuf>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// The same with its line, counted from one.
    #[must_use]
    pub fn line(mut self, line: usize) -> Self {
        self.line = Some(line);
        self
    }

    /// Its kind.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The path that it concerns.
    pub fn path(&self) -> Option<&std::path::Path> {
        self.path.as_deref()
    }

    /// The line that it concerns, counted from one.
    pub fn at_line(&self) -> Option<usize> {
        self.line
    }

    /// What happened, without the place.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.path {
            write!(f, "{}", path.display())?;
            if let Some(line) = self.line {
                write!(f, ":{line}")?;
            }
            write!(f, ": ")?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
