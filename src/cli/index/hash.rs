//! The hash of every file that was found. A file whose content is new is read once: its bytes are kept until it is its turn,
//! as long as there is room.

use std::{
    collections::HashMap,
    fs::{self, File, Metadata},
    io::{self, BufReader},
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
    time::SystemTime,
};

use aftercare::{document::walk::Entry, index::Content};
use rayon::prelude::*;

use super::super::progress;

/// The largest file whose bytes are kept.
const LARGEST: u64 = 1 << 20;
/// The most bytes that are kept of all files together.
const ROOM: u64 = 128 << 20;

/// A file as it was when its content was hashed.
pub struct Hashed {
    /// The file, with its bytes where they are kept.
    pub entry: Entry,
    /// The hash of its content, or why it cannot be read.
    pub content: io::Result<Content>,
    /// Its size, and when it was last changed.
    seen: Option<Seen>,
}

type Seen = (u64, Option<SystemTime>);

fn seen(metadata: &Metadata) -> Seen {
    (metadata.len(), metadata.modified().ok())
}

/// Hashes files on all threads; bytes are kept of contents that are to be read. Ends early where the user asks for it.
pub fn hash_all(files: Vec<Entry>, is_to_be_read: impl Fn(Content) -> bool + Sync) -> Vec<Hashed> {
    let kept = AtomicU64::new(0);
    let keep = |size: u64, content: Content| {
        let fits = || kept.fetch_add(size, Ordering::Relaxed) + size <= ROOM;
        is_to_be_read(content) && fits()
    };
    let files = files.into_par_iter().take_any_while(|_| !progress::interrupted());
    let mut hashed: Vec<Hashed> = files.map(|file| hash(file, &keep)).collect();
    only_once(&mut hashed);
    hashed
}

fn hash(mut entry: Entry, keep: &impl Fn(u64, Content) -> bool) -> Hashed {
    let metadata = fs::metadata(&entry.path);
    let seen = metadata.as_ref().ok().map(seen);
    let content = metadata.and_then(|metadata| {
        if metadata.len() > LARGEST {
            return Content::of_reader(File::open(&entry.path)?);
        }
        let bytes = fs::read(&entry.path)?;
        let content = Content::of(&bytes);
        if keep(bytes.len() as u64, content) {
            entry.bytes = Some(bytes.into());
        }
        Ok(content)
    });
    Hashed { entry, content, seen }
}

/// Of files with one content, the first alone is read.
fn only_once(hashed: &mut [Hashed]) {
    let mut first: HashMap<Content, usize> = HashMap::new();
    for (at, file) in hashed.iter_mut().enumerate() {
        let Ok(content) = &file.content else { continue };
        if *first.entry(*content).or_insert(at) != at {
            file.entry.bytes = None;
        }
    }
}

impl Hashed {
    /// Whether the file still has the content that was hashed. Only one that was touched since is hashed again.
    pub fn is_unchanged(&self) -> bool {
        let now = fs::metadata(&self.entry.path).as_ref().ok().map(seen);
        now.is_some() && now == self.seen || self.has_content(&self.entry.path).unwrap_or(false)
    }

    fn has_content(&self, path: &Path) -> io::Result<bool> {
        let now = Content::of_reader(BufReader::new(File::open(path)?))?;
        Ok(self.content.as_ref().is_ok_and(|content| *content == now))
    }
}
