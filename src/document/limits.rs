//! How much is read of one document before it is too much. Every bound has a name, which its diagnostic gives.

use std::time::{Duration, Instant};

use crate::{
    error::{Error, ErrorKind, Result},
    model::Metadata,
};

/// The bounds of reading; `Default` gives those of the command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one document, compressed or not. A document beyond it is not read.
    pub bytes: u64,
    /// Bytes that one file may expand to: the members of an archive, a compressed crawl. What lies beyond is not read.
    pub expanded: u64,
    /// How many times its size a file may expand to, beyond the first 32 MiB.
    pub ratio: u64,
    /// Elements, lists or archives within one another. What lies deeper is read as if it lay at the bound.
    pub nesting: usize,
    /// Pages of one document. Pages beyond it are not read.
    pub pages: usize,
    /// Documents in one archive or crawl. What lies beyond is not read.
    pub members: usize,
    /// Time for one document. Pages of a PDF beyond it are not read; other documents are read to their end, and it is said.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 64 << 20,
            expanded: 16 << 30,
            ratio: 200,
            nesting: 256,
            pages: 500,
            members: 10_000_000,
            time: Duration::from_secs(20),
        }
    }
}

impl Limits {
    /// What can be set, as `--limit BOUND=NUMBER` does.
    pub const NAMES: &'static [&'static str] = &["bytes", "expanded", "ratio", "nesting", "pages", "members", "time"];

    /// Sets a bound; time is in seconds.
    ///
    /// # Errors
    /// Where `bound` is none of [`Limits::NAMES`], or `value` is no whole number.
    pub fn set(&mut self, bound: &str, value: &str) -> Result<()> {
        let wrong = |message: String| Error::new(ErrorKind::Config, message);
        let number: u64 =
            value.trim().parse().map_err(|_| wrong(format!("the bound `{bound}` is a whole number, not {value:?}")))?;
        let size = usize::try_from(number).unwrap_or(usize::MAX);
        match bound {
            "bytes" => self.bytes = number,
            "expanded" => self.expanded = number,
            "ratio" => self.ratio = number,
            "nesting" => self.nesting = size,
            "pages" => self.pages = size,
            "members" => self.members = size,
            "time" => self.time = Duration::from_secs(number),
            _ => return Err(wrong(format!("there is no bound `{bound}`; there are {}", Self::NAMES.join(", ")))),
        }
        Ok(())
    }
}

/// What came with the bytes from outside: a header of a crawl, the fields of a record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Declared {
    /// The encoding's name.
    pub encoding: Option<String>,
    /// The reader's name ("html"), where the format is known.
    pub format: Option<String>,
    /// What is known of the document; what the document says of itself wins.
    pub meta: Metadata,
}

/// What a reader is given besides the bytes, and where it leaves its notes.
#[derive(Debug)]
pub struct Context<'a> {
    /// The bounds.
    pub limits: &'a Limits,
    /// What came with the bytes.
    pub declared: &'a Declared,
    notes: Vec<Error>,
    begun: Instant,
}

impl<'a> Context<'a> {
    /// A context for one document.
    pub fn new(limits: &'a Limits, declared: &'a Declared) -> Self {
        Self { limits, declared, notes: Vec::new(), begun: Instant::now() }
    }

    /// Leaves a note: the document was read, but not all of it, or not without repair.
    pub fn note(&mut self, kind: ErrorKind, message: impl Into<String>) {
        self.leave(Error::new(kind, message));
    }

    /// Leaves a note that is an error already.
    pub fn leave(&mut self, note: Error) {
        self.notes.push(note);
    }

    /// Leaves a note that a bound was reached.
    pub fn reached(&mut self, bound: &str, value: impl std::fmt::Display, effect: &str) {
        self.note(ErrorKind::Limit, format!("the bound `{bound}` of {value} was reached: {effect}"));
    }

    /// The notes.
    pub fn into_notes(self) -> Vec<Error> {
        self.notes
    }

    /// An error where a document's bytes are more than the bound.
    pub fn fits(&self, bytes: usize) -> Result<()> {
        if bytes as u64 <= self.limits.bytes {
            return Ok(());
        }
        Err(over("bytes", self.limits.bytes, "the document was not read; raise the bound to read it"))
    }

    /// Whether the time for this document is up.
    pub fn is_late(&self) -> bool {
        self.begun.elapsed() > self.limits.time
    }
}

/// The error that names a bound.
pub(super) fn over(bound: &str, value: impl std::fmt::Display, effect: &str) -> Error {
    Error::new(ErrorKind::Limit, format!("the bound `{bound}` of {value} was reached: {effect}"))
}
