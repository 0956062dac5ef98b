//! Every time that is read in the example corpus, against `tests/times/corpus.tsv`: none is invented. Each line of it was
//! looked at by a person. `SNAPSHOTS=overwrite cargo test --test reading times` writes down what is read now; look at the
//! difference before you commit it.

use std::{fmt::Write, fs, path::Path};

use crate::common::reading::documents;
use aftercare::{
    document::{self, Source},
    lexicon::Lexicon,
    mention::time::{notation, times},
    segment::segment,
};

#[test]
fn every_time_in_the_corpus_is_one() {
    let lexicon = Lexicon::english().unwrap();
    let mut got = String::new();
    for path in documents() {
        let name = path.file_name().unwrap().to_str().unwrap();
        let document = document::read(&Source { id: name, path: name, bytes: &fs::read(&path).unwrap() }).unwrap();
        for sentence in segment(&document, &lexicon).sentences {
            for time in times(&document.text, &sentence.tokens, &lexicon.times) {
                let words = time.span.of(&document.text).split_whitespace().collect::<Vec<_>>().join(" ");
                let line = document.line_of(time.span.start);
                writeln!(got, "{name}:{line}\t{words}\t{}", notation::mention(&time)).unwrap();
            }
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/times/corpus.tsv");
    if std::env::var("SNAPSHOTS").is_ok_and(|v| v == "overwrite") {
        fs::write(&path, &got).unwrap();
    }
    let want = fs::read_to_string(&path).unwrap_or_default();
    let (want, got): (Vec<&str>, Vec<&str>) = (want.lines().collect(), got.lines().collect());
    let new: Vec<_> = got.iter().filter(|l| !want.contains(l)).collect();
    let gone: Vec<_> = want.iter().filter(|l| !got.contains(l)).collect();
    assert!(want == got, "read now: {new:#?}\nno longer read: {gone:#?}");
}
