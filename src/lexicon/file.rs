//! A data file of the lexicon: its text, where it lies, and errors with the line.

use serde::de::DeserializeOwned;
use toml::Spanned;

use super::{Part, Words, expand, parts, paths};
use crate::error::{Error, ErrorKind, Result};

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
        let paths = paths(pattern.get_ref()).map_err(|e| self.wrong(pattern.span().start, e.message()))?;
        Ok(paths.iter().flat_map(|p| parts(p, words)).collect())
    }

    /// The phrases of a pattern of this file, as texts.
    ///
    /// # Errors
    /// Where the pattern is wrong; the error names the line.
    pub fn texts(&self, pattern: &Spanned<String>) -> Result<Vec<String>> {
        expand(pattern.get_ref()).map_err(|e| self.wrong(pattern.span().start, e.message()))
    }

    fn line_of(&self, byte: usize) -> usize {
        1 + self.text.as_bytes()[..byte.min(self.text.len())].iter().filter(|&&b| b == b'\n').count()
    }
}
