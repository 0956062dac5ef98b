//! Plain text: its blocks are found by how lines look. The document's text is the file's own.

use super::{Context, Reader, Source, blocks::Blocks, front, furniture, label, markdown, signs, textual};
use crate::{
    error::Result,
    model::{Block, BlockKind, Document, Span},
};

mod chains;
mod heading;
mod inline;
mod layout;
mod lone;
mod neighbours;
mod pages;
mod table;
mod wrap;

/// Shorter texts have no title, in blocks.
const FEWEST: usize = 4;
/// Titles are not longer than this, in words.
const TITLE: usize = 20;

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
        let document = textual::begin(source, context)?;
        if markdown::is_headed(&document.text) {
            return Ok(markdown::of(document));
        }
        Ok(of(document, context))
    }
}

/// A document with the blocks of its text.
pub(super) fn of(mut document: Document, context: &Context<'_>) -> Document {
    let mut blocks = Blocks::default();
    let mut hidden = Vec::new();
    let mut start = 0;
    if let Some(found) = front::read(&document.text) {
        start = found.end;
        document.meta = found.meta;
        markdown::read_prose(&document.text, &found.prose, &mut blocks, &mut hidden);
    }
    let rest = Span::new(start, document.text.len());
    layout(&document.text, rest, &mut blocks, &mut hidden);
    document.blocks = blocks.finish(&document.text);
    document.hidden = hidden;
    titles(&mut document, context.declared.meta.title.as_deref());
    document
}

/// Makes the headings outermost that are the text's title: the first, one that says the title over again, and those that
/// stand over no sentence before the text begins. A heading right above another one is outside of it.
fn titles(document: &mut Document, declared: Option<&str>) {
    name_title(document);
    let text = &document.text;
    let plain =
        |words: &str| words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let title = document.meta.title.as_deref().or(declared).map(plain).filter(|t| !t.is_empty());
    let begins = |b: &Block| match b.kind {
        BlockKind::Paragraph => signs::ends_sentence(b.span.of(text)),
        BlockKind::Heading { .. } => false,
        _ => true,
    };
    let body = document.blocks.iter().position(begins).unwrap_or(0);
    // "Days 1 to 4" opens the text.
    let opens = |b: &Block| label::is_span(b.span.of(text)) && b.span.of(text).contains(|c: char| c.is_ascii_digit());
    let body = document.blocks.iter().position(opens).map_or(body, |at| body.min(at + 1));
    for at in 0..document.blocks.len() {
        let block = &document.blocks[at];
        let repeats = title.as_deref().is_some_and(|t| block.span.len() < 200 && plain(block.span.of(text)) == t);
        let outer = (at == 0 && !label::is_span(block.span.of(text))) || at + 1 < body || repeats;
        if let BlockKind::Heading { level } = &mut document.blocks[at].kind
            && outer
            && *level < 7
        {
            *level = 1;
        }
        let leads = |b: Option<&Block>| b.is_some_and(|b| b.kind == BlockKind::Heading { level: 3 });
        if leads(document.blocks.get(at)) && leads(document.blocks.get(at + 1)) {
            document.blocks[at].kind = BlockKind::Heading { level: 2 };
        }
    }
}

/// Where a text begins without a heading, its first line that is content, and like a title, is its title.
fn name_title(document: &mut Document) {
    let text = &document.text;
    if document.blocks.len() < FEWEST {
        return;
    }
    let content = |b: &Block| furniture::zone(b.span.of(text)).is_none();
    let Some(at) = document.blocks.iter().take(FEWEST).position(content) else { return };
    let block = &document.blocks[at];
    let line = block.span.of(text);
    let titled = !signs::ends_sentence(line)
        && !line.ends_with([':', ','])
        && !line.contains('|')
        && line.starts_with(char::is_uppercase)
        && line.split_whitespace().count() <= TITLE
        && !label::is_order(line);
    if block.kind == BlockKind::Paragraph && titled {
        document.blocks[at].kind = BlockKind::Heading { level: 1 };
    }
}

/// Adds the blocks of a part of a text.
pub(super) fn layout(text: &str, part: Span, out: &mut Blocks, hidden: &mut Vec<Span>) {
    layout::Layout::new(text, part, out, hidden).run();
}

#[cfg(test)]
mod tests;
