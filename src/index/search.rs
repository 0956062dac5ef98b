//! Searching: rules first, then passages, with what was understood of the query.

use std::sync::Arc;

use serde::Serialize;
use tantivy::{Searcher as Snapshot, TantivyError, collector::Count};

use super::{
    card::Card,
    compile::{Clause, Compiler, Side},
    entry::{PassageRecord, RuleRecord},
    facets::{FacetCollector, Facets},
    filter::{Filter, FilterField},
    hits::Page,
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
        if self.is_followed() {
            self.lay_out(&snapshot)?;
        }
        let (hits, cards) =
            rayon::join(|| self.hits(&snapshot, &query, options, false), || self.cards(&snapshot, &query.clause));
        let (mut found, cards) = (hits?, cards?);
        let has_words = query.clause.questions().iter().any(|q| q.words.len() > 1);
        if found.rules.total + found.passages.total == 0 && has_words {
            found = self.hits(&snapshot, &query, options, true)?;
            found.understood.loose = found.rules.total + found.passages.total > 0;
        }
        found.cards = cards;
        Ok(found)
    }

    /// Lays out what is asked of entries: where one search follows another, it pays.
    fn lay_out(&self, snapshot: &Snapshot) -> Result<()> {
        let failed = |e: TantivyError| self.failed(&e);
        let classes = self.known.classes.of(snapshot, self.fields()).map_err(failed)?;
        classes.lay_out(&*self.known.copies(&self.store, snapshot)?);
        self.known.names.of(snapshot, name::CONCEPT).map_err(failed)?.lay_out();
        Ok(())
    }

    /// The hits of a query and their counts.
    fn hits(&self, snapshot: &Snapshot, query: &ReadQuery, options: &SearchOptions, loose: bool) -> Result<Found> {
        let failed = |e: TantivyError| self.failed(&e);
        let classes = self.known.classes.of(snapshot, self.fields()).map_err(failed)?;
        let concepts = self.known.names.of(snapshot, name::CONCEPT).map_err(failed)?;
        let compiler = |side: Side| Compiler {
            fields: self.fields(),
            searcher: snapshot,
            classes: &classes,
            concepts: &concepts,
            lexicon: self.lexicon,
            side,
            loose,
            plain: false,
        };
        let counts = FacetCollector { most: FACET_VALUES, classes: Arc::clone(&classes), snapshot: snapshot.clone() };
        let page = Page { searcher: self, snapshot, options };
        let (rules, passages) = rayon::join(
            || page.of::<RuleRecord, _>(&query.clause, &compiler(Side::Rules), counts),
            || page.of::<PassageRecord, _>(&query.clause, &compiler(Side::Passages), Count),
        );
        let ((rules, facets), (passages, total)) = (rules?, passages?);
        Ok(Found {
            understood: query.understood.clone(),
            cards: Vec::new(),
            rules: Hits { total: facets.total, hits: rules },
            passages: Hits { total: total as u64, hits: passages },
            facets,
        })
    }
}
