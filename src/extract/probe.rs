//! How a line is read that stands alone: for checks of the lexicon's data.

use super::{View, answer, line, procedure};
use crate::{
    lexicon::{HeadingSense, Lexicon, Question},
    mention::mentions,
    model::{Name, Sentence, Span, Token},
    segment,
};

/// The sentences of a text without blocks.
pub fn sentences(text: &str, lexicon: &Lexicon) -> Vec<Sentence> {
    let tokens = segment::tokens(text, Span::new(0, text.len()), &[], &lexicon.words);
    let sentence = |tokens: Vec<Token>| {
        let whole = Span::new(0, text.len());
        let span = tokens.first().zip(tokens.last()).map_or(whole, |(a, b)| a.span.join(b.span));
        Sentence { block: 0, section: 0, span, tokens }
    };
    segment::sentences(text, tokens, lexicon).into_iter().map(sentence).collect()
}

/// What a line gives as a heading.
pub fn senses(text: &str, lexicon: &Lexicon) -> Vec<HeadingSense> {
    let read = |sentence: &Sentence| {
        let found = mentions(text, sentence, &[], lexicon);
        line::senses(&View { text, sentence, found: &found }, lexicon)
    };
    sentences(text, lexicon).iter().flat_map(read).collect()
}

/// What a sentence asks.
pub fn question(text: &str, lexicon: &Lexicon) -> Option<Question> {
    sentences(text, lexicon).iter().find_map(|sentence| {
        let found = mentions(text, sentence, &[], lexicon);
        answer::question(&View { text, sentence, found: &found }, lexicon)
    })
}

/// The procedures that a line names, as a title or in running text.
pub fn procedures(text: &str, title: bool, lexicon: &Lexicon) -> Vec<Name> {
    let tokens = segment::tokens(text, Span::new(0, text.len()), &[], &lexicon.words);
    procedure::named(&tokens, title, lexicon)
}
