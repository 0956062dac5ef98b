//! Documents, passages, rules and places change together, in one commit.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    ops::Range,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use rayon::prelude::*;
use tantivy::{
    Index, IndexWriter, TantivyDocument, TantivyError, Term,
    indexer::{LogMergePolicy, UserOperation},
};

use super::{
    entry::Content,
    maker::{Maker, Prepared},
    plan::{Catalogue, Counts, Found, Known, Plan},
    room::{Held, Room},
    schema::kind,
    signatures::Signatures,
    store::{Stamp, Store},
    stored::{catalogue, read_signatures, snapshot},
};
use crate::{error::Result, lexicon::Lexicon, model::Name, pipeline::Reading};

/// Memory for new entries in bytes, for all threads together: as much as makes a segment that need not be merged.
const MEMORY: usize = 256 << 20;
/// Segments with more entries are not merged any more: to merge them all would take longer with every tenfold of the
/// documents, and as much memory as they are large. What is written at once fills segments of about twice as many.
const LARGEST_MERGED: usize = 100_000;
/// The least that tantivy takes for one thread.
const LEAST_MEMORY: usize = 16 << 20;
/// Threads that write segments.
const THREADS: usize = 2;
/// Contents whose entries are made at once.
const AT_ONCE: usize = 64;
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
    entries: IndexWriter<Held>,
    catalogue: Catalogue,
    maker: Arc<Maker<'a>>,
    room: Arc<Room>,
    options: WriterOptions<'a>,
    cleared: bool,
    /// The signatures of the documents that this run has read.
    signatures: Signatures,
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
        let maker = Maker::new(store.fields, options.lexicon, options.digest)?;
        let signatures = Signatures::new(&store.path);
        Ok(Self {
            store,
            entries: writer,
            catalogue,
            maker: Arc::new(maker),
            room: Arc::default(),
            options,
            cleared: false,
            signatures,
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

    /// What makes the entries that [`Run::put`] takes; it may be used by several threads at once, while a run goes on.
    pub fn maker(&self) -> Arc<Maker<'a>> {
        Arc::clone(&self.maker)
    }

    /// Carries out a plan with the readings of what it wants read, and commits. A content may hold several documents, as
    /// archives do; one without any is set aside and not asked for again. What of `plan.read` does not come at all could
    /// not be read; it is asked for again by the next plan.
    ///
    /// # Errors
    /// Where the index cannot be written; it is then as it was before.
    pub fn apply(self, plan: &Plan, readings: impl IntoIterator<Item = (Content, Vec<Reading>)>) -> Result<Written> {
        let maker = self.maker();
        let mut run = self.begin(plan);
        let mut readings = readings.into_iter();
        loop {
            let some: Vec<_> = readings.by_ref().take(AT_ONCE).collect();
            if some.is_empty() {
                return run.finish();
            }
            let made = some.par_iter().map(|(content, readings)| {
                let file = run.files.get(content).map_or("", |file| file.as_str());
                readings.iter().map(|reading| maker.prepare((*content, file), reading)).collect::<Result<Vec<_>>>()
            });
            let made: Vec<Vec<Prepared>> = made.collect::<Result<_>>()?;
            for ((content, _), documents) in some.iter().zip(made) {
                if documents.is_empty() {
                    run.set_aside(*content);
                }
                documents.into_iter().try_for_each(|document| run.put(*content, document))?;
            }
        }
    }

    /// Begins to carry out a plan. Nothing is seen of it before [`Run::finish`]; a run that is dropped has changed nothing.
    pub fn begin(mut self, plan: &Plan) -> Run<'a, '_> {
        let changed = self.store.stamp.is_none() || self.cleared || !plan.drop.is_empty();
        for content in &plan.drop {
            self.entries.delete_term(self.all_of(*content));
            self.catalogue.documents.remove(content);
        }
        let files = plan.read.iter().map(|(place, content)| (*content, &place.id)).collect();
        let sweep = Sweep { index: self.store.index.clone(), wanted: true };
        Run { writer: self, sweep, plan, files, done: HashMap::new(), changed }
    }

    /// What everything of a content has.
    fn all_of(&self, content: Content) -> Term {
        Term::from_field_text(self.store.fields.of, &content.hex())
    }

    /// Writes which documents are copies of each other, of those that stay and those that were read.
    fn put_copies(&mut self, gone: &BTreeSet<Content>) -> Result<()> {
        let store = &self.store;
        // Not kept any longer: what is written last takes the most memory.
        let mut signatures = std::mem::replace(&mut self.signatures, Signatures::new(&store.path));
        if !self.cleared {
            let failed = |e: TantivyError| store.unwritten(&e);
            for segment in snapshot(store).map_err(failed)?.segment_readers() {
                for (id, signature) in read_signatures(store, segment, gone).map_err(failed)? {
                    signatures.put(&id, &signature).map_err(|e| store.unkept(&e))?;
                }
            }
        }
        let copies = signatures.copies(&self.options.lexicon.comparison.copies);
        let copies = copies.map_err(|e| store.unkept(&e))?;
        self.entries.delete_term(Term::from_field_text(self.store.fields.kind, kind::COPIES));
        if !copies.is_empty() {
            self.add(self.maker.copies(&copies))?;
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
        let replaced = written.iter().map(|(path, _)| *path).filter(|path| before.contains_key(*path));
        // Every deletion is looked for in every segment.
        for path in gone.into_iter().chain(replaced) {
            self.entries.delete_term(Term::from_field_text(self.store.fields.place, path));
        }
        for (path, (id, content)) in written {
            let aside = self.catalogue.asides.get(content).map(String::as_str);
            self.add(self.maker.place((path, id), *content, aside))?;
        }
        Ok(changed)
    }

    fn add(&self, entry: TantivyDocument) -> Result<()> {
        self.entries.add_document(entry.into()).map_err(|e| self.store.unwritten(&e))?;
        Ok(())
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
}

/// A plan that is being carried out.
pub struct Run<'a, 'p> {
    // Before `sweep`, which waits for its lock.
    writer: Writer<'a>,
    sweep: Sweep,
    plan: &'p Plan,
    /// The ids of the files of what is read.
    files: HashMap<Content, &'p Name>,
    /// What was put of each content that was read.
    done: HashMap<Content, Done>,
    changed: bool,
}

/// What was put of a content.
#[derive(Default)]
struct Done {
    documents: usize,
    rules: usize,
    /// The places of its signatures.
    signatures: Vec<Range<usize>>,
}

impl Run<'_, '_> {
    /// Writes a document of a content that the plan wants read.
    ///
    /// # Errors
    /// Where the index cannot be written.
    pub fn put(&mut self, content: Content, document: Prepared) -> Result<()> {
        let Some(file) = self.files.get(&content) else { return Ok(()) };
        self.changed = true;
        let writer = &mut self.writer;
        let done = self.done.entry(content).or_insert_with(|| {
            let known = Known { id: (*file).clone(), lexicon: writer.options.digest.to_owned() };
            writer.catalogue.documents.insert(content, known);
            Done::default()
        });
        done.documents += 1;
        done.rules += document.rules;
        if let Some(signature) = &document.signature {
            let place = writer.signatures.put(&document.id, signature).map_err(|e| writer.store.unkept(&e))?;
            match done.signatures.last_mut().filter(|places| places.end == place) {
                Some(places) => places.end += 1,
                None => done.signatures.push(place..place + 1),
            }
        }
        let share = writer.room.take(document.bytes);
        let entries = document.entries.into_iter().map(|entry| UserOperation::Add(Held::with(entry, &share)));
        // As one batch, so that all entries of a document stand in one segment.
        writer.entries.run(entries).map_err(|e| writer.store.unwritten(&e))?;
        Ok(())
    }

    /// A content has no document: it is not asked for again.
    pub fn set_aside(&mut self, content: Content) {
        self.changed = true;
        self.writer.catalogue.asides.insert(content, self.writer.options.digest.to_owned());
    }

    /// Takes back what was put of a content, as if it could not be read.
    pub fn take_back(&mut self, content: Content) {
        if let Some(done) = self.done.remove(&content) {
            self.writer.entries.delete_term(self.writer.all_of(content));
            self.writer.catalogue.documents.remove(&content);
            done.signatures.into_iter().for_each(|places| self.writer.signatures.take_back(places));
        }
    }

    /// Commits.
    ///
    /// # Errors
    /// Where the index cannot be written; it is then as it was before.
    pub fn finish(mut self) -> Result<Written> {
        let mut written = Written { counts: self.plan.counts, ..Written::default() };
        for done in self.done.values() {
            written.documents += done.documents;
            written.rules += done.rules;
        }
        if written.documents > 0 || !self.plan.drop.is_empty() {
            self.writer.put_copies(&self.plan.drop)?;
        }
        self.changed |= self.writer.put_places(self.plan)?;
        if self.changed {
            self.writer.commit()?;
        }
        self.sweep.wanted = false;
        Ok(written)
    }
}

/// Takes away the files of a run that did not come to its end, as far as that is possible: on a full disk they would keep
/// their space.
struct Sweep {
    index: Index,
    wanted: bool,
}

impl Drop for Sweep {
    fn drop(&mut self) {
        if self.wanted
            && let Ok(writer) = self.index.writer_with_num_threads::<TantivyDocument>(1, LEAST_MEMORY)
        {
            // Where it does not succeed, the next run does it.
            let _ = writer.garbage_collect_files().wait();
        }
    }
}

fn lock(store: &Store, wait: Duration) -> Result<IndexWriter<Held>> {
    let start = Instant::now();
    loop {
        match store.index.writer_with_num_threads(THREADS, MEMORY) {
            Err(TantivyError::LockFailure(..)) if start.elapsed() < wait => std::thread::sleep(RETRY),
            Err(e) => return Err(store.unwritten(&e)),
            Ok(writer) => {
                let mut merging = LogMergePolicy::default();
                merging.set_max_docs_before_merge(LARGEST_MERGED);
                writer.set_merge_policy(Box::new(merging));
                return Ok(writer);
            }
        }
    }
}
