//! An index that is open, before there is a lexicon to read queries with: the two can be read at the same time.

use std::path::Path;

use tantivy::{IndexReader, ReloadPolicy};

use super::{
    analysis::Analyser,
    known::Known,
    schema::name,
    searcher::Searcher,
    store::{Store, damaged},
};
use crate::{error::Result, lexicon::Lexicon};

/// An open index that cannot read queries yet.
pub struct Opened {
    pub(super) store: Store,
    pub(super) reader: IndexReader,
    pub(super) analyser: Analyser,
    pub(super) known: Known,
}

impl Opened {
    /// Opens the index of a folder.
    ///
    /// # Errors
    /// Where there is none, or it is damaged or of another version; the message says what to do.
    pub fn open(path: &Path) -> Result<Self> {
        let store = Store::open(path)?;
        let reader = store.index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
        let reader: IndexReader = reader.map_err(|e| damaged(path, &e))?;
        Ok(Self { store, reader, analyser: Analyser::english()?, known: Known::default() })
    }

    /// Reads ahead what nearly every search asks for.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn read_ahead(self) -> Result<Self> {
        let snapshot = self.reader.searcher();
        let names = |column: &str| self.known.names.of(&snapshot, column).map(|_| ());
        let tables = || {
            self.known.classes.of(&snapshot, self.store.fields)?;
            [name::PROCEDURE, name::CONCEPT, name::POSITION].into_iter().try_for_each(names)
        };
        let (tables, copies) = rayon::join(tables, || self.known.copies(&self.store, &snapshot));
        tables.map_err(|e| damaged(&self.store.path, &e))?;
        copies?;
        Ok(self)
    }

    /// The index, with the lexicon that queries are read with.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn with(self, lexicon: &Lexicon) -> Result<Searcher<'_>> {
        Searcher::new(self, lexicon)
    }
}
