//! Searching: rules first, then passages, with what was understood of the query.

use serde::{Serialize, de::DeserializeOwned};
use tantivy::{
    DocAddress, Order, Searcher as Snapshot, TantivyError,
    collector::{
        Count, TopDocs,
        sort_key::{SortBySimilarityScore, SortByStaticFastValue, SortByString},
    },
    query::Query,
};

use super::{
    card::Card,
    compile::{Clause, Compiler, Side},
    entry::{PassageRecord, RuleRecord},
    facets::{FacetCollector, Facets},
    filter::{Filter, FilterField},
    highlight::{Marks, spans},
    question::Reader,
    schema::name,
    searcher::Searcher,
    spelling::KnownWords,
    syntax::{Problem, parse},
};
use crate::{
    error::Result,
    model::{Name, Phase, Span},
};

/// The most values of each facet.
const FACET_VALUES: usize = 20;

/// How hits are ordered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// The best match first.
    #[default]
    Score,
    /// The newest source first.
    Newest,
    /// The soonest end first.
    Until,
    /// By document.
    Document,
}

/// What is wanted of a search.
#[derive(Debug, Clone, Copy)]
pub struct SearchOptions {
    /// The most rules, and the most passages.
    pub limit: usize,
    /// How many hits are left out before the first.
    pub offset: usize,
    /// How hits are ordered.
    pub sort: Sort,
    /// Whether each hit comes with how its score came about.
    pub explain: bool,
}

impl Default for SearchOptions {
    fn default() -> Self {
        Self { limit: 10, offset: 0, sort: Sort::Score, explain: false }
    }
}

/// What a search found.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Found {
    /// What was understood of the query.
    pub understood: Understood,
    /// What the sources say, where the query names a topic.
    pub cards: Vec<Card>,
    /// Rules.
    pub rules: Hits<RuleRecord>,
    /// Passages.
    pub passages: Hits<PassageRecord>,
    /// Counts of all rules that match.
    pub facets: Facets,
}

/// What was understood of a query.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Understood {
    /// Procedures that it names.
    pub procedures: Vec<Name>,
    /// Concepts that it names.
    pub concepts: Vec<Name>,
    /// The phase that it names.
    pub phase: Option<Phase>,
    /// Words that were taken for others.
    pub corrected: Vec<(String, String)>,
    /// Fields with values that neither the lexicon nor the index knows.
    pub unknown: Vec<(String, String)>,
    /// Why it was read as plain words, where it could not be parsed.
    pub problem: Option<Problem>,
    /// Whether only its first words were searched for.
    pub cut: bool,
    /// Whether no entry had all words, so that those with some are shown.
    pub loose: bool,
}

/// Some of the entries that match.
#[derive(Debug, Clone, Serialize)]
pub struct Hits<T> {
    /// How many match.
    pub total: u64,
    /// The first of them.
    pub hits: Vec<Hit<T>>,
}

impl<T> Default for Hits<T> {
    fn default() -> Self {
        Self { total: 0, hits: Vec::new() }
    }
}

/// An entry that matches.
#[derive(Debug, Clone, Serialize)]
pub struct Hit<T> {
    /// How well it matches; comparable within one search only.
    pub score: f32,
    /// The entry.
    #[serde(flatten)]
    pub entry: T,
    /// What of its text matched, as byte ranges of the quote or the passage's text.
    pub matched: Vec<Span>,
    /// How the score came about, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<serde_json::Value>,
}

/// A query with its words read.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadQuery {
    /// What is searched for.
    pub clause: Clause,
    /// What was understood.
    pub understood: Understood,
}

impl Searcher<'_> {
    /// Reads a query; never fails.
    pub fn read_query(&self, text: &str) -> ReadQuery {
        let parsed = parse(text);
        let snapshot = self.reader.searcher();
        let fields = self.fields();
        let spelling = KnownWords {
            searcher: &snapshot,
            fields: [fields.said, fields.passage],
            lexicon: self.lexicon,
            analyser: &self.analyser,
        };
        let reader = Reader {
            analyser: &self.analyser,
            lexicon: self.lexicon,
            procedures: &self.topics.0,
            concepts: &self.topics.1,
            spelling: &spelling,
        };
        let clause = Clause::read(&parsed.node, &reader);
        let mut understood = Understood { problem: parsed.problem, cut: parsed.cut, ..Understood::default() };
        for question in clause.questions() {
            understood.procedures.extend(question.procedures.iter().cloned());
            understood.concepts.extend(question.concepts.iter().cloned());
            understood.corrected.extend(question.corrected.iter().cloned());
            understood.phase = understood.phase.or(question.phase);
        }
        understood.unknown = self.unknown(&clause);
        ReadQuery { clause, understood }
    }

    /// The values of filters that name no concept and no procedure.
    fn unknown(&self, clause: &Clause) -> Vec<(String, String)> {
        let (procedures, concepts) = &self.topics;
        let has = |names: &[Name], value: &str| names.iter().any(|n| *n == *value);
        let mut out = Vec::new();
        for filter in clause.filters() {
            let Filter::Is(field, values) = filter else { continue };
            let is_known = |value: &&String| match field {
                FilterField::Concept => self.lexicon.concepts.get(value).is_some() || has(concepts, value),
                FilterField::Procedure => self.lexicon.procedures.get(value).is_some() || has(procedures, value),
                _ => true,
            };
            out.extend(values.iter().filter(|v| !is_known(v)).map(|v| (field.name().to_owned(), v.clone())));
        }
        out
    }

    /// Searches for a query.
    ///
    /// # Errors
    /// Where the index is damaged; a query is never wrong.
    pub fn search(&self, text: &str, options: &SearchOptions) -> Result<Found> {
        let query = self.read_query(text);
        let snapshot = self.reader.searcher();
        let mut found = self.find(&snapshot, &query, options, false)?;
        let has_words = query.clause.questions().iter().any(|q| q.words.len() > 1);
        if found.rules.total + found.passages.total == 0 && has_words {
            found = self.find(&snapshot, &query, options, true)?;
            found.understood.loose = found.rules.total + found.passages.total > 0;
        }
        Ok(found)
    }

    fn find(&self, snapshot: &Snapshot, query: &ReadQuery, options: &SearchOptions, loose: bool) -> Result<Found> {
        let failed = |e: TantivyError| self.failed(&e);
        let compiler = |side: Side| Compiler {
            fields: self.fields(),
            searcher: snapshot,
            lexicon: self.lexicon,
            side,
            loose,
            plain: options.explain,
        };
        let sides = [Side::Rules, Side::Passages].map(compiler);
        let [rules, passages] = sides.each_ref().map(|compiler| compiler.query(&query.clause));
        let facets = FacetCollector::new(snapshot, &self.names, FACET_VALUES).map_err(failed)?;
        let (top_rules, facets) = top(snapshot, &*rules, options, facets).map_err(failed)?;
        let (top_passages, total) = top(snapshot, &*passages, options, Count).map_err(failed)?;
        let [rule_marks, passage_marks] = sides.each_ref().map(|compiler| Marks::of(&query.clause, compiler));
        let loader = Loader { searcher: self, snapshot, explain: options.explain };
        let rules_found: Vec<Hit<RuleRecord>> = loader.hits(&*rules, top_rules, &rule_marks)?;
        let passages_found: Vec<Hit<PassageRecord>> = loader.hits(&*passages, top_passages, &passage_marks)?;
        Ok(Found {
            understood: query.understood.clone(),
            cards: self.cards(snapshot, &query.clause)?,
            rules: Hits { total: facets.total, hits: rules_found },
            passages: Hits { total: total as u64, hits: passages_found },
            facets,
        })
    }
}

/// An entry with its score.
type Scored = (f32, DocAddress);

/// Turns addresses into hits.
struct Loader<'a> {
    searcher: &'a Searcher<'a>,
    snapshot: &'a Snapshot,
    explain: bool,
}

impl Loader<'_> {
    fn hits<T: DeserializeOwned>(&self, query: &dyn Query, top: Vec<Scored>, marks: &Marks) -> Result<Vec<Hit<T>>> {
        let entries: Vec<DocAddress> = top.iter().map(|(_, at)| *at).collect();
        let positions = marks.positions(self.snapshot, &entries).map_err(|e| self.searcher.failed(&e))?;
        top.into_iter()
            .map(|(score, at)| {
                let (entry, words): (T, _) = self.searcher.record_with_spans(self.snapshot, at)?;
                let matched = positions.get(&at).map_or_else(Vec::new, |ranges| spans(ranges, &words));
                let explanation = self.explain.then(|| query.explain(self.snapshot, at).ok()).flatten();
                let explanation = explanation.and_then(|e| serde_json::from_str(&e.to_pretty_json()).ok());
                Ok(Hit { score, entry, matched, explanation })
            })
            .collect()
    }
}

/// The first hits of a query in the order that is wanted, and what else is collected of all hits.
fn top<C: tantivy::collector::Collector>(
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
