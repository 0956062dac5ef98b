//! What does the file say? Bytes of any format become one [`Document`]: blocks over one text.
//!
//! [`READERS`] is the registry: one reader a file, detected by content first and name second.

use crate::{error::Result, model::Document};

mod text;

/// Bytes with the name that they were found under.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The id that the document is to have.
    pub id: &'a str,
    /// The path, as a person would name it.
    pub path: &'a str,
    /// The bytes.
    pub bytes: &'a [u8],
}

/// A format that is read.
pub trait Reader: Sync {
    /// The format's short name ("html").
    fn name(&self) -> &'static str;
    /// Whether these bytes, under this name, are of this format.
    fn detects(&self, source: &Source<'_>) -> bool;
    /// Reads them.
    ///
    /// # Errors
    /// Where the bytes are broken beyond reading.
    fn read(&self, source: &Source<'_>) -> Result<Document>;
}

/// Every reader, in the order in which they are asked; the last takes whatever is text.
pub static READERS: &[&dyn Reader] = &[&text::Text];

/// Reads a source with the first reader that detects it.
///
/// # Errors
/// Where no reader detects it or the reader fails; the error names the path and, where there is one, the place.
pub fn read(source: &Source<'_>) -> Result<Document> {
    for reader in READERS {
        if reader.detects(source) {
            return reader.read(source);
        }
    }
    Err(crate::Error::new(crate::ErrorKind::Unsupported, "this is no format that is read").at(source.path))
}
