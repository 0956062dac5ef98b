//! What the rules of a topic hold, grouped: one pass over the hits, with the newest sources of each group.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use tantivy::{
    DocAddress, DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    columnar::{Column, StrColumn},
};
use xxhash_rust::xxh3::Xxh3Builder;

use super::{copies::Copies, schema::name};

/// Rules that hold the same of one concept after one procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The most specific procedure; empty where procedures are not told apart.
    pub procedure: String,
    /// The concept.
    pub concept: String,
    /// The number of documents that hold it.
    pub documents: usize,
    /// The rules of some of them, one a document, the newest first.
    pub examples: Vec<DocAddress>,
}

/// All groups of a topic.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Groups {
    /// The groups, in no order.
    pub groups: Vec<Group>,
    /// The documents that hold any of them, by procedure and concept.
    pub sources: HashMap<(String, String), Sources>,
}

/// How many documents hold something of a topic.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sources {
    /// All of them.
    pub documents: usize,
    /// Copies counted once.
    pub independent: usize,
}

/// Groups the rules of a topic.
pub struct GroupCollector {
    /// The most examples of a group.
    pub most: usize,
    /// Whether procedures are told apart.
    pub by_procedure: bool,
    /// The documents that are copies of each other.
    pub copies: Arc<Copies>,
}

/// Groups the rules of one segment.
pub struct SegmentGroups {
    columns: Columns,
    segment: SegmentOrdinal,
    most: usize,
    groups: HashMap<Key, Open, Xxh3Builder>,
    topics: HashMap<(u64, u64), OfTopic, Xxh3Builder>,
    copies: Arc<Copies>,
}

struct Columns {
    procedure: Option<StrColumn>,
    concept: Option<StrColumn>,
    position: Option<StrColumn>,
    document: Option<StrColumn>,
    published: Column<u64>,
    order: Column<u64>,
    number: Column<u64>,
}

/// Procedure, concept and position, as numbers of the segment; [`NONE`] where there is none.
type Key = (u64, u64, u64);

/// The number of no value.
const NONE: u64 = u64::MAX;

/// Documents that are counted as they come: the rules of one follow each other.
#[derive(Debug, Default)]
struct Counted {
    documents: usize,
    last: Option<u64>,
}

impl Counted {
    /// Whether the document is a new one.
    fn add(&mut self, document: u64) -> bool {
        let is_new = self.last != Some(document);
        self.documents += usize::from(is_new);
        self.last = Some(document);
        is_new
    }
}

/// The documents of a topic.
#[derive(Debug, Default)]
pub struct OfTopic {
    counted: Counted,
    copied: Copied,
}

/// Of the documents of a topic those that have copies, and the first of each lot of copies.
#[derive(Debug, Default)]
pub struct Copied {
    documents: usize,
    firsts: HashSet<u64, Xxh3Builder>,
}

#[derive(Default)]
struct Open {
    counted: Counted,
    examples: Vec<Example>,
}

/// The newest first, then by a number that does not depend on the order of writing.
type Example = (std::cmp::Reverse<u64>, u64, DocId);

/// A group with its position and the rank of its examples.
type Harvest = tantivy::Result<Vec<(String, String, String, usize, Vec<(Example, DocAddress)>)>>;

/// Counts of documents by procedure and concept.
type Topics = Vec<((String, String), usize, Copied)>;

impl Collector for GroupCollector {
    type Fruit = Groups;
    type Child = SegmentGroups;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentGroups> {
        let fast = reader.fast_fields();
        let columns = Columns {
            procedure: if self.by_procedure { fast.str(name::PROCEDURE)? } else { None },
            concept: fast.str(name::CONCEPT)?,
            position: fast.str(name::POSITION)?,
            document: fast.str(name::DOCUMENT)?,
            published: fast.u64(name::PUBLISHED)?,
            order: fast.u64(name::ORDER)?,
            number: fast.u64(name::NUMBER)?,
        };
        Ok(SegmentGroups {
            columns,
            segment,
            most: self.most,
            groups: HashMap::default(),
            topics: HashMap::default(),
            copies: Arc::clone(&self.copies),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<(Harvest, tantivy::Result<Topics>)>) -> tantivy::Result<Groups> {
        type Merged = (usize, Vec<(Example, DocAddress)>);
        let mut merged: HashMap<(String, String, String), Merged> = HashMap::new();
        let mut counted: HashMap<(String, String), (usize, Copied)> = HashMap::new();
        for (groups, topics) in fruits {
            for (procedure, concept, position, count, examples) in groups? {
                let group = merged.entry((procedure, concept, position)).or_default();
                group.0 += count;
                group.1.extend(examples);
            }
            for (topic, count, copied) in topics? {
                let (documents, all) = counted.entry(topic).or_default();
                *documents += count;
                all.documents += copied.documents;
                all.firsts.extend(copied.firsts);
            }
        }
        let groups = merged.into_iter().map(|((procedure, concept, _), (documents, mut examples))| {
            examples.sort_unstable();
            examples.truncate(self.most);
            Group { procedure, concept, documents, examples: examples.into_iter().map(|(_, at)| at).collect() }
        });
        let sources = counted.into_iter().map(|(topic, (documents, copied))| {
            (topic, Sources { documents, independent: documents - copied.documents + copied.firsts.len() })
        });
        Ok(Groups { groups: groups.collect(), sources: sources.collect() })
    }
}

impl SegmentCollector for SegmentGroups {
    type Fruit = (Harvest, tantivy::Result<Topics>);

    fn collect(&mut self, doc: DocId, _: Score) {
        let c = &self.columns;
        let key =
            (number(c.procedure.as_ref(), doc), number(c.concept.as_ref(), doc), number(c.position.as_ref(), doc));
        let document = number(c.document.as_ref(), doc);
        let topic = self.topics.entry((key.0, key.1)).or_default();
        if topic.counted.add(document)
            && let Some(first) = c.number.first(doc).and_then(|number| self.copies.first(number))
        {
            topic.copied.documents += 1;
            topic.copied.firsts.insert(first);
        }
        let group = self.groups.entry(key).or_default();
        if group.counted.add(document) {
            let published = c.published.first(doc).unwrap_or(0);
            let example = (std::cmp::Reverse(published), c.order.first(doc).unwrap_or(0), doc);
            let at = group.examples.partition_point(|e| *e < example);
            if at < self.most {
                group.examples.insert(at, example);
                group.examples.truncate(self.most);
            }
        }
    }

    fn harvest(self) -> Self::Fruit {
        let c = &self.columns;
        let groups = self.groups.into_iter().map(|((procedure, concept, position), group)| {
            let examples = group.examples.into_iter().map(|e| (e, DocAddress::new(self.segment, e.2))).collect();
            Ok((
                text(c.procedure.as_ref(), procedure)?,
                text(c.concept.as_ref(), concept)?,
                text(c.position.as_ref(), position)?,
                group.counted.documents,
                examples,
            ))
        });
        let topics = self.topics.into_iter().map(|((procedure, concept), counted)| {
            let topic = (text(c.procedure.as_ref(), procedure)?, text(c.concept.as_ref(), concept)?);
            Ok((topic, counted.counted.documents, counted.copied))
        });
        (groups.collect(), topics.collect())
    }
}

fn number(column: Option<&StrColumn>, doc: DocId) -> u64 {
    column.and_then(|c| c.term_ords(doc).next()).unwrap_or(NONE)
}

fn text(column: Option<&StrColumn>, number: u64) -> tantivy::Result<String> {
    let mut out = String::new();
    if let Some(column) = column.filter(|_| number != NONE) {
        column.ord_to_str(number, &mut out)?;
    }
    Ok(out)
}
