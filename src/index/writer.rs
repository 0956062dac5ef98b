//! Documents, passages, rules and places change together, in one commit.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    path::Path,
    time::{Duration, Instant},
};

use tantivy::{Index, IndexWriter, TantivyDocument, TantivyError, Term, indexer::UserOperation};

use super::{
    analysis::Analyser,
    copies::Copies,
    entry::{Content, Entries},
    plan::{Catalogue, Counts, Found, Known, Plan},
    schema::kind,
    store::{Stamp, Store},
    stored::{catalogue, read_signatures, snapshot},
};
use crate::{contradiction::Signature, error::Result, lexicon::Lexicon, model::Name, pipeline::Reading};

/// Memory for new entries in bytes, for all threads together.
const MEMORY: usize = 96 << 20;
/// The least that tantivy takes for one thread.
const LEAST_MEMORY: usize = 16 << 20;
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
    /// The signatures of the documents that this run has read.
    signatures: BTreeMap<Name, Signature>,
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
        Self::on(Store::open_or_create(path)?, options)
    }

    /// Opens a store for writing.
    pub(super) fn on(store: Store, options: WriterOptions<'a>) -> Result<Self> {
        let writer = lock(&store, options.wait)?;
        // What a run that was killed has left would be in the way of this one.
        writer.garbage_collect_files().wait().map_err(|e| store.unwritten(&e))?;
        let catalogue = catalogue(&store)?;
        Ok(Self {
            store,
            entries: writer,
            catalogue,
            analyser: Analyser::english()?,
            options,
            cleared: false,
            signatures: BTreeMap::new(),
        })
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
        writer.entries.delete_all_documents().map_err(|e| writer.store.unwritten(&e))?;
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

    /// Carries out a plan with the readings of what it wants read, and commits. A content may hold several documents, as
    /// archives do; one without any is set aside and not asked for again. What of `plan.read` does not come at all could
    /// not be read; it is asked for again by the next plan.
    ///
    /// # Errors
    /// Where the index cannot be written; it is then as it was before.
    pub fn apply(self, plan: &Plan, readings: impl IntoIterator<Item = (Content, Vec<Reading>)>) -> Result<Written> {
        Ok(self.apply_unless(plan, readings, || false)?.unwrap_or_default())
    }

    /// As [`Writer::apply`], unless `ended` says, when all readings have come, that they are not all that were to come: then
    /// nothing is written, the index is as it was before, and there is no result.
    ///
    /// # Errors
    /// As [`Writer::apply`].
    pub fn apply_unless(
        self,
        plan: &Plan,
        readings: impl IntoIterator<Item = (Content, Vec<Reading>)>,
        ended: impl FnOnce() -> bool,
    ) -> Result<Option<Written>> {
        let index = self.store.index.clone();
        let written = self.carry_out(plan, readings, ended);
        if !matches!(written, Ok(Some(_))) {
            sweep(&index);
        }
        written
    }

    fn carry_out(
        mut self,
        plan: &Plan,
        readings: impl IntoIterator<Item = (Content, Vec<Reading>)>,
        ended: impl FnOnce() -> bool,
    ) -> Result<Option<Written>> {
        let mut written = Written { counts: plan.counts, ..Written::default() };
        let mut changed = self.store.stamp.is_none() || self.cleared || !plan.drop.is_empty();
        for content in &plan.drop {
            self.entries.delete_term(Term::from_field_text(self.store.fields.of, &content.hex()));
            self.catalogue.documents.remove(content);
        }
        let files: HashMap<Content, &Name> = plan.read.iter().map(|(place, content)| (*content, &place.id)).collect();
        for (content, readings) in readings {
            changed = true;
            let Some(file) = files.get(&content).filter(|_| !readings.is_empty()) else {
                self.catalogue.asides.insert(content, self.options.digest.to_owned());
                continue;
            };
            written.documents += readings.len();
            written.rules += readings.iter().map(|r| r.rules.len()).sum::<usize>();
            self.put(content, file, &readings)?;
        }
        if ended() {
            return Ok(None);
        }
        if written.documents > 0 || !plan.drop.is_empty() {
            self.put_copies(&plan.drop)?;
        }
        changed |= self.put_places(plan)?;
        if changed {
            self.commit()?;
        }
        Ok(Some(written))
    }

    fn put(&mut self, content: Content, file: &Name, readings: &[Reading]) -> Result<()> {
        for reading in readings {
            let signature = Signature::of(&reading.document.text, &self.options.lexicon.comparison.copies);
            self.signatures.extend(signature.map(|s| (reading.document.id.clone(), s)));
            let entries = self.maker().of((content, file), reading)?;
            // As one batch, so that all entries of a document stand in one segment.
            let added = self.entries.run(entries.into_iter().map(UserOperation::Add));
            added.map_err(|e| self.store.unwritten(&e))?;
        }
        let known = Known { id: file.clone(), lexicon: self.options.digest.to_owned() };
        self.catalogue.documents.insert(content, known);
        Ok(())
    }

    /// Writes which documents are copies of each other, of those that stay and those that were read.
    fn put_copies(&mut self, gone: &BTreeSet<Content>) -> Result<()> {
        let mut signatures = std::mem::take(&mut self.signatures);
        if !self.cleared {
            let failed = |e: TantivyError| self.store.unwritten(&e);
            let stored = snapshot(&self.store).and_then(|s| read_signatures(&self.store, &s, gone)).map_err(failed)?;
            signatures.extend(stored);
        }
        let copies = Copies::of(&signatures, &self.options.lexicon.comparison.copies);
        self.entries.delete_term(Term::from_field_text(self.store.fields.kind, kind::COPIES));
        if !copies.is_empty() {
            let entry = self.maker().copies(&copies);
            self.entries.add_document(entry).map_err(|e| self.store.unwritten(&e))?;
        }
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
            self.entries.add_document(place).map_err(|e| self.store.unwritten(&e))?;
        }
        Ok(changed)
    }

    fn commit(mut self) -> Result<()> {
        let store = &self.store;
        let failed = |e: TantivyError| store.unwritten(&e);
        let stamp = serde_json::to_string(&Stamp::new(self.options.digest)).unwrap_or_default();
        let mut commit = self.entries.prepare_commit().map_err(failed)?;
        commit.set_payload(&stamp);
        commit.commit().map_err(failed)?;
        // The commit stands; what could not be merged is merged by a later run.
        let _ = self.entries.wait_merging_threads();
        Ok(())
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

/// Takes away the files of a run that failed, as far as that is possible: on a full disk they would keep their space.
fn sweep(index: &Index) {
    if let Ok(writer) = index.writer_with_num_threads::<TantivyDocument>(1, LEAST_MEMORY) {
        // Where it does not succeed, the next run does it.
        let _ = writer.garbage_collect_files().wait();
    }
}

fn lock(store: &Store, wait: Duration) -> Result<IndexWriter> {
    let start = Instant::now();
    loop {
        match store.index.writer_with_num_threads(THREADS, MEMORY) {
            Err(TantivyError::LockFailure(..)) if start.elapsed() < wait => std::thread::sleep(RETRY),
            Err(e) => return Err(store.unwritten(&e)),
            Ok(writer) => return Ok(writer),
        }
    }
}
