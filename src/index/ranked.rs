//! A query whose hits are decided by what is required of them, and ranked by what is preferred.
//!
//! The same as a boolean query of one required and several optional parts. But what is preferred is looked up for the entries
//! that are found, and for no others: most of it ("after the procedure") is true of nearly all entries, so that a union would
//! walk through the whole index to rank a few.

use std::sync::Arc;

use tantivy::{
    DocId, DocSet, Score, SeekDangerResult, SegmentReader, TERMINATED, TantivyError,
    query::{EnableScoring, Explanation, Query, Scorer, Weight},
};

use super::liked::{Liked, LikedHere};

/// Queries of which the scores are added.
type Sum<T> = Vec<T>;

/// What is required, and what is preferred, in the order in which the scores are added.
#[derive(Debug)]
pub struct Ranked {
    /// What decides what is found.
    pub required: Box<dyn Query>,
    /// Words, each in the ways in which it is found.
    pub words: Vec<Sum<Box<dyn Query>>>,
    /// What columns tell.
    pub liked: Option<Arc<Liked>>,
    /// Other preferences.
    pub others: Vec<Box<dyn Query>>,
}

impl Clone for Ranked {
    fn clone(&self) -> Self {
        let sum = |sum: &Sum<Box<dyn Query>>| sum.iter().map(|query| query.box_clone()).collect();
        Self {
            required: self.required.box_clone(),
            words: self.words.iter().map(sum).collect(),
            liked: self.liked.clone(),
            others: sum(&self.others),
        }
    }
}

impl Query for Ranked {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let required = self.required.weight(scoring)?;
        if !scoring.is_scoring_enabled() {
            return Ok(required);
        }
        let sum = |sum: &Sum<Box<dyn Query>>| sum.iter().map(|query| query.weight(scoring)).collect();
        let words = self.words.iter().map(sum).collect::<tantivy::Result<_>>()?;
        Ok(Box::new(RankedWeight { required, words, liked: self.liked.clone(), others: sum(&self.others)? }))
    }
}

struct RankedWeight {
    required: Box<dyn Weight>,
    words: Vec<Sum<Box<dyn Weight>>>,
    liked: Option<Arc<Liked>>,
    others: Sum<Box<dyn Weight>>,
}

impl Weight for RankedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let required = self.required.scorer(reader, boost)?;
        if required.doc() == TERMINATED {
            return Ok(required);
        }
        let sum = |sum: &Sum<Box<dyn Weight>>| -> tantivy::Result<Sum<Box<dyn Scorer>>> {
            let mut scorers = sum.iter().map(|w| w.scorer(reader, boost)).collect::<tantivy::Result<Vec<_>>>()?;
            scorers.retain(|scorer| scorer.doc() != TERMINATED);
            Ok(scorers)
        };
        let mut words = self.words.iter().map(sum).collect::<tantivy::Result<Vec<_>>>()?;
        words.retain(|word| !word.is_empty());
        let liked = self.liked.as_ref().map(|liked| LikedHere::new(Arc::clone(liked), reader)).transpose()?;
        Ok(Box::new(RankedScorer { required, words, liked, others: sum(&self.others)? }))
    }

    fn explain(&self, _: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument(format!("the score of entry {doc} is explained by the plain query")))
    }
}

struct RankedScorer {
    required: Box<dyn Scorer>,
    words: Vec<Sum<Box<dyn Scorer>>>,
    liked: Option<LikedHere>,
    others: Sum<Box<dyn Scorer>>,
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
        let words = self.words.iter_mut().filter_map(|word| {
            let ways = word.iter_mut().filter_map(|way| at(way, doc));
            ways.reduce(|all, score| all + score)
        });
        let liked = self.liked.as_mut().map_or(&[][..], |liked| liked.amounts(doc));
        let others = self.others.iter_mut().filter_map(|other| at(other, doc));
        let preferred = words.chain(liked.iter().copied()).chain(others).reduce(|all, score| all + score);
        self.required.score() + preferred.unwrap_or_default()
    }
}

/// The score of an entry; `None` where it does not match.
fn at(scorer: &mut Box<dyn Scorer>, doc: DocId) -> Option<Score> {
    let found = scorer.doc() == doc || scorer.doc() < doc && scorer.seek(doc) == doc;
    found.then(|| scorer.score())
}
