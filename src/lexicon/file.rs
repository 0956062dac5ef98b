//! A data file of the lexicon: its text, where it lies, and errors with the line.

use serde::de::DeserializeOwned;
use toml::Spanned;

use super::{Concepts, Part, Words, expand, paths, phrases_of};
use crate::{
    error::{Error, ErrorKind, Result},
    model::{Name, WordId},
};

/// The sign before a form of a concept whose first word stands for itself alone and not for its inflections too.
pub const EXACT: char = '=';

/// A data file.
#[derive(Debug, Clone, Copy)]
pub struct File<'a> {
    /// Its path, as errors name it.
    pub path: &'a str,
    /// Its text.
    pub text: &'a str,
}

impl File<'_> {
    /// The file's name without folder and extension.
    pub fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(self.path);
        name.split('.').next().unwrap_or(name)
    }

    /// The file's tables.
    ///
    /// # Errors
    /// Where it is no TOML, or has keys that are not known; the error names the line.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T> {
        toml::from_str(self.text).map_err(|e| {
            let error = Error::new(ErrorKind::Lexicon, e.message()).at(self.path);
            match e.span() {
                Some(span) => error.line(self.line_of(span.start)),
                None => error,
            }
        })
    }

    /// An error at a byte of the file.
    pub fn wrong(&self, byte: usize, message: impl Into<String>) -> Error {
        Error::new(ErrorKind::Lexicon, message).at(self.path).line(self.line_of(byte))
    }

    /// The phrases of a pattern of this file.
    ///
    /// # Errors
    /// Where the pattern is wrong or stands for nothing; the error names the line.
    pub fn phrases(&self, pattern: &Spanned<String>, words: &mut Words) -> Result<Vec<Vec<Part>>> {
        let text = pattern.get_ref().strip_prefix(EXACT).unwrap_or(pattern.get_ref());
        let text = words.write_out(text);
        let paths = paths(&text).map_err(|e| self.wrong(pattern.span().start, e.message()))?;
        let phrases = phrases_of(&paths, words);
        match phrases.iter().find_map(|p| never_matches(p)) {
            Some(why) => {
                Err(self
                    .wrong(pattern.span().start, format!("the form {:?} can never match: {why}", pattern.get_ref())))
            }
            None => Ok(phrases),
        }
    }

    /// Checks that ids which this file names are concepts.
    ///
    /// # Errors
    /// Where one is not; the error names the line where the id first stands in quotes.
    pub fn refers<'n>(&self, ids: impl IntoIterator<Item = &'n Name>, concepts: &Concepts) -> Result<()> {
        match ids.into_iter().find(|id| concepts.get(id).is_none()) {
            Some(id) => {
                let byte = self.text.find(&format!("{:?}", id.as_str())).unwrap_or(0);
                Err(self.wrong(byte, format!("{id:?} is no concept")))
            }
            None => Ok(()),
        }
    }

    /// The phrases of a pattern of this file, as texts.
    ///
    /// # Errors
    /// Where the pattern is wrong; the error names the line.
    pub fn texts(&self, pattern: &Spanned<String>) -> Result<Vec<String>> {
        expand(pattern.get_ref()).map_err(|e| self.wrong(pattern.span().start, e.message()))
    }

    /// The line of a byte, counted from one.
    pub fn line_of(&self, byte: usize) -> usize {
        1 + self.text.bytes().take(byte).filter(|&b| b == b'\n').count()
    }
}

/// Why a phrase can stand in no text, if it cannot.
fn never_matches(phrase: &[Part]) -> Option<&'static str> {
    match phrase {
        [] => Some("it has no word"),
        [Part::Gap, ..] => Some("it begins with a gap"),
        [.., Part::Gap] => Some("it ends with a gap"),
        _ if phrase.iter().any(|p| matches!(p, Part::Words(w) if w.contains(&WordId::UNKNOWN))) => {
            Some("a word is too long")
        }
        _ => None,
    }
}
