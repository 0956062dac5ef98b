//! What the program reports of real documents that are not shipped, against what a person judged of it one by one:
//! `tests/gold/elsewhere.jsonl`. Where the documents are not at hand, only the record itself is checked.

use std::{fs, path::Path};

use crate::common::score::{self, Gold};
use aftercare::{
    contradiction::{Keeper, Keeping, Options, audit},
    lexicon::Lexicon,
    pipeline,
};
use serde::Deserialize;

const RECORD: &str = "tests/gold/elsewhere.jsonl";

/// A finding as it was judged.
#[derive(Deserialize)]
struct Judged {
    #[serde(flatten)]
    finding: Gold,
    judged: Judgement,
    why: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Judgement {
    /// It is a contradiction.
    Right,
    /// It is none, and the comparison was mended: it must not come again.
    Comparison,
    /// It is none: a rule was misread.
    Reading,
}

fn record() -> Vec<Judged> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(RECORD)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"))).collect()
}

#[test]
fn every_judgement_has_its_reason() {
    let lexicon = Lexicon::english().unwrap();
    for Judged { finding, judged, why } in record() {
        assert_eq!(finding.not, judged != Judgement::Right, "{why}");
        assert!(lexicon.procedures.get(&finding.procedure).is_some(), "{}", finding.procedure);
        assert!(finding.concepts.iter().all(|c| lexicon.concepts.get(c).is_some()), "{:?}", finding.concepts);
        assert!(finding.kind.is_some() && finding.scope.is_some() && why.len() > 20, "{why}");
    }
}

#[test]
fn what_is_reported_of_real_documents_was_judged() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/gold");
    let Ok(folder) = fs::canonicalize(shared.join("dev/text")) else { return };
    let lexicon = Lexicon::english().unwrap();
    let readings = pipeline::read_all(&[folder], &pipeline::Options::default(), &lexicon, &|_| {}).unwrap().readings;
    let keeper = Keeper::new(&lexicon, Keeping::default());
    let mut documents: Vec<_> = readings.into_iter().map(|reading| keeper.keep(reading)).collect();
    let options = Options::default().knowing(&mut documents, &lexicon);
    let found = audit(documents.iter().flat_map(|kept| &kept.rules), &lexicon, &options).findings;
    let (gold, record) = (score::gold(&shared.join("contradictions/mesotherapy.jsonl")), record());
    let mut again = Vec::new();
    for report in found.iter().map(|f| &f.contradiction) {
        let known = gold.iter().any(|g| !g.not && score::meets(g, report, &lexicon, false));
        let judged = record
            .iter()
            .find(|j| j.finding.kind == Some(report.kind) && score::meets(&j.finding, report, &lexicon, true));
        match judged.map(|j| j.judged) {
            Some(Judgement::Comparison) => again.push(format!("{} {:?}", report.procedure, report.concepts)),
            Some(judged) => println!("{judged:?}: {} {:?} {:?}", report.procedure, report.kind, report.concepts),
            None if known => {}
            None => println!("not judged yet: {} {:?} {:?}", report.procedure, report.kind, report.concepts),
        }
    }
    assert!(again.is_empty(), "reported, and no contradictions: {again:?}");
}
