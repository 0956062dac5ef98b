//! The blocks of a page before it is known which of them are content.

use crate::model::Zone;

/// A block with everything that its zone is judged by.
#[derive(Debug)]
pub(super) struct Raw {
    pub shape: Shape,
    /// Its text, white space folded; line breaks of the page are kept.
    pub text: String,
    /// How many of its bytes are bold or slanted, and how many are in links.
    pub strong: usize,
    pub linked: usize,
    /// The innermost table cell that it stands in.
    pub cell: Option<Cell>,
    /// The outermost table cell that it stands in, as the number of its table and of the cell.
    pub outer: Option<(usize, usize)>,
    /// The regions that it stands in, outermost first.
    pub regions: Vec<u32>,
    /// The container that it stands in.
    pub container: usize,
    /// It may be a copy of another part, made for another screen.
    pub copy: bool,
    /// Settled in the end.
    pub zone: Zone,
    /// Left out: the same is said elsewhere on the page.
    pub dropped: bool,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Heading(u8),
    Paragraph,
    Item { list: u32, depth: u8, ordered: bool },
    WithinItem(u8),
}

/// A place in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell {
    pub table: usize,
    pub row: u32,
    pub column: u32,
    pub header: bool,
}

/// A part of the page that an element labels.
#[derive(Debug)]
pub(super) struct Region {
    pub zone: Zone,
    pub rule: Rule,
    /// Top-level headings, bytes of text and of links within it.
    pub titles: usize,
    pub bytes: usize,
    pub linked: usize,
}

/// When a region's label holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// Always.
    Always,
    /// Unless it holds the page's title or most of its text.
    UnlessMost,
    /// Where most of its text lies in links.
    Links,
    /// It is no label but the part that holds the content.
    Content,
}

/// A table.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// It only arranges the page.
    pub layout: bool,
    pub columns: u32,
}

/// An element that holds parts of the page: the element around it, and the block after its last.
#[derive(Debug)]
pub(super) struct Container {
    pub parent: usize,
    pub end: usize,
}

/// Everything that was read of a page's body.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub blocks: Vec<Raw>,
    pub regions: Vec<Region>,
    pub tables: Vec<Table>,
    pub containers: Vec<Container>,
    /// Whether elements were nested deeper than the bound.
    pub too_deep: bool,
}
