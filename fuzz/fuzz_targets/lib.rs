//! What the targets have in common.

use aftercare::{
    ErrorKind,
    document::{Member, Options, Outcome},
    model::Document,
};

/// Reads bytes under a name and checks what must always hold.
pub fn read(name: &str, bytes: &[u8]) -> Option<Document> {
    let member = Member { id: "a".into(), path: name.into(), bytes: bytes.to_vec(), named: true, ..Member::default() };
    match member.read(&Options::default()) {
        Outcome::Read { document, .. } => {
            check(&document);
            Some(*document)
        }
        Outcome::Failed(error) => {
            assert_ne!(error.kind(), ErrorKind::Internal, "{error}");
            None
        }
        Outcome::Aside(_) => None,
    }
}

/// Spans lie in the text, blocks and hidden ranges are in order.
pub fn check(document: &Document) {
    for (at, block) in document.blocks.iter().enumerate() {
        assert!(document.text.get(block.span.range()).is_some_and(|t| !t.trim().is_empty()));
        assert!(block.lead.is_none_or(|lead| lead < at));
        assert!(at == 0 || document.blocks[at - 1].span.end <= block.span.start);
    }
    for (at, hidden) in document.hidden.iter().enumerate() {
        assert!(document.text.get(hidden.range()).is_some_and(|h| !h.is_empty()));
        assert!(at == 0 || document.hidden[at - 1].end <= hidden.start);
    }
}
