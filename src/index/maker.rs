//! Makes what stands in the index of a document, on any thread: itself, its passages and its rules.

use std::sync::{Arc, Mutex, PoisonError};

use tantivy::TantivyDocument;

use super::{
    analysis::{Analyser, Met},
    copies::Copies,
    entry::Content,
    mixed::ByText,
    schema::{Fields, kind},
    sheet::Sheet,
    topics::within,
};
use crate::{contradiction::Signature, error::Result, lexicon::Lexicon, model::Name, pipeline::Reading};

/// Makes entries. It may be used by several threads at once.
pub struct Maker<'a> {
    /// The fields.
    pub(super) fields: Fields,
    /// What text is analysed with.
    pub(super) analyser: Analyser,
    /// What tells which concepts are broader.
    pub(super) lexicon: &'a Lexicon,
    /// The digest of the lexicon, stored with each document.
    pub(super) digest: &'a str,
    /// What each thread has learnt, while no thread uses it.
    learnt: Mutex<Vec<Learnt>>,
}

/// A document as it will stand in the index.
pub struct Prepared {
    /// Its id.
    pub(super) id: Name,
    /// Everything of it.
    pub(super) entries: Vec<TantivyDocument>,
    /// What tells its copies.
    pub(super) signature: Option<Signature>,
    /// How many rules it has.
    pub(super) rules: usize,
    /// About how much memory it takes, in bytes.
    pub(super) bytes: usize,
}

/// What was worked out for one document and holds for others: the forms of words, and what is broader.
#[derive(Debug, Default)]
pub struct Learnt {
    /// The forms of words.
    pub met: Met,
    concepts: Families,
    procedures: Families,
}

/// Ids, each with those of all that is broader and itself, in order.
type Families = ByText<Name, Arc<[Name]>>;

impl<'a> Maker<'a> {
    /// Makes entries of documents that were read with a lexicon.
    ///
    /// # Errors
    /// Where the search data are wrong.
    pub(super) fn new(fields: Fields, lexicon: &'a Lexicon, digest: &'a str) -> Result<Self> {
        Ok(Self { fields, analyser: Analyser::english()?, lexicon, digest, learnt: Mutex::default() })
    }

    /// Everything that stands in the index of one reading of a content, at the file of an id.
    ///
    /// # Errors
    /// Where a record cannot be written as JSON (a number that is none).
    pub fn prepare(&self, (content, file): (Content, &str), reading: &Reading) -> Result<Prepared> {
        let pool = || self.learnt.lock().unwrap_or_else(PoisonError::into_inner);
        let mut learnt = pool().pop().unwrap_or_default();
        let signature = Signature::of(&reading.document.text, &self.lexicon.comparison.copies);
        let made = Sheet::new(self, &mut learnt, content, reading).entries(file, signature.as_ref());
        pool().push(learnt);
        let (entries, bytes) = made?;
        Ok(Prepared { id: reading.document.id.clone(), entries, signature, rules: reading.rules.len(), bytes })
    }

    /// A place, as path and id, that a content was found at; `aside` is the digest of the lexicon with which it was found
    /// to be no document to read.
    pub(super) fn place(&self, place: (&str, &str), content: Content, aside: Option<&str>) -> TantivyDocument {
        let f = self.fields;
        let (path, id) = place;
        let mut entry = TantivyDocument::new();
        entry.add_text(f.kind, kind::PLACE);
        entry.add_text(f.place, path);
        entry.add_text(f.document, id);
        entry.add_text(f.content, content.hex());
        if let Some(digest) = aside {
            entry.add_text(f.lexicon, digest);
        }
        entry
    }

    /// Which documents are copies of each other.
    pub(super) fn copies(&self, copies: &Copies) -> TantivyDocument {
        let mut entry = TantivyDocument::new();
        entry.add_text(self.fields.kind, kind::COPIES);
        copies.to_pieces().for_each(|piece| entry.add_bytes(self.fields.copies, piece));
        entry
    }
}

impl Learnt {
    /// A concept with all that are broader, in order.
    pub fn concept(&mut self, lexicon: &Lexicon, id: &Name) -> Arc<[Name]> {
        family(&mut self.concepts, id, |id| lexicon.concepts.family(id))
    }

    /// Concepts with all that are broader, each once and in order.
    pub fn concepts(&mut self, lexicon: &Lexicon, ids: &[Name]) -> Arc<[Name]> {
        match ids {
            [id] => self.concept(lexicon, id),
            _ => together(ids.iter().map(|id| self.concept(lexicon, id))),
        }
    }

    /// Procedures with all that are broader, each once and in order.
    pub fn procedures(&mut self, lexicon: &Lexicon, ids: &[Name]) -> Arc<[Name]> {
        let mut one = |id: &Name| family(&mut self.procedures, id, |id| broader_procedures(lexicon, id));
        match ids {
            [id] => one(id),
            _ => together(ids.iter().map(one)),
        }
    }
}

fn family(known: &mut Families, id: &Name, broader: impl Fn(&str) -> Vec<Name>) -> Arc<[Name]> {
    if let Some(family) = known.get(id) {
        return Arc::clone(family);
    }
    let family: Arc<[Name]> = within(std::slice::from_ref(id), broader).into();
    known.insert(id.clone(), Arc::clone(&family));
    family
}

fn together(families: impl Iterator<Item = Arc<[Name]>>) -> Arc<[Name]> {
    let mut all: Vec<Name> = families.flat_map(|family| family.to_vec()).collect();
    all.sort();
    all.dedup();
    all.into()
}

/// The procedures of which all that is said also holds of this one.
fn broader_procedures(lexicon: &Lexicon, id: &str) -> Vec<Name> {
    let mut out: Vec<Name> = Vec::new();
    let mut next: Vec<Name> = lexicon.procedures.get(id).map_or_else(Vec::new, |p| p.broader.clone());
    while let Some(id) = next.pop() {
        if !out.contains(&id) {
            next.extend(lexicon.procedures.get(&id).map_or_else(Vec::new, |p| p.broader.clone()));
            out.push(id);
        }
    }
    out
}
