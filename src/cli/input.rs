//! What every command that reads documents has in common.

use std::{ops::ControlFlow, path::PathBuf};

use aftercare::{
    index::{Searcher, digest},
    lexicon::Lexicon,
    pipeline::{self, Corpus, Options, Outcome, Reading},
};
use anyhow::{Context, Result};
use clap::Args;

use super::progress::{self, Interrupted, Progress};

/// Which documents are read, and how.
#[derive(Debug, Clone, Args)]
pub struct Input {
    /// Files, folders and globs to read
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The index
    #[arg(long, value_name = "DIR", env = "AFTERCARE_INDEX", default_value = "index", hide_env_values = true)]
    pub index: PathBuf,
    /// A folder of lexicon files that extend the built-in ones
    #[arg(long, value_name = "DIR")]
    pub lexicon: Option<PathBuf>,
    /// Read files that ignore files leave out
    #[arg(long)]
    pub no_ignore: bool,
    /// How many threads read [default: as many as there are cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
    /// Say nothing but errors
    #[arg(long, short)]
    pub quiet: bool,
}

impl Input {
    /// The lexicon, with the user's own files. The first that every command does: it sets the number of threads as well.
    pub fn load_lexicon(&self) -> Result<Lexicon> {
        if let Some(threads) = self.threads {
            rayon::ThreadPoolBuilder::new().num_threads(threads.into()).build_global().context("--threads")?;
        }
        Ok(match &self.lexicon {
            Some(folder) => Lexicon::with_folder(folder)?,
            None => Lexicon::english()?,
        })
    }

    fn options(&self) -> Options {
        let mut options = Options::default();
        options.walking.ignore_files = !self.no_ignore;
        options
    }

    /// Reads the documents, with progress on a terminal; says on standard error what was set aside or failed. Without
    /// a path, the documents and rules are those of the index, and no file but the index is looked at.
    ///
    /// # Errors
    /// Where a path or the index cannot be read, or the user interrupts.
    pub fn read(&self, lexicon: &Lexicon) -> Result<Corpus> {
        if self.paths.is_empty() {
            return self.read_index(lexicon);
        }
        progress::watch()?;
        let mut progress = Progress::new(self.quiet);
        let mut corpus = Corpus::default();
        pipeline::stream(&self.paths, &self.options(), lexicon, |outcome, at| {
            progress.step(&outcome, at);
            corpus.take(outcome);
            progress::flow()
        })?;
        let done = progress.finish();
        if progress::interrupted() {
            return Err(Interrupted(done.to_string()).into());
        }
        self.report(&corpus);
        anstream::eprint!("{}", if self.quiet { String::new() } else { format!("{done}\n") });
        Ok(corpus)
    }

    /// Reads the documents and gives them one by one, holding only a few; what was set aside or failed is said as it comes.
    /// Gives how many failed.
    ///
    /// # Errors
    /// Where a path cannot be read, `each` fails, or the user interrupts.
    pub fn stream(&self, lexicon: &Lexicon, mut each: impl FnMut(&Reading) -> std::io::Result<()>) -> Result<usize> {
        if self.paths.is_empty() {
            for reading in &self.read_index(lexicon)?.readings {
                each(reading)?;
            }
            return Ok(0);
        }
        progress::watch()?;
        let mut progress = Progress::new(self.quiet);
        let mut failed = Ok(());
        pipeline::stream(&self.paths, &self.options(), lexicon, |outcome, at| {
            progress.step(&outcome, at);
            progress.say(&outcome);
            if let Outcome::Read(reading, _) = &outcome {
                failed = each(reading);
            }
            if failed.is_err() { ControlFlow::Break(()) } else { progress::flow() }
        })?;
        let done = progress.finish();
        failed?;
        if progress::interrupted() {
            return Err(Interrupted(done.to_string()).into());
        }
        anstream::eprint!("{}", if self.quiet { String::new() } else { format!("{done}\n") });
        Ok(done.failed)
    }

    fn read_index(&self, lexicon: &Lexicon) -> Result<Corpus> {
        let searcher = Searcher::open(&self.index, lexicon)?;
        let readings = searcher.readings()?;
        let digest = digest(lexicon);
        let stale = searcher.catalogue()?.documents.values().filter(|known| known.lexicon != digest).count();
        if !self.quiet {
            if stale > 0 {
                anstream::eprintln!(
                    "note: {stale} documents were read with another lexicon: run `aftercare index` on their folders"
                );
            }
            let rules: usize = readings.iter().map(|r| r.rules.len()).sum();
            anstream::eprintln!("{}: {} documents, {rules} rules", self.index.display(), readings.len());
        }
        Ok(Corpus { readings, ..Corpus::default() })
    }

    fn report(&self, corpus: &Corpus) {
        for error in &corpus.failed {
            anstream::eprintln!("error: {error}");
        }
        if self.quiet {
            return;
        }
        for note in &corpus.notes {
            anstream::eprintln!("note: {note}");
        }
        for aside in &corpus.aside {
            anstream::eprintln!("set aside: {}: {}", aside.path, aside.message);
        }
    }
}
