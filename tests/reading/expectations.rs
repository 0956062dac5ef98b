//! What is read of what will happen: `tests/expectations.tsv`.
//!
//! A line is a text and its rules, separated by a tab. `\n` in a text is a line break, and Markdown is read. Rules are `none`
//! or separated by `;`: stance, concept, `from`, `until`, `every`, `session`, `count`, and `if` where there is a condition,
//! with times in the notation of [`aftercare::mention::time::notation`].

use std::{collections::BTreeSet, fmt::Write, fs, path::Path};

use aftercare::{
    document::Source,
    lexicon::Lexicon,
    mention::time::notation,
    model::{Rate, Rule, Stance, TimeSpec},
    pipeline,
};

fn range(low: Option<f64>, high: Option<f64>) -> String {
    match (low.or(high), high.or(low)) {
        (Some(a), Some(b)) if (a - b).abs() > f64::EPSILON => format!("{a}-{b}"),
        (Some(a), _) => a.to_string(),
        _ => String::new(),
    }
}

fn rate(rate: &Rate) -> String {
    let period = range(rate.period_min, rate.period_max);
    let period = if period == "1" { "" } else { period.as_str() };
    let unit = rate.period_unit.map_or("", |u| u.symbol());
    format!("{}/{period}{unit}", range(rate.count_min, rate.count_max))
}

fn stance(rule: &Rule) -> &'static str {
    match rule.stance {
        Stance::Avoid => "avoid",
        Stance::Do => "do",
        Stance::Allow => "allow",
        Stance::Unneeded => "unneeded",
        Stance::Expect => "expect",
    }
}

fn written(rule: &Rule) -> String {
    let time = |key: &str, spec: &Option<Box<TimeSpec>>| spec.as_ref().map(|s| format!("{key} {}", notation::spec(s)));
    let before = if rule.lead.is_some() { "before " } else { "" };
    let parts = [
        Some(format!("{before}{} {}", stance(rule), rule.concept)),
        time("from", &rule.from),
        time("until", &rule.until),
        time("lead", &rule.lead),
        rule.every.as_ref().map(|r| format!("every {}", rate(r))),
        time("session", &rule.session),
        rule.count.as_ref().map(|c| format!("count {}", range(c.min, c.max))),
        rule.condition.as_ref().map(|_| "if".to_owned()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

#[test]
fn expectations_are_read() {
    let lexicon = Lexicon::english().unwrap();
    let table = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expectations.tsv");
    let table = fs::read_to_string(table).unwrap();
    let mut wrong = String::new();
    for line in table.lines().filter(|l| !l.is_empty() && !l.starts_with("# ")) {
        let (text, rules) = line.split_once('\t').unwrap();
        let source = Source { id: "case", path: "case.md", bytes: &text.replace("\\n", "\n").into_bytes() };
        let found: BTreeSet<String> = pipeline::read(&source, &lexicon).unwrap().rules.iter().map(written).collect();
        let wanted: BTreeSet<String> = rules.split(';').map(|r| r.trim().to_owned()).filter(|r| r != "none").collect();
        if found != wanted {
            let found =
                if found.is_empty() { "none".to_owned() } else { found.into_iter().collect::<Vec<_>>().join("; ") };
            writeln!(wrong, "{text}\t{found}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "read differently:\n{wrong}");
}
