//! What words add to the scores of some entries of a segment. A word that is asked for in two places is added up once.

use tantivy::{DocId, Score, SegmentReader, Term};

use super::way::WayWeight;

/// Entries, in order, and what words add to their scores.
pub struct Sums<'a> {
    /// The segment.
    pub reader: &'a SegmentReader,
    /// The entries.
    pub docs: &'a [DocId],
    /// By the first term of a word.
    known: Vec<(Term, Vec<Score>)>,
}

impl<'a> Sums<'a> {
    /// Of these entries of a segment.
    pub fn new(reader: &'a SegmentReader, docs: &'a [DocId]) -> Self {
        Self { reader, docs, known: Vec::new() }
    }

    /// A score of nought for each entry.
    pub fn zeros(&self) -> Vec<Score> {
        vec![0.0; self.docs.len()]
    }

    /// Adds what a word is worth, the sum of its ways, to the scores of the entries.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn add_word(&mut self, ways: &[WayWeight], scores: &mut [Score]) -> tantivy::Result<()> {
        let Some(first) = ways.first().filter(|_| ways.iter().any(WayWeight::adds)) else { return Ok(()) };
        let known = self.known.iter().position(|(term, _)| term == first.term());
        let at = known.unwrap_or(self.known.len());
        if known.is_none() {
            let mut sums = self.zeros();
            ways.iter().try_for_each(|way| way.add(self.reader, self.docs, &mut sums))?;
            self.known.push((first.term().clone(), sums));
        }
        add(scores, &self.known[at].1);
        Ok(())
    }
}

/// Adds to scores one by one.
pub fn add(scores: &mut [Score], others: &[Score]) {
    scores.iter_mut().zip(others).for_each(|(score, other)| *score += other);
}
