//! How many hits each procedure, concept, stance and source has.

use std::sync::Arc;

use serde::Serialize;
use tantivy::{
    DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    columnar::StrColumn,
};

use super::{
    names::{NameTables, Names},
    schema::name,
};

/// A value with the number of hits that have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FacetCount {
    /// The value.
    pub value: String,
    /// The number of hits.
    pub count: u64,
}

/// Counts of hits by value, the most frequent first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Facets {
    /// All hits.
    #[serde(skip)]
    pub total: u64,
    /// By procedure.
    pub procedure: Vec<FacetCount>,
    /// By concept.
    pub concept: Vec<FacetCount>,
    /// By stance.
    pub stance: Vec<FacetCount>,
    /// By publisher; by document where none is stated.
    pub source: Vec<FacetCount>,
}

/// The columns that are counted, in the order of the fields of [`Facets`].
const COLUMNS: [&str; 4] = [name::PROCEDURE, name::CONCEPT, name::STANCE, name::PUBLISHER];

/// Counts hits by value.
pub struct FacetCollector {
    /// The most values of each facet.
    most: usize,
    names: Vec<Arc<Names>>,
}

/// Counts the hits of one segment.
pub struct SegmentFacets {
    segment: SegmentOrdinal,
    columns: Vec<Option<Counted>>,
    total: u64,
}

struct Counted {
    column: StrColumn,
    /// By the segment's own numbers of the values.
    counts: Vec<u32>,
}

/// The hits of a segment, and for each column counts by its own numbers of the values.
pub type ByValue = (SegmentOrdinal, u64, Vec<Vec<u32>>);

impl FacetCollector {
    /// Counts hits, and gives at most so many values of each facet.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn new(snapshot: &tantivy::Searcher, names: &NameTables, most: usize) -> tantivy::Result<Self> {
        let names = COLUMNS.iter().map(|column| names.of(snapshot, column)).collect::<tantivy::Result<_>>()?;
        Ok(Self { most, names })
    }

    /// The most frequent values; of equals those that come first in the order of the alphabet.
    fn most_frequent(&self, names: &Names, counts: &[u64]) -> Vec<FacetCount> {
        let mut found: Vec<(u64, usize)> = counts.iter().copied().zip(0..).filter(|(count, _)| *count > 0).collect();
        let order =
            |a: &(u64, usize), b: &(u64, usize)| b.0.cmp(&a.0).then_with(|| names.value(a.1).cmp(names.value(b.1)));
        if found.len() > self.most {
            found.select_nth_unstable_by(self.most, order);
            found.truncate(self.most);
        }
        found.sort_unstable_by(order);
        found.into_iter().map(|(count, n)| FacetCount { value: names.value(n).to_owned(), count }).collect()
    }
}

impl Collector for FacetCollector {
    type Fruit = Facets;
    type Child = SegmentFacets;

    fn for_segment(&self, number: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentFacets> {
        let columns = COLUMNS
            .iter()
            .map(|name| {
                let column = segment.fast_fields().str(name)?;
                Ok(column.map(|column| Counted { counts: vec![0; column.num_terms()], column }))
            })
            .collect::<tantivy::Result<_>>()?;
        Ok(SegmentFacets { segment: number, columns, total: 0 })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<ByValue>) -> tantivy::Result<Facets> {
        let mut total = 0;
        let mut all: Vec<Vec<u64>> = self.names.iter().map(|names| vec![0; names.len()]).collect();
        for (segment, hits, columns) in fruits {
            total += hits;
            for ((sum, names), counts) in all.iter_mut().zip(&self.names).zip(columns) {
                for (own, count) in counts.into_iter().enumerate().filter(|(_, count)| *count > 0) {
                    if let Some(number) = names.number(segment, own as u64) {
                        sum[number] += u64::from(count);
                    }
                }
            }
        }
        let mut columns = self.names.iter().zip(&all).map(|(names, counts)| self.most_frequent(names, counts));
        let mut next = || columns.next().unwrap_or_default();
        Ok(Facets { total, procedure: next(), concept: next(), stance: next(), source: next() })
    }
}

impl SegmentCollector for SegmentFacets {
    type Fruit = ByValue;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.total += 1;
        for counted in self.columns.iter_mut().flatten() {
            for own in counted.column.term_ords(doc) {
                counted.counts[own as usize] += 1;
            }
        }
    }

    fn harvest(self) -> ByValue {
        let counts = self.columns.into_iter().map(|counted| counted.map_or_else(Vec::new, |c| c.counts));
        (self.segment, self.total, counts.collect())
    }
}
