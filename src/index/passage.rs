//! A document's passages: what is found and shown where no rule is.

use serde::{Deserialize, Serialize};

use crate::model::{Block, BlockKind, Document, Name, Span};

/// A passage is closed before it grows longer than so many bytes, if a block ends there.
const LENGTH: usize = 600;
/// A single block is divided where it is longer than so many bytes.
const LONGEST: usize = 900;

/// Some blocks of a document that stand together under the same headings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// The document's id.
    pub document: Name,
    /// First byte in the document's text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The headings above it, outermost first.
    pub section: Vec<String>,
    /// What a reader sees of it.
    pub text: String,
}

/// The passages of a document, in the order of its text. What is no content (menus, footers) is in none.
pub fn passages(document: &Document) -> Vec<Passage> {
    let mut collector = Collector { document, headings: Vec::new(), open: Vec::new(), out: Vec::new() };
    for block in &document.blocks {
        collector.add(block);
    }
    collector.close();
    collector.out
}

struct Collector<'a> {
    document: &'a Document,
    headings: Vec<(u8, String)>,
    open: Vec<Span>,
    out: Vec<Passage>,
}

impl Collector<'_> {
    fn add(&mut self, block: &Block) {
        if !block.zone.is_content() || block.span.of(&self.document.text).trim().is_empty() {
            return;
        }
        if let BlockKind::Heading { level } = block.kind {
            self.close();
            self.headings.retain(|(l, _)| *l < level);
            self.headings.push((level, visible(self.document, block.span)));
            return;
        }
        for piece in pieces(&self.document.text, block.span) {
            let length: usize = self.open.iter().map(|s| s.len()).sum();
            if length + piece.len() > LENGTH {
                self.close();
            }
            self.open.push(piece);
        }
    }

    fn close(&mut self) {
        let texts: Vec<String> =
            self.open.iter().map(|s| visible(self.document, *s)).filter(|t| !t.is_empty()).collect();
        if let (Some(first), Some(last), false) = (self.open.first(), self.open.last(), texts.is_empty()) {
            self.out.push(Passage {
                document: self.document.id.clone(),
                start: first.start,
                end: last.end.max(first.end),
                section: self.headings.iter().map(|(_, text)| text.clone()).collect(),
                text: texts.join("\n"),
            });
        }
        self.open.clear();
    }
}

/// What a reader sees of a range: without the hidden ranges, with blanks folded.
pub fn visible(document: &Document, span: Span) -> String {
    let mut raw = String::with_capacity(span.len());
    let mut at = span.start;
    let first = document.hidden.partition_point(|h| h.end <= span.start);
    for hidden in document.hidden[first..].iter().take_while(|h| h.start < span.end) {
        raw.push_str(Span::new(at, hidden.start.max(at)).of(&document.text));
        at = hidden.end;
    }
    raw.push_str(Span::new(at, span.end).of(&document.text));
    raw.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A block's range, divided at empty lines and ends of sentences where it is too long.
fn pieces(text: &str, span: Span) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = span.start;
    while span.end - start > LONGEST {
        let mut limit = start + LONGEST;
        while !text.is_char_boundary(limit) {
            limit -= 1;
        }
        let window = &text[start..limit];
        let cut = ["\n\n", ".\n", ". ", "\n", " "]
            .iter()
            .find_map(|mark| window.rfind(mark).filter(|&at| at > 0).map(|at| at + mark.len()))
            .unwrap_or(window.len());
        out.push(Span::new(start, start + cut));
        start += cut;
    }
    out.push(Span::new(start, span.end));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Zone;

    fn document(text: &str, blocks: &[(BlockKind, &str)]) -> Document {
        let blocks = blocks
            .iter()
            .map(|(kind, part)| {
                let start = text.find(part).unwrap();
                let span = Span::new(start, start + part.len());
                Block { kind: *kind, zone: Zone::Main, span, lead: None, mark: None }
            })
            .collect();
        Document { id: Name::from("a"), text: text.to_owned(), blocks, ..Document::default() }
    }

    #[test]
    fn blocks_under_one_heading_stand_together() {
        let text = "Botox\nAfter\nNo gym.\nNo sauna.\nBefore\nNo wine.";
        let kinds = [
            (BlockKind::Heading { level: 1 }, "Botox"),
            (BlockKind::Heading { level: 2 }, "After"),
            (BlockKind::Paragraph, "No gym."),
            (BlockKind::Paragraph, "No sauna."),
            (BlockKind::Heading { level: 2 }, "Before"),
            (BlockKind::Paragraph, "No wine."),
        ];
        let passages = passages(&document(text, &kinds));
        assert_eq!(passages.len(), 2);
        assert_eq!(passages[0].text, "No gym.\nNo sauna.");
        assert_eq!(passages[0].section, ["Botox", "After"]);
        assert_eq!(passages[1].section, ["Botox", "Before"]);
    }

    #[test]
    fn a_long_block_is_divided_at_sentences() {
        let text = "Keep the area dry and clean. ".repeat(100);
        let passages = passages(&document(&text, &[(BlockKind::Paragraph, text.trim_end())]));
        assert!(passages.len() > 3);
        assert!(passages.iter().all(|p| p.text.ends_with("clean.")));
        assert!(passages.windows(2).all(|w| w[0].end <= w[1].start));
    }
}
