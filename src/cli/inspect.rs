//! `aftercare inspect`: how a text is read.

mod times;

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Write},
    mem::ManuallyDrop,
    ops::ControlFlow,
    path::{Path, PathBuf},
    process::ExitCode,
};

use aftercare::{
    document::{self, Options, Outcome, Source, walk},
    extract,
    lexicon::Lexicon,
    model::Document,
    report::inspect,
};
use anyhow::{Context, Result};
use clap::{Args, ValueEnum};

/// Shows how a text is read: sentences, mentions, times, rules and what fired
#[derive(Debug, Args)]
pub struct Inspect {
    /// A file, a text, or - for standard input
    #[arg(value_name = "FILE|TEXT|-")]
    what: String,
    /// A folder of lexicon files that extend the built-in ones
    #[arg(long, value_name = "DIR")]
    lexicon: Option<PathBuf>,
    /// Only this, for each line of the text by itself
    #[arg(long, value_enum)]
    only: Option<Only>,
    /// How it is written; jsonl, with --only, is one JSON object for each
    #[arg(long, value_enum, default_value_t = Format::Text, requires_if("jsonl", "only"))]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Only {
    /// Times, rates and counts, with their conversions
    Times,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One JSON object a line
    Jsonl,
}

/// Runs the command.
pub fn run(arguments: &Inspect) -> Result<ExitCode> {
    // What the process ends with need not be taken apart.
    let lexicon = ManuallyDrop::new(match &arguments.lexicon {
        Some(folder) => Lexicon::with_folder(folder)?,
        None => Lexicon::english()?,
    });
    if let Some(Only::Times) = arguments.only {
        times::write(lines(&arguments.what)?, &lexicon, arguments.format)?;
        return Ok(ExitCode::SUCCESS);
    }
    let documents = if arguments.what == "-" || Path::new(&arguments.what).exists() {
        from_file(Path::new(&arguments.what))?
    } else {
        vec![document::read(&Source { id: "text", path: "text", bytes: arguments.what.as_bytes() })?]
    };
    let mut out = anstream::stdout();
    for document in &documents {
        let trace = extract::trace(document, &lexicon);
        out.write_all(inspect::text(document, &trace).as_bytes())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The lines of standard input, of a file, or of a text.
fn lines(what: &str) -> Result<Box<dyn BufRead>> {
    Ok(if what == "-" {
        Box::new(io::stdin().lock())
    } else if Path::new(what).exists() {
        let file = File::open(what).with_context(|| format!("cannot open {what}"))?;
        Box::new(BufReader::new(file))
    } else {
        Box::new(io::Cursor::new(what.to_owned()))
    })
}

/// The documents of a file.
fn from_file(path: &Path) -> Result<Vec<Document>> {
    let found = walk::collect(&[path.to_owned()], walk::Walking::default())?;
    let mut out = Vec::new();
    let mut failed = None;
    document::for_each(
        &found.files,
        &Options::default(),
        |_, outcome| outcome,
        |_, outcome| {
            match outcome {
                Outcome::Read { document, .. } => out.push(*document),
                Outcome::Aside(aside) => anstream::eprintln!("set aside: {}: {}", aside.path, aside.message),
                Outcome::Failed(error) => failed = Some(error),
            }
            ControlFlow::Continue(())
        },
    );
    match failed {
        Some(error) if out.is_empty() => Err(error.into()),
        _ => Ok(out),
    }
}
