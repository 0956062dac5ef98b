//! How many rules of those that are found each procedure, concept, stance and source has.
//!
//! Rules are counted by class and by source; what a class is of is asked once at the end.

use std::{collections::HashMap, sync::Arc};

use serde::Serialize;
use tantivy::{
    DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    index::SegmentId,
};

use super::{
    classes::ClassTable,
    names::Names,
    rows::{AT_ONCE, Asked, Values},
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

/// Counts rules by value.
pub struct FacetCollector {
    /// The most values of each facet.
    pub most: usize,
    /// The classes of the index.
    pub classes: Arc<ClassTable>,
    /// The names of the sources.
    pub sources: Arc<Names>,
}

/// Counts the rules of one segment.
pub struct SegmentFacets {
    segment: SegmentId,
    table: Arc<ClassTable>,
    /// By the segment's own numbers of classes and of sources.
    counts: [Vec<u32>; 2],
    total: u64,
    /// Rules that are not counted yet.
    waiting: Vec<DocId>,
}

impl SegmentFacets {
    fn count_waiting(&mut self) {
        let mut waiting = std::mem::take(&mut self.waiting);
        self.count(&waiting);
        waiting.clear();
        self.waiting = waiting;
    }

    fn count(&mut self, docs: &[DocId]) {
        let Some(rows) = self.table.rows(self.segment) else { return };
        let mut values = Values::default();
        for docs in docs.chunks(AT_ONCE) {
            for (counts, asked) in self.counts.iter_mut().zip([Asked::Class, Asked::Source]) {
                for own in rows.read(asked, docs, &mut values) {
                    if let Some(count) = counts.get_mut(*own as usize) {
                        *count += 1;
                    }
                }
            }
        }
        self.total += docs.len() as u64;
    }
}

/// The rules of a segment: how many, and counts by its own numbers of classes and of sources.
pub type Counts = (SegmentId, u64, [Vec<u32>; 2]);

impl FacetCollector {
    /// The most frequent values; of equals those that come first in the order of the alphabet.
    fn most_frequent<'a>(&self, counts: impl Iterator<Item = (&'a str, u64)>) -> Vec<FacetCount> {
        let mut found: Vec<(&str, u64)> = counts.filter(|(_, count)| *count > 0).collect();
        let order = |a: &(&str, u64), b: &(&str, u64)| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0));
        if found.len() > self.most {
            found.select_nth_unstable_by(self.most, order);
            found.truncate(self.most);
        }
        found.sort_unstable_by(order);
        found.into_iter().map(|(value, count)| FacetCount { value: value.to_owned(), count }).collect()
    }
}

impl Collector for FacetCollector {
    type Fruit = Facets;
    type Child = SegmentFacets;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentFacets> {
        let segment = segment.segment_id();
        let counts = [self.classes.numbers(segment), self.sources.numbers(segment)].map(|own| vec![0; own.len()]);
        let (table, waiting) = (Arc::clone(&self.classes), Vec::with_capacity(AT_ONCE));
        Ok(SegmentFacets { segment, table, counts, total: 0, waiting })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Counts>) -> tantivy::Result<Facets> {
        let mut facets = Facets::default();
        let mut by_class: Vec<u64> = vec![0; self.classes.classes().len()];
        let mut by_source: Vec<u64> = vec![0; self.sources.len()];
        for (segment, rules, [classes, sources]) in fruits {
            facets.total += rules;
            for (count, number) in classes.into_iter().zip(self.classes.numbers(segment)) {
                by_class[*number as usize] += u64::from(count);
            }
            for (count, number) in sources.into_iter().zip(self.sources.numbers(segment)) {
                by_source[*number as usize] += u64::from(count);
            }
        }
        let mut values: [HashMap<&str, u64>; 3] = Default::default();
        let [procedures, concepts, stances] = &mut values;
        for (class, count) in self.classes.classes().iter().zip(by_class).filter(|(_, count)| *count > 0) {
            for procedure in &class.procedures {
                *procedures.entry(procedure).or_default() += count;
            }
            *concepts.entry(&class.concept).or_default() += count;
            *stances.entry(&class.stance).or_default() += count;
        }
        let [procedures, concepts, stances] = values.map(|counts| self.most_frequent(counts.into_iter()));
        (facets.procedure, facets.concept, facets.stance) = (procedures, concepts, stances);
        let sources = by_source.iter().enumerate().map(|(number, count)| (self.sources.value(number), *count));
        facets.source = self.most_frequent(sources);
        Ok(facets)
    }
}

impl SegmentCollector for SegmentFacets {
    type Fruit = Counts;

    fn collect_block(&mut self, docs: &[DocId]) {
        self.count(docs);
    }

    fn collect(&mut self, doc: DocId, _: Score) {
        self.waiting.push(doc);
        if self.waiting.len() == AT_ONCE {
            self.count_waiting();
        }
    }

    fn harvest(mut self) -> Counts {
        self.count_waiting();
        (self.segment, self.total, self.counts)
    }
}
