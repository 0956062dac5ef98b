//! The page of hits that is shown: which they are, in which order, and what of their texts matched.

use serde::de::DeserializeOwned;
use tantivy::{
    DocAddress, Order, Searcher as Snapshot,
    collector::{
        Collector, TopDocs,
        sort_key::{SortBySimilarityScore, SortByStaticFastValue, SortByString},
    },
    query::Query,
};

use super::{
    compile::{Clause, Compiler},
    highlight::{Marks, spans},
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
    let first = TopDocs::with_limit(options.limit.clamp(1, all.max(1))).and_offset(options.offset.min(all));
    let score = SortBySimilarityScore;
    let tie = (SortByStaticFastValue::<u64>::for_field(name::ORDER), Order::Asc);
    let number = |field: &str, order: Order| (SortByStaticFastValue::<u64>::for_field(field), order);
    let (mut hits, all): (Vec<Scored>, C::Fruit) = match options.sort {
        Sort::Score => {
            let (hits, all) = snapshot.search(query, &(first.order_by((score, tie)), of_all))?;
            (hits.into_iter().map(|((score, _), at)| (score, at)).collect(), all)
        }
        Sort::Newest => {
            let by = (number(name::PUBLISHED, Order::Desc), score, tie);
            let (hits, all) = snapshot.search(query, &(first.order_by(by), of_all))?;
            (hits.into_iter().map(|((_, score, _), at)| (score, at)).collect(), all)
        }
        Sort::Until => {
            let by = (number(name::UNTIL_MIN, Order::Asc), score, tie);
            let (hits, all) = snapshot.search(query, &(first.order_by(by), of_all))?;
            (hits.into_iter().map(|((_, score, _), at)| (score, at)).collect(), all)
        }
        Sort::Document => {
            let by = ((SortByString::for_field(name::DOCUMENT), Order::Asc), score, tie);
            let (hits, all) = snapshot.search(query, &(first.order_by(by), of_all))?;
            (hits.into_iter().map(|((_, score, _), at)| (score, at)).collect(), all)
        }
    };
    hits.truncate(options.limit);
    Ok((hits, all))
}
