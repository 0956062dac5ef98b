//! The command line: one file a command.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Reads aftercare guidance, turns it into rules, and shows where sources contradict each other.
#[derive(Debug, Parser)]
#[command(name = "aftercare", version, about, max_term_width = 80)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {}

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    match Arguments::parse().command {}
}
