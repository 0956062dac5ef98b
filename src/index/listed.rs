//! Entries of a segment with their scores, as a list.

use tantivy::{DocId, DocSet, Score, TERMINATED, query::Scorer};

/// A list of entries with their scores, and a place in it.
pub struct Listed {
    docs: Vec<DocId>,
    scores: Vec<Score>,
    boost: Score,
    at: usize,
}

impl Listed {
    /// Entries, in order, and their scores, which are to be multiplied by a boost.
    pub fn new(docs: Vec<DocId>, scores: Vec<Score>, boost: Score) -> Self {
        Self { docs, scores, boost, at: 0 }
    }
}

impl DocSet for Listed {
    fn advance(&mut self) -> DocId {
        self.at += 1;
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let rest = self.docs.get(self.at..).unwrap_or_default();
        self.at += rest.partition_point(|doc| *doc < target);
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.docs.get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        self.docs.len() as u32
    }
}

impl Scorer for Listed {
    fn score(&mut self) -> Score {
        self.boost * self.scores.get(self.at).copied().unwrap_or_default()
    }
}
