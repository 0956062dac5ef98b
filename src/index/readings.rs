//! The documents of an index with their rules, read one by one as they are asked for.

use std::ops::Range;

use tantivy::{DocAddress, DocId, Searcher as Snapshot, SegmentOrdinal};

use super::{
    Searcher,
    entry::RuleRecord,
    schema::kind,
    store::unreadable,
    stored::{entries_of, ids_of},
};
use crate::{
    error::Result,
    model::{Document, Name},
    pipeline::Reading,
};

/// The documents of an index with their rules, ordered by id.
pub struct Readings<'a> {
    searcher: &'a Searcher<'a>,
    snapshot: Snapshot,
    /// The documents.
    places: Vec<Place>,
    /// The rules of each segment. The entries of a document stand in one segment, in the order in which they were written.
    rules: Vec<Vec<DocId>>,
}

/// Where a document and its rules are stored.
struct Place {
    id: Name,
    segment: SegmentOrdinal,
    document: DocId,
    /// Which of the segment's rules are its own.
    rules: Range<usize>,
}

impl<'a> Readings<'a> {
    /// Those of the searcher's commit.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub(super) fn new(searcher: &'a Searcher<'a>) -> Result<Self> {
        let snapshot = searcher.reader.searcher();
        let (mut places, mut rules) = (Vec::new(), Vec::new());
        for (segment, reader) in (0..).zip(snapshot.segment_readers()) {
            let entries = |which: &str| entries_of(&searcher.store, reader, which).map_err(|e| searcher.failed(&e));
            let (documents, its_rules) = (entries(kind::DOCUMENT)?, entries(kind::RULE)?);
            let ids = ids_of(reader, &documents).map_err(|e| searcher.failed(&e))?;
            let ends = documents.iter().skip(1).copied().chain([DocId::MAX]);
            for ((id, &document), end) in ids.into_iter().zip(&documents).zip(ends) {
                let at = |doc: DocId| its_rules.partition_point(|rule| *rule < doc);
                places.push(Place { id, segment, document, rules: at(document)..at(end) });
            }
            rules.push(its_rules);
        }
        places.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(Self { searcher, snapshot, places, rules })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// How many rules there are.
    pub fn rules(&self) -> usize {
        self.rules.iter().map(Vec::len).sum()
    }

    /// The document of a number with its rules, in the order in which they were read.
    ///
    /// # Errors
    /// Where the index is damaged.
    ///
    /// # Panics
    /// Where there are not so many documents.
    pub fn read(&self, number: usize) -> Result<Reading> {
        let Place { id, segment, document, rules } = &self.places[number];
        let at = |doc| DocAddress::new(*segment, doc);
        let document: Document = self.searcher.record(&self.snapshot, at(*document))?;
        let rules = self.rules[*segment as usize][rules.clone()].iter();
        let rules: Vec<RuleRecord> =
            rules.map(|&rule| self.searcher.record(&self.snapshot, at(rule))).collect::<Result<_>>()?;
        if document.id != *id || rules.iter().any(|record| record.rule.document != *id) {
            return Err(unreadable(&self.searcher.store.path, &format!("the entries of {id:?} are out of order")));
        }
        Ok(Reading { document, rules: rules.into_iter().map(|record| record.rule).collect() })
    }

    /// All of them, each read when it is asked for.
    pub fn iter(&self) -> impl Iterator<Item = Result<Reading>> {
        (0..self.len()).map(|number| self.read(number))
    }
}
