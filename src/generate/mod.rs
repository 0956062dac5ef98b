//! Many documents from few: leaflets put together from the sections of others, with other numbers, publishers and days; and
//! web pages of them, with all that stands around a page's content, with copies and broken pages among them. For
//! measurements only; the same seed gives the same documents.

mod page;

pub use page::{Page, Shares};

use std::{collections::BTreeMap, fmt::Write};

use crate::model::{Block, BlockKind, Document, Span};

/// Numbers of hours, days or weeks that are put in the place of others.
const NUMBERS: [u32; 8] = [1, 2, 3, 7, 12, 24, 48, 72];
/// Sections of a document.
const SECTIONS: (u64, u64) = (3, 7);
/// Publishers that are told apart by a number behind their name.
const BRANCHES: u64 = 400;

/// Puts documents together.
#[derive(Debug, Clone)]
pub struct Generator {
    kinds: Vec<Kind>,
    seed: u64,
}

/// What documents about one procedure are put together from.
#[derive(Debug, Clone, Default)]
struct Kind {
    procedure: String,
    titles: Vec<String>,
    publishers: Vec<String>,
    sections: Vec<Section>,
}

/// A heading with the text under it, as Markdown.
#[derive(Debug, Clone, Default)]
struct Section {
    heading: String,
    body: String,
}

/// A document that was put together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generated {
    /// Its id.
    pub id: String,
    /// Its text, as Markdown with front matter.
    pub text: String,
}

impl Generator {
    /// A generator from documents, each with the name of its procedure; `None` where none has a section.
    pub fn new<'a>(documents: impl IntoIterator<Item = (&'a str, &'a Document)>, seed: u64) -> Option<Self> {
        let mut kinds: BTreeMap<String, Kind> = BTreeMap::new();
        for (procedure, document) in documents {
            let kind = kinds.entry(procedure.to_owned()).or_default();
            procedure.clone_into(&mut kind.procedure);
            kind.titles.extend(document.meta.title.clone());
            kind.publishers.extend(document.meta.publisher.clone());
            kind.sections.extend(sections(document));
        }
        let kinds: Vec<Kind> = kinds.into_values().filter(|k| !k.sections.is_empty()).collect();
        if kinds.is_empty() { None } else { Some(Self { kinds, seed }) }
    }

    /// The document of a number.
    pub fn document(&self, number: u64) -> Generated {
        self.document_of(number, SECTIONS)
    }

    /// The document of a number, with at least and at most so many sections.
    fn document_of(&self, number: u64, (least, most): (u64, u64)) -> Generated {
        let mut dice = Dice(self.seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let kind = dice.pick(&self.kinds);
        let id = format!("{}/{number:06}", kind.procedure);
        let mut text = String::from("---\n");
        let title = if kind.titles.is_empty() { &kind.procedure } else { dice.pick(&kind.titles) };
        let _ = writeln!(text, "title: {title:?}");
        if !kind.publishers.is_empty() {
            let _ =
                writeln!(text, "publisher: {:?}", format!("{} {}", dice.pick(&kind.publishers), dice.below(BRANCHES)));
        }
        let (year, month, day) = (2014 + dice.below(12), 1 + dice.below(12), 1 + dice.below(28));
        let _ =
            writeln!(text, "published: {year}-{month:02}-{day:02}\nprocedure: {}\n---\n\n# {title}\n", kind.procedure);
        for _ in 0..least + dice.below(most - least + 1) {
            let section = dice.pick(&kind.sections);
            if !section.heading.is_empty() {
                let _ = writeln!(text, "## {}\n", section.heading);
            }
            text.push_str(&dice.other_numbers(&section.body));
            text.push('\n');
        }
        Generated { id, text }
    }
}

/// The sections of a document: its content under each heading.
fn sections(document: &Document) -> Vec<Section> {
    let mut out = vec![Section::default()];
    let mut row = None;
    for block in document.blocks.iter().filter(|b| b.zone.is_content()) {
        let text = seen(document, block);
        if let BlockKind::Heading { .. } = block.kind {
            out.push(Section { heading: text, body: String::new() });
            continue;
        }
        let Some(section) = out.last_mut() else { continue };
        match block.kind {
            BlockKind::Item { depth, .. } => {
                let _ = writeln!(section.body, "{}- {text}", "  ".repeat(usize::from(depth)));
            }
            BlockKind::Cell { table, row: at, .. } => {
                let sign = if row == Some((table, at)) { " " } else { "\n- " };
                row = Some((table, at));
                let _ = write!(section.body, "{sign}{text}");
            }
            BlockKind::Paragraph | BlockKind::Heading { .. } => {
                let _ = writeln!(section.body, "\n{text}\n");
            }
        }
    }
    out.retain(|s| !s.body.trim().is_empty());
    out
}

/// What a reader sees of a block, in one line.
fn seen(document: &Document, block: &Block) -> String {
    let mut out = String::new();
    let mut at = block.span.start;
    let first = document.hidden.partition_point(|h| h.end <= at);
    for hidden in document.hidden[first..].iter().take_while(|h| h.start < block.span.end) {
        out.push_str(Span::new(at, hidden.start.max(at)).of(&document.text));
        at = hidden.end;
    }
    out.push_str(Span::new(at, block.span.end).of(&document.text));
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Numbers that look random and are not (splitmix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len() as u64) as usize]
    }

    /// A text with every fourth of its numbers, on average, replaced by another.
    fn other_numbers(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
            let end = at + rest[at..].find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len() - at);
            out.push_str(&rest[..at]);
            if self.below(4) == 0 && end - at < 3 {
                let _ = write!(out, "{}", self.pick(&NUMBERS));
            } else {
                out.push_str(&rest[at..end]);
            }
            rest = &rest[end..];
        }
        out.push_str(rest);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Name, Zone};

    #[test]
    fn the_same_seed_gives_the_same_documents() {
        let text = "After\nNo gym for 24 hours.";
        let block =
            |kind, start, end| Block { kind, zone: Zone::Main, span: Span::new(start, end), lead: None, mark: None };
        let document = Document {
            id: Name::from("a"),
            text: text.to_owned(),
            blocks: vec![block(BlockKind::Heading { level: 1 }, 0, 5), block(BlockKind::Paragraph, 6, text.len())],
            ..Document::default()
        };
        let generator = Generator::new([("botox", &document)], 7).unwrap();
        assert_eq!(generator.document(3), generator.document(3));
        assert_ne!(generator.document(3), generator.document(4));
        assert!(generator.document(3).text.contains("## After\n\n\nNo gym for "));
    }
}
