//! Plain text: its blocks are found by how lines look. The document's text is the file's own.

use super::{Context, Reader, Source, blocks::Blocks, front, markdown, textual};
use crate::{
    error::Result,
    model::{Document, Span},
};

mod heading;
mod layout;
mod table;
mod wrap;

/// Plain text, with or without front matter.
pub struct Text;

impl Reader for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn detects(&self, _: &Source<'_>) -> bool {
        true
    }

    fn read(&self, source: &Source<'_>, context: &mut Context<'_>) -> Result<Document> {
        let mut document = textual::begin(source, context)?;
        let mut blocks = Blocks::default();
        let mut hidden = Vec::new();
        let mut start = 0;
        if let Some(found) = front::read(&document.text) {
            start = found.end;
            document.meta = found.meta;
            markdown::read_prose(&document.text, &found.prose, &mut blocks, &mut hidden);
        }
        let rest = Span::new(start, document.text.len());
        layout(&document.text, rest, &mut blocks);
        document.blocks = blocks.finish();
        document.hidden = hidden;
        Ok(document)
    }
}

/// Adds the blocks of a part of a text.
pub(super) fn layout(text: &str, part: Span, out: &mut Blocks) {
    layout::Layout::new(text, part, out).run();
}

#[cfg(test)]
mod tests;
