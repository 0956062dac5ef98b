//! Some of a segment's entries, as one bit each: what is asked of many entries at once is asked of 64 at a time.

use tantivy::{COLLECT_BLOCK_BUFFER_LEN, DocId, DocSet, SegmentReader, postings::BlockSegmentPostings};

/// A set of entries.
#[derive(Debug, Clone)]
pub struct Marked(Box<[u64]>);

impl Marked {
    /// None of so many entries.
    pub fn none(entries: DocId) -> Self {
        Self(vec![0; entries.div_ceil(u64::BITS) as usize].into())
    }

    /// Marks an entry of the segment.
    pub fn insert(&mut self, doc: DocId) {
        self.0[(doc / u64::BITS) as usize] |= 1 << (doc % u64::BITS);
    }

    /// Marks the entries of a term, from where its postings are.
    pub fn insert_postings(&mut self, postings: &mut BlockSegmentPostings) {
        while !postings.docs().is_empty() {
            postings.docs().iter().for_each(|doc| self.insert(*doc));
            postings.advance();
        }
    }

    /// Marks the entries of a set, from where it is.
    pub fn insert_all(&mut self, set: &mut dyn DocSet) {
        let mut some = [0; COLLECT_BLOCK_BUFFER_LEN];
        loop {
            let read = set.fill_buffer(&mut some);
            some[..read].iter().for_each(|doc| self.insert(*doc));
            if read < some.len() {
                return;
            }
        }
    }

    /// Whether an entry is marked.
    pub fn contains(&self, doc: DocId) -> bool {
        self.0[(doc / u64::BITS) as usize] >> (doc % u64::BITS) & 1 == 1
    }

    /// Keeps those that others are, too.
    pub fn retain(&mut self, others: &Self) {
        self.0.iter_mut().zip(&others.0).for_each(|(word, other)| *word &= other);
    }

    /// Marks what others are.
    pub fn extend(&mut self, others: &Self) {
        self.0.iter_mut().zip(&others.0).for_each(|(word, other)| *word |= other);
    }

    /// Marks those of so many entries that are not marked, and no others.
    pub fn invert(&mut self, entries: DocId) {
        self.0.iter_mut().for_each(|word| *word = !*word);
        let beyond = entries % u64::BITS;
        if let Some(last) = self.0.last_mut().filter(|_| beyond > 0) {
            *last &= (1 << beyond) - 1;
        }
    }

    /// The entries of a segment that were not deleted, in order.
    pub fn living(&self, reader: &SegmentReader) -> Vec<DocId> {
        let mut docs = self.to_list();
        if let Some(alive) = reader.alive_bitset() {
            docs.retain(|doc| alive.is_alive(*doc));
        }
        docs
    }

    /// The entries, in order.
    pub fn to_list(&self) -> Vec<DocId> {
        let mut out = Vec::with_capacity(self.0.iter().map(|word| word.count_ones() as usize).sum());
        for (first, word) in (0..).step_by(u64::BITS as usize).zip(&self.0) {
            let mut rest = *word;
            while rest != 0 {
                out.push(first + rest.trailing_zeros());
                rest &= rest - 1;
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_meet_and_are_listed_in_order() {
        let set = |docs: &[DocId]| {
            let mut marked = Marked::none(130);
            for doc in docs {
                marked.insert(*doc);
            }
            marked
        };
        let (mut some, others) = (set(&[0, 63, 64, 129]), set(&[63, 65, 129]));
        assert!(some.contains(63) && some.contains(129) && !some.contains(65));
        some.retain(&others);
        assert_eq!(some.to_list(), [63, 129]);
        some.extend(&set(&[1, 128]));
        assert_eq!(some.to_list(), [1, 63, 128, 129]);
        some.invert(130);
        assert_eq!(some.to_list().len(), 126);
        assert!(some.contains(127) && !some.contains(129));
        assert!(Marked::none(0).to_list().is_empty());
    }
}
