//! The text of one block of Markdown: which bytes are seen, which are bold, and where its lines break.

use super::super::{
    blocks::Blocks,
    label,
    signs::{self, MarkerKind},
};
use crate::model::{BlockKind, Mark, Span, Zone};

/// A line that is wholly bold is a heading up to this length, in bytes.
const HEADING: usize = 120;

/// Lines are not broken at less than this by hand, in characters.
const NARROW: usize = 50;

/// What a block of Markdown is before its lines are looked at.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// A heading, a cell: stays whole.
    Whole(BlockKind),
    /// A paragraph.
    Paragraph,
    /// The first paragraph of an item.
    Item { list: u32, depth: u8, ordered: bool, mark: Option<Mark> },
    /// A further paragraph of an item.
    WithinItem { depth: u8 },
}

/// The visible pieces of a block in order, all in places of the document's text.
#[derive(Debug, Default)]
pub(super) struct Inline {
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, Copy)]
struct Piece {
    span: Span,
    bold: bool,
    breaks: bool,
}

/// A stretch of whole lines that becomes one block.
#[derive(Debug, Clone, Copy)]
struct Part {
    span: Span,
    mark: Option<Mark>,
    item: Option<bool>,
    bold: bool,
}

/// Where blocks and hidden ranges go.
pub(super) struct Target<'a> {
    pub text: &'a str,
    pub blocks: &'a mut Blocks,
    pub hidden: &'a mut Vec<Span>,
    pub zone: Zone,
    /// The number of the last list.
    pub lists: &'a mut u32,
}

impl Inline {
    pub fn is_empty(&self) -> bool {
        self.pieces.iter().all(|p| p.breaks)
    }

    pub fn see(&mut self, span: Span, bold: bool) {
        if !span.is_empty() {
            self.pieces.push(Piece { span, bold, breaks: false });
        }
    }

    pub fn line_break(&mut self, span: Span) {
        self.pieces.push(Piece { span, bold: false, breaks: true });
    }

    /// The span of lines most of which have dots between two columns: "Driving ........ six weeks".
    pub fn dotted(&self, text: &str) -> Option<Span> {
        let lines = || self.pieces.split(|p| p.breaks).filter_map(|line| line.first().zip(line.last()));
        let span = |(first, last): (&Piece, &Piece)| first.span.join(last.span);
        let parted = |line: &&str| line.contains("....") || line.contains("……");
        let dotted = lines().map(|line| span(line).of(text)).filter(parted).count();
        let whole = lines().map(span).reduce(Span::join)?;
        (dotted >= 2 && dotted * 2 >= lines().count()).then_some(whole)
    }

    /// Turns the pieces into blocks.
    pub fn finish(self, shape: Shape, target: &mut Target<'_>) {
        let whole = matches!(shape, Shape::Whole(_));
        let parts = self.parts(target.text, whole);
        for (at, part) in parts.iter().enumerate() {
            if part.span.is_empty() {
                continue;
            }
            self.hide(part.span, target);
            push(shape, at, *part, target);
        }
    }

    /// The bytes of a block that are not seen; blanks between what is seen are no secret.
    fn hide(&self, span: Span, target: &mut Target<'_>) {
        let mut at = span.start;
        for piece in self.pieces.iter().filter(|p| p.span.overlaps(span)) {
            let gap = Span::new(at, piece.span.start);
            if !gap.of(target.text).trim().is_empty() {
                target.hidden.push(gap);
            }
            at = at.max(piece.span.end);
        }
        let gap = Span::new(at, span.end);
        if !gap.of(target.text).trim().is_empty() {
            target.hidden.push(gap);
        }
    }

    /// Whole lines, parted before those that begin like items and after a first one that is a heading.
    fn parts(&self, text: &str, whole: bool) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        let width = self.width(text);
        let mut length = 0;
        for line in self.pieces.split(|p| p.breaks) {
            let Some((first, last)) = line.first().zip(line.last()) else { continue };
            let span = trim(text, first.span.join(last.span));
            if span.is_empty() {
                continue;
            }
            let bold = line.iter().all(|p| p.bold || p.span.of(text).trim_matches([':', ' ', '\u{a0}']).is_empty());
            let labelled = !bold && opens_with_label(text, line);
            match parts.last_mut() {
                Some(open)
                    if whole
                        || !(labelled || begins(text, open, span, bold) || is_short(length, text, span, width)) =>
                {
                    open.span.end = span.end;
                    open.bold &= bold;
                }
                _ => parts.push(part(text, span, bold, whole)),
            }
            length = span.of(text).chars().count();
        }
        parts
    }

    /// The longest line, in characters.
    fn width(&self, text: &str) -> usize {
        let lines = self.pieces.split(|p| p.breaks).filter_map(|line| line.first().zip(line.last()));
        lines.map(|(first, last)| first.span.join(last.span).of(text).chars().count()).max().unwrap_or(0)
    }
}

/// "**Avoid:** sun and saunas": whether a line opens with a bold label and its colon.
fn opens_with_label(text: &str, line: &[Piece]) -> bool {
    let Some(first) = line.first().filter(|p| p.bold) else { return false };
    let colon = |p: &Piece| p.span.of(text).trim_start().starts_with(':');
    let label = first.span.of(text).trim_end();
    label.starts_with(char::is_uppercase)
        && label.len() <= HEADING
        && (label.ends_with(':') || line.get(1).is_some_and(colon))
}

/// Whether a line of a block begins a block of its own.
fn begins(text: &str, open: &Part, line: Span, bold: bool) -> bool {
    let (before, body) = (open.span.of(text), line.of(text));
    if open.bold && !bold && is_heading(before) && body.starts_with(|c: char| !c.is_lowercase()) {
        return true;
    }
    if label::is_labelled(before) && label::is_labelled(body) {
        return true;
    }
    let Some(marker) = signs::marker(body) else { return false };
    let rest = &body[marker.length..];
    match marker.kind {
        MarkerKind::Bullet if body.starts_with(['–', '—']) => {
            !rest.starts_with(char::is_lowercase) || before.ends_with(':')
        }
        MarkerKind::Bullet => true,
        MarkerKind::Number(n) => n == 1 || open.item == Some(true),
        MarkerKind::Letter(_) => false,
    }
}

/// Whether a line was not broken for want of room, since the next word had fit in: each is a line of its own.
fn is_short(last: usize, text: &str, line: Span, width: usize) -> bool {
    let body = line.of(text);
    let word = body.split_whitespace().next().map_or(0, |w| w.chars().count());
    !body.starts_with(char::is_lowercase) && (last + 1 + word) * 4 < width.max(NARROW) * 3
}

/// The part that a line begins: without its sign, if it has one.
fn part(text: &str, span: Span, bold: bool, whole: bool) -> Part {
    let body = span.of(text);
    let plain = Part { span, mark: None, item: None, bold };
    if whole {
        let (length, mark) = signs::mark(body);
        return Part { span: Span::new(span.start + length, span.end), mark, ..plain };
    }
    match signs::marker(body) {
        Some(marker) if !matches!(marker.kind, MarkerKind::Letter(_)) => Part {
            span: Span::new(span.start + marker.length, span.end),
            mark: marker.mark,
            item: Some(marker.ordered()),
            bold,
        },
        _ => plain,
    }
}

fn push(shape: Shape, at: usize, part: Part, target: &mut Target<'_>) {
    let (zone, text) = (target.zone, target.text);
    match shape {
        Shape::Whole(kind) => target.blocks.push(kind, zone, part.span, part.mark),
        Shape::Item { list, depth, ordered, mark } => {
            target.blocks.item(list, (depth, ordered), zone, part.span, mark.or(part.mark));
        }
        _ if part.bold && is_heading(part.span.of(text)) => {
            target.blocks.bold(zone, part.span, part.mark);
        }
        Shape::WithinItem { depth } if part.item.is_none() => target.blocks.within_item(depth, zone, part.span),
        _ => match part.item {
            Some(ordered) => {
                *target.lists += u32::from(at == 0 && !follows_item(target.blocks));
                target.blocks.item(*target.lists, (0, ordered), zone, part.span, part.mark);
            }
            None => target.blocks.push(BlockKind::Paragraph, zone, part.span, part.mark),
        },
    }
}

fn follows_item(blocks: &Blocks) -> bool {
    blocks.as_slice().last().is_some_and(|b| matches!(b.kind, BlockKind::Item { .. }))
}

/// Bold text that is short and no sentence.
fn is_heading(text: &str) -> bool {
    let plain = text.trim_end_matches(['*', '_', ' ']);
    text.len() <= HEADING && (plain.ends_with(['?', '!']) || !signs::ends_sentence(plain))
}

fn trim(text: &str, span: Span) -> Span {
    let body = span.of(text);
    let start = span.start + (body.len() - body.trim_start().len());
    Span::new(start, span.start + body.trim_end().len())
}
