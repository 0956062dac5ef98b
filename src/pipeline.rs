//! In which order does it happen? The one file that knows the stages: find, read, segment, mention, extract.

use std::{ops::ControlFlow, path::PathBuf};

use crate::{
    document::{self, Aside, Source, walk},
    error::{Error, Result},
    extract,
    lexicon::Lexicon,
    model::{Document, Rule},
};

/// A document with its rules.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The document.
    pub document: Document,
    /// Its rules, in the order of their quotes.
    pub rules: Vec<Rule>,
}

/// What became of everything that was given: nothing is passed over in silence. Of a document that was read it holds a
/// [`Reading`], or what [`stream_kept`] kept of one.
#[derive(Debug)]
pub struct Corpus<T = Reading> {
    /// What was read, in the order of the paths.
    pub readings: Vec<T>,
    /// What was set aside, and why.
    pub aside: Vec<Aside>,
    /// What failed, and what was noted about documents that were read all the same.
    pub failed: Vec<Error>,
    /// Remarks about documents that were read.
    pub notes: Vec<Error>,
}

impl Corpus {
    /// All rules, document by document.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.readings.iter().flat_map(|r| &r.rules)
    }
}

/// How sources are found and read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// How folders are walked.
    pub walking: walk::Walking,
    /// How documents are read, and within which bounds.
    pub reading: document::Options,
}

/// What became of one document.
#[derive(Debug)]
pub enum Outcome<T = Reading> {
    /// It was read; with remarks about it.
    Read(Box<T>, Vec<Error>),
    /// It was set aside.
    Aside(Aside),
    /// It failed.
    Failed(Error),
}

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Files that are done.
    pub files: usize,
    /// Files that were found.
    pub of: usize,
    /// Bytes of text of the documents that were read.
    pub bytes: usize,
    /// Their rules.
    pub rules: usize,
}

/// Reads one source to its rules.
///
/// # Errors
/// Where the bytes cannot be read as a document.
pub fn read(source: &Source<'_>, lexicon: &Lexicon) -> Result<Reading> {
    Ok(reading(document::read(source)?, lexicon))
}

/// Reads a document to its rules.
pub fn reading(document: Document, lexicon: &Lexicon) -> Reading {
    let rules = extract::rules(&document, lexicon);
    Reading { document, rules }
}

/// Reads everything under some paths on all threads and gives it in the order of the paths, one by one, holding only a few
/// documents at a time. Where `each` breaks, nothing further is read.
///
/// # Errors
/// Where a path does not exist or a folder holds nothing to read. A document that fails is an outcome.
pub fn stream(
    paths: &[PathBuf],
    options: &Options,
    lexicon: &Lexicon,
    each: impl FnMut(Outcome, Progress) -> ControlFlow<()>,
) -> Result<()> {
    stream_kept(paths, options, lexicon, |reading| reading, each)
}

/// As [`stream`], with what `keep` makes of each document, on the thread that read it.
///
/// # Errors
/// As [`stream`].
pub fn stream_kept<T: Send>(
    paths: &[PathBuf],
    options: &Options,
    lexicon: &Lexicon,
    keep: impl Fn(Reading) -> T + Sync,
    mut each: impl FnMut(Outcome<T>, Progress) -> ControlFlow<()>,
) -> Result<()> {
    let found = walk::collect(paths, options.walking)?;
    let of = found.files.len();
    // With the bytes of its text and the number of its rules.
    let work = |outcome| match outcome {
        document::Outcome::Read { document, notes } => {
            let reading = reading(*document, lexicon);
            let size = (reading.document.text.len(), reading.rules.len());
            (Outcome::Read(Box::new(keep(reading)), notes), size)
        }
        document::Outcome::Aside(aside) => (Outcome::Aside(aside), (0, 0)),
        document::Outcome::Failed(error) => (Outcome::Failed(error), (0, 0)),
    };
    let (mut stopped, mut at) = (false, Progress { files: 0, of, bytes: 0, rules: 0 });
    document::for_each(
        &found.files,
        &options.reading,
        |_, outcome| work(outcome),
        |file, (outcome, (bytes, rules))| {
            at = Progress { files: file + 1, of, bytes: at.bytes + bytes, rules: at.rules + rules };
            let flow = each(outcome, at);
            stopped |= flow.is_break();
            flow
        },
    );
    for other in found.others {
        if stopped || each(work(other).0, Progress { files: of, ..at }).is_break() {
            break;
        }
    }
    Ok(())
}

/// As [`stream`], with everything kept. The result does not depend on the number of threads.
///
/// # Errors
/// As [`stream`].
pub fn read_all(
    paths: &[PathBuf],
    options: &Options,
    lexicon: &Lexicon,
    progress: &dyn Fn(Progress),
) -> Result<Corpus> {
    let mut corpus = Corpus::default();
    stream(paths, options, lexicon, |outcome, at| {
        corpus.take(outcome);
        progress(at);
        ControlFlow::Continue(())
    })?;
    Ok(corpus)
}

impl<T> Default for Corpus<T> {
    fn default() -> Self {
        Self { readings: Vec::new(), aside: Vec::new(), failed: Vec::new(), notes: Vec::new() }
    }
}

impl<T> Corpus<T> {
    /// Keeps what became of a document.
    pub fn take(&mut self, outcome: Outcome<T>) {
        match outcome {
            Outcome::Read(reading, notes) => {
                self.readings.push(*reading);
                self.notes.extend(notes);
            }
            Outcome::Aside(aside) => self.aside.push(aside),
            Outcome::Failed(error) => self.failed.push(error),
        }
    }
}
