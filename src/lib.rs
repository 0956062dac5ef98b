//! Reads what clinics, hospitals and publishers tell people to do after a procedure, turns it into rules, and shows where
//! the sources contradict each other. It is deterministic, works offline, and shows the words that every statement rests
//! on. It reports what documents say; it gives no medical advice.
//!
//! The modules are the way of the data, from top to bottom:

// Data of tests that are shared with those under `tests/` name the crate as they do.
#[cfg(test)]
extern crate self as aftercare;

pub mod error;
pub mod model;

pub mod contradiction;
pub mod document;
pub mod extract;
pub mod lexicon;
pub mod mention;
pub mod segment;

pub mod export;
pub mod index;
pub mod report;

pub mod generate;
pub mod pipeline;
pub mod settings;

pub use error::{Error, ErrorKind, Result};
