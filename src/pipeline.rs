//! In which order does it happen? The one file that knows the stages: find, read, segment, mention, extract.

use std::path::PathBuf;

use rayon::prelude::*;

use crate::{
    document::{self, Aside, Limits, Outcome, Source, walk},
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

/// What became of everything that was given: nothing is passed over in silence.
#[derive(Debug, Default)]
pub struct Corpus {
    /// What was read, in the order of the paths.
    pub readings: Vec<Reading>,
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
    /// The bounds of a document.
    pub limits: Limits,
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

/// Reads everything under some paths, in parallel; the result does not depend on the number of threads. `progress` is
/// called once a file.
///
/// # Errors
/// Where a path does not exist or a folder holds nothing to read. A document that fails is in the result.
pub fn read_all(
    paths: &[PathBuf],
    options: &Options,
    lexicon: &Lexicon,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Corpus> {
    let found = walk::collect(paths, options.walking)?;
    let total = found.files.len();
    let done = std::sync::atomic::AtomicUsize::new(0);
    let outcomes: Vec<Read> = found
        .files
        .par_iter()
        .map(|entry| {
            let read = match document::open(entry, &options.limits) {
                Outcome::Read { document, notes } => Read::Done(Box::new(reading(*document, lexicon)), notes),
                Outcome::Aside(aside) => Read::Aside(aside),
                Outcome::Failed(error) => Read::Failed(error),
            };
            progress(done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1, total);
            read
        })
        .collect();
    let mut corpus = Corpus::default();
    for outcome in outcomes {
        corpus.take(outcome);
    }
    for other in found.others {
        match other {
            Outcome::Aside(aside) => corpus.aside.push(aside),
            Outcome::Failed(error) => corpus.failed.push(error),
            Outcome::Read { .. } => {}
        }
    }
    Ok(corpus)
}

enum Read {
    Done(Box<Reading>, Vec<Error>),
    Aside(Aside),
    Failed(Error),
}

impl Corpus {
    fn take(&mut self, read: Read) {
        match read {
            Read::Done(reading, notes) => {
                self.readings.push(*reading);
                self.notes.extend(notes);
            }
            Read::Aside(aside) => self.aside.push(aside),
            Read::Failed(error) => self.failed.push(error),
        }
    }
}
