//! Lines of plain text, and at which width they were broken.

use super::super::{label, signs, signs::Marker};
use crate::model::Span;

/// Lines longer than this are not broken by hand, in characters.
const LONGEST: usize = 130;

/// Of the lines that go on in the next, a quarter at most is narrower than this share of the widest, in percent.
const LEAST_EVEN: usize = 50;

/// One line without the white space around it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    /// Where its text lies.
    pub span: Span,
    /// Columns before its text.
    pub indent: usize,
    /// Characters up to the end of its text, with those before it.
    pub width: usize,
    /// The number of page ends before it.
    pub page: u32,
    /// The sign of the item that it begins, where that stands on a line of its own.
    pub given: Option<Given>,
    /// It goes on with the line before it, which the end of a page parts from it.
    pub goes_on: bool,
}

/// A sign that stands on a line of its own.
#[derive(Debug, Clone, Copy)]
pub(super) struct Given {
    /// What it says of its item; none of the item's own text belongs to it.
    pub marker: Marker,
    /// Its first character.
    pub sign: char,
}

impl Line {
    pub fn is_blank(&self) -> bool {
        self.span.is_empty()
    }
}

/// The lines of a part of a text.
pub(super) fn lines(text: &str, part: Span) -> Vec<Line> {
    let (mut at, mut page) = (part.start, 0);
    part.of(text)
        .split_inclusive('\n')
        .map(|raw| {
            let start = at;
            at += raw.len();
            let body = raw.trim_start();
            let end = without_bar(raw.trim_end()).len();
            let lead = if end == 0 { 0 } else { raw.len() - body.len() };
            page += raw[..if end == 0 { raw.len() } else { lead }].matches('\u{c}').count() as u32;
            let indent = raw[..lead].chars().map(|c| if c == '\t' { 4 } else { usize::from(c != '\u{c}') }).sum();
            let width = indent + raw[lead..end.max(lead)].chars().count();
            let span = Span::new(start + lead, start + end);
            Line { span, indent, width, page, given: None, goes_on: false }
        })
        .collect()
}

/// A line without the bar at its end that is left of a table whose cells stand one below the other.
fn without_bar(line: &str) -> &str {
    let shorter = line.trim_end_matches('|').trim_end();
    if shorter.contains('|') { line } else { shorter }
}

/// Where a text's lines are broken by hand: the width, in characters, that they do not exceed. `None` where every line is
/// a paragraph of its own.
pub(super) fn width(text: &str, lines: &[Line]) -> Option<usize> {
    let mut widths: Vec<usize> = lines
        .windows(2)
        .filter(|pair| runs_on(text, pair[0], pair[1]) && (30..=LONGEST).contains(&pair[0].width))
        .map(|pair| pair[0].width)
        .collect();
    widths.sort_unstable();
    let width = *widths.get(widths.len() * 9 / 10)?;
    let beyond = lines.iter().filter(|l| l.width > LONGEST).count();
    // Lines that a hand broke are about as wide as the widest; short notes in small letters are of any width.
    let even = widths[widths.len() / 4] * 100 >= width * LEAST_EVEN;
    (width >= 40 && even && 2 * beyond <= widths.len()).then_some(width)
}

/// Whether a line continues the one before it, given the width at which lines are broken.
pub(super) fn continues(text: &str, width: Option<usize>, before: Line, line: Line) -> bool {
    let Some(width) = width else { return false };
    let word = line.span.of(text).split_whitespace().next().map_or(0, |w| w.chars().count());
    let over = before.width + 1 + word;
    let percent = match (starts_lower(text, line), signs::ends_sentence(before.span.of(text))) {
        (true, false) => 80,
        (false, false) | (true, true) => 92,
        (false, true) => 101,
    };
    over * 100 >= width * percent
}

/// Whether a line continues the one before it, and is not the heading of what follows it.
pub(super) fn goes_on(text: &str, width: Option<usize>, lines: &[Line], (before, at): (usize, usize)) -> bool {
    continues(text, width, lines[before], lines[at]) && !is_title(text, width, lines, (before, at))
}

/// Whether a line after the end of a sentence is a heading that only seems to go on, since the line before is full.
fn is_title(text: &str, width: Option<usize>, lines: &[Line], (before, at): (usize, usize)) -> bool {
    let line = lines[at].span.of(text);
    let last = match lines.get(at + 1).filter(|next| !next.is_blank()) {
        Some(&next) => signs::marker(next.span.of(text)).is_some() || !continues(text, width, lines[at], next),
        None => false,
    };
    last && signs::ends_sentence(lines[before].span.of(text)) && !line.ends_with('?') && label::is_label(line)
}

/// Whether a line plainly goes on in the next: no end of a sentence, then a small letter.
fn runs_on(text: &str, before: Line, line: Line) -> bool {
    !before.is_blank()
        && !line.is_blank()
        && starts_lower(text, line)
        && signs::marker(line.span.of(text)).is_none()
        && !signs::ends_sentence(before.span.of(text))
        && !before.span.of(text).ends_with(':')
}

/// Whether a text's sentences begin with small letters as a rule.
pub(super) fn is_lower(text: &str, lines: &[Line]) -> bool {
    let (mut small, mut capital) = (0, 0);
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| !line.is_blank()) {
        let begins = at == 0 || lines[at - 1].is_blank() || signs::ends_sentence(lines[at - 1].span.of(text));
        let body = line.span.of(text);
        let body = &body[signs::marker(body).map_or(0, |m| m.length)..];
        if begins && body.len() == line.span.len() {
            small += usize::from(body.starts_with(char::is_lowercase));
            capital += usize::from(body.starts_with(char::is_uppercase));
        }
    }
    small >= 3 && small > 2 * capital
}

/// Whether a line begins with a small letter.
pub(super) fn starts_lower(text: &str, line: Line) -> bool {
    line.span.of(text).starts_with(char::is_lowercase)
}
