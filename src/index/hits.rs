//! The page of hits that is shown: which they are, in which order, and what of their texts matched.

use rayon::prelude::*;
use serde::de::DeserializeOwned;
use tantivy::{
    DocAddress, Order, Searcher as Snapshot,
    collector::{
        Collector, TopDocs,
        sort_key::{SortBySimilarityScore, SortByStaticFastValue, SortByString},
    },
    query::{EnableScoring, Query},
};

use super::{
    best::Best,
    classes::OfClasses,
    compile::{Clause, Compiler},
    highlight::{Marks, spans},
    ranked::Ranked,
    schema::name,
    search::{Hit, SearchOptions, Sort},
    searcher::Searcher,
};
use crate::error::Result;

/// An entry with its score.
type Scored = (f32, DocAddress);

/// Finds the hits of a page.
pub struct Page<'a> {
    /// The index.
    pub searcher: &'a Searcher<'a>,
    /// Its last commit.
    pub snapshot: &'a Snapshot,
    /// Which page, and in which order.
    pub options: &'a SearchOptions,
}

impl Page<'_> {
    /// The hits of a clause, and what else is collected of all that match.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn of<T: DeserializeOwned, C: Collector>(
        &self,
        clause: &Clause,
        compiler: &Compiler<'_>,
        of_all: C,
    ) -> Result<(Vec<Hit<T>>, C::Fruit)> {
        let query = compiler.query(clause);
        let found = top(self.snapshot, &*query, self.options, of_all);
        let (first, all) = found.map_err(|e| self.searcher.failed(&e))?;
        let explaining = self.options.explain.then(|| Compiler { plain: true, ..*compiler }.query(clause));
        Ok((self.loaded(explaining.as_deref(), first, &Marks::of(clause, compiler))?, all))
    }

    /// Hits with their records, and with how their scores came about where a query explains them.
    fn loaded<T: DeserializeOwned>(
        &self,
        explaining: Option<&dyn Query>,
        top: Vec<Scored>,
        marks: &Marks,
    ) -> Result<Vec<Hit<T>>> {
        let entries: Vec<DocAddress> = top.iter().map(|(_, at)| *at).collect();
        let positions = marks.positions(self.snapshot, &entries).map_err(|e| self.searcher.failed(&e))?;
        top.into_iter()
            .map(|(score, at)| {
                let (entry, words): (T, _) = self.searcher.record_with_spans(self.snapshot, at)?;
                let matched = positions.get(&at).map_or_else(Vec::new, |ranges| spans(ranges, &words));
                let explanation = explaining.and_then(|query| query.explain(self.snapshot, at).ok());
                let explanation = explanation.and_then(|e| serde_json::from_str(&e.to_pretty_json()).ok());
                Ok(Hit { score, entry, matched, explanation })
            })
            .collect()
    }
}

/// The first hits of a query in the order that is wanted, and what else is collected of all hits.
pub(super) fn top<C: Collector>(
    snapshot: &Snapshot,
    query: &dyn Query,
    options: &SearchOptions,
    of_all: C,
) -> tantivy::Result<(Vec<Scored>, C::Fruit)> {
    // There is no page beyond the last entry, and place for a page is made before it is filled.
    let all = snapshot.num_docs() as usize;
    let (limit, offset) = (options.limit.clamp(1, all.max(1)), options.offset.min(all));
    let first = TopDocs::with_limit(limit).and_offset(offset);
    let score = SortBySimilarityScore;
    let tie = (SortByStaticFastValue::<u64>::for_field(name::ORDER), Order::Asc);
    let number = |field: &str, order: Order| (SortByStaticFastValue::<u64>::for_field(field), order);
    let (mut hits, all): (Vec<Scored>, C::Fruit) = match options.sort {
        Sort::Score => {
            let best = Best { offset, limit };
            match query.downcast_ref::<Ranked>() {
                Some(ranked) => ranked.best(snapshot, &best, &of_all)?,
                None => side_by_side(snapshot, query, &(best, of_all))?,
            }
        }
        Sort::Newest => {
            let by = (number(name::PUBLISHED, Order::Desc), score, tie);
            let (hits, all) = side_by_side(snapshot, query, &(first.order_by(by), of_all))?;
            (hits.into_iter().map(|((_, score, _), at)| (score, at)).collect(), all)
        }
        Sort::Until => {
            let by = (number(name::UNTIL_MIN, Order::Asc), score, tie);
            let (hits, all) = side_by_side(snapshot, query, &(first.order_by(by), of_all))?;
            (hits.into_iter().map(|((_, score, _), at)| (score, at)).collect(), all)
        }
        Sort::Document => {
            let by = ((SortByString::for_field(name::DOCUMENT), Order::Asc), score, tie);
            let (hits, all) = side_by_side(snapshot, query, &(first.order_by(by), of_all))?;
            (hits.into_iter().map(|((_, score, _), at)| (score, at)).collect(), all)
        }
    };
    hits.truncate(options.limit);
    Ok((hits, all))
}

/// Collects what a query finds, the segments side by side.
///
/// # Errors
/// Where the index is damaged.
pub fn side_by_side<C: Collector>(snapshot: &Snapshot, query: &dyn Query, collector: &C) -> tantivy::Result<C::Fruit> {
    if let Some(classes) = query.downcast_ref::<OfClasses>().filter(|_| !collector.requires_scoring()) {
        return classes.collect(snapshot, collector);
    }
    let scoring = if collector.requires_scoring() {
        EnableScoring::enabled_from_searcher(snapshot)
    } else {
        EnableScoring::disabled_from_searcher(snapshot)
    };
    let weight = query.weight(scoring)?;
    let segments = snapshot.segment_readers().par_iter().enumerate();
    let found = segments.map(|(number, reader)| collector.collect_segment(&*weight, number as u32, reader));
    collector.merge_fruits(found.collect::<tantivy::Result<_>>()?)
}
