//! Bullets within a line, as where a page's lines were run together: "After surgery: • Rest for a day. • No sport for a week."

use super::{super::signs, wrap::Line};
use crate::model::Span;

/// The fewest bullets of one kind in such a line, and the fewest words that what stands between them has on average: fewer
/// are the links of a page.
const BULLETS: usize = 3;
const WORDS: usize = 4;

/// Parts lines at the bullets within them.
pub(super) fn parted(text: &str, lines: Vec<Line>) -> Vec<Line> {
    if !lines.iter().any(|line| is_run_together(line.span.of(text))) {
        return lines;
    }
    lines.into_iter().flat_map(|line| parts(text, line)).collect()
}

/// The sign that parts a line, if one does.
fn sign(line: &str) -> Option<char> {
    let mut before = ' ';
    let signs = line.char_indices().filter_map(|(at, c)| {
        let follows = before.is_whitespace() && signs::is_bullet(c) && line[at + c.len_utf8()..].starts_with(' ');
        before = c;
        follows.then_some(c)
    });
    let signs: Vec<char> = signs.collect();
    let first = *signs.first()?;
    (signs.len() >= BULLETS && signs.iter().all(|c| *c == first)).then_some(first)
}

fn is_run_together(line: &str) -> bool {
    let words = line.split_whitespace().count();
    sign(line).is_some_and(|sign| {
        let bullets = line.split_whitespace().filter(|word| word.starts_with(sign)).count();
        words >= bullets * (WORDS + 1)
    })
}

/// The lines that a line was run together from.
fn parts(text: &str, line: Line) -> Vec<Line> {
    let body = line.span.of(text);
    let Some(sign) = sign(body).filter(|_| is_run_together(body)) else { return vec![line] };
    let mut begins = vec![0];
    for (at, _) in body.match_indices(sign).filter(|(at, _)| *at > 0 && body[..*at].ends_with(char::is_whitespace)) {
        // "… for a week. After surgery: •": what leads in the next items.
        let before = &body[begins[begins.len() - 1]..at];
        if let Some(stop) = before.trim_end().ends_with(':').then(|| before.rfind(". ")).flatten() {
            begins.push(begins[begins.len() - 1] + stop + 2);
        }
        begins.push(at);
    }
    let ends = begins[1..].iter().copied().chain([body.len()]);
    let part = |(from, to): (&usize, usize)| {
        let part = body[*from..to].trim();
        let start = line.span.start + from + (body[*from..to].len() - body[*from..to].trim_start().len());
        let width = line.indent + part.chars().count();
        Line { span: Span::new(start, start + part.len()), width, ..line }
    };
    begins.iter().zip(ends).map(part).filter(|line| !line.is_blank()).collect()
}
