//! What the readers of text have in common: decoding, and a document that has no blocks yet.

use super::{Context, Source, encoding};
use crate::{
    error::{Error, ErrorKind, Result},
    model::{Document, Name},
};

/// A document whose text is the decoded bytes.
pub(super) fn begin(source: &Source<'_>, context: &mut Context<'_>) -> Result<Document> {
    let text = decode(source, context)?;
    Ok(empty(source, text))
}

/// The decoded bytes; a note where some were broken.
pub(super) fn decode(source: &Source<'_>, context: &mut Context<'_>) -> Result<String> {
    context.fits(source.bytes.len())?;
    if encoding::is_binary(source.bytes) {
        return Err(Error::new(ErrorKind::Unsupported, "this is not text, nor a format that is read"));
    }
    let decoded = encoding::decode(source.bytes, context.declared.encoding.as_deref());
    if decoded.damaged {
        let message = format!("some bytes are not {}; each is shown as \u{fffd}", decoded.encoding);
        context.note(ErrorKind::Malformed, message);
    }
    Ok(decoded.text)
}

/// A document with a text and no blocks.
pub(super) fn empty(source: &Source<'_>, text: String) -> Document {
    Document { id: Name::from(source.id), source: source.path.to_owned(), text, ..Document::default() }
}
