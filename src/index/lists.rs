//! The values of a column that may have several for an entry, laid out as [`rows`](super::rows) are.

use std::sync::OnceLock;

use tantivy::{DocId, columnar::StrColumn};

/// The values of the entries of a segment, by the segment's own numbers.
#[derive(Debug)]
pub struct Lists {
    column: Option<StrColumn>,
    laid: OnceLock<Laid>,
}

/// All lists one behind the other.
#[derive(Debug)]
struct Laid {
    /// Where the list of each entry begins, and where the last ends.
    begins: Box<[u32]>,
    numbers: Vec<u32>,
}

impl Lists {
    /// The values in their column.
    pub fn of(column: Option<StrColumn>) -> Self {
        Self { column, laid: OnceLock::new() }
    }

    /// Lays the lists out.
    pub fn lay_out(&self) {
        let Some(column) = &self.column else { return };
        self.laid.get_or_init(|| {
            let entries = column.ords().num_docs();
            let mut numbers = Vec::new();
            let begins = (0..entries).map(|doc| {
                let begin = numbers.len() as u32;
                numbers.extend(column.term_ords(doc).map(|own| own as u32));
                begin
            });
            let mut begins: Vec<u32> = begins.collect();
            begins.push(numbers.len() as u32);
            Laid { begins: begins.into(), numbers }
        });
    }

    /// Calls `each` with the numbers of an entry's values.
    pub fn each(&self, doc: DocId, mut each: impl FnMut(u32)) {
        match (self.laid.get(), &self.column) {
            (Some(laid), _) => {
                let at = |doc: usize| laid.begins[doc] as usize;
                laid.numbers[at(doc as usize)..at(doc as usize + 1)].iter().for_each(|own| each(*own));
            }
            (None, Some(column)) => column.term_ords(doc).for_each(|own| each(own as u32)),
            (None, None) => {}
        }
    }
}
