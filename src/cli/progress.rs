//! How far has a run come, and does the user want it to end?

use std::{
    fmt,
    io::IsTerminal,
    ops::ControlFlow,
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use aftercare::pipeline::{self, Outcome};
use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressStyle};

/// Whether the user has asked for the end.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// The status of a run that the user ended.
pub const INTERRUPTED_STATUS: u8 = 130;

/// How often what is shown changes.
const TICK: Duration = Duration::from_millis(100);

/// From now on the first Ctrl-C asks the run to end, the second ends it.
pub fn watch() -> Result<()> {
    ctrlc::set_handler(|| {
        if INTERRUPTED.swap(true, Ordering::Relaxed) {
            std::process::exit(INTERRUPTED_STATUS.into());
        }
    })
    .context("Ctrl-C cannot be watched for")
}

/// Whether the user has asked for the end.
pub fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}

/// Goes on unless the user has asked for the end.
pub fn flow() -> ControlFlow<()> {
    if interrupted() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}

/// The user ended the run; with what was done.
#[derive(Debug)]
pub struct Interrupted(pub String);

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "interrupted: {}", self.0)
    }
}

impl std::error::Error for Interrupted {}

/// What was done.
#[derive(Debug, Clone, Copy, Default)]
pub struct Done {
    pub read: usize,
    pub aside: usize,
    pub failed: usize,
    pub rules: usize,
}

impl fmt::Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { read, aside, failed, rules } = self;
        write!(f, "{read} documents read, {aside} set aside, {failed} failed; {rules} rules")
    }
}

/// Counts, and shows on a terminal how far the run has come.
pub struct Progress {
    bar: ProgressBar,
    quiet: bool,
    done: Done,
    began: Instant,
    shown: Instant,
}

impl Progress {
    /// Nothing is shown where it is not wanted or where there is no terminal.
    pub fn new(quiet: bool) -> Self {
        let shown = !quiet && std::io::stderr().is_terminal();
        let bar = if shown { ProgressBar::new(0) } else { ProgressBar::hidden() };
        if let Ok(style) = ProgressStyle::with_template("{bar:20} {pos} of {len} files, {msg}, {eta} left") {
            bar.set_style(style);
        }
        let now = Instant::now();
        Self { bar, quiet, done: Done::default(), began: now, shown: now }
    }

    /// Takes what became of a document.
    pub fn step<T>(&mut self, outcome: &Outcome<T>, at: pipeline::Progress) {
        self.done.rules = at.rules;
        match outcome {
            Outcome::Read(..) => self.done.read += 1,
            Outcome::Aside(_) => self.done.aside += 1,
            Outcome::Failed(_) => self.done.failed += 1,
        }
        if !self.bar.is_hidden() && self.shown.elapsed() >= TICK {
            self.shown = Instant::now();
            let speed = at.bytes as f64 / 1e6 / self.began.elapsed().as_secs_f64();
            self.bar.set_length(at.of as u64);
            self.bar.set_message(format!("{} documents, {} rules, {speed:.1} MB/s", self.done.read, self.done.rules));
            self.bar.set_position(at.files.saturating_sub(1) as u64);
        }
    }

    /// Says on standard error what was noted, set aside or failed.
    pub fn say<T>(&self, outcome: &Outcome<T>) {
        let silent = match outcome {
            Outcome::Read(_, notes) => notes.is_empty() || self.quiet,
            Outcome::Aside(_) => self.quiet,
            Outcome::Failed(_) => false,
        };
        if silent {
            return;
        }
        self.bar.suspend(|| match outcome {
            Outcome::Read(_, notes) => notes.iter().for_each(|note| anstream::eprintln!("note: {note}")),
            Outcome::Aside(aside) => anstream::eprintln!("set aside: {}: {}", aside.path, aside.message),
            Outcome::Failed(error) => anstream::eprintln!("error: {error}"),
        });
    }

    /// Ends what is shown.
    pub fn finish(&self) -> Done {
        self.bar.finish_and_clear();
        self.done
    }
}
