//! How many hits each procedure, concept, stance and source has.

use std::collections::HashMap;

use serde::Serialize;
use tantivy::{
    DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    columnar::StrColumn,
};

use super::schema::name;

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
    pub most: usize,
}

/// Counts the hits of one segment.
pub struct SegmentFacets {
    columns: Vec<Option<Counted>>,
    total: u64,
}

struct Counted {
    column: StrColumn,
    counts: Vec<u32>,
}

/// Counts by value, for each column.
pub type ByValue = (u64, Vec<HashMap<String, u64>>);

impl Collector for FacetCollector {
    type Fruit = Facets;
    type Child = SegmentFacets;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentFacets> {
        let columns = COLUMNS
            .iter()
            .map(|name| {
                let column = segment.fast_fields().str(name)?;
                Ok(column.map(|column| Counted { counts: vec![0; column.num_terms()], column }))
            })
            .collect::<tantivy::Result<_>>()?;
        Ok(SegmentFacets { columns, total: 0 })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<tantivy::Result<ByValue>>) -> tantivy::Result<Facets> {
        let mut total = 0;
        let mut all: Vec<HashMap<String, u64>> = vec![HashMap::new(); COLUMNS.len()];
        for fruit in fruits {
            let (hits, columns) = fruit?;
            total += hits;
            for (sum, column) in all.iter_mut().zip(columns) {
                for (value, count) in column {
                    *sum.entry(value).or_default() += count;
                }
            }
        }
        let mut columns = all.into_iter().map(|counts| self.sorted(counts));
        let mut next = || columns.next().unwrap_or_default();
        Ok(Facets { total, procedure: next(), concept: next(), stance: next(), source: next() })
    }
}

impl FacetCollector {
    fn sorted(&self, counts: HashMap<String, u64>) -> Vec<FacetCount> {
        let mut out: Vec<FacetCount> = counts.into_iter().map(|(value, count)| FacetCount { value, count }).collect();
        out.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
        out.truncate(self.most);
        out
    }
}

impl SegmentCollector for SegmentFacets {
    type Fruit = tantivy::Result<ByValue>;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.total += 1;
        for counted in self.columns.iter_mut().flatten() {
            for ord in counted.column.term_ords(doc) {
                counted.counts[ord as usize] += 1;
            }
        }
    }

    fn harvest(self) -> Self::Fruit {
        let mut out = Vec::with_capacity(self.columns.len());
        for counted in self.columns {
            let mut values = HashMap::new();
            if let Some(Counted { column, counts }) = counted {
                for (ord, count) in counts.into_iter().enumerate().filter(|(_, count)| *count > 0) {
                    let mut value = String::new();
                    column.ord_to_str(ord as u64, &mut value)?;
                    values.insert(value, u64::from(count));
                }
            }
            out.push(values);
        }
        Ok((self.total, out))
    }
}
