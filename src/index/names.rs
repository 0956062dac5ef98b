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
const COLUMNS: [&str; 3] = [name::PROCEDURE, name::CONCEPT, name::POSITION];

/// The values of one column in all segments of a commit.
#[derive(Debug, Default)]
pub struct Names {
    /// The values one behind the other, each once.
    texts: String,
    /// Where each ends, by its number in the index.
    ends: Vec<usize>,
    by_hash: ByHash,
    segments: HashMap<SegmentId, Segment>,
}

/// The numbers of values by their hashes; of several with one hash, by the next that are free.
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
        for segment in snapshot.segment_readers() {
            let column = segment.fast_fields().str(column)?;
            let numbers = column.as_ref().map_or(Ok(Vec::new()), |column| names.numbered(column))?;
            names.segments.insert(segment.segment_id(), Segment { lists: Lists::of(column), numbers });
        }
        Ok(names)
    }

    /// The numbers in the index of a segment's values, with those that are new made known.
    fn numbered(&mut self, column: &StrColumn) -> tantivy::Result<Vec<u32>> {
        let mut numbers = Vec::with_capacity(column.num_terms());
        let mut values = column.dictionary().stream()?;
        while values.advance() {
            numbers.push(self.number(values.key()));
        }
        Ok(numbers)
    }

    /// The number of a value, made known where it is new.
    fn number(&mut self, value: &[u8]) -> u32 {
        let mut hash = xxh3_64(value);
        loop {
            match self.by_hash.entry(hash) {
                Entry::Vacant(free) => {
                    let number = self.ends.len() as u32;
                    // Columns of text hold text; what is none would be the same value as another such.
                    self.texts.push_str(std::str::from_utf8(value).unwrap_or_default());
                    self.ends.push(self.texts.len());
                    return *free.insert(number);
                }
                Entry::Occupied(here) if text(&self.texts, &self.ends, *here.get() as usize).as_bytes() == value => {
                    return *here.get();
                }
                // Another value of the same hash.
                Entry::Occupied(_) => hash = hash.wrapping_add(1),
            }
        }
    }

    /// The number in the index of a value.
    pub fn number_of(&self, value: &str) -> Option<u32> {
        let mut hash = xxh3_64(value.as_bytes());
        loop {
            let number = *self.by_hash.get(&hash)?;
            if self.value(number as usize) == value {
                return Some(number);
            }
            hash = hash.wrapping_add(1);
        }
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.ends.len()
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
        text(&self.texts, &self.ends, number)
    }

    /// All values, in no order.
    pub fn values(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|number| self.value(number))
    }
}

/// The text of a number; empty where there is none.
fn text<'a>(texts: &'a str, ends: &[usize], number: usize) -> &'a str {
    let from = number.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
    ends.get(number).map_or("", |end| &texts[from..*end])
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
