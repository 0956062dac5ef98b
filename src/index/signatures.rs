//! The signatures of the documents of a run, from which copies are told at its end.
//!
//! In memory they would be 512 bytes a document, more than all else that a large run holds. Beyond the first few thousand they
//! lie in a file beside the index that has no name: nothing is left of it when the run ends, however it ends.

use std::{
    cmp::Reverse,
    collections::BTreeSet,
    io::{self, BufReader, Read, Seek, SeekFrom, Write},
    ops::Range,
    path::Path,
};

use tempfile::{SpooledTempFile, spooled_tempfile_in};

use super::copies::Copies;
use crate::{
    contradiction::{BANDS, Band, Sets, Signature},
    lexicon::comparison,
};

/// The bytes of signatures that are held in memory before there is a file.
const HELD: usize = 8 << 20;
/// Bands that are read at once, 20 bytes of each document: the file is gone through for each so many.
const AT_ONCE: usize = 2;
/// The bytes that are read at once.
const BUFFER: usize = 1 << 18;

/// Signatures with the ids of their documents, by their places in the file.
pub struct Signatures {
    /// The ids one behind the other.
    ids: String,
    /// Where each ends.
    ends: Vec<usize>,
    /// The places of those that were taken back.
    gone: BTreeSet<usize>,
    file: SpooledTempFile,
}

impl Signatures {
    /// None yet; `folder` is that of the index.
    pub fn new(folder: &Path) -> Self {
        Self::within(folder, HELD)
    }

    /// None yet, of which so many bytes are held in memory.
    fn within(folder: &Path, held: usize) -> Self {
        let file = spooled_tempfile_in(held, folder);
        Self { ids: String::new(), ends: Vec::new(), gone: BTreeSet::new(), file }
    }

    /// Adds the signature of a document and gives its place; one that the document had counts no longer.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn put(&mut self, id: &str, signature: &Signature) -> io::Result<usize> {
        self.file.write_all(&signature.to_bytes())?;
        self.ids.push_str(id);
        self.ends.push(self.ids.len());
        Ok(self.ends.len() - 1)
    }

    /// Takes back those at some places.
    pub fn take_back(&mut self, places: Range<usize>) {
        self.gone.extend(places);
    }

    fn id(&self, place: usize) -> &str {
        let from = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.ids[from..self.ends[place]]
    }

    /// The places of the last signature of each document, in the order of their ids.
    fn places(&self) -> Vec<usize> {
        let mut places: Vec<usize> = (0..self.ends.len()).filter(|place| !self.gone.contains(place)).collect();
        places.sort_unstable_by_key(|&place| (self.id(place), Reverse(place)));
        places.dedup_by(|later, first| self.id(*later) == self.id(*first));
        places
    }

    /// Which documents are copies of each other.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn copies(&mut self, copies: &comparison::Copies) -> io::Result<Copies> {
        let places = self.places();
        let mut numbers = vec![None; self.ends.len()];
        (0..).zip(&places).for_each(|(number, place)| numbers[*place] = Some(number));
        let mut sets = Sets::of(places.len());
        for from in (0..BANDS).step_by(AT_ONCE) {
            for mut bands in self.bands(from, &numbers)? {
                sets.join(&mut bands, |a, b| {
                    Ok::<_, io::Error>(self.at(places[a])?.alike(&self.at(places[b])?) >= copies.document)
                })?;
            }
        }
        Ok(Copies::of(places.iter().map(|place| self.id(*place)), &sets.firsts()))
    }

    /// Some of the bands, each of all documents that have a number.
    fn bands(&mut self, from: usize, numbers: &[Option<u32>]) -> io::Result<[Vec<(Band, u32)>; AT_ONCE]> {
        self.file.seek(SeekFrom::Start(0))?;
        let mut file = BufReader::with_capacity(BUFFER, &mut self.file);
        let mut bands = std::array::from_fn(|_| Vec::with_capacity(numbers.len()));
        for number in numbers {
            let signature = read(&mut file)?;
            let Some(number) = number else { continue };
            bands.iter_mut().enumerate().for_each(|(at, bands)| bands.push((signature.band(from + at), *number)));
        }
        Ok(bands)
    }

    /// The signature at a place of the file.
    fn at(&mut self, place: usize) -> io::Result<Signature> {
        self.file.seek(SeekFrom::Start(place as u64 * Signature::BYTES as u64))?;
        read(&mut self.file)
    }
}

fn read(from: &mut impl Read) -> io::Result<Signature> {
    let mut bytes = [0; Signature::BYTES];
    from.read_exact(&mut bytes)?;
    Signature::from_bytes(&bytes).ok_or_else(|| io::ErrorKind::InvalidData.into())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::contradiction::first_copies;

    #[test]
    fn copies_are_told_from_a_file_as_from_memory_and_nothing_is_left_of_it() {
        let rule = comparison::Copies { shingle: 5, least_words: 12, passage: 0.8, document: 0.7 };
        // Each shares much with those beside it, so that copies of copies are of one set.
        let words = |n: usize| (0..60).map(move |word| word + n * n / 4);
        let text = |n: usize| words(n).map(|word| format!("word{word}")).collect::<Vec<_>>().join(" ");
        let of = |n: usize| Signature::of(&text(n), &rule).unwrap();
        let id = |n: usize| format!("{:03}", n * 7 % 100);
        let folder = tempfile::tempdir().unwrap();
        let mut signatures = Signatures::within(folder.path(), 10 * Signature::BYTES);
        for number in 0..100 {
            signatures.put(&id(number), &of(99)).unwrap();
            signatures.put(&id(number), &of(number)).unwrap();
        }
        let place = signatures.put("taken back", &of(7)).unwrap();
        signatures.take_back(place..place + 1);
        assert!(signatures.file.is_rolled());
        let found = signatures.copies(&rule).unwrap();

        let in_memory: BTreeMap<String, Signature> = (0..100).map(|n| (id(n), of(n))).collect();
        let firsts = first_copies(&in_memory.values().map(Some).collect::<Vec<_>>(), rule.document);
        assert_eq!(found, Copies::of(in_memory.keys().map(String::as_str), &firsts));
        let sets: BTreeSet<usize> = firsts.into_iter().collect();
        assert!((50..95).contains(&sets.len()), "{} sets", sets.len());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
