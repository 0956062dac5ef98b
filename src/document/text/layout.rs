//! From lines to blocks: paragraphs joined over hard wraps, items with their continuation, headings, tables.

use super::{
    super::{
        asked::{self, Asked},
        blocks::Blocks,
        hyphen::Hyphens,
        looks::Look,
        signs::{self, Marker},
    },
    chains, inline, lone, neighbours, pages, table,
    wrap::{self, Line},
};
use crate::model::{BlockKind, Mark, Span, Zone};

/// A line that was broken by hand where others were not is at least as long, in characters.
const WRAPPED: usize = 80;
/// Items may be nested this deep.
const DEEPEST: usize = 8;
/// An item without a sign of its own is not longer than this, in characters.
const BARE_ITEM: usize = 70;
/// The same where it begins with a small letter.
const LONGEST: usize = 130;

/// The layout of a part of a text.
pub(super) struct Layout<'a> {
    pub(super) text: &'a str,
    pub(super) lines: Vec<Line>,
    pub(super) width: Option<usize>,
    pub(super) looks: Vec<Look>,
    /// Sentences begin with small letters too.
    pub(super) lower: bool,
    /// For each line whether it goes on with the one above, by these two alone.
    pub(super) chained: Vec<bool>,
    hyphens: Hyphens,
    /// The block that is being read.
    open: Option<Open>,
    /// Where the items of the open list stand, and with which sign, by depth.
    indents: Vec<(usize, char)>,
    lists: u32,
    tables: u32,
    /// Whether the last block was an item that no sign marked.
    bare: bool,
    out: &'a mut Blocks,
    /// What lies within blocks and is no text: hyphens at the ends of lines, the edges of pages.
    hidden: &'a mut Vec<Span>,
}

/// A block that may go on in the next line.
struct Open {
    span: Span,
    item: Option<Item>,
    last: usize,
}

struct Item {
    indent: usize,
    depth: u8,
    ordered: bool,
    mark: Option<Mark>,
}

impl<'a> Layout<'a> {
    pub fn new(text: &'a str, part: Span, out: &'a mut Blocks, hidden: &'a mut Vec<Span>) -> Self {
        let lines = lone::attach(text, inline::parted(text, pages::strip(text, wrap::lines(text, part))));
        let width = wrap::width(text, &lines);
        let lower = wrap::is_lower(text, &lines);
        let chained = chains::joins(text, &lines, lower);
        let looks = neighbours::looks(text, &lines, width, &chained);
        let mut hyphens = Hyphens::default();
        // They are asked for only where a line ends with a hyphen.
        if lines.iter().any(|line| line.span.of(text).ends_with(['-', '\u{2010}'])) {
            for line in &lines {
                hyphens.learn(line.span.of(text));
            }
        }
        let (open, indents) = (None, Vec::new());
        let (lists, tables, bare) = (1, 0, false);
        Self { text, lines, width, looks, lower, chained, hyphens, open, indents, lists, tables, bare, out, hidden }
    }

    /// Reads every line.
    pub fn run(mut self) {
        let mut at = 0;
        while at < self.lines.len() {
            at += self.step(at);
        }
        self.close();
    }

    /// Reads one line, or the lines of a table; returns how many.
    fn step(&mut self, at: usize) -> usize {
        let line = self.lines[at];
        if line.is_blank() {
            self.close();
            self.bare = false;
            return 1;
        }
        if signs::is_rule(line.span.of(self.text)) {
            self.close();
            self.end_list();
            self.bare = false;
            return 1;
        }
        if self.joins(at) {
            self.join(at);
            return 1;
        }
        self.close();
        let taken = table::read(self.text, &self.lines[at..], &mut self.tables, self.out);
        if taken > 0 {
            self.indents.clear();
            return taken;
        }
        self.begin(at)
    }

    /// Adds a line to the open block.
    fn join(&mut self, at: usize) {
        let Some(open) = &mut self.open else { return };
        let (end, line) = (open.span.end, self.lines[at]);
        open.span.end = line.span.end;
        let before = &self.text[self.lines[open.last].span.range()];
        open.last = at;
        let start = line.span.start;
        match self.hyphens.parted(before, line.span.of(self.text)) {
            Some(length) => self.hidden.push(Span::new(end - (before.len() - length), start)),
            None if line.goes_on => {
                // One blank is left between the words.
                let blank = self.text[end..start].chars().next().map_or(0, char::len_utf8);
                self.hidden.extend((end + blank < start).then(|| Span::new(end + blank, start)));
            }
            None => {}
        }
    }

    /// Begins the block that a line opens; returns how many lines it has taken.
    fn begin(&mut self, at: usize) -> usize {
        let line = self.lines[at];
        if self.asked(at) {
            return 1;
        }
        let first = at == 0 || self.is_blank(at - 1) || signs::is_rule(self.text_at(at - 1));
        if let Some(level) = self.heading(at, first) {
            self.end_list();
            self.bare = false;
            let (skipped, mark) = self.marker(at).map_or((0, None), |m| (m.length, m.mark));
            let taken = self.heading_lines(at);
            let span = Span::new(line.span.start + skipped, self.lines[at + taken - 1].span.end);
            self.out.push(BlockKind::Heading { level }, Zone::Main, span, mark);
            return taken;
        }
        let item = match self.marker(at) {
            Some(marker) => Some(self.item(line, marker)),
            None if self.is_bare_item(at, first) => {
                self.bare = true;
                Some(Item { indent: line.indent, depth: 0, ordered: false, mark: None })
            }
            None => {
                self.bare = false;
                self.end_list();
                None
            }
        };
        let skipped = self.marker(at).map_or(0, |m| m.length);
        self.open = Some(Open { span: Span::new(line.span.start + skipped, line.span.end), item, last: at });
        1
    }

    /// Begins a block that is marked as a question, or as the answer to the one before.
    fn asked(&mut self, at: usize) -> bool {
        let line = self.lines[at];
        let last = self.out.as_slice().last();
        let answers = last.is_some_and(|b| matches!(asked::asked(b.span.of(self.text)), Some((Asked::Question, _))));
        match asked::asked(self.text_at(at)) {
            Some((Asked::Question, _)) => {}
            Some((Asked::Answer, _)) if answers => {}
            _ => return false,
        }
        self.end_list();
        self.bare = false;
        self.open = Some(Open { span: line.span, item: None, last: at });
        true
    }

    /// Whether a line goes on with the open block.
    fn joins(&self, at: usize) -> bool {
        let Some(open) = &self.open else { return false };
        if self.marker(at).is_some() && !self.is_wrapped_dash(open.last, at) {
            return false;
        }
        if self.chained[at] && open.last + 1 == at {
            return true;
        }
        match &open.item {
            Some(item) if !self.bare && self.lines[at].indent > item.indent => true,
            Some(_) => self.goes_on(open.last, at),
            None => self.goes_on(open.last, at) || self.is_wrapped_once(open.last, at),
        }
    }

    /// Whether a long line goes on in the next, although the text's lines are not broken by hand elsewhere.
    fn is_wrapped_once(&self, before: usize, at: usize) -> bool {
        let lower = |i: usize| wrap::starts_lower(self.text, self.lines[i]);
        let above = self.text_at(before);
        let ended = signs::ends_sentence(above) || above.ends_with(':');
        let once = lower(at) && !lower(before) && (at + 1 == self.lines.len() || !lower(at + 1));
        once && !ended && self.lines[before].width >= WRAPPED
    }

    /// A dash in running text that a break moved to the beginning of a line.
    fn is_wrapped_dash(&self, before: usize, at: usize) -> bool {
        let line = self.text_at(at);
        let after = line.trim_start_matches(['–', '—']).trim_start();
        after.len() < line.len()
            && after.starts_with(char::is_lowercase)
            && self.goes_on(before, at)
            && !self.text_at(before).ends_with(':')
    }

    pub(super) fn goes_on(&self, before: usize, at: usize) -> bool {
        wrap::goes_on(self.text, self.width, &self.lines, (before, at))
    }

    /// The sign that a line's item begins with.
    pub(super) fn marker(&self, at: usize) -> Option<Marker> {
        self.lines[at].given.map_or_else(|| signs::marker(self.text_at(at)), |given| Some(given.marker))
    }

    /// The bullet that a line's item begins with.
    fn sign(&self, line: Line) -> Option<char> {
        line.given.map_or_else(|| signs::sign(line.span.of(self.text)), |given| Some(given.sign))
    }

    /// A short line under a lead-in or a heading that begins no sentence.
    fn is_bare_item(&self, at: usize, first: bool) -> bool {
        let line = self.text_at(at);
        if self.looks[at] == Look::Item {
            return true;
        }
        let Some(last) = self.out.as_slice().last() else { return false };
        let lower = wrap::starts_lower(self.text, self.lines[at]);
        if first || self.lines[at].width > if lower { LONGEST } else { BARE_ITEM } {
            return false;
        }
        let label = !signs::ends_sentence(line) && !line.ends_with(':');
        match last.kind {
            BlockKind::Item { .. } => {
                let small = last.span.of(self.text).starts_with(char::is_lowercase);
                self.bare && (lower || (label && !small))
            }
            BlockKind::Heading { .. } => lower && !self.lower,
            BlockKind::Paragraph => {
                let before = last.span.of(self.text);
                !signs::ends_sentence(before) && (lower || (before.ends_with(':') && label))
            }
            BlockKind::Cell { .. } => false,
        }
    }

    fn item(&mut self, line: Line, marker: Marker) -> Item {
        if self.bare {
            self.end_list();
            self.bare = false;
        }
        let sign =
            if marker.ordered() { '#' } else { marker.mark.map_or_else(|| self.sign(line).unwrap_or('-'), |_| '+') };
        while self.indents.last().is_some_and(|&(indent, _)| indent > line.indent) && self.indents.len() > 1 {
            self.indents.pop();
        }
        if let Some(outer) = self.indents.iter().rposition(|&(indent, s)| indent == line.indent && s == sign) {
            self.indents.truncate(outer + 1);
        }
        match self.indents.last() {
            Some(&(indent, s)) if line.indent < indent + 2 && (s == sign || !self.leads_item()) => {}
            _ if self.indents.len() < DEEPEST => self.indents.push((line.indent, sign)),
            _ => {}
        }
        let depth = self.indents.len().saturating_sub(1) as u8;
        Item { indent: line.indent, depth, ordered: marker.ordered(), mark: marker.mark }
    }

    /// Whether the last item ends with a colon, so that other signs after it stand for items within it.
    fn leads_item(&self) -> bool {
        let last = self.out.as_slice().last();
        last.is_some_and(|b| matches!(b.kind, BlockKind::Item { .. }) && b.span.of(self.text).ends_with(':'))
    }

    /// Closes the open block.
    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        match open.item {
            Some(item) => self.out.item(self.lists, (item.depth, item.ordered), Zone::Main, open.span, item.mark),
            None => self.out.push(BlockKind::Paragraph, Zone::Main, open.span, None),
        }
    }

    fn end_list(&mut self) {
        self.lists += 1;
        self.indents.clear();
    }

    pub(super) fn text_at(&self, at: usize) -> &'a str {
        self.lines[at].span.of(self.text)
    }

    pub(super) fn is_blank(&self, at: usize) -> bool {
        self.lines.get(at).is_none_or(Line::is_blank)
    }

    /// The next line that is not blank.
    pub(super) fn next_text(&self, from: usize) -> Option<usize> {
        (from..self.lines.len()).find(|&i| !self.is_blank(i))
    }
}
