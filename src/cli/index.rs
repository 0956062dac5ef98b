//! `aftercare index`: reads documents into the index.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use aftercare::{
    ErrorKind,
    document::{
        self, Outcome,
        walk::{self, Entry},
    },
    error::Error,
    extract,
    index::{Content, FoundPlace, Place, Plan, Searcher, Writer, WriterOptions, Written, digest},
    lexicon::Lexicon,
    model::{Name, Rule},
    pipeline::{self, Corpus, Reading},
};
use clap::Args;

use super::{
    input::Input,
    progress::{self, Interrupted},
};

mod hash;

use hash::{Hashed, hash_all};

/// Documents that are read at once.
const CHUNK: usize = 256;

/// Reads documents into the index: adds, updates by content, removes what has gone.
#[derive(Debug, Args)]
pub struct Index {
    #[command(flatten)]
    input: Input,
    /// Also remove every other document whose file has gone
    #[arg(long)]
    prune: bool,
    /// Make the index anew, with nothing of what it holds
    #[arg(long, conflicts_with_all = ["prune", "status", "check"])]
    rebuild: bool,
    /// Show what the index holds
    #[arg(long)]
    status: bool,
    /// Verify the files and that the stored rules are those that would be read now
    #[arg(long)]
    check: bool,
    /// Seconds to wait for another run to end
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    wait: u64,
}

/// Runs the command: 0 where all was read, 2 on an error or where a document could not be read.
///
/// # Errors
/// Where the index cannot be opened or written.
pub fn run(arguments: &Index) -> anyhow::Result<ExitCode> {
    let lexicon = arguments.input.load_lexicon()?;
    if arguments.status || arguments.check {
        return inspect(arguments, &lexicon);
    }
    let reading = arguments.input.reading.options()?;
    let given = arguments.input.reading.paths(&arguments.input.paths)?;
    anyhow::ensure!(!given.is_empty() || arguments.prune, "name a file or folder to read");
    let is_stdin = |path: &PathBuf| path.as_os_str() == walk::STDIN;
    anyhow::ensure!(!given.iter().any(is_stdin), "what comes from standard input has no place to be found at again");
    let digest = digest(&lexicon);
    let options = WriterOptions { lexicon: &lexicon, digest: &digest, wait: Duration::from_secs(arguments.wait) };
    let writer = if arguments.rebuild {
        Writer::rebuild(&arguments.input.index, options)?
    } else {
        Writer::open(&arguments.input.index, options)?
    };
    // Not before the index is this run's: waiting for it may be ended at once.
    progress::watch()?;
    let mut run =
        Run { lexicon: &lexicon, reading, given, files: HashMap::new(), outcomes: Corpus::default(), read: 0 };
    let plan = run.plan(&writer, &digest, arguments)?;
    let chunks = plan.read.chunks(CHUNK).take_while(|_| !progress::interrupted());
    let written = writer.apply_unless(&plan, chunks.flat_map(|chunk| run.read(chunk)), progress::interrupted)?;
    let Some(written) = written else {
        let (read, of) = (run.read, plan.read.len());
        let done = format!("{read} of {of} files were read and nothing was written; the index is as it was before");
        return Err(Interrupted(done).into());
    };
    run.report(arguments, &written);
    Ok(if run.outcomes.failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

/// Whether a path is no more, or a folder without files: not one that cannot be looked at.
fn is_gone(path: &Path) -> bool {
    match std::fs::read_dir(path) {
        Ok(_) => true,
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    }
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

struct Run<'a> {
    lexicon: &'a Lexicon,
    reading: pipeline::Options,
    /// The paths that were given.
    given: Vec<PathBuf>,
    /// The files by their absolute paths.
    files: HashMap<String, Hashed>,
    /// What was set aside, noted and what failed.
    outcomes: Corpus,
    /// The number of files that were read.
    read: usize,
}

impl Run<'_> {
    fn plan(&mut self, writer: &Writer<'_>, digest: &str, arguments: &Index) -> Result<Plan, Error> {
        let found = self.find(writer, digest)?;
        let roots: Vec<PathBuf> = self.given.iter().map(|p| absolute(p)).collect();
        let unseen: Vec<PathBuf> = self.outcomes.failed.iter().filter_map(Error::path).map(absolute).collect();
        Ok(writer.plan(&found, |known| {
            let known = Path::new(known);
            if unseen.iter().any(|folder| known.starts_with(folder)) {
                return false;
            }
            roots.iter().any(|root| known.starts_with(root)) || (arguments.prune && !known.exists())
        }))
    }

    /// The files of the paths with the hashes of their contents. A path that has gone is no error where it is known.
    fn find(&mut self, writer: &Writer<'_>, digest: &str) -> Result<Vec<FoundPlace>, Error> {
        let is_known = |path: &Path| {
            let path = absolute(path);
            writer.catalogue().places.keys().any(|p| Path::new(p).starts_with(&path))
        };
        let mut files = Vec::new();
        for path in self.given.clone() {
            match walk::collect(std::slice::from_ref(&path), self.reading.walking) {
                Ok(found) => {
                    files.extend(found.files);
                    found.others.into_iter().for_each(|other| self.note(other));
                }
                Err(_) if is_known(&path) && is_gone(&path) => {}
                Err(error) if self.given.len() > 1 && error.kind() == ErrorKind::Io => self.outcomes.failed.push(error),
                Err(error) => return Err(error),
            }
        }
        let hashed = hash_all(files, |content| !writer.catalogue().is_settled(content, digest));
        let mut out = Vec::with_capacity(hashed.len());
        for file in hashed {
            let path = absolute(&file.entry.path).display().to_string();
            let place = Place { path: path.clone(), id: Name::from(file.entry.id.as_str()) };
            if let Err(error) = &file.content {
                self.outcomes.failed.push(Error::io(&file.entry.path, error));
            }
            out.push(FoundPlace { place, content: file.content.as_ref().ok().copied() });
            self.files.insert(path, file);
        }
        Ok(out)
    }

    fn note(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Failed(error) => self.outcomes.failed.push(error),
            Outcome::Aside(aside) => self.outcomes.aside.push(aside),
            Outcome::Read { .. } => {}
        }
    }

    /// Reads some of the contents of a plan, in parallel and in order.
    fn read(&mut self, chunk: &[(Place, Content)]) -> Vec<(Content, Vec<Reading>)> {
        let entries: Vec<Entry> = chunk.iter().map(|(place, _)| self.take(place)).collect();
        let mut outcomes: Vec<Vec<(Outcome, Vec<Rule>)>> = Vec::new();
        outcomes.resize_with(chunk.len(), Vec::new);
        let lexicon = self.lexicon;
        let work = |outcome: Outcome| {
            let rules = match &outcome {
                Outcome::Read { document, .. } => extract::rules(document, lexicon),
                _ => Vec::new(),
            };
            (outcome, rules)
        };
        document::for_each(&entries, &self.reading.reading.clone(), work, |file, outcome| {
            outcomes[file].push(outcome);
            progress::flow()
        });
        self.read += outcomes.iter().filter(|of_file| !of_file.is_empty()).count();
        let files = entries.iter().zip(chunk).zip(outcomes);
        files.filter_map(|((entry, file), outcomes)| self.taken(entry, file, outcomes)).collect()
    }

    /// The file of a place, with its bytes, which are not kept any longer.
    fn take(&mut self, place: &Place) -> Entry {
        let known = self.files.get_mut(&place.path).map(|file| &mut file.entry);
        let bytes = known.as_ref().and_then(|entry| entry.bytes.clone());
        let (path, named) = known.map_or_else(
            || (PathBuf::from(&place.path), false),
            |entry| {
                entry.bytes = None;
                (entry.path.clone(), entry.named)
            },
        );
        Entry { id: place.id.to_string(), path, named, bytes }
    }

    /// The documents of a file, if it is still what was hashed; `None` where it could not be read.
    fn taken(
        &mut self,
        entry: &Entry,
        (place, content): &(Place, Content),
        outcomes: Vec<(Outcome, Vec<Rule>)>,
    ) -> Option<(Content, Vec<Reading>)> {
        let is_unchanged = || self.files.get(&place.path).is_some_and(Hashed::is_unchanged);
        if entry.bytes.is_none() && !is_unchanged() {
            let message = "the file changed while it was read: run the command again";
            self.outcomes.failed.push(Error::new(ErrorKind::Io, message).at(&entry.path));
            return None;
        }
        let (mut readings, mut failed) = (Vec::new(), false);
        for (outcome, rules) in outcomes {
            match outcome {
                Outcome::Read { document, notes } => {
                    self.outcomes.notes.extend(notes);
                    readings.push(Reading { document: *document, rules });
                }
                other => {
                    failed |= matches!(other, Outcome::Failed(_));
                    self.note(other);
                }
            }
        }
        (!readings.is_empty() || !failed).then_some((*content, readings))
    }

    fn report(&self, arguments: &Index, written: &Written) {
        for error in &self.outcomes.failed {
            anstream::eprintln!("error: {error}");
        }
        if arguments.input.quiet {
            return;
        }
        for note in &self.outcomes.notes {
            anstream::eprintln!("note: {note}");
        }
        for aside in &self.outcomes.aside {
            anstream::eprintln!("set aside: {}: {}", aside.path, aside.message);
        }
        let c = written.counts;
        anstream::println!(
            "{}: {} added, {} changed, {} removed, {} unchanged\n{} documents and {} rules read, {} set aside, {} failed",
            arguments.input.index.display(),
            c.added,
            c.changed,
            c.removed,
            c.unchanged,
            written.documents,
            written.rules,
            self.outcomes.aside.len(),
            self.outcomes.failed.len(),
        );
    }
}

/// `--status` and `--check`.
fn inspect(arguments: &Index, lexicon: &Lexicon) -> anyhow::Result<ExitCode> {
    let digest = digest(lexicon);
    let searcher = Searcher::open(&arguments.input.index, lexicon)?;
    let status = searcher.status(&digest)?;
    let changed = std::fs::metadata(arguments.input.index.join("meta.json"))?.modified()?;
    let changed = jiff::Timestamp::try_from(changed)?.strftime("%Y-%m-%d %H:%M:%S UTC");
    let version = status.stamp.as_ref().map_or_else(String::new, |s| format!("{}, aftercare {}", s.version, s.program));
    for (name, value) in [
        ("documents", status.documents.to_string()),
        ("places", status.places.to_string()),
        ("passages", status.passages.to_string()),
        ("rules", status.rules.to_string()),
        ("size", format!("{} KB", status.bytes.div_ceil(1024))),
        ("version", version),
        ("last change", changed.to_string()),
        ("stale", status.stale.to_string()),
    ] {
        anstream::println!("{name:<12} {value}");
    }
    if arguments.check { check(&searcher, lexicon, &digest) } else { Ok(ExitCode::SUCCESS) }
}

/// Verifies the files and reads every document again from its stored text.
fn check(searcher: &Searcher<'_>, lexicon: &Lexicon, digest: &str) -> anyhow::Result<ExitCode> {
    let damaged = searcher.damaged_files()?;
    for file in &damaged {
        anstream::println!("damaged: {}", file.display());
    }
    let stale = searcher.stale(digest, |document| extract::rules(document, lexicon))?;
    for id in &stale {
        anstream::println!("stale: {id}");
    }
    if stale.is_empty() && damaged.is_empty() {
        anstream::println!("every stored rule is what would be read now");
        return Ok(ExitCode::SUCCESS);
    }
    anstream::println!(
        "run `aftercare index` on their folders{}",
        if damaged.is_empty() { "" } else { " with --rebuild" }
    );
    Ok(ExitCode::from(if damaged.is_empty() { 1 } else { 2 }))
}
