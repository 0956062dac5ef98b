//! Answer cards, over the gold rules and the gold contradictions of the corpus.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{
    gold::{corpus, lexicon},
    search::{program, searcher},
};
use crate::{
    index::{Card, SearchOptions, Searcher, amount},
    model::{Phase, Rule, Stance},
};

/// The least of the questions that must be answered about their topic, and rightly, with the rules that the program reads
/// itself: what is missing then is reading, not answering. Raise them when reading gets better.
const LEAST_ABOUT: usize = 36;
/// See [`LEAST_ABOUT`].
const LEAST_RIGHT: usize = 41;

/// Topics with what their sources hold, read off the gold: the questions are those with the most sources.
fn topics() -> Vec<((String, String), Vec<Rule>)> {
    let mut topics: BTreeMap<(String, String), Vec<Rule>> = BTreeMap::new();
    for gold in corpus() {
        for rule in gold.reading.rules.into_iter().filter(|r| r.phase == Phase::After) {
            if lexicon().concepts.get(&rule.concept).is_some() {
                topics.entry((rule.procedure[0].to_string(), rule.concept.to_string())).or_default().push(rule);
            }
        }
    }
    let mut topics: Vec<_> = topics.into_iter().collect();
    topics.sort_by_key(|(topic, rules)| (std::cmp::Reverse(documents(rules).len()), topic.clone()));
    topics
}

fn documents(rules: &[Rule]) -> BTreeSet<String> {
    rules.iter().map(|r| r.document.to_string()).collect()
}

fn card(procedure: &str, concept: &str) -> Card {
    let query = format!("procedure:{procedure} concept:{concept} phase:after");
    searcher().search(&query, &SearchOptions::default()).unwrap().cards.remove(0)
}

/// The least and greatest seconds that the rules of a stance state.
fn ends(rules: &[Rule], stance: Stance) -> (Option<u64>, Option<u64>) {
    let words = &searcher().analyser.words;
    let time = |r: &Rule| if stance == Stance::Allow { r.from.clone() } else { r.until.clone() };
    let of_stance = rules.iter().filter(|r| r.stance == stance);
    let ends: Vec<(u64, u64)> = of_stance.filter_map(time).filter_map(|t| amount::seconds(&t, words)).collect();
    let max = ends.iter().map(|e| e.1).max().filter(|m| *m < u64::MAX);
    (ends.iter().map(|e| e.0).min(), max)
}

/// Whether gold has a sure contradiction of the procedure that names the concept.
fn gold_disagrees(procedure: &str, concept: &str) -> bool {
    let path = format!("{}/tests/gold/contradictions/{procedure}.jsonl", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let lines = text.lines().filter_map(|l| serde_json::from_str::<Value>(l).ok());
    lines
        .filter(|l| l["sure"] == true && l["not"].is_null() && l["phase"].as_str().unwrap_or("after") == "after")
        .any(|l| l["concepts"].as_array().unwrap().iter().any(|c| c == concept))
}

/// The questions of the table, each with its procedure and its concept.
const QUESTIONS: &str = include_str!("../../../tests/search/questions.tsv");

/// How many questions there are, how many are answered about the right topic, and how many are right in all: the sources,
/// from when to when, and whether they disagree.
fn answered(searcher: &Searcher<'_>) -> (usize, usize, usize) {
    let gold: BTreeMap<(String, String), Vec<Rule>> = topics().into_iter().collect();
    let (mut asked, mut about, mut right) = (0, 0, 0);
    for line in QUESTIONS.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let parts: Vec<&str> = line.split('\t').collect();
        let (question, procedure, concept) = (parts[0], parts[1], parts[2]);
        asked += 1;
        let rules = &gold[&(procedure.to_owned(), concept.to_owned())];
        let found = searcher.search(question, &SearchOptions::default()).unwrap();
        let card = found.cards.iter().find(|c| c.concept == concept && c.procedure.as_deref() == Some(procedure));
        let Some(answer) = card.and_then(|c| c.answers.first()).filter(|a| a.concept == concept) else {
            let cards: Vec<_> = found.cards.iter().map(|c| (c.procedure.as_deref(), c.concept.as_str())).collect();
            println!("{question}: no card of {procedure}/{concept}, but {cards:?}");
            continue;
        };
        about += 1;
        let spread = answer.spread.clone().unwrap();
        let is_right = answer.sources == documents(rules).len()
            && answer.disagree == gold_disagrees(procedure, concept)
            && (spread.stance == Stance::Expect || (spread.min, spread.max) == ends(rules, spread.stance));
        right += usize::from(is_right);
        if !is_right {
            let says: Vec<_> = answer.positions.iter().map(|p| (&p.says, p.sources)).collect();
            let wanted = (documents(rules).len(), gold_disagrees(procedure, concept), ends(rules, spread.stance));
            println!(
                "{question}: {} sources, disagree {}, {spread:?}, wanted {wanted:?} — {says:?}",
                answer.sources, answer.disagree
            );
        }
    }
    println!("{asked} questions, {about} cards of the right topic, {right} right in all");
    (asked, about, right)
}

#[test]
fn forty_questions_are_answered_as_the_gold_says() {
    let (asked, about, right) = answered(searcher());
    assert!(asked >= 40 && (about, right) == (asked, asked));
}

#[test]
fn the_program_reads_and_answers() {
    let (_, about, right) = answered(program());
    assert!(about >= LEAST_ABOUT && right >= LEAST_RIGHT);
}

#[test]
fn contradictions_are_named_by_the_ids_of_the_audit() {
    let rules = searcher().rules().unwrap();
    let audit = crate::contradiction::audit(&rules, lexicon(), &crate::contradiction::Options::default());
    let ids: BTreeSet<&str> = audit.findings.iter().flat_map(|f| &f.ids).map(String::as_str).collect();
    let mut named = 0;
    for ((procedure, concept), _) in topics() {
        for clash in card(&procedure, &concept).contradictions {
            assert!(ids.contains(clash.id.as_str()), "{procedure}/{concept}: {clash:?}");
            named += 1;
        }
    }
    assert!(named > 50, "{named}");
}

#[test]
fn silence_is_said_and_the_nearest_named() {
    let card = card("hernia-repair", "hot-tub");
    assert!(card.answers.is_empty());
    assert_eq!(card.nearest[0].concept, "bathing");
    assert!(card.nearest[1..].iter().all(|n| n.concept == "hot-tub" && n.procedure.is_some()));
}

#[test]
fn without_a_procedure_each_is_answered() {
    let found = searcher().search("how long avoid swimming", &SearchOptions::default()).unwrap();
    let procedures: BTreeSet<_> = found.cards[0].answers.iter().map(|a| a.procedure.clone()).collect();
    assert!(procedures.len() > 4, "{procedures:?}");
}
