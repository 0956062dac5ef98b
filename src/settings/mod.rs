//! What does the user want compared, and how? `aftercare.toml` in the working folder or above, the waivers and the
//! baseline.
//!
//! Every setting that is wrong is refused with its file and line.

mod baseline;
mod changes;
mod date;
mod groups;
mod tables;
mod waivers;
mod wanted;

pub use baseline::{Baseline, BaselineTopic};
pub use changes::{Change, Changes, Moved};
pub use date::Date;
pub use groups::audit;
pub use tables::{AuditTable, GroupTable, Settings};
pub use waivers::{Waiver, WaiverKind, Waivers, Waiving};
pub use wanted::Wanted;

use std::{fs, path::Path};

use serde::de::DeserializeOwned;

use crate::error::{Error, ErrorKind, Result};

/// The name of the settings file.
pub const FILE: &str = "aftercare.toml";

/// A file that the user wrote: its text, where it lies, and errors with the line.
pub(crate) struct UserFile {
    path: std::path::PathBuf,
    text: String,
}

impl UserFile {
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).map_err(|e| Error::io(path, &e))?;
        Ok(Self { path: path.to_owned(), text })
    }

    pub(crate) fn parse<T: DeserializeOwned>(&self) -> Result<T> {
        toml::from_str(&self.text).map_err(|e| match e.span() {
            Some(span) => self.wrong(span.start, e.message()),
            None => Error::new(ErrorKind::Config, e.message()).at(&self.path),
        })
    }

    /// An error at a byte of the file.
    pub(crate) fn wrong(&self, byte: usize, message: impl Into<String>) -> Error {
        Error::new(ErrorKind::Config, message).at(&self.path).line(self.line_of(byte))
    }

    pub(crate) fn line_of(&self, byte: usize) -> usize {
        1 + self.text.get(..byte).map_or(0, |t| t.matches('\n').count())
    }
}
