//! A document that was found and is still to be read.

use crate::error::{Error, ErrorKind};

use super::super::{Declared, Source, input, options::Options, outcome::Outcome};

/// A document's bytes with what is known of them. Members can be read in any order and on any thread.
#[derive(Debug, Clone, Default)]
pub struct Member {
    /// The id that the document gets.
    pub id: String,
    /// Where it was found, as a person would name it.
    pub path: String,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// What came with them.
    pub declared: Declared,
    /// Whether it was named itself, and not only a folder or an archive around it.
    pub named: bool,
    /// What its container has to say of it.
    pub note: Option<String>,
}

impl Member {
    /// Reads it.
    pub fn read(&self, options: &Options) -> Outcome {
        let source = Source { id: &self.id, path: &self.path, bytes: &self.bytes };
        let mut outcome = input::read_source(&source, options, &self.declared, self.named);
        if let (Some(note), Outcome::Read { notes, .. }) = (&self.note, &mut outcome) {
            notes.push(Error::new(ErrorKind::Malformed, note.clone()).at(&self.path));
        }
        outcome
    }
}
