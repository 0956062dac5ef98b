//! Tables: lines whose segments begin at the same places as those of the lines around them.

use super::lines::Segment;

/// Cells begin where their column does, give or take this much, in points.
const ALIGNED: f64 = 3.0;
/// The first lines among which the one with the most segments says where the columns are.
const LOOK: usize = 3;
/// Columns of running text have at least as many lines.
const PROSE: usize = 4;

/// A cell: its column, and its lines.
pub(super) type Cell = (usize, Vec<Segment>);

/// The rows of the table that begins at the first of these lines, if one does, and how many lines it takes.
pub(super) fn read(flow: &[Vec<Segment>]) -> Option<(Vec<Vec<Cell>>, usize)> {
    let widest = flow.iter().take(LOOK).max_by_key(|row| row.len()).filter(|row| row.len() > 1)?;
    let columns: Vec<f64> = widest.iter().map(|s| s.left).collect();
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let (mut taken, mut pitch, mut last, mut top) = (0, f64::MAX, 0.0, 0.0);
    for line in flow {
        let Some(cells) = fit(line, &columns) else { break };
        let (y, size) = (line[0].y, line[0].size);
        let gap = y - last;
        if !rows.is_empty() && !(0.0..size * 4.0).contains(&gap) {
            break;
        }
        if let [(column, segment)] = cells.as_slice() {
            let Some(row) = rows.last_mut() else { break };
            if *column == 0 && gap > pitch.min(size * 1.5) * 0.85 {
                break;
            }
            match row.iter_mut().find(|(c, _)| c == column) {
                Some((_, lines)) => lines.push(segment.clone()),
                None => row.push((*column, vec![segment.clone()])),
            }
        } else {
            if !rows.is_empty() {
                pitch = pitch.min(y - top);
            }
            top = y;
            rows.push(cells.into_iter().map(|(column, segment)| (column, vec![segment])).collect());
        }
        last = y;
        taken += 1;
    }
    (rows.len() > 1).then_some((rows, taken))
}

/// The lines of each column where the rows are no rows: columns of running text whose lines happen to stand side by side.
pub(super) fn columns(rows: &[Vec<Cell>]) -> Option<Vec<Vec<Segment>>> {
    let count = rows.iter().flatten().map(|(column, _)| column + 1).max()?;
    if rows.len() < PROSE {
        return None;
    }
    let lines = |column| rows.iter().flatten().filter(move |(c, _)| *c == column).flat_map(|(_, lines)| lines).cloned();
    let columns: Vec<Vec<Segment>> = (0..count).map(|column| lines(column).collect()).collect();
    columns.iter().all(|lines| is_prose(lines)).then_some(columns)
}

/// Whether lines follow closely, begin in the middle of sentences, and fill their column.
fn is_prose(lines: &[Segment]) -> bool {
    let width = lines.iter().map(|s| s.right - s.left).fold(1.0, f64::max);
    let full = lines.iter().filter(|s| s.right - s.left > width * 0.75).count();
    let inner = lines.iter().skip(1).filter(|s| s.text.trim_start().starts_with(char::is_lowercase)).count();
    let close = lines.windows(2).filter(|pair| pair[1].y - pair[0].y < pair[0].size * 1.7).count();
    lines.len() >= PROSE && full * 10 >= lines.len() * 7 && inner * 2 >= lines.len() - 1 && close + 1 == lines.len()
}

/// The segments of a line by column, parted where a word begins at one. Nothing where one begins elsewhere.
fn fit(line: &[Segment], columns: &[f64]) -> Option<Vec<(usize, Segment)>> {
    let mut cells = Vec::new();
    for segment in line {
        let mut rest = segment.clone();
        loop {
            let column = columns.iter().position(|c| (c - rest.left).abs() < ALIGNED)?;
            let next = rest.words.iter().copied().find(|w| {
                let begins = columns[column + 1..].iter().any(|c| (c - w.left).abs() < ALIGNED * 0.5);
                begins && w.gap > rest.size * 0.5
            });
            let Some(word) = next else {
                cells.push((column, rest));
                break;
            };
            let (before, after) = rest.split(word);
            cells.push((column, before));
            rest = after;
        }
    }
    let ordered = cells.windows(2).all(|pair| pair[0].0 < pair[1].0);
    let apart = cells.iter().all(|(c, s)| columns.get(c + 1).is_none_or(|next| s.right < *next));
    (ordered && apart).then_some(cells)
}
