//! A document as every stage after the readers sees it: one text, and blocks that are ranges of it.

use serde::{Deserialize, Serialize};

use super::{Name, Span};

/// One document that was read.
///
/// For plain text and Markdown, `text` is the file's own text, so that a span is also a place in the file; for other
/// formats it is the text that a reader sees, with one line a block. Invariant: the spans of `blocks` and `hidden` lie
/// within `text`, on character boundaries, and `blocks` are in reading order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Its path relative to the folder that was given, with `/`, without extension where that is unique.
    pub id: Name,
    /// Where it was read from, as a person would name it (a path, or a path and a place within an archive).
    pub source: String,
    /// The one text that every span is a range of.
    pub text: String,
    /// The parts of the text in reading order.
    pub blocks: Vec<Block>,
    /// Ranges of the text within blocks that a reader does not see: marks of emphasis, addresses of links, tags.
    /// Sorted, without overlap.
    pub hidden: Vec<Span>,
    /// What is known of the document besides its text.
    pub meta: Metadata,
}

impl Default for Name {
    fn default() -> Self {
        Self::from("")
    }
}

impl Document {
    /// The number (from one) of the line that a byte of the text lies on.
    pub fn line_of(&self, byte: usize) -> usize {
        1 + self.text.bytes().take(byte).filter(|&b| b == b'\n').count()
    }
}

/// What a document says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// The title (front matter, `<title>`, Open Graph, JSON-LD).
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// The day of publication as stated, ISO 8601 where the document uses it.
    pub published: Option<String>,
    /// The day of the last change as stated.
    pub modified: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Its language as declared or recognised, as a BCP 47 tag.
    pub language: Option<String>,
    /// The procedure that it names as its own, in its own words.
    pub procedure: Option<String>,
}

/// A part of a document's text: a heading, a paragraph, a list item, a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Which part of the page it belongs to.
    pub zone: Zone,
    /// Where its text lies, without its list marker or heading mark.
    pub span: Span,
    /// The index of the block that leads it in: the paragraph before a list, the item that holds a nested list. Always
    /// smaller than the block's own index.
    pub lead: Option<usize>,
    /// A tick, a cross or a box before the text.
    pub mark: Option<Mark>,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum BlockKind {
    /// A heading; `level` counts from 1 (outermost). Paragraphs that are wholly bold, the terms of definition lists, the
    /// summaries of accordions and the questions of question-and-answer lists are headings of level 7.
    Heading {
        /// 1 to 7.
        level: u8,
    },
    /// Running text.
    Paragraph,
    /// A list item.
    Item {
        /// 0 for the outermost list.
        depth: u8,
        /// Whether the list is numbered.
        ordered: bool,
    },
    /// A cell of a table.
    Cell {
        /// Counts the document's tables from 0.
        table: u32,
        /// Counts the table's rows from 0.
        row: u32,
        /// Counts the row's cells from 0 (after spans are expanded).
        column: u32,
        /// Whether the cell names its column or row.
        header: bool,
    },
}

/// Which part of a page a block belongs to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Zone {
    /// The content.
    #[default]
    Main,
    /// Menus, breadcrumbs, lists of links.
    Navigation,
    /// Page headers and banners, cookie notices, pop-ups.
    Banner,
    /// Side columns and teasers.
    Aside,
    /// Page footers.
    Footer,
    /// Reviews, testimonials, comments.
    Review,
    /// Forms.
    Form,
}

impl Zone {
    /// Whether blocks of this zone can carry rules.
    pub fn is_content(self) -> bool {
        self == Self::Main
    }
}

/// A sign before a block's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// ✓, ✔, ✅, 👍: what follows is approved.
    Tick,
    /// ✗, ✘, ❌, 🚫: what follows is disapproved, or warned of.
    Cross,
    /// ☐, `[ ]`: a check list.
    Box,
}
