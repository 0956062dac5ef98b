//! Entries that match one or more, or every one, of a few queries, found by asking each of them for the next.
//!
//! Nothing is made ready ahead, as a union of tantivy's does: where the entries are decided by something rarer, the queries
//! are only asked for those. Scores are added in the order of the queries, so that equal texts have equal scores, to the last
//! bit, in whatever segment they stand.

use tantivy::{
    DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError,
    query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight},
};

/// One or more of a few queries; the scores of those that match are added.
#[derive(Debug)]
pub struct Either(pub Vec<Box<dyn Query>>);

impl Clone for Either {
    fn clone(&self) -> Self {
        Self(self.0.iter().map(|query| query.box_clone()).collect())
    }
}

impl Query for Either {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let weights = self.0.iter().map(|query| query.weight(scoring));
        Ok(Box::new(EitherWeight(weights.collect::<tantivy::Result<_>>()?)))
    }
}

struct EitherWeight(Vec<Box<dyn Weight>>);

impl Weight for EitherWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut ways = self.0.iter().map(|w| w.scorer(reader, boost)).collect::<tantivy::Result<Vec<_>>>()?;
        ways.retain(|way| way.doc() != TERMINATED);
        match ways.len() {
            0 => Ok(Box::new(EmptyScorer)),
            1 => Ok(ways.remove(0)),
            _ => {
                let doc = first(&ways);
                Ok(Box::new(EitherScorer { ways, doc }))
            }
        }
    }

    fn explain(&self, _: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument(format!("the score of entry {doc} is explained by the plain query")))
    }
}

struct EitherScorer {
    ways: Vec<Box<dyn Scorer>>,
    doc: DocId,
}

fn first(ways: &[Box<dyn Scorer>]) -> DocId {
    ways.iter().map(DocSet::doc).min().unwrap_or(TERMINATED)
}

impl DocSet for EitherScorer {
    fn advance(&mut self) -> DocId {
        for way in &mut self.ways {
            if way.doc() == self.doc {
                way.advance();
            }
        }
        self.doc = first(&self.ways);
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        for way in &mut self.ways {
            if way.doc() < target {
                way.seek(target);
            }
        }
        self.doc = first(&self.ways);
        self.doc
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.ways.iter().map(DocSet::size_hint).max().unwrap_or_default()
    }

    fn cost(&self) -> u64 {
        self.ways.iter().map(DocSet::cost).sum()
    }
}

impl Scorer for EitherScorer {
    fn score(&mut self) -> Score {
        let here = self.ways.iter_mut().filter(|way| way.doc() == self.doc);
        here.map(Scorer::score).reduce(|all, score| all + score).unwrap_or_default()
    }
}

/// Every one of a few queries; their scores are added.
#[derive(Debug)]
pub struct Every(pub Vec<Box<dyn Query>>);

impl Clone for Every {
    fn clone(&self) -> Self {
        Self(self.0.iter().map(|query| query.box_clone()).collect())
    }
}

impl Query for Every {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let weights = self.0.iter().map(|query| query.weight(scoring));
        Ok(Box::new(EveryWeight(weights.collect::<tantivy::Result<_>>()?)))
    }
}

struct EveryWeight(Vec<Box<dyn Weight>>);

impl Weight for EveryWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut parts = Vec::with_capacity(self.0.len());
        for weight in &self.0 {
            let part = weight.scorer(reader, boost)?;
            if part.doc() == TERMINATED {
                return Ok(Box::new(EmptyScorer));
            }
            parts.push(part);
        }
        let Some(rarest) = (0..parts.len()).min_by_key(|at| parts[*at].cost()) else {
            return Ok(Box::new(EmptyScorer));
        };
        if parts.len() == 1 {
            return Ok(parts.remove(0));
        }
        let mut every = EveryScorer { parts, rarest };
        every.agree();
        Ok(Box::new(every))
    }

    fn explain(&self, _: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument(format!("the score of entry {doc} is explained by the plain query")))
    }
}

struct EveryScorer {
    parts: Vec<Box<dyn Scorer>>,
    /// The part that leads.
    rarest: usize,
}

impl EveryScorer {
    /// Goes on from where the rarest part is to the first entry that all have.
    fn agree(&mut self) -> DocId {
        'next: loop {
            let doc = self.parts[self.rarest].doc();
            if doc == TERMINATED {
                return doc;
            }
            for at in 0..self.parts.len() {
                let part = &mut self.parts[at];
                let here = if part.doc() < doc { part.seek(doc) } else { part.doc() };
                if here > doc {
                    self.parts[self.rarest].seek(here);
                    continue 'next;
                }
            }
            return doc;
        }
    }
}

impl DocSet for EveryScorer {
    fn advance(&mut self) -> DocId {
        self.parts[self.rarest].advance();
        self.agree()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() < target {
            self.parts[self.rarest].seek(target);
        }
        self.agree()
    }

    fn doc(&self) -> DocId {
        self.parts[self.rarest].doc()
    }

    fn size_hint(&self) -> u32 {
        self.parts[self.rarest].size_hint()
    }

    fn cost(&self) -> u64 {
        self.parts[self.rarest].cost()
    }
}

impl Scorer for EveryScorer {
    fn score(&mut self) -> Score {
        self.parts.iter_mut().map(Scorer::score).reduce(|all, score| all + score).unwrap_or_default()
    }
}
