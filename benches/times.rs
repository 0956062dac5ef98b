//! How fast are times read? Tokens and times of 10 MB of the example corpus, line by line and as one line.

use aftercare::{lexicon::Lexicon, mention::time::times, model::Span, segment::tokens};
use divan::{Bencher, black_box, counter::BytesCount};

fn main() {
    divan::main();
}

const SIZE: usize = 10 << 20;

/// The texts of the corpus, repeated up to a size.
fn corpus(size: usize) -> String {
    let mut files: Vec<_> = walk(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus").as_ref());
    files.sort();
    let texts: Vec<String> = files.iter().filter_map(|f| std::fs::read_to_string(f).ok()).collect();
    let mut all = String::with_capacity(size + (1 << 20));
    while all.len() < size {
        for text in &texts {
            all.push_str(text);
        }
    }
    let mut end = size;
    while !all.is_char_boundary(end) {
        end -= 1;
    }
    all.truncate(end);
    all
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

/// The lines of a text, each with its tokens and times; how many times there are.
fn read(text: &str, lexicon: &Lexicon) -> usize {
    let mut found = 0;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let tokens = tokens(text, Span::new(start, start + line.len()), &[], &lexicon.words);
        found += times(text, &tokens, &lexicon.times).len();
        start += line.len();
    }
    found
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn lines(bencher: Bencher) {
    let lexicon = Lexicon::english().expect("the lexicon that is built in is valid");
    let text = corpus(SIZE);
    assert!(read(&text, &lexicon) > 20_000, "the corpus is full of times");
    bencher.counter(BytesCount::of_str(&text)).bench(|| read(black_box(&text), &lexicon));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn tokens_only(bencher: Bencher) {
    let lexicon = Lexicon::english().expect("the lexicon that is built in is valid");
    let text = corpus(SIZE);
    let whole = Span::new(0, text.len());
    bencher.counter(BytesCount::of_str(&text)).bench(|| tokens(black_box(&text), whole, &[], &lexicon.words).len());
}

/// One line of 1, 3 and 10 MB: the same speed, so growth is linear.
#[divan::bench(args = [1, 3, 10], sample_count = 3, sample_size = 1)]
fn one_line(bencher: Bencher, megabytes: usize) {
    let lexicon = Lexicon::english().expect("the lexicon that is built in is valid");
    let text = corpus(megabytes << 20).replace('\n', " ");
    bencher.counter(BytesCount::of_str(&text)).bench(|| read(black_box(&text), &lexicon));
}

/// Digits, hyphens and words of time without end: nothing grows faster than the text.
#[divan::bench(args = [1, 4], sample_count = 3, sample_size = 1)]
fn hostile_line(bencher: Bencher, megabytes: usize) {
    let lexicon = Lexicon::english().expect("the lexicon that is built in is valid");
    let text = "2-3 4 or 5 to 6 days or weeks until the a the at least every ".repeat((megabytes << 20) / 61);
    bencher.counter(BytesCount::of_str(&text)).bench(|| read(black_box(&text), &lexicon));
}
