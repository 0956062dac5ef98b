//! From lines in reading order to blocks: headings by size, paragraphs, items with their continuation, tables.

use super::{
    super::{blocks::Blocks, hyphen::Hyphens, signs},
    columns::Flow,
    grid::{self, Cell},
    lines::Segment,
};
use crate::model::{BlockKind, Span, Zone};

/// Text larger than the body by this factor is a heading.
const LARGER: f64 = 1.12;
/// Headings are not longer than this, in bytes.
const HEADING: usize = 140;

/// Writes lines to a text and blocks.
pub(super) struct Layout<'a> {
    text: String,
    blocks: Blocks,
    hyphens: &'a Hyphens,
    /// The size of most of the text, and the sizes of headings, largest first.
    body: f64,
    sizes: Vec<f64>,
    /// From one line of a paragraph to the next.
    leading: f64,
    open: Option<Open>,
    /// The left edge of the column.
    left: f64,
    /// Where the bullets of open lists stand.
    indents: Vec<f64>,
    lists: u32,
    tables: u32,
    /// The columns and the rows of the last table.
    last_table: Option<(usize, u32)>,
}

/// The block that is being read.
struct Open {
    start: usize,
    kind: Kind,
    last: Segment,
    /// Where the line began, and where its text begins after a bullet.
    left: f64,
    /// The right edge of its column.
    edge: f64,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Heading(u8),
    Bold,
    Paragraph,
    Item { depth: u8, ordered: bool },
}

impl<'a> Layout<'a> {
    pub fn new(body: f64, sizes: Vec<f64>, leading: f64, hyphens: &'a Hyphens) -> Self {
        Self {
            text: String::new(),
            blocks: Blocks::default(),
            hyphens,
            body,
            sizes,
            leading,
            open: None,
            left: 0.0,
            indents: Vec::new(),
            lists: 0,
            tables: 0,
            last_table: None,
        }
    }

    /// The text and its blocks.
    pub fn finish(mut self) -> (String, Vec<crate::model::Block>) {
        self.close();
        let blocks = self.blocks.finish(&self.text);
        (self.text, blocks)
    }

    /// Reads one column.
    pub fn flow(&mut self, flow: &Flow) {
        self.shift(flow.iter().flatten());
        let edge = flow.iter().flatten().map(|s| s.right).fold(0.0, f64::max);
        let mut at = 0;
        let mut first = true;
        while at < flow.len() {
            if let Some((rows, taken)) = grid::read(&flow[at..]) {
                match grid::columns(&rows) {
                    Some(columns) => columns.iter().for_each(|lines| self.column(lines)),
                    None => self.table(&rows, first),
                }
                first = false;
                at += taken;
            } else {
                for segment in &flow[at] {
                    self.line(segment, edge, first);
                    first = false;
                }
                at += 1;
            }
        }
    }

    /// Moves the bullets of open lists to where those of the next column stand.
    fn shift<'s>(&mut self, lines: impl Iterator<Item = &'s Segment>) {
        let left = lines.map(|s| s.left).fold(f64::MAX, f64::min);
        self.indents.iter_mut().for_each(|indent| *indent += left - self.left);
        self.left = left;
    }

    /// Reads lines that stand under one another.
    fn column(&mut self, lines: &[Segment]) {
        self.shift(lines.iter());
        let edge = lines.iter().map(|s| s.right).fold(0.0, f64::max);
        for (at, segment) in lines.iter().enumerate() {
            self.line(segment, edge, at == 0);
        }
    }

    fn line(&mut self, line: &Segment, edge: f64, first: bool) {
        if line.text.trim().is_empty() {
            return;
        }
        if self.goes_on(line, first) {
            self.append(line, edge);
            return;
        }
        self.close();
        let kind = self.kind(line);
        self.break_line();
        let start = self.text.len();
        self.text.push_str(line.text.trim());
        self.open = Some(Open { start, kind, last: line.clone(), left: line.left, edge });
    }

    /// Whether a line goes on with the open block. `first` says that it begins a column or a page.
    fn goes_on(&self, line: &Segment, first: bool) -> bool {
        let Some(open) = &self.open else { return false };
        let last = &open.last;
        let text = line.text.trim();
        let lower = text.starts_with(char::is_lowercase);
        let ended = signs::ends_sentence(&last.text) || last.text.trim_end().ends_with(':');
        if signs::marker(text).is_some() && !(text.starts_with(['–', '—']) && lower_after(text)) {
            return false;
        }
        if (line.size - last.size).abs() > last.size * 0.08 {
            return false;
        }
        if first {
            return lower && !ended && matches!(open.kind, Kind::Paragraph | Kind::Item { .. });
        }
        let gap = line.y - last.y;
        if gap > last.size * 2.2 || gap < 0.0 || (last.size <= self.body * LARGER && gap > self.leading * 1.25) {
            return false;
        }
        match open.kind {
            Kind::Heading(_) => line.bold == last.bold && gap < last.size * 1.6,
            Kind::Bold => (line.bold || (lower && !ended)) && !self.has_room(open, text),
            Kind::Item { .. } if line.left > open.left + 3.0 => true,
            Kind::Item { .. } => lower && !ended,
            Kind::Paragraph if lower && !ended => true,
            Kind::Paragraph => !self.has_room(open, text) && (!line.bold || last.bold || !ended),
        }
    }

    /// Whether the first word of a line would have fitted into the line before it.
    fn has_room(&self, open: &Open, text: &str) -> bool {
        let word = text.split_whitespace().next().map_or(0, |w| w.chars().count() + 1);
        let width = open.last.right - open.last.left;
        let each = width / open.last.text.chars().count().max(1) as f64;
        open.last.right + word as f64 * each < open.edge - self.body * 0.5
    }

    fn append(&mut self, line: &Segment, edge: f64) {
        let text = line.text.trim();
        self.hyphens.join(&mut self.text, text);
        if let Some(open) = &mut self.open {
            if open.kind == Kind::Bold && !line.bold {
                open.kind = Kind::Paragraph;
            }
            open.last = line.clone();
            open.edge = edge;
        }
    }

    fn kind(&mut self, line: &Segment) -> Kind {
        let text = line.text.trim();
        if line.size > self.body * LARGER && text.len() <= HEADING {
            let rank = self.sizes.iter().position(|s| (s - line.size).abs() < 0.6).unwrap_or(self.sizes.len());
            return Kind::Heading(rank.min(5) as u8 + 1);
        }
        if let Some(marker) = signs::marker(text) {
            return self.item(line.left, marker.ordered());
        }
        self.end_list();
        let sentence = signs::ends_sentence(text) && !text.ends_with(['?', '!']);
        if line.bold && text.len() <= HEADING && !sentence { Kind::Bold } else { Kind::Paragraph }
    }

    fn item(&mut self, left: f64, ordered: bool) -> Kind {
        if self.indents.is_empty() {
            self.lists += 1;
        }
        while self.indents.len() > 1 && self.indents.last().is_some_and(|&i| i > left + 4.0) {
            self.indents.pop();
        }
        match self.indents.last() {
            Some(&indent) if left < indent + 6.0 => {}
            _ => self.indents.push(left),
        }
        Kind::Item { depth: (self.indents.len().saturating_sub(1)).min(255) as u8, ordered }
    }

    fn end_list(&mut self) {
        self.indents.clear();
    }

    fn break_line(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let body = &self.text[open.start..];
        let marker = signs::marker(body);
        let sign = match (marker, open.kind) {
            (Some(marker), Kind::Item { .. } | Kind::Heading(_)) => (marker.length, marker.mark),
            _ => signs::mark(body),
        };
        let span = Span::new(open.start + sign.0, self.text.len());
        match open.kind {
            Kind::Heading(level) => {
                self.end_list();
                self.blocks.push(BlockKind::Heading { level }, Zone::Main, span, sign.1);
            }
            Kind::Bold => self.blocks.bold(Zone::Main, span, sign.1),
            Kind::Paragraph => self.blocks.push(BlockKind::Paragraph, Zone::Main, span, sign.1),
            Kind::Item { depth, ordered } => self.blocks.item(self.lists, (depth, ordered), Zone::Main, span, sign.1),
        }
    }

    /// Writes a table; one that begins a page goes on with that which ended the page before.
    fn table(&mut self, rows: &[Vec<Cell>], first: bool) {
        self.close();
        self.end_list();
        let columns = rows.iter().flatten().map(|(column, _)| column + 1).max().unwrap_or(0);
        let ended = matches!(self.blocks.as_slice().last().map(|b| b.kind), Some(BlockKind::Cell { .. }));
        let goes_on = first && ended && self.last_table.is_some_and(|(c, _)| c == columns);
        let above = self.last_table.filter(|_| goes_on).map_or(0, |(_, rows)| rows);
        self.tables -= u32::from(goes_on);
        let bold = |row: &Vec<Cell>| row.iter().flat_map(|(_, lines)| lines).all(|s| s.bold);
        let header = rows.len() > 1 && bold(&rows[0]) && !bold(&rows[1]);
        for (row, cells) in rows.iter().enumerate() {
            self.break_line();
            for (at, (column, lines)) in cells.iter().enumerate() {
                if at > 0 {
                    self.text.push('\t');
                }
                let start = self.text.len();
                for line in lines {
                    if self.text.len() > start {
                        self.hyphens.join(&mut self.text, line.text.trim());
                    } else {
                        self.text.push_str(line.text.trim());
                    }
                }
                let (header, row) = (header && row == 0, above + row as u32);
                let kind = BlockKind::Cell { table: self.tables, row, column: *column as u32, header };
                self.blocks.push(kind, Zone::Main, Span::new(start, self.text.len()), None);
            }
        }
        self.tables += 1;
        self.last_table = Some((columns, above + rows.len() as u32));
    }
}

/// Whether a small letter follows the dash that a line begins with: running text that was broken there.
fn lower_after(line: &str) -> bool {
    line.trim_start_matches(['–', '—', ' ']).starts_with(char::is_lowercase)
}
