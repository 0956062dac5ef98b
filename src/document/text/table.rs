//! Tables drawn with blanks, dots or bars in plain text.

use super::{
    super::{blocks::Blocks, signs},
    wrap::Line,
};
use crate::model::{BlockKind, Span, Zone};

/// Blanks or dots in a row that part two columns.
const GAP: usize = 3;

/// Adds the table that begins at the first of these lines, if one does; returns the number of lines that it takes.
pub(super) fn read(text: &str, lines: &[Line], table: &mut u32, out: &mut Blocks) -> usize {
    let rows = rows(text, lines);
    let written = rows.iter().filter(|(_, cells)| !cells.is_empty()).count();
    if written < 2 {
        return 0;
    }
    let header = rows.len() > 2 && rows[1].1.is_empty();
    for (row, (_, cells)) in rows.iter().filter(|(_, cells)| !cells.is_empty()).enumerate() {
        for (column, &span) in cells.iter().enumerate() {
            let kind =
                BlockKind::Cell { table: *table, row: row as u32, column: column as u32, header: header && row == 0 };
            out.push(kind, Zone::Main, span, None);
        }
    }
    *table += 1;
    rows.last().map_or(0, |(at, _)| at + 1)
}

/// The rows from the first line on, each with the number of its line; a drawn line has no cells.
fn rows(text: &str, lines: &[Line]) -> Vec<(usize, Vec<Span>)> {
    let mut rows: Vec<(usize, Vec<Span>)> = Vec::new();
    let mut shape: Option<(usize, Option<usize>)> = None;
    for (at, line) in lines.iter().enumerate() {
        if line.is_blank() {
            break;
        }
        if signs::is_rule(line.span.of(text)) {
            if rows.is_empty() {
                break;
            }
            rows.push((at, Vec::new()));
            continue;
        }
        let Some((cells, aligned)) = cells(text, *line) else { break };
        match shape {
            None => shape = Some((cells.len(), aligned)),
            Some((count, column)) if count == cells.len() && (column == aligned || aligned.is_none()) => {}
            Some(_) => break,
        }
        rows.push((at, cells));
    }
    while rows.last().is_some_and(|(_, cells)| cells.is_empty()) {
        rows.pop();
    }
    rows
}

/// The cells of a line, and the column at which the second begins where only blanks part them.
fn cells(text: &str, line: Line) -> Option<(Vec<Span>, Option<usize>)> {
    let body = line.span.of(text);
    if signs::marker(body).is_some() {
        return None;
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
    (2..=8).contains(&cells.len()).then_some((cells, aligned))
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() || matches!(c, '.' | '…' | '|' | '_' | '·')
}

/// Whether a run of blanks and dots parts columns, and whether it is drawn rather than blank.
fn parts(run: &str) -> Option<bool> {
    let signs = run.chars().filter(|c| !c.is_whitespace()).count();
    if signs == 0 {
        return (run.contains('\t') || run.chars().count() >= GAP).then_some(false);
    }
    (run.contains('|') || signs >= GAP || run.contains("…")).then_some(true)
}
