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
    let format = export::format(&arguments.format).context("an unknown format")?;
    let mut writer = None;
    let mut failed = arguments.input.stream(&lexicon, |reading| {
        let writer = opened(&mut writer, || arguments.open().map(|out| format.writer(out)))?;
        reading.rules.iter().try_for_each(|rule| writer.rule(rule))
    });
    // What was read before an interruption is written whole; where nothing could be read, nothing is written.
    if failed.is_ok() || writer.is_some() {
        let finished = opened(&mut writer, || arguments.open().map(|out| format.writer(out))).and_then(|w| w.finish());
        failed = failed.and_then(|count| Ok(finished.map(|()| count)?));
    }
    // An error of the system, such as a full disk, does not name the file.
    if let (Err(error), Some(path)) = (&failed, &arguments.output)
        && error.downcast_ref::<io::Error>().is_some_and(|e| e.raw_os_error().is_some())
    {
        failed = failed.with_context(|| path.display().to_string());
    }
    Ok(if failed? == 0 { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

/// What is in the place, made first where nothing is.
fn opened<T>(place: &mut Option<T>, make: impl FnOnce() -> io::Result<T>) -> io::Result<&mut T> {
    Ok(match place {
        Some(there) => there,
        None => place.insert(make()?),
    })
}

impl Export {
    /// The file or standard output.
    fn open(&self) -> io::Result<Box<dyn Write>> {
        let Some(path) = &self.output else { return Ok(Box::new(BufWriter::new(io::stdout().lock()))) };
        let file = File::create(path).map_err(|e| io::Error::new(e.kind(), format!("{}: {e}", path.display())))?;
        Ok(Box::new(BufWriter::with_capacity(1 << 18, file)))
    }
}
