//! What does a commit hold? Read from its columns, without the texts.

use std::collections::BTreeSet;

use tantivy::{
    DocId, DocSet, IndexReader, ReloadPolicy, Searcher, SegmentReader, Term, columnar::StrColumn,
    schema::IndexRecordOption,
};

use super::{
    entry::Content,
    plan::{Catalogue, Known},
    schema::{kind, name},
    store::{Store, damaged},
};
use crate::{contradiction::Signature, error::Result, model::Name};

/// What the index holds, read from its columns.
pub fn catalogue(store: &Store) -> Result<Catalogue> {
    snapshot(store).and_then(|s| read_catalogue(store, &s)).map_err(|e| damaged(&store.path, &e))
}

/// The last commit.
pub fn snapshot(store: &Store) -> tantivy::Result<Searcher> {
    let reader: IndexReader = store.index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
    Ok(reader.searcher())
}

/// The ids of the documents of some entries of a segment.
pub fn ids_of(segment: &SegmentReader, entries: &[DocId]) -> tantivy::Result<Vec<Name>> {
    let column = segment.fast_fields().str(name::DOCUMENT)?;
    entries.iter().map(|&doc| text_of(column.as_ref(), doc).map(Name::from)).collect()
}

/// The entries of one kind in a segment that were not deleted, in their order.
pub fn entries_of(store: &Store, segment: &SegmentReader, which: &str) -> tantivy::Result<Vec<DocId>> {
    let term = Term::from_field_text(store.fields.kind, which);
    let index = segment.inverted_index(store.fields.kind)?;
    let mut out = Vec::new();
    if let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic)? {
        while postings.doc() != tantivy::TERMINATED {
            out.push(postings.doc());
            postings.advance();
        }
    }
    out.retain(|doc| segment.alive_bitset().is_none_or(|alive| alive.is_alive(*doc)));
    Ok(out)
}

/// The signatures of a segment's documents, but for those whose content has gone.
pub fn read_signatures(
    store: &Store,
    segment: &SegmentReader,
    gone: &BTreeSet<Content>,
) -> tantivy::Result<Vec<(Name, Signature)>> {
    let mut out = Vec::new();
    let columns = segment.fast_fields();
    let (content, id) = (columns.str(name::CONTENT)?, columns.str(name::DOCUMENT)?);
    let Some(signatures) = columns.bytes(name::SIGNATURE)? else { return Ok(out) };
    let mut bytes = Vec::new();
    for doc in entries_of(store, segment, kind::DOCUMENT)? {
        let Some(ord) = signatures.term_ords(doc).next() else { continue };
        signatures.ord_to_bytes(ord, &mut bytes)?;
        let content = Content::from_hex(&text_of(content.as_ref(), doc)?);
        if content.is_some_and(|c| !gone.contains(&c))
            && let Some(signature) = Signature::from_bytes(&bytes)
        {
            out.push((Name::from(text_of(id.as_ref(), doc)?), signature));
        }
    }
    Ok(out)
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
        let (place, file, lexicon) = (column(name::PLACE)?, column(name::FILE)?, column(name::LEXICON)?);
        for which in [kind::PLACE, kind::DOCUMENT] {
            for doc in entries_of(store, segment, which)? {
                let value = |column: &Option<StrColumn>| text_of(column.as_ref(), doc);
                let Some(content) = Content::from_hex(&value(&content)?) else { continue };
                if which == kind::PLACE {
                    let aside = value(&lexicon)?;
                    if !aside.is_empty() {
                        out.asides.insert(content, aside);
                    }
                    out.places.insert(value(&place)?, (Name::from(value(&id)?), content));
                } else {
                    out.documents.insert(content, Known { id: Name::from(value(&file)?), lexicon: value(&lexicon)? });
                }
            }
        }
    }
    Ok(out)
}

/// The value of a text column, empty where there is none.
fn text_of(column: Option<&StrColumn>, doc: u32) -> tantivy::Result<String> {
    let mut text = String::new();
    if let Some(column) = column
        && let Some(ord) = column.term_ords(doc).next()
    {
        column.ord_to_str(ord, &mut text)?;
    }
    Ok(text)
}
