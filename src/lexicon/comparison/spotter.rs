//! Finds which of some named phrases a short text has, at word boundaries and whatever the case.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::{
    error::{Error, ErrorKind, Result},
    lexicon::File,
};

/// Phrases with the number of what they stand for.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Spotter {
    phrases: Vec<String>,
    stands_for: Vec<u32>,
    /// Made when it is first needed.
    #[serde(skip)]
    automaton: OnceLock<Option<AhoCorasick>>,
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
        let out = Self { phrases, stands_for, automaton: OnceLock::new() };
        let wrong = || Error::new(ErrorKind::Lexicon, "there are too many phrases").at(file.path);
        out.automaton().ok_or_else(wrong)?;
        Ok(out)
    }

    fn automaton(&self) -> Option<&AhoCorasick> {
        let build = || {
            let mut builder = AhoCorasick::builder();
            builder.ascii_case_insensitive(true).match_kind(MatchKind::Standard).build(&self.phrases).ok()
        };
        self.automaton.get_or_init(build).as_ref()
    }

    /// The numbers of all phrases in a text, in the order of their ends; a number can come more than once.
    pub fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = u32> + 'a {
        let boundary = |at: usize, before: bool| {
            let c = if before { text[..at].chars().next_back() } else { text[at..].chars().next() };
            !c.is_some_and(char::is_alphanumeric)
        };
        self.automaton()
            .into_iter()
            .flat_map(move |a| a.find_overlapping_iter(text))
            .filter(move |m| boundary(m.start(), true) && boundary(m.end(), false))
            .map(|m| self.stands_for[m.pattern().as_usize()])
    }
}
