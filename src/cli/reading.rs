//! How documents are found and read: the settings that every command that reads has in common.

use std::{fs::File, io, path::PathBuf};

use aftercare::{document::walk, pipeline::Options};
use anyhow::{Context, Result, bail};
use clap::Args;

/// How documents are found and read
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Reading")]
pub struct Reading {
    /// Also read the files that this file lists, one a line; - for standard input
    #[arg(long, value_name = "FILE")]
    pub files_from: Option<PathBuf>,
    /// Read files that ignore files leave out
    #[arg(long)]
    pub no_ignore: bool,
    /// Read hidden files and folders as well
    #[arg(long)]
    pub hidden: bool,
    /// Read text in other languages than English as well
    #[arg(long)]
    pub any_language: bool,
    /// The field of JSON records that holds something: text=body (html, text, markdown, id, url, title, ...)
    #[arg(long, value_name = "WHAT=NAME")]
    pub field: Vec<String>,
    /// A bound for one document: bytes, expanded, ratio, nesting, pages, members or time (seconds)
    #[arg(long, value_name = "BOUND=NUMBER")]
    pub limit: Vec<String>,
}

impl Reading {
    /// The options of reading.
    ///
    /// # Errors
    /// Where a field or a bound is not known, or a bound is no number.
    pub fn options(&self) -> Result<Options> {
        let mut options = Options::default();
        options.walking.ignore_files = !self.no_ignore;
        options.walking.hidden = self.hidden;
        options.reading.any_language = self.any_language;
        for field in &self.field {
            let (what, name) = pair("--field", field)?;
            options.reading.fields.name(what, name)?;
        }
        for limit in &self.limit {
            let (bound, number) = pair("--limit", limit)?;
            options.reading.limits.set(bound, number)?;
        }
        Ok(options)
    }

    /// The paths that were given, and those of the list.
    ///
    /// # Errors
    /// Where the list cannot be read, or names nothing.
    pub fn paths(&self, given: &[PathBuf]) -> Result<Vec<PathBuf>> {
        let mut paths = given.to_vec();
        if let Some(list) = &self.files_from {
            let named = if list.as_os_str() == walk::STDIN {
                walk::list(io::stdin().lock())?
            } else {
                walk::list(File::open(list).with_context(|| list.display().to_string())?)?
            };
            if named.is_empty() {
                bail!("{}: the list names no file", list.display());
            }
            paths.extend(named);
        }
        Ok(paths)
    }
}

fn pair<'a>(option: &str, text: &'a str) -> Result<(&'a str, &'a str)> {
    text.split_once('=').with_context(|| format!("{option} {text}: write NAME=VALUE"))
}
