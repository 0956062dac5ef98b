use std::sync::LazyLock;

use super::{Claim, TimeGrammar, notation, times, timex};
use crate::{
    lexicon::{Lexicon, Words},
    model::{Span, TimeSpec},
    segment::tokens,
};

/// The grammar as the data file is now, which takes long to load.
static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lexicon/en/times.toml");
    let mut words = Words::default();
    let times = TimeGrammar::load(&std::fs::read_to_string(path).unwrap(), &mut words)
        .unwrap_or_else(|e| panic!("{}", e.at("times.toml")));
    Lexicon { words, times, ..Lexicon::default() }
});

pub(super) fn lexicon() -> &'static Lexicon {
    &LEXICON
}

fn read(lexicon: &Lexicon, text: &str) -> Vec<(String, String, String)> {
    let tokens = tokens(text, Span::new(0, text.len()), &[], &lexicon.words);
    let found = times(text, &tokens, &lexicon.times);
    found.iter().map(|m| (m.span.of(text).to_owned(), notation::mention(m), m.fired.join(" "))).collect()
}

/// What is wrong with the data file after a change of its text.
fn refused(from: &str, to: &str) -> String {
    let text = include_str!("../../lexicon/en/times.toml");
    assert!(text.contains(from), "{from}");
    TimeGrammar::load(&text.replacen(from, to, 1), &mut Words::default()).map(|_| ()).unwrap_err().to_string()
}

#[test]
fn only_whole_expressions_look_at_what_stands_before() {
    let from = "[[set.counted]]\nid = \"unit\"\n";
    let said = refused(from, &format!("{from}behind = \"visit\"\n"));
    assert!(said.contains("only a [[time]] may demand what stands before it"), "{said}");
}

#[test]
fn what_the_data_file_says_holds() {
    let lexicon = lexicon();
    let wrong: Vec<String> = lexicon.times.claims().iter().filter_map(|c| breach(lexicon, c)).collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), lexicon.times.claims().len(), wrong.join("\n"));
}

/// How a claim of the data file does not hold.
fn breach(lexicon: &Lexicon, claim: &Claim) -> Option<String> {
    let (got, fired) = if claim.set == super::load::TIME {
        let found = read(lexicon, &claim.phrase);
        let fired = found.iter().any(|f| f.2 == claim.entry);
        (found.first().map_or("none".to_owned(), |f| f.1.clone()), fired || found.is_empty())
    } else {
        let tokens = tokens(&claim.phrase, Span::new(0, claim.phrase.len()), &[], &lexicon.words);
        match lexicon.times.reading(&claim.set, &claim.phrase, &tokens) {
            Some((entry, value)) => (value, entry == claim.entry),
            None => ("none".to_owned(), false),
        }
    };
    let holds = match &claim.reading {
        Some(want) => *want == got && fired,
        None => !fired,
    };
    (!holds)
        .then(|| format!("times.toml:{}: {:?} is read as {got} (want {:?})", claim.line, claim.phrase, claim.reading))
}

/// Cases of another project's tests, which are not part of this one: without them there is nothing to measure.
#[test]
fn cases_of_recognizers_text() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/suites/recognizers.jsonl");
    let Ok(cases) = std::fs::read_to_string(path) else {
        eprintln!("skipped: {path} is not there");
        return;
    };
    let left_out = include_str!("../../../tests/times/recognizers-left-out.tsv");
    let left_out: Vec<(&str, &str)> =
        left_out.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t')).collect();
    let lexicon = lexicon();
    let mut score = std::collections::BTreeMap::from([("duration", (0, 0)), ("set", (0, 0))]);
    let mut wrong = Vec::new();
    for line in cases.lines() {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = case["text"].as_str().unwrap();
        let kind = case["kind"].as_str().unwrap();
        let words = case["span_text"].as_str().unwrap();
        let judged = if kind == "set" { &case["timex"] } else { &case["seconds_value"] };
        if judged.is_null() || left_out.iter().any(|(t, _)| *t == text.trim().replace(['\n', '\t'], " ")) {
            continue;
        }
        let tokens = tokens(text, Span::new(0, text.len()), &[], &lexicon.words);
        let found = times(text, &tokens, &lexicon.times);
        let here = found.iter().filter(|m| m.span.of(text).contains(words) || words.contains(m.span.of(text)));
        let right = here.clone().any(|m| match judged {
            serde_json::Value::String(value) => timex(m).is_some_and(|t| t.value == *value),
            seconds => {
                let time = m.until.as_ref().or(m.from.as_ref());
                let interval =
                    time.and_then(|t| lexicon.times.amounts().interval(&TimeSpec { bound: None, ..t.clone() }));
                let seconds = seconds.as_f64().unwrap();
                interval.is_some_and(|i| {
                    i.lower <= seconds && i.upper.is_none_or(|u| seconds <= u) && (i.vague || i.upper == Some(i.lower))
                })
            }
        });
        let (good, all) = score.get_mut(kind).unwrap();
        *all += 1;
        *good += i32::from(right);
        if !right {
            let got: Vec<String> =
                here.map(|m| notation::mention(m) + &format!(" {:?}", timex(m).map(|t| t.value))).collect();
            wrong.push(format!("{kind} {text:?} {words:?} want {judged} got {got:?}"));
        }
    }
    println!("{score:?}; left out: {}\n{}", left_out.len(), wrong.join("\n"));
    let share = |kind: &str| f64::from(score[kind].0) / f64::from(score[kind].1);
    assert!(share("duration") >= 0.99 && share("set") >= 0.95, "{score:?}\n{}", wrong.join("\n"));
}

/// The sentences of a table: the text without brackets, the bracketed spans, and what stands in the second column.
fn table(text: &str) -> Vec<(String, Vec<String>, String)> {
    let rows = text.lines().filter(|l| !l.starts_with('#') && !l.is_empty());
    rows.map(|row| {
        let (sentence, readings) = row.split_once('\t').unwrap_or((row, ""));
        let spans = sentence.split('[').skip(1).filter_map(|s| s.split_once(']')).map(|s| s.0.to_owned()).collect();
        (sentence.replace(['[', ']'], ""), spans, readings.to_owned())
    })
    .collect()
}

#[test]
fn sentences_with_times() {
    let lexicon = lexicon();
    let rows = table(include_str!("../../../tests/times/positive.tsv"));
    let mut phrases = 0;
    let mut wrong = Vec::new();
    for (sentence, spans, readings) in rows {
        let wanted: Vec<(String, String)> = spans
            .iter()
            .zip(readings.split("; "))
            .flat_map(|(span, readings)| readings.split(" + ").map(|r| (span.clone(), r.to_owned())))
            .collect();
        let tokens = tokens(&sentence, Span::new(0, sentence.len()), &[], &lexicon.words);
        let got: Vec<(String, String)> = times(&sentence, &tokens, &lexicon.times)
            .iter()
            .map(|m| {
                let anchored = if m.anchored { "!" } else { "" };
                (m.span.of(&sentence).to_owned(), notation::mention(m) + anchored)
            })
            .collect();
        phrases += wanted.len();
        if got != wanted {
            wrong.push(format!("{sentence}\n    want {wanted:?}\n    got  {got:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} sentences:\n{}", wrong.len(), wrong.join("\n"));
    assert!(phrases >= 500, "only {phrases} phrases");
}

#[test]
fn sentences_without_times() {
    let lexicon = lexicon();
    let rows = table(include_str!("../../../tests/times/negative.tsv"));
    assert!(rows.len() >= 150, "only {} sentences", rows.len());
    let found = rows.iter().filter_map(|(sentence, ..)| {
        let found = read(lexicon, sentence);
        (!found.is_empty()).then(|| format!("{sentence} {found:?}"))
    });
    let wrong: Vec<String> = found.collect();
    assert!(wrong.is_empty(), "{} sentences:\n{}", wrong.len(), wrong.join("\n"));
}
