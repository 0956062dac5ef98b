//! The concepts that the reading treats in a way of their own.

use serde::Deserialize;

use super::File;
use crate::{error::Result, model::Name};

/// Concept ids by their role; the file says what each means.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roles {
    /// Turning to somebody when something is wrong.
    pub report: Vec<Name>,
    /// States that are kept up.
    pub states: Vec<Name>,
    /// What a number of sessions is about.
    pub session_count: Option<Name>,
    /// What a distance between sessions is about.
    pub session_spacing: Option<Name>,
    /// What the length of a session is about.
    pub session_length: Option<Name>,
    /// Other treatments on the same place.
    pub treatment: Option<Name>,
    /// Entries of times that say by when something is possible again.
    pub by_then: Vec<String>,
    /// Expectations whose time says from when.
    pub begins: Vec<Name>,
}

impl Roles {
    /// The roles of a file.
    ///
    /// # Errors
    /// Where the file is no valid TOML or has other keys.
    pub fn load(file: &File<'_>) -> Result<Self> {
        file.parse()
    }
}
