//! What holds documents? Archives, crawls, data sets and compressed files are streams that hold further streams, down to
//! single documents, which go to the readers.
//!
//! [`CONTAINERS`] is the registry. A container is told by its first bytes and its name, is read from front to back in
//! bounded memory, and gives each document that it holds to a [`Visit`], in order. Nothing that it holds is passed over in
//! silence: what is no document is an outcome as well.

use std::{
    collections::HashSet,
    io::{BufRead, Cursor, Read},
    ops::ControlFlow,
    path::PathBuf,
};

use xxhash_rust::xxh3::xxh3_64;

use super::{
    limits,
    options::Options,
    outcome::{Outcome, Reason},
};
use crate::error::{Error, ErrorKind, Result};

mod archive;
mod budget;
mod compressed;
mod fields;
mod json;
mod member;
mod warc;

pub use fields::Fields;
pub use member::Member;

pub(super) use budget::{Budget, Counted};

/// How many of the first bytes a container is told by.
const HEAD: usize = 4096;
/// Containers within one another are not opened deeper.
const DEEPEST: usize = 6;

/// A format whose files hold documents.
pub trait Container: Sync {
    /// The format's short name ("warc").
    fn name(&self) -> &'static str;
    /// Whether a stream that begins with these bytes, under this name, is of this format.
    fn detects(&self, head: &[u8], name: &str) -> bool;
    /// Gives everything that the stream holds to the visit.
    ///
    /// # Errors
    /// Where the stream is broken so that what follows cannot be found; what was found before was given.
    fn open(&self, stream: Stream<'_>, visit: &mut Visit<'_>) -> Result<()>;
}

/// Every container, in the order in which they are asked.
pub static CONTAINERS: &[&dyn Container] =
    &[&compressed::Gzip, &compressed::Zstd, &archive::Zip, &archive::Tar, &warc::Warc, &json::JsonLines, &json::Json];

/// Bytes that are read from front to back.
pub struct Stream<'a> {
    /// The id of the document that it is, or the beginning of the ids of those that it holds.
    pub id: String,
    /// The path, as a person would name it.
    pub path: String,
    /// The bytes.
    pub bytes: Box<dyn BufRead + 'a>,
    /// The file that the bytes are those of, where they are exactly those of one.
    pub file: Option<PathBuf>,
    /// Whether it was named itself, and not only a folder or an archive around it.
    pub named: bool,
}

/// What a stream turned out to hold.
#[derive(Debug)]
pub enum Step {
    /// A document that is still to be read.
    Member(Box<Member>),
    /// Something that is not to be read.
    Outcome(Outcome),
}

/// Takes what streams hold, in order.
pub struct Visit<'a> {
    options: &'a Options,
    budget: &'a Budget,
    emit: &'a mut dyn FnMut(Step) -> ControlFlow<()>,
    stopped: bool,
    /// The hashes of the ids that were given: a crawl has millions.
    ids: HashSet<u64>,
    depth: usize,
    members: usize,
    /// How many steps were given.
    given: usize,
}

impl<'a> Visit<'a> {
    /// A visit within the bounds of the options; `emit` is given every step.
    pub(super) fn new(
        options: &'a Options,
        budget: &'a Budget,
        emit: &'a mut dyn FnMut(Step) -> ControlFlow<()>,
    ) -> Self {
        Self { options, budget, emit, stopped: false, ids: HashSet::new(), depth: 0, members: 0, given: 0 }
    }

    /// The options.
    pub fn options(&self) -> &'a Options {
        self.options
    }

    /// What was expanded so far.
    pub fn budget(&self) -> &'a Budget {
        self.budget
    }

    /// Gives something that is not to be read.
    pub fn outcome(&mut self, outcome: Outcome) {
        self.give(Step::Outcome(outcome));
    }

    fn give(&mut self, step: Step) {
        self.given += 1;
        self.stopped = self.stopped || (self.emit)(step).is_break();
    }

    /// Gives a failure.
    pub fn failed(&mut self, path: &str, error: Error) {
        self.outcome(Outcome::Failed(error.at(path)));
    }

    /// Gives a document. An error says that no more are wanted, or that the bound of documents is reached.
    pub fn member(&mut self, mut member: Member) -> Result<()> {
        if self.members >= self.options.limits.members {
            let most = self.options.limits.members;
            return Err(limits::over("members", most, "what lies beyond was not read"));
        }
        self.members += 1;
        let plain = member.id.clone();
        let mut times = 1;
        while !self.ids.insert(xxh3_64(member.id.as_bytes())) {
            times += 1;
            member.id = format!("{plain}~{times}");
        }
        self.give(Step::Member(Box::new(member)));
        if self.stopped { Err(Error::new(ErrorKind::Internal, "the run was ended")) } else { Ok(()) }
    }

    /// Opens a stream: a container gives what it holds, anything else is a document.
    pub fn stream(&mut self, mut stream: Stream<'_>) -> Result<()> {
        let mut head = Vec::new();
        if let Err(error) = stream.bytes.by_ref().take(HEAD as u64).read_to_end(&mut head) {
            self.failed(&stream.path, self.budget.error(&error));
            return Ok(());
        }
        if head.is_empty() {
            self.outcome(Outcome::aside(stream.path, Reason::Empty, "it holds no text"));
            return Ok(());
        }
        let container = CONTAINERS.iter().find(|c| c.detects(&head, &stream.path));
        stream.bytes = Box::new(Cursor::new(head).chain(stream.bytes));
        match container {
            Some(_) if self.depth >= DEEPEST => {
                let error = limits::over("nesting of archives", DEEPEST, "what lies deeper was not read");
                self.failed(&stream.path, error);
                Ok(())
            }
            Some(container) => self.open(*container, stream),
            None => self.document(stream),
        }
    }

    fn open(&mut self, container: &dyn Container, stream: Stream<'_>) -> Result<()> {
        let (path, given) = (stream.path.clone(), self.given);
        self.depth += 1;
        let opened = container.open(stream, self);
        self.depth -= 1;
        match opened {
            Err(error) if self.stopped => return Err(error),
            Err(error) if self.budget.is_spent() || self.members >= self.options.limits.members => {
                if self.depth > 0 {
                    return Err(error);
                }
                self.failed(&path, error);
            }
            Err(error) => self.failed(&path, error),
            Ok(()) if self.given == given => {
                self.outcome(Outcome::aside(path, Reason::Empty, "it holds no documents"));
            }
            Ok(()) => {}
        }
        Ok(())
    }

    /// Reads a stream to its end as one document.
    pub fn document(&mut self, stream: Stream<'_>) -> Result<()> {
        let most = self.options.limits.bytes;
        let mut bytes = Vec::new();
        let read = stream.bytes.take(most + 1).read_to_end(&mut bytes);
        if let Err(error) = read {
            self.failed(&stream.path, self.budget.error(&error));
            return Ok(());
        }
        if bytes.len() as u64 > most {
            self.failed(
                &stream.path,
                limits::over("bytes", most, "the document was not read; raise the bound to read it"),
            );
            return Ok(());
        }
        self.member(Member { id: stream.id, path: stream.path, bytes, named: stream.named, ..Member::default() })
    }
}

/// The error of a stream that ended or broke where it should not have.
fn broken(error: &std::io::Error, visit: &Visit<'_>) -> Error {
    visit.budget.error(error)
}

/// An error of a container whose content is not as it should be.
fn malformed(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Malformed, message)
}

#[cfg(test)]
mod tests;
