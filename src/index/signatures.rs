//! The signatures of the documents of a run, from which copies are told at its end.
//!
//! In memory they would be 512 bytes a document, more than all else that a large run holds. Beyond the first few thousand they
//! lie in a file beside the index that has no name: nothing is left of it when the run ends, however it ends.

use std::{
    collections::BTreeMap,
    io::{self, BufReader, Read, Seek, SeekFrom, Write},
    path::Path,
};

use tempfile::{SpooledTempFile, spooled_tempfile_in};

use super::copies::Copies;
use crate::{
    contradiction::{BANDS, Band, Sets, Signature},
    lexicon::comparison,
    model::Name,
};

/// The bytes of signatures that are held in memory before there is a file.
const HELD: usize = 8 << 20;
/// Bands that are read at once, 20 bytes of each document: the file is gone through for each so many.
const AT_ONCE: usize = 2;
/// The bytes that are read at once.
const BUFFER: usize = 1 << 18;

/// Signatures by the ids of their documents.
pub struct Signatures {
    /// The numbers of the signatures in the file.
    places: BTreeMap<Name, u32>,
    /// Signatures that were written, also those that were replaced or taken back.
    written: u32,
    file: SpooledTempFile,
}

impl Signatures {
    /// None yet; `folder` is that of the index.
    pub fn new(folder: &Path) -> Self {
        Self::within(folder, HELD)
    }

    /// None yet, of which so many bytes are held in memory.
    fn within(folder: &Path, held: usize) -> Self {
        Self { places: BTreeMap::new(), written: 0, file: spooled_tempfile_in(held, folder) }
    }

    /// Adds the signature of a document; one that it had is replaced.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn put(&mut self, id: Name, signature: &Signature) -> io::Result<()> {
        self.file.write_all(&signature.to_bytes())?;
        self.places.insert(id, self.written);
        self.written += 1;
        Ok(())
    }

    /// Takes back that of a document.
    pub fn remove(&mut self, id: &Name) {
        self.places.remove(id);
    }

    /// Which documents are copies of each other.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn copies(&mut self, copies: &comparison::Copies) -> io::Result<Copies> {
        let places: Vec<u32> = self.places.values().copied().collect();
        let mut numbers = vec![None; self.written as usize];
        (0..).zip(&places).for_each(|(number, place)| numbers[*place as usize] = Some(number));
        let mut sets = Sets::of(places.len());
        for from in (0..BANDS).step_by(AT_ONCE) {
            for mut bands in self.bands(from, &numbers)? {
                sets.join(&mut bands, |a, b| {
                    Ok::<_, io::Error>(self.at(places[a])?.alike(&self.at(places[b])?) >= copies.document)
                })?;
            }
        }
        Ok(Copies::of(self.places.keys(), &sets.firsts()))
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
    fn at(&mut self, place: u32) -> io::Result<Signature> {
        self.file.seek(SeekFrom::Start(u64::from(place) * Signature::BYTES as u64))?;
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
    use std::collections::BTreeSet;

    use super::*;
    use crate::contradiction::first_copies;

    #[test]
    fn copies_are_told_from_a_file_as_from_memory_and_nothing_is_left_of_it() {
        let rule = comparison::Copies { shingle: 5, least_words: 12, passage: 0.8, document: 0.7 };
        // Each shares much with those beside it, so that copies of copies are of one set.
        let words = |n: usize| (0..60).map(move |word| word + n * n / 4);
        let text = |n: usize| words(n).map(|word| format!("word{word}")).collect::<Vec<_>>().join(" ");
        let of = |n: usize| Signature::of(&text(n), &rule).unwrap();
        let id = |n: usize| Name::from(format!("{:03}", n * 7 % 100));
        let folder = tempfile::tempdir().unwrap();
        let mut signatures = Signatures::within(folder.path(), 10 * Signature::BYTES);
        for number in 0..100 {
            signatures.put(id(number), &of(99)).unwrap();
            signatures.put(id(number), &of(number)).unwrap();
        }
        signatures.put(Name::from("taken back"), &of(7)).unwrap();
        signatures.remove(&Name::from("taken back"));
        assert!(signatures.file.is_rolled());
        let found = signatures.copies(&rule).unwrap();

        let in_memory: BTreeMap<Name, Signature> = (0..100).map(|n| (id(n), of(n))).collect();
        let firsts = first_copies(&in_memory.values().map(Some).collect::<Vec<_>>(), rule.document);
        assert_eq!(found, Copies::of(in_memory.keys(), &firsts));
        let sets: BTreeSet<usize> = firsts.into_iter().collect();
        assert!((50..95).contains(&sets.len()), "{} sets", sets.len());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
