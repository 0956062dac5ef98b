//! Short documents through the whole program: `tests/contradictions/documents.txt`.

use std::{collections::BTreeMap, sync::LazyLock};

use crate::common::notation::judge;
use aftercare::{
    contradiction::{Audit, DETECTORS, Keeper, Keeping, Options, audit},
    document::Source,
    lexicon::Lexicon,
    model::Reason,
    pipeline,
    report::{self, Documents, Report},
};

const CASES: &str = include_str!("documents.txt");
const HEADING: &str = "# Botox aftercare\n\n";
/// What "…" stands for: a paragraph that advises nothing.
const CHATTER: &str = "This leaflet has been put together with some care by the people of our clinic. The numbers on it are \
    checked each month, and the same person in the office keeps the list of all our rooms. The times of our clinics and \
    the names of those who work here are on the last page, beside a map of the streets around the house.";

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::english().unwrap());

/// The cases: the section, the line's number, what is expected, the documents.
fn cases() -> impl Iterator<Item = (&'static str, usize, &'static str, &'static str)> {
    let mut section = "";
    CASES.lines().enumerate().filter_map(move |(at, line)| {
        section = line.strip_prefix("## ").unwrap_or(section);
        let (expected, documents) = line.split_once('|').filter(|_| !line.starts_with('#'))?;
        Some((section, at + 1, expected.trim(), documents))
    })
}

/// The audit of the documents of a case.
fn audited(documents: &'static str) -> Audit {
    let text = |document: &'static str| {
        let paragraph = |text: &'static str| if text == "…" { CHATTER } else { text };
        let body = document.split("//").map(str::trim).map(paragraph).collect::<Vec<_>>().join("\n\n");
        if body.starts_with('#') { body } else { format!("{HEADING}{body}") }
    };
    let readings: Vec<_> = documents
        .split('|')
        .enumerate()
        .map(|(number, document)| {
            let (id, text) = (format!("document-{number}"), text(document));
            pipeline::read(&Source { id: &id, path: "document.md", bytes: text.as_bytes() }, &LEXICON).unwrap()
        })
        .collect();
    let keeper = Keeper::new(&LEXICON, Keeping { views: true, ..Keeping::default() });
    let mut documents: Vec<_> = readings.into_iter().map(|reading| keeper.keep(reading)).collect();
    let options = Options { keep_compatible: true, ..Options::default() }.knowing(&mut documents, &LEXICON);
    audit(documents.iter().flat_map(|kept| &kept.rules), &LEXICON, &options)
}

#[test]
fn every_case_is_judged_as_it_says() {
    let wrong: Vec<String> = cases()
        .filter_map(|(_, line, expected, documents)| {
            let found = judge(expected, &audited(documents)).err()?;
            Some(format!("line {line}: {expected} |{documents}\n    {found}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_kind_and_every_reason_has_its_cases() {
    let mut kinds: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for (section, _, expected, _) in cases() {
        kinds.entry(section).or_default()[usize::from(expected.starts_with("not"))] += 1;
        if let Some(reason) = expected.strip_prefix("not ") {
            *reasons.entry(reason).or_default() += 1;
        }
    }
    for detector in DETECTORS {
        let [clash, none] = kinds[detector.name];
        assert!(clash >= 10 && none >= 10, "{}: {clash} contradictions, {none} that are none", detector.name);
    }
    let is_reason = |name: &&str| serde_json::from_value::<Reason>((*name).into()).is_ok();
    assert!(reasons.keys().all(is_reason), "a reason that is none: {reasons:?}");
    assert_eq!(reasons.len(), 15, "{reasons:?}");
    for (reason, cases) in reasons {
        assert!(cases >= 5, "{reason}: {cases}");
    }
}

/// A leaflet that says how long to stay out of the sauna, in sentences that its `name` makes its own.
fn leaflet(id: &str, name: &str, time: &str) -> pipeline::Reading {
    let own =
        |n: usize| format!("Point {n} of {name} explains how the people of {name} work and why {name} is glad of it.");
    let chatter: Vec<String> = (0..12).map(own).collect();
    let text = format!("{HEADING}Stay out of the sauna for {time}.\n\n{}", chatter.join("\n\n"));
    pipeline::read(&Source { id, path: id, bytes: text.as_bytes() }, &LEXICON).unwrap()
}

#[test]
fn five_sources_of_which_three_are_independent() {
    let leaflets = [("a", "Hill"), ("b", "Hill"), ("c", "Hill"), ("d", "Lake"), ("e", "Wood")];
    let mut readings: Vec<_> = leaflets.iter().map(|(id, name)| leaflet(id, name, "24 hours")).collect();
    readings.push(leaflet("f", "Moor", "72 hours"));
    let keeper = Keeper::new(&LEXICON, Keeping::default());
    let mut documents: Vec<_> = readings.into_iter().map(|reading| keeper.keep(reading)).collect();
    let options = Options::default().knowing(&mut documents, &LEXICON);
    let found = audit(documents.iter().flat_map(|kept| &kept.rules), &LEXICON, &options);
    let positions: Vec<_> = found.findings[0]
        .contradiction
        .positions
        .iter()
        .map(|p| (&*p.says, p.documents.len(), p.independent))
        .collect();
    assert_eq!(positions, [("avoid until 72 h", 1, 1), ("avoid until 24 h", 5, 3)]);
    let evidence = Documents::new(&documents);
    let mut text = Vec::new();
    (report::form("text").unwrap().write)(&Report::new(&found, &evidence), &mut text).unwrap();
    let text = String::from_utf8(text).unwrap();
    assert!(text.contains("avoid until 24 h · 5 sources, 3 independent"), "{text}");
}
