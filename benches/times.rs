//! How fast are times read? Tokens and times of 10 MB of the example corpus, line by line and as one line, in MB a second of the
//! thread's own work where the system tells that, so that what else the machine does counts little.
//!
//! `cargo bench --bench times`; `AFTERCARE_BENCH_MB` says how many megabytes are read in a round (10 where it is not set).
//! Every figure is the median of several rounds, and all rounds find as many times.

mod common;

use std::hint::black_box;

use aftercare::{
    lexicon::Lexicon,
    mention::time::times,
    model::{Span, Token},
    segment,
};
use common::{line, median};

/// Rounds of which the median is taken.
const ROUNDS: usize = 5;
/// The bytes that are read in a round, at least.
const LEAST: usize = 10 << 20;
/// Digits, hyphens and words of time without end.
const HOSTILE: &str = "2-3 4 or 5 to 6 days or weeks until the a the at least every ";

fn main() {
    let size = std::env::var("AFTERCARE_BENCH_MB").ok().and_then(|n| n.parse().ok()).unwrap_or(10) << 20;
    let lexicon = Lexicon::english().expect("the lexicon that is built in is valid");
    let text = corpus(size);
    let found = read(&text, &lexicon);
    assert!(found * 512 > size, "the corpus is full of times");
    measure("lines", &text, &lexicon);
    let all = || tokens(black_box(&text), Span::new(0, text.len()), &lexicon).len();
    line("tokens alone", text.len(), median(ROUNDS, || assert!(black_box(all()) > found)));
    // The same speed, so growth is linear.
    for megabytes in [1, 3, 10] {
        measure(&format!("one line of {megabytes} MB"), &corpus(megabytes << 20).replace('\n', " "), &lexicon);
    }
    for megabytes in [1, 4] {
        let hostile = HOSTILE.repeat((megabytes << 20) / HOSTILE.len());
        measure(&format!("one hostile line of {megabytes} MB"), &hostile, &lexicon);
    }
}

/// Times tokens and times of a text, a short one several times in a round: the system's clock goes in steps.
fn measure(what: &str, text: &str, lexicon: &Lexicon) {
    let found = read(text, lexicon);
    let again = (LEAST / text.len()).max(1);
    let all = || (0..again).for_each(|_| assert_eq!(read(black_box(text), lexicon), found));
    line(what, again * text.len(), median(ROUNDS, all));
}

/// The files of the corpus, pages with their markup, repeated up to a size.
fn corpus(size: usize) -> String {
    let files = common::corpus();
    let texts: Vec<&str> = files.iter().filter_map(|f| std::str::from_utf8(&f.bytes).ok()).collect();
    let mut all = String::with_capacity(size + (1 << 20));
    while all.len() < size {
        for text in &texts {
            all.push_str(text);
        }
    }
    all.truncate(all.floor_char_boundary(size));
    all
}

fn tokens(text: &str, span: Span, lexicon: &Lexicon) -> Vec<Token> {
    segment::tokens(text, span, &[], &lexicon.words)
}

/// How many times there are in the lines of a text.
fn read(text: &str, lexicon: &Lexicon) -> usize {
    let mut found = 0;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let tokens = tokens(text, Span::new(start, start + line.len()), lexicon);
        found += times(text, &tokens, &lexicon.times).len();
        start += line.len();
    }
    found
}
