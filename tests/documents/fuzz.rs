//! A short run of damage: files of every format are cut, spliced and overwritten, and read. Whatever comes out, no reader
//! panics, spans are spans of the text, every rule's quote is the text at its place, and no input takes long.
//!
//! `AFTERCARE_FUZZ_FORMAT=pdf` damages files with that ending only.
//! `AFTERCARE_FUZZ_SECONDS=600 cargo test --test documents fuzz` runs it for longer, `AFTERCARE_FUZZ_SEED` makes it another run.
//! `fuzz/` has targets for `cargo fuzz`, which is led by coverage.

use std::{
    fs,
    ops::ControlFlow,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use aftercare::{
    ErrorKind,
    document::{self, Options, Outcome, walk::Entry},
    lexicon::Lexicon,
    model::Document,
    pipeline,
};

/// No input may take longer, in an unoptimised build.
const LONGEST: Duration = Duration::from_secs(20);
/// Inputs are not larger than this, in bytes.
const LARGEST: usize = 200_000;

/// Numbers that only look random (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }
}

fn seeds() -> Vec<(PathBuf, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut seeds = Vec::new();
    for folder in ["tests/formats", "tests/shapes", "corpus"] {
        for entry in fs::read_dir(root.join(folder)).expect("a folder").flatten().filter(|e| e.path().is_dir()) {
            for file in fs::read_dir(entry.path()).expect("a folder").flatten() {
                seeds.push((file.path(), fs::read(file.path()).expect("a file")));
            }
        }
    }
    seeds.sort();
    seeds
}

/// Bytes that mean something to some format.
const TOKENS: &[&str] = &[
    "<div>",
    "</div>",
    "<table>",
    "<td rowspan=9>",
    "<li>",
    "<!--",
    "<script>",
    "&#x10ffff;",
    "\u{feff}",
    "\0",
    "**",
    "- ",
    "1) ",
    "| a |",
    "\n---\n",
    "```",
    "[a](",
    "\r\n",
    "\t\t",
    "……",
    "•",
    "✅",
    "obj",
    "endstream",
    "/Length 999999",
    "<<",
    ">>",
    "PK\u{3}\u{4}",
    "{\"text\":",
    "WARC/1.0\r\n",
    "é",
    "भे",
];

fn damage(numbers: &mut Numbers, seed: &[u8], other: &[u8]) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=numbers.below(8) {
        let at = numbers.below(bytes.len() + 1);
        match numbers.below(8) {
            0 => bytes.truncate(at),
            1 => bytes[at..].iter_mut().take(1).for_each(|b| *b ^= 0x41),
            2 => {
                let end = (at + numbers.below(64)).min(bytes.len());
                bytes.drain(at..end);
            }
            3 => {
                let from = numbers.below(other.len() + 1);
                let piece = other[from..(from + numbers.below(400)).min(other.len())].to_vec();
                bytes.splice(at..at, piece);
            }
            4 => {
                let end = (at + numbers.below(300)).min(bytes.len());
                let piece = bytes[at..end].repeat(1 + numbers.below(20));
                bytes.splice(at..at, piece);
            }
            5 => bytes.splice(at..at, (0..numbers.below(16)).map(|i| (i * 37) as u8)).for_each(drop),
            _ => {
                let token = TOKENS[numbers.below(TOKENS.len())];
                bytes.splice(at..at, token.repeat(1 + numbers.below(4)).into_bytes());
            }
        }
    }
    bytes.truncate(LARGEST);
    bytes
}

/// The whole way to rules: their quotes are the text at their places.
fn check_rules(document: Document, lexicon: &Lexicon) {
    let reading = pipeline::reading(document, lexicon);
    for rule in &reading.rules {
        assert_eq!(reading.document.text.get(rule.start..rule.end), Some(rule.quote.as_str()), "a quote elsewhere");
    }
}

fn check(document: &Document) {
    for (at, block) in document.blocks.iter().enumerate() {
        let text = document.text.get(block.span.range()).expect("a span of the text");
        assert!(!text.trim().is_empty(), "an empty block");
        assert!(block.lead.is_none_or(|lead| lead < at), "a lead that comes later");
    }
    let marks = &document.file_lines;
    assert!(marks.is_sorted_by(|a, b| a.0 < b.0) && marks.iter().all(|m| m.1 > 0), "lines out of order");
    for pair in document.blocks.windows(2) {
        assert!(pair[0].span.end <= pair[1].span.start, "blocks out of order");
    }
    for (at, hidden) in document.hidden.iter().enumerate() {
        assert!(document.text.get(hidden.range()).is_some_and(|h| !h.is_empty()), "a hidden range beyond the text");
        assert!(at == 0 || document.hidden[at - 1].end <= hidden.start, "hidden ranges out of order");
    }
}

#[test]
fn damaged_files() {
    let setting = |name: &str| std::env::var(name).ok().and_then(|v| v.parse::<u64>().ok());
    let seconds = setting("AFTERCARE_FUZZ_SECONDS").unwrap_or(5);
    let mut numbers = Numbers(
        0x9e37_79b9_7f4a_7c15 ^ setting("AFTERCARE_FUZZ_SEED").unwrap_or(1).wrapping_mul(0x2545_f491_4f6c_dd1d),
    );
    let format = std::env::var("AFTERCARE_FUZZ_FORMAT").unwrap_or_default();
    let mut seeds = seeds();
    seeds.retain(|(path, _)| path.to_string_lossy().ends_with(&format));
    assert!(!seeds.is_empty(), "no seed ends with {format:?}");
    let lexicon = Lexicon::english().expect("the lexicon");
    let options = Options::default();
    let folder = tempfile::tempdir().expect("a folder");
    let begun = Instant::now();
    let mut count = 0;
    while begun.elapsed() < Duration::from_secs(seconds) {
        let (path, seed) = &seeds[numbers.below(seeds.len())];
        let (_, other) = &seeds[numbers.below(seeds.len())];
        let bytes = damage(&mut numbers, seed, other);
        let file = folder.path().join(path.file_name().expect("a name"));
        fs::write(&file, &bytes).expect("a file");
        let entry = Entry { id: "a".to_owned(), path: file, named: true, bytes: None };
        let started = Instant::now();
        let keep = |why: &str| {
            let kept =
                std::env::temp_dir().join(format!("aftercare-fuzz-{}", path.file_name().unwrap_or_default().display()));
            fs::write(&kept, &bytes).expect("a file");
            panic!("{}: {why}; the input is {}", path.display(), kept.display());
        };
        document::for_each(
            &[entry],
            &options,
            |_, o| o,
            |_, outcome| {
                match outcome {
                    Outcome::Read { document, .. } => {
                        if std::panic::catch_unwind(|| check(&document)).is_err() {
                            keep("the document breaks an invariant");
                        }
                        let rules = std::panic::AssertUnwindSafe(|| check_rules(*document, &lexicon));
                        if std::panic::catch_unwind(rules).is_err() {
                            keep("its rules break an invariant");
                        }
                    }
                    Outcome::Failed(error) if error.kind() == ErrorKind::Internal => keep(&error.to_string()),
                    _ => {}
                }
                ControlFlow::Continue(())
            },
        );
        if started.elapsed() > LONGEST {
            keep("it took too long");
        }
        count += 1;
    }
    println!("{count} inputs");
}
