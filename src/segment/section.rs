//! Which headings stand above a block.

use crate::model::{BlockKind, Document, Section};

/// The sections of a document, and the section of each block. A heading belongs to the section that it opens.
pub fn sections(document: &Document) -> (Vec<Section>, Vec<usize>) {
    let mut sections = vec![Section::default()];
    let mut of_block = Vec::with_capacity(document.blocks.len());
    let mut open: Vec<(u8, usize)> = Vec::new();
    for (index, block) in document.blocks.iter().enumerate() {
        if let BlockKind::Heading { level } = block.kind
            && block.zone.is_content()
        {
            while open.last().is_some_and(|&(l, _)| l >= level) {
                open.pop();
            }
            open.push((level, index));
            sections.push(Section { headings: open.iter().map(|&(_, b)| b).collect() });
        }
        of_block.push(sections.len() - 1);
    }
    (sections, of_block)
}
