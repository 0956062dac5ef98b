//! Searching the example corpus, with its gold rules.

use std::sync::OnceLock;

use super::{
    gold::{corpus, lexicon},
    write::index,
};
use crate::index::{Found, SearchOptions, Searcher};

/// The table of queries; its first lines say how it is read.
const QUERIES: &str = include_str!("../../../tests/search/queries.tsv");

/// The corpus as an index, made once.
pub fn searcher() -> &'static Searcher<'static> {
    static FOLDER: OnceLock<(tempfile::TempDir, Searcher<'static>)> = OnceLock::new();
    let (_, searcher) = FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        index(folder.path(), &corpus(), "1");
        let searcher = Searcher::open(folder.path(), lexicon()).unwrap();
        (folder, searcher)
    });
    searcher
}

/// The corpus as an index of what the program reads itself, made once.
pub fn program() -> &'static Searcher<'static> {
    static FOLDER: OnceLock<(tempfile::TempDir, Searcher<'static>)> = OnceLock::new();
    let (_, searcher) = FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let mut corpus = corpus();
        for gold in &mut corpus {
            gold.reading = crate::pipeline::reading(gold.reading.document.clone(), lexicon());
        }
        index(folder.path(), &corpus, "1");
        let searcher = Searcher::open(folder.path(), lexicon()).unwrap();
        (folder, searcher)
    });
    searcher
}

fn find(query: &str) -> Found {
    searcher().search(query, &SearchOptions::default()).unwrap()
}

/// One divided by the place at which what is expected comes; `None` where nothing is.
fn reciprocal_rank(found: &Found, expected: &str) -> Option<f64> {
    let (what, value) = expected.split_once(' ').unwrap_or((expected, ""));
    let place = match what {
        "any" => return None,
        "none" => (found.rules.total + found.passages.total == 0).then_some(0),
        "card" => found.cards.iter().position(|c| topic(c) == value && !c.answers.is_empty()),
        "silent" => found.cards.iter().position(|c| topic(c) == value && c.answers.is_empty() && !c.nearest.is_empty()),
        "quote" => found.rules.hits.iter().position(|h| h.entry.rule.quote.contains(value)),
        "passage" => found.passages.hits.iter().position(|h| h.entry.passage.text.contains(value)),
        "rule" => {
            let mut parts = value.split(' ');
            let mut next = || parts.next().unwrap_or("*");
            let (concept, procedure, stance) = (next(), next(), next());
            found.rules.hits.iter().position(|h| {
                let rule = &h.entry.rule;
                (concept == "*" || lexicon().concepts.is_within(&rule.concept, concept))
                    && (procedure == "*" || rule.procedure.iter().any(|p| *p == *procedure))
                    && (stance == "*" || format!("{:?}", rule.stance).to_lowercase() == stance)
            })
        }
        other => panic!("{other} is no expectation"),
    };
    Some(place.map_or(0.0, |at| 1.0 / (at as f64 + 1.0)))
}

fn topic(card: &crate::index::Card) -> String {
    let procedure = card.procedure.as_deref().unwrap_or("*");
    format!("{procedure}/{}/{}", format!("{:?}", card.phase).to_lowercase(), card.concept)
}

/// The number of queries of the table, and the mean reciprocal rank of what must come first.
fn rank(searcher: &Searcher<'_>) -> (usize, f64) {
    let lines = QUERIES.lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
    let (mut sum, mut count, mut queries) = (0.0, 0, 0);
    for line in lines {
        let (query, expected) = line.split_once('\t').unwrap();
        queries += 1;
        let found = searcher.search(query, &SearchOptions::default()).unwrap();
        for expected in expected.split(" & ") {
            let Some(rank) = reciprocal_rank(&found, expected) else { continue };
            sum += rank;
            count += 1;
            if rank < 1.0 {
                let first = found.rules.hits.first().map(|h| (&h.entry.rule.concept, &h.entry.rule.quote));
                let cards: Vec<String> = found.cards.iter().map(topic).collect();
                println!("{rank:.2} {query:?}: {expected} — cards {cards:?}, first rule {first:?}");
            }
        }
    }
    let mean = sum / f64::from(count);
    println!("{queries} queries, {count} expectations, mean reciprocal rank {mean:.4}");
    (queries, mean)
}

#[test]
fn what_must_come_first_comes_first() {
    let (queries, mean) = rank(searcher());
    assert!(queries >= 150 && mean >= 0.95, "{mean}");
}

#[test]
fn what_must_come_first_comes_first_in_what_the_program_reads() {
    let (_, mean) = rank(program());
    assert!(mean >= 0.9, "{mean}");
}

#[test]
fn what_is_shown_is_what_matched() {
    let lines = QUERIES.lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
    for query in lines.filter_map(|l| l.split('\t').next()) {
        let found = find(query);
        let asked = searcher().read_query(query).clause;
        for hit in &found.rules.hits {
            let quote = &hit.entry.rule.quote;
            assert!(hit.matched.windows(2).all(|w| w[0].end < w[1].start), "{query}: {:?}", hit.matched);
            assert!(hit.matched.iter().all(|s| quote.get(s.range()).is_some_and(|t| !t.trim().is_empty())), "{query}");
        }
        for hit in &found.passages.hits {
            let text = &hit.entry.passage.text;
            assert!(hit.matched.iter().all(|s| text.get(s.range()).is_some_and(|t| !t.trim().is_empty())), "{query}");
        }
        // A phrase or a prefix is found by its words alone: they are in every hit.
        if matches!(asked, crate::index::compile::Clause::Phrase(_) | crate::index::compile::Clause::Prefix(_)) {
            assert!(found.rules.hits.iter().all(|h| !h.matched.is_empty()), "{query}");
            assert!(found.passages.hits.iter().all(|h| !h.matched.is_empty()), "{query}");
        }
    }
}

#[test]
fn a_page_beyond_all_others_is_empty() {
    for (limit, offset) in [(usize::MAX, 0), (1, usize::MAX), (usize::MAX, usize::MAX), (0, 0)] {
        let options = SearchOptions { limit, offset, ..Default::default() };
        let found = searcher().search("sauna", &options).unwrap();
        assert!(found.rules.total > 5);
        let shown = if limit > 0 && offset == 0 { found.rules.total as usize } else { 0 };
        assert_eq!(found.rules.hits.len(), shown, "{limit} {offset}");
    }
}

#[test]
fn anything_is_searched_for() {
    let long = "exercise after botox ".repeat(500);
    let found = find(&long);
    assert!(found.understood.cut && found.rules.total > 0);
    let controls: String = (0..32u8).map(char::from).chain("gym".chars()).collect();
    assert!(find(&controls).rules.total > 0);
    assert_eq!(find("").rules.total + find("").passages.total, 0);
    let problem = find("\"hot tub").understood.problem;
    assert_eq!(problem, Some(crate::index::Problem::Quote));
}

#[test]
fn numbers_and_negations_are_never_matched_loosely() {
    for hit in find("\"48 hours\"").rules.hits {
        let quote = hit.entry.rule.quote.to_lowercase();
        let words: Vec<&str> = quote.split(|c: char| !c.is_alphanumeric()).collect();
        assert!(words.windows(2).any(|w| w == ["48", "hours"]), "{words:?}");
    }
    for hit in searcher().search("48 hours", &SearchOptions { limit: 500, ..Default::default() }).unwrap().rules.hits {
        let rule = &hit.entry.rule;
        let text = format!("{rule:?}");
        assert!(text.contains("48") || text.contains("2.0") || text.contains("wo days"), "{text}");
    }
    assert_eq!(find("37 hours").rules.total, 0);
    assert!(find("nto exercise").understood.corrected.is_empty());
}

#[test]
fn an_exact_match_ranks_first() {
    let hits = find("\"massaging\" OR massaging botox").rules.hits;
    assert!(hits[0].entry.rule.quote.contains("assaging"), "{}", hits[0].entry.rule.quote);
}

#[test]
fn what_matched_is_marked() {
    let found = find("hot tub mesotherapy");
    for hit in &found.rules.hits {
        assert!(!hit.matched.is_empty(), "{}", hit.entry.rule.quote);
        assert!(hit.matched.iter().all(|s| !s.of(&hit.entry.rule.quote).is_empty()));
    }
}

#[test]
fn pages_follow_each_other_and_sorting_sorts() {
    let page = |offset| {
        let options = SearchOptions { limit: 5, offset, ..Default::default() };
        let hits = searcher().search("alcohol", &options).unwrap().rules.hits;
        hits.into_iter().map(|h| h.entry.rule.id).collect::<Vec<_>>()
    };
    let all = searcher().search("alcohol", &SearchOptions::default()).unwrap();
    let all: Vec<String> = all.rules.hits.into_iter().map(|h| h.entry.rule.id).collect();
    assert_eq!([page(0), page(5)].concat(), all);
    let options = SearchOptions { sort: crate::index::Sort::Newest, ..Default::default() };
    let dates: Vec<String> = searcher()
        .search("alcohol", &options)
        .unwrap()
        .rules
        .hits
        .into_iter()
        .filter_map(|h| h.entry.origin.published)
        .map(|d| d[..10].to_owned())
        .collect();
    assert!(dates.windows(2).all(|w| w[0] >= w[1]), "{dates:?}");
}

#[test]
fn facets_count_all_hits() {
    let found = find("concept:sauna");
    let total: u64 = found.facets.procedure.iter().map(|f| f.count).sum();
    assert!(total >= found.rules.total && found.rules.total > 5);
    assert_eq!(found.facets.concept.iter().find(|f| f.value == "sauna").unwrap().count, found.rules.total);
}
