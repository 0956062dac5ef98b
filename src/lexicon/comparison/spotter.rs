//! Finds which of some named phrases a short text has, at word boundaries and whatever the case.

use std::sync::OnceLock;

use aho_corasick::{Anchored, PatternID, automaton::Automaton, dfa::DFA};
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
    automaton: OnceLock<Option<DFA>>,
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

    fn automaton(&self) -> Option<&DFA> {
        let build = || DFA::builder().ascii_case_insensitive(true).build(&self.phrases).ok();
        self.automaton.get_or_init(build).as_ref()
    }

    /// The numbers of all phrases in a text, in the order of their ends; a number can come more than once.
    pub fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = u32> + 'a {
        let boundary = move |at: usize, before: bool| {
            let c = if before { text[..at].chars().next_back() } else { text[at..].chars().next() };
            !c.is_some_and(char::is_alphanumeric)
        };
        let started = self.automaton().and_then(|dfa| Some((dfa, dfa.start_state(Anchored::No).ok()?)));
        started.into_iter().flat_map(move |(dfa, start)| {
            // Most texts have no phrase: only the steps of the automaton may cost anything.
            let mut state = start;
            let ends = text.bytes().enumerate().filter_map(move |(at, byte)| {
                state = dfa.next_state(Anchored::No, state, byte);
                (dfa.is_special(state) && dfa.is_match(state)).then_some((at + 1, state))
            });
            ends.flat_map(move |(end, state)| {
                let phrases = (0..dfa.match_len(state)).map(move |at| dfa.match_pattern(state, at));
                let whole =
                    move |phrase: &PatternID| boundary(end - dfa.pattern_len(*phrase), true) && boundary(end, false);
                phrases.filter(whole).map(|phrase| self.stands_for[phrase.as_usize()])
            })
        })
    }
}
