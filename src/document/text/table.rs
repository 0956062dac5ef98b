//! Tables drawn with blanks, dots or bars in plain text.

use super::{
    super::{blocks::Blocks, signs},
    wrap::Line,
};
use crate::model::{BlockKind, Span, Zone};

/// Blanks or dots in a row that part two columns.
const GAP: usize = 3;

/// How many columns a table has.
const COLUMNS: std::ops::RangeInclusive<usize> = 2..=8;

/// Adds the table that begins at the first of these lines, if one does; returns the number of lines that it takes.
pub(super) fn read(text: &str, lines: &[Line], table: &mut u32, out: &mut Blocks) -> usize {
    let rows = rows(text, lines);
    let written = || rows.iter().filter(|row| !row.cells.is_empty());
    if written().count() < 2 {
        return 0;
    }
    let header = rows.len() > 2 && rows[1].cells.is_empty();
    for (row, Row { cells, .. }) in (0..).zip(written()) {
        for &(column, span) in cells {
            let kind = BlockKind::Cell { table: *table, row, column, header: header && row == 0 };
            out.push(kind, Zone::Main, span, None);
        }
    }
    *table += 1;
    rows.last().map_or(0, |row| row.line + 1)
}

/// One row: its cells by their columns, some of which may be empty.
#[derive(Debug, Default)]
struct Row {
    /// The number of its line.
    line: usize,
    /// Its cells; a drawn line has none.
    cells: Vec<(u32, Span)>,
}

/// The cells of a line.
struct Cells {
    /// How many there are, empty ones counted.
    count: usize,
    filled: Vec<(u32, Span)>,
    /// The column at which the last begins, in characters, where only blanks part them.
    aligned: Option<usize>,
}

/// The rows from the first line on.
fn rows(text: &str, lines: &[Line]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut shape: Option<(usize, Option<usize>)> = None;
    for (at, line) in lines.iter().enumerate() {
        if line.is_blank() {
            break;
        }
        if signs::is_rule(line.span.of(text)) {
            if rows.is_empty() {
                break;
            }
            rows.push(Row { line: at, cells: Vec::new() });
            continue;
        }
        if let Some((2, Some(column))) = shape
            && line.indent == column
            && signs::marker(line.span.of(text)).is_none()
        {
            hang(text, *line, at, &mut rows);
            continue;
        }
        let Some(cells) = cells(text, *line) else { break };
        match shape {
            None => shape = Some((cells.count, cells.aligned)),
            Some((count, column)) if count == cells.count && (column == cells.aligned || cells.aligned.is_none()) => {}
            // The last cells of a row are empty, and nothing is drawn behind them.
            Some((count, _)) if count > cells.count && cells.aligned.is_none() => {}
            Some(_) => break,
        }
        rows.push(Row { line: at, cells: cells.filled });
    }
    while rows.last().is_some_and(|row| row.cells.is_empty()) {
        rows.pop();
    }
    rows
}

/// A line that stands under the second of two columns and under nothing else: it goes on with the cell above, or the first
/// column has come to its end.
fn hang(text: &str, line: Line, at: usize, rows: &mut Vec<Row>) {
    let goes_on = line.span.of(text).starts_with(char::is_lowercase);
    match rows.last_mut().and_then(|row| row.cells.last_mut()) {
        Some((1, cell)) if goes_on => cell.end = line.span.end,
        _ => rows.push(Row { line: at, cells: vec![(1, line.span)] }),
    }
}

/// The cells of a line, where it has at least two.
fn cells(text: &str, line: Line) -> Option<Cells> {
    let body = line.span.of(text);
    if signs::marker(body).is_some() {
        return None;
    }
    if let Some(cells) = barred(body, line) {
        return Some(cells);
    }
    let (mut cells, mut start, mut drawn) = (Vec::new(), 0, false);
    let mut gap: Option<usize> = None;
    for (at, c) in body.char_indices() {
        if is_gap(c) {
            gap = gap.or(Some(at));
            continue;
        }
        if let Some(from) = gap.take()
            && let Some(parted) = parts(&body[from..at])
        {
            cells.extend((from > start).then(|| Span::new(line.span.start + start, line.span.start + from)));
            (start, drawn) = (at, drawn || parted);
        }
    }
    let end = gap.filter(|&from| parts(&body[from..]).is_some()).unwrap_or(body.len());
    cells.push(Span::new(line.span.start + start, line.span.start + end));
    let last = cells.last()?.start;
    let aligned = (!drawn).then(|| line.indent + text[line.span.start..last].chars().count());
    let count = cells.len();
    (COLUMNS.contains(&count)).then(|| Cells { count, filled: (0..).zip(cells).collect(), aligned })
}

/// The cells of a line that bars part, between which there may be nothing: "Sauna | | four weeks".
fn barred(body: &str, line: Line) -> Option<Cells> {
    if !body.contains('|') {
        return None;
    }
    let framed = body.strip_prefix('|').map(|inner| inner.strip_suffix('|').unwrap_or(inner));
    let inner = framed.unwrap_or(body);
    let mut at = line.span.start + usize::from(framed.is_some());
    let mut filled = Vec::new();
    let mut count = 0;
    for (column, cell) in (0..).zip(inner.split('|')) {
        let from = at + cell.len() - cell.trim_start().len();
        if !cell.trim().is_empty() {
            filled.push((column, Span::new(from, from + cell.trim().len())));
        }
        at += cell.len() + 1;
        count += 1;
    }
    (COLUMNS.contains(&count) && !filled.is_empty()).then_some(Cells { count, filled, aligned: None })
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() || matches!(c, '.' | '…' | '_' | '·')
}

/// Whether a run of blanks and dots parts columns, and whether it is drawn, or made by a key for it, rather than blank.
fn parts(run: &str) -> Option<bool> {
    let signs = run.chars().filter(|c| !c.is_whitespace()).count();
    if signs == 0 {
        return if run.contains('\t') { Some(true) } else { (run.chars().count() >= GAP).then_some(false) };
    }
    (signs >= GAP || run.contains("…")).then_some(true)
}
