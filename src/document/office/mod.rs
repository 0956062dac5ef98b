//! Files of word processors: DOCX and ODT. Both are archives of XML; the document's text is what a reader sees, one block a
//! line. Tracked deletions, headers, footers and comments are left out; footnotes stand at the end.

mod docx;
mod numbering;
mod odt;
mod package;
mod styles;
mod xml;

pub use docx::Docx;
pub use odt::Odt;

#[cfg(test)]
mod tests;
