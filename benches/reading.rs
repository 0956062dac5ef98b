//! How fast does text become rules, beside what bounds it?
//!
//! `cargo bench --bench reading`; `AFTERCARE_BENCH_MB` says how much text is read in a round (4 where it is not set) and
//! `AFTERCARE_BENCH_DOCUMENTS` up to how many generated documents are read to see how the time grows (10,000). Every figure is
//! the median of several rounds, beside a bare scan in the same run: an Aho–Corasick automaton of the same words for text, the
//! tokenizer alone for pages. Time is that of the thread's work, where the system tells it, but for two threads beside one.
//!
//! What was timed is checked: as many rules as gold has, give or take, and in every round, on one thread and on two, the same
//! digest of all their fields.

mod common;

use std::{convert::Infallible, fs, hint::black_box, path::Path, time::Instant};

use aftercare::{
    extract,
    generate::Shares,
    lexicon::Lexicon,
    model::{Document, Rule, Span, WordId},
    segment,
};
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use common::{Sample, line, median, median_wall, worked};
use html5gum::{
    Tokenizer,
    emitters::callback::{CallbackEmitter, CallbackEvent},
};
use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

/// Rounds of which the median is taken.
const ROUNDS: usize = 5;
/// Pages that are generated for the comparison with the tokenizer.
const PAGES: u64 = 400;
/// Text that is nothing but advice.
const ADVICE: &str = "Avoid saunas and alcohol for 48 hours after your treatment. You may wash your hair the next day. Do not \
                      rub the area, and keep it dry until it has healed.\n\n";

fn main() {
    let size = number("AFTERCARE_BENCH_MB", 4) << 20;
    let mut lexicon = None;
    let loaded = median(ROUNDS, || lexicon = Lexicon::english().ok());
    let lexicon = lexicon.expect("the lexicon that is built in is valid");
    println!("{:<44} {:>9.2} ms", "loading the lexicon", loaded.as_secs_f64() * 1e3);
    let (pages, texts): (Vec<Sample>, Vec<Sample>) = common::corpus().into_iter().partition(Sample::is_page);
    let leaflets: Vec<Document> = texts.iter().map(Sample::document).collect();
    let rules: usize = leaflets.iter().map(|d| extract::rules(d, &lexicon).len()).sum();
    let gold: usize = texts.iter().map(gold).sum();
    assert!(rules * 10 > gold * 8 && rules * 10 < gold * 13, "{rules} rules are read, and gold has {gold}");
    text("corpus", &leaflets, size, &lexicon);
    text("nothing but advice", &[common::read("advice.md", ADVICE.repeat(64).as_bytes())], size, &lexicon);
    html("pages of the corpus", &pages, size / 4, &lexicon);
    let generator = common::generator(7);
    let generated = (0..PAGES).map(|n| generator.page(n, &Shares { copies: 0.1, broken: 0.0 }));
    let generated: Vec<Sample> =
        generated.map(|p| Sample { path: format!("{}.html", p.id), bytes: p.html.into_bytes() }).collect();
    html("generated pages", &generated, size / 4, &lexicon);
    growth(number("AFTERCARE_BENCH_DOCUMENTS", 10_000) as u64, &lexicon);
}

fn number(name: &str, default: usize) -> usize {
    std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(default)
}

/// How many rules a careful reader takes from a document.
fn gold(sample: &Sample) -> usize {
    let stem = Path::new(&sample.path).file_stem().unwrap_or_default().to_string_lossy();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/gold/rules/{stem}.jsonl"));
    fs::read_to_string(path).map_or(0, |text| text.lines().filter(|l| !l.trim().is_empty()).count())
}

/// A digest of rules in all their fields.
fn digest(rules: &[Rule]) -> u64 {
    xxh3_64(&serde_json::to_vec(rules).expect("rules can be written"))
}

/// Text to rules on one thread and on two, its tokens alone, and a scan for all words.
fn text(name: &str, documents: &[Document], size: usize, lexicon: &Lexicon) {
    let once: usize = documents.iter().map(|d| d.text.len()).sum();
    let times = (size / once).max(1);
    let bytes = once * times;
    let expected: Vec<(usize, u64)> =
        documents.iter().map(|d| extract::trace(d, lexicon).rules).map(|r| (r.len(), digest(&r))).collect();
    let all: usize = expected.iter().map(|(rules, _)| rules).sum();
    assert!(all > documents.len(), "there is advice");
    let counts = |d: &Document| extract::rules(d, lexicon).len();
    let whole = || (0..times).map(|_| documents.iter().map(counts).sum::<usize>()).sum::<usize>();
    let single = median(ROUNDS, || assert_eq!(whole(), all * times));
    let rules = line(&format!("{name}: rules"), bytes, single);
    let alone = median_wall(ROUNDS, || assert_eq!(whole(), all * times)).as_secs_f64();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().expect("two threads");
    let both = || (0..times).into_par_iter().map(|_| documents.iter().map(counts).sum::<usize>()).sum::<usize>();
    let two = median_wall(ROUNDS, || assert_eq!(pool.install(both), all * times)).as_secs_f64();
    let same = |(d, e): (&Document, &(usize, u64))| digest(&extract::rules(d, lexicon)) == e.1;
    assert!(documents.iter().zip(&expected).all(same), "the rules are the same at every reading");
    assert!(pool.install(|| documents.par_iter().zip(&expected).all(same)), "and on both threads");
    let tokens = |d: &Document| segment::tokens(&d.text, Span::new(0, d.text.len()), &d.hidden, &lexicon.words).len();
    let words = || (0..times).map(|_| documents.iter().map(tokens).sum::<usize>()).sum::<usize>();
    line(&format!("{name}: tokens alone"), bytes, median(ROUNDS, || assert!(black_box(words()) > times)));
    let scan = scan(lexicon);
    let hits = || (0..times).map(|_| documents.iter().map(|d| scan.find_iter(&d.text).count()).sum::<usize>()).sum();
    let scanned = line(
        &format!("{name}: bare Aho-Corasick"),
        bytes,
        median(ROUNDS, || assert!(black_box::<usize>(hits()) > times)),
    );
    println!("{name}: {all} rules, {:.2} of the bare scan, two threads {:.2} times one", rules / scanned, alone / two);
}

/// An automaton of all words of the lexicon.
fn scan(lexicon: &Lexicon) -> AhoCorasick {
    let words: Vec<&str> = (1..=lexicon.words.len() as u32).map(|id| lexicon.words.text(WordId(id))).collect();
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .kind(Some(AhoCorasickKind::DFA))
        .match_kind(MatchKind::LeftmostLongest)
        .build(&words)
        .expect("the words are no more than fit")
}

/// Pages to rules, to documents, and the tokenizer alone.
fn html(name: &str, pages: &[Sample], size: usize, lexicon: &Lexicon) {
    let once: usize = pages.iter().map(|p| p.bytes.len()).sum();
    let times = (size / once).max(1);
    let bytes = once * times;
    let rules = |p: &Sample| extract::rules(&p.document(), lexicon);
    let expected: Vec<u64> = pages.iter().map(|p| digest(&rules(p))).collect();
    let all: usize = pages.iter().map(|p| rules(p).len()).sum();
    let whole = || (0..times).map(|_| pages.iter().map(|p| rules(p).len()).sum::<usize>()).sum::<usize>();
    let read = line(&format!("{name}: rules"), bytes, median(ROUNDS, || assert_eq!(whole(), all * times)));
    assert!(pages.iter().map(|p| digest(&rules(p))).eq(expected), "the rules are the same at every reading");
    let blocks = || (0..times).map(|_| pages.iter().map(|p| p.document().blocks.len()).sum::<usize>()).sum::<usize>();
    line(&format!("{name}: documents alone"), bytes, median(ROUNDS, || assert!(black_box(blocks()) > times)));
    let bare = || {
        let events = |p: &Sample| events(&String::from_utf8_lossy(&p.bytes));
        (0..times).map(|_| pages.iter().map(events).sum::<usize>()).sum::<usize>()
    };
    let tokens =
        line(&format!("{name}: tokenizer alone"), bytes, median(ROUNDS, || assert!(black_box(bare()) > times)));
    println!("{name}: {all} rules, {:.2} of the tokenizer", read / tokens);
}

/// The events of a page, counted.
fn events(page: &str) -> usize {
    let mut count = 0;
    let mut emitter = CallbackEmitter::new(|_: CallbackEvent<'_>, _: html5gum::Span<()>| -> Option<Infallible> {
        count += 1;
        None
    });
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(page, emitter).finish();
    count
}

/// Ten times the documents.
fn growth(most: u64, lexicon: &Lexicon) {
    let generator = common::generator(7);
    let start = Instant::now();
    let now = || worked().unwrap_or_else(|| start.elapsed());
    let mut last: Option<f64> = None;
    let mut documents = 1_000;
    while documents <= most {
        let mut rules = 0;
        let mut seconds = 0.0;
        for number in 0..documents {
            let generated = generator.document(number);
            let began = now();
            let document = common::read(&format!("{}.md", generated.id), generated.text.as_bytes());
            rules += extract::rules(&document, lexicon).len() as u64;
            seconds += now().saturating_sub(began).as_secs_f64();
        }
        assert!(rules > documents, "generated documents are full of advice");
        let ratio = last.map_or_else(String::new, |l| format!(", {:.2} times the time of a tenth", seconds / l));
        println!("{:<44} {seconds:>9.2} s, {rules} rules{ratio}", format!("{documents} generated documents"));
        last = Some(seconds);
        documents *= 10;
    }
}
