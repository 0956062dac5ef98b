//! What the user may set of reading.

use super::{Fields, Limits};

/// The settings of reading; `Default` gives those of the command.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The bounds.
    pub limits: Limits,
    /// The fields of JSON records.
    pub fields: Fields,
    /// Whether text in other languages than English is read as well.
    pub any_language: bool,
}
