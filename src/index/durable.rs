//! A folder in which a commit that was reported outlives a power cut.
//!
//! tantivy replaces the list of segments by a rename, and then deletes the files of segments that are no longer on it. Until
//! the folder itself is written to disk, a power cut may undo the rename and keep the deletions. Here the folder is
//! written to disk right after each replacement.
//!
//! tantivy's threads do not hand on why they could not write; the first reason is kept here ([`Durable::fault`]).

use std::{
    io::{self, BufWriter, Write},
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use tantivy::directory::{
    AntiCallToken, Directory, DirectoryLock, FileHandle, FileSlice, Lock, TerminatingWrite, WatchCallback, WatchHandle,
    WritePtr,
    error::{DeleteError, LockError, OpenReadError, OpenWriteError},
};

/// Passes everything on, makes replaced files last, and remembers why something could not be written.
#[derive(Debug, Clone)]
pub struct Durable {
    inner: Box<dyn Directory>,
    fault: Fault,
}

/// The first error of writing.
#[derive(Debug, Clone, Default)]
struct Fault(Arc<Mutex<Option<(io::ErrorKind, String)>>>);

impl Fault {
    fn note<T>(&self, result: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &result {
            let mut first = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            first.get_or_insert_with(|| (error.kind(), error.to_string()));
        }
        result
    }
}

impl Durable {
    /// A folder.
    pub fn new(inner: Box<dyn Directory>) -> Self {
        Self { inner, fault: Fault::default() }
    }

    /// Why something could not be written, since it was last asked for.
    pub fn fault(&self) -> Option<(io::ErrorKind, String)> {
        self.fault.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// A file whose errors are remembered.
struct Noted {
    file: WritePtr,
    fault: Fault,
}

impl Write for Noted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.fault.note(self.file.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.fault.note(self.file.flush())
    }
}

impl TerminatingWrite for Noted {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        self.fault.note(self.file.terminate_ref(token))
    }
}

impl Directory for Durable {
    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.fault.note(self.inner.atomic_write(path, data).and_then(|()| self.inner.sync_directory()))
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let opened = self.inner.open_write(path);
        if let Err(OpenWriteError::IoError { io_error, .. }) = &opened {
            let _ = self.fault.note::<()>(Err(io::Error::new(io_error.kind(), io_error.to_string())));
        }
        Ok(BufWriter::new(Box::new(Noted { file: opened?, fault: self.fault.clone() })))
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.fault.note(self.inner.sync_directory())
    }

    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.inner.get_file_handle(path)
    }

    fn open_read(&self, path: &Path) -> Result<FileSlice, OpenReadError> {
        self.inner.open_read(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.inner.atomic_read(path)
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.inner.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}
