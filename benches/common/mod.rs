//! What the benchmarks share: the corpus, medians, and lines of a table.
#![allow(dead_code, reason = "each benchmark uses a part")]

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use aftercare::{
    document::{self, Source},
    generate::Generator,
    model::Document,
};

/// A file of the corpus.
pub struct Sample {
    /// Its path below the corpus.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl Sample {
    /// Whether it is a web page.
    pub fn is_page(&self) -> bool {
        self.path.ends_with(".html")
    }

    /// It as a document.
    pub fn document(&self) -> Document {
        read(&self.path, &self.bytes)
    }
}

/// Bytes as a document.
pub fn read(path: &str, bytes: &[u8]) -> Document {
    document::read(&Source { id: path, path, bytes }).expect("what a benchmark reads is a document")
}

/// The files of the corpus, in the order of their paths.
pub fn corpus() -> Vec<Sample> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut paths = files(&root);
    paths.sort();
    let name = |path: &Path| path.strip_prefix(&root).unwrap_or(path).to_string_lossy().into_owned();
    let bytes = |path: &PathBuf| fs::read(path).expect("the corpus can be read");
    paths.iter().map(|path| Sample { path: name(path), bytes: bytes(path) }).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// A generator of documents like those of the corpus.
pub fn generator(seed: u64) -> Generator {
    let documents: Vec<(String, Document)> =
        corpus().iter().map(|s| (s.path.split('/').next().unwrap_or_default().to_owned(), s.document())).collect();
    Generator::new(documents.iter().map(|(procedure, d)| (procedure.as_str(), d)), seed)
        .expect("the corpus has sections")
}

/// The median of the times that some rounds take.
pub fn median(rounds: usize, mut run: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..rounds.max(1))
        .map(|_| {
            let began = Instant::now();
            run();
            began.elapsed()
        })
        .collect();
    times.sort();
    times[times.len() / 2]
}

/// Prints how fast so many bytes were read; gives the megabytes a second.
pub fn line(what: &str, bytes: usize, time: Duration) -> f64 {
    let speed = bytes as f64 / 1e6 / time.as_secs_f64();
    println!("{what:<44} {speed:>9.2} MB/s");
    speed
}
