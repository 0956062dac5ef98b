//! How fast is a search in an index of many documents, beside a bare tantivy query on the same index?
//!
//! `cargo bench --bench search` with `AFTERCARE_BENCH_DOCUMENTS` (100,000 where it is not set). The index is made once and
//! kept under `target/`; results are checked, so that a fast wrong answer is none.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use aftercare::{
    document::Source,
    generate::Generator,
    index::{Content, FoundPlace, Place, SearchOptions, Searcher, Writer, WriterOptions, digest},
    lexicon::Lexicon,
    model::Name,
    pipeline,
};
use rayon::prelude::*;
use tantivy::{
    Index, Term,
    collector::TopDocs,
    query::{BooleanQuery, Query, TermQuery},
    schema::IndexRecordOption,
};

/// Documents that are generated and read at once.
const CHUNK: u64 = 2_000;
/// Times that the whole table is searched.
const ROUNDS: usize = 5;

fn main() {
    let documents = std::env::var("AFTERCARE_BENCH_DOCUMENTS").ok().and_then(|n| n.parse().ok()).unwrap_or(100_000);
    let lexicon = Lexicon::english().expect("the lexicon is valid");
    let folder = index_of(documents, &lexicon);
    let searcher = Searcher::open(&folder, &lexicon).expect("the index opens");
    let status = searcher.status(&digest(&lexicon)).expect("the index is whole");
    println!(
        "{} documents, {} passages, {} rules, {} MB",
        status.documents,
        status.passages,
        status.rules,
        status.bytes >> 20
    );
    let queries = queries();
    for query in &queries {
        searcher.search(query, &SearchOptions::default()).expect("a query is never wrong");
    }
    let ours = measure(&queries, |query| {
        let found = searcher.search(query, &SearchOptions::default()).expect("a query is never wrong");
        (found.rules.total + found.passages.total) as usize
    });
    let bare_index = Bare::open(&folder);
    let bare = measure(&queries, |query| bare_index.search(query));
    report("aftercare search (card, rules, passages, facets)", &ours);
    report("bare tantivy BM25 (ten best passages)", &bare);
    // The best of its rounds is what a query takes where nothing else runs.
    let (best, best_bare) = (undisturbed(&ours), undisturbed(&bare));
    report("the best round of each query, aftercare", &best);
    report("the best round of each query, bare tantivy", &best_bare);
    let sum = |times: &[(Duration, String)]| times.iter().map(|(t, _)| t.as_secs_f64()).sum::<f64>();
    println!(
        "ratio of the sums {:.1}, of the best rounds {:.1}",
        sum(&ours) / sum(&bare),
        sum(&best) / sum(&best_bare)
    );
    let mut slowest = ours;
    slowest.sort_by(|a, b| b.cmp(a));
    slowest.dedup_by(|a, b| a.1 == b.1);
    for (time, query) in slowest.iter().take(12) {
        println!("  {:>8.2} ms  {}", time.as_secs_f64() * 1e3, query.chars().take(60).collect::<String>());
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The queries of the table of the tests.
fn queries() -> Vec<String> {
    let text = fs::read_to_string(root().join("tests/search/queries.tsv")).expect("the table of queries");
    let lines = text.lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
    lines.map(|l| l.split('\t').next().unwrap_or_default().to_owned()).collect()
}

fn measure(queries: &[String], mut search: impl FnMut(&str) -> usize) -> Vec<(Duration, String)> {
    let mut times = Vec::new();
    let mut hits = 0;
    for _ in 0..ROUNDS {
        for query in queries {
            let start = Instant::now();
            hits += search(query);
            times.push((start.elapsed(), query.clone()));
        }
    }
    assert!(hits > queries.len(), "most queries find something");
    times
}

/// The shortest time of each query.
fn undisturbed(times: &[(Duration, String)]) -> Vec<(Duration, String)> {
    let mut best: BTreeMap<&str, Duration> = BTreeMap::new();
    for (time, query) in times {
        let shortest = best.entry(query).or_insert(*time);
        *shortest = (*shortest).min(*time);
    }
    best.into_iter().map(|(query, time)| (time, query.to_owned())).collect()
}

fn report(what: &str, times: &[(Duration, String)]) {
    let mut sorted: Vec<f64> = times.iter().map(|(t, _)| t.as_secs_f64() * 1e3).collect();
    sorted.sort_by(f64::total_cmp);
    let at = |part: f64| sorted[((sorted.len() - 1) as f64 * part) as usize];
    println!("{what}: p50 {:.2} ms, p90 {:.2} ms, p99 {:.2} ms, most {:.2} ms", at(0.5), at(0.9), at(0.99), at(1.0));
}

/// The index of so many generated documents, made where it is not there yet.
fn index_of(documents: u64, lexicon: &Lexicon) -> PathBuf {
    let digest = digest(lexicon);
    let folder = root().join(format!("target/bench-index-{documents}-{}-{digest}", aftercare::index::VERSION));
    if Searcher::open(&folder, lexicon).is_ok() {
        return folder;
    }
    let start = Instant::now();
    let generator = generator();
    let options = WriterOptions { lexicon, digest: &digest, wait: Duration::ZERO };
    let writer = Writer::open(&folder, options).expect("the index can be written");
    let found: Vec<FoundPlace> = (0..documents)
        .into_par_iter()
        .map(|n| {
            let generated = generator.document(n);
            let place = Place { path: format!("/generated/{n:09}"), id: Name::from(generated.id) };
            FoundPlace { place, content: Some(Content::of(generated.text.as_bytes())) }
        })
        .collect();
    let plan = writer.plan(&found, |_| false);
    let readings = plan.read.chunks(CHUNK as usize).flat_map(|chunk| {
        let read: Vec<_> = chunk
            .par_iter()
            .map(|(place, content)| {
                let n: u64 = place.path.rsplit('/').next().and_then(|n| n.parse().ok()).unwrap_or(0);
                let generated = generator.document(n);
                let path = format!("{}.md", generated.id);
                let source = Source { id: &generated.id, path: &path, bytes: generated.text.as_bytes() };
                (*content, pipeline::read(&source, lexicon).into_iter().collect())
            })
            .collect();
        read
    });
    let written = writer.apply(&plan, readings).expect("the index can be written");
    println!("{} documents generated, read and indexed in {:.1} s", written.documents, start.elapsed().as_secs_f64());
    folder
}

fn generator() -> Generator {
    let corpus = pipeline::read_all(
        &[root().join("corpus")],
        &pipeline::Options::default(),
        &Lexicon::english().expect("the lexicon is valid"),
        &|_| {},
    )
    .expect("the corpus is there");
    let documents = corpus.readings.iter().map(|r| (r.document.id.split('/').next().unwrap_or_default(), &r.document));
    Generator::new(documents, 1).expect("the corpus has sections")
}

/// The index as tantivy alone would search it.
struct Bare {
    searcher: tantivy::Searcher,
    field: tantivy::schema::Field,
}

impl Bare {
    fn open(folder: &Path) -> Self {
        let index = Index::open_in_dir(folder).expect("the index opens");
        let field = index.schema().get_field("passage").expect("the field is there");
        Self { searcher: index.reader().expect("the index is whole").searcher(), field }
    }

    fn search(&self, query: &str) -> usize {
        let words = query.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
        let terms = words.map(|w| Term::from_field_text(self.field, &format!("={}", w.to_lowercase())));
        let queries = terms.map(|t| Box::new(TermQuery::new(t, IndexRecordOption::WithFreqs)) as Box<dyn Query>);
        let query = BooleanQuery::union(queries.collect());
        self.searcher.search(&query, &TopDocs::with_limit(10).order_by_score()).expect("the query is valid").len()
    }
}
