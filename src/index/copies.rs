//! Which documents are copies of each other? An answer card counts them as one source.
//!
//! Whether two documents are alike is a question about all of them, so it is answered again with every commit that changes
//! documents, from the signatures that are stored with them; the answer does not depend on the order of the commits.

use std::{collections::HashMap, hash::BuildHasherDefault};

use xxhash_rust::xxh3::xxh3_64;

use super::mixed::Mixed;
/// The documents that have copies, each by its [`number`] with that of the first of them.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Copies(HashMap<u64, u64, BuildHasherDefault<Mixed>>);

/// The number that stands for a document's id.
pub fn number(id: &str) -> u64 {
    xxh3_64(id.as_bytes())
}

impl Copies {
    /// The copies among documents, by their ids and the number of the first of each one's copies.
    pub fn of<'a>(ids: impl IntoIterator<Item = &'a str>, firsts: &[usize]) -> Self {
        let numbers: Vec<u64> = ids.into_iter().map(number).collect();
        let mut out = Self::default();
        for (at, &first) in firsts.iter().enumerate().filter(|(at, first)| at != *first) {
            out.0.insert(numbers[at], numbers[first]);
            out.0.insert(numbers[first], numbers[first]);
        }
        out
    }

    /// The first of the copies that a document belongs to; `None` where it has no copy.
    pub fn first(&self, document: u64) -> Option<u64> {
        self.0.get(&document).copied()
    }

    /// Whether no document has a copy.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// As bytes, the same for the same copies.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut pairs: Vec<(u64, u64)> = self.0.iter().map(|(one, first)| (*one, *first)).collect();
        pairs.sort_unstable();
        pairs.iter().flat_map(|(one, first)| [one.to_le_bytes(), first.to_le_bytes()]).flatten().collect()
    }

    /// What [`Self::to_bytes`] gave; `None` where the bytes are others.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (numbers, rest) = bytes.as_chunks::<8>();
        let pairs = numbers.chunks_exact(2);
        let whole = rest.is_empty() && pairs.remainder().is_empty();
        let pair = |pair: &[[u8; 8]]| (u64::from_le_bytes(pair[0]), u64::from_le_bytes(pair[1]));
        whole.then(|| Self(pairs.map(pair).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_told_and_survive_their_bytes() {
        let copies = Copies::of(["a", "b", "c"], &[0, 1, 0]);
        let first = |id: &str| copies.first(number(id));
        assert_eq!([first("a"), first("b"), first("c")], [Some(number("a")), None, Some(number("a"))]);
        assert_eq!(Copies::from_bytes(&copies.to_bytes()).as_ref(), Some(&copies));
        assert_eq!(Copies::from_bytes(&[0; 24]), None);
        assert_eq!(Copies::from_bytes(&[0; 17]), None);
    }
}
