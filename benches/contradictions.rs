//! How does the cost of a comparison grow? A table for 10⁴ to 10⁶ generated rules over 1,000 topics, and one for rules on one topic of
//! which no two say the same, on one core.
//!
//! `cargo bench --bench contradictions`; with `-- 1000000` only that many, over 1,000 topics.

use std::time::Instant;

use aftercare::{
    contradiction::{Options, audit},
    lexicon::Lexicon,
    model::{Count, Name, Phase, Rule, Stance, TimeSpec, Unit},
};

const PROCEDURES: usize = 10;
const CONCEPTS: usize = 50;
const RULES_A_DOCUMENT: usize = 50;

/// Numbers that look random and are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % bound
    }
}

/// Rules of documents that each speak of one procedure, and seldom twice of one thing.
fn generate(rules: usize, lexicon: &Lexicon) -> Vec<Rule> {
    let mut numbers = Numbers(7);
    let concepts: Vec<Name> = lexicon.concepts.all().iter().take(CONCEPTS).map(|c| c.id.clone()).collect();
    let procedures: Vec<Name> = (0..PROCEDURES).map(|p| Name::from(format!("procedure-{p}"))).collect();
    let untils = [
        (6.0, Unit::Hour),
        (12.0, Unit::Hour),
        (24.0, Unit::Hour),
        (48.0, Unit::Hour),
        (2.0, Unit::Day),
        (72.0, Unit::Hour),
        (5.0, Unit::Day),
        (1.0, Unit::Week),
        (10.0, Unit::Day),
        (2.0, Unit::Week),
        (4.0, Unit::Week),
        (1.0, Unit::Month),
    ];
    let mut out = Vec::with_capacity(rules);
    let mut document = Name::from("");
    let mut first = 0;
    for at in 0..rules {
        let place = at % RULES_A_DOCUMENT;
        if place == 0 {
            document = Name::from(format!("document-{:07}", at / RULES_A_DOCUMENT));
            first = numbers.below(CONCEPTS * 2);
        }
        // Each document goes through a half of its procedure's topics.
        let topic = (first + place * 2 + numbers.below(2)) % (CONCEPTS * 2);
        let (amount, unit) = untils[numbers.below(untils.len())];
        let time = || Some(Box::new(TimeSpec::amount("", amount, amount, unit)));
        let stance = [Stance::Avoid, Stance::Avoid, Stance::Avoid, Stance::Do, Stance::Allow][numbers.below(5)];
        let phase = if topic < CONCEPTS { Phase::After } else { Phase::Before };
        out.push(Rule {
            id: format!("{at:08x}"),
            document: document.clone(),
            procedure: vec![procedures[(at / RULES_A_DOCUMENT) % PROCEDURES].clone()],
            phase,
            stance,
            concept: concepts[topic % CONCEPTS].clone(),
            from: if stance == Stance::Allow && phase == Phase::After { time() } else { None },
            until: if stance != Stance::Allow && phase == Phase::After { time() } else { None },
            lead: if phase == Phase::Before { time() } else { None },
            session: None,
            every: None,
            count: None::<Count>,
            degree: None,
            strength: None,
            condition: (numbers.below(20) == 0).then(|| "if swelling occurs".to_owned()),
            exception: None,
            quote: format!("Sentence {place} of the document says something of it."),
            start: place * 400,
            end: place * 400 + 60,
            section: Vec::new(),
            fired: Vec::new(),
            confidence: 1.0,
        });
    }
    out
}

/// Rules of as many documents on one topic, no two with the same time or the same condition: every one is a position.
fn distinct(rules: usize, lexicon: &Lexicon) -> Vec<Rule> {
    let of_one = generate(1, lexicon).remove(0);
    let rule = |at: usize| {
        let minutes = (at + 11) as f64;
        let time = Some(Box::new(TimeSpec::amount("", minutes, minutes, Unit::Minute)));
        let (stance, from, until) =
            if at.is_multiple_of(3) { (Stance::Allow, time, None) } else { (Stance::Avoid, None, time) };
        Rule {
            id: format!("{at:08x}"),
            document: Name::from(format!("document-{at:07}")),
            phase: Phase::After,
            stance,
            from,
            until,
            lead: None,
            condition: Some(format!("if you are number {at} on the list")),
            ..of_one.clone()
        }
    };
    (0..rules).map(rule).collect()
}

/// The cost of rules of which no two say the same.
fn distinct_positions(lexicon: &Lexicon) {
    println!("\n{:>10} {:>10} {:>10} {:>10} {:>10}", "positions", "reported", "seconds", "of a core", "peak MB");
    let mut took: Vec<(usize, f64)> = Vec::new();
    for size in [10_000, 31_623, 100_000] {
        let rules = distinct(size, lexicon);
        let (started, before) = (Instant::now(), on_core());
        let found = audit(&rules, lexicon, &Options::default());
        let seconds = started.elapsed().as_secs_f64();
        let core = on_core().zip(before).map_or(seconds, |(after, before)| after - before);
        let reported = found.findings.iter().map(|f| f.contradiction.positions.len()).max().unwrap_or_default();
        let peak = peak().map_or_else(|| "?".to_owned(), |mb| mb.to_string());
        println!("{size:>10} {reported:>10} {seconds:>10.3} {core:>10.3} {peak:>10}");
        assert_eq!(reported, size, "every position differs from another");
        took.push((size, core));
    }
    // Sorting, and memory that is no longer close to the core; of pairs there are a hundred times as many.
    grows_with_the_rules(&took, "positions", 18.0);
}

/// Asserts that ten times as many take at most so many times as long.
fn grows_with_the_rules(took: &[(usize, f64)], what: &str, most: f64) {
    for &(size, seconds) in took {
        if let Some((_, before)) = took.iter().find(|(s, _)| s * 10 == size) {
            println!("{size} {what} take {:.1} times as long as a tenth of them", seconds / before);
            assert!(seconds / before <= most, "the cost grows faster than the {what}");
        }
    }
}

fn main() {
    let only: Option<usize> = std::env::args().skip(1).find_map(|a| a.parse().ok());
    let lexicon = Lexicon::english().expect("the lexicon is part of the program");
    println!(
        "{:>10} {:>10} {:>10} {:>10} {:>10} {:>14} {:>10}",
        "rules", "documents", "findings", "seconds", "of a core", "rules a second", "peak MB"
    );
    let mut took: Vec<(usize, f64)> = Vec::new();
    for size in [10_000, 31_623, 100_000, 316_228, 1_000_000].into_iter().filter(|s| only.is_none_or(|o| o == *s)) {
        let rules = generate(size, &lexicon);
        let (started, before) = (Instant::now(), on_core());
        let found = audit(&rules, &lexicon, &Options::default());
        let seconds = started.elapsed().as_secs_f64();
        let core = on_core().zip(before).map_or(seconds, |(after, before)| after - before);
        println!(
            "{size:>10} {:>10} {:>10} {seconds:>10.3} {core:>10.3} {:>14.0} {:>10}",
            found.documents,
            found.findings.len(),
            size as f64 / core,
            peak().map_or_else(|| "?".to_owned(), |mb| mb.to_string())
        );
        assert_eq!(found.rules, size, "every rule is compared");
        assert!(found.findings.len() > 500, "topics clash");
        took.push((size, core));
    }
    grows_with_the_rules(&took, "rules", 11.0);
    if only.is_none() {
        distinct_positions(&lexicon);
    }
}

/// Seconds that this thread was on a core, which other programs do not lengthen; none where the system does not say.
fn on_core() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(text.split_whitespace().next()?.parse::<f64>().ok()? / 1e9)
}

/// The most memory that the program has had, with the rules, in MB; none where the system does not say.
fn peak() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<u64>().ok()? >> 10)
}
