//! Blocks in the making: what every reader pushes to, and where the leads of list items are found.

use std::collections::HashSet;

use super::{
    asked::{Asked, asked},
    headers, label,
    looks::{Class, FEWEST, Group, Look},
    signs,
};
use crate::model::{Block, BlockKind, Mark, Span, Zone};

/// The most words of a marked line that is the title of a list, and the fewest items behind it.
const LONGEST_TITLE: usize = 4;
const FEWEST_TITLED: usize = 2;

/// Blocks in reading order; the lead of each item is found as it is pushed.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    all: Vec<Block>,
    /// The headings that are only bold paragraphs.
    bold: HashSet<usize>,
    /// The last items of the open list by depth.
    items: Vec<(u8, usize)>,
    /// The open list with the block that leads it in; `None` where another block ended it.
    list: Option<(u32, Option<usize>)>,
}

impl Blocks {
    /// Adds a block that is no list item.
    pub fn push(&mut self, kind: BlockKind, zone: Zone, span: Span, mark: Option<Mark>) {
        self.list = None;
        self.items.clear();
        self.all.push(Block { kind, zone, span, lead: None, mark });
    }

    /// Adds a paragraph that is wholly bold: a heading, unless nothing stands under it.
    pub fn bold(&mut self, zone: Zone, span: Span, mark: Option<Mark>) {
        self.bold.insert(self.all.len());
        self.push(BlockKind::Heading { level: 7 }, zone, span, mark);
    }

    /// Adds an item of a list; items of one list have the same `list`, in which nested lists count as one.
    pub fn item(&mut self, list: u32, (depth, ordered): (u8, bool), zone: Zone, span: Span, mark: Option<Mark>) {
        let lead = match self.list {
            Some((id, lead)) if id == list => lead,
            _ => {
                self.items.clear();
                let lead = self.last_paragraph(zone);
                self.list = Some((list, lead));
                lead
            }
        };
        while self.items.last().is_some_and(|&(d, _)| d >= depth) {
            self.items.pop();
        }
        let lead = self.items.last().map_or(lead, |&(_, at)| Some(at));
        self.items.push((depth, self.all.len()));
        self.all.push(Block { kind: BlockKind::Item { depth, ordered }, zone, span, lead, mark });
    }

    /// Adds a further paragraph of the open item of a depth.
    pub fn within_item(&mut self, depth: u8, zone: Zone, span: Span) {
        while self.items.last().is_some_and(|&(d, _)| d > depth) {
            self.items.pop();
        }
        let lead = self.items.last().map(|&(_, at)| at);
        self.all.push(Block { kind: BlockKind::Paragraph, zone, span, lead, mark: None });
    }

    /// The blocks so far.
    pub fn as_slice(&self) -> &[Block] {
        &self.all
    }

    /// The blocks of a text, when all were added.
    pub fn finish(mut self, text: &str) -> Vec<Block> {
        for at in 0..self.all.len() {
            let next = self.all.get(at + 1).map(|b| b.kind);
            if self.bold.contains(&at) && next.is_none_or(|k| matches!(k, BlockKind::Heading { level: ..7 })) {
                self.all[at].kind = BlockKind::Paragraph;
            }
        }
        headers::mark(text, &mut self.all);
        signed(text, &mut self.all);
        flat_leads(text, &mut self.all);
        questions(text, &mut self.all);
        unmarked(text, &mut self.all);
        captions(text, &mut self.all);
        self.all
    }

    fn last_paragraph(&self, zone: Zone) -> Option<usize> {
        let last = self.all.last()?;
        (last.kind == BlockKind::Paragraph && last.zone == zone).then(|| self.all.len() - 1)
    }
}

/// Cells that hold a tick or a cross and nothing else.
fn signed(text: &str, blocks: &mut [Block]) {
    for block in blocks.iter_mut().filter(|b| matches!(b.kind, BlockKind::Cell { .. })) {
        let body = block.span.of(text).trim();
        if block.mark.is_none() && !body.contains(char::is_alphanumeric) {
            block.mark = signs::mark(body).1;
        }
    }
}

/// Items that a colon opens lead in the items behind them where the list has lost its depth ("• Call us if:", "• you have a
/// fever"), up to the next of their kind.
fn flat_leads(text: &str, blocks: &mut [Block]) {
    let mut open: Option<(usize, u8, Option<usize>)> = None;
    for at in 0..blocks.len() {
        let block = &blocks[at];
        let BlockKind::Item { depth, .. } = block.kind else {
            open = None;
            continue;
        };
        let opens =
            block.span.of(text).trim_end_matches([' ', '|', '*', '_']).ends_with(':') || titles(text, blocks, at);
        let next = blocks
            .get(at + 1)
            .is_some_and(|n| n.zone == block.zone && matches!(n.kind, BlockKind::Item { depth: d, .. } if d == depth));
        match open {
            _ if opens && next => open = Some((at, depth, block.lead)),
            Some((lead, level, above)) if level == depth && above == block.lead && !opens => {
                blocks[at].lead = Some(lead);
            }
            Some((_, level, _)) if depth > level => {}
            _ => open = None,
        }
    }
}

/// "\u{274c} Avoid": whether a marked line of few words stands over items without a mark.
fn titles(text: &str, blocks: &[Block], at: usize) -> bool {
    let marked = |b: &Block| matches!(b.mark, Some(Mark::Cross | Mark::Tick));
    let plain = |b: &Block| matches!(b.kind, BlockKind::Item { .. }) && b.mark.is_none() && b.zone == blocks[at].zone;
    let behind = blocks[at + 1..].iter().take(FEWEST_TITLED).filter(|b| plain(b)).count();
    let first = at.checked_sub(1).is_none_or(|before| !marked(&blocks[before]));
    let short = blocks[at].span.of(text).split_whitespace().count() <= LONGEST_TITLE;
    marked(&blocks[at]) && first && short && behind == FEWEST_TITLED
}

/// Questions and answers that a letter or a word marks ("Q: …", "A: …"): the first are headings, the mark is no part of either.
fn questions(text: &str, blocks: &mut [Block]) {
    let mut seen = false;
    for block in blocks.iter_mut().filter(|b| !matches!(b.kind, BlockKind::Cell { .. })) {
        match asked(block.span.of(text)) {
            Some((Asked::Question, length)) => {
                block.span.start += length;
                block.kind = BlockKind::Heading { level: 7 };
                block.lead = None;
                seen = true;
            }
            Some((Asked::Answer, length)) if seen => block.span.start += length,
            _ => {}
        }
    }
}

/// "When can I …?", "Return to activities": a label that stands right over a table is its heading.
fn captions(text: &str, blocks: &mut [Block]) {
    for at in 1..blocks.len() {
        let over = blocks[at - 1].kind == BlockKind::Paragraph && blocks[at - 1].zone == blocks[at].zone;
        let first = matches!(blocks[at].kind, BlockKind::Cell { row: 0, column: 0, .. });
        if over && first && label::is_label(blocks[at - 1].span.of(text)) {
            blocks[at - 1].kind = BlockKind::Heading { level: 7 };
        }
    }
}

/// Paragraphs that are headings or items by their neighbours.
fn unmarked(text: &str, blocks: &mut [Block]) {
    let alone = |b: &Block| matches!(b.kind, BlockKind::Cell { .. });
    let mut from = 0;
    while from < blocks.len() {
        let zone = blocks[from].zone;
        let end = from + blocks[from..].iter().take_while(|b| b.zone == zone && !alone(b)).count();
        if zone == Zone::Main && end - from >= FEWEST {
            group(text, blocks, from..end);
        }
        from = end.max(from + 1);
    }
}

fn group(text: &str, blocks: &mut [Block], range: std::ops::Range<usize>) {
    let mut group = Group::new(blocks[range.clone()].iter().map(|b| (b.span.of(text), 0)), false);
    for (at, block) in blocks[range.clone()].iter().enumerate() {
        match block.kind {
            BlockKind::Heading { .. } => group.set(at, Class::Heading),
            BlockKind::Item { .. } => group.set(at, Class::Marked),
            _ if blocks.get(range.start + at + 1).is_some_and(|next| next.lead == Some(range.start + at))
                && !label::is_known(block.span.of(text)) =>
            {
                group.set(at, Class::Lead);
            }
            _ if block.lead.is_some() || block.mark.is_some() => group.set(at, Class::Marked),
            _ => {}
        }
    }
    let mut lead = None;
    for (at, look) in range.clone().zip(group.looks()) {
        let is_lead = group.class(at - range.start) == Class::Lead;
        match look {
            Look::Heading if blocks[at].kind == BlockKind::Paragraph => {
                blocks[at].kind = BlockKind::Heading { level: 7 };
                lead = None;
            }
            Look::Item if blocks[at].kind == BlockKind::Paragraph => {
                blocks[at].kind = BlockKind::Item { depth: 0, ordered: false };
                blocks[at].lead = lead;
            }
            _ => lead = is_lead.then_some(at),
        }
    }
    for at in range {
        if let Some(lead) = blocks[at].lead
            && matches!(blocks[lead].kind, BlockKind::Heading { .. })
        {
            blocks[at].lead = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leads() {
        let (zone, span) = (Zone::Main, Span::new(0, 1));
        let mut blocks = Blocks::default();
        blocks.push(BlockKind::Paragraph, zone, span, None);
        for (list, depth) in [(1, 0), (1, 1), (1, 1), (1, 0), (2, 0)] {
            blocks.item(list, (depth, false), zone, span, None);
        }
        blocks.push(BlockKind::Heading { level: 2 }, zone, span, None);
        blocks.item(3, (0, true), zone, span, None);
        let leads: Vec<_> = blocks.finish("x").iter().map(|b| b.lead).collect();
        assert_eq!(leads, [None, Some(0), Some(1), Some(1), Some(0), None, None, None]);
    }
}
