//! The values of a column under one number each.
//!
//! Every segment numbers the values of its columns by itself. Counting by those numbers is cheap, but counts of several
//! segments can only be added under a number that means the same in all of them, and finding the value of a number in a
//! segment means decoding its list of values. So the lists are read once, when they are first needed.

use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
};

use tantivy::{Searcher, SegmentOrdinal, SegmentReader, columnar::StrColumn, index::SegmentId};
use xxhash_rust::xxh3::Xxh3Builder;

use super::schema::name;

/// The columns that are counted or grouped by.
const COLUMNS: [&str; 4] = [name::PROCEDURE, name::CONCEPT, name::PUBLISHER, name::POSITION];

/// The values of one column in all segments of a commit.
#[derive(Debug, Default)]
pub struct Names {
    /// The values, each once, by their number in the index.
    values: Vec<Box<str>>,
    /// Of each segment, the number in the index of each of its own numbers.
    numbers: Vec<Vec<u32>>,
    /// The segments, in the order of `numbers`.
    segments: Vec<SegmentId>,
}

impl Names {
    /// Reads the values of a column.
    fn of(snapshot: &Searcher, column: &str) -> tantivy::Result<Self> {
        let mut known: HashMap<Box<str>, u32, Xxh3Builder> = HashMap::default();
        let mut numbers = Vec::new();
        for segment in snapshot.segment_readers() {
            let column = segment.fast_fields().str(column)?;
            numbers.push(column.map_or(Ok(Vec::new()), |column| numbered(&column, &mut known))?);
        }
        let mut values: Vec<(Box<str>, u32)> = known.into_iter().collect();
        values.sort_unstable_by_key(|(_, number)| *number);
        let segments = snapshot.segment_readers().iter().map(SegmentReader::segment_id).collect();
        Ok(Self { values: values.into_iter().map(|(value, _)| value).collect(), numbers, segments })
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// The numbers in the index of a segment's own.
    pub fn numbers(&self, segment: SegmentOrdinal) -> &[u32] {
        self.numbers.get(segment as usize).map_or(&[], |numbers| numbers)
    }

    /// The same of the segment of an id.
    pub fn numbers_of(&self, segment: SegmentId) -> &[u32] {
        let place = self.segments.iter().position(|id| *id == segment);
        place.map_or(&[], |at| &self.numbers[at])
    }

    /// The value of a number in the index; empty where there is none.
    pub fn value(&self, number: usize) -> &str {
        self.values.get(number).map_or("", |value| value)
    }

    /// All values, in no order.
    pub fn values(&self) -> impl Iterator<Item = &str> {
        self.values.iter().map(|value| &**value)
    }
}

/// The numbers in the index of a segment's values, with those that are new made known.
fn numbered(column: &StrColumn, known: &mut HashMap<Box<str>, u32, Xxh3Builder>) -> tantivy::Result<Vec<u32>> {
    let mut numbers = Vec::with_capacity(column.num_terms());
    let mut values = column.dictionary().stream()?;
    while values.advance() {
        // Columns of text hold text; what is none would be the same value as another such.
        let value = std::str::from_utf8(values.key()).unwrap_or_default();
        let next = known.len() as u32;
        let number = match known.get(value) {
            Some(number) => *number,
            None => *known.entry(value.into()).or_insert(next),
        };
        numbers.push(number);
    }
    Ok(numbers)
}

/// The names of a commit's columns, each read when it is first asked for.
#[derive(Debug, Default)]
pub struct NameTables([OnceLock<Arc<Names>>; COLUMNS.len()]);

impl NameTables {
    /// The names of a column.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn of(&self, snapshot: &Searcher, column: &str) -> tantivy::Result<Arc<Names>> {
        let Some(table) = COLUMNS.iter().position(|c| *c == column).map(|at| &self.0[at]) else {
            return Names::of(snapshot, column).map(Arc::new);
        };
        if let Some(names) = table.get() {
            return Ok(Arc::clone(names));
        }
        let names = Arc::new(Names::of(snapshot, column)?);
        Ok(Arc::clone(table.get_or_init(|| names)))
    }
}
