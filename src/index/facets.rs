//! How many rules of those that are found each procedure, concept, stance and source has.
//!
//! Rules are counted by class and by source; what a class is of is asked once at the end, and of sources the names of those
//! alone that are shown: an index may have hundreds of thousands.

use std::{cmp::Reverse, collections::HashMap, sync::Arc};

use rayon::slice::ParallelSliceMut;
use serde::Serialize;
use tantivy::{
    DocAddress, DocId, Score, Searcher, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    columnar::Column,
    index::SegmentId,
};

use super::{
    classes::ClassTable,
    rows::{AT_ONCE, Asked, Values},
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
    /// By publisher; by document where none is stated. Which of equals are among them does not follow the alphabet.
    pub source: Vec<FacetCount>,
}

/// Counts rules by value.
pub struct FacetCollector {
    /// The most values of each facet.
    pub most: usize,
    /// The classes of the index.
    pub classes: Arc<ClassTable>,
    /// What is searched.
    pub snapshot: Searcher,
}

/// Counts the rules of one segment.
pub struct SegmentFacets {
    segment: (SegmentOrdinal, SegmentId),
    table: Arc<ClassTable>,
    /// By the segment's own numbers of classes.
    classes: Vec<u32>,
    /// By the segment's own numbers of sources, with one of the rules.
    sources: Vec<(u32, DocId)>,
    /// The numbers of sources in the index.
    numbers: Column<u64>,
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
        let Some(rows) = self.table.rows(self.segment.1) else { return };
        let mut values = Values::default();
        for docs in docs.chunks(AT_ONCE) {
            for own in rows.read(Asked::Class, docs, &mut values) {
                if let Some(count) = self.classes.get_mut(*own as usize) {
                    *count += 1;
                }
            }
            for (own, doc) in rows.read(Asked::Source, docs, &mut values).iter().zip(docs) {
                if let Some((count, example)) = self.sources.get_mut(*own as usize) {
                    *count += 1;
                    *example = *doc;
                }
            }
        }
        self.total += docs.len() as u64;
    }
}

/// The rules of a segment.
pub struct Counts {
    segment: (SegmentOrdinal, SegmentId),
    total: u64,
    /// By the segment's own numbers of classes.
    classes: Vec<u32>,
    /// By the numbers of sources in the index, with one of the rules.
    sources: Vec<(u64, u32, DocId)>,
}

/// A source by its number, with the number of its hits and one of them.
type Source = (u64, u32, DocAddress);

/// Sources that stand in several segments, each once. They are many, and sorting them touches less memory than a table.
fn summed(mut sources: Vec<Source>) -> Vec<Source> {
    sources.par_sort_unstable();
    sources.dedup_by(|again, first| {
        let is_same = again.0 == first.0;
        if is_same {
            first.1 += again.1;
        }
        is_same
    });
    sources
}

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

    /// The most frequent sources, with their names.
    fn most_frequent_sources(&self, mut found: Vec<Source>) -> tantivy::Result<Vec<FacetCount>> {
        if found.len() > self.most {
            found.select_nth_unstable_by_key(self.most, |(number, count, _)| (Reverse(*count), *number));
            found.truncate(self.most);
        }
        let name = |at: DocAddress| -> tantivy::Result<String> {
            let mut name = String::new();
            let column = self.snapshot.segment_reader(at.segment_ord).fast_fields().str(name::PUBLISHER)?;
            if let Some((column, own)) = column.and_then(|c| c.term_ords(at.doc_id).next().map(|own| (c.clone(), own)))
            {
                column.ord_to_str(own, &mut name)?;
            }
            Ok(name)
        };
        let named =
            found.into_iter().map(|(_, count, at)| Ok(FacetCount { value: name(at)?, count: u64::from(count) }));
        let mut named = named.collect::<tantivy::Result<Vec<_>>>()?;
        named.sort_unstable_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
        Ok(named)
    }
}

impl Collector for FacetCollector {
    type Fruit = Facets;
    type Child = SegmentFacets;

    fn for_segment(&self, ordinal: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentFacets> {
        let segment = reader.segment_id();
        let fast = reader.fast_fields();
        Ok(SegmentFacets {
            segment: (ordinal, segment),
            table: Arc::clone(&self.classes),
            classes: vec![0; self.classes.numbers(segment).len()],
            sources: vec![(0, 0); fast.str(name::PUBLISHER)?.map_or(0, |column| column.num_terms())],
            numbers: fast.u64(name::SOURCE_NUMBER)?,
            total: 0,
            waiting: Vec::with_capacity(AT_ONCE),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Counts>) -> tantivy::Result<Facets> {
        let mut facets = Facets::default();
        let mut by_class: Vec<u64> = vec![0; self.classes.classes().len()];
        let mut by_source: Vec<Source> = Vec::with_capacity(fruits.iter().map(|counts| counts.sources.len()).sum());
        for Counts { segment: (ordinal, segment), total, classes, sources } in fruits {
            facets.total += total;
            for (count, number) in classes.into_iter().zip(self.classes.numbers(segment)) {
                by_class[*number as usize] += u64::from(count);
            }
            let here = |(number, count, example)| (number, count, DocAddress::new(ordinal, example));
            by_source.extend(sources.into_iter().map(here));
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
        facets.source = self.most_frequent_sources(summed(by_source))?;
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
        let sources = self.sources.into_iter().filter(|(count, _)| *count > 0);
        let sources = sources.map(|(count, doc)| (self.numbers.first(doc).unwrap_or_default(), count, doc)).collect();
        Counts { segment: self.segment, total: self.total, classes: self.classes, sources }
    }
}
