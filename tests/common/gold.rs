//! Gold rules (`tests/gold/rules/*.jsonl`) as the library's rules. The notation of their times is described in
//! `tests/gold/README.md`.

use std::{fs, path::Path};

use aftercare::model::{Bound, Count, Degree, Name, Phase, Rate, Rule, Stance, TimeSpec, Unit, Vague};
use regex::Regex;
use serde_json::Value;

/// The rules of one gold file; `text` is the document, where it is at hand, for the places of the quotes.
pub fn rules(path: &Path, text: Option<&str>, procedures: &[&str]) -> Vec<Rule> {
    let document = path.file_stem().unwrap().to_str().unwrap();
    let lines = fs::read_to_string(path).unwrap();
    let mut out = Vec::new();
    let folded = text.map(fold);
    let mut at = 0;
    for (number, line) in lines.lines().filter(|l| !l.trim().is_empty()).enumerate() {
        let gold: Value = serde_json::from_str(line).unwrap();
        let quote = gold["quote"].as_str().unwrap();
        let concept = first(&gold["concept"]);
        if concept.starts_with("other:") {
            continue;
        }
        let words = fold(quote);
        let place = folded.as_ref().and_then(|t| t[at..].find(&words).map(|p| p + at).or_else(|| t.find(&words)));
        at = place.unwrap_or(at);
        // Documents that are not at hand, or quotes that markup tears apart: far from each other.
        let start = place.unwrap_or(10_000_000 + number * 10_000);
        let stance = serde_json::from_value::<Stance>(Value::String(first(&gold["stance"]))).unwrap();
        let named = gold["procedure"].as_str().unwrap_or_default();
        let time = |key: &str| gold[key].as_str().map(self::time).map(Box::new);
        out.push(Rule {
            id: format!("{document}-{number}"),
            document: Name::from(document),
            procedure: procedure(named, procedures),
            phase: if gold["phase"] == "before" { Phase::Before } else { Phase::After },
            stance,
            concept: Name::from(concept),
            from: time("from"),
            until: time("until"),
            lead: time("lead"),
            session: time("session"),
            every: gold["every"].as_str().and_then(rate).map(Box::new),
            count: gold["count"].as_str().map(count),
            degree: gold["degree"].as_str().map(|d| serde_json::from_value::<Degree>(d.into()).unwrap()),
            strength: None,
            condition: (gold["if"] == true).then(|| condition(quote)),
            exception: None,
            quote: quote.to_owned(),
            start,
            end: start + words.len(),
            section: if named.is_empty() { Vec::new() } else { vec![named.to_owned()] },
            fired: Vec::new(),
            confidence: 1.0,
        });
    }
    out
}

fn first(value: &Value) -> String {
    value.as_array().map_or(value, |list| &list[0]).as_str().unwrap().to_owned()
}

/// The procedures of a document's file name or front matter, and of what a rule names.
fn procedure(named: &str, of_document: &[&str]) -> Vec<Name> {
    let ids = match named {
        "tooth extraction" => vec!["dental-extraction"],
        "filling" => vec!["dental-filling"],
        "oral piercing" | "tongue piercing" => vec!["oral-piercing"],
        named if named.ends_with("piercing") => vec!["piercing"],
        _ => of_document.to_vec(),
    };
    ids.into_iter().map(Name::from).collect()
}

/// The words of a quote that state a condition: from the first "if", "unless" … to the end of the clause.
fn condition(quote: &str) -> String {
    let words = Regex::new(r"(?i)\b(only )?(if|unless|when|whenever|provided|as long as)\b[^,;:.]*").unwrap();
    words.find(quote).map_or_else(|| "if".to_owned(), |m| m.as_str().to_owned())
}

/// One blank between words, no tags.
pub fn fold(text: &str) -> String {
    let tags = Regex::new(r"(?s)<(script|style).*?</(script|style)>|<[^>]+>").unwrap();
    let text = tags.replace_all(text, " ");
    text.replace("&amp;", "&")
        .replace("&nbsp;", " ")
        .replace("&rsquo;", "’")
        .replace("&ndash;", "–")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

fn unit(symbol: &str) -> Unit {
    Unit::from_symbol(symbol).unwrap_or_else(|| panic!("no unit: {symbol}"))
}

/// A time of the gold notation: `24-48h`, `>=4wk`, `few d`, `day 3`, `event:healed`, `night`, `same-day`.
pub fn time(text: &str) -> TimeSpec {
    if let Some(event) = text.strip_prefix("event:") {
        return TimeSpec::event(text, event);
    }
    if matches!(text, "night" | "same-day") {
        return TimeSpec::event(text, text);
    }
    if let Some(day) = text.strip_prefix("day ") {
        return TimeSpec::day(text, day.parse().unwrap());
    }
    let bounds = [(">=", Bound::AtLeast), ("<=", Bound::AtMost), ("~", Bound::About)];
    let bound = bounds.iter().find(|(sign, _)| text.starts_with(sign));
    let rest = bound.map_or(text, |(sign, _)| &text[sign.len()..]);
    for (word, vague) in
        [("few ", Vague::Few), ("several ", Vague::Several), ("couple ", Vague::Couple), ("some ", Vague::Some)]
    {
        if let Some(of) = rest.strip_prefix(word) {
            return TimeSpec::vague(text, vague, unit(of));
        }
    }
    let digits = rest.find(|c: char| c.is_ascii_alphabetic()).unwrap();
    let (min, max) = numbers(&rest[..digits]);
    TimeSpec::amount(text, min, max, unit(&rest[digits..])).bounded(bound.map(|(_, b)| *b))
}

/// `3` or `3-6`.
fn numbers(text: &str) -> (f64, f64) {
    let (low, high) = text.split_once('-').unwrap_or((text, text));
    (low.parse().unwrap(), high.parse().unwrap())
}

/// A rate of the gold notation: `2-3/d`, `1/4-6h`, `>=4/d`.
pub fn rate(text: &str) -> Option<Rate> {
    let rest = text.trim_start_matches(['>', '<', '=', '~']);
    let (count, period) = rest.split_once('/').unwrap();
    if count.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let letters = period.find(|c: char| c.is_ascii_alphabetic()).unwrap();
    let (short, long) = if letters == 0 { (1.0, 1.0) } else { numbers(&period[..letters]) };
    let (low, high) = numbers(count);
    Some(Rate {
        text: text.to_owned(),
        count_min: (!text.starts_with("<=")).then_some(low),
        count_max: (!text.starts_with(">=")).then_some(high),
        period_min: Some(short),
        period_max: Some(long),
        period_unit: Some(unit(&period[letters..])),
    })
}

pub fn count(text: &str) -> Count {
    let (min, max) = numbers(text);
    Count { min: Some(min), max: Some(max) }
}

/// The rules of every document of the example corpus.
pub fn corpus() -> Vec<Rule> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut out = Vec::new();
    for folder in sorted(&root.join("corpus")) {
        let procedure = folder.file_name().unwrap().to_str().unwrap().to_owned();
        for document in sorted(&folder) {
            let name = document.file_stem().unwrap().to_str().unwrap();
            let procedures = if name == "multi-dental" {
                vec!["dental-extraction", "dental-filling"]
            } else {
                vec![procedure.as_str()]
            };
            let gold = root.join("tests/gold/rules").join(format!("{name}.jsonl"));
            let text = fs::read_to_string(&document).unwrap();
            out.extend(rules(&gold, Some(&text), &procedures));
        }
    }
    out
}

/// The same with the documents, as if they had been read from them.
pub fn readings(rules: Vec<Rule>) -> Vec<aftercare::pipeline::Reading> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut by_document: std::collections::BTreeMap<Name, Vec<Rule>> = std::collections::BTreeMap::new();
    for rule in rules {
        by_document.entry(rule.document.clone()).or_default().push(rule);
    }
    let folders = sorted(&root.join("corpus"));
    let files: Vec<_> = folders.iter().flat_map(|f| sorted(f)).collect();
    by_document
        .into_iter()
        .map(|(id, rules)| {
            let file = files.iter().find(|f| f.file_stem().unwrap().to_str() == Some(&id)).unwrap();
            let source = file.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            let text = fs::read_to_string(file).unwrap();
            let document = aftercare::model::Document { id, source, text, ..Default::default() };
            aftercare::pipeline::Reading { document, rules }
        })
        .collect()
}

/// The paths in a folder, sorted.
pub fn sorted(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut out: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    out.sort();
    out
}
