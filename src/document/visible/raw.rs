//! The blocks of a page before it is known which of them are content.

use super::{Line, Part};
use crate::model::Zone;

/// A block with everything that its zone is judged by.
#[derive(Debug)]
pub(in super::super) struct Raw {
    pub shape: Shape,
    /// Its text, white space folded; line breaks of the page are kept.
    pub text: String,
    /// How many of its bytes are bold or slanted, and how many are in links.
    pub strong: usize,
    pub linked: usize,
    /// From which byte of its text on it stands on which line of the file, where that has lines.
    pub lines: Vec<(u32, u32)>,
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

impl Raw {
    /// A block of the content, outside of tables and labelled parts.
    pub fn new(shape: Shape, text: String) -> Self {
        Self {
            shape,
            text,
            strong: 0,
            linked: 0,
            lines: Vec::new(),
            cell: None,
            outer: None,
            regions: Vec::new(),
            container: 0,
            copy: false,
            zone: Zone::Main,
            dropped: false,
        }
    }
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Shape {
    Heading(u8),
    Paragraph,
    Item { list: u32, depth: u8, ordered: bool },
    WithinItem(u8),
}

/// A place in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Cell {
    pub table: usize,
    pub row: u32,
    pub column: u32,
    pub header: bool,
}

/// A part of the page that an element labels.
#[derive(Debug)]
pub(in super::super) struct Region {
    pub zone: Zone,
    pub rule: Rule,
    /// Top-level headings, bytes of text and of links within it.
    pub titles: usize,
    pub bytes: usize,
    pub linked: usize,
}

/// When a region's label holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Rule {
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
pub(in super::super) struct Table {
    /// It only arranges the page.
    pub layout: bool,
    pub columns: u32,
}

/// An element that holds parts of the page: the element around it, and the block after its last.
#[derive(Debug)]
pub(in super::super) struct Container {
    pub parent: usize,
    pub end: usize,
}

/// Everything that was read of a page's body.
#[derive(Debug, Default)]
pub(in super::super) struct Body {
    pub blocks: Vec<Raw>,
    pub regions: Vec<Region>,
    pub tables: Vec<Table>,
    pub containers: Vec<Container>,
    /// Whether elements were nested deeper than the bound.
    pub too_deep: bool,
}

impl Body {
    /// Adds the parts of a line that all have a shape, but for paragraphs whose bullets are typed. `lists` is the number of
    /// the last list.
    pub fn add(&mut self, line: &Line, shape: Shape, cell: Option<Cell>, lists: &mut u32) {
        for (at, part) in line.parts().into_iter().enumerate() {
            let shape = match (shape, part.item) {
                (Shape::Paragraph, Some(ordered)) => Shape::Item { list: self.typed_list(lists), depth: 0, ordered },
                (Shape::Item { depth, .. }, None) if at > 0 => Shape::WithinItem(depth),
                (shape, _) => shape,
            };
            let Part { text, strong, linked, lines, .. } = part;
            self.blocks.push(Raw { strong, linked, lines, cell, ..Raw::new(shape, text) });
        }
    }

    /// The number of a list whose bullets are typed: that of the item just before, if it was typed too.
    pub fn typed_list(&self, lists: &mut u32) -> u32 {
        if let Some(Shape::Item { list, .. }) = self.blocks.last().map(|b| b.shape)
            && list == *lists
        {
            return list;
        }
        *lists += 1;
        *lists
    }
}
