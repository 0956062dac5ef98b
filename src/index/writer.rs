//! Documents, passages, rules and places change together, in one commit.

use std::{
    collections::HashSet,
    path::Path,
    time::{Duration, Instant},
};

use tantivy::{
    DocSet, IndexWriter, ReloadPolicy, Searcher, TantivyError, Term, indexer::UserOperation, schema::IndexRecordOption,
};

use super::{
    analysis::Analyser,
    entry::{Content, Entries},
    plan::{Catalogue, Counts, Found, Known, Plan},
    schema::{kind, name},
    store::{Stamp, Store, damaged},
};
use crate::{error::Result, lexicon::Lexicon, model::Name, pipeline::Reading};

/// Memory for new entries in bytes, for all threads together.
const MEMORY: usize = 96 << 20;
/// Threads that write segments.
const THREADS: usize = 2;
/// How often a lock that is held is tried again.
const RETRY: Duration = Duration::from_millis(50);

/// What a writer works with.
#[derive(Clone, Copy)]
pub struct WriterOptions<'a> {
    /// What tells which concepts are broader.
    pub lexicon: &'a Lexicon,
    /// The digest of the lexicon: documents that were read with another are read again.
    pub digest: &'a str,
    /// How long to wait for another writer to end.
    pub wait: Duration,
}

/// Writes to an index. There is one writer at a time; readers are never hindered.
pub struct Writer<'a> {
    store: Store,
    entries: IndexWriter,
    catalogue: Catalogue,
    analyser: Analyser,
    options: WriterOptions<'a>,
    cleared: bool,
}

/// What a run did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written {
    /// How places changed.
    pub counts: Counts,
    /// Documents that were read and written.
    pub documents: usize,
    /// Rules of them.
    pub rules: usize,
}

impl<'a> Writer<'a> {
    /// Opens the index of a folder for writing, making it where there is none.
    ///
    /// # Errors
    /// Where another writer holds it for longer than `options.wait`, or it is damaged or of another version.
    pub fn open(path: &Path, options: WriterOptions<'a>) -> Result<Self> {
        let store = Store::open_or_create(path)?;
        let writer = lock(&store, options.wait)?;
        let catalogue = catalogue(&store)?;
        Ok(Self { store, entries: writer, catalogue, analyser: Analyser::english()?, options, cleared: false })
    }

    /// Opens the index of a folder to be written anew: nothing of what it holds is kept, once this run commits. An index
    /// that cannot be opened is taken away at once.
    ///
    /// # Errors
    /// As [`Writer::open`], but for an index that is damaged or of another version.
    pub fn rebuild(path: &Path, options: WriterOptions<'a>) -> Result<Self> {
        if Store::exists(path) && Store::open(path).is_err() {
            Store::remove(path)?;
        }
        let mut writer = Self::open(path, options)?;
        writer.entries.delete_all_documents().map_err(|e| damaged(path, &e))?;
        writer.catalogue = Catalogue::default();
        writer.cleared = true;
        Ok(writer)
    }

    /// What the index holds.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// What is to be done; see [`Catalogue::plan`].
    pub fn plan(&self, found: &[Found], is_gone: impl Fn(&str) -> bool) -> Plan {
        self.catalogue.plan(found, self.options.digest, is_gone)
    }

    /// Carries out a plan with the readings of what it wants read, and commits. `None` as a reading says that the content
    /// is no document to read: it is not asked for again. What of `plan.read` does not come at all could not be read; it
    /// is asked for again by the next plan.
    ///
    /// # Errors
    /// Where the index cannot be written; it is then as it was before.
    pub fn apply(
        mut self,
        plan: &Plan,
        readings: impl IntoIterator<Item = (Content, Option<Reading>)>,
    ) -> Result<Written> {
        let mut written = Written { counts: plan.counts, ..Written::default() };
        let mut changed = self.store.stamp.is_none() || self.cleared || !plan.drop.is_empty();
        for content in &plan.drop {
            self.entries.delete_term(Term::from_field_text(self.store.fields.of, &content.hex()));
            self.catalogue.documents.remove(content);
        }
        for (content, reading) in readings {
            changed = true;
            let Some(reading) = reading else {
                self.catalogue.asides.insert(content, self.options.digest.to_owned());
                continue;
            };
            written.documents += 1;
            written.rules += reading.rules.len();
            self.put(content, &reading)?;
        }
        changed |= self.put_places(plan)?;
        if changed {
            self.commit()?;
        }
        Ok(written)
    }

    fn put(&mut self, content: Content, reading: &Reading) -> Result<()> {
        let entries = self.maker().of(content, reading)?;
        // As one batch, so that all entries of a document stand in one segment.
        let added = self.entries.run(entries.into_iter().map(UserOperation::Add));
        added.map_err(|e| damaged(&self.store.path, &e))?;
        let known = Known { id: reading.document.id.clone(), lexicon: self.options.digest.to_owned() };
        self.catalogue.documents.insert(content, known);
        Ok(())
    }

    /// Writes the places that changed, and those of contents that were read now.
    fn put_places(&mut self, plan: &Plan) -> Result<bool> {
        let before = &self.catalogue.places;
        let read: HashSet<Content> = plan.read.iter().map(|(_, content)| *content).collect();
        let is_new = |path: &String, value: &(Name, Content)| before.get(path) != Some(value);
        let gone: Vec<&String> = before.keys().filter(|path| !plan.places.contains_key(*path)).collect();
        let places = plan.places.iter();
        let written: Vec<_> = places.filter(|(path, value)| is_new(path, value) || read.contains(&value.1)).collect();
        let changed = !gone.is_empty() || plan.places.iter().any(|(path, value)| is_new(path, value));
        for path in gone.into_iter().chain(written.iter().map(|(path, _)| *path)) {
            self.entries.delete_term(Term::from_field_text(self.store.fields.place, path));
        }
        for (path, (id, content)) in written {
            let aside = self.catalogue.asides.get(content).map(String::as_str);
            let place = self.maker().place((path, id), *content, aside);
            self.entries.add_document(place).map_err(|e| damaged(&self.store.path, &e))?;
        }
        Ok(changed)
    }

    fn commit(mut self) -> Result<()> {
        let path = self.store.path.clone();
        let failed = |e: TantivyError| damaged(&path, &e);
        let stamp = serde_json::to_string(&Stamp::new(self.options.digest)).unwrap_or_default();
        let mut commit = self.entries.prepare_commit().map_err(failed)?;
        commit.set_payload(&stamp);
        commit.commit().map_err(failed)?;
        self.entries.wait_merging_threads().map_err(failed)
    }

    fn maker(&self) -> Entries<'_> {
        Entries {
            fields: self.store.fields,
            analyser: &self.analyser,
            lexicon: self.options.lexicon,
            digest: self.options.digest,
        }
    }
}

fn lock(store: &Store, wait: Duration) -> Result<IndexWriter> {
    let start = Instant::now();
    loop {
        match store.index.writer_with_num_threads(THREADS, MEMORY) {
            Err(TantivyError::LockFailure(..)) if start.elapsed() < wait => std::thread::sleep(RETRY),
            Err(e) => return Err(damaged(&store.path, &e)),
            Ok(writer) => return Ok(writer),
        }
    }
}

/// What the index holds, read from its columns.
fn catalogue(store: &Store) -> Result<Catalogue> {
    let failed = |e: TantivyError| damaged(&store.path, &e);
    let reader = store.index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(failed)?;
    read_catalogue(store, &reader.searcher()).map_err(failed)
}

/// What a searcher's commit holds.
///
/// # Errors
/// Where the index is damaged.
pub fn read_catalogue(store: &Store, searcher: &Searcher) -> tantivy::Result<Catalogue> {
    let mut out = Catalogue::default();
    for segment in searcher.segment_readers() {
        let columns = segment.fast_fields();
        let column = |name: &str| columns.str(name);
        let (content, id) = (column(name::CONTENT)?, column(name::DOCUMENT)?);
        let (place, lexicon) = (column(name::PLACE)?, column(name::LEXICON)?);
        for which in [kind::PLACE, kind::DOCUMENT] {
            let term = Term::from_field_text(store.fields.kind, which);
            let index = segment.inverted_index(store.fields.kind)?;
            let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic)? else { continue };
            while postings.doc() != tantivy::TERMINATED {
                let doc = postings.doc();
                postings.advance();
                if segment.alive_bitset().is_some_and(|alive| !alive.is_alive(doc)) {
                    continue;
                }
                let value = |column: &Option<tantivy::columnar::StrColumn>| text_of(column.as_ref(), doc);
                let Some(content) = Content::from_hex(&value(&content)?) else { continue };
                let id = Name::from(value(&id)?);
                if which == kind::PLACE {
                    let aside = value(&lexicon)?;
                    if !aside.is_empty() {
                        out.asides.insert(content, aside);
                    }
                    out.places.insert(value(&place)?, (id, content));
                } else {
                    out.documents.insert(content, Known { id, lexicon: value(&lexicon)? });
                }
            }
        }
    }
    Ok(out)
}

/// The value of a text column, empty where there is none.
fn text_of(column: Option<&tantivy::columnar::StrColumn>, doc: u32) -> tantivy::Result<String> {
    let mut text = String::new();
    if let Some(column) = column
        && let Some(ord) = column.term_ords(doc).next()
    {
        column.ord_to_str(ord, &mut text)?;
    }
    Ok(text)
}
