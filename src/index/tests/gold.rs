//! The example corpus with the rules that a careful reader takes from it, as readings.

use std::{fs, path::Path, path::PathBuf};

use serde_json::Value;

use crate::{
    document::{self, Source},
    lexicon::Lexicon,
    model::{Bound, Count, Name, Phase, Rate, Rule, Stance, TimeSpec, Unit, Vague},
    pipeline::Reading,
};

/// The corpus, by file: its path relative to the corpus, its bytes and its gold rules.
pub struct Gold {
    pub path: PathBuf,
    pub bytes: Vec<u8>,
    pub reading: Reading,
}

/// Every document of the corpus with its gold rules, ordered by path.
pub fn corpus() -> Vec<Gold> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut out = Vec::new();
    for folder in sorted(&root.join("corpus")) {
        for path in sorted(&folder) {
            let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let procedure = folder.file_name().unwrap().to_str().unwrap().to_owned();
            let bytes = fs::read(&path).unwrap();
            let id = format!("{procedure}/{stem}");
            let shown = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            let document = document::read(&Source { id: &id, path: &shown, bytes: &bytes }).unwrap();
            let gold = fs::read_to_string(root.join(format!("tests/gold/rules/{stem}.jsonl"))).unwrap();
            let lines = gold.lines().filter(|l| !l.trim().is_empty()).enumerate();
            let rules = lines.map(|(n, line)| rule(&serde_json::from_str(line).unwrap(), n, &id, &document.text));
            let rules = rules.collect();
            out.push(Gold { path, bytes: bytes.clone(), reading: Reading { document, rules } });
        }
    }
    out
}

/// The lexicon, read once.
pub fn lexicon() -> &'static Lexicon {
    static LEXICON: std::sync::OnceLock<Lexicon> = std::sync::OnceLock::new();
    LEXICON.get_or_init(|| Lexicon::english().unwrap())
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    paths
}

fn first<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    match &value[key] {
        Value::Array(list) => list[0].as_str(),
        other => other.as_str(),
    }
}

fn rule(gold: &Value, n: usize, document: &str, text: &str) -> Rule {
    let quote = first(gold, "quote").unwrap().to_owned();
    let start = text.find(&quote).unwrap_or(0);
    let stance: Stance = serde_json::from_value(Value::from(first(gold, "stance").unwrap())).unwrap();
    let procedure = first(gold, "procedure").unwrap_or_else(|| document.split('/').next().unwrap());
    let amount = |key: &str| first(gold, key).map(time);
    let before = first(gold, "phase") == Some("before");
    Rule {
        id: format!("{document}#{n}"),
        document: Name::from(document),
        procedure: vec![Name::from(procedure.replace(' ', "-"))],
        phase: if before { Phase::Before } else { Phase::After },
        stance,
        concept: Name::from(first(gold, "concept").unwrap()),
        from: amount("from"),
        until: amount("until"),
        lead: amount("lead"),
        session: amount("session"),
        every: first(gold, "every").map(|t| Rate { text: t.to_owned(), ..Rate::default() }),
        count: first(gold, "count").map(|_| Count::default()),
        degree: gold["degree"].as_str().map(|d| serde_json::from_value(Value::from(d)).unwrap()),
        strength: None,
        condition: gold["if"].as_bool().filter(|b| *b).map(|_| "if".to_owned()),
        exception: None,
        end: start + quote.len(),
        start,
        quote,
        section: Vec::new(),
        fired: Vec::new(),
        confidence: 1.0,
    }
}

/// A time as gold writes it: `24-48h`, `>=2wk`, `few d`, `day 3`, `event:healed`, `night`.
pub fn time(text: &str) -> TimeSpec {
    if let Some(event) = text.strip_prefix("event:") {
        return TimeSpec::event(text, event);
    }
    if let Some(day) = text.strip_prefix("day ") {
        return TimeSpec::day(text, day.parse().unwrap());
    }
    let vagues =
        [("few ", Vague::Few), ("several ", Vague::Several), ("couple ", Vague::Couple), ("some ", Vague::Some)];
    for (word, vague) in vagues {
        if let Some(unit) = text.strip_prefix(word) {
            return TimeSpec::vague(text, vague, Unit::from_symbol(unit).unwrap());
        }
    }
    let bounds = [(">=", Bound::AtLeast), ("<=", Bound::AtMost), ("~", Bound::About)];
    let bound = bounds.iter().find(|(sign, _)| text.starts_with(sign));
    let plain = bound.map_or(text, |(sign, _)| &text[sign.len()..]);
    let Some(at) = plain.find(|c: char| c.is_alphabetic()).filter(|at| *at > 0) else {
        return TimeSpec::event(text, text);
    };
    let unit = Unit::from_symbol(&plain[at..]).unwrap();
    let (min, max) = plain[..at].split_once('-').unwrap_or((&plain[..at], &plain[..at]));
    TimeSpec::amount(text, min.parse().unwrap(), max.parse().unwrap(), unit).bounded(bound.map(|(_, b)| *b))
}
