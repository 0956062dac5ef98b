//! From a file to its documents.

use std::{
    fs::File,
    io::{ErrorKind as IoKind, Read},
    path::Path,
};

use super::{
    Context, Declared, Limits, Source, limits,
    outcome::{Outcome, Reason},
    walk::Entry,
};
use crate::error::{Error, ErrorKind, Result};

/// Reads a file; what became of it is an outcome, never nothing.
pub fn open(entry: &Entry, limits: &Limits) -> Outcome {
    let shown = entry.path.display().to_string();
    match bytes(&entry.path, limits) {
        Err(error) => Outcome::Failed(error.at(&entry.path)),
        Ok(bytes) => {
            let source = Source { id: &entry.id, path: &shown, bytes: &bytes };
            read_source(&source, limits, &Declared::default(), entry.named)
        }
    }
}

/// The bytes of a file, up to the bound.
fn bytes(path: &Path, limits: &Limits) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(limits.bytes + 1).read_to_end(&mut bytes));
    read.map_err(|error| {
        let gone = "it was there and is there no longer";
        let message = if error.kind() == IoKind::NotFound { gone.to_owned() } else { error.to_string() };
        Error::new(ErrorKind::Io, message)
    })?;
    if bytes.len() as u64 > limits.bytes {
        return Err(limits::over("bytes", limits.bytes, "the document was not read; raise the bound to read it"));
    }
    Ok(bytes)
}

/// Reads bytes; what became of them is an outcome. `named` says that the file itself was asked for.
pub(super) fn read_source(source: &Source<'_>, limits: &Limits, declared: &Declared, named: bool) -> Outcome {
    if source.bytes.iter().all(u8::is_ascii_whitespace) {
        return Outcome::aside(source.path, Reason::Empty, "it holds no text");
    }
    let mut context = Context::new(limits, declared);
    match super::read_with(source, &mut context) {
        Ok(document) if document.blocks.is_empty() => Outcome::aside(source.path, Reason::Empty, "it holds no text"),
        Ok(document) => {
            let notes = context.into_notes().into_iter().map(|n| n.at(source.path)).collect();
            Outcome::Read { document: Box::new(document), notes }
        }
        Err(error) if !named && error.kind() == ErrorKind::Unsupported && super::kinds::is_no_document(source) => {
            Outcome::aside(source.path, Reason::NotADocument, error.message())
        }
        Err(error) => Outcome::Failed(error),
    }
}
