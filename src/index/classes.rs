//! All classes of an index, and the rules of some of them as a query.

use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
};

use rayon::prelude::*;
use tantivy::{
    DocId, Score, Searcher, SegmentReader, TantivyError,
    collector::{Collector, SegmentCollector},
    index::SegmentId,
    postings::TermInfo,
    query::{EnableScoring, Explanation, Query, Scorer, Weight},
    schema::{Field, IndexRecordOption},
};
use xxhash_rust::xxh3::Xxh3Builder;

use super::{
    class::Class,
    copies::Copies,
    listed::Listed,
    marked::Marked,
    rows::{AT_ONCE, Rows},
    schema::{Fields, name},
};
use crate::model::Name;

/// The classes of a commit.
#[derive(Debug)]
pub struct ClassTable {
    field: Field,
    classes: Vec<Class>,
    segments: HashMap<SegmentId, Segment>,
    /// The topics of the classes where procedures are not told apart, and where they are.
    topics: [Topics; 2],
}

/// The topics of classes.
#[derive(Debug, Default)]
pub struct Topics {
    /// The most specific procedure, empty where there is none or procedures are not told apart, and the concept.
    pub names: Vec<(Name, Name)>,
    /// By the number of the class, the number of its topic.
    pub of: Vec<u32>,
}

impl Topics {
    fn of(classes: &[Class], by_procedure: bool) -> Self {
        let mut known: HashMap<(Name, Name), u32> = HashMap::new();
        let mut names = Vec::new();
        let of = classes.iter().map(|class| {
            let procedure = class.procedures.first().filter(|_| by_procedure).cloned();
            let topic = (procedure.unwrap_or_else(|| Name::from("")), class.concept.clone());
            *known.entry(topic).or_insert_with_key(|topic| {
                names.push(topic.clone());
                names.len() as u32 - 1
            })
        });
        let of = of.collect();
        Self { names, of }
    }
}

/// The classes of a segment.
#[derive(Debug)]
struct Segment {
    /// What is asked of its rules.
    rows: Rows,
    /// The number in the index of each of the column's own numbers.
    numbers: Vec<u32>,
    /// Where the rules of each are listed, looked up when they are first asked for; `None` where there are none any more.
    places: Vec<OnceLock<Option<TermInfo>>>,
}

/// What is wanted of a class; what is empty or `None` is not asked.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted<'a> {
    /// One of these concepts, or a narrower one.
    pub concepts_within: &'a [Name],
    /// One of these concepts itself; beside `concepts_within` as another way.
    pub concepts: &'a [Name],
    /// One of these procedures, or a narrower one.
    pub procedures_within: &'a [Name],
    /// One of these stances, as their JSON writes them.
    pub stances: &'a [String],
    /// One of these phases, as their JSON writes them.
    pub phases: &'a [String],
}

impl ClassTable {
    /// Reads the classes of a commit.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn of(snapshot: &Searcher, fields: Fields) -> tantivy::Result<Self> {
        let mut known: HashMap<Box<[u8]>, u32, Xxh3Builder> = HashMap::default();
        let mut classes: Vec<Class> = Vec::new();
        let mut segments = HashMap::new();
        let mut number = |text: &[u8]| {
            if let Some(number) = known.get(text) {
                return *number;
            }
            let number = classes.len() as u32;
            known.insert(text.into(), number);
            classes.push(Class::from_text(&String::from_utf8_lossy(text)));
            number
        };
        for reader in snapshot.segment_readers() {
            let mut numbers = Vec::new();
            if let Some(column) = reader.fast_fields().str(name::CLASS)? {
                let mut texts = column.dictionary().stream()?;
                while texts.advance() {
                    numbers.push(number(texts.key()));
                }
            }
            let places = numbers.iter().map(|_| OnceLock::new()).collect();
            segments.insert(reader.segment_id(), Segment { rows: Rows::of(reader)?, numbers, places });
        }
        let topics = [false, true].map(|by_procedure| Topics::of(&classes, by_procedure));
        Ok(Self { field: fields.class, classes, segments, topics })
    }

    /// All classes, by their numbers.
    pub fn classes(&self) -> &[Class] {
        &self.classes
    }

    /// The topics of the classes, where procedures are told apart or not.
    pub fn topics(&self, by_procedure: bool) -> &Topics {
        &self.topics[usize::from(by_procedure)]
    }

    /// What is asked of the rules of a segment; `None` of one of another commit.
    pub fn rows(&self, segment: SegmentId) -> Option<&Rows> {
        Some(&self.segments.get(&segment)?.rows)
    }

    /// Lays out what is asked of rules; `copies` are those of the commit.
    pub fn lay_out(&self, copies: &Copies) {
        self.segments.par_iter().for_each(|(_, segment)| segment.rows.lay_out(copies));
    }

    /// The numbers in the index of a segment's own.
    pub fn numbers(&self, segment: SegmentId) -> &[u32] {
        self.segments.get(&segment).map_or(&[], |segment| &segment.numbers)
    }

    /// Which classes are wanted, by number.
    fn choose(&self, wanted: &Wanted<'_>) -> Vec<bool> {
        let any_concept = wanted.concepts.is_empty() && wanted.concepts_within.is_empty();
        let is_wanted = |class: &Class| {
            (any_concept
                || wanted.concepts.contains(&class.concept)
                || wanted.concepts_within.iter().any(|concept| class.concepts_within.contains(concept)))
                && (wanted.procedures_within.is_empty()
                    || wanted.procedures_within.iter().any(|procedure| class.procedures_within.contains(procedure)))
                && (wanted.stances.is_empty() || wanted.stances.contains(&class.stance))
                && (wanted.phases.is_empty() || wanted.phases.contains(&class.phase))
        };
        self.classes.iter().map(is_wanted).collect()
    }

    /// The rules of the classes that are wanted, as a query whose score is nought.
    pub fn query(self: &Arc<Self>, wanted: &Wanted<'_>) -> OfClasses {
        OfClasses { table: Arc::clone(self), chosen: self.choose(wanted).into() }
    }
}

/// The rules of some classes.
#[derive(Debug, Clone)]
pub struct OfClasses {
    table: Arc<ClassTable>,
    chosen: Arc<[bool]>,
}

impl Query for OfClasses {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl OfClasses {
    /// Marks the rules of a segment.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn mark(&self, reader: &SegmentReader, marked: &mut Marked) -> tantivy::Result<()> {
        let Some(segment) = self.table.segments.get(&reader.segment_id()) else { return Ok(()) };
        let index = reader.inverted_index(self.table.field)?;
        for (class, place) in segment.numbers.iter().zip(&segment.places) {
            let class = *class as usize;
            if !self.chosen[class] {
                continue;
            }
            if place.get().is_none() {
                let found = index.terms().get(self.table.classes[class].to_text())?;
                // Another search may have found the same meanwhile.
                let _ = place.set(found);
            }
            let Some(place) = place.get().and_then(Option::as_ref) else { continue };
            let mut postings = index.read_block_postings_from_terminfo(place, IndexRecordOption::Basic)?;
            marked.insert_postings(&mut postings);
        }
        Ok(())
    }
}

impl OfClasses {
    /// Collects the rules of all segments, which are searched side by side, without their scores.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn collect<C: Collector>(&self, snapshot: &Searcher, collector: &C) -> tantivy::Result<C::Fruit> {
        let segments = snapshot.segment_readers().par_iter().enumerate();
        let found = segments.map(|(number, reader)| {
            let mut marked = Marked::none(reader.max_doc());
            self.mark(reader, &mut marked)?;
            let mut all = collector.for_segment(number as u32, reader)?;
            marked.living(reader).chunks(AT_ONCE).for_each(|some| all.collect_block(some));
            Ok(all.harvest())
        });
        collector.merge_fruits(found.collect::<tantivy::Result<_>>()?)
    }
}

impl Weight for OfClasses {
    fn scorer(&self, reader: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut marked = Marked::none(reader.max_doc());
        self.mark(reader, &mut marked)?;
        let docs = marked.to_list();
        let scores = vec![0.0; docs.len()];
        Ok(Box::new(Listed::new(docs, scores, 1.0)))
    }

    fn explain(&self, _: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument(format!("the score of entry {doc} is explained by the plain query")))
    }
}

/// The classes of a commit, read when they are first asked for.
#[derive(Debug, Default)]
pub struct Classes(OnceLock<Arc<ClassTable>>);

impl Classes {
    /// The classes of a snapshot of the commit.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn of(&self, snapshot: &Searcher, fields: Fields) -> tantivy::Result<Arc<ClassTable>> {
        if let Some(table) = self.0.get() {
            return Ok(Arc::clone(table));
        }
        let table = Arc::new(ClassTable::of(snapshot, fields)?);
        Ok(Arc::clone(self.0.get_or_init(|| table)))
    }
}
