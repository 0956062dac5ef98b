//! `aftercare inspect`: how a text is read.

use std::{
    io::{Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use aftercare::{
    document::{self, Limits, Outcome, Source, walk},
    extract,
    lexicon::Lexicon,
    report::inspect,
};
use anyhow::{Result, bail};
use clap::Args;

/// Shows how a text is read: sentences, mentions, times, rules and what fired
#[derive(Debug, Args)]
pub struct Inspect {
    /// A file, a text, or - for standard input
    #[arg(value_name = "FILE|TEXT|-")]
    what: String,
    /// A folder of lexicon files that extend the built-in ones
    #[arg(long, value_name = "DIR")]
    lexicon: Option<PathBuf>,
}

/// Runs the command.
pub fn run(arguments: &Inspect) -> Result<ExitCode> {
    let lexicon = match &arguments.lexicon {
        Some(folder) => Lexicon::with_folder(folder)?,
        None => Lexicon::english()?,
    };
    let document = if arguments.what == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes)?;
        document::read(&Source { id: "stdin", path: "stdin", bytes: &bytes })?
    } else if Path::new(&arguments.what).exists() {
        from_file(Path::new(&arguments.what))?
    } else {
        document::read(&Source { id: "text", path: "text", bytes: arguments.what.as_bytes() })?
    };
    let trace = extract::trace(&document, &lexicon);
    let mut out = anstream::stdout();
    out.write_all(inspect::text(&document, &trace).as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn from_file(path: &Path) -> Result<aftercare::model::Document> {
    let found = walk::collect(&[path.to_owned()], walk::Walking::default())?;
    for entry in &found.files {
        match document::open(entry, &Limits::default()) {
            Outcome::Read { document, .. } => return Ok(*document),
            Outcome::Aside(aside) => bail!("{}: {}", aside.path, aside.message),
            Outcome::Failed(error) => return Err(error.into()),
        }
    }
    bail!("{}: nothing to read", path.display())
}
