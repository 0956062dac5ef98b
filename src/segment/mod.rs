//! Where do sentences begin and end, and what do the headings above them say? Blocks become [`Sentence`]s in [`Section`]s.
//!
//! [`Sentence`]: crate::model::Sentence
//! [`Section`]: crate::model::Section

mod token;

pub use token::tokens;
