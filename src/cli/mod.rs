//! The command line: one file a command.

mod audit;
mod explain;
mod export;
mod index;
mod input;
mod inspect;
mod lexicon;
mod progress;
mod reading;
mod search;

use std::process::ExitCode;

use aftercare::pipeline::Corpus;
use clap::{Parser, Subcommand};

/// Reads aftercare guidance, turns it into rules, and shows where sources contradict each other.
#[derive(Debug, Parser)]
#[command(name = "aftercare", version, about, max_term_width = 80)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Audit(audit::Audit),
    Explain(explain::Explain),
    Export(export::Export),
    Inspect(inspect::Inspect),
    Lexicon(lexicon::LexiconArguments),
    Index(index::Index),
    Search(search::Search),
}

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Audit(arguments) => audit::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Export(arguments) => export::run(&arguments),
        Command::Inspect(arguments) => inspect::run(&arguments),
        Command::Lexicon(arguments) => lexicon::run(&arguments),
        Command::Index(arguments) => index::run(&arguments),
        Command::Search(arguments) => search::run(&arguments),
    };
    match result {
        Ok(code) => code,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) if error.is::<progress::Interrupted>() => {
            anstream::eprintln!("{error}");
            ExitCode::from(progress::INTERRUPTED_STATUS)
        }
        Err(error) => {
            anstream::eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Success, or 2 where a document could not be read.
fn status<T>(corpus: &Corpus<T>) -> ExitCode {
    if corpus.failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(2) }
}

/// Whether an error is only that nobody reads the output any more.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|e| {
        let io = e.downcast_ref::<std::io::Error>();
        io.is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
    })
}
