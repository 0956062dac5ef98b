//! What every command that reads documents has in common.

use std::{mem::ManuallyDrop, ops::ControlFlow, path::PathBuf};

use aftercare::{
    contradiction::{Keeper, Keeping, Kept},
    index::{Searcher, digest},
    lexicon::Lexicon,
    pipeline::{self, Corpus, Outcome},
};
use anyhow::{Context, Result};
use clap::Args;
use rayon::prelude::*;

use super::progress::{self, Interrupted, Progress};

/// The most documents that are read from the index at once.
const AT_ONCE: usize = 256;

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

    /// Reads the documents and keeps of them what is wanted, with progress on a terminal; says on standard error what was set
    /// aside or failed. Without a path, the documents and rules are those of the index, and no file but the index is looked at.
    ///
    /// # Errors
    /// Where a path or the index cannot be read, or the user interrupts.
    pub fn read(&self, lexicon: &Lexicon, keeping: Keeping) -> Result<Corpus<Kept>> {
        let keeper = Keeper::new(lexicon, keeping);
        let keep = |reading| keeper.keep(reading);
        progress::watch()?;
        let mut corpus = Corpus::default();
        if self.is_of_index() {
            self.read_index(lexicon, keep, |kept| {
                corpus.readings.push(kept);
                Ok(())
            })?;
            return Ok(corpus);
        }
        let mut progress = Progress::new(self.quiet);
        let (paths, options) = (self.reading.paths(&self.paths)?, self.reading.options()?);
        pipeline::stream_kept(&paths, &options, lexicon, keep, |outcome, at| {
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

    /// Gives what `keep` makes of every document in the index, by their ids, holding only a few; says where they were read with
    /// other words than those of today.
    fn read_index<T: Send>(
        &self,
        lexicon: &Lexicon,
        keep: impl Fn(pipeline::Reading) -> T + Sync,
        mut each: impl FnMut(T) -> Result<()>,
    ) -> Result<()> {
        let searcher = Searcher::open(&self.index, lexicon)?;
        let readings = searcher.readings()?;
        let digest = digest(lexicon);
        let stale = searcher.catalogue()?.documents.values().filter(|known| known.lexicon != digest).count();
        let said = format!("{} documents, {} rules", readings.len(), readings.rules());
        if !self.quiet {
            if stale > 0 {
                anstream::eprintln!(
                    "note: {stale} documents were read with another lexicon: run `aftercare index` on their folders"
                );
            }
            anstream::eprintln!("{}: {said}", self.index.display());
        }
        for first in (0..readings.len()).step_by(AT_ONCE) {
            let some = first..readings.len().min(first + AT_ONCE);
            let kept: Vec<_> = some.into_par_iter().map(|number| readings.read(number).map(&keep)).collect();
            for kept in kept {
                each(kept?)?;
            }
            if progress::interrupted() {
                return Err(Interrupted(format!("{first} of {said} read")).into());
            }
        }
        Ok(())
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
        progress::watch()?;
        if self.is_of_index() {
            self.read_index(lexicon, |reading| reading, |reading| Ok(each(&reading)?))?;
            return Ok(0);
        }
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

    fn report(&self, corpus: &Corpus<Kept>) {
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
