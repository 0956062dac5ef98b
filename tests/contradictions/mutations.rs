//! From each gold rule of the corpus: near misses by one change, which must not be reported, and clashes by one change,
//! which must.

use std::{collections::HashMap, sync::LazyLock};

use crate::common::gold;
use aftercare::{
    contradiction::{Options, audit},
    lexicon::{Lexicon, comparison::ConditionClass},
    model::{Bound, ContradictionKind as Kind, Count, Degree, Name, Phase, Rule, Stance, TimeSpec, Unit},
};

/// A change of a rule that makes a pair; `None` where it does not apply.
type Change = fn(&Rule) -> Option<[Rule; 2]>;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::english().unwrap());

const NEAR_MISSES: &[(&str, Change)] = &[
    ("the same", |r| Some([r.clone(), other(r)])),
    ("the same times in other units", |r| Some([r.clone(), in_other_units(r)?])),
    ("a window that begins where the first ends", |r| {
        let until = r.until.clone().filter(|t| t.min.is_some() && t.min == t.max && t.bound.is_none())?;
        let fits = r.stance == Stance::Avoid && r.phase == Phase::After;
        fits.then(|| [r.clone(), Rule { stance: Stance::Do, from: Some(until), until: None, lead: None, ..other(r) }])
    }),
    ("another procedure", |r| {
        Some([r.clone(), Rule { procedure: vec![Name::from("refractive-surgery")], ..opposed(r)? }])
    }),
    ("the other phase", |r| {
        let phase = if r.phase == Phase::After { Phase::Before } else { Phase::After };
        Some([r.clone(), Rule { phase, lead: None, from: None, until: None, ..opposed(r)? }])
    }),
    ("an exception that is stated behind it", |r| {
        let behind = Rule { document: r.document.clone(), start: r.end + 5, end: r.end + 40, ..opposed(r)? };
        Some([Rule { exception: Some(behind.quote.clone()), ..r.clone() }, behind])
    }),
    ("the same with an exception", |r| {
        Some([r.clone(), Rule { exception: Some("unless it has been arranged".to_owned()), ..other(r) }])
    }),
    ("only too much of it", |r| {
        let excessive = |r: Rule| Rule { degree: Some(Degree::Excessive), ..r };
        let opposed = opposed(r)?;
        let acts = matches!(r.stance, Stance::Do | Stance::Allow);
        Some(if acts { [r.clone(), excessive(opposed)] } else { [excessive(r.clone()), opposed] })
    }),
    ("where it is left to whoever treats", |r| {
        let defers = |r: Rule| Rule { condition: Some("unless you are told otherwise".to_owned()), ..r };
        Some([r.clone(), defers(opposed(r)?)])
    }),
    ("where the first does not hold", |r| {
        let condition = |words: &str, r: Rule| Rule { condition: Some(words.to_owned()), ..r };
        let plain = Rule { condition: None, ..r.clone() };
        Some([condition("if you have a rash", plain), condition("if you do not have a rash", opposed(r)?)])
    }),
];

const CLASHES: &[(&str, &[Kind], Change)] = &[
    ("the opposite stance", &[Kind::Polarity, Kind::Permission, Kind::Condition], |r| {
        // What is allowed from a time on, or advised from an event on, and banned without an end, may be banned until then.
        let from = r.from.as_ref();
        let from_then_on = from.is_some_and(|from| r.stance == Stance::Allow || from.event.is_some());
        let applies = r.degree.is_none() && !from_then_on && !defers(r) && !is_only_in_a_case(r);
        opposed(r).filter(|_| applies && !waits(r)).map(|opposed| [r.clone(), opposed])
    }),
    ("banned unless, and advised", &[Kind::Condition], |r| {
        let advised = matches!(r.stance, Stance::Do | Stance::Allow) && r.condition.is_none() && r.from.is_none();
        let ban = Rule { condition: Some("unless it was prescribed".to_owned()), ..opposed(r)? };
        (advised && !waits(r)).then(|| [r.clone(), ban])
    }),
    (
        "banned for twice as long as it takes until it is allowed",
        &[Kind::Start, Kind::Duration, Kind::Permission],
        |r| {
            let from = r.from.clone().filter(|_| r.stance == Stance::Allow && r.phase == Phase::After && !defers(r))?;
            let ban = Rule { until: Some(Box::new(double(&from)?)), ..opposed(r)? };
            (!is_only_in_a_case(r)).then(|| [r.clone(), ban])
        },
    ),
    ("double the time", &[Kind::Duration], |r| {
        let until = double(r.until.as_deref().filter(|t| !is_up_to(Some(t)))?)?;
        let held =
            matches!(r.stance, Stance::Avoid | Stance::Do) && !(r.stance == Stance::Do && r.phase == Phase::Before);
        (held && !waits(r) && !starts_after(r, 1.0))
            .then(|| [r.clone(), Rule { until: Some(Box::new(until)), ..other(r) }])
    }),
    ("double the start", &[Kind::Start], |r| {
        let from = double(r.from.as_ref()?)?;
        let begins = matches!(r.stance, Stance::Do | Stance::Allow) && r.phase == Phase::After;
        (begins && !waits(r)).then(|| [r.clone(), Rule { from: Some(Box::new(from)), ..other(r) }])
    }),
    ("double the time before", &[Kind::Duration, Kind::Start], |r| {
        let lead = double(r.lead.as_ref()?)?;
        let held = matches!(r.stance, Stance::Avoid | Stance::Do | Stance::Allow);
        (held && !waits(r)).then(|| [r.clone(), Rule { lead: Some(Box::new(lead)), ..other(r) }])
    }),
    ("three times the rate", &[Kind::Frequency, Kind::Expectation], |r| {
        let mut every = r.every.clone()?;
        every.count_min = Some(every.count_min? * 3.0);
        every.count_max = Some(every.count_max? * 3.0);
        (r.stance != Stance::Avoid).then(|| [r.clone(), Rule { every: Some(every), ..other(r) }])
    }),
    ("three times as long each time", &[Kind::Amount, Kind::Expectation], |r| {
        let session = times(r.session.as_ref().filter(|t| t.bound.is_none())?, 3.0)?;
        (r.stance != Stance::Avoid).then(|| [r.clone(), Rule { session: Some(Box::new(session)), ..other(r) }])
    }),
    ("three times as many", &[Kind::Amount, Kind::Expectation], |r| {
        let count = r.count.filter(|_| r.session.is_none() && r.stance != Stance::Avoid)?;
        let count = Count { min: Some(count.min? * 3.0), max: Some(count.max? * 3.0) };
        Some([r.clone(), Rule { count: Some(count), ..other(r) }])
    }),
    ("merely limited", &[Kind::Strength], |r| {
        let bans = r.stance == Stance::Avoid && r.every.is_none() && r.session.is_none() && r.count.is_none();
        let degree = if r.degree.is_none() { Some(Degree::Limit) } else { None };
        (bans && !waits(r)).then(|| [r.clone(), Rule { degree, ..other(r) }])
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

fn class(rule: &Rule) -> Option<ConditionClass> {
    rule.condition.as_deref().map(|words| LEXICON.comparison.conditions.class(words))
}

/// Whether it is left to whoever treats.
fn defers(rule: &Rule) -> bool {
    class(rule) == Some(ConditionClass::Defers)
}

/// Whether it is permitted or advised only in a case: a ban that names none is no condition of it.
fn is_only_in_a_case(rule: &Rule) -> bool {
    class(rule) == Some(ConditionClass::Only) && rule.stance != Stance::Avoid
}

/// Whether it is a wait of some minutes between two acts.
fn waits(rule: &Rule) -> bool {
    let brief = LEXICON.comparison.times.compare.brief_minutes * 60.0;
    let seconds = |t: &TimeSpec| Some(t.min.or(t.max)? * t.unit?.seconds());
    [&rule.from, &rule.until, &rule.lead].into_iter().filter_map(|t| seconds(t.as_deref()?)).any(|s| s < brief)
}

fn is_up_to(time: Option<&TimeSpec>) -> bool {
    time.is_some_and(|t| t.bound == Some(Bound::AtMost))
}

/// Whether one rule starts, at so many times its start, where it ends.
fn starts_after(rule: &Rule, factor: f64) -> bool {
    let seconds = |t: &TimeSpec| Some(t.max.or(t.min)? * t.unit?.seconds());
    let (from, until) = (rule.from.as_deref().and_then(seconds), rule.until.as_deref().and_then(seconds));
    from.zip(until).is_some_and(|(from, until)| from * factor >= until)
}

/// Twice a time; none of what has no number, and none of what has no upper end but its bound.
fn double(time: &TimeSpec) -> Option<TimeSpec> {
    times(time, 2.0)
}

fn times(time: &TimeSpec, factor: f64) -> Option<TimeSpec> {
    let (min, max) = (time.min.or(time.max)?, time.max.or(time.min)?);
    let fits = time.vague.is_none() && time.day.is_none() && time.event.is_none() && !is_up_to(Some(time)) && min > 0.0;
    fits.then(|| TimeSpec { min: Some(min * factor), max: Some(max * factor), ..time.clone() })
}

/// The same rule with every time in another unit, in another document; none where there is no time to put into another.
fn in_other_units(rule: &Rule) -> Option<Rule> {
    let mut out = other(rule);
    let mut any = false;
    for time in [&mut out.from, &mut out.until, &mut out.lead, &mut out.session].into_iter().flatten() {
        if let Some(other) = other_unit(time) {
            (**time, any) = (other, true);
        }
    }
    any.then_some(out)
}

fn other_unit(time: &TimeSpec) -> Option<TimeSpec> {
    let (factor, unit) = match time.unit? {
        Unit::Minute => (60.0, Unit::Second),
        Unit::Hour => (60.0, Unit::Minute),
        Unit::Day => (24.0, Unit::Hour),
        Unit::Week => (7.0, Unit::Day),
        Unit::Year => (365.0, Unit::Day),
        _ => return None,
    };
    let numbered = time.min.or(time.max).is_some() && time.vague.is_none() && time.day.is_none();
    let amount = |n: Option<f64>| n.map(|n| n * factor);
    numbered.then(|| TimeSpec { min: amount(time.min), max: amount(time.max), unit: Some(unit), ..time.clone() })
}

#[test]
fn near_misses_are_not_reported_and_clashes_are() {
    let lexicon = &*LEXICON;
    let related = &lexicon.comparison.related;
    // What is advised by signs, and words for many things, are not held against themselves: not even a clash is one.
    let never_compared = |r: &Rule| related.by_sign.iter().chain(&related.for_many).any(|c| r.concept == c.as_str());
    let rules = gold::corpus();
    assert!(rules.iter().filter(|r| never_compared(r)).count() > 20);
    // Every pair is a case of its own: it has a procedure of its own, and all are compared at once.
    let mut cases: Vec<(&str, &[Kind])> = Vec::new();
    let mut pairs: Vec<Rule> = Vec::new();
    let mut add = |name, kinds, [rule, changed]: [Rule; 2]| {
        let procedure = |of: &Rule| {
            let other = if of.procedure == rule.procedure { "" } else { "-other" };
            vec![Name::from(format!("case-{}{other}", cases.len()))]
        };
        let document = Name::from(format!("{}-{}", rule.document, cases.len()));
        let own = changed.document == rule.document;
        let other = Name::from(format!("other-{}", cases.len()));
        let changed_document = if own { document.clone() } else { other };
        // Rules of one id would be the same ones in two cases.
        let id = |of: &Rule| format!("{}-{}", of.id, cases.len());
        let changed = Rule { id: id(&changed), procedure: procedure(&changed), document: changed_document, ..changed };
        pairs.extend([Rule { id: id(&rule), procedure: procedure(&rule), document, ..rule }, changed]);
        cases.push((name, kinds));
    };
    for rule in &rules {
        for (name, change) in NEAR_MISSES {
            if let Some(changed) = change(rule) {
                add(*name, &[], changed);
            }
        }
        for (name, kinds, change) in CLASHES {
            if let Some(changed) = change(rule) {
                add(*name, if never_compared(rule) { &[] } else { *kinds }, changed);
            }
        }
    }
    let mut found: HashMap<usize, Vec<Kind>> = HashMap::new();
    for finding in audit(&pairs, lexicon, &Options::default()).findings {
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
    for name in NEAR_MISSES.iter().map(|(name, _)| name).chain(CLASHES.iter().map(|(name, ..)| name)) {
        let applied = cases.iter().filter(|(of, _)| of == name).count();
        assert!(applied >= 8, "{name}: {applied}");
    }
    assert!(cases.len() > 10_000, "{} cases", cases.len());
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong[..wrong.len().min(12)].join("\n"));
}
