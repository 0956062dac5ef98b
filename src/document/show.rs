//! How tests write blocks down: kind, zone, lead, mark and the text that a reader sees.

use super::{Context, Declared, Limits, Reader, Source};
use crate::model::{Block, BlockKind, Document, Span, Zone};

/// The document that a reader makes of a text; its invariants are checked.
pub(super) fn read(reader: &dyn Reader, path: &str, text: &str) -> Document {
    read_bytes(reader, path, text.as_bytes())
}

/// The document that a reader makes of bytes; its invariants are checked.
pub(super) fn read_bytes(reader: &dyn Reader, path: &str, bytes: &[u8]) -> Document {
    let (limits, declared) = (Limits::default(), Declared::default());
    let source = Source { id: "a", path, bytes };
    let document = reader.read(&source, &mut Context::new(&limits, &declared)).expect("a document");
    check(&document);
    document
}

/// The blocks that a reader makes of a text, a line each.
pub(super) fn blocks(reader: &dyn Reader, path: &str, text: &str) -> Vec<String> {
    let document = read(reader, path, text);
    document.blocks.iter().map(|b| line(&document, b)).collect()
}

/// The blocks of a document, a line each.
pub(super) fn lines(document: &Document) -> Vec<String> {
    document.blocks.iter().map(|b| line(document, b)).collect()
}

/// Spans lie in the text on character boundaries, leads go back, hidden ranges are in order.
pub(super) fn check(document: &Document) {
    for (at, block) in document.blocks.iter().enumerate() {
        let text = document.text.get(block.span.range()).expect("a span of the text");
        assert!(!text.trim().is_empty() && text.trim() == text, "{text:?}");
        assert!(block.lead.is_none_or(|lead| lead < at));
        assert!(at == 0 || document.blocks[at - 1].span.end <= block.span.start, "{text:?} overlaps");
    }
    for (at, hidden) in document.hidden.iter().enumerate() {
        assert!(document.text.get(hidden.range()).is_some_and(|h| !h.is_empty()));
        assert!(at == 0 || document.hidden[at - 1].end <= hidden.start);
    }
}

fn line(document: &Document, block: &Block) -> String {
    let kind = match block.kind {
        BlockKind::Heading { level } => format!("H{level}"),
        BlockKind::Paragraph => "P".to_owned(),
        BlockKind::Item { depth, ordered } => format!("I{}{depth}", if ordered { "#" } else { "" }),
        BlockKind::Cell { table, row, column, header } => {
            format!("C{table}.{row}.{column}{}", if header { "h" } else { "" })
        }
    };
    let lead = block.lead.map(|l| format!("<{l}")).unwrap_or_default();
    let zone = if block.zone == Zone::Main { String::new() } else { format!("{:?} ", block.zone) };
    let mark = block.mark.map(|m| format!("{m:?} ")).unwrap_or_default();
    format!("{kind}{lead} {zone}{mark}{}", seen(document, block.span))
}

/// What a reader sees of a span, on one line.
fn seen(document: &Document, span: Span) -> String {
    let mut seen = String::new();
    let mut at = span.start;
    for hidden in document.hidden.iter().filter(|h| h.overlaps(span)) {
        seen.push_str(&document.text[at..hidden.start.max(at)]);
        at = hidden.end;
    }
    seen.push_str(&document.text[at..span.end]);
    seen.split(['\n', '\r']).map(str::trim).collect::<Vec<_>>().join(" ")
}
