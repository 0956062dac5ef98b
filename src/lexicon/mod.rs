//! Which words mean what? Data files, loaded and validated into a [`Lexicon`].
//!
//! All English lives under `en/`; no other module names a word. Words are numbered once ([`Words`]), phrases are written
//! as patterns ([`expand`]) and found in one pass over a sentence's tokens ([`Phrases`]).

mod pattern;
mod phrases;
mod words;

pub use pattern::{MOST_PHRASES, expand};
pub use phrases::{Part, Phrases};
pub use words::Words;

/// Everything that is known of a language.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// All words of all entries.
    pub words: Words,
}
