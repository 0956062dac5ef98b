//! What does the file say? Bytes of any format become one [`Document`]: blocks over one text.
//!
//! [`READERS`] is the registry: one reader a file, detected by content first and name second.

use crate::{
    error::{Error, ErrorKind, Result},
    model::{Document, Metadata},
};

mod asked;
mod blocks;
pub mod container;
mod encoding;
mod front;
mod furniture;
mod headers;
mod html;
mod hyphen;
mod input;
mod kinds;
mod label;
mod language;
mod limits;
mod looks;
mod markdown;
mod office;
mod options;
mod outcome;
mod parallel;
mod pdf;
#[cfg(test)]
mod show;
mod signs;
mod text;
mod textual;
mod visible;
pub mod walk;
mod zones;

pub use container::{CONTAINERS, Fields, Member, Step};
pub use input::open;
pub use limits::{Context, Declared, Limits};
pub use options::Options;
pub use outcome::{Aside, Outcome, Reason};
pub use parallel::for_each;

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

impl Source<'_> {
    /// The extension of the path, in lower case, without the point; empty where there is none.
    pub fn extension(&self) -> String {
        let name = self.path.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase();
        let plain = [".gz", ".zst", ".zstd"].iter().find_map(|e| name.strip_suffix(e)).unwrap_or(&name);
        plain.rsplit_once('.').map_or_else(String::new, |(_, extension)| extension.to_owned())
    }

    /// Whether the path has one of these extensions.
    pub fn is_named(&self, extensions: &[&str]) -> bool {
        extensions.contains(&self.extension().as_str())
    }
}

/// A format that is read.
pub trait Reader: Sync {
    /// The format's short name ("html").
    fn name(&self) -> &'static str;
    /// Whether these bytes, under this name, are of this format.
    fn detects(&self, source: &Source<'_>) -> bool;
    /// Whether it ends by itself once the time is up. Any other takes time in proportion to the bytes, which have a bound.
    fn keeps_time(&self) -> bool {
        false
    }
    /// Reads them.
    ///
    /// # Errors
    /// Where the bytes are broken beyond reading.
    fn read(&self, source: &Source<'_>, context: &mut Context<'_>) -> Result<Document>;
}

/// Every reader, in the order in which they are asked; the last takes whatever is text.
pub static READERS: &[&dyn Reader] =
    &[&pdf::Pdf, &office::Docx, &office::Odt, &html::Html, &markdown::Markdown, &text::Text];

/// Reads a source with the first reader that detects it, within the default bounds.
///
/// # Errors
/// Where no reader detects it or the reader fails; the error names the path and, where there is one, the place.
pub fn read(source: &Source<'_>) -> Result<Document> {
    read_with(source, &mut Context::new(&Limits::default(), &Declared::default()))
}

/// Reads a source with the first reader that detects it; notes are left in the context. A reader that panics is an error.
///
/// # Errors
/// As [`read`].
pub fn read_with(source: &Source<'_>, context: &mut Context<'_>) -> Result<Document> {
    if let Some(message) = kinds::unsupported(source) {
        return Err(Error::new(ErrorKind::Unsupported, message).at(source.path));
    }
    let Some(reader) = reader_for(source, context.declared) else {
        return Err(Error::new(ErrorKind::Unsupported, "this is no format that is read").at(source.path));
    };
    let read = std::panic::AssertUnwindSafe(|| reader.read(source, context));
    let result = std::panic::catch_unwind(read).unwrap_or_else(|_| {
        let message = format!("the reader of {} failed in a way that it should not have", reader.name());
        Err(Error::new(ErrorKind::Internal, message))
    });
    let mut document = result.map_err(|e| e.at(source.path))?;
    if !reader.keeps_time() && context.is_late() {
        let seconds = context.limits.time.as_secs_f64();
        context.reached("time", format!("{seconds} s"), "it was read to its end all the same");
    }
    furniture::mark(&mut document);
    fill(&mut document.meta, &context.declared.meta);
    Ok(document)
}

/// Fills what a document does not say of itself.
fn fill(meta: &mut Metadata, declared: &Metadata) {
    let gaps = [
        (&mut meta.title, &declared.title),
        (&mut meta.publisher, &declared.publisher),
        (&mut meta.published, &declared.published),
        (&mut meta.modified, &declared.modified),
        (&mut meta.url, &declared.url),
        (&mut meta.language, &declared.language),
        (&mut meta.procedure, &declared.procedure),
    ];
    for (own, other) in gaps {
        if own.is_none() {
            own.clone_from(other);
        }
    }
}

fn reader_for(source: &Source<'_>, declared: &Declared) -> Option<&'static dyn Reader> {
    let named = declared.format.as_deref().and_then(|name| READERS.iter().find(|r| r.name() == name));
    named.or_else(|| READERS.iter().find(|r| r.detects(source))).copied()
}
