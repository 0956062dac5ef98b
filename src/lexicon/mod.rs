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

use crate::{error::Result, mention::time::TimeGrammar};

/// Everything that is known of a language.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// All words of all entries.
    pub words: Words,
    /// The time expressions.
    pub times: TimeGrammar,
}

impl Lexicon {
    /// The lexicon of English that is built in.
    ///
    /// # Errors
    /// Where one of the data files is wrong, with the file and the line.
    pub fn english() -> Result<Self> {
        let mut words = Words::default();
        let times = TimeGrammar::load(include_str!("en/times.toml"), &mut words).map_err(|e| e.at("en/times.toml"))?;
        Ok(Self { words, times })
    }
}
