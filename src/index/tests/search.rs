//! Searching the example corpus.

use std::sync::OnceLock;

use super::{
    gold::{corpus, lexicon},
    write::index,
};
use crate::index::{Found, SearchOptions, Searcher};

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

fn find(query: &str) -> Found {
    searcher().search(query, &SearchOptions::default()).unwrap()
}

#[test]
fn try_it() {
    for query in [
        "when can she exercise after botox",
        "exersice after botox",
        "Advil after botox",
        "48 hours",
        "makeup botox",
        "helmet",
        "stance:avoid procedure:tattoo",
        "until:<24h botox",
        "\"hot tubs\"",
        "massag* botox",
        "gym -running",
        "xyzzy",
        "",
    ] {
        let found = find(query);
        println!("== {query}: {} rules, {} passages {:?}", found.rules.total, found.passages.total, found.understood);
        for hit in found.rules.hits.iter().take(4) {
            let marked: Vec<&str> = hit.matched.iter().map(|s| s.of(&hit.entry.rule.quote)).collect();
            println!(
                "  {:.2} {} {:?} {:?} {:?} {marked:?}",
                hit.score, hit.entry.rule.document, hit.entry.rule.stance, hit.entry.rule.concept, hit.entry.rule.quote
            );
        }
        for hit in found.passages.hits.iter().take(2) {
            println!(
                "  p {:.2} {} {:?}",
                hit.score,
                hit.entry.passage.document,
                &hit.entry.passage.text.chars().take(90).collect::<String>()
            );
        }
    }
}
