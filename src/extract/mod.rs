//! What is advised? Mentions become [`Rule`]s.
//!
//! [`Rule`]: crate::model::Rule

use crate::{
    lexicon::Lexicon,
    model::{Document, Rule},
};

/// The rules of a document, in the order of their quotes.
pub fn rules(_document: &Document, _lexicon: &Lexicon) -> Vec<Rule> {
    Vec::new()
}
