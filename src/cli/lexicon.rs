//! `aftercare lexicon`: what the lexicon knows, and whether a user's own files are right.

use std::{io::Write, path::PathBuf, process::ExitCode};

use aftercare::{
    lexicon::{Concept, ConceptEntry, File, Lexicon, check},
    model::Name,
};
use anyhow::{Result, bail};
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};

/// Checks, lists and shows the concepts that rules are about
#[derive(Debug, Args)]
pub struct LexiconArguments {
    #[command(subcommand)]
    command: LexiconCommand,
}

#[derive(Debug, Subcommand)]
enum LexiconCommand {
    /// Checks files of concepts: ids, forms, examples, phrases of two concepts
    Check {
        /// Files, and folders of *.toml files; without any, the built-in files are checked
        #[arg(value_name = "DIR|FILE")]
        paths: Vec<PathBuf>,
    },
    /// Lists the concepts
    List {
        #[command(flatten)]
        own: Own,
        /// The form of the output
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Shows all of a concept: its forms, its examples, what is broader and narrower
    Show {
        /// The concept's id
        id: String,
        #[command(flatten)]
        own: Own,
        /// The form of the output
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

#[derive(Debug, Args)]
struct Own {
    /// A folder of lexicon files that extend the built-in ones
    #[arg(long, value_name = "DIR")]
    lexicon: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Format {
    #[default]
    Text,
    Json,
}

/// Runs the command.
pub fn run(arguments: &LexiconArguments) -> Result<ExitCode> {
    match &arguments.command {
        LexiconCommand::Check { paths } => check_files(paths),
        LexiconCommand::List { own, format } => list(&own.load()?, *format),
        LexiconCommand::Show { id, own, format } => show(id, &own.load()?, *format),
    }
}

impl Own {
    fn load(&self) -> aftercare::Result<Lexicon> {
        match &self.lexicon {
            Some(folder) => Lexicon::with_folder(folder),
            None => Lexicon::english(),
        }
    }
}

/// Prints what is wrong; 2 where something is.
fn check_files(paths: &[PathBuf]) -> Result<ExitCode> {
    let texts = check::texts(paths)?;
    let files: Vec<File<'_>> = texts.iter().map(|(path, text)| File { path, text }).collect();
    let wrong = match Lexicon::with_files(&files) {
        Err(error) => vec![error],
        Ok(lexicon) if paths.is_empty() => check::english(&lexicon),
        Ok(lexicon) => check::user(&files, &lexicon),
    };
    let mut out = anstream::stdout();
    for error in &wrong {
        writeln!(out, "{error}")?;
    }
    Ok(if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

fn list(lexicon: &Lexicon, format: Format) -> Result<ExitCode> {
    let mut out = anstream::stdout();
    let concepts = lexicon.concepts.all();
    match format {
        Format::Json => {
            let all: Vec<Value> = concepts.iter().map(summary).collect();
            writeln!(out, "{}", serde_json::to_string_pretty(&all)?)?;
        }
        Format::Text => {
            let width = |f: fn(&Concept) -> usize| concepts.iter().map(f).max().unwrap_or(0);
            let (id, group) = (width(|c| c.id.len()), width(|c| c.group.len()));
            for c in concepts {
                writeln!(out, "{:id$}  {:group$}  {}", c.id, c.group, c.means)?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn summary(concept: &Concept) -> Value {
    json!({
        "id": concept.id,
        "group": concept.group,
        "means": concept.means,
        "broader": concept.broader,
        "opposite": concept.opposite,
        "tends": concept.tends,
    })
}

fn show(id: &str, lexicon: &Lexicon, format: Format) -> Result<ExitCode> {
    let Some(concept) = lexicon.concepts.get(id) else {
        bail!("there is no concept {id:?}; `aftercare lexicon list` shows all");
    };
    let entries: Vec<&ConceptEntry> = lexicon.concepts.entries_of(id).collect();
    let narrower: Vec<&Name> = lexicon.concepts.narrower(id).map(|c| &c.id).collect();
    let mut out = anstream::stdout();
    match format {
        Format::Json => {
            let mut whole = summary(concept);
            whole["narrower"] = json!(narrower);
            whole["entries"] = entries.iter().map(|e| described(e)).collect();
            writeln!(out, "{}", serde_json::to_string_pretty(&whole)?)?;
        }
        Format::Text => {
            writeln!(out, "{id}: {}", concept.means)?;
            writeln!(out, "group     {}", concept.group)?;
            let lists = [("broader", concept.broader.iter().collect()), ("narrower", narrower)];
            for (label, ids) in lists.iter().filter(|(_, ids): &&(_, Vec<&Name>)| !ids.is_empty()) {
                let ids: Vec<&str> = ids.iter().map(|n| n.as_str()).collect();
                writeln!(out, "{label:9} {}", ids.join(", "))?;
            }
            if let Some(opposite) = &concept.opposite {
                writeln!(out, "opposite  {opposite}")?;
            }
            if let Some(tends) = concept.tends {
                writeln!(out, "tends     {}", json!(tends).as_str().unwrap_or_default())?;
            }
            for entry in entries {
                show_entry(&mut out, entry)?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn described(entry: &ConceptEntry) -> Value {
    json!({
        "id": entry.id,
        "path": &*entry.place.path,
        "line": entry.place.line,
        "forms": entry.forms,
        "only_for": entry.surroundings.only_for,
        "not_for": entry.surroundings.not_for,
        "examples": entry.examples,
        "not": entry.not,
    })
}

fn show_entry(out: &mut impl Write, entry: &ConceptEntry) -> std::io::Result<()> {
    writeln!(out, "\n{} ({}:{})", entry.id, entry.place.path, entry.place.line)?;
    if !entry.surroundings.is_empty() {
        writeln!(out, "  counts only in some surroundings")?;
    }
    let procedures = [("only for", &entry.surroundings.only_for), ("not for", &entry.surroundings.not_for)];
    for (label, ids) in procedures.into_iter().filter(|(_, ids)| !ids.is_empty()) {
        let ids: Vec<&str> = ids.iter().map(Name::as_str).collect();
        writeln!(out, "  {label} {}", ids.join(", "))?;
    }
    for (label, lines) in [("form", &entry.forms), ("example", &entry.examples), ("not", &entry.not)] {
        for line in lines {
            writeln!(out, "  {label:8} {line}")?;
        }
    }
    Ok(())
}
