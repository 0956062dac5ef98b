//! Markdown (`CommonMark` with tables and task lists), with HTML within it. The document's text is the file's own; marks of
//! emphasis, addresses and tags within blocks are hidden ranges.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use self::{
    fragment::{Fragment, Fragments, Kind},
    inline::{Inline, Shape, Target},
    piece::Piece,
};
use super::{Context, Reader, Source, blocks::Blocks, front, text, textual};
use crate::{
    error::Result,
    model::{BlockKind, Document, Mark, Span, Zone},
};

mod fragment;
mod inline;
mod piece;

/// Markdown, with or without front matter.
pub struct Markdown;

impl Reader for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn detects(&self, source: &Source<'_>) -> bool {
        matches!(source.extension().as_str(), "md" | "markdown" | "mdown" | "mkd" | "mdx" | "qmd" | "rmd")
    }

    fn read(&self, source: &Source<'_>, context: &mut Context<'_>) -> Result<Document> {
        let document = textual::begin(source, context)?;
        Ok(if is_marked(&document.text) { of(document) } else { text::of(document, context) })
    }
}

/// Fewer lines without marks tell nothing of how a text was set.
const FEWEST_LINES: usize = 6;

/// Fewer headings tell nothing of a text that does not say that it is Markdown.
const FEWEST_HEADINGS: usize = 2;

/// A document with the blocks of its Markdown.
pub(super) fn of(mut document: Document) -> Document {
    let mut blocks = Blocks::default();
    let mut hidden = Vec::new();
    let mut start = 0;
    if let Some(found) = front::read(&document.text) {
        start = found.end;
        document.meta = found.meta;
        read_prose(&document.text, &found.prose, &mut blocks, &mut hidden);
    }
    Walker::new(&document.text, &Piece::loosened(&document.text, start), &mut blocks, &mut hidden).run();
    document.blocks = blocks.finish(&document.text);
    document.hidden = hidden;
    document
}

/// Whether a text that does not say so has the headings of Markdown ("## Days 1 to 3"), and not lines of remarks.
pub(super) fn is_headed(text: &str) -> bool {
    let heads = |line: &str| {
        let title = line.trim_start_matches('#');
        (1..=6).contains(&(line.len() - title.len())) && title.starts_with(' ') && !title.trim().is_empty()
    };
    let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).collect();
    let headings = lines.iter().filter(|l| heads(l)).count();
    headings >= FEWEST_HEADINGS && 2 * headings <= lines.len()
}

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_FOOTNOTES);

/// Whether a text has anything that only Markdown has, lists within lists among it. Where nothing but bullets and numbers marks
/// it, its lines were set as those of any text are, and a break of a line is one.
fn is_marked(text: &str) -> bool {
    if text.lines().filter(|l| !l.trim().is_empty()).take(FEWEST_LINES).count() < FEWEST_LINES {
        return true;
    }
    let mut lists = 0_usize;
    Parser::new_ext(text, OPTIONS).any(|event| match event {
        Event::Start(Tag::List(_)) => {
            lists += 1;
            lists > 1
        }
        Event::End(TagEnd::List(_)) => {
            lists -= 1;
            false
        }
        Event::Start(Tag::Paragraph | Tag::Item | Tag::CodeBlock(CodeBlockKind::Indented)) => false,
        Event::Start(_)
        | Event::Html(_)
        | Event::InlineHtml(_)
        | Event::Code(_)
        | Event::Rule
        | Event::TaskListMarker(_) => true,
        _ => false,
    })
}

/// Adds the blocks of values of front matter that hold prose.
pub(super) fn read_prose(text: &str, prose: &[Vec<Span>], blocks: &mut Blocks, hidden: &mut Vec<Span>) {
    for lines in prose {
        Walker::new(text, &Piece::of_lines(text, lines), blocks, hidden).run();
    }
}

/// An item that is open, and whether its first paragraph is still to come.
struct OpenItem {
    fresh: bool,
    mark: Option<Mark>,
}

/// Goes through the events of a piece and fills blocks.
struct Walker<'a> {
    text: &'a str,
    piece: &'a Piece<'a>,
    blocks: &'a mut Blocks,
    hidden: &'a mut Vec<Span>,
    inline: Inline,
    /// For each open list, whether it is numbered.
    lists: Vec<bool>,
    items: Vec<OpenItem>,
    list: u32,
    bold: usize,
    images: usize,
    cell: (u32, u32, u32),
    in_head: bool,
    code: Option<Span>,
    html: Option<Span>,
    fragments: Fragments,
}

impl<'a> Walker<'a> {
    fn new(text: &'a str, piece: &'a Piece<'a>, blocks: &'a mut Blocks, hidden: &'a mut Vec<Span>) -> Self {
        Self {
            text,
            piece,
            blocks,
            hidden,
            inline: Inline::default(),
            lists: Vec::new(),
            items: Vec::new(),
            list: 0,
            bold: 0,
            images: 0,
            cell: (0, 0, 0),
            in_head: false,
            code: None,
            html: None,
            fragments: Fragments::default(),
        }
    }

    fn run(mut self) {
        for (event, range) in Parser::new_ext(&self.piece.text, OPTIONS).into_offset_iter() {
            self.event(event, Span::new(range.start, range.end));
        }
        self.flush(Shape::Paragraph);
    }

    fn event(&mut self, event: Event<'_>, range: Span) {
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.see_text(&text, range),
            Event::Code(_) => {
                let body = range.of(&self.piece.text);
                let ticks = body.len() - body.trim_start_matches('`').len();
                self.see(Span::new(range.start + ticks, range.end - ticks.min(range.len() - ticks)));
            }
            Event::SoftBreak | Event::HardBreak => {
                let place = self.piece.place(range.start, range.end);
                self.inline.line_break(place);
            }
            Event::TaskListMarker(_) => {
                if let Some(item) = self.items.last_mut() {
                    item.mark = Some(Mark::Box);
                }
            }
            Event::Html(_) => {
                let span = self.html.map_or(range, |open| open.join(range));
                self.html = Some(span);
            }
            _ => {}
        }
    }

    fn see_text(&mut self, text: &str, range: Span) {
        if let Some(code) = self.code {
            self.code = Some(if code.is_empty() { range } else { code.join(range) });
        } else if range.of(&self.piece.text) == text {
            self.see(range);
        }
    }

    fn see(&mut self, range: Span) {
        if self.images == 0 {
            let place = self.piece.place(range.start, range.end);
            self.inline.see(place, self.bold > 0);
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Span) {
        match tag {
            Tag::Strong => self.bold += 1,
            Tag::Image { .. } => self.images += 1,
            Tag::List(first) => {
                self.flush(Shape::Paragraph);
                if self.lists.is_empty() {
                    self.list += 1;
                }
                self.lists.push(first.is_some());
            }
            Tag::Item => {
                self.flush(Shape::Paragraph);
                self.items.push(OpenItem { fresh: true, mark: None });
            }
            Tag::Table(_) => {
                self.flush(Shape::Paragraph);
                self.cell.1 = 0;
            }
            Tag::TableHead => {
                self.in_head = true;
                self.cell.2 = 0;
            }
            Tag::TableRow => self.cell.2 = 0,
            Tag::CodeBlock(_) => {
                self.flush(Shape::Paragraph);
                self.code = Some(Span::new(range.start, range.start));
            }
            Tag::Paragraph | Tag::Heading { .. } | Tag::BlockQuote(_) | Tag::HtmlBlock | Tag::FootnoteDefinition(_) => {
                self.flush(Shape::Paragraph);
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong => self.bold = self.bold.saturating_sub(1),
            TagEnd::Image => self.images = self.images.saturating_sub(1),
            TagEnd::Paragraph => self.flush(Shape::Paragraph),
            TagEnd::Heading(level) => self.flush(Shape::Whole(BlockKind::Heading { level: level as u8 })),
            TagEnd::Item => {
                self.flush(Shape::Paragraph);
                self.items.pop();
            }
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::TableCell => {
                let (table, row, column) = self.cell;
                self.flush(Shape::Whole(BlockKind::Cell { table, row, column, header: self.in_head }));
                self.cell.2 += 1;
            }
            TagEnd::TableHead => {
                self.in_head = false;
                self.cell.1 += 1;
            }
            TagEnd::TableRow => self.cell.1 += 1,
            TagEnd::Table => self.cell.0 += 1,
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => self.end_html(),
            _ => {}
        }
    }

    /// Ends the block that is being read. Within an item, a paragraph is the item's text or a further paragraph of it.
    fn flush(&mut self, shape: Shape) {
        let inline = std::mem::take(&mut self.inline);
        if inline.is_empty() || self.fragments.skips() {
            return;
        }
        let plain = matches!(shape, Shape::Paragraph) && self.items.is_empty();
        if let Some(span) = inline.dotted(self.text).filter(|_| plain) {
            return text::layout(self.text, span, self.blocks, self.hidden);
        }
        let depth = self.depth();
        let ordered = self.lists.last().copied().unwrap_or(false);
        let shape = match (shape, self.items.last_mut()) {
            (Shape::Paragraph, Some(item)) if item.fresh => {
                item.fresh = false;
                Shape::Item { list: self.list, depth, ordered, mark: item.mark }
            }
            (Shape::Paragraph, Some(_)) => Shape::WithinItem { depth },
            (shape, _) => shape,
        };
        let zone = self.fragments.zone();
        self.finish(inline, shape, zone);
    }

    /// What Markdown takes for code is, in a leaflet, text that was indented.
    fn end_code(&mut self) {
        let Some(code) = self.code.take().filter(|c| !c.is_empty()) else { return };
        let span = self.piece.place(code.start, code.end);
        text::layout(self.text, span, self.blocks, self.hidden);
    }

    fn end_html(&mut self) {
        let Some(html) = self.html.take() else { return };
        let piece = self.piece;
        let place = |start: usize, end: usize| piece.place(html.start + start, html.start + end);
        for Fragment { text, kind, zone } in self.fragments.read(html.of(&piece.text), place) {
            let shape = match kind {
                Kind::Paragraph if self.items.is_empty() => Shape::Paragraph,
                Kind::Paragraph => Shape::WithinItem { depth: self.depth() },
                Kind::Heading(level) => Shape::Whole(BlockKind::Heading { level }),
                Kind::Item { depth, ordered, fresh } => {
                    self.list += u32::from(fresh);
                    Shape::Item { list: self.list, depth, ordered, mark: None }
                }
                Kind::Cell { row, column, header } => {
                    Shape::Whole(BlockKind::Cell { table: self.cell.0, row, column, header })
                }
            };
            self.finish(text, shape, zone);
        }
    }

    fn depth(&self) -> u8 {
        self.lists.len().saturating_sub(1).min(usize::from(u8::MAX)) as u8
    }

    fn finish(&mut self, inline: Inline, shape: Shape, zone: Zone) {
        let (text, lists) = (self.text, &mut self.list);
        inline.finish(shape, &mut Target { text, blocks: self.blocks, hidden: self.hidden, zone, lists });
    }
}

#[cfg(test)]
mod tests;
