//! What is read of a commit when it is first asked for, and kept: the values of columns, the classes of the rules, and which
//! documents are copies of each other.

use std::sync::{Arc, OnceLock};

use tantivy::{Searcher as Snapshot, Term, collector::DocSetCollector, query::TermQuery, schema::IndexRecordOption};

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
        let bytes = pieces(store, snapshot).map_err(|e| damaged(&store.path, &e))?;
        let copies = Copies::from_bytes(bytes);
        let copies = copies.ok_or_else(|| unreadable(&store.path, "the list of copies is cut off"))?;
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

/// The pieces of the list of copies, one behind the other.
fn pieces(store: &Store, snapshot: &Snapshot) -> tantivy::Result<Vec<u8>> {
    let entry = TermQuery::new(Term::from_field_text(store.fields.kind, kind::COPIES), IndexRecordOption::Basic);
    let mut bytes = Vec::new();
    for at in snapshot.search(&entry, &DocSetCollector)? {
        let columns = snapshot.segment_reader(at.segment_ord).fast_fields();
        let Some(pieces) = columns.bytes(name::COPIES)? else { continue };
        let mut own: Vec<u64> = pieces.term_ords(at.doc_id).collect();
        own.sort_unstable();
        pieces.dictionary().sorted_ords_to_term_cb(&own, |piece| bytes.extend_from_slice(piece))?;
    }
    Ok(bytes)
}
