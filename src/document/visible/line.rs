//! The text of one block of a page, with its line breaks, and how it parts into blocks.

use super::super::signs::{self, Marker, MarkerKind};

/// The text that is being read, white space folded.
#[derive(Debug, Default)]
pub(in super::super) struct Line {
    text: String,
    blank: bool,
    /// The line of the file that is being read, counted from one; 0 where the file has none.
    pub at: u32,
    /// From which byte on the text stands on which line.
    lines: Vec<(usize, u32)>,
    /// How many open elements make text bold or slanted, are links, or keep line breaks.
    pub strong: usize,
    pub links: usize,
    pub keeps: usize,
    /// Ranges of text within such elements.
    strongs: Vec<(usize, usize)>,
    linked: Vec<(usize, usize)>,
}

/// A part of the text that becomes a block.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Part {
    pub text: String,
    /// How many bytes are bold or slanted, and how many are in links.
    pub strong: usize,
    pub linked: usize,
    /// From which byte on it stands on which line of the file.
    pub lines: Vec<(u32, u32)>,
    /// Typed like an item, and whether it is numbered.
    pub item: Option<bool>,
}

impl Line {
    /// An empty line within the same elements.
    pub fn next(&self) -> Self {
        Self { strong: self.strong, links: self.links, keeps: self.keeps, at: self.at, ..Self::default() }
    }

    pub fn push(&mut self, text: &str) {
        let start = self.text.len();
        let mut line = self.lines.last().map_or(0, |(_, line)| *line);
        for c in text.chars() {
            if c.is_whitespace() {
                let breaks = c == '\n';
                self.at += u32::from(breaks && self.at > 0);
                if breaks && self.keeps > 0 {
                    self.line_break();
                } else {
                    self.blank = true;
                }
            } else if !matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}' | '\0') {
                if std::mem::take(&mut self.blank) && !self.text.is_empty() && !self.text.ends_with('\n') {
                    self.text.push(' ');
                }
                if self.at != line {
                    line = self.at;
                    self.lines.push((self.text.len(), line));
                }
                self.text.push(c);
            }
        }
        let range = (start, self.text.len());
        if self.strong > 0 && range.1 > start {
            self.strongs.push(range);
        }
        if self.links > 0 && range.1 > start {
            self.linked.push(range);
        }
    }

    pub fn line_break(&mut self) {
        self.blank = false;
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    /// The parts, in order. A break makes a new part where what follows looks like a line of its own.
    pub fn parts(&self) -> Vec<Part> {
        let mut parts: Vec<(usize, usize)> = Vec::new();
        let mut at = 0;
        let listed = self.is_list();
        for raw in self.text.split('\n') {
            let (start, end) = (at, at + raw.len());
            at = end + 1;
            if raw.trim().is_empty() {
                continue;
            }
            match parts.last_mut() {
                Some(open) if start == open.1 + 1 && !listed && !self.splits(*open, (start, end)) => open.1 = end,
                _ => parts.push((start, end)),
            }
        }
        let led = listed && parts.first().is_some_and(|&(a, b)| self.text[a..b].trim_end().ends_with(':'));
        let part = |(at, &range): (usize, &(usize, usize))| self.part(range, led && at > 0);
        parts.iter().enumerate().map(part).collect()
    }

    /// Whether the lines are short ones under a lead-in that ends with a colon.
    fn is_list(&self) -> bool {
        let mut lines = self.text.split('\n').map(str::trim).filter(|l| !l.is_empty());
        let led = lines.next().is_some_and(|first| first.ends_with(':'));
        let rest: Vec<&str> = lines.collect();
        led && rest.len() > 1 && rest.iter().all(|l| l.len() <= 160 && !l.ends_with(':'))
    }

    fn splits(&self, open: (usize, usize), line: (usize, usize)) -> bool {
        let (before, body) = (self.text[open.0..open.1].trim(), self.text[line.0..line.1].trim());
        if signs::marker(body).is_some_and(|m| !matches!(m.kind, MarkerKind::Letter(_)))
            || signs::marker(before).is_some()
        {
            return true;
        }
        if self.share(&self.strongs, open) && !self.share(&self.strongs, line) {
            return true;
        }
        !body.starts_with(char::is_lowercase)
            && (signs::ends_sentence(before) || before.ends_with(':') || before.len() <= 60)
    }

    /// Whether all of a range lies in the ranges.
    fn share(&self, ranges: &[(usize, usize)], part: (usize, usize)) -> bool {
        covered(ranges, part) >= self.text[part.0..part.1].trim().len()
    }

    fn part(&self, range: (usize, usize), led: bool) -> Part {
        let body = &self.text[range.0..range.1];
        let marker = signs::marker(body).filter(|m| !matches!(m.kind, MarkerKind::Letter(_)));
        let item = marker.map(Marker::ordered).or(led.then_some(false));
        let (strong, linked) = (covered(&self.strongs, range), covered(&self.linked, range));
        let text = body.trim();
        let start = range.0 + (body.len() - body.trim_start().len());
        Part { text: text.to_owned(), strong, linked, lines: self.lines_of(start, start + text.len()), item }
    }

    /// The lines of a range, counted from its start.
    fn lines_of(&self, start: usize, end: usize) -> Vec<(u32, u32)> {
        let first = self.lines.partition_point(|(at, _)| *at <= start).saturating_sub(1);
        let within = self.lines[first..].iter().take_while(|(at, _)| *at < end);
        within.map(|(at, line)| (at.saturating_sub(start) as u32, *line)).collect()
    }
}

/// How many bytes of a part lie in ranges, which are in order and may touch.
fn covered(ranges: &[(usize, usize)], part: (usize, usize)) -> usize {
    let first = ranges.partition_point(|r| r.1 <= part.0);
    ranges[first..].iter().take_while(|r| r.0 < part.1).map(|r| r.1.min(part.1) - r.0.max(part.0)).sum()
}
