//! Terms that are made already, on their way to tantivy.
//!
//! tantivy keeps text that comes with its tokens as JSON and reads that again for each of its parts. Here the terms are one text
//! that holds for each term its position and its length as numbers before it, and the analyser that the fields of words are
//! given ([`Cut`]) does nothing but take it apart.

use tantivy::{
    Index,
    tokenizer::{Token, TokenStream, Tokenizer},
};

/// The name by which the fields of words know their analyser: the one that tantivy gives them where none is named.
const NAME: &str = "default";
/// Bits of a number in one byte, which is a character of its own.
const BITS: u32 = 6;
/// Marks a byte of a number that another follows.
const MORE: u8 = 1 << BITS;

/// Terms of one field of one entry, with their positions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Terms(String);

impl Terms {
    /// No terms, with room for so many bytes.
    pub fn with_capacity(bytes: usize) -> Self {
        Self(String::with_capacity(bytes))
    }

    /// Adds the term that its parts make up.
    pub fn push(&mut self, position: usize, parts: &[&str]) {
        self.number(position);
        self.number(parts.iter().map(|part| part.len()).sum());
        for part in parts {
            self.0.push_str(part);
        }
    }

    fn number(&mut self, mut number: usize) {
        while number >= usize::from(MORE) {
            self.0.push(char::from(number as u8 & (MORE - 1) | MORE));
            number >>= BITS;
        }
        self.0.push(char::from(number as u8));
    }

    /// The text that [`Cut`] takes apart.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Sees to it that what is written to an index is taken apart.
pub fn register(index: &Index) {
    index.tokenizers().register(NAME, Cut::default());
}

/// Takes [`Terms`] apart.
#[derive(Clone, Default)]
pub struct Cut {
    token: Token,
}

/// What is left of a text.
pub struct Rest<'a> {
    text: &'a str,
    token: &'a mut Token,
}

impl Tokenizer for Cut {
    type TokenStream<'a> = Rest<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Rest<'a> {
        Rest { text, token: &mut self.token }
    }
}

impl Rest<'_> {
    fn number(&mut self) -> Option<usize> {
        let (mut number, mut shift) = (0, 0);
        for (at, byte) in self.text.bytes().enumerate() {
            number |= usize::from(byte & (MORE - 1)).checked_shl(shift)?;
            if byte & MORE == 0 {
                self.text = self.text.get(at + 1..)?;
                return Some(number);
            }
            shift += BITS;
        }
        None
    }

    fn next(&mut self) -> Option<()> {
        let (position, length) = (self.number()?, self.number()?);
        let (term, rest) = self.text.split_at_checked(length)?;
        self.text = rest;
        self.token.position = position;
        self.token.text.clear();
        self.token.text.push_str(term);
        Some(())
    }
}

impl TokenStream for Rest<'_> {
    fn advance(&mut self) -> bool {
        self.next().is_some()
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// The positions and texts of terms.
#[cfg(test)]
pub fn listed(terms: &Terms) -> Vec<(usize, String)> {
    let mut cut = Cut::default();
    let mut rest = cut.token_stream(terms.as_str());
    let mut out = Vec::new();
    while rest.advance() {
        out.push((rest.token().position, rest.token().text.clone()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_survive_their_text() {
        let long = "ü".repeat(5_000);
        let all = [(0, ""), (1, "a"), (63, "@hot-tub"), (64, "\u{0}\u{7f}"), (0, &long), (1 << 20, "=48")];
        let mut terms = Terms::default();
        for (position, text) in all {
            terms.push(position, &[&text[..text.len() / 2 / 2 * 2], &text[text.len() / 2 / 2 * 2..]]);
        }
        let all: Vec<(usize, String)> = all.map(|(position, text)| (position, text.to_owned())).to_vec();
        assert_eq!(listed(&terms), all);
    }

    #[test]
    fn what_is_cut_off_ends() {
        for text in [
            "",
            "\u{1}",
            "\u{1}\u{5}four",
            "\u{41}",
            "\u{41}\u{41}\u{41}\u{41}\u{41}\u{41}\u{41}\u{41}\u{41}\u{41}\u{41}\u{41}\u{1}\u{1}a",
        ] {
            assert!(!Cut::default().token_stream(text).advance(), "{text:?}");
        }
    }
}
