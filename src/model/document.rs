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
    /// Where the text is not the file's own but the file is text (HTML): from which byte of the text on it stands on which line
    /// of the file. Sorted; empty where the lines of the text are those of the file, or the file has none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub file_lines: Vec<(u32, u32)>,
    /// What is known of the document besides its text.
    pub meta: Metadata,
}

impl Default for Name {
    fn default() -> Self {
        Self::from("")
    }
}

impl Document {
    /// The number (from one) of the line of the file that a byte of the text lies on.
    pub fn line_of(&self, byte: usize) -> usize {
        self.lines().line(byte)
    }

    /// The lines, to ask for several.
    pub fn lines(&self) -> Lines<'_> {
        let breaks = self.text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(at, _)| at + 1);
        let starts = if self.file_lines.is_empty() { std::iter::once(0).chain(breaks).collect() } else { Vec::new() };
        Lines { document: self, starts }
    }
}

/// The lines of the file that a document was read from.
#[derive(Debug, Clone)]
pub struct Lines<'a> {
    document: &'a Document,
    /// The first byte of every line of the text, where it is the file's own.
    starts: Vec<usize>,
}

impl Lines<'_> {
    /// The number (from one) of the line that a byte of the text lies on.
    pub fn line(&self, byte: usize) -> usize {
        let marks = &self.document.file_lines;
        if marks.is_empty() {
            return self.starts.partition_point(|&start| start <= byte);
        }
        let at = marks.partition_point(|&(start, _)| start as usize <= byte);
        at.checked_sub(1).map_or(1, |at| marks[at].1 as usize)
    }

    /// The column (from one, in characters) that a byte of the text lies in; none where the text is not the file's own.
    pub fn column(&self, byte: usize) -> Option<usize> {
        let line = self.starts.partition_point(|&start| start <= byte);
        let first = self.starts[line.checked_sub(1)?];
        Some(1 + self.document.text.get(first..byte).map_or(0, |t| t.chars().count()))
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
