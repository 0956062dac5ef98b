//! A part of a text as Markdown sees it: perhaps without the indentation of its lines, but every place known.

use std::borrow::Cow;

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
    /// The text from a byte on.
    pub fn rest(text: &'a str, from: usize) -> Self {
        Self { text: Cow::Borrowed(&text[from..]), starts: vec![(0, from)] }
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
