//! The lexicon that the build script has read, as bytes in the program.

use std::path::Path;

use super::{File, Lexicon, check};
use crate::error::{Error, ErrorKind, Result};

/// A [`Lexicon`] as `build.rs` stores it.
const BYTES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.bin"));

impl Lexicon {
    /// The English lexicon that is built into the program.
    ///
    /// # Errors
    /// Where the stored form cannot be loaded (the tests see to it that it can).
    pub fn english() -> Result<Self> {
        let wrong = |e: postcard::Error| Error::new(ErrorKind::Internal, format!("the built-in lexicon: {e}"));
        let mut lexicon: Self = postcard::from_bytes(BYTES).map_err(wrong)?;
        lexicon.restore();
        Ok(lexicon)
    }

    /// The English lexicon with the files (`*.toml`) of a folder, as [`Self::with_files`].
    ///
    /// # Errors
    /// Where the folder cannot be read or a file is wrong; the error names file and line.
    pub fn with_folder(folder: &Path) -> Result<Self> {
        let texts = check::texts(&[folder.to_owned()])?;
        let files: Vec<File<'_>> = texts.iter().map(|(path, text)| File { path, text }).collect();
        Self::with_files(&files)
    }

    /// Makes the tables that are not stored.
    fn restore(&mut self) {
        self.words.restore();
        self.concepts.restore();
        self.procedures.restore();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_what_the_files_say() {
        let read = Lexicon::with_files(&[]).unwrap();
        assert!(
            postcard::to_allocvec(&read).unwrap() == BYTES,
            "the build script read other files or in another order"
        );
        let loaded = Lexicon::english().unwrap();
        assert!(postcard::to_allocvec(&loaded).unwrap() == BYTES);
        assert!((1..=read.words.len() as u32).all(|id| {
            let text = read.words.text(crate::model::WordId(id));
            loaded.words.get(text) == read.words.get(text)
        }));
        for concept in read.concepts.all() {
            assert_eq!(loaded.concepts.get(&concept.id), Some(concept));
        }
    }
}
