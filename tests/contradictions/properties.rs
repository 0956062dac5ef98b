//! What must hold whatever the input: its order, the number of threads and copied files change nothing but the counts of
//! sources.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use crate::common::gold;
use aftercare::{
    contradiction::{Audit, Finding, Fingerprint, Options, Sources, audit},
    lexicon::Lexicon,
    model::{Name, Position, Rule, Scope},
    pipeline::Reading,
};
use proptest::{
    prelude::*,
    sample::{Index, select},
};

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::english().unwrap());
static RULES: LazyLock<Vec<Rule>> = LazyLock::new(gold::corpus);
static READINGS: LazyLock<Vec<Reading>> = LazyLock::new(|| gold::readings(RULES.clone()));

fn sources(readings: &[Reading]) -> Sources {
    let copies = &LEXICON.comparison.copies;
    let print = |r: &Reading| (r.document.id.clone(), Fingerprint::of(&r.document, &r.rules, copies));
    Sources::of(&readings.iter().map(print).collect::<Vec<_>>(), copies)
}

/// Id, severity, kind, why, and each position with the number of its independent sources.
fn told(audit: &Audit) -> BTreeMap<String, String> {
    audit.findings.iter().map(|f| (f.contradiction.id.clone(), in_words(f))).collect()
}

/// The same of each finding, without its id.
fn told_without_ids(audit: &Audit) -> Vec<String> {
    let mut told: Vec<String> = audit.findings.iter().map(in_words).collect();
    told.sort();
    told
}

fn in_words(finding: &Finding) -> String {
    let c = &finding.contradiction;
    let positions: Vec<_> = c.positions.iter().map(|p| (&p.says, &p.concepts, &p.condition, p.independent)).collect();
    let extremes = (c.strictest, c.most_lenient);
    format!("{} {:?} {:?} {:?} {} {positions:?} {extremes:?}", c.procedure, c.severity, c.kind, c.scope, c.why)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_rules_does_not_matter(rules in Just(RULES.clone()).prop_shuffle()) {
        let (sorted, shuffled) = (
            audit(&*RULES, &LEXICON, &Options::default()),
            audit(&rules, &LEXICON, &Options::default()),
        );
        prop_assert_eq!(sorted, shuffled);
    }

    #[test]
    fn a_copied_file_changes_only_the_counts_of_sources(
        which in any::<Index>(),
        named in select(vec!["copies/*", "copies/of/it/*", "a", "0-*", "zz", "*-2"]),
    ) {
        let mut readings = READINGS.clone();
        let mut copy = which.get(&readings).clone();
        // Also with a name that is plainer than that of the first, or comes before it.
        let name = Name::from(named.replace('*', &copy.document.id));
        copy.document.id = name.clone();
        for rule in &mut copy.rules {
            rule.id.push_str("-copy");
            rule.document = name.clone();
        }
        let rules = |readings: &[Reading]| readings.iter().flat_map(|r| r.rules.clone()).collect::<Vec<_>>();
        let compared = |readings: &[Reading]| {
            let options = Options { sources: sources(readings), ..Options::default() };
            audit(&rules(readings), &LEXICON, &options)
        };
        let before = compared(&readings);
        readings.push(copy);
        let after = compared(&readings);
        let (was, is) = (told_without_ids(&before), told_without_ids(&after));
        let gone: Vec<_> = was.iter().filter(|told| !is.contains(told)).collect();
        let new: Vec<_> = is.iter().filter(|told| !was.contains(told)).collect();
        prop_assert!(gone.is_empty() && new.is_empty(), "{name}: {gone:#?} became {new:#?}");
        // An id within a document does not yet outlive that the document goes by another name.
        let across = |audit: &Audit| {
            let of_sources = |f: &&Finding| f.contradiction.scope == Scope::CrossSource;
            audit.findings.iter().filter(of_sources).map(|f| f.ids.clone()).collect::<BTreeSet<_>>()
        };
        prop_assert_eq!(across(&before), across(&after));
        prop_assert_eq!(before.independent, after.independent);
        prop_assert_eq!(before.documents + 1, after.documents);
    }

    #[test]
    fn a_changed_place_changes_no_id(shift in 0_usize..100_000) {
        let moved: Vec<Rule> = RULES
            .iter()
            .map(|r| Rule { start: r.start + shift, end: r.end + shift, ..r.clone() })
            .collect();
        let ids = |rules: &[Rule]| told(&audit(rules, &LEXICON, &Options::default())).into_keys().collect::<Vec<_>>();
        prop_assert_eq!(ids(&RULES), ids(&moved));
    }
}

#[test]
fn another_source_of_a_position_changes_no_id() {
    let before = audit(&*RULES, &LEXICON, &Options::default());
    for finding in before.findings.iter().step_by(7) {
        let of_it = &finding.contradiction.positions[0].rules[0];
        let rule = RULES.iter().find(|r| r.id == *of_it).unwrap();
        let joins = Rule { id: "joins".into(), document: Name::from("joins"), ..rule.clone() };
        let rules: Vec<Rule> = RULES.iter().cloned().chain([joins]).collect();
        let after = audit(&rules, &LEXICON, &Options::default());
        let known = after.findings.iter().any(|f| f.ids.contains(&finding.contradiction.id));
        assert!(known, "{} is gone", finding.contradiction.id);
    }
}

/// The readings under other names, with the ids of their rules.
fn renamed(readings: &[Reading], mut name: impl FnMut(&str) -> String) -> Vec<Reading> {
    let mut out = readings.to_vec();
    for reading in &mut out {
        let document = Name::from(name(&reading.document.id));
        for rule in &mut reading.rules {
            rule.id = format!("{document}-{}", rule.id);
            rule.document = document.clone();
        }
        reading.document.id = document;
    }
    out
}

/// All ids of all findings.
fn ids(readings: &[Reading]) -> BTreeSet<String> {
    let options = Options { sources: sources(readings), ..Options::default() };
    let found = audit(readings.iter().flat_map(|r| &r.rules), &LEXICON, &options);
    found.findings.into_iter().flat_map(|f| f.ids).collect()
}

#[test]
fn neither_names_nor_other_files_change_an_id() {
    let (all, file) = (ids(&READINGS), |name: &str| name.rsplit('/').next().unwrap_or(name).to_owned());
    assert!(all.len() > 200, "{}", all.len());
    assert_eq!(ids(&renamed(&READINGS, file)), all, "passed singly");
    assert_eq!(ids(&renamed(&READINGS, |name| format!("elsewhere/{}.html", file(name)))), all, "in another folder");
    // A copy of every file, with the plainest name that there is.
    let mut number = 0..;
    let copies: Vec<Reading> = READINGS
        .iter()
        .flat_map(|r| {
            renamed(std::slice::from_ref(r), |_| char::from_u32(0x4e00 + number.next().unwrap()).unwrap().into())
        })
        .collect();
    assert_eq!(ids(&[READINGS.clone(), copies].concat()), all, "copied");
    // Each procedure alone, and so without all other files.
    let folder = |r: &Reading| r.document.id.split('/').next().unwrap().to_owned();
    let folders: BTreeSet<String> = READINGS.iter().map(folder).collect();
    let of = |name: &String| READINGS.iter().filter(|r| folder(r) == *name).cloned().collect::<Vec<_>>();
    let apart: BTreeSet<String> = folders.iter().flat_map(|name| ids(&of(name))).collect();
    assert!(apart.is_subset(&all), "{:?}", apart.difference(&all).collect::<Vec<_>>());
}

#[test]
fn sources_that_join_positions_give_no_finding_that_was_not_known() {
    let before = audit(&*RULES, &LEXICON, &Options::default());
    let known: BTreeSet<&String> = before.findings.iter().flat_map(|f| &f.ids).collect();
    let joined: Vec<_> = before.findings.iter().filter(|f| f.ids.len() > 1).collect();
    assert!(joined.len() > 5, "{}", joined.len());
    for finding in joined {
        // One document for each concept of each position, which names that concept alone.
        let of_position = |(at, p): (usize, &Position)| {
            let rules = p.rules.iter().map(|id| RULES.iter().find(|r| r.id == *id).unwrap()).collect::<Vec<_>>();
            p.concepts
                .iter()
                .filter_map(move |concept| {
                    let rule = *rules.iter().find(|r| r.concept == *concept)?;
                    let document = Name::from(format!("{concept}-{at}"));
                    Some(Rule { id: document.to_string(), document, ..rule.clone() })
                })
                .collect::<Vec<_>>()
        };
        let joining = finding.contradiction.positions.iter().enumerate().flat_map(of_position);
        let rules: Vec<Rule> = RULES.iter().cloned().chain(joining).collect();
        let shown: BTreeSet<&String> = before.findings.iter().map(|f| &f.contradiction.id).collect();
        let after = audit(&rules, &LEXICON, &Options::default());
        let new = after.findings.iter().filter(|f| f.contradiction.scope == Scope::CrossSource);
        let new: Vec<_> = new.filter(|f| !f.ids.iter().any(|id| shown.contains(id) || known.contains(id))).collect();
        assert!(new.is_empty(), "{:?}: {new:#?}", finding.contradiction.concepts);
    }
}

#[test]
fn documents_that_contradict_themselves_in_the_same_words_are_one_finding() {
    let all = audit(&*RULES, &LEXICON, &Options::default());
    let found = all.findings.iter().find(|f| f.contradiction.scope == Scope::Internal).unwrap();
    let name = found.contradiction.documents[0].to_owned();
    let own = |r: &&Rule| *r.document == *name;
    let rules: Vec<Rule> = RULES.iter().filter(own).cloned().collect();
    let one = audit(&rules, &LEXICON, &Options::default());
    // The other says something more, so that it is no copy.
    let other = |r: &Rule| Rule { id: format!("{}-other", r.id), document: Name::from("other"), ..r.clone() };
    let mut more: Vec<Rule> = rules.iter().map(other).collect();
    let extra = RULES.iter().find(|r| !own(r)).unwrap();
    more.push(Rule {
        id: "more".into(),
        document: Name::from("other"),
        procedure: vec!["tattoo".into()],
        ..extra.clone()
    });
    let two = audit(rules.iter().chain(&more), &LEXICON, &Options::default());
    let internal = |f: &&Finding| f.contradiction.scope == Scope::Internal;
    let ids = |audit: &Audit| audit.findings.iter().filter(internal).map(|f| f.ids.clone()).collect::<Vec<_>>();
    assert!(!ids(&one).is_empty());
    assert_eq!(ids(&one), ids(&two));
    for found in two.findings.iter().map(|f| &f.contradiction).filter(|c| c.scope == Scope::Internal) {
        assert_eq!(found.documents.len(), 2);
        assert!(found.positions.iter().all(|p| (p.documents.len(), p.independent) == (2, 2)), "{found:?}");
    }
}

#[test]
fn copied_passages_count_once() {
    let options = Options { sources: sources(&READINGS), keep_compatible: true, ..Options::default() };
    let found = audit(&*RULES, &LEXICON, &options);
    let sauna = found.findings.iter().find(|f| {
        let c = &f.contradiction;
        c.procedure == "mesotherapy" && c.concepts.contains(&Name::from("sauna")) && c.documents.len() > 3
    });
    let positions = &sauna.unwrap().contradiction.positions;
    let copied = positions.iter().find(|p| p.says == "avoid until 5 days").unwrap();
    assert_eq!((copied.documents.len(), copied.independent), (2, 1));
    assert!(found.compatible.iter().any(|c| c.reason == aftercare::model::Reason::CopiedText));
}
