//! A folder that lets so many operations pass, and then fails in one of several ways.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt, fs, io,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use tantivy::directory::{
    AntiCallToken, Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, TerminatingWrite, WatchCallback,
    WatchHandle, WritePtr,
    error::{DeleteError, LockError, OpenReadError, OpenWriteError},
};

/// How a folder fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Every write fails from then on; what is there can be read and deleted.
    DiskFull,
    /// One operation fails, and the next ones do not.
    Once,
    /// Nothing passes any more, and [`Faulty::cut`] takes back what was not yet written to the disk.
    PowerCut,
}

/// The faults.
pub const FAULTS: [Fault; 3] = [Fault::DiskFull, Fault::Once, Fault::PowerCut];

/// What happens when the power goes: a file that was made since the folder was last written to disk, or one with its
/// former bytes that was replaced since.
type Undone = BTreeMap<PathBuf, Option<Vec<u8>>>;

/// Passes everything on to a folder on disk, until the operations that are allowed are used up.
#[derive(Clone)]
pub struct Faulty {
    inner: MmapDirectory,
    folder: PathBuf,
    fault: Fault,
    allowed: usize,
    used: Arc<AtomicUsize>,
    undone: Arc<Mutex<Undone>>,
    /// Files that are still written to.
    open: Arc<Mutex<BTreeSet<PathBuf>>>,
}

impl Faulty {
    pub fn new(folder: &Path, fault: Fault, allowed: usize) -> Self {
        let inner = MmapDirectory::open(folder).unwrap();
        Self {
            inner,
            folder: folder.to_owned(),
            fault,
            allowed,
            used: Arc::default(),
            undone: Arc::default(),
            open: Arc::default(),
        }
    }

    /// Whether an operation failed.
    pub fn failed(&self) -> bool {
        self.used.load(Ordering::SeqCst) > self.allowed
    }

    /// Leaves on disk what a power cut leaves: of new files some are missing and some are cut off, and what was
    /// replaced is as it was. Deletions last, which is the worst.
    pub fn cut(&self) {
        for (number, (path, before)) in self.undone.lock().unwrap().iter().enumerate() {
            let path = self.folder.join(path);
            match before {
                Some(bytes) => fs::write(path, bytes).unwrap(),
                None if (number + self.allowed).is_multiple_of(2) => drop(fs::remove_file(path)),
                None => {
                    if let Ok(bytes) = fs::read(&path) {
                        fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
                    }
                }
            }
        }
    }

    fn step(&self, writes: bool) -> io::Result<()> {
        if self.fault == Fault::DiskFull && !writes {
            return Ok(());
        }
        let used = self.used.fetch_add(1, Ordering::SeqCst);
        if used == self.allowed || (used > self.allowed && self.fault != Fault::Once) {
            return Err(io::Error::new(io::ErrorKind::StorageFull, "no space left on device"));
        }
        Ok(())
    }

    /// Notes what a path was before it is made or replaced.
    fn note(&self, path: &Path) {
        let before = || fs::read(self.folder.join(path)).ok();
        self.undone.lock().unwrap().entry(path.to_owned()).or_insert_with(before);
    }
}

impl fmt::Debug for Faulty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Faulty")
    }
}

struct FaultyFile {
    inner: WritePtr,
    path: PathBuf,
    of: Faulty,
}

impl io::Write for FaultyFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.of.step(true)?;
        self.inner.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl TerminatingWrite for FaultyFile {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        self.of.step(true)?;
        self.inner.terminate_ref(token)?;
        self.of.open.lock().unwrap().remove(&self.path);
        Ok(())
    }
}

impl Directory for Faulty {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.step(false).map_err(|e| OpenReadError::wrap_io_error(e, path.to_owned()))?;
        self.inner.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        let error = |e| DeleteError::IoError { io_error: Arc::new(e), filepath: path.to_owned() };
        self.step(false).map_err(error)?;
        self.undone.lock().unwrap().remove(path);
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.step(true).map_err(|e| OpenWriteError::wrap_io_error(e, path.to_owned()))?;
        self.note(path);
        let inner = self.inner.open_write(path)?;
        self.open.lock().unwrap().insert(path.to_owned());
        Ok(io::BufWriter::new(Box::new(FaultyFile { inner, path: path.to_owned(), of: self.clone() })))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.step(false).map_err(|e| OpenReadError::wrap_io_error(e, path.to_owned()))?;
        self.inner.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.step(true)?;
        self.note(path);
        self.inner.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.step(true)?;
        self.inner.sync_directory()?;
        let open = self.open.lock().unwrap();
        self.undone.lock().unwrap().retain(|path, _| open.contains(path));
        Ok(())
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.inner.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}
