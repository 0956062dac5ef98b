//! What is read of a commit when it is first asked for, and kept: the values of columns, the classes of the rules, and which
//! documents are copies of each other.

use std::sync::{Arc, OnceLock};

use tantivy::{
    Searcher as Snapshot, TantivyDocument, Term,
    collector::DocSetCollector,
    query::TermQuery,
    schema::{IndexRecordOption, Value},
};

use super::{
    classes::Classes,
    copies::Copies,
    names::NameTables,
    schema::{kind, name},
    store::{Store, damaged, unreadable},
};
use crate::{error::Result, model::Name};

/// What is known of a commit.
#[derive(Debug, Default)]
pub struct Known {
    /// The values of columns.
    pub names: NameTables,
    /// The classes of the rules.
    pub classes: Classes,
    copies: OnceLock<Arc<Copies>>,
}

/// The procedures and the concepts that there are rules for, each ordered.
pub type Topics = (Vec<Name>, Vec<Name>);

impl Known {
    /// The documents that are copies of each other.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn copies(&self, store: &Store, snapshot: &Snapshot) -> Result<Arc<Copies>> {
        if let Some(copies) = self.copies.get() {
            return Ok(Arc::clone(copies));
        }
        let failed = |e| damaged(&store.path, &e);
        let entry = TermQuery::new(Term::from_field_text(store.fields.kind, kind::COPIES), IndexRecordOption::Basic);
        let mut copies = Copies::default();
        for at in snapshot.search(&entry, &DocSetCollector).map_err(failed)? {
            let entry: TantivyDocument = snapshot.doc(at).map_err(failed)?;
            let bytes = entry.get_first(store.fields.copies).and_then(|v| v.as_bytes()).unwrap_or_default();
            copies =
                Copies::from_bytes(bytes).ok_or_else(|| unreadable(&store.path, "the list of copies is cut off"))?;
        }
        Ok(Arc::clone(self.copies.get_or_init(|| Arc::new(copies))))
    }

    /// The procedures and the concepts that there are rules for.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn topics(&self, store: &Store, snapshot: &Snapshot) -> Result<Topics> {
        let values = |column: &str| -> Result<Vec<Name>> {
            let names = self.names.of(snapshot, column).map_err(|e| damaged(&store.path, &e))?;
            let mut out: Vec<Name> = names.values().map(Name::from).collect();
            out.sort();
            Ok(out)
        };
        Ok((values(name::PROCEDURE)?, values(name::CONCEPT)?))
    }
}
