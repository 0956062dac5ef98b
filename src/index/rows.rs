//! What is asked of every rule that is found, for many of them at once.
//!
//! Columns are packed: to ask one for the value of an entry means to look up where its value is, and then the value, and
//! entries that are found lie far apart, so that nearly every look waits for memory. Where searches follow each other, what
//! is asked is laid out side by side, once for each commit. A single search asks the columns, and gets the same.

use std::sync::OnceLock;

use tantivy::{DocId, SegmentReader, columnar::Column};

use super::{copies::Copies, schema::name};

/// Entries that are asked for at once.
pub const AT_ONCE: usize = 1 << 9;
/// The number of no value.
pub const NONE: u32 = u32::MAX;
/// How many things are asked.
const ASKED: usize = 5;

/// What is asked of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The segment's own number of its class.
    Class,
    /// The segment's own number of its source.
    Source,
    /// The segment's own number of its position.
    Position,
    /// The segment's own number of its document.
    Document,
    /// The day of its publication.
    Published,
}

/// What was asked of some entries; [`NONE`] where there is no value.
pub struct Values([u32; AT_ONCE]);

impl Default for Values {
    fn default() -> Self {
        Self([NONE; AT_ONCE])
    }
}

/// The rows of a segment.
#[derive(Debug)]
pub struct Rows {
    entries: DocId,
    columns: [Option<Column<u64>>; ASKED],
    /// The numbers of the documents' ids.
    numbers: Column<u64>,
    laid: OnceLock<Box<[[u32; ASKED]]>>,
    /// By the segment's own number of the document, the first of its copies.
    firsts: OnceLock<Vec<Option<u64>>>,
}

impl Rows {
    /// The rows of a segment, in its columns.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn of(reader: &SegmentReader) -> tantivy::Result<Self> {
        let fast = reader.fast_fields();
        let texts = |name: &str| Ok::<_, tantivy::TantivyError>(fast.str(name)?.map(|column| column.ords().clone()));
        let columns = [
            texts(name::CLASS)?,
            texts(name::PUBLISHER)?,
            texts(name::POSITION)?,
            texts(name::DOCUMENT)?,
            Some(fast.u64(name::PUBLISHED)?),
        ];
        let numbers = fast.u64(name::NUMBER)?;
        let (laid, firsts) = (OnceLock::new(), OnceLock::new());
        Ok(Self { entries: reader.max_doc(), columns, numbers, laid, firsts })
    }

    /// The first of the copies of the documents of at most [`AT_ONCE`] rules; `None` where a document has none.
    pub fn first_copies(&self, rules: &[DocId], documents: &[u32], copies: &Copies) -> [Option<u64>; AT_ONCE] {
        let mut out = [None; AT_ONCE];
        let all = &mut out[..rules.len()];
        if let Some(firsts) = self.firsts.get() {
            for (first, document) in all.iter_mut().zip(documents) {
                *first = firsts.get(*document as usize).copied().flatten();
            }
        } else {
            self.numbers.first_vals(rules, all);
            copies.put_firsts(all);
        }
        out
    }

    /// Lays the rows out; `copies` are those of the commit.
    pub fn lay_out(&self, copies: &Copies) {
        let rows = self.laid.get_or_init(|| {
            let mut rows = vec![[NONE; ASKED]; self.entries as usize].into_boxed_slice();
            let mut values = Values::default();
            for (at, column) in self.columns.iter().enumerate() {
                for (rows, first) in rows.chunks_mut(AT_ONCE).zip((0..).step_by(AT_ONCE)) {
                    let docs: Vec<DocId> = (first..first + rows.len() as DocId).collect();
                    let values = values.unpack(column.as_ref(), &docs);
                    rows.iter_mut().zip(values).for_each(|(row, value)| row[at] = *value);
                }
            }
            rows
        });
        self.firsts.get_or_init(|| {
            let mut firsts = Vec::new();
            let mut last = NONE;
            for (rule, row) in (0..).zip(rows) {
                // The rules of a document follow each other; what is none has no number.
                let document = row[Asked::Document as usize];
                if document != NONE
                    && document != last
                    && let Some(number) = self.numbers.first(rule)
                {
                    firsts.resize(firsts.len().max(document as usize + 1), None);
                    firsts[document as usize] = copies.first(number);
                    last = document;
                }
            }
            firsts
        });
    }

    /// What is asked of at most [`AT_ONCE`] entries.
    pub fn read<'v>(&self, asked: Asked, docs: &[DocId], values: &'v mut Values) -> &'v [u32] {
        let at = asked as usize;
        let Some(rows) = self.laid.get() else { return values.unpack(self.columns[at].as_ref(), docs) };
        for (value, doc) in values.0.iter_mut().zip(docs) {
            *value = rows[*doc as usize][at];
        }
        &values.0[..docs.len()]
    }
}

impl Values {
    /// The first value of a column of each entry.
    fn unpack(&mut self, column: Option<&Column<u64>>, docs: &[DocId]) -> &[u32] {
        let mut packed = [None; AT_ONCE];
        let packed = &mut packed[..docs.len()];
        if let Some(column) = column {
            column.first_vals(docs, packed);
        }
        for (value, packed) in self.0.iter_mut().zip(packed) {
            *value = packed.map_or(NONE, |value| value as u32);
        }
        &self.0[..docs.len()]
    }
}
