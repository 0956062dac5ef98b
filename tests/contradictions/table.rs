//! Cases of every kind and every reason, one a line: `tests/contradictions/cases.txt`.

use std::collections::BTreeMap;

use crate::common::notation;
use aftercare::{
    contradiction::{Options, audit},
    lexicon::Lexicon,
};

const CASES: &str = include_str!("cases.txt");

#[test]
fn every_case_is_judged_as_it_says() {
    let lexicon = Lexicon::english().unwrap();
    let options = Options { keep_compatible: true, ..Options::default() };
    let mut wrong = Vec::new();
    for (number, line) in CASES.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let (expected, documents) = line.split_once('|').unwrap();
        let rules = notation::documents(documents);
        let found = audit(&rules, &lexicon, &options);
        if let Err(found) = notation::judge(expected.trim(), &found) {
            wrong.push(format!("line {}: {line}\n    {found}", number + 1));
        }
    }
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_kind_has_ten_cases_each_way() {
    let mut count: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    let mut section = String::new();
    for line in CASES.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            name.clone_into(&mut section);
        } else if !line.is_empty() && !line.starts_with('#') {
            count.entry(section.clone()).or_default()[usize::from(line.starts_with("not"))] += 1;
        }
    }
    for detector in aftercare::contradiction::DETECTORS {
        let [right, not] = count[detector.name];
        assert!(right >= 10 && not >= 10, "{}: {right} contradictions, {not} that are none", detector.name);
    }
}

#[test]
fn every_reason_has_five_cases() {
    // A view that is rejected is no rule, and copies are texts: their cases are documents, in `documents.txt`.
    for reason in [
        "disjoint-windows",
        "exclusive-conditions",
        "degree",
        "stated-exception",
        "same-amount",
        "within-bound",
        "vague-time",
        "time-unstated",
        "other-procedure",
        "other-site",
        "defers",
        "mitigation",
        "narrower-ban",
    ] {
        let cases = CASES.lines().filter(|l| l.starts_with(&format!("not {reason} "))).count();
        assert!(cases >= 5, "{reason}: {cases}");
    }
}

#[test]
fn positions_name_their_returns_and_the_strictest() {
    let lexicon = Lexicon::english().unwrap();
    for (rules, returns, strictest, lenient) in [
        (
            "avoid sauna until=24-48h | avoid sauna until=5d | allow sauna from='>=12h'",
            [Some((120.0, Some(120.0))), Some((24.0, Some(48.0))), Some((12.0, None))].as_slice(),
            Some(0),
            Some(2),
        ),
        ("avoid nsaid | allow nsaid", &[None, None], Some(0), Some(1)),
        (
            "avoid alcohol until=24h | avoid alcohol degree=limit until=24h",
            &[Some((24.0, Some(24.0))); 2],
            Some(0),
            Some(1),
        ),
        (
            "do dressing until=48h | do dressing until=5d",
            &[Some((120.0, Some(120.0))), Some((48.0, Some(48.0)))],
            Some(0),
            Some(1),
        ),
        ("do washing every=2/d | do washing every=6/d", &[None, None], None, None),
        (
            "do upright-posture until=4h | allow lying-down from=2h",
            &[Some((4.0, Some(4.0))), Some((2.0, Some(2.0)))],
            Some(0),
            Some(1),
        ),
    ] {
        let found = audit(&notation::documents(rules), &lexicon, &Options::default());
        let c = &found.findings[0].contradiction;
        let told: Vec<_> = c.positions.iter().map(|p| p.returns.map(|r| (r.earliest, r.latest))).collect();
        assert_eq!((told.as_slice(), c.strictest, c.most_lenient), (returns, strictest, lenient), "{rules}: {c:#?}");
    }
}
