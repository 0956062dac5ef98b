//! What is read from the example corpus against `tests/gold/rules`, with floors that only go up (`tests/floors.toml`); and
//! what must hold of every text, however it is mangled.

use std::{
    collections::{BTreeMap, HashSet},
    fs,
    path::Path,
    sync::LazyLock,
};

use crate::common::reading::{Score, documents};
use aftercare::{
    document::Source,
    lexicon::Lexicon,
    model::Rule,
    pipeline::{self, Reading},
};
use proptest::prelude::*;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::english().unwrap());

static DOCUMENTS: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let name = |p: &Path| p.file_name().unwrap().to_str().unwrap().to_owned();
    documents().iter().map(|p| (name(p), fs::read(p).unwrap())).collect()
});

fn read(name: &str, bytes: &[u8]) -> Option<Reading> {
    pipeline::read(&Source { id: name, path: name, bytes }, &LEXICON).ok()
}

#[test]
fn the_corpus_is_read_as_in_gold() {
    let mut score = Score::default();
    for path in documents() {
        let name = path.file_name().unwrap().to_str().unwrap();
        let reading = read(name, &fs::read(&path).unwrap()).unwrap();
        score.add(&path, &reading.rules, &LEXICON);
    }
    let floors = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/floors.toml")).unwrap();
    let floors: BTreeMap<String, f64> = toml::from_str(&floors).unwrap();
    let mut below = Vec::new();
    for (name, figure) in [
        ("precision", score.precision()),
        ("recall", score.recall()),
        ("f1", score.f1()),
        ("f1_with_times", score.f1_with_times()),
        ("times", score.times()),
        ("conditions", score.conditions()),
    ] {
        let floor = floors[name];
        println!("{name:14} {figure:.4} (floor {floor})");
        if figure < floor {
            below.push(format!("{name} is {figure:.4}, below its floor {floor}"));
        } else if figure >= floor + 0.001 {
            println!("{:14} the floor can be raised to {:.3}", "", (figure * 1_000.0).floor() / 1_000.0);
        }
    }
    println!("inverted       {} (at most {})", score.inverted, floors["inverted"]);
    for note in &score.notes {
        println!("  {note}");
    }
    assert!(below.is_empty(), "{}", below.join("\n"));
    assert!(score.inverted as f64 <= floors["inverted"], "more rules are inverted:\n{}", score.notes.join("\n"));
}

#[test]
fn quotes_are_the_text_at_their_place() {
    for (name, bytes) in DOCUMENTS.iter() {
        sound(&read(name, bytes).unwrap()).unwrap_or_else(|e| panic!("{name}: {e}"));
    }
}

#[test]
fn one_concept_named_twice_before_and_after_is_two_rules() {
    let text =
        "# Dermal filler\n\nAvoid Advil, Aleve and other anti-inflammatories three days before and after treatment.\n";
    let reading = read("both.md", text.as_bytes()).unwrap();
    sound(&reading).unwrap();
    assert_eq!(reading.rules.len(), 2, "{:?}", reading.rules);
}

/// What holds of every reading: the text at a rule's place is its quote, and no two rules share an id.
fn sound(reading: &Reading) -> Result<(), String> {
    let mut ids = HashSet::new();
    for rule in &reading.rules {
        let Rule { id, start, end, quote, .. } = rule;
        if reading.document.text.get(*start..*end) != Some(quote) {
            return Err(format!("the text at {start}..{end} is not {quote:?}"));
        }
        if !ids.insert(id) {
            return Err(format!("two rules have the id {id} of {quote:?}"));
        }
    }
    Ok(())
}

/// A way to mangle a text; places are shares of its length.
#[derive(Debug, Clone)]
enum Mangle {
    Cut(f64, f64),
    Double(f64, f64),
    Shuffle(u64),
    Insert(f64, Vec<u8>),
}

fn mangle() -> impl Strategy<Value = Mangle> {
    let place = || 0.0..1.0_f64;
    prop_oneof![
        (place(), place()).prop_map(|(a, b)| Mangle::Cut(a, b)),
        (place(), place()).prop_map(|(a, b)| Mangle::Double(a, b)),
        any::<u64>().prop_map(Mangle::Shuffle),
        (place(), prop::collection::vec(any::<u8>(), 1..12)).prop_map(|(a, bytes)| Mangle::Insert(a, bytes)),
        (place(), "[.,;:()\\-|#*>\n ]{1,6}").prop_map(|(a, signs)| Mangle::Insert(a, signs.into_bytes())),
    ]
}

impl Mangle {
    fn apply(&self, bytes: &mut Vec<u8>) {
        let at = |share: f64| (share * bytes.len() as f64) as usize;
        let range = |a: f64, b: f64| at(a.min(b))..at(a.max(b)).min(at(a.min(b)) + 2_000);
        match self {
            Self::Cut(a, b) => drop(bytes.drain(range(*a, *b))),
            Self::Double(a, b) => {
                let range = range(*a, *b);
                let copy = bytes[range.clone()].to_vec();
                bytes.splice(range.end..range.end, copy);
            }
            Self::Shuffle(seed) => {
                let mut lines: Vec<&[u8]> = bytes.split_inclusive(|b| *b == b'\n').collect();
                let mut state = *seed | 1;
                for i in (1..lines.len()).rev() {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    lines.swap(i, (state >> 33) as usize % (i + 1));
                }
                *bytes = lines.concat();
            }
            Self::Insert(a, new) => {
                let at = at(*a);
                bytes.splice(at..at, new.iter().copied());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mangled_documents_are_read_soundly(which in any::<prop::sample::Index>(), how in prop::collection::vec(mangle(), 1..6)) {
        let (name, bytes) = which.get(&DOCUMENTS);
        let mut bytes = bytes.clone();
        for mangle in &how {
            mangle.apply(&mut bytes);
        }
        let reading = read(name, &bytes);
        let again = read(name, &bytes);
        prop_assert_eq!(reading.is_some(), again.is_some());
        if let Some((reading, again)) = reading.zip(again) {
            prop_assert_eq!(&reading.rules, &again.rules);
            prop_assert_eq!(sound(&reading), Ok(()));
        }
    }
}
