//! How much does it expand to? Everything that is decompressed is counted against one budget a file.

use std::{
    cell::Cell,
    io::{self, Read},
};

use super::super::limits::{Limits, over};
use crate::error::{Error, ErrorKind};

/// Below this many bytes, files may expand as much as they like.
const FREE: u64 = 32 << 20;

/// What one file was compressed from, as far as it was read.
#[derive(Debug)]
pub struct Budget {
    expanded: Cell<u64>,
    given: Cell<u64>,
    most: u64,
    ratio: u64,
    spent: Cell<Option<&'static str>>,
}

impl Budget {
    /// A budget within the bounds.
    pub fn new(limits: &Limits) -> Self {
        let (expanded, given) = (Cell::new(0), Cell::new(0));
        Self { expanded, given, most: limits.expanded, ratio: limits.ratio, spent: Cell::new(None) }
    }

    /// Counts bytes that the file holds as they are.
    pub fn give(&self, bytes: u64) {
        self.given.set(self.given.get() + bytes);
    }

    /// Whether a bound was reached.
    pub fn is_spent(&self) -> bool {
        self.spent.get().is_some()
    }

    /// Counts bytes that were expanded; an error where a bound is reached.
    fn expand(&self, bytes: u64) -> io::Result<()> {
        let expanded = self.expanded.get() + bytes;
        self.expanded.set(expanded);
        if expanded > self.most {
            self.spent.set(Some("expanded"));
        } else if expanded > FREE && expanded / self.ratio > self.given.get().max(1) {
            self.spent.set(Some("ratio"));
        }
        if self.is_spent() { Err(io::Error::other("a bound was reached")) } else { Ok(()) }
    }

    /// What an error of reading means: a bound that was reached, or a broken stream.
    pub fn error(&self, error: &io::Error) -> Error {
        let beyond = "what lies beyond was not read";
        match self.spent.get() {
            Some("ratio") => {
                over("ratio", self.ratio, &format!("the file expands to more than that many times its size; {beyond}"))
            }
            Some(bound) => over(bound, self.most, beyond),
            None => match error.kind() {
                io::ErrorKind::UnexpectedEof => Error::new(ErrorKind::Malformed, "it ends where more was to come"),
                io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::Other => {
                    Error::new(ErrorKind::Malformed, format!("it is damaged: {error}"))
                }
                _ => Error::new(ErrorKind::Io, error.to_string()),
            },
        }
    }
}

/// Counts what is read through it.
pub struct Counted<'a, R> {
    pub inner: R,
    pub budget: &'a Budget,
    /// Whether the bytes are the file's own or were expanded.
    pub expands: bool,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        if self.expands {
            self.budget.expand(count as u64)?;
        } else {
            self.budget.give(count as u64);
        }
        Ok(count)
    }
}
