//! Finds which of some named phrases a short text has, at word boundaries and whatever the case.

use aho_corasick::{AhoCorasick, MatchKind};
use toml::Spanned;

use crate::{
    error::{Error, ErrorKind, Result},
    lexicon::File,
};

/// Phrases with the number of what they stand for.
#[derive(Debug, Default)]
pub struct Spotter {
    automaton: Option<AhoCorasick>,
    stands_for: Vec<u32>,
}

impl Spotter {
    /// A spotter of patterns, each with the number that it stands for.
    ///
    /// # Errors
    /// Where a pattern is wrong.
    pub fn new<'a>(file: &File<'_>, patterns: impl Iterator<Item = (u32, &'a Spanned<String>)>) -> Result<Self> {
        let (mut phrases, mut stands_for) = (Vec::new(), Vec::new());
        for (number, pattern) in patterns {
            for phrase in file.texts(pattern)? {
                phrases.push(phrase);
                stands_for.push(number);
            }
        }
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(&phrases)
            .map_err(|e| Error::new(ErrorKind::Lexicon, e.to_string()).at(file.path))?;
        Ok(Self { automaton: Some(automaton), stands_for })
    }

    /// The numbers of all phrases in a text, in the order of their ends; a number can come more than once.
    pub fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = u32> + 'a {
        let boundary = |at: usize, before: bool| {
            let c = if before { text[..at].chars().next_back() } else { text[at..].chars().next() };
            !c.is_some_and(char::is_alphanumeric)
        };
        self.automaton
            .iter()
            .flat_map(move |a| a.find_overlapping_iter(text))
            .filter(move |m| boundary(m.start(), true) && boundary(m.end(), false))
            .map(|m| self.stands_for[m.pattern().as_usize()])
    }
}
