//! In which order does it happen? The one file that knows the stages: read, segment, mention, extract.

use crate::{
    document::{self, Source},
    error::Result,
    extract,
    lexicon::Lexicon,
    model::{Document, Rule},
};

/// A document with its rules.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The document.
    pub document: Document,
    /// Its rules, in the order of their quotes.
    pub rules: Vec<Rule>,
}

/// Reads one source to its rules.
///
/// # Errors
/// Where the bytes cannot be read as a document.
pub fn read(source: &Source<'_>, lexicon: &Lexicon) -> Result<Reading> {
    let document = document::read(source)?;
    let rules = extract::rules(&document, lexicon);
    Ok(Reading { document, rules })
}
