//! What the benchmarks share: the corpus, medians, and lines of a table.
#![allow(dead_code, reason = "each benchmark uses a part")]

pub mod bare;

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
        std::path::Path::new(&self.path).extension().is_some_and(|e| e.eq_ignore_ascii_case("html"))
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

/// The median of the times that some rounds take by the clock on the wall.
pub fn median_wall(rounds: usize, run: impl FnMut()) -> Duration {
    median_by(rounds, Instant::now, |began| began.elapsed(), run)
}

/// The median of the times that this thread works in some rounds, so that what else the machine does counts little; by the
/// clock on the wall where the system does not tell.
pub fn median(rounds: usize, run: impl FnMut()) -> Duration {
    match worked() {
        Some(_) => {
            let now = || worked().unwrap_or_default();
            median_by(rounds, now, |began| now().saturating_sub(began), run)
        }
        None => median_wall(rounds, run),
    }
}

fn median_by<T>(rounds: usize, now: impl Fn() -> T, since: impl Fn(T) -> Duration, mut run: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..rounds.max(1))
        .map(|_| {
            let began = now();
            run();
            since(began)
        })
        .collect();
    times.sort();
    times[times.len() / 2]
}

/// How long this thread has worked, as Linux tells it.
pub fn worked() -> Option<Duration> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

/// How long all threads of this process have worked, those that ended too, to a hundredth of a second, as Linux tells it.
pub fn all_worked() -> Duration {
    let text = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // Behind the name of the program, which may have blanks: user and system time are the fields 14 and 15.
    let fields: Vec<&str> = text.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|f| f.parse::<u64>().ok()).unwrap_or_default();
    Duration::from_millis(10 * (ticks(11) + ticks(12)))
}

/// Prints how fast so many bytes were read; gives the megabytes a second.
pub fn line(what: &str, bytes: usize, time: Duration) -> f64 {
    let speed = bytes as f64 / 1e6 / time.as_secs_f64();
    println!("{what:<44} {speed:>9.2} MB/s");
    speed
}
