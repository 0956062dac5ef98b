//! How fast is a body of documents indexed, beside a bare tantivy index of the same texts?
//!
//! `cargo bench --bench indexing` with `AFTERCARE_BENCH_DOCUMENTS` (5,000 where it is not set). Both write with two threads to a
//! folder of their own, which is taken away again. Ours reads the texts, and writes documents, passages and rules; the bare one
//! writes the same passages and rules, read before, into the same kinds of fields.

mod common;

use std::{
    path::Path,
    time::{Duration, Instant},
};

use aftercare::{
    document::Source,
    index::{Content, FoundPlace, Place, Searcher, Writer, WriterOptions, digest},
    lexicon::Lexicon,
    model::Name,
    pipeline::{self, Reading},
};
use rayon::prelude::*;
use tantivy::{
    Index, IndexWriter, TantivyDocument,
    schema::{FAST, STORED, STRING, Schema, TEXT},
};

/// Documents that are read at once.
const CHUNK: usize = 2_000;
/// Memory for new entries, as the writer has it.
const MEMORY: usize = 96 << 20;

fn main() {
    let documents: u64 = std::env::var("AFTERCARE_BENCH_DOCUMENTS").ok().and_then(|n| n.parse().ok()).unwrap_or(5_000);
    rayon::ThreadPoolBuilder::new().num_threads(2).build_global().expect("two threads");
    let lexicon = Lexicon::english().expect("the lexicon that is built in is valid");
    let generator = common::generator(7);
    let texts: Vec<(String, String)> =
        (0..documents).map(|n| generator.document(n)).map(|g| (format!("{}.md", g.id), g.text)).collect();
    let bytes: usize = texts.iter().map(|(_, text)| text.len()).sum();
    let folder = tempfile::tempdir().expect("there is a folder for what is written for a time");
    let began = Instant::now();
    let rules = ours(&texts, &folder.path().join("ours"), &lexicon);
    let ours = common::line("index: read and written", bytes, began.elapsed());
    let readings: Vec<Reading> = texts.par_iter().map(|(path, text)| read(path, text, &lexicon)).collect();
    let said: usize = readings.iter().map(|r| r.rules.len()).sum();
    assert_eq!(rules, said, "every rule is in the index");
    let began = Instant::now();
    bare(&readings, &folder.path().join("bare"));
    let bare = common::line("index: bare tantivy, already read", bytes, began.elapsed());
    println!("{documents} documents, {rules} rules: {:.2} of the bare index", ours / bare);
}

fn read(path: &str, text: &str, lexicon: &Lexicon) -> Reading {
    pipeline::read(&Source { id: path, path, bytes: text.as_bytes() }, lexicon).expect("a generated document is read")
}

/// Indexes as the command does; how many rules there are then.
fn ours(texts: &[(String, String)], folder: &Path, lexicon: &Lexicon) -> usize {
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
    let text_of = |place: &Place| {
        let number = place.path.rsplit('/').next().and_then(|n| n.parse::<usize>().ok());
        &texts[number.expect("the place ends with a number")]
    };
    let readings = plan.read.chunks(CHUNK).flat_map(|chunk| {
        let read = chunk.par_iter().map(|(place, content)| {
            let (path, text) = text_of(place);
            (*content, vec![read(path, text, lexicon)])
        });
        read.collect::<Vec<_>>()
    });
    writer.apply(&plan, readings).expect("the index can be written");
    let searcher = Searcher::open(folder, lexicon).expect("the index opens");
    searcher.status(&digest).expect("the index is whole").rules as usize
}

/// Writes passages and rules with tantivy alone.
fn bare(readings: &[Reading], folder: &Path) {
    std::fs::create_dir_all(folder).expect("the folder can be made");
    let mut schema = Schema::builder();
    let columns: Vec<_> = ["document", "procedure", "concept", "stance", "phase"]
        .map(|name| schema.add_text_field(name, STRING | FAST))
        .to_vec();
    let (words, record) = (schema.add_text_field("words", TEXT), schema.add_text_field("record", STORED));
    let index = Index::create_in_dir(folder, schema.build()).expect("the index can be made");
    let mut writer: IndexWriter = index.writer_with_num_threads(2, MEMORY).expect("the index can be written");
    for Reading { document, rules } in readings {
        for block in document.blocks.iter().filter(|b| b.zone.is_content()) {
            let mut entry = TantivyDocument::new();
            let text = block.span.of(&document.text);
            entry.add_text(columns[0], &*document.id);
            entry.add_text(words, text);
            entry.add_text(record, text);
            writer.add_document(entry).expect("an entry can be added");
        }
        for rule in rules {
            let mut entry = TantivyDocument::new();
            entry.add_text(columns[0], &*document.id);
            rule.procedure.iter().for_each(|p| entry.add_text(columns[1], p));
            entry.add_text(columns[2], &rule.concept);
            entry.add_text(columns[3], format!("{:?}", rule.stance));
            entry.add_text(columns[4], format!("{:?}", rule.phase));
            entry.add_text(words, &rule.quote);
            entry.add_text(record, serde_json::to_string(rule).expect("a rule can be written"));
            writer.add_document(entry).expect("an entry can be added");
        }
    }
    writer.commit().expect("the index can be committed");
    writer.wait_merging_threads().expect("the segments are merged");
}
