//! Many positions on one topic: not every pair of them is judged, and the result is that of judging every pair.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
    time::Instant,
};

use crate::common::notation;
use aftercare::{
    contradiction::{Options, audit},
    lexicon::Lexicon,
    model::{ContradictionKind as Kind, Name, Rule, Severity, TimeSpec, Unit},
};
use proptest::{prelude::*, sample::select};

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::english().unwrap());

/// What is told of each kind: the worst severity, and the rules that clash. Topics that the same rules name are joined, and which
/// are depends on all rules.
type Told = BTreeMap<Kind, (Severity, BTreeSet<String>)>;

fn told(rules: &[Rule], into: &mut Told) {
    for finding in audit(rules, &LEXICON, &Options::default()).findings {
        let c = &finding.contradiction;
        let kind = if c.kind == Kind::Start { Kind::Duration } else { c.kind };
        let entry = into.entry(kind).or_insert((c.severity, BTreeSet::new()));
        entry.0 = entry.0.max(c.severity);
        entry.1.extend(c.positions.iter().flat_map(|p| p.rules.iter().map(str::to_owned)));
    }
}

/// The same, of so few rules at a time that every pair of their positions is judged.
fn told_pair_by_pair(rules: &[Rule]) -> Told {
    let blocks: Vec<&[Rule]> = rules.chunks(55).collect();
    let mut out = Told::new();
    for (at, one) in blocks.iter().enumerate() {
        told(one, &mut out);
        for other in &blocks[at + 1..] {
            told(&[*one, *other].concat(), &mut out);
        }
    }
    out
}

/// A rule in the notation of the tables, with times that now and then are the same as, within, or beside those of others.
fn rule() -> impl Strategy<Value = String> {
    let number = prop_oneof![1_u32..40, select(vec![12, 24, 24, 48, 168])];
    let time =
        (number, 0_u32..10, select(vec!["h", "h", "h", "d", "wk", "mo"])).prop_map(|(n, like, unit)| match like {
            0 => format!("{n}-{}{unit}", n + 1 + n / 2),
            1 => format!("'>={n}{unit}'"),
            2 => format!("'<={n}{unit}'"),
            3 => format!("'day {n}'"),
            4 => format!("'few {unit}'"),
            _ => format!("{n}{unit}"),
        });
    let what = select(vec![
        "avoid sauna until=",
        "avoid sauna until=",
        "allow sauna from=",
        "do sauna from=",
        "avoid heat-exposure until=",
        "do sauna until=",
        "avoid sauna degree=limit until=",
    ]);
    let condition = prop_oneof![
        4 => Just(String::new()),
        2 => (0_u32..60).prop_map(|n| format!(" if='if it is red on side {n}'")),
        1 => (0_u32..60).prop_map(|n| format!(" if='if it is not red on side {n}'")),
    ];
    (what, time, condition).prop_map(|(what, time, condition)| format!("{what}{time}{condition}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 0, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn many_positions_are_judged_as_pair_by_pair(lines in prop::collection::vec(rule(), 330)) {
        let of_document = |(at, line): (usize, &String)| {
            let rule = notation::documents(line).remove(0);
            Rule { id: format!("r{at}"), document: Name::from(format!("d{at:04}")), ..rule }
        };
        let rules: Vec<Rule> = lines.iter().enumerate().map(of_document).collect();
        let mut found = Told::new();
        told(&rules, &mut found);
        let want = told_pair_by_pair(&rules);
        for (kind, (severity, rules)) in &want {
            let (is, of) = found.get(kind).cloned().unwrap_or((Severity::Minor, BTreeSet::new()));
            prop_assert_eq!(is, *severity, "{:?}: {} of {} rules", kind, of.len(), rules.len());
            let missed: Vec<_> = rules.difference(&of).map(|id| &lines[id[1..].parse::<usize>().unwrap()]).collect();
            prop_assert!(missed.is_empty(), "{:?}", missed);
        }
        prop_assert_eq!(found, want);
    }
}

/// So many documents of which no two say the same, under conditions of which no two are alike.
fn distinct(count: usize) -> Vec<Rule> {
    let rule = |at: usize| {
        let mut rule = notation::documents("avoid alcohol").remove(0);
        (rule.id, rule.document) = (format!("r{at}"), Name::from(format!("d{at:06}")));
        let minutes = (at + 11) as f64;
        rule.until = Some(Box::new(TimeSpec::amount("", minutes, minutes, Unit::Minute)));
        rule.condition = Some(format!("if you are number {at} on the list"));
        rule
    };
    (0..count).map(rule).collect()
}

/// The shortest of three times, which other programs and tests beside hardly lengthen.
fn fastest(took: impl Fn() -> f64) -> f64 {
    (0..3).map(|_| took()).fold(f64::INFINITY, f64::min)
}

#[test]
fn one_document_that_says_very_much_is_judged_in_time() {
    let took = |count: usize| {
        let mut rules = distinct(count);
        for (at, rule) in rules.iter_mut().enumerate() {
            let start = 1_000 * at;
            (rule.document, rule.start, rule.end) = (Name::from("one"), start, start + 40);
            rule.condition = rule.condition.take().filter(|_| at % 2 == 1);
        }
        let started = Instant::now();
        let found = audit(&rules, &LEXICON, &Options::default());
        assert_eq!(found.findings[0].contradiction.positions.len(), count / 2, "all without a condition");
        started.elapsed().as_secs_f64()
    };
    let (few, many) = (fastest(|| took(1_000)), fastest(|| took(4_000)));
    // Of pairs there are sixteen times as many.
    assert!(many < few * 14.0, "{few} s, and four times as many {many} s");
}

#[test]
fn cost_grows_with_the_number_of_positions_and_not_of_their_pairs() {
    let took = |count: usize| {
        let rules = distinct(count);
        let started = Instant::now();
        let found = audit(&rules, &LEXICON, &Options { keep_compatible: true, ..Options::default() });
        assert_eq!(found.findings[0].contradiction.positions.len(), count, "every one differs from another");
        assert!(found.compatible.len() < 50 * count, "{}", found.compatible.len());
        started.elapsed().as_secs_f64()
    };
    let (few, many) = (fastest(|| took(1_000)), fastest(|| took(8_000)));
    // Of pairs there are sixty-four times as many.
    assert!(many < few * 24.0, "{few} s, and eight times as many {many} s");
}
