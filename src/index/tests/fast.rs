//! What is made to be fast finds what tantivy's own queries find.

use std::{collections::BTreeMap, sync::Arc};

use tantivy::{
    DocAddress,
    collector::{Count, TopDocs},
    query::Query,
};

use super::search::{program, searcher};
use crate::index::{
    SearchOptions, Searcher,
    best::Best,
    classes::ClassTable,
    compile::{Compiler, Side},
    hits::top,
    names::Names,
    rows::{AT_ONCE, Asked, Values},
    schema::name,
};

/// The table of queries.
const QUERIES: &str = include_str!("../../../tests/search/queries.tsv");
/// How far scores may differ for the order in which their parts are added, as a part of them.
const ROUNDING: f32 = 1e-6;

/// What a query becomes.
fn asked(searcher: &Searcher<'_>, query: &str, (side, loose): (Side, bool), plain: bool) -> Box<dyn Query> {
    let snapshot = searcher.reader.searcher();
    let (fields, lexicon) = (searcher.fields(), searcher.lexicon);
    let classes = searcher.known.classes.of(&snapshot, fields).unwrap();
    let concepts = searcher.known.names.of(&snapshot, name::CONCEPT).unwrap();
    let compiler =
        Compiler { fields, searcher: &snapshot, classes: &classes, concepts: &concepts, lexicon, side, loose, plain };
    compiler.query(&searcher.read_query(query).clause)
}

/// Every entry that a query finds, with its score.
fn found(searcher: &Searcher<'_>, query: &str, way: (Side, bool), plain: bool) -> BTreeMap<DocAddress, f32> {
    let snapshot = searcher.reader.searcher();
    let all = TopDocs::with_limit(snapshot.num_docs() as usize).order_by_score();
    let found = snapshot.search(&*asked(searcher, query, way, plain), &all).unwrap();
    found.into_iter().map(|(score, at)| (at, score)).collect()
}

/// The queries of the table, each in every way in which it is asked.
fn queries() -> impl Iterator<Item = (&'static str, (Side, bool))> {
    let queries = QUERIES.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split('\t').next());
    let sides = [Side::Rules, Side::Passages];
    queries.flat_map(move |query| sides.into_iter().flat_map(move |s| [(query, (s, false)), (query, (s, true))]))
}

#[test]
fn what_is_fast_finds_what_is_plain() {
    for searcher in [searcher(), program()] {
        for (query, way) in queries() {
            let (fast, plain) = (found(searcher, query, way, false), found(searcher, query, way, true));
            assert!(fast.keys().eq(plain.keys()), "{query} {way:?}: {} and {}", fast.len(), plain.len());
            for (at, score) in &fast {
                let other = plain[at];
                assert!((score - other).abs() <= ROUNDING * other, "{query} {way:?}: {score} and {other}");
            }
        }
    }
}

#[test]
fn the_best_are_the_best_of_all() {
    for searcher in [searcher(), program()] {
        let snapshot = searcher.reader.searcher();
        let all = snapshot.num_docs() as usize;
        for (query, way) in queries() {
            let asked = asked(searcher, query, way, false);
            let every = snapshot.search(&*asked, &Best { offset: 0, limit: all }).unwrap();
            for (limit, offset) in [(1, 0), (10, 0), (5, 12)] {
                let options = SearchOptions { limit, offset, ..SearchOptions::default() };
                let (best, count) = top(&snapshot, &*asked, &options, Count).unwrap();
                let wanted: Vec<_> = every.iter().skip(offset).take(limit).copied().collect();
                assert_eq!((best, count), (wanted, every.len()), "{query} {way:?}");
            }
        }
    }
}

#[test]
fn what_is_laid_out_is_what_columns_hold() {
    let searcher = searcher();
    let snapshot = searcher.reader.searcher();
    let copies = searcher.known.copies(&searcher.store, &snapshot).unwrap();
    let classes = Arc::new(ClassTable::of(&snapshot, searcher.fields()).unwrap());
    let concepts = Names::of(&snapshot, name::CONCEPT).unwrap();
    let read = || {
        let (mut out, mut firsts) = (Vec::new(), Vec::new());
        for reader in snapshot.segment_readers() {
            let (rows, lists) =
                (classes.rows(reader.segment_id()).unwrap(), concepts.lists(reader.segment_id()).unwrap());
            let docs: Vec<u32> = (0..reader.max_doc()).collect();
            let mut values = Values::default();
            for docs in docs.chunks(AT_ONCE) {
                for asked in [Asked::Class, Asked::Source, Asked::Position, Asked::Document, Asked::Published] {
                    out.extend_from_slice(rows.read(asked, docs, &mut values));
                }
                let documents = rows.read(Asked::Document, docs, &mut values);
                firsts.extend_from_slice(&rows.first_copies(docs, documents, &copies)[..docs.len()]);
                for doc in docs {
                    lists.each(*doc, |own| out.push(own));
                }
            }
        }
        (out, firsts)
    };
    let before = read();
    classes.lay_out(&copies);
    concepts.lay_out();
    assert!(before == read());
}
