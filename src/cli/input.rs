//! What every command that reads documents has in common.

use std::{io::IsTerminal, path::PathBuf, time::Duration};

use aftercare::{
    index::{Searcher, digest},
    lexicon::Lexicon,
    pipeline::{self, Corpus, Options},
};
use anyhow::Result;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

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
    /// Read files that ignore files leave out
    #[arg(long)]
    pub no_ignore: bool,
    /// Say nothing but errors
    #[arg(long, short)]
    pub quiet: bool,
}

impl Input {
    /// The lexicon, with the user's own files.
    pub fn load_lexicon(&self) -> Result<Lexicon> {
        Ok(match &self.lexicon {
            Some(folder) => Lexicon::with_folder(folder)?,
            None => Lexicon::english()?,
        })
    }

    /// Reads the documents, with progress on a terminal; says on standard error what was set aside or failed. Without
    /// a path, the documents and rules are those of the index, and no file but the index is looked at.
    pub fn read(&self, lexicon: &Lexicon) -> Result<Corpus> {
        if self.paths.is_empty() {
            return self.read_index(lexicon);
        }
        let mut options = Options::default();
        options.walking.ignore_files = !self.no_ignore;
        let bar = self.bar();
        let corpus = pipeline::read_all(&self.paths, &options, lexicon, &|at| {
            bar.set_length(at.of as u64);
            bar.set_position(at.files as u64);
        });
        bar.finish_and_clear();
        let corpus = corpus?;
        self.report(&corpus);
        Ok(corpus)
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

    fn bar(&self) -> ProgressBar {
        if self.quiet || !std::io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos} of {len} files, {eta} left") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(100));
        bar
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
        let rules = corpus.rules().count();
        let (read, aside, failed) = (corpus.readings.len(), corpus.aside.len(), corpus.failed.len());
        anstream::eprintln!("{read} documents read, {aside} set aside, {failed} failed; {rules} rules");
    }
}
