//! The text of the page, one block a line, and its blocks.

use super::{
    super::{blocks::Blocks, signs, signs::MarkerKind},
    Body, Cell, Raw, Shape,
};
use crate::model::{BlockKind, Document, Mark, Span};

/// Bold paragraphs up to this length, in bytes, are headings.
const HEADING: usize = 120;

/// Writes the blocks that were not dropped to a document.
pub(in super::super) fn write(body: &Body, document: &mut Document) {
    let mut blocks = Blocks::default();
    let mut before: Option<Cell> = None;
    let mut tables: Vec<Option<u32>> = vec![None; body.tables.len()];
    let mut count = 0;
    for raw in body.blocks.iter().filter(|b| !b.dropped) {
        let cell = raw.cell.filter(|c| is_table(body, c.table));
        if !document.text.is_empty() {
            document.text.push(if follows(before, cell) { '\t' } else { '\n' });
        }
        before = cell;
        let start = document.text.len();
        document.text.push_str(&raw.text);
        document.file_lines.extend(raw.lines.iter().map(|&(at, line)| (start as u32 + at, line)));
        let kind = match cell {
            Some(cell) => {
                let table = *tables[cell.table].get_or_insert_with(|| {
                    count += 1;
                    count - 1
                });
                let named = (cell.row == 0 || cell.column == 0) && is_strong(raw);
                BlockKind::Cell { table, row: cell.row, column: cell.column, header: cell.header || named }
            }
            None => kind(raw),
        };
        push(raw, kind, start, &mut blocks);
    }
    document.blocks = blocks.finish(&document.text);
}

/// Whether a table holds data: several columns, nothing that only arranges the page.
fn is_table(body: &Body, table: usize) -> bool {
    let table = &body.tables[table];
    !table.layout && table.columns > 1
}

/// Whether a cell stands in the line of the one before it.
fn follows(before: Option<Cell>, cell: Option<Cell>) -> bool {
    let (Some(before), Some(cell)) = (before, cell) else { return false };
    before.table == cell.table && before.row == cell.row && before.column != cell.column
}

pub(super) fn kind(raw: &Raw) -> BlockKind {
    match raw.shape {
        Shape::Heading(level) => BlockKind::Heading { level: level.clamp(1, 7) },
        Shape::Item { depth, ordered, .. } => BlockKind::Item { depth, ordered },
        Shape::Paragraph if is_title(raw) => BlockKind::Heading { level: 7 },
        Shape::Paragraph | Shape::WithinItem(_) => BlockKind::Paragraph,
    }
}

/// Whether a paragraph is wholly bold or slanted, short, and no sentence.
fn is_title(raw: &Raw) -> bool {
    is_strong(raw)
        && raw.text.len() <= HEADING
        && (raw.text.ends_with(['?', '!']) || !signs::ends_sentence(&raw.text))
        && raw.text.contains(char::is_alphabetic)
}

/// Whether all of a text is bold, but for a colon after it.
pub(super) fn is_strong(raw: &Raw) -> bool {
    raw.strong > 0 && raw.strong >= raw.text.trim_end_matches([':', ' ']).len()
}

fn push(raw: &Raw, kind: BlockKind, start: usize, blocks: &mut Blocks) {
    let (skipped, mark) = sign(raw, kind);
    let span = Span::new(start + skipped, start + raw.text.len());
    match (kind, raw.shape) {
        (BlockKind::Item { depth, ordered }, Shape::Item { list, .. }) => {
            blocks.item(list, (depth, ordered), raw.zone, span, mark);
        }
        (BlockKind::Heading { .. }, Shape::Paragraph) => blocks.bold(raw.zone, span, mark),
        (BlockKind::Paragraph, Shape::WithinItem(depth)) => blocks.within_item(depth, raw.zone, span),
        _ => blocks.push(kind, raw.zone, span, mark),
    }
}

/// The length of a typed bullet, number or mark before a text, and the mark.
fn sign(raw: &Raw, kind: BlockKind) -> (usize, Option<Mark>) {
    match (signs::marker(&raw.text), kind) {
        (Some(marker), BlockKind::Item { .. }) if !matches!(marker.kind, MarkerKind::Letter(_)) => {
            (marker.length, marker.mark)
        }
        _ => signs::mark(&raw.text),
    }
}
