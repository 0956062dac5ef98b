//! Where every rule stands: its quote, its document's path and the line.

use std::collections::HashMap;

use crate::{
    model::{Lines, Rule},
    pipeline::Reading,
};

/// Where a rule stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// Where its document was read from.
    pub path: &'a str,
    /// The first line of its quote, counted from one.
    pub line: usize,
    /// The first column of its quote in characters, counted from one; none where the text is not the file's own.
    pub column: Option<usize>,
    /// The last line of its quote.
    pub end_line: usize,
    /// One past its last column.
    pub end_column: Option<usize>,
}

/// A document as reports name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Source<'a> {
    /// Where it was read from.
    pub path: &'a str,
    /// Its title.
    pub title: Option<&'a str>,
    /// Who published it.
    pub publisher: Option<&'a str>,
    /// When, as it says itself.
    pub published: Option<&'a str>,
}

/// Something that knows where rules stand.
pub trait Evidence {
    /// The place of a rule by its id.
    fn place(&self, rule: &str) -> Option<Place<'_>>;
    /// Where a byte of a document's text lies: the path that the document was read from, and the line, counted from one.
    fn line(&self, document: &str, byte: usize) -> Option<(&str, usize)>;
    /// A document by its id.
    fn source(&self, document: &str) -> Option<Source<'_>>;
}

/// The evidence of documents that were read.
pub struct Readings<'a> {
    all: &'a [Reading],
    rules: HashMap<&'a str, (u32, u32)>,
    documents: HashMap<&'a str, u32>,
    /// The lines of every document.
    lines: Vec<Lines<'a>>,
}

impl<'a> Readings<'a> {
    /// The evidence of some readings.
    pub fn new(readings: &'a [Reading]) -> Self {
        let (mut rules, mut documents) = (HashMap::new(), HashMap::new());
        let mut lines = Vec::new();
        for (d, reading) in readings.iter().enumerate() {
            documents.insert(reading.document.id.as_str(), d as u32);
            for (r, rule) in reading.rules.iter().enumerate() {
                rules.insert(rule.id.as_str(), (d as u32, r as u32));
            }
            lines.push(reading.document.lines());
        }
        Self { all: readings, rules, documents, lines }
    }

    /// The line and column of a byte.
    fn position(&self, document: usize, byte: usize) -> (usize, Option<usize>) {
        (self.lines[document].line(byte), self.lines[document].column(byte))
    }
}

impl Evidence for Readings<'_> {
    fn place(&self, rule: &str) -> Option<Place<'_>> {
        let &(d, r) = self.rules.get(rule)?;
        let reading = &self.all[d as usize];
        let rule = &reading.rules[r as usize];
        let (line, column) = self.position(d as usize, rule.start);
        let (end_line, end_column) = self.position(d as usize, rule.end);
        Some(Place { rule, path: &reading.document.source, line, column, end_line, end_column })
    }

    fn line(&self, document: &str, byte: usize) -> Option<(&str, usize)> {
        let number = *self.documents.get(document)? as usize;
        Some((&self.all[number].document.source, self.position(number, byte).0))
    }

    fn source(&self, document: &str) -> Option<Source<'_>> {
        let document = &self.all[*self.documents.get(document)? as usize].document;
        Some(Source {
            path: &document.source,
            title: document.meta.title.as_deref(),
            publisher: document.meta.publisher.as_deref(),
            published: document.meta.published.as_deref(),
        })
    }
}
