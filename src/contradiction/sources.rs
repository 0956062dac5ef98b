//! Which documents are one source? Near-duplicate texts count once.

use std::collections::HashMap;

use super::copies::{Fingerprint, first_copies};
use crate::{
    lexicon::comparison::Copies,
    model::{Name, Rule, Span},
};

/// Documents, and passages of documents, that are copies of others.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The number of the text of each document that was fingerprinted; copies have the same.
    documents: HashMap<Name, u64>,
    /// The passages that occur in several documents, with the number of their text.
    passages: HashMap<Name, Vec<(Span, u64)>>,
}

impl Sources {
    /// Every document is its own source.
    pub fn independent() -> Self {
        Self::default()
    }

    /// The sources of documents by their fingerprints; their order does not matter.
    pub fn of(fingerprints: &[(Name, Fingerprint)], copies: &Copies) -> Self {
        let mut sorted: Vec<&(Name, Fingerprint)> = fingerprints.iter().collect();
        sorted.sort_by(|a, b| a.0.cmp(&b.0));
        let whole: Vec<_> = sorted.iter().map(|(_, f)| f.document.as_ref()).collect();
        let first = first_copies(&whole, copies.document);
        let documents = sorted.iter().zip(&first).map(|((name, _), &first)| (name.clone(), first as u64)).collect();
        Self { documents, passages: shared_passages(&sorted, copies) }
    }

    /// Whether any passage occurs in several documents.
    pub(super) fn have_passages(&self) -> bool {
        !self.passages.is_empty()
    }

    /// The number of the copied passage that a rule rests on.
    pub(super) fn passage(&self, rule: &Rule) -> Option<u64> {
        let passages = self.passages.get(&rule.document)?;
        let at = passages.partition_point(|(span, _)| span.start <= rule.start);
        passages[..at].last().filter(|(span, _)| rule.start < span.end).map(|(_, text)| *text)
    }

    /// The number of a document's text.
    pub(super) fn document(&self, document: &Name) -> Option<u64> {
        self.documents.get(document).copied()
    }

    /// Whether two rules of different documents rest on one copied passage.
    pub(super) fn is_copied(&self, a: &Rule, b: &Rule) -> bool {
        a.document != b.document && self.passage(a).is_some_and(|p| Some(p) == self.passage(b))
    }
}

/// The passages that occur in more than one document.
fn shared_passages(sorted: &[&(Name, Fingerprint)], copies: &Copies) -> HashMap<Name, Vec<(Span, u64)>> {
    let all: Vec<(&Name, Span, _)> =
        sorted.iter().flat_map(|(name, f)| f.passages.iter().map(move |(span, s)| (name, *span, s))).collect();
    let first = first_copies(&all.iter().map(|(_, _, s)| Some(*s)).collect::<Vec<_>>(), copies.passage);
    let mut holders: HashMap<usize, (&Name, bool)> = HashMap::new();
    for ((name, ..), &first) in all.iter().zip(&first) {
        let entry = holders.entry(first).or_insert((name, false));
        entry.1 |= entry.0 != *name;
    }
    let mut out: HashMap<Name, Vec<(Span, u64)>> = HashMap::new();
    for ((name, span, _), first) in all.iter().zip(&first) {
        if holders[first].1 {
            out.entry((*name).clone()).or_default().push((*span, *first as u64));
        }
    }
    for passages in out.values_mut() {
        passages.sort_by_key(|(span, _)| span.start);
    }
    out
}
