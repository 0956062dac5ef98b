//! Whether the confidence of a rule is the share of such rules that are right, measured on the example corpus.

use std::fs;

use crate::common::reading::{Score, documents};
use aftercare::{document::Source, lexicon::Lexicon, pipeline};

/// `ARCHITECTURE.md` has the table; `cargo test --test reading confidence -- --nocapture` prints the part that is measured here.
#[test]
fn confidence_is_the_share_of_rules_that_are_right() {
    /// Fewer rules say little.
    const ENOUGH: usize = 50;
    const FARTHEST: f64 = 0.08;
    let lexicon = Lexicon::english().unwrap();
    let mut score = Score::default();
    for path in documents() {
        let name = path.file_name().unwrap().to_str().unwrap();
        let bytes = fs::read(&path).unwrap();
        let reading = pipeline::read(&Source { id: name, path: name, bytes: &bytes }, &lexicon).unwrap();
        score.add(&path, &reading.rules, &lexicon);
    }
    let mut wrong = Vec::new();
    for (route, (right, all, confidence)) in &score.routes {
        let share = *right as f64 / *all as f64;
        println!("{route:20} {right:4} of {all:4}  {share:.3}  (stated {confidence})");
        if *all >= ENOUGH && (share - confidence).abs() > FARTHEST {
            wrong.push(format!("{route}: {share:.3} of the rules are right, {confidence} is stated"));
        }
    }
    assert!(score.routes.len() > 4 && wrong.is_empty(), "{}", wrong.join("\n"));
}
