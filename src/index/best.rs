//! The entries with the highest scores; of equals those that come first in an order that does not depend on the order of
//! writing.

use std::{cmp::Ordering, collections::BinaryHeap};

use tantivy::{
    DocAddress, DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    columnar::Column,
};

use super::schema::name;

/// Collects the best entries.
pub struct Best {
    /// How many are left out before the first.
    pub offset: usize,
    /// How many are wanted.
    pub limit: usize,
}

/// Collects the best entries of a segment.
pub struct SegmentBest {
    most: usize,
    /// What breaks ties; it is asked only where an entry may be among the best.
    order: Column<u64>,
    segment: SegmentOrdinal,
    /// The worst of them first.
    best: BinaryHeap<Entry>,
}

/// An entry; what is worse is greater.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    score: Score,
    order: u64,
    at: DocAddress,
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_score = other.score.total_cmp(&self.score);
        by_score.then_with(|| self.order.cmp(&other.order)).then_with(|| self.at.cmp(&other.at))
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Entry {}

impl SegmentBest {
    /// The best of the entries of a segment.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn new(most: usize, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<Self> {
        let order = reader.fast_fields().u64(name::ORDER)?;
        Ok(Self { most, order, segment, best: BinaryHeap::new() })
    }
}

impl Collector for Best {
    type Fruit = Vec<(Score, DocAddress)>;
    type Child = SegmentBest;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentBest> {
        SegmentBest::new(self.offset + self.limit, segment, reader)
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, fruits: Vec<Vec<Entry>>) -> tantivy::Result<Self::Fruit> {
        let mut all: Vec<Entry> = fruits.into_iter().flatten().collect();
        all.sort_unstable();
        Ok(all.into_iter().skip(self.offset).take(self.limit).map(|entry| (entry.score, entry.at)).collect())
    }
}

impl SegmentCollector for SegmentBest {
    type Fruit = Vec<Entry>;

    fn collect(&mut self, doc: DocId, score: Score) {
        let is_full = self.best.len() >= self.most;
        if is_full && self.best.peek().is_none_or(|worst| score < worst.score) {
            return;
        }
        let order = self.order.first(doc).unwrap_or(u64::MAX);
        let entry = Entry { score, order, at: DocAddress::new(self.segment, doc) };
        if !is_full {
            self.best.push(entry);
        } else if let Some(mut worst) = self.best.peek_mut()
            && entry < *worst
        {
            *worst = entry;
        }
    }

    fn harvest(self) -> Vec<Entry> {
        self.best.into_vec()
    }
}
