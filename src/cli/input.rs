//! What every command that reads documents has in common.

use std::{mem::ManuallyDrop, ops::ControlFlow, path::PathBuf};

use aftercare::{
    index::{Searcher, digest},
    lexicon::Lexicon,
    pipeline::{self, Corpus, Outcome},
};
use anyhow::{Context, Result};
use clap::Args;

use super::progress::{self, Interrupted, Progress};

/// Which documents are read, and how.
#[derive(Debug, Clone, Args)]
pub struct Input {
    /// Files, folders and globs to read; audit, export and explain take the index where there are none
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The index
    #[arg(long, value_name = "DIR", env = "AFTERCARE_INDEX", default_value = "index", hide_env_values = true)]
    pub index: PathBuf,
    /// A folder of lexicon files that extend the built-in ones
    #[arg(long, value_name = "DIR")]
    pub lexicon: Option<PathBuf>,
    #[command(flatten)]
    pub reading: super::reading::Reading,
    /// How many threads read [default: as many as there are cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
    /// Say nothing but errors
    #[arg(long, short)]
    pub quiet: bool,
}

impl Input {
    /// The lexicon, with the user's own files. The first that every command does: it sets the number of threads as well. It is
    /// there to the command's end, and what ends then need not be taken apart piece by piece.
    pub fn load_lexicon(&self) -> Result<ManuallyDrop<Lexicon>> {
        if let Some(threads) = self.threads {
            rayon::ThreadPoolBuilder::new().num_threads(threads.into()).build_global().context("--threads")?;
        }
        Ok(ManuallyDrop::new(match &self.lexicon {
            Some(folder) => Lexicon::with_folder(folder)?,
            None => Lexicon::english()?,
        }))
    }

    /// Whether no path is given, so that the documents are those of the index.
    fn is_of_index(&self) -> bool {
        self.paths.is_empty() && self.reading.files_from.is_none()
    }

    /// Reads the documents, with progress on a terminal; says on standard error what was set aside or failed. Without
    /// a path, the documents and rules are those of the index, and no file but the index is looked at.
    ///
    /// # Errors
    /// Where a path or the index cannot be read, or the user interrupts.
    pub fn read(&self, lexicon: &Lexicon) -> Result<Corpus> {
        if self.is_of_index() {
            return Ok(Corpus { readings: self.read_index(lexicon)?, ..Corpus::default() });
        }
        progress::watch()?;
        let mut progress = Progress::new(self.quiet);
        let mut corpus = Corpus::default();
        let (paths, options) = (self.reading.paths(&self.paths)?, self.reading.options()?);
        pipeline::stream(&paths, &options, lexicon, |outcome, at| {
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

    /// Everything in the index; says where it was read with other words than those of today.
    fn read_index(&self, lexicon: &Lexicon) -> Result<Vec<pipeline::Reading>> {
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
        Ok(readings)
    }

    /// Reads the documents and gives them one by one, holding only a few; what was set aside or failed is said as it comes.
    /// Without a path, they are those of the index. Gives how many failed.
    ///
    /// # Errors
    /// Where a path or the index cannot be read, `each` fails, or the user interrupts.
    pub fn stream(
        &self,
        lexicon: &Lexicon,
        mut each: impl FnMut(&pipeline::Reading) -> std::io::Result<()>,
    ) -> Result<usize> {
        if self.is_of_index() {
            self.read_index(lexicon)?.iter().try_for_each(each)?;
            return Ok(0);
        }
        progress::watch()?;
        let mut progress = Progress::new(self.quiet);
        let mut failed = Ok(());
        let (paths, options) = (self.reading.paths(&self.paths)?, self.reading.options()?);
        pipeline::stream(&paths, &options, lexicon, |outcome, at| {
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
