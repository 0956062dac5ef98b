//! `aftercare export`: writes the rules.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::PathBuf,
    process::ExitCode,
};

use aftercare::export::{self, FORMATS};
use anyhow::{Context, Result};
use clap::{Args, builder::PossibleValuesParser};

use super::input::Input;

/// Writes the rules of documents
#[derive(Debug, Args)]
pub struct Export {
    #[command(flatten)]
    input: Input,
    /// The form of the output
    #[arg(long, default_value = FORMATS[0].name(), value_parser = PossibleValuesParser::new(FORMATS.iter().map(|f| f.name())))]
    format: String,
    /// Write to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Print the JSON Schema of a rule, and read nothing
    #[arg(long)]
    schema: bool,
}

/// Runs the command.
pub fn run(arguments: &Export) -> Result<ExitCode> {
    if arguments.schema {
        anstream::println!("{}", serde_json::to_string_pretty(&export::schema())?);
        return Ok(ExitCode::SUCCESS);
    }
    let lexicon = arguments.input.load_lexicon()?;
    let corpus = arguments.input.read(&lexicon)?;
    let out: Box<dyn Write> = match &arguments.output {
        Some(path) => Box::new(BufWriter::new(File::create(path).with_context(|| path.display().to_string())?)),
        None => Box::new(BufWriter::new(io::stdout().lock())),
    };
    let format = export::format(&arguments.format).context("an unknown format")?;
    let mut writer = format.writer(out);
    for rule in corpus.rules() {
        writer.rule(rule)?;
    }
    writer.finish()?;
    Ok(super::status(&corpus))
}
