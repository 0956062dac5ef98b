//! `aftercare search`: answers first, then the passages.

use std::{
    io::{BufWriter, Write},
    mem::ManuallyDrop,
    path::PathBuf,
    process::ExitCode,
};

use aftercare::{
    index::{Facets, Found, Opened, SearchOptions, Sort, text},
    lexicon::Lexicon,
};
use clap::{Args, ValueEnum};
use serde::Serialize;

/// Answers a question from the index: what the sources say, then rules, then passages.
#[derive(Debug, Args)]
#[command(after_help = "\
Words are read as a question. Besides: \"these words in this order\", word*, -word,\n\
AND, OR, ( ), and the fields procedure: concept: stance: phase: source:\n\
until:<48h until:24h..72h published:>2022 has:condition\n\
Write -- before a question that begins with a minus.")]
pub struct Search {
    /// The question
    #[arg(required = true)]
    query: Vec<String>,
    /// The index
    #[arg(long = "index", value_name = "DIR", env = "AFTERCARE_INDEX", default_value = "index")]
    folder: PathBuf,
    /// A folder of lexicon files that extend the built-in ones
    #[arg(long, value_name = "DIR")]
    lexicon: Option<PathBuf>,
    /// The most rules, and the most passages
    #[arg(long, short = 'n', value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Which part of the hits, by the limit
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..))]
    page: u16,
    /// The order of the hits
    #[arg(long, value_enum, default_value_t = Order::Score)]
    sort: Order,
    /// The form of the output
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Show how each score came about
    #[arg(long)]
    explain: bool,
}

/// The orders of hits.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Order {
    /// The best match first
    Score,
    /// The newest source first
    Newest,
    /// The soonest end first
    Until,
    /// By document
    Document,
}

/// The forms of the output.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One object
    Json,
    /// One object a line: what was understood, cards, rules, passages, counts
    Jsonl,
}

/// Runs the command: 0 where something was found, 1 where nothing was.
///
/// # Errors
/// Where the index cannot be read.
pub fn run(arguments: &Search) -> anyhow::Result<ExitCode> {
    let words = || match &arguments.lexicon {
        Some(folder) => Lexicon::with_folder(folder),
        None => Lexicon::english(),
    };
    // Each takes about as long as the other.
    let (lexicon, index) = rayon::join(words, || Opened::open(&arguments.folder)?.read_ahead());
    // What the process ends with need not be taken apart.
    let lexicon: &'static Lexicon = Box::leak(Box::new(lexicon?));
    let searcher = ManuallyDrop::new(index?.with(lexicon)?);
    let offset = arguments.limit.saturating_mul(usize::from(arguments.page) - 1);
    let sort = match arguments.sort {
        Order::Score => Sort::Score,
        Order::Newest => Sort::Newest,
        Order::Until => Sort::Until,
        Order::Document => Sort::Document,
    };
    let options = SearchOptions { limit: arguments.limit, offset, sort, explain: arguments.explain };
    let found = searcher.search(&arguments.query.join(" "), &options)?;
    match arguments.format {
        Format::Text => write!(anstream::stdout(), "{}", text::text(&found, offset + 1))?,
        Format::Json => writeln!(std::io::stdout(), "{}", serde_json::to_string_pretty(&found)?)?,
        Format::Jsonl => print_lines(&found)?,
    }
    let total = found.rules.total + found.passages.total;
    Ok(if total > 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Something with what it is.
#[derive(Serialize)]
struct Line<'a, T: Serialize> {
    kind: &'static str,
    #[serde(flatten)]
    what: &'a T,
}

fn print_lines(found: &Found) -> anyhow::Result<()> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    print_line(&mut out, "understood", &found.understood)?;
    for card in &found.cards {
        print_line(&mut out, "card", card)?;
    }
    for hit in &found.rules.hits {
        print_line(&mut out, "rule", hit)?;
    }
    for hit in &found.passages.hits {
        print_line(&mut out, "passage", hit)?;
    }
    let counts = Counts { rules: found.rules.total, passages: found.passages.total, facets: &found.facets };
    print_line(&mut out, "counts", &counts)?;
    Ok(out.flush()?)
}

/// How many rules and passages match in all, and how many rules have each value.
#[derive(Serialize)]
struct Counts<'a> {
    rules: u64,
    passages: u64,
    facets: &'a Facets,
}

fn print_line<T: Serialize>(to: &mut impl Write, kind: &'static str, what: &T) -> anyhow::Result<()> {
    Ok(writeln!(to, "{}", serde_json::to_string(&Line { kind, what })?)?)
}
