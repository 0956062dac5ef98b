//! From a file, or from standard input, to its documents.

use std::{
    fs::File,
    io::{self, BufReader, Cursor, ErrorKind as IoKind},
    ops::ControlFlow,
    sync::Arc,
};

use super::{
    Context, Declared, Options, Source,
    container::{Budget, Counted, Step, Stream, Visit},
    language,
    outcome::{Outcome, Reason},
    walk::Entry,
};
use crate::error::{Error, ErrorKind};

/// Opens a file and gives everything that it holds, in order. What became of it is a step, never nothing. Where `emit`
/// breaks, nothing further is given.
pub fn open(entry: &Entry, options: &Options, emit: &mut dyn FnMut(Step) -> ControlFlow<()>) {
    let path = entry.path.display().to_string();
    let budget = Budget::new(&options.limits);
    let mut visit = Visit::new(options, &budget, emit);
    let id = entry.id.clone();
    let stream = if entry.is_stdin() {
        let counted = Counted { inner: io::stdin().lock(), budget: &budget, expands: false };
        Stream { id, path: "<stdin>".to_owned(), bytes: Box::new(BufReader::new(counted)), file: None, named: true }
    } else if let Some(bytes) = &entry.bytes {
        let counted = Counted { inner: Cursor::new(Arc::clone(bytes)), budget: &budget, expands: false };
        let bytes = Box::new(BufReader::new(counted));
        Stream { id, path: path.clone(), bytes, file: None, named: entry.named }
    } else {
        match File::open(&entry.path) {
            Err(error) => return visit.failed(&path, gone(&error)),
            Ok(file) => {
                let counted = Counted { inner: file, budget: &budget, expands: false };
                let bytes = Box::new(BufReader::with_capacity(1 << 16, counted));
                Stream { id, path: path.clone(), bytes, file: Some(entry.path.clone()), named: entry.named }
            }
        }
    };
    let opened = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| visit.stream(stream)));
    match opened {
        Ok(Ok(())) => {}
        Ok(Err(error)) => visit.failed(&path, error),
        Err(_) => {
            let message =
                "what holds the documents could not be opened: its reader failed in a way that it should not have";
            visit.failed(&path, Error::new(ErrorKind::Internal, message));
        }
    }
}

fn gone(error: &io::Error) -> Error {
    let message = match error.kind() {
        IoKind::NotFound => "it was there and is there no longer".to_owned(),
        _ => error.to_string(),
    };
    Error::new(ErrorKind::Io, message)
}

/// Reads bytes; what became of them is an outcome. `named` says that the file itself was asked for.
pub(super) fn read_source(source: &Source<'_>, options: &Options, declared: &Declared, named: bool) -> Outcome {
    if source.bytes.iter().all(u8::is_ascii_whitespace) {
        return Outcome::aside(source.path, Reason::Empty, "it holds no text");
    }
    let mut context = Context::new(&options.limits, declared);
    let mut document = match super::read_with(source, &mut context) {
        Ok(document) => document,
        Err(error) if !named && error.kind() == ErrorKind::Unsupported && super::kinds::is_no_document(source) => {
            return Outcome::aside(source.path, Reason::NotADocument, error.message());
        }
        Err(error) => return Outcome::Failed(error),
    };
    if document.blocks.is_empty() {
        return Outcome::aside(source.path, Reason::Empty, "it holds no text");
    }
    if !options.any_language
        && let Err(message) = language::settle(&mut document, &mut context)
    {
        return Outcome::aside(source.path, Reason::Language, message);
    }
    let notes = context.into_notes().into_iter().map(|n| n.at(source.path)).collect();
    Outcome::Read { document: Box::new(document), notes }
}
