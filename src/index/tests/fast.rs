//! What is made to be fast finds what tantivy's own queries find.

use std::collections::BTreeMap;

use tantivy::{DocAddress, collector::TopDocs};

use super::search::{program, searcher};
use crate::index::{
    Searcher,
    compile::{Compiler, Side},
    schema::name,
};

/// The table of queries.
const QUERIES: &str = include_str!("../../../tests/search/queries.tsv");
/// How far scores may differ for the order in which their parts are added, as a part of them.
const ROUNDING: f32 = 1e-6;

/// Every entry that a query finds, with its score.
fn found(searcher: &Searcher<'_>, query: &str, (side, loose): (Side, bool), plain: bool) -> BTreeMap<DocAddress, f32> {
    let snapshot = searcher.reader.searcher();
    let (fields, lexicon) = (searcher.fields(), searcher.lexicon);
    let classes = searcher.classes.of(&snapshot, fields).unwrap();
    let concepts = searcher.names.of(&snapshot, name::CONCEPT).unwrap();
    let compiler =
        Compiler { fields, searcher: &snapshot, classes: &classes, concepts: &concepts, lexicon, side, loose, plain };
    let asked = compiler.query(&searcher.read_query(query).clause);
    let all = TopDocs::with_limit(snapshot.num_docs() as usize).order_by_score();
    snapshot.search(&*asked, &all).unwrap().into_iter().map(|(score, at)| (at, score)).collect()
}

#[test]
fn what_is_fast_finds_what_is_plain() {
    let ways = [Side::Rules, Side::Passages].into_iter().flat_map(|side| [(side, false), (side, true)]);
    for searcher in [searcher(), program()] {
        for query in QUERIES.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split('\t').next()) {
            for way in ways.clone() {
                let (fast, plain) = (found(searcher, query, way, false), found(searcher, query, way, true));
                assert!(fast.keys().eq(plain.keys()), "{query} {way:?}: {} and {}", fast.len(), plain.len());
                for (at, score) in &fast {
                    let other = plain[at];
                    assert!((score - other).abs() <= ROUNDING * other, "{query} {way:?}: {score} and {other}");
                }
            }
        }
    }
}
