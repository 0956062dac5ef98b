//! A part of a text as Markdown sees it: perhaps without the indentation of its lines, but every place known.

use std::borrow::Cow;

use super::super::{label, signs};
use crate::model::Span;

/// A part of a document's text that is read as Markdown.
#[derive(Debug)]
pub(super) struct Piece<'a> {
    /// What is read.
    pub text: Cow<'a, str>,
    /// Where each stretch that was copied begins: here, and in the document's text.
    starts: Vec<(usize, usize)>,
}

impl<'a> Piece<'a> {
    /// The text from a byte on, with an empty line before each line that begins something new directly under a list item
    /// ("- Pat dry." / "First week"): Markdown takes such a line for the item's own, those who wrote it did not.
    pub fn loosened(text: &'a str, from: usize) -> Self {
        let joined = bullets_joined(&text[from..]);
        let rest = joined.as_ref();
        let (mut copy, mut starts) = (String::new(), vec![(0, from)]);
        let (mut at, mut fenced) = (0, false);
        let mut item: Option<&str> = None;
        let mut lines = rest.split_inclusive('\n').peekable();
        let is_marked = |line: &str| signs::marker(line.trim_start()).is_some();
        let mut marked = lines.peek().is_some_and(|first| is_marked(first));
        while let Some(whole) = lines.next() {
            let line = whole.trim_end();
            fenced ^= line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
            let leads = lines.peek().is_some_and(|next| is_marked(next));
            if !fenced && !marked && item.is_some_and(|above| begins_anew(above, line, leads)) {
                copy.push_str(&rest[starts.last().map_or(0, |&(_, there)| there - from)..at]);
                copy.push('\n');
                starts.push((copy.len(), from + at));
                item = None;
            } else {
                item = (!line.is_empty()).then_some(line).filter(|_| marked || item.is_some());
            }
            at += whole.len();
            marked = leads;
        }
        if starts.len() == 1 {
            return Self { text: joined, starts };
        }
        copy.push_str(&rest[starts.last().map_or(0, |&(_, there)| there - from)..]);
        Self { text: Cow::Owned(copy), starts }
    }

    /// Lines that stand apart in the text.
    pub fn of_lines(text: &str, lines: &[Span]) -> Self {
        let mut copy = String::new();
        let mut starts = Vec::with_capacity(lines.len());
        for line in lines {
            starts.push((copy.len(), line.start));
            copy.push_str(line.of(text));
            copy.push('\n');
        }
        Self { text: Cow::Owned(copy), starts }
    }

    /// The place in the document's text of a range of this one. The range holds at least one character of a line.
    pub fn place(&self, start: usize, end: usize) -> Span {
        let first = self.at(start);
        if end <= start {
            return Span::new(first, first);
        }
        Span::new(first, self.at(end - 1) + 1)
    }

    fn at(&self, byte: usize) -> usize {
        let index = self.starts.partition_point(|&(here, _)| here <= byte).saturating_sub(1);
        self.starts.get(index).map_or(byte, |&(here, there)| there + (byte - here))
    }
}

/// The fewest lines that hold a bullet alone by which a text has such bullets; one alone underlines a heading.
const FEWEST_BARE: usize = 2;

/// A text whose bullets stand in lines of their own ("-" / "Do not drive." / "-" / "Rest."), as programs leave them that take
/// lists out of web pages: a blank for the end of each such line, so that every place stays.
fn bullets_joined(text: &str) -> Cow<'_, str> {
    let is_bare = |line: &str| matches!(line.trim(), "-" | "*" | "+") && line.ends_with('\n');
    let is_text = |line: &str| !line.trim().is_empty() && signs::marker(line.trim_start()).is_none();
    let lines = || text.split_inclusive('\n').zip(text.split_inclusive('\n').skip(1));
    if lines().filter(|(line, next)| is_bare(line) && is_text(next)).count() < FEWEST_BARE {
        return Cow::Borrowed(text);
    }
    let mut joined = String::with_capacity(text.len());
    let last = lines().last().map_or(text, |(_, last)| last);
    for (line, next) in lines().chain([(last, "")]) {
        match line.strip_suffix('\n').filter(|_| is_bare(line) && is_text(next)) {
            Some(bullet) => {
                joined.push_str(bullet);
                joined.push(' ');
            }
            None => joined.push_str(line),
        }
    }
    Cow::Owned(joined)
}

/// Whether a line directly under an item's text, without indentation, is no more of that text: a sentence after a whole one, or
/// a label above further items.
fn begins_anew(above: &str, line: &str, leads: bool) -> bool {
    let first = line.trim_start_matches(['*', '_']).chars().next();
    first.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
        && !line.contains('|')
        && (signs::ends_sentence(above) || leads && label::is_label(line.trim_matches(['*', '_'])))
}
