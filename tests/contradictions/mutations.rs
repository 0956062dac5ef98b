//! From each gold rule of the corpus: near misses by one change, which must not be reported, and clashes by one change,
//! which must.

use std::collections::HashMap;

use crate::common::gold;
use aftercare::{
    contradiction::{Options, audit},
    lexicon::Lexicon,
    model::{ContradictionKind as Kind, Degree, Name, Phase, Rule, Stance, TimeSpec, Unit},
};

/// A change that makes a second rule of a first; `None` where it does not apply.
type Change = fn(&Rule) -> Option<Rule>;

const NEAR_MISSES: &[(&str, Change)] = &[
    ("the same", |r| Some(other(r))),
    ("the same time in another unit", |r| Some(Rule { until: Some(other_unit(r.until.as_ref()?)?), ..other(r) })),
    ("a window that begins where the first ends", |r| {
        let until = r.until.clone().filter(is_plain)?;
        let fits = r.stance == Stance::Avoid && r.phase == Phase::After;
        fits.then(|| Rule { stance: Stance::Do, from: Some(until), until: None, lead: None, ..other(r) })
    }),
    ("another procedure", |r| Some(Rule { procedure: vec![Name::from("refractive-surgery")], ..opposed(r)? })),
    ("the other phase", |r| {
        let phase = if r.phase == Phase::After { Phase::Before } else { Phase::After };
        Some(Rule { phase, lead: None, from: None, until: None, ..opposed(r)? })
    }),
    ("an exception in the same sentence", |r| {
        let exception = Rule { document: r.document.clone(), start: r.end + 5, end: r.end + 40, ..opposed(r)? };
        Some(exception)
    }),
    ("only too much of it", |r| {
        let acts = matches!(r.stance, Stance::Do | Stance::Allow);
        acts.then(|| Rule { degree: Some(Degree::Excessive), ..opposed(r).unwrap() })
    }),
];

const CLASHES: &[(&str, &[Kind], Change)] = &[
    ("the opposite stance", &[Kind::Polarity, Kind::Permission], |r| {
        let at_once = r.from.is_none() && r.condition.is_none() && r.degree.is_none();
        opposed(r).filter(|_| at_once)
    }),
    ("double the time", &[Kind::Duration], |r| {
        let until = r.until.as_ref().filter(|t| is_plain(t) && r.from.is_none())?;
        let double = TimeSpec { min: until.min.map(|n| n * 2.0), max: until.max.map(|n| n * 2.0), ..until.clone() };
        let held = matches!(r.stance, Stance::Avoid | Stance::Do);
        held.then(|| Rule { until: Some(double), ..other(r) })
    }),
    ("double the time before", &[Kind::Duration], |r| {
        let lead = r.lead.as_ref().filter(|t| is_plain(t))?;
        let double = TimeSpec { min: lead.min.map(|n| n * 2.0), max: lead.max.map(|n| n * 2.0), ..lead.clone() };
        (r.stance == Stance::Avoid).then(|| Rule { lead: Some(double), ..other(r) })
    }),
    ("three times the rate", &[Kind::Frequency, Kind::Expectation], |r| {
        let mut every = r.every.clone()?;
        every.count_min = Some(every.count_min? * 3.0);
        every.count_max = Some(every.count_max? * 3.0);
        (r.stance != Stance::Avoid).then(|| Rule { every: Some(every), ..other(r) })
    }),
];

/// The same rule in another document.
fn other(rule: &Rule) -> Rule {
    let quote = format!("{} ", rule.quote);
    Rule { id: format!("{}-other", rule.id), document: Name::from("other"), quote, ..rule.clone() }
}

/// The same action with the opposite stance and without times, in another document.
fn opposed(rule: &Rule) -> Option<Rule> {
    let stance = match rule.stance {
        Stance::Avoid => Stance::Do,
        Stance::Do | Stance::Allow => Stance::Avoid,
        Stance::Unneeded | Stance::Expect => return None,
    };
    let timeless = Rule { from: None, until: None, lead: None, every: None, session: None, count: None, ..other(rule) };
    Some(Rule { stance, degree: None, condition: None, ..timeless })
}

fn is_plain(time: &TimeSpec) -> bool {
    time.min.is_some() && time.min == time.max && time.bound.is_none()
}

fn other_unit(time: &TimeSpec) -> Option<TimeSpec> {
    let (factor, unit) = match time.unit? {
        Unit::Hour => (60.0, Unit::Minute),
        Unit::Day => (24.0, Unit::Hour),
        Unit::Week => (7.0, Unit::Day),
        Unit::Year => (365.0, Unit::Day),
        _ => return None,
    };
    let amount = |n: Option<f64>| n.map(|n| n * factor);
    is_plain(time).then(|| TimeSpec { min: amount(time.min), max: amount(time.max), unit: Some(unit), ..time.clone() })
}

#[test]
fn near_misses_are_not_reported_and_clashes_are() {
    let lexicon = Lexicon::english().unwrap();
    let related = &lexicon.comparison.related;
    // What is advised by signs, and words for many things, are not held against themselves: not even a clash is one.
    let never_compared = |r: &Rule| related.by_sign.iter().chain(&related.for_many).any(|c| r.concept == c.as_str());
    let rules = gold::corpus();
    assert!(rules.iter().filter(|r| never_compared(r)).count() > 20);
    // Every pair is a case of its own: it has a procedure of its own, and all are compared at once.
    let mut cases: Vec<(&str, &[Kind])> = Vec::new();
    let mut pairs: Vec<Rule> = Vec::new();
    let mut add = |name, kinds, rule: &Rule, changed: Rule| {
        let procedure = |of: &Rule| {
            let other = if of.procedure == rule.procedure { "" } else { "-other" };
            vec![Name::from(format!("case-{}{other}", cases.len()))]
        };
        let document = Name::from(format!("{}-{}", rule.document, cases.len()));
        let own = changed.document == rule.document;
        let other = Name::from(format!("other-{}", cases.len()));
        let changed_document = if own { document.clone() } else { other };
        let changed = Rule { procedure: procedure(&changed), document: changed_document, ..changed };
        pairs.extend([Rule { procedure: procedure(rule), document, ..rule.clone() }, changed]);
        cases.push((name, kinds));
    };
    for rule in &rules {
        for (name, change) in NEAR_MISSES {
            if let Some(changed) = change(rule) {
                add(*name, &[], rule, changed);
            }
        }
        for (name, kinds, change) in CLASHES {
            if let Some(changed) = change(rule) {
                add(*name, if never_compared(rule) { &[] } else { *kinds }, rule, changed);
            }
        }
    }
    let mut found: HashMap<usize, Vec<Kind>> = HashMap::new();
    for finding in audit(&pairs, &lexicon, &Options::default()).findings {
        let case = finding.contradiction.procedure.split('-').nth(1).unwrap().parse().unwrap();
        found.entry(case).or_default().push(finding.contradiction.kind);
    }
    let wrong: Vec<String> = cases
        .iter()
        .enumerate()
        .filter(|(at, (_, kinds))| match found.get(at) {
            None => !kinds.is_empty(),
            Some(found) => !found.iter().any(|k| kinds.contains(k)),
        })
        .map(|(at, (name, kinds))| {
            format!("{name}: {kinds:?} expected, {:?} found: {:?}", found.get(&at), pairs[2 * at])
        })
        .collect();
    assert!(cases.len() > 5_000, "{} cases", cases.len());
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong[..wrong.len().min(12)].join("\n"));
}
