//! An open table: in which row and column does the next cell stand?

use super::tokens::Tag;

/// Cells beyond this column or row span are not followed.
const SPAN: u32 = 1000;

/// A table whose cells are being read.
pub(super) struct OpenTable {
    /// Its number among the tables of the page.
    pub table: usize,
    pub row: u32,
    pub column: u32,
    /// Whether the cell is a header, whether one is open, and how many there were.
    pub header: bool,
    pub in_cell: bool,
    pub cell: usize,
    /// For each column, the row up to which a cell from above reaches.
    spans: Vec<u32>,
}

impl OpenTable {
    pub fn new(table: usize) -> Self {
        Self { table, row: 0, column: 0, header: false, in_cell: false, cell: 0, spans: Vec::new() }
    }

    pub fn begin_row(&mut self) {
        self.row += u32::from(self.column > 0);
        self.column = 0;
    }

    pub fn begin_cell(&mut self, tag: &Tag) {
        let span = |name: &str| tag.get(name).and_then(|v| v.trim().parse().ok()).unwrap_or(1).clamp(1, SPAN);
        while self.spans.get(self.column as usize).is_some_and(|&until| until > self.row) {
            self.column += 1;
        }
        let (columns, rows) = (span("colspan"), span("rowspan"));
        if rows > 1 && self.column < SPAN {
            let end = (self.column + columns).min(SPAN) as usize;
            let until = self.row + rows;
            self.spans.resize(self.spans.len().max(end), 0);
            self.spans[self.column as usize..end].fill(until);
        }
        self.header = tag.name == "th";
        self.in_cell = true;
        self.cell += 1;
    }
}
