//! What the rules of a topic hold, grouped: one pass over the hits, with the newest sources of each group.

use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
    hash::BuildHasherDefault,
    sync::Arc,
};

use super::{
    classes::ClassTable,
    copies::Copies,
    mixed::Mixed,
    names::Names,
    rows::{AT_ONCE, Asked, NONE, Values},
    schema::name,
};
use tantivy::{
    DocAddress, DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    columnar::Column,
    index::SegmentId,
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
    /// The day of its newest source, the latest first, and a number that tells equals apart in any order of writing.
    pub newest: (Reverse<u64>, u64),
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
    /// The classes of the rules.
    pub classes: Arc<ClassTable>,
    /// The positions.
    pub positions: Arc<Names>,
}

/// Groups the rules of one segment.
pub struct SegmentGroups {
    /// What tells apart sources of one day.
    order: Column<u64>,
    segment: (SegmentOrdinal, SegmentId),
    classes: Arc<ClassTable>,
    most: usize,
    /// Of each of the segment's own numbers of classes the topic, as a number of the collector.
    topic_of: Vec<u32>,
    /// Of each of the segment's own numbers of classes where its topic is among those that were met.
    met: Vec<u32>,
    topics: Vec<(u32, OfTopic)>,
    /// By topic and by the segment's own number of the position.
    groups: ByNumber<u64, Open>,
    copies: Arc<Copies>,
    /// Rules that are not grouped yet.
    waiting: Vec<DocId>,
}

/// A table of what has a number.
type ByNumber<K, V> = HashMap<K, V, BuildHasherDefault<Mixed>>;

/// The documents of a group, and the newest of its rules.
type Merged = (usize, Vec<(Example, DocAddress)>);

/// Documents that are counted as they come: the rules of one follow each other.
#[derive(Debug, Default)]
struct Counted {
    documents: usize,
    last: Option<u32>,
}

impl Counted {
    /// Whether the document is a new one.
    fn add(&mut self, document: u32) -> bool {
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
struct Copied {
    documents: usize,
    firsts: HashSet<u64, BuildHasherDefault<Mixed>>,
}

/// A group that is still being counted.
#[derive(Debug, Default)]
pub struct Open {
    counted: Counted,
    examples: Vec<Example>,
}

/// The newest first, then by a number that does not depend on the order of writing.
type Example = (Reverse<u64>, u64, DocId);

/// The groups and the topics of a segment.
pub struct Harvest {
    segment: (SegmentOrdinal, SegmentId),
    groups: ByNumber<u64, Open>,
    topics: Vec<(u32, OfTopic)>,
}

impl Collector for GroupCollector {
    type Fruit = Groups;
    type Child = SegmentGroups;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentGroups> {
        let id = reader.segment_id();
        let topics = &self.classes.topics(self.by_procedure).of;
        let numbers = self.classes.numbers(id).iter();
        Ok(SegmentGroups {
            order: reader.fast_fields().u64(name::ORDER)?,
            segment: (segment, id),
            classes: Arc::clone(&self.classes),
            most: self.most,
            met: vec![NONE; numbers.len()],
            topic_of: numbers.map(|number| topics[*number as usize]).collect(),
            topics: Vec::new(),
            groups: HashMap::default(),
            copies: Arc::clone(&self.copies),
            waiting: Vec::with_capacity(AT_ONCE),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Harvest>) -> tantivy::Result<Groups> {
        let mut merged: ByNumber<u64, Merged> = HashMap::default();
        let mut counted: ByNumber<u32, (usize, Copied)> = HashMap::default();
        for Harvest { segment: (segment, id), groups, topics } in fruits {
            let positions = self.positions.numbers(id);
            for (own, open) in groups {
                let (topic, position) = parts(own);
                let position = positions.get(position as usize).copied().unwrap_or(NONE);
                let group = merged.entry(key(topic, position)).or_default();
                group.0 += open.counted.documents;
                group.1.extend(open.examples.into_iter().map(|e| (e, DocAddress::new(segment, e.2))));
            }
            for (topic, of) in topics {
                let (documents, all) = counted.entry(topic).or_default();
                *documents += of.counted.documents;
                all.documents += of.copied.documents;
                all.firsts.extend(of.copied.firsts);
            }
        }
        let topics = &self.classes.topics(self.by_procedure).names;
        let named = |topic: u32| {
            topics.get(topic as usize).map(|(p, c)| (p.as_str().to_owned(), c.as_str().to_owned())).unwrap_or_default()
        };
        let groups = merged.into_iter().map(|(key, (documents, mut examples))| {
            examples.sort_unstable();
            examples.truncate(self.most);
            let (procedure, concept) = named(parts(key).0);
            let newest = examples.first().map_or((Reverse(0), 0), |(e, _)| (e.0, e.1));
            let examples = examples.into_iter().map(|(_, at)| at).collect();
            Group { procedure, concept, documents, newest, examples }
        });
        let sources = counted.into_iter().map(|(topic, (documents, copied))| {
            (named(topic), Sources { documents, independent: documents - copied.documents + copied.firsts.len() })
        });
        Ok(Groups { groups: groups.collect(), sources: sources.collect() })
    }
}

impl SegmentCollector for SegmentGroups {
    type Fruit = Harvest;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.waiting.push(doc);
        if self.waiting.len() == AT_ONCE {
            self.group_waiting();
        }
    }

    fn collect_block(&mut self, docs: &[DocId]) {
        for some in docs.chunks(AT_ONCE) {
            if some.len() < AT_ONCE {
                for doc in some {
                    self.collect(*doc, 0.0);
                }
            } else {
                // Those before them come first.
                self.group_waiting();
                self.group(some);
            }
        }
    }

    fn harvest(mut self) -> Harvest {
        self.group_waiting();
        Harvest { segment: self.segment, groups: self.groups, topics: self.topics }
    }
}

impl SegmentGroups {
    /// Adds the rules that are waiting to their groups.
    fn group_waiting(&mut self) {
        let mut waiting = std::mem::take(&mut self.waiting);
        self.group(&waiting);
        waiting.clear();
        self.waiting = waiting;
    }

    /// Adds at most [`AT_ONCE`] rules to their groups.
    fn group(&mut self, docs: &[DocId]) {
        let Some(rows) = self.classes.rows(self.segment.1) else { return };
        let [mut classes, mut positions, mut documents, mut days] = <[Values; 4]>::default();
        let classes = rows.read(Asked::Class, docs, &mut classes);
        let positions = rows.read(Asked::Position, docs, &mut positions);
        let documents = rows.read(Asked::Document, docs, &mut documents);
        let days = rows.read(Asked::Published, docs, &mut days);
        let firsts = rows.first_copies(docs, documents, &self.copies);
        for (at, &doc) in docs.iter().enumerate() {
            let class = classes[at] as usize;
            let (Some(topic), Some(met)) = (self.topic_of.get(class).copied(), self.met.get_mut(class)) else {
                continue;
            };
            if *met == NONE {
                let known = self.topics.iter().position(|(known, _)| *known == topic);
                *met = known.unwrap_or(self.topics.len()) as u32;
                if known.is_none() {
                    self.topics.push((topic, OfTopic::default()));
                }
            }
            let of = &mut self.topics[*met as usize].1;
            if of.counted.add(documents[at])
                && let Some(first) = firsts[at]
            {
                of.copied.documents += 1;
                of.copied.firsts.insert(first);
            }
            let group = self.groups.entry(key(topic, positions[at])).or_default();
            if group.counted.add(documents[at]) {
                let day = Reverse(if days[at] == NONE { 0 } else { u64::from(days[at]) });
                group.add_example(day, doc, (&self.order, self.most));
            }
        }
    }
}

impl Open {
    /// Keeps a rule where it is one of the newest.
    fn add_example(&mut self, published: Reverse<u64>, doc: DocId, (order, most): (&Column<u64>, usize)) {
        let is_full = self.examples.len() == most;
        if is_full && self.examples.last().is_some_and(|last| published > last.0) {
            return;
        }
        let example = (published, order.first(doc).unwrap_or(0), doc);
        let at = self.examples.partition_point(|e| *e < example);
        if at < most {
            self.examples.insert(at, example);
            self.examples.truncate(most);
        }
    }
}

/// A topic and a position as one number.
fn key(topic: u32, position: u32) -> u64 {
    u64::from(topic) << 32 | u64::from(position)
}

/// The topic and the position of a [`key`].
fn parts(key: u64) -> (u32, u32) {
    ((key >> 32) as u32, key as u32)
}
