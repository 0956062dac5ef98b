//! Plain text.

use super::{Reader, Source};
use crate::{
    error::Result,
    model::{Block, BlockKind, Document, Metadata, Name, Span, Zone},
};

/// Plain text: a block a paragraph.
pub struct Text;

impl Reader for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn detects(&self, _: &Source<'_>) -> bool {
        true
    }

    fn read(&self, source: &Source<'_>) -> Result<Document> {
        let text = String::from_utf8_lossy(source.bytes).into_owned();
        let span = Span::new(0, text.len());
        let blocks = vec![Block { kind: BlockKind::Paragraph, zone: Zone::Main, span, lead: None, mark: None }];
        Ok(Document {
            id: Name::from(source.id),
            source: source.path.to_owned(),
            text,
            blocks,
            hidden: Vec::new(),
            meta: Metadata::default(),
        })
    }
}
