//! `aftercare index`: reads documents into the index.

use std::{
    collections::HashMap,
    ops::ControlFlow,
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
    index::{
        Content, FoundPlace, Maker, Place, Plan, Prepared, Run as Writing, Searcher, Writer, WriterOptions, Written,
        digest,
    },
    lexicon::Lexicon,
    model::Name,
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
    let maker = writer.maker();
    let mut writing = writer.begin(&plan);
    for chunk in plan.read.chunks(CHUNK).take_while(|_| !progress::interrupted()) {
        run.read(chunk, &maker, &mut writing)?;
    }
    if progress::interrupted() {
        drop(writing);
        let (read, of) = (run.read, plan.read.len());
        let done = format!("{read} of {of} files were read and nothing was written; the index is as it was before");
        return Err(Interrupted(done).into());
    }
    run.report(arguments, &writing.finish()?);
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

/// What was made of a document on the thread that read it.
enum Made {
    /// What is to be written, with remarks.
    Document(Box<Result<Prepared, Error>>, Vec<Error>),
    /// It was not read.
    Other(Outcome),
}

/// What became of a file.
#[derive(Default)]
struct OfFile {
    /// Something came of it.
    seen: bool,
    /// Something of it could not be read.
    failed: bool,
    /// The documents that came of it.
    documents: usize,
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

    /// Reads some of the contents of a plan, in parallel, and writes them in order.
    fn read(
        &mut self,
        chunk: &[(Place, Content)],
        maker: &Maker<'_>,
        writing: &mut Writing<'_, '_>,
    ) -> Result<(), Error> {
        let entries: Vec<Entry> = chunk.iter().map(|(place, _)| self.take(place)).collect();
        let lexicon = self.lexicon;
        let work = |file: usize, outcome: Outcome| match outcome {
            Outcome::Read { document, notes } => {
                let rules = extract::rules(&document, lexicon);
                let (place, content) = &chunk[file];
                let prepared = maker.prepare((*content, &place.id), &Reading { document: *document, rules });
                Made::Document(Box::new(prepared), notes)
            }
            other => Made::Other(other),
        };
        let mut files: Vec<OfFile> = chunk.iter().map(|_| OfFile::default()).collect();
        let mut written = Ok(());
        let options = self.reading.reading.clone();
        document::for_each(&entries, &options, work, |file, made| {
            written = self.put(&mut files[file], chunk[file].1, made, writing);
            if written.is_ok() { progress::flow() } else { ControlFlow::Break(()) }
        });
        written?;
        self.read += files.iter().filter(|file| file.seen).count();
        for ((entry, file), of_file) in entries.iter().zip(chunk).zip(&files) {
            self.settle(entry, file, of_file, writing);
        }
        Ok(())
    }

    /// Writes what was made of a document, or notes what became of it.
    fn put(
        &mut self,
        file: &mut OfFile,
        content: Content,
        made: Made,
        writing: &mut Writing<'_, '_>,
    ) -> Result<(), Error> {
        file.seen = true;
        match made {
            Made::Document(prepared, notes) => {
                self.outcomes.notes.extend(notes);
                let prepared = (*prepared)?;
                file.documents += 1;
                writing.put(content, prepared)?;
            }
            Made::Other(outcome) => {
                file.failed |= matches!(outcome, Outcome::Failed(_));
                self.note(outcome);
            }
        }
        Ok(())
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

    /// Ends a file: what was read of one that changed meanwhile does not stay, one without documents is set aside.
    fn settle(
        &mut self,
        entry: &Entry,
        (place, content): &(Place, Content),
        file: &OfFile,
        writing: &mut Writing<'_, '_>,
    ) {
        let is_unchanged = || self.files.get(&place.path).is_some_and(Hashed::is_unchanged);
        if entry.bytes.is_none() && !is_unchanged() {
            let message = "the file changed while it was read: run the command again";
            self.outcomes.failed.push(Error::new(ErrorKind::Io, message).at(&entry.path));
            writing.take_back(*content);
        } else if file.documents == 0 && !file.failed {
            writing.set_aside(*content);
        }
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
