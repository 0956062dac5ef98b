//! The values of a column under one number each.
//!
//! Every segment numbers the values of its columns by itself. Counting by those numbers is cheap, but counts of several
//! segments can only be added under a number that means the same in all of them, and finding the value of a number in a
//! segment means decoding its list of values. So the lists are read once, when they are first needed.

use std::{
    collections::{HashMap, hash_map::Entry},
    hash::BuildHasherDefault,
    sync::{Arc, OnceLock},
};

use rayon::prelude::*;
use tantivy::{Searcher, columnar::StrColumn, index::SegmentId};
use xxhash_rust::xxh3::xxh3_64;

use super::{lists::Lists, mixed::Mixed, schema::name};

/// The columns that are counted or grouped by.
const COLUMNS: [&str; 4] = [name::PROCEDURE, name::CONCEPT, name::PUBLISHER, name::POSITION];

/// The values of one column in all segments of a commit.
#[derive(Debug, Default)]
pub struct Names {
    /// The values, each once, by their number in the index.
    values: Vec<Box<str>>,
    segments: HashMap<SegmentId, Segment>,
}

/// The numbers of values by their hashes.
type ByHash = HashMap<u64, u32, BuildHasherDefault<Mixed>>;

/// The column in a segment.
#[derive(Debug)]
struct Segment {
    lists: Lists,
    /// The number in the index of each of the segment's own numbers.
    numbers: Vec<u32>,
}

impl Names {
    /// Reads the values of a column.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn of(snapshot: &Searcher, column: &str) -> tantivy::Result<Self> {
        let mut names = Self::default();
        let mut known = HashMap::default();
        for segment in snapshot.segment_readers() {
            let column = segment.fast_fields().str(column)?;
            let numbers = column.as_ref().map_or(Ok(Vec::new()), |column| names.numbered(column, &mut known))?;
            names.segments.insert(segment.segment_id(), Segment { lists: Lists::of(column), numbers });
        }
        Ok(names)
    }

    /// The numbers in the index of a segment's values, with those that are new made known.
    fn numbered(&mut self, column: &StrColumn, known: &mut ByHash) -> tantivy::Result<Vec<u32>> {
        let mut numbers = Vec::with_capacity(column.num_terms());
        let mut values = column.dictionary().stream()?;
        while values.advance() {
            numbers.push(self.number(values.key(), known));
        }
        Ok(numbers)
    }

    /// The number of a value, made known where it is new.
    fn number(&mut self, value: &[u8], known: &mut ByHash) -> u32 {
        let mut hash = xxh3_64(value);
        loop {
            match known.entry(hash) {
                Entry::Vacant(free) => {
                    let number = self.values.len() as u32;
                    // Columns of text hold text; what is none would be the same value as another such.
                    self.values.push(std::str::from_utf8(value).unwrap_or_default().into());
                    return *free.insert(number);
                }
                Entry::Occupied(here) if self.values[*here.get() as usize].as_bytes() == value => return *here.get(),
                // Another value of the same hash.
                Entry::Occupied(_) => hash = hash.wrapping_add(1),
            }
        }
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// The values of the entries of a segment; `None` of one of another commit.
    pub fn lists(&self, segment: SegmentId) -> Option<&Lists> {
        Some(&self.segments.get(&segment)?.lists)
    }

    /// Lays out the values of all entries.
    pub fn lay_out(&self) {
        self.segments.par_iter().for_each(|(_, segment)| segment.lists.lay_out());
    }

    /// The numbers in the index of a segment's own.
    pub fn numbers(&self, segment: SegmentId) -> &[u32] {
        self.segments.get(&segment).map_or(&[], |segment| &segment.numbers)
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
