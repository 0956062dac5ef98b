//! In which order are the lines of a page read? Where the page has columns, one after the other.

use super::lines::Segment;

/// A gutter is sought where at least this many lines stand on each side, or the smaller number where the other side has many:
/// the last column of a page may be nearly empty.
const LINES: usize = 4;
const FEWEST: usize = 2;
const MANY: usize = 12;
/// Columns are not wider than this many, found by halving.
const DEPTH: usize = 3;

/// Lines of one column: each has the segments that stand side by side.
pub(super) type Flow = Vec<Vec<Segment>>;

/// The columns of a page in the order in which they are read; what reaches over several stands alone.
pub(super) fn flows(segments: Vec<Segment>) -> Vec<Flow> {
    let mut flows = Vec::new();
    split(segments, DEPTH, &mut flows);
    flows
}

fn split(segments: Vec<Segment>, depth: usize, out: &mut Vec<Flow>) {
    let gutter = if depth > 0 { gutter(&segments) } else { None };
    let Some(gutter) = gutter else {
        out.push(rows(segments));
        return;
    };
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let flush = |left: &mut Vec<Segment>, right: &mut Vec<Segment>, out: &mut Vec<Flow>| {
        for side in [left, right] {
            if !side.is_empty() {
                split(std::mem::take(side), depth - 1, out);
            }
        }
    };
    for segment in segments {
        if segment.right <= gutter {
            left.push(segment);
        } else if segment.left >= gutter {
            right.push(segment);
        } else {
            let heading = left.pop_if(|last| right.iter().all(|r| r.y < last.y) && heads(last, &segment));
            flush(&mut left, &mut right, out);
            let headed = heading.is_some();
            out.extend(heading.map(|heading| vec![vec![heading]]));
            match out.last_mut() {
                Some(flow) if headed || spans(flow, gutter) => flow.push(vec![segment]),
                _ => out.push(vec![vec![segment]]),
            }
        }
    }
    flush(&mut left, &mut right, out);
}

/// Whether a short line is the heading of one over the whole width, right below it.
fn heads(line: &Segment, below: &Segment) -> bool {
    let styled = line.size > below.size * 1.08 || (line.bold && !below.bold);
    styled && below.y - line.y < line.size * 3.0
}

/// Whether a flow's last line reaches over the gutter.
fn spans(flow: &Flow, gutter: f64) -> bool {
    flow.last().and_then(|row| row.last()).is_some_and(|s| s.left < gutter && s.right > gutter)
}

/// A place that few segments cross, with lines of text on both sides of it that are no rows of a table.
fn gutter(segments: &[Segment]) -> Option<f64> {
    let mut starts: Vec<f64> = segments.iter().map(|s| s.left).collect();
    starts.sort_by(f64::total_cmp);
    starts.dedup_by(|a, b| (*a - *b).abs() < 2.0);
    let edge = segments.iter().map(|s| s.left).fold(f64::MAX, f64::min);
    let mut best: Option<(usize, f64)> = None;
    for &start in starts.iter().take(200) {
        if start - edge < 60.0 {
            continue;
        }
        let gutter = start - 1.0;
        if let Some(lines) = columns_at(segments, gutter)
            && best.is_none_or(|(most, _)| lines > most)
        {
            best = Some((lines, gutter));
        }
    }
    best.map(|(_, gutter)| gutter)
}

/// How many lines begin at the right side of a gutter, if it is one.
fn columns_at(segments: &[Segment], gutter: f64) -> Option<usize> {
    let left: Vec<&Segment> = segments.iter().filter(|s| s.right <= gutter).collect();
    let right: Vec<&Segment> = segments.iter().filter(|s| s.left >= gutter).collect();
    let crossing = segments.iter().filter(|s| s.left < gutter && s.right > gutter).count();
    let (fewer, more) = (left.len().min(right.len()), left.len().max(right.len()));
    if fewer < if more < MANY { LINES } else { FEWEST } || crossing * 4 > segments.len() {
        return None;
    }
    let aligned = right.iter().filter(|s| s.left < gutter + 30.0).count();
    if aligned * 10 < right.len() * 6 {
        return None;
    }
    let paired = right.iter().filter(|r| left.iter().any(|l| (l.y - r.y).abs() < 2.0)).count();
    let (fill_left, fill_right) = (fill(&left), fill(&right));
    let table = paired * 10 >= right.len() * 8 && (fill_left < 0.6 || fill_right < 0.6);
    (!table && fill_left > 0.35 && fill_right > 0.35).then_some(aligned)
}

/// Which share of its column's width the middle line takes.
fn fill(side: &[&Segment]) -> f64 {
    let left = side.iter().map(|s| s.left).fold(f64::MAX, f64::min);
    let right = side.iter().map(|s| s.right).fold(f64::MIN, f64::max);
    let mut widths: Vec<f64> = side.iter().map(|s| s.right - s.left).collect();
    widths.sort_by(f64::total_cmp);
    widths[widths.len() / 2] / (right - left).max(1.0)
}

/// Segments on one height, side by side.
fn rows(segments: Vec<Segment>) -> Flow {
    let mut rows: Flow = Vec::new();
    for segment in segments {
        match rows.last_mut() {
            Some(row) if row.last().is_some_and(|l| (l.y - segment.y).abs() < segment.size * 0.35) => row.push(segment),
            _ => rows.push(vec![segment]),
        }
    }
    rows
}
