//! The index on disk: made, opened, and recognised where it is of another version or damaged.

use std::{
    fmt::Display,
    io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use tantivy::{
    Directory, Index, TantivyError,
    directory::{INDEX_WRITER_LOCK, MmapDirectory, error::LockError},
};

use super::{
    durable::Durable,
    schema::{Fields, VERSION},
    terms,
};
use crate::error::{Error, ErrorKind, Result};

/// The file that says what an index consists of.
const META: &str = "meta.json";

/// What is stored with every commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The version of the index: [`VERSION`] of the program that wrote it.
    pub version: u32,
    /// The version of the program.
    pub program: String,
    /// The digest of the lexicon of the last run.
    pub lexicon: String,
}

impl Stamp {
    /// The stamp of this program with a lexicon.
    pub fn new(lexicon: &str) -> Self {
        Self { version: VERSION, program: env!("CARGO_PKG_VERSION").to_owned(), lexicon: lexicon.to_owned() }
    }
}

/// An index that was opened and is of this version.
pub struct Store {
    /// The tantivy index.
    pub index: Index,
    /// Its fields.
    pub fields: Fields,
    /// What was stored with the last commit; `None` where there was none yet.
    pub stamp: Option<Stamp>,
    /// Where it lies.
    pub path: PathBuf,
    /// What it is written through.
    directory: Durable,
}

impl Store {
    /// Whether a folder holds an index.
    pub fn exists(path: &Path) -> bool {
        path.join(META).is_file()
    }

    /// Opens the index of a folder.
    ///
    /// # Errors
    /// Where there is none, or it is damaged or of another version; the message says what to do.
    pub fn open(path: &Path) -> Result<Self> {
        if !Self::exists(path) {
            return Err(wrong(path, "there is no index here: make one with `aftercare index PATH`"));
        }
        Self::open_on(MmapDirectory::open(path).map_err(|e| damaged(path, &e.into()))?, path)
    }

    /// Opens the index of a directory; `path` is where it lies, for messages.
    pub(super) fn open_on(directory: impl Into<Box<dyn Directory>>, path: &Path) -> Result<Self> {
        let directory = Durable::new(directory.into());
        let index = Index::open(directory.clone()).map_err(|e| damaged(path, &e))?;
        terms::register(&index);
        let stamp = stamp(&index, path)?;
        let (schema, fields) = Fields::schema();
        if let Some(stamp) = stamp.as_ref().filter(|s| s.version != VERSION) {
            return Err(wrong(path, other_version(stamp)));
        }
        if index.schema() != schema {
            return Err(wrong(
                path,
                "the index has other fields than this program's: make it anew with `aftercare index --rebuild PATH`",
            ));
        }
        Ok(Self { index, fields, stamp, path: path.to_owned(), directory })
    }

    /// Opens the index of a folder, or makes it where there is none.
    ///
    /// # Errors
    /// As [`Store::open`], and where the folder cannot be made or written.
    pub fn open_or_create(path: &Path) -> Result<Self> {
        if Self::exists(path) {
            return Self::open(path);
        }
        std::fs::create_dir_all(path).map_err(|e| Error::io(path, &e))?;
        let (schema, fields) = Fields::schema();
        let directory = MmapDirectory::open(path).map_err(|e| damaged(path, &e.into()))?;
        let directory = Durable::new(Box::new(directory));
        let index = Index::open_or_create(directory.clone(), schema).map_err(|e| unwritten(path, &directory, &e))?;
        terms::register(&index);
        Ok(Self { index, fields, stamp: None, path: path.to_owned(), directory })
    }

    /// The error of a run that could not write.
    pub fn unwritten(&self, error: &TantivyError) -> Error {
        unwritten(&self.path, &self.directory, error)
    }

    /// The error of a run that could not write or read a file of its own beside the index.
    pub fn unkept(&self, error: &io::Error) -> Error {
        unwritten_for(&self.path, error.kind(), error)
    }

    /// Takes an index out of its folder, whatever its version or state, and leaves everything else that lies there.
    ///
    /// # Errors
    /// Where a file cannot be removed.
    pub fn remove(path: &Path) -> Result<()> {
        let Ok(entries) = std::fs::read_dir(path) else { return Ok(()) };
        let directory = MmapDirectory::open(path).map_err(|e| damaged(path, &e.into()))?;
        let locked = |e| damaged(path, &TantivyError::LockFailure(e, None));
        let _lock = directory.acquire_lock(&INDEX_WRITER_LOCK).map_err(locked)?;
        let mut files: Vec<PathBuf> = entries.flatten().map(|e| e.path()).filter(|p| is_index_file(p)).collect();
        // The list of segments goes first: without it nothing else is an index.
        files.sort_by_key(|p| p.file_name().is_none_or(|n| n != META));
        for file in files {
            std::fs::remove_file(&file).map_err(|e| Error::io(&file, &e))?;
        }
        Ok(())
    }
}

/// Extensions of the files of a segment.
const SEGMENT_FILES: &[&str] = &["idx", "pos", "term", "store", "fast", "fieldnorm", "del", "temp"];

fn is_index_file(path: &Path) -> bool {
    let Some(name) = path.file_name().and_then(|n| n.to_str()) else { return false };
    if matches!(name, META | ".managed.json") {
        return true;
    }
    let (stem, extension) = name.split_once('.').unwrap_or((name, ""));
    let is_segment = stem.len() == 32 && stem.bytes().all(|b| b.is_ascii_hexdigit());
    is_segment && extension.split('.').any(|e| SEGMENT_FILES.contains(&e))
}

fn stamp(index: &Index, path: &Path) -> Result<Option<Stamp>> {
    let metas = index.load_metas().map_err(|e| damaged(path, &e))?;
    match metas.payload {
        None if metas.segments.is_empty() => Ok(None),
        None => Err(wrong(path, "this is an index of another program")),
        Some(payload) => serde_json::from_str(&payload)
            .map(Some)
            .map_err(|_| wrong(path, "this is an index of another program, or of a version that is not known")),
    }
}

fn other_version(stamp: &Stamp) -> String {
    format!(
        "the index is of version {}, written by aftercare {}; this program reads version {VERSION}: make it anew with \
         `aftercare index --rebuild PATH`",
        stamp.version, stamp.program
    )
}

fn unwritten(path: &Path, directory: &Durable, error: &TantivyError) -> Error {
    match (directory.fault(), error) {
        (Some((kind, why)), _) => unwritten_for(path, kind, why),
        (None, TantivyError::ErrorInThread(why) | TantivyError::SystemError(why)) => {
            wrong(path, format!("the run was cut off ({why}); the index is as it was before: try again"))
        }
        (None, error) => damaged(path, error),
    }
}

fn unwritten_for(path: &Path, kind: io::ErrorKind, why: impl Display) -> Error {
    if is_full(kind) {
        return wrong(path, FULL);
    }
    wrong(path, format!("the index cannot be written: {why}; it is as it was before"))
}

/// What is said where the disk is full.
const FULL: &str = "the disk is full; the index is as it was before: free some space, then try again";

fn is_full(kind: io::ErrorKind) -> bool {
    matches!(kind, io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

fn wrong(path: &Path, message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Index, message).at(path)
}

/// The error of an index that tantivy cannot read or write.
pub fn damaged(path: &Path, error: &TantivyError) -> Error {
    let message = match error {
        TantivyError::LockFailure(LockError::LockBusy, _) => {
            "another run is writing to this index: wait until it has ended, then try again".to_owned()
        }
        TantivyError::IoError(e) if is_full(e.kind()) => FULL.to_owned(),
        TantivyError::IoError(e) if e.kind() == io::ErrorKind::PermissionDenied => {
            "the index cannot be written: permission denied".to_owned()
        }
        TantivyError::LockFailure(LockError::IoError(e), _) => format!("the index cannot be locked: {e}"),
        TantivyError::OpenWriteError(e) => format!("the index cannot be written: {e}"),
        other => format!("the index is damaged ({other}): make it anew with `aftercare index --rebuild PATH`"),
    };
    wrong(path, message)
}

/// The error of a record that is not what was written.
pub fn unreadable(path: &Path, what: &str) -> Error {
    wrong(
        path,
        format!(
            "the index is damaged (a record is not readable: {what}): make it anew with `aftercare index --rebuild PATH`"
        ),
    )
}
