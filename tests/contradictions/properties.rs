//! What must hold whatever the input: its order, the number of threads and copied files change nothing but the counts of
//! sources.

use std::{collections::BTreeMap, sync::LazyLock};

use crate::common::gold;
use aftercare::{
    contradiction::{Audit, Fingerprint, Options, Sources, audit},
    lexicon::Lexicon,
    model::{Name, Rule},
    pipeline::Reading,
};
use proptest::{prelude::*, sample::Index};

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
    let told = |f: &aftercare::contradiction::Finding| {
        let c = &f.contradiction;
        let positions: Vec<_> = c.positions.iter().map(|p| (&p.says, &p.concepts, p.independent)).collect();
        (c.id.clone(), format!("{:?} {:?} {positions:?}", c.severity, c.kind))
    };
    audit.findings.iter().map(told).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_rules_does_not_matter(rules in Just(RULES.clone()).prop_shuffle()) {
        let (sorted, shuffled) = (
            audit(&*RULES, &LEXICON, &Options::default()),
            audit(&rules, &LEXICON, &Options::default()),
        );
        prop_assert_eq!(sorted, shuffled);
    }

    #[test]
    fn a_copied_file_changes_only_the_counts_of_sources(which in any::<Index>()) {
        let mut readings = READINGS.clone();
        let mut copy = which.get(&readings).clone();
        let name = Name::from(format!("copies/{}", copy.document.id));
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
        let (was, is) = (told(&before), told(&after));
        let changed: Vec<_> = was.iter().filter(|(id, told)| is.get(*id) != Some(told)).map(|(id, t)| (id, t, is.get(id))).collect();
        prop_assert!(changed.is_empty(), "{changed:#?}");
        prop_assert_eq!(was.len(), is.len());
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
