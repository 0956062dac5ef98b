//! Reads an index: everything it holds, and what is searched for.

use std::{
    path::Path,
    sync::{
        OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

use serde::de::DeserializeOwned;
use tantivy::{
    DocAddress, IndexReader, Searcher as Snapshot, TantivyDocument, TantivyError, Term,
    collector::DocSetCollector,
    query::{BooleanQuery, Query, TermQuery},
    schema::{Field, IndexRecordOption, Value},
};

use super::{
    analysis::Analyser,
    entry::RuleRecord,
    known::{Known, Topics},
    opened::Opened,
    plan::Catalogue,
    readings::Readings,
    schema::{Fields, kind},
    spans,
    store::{Stamp, Store, damaged, unreadable},
    stored::read_catalogue,
};
use crate::{
    contradiction::Vocabulary,
    error::{Error, Result},
    lexicon::Lexicon,
    model::{Document, Name, Rule, Span},
};

/// An open index. It sees the commit that was the last when it was opened, or when [`Searcher::reload`] was called.
pub struct Searcher<'a> {
    pub(super) store: Store,
    pub(super) reader: IndexReader,
    pub(super) lexicon: &'a Lexicon,
    pub(super) analyser: Analyser,
    /// The procedures and the concepts that there are rules for.
    pub(super) topics: Topics,
    /// What else is known of the commit.
    pub(super) known: Known,
    /// Whether anything was searched for.
    searched: AtomicBool,
    /// How the lexicon's concepts stand to each other, worked out when it is first asked for.
    vocabulary: OnceLock<Vocabulary>,
}

/// What an index holds, in numbers.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Status {
    /// Documents.
    pub documents: usize,
    /// Places that they were found at.
    pub places: usize,
    /// Passages.
    pub passages: usize,
    /// Rules.
    pub rules: usize,
    /// Documents that were read with another lexicon than that of the last run or of this program.
    pub stale: usize,
    /// Size of the files in bytes.
    pub bytes: u64,
    /// What was stored with the last commit.
    pub stamp: Option<Stamp>,
}

impl<'a> Searcher<'a> {
    /// Opens the index of a folder.
    ///
    /// # Errors
    /// Where there is none, or it is damaged or of another version; the message says what to do.
    pub fn open(path: &Path, lexicon: &'a Lexicon) -> Result<Self> {
        Opened::open(path)?.with(lexicon)
    }

    /// An index that is open, with the lexicon that queries are read with.
    pub(super) fn new(opened: Opened, lexicon: &'a Lexicon) -> Result<Self> {
        let Opened { store, reader, analyser, known } = opened;
        let topics = known.topics(&store, &reader.searcher())?;
        let (searched, vocabulary) = (AtomicBool::new(false), OnceLock::new());
        Ok(Self { store, reader, lexicon, analyser, topics, known, searched, vocabulary })
    }

    /// Goes on to the last commit.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn reload(&mut self) -> Result<()> {
        self.reader.reload().map_err(|e| self.failed(&e))?;
        self.known = Known::default();
        self.topics = self.known.topics(&self.store, &self.reader.searcher())?;
        Ok(())
    }

    /// Every rule, ordered by document and place.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn rules(&self) -> Result<Vec<Rule>> {
        let mut records: Vec<RuleRecord> = self.records(&*of_kind(self.fields(), kind::RULE))?;
        records.sort_by(|a, b| {
            let key = |r: &RuleRecord| (r.rule.document.clone(), r.rule.start, r.rule.end);
            key(a).cmp(&key(b)).then_with(|| a.rule.id.cmp(&b.rule.id))
        });
        Ok(records.into_iter().map(|r| r.rule).collect())
    }

    /// Every document with its rules, ordered by id; the rules in the order in which they were read.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn readings(&self) -> Result<Readings<'_>> {
        Readings::new(self)
    }

    /// Every document with its text and metadata, ordered by id.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn documents(&self) -> Result<Vec<Document>> {
        let mut documents: Vec<Document> = self.records(&*of_kind(self.fields(), kind::DOCUMENT))?;
        documents.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(documents)
    }

    /// The document of an id.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn document(&self, id: &str) -> Result<Option<Document>> {
        let by_id = term(self.fields().document, id);
        let query = BooleanQuery::intersection(vec![of_kind(self.fields(), kind::DOCUMENT), by_id]);
        Ok(self.records(&query)?.pop())
    }

    /// The rule of an id, or of the first digits of one where they are those of no other.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn rule(&self, id: &str) -> Result<Option<RuleRecord>> {
        Ok(self.records(&*term(self.fields().rule, id))?.pop())
    }

    /// What the index holds, without the texts.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn catalogue(&self) -> Result<Catalogue> {
        read_catalogue(&self.store, &self.reader.searcher()).map_err(|e| self.failed(&e))
    }

    /// What the index holds, in numbers; documents are stale that were read with another lexicon than `digest`.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn status(&self, digest: &str) -> Result<Status> {
        let snapshot = self.reader.searcher();
        let count = |which: &str| -> Result<usize> {
            snapshot.search(&*of_kind(self.fields(), which), &tantivy::collector::Count).map_err(|e| self.failed(&e))
        };
        let catalogue = self.catalogue()?;
        let usage = snapshot.space_usage().map_err(|e| self.failed(&e.into()))?;
        Ok(Status {
            documents: count(kind::DOCUMENT)?,
            places: catalogue.places.len(),
            passages: count(kind::PASSAGE)?,
            rules: count(kind::RULE)?,
            stale: catalogue.documents.values().filter(|known| known.lexicon != digest).count(),
            bytes: usage.total().get_bytes(),
            stamp: self.store.stamp.clone(),
        })
    }

    /// The documents whose stored rules are not what `read` gives for their stored text, or that were read with another
    /// lexicon than `digest`, ordered by id.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn stale(&self, digest: &str, read: impl Fn(&Document) -> Vec<Rule>) -> Result<Vec<Name>> {
        let known = self.catalogue()?.documents;
        let mut stale: Vec<Name> = known.values().filter(|k| k.lexicon != digest).map(|k| k.id.clone()).collect();
        let rules = self.rules()?;
        for document in self.documents()? {
            let first = rules.partition_point(|r| r.document < document.id);
            let mut stored: Vec<&Rule> = rules[first..].iter().take_while(|r| r.document == document.id).collect();
            let now = read(&document);
            let mut now: Vec<&Rule> = now.iter().collect();
            stored.sort_by(|a, b| a.id.cmp(&b.id));
            now.sort_by(|a, b| a.id.cmp(&b.id));
            if stored != now {
                stale.push(document.id);
            }
        }
        stale.sort();
        stale.dedup();
        Ok(stale)
    }

    /// Files of the index whose contents are not what was written.
    ///
    /// # Errors
    /// Where files cannot be read.
    pub fn damaged_files(&self) -> Result<Vec<std::path::PathBuf>> {
        let files = self.store.index.validate_checksum().map_err(|e| self.failed(&e))?;
        let mut files: Vec<_> = files.into_iter().collect();
        files.sort();
        Ok(files)
    }

    pub(super) fn fields(&self) -> Fields {
        self.store.fields
    }

    pub(super) fn failed(&self, error: &TantivyError) -> Error {
        damaged(&self.store.path, error)
    }

    fn records<T: DeserializeOwned>(&self, query: &dyn Query) -> Result<Vec<T>> {
        let snapshot = self.reader.searcher();
        let found = snapshot.search(query, &DocSetCollector).map_err(|e| self.failed(&e))?;
        let mut found: Vec<DocAddress> = found.into_iter().collect();
        found.sort_unstable();
        found.into_iter().map(|at| self.record(&snapshot, at)).collect()
    }

    /// The record of an entry.
    pub(super) fn record<T: DeserializeOwned>(&self, snapshot: &Snapshot, at: DocAddress) -> Result<T> {
        let entry: TantivyDocument = snapshot.doc(at).map_err(|e| self.failed(&e))?;
        self.read_record(&entry)
    }

    /// The record of an entry, with where the words of its text lie.
    pub(super) fn record_with_spans<T: DeserializeOwned>(
        &self,
        snapshot: &Snapshot,
        at: DocAddress,
    ) -> Result<(T, Vec<Span>)> {
        let entry: TantivyDocument = snapshot.doc(at).map_err(|e| self.failed(&e))?;
        let bytes = entry.get_first(self.fields().spans).and_then(|v| v.as_bytes()).unwrap_or_default();
        Ok((self.read_record(&entry)?, spans::from_bytes(bytes)))
    }

    fn read_record<T: DeserializeOwned>(&self, entry: &TantivyDocument) -> Result<T> {
        let record = entry.get_first(self.fields().record).and_then(|v| v.as_str()).unwrap_or_default();
        serde_json::from_str(record).map_err(|e| unreadable(&self.store.path, &e.to_string()))
    }

    /// Whether this search follows another.
    pub(super) fn is_followed(&self) -> bool {
        self.searched.swap(true, Ordering::Relaxed)
    }

    /// How the lexicon's concepts stand to each other.
    pub(super) fn vocabulary(&self) -> &Vocabulary {
        self.vocabulary.get_or_init(|| Vocabulary::new(self.lexicon))
    }
}

fn of_kind(fields: Fields, which: &str) -> Box<dyn Query> {
    term(fields.kind, which)
}

fn term(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic))
}
