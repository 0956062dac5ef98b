//! How fast is a body of documents indexed, beside a bare tantivy index of the same texts with the same fields?
//!
//! `cargo bench --bench indexing` with `AFTERCARE_BENCH_DOCUMENTS` (5,000 where it is not set). All write with two threads to a
//! folder of their own, which is taken away again. Ours writes documents, passages and rules, once from texts that it reads, once
//! from what was read before; the bare one writes the entries of ours, as many with the same fields and values, without knowing
//! what they are made of (`common::bare`). Their times by the clock are those of the fastest of three rounds; beside them stands
//! how long the processor worked.

mod common;

use std::{
    path::Path,
    sync::Mutex,
    time::{Duration, Instant},
};

use aftercare::{
    document::Source,
    index::{Content, FoundPlace, Place, Searcher, Writer, WriterOptions, digest},
    lexicon::Lexicon,
    model::Name,
    pipeline::{self, Reading},
};
use common::bare;
use rayon::prelude::*;

/// Documents that are read at once.
const CHUNK: usize = 500;
/// Memory for new entries, as the writer has it.
const MEMORY: usize = 256 << 20;
/// Rounds of each.
const ROUNDS: usize = 3;

fn main() {
    let documents: u64 = std::env::var("AFTERCARE_BENCH_DOCUMENTS").ok().and_then(|n| n.parse().ok()).unwrap_or(5_000);
    rayon::ThreadPoolBuilder::new().num_threads(2).build_global().expect("two threads");
    let lexicon = Lexicon::english().expect("the lexicon that is built in is valid");
    let generator = common::generator(7);
    let texts: Vec<(String, String)> =
        (0..documents).map(|n| generator.document(n)).map(|g| (format!("{}.md", g.id), g.text)).collect();
    let bytes: usize = texts.iter().map(|(_, text)| text.len()).sum();
    let readings: Vec<Reading> = texts.par_iter().map(|(path, text)| read(path, text, &lexicon)).collect();
    let folder = tempfile::tempdir().expect("there is a folder for what is written for a time");
    let (whole, known) = (folder.path().join("whole"), folder.path().join("known"));
    let nothing = || ();
    let from_texts = best("index: read and written", bytes, &whole, nothing, |to, ()| {
        ours(&texts, to, &lexicon, |at| read(&texts[at].0, &texts[at].1, &lexicon));
    });
    let given = || readings.iter().map(|reading| Mutex::new(Some(reading.clone()))).collect::<Vec<_>>();
    let from_readings = best("index: already read, written", bytes, &known, given, |to, given| {
        ours(&texts, to, &lexicon, |at| {
            given[at].lock().expect("no reading panics").take().expect("each is asked for once")
        });
    });
    let searcher = Searcher::open(&whole, &lexicon).expect("the index opens");
    let rules = searcher.status(&digest(&lexicon)).expect("the index is whole").rules as usize;
    assert_eq!(rules, readings.iter().map(|r| r.rules.len()).sum::<usize>(), "every rule is in the index");
    drop(readings);
    let (schema, entries) = bare::entries(&whole);
    let bare = folder.path().join("bare");
    let alone = best("index: bare tantivy, the same entries", bytes, &bare, nothing, |to, ()| {
        bare::write(&schema, &entries, to, MEMORY);
    });
    println!(
        "{documents} documents, {rules} rules, {} entries: {:.2} of the bare index already read, {:.2} with the reading",
        entries.len(),
        from_readings / alone,
        from_texts / alone
    );
}

/// The speed of the fastest of some rounds, each to a new folder and with what was made for it before.
fn best<T>(what: &str, bytes: usize, folder: &Path, made: impl Fn() -> T, mut run: impl FnMut(&Path, T)) -> f64 {
    let mut times: Vec<(Duration, Duration)> = Vec::new();
    for _ in 0..ROUNDS {
        let _ = std::fs::remove_dir_all(folder);
        let made = made();
        let (began, worked) = (Instant::now(), common::all_worked());
        run(folder, made);
        times.push((began.elapsed(), common::all_worked().saturating_sub(worked)));
    }
    let worked = times.iter().map(|(_, worked)| *worked).min().unwrap_or_default();
    let clock = times.into_iter().map(|(clock, _)| clock).min().unwrap_or_default();
    println!("{what:<44} {:>9.2} s of the processor", worked.as_secs_f64());
    common::line(what, bytes, clock)
}

fn read(path: &str, text: &str, lexicon: &Lexicon) -> Reading {
    pipeline::read(&Source { id: path, path, bytes: text.as_bytes() }, lexicon).expect("a generated document is read")
}

/// Indexes as the command does.
fn ours(texts: &[(String, String)], folder: &Path, lexicon: &Lexicon, reading: impl Fn(usize) -> Reading + Sync) {
    let digest = digest(lexicon);
    let options = WriterOptions { lexicon, digest: &digest, wait: Duration::ZERO };
    let writer = Writer::open(folder, options).expect("the index can be written");
    let found: Vec<FoundPlace> = texts
        .iter()
        .enumerate()
        .map(|(n, (path, text))| {
            let place = Place { path: format!("/generated/{n:09}"), id: Name::from(path.as_str()) };
            FoundPlace { place, content: Some(Content::of(text.as_bytes())) }
        })
        .collect();
    let plan = writer.plan(&found, |_| false);
    let number = |place: &Place| place.path.rsplit('/').next().and_then(|n| n.parse::<usize>().ok());
    let readings = plan.read.chunks(CHUNK).flat_map(|chunk| {
        let read = chunk
            .par_iter()
            .map(|(place, content)| (*content, vec![reading(number(place).expect("the place ends with a number"))]));
        read.collect::<Vec<_>>()
    });
    writer.apply(&plan, readings).expect("the index can be written");
}
