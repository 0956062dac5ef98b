//! Which documents are copies of each other? An answer card counts them as one source.
//!
//! Whether two documents are alike is a question about all of them, so it is answered again with every commit that changes
//! documents, from the signatures that are stored with them; the answer does not depend on the order of the commits.

use std::collections::BTreeMap;

use xxhash_rust::xxh3::xxh3_64;

/// How many pairs stand in a piece: a value of a column has fewer than 64 kB.
const PIECE: usize = 1 << 11;

/// The documents that have copies, each by its [`number`] with that of the first of them.
#[derive(Debug, PartialEq, Eq)]
pub struct Copies {
    /// Ordered by the document, as they are stored: read where they are asked for.
    pairs: Vec<u8>,
    /// Where the documents begin whose numbers begin with the same bits: few, since numbers are hashes.
    begins: Vec<u32>,
    /// How many bits of a number do not tell where it lies.
    shift: u32,
}

/// A document and the first of its copies, as bytes.
type Pair = [[u8; 8]; 2];

impl Default for Copies {
    fn default() -> Self {
        Self::ordered(Vec::new())
    }
}

/// The number that stands for a document's id.
pub fn number(id: &str) -> u64 {
    xxh3_64(id.as_bytes())
}

impl Copies {
    /// The copies among documents, by their ids and the number of the first of each one's copies.
    pub fn of<'a>(ids: impl IntoIterator<Item = &'a str>, firsts: &[usize]) -> Self {
        let numbers: Vec<u64> = ids.into_iter().map(number).collect();
        let mut pairs = BTreeMap::new();
        for (at, &first) in firsts.iter().enumerate().filter(|(at, first)| at != *first) {
            pairs.insert(numbers[at], numbers[first]);
            pairs.insert(numbers[first], numbers[first]);
        }
        let bytes = |(one, first): (u64, u64)| [one.to_be_bytes(), first.to_be_bytes()];
        Self::ordered(pairs.into_iter().flat_map(bytes).flatten().collect())
    }

    /// The copies of pairs that are ordered.
    fn ordered(pairs: Vec<u8>) -> Self {
        let all = as_pairs(&pairs);
        let bits = all.len().max(2).ilog2();
        let (shift, places) = (u64::BITS - bits, 1 << bits);
        let mut begins = Vec::with_capacity(places + 1);
        for (at, [number, _]) in (0..).zip(all) {
            let place = (u64::from_be_bytes(*number) >> shift) as usize;
            begins.resize(begins.len().max(place + 1), at);
        }
        begins.resize(places + 1, all.len() as u32);
        Self { pairs, begins, shift }
    }

    /// The first of the copies that a document belongs to; `None` where it has no copy.
    pub fn first(&self, document: u64) -> Option<u64> {
        self.first_within(document, self.near(document))
    }

    /// Puts in the place of each document the first of its copies; `None` where it has no copy.
    pub fn put_firsts(&self, documents: &mut [Option<u64>]) {
        // Every look waits for memory: where they follow each other closely, they wait together.
        let near: Vec<(u32, u32)> =
            documents.iter().map(|d| d.map_or((0, 0), |document| self.near(document))).collect();
        for (document, near) in documents.iter_mut().zip(near) {
            *document = document.and_then(|document| self.first_within(document, near));
        }
    }

    /// Between which pairs that of a document lies.
    fn near(&self, document: u64) -> (u32, u32) {
        let place = (document >> self.shift) as usize;
        (self.begins[place], self.begins[place + 1])
    }

    fn first_within(&self, document: u64, (from, to): (u32, u32)) -> Option<u64> {
        let near = &as_pairs(&self.pairs)[from as usize..to as usize];
        near.iter().find(|[one, _]| *one == document.to_be_bytes()).map(|[_, first]| u64::from_be_bytes(*first))
    }

    /// Whether no document has a copy.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// As pieces of bytes that are ordered, the same for the same copies.
    pub fn to_pieces(&self) -> impl Iterator<Item = &[u8]> {
        self.pairs.chunks(PIECE * size_of::<Pair>())
    }

    /// What the pieces of [`Self::to_pieces`] gave, one behind the other; `None` where the bytes are others.
    pub fn from_bytes(bytes: Vec<u8>) -> Option<Self> {
        let is_whole = bytes.len().is_multiple_of(size_of::<Pair>());
        (is_whole && as_pairs(&bytes).is_sorted()).then(|| Self::ordered(bytes))
    }
}

/// Bytes as the pairs that they are: numbers whose order is that of their bytes.
fn as_pairs(bytes: &[u8]) -> &[Pair] {
    bytes.as_chunks::<8>().0.as_chunks::<2>().0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_told_and_survive_their_bytes() {
        let copies = Copies::of(["a", "b", "c"], &[0, 1, 0]);
        let first = |id: &str| copies.first(number(id));
        assert_eq!([first("a"), first("b"), first("c")], [Some(number("a")), None, Some(number("a"))]);
        assert_eq!(Copies::from_bytes(copies.to_pieces().collect::<Vec<_>>().concat()).as_ref(), Some(&copies));
        assert_eq!(Copies::from_bytes(vec![0; 24]), None);
        assert_eq!(Copies::from_bytes([[1; 16], [0; 16]].concat()), None);
        assert_eq!(Copies::from_bytes(vec![0; 17]), None);
        assert_eq!(Copies::default().first(number("a")), None);
    }

    #[test]
    fn each_of_many_copies_is_told() {
        let ids: Vec<String> = (0..9000).map(|id| id.to_string()).collect();
        let firsts: Vec<usize> = (0..9000).map(|at| at - at % 4).collect();
        let copies = Copies::of(ids[..8000].iter().map(String::as_str), &firsts[..8000]);
        let pieces: Vec<&[u8]> = copies.to_pieces().collect();
        assert!(pieces.len() > 1 && pieces.is_sorted());
        let copies = Copies::from_bytes(pieces.concat()).unwrap();
        for (at, id) in ids.iter().enumerate() {
            let first = (at < 8000).then(|| number(&ids[firsts[at]]));
            assert_eq!(copies.first(number(id)), first, "{id}");
            let mut together = [None, Some(number(id))];
            copies.put_firsts(&mut together);
            assert_eq!(together, [None, first], "{id}");
        }
    }
}
