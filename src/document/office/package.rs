//! The archive that holds a file of a word processor.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::super::{Context, limits};
use crate::error::{Error, ErrorKind, Result};

/// An archive in memory.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
}

impl<'a> Package<'a> {
    /// Opens the archive. What its parts expand to is bounded like the size of a document.
    pub fn open(bytes: &'a [u8], context: &Context<'_>) -> Result<Self> {
        context.fits(bytes.len())?;
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged(&e.to_string()))?;
        Ok(Self { archive, left: context.limits.bytes })
    }

    /// The text of a part, if there is one of this name.
    pub fn text(&mut self, name: &str) -> Result<Option<String>> {
        let Some(index) = self.archive.index_for_name(name) else { return Ok(None) };
        let part = self.archive.by_index(index).map_err(|e| match e {
            zip::result::ZipError::UnsupportedArchive(_) => {
                Error::new(ErrorKind::Unsupported, "the file is encrypted; save a copy without a password")
            }
            other => damaged(&other.to_string()),
        })?;
        let mut bytes = Vec::new();
        let read = part.take(self.left + 1).read_to_end(&mut bytes);
        if bytes.len() as u64 > self.left {
            return Err(limits::over("bytes", self.left, "the parts of the file expand to more"));
        }
        self.left -= bytes.len() as u64;
        match read {
            Ok(_) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
            Err(error) => Err(damaged(&error.to_string())),
        }
    }
}

/// Whether an archive in memory holds a part of this name.
pub(super) fn holds(bytes: &[u8], name: &str) -> bool {
    bytes.starts_with(b"PK") && ZipArchive::new(Cursor::new(bytes)).is_ok_and(|a| a.index_for_name(name).is_some())
}

fn damaged(why: &str) -> Error {
    Error::new(ErrorKind::Malformed, format!("the file is damaged: {why}"))
}
