//! A query's parts become tantivy queries over rules or over passages.

use tantivy::{
    Searcher, Term,
    query::{
        AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query, TermQuery,
        TermSetQuery,
    },
    schema::{Field, IndexRecordOption},
};

use super::{
    entry::id_of,
    filter::Filter,
    narrow::filter_query,
    question::{Amount, Question, Reader, Word},
    ranked::Ranked,
    schema::{Fields, kind},
    syntax::Node,
};
use crate::{
    lexicon::Lexicon,
    model::{Name, Phase, Span},
};

/// The most words that a prefix stands for.
const MOST_EXPANDED: usize = 256;

/// What is added to the score of words: a rule of the very concept, of the stance and of the phase that are asked for.
mod weight {
    /// The concept itself, not a narrower one.
    pub const CONCEPT: f32 = 6.0;
    /// A concept directly below it.
    pub const NARROWER: f32 = 3.0;
    /// The procedure itself, not a narrower one.
    pub const PROCEDURE: f32 = 2.0;
    /// The stance.
    pub const STANCE: f32 = 3.0;
    /// After the procedure, where no phase is stated.
    pub const PHASE: f32 = 1.0;
    /// Words in headings, against words in the text.
    pub const AROUND: f32 = 0.3;
    /// An amount, written in the same words.
    pub const AMOUNT: f32 = 2.0;
}

/// Which entries are searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Rules.
    Rules,
    /// Passages.
    Passages,
}

/// A part of a query, with its words read.
#[derive(Debug, Clone, PartialEq)]
pub enum Clause {
    /// Every one of these.
    All(Vec<Clause>),
    /// At least one of these.
    Any(Vec<Clause>),
    /// Not this.
    Not(Box<Clause>),
    /// A question.
    Question(Question),
    /// Exactly these words.
    Phrase(Vec<String>),
    /// Words that begin so.
    Prefix(String),
    /// A filter, its values as ids.
    Filter(Filter),
}

impl Clause {
    /// Reads the words of a parsed query.
    pub fn read(node: &Node, reader: &Reader<'_>) -> Self {
        let all = |nodes: &[Node]| nodes.iter().map(|n| Self::read(n, reader)).collect();
        match node {
            Node::All(nodes) => Self::All(all(nodes)),
            Node::Any(nodes) => Self::Any(all(nodes)),
            Node::Not(node) => Self::Not(Box::new(Self::read(node, reader))),
            Node::Words(text) => Self::Question(reader.read(text)),
            Node::Phrase(text) => {
                let forms = reader.analyser.forms(text, Span::new(0, text.len()), &[]);
                Self::Phrase(forms.into_iter().map(|f| f.folded).collect())
            }
            Node::Prefix(text) => Self::Prefix(super::analysis::fold(text)),
            Node::Filter(filter) => Self::Filter(reader.filter(filter)),
        }
    }

    /// The questions of a query that are not excluded, in order.
    pub fn questions(&self) -> Vec<&Question> {
        match self {
            Self::All(clauses) | Self::Any(clauses) => clauses.iter().flat_map(Self::questions).collect(),
            Self::Question(question) => vec![question],
            _ => Vec::new(),
        }
    }

    /// The filters that every hit must pass.
    pub fn filters(&self) -> Vec<&Filter> {
        match self {
            Self::All(clauses) => clauses.iter().flat_map(Self::filters).collect(),
            Self::Filter(filter) => vec![filter],
            _ => Vec::new(),
        }
    }
}

/// Makes queries.
pub struct Compiler<'a> {
    /// The fields.
    pub fields: Fields,
    /// The index, for what a prefix stands for.
    pub searcher: &'a Searcher,
    /// What tells which concepts are narrower.
    pub lexicon: &'a Lexicon,
    /// Which entries are searched.
    pub side: Side,
    /// Whether one of several plain words is enough.
    pub loose: bool,
    /// Whether queries are made of tantivy's own parts only, which explain their scores.
    pub plain: bool,
}

type Part = (Occur, Box<dyn Query>);

impl Compiler<'_> {
    /// The query of a whole clause.
    pub fn query(&self, clause: &Clause) -> Box<dyn Query> {
        let which = match self.side {
            Side::Rules => kind::RULE,
            Side::Passages => kind::PASSAGE,
        };
        let Some(inner) = self.clause(clause) else { return Box::new(EmptyQuery) };
        Box::new(BooleanQuery::new(vec![
            (Occur::Must, inner),
            (Occur::Must, constant(term(self.fields.kind, which), 0.0)),
        ]))
    }

    /// The field of the words of the entries.
    pub fn text(&self) -> Field {
        match self.side {
            Side::Rules => self.fields.said,
            Side::Passages => self.fields.passage,
        }
    }

    /// The query of a clause; `None` where the clause asks for nothing.
    fn clause(&self, clause: &Clause) -> Option<Box<dyn Query>> {
        match clause {
            Clause::All(clauses) => self.all(clauses),
            Clause::Any(clauses) => any(clauses.iter().filter_map(|c| self.clause(c)).collect()),
            Clause::Not(inner) => {
                let excluded = self.excluded(inner)?;
                Some(Box::new(BooleanQuery::new(vec![
                    (Occur::Must, constant(Box::new(AllQuery), 0.0)),
                    (Occur::MustNot, excluded),
                ])))
            }
            Clause::Question(question) => self.question(question),
            Clause::Phrase(words) => self.phrase(words),
            Clause::Prefix(prefix) => Some(self.prefix(prefix)),
            Clause::Filter(filter) => Some(constant(filter_query(self.fields, filter), 0.0)),
        }
    }

    fn all(&self, clauses: &[Clause]) -> Option<Box<dyn Query>> {
        let mut parts: Vec<Part> = Vec::new();
        for clause in clauses {
            if let Clause::Not(inner) = clause {
                parts.extend(self.excluded(inner).map(|q| (Occur::MustNot, q)));
            } else {
                parts.extend(self.clause(clause).map(|q| (Occur::Must, q)));
            }
        }
        if parts.is_empty() {
            return None;
        }
        if parts.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            parts.push((Occur::Must, constant(Box::new(AllQuery), 0.0)));
        }
        Some(Box::new(BooleanQuery::new(parts)))
    }

    /// What an excluded clause excludes: of words, texts that have all of them and rules of the procedures they name.
    fn excluded(&self, clause: &Clause) -> Option<Box<dyn Query>> {
        let Clause::Question(question) = clause else { return self.clause(clause) };
        let words = question.words.iter().map(|w| (Occur::Must, self.word(w)));
        let amounts = question.amounts.iter().map(|a| (Occur::Must, self.amount(a)));
        let parts: Vec<Part> = words.chain(amounts).collect();
        let mut ways: Vec<Box<dyn Query>> = Vec::new();
        if !parts.is_empty() {
            ways.push(Box::new(BooleanQuery::new(parts)));
        }
        ways.extend(question.procedures.iter().map(|p| term(self.fields.procedures_within, p)));
        any(ways)
    }

    fn question(&self, question: &Question) -> Option<Box<dyn Query>> {
        let topics = if self.loose { None } else { self.topics(question) };
        let has_topic = topics.is_some() || !question.amounts.is_empty();
        let mut required: Vec<Box<dyn Query>> = topics.into_iter().collect();
        required.extend(question.amounts.iter().map(|a| self.amount(a)));
        let mut preferred: Vec<Vec<Box<dyn Query>>> = Vec::new();
        for word in &question.words {
            if (word.topical || has_topic || self.loose) && !word.number {
                preferred.push(self.ways(word));
            } else {
                required.push(self.word(word));
            }
        }
        if required.is_empty() {
            let words = std::mem::take(&mut preferred).into_iter().filter_map(any).collect();
            let Some(any_word) = any(words) else { return self.attitude(question) };
            required.push(any_word);
        }
        preferred.extend(self.preferences(question).into_iter().map(|q| vec![q]));
        Some(self.ranked(required, preferred))
    }

    /// What is required, ranked by what is preferred.
    fn ranked(&self, required: Vec<Box<dyn Query>>, preferred: Vec<Vec<Box<dyn Query>>>) -> Box<dyn Query> {
        if self.plain {
            let preferred = preferred.into_iter().filter_map(any).map(|q| (Occur::Should, q));
            return Box::new(BooleanQuery::new(
                required.into_iter().map(|q| (Occur::Must, q)).chain(preferred).collect(),
            ));
        }
        let required: Box<dyn Query> = Box::new(BooleanQuery::intersection(required));
        if preferred.is_empty() { required } else { Box::new(Ranked::new(required, preferred)) }
    }

    /// What is asked for where no topic is: a phase, a stance.
    fn attitude(&self, question: &Question) -> Option<Box<dyn Query>> {
        let mut parts: Vec<Part> = Vec::new();
        parts.extend(question.phase.map(|p| (Occur::Must, term(self.fields.phase, &id_of(&p)))));
        let stances: Vec<_> = question.stances.iter().map(|s| term(self.fields.stance, &id_of(s))).collect();
        parts.extend(any(stances).map(|q| (Occur::Must, q)));
        if parts.is_empty() { None } else { Some(constant(Box::new(BooleanQuery::new(parts)), 1.0)) }
    }

    /// The concepts and procedures that a question names; of passages also those that have all the words.
    fn topics(&self, question: &Question) -> Option<Box<dyn Query>> {
        let concepts = any_term(self.fields.concepts_within, &question.concepts);
        let procedures = any_term(self.fields.procedures_within, &question.procedures);
        let parts: Vec<Part> = [concepts, procedures].into_iter().flatten().map(|q| (Occur::Must, q)).collect();
        if parts.is_empty() {
            return None;
        }
        let mut named = parts;
        if let Some(phase) = question.phase.filter(|_| self.side == Side::Rules) {
            named.push((Occur::Must, term(self.fields.phase, &id_of(&phase))));
        }
        let by_name = constant(Box::new(BooleanQuery::new(named)), 0.0);
        if self.side == Side::Rules {
            return Some(by_name);
        }
        let words: Vec<Part> =
            question.words.iter().filter(|w| w.topical).map(|w| (Occur::Must, self.word(w))).collect();
        any(vec![by_name, Box::new(BooleanQuery::new(words))])
    }

    /// What ranks first among equals.
    fn preferences(&self, question: &Question) -> Vec<Box<dyn Query>> {
        let f = self.fields;
        let mut out = Vec::new();
        let mut prefer = |query: Box<dyn Query>, by: f32| out.push(constant(query, by));
        for concept in &question.concepts {
            prefer(term(f.concept, concept), weight::CONCEPT);
            let all = self.lexicon.concepts.all().iter();
            for narrower in all.filter(|c| c.broader.contains(concept)) {
                prefer(term(f.concept, &narrower.id), weight::NARROWER);
            }
        }
        for procedure in &question.procedures {
            prefer(term(f.procedure, procedure), weight::PROCEDURE);
        }
        for stance in &question.stances {
            prefer(term(f.stance, &id_of(stance)), weight::STANCE);
        }
        if question.phase.is_none() && self.side == Side::Rules {
            prefer(term(f.phase, &id_of(&Phase::After)), weight::PHASE);
        }
        out
    }

    fn word(&self, word: &Word) -> Box<dyn Query> {
        any(self.ways(word)).unwrap_or_else(|| Box::new(EmptyQuery))
    }

    /// The ways in which a word is found: as it is written, by its stem, and in what surrounds a text. A number only as it
    /// is written.
    fn ways(&self, word: &Word) -> Vec<Box<dyn Query>> {
        let field = self.text();
        let exact = scored(field, &format!("={}", word.exact));
        if word.number {
            return vec![exact];
        }
        let around = Box::new(BoostQuery::new(scored(field, &format!("~{}", word.stem)), weight::AROUND));
        vec![exact, scored(field, &word.stem), around]
    }

    /// An amount, in any unit; the same words first.
    fn amount(&self, amount: &Amount) -> Box<dyn Query> {
        let same = constant(term(self.text(), &format!("#{}", amount.seconds)), 1.0);
        match self.phrase(&amount.words) {
            Some(written) => Box::new(BooleanQuery::new(vec![
                (Occur::Must, same),
                (Occur::Should, constant(written, weight::AMOUNT)),
            ])),
            None => same,
        }
    }

    fn phrase(&self, words: &[String]) -> Option<Box<dyn Query>> {
        let field = self.text();
        let terms: Vec<Term> = words.iter().map(|w| Term::from_field_text(field, &format!("={w}"))).collect();
        match terms.len() {
            0 => None,
            1 => Some(scored(field, &format!("={}", words[0]))),
            _ => Some(Box::new(PhraseQuery::new(terms))),
        }
    }

    fn prefix(&self, prefix: &str) -> Box<dyn Query> {
        Box::new(TermSetQuery::new(self.expanded(prefix)))
    }

    /// The words that a prefix stands for, in order.
    pub fn expanded(&self, prefix: &str) -> Vec<Term> {
        let field = self.text();
        let start = format!("={prefix}");
        let mut terms: Vec<Term> = Vec::new();
        for segment in self.searcher.segment_readers() {
            let Ok(index) = segment.inverted_index(field) else { continue };
            let Ok(mut stream) = index.terms().range().ge(start.as_bytes()).into_stream() else { continue };
            while stream.advance() && stream.key().starts_with(start.as_bytes()) && terms.len() < MOST_EXPANDED {
                if let Ok(text) = std::str::from_utf8(stream.key()) {
                    terms.push(Term::from_field_text(field, text));
                }
            }
        }
        terms.sort();
        terms.dedup();
        terms
    }
}

pub(super) fn any(mut queries: Vec<Box<dyn Query>>) -> Option<Box<dyn Query>> {
    match queries.len() {
        0 => None,
        1 => queries.pop(),
        _ => Some(Box::new(BooleanQuery::union(queries))),
    }
}

fn any_term(field: Field, names: &[Name]) -> Option<Box<dyn Query>> {
    any(names.iter().map(|name| term(field, name)).collect())
}

fn constant(query: Box<dyn Query>, score: f32) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, score))
}

pub(super) fn term(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic))
}

fn scored(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs))
}
