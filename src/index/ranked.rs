//! A query whose hits are decided by what is required of them, and ranked by what is preferred.
//!
//! The same as a boolean query of one required and several optional parts, to the last bit of each score. But what is
//! preferred is looked up for the entries that are found, and for no others: most of it ("after the procedure") is true of
//! nearly all entries, so that a union would walk through the whole index to rank a few.

use tantivy::{
    DocId, DocSet, Score, SeekDangerResult, SegmentReader, TERMINATED, TantivyError,
    query::{EnableScoring, Explanation, Query, Scorer, Weight},
};

/// Queries of which the scores are added.
type Sum<T> = Vec<T>;

/// What is required, and what is preferred: sums of queries.
#[derive(Debug)]
pub struct Ranked {
    required: Box<dyn Query>,
    preferred: Vec<Sum<Box<dyn Query>>>,
}

impl Ranked {
    /// The hits of `required`, with the scores of those queries of `preferred` that they match added, sum by sum.
    pub fn new(required: Box<dyn Query>, preferred: Vec<Sum<Box<dyn Query>>>) -> Self {
        Self { required, preferred }
    }
}

impl Clone for Ranked {
    fn clone(&self) -> Self {
        let sum = |sum: &Sum<Box<dyn Query>>| sum.iter().map(|query| query.box_clone()).collect();
        Self { required: self.required.box_clone(), preferred: self.preferred.iter().map(sum).collect() }
    }
}

impl Query for Ranked {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let required = self.required.weight(scoring)?;
        if !scoring.is_scoring_enabled() {
            return Ok(required);
        }
        let sum = |sum: &Sum<Box<dyn Query>>| sum.iter().map(|query| query.weight(scoring)).collect();
        let preferred = self.preferred.iter().map(sum).collect::<tantivy::Result<_>>()?;
        Ok(Box::new(RankedWeight { required, preferred }))
    }
}

struct RankedWeight {
    required: Box<dyn Weight>,
    preferred: Vec<Sum<Box<dyn Weight>>>,
}

impl Weight for RankedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let required = self.required.scorer(reader, boost)?;
        if required.doc() == TERMINATED {
            return Ok(required);
        }
        let mut preferred = Vec::with_capacity(self.preferred.len());
        for sum in &self.preferred {
            let mut scorers = sum.iter().map(|w| w.scorer(reader, boost)).collect::<tantivy::Result<Vec<_>>>()?;
            scorers.retain(|scorer| scorer.doc() != TERMINATED);
            if !scorers.is_empty() {
                preferred.push(scorers);
            }
        }
        Ok(Box::new(RankedScorer { required, preferred }))
    }

    fn explain(&self, _: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument(format!("the score of entry {doc} is explained by the plain query")))
    }
}

struct RankedScorer {
    required: Box<dyn Scorer>,
    preferred: Vec<Sum<Box<dyn Scorer>>>,
}

impl DocSet for RankedScorer {
    fn advance(&mut self) -> DocId {
        self.required.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.required.seek(target)
    }

    fn seek_danger(&mut self, target: DocId) -> SeekDangerResult {
        self.required.seek_danger(target)
    }

    fn doc(&self) -> DocId {
        self.required.doc()
    }

    fn size_hint(&self) -> u32 {
        self.required.size_hint()
    }

    fn cost(&self) -> u64 {
        self.required.cost()
    }
}

impl Scorer for RankedScorer {
    fn score(&mut self) -> Score {
        let doc = self.required.doc();
        let sums = self.preferred.iter_mut();
        let preferred = sums.filter_map(|sum| at(sum, doc)).reduce(|all, score| all + score);
        self.required.score() + preferred.unwrap_or_default()
    }
}

/// The sum of the scores of an entry; `None` where it matches none. Added from the first to the last, as a union does.
fn at(sum: &mut Sum<Box<dyn Scorer>>, doc: DocId) -> Option<Score> {
    let scores = sum.iter_mut().filter_map(|scorer| {
        let found = scorer.doc() == doc || scorer.doc() < doc && scorer.seek(doc) == doc;
        found.then(|| scorer.score())
    });
    scores.reduce(|all, score| all + score)
}
