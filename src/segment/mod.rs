//! Where do sentences begin and end, and which headings stand above them? Blocks become [`Sentence`]s in [`Section`]s.

mod section;
mod sentence;
mod token;

pub use section::sections;
pub use sentence::sentences;
pub use token::tokens;

use crate::{
    lexicon::Lexicon,
    model::{Document, Section, Sentence, Token},
};

/// A document's sections and the sentences of its content, in reading order.
#[derive(Debug, Clone, Default)]
pub struct Segmented {
    /// The sections; sentences refer to them by index.
    pub sections: Vec<Section>,
    /// The section of each block.
    pub section_of: Vec<usize>,
    /// The sentences of each block: indexes into `sentences`.
    pub of_block: Vec<std::ops::Range<usize>>,
    /// The sentences.
    pub sentences: Vec<Sentence>,
}

/// Divides a document. Blocks outside the content have no sentences.
pub fn segment(document: &Document, lexicon: &Lexicon) -> Segmented {
    let (sections, section_of) = sections(document);
    let mut out = Segmented { sections, section_of, ..Segmented::default() };
    for (index, block) in document.blocks.iter().enumerate() {
        let from = out.sentences.len();
        if block.zone.is_content() {
            let tokens = tokens(&document.text, block.span, &document.hidden, &lexicon.words);
            for tokens in sentences(&document.text, tokens, lexicon) {
                let tokens = without_speaker(tokens, &document.text, lexicon);
                let span =
                    tokens.first().map_or(block.span, |t| t.span).join(tokens.last().map_or(block.span, |t| t.span));
                out.sentences.push(Sentence { block: index, section: out.section_of[index], span, tokens });
            }
        }
        out.of_block.push(from..out.sentences.len());
    }
    out
}

/// The tokens of a sentence without a mark of who speaks before them: "Q: Can I swim?", "A: Not for a week."
fn without_speaker(mut tokens: Vec<Token>, text: &str, lexicon: &Lexicon) -> Vec<Token> {
    let class = |t: &Token| lexicon.is_in_class("speakers", t.word);
    let marked = tokens.len() > 2 && class(&tokens[0]) && matches!(tokens[1].span.of(text), ":" | ".");
    if marked {
        tokens.drain(..2);
    }
    tokens
}
