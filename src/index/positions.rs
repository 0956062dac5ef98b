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

use super::{
    copies::Copies,
    names::{NameTables, Names},
    schema::name,
};

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
    most: usize,
    /// Whether procedures are told apart.
    by_procedure: bool,
    copies: Arc<Copies>,
    /// The names of procedures, concepts and positions.
    names: [Arc<Names>; 3],
}

impl GroupCollector {
    /// Groups with at most so many examples each, `by_procedure` or of all procedures together, where documents are told
    /// to be `copies` of each other.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn new(
        (snapshot, names): (&tantivy::Searcher, &NameTables),
        copies: Arc<Copies>,
        most: usize,
        by_procedure: bool,
    ) -> tantivy::Result<Self> {
        let of = |column| names.of(snapshot, column);
        let names = [of(name::PROCEDURE)?, of(name::CONCEPT)?, of(name::POSITION)?];
        Ok(Self { most, by_procedure, copies, names })
    }

    /// A segment's own numbers as those of the index.
    fn known(&self, segment: SegmentOrdinal, key: Key) -> Key {
        let number = |names: &Names, own: u64| names.number(segment, own).map_or(NONE, |number| number as u64);
        let [procedure, concept, position] = &self.names;
        (number(procedure, key.0), number(concept, key.1), number(position, key.2))
    }

    /// The procedure and the concept of numbers of the index.
    fn topic(&self, procedure: u64, concept: u64) -> (String, String) {
        let text = |names: &Names, number: u64| names.value(usize::try_from(number).unwrap_or(usize::MAX)).to_owned();
        (text(&self.names[0], procedure), text(&self.names[1], concept))
    }
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

/// A group that is still being counted.
#[derive(Debug, Default)]
pub struct Open {
    counted: Counted,
    examples: Vec<Example>,
}

/// The newest first, then by a number that does not depend on the order of writing.
type Example = (std::cmp::Reverse<u64>, u64, DocId);

/// The groups and the topics of a segment, by its own numbers.
type Harvest = (SegmentOrdinal, HashMap<Key, Open, Xxh3Builder>, HashMap<(u64, u64), OfTopic, Xxh3Builder>);

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

    fn merge_fruits(&self, fruits: Vec<Harvest>) -> tantivy::Result<Groups> {
        type Merged = (usize, Vec<(Example, DocAddress)>);
        let mut merged: HashMap<Key, Merged, Xxh3Builder> = HashMap::default();
        let mut counted: HashMap<(u64, u64), (usize, Copied), Xxh3Builder> = HashMap::default();
        for (segment, groups, topics) in fruits {
            for (key, open) in groups {
                let group = merged.entry(self.known(segment, key)).or_default();
                group.0 += open.counted.documents;
                group.1.extend(open.examples.into_iter().map(|e| (e, DocAddress::new(segment, e.2))));
            }
            for ((procedure, concept), of) in topics {
                let (procedure, concept, _) = self.known(segment, (procedure, concept, NONE));
                let (documents, all) = counted.entry((procedure, concept)).or_default();
                *documents += of.counted.documents;
                all.documents += of.copied.documents;
                all.firsts.extend(of.copied.firsts);
            }
        }
        let groups = merged.into_iter().map(|((procedure, concept, _), (documents, mut examples))| {
            examples.sort_unstable();
            examples.truncate(self.most);
            let (procedure, concept) = self.topic(procedure, concept);
            Group { procedure, concept, documents, examples: examples.into_iter().map(|(_, at)| at).collect() }
        });
        let sources = counted.into_iter().map(|((procedure, concept), (documents, copied))| {
            let independent = documents - copied.documents + copied.firsts.len();
            (self.topic(procedure, concept), Sources { documents, independent })
        });
        Ok(Groups { groups: groups.collect(), sources: sources.collect() })
    }
}

impl SegmentCollector for SegmentGroups {
    type Fruit = Harvest;

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

    fn harvest(self) -> Harvest {
        (self.segment, self.groups, self.topics)
    }
}

fn number(column: Option<&StrColumn>, doc: DocId) -> u64 {
    column.and_then(|c| c.term_ords(doc).next()).unwrap_or(NONE)
}
