//! Where every rule stands: its quote, its document's path and the line.

use std::collections::HashMap;

use crate::{
    contradiction::{Kept, View},
    model::Rule,
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
    /// Where a view stands: the path that its document was read from, and the line, counted from one.
    fn view(&self, view: &View) -> Option<(&str, usize)>;
    /// A document by its id.
    fn source(&self, document: &str) -> Option<Source<'_>>;
}

/// The evidence of documents that are compared.
pub struct Documents<'a> {
    all: &'a [Kept],
    /// The number of the document of each rule, and its own in it.
    rules: HashMap<&'a str, (u32, u32)>,
    numbers: HashMap<&'a str, u32>,
}

impl<'a> Documents<'a> {
    /// The evidence of some documents.
    pub fn new(all: &'a [Kept]) -> Self {
        let mut rules = HashMap::with_capacity(all.iter().map(|kept| kept.rules.len()).sum());
        let mut numbers = HashMap::with_capacity(all.len());
        for (d, kept) in (0..).zip(all) {
            numbers.insert(kept.id.as_str(), d);
            rules.extend((0..).zip(&kept.rules).map(|(r, rule)| (rule.id.as_str(), (d, r))));
        }
        Self { all, rules, numbers }
    }

    fn document(&self, id: &str) -> Option<&'a Kept> {
        self.numbers.get(id).map(|&number| &self.all[number as usize])
    }
}

impl Evidence for Documents<'_> {
    fn place(&self, rule: &str) -> Option<Place<'_>> {
        let &(document, number) = self.rules.get(rule)?;
        let kept = &self.all[document as usize];
        let [start, end] = kept.places[number as usize];
        Some(Place {
            rule: &kept.rules[number as usize],
            path: &kept.source,
            line: start.line(),
            column: start.column(),
            end_line: end.line(),
            end_column: end.column(),
        })
    }

    fn view(&self, view: &View) -> Option<(&str, usize)> {
        let kept = self.document(&view.document)?;
        let (_, line) = kept.views.iter().find(|(other, _)| other.start == view.start)?;
        Some((&kept.source, *line))
    }

    fn source(&self, document: &str) -> Option<Source<'_>> {
        let kept = self.document(document)?;
        Some(Source {
            path: &kept.source,
            title: kept.title.as_deref(),
            publisher: kept.publisher.as_deref(),
            published: kept.published.as_deref(),
        })
    }
}
