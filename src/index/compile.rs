//! A query's parts become tantivy queries over rules or over passages.

use std::sync::Arc;

use tantivy::{
    Searcher, Term,
    query::{AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query, TermQuery, TermSetQuery},
    schema::{Field, IndexRecordOption},
};

use super::{
    classes::{ClassTable, OfClasses, Wanted},
    filter::{Filter, FilterField},
    liked::Liked,
    names::Names,
    narrow::{filter_field, filter_query, ranges},
    part::Part,
    question::{Question, Reader},
    ranked::Ranked,
    schema::{Fields, kind},
    syntax::Node,
    way::Way,
};
use crate::{
    lexicon::Lexicon,
    model::{Name, Span},
};

/// The most words that a prefix stands for.
const MOST_EXPANDED: usize = 256;

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
                Self::Phrase(forms.iter().map(|f| f.folded.clone()).collect())
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
    /// The classes of the rules.
    pub classes: &'a Arc<ClassTable>,
    /// The concepts of all entries.
    pub concepts: &'a Arc<Names>,
    /// What tells which concepts are narrower.
    pub lexicon: &'a Lexicon,
    /// Which entries are searched.
    pub side: Side,
    /// Whether one of several plain words is enough.
    pub loose: bool,
    /// Whether queries are made of tantivy's own parts only, which explain their scores.
    pub plain: bool,
}

/// A query with how it counts among others.
pub(super) type Branch = (Occur, Box<dyn Query>);

impl Compiler<'_> {
    /// The query of a whole clause.
    pub fn query(&self, clause: &Clause) -> Box<dyn Query> {
        let which = match self.side {
            Side::Rules => kind::RULE,
            Side::Passages => kind::PASSAGE,
        };
        let Some(inner) = self.clause(clause) else { return Box::new(EmptyQuery) };
        if self.plain {
            let kind = constant(term(self.fields.kind, which), 0.0);
            return Box::new(BooleanQuery::new(vec![(Occur::Must, inner), (Occur::Must, kind)]));
        }
        if self.is_of_side(clause) {
            return inner;
        }
        let kind = Part::Word(vec![Way::constant(self.fields.kind, which, 0.0)]);
        self.of_parts(self.part(clause).into_iter().chain([kind]).collect())
    }

    /// Whether a clause is asked of fields that only the entries of this side have.
    fn is_of_side(&self, clause: &Clause) -> bool {
        match clause {
            Clause::All(clauses) => clauses.iter().any(|c| self.is_of_side(c)),
            Clause::Any(clauses) => clauses.iter().all(|c| self.is_of_side(c)),
            Clause::Question(question) => !question.is_empty(),
            Clause::Phrase(words) => !words.is_empty(),
            Clause::Prefix(_) => true,
            Clause::Filter(filter) => self.of_class(filter).is_some(),
            Clause::Not(_) => false,
        }
    }

    /// A filter that is asked of the classes of rules.
    fn of_class(&self, filter: &Filter) -> Option<OfClasses> {
        let Filter::Is(field, values) = filter else { return None };
        if self.plain || self.side != Side::Rules || values.is_empty() {
            return None;
        }
        let names: Vec<Name> = values.iter().map(|value| Name::from(value.as_str())).collect();
        let wanted = match field {
            FilterField::Concept => Wanted { concepts_within: &names, ..Wanted::default() },
            FilterField::Procedure => Wanted { procedures_within: &names, ..Wanted::default() },
            FilterField::Stance => Wanted { stances: values, ..Wanted::default() },
            FilterField::Phase => Wanted { phases: values, ..Wanted::default() },
            FilterField::Source | FilterField::Has => return None,
        };
        Some(self.classes.query(&wanted))
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
            Clause::Any(_) | Clause::Filter(_) if !self.plain => self.joined(clause),
            Clause::Any(clauses) => any(clauses.iter().filter_map(|c| self.clause(c)).collect()),
            Clause::Not(inner) => {
                let excluded = self.excluded(inner)?;
                Some(Box::new(BooleanQuery::new(vec![
                    (Occur::Must, constant(Box::new(AllQuery), 0.0)),
                    (Occur::MustNot, self.query_of(excluded)),
                ])))
            }
            Clause::Question(question) => self.question(question),
            Clause::Phrase(words) => self.phrase(words),
            Clause::Prefix(prefix) => Some(self.prefix(prefix)),
            Clause::Filter(filter) => Some(self.filter(filter).into_query()),
        }
    }

    fn filter(&self, filter: &Filter) -> Part {
        if let Some(classes) = self.of_class(filter) {
            return Part::Classes(classes);
        }
        match filter {
            Filter::Is(FilterField::Source, _) => Part::Other(constant(filter_query(self.fields, filter), 0.0), 0.0),
            Filter::Is(field, values) => {
                let field = filter_field(self.fields, *field);
                Part::Word(values.iter().map(|value| Way::constant(field, value, 0.0)).collect())
            }
            Filter::Until(..) | Filter::Published(..) => {
                Part::Between(ranges(filter), constant(filter_query(self.fields, filter), 0.0))
            }
        }
    }

    /// What a question finds, with filters and exclusions beside it as part of what is required; `None` where there is
    /// anything else.
    fn narrowed(&self, clauses: &[Clause]) -> Option<Box<dyn Query>> {
        let mut asked: Option<Box<Ranked>> = None;
        let mut parts: Vec<Part> = Vec::new();
        for clause in clauses {
            match clause {
                Clause::Question(question) if asked.is_none() => {
                    asked = Some(self.question(question)?.downcast().ok()?);
                }
                Clause::Filter(filter) => parts.push(self.filter(filter)),
                Clause::Not(inner) => {
                    parts.extend(self.excluded(inner).map(|part| Part::Not(vec![part])));
                }
                _ => return None,
            }
        }
        let Ranked { required, words, liked, others } = *asked?;
        parts.insert(0, required);
        Some(Box::new(Ranked { required: Part::Every(parts), words, liked, others }))
    }

    /// A clause as a part of what is found; `None` where it asks for nothing.
    fn part(&self, clause: &Clause) -> Option<Part> {
        let all = |clauses: &[Clause]| clauses.iter().filter_map(|c| self.part(c)).collect::<Vec<_>>();
        Some(match clause {
            Clause::All(clauses) => several(all(clauses), Part::Every)?,
            // Its scores are added up before they are added to others.
            Clause::Any(clauses) => several(all(clauses), |parts| Part::Every(vec![Part::Any(parts)]))?,
            Clause::Not(inner) => Part::Not(vec![self.excluded(inner)?]),
            Clause::Question(question) => match self.question(question)?.downcast() {
                Ok(ranked) => Part::Question(ranked),
                // Asked for by stance or phase alone, which is worth the same of every entry.
                Err(attitude) => Part::Other(attitude, 1.0),
            },
            Clause::Phrase(words) => Part::Other(self.phrase(words)?, f32::INFINITY),
            Clause::Prefix(prefix) => Part::Other(self.prefix(prefix), 1.0),
            Clause::Filter(filter) => self.filter(filter),
        })
    }

    /// Several clauses as one question, whose scores are added up only for what may be among the best.
    fn joined(&self, clause: &Clause) -> Option<Box<dyn Query>> {
        Some(self.of_parts(vec![self.part(clause)?]))
    }

    /// What all of some parts find.
    fn of_parts(&self, parts: Vec<Part>) -> Box<dyn Query> {
        let liked = Arc::new(Liked::Classes(Arc::clone(self.classes), Vec::new()));
        Box::new(Ranked { required: Part::Every(parts), words: Vec::new(), liked, others: Vec::new() })
    }

    fn all(&self, clauses: &[Clause]) -> Option<Box<dyn Query>> {
        if !self.plain {
            return self.narrowed(clauses).or_else(|| self.joined(&Clause::All(clauses.to_vec())));
        }
        let mut parts: Vec<Branch> = Vec::new();
        for clause in clauses {
            if let Clause::Not(inner) = clause {
                parts.extend(self.excluded(inner).map(|part| (Occur::MustNot, self.query_of(part))));
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
    fn excluded(&self, clause: &Clause) -> Option<Part> {
        let question = match clause {
            Clause::Question(question) => question,
            Clause::Filter(filter) => return Some(self.filter(filter)),
            _ => return Some(Part::Other(self.clause(clause)?, 0.0)),
        };
        let words = question.words.iter().map(|w| Part::Word(self.ways(w)));
        let amounts = question.amounts.iter().map(|a| self.amount(a));
        let parts: Vec<Part> = words.chain(amounts).collect();
        let procedures = question.procedures.iter().map(|p| Way::constant(self.fields.procedures_within, p, 0.0));
        let procedures: Vec<Way> = procedures.collect();
        let mut ways = Vec::new();
        if !parts.is_empty() {
            ways.push(Part::Every(parts));
        }
        if !procedures.is_empty() {
            ways.push(Part::Word(procedures));
        }
        (!ways.is_empty()).then_some(Part::Any(ways))
    }

    fn query_of(&self, part: Part) -> Box<dyn Query> {
        if self.plain { part.into_query() } else { Box::new(part) }
    }

    /// Words that stand one behind the other.
    pub(super) fn phrase(&self, words: &[String]) -> Option<Box<dyn Query>> {
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

/// One part as it is, several joined; `None` of none.
fn several(mut parts: Vec<Part>, join: impl FnOnce(Vec<Part>) -> Part) -> Option<Part> {
    match parts.len() {
        0 => None,
        1 => parts.pop(),
        _ => Some(join(parts)),
    }
}

pub(super) fn any(mut queries: Vec<Box<dyn Query>>) -> Option<Box<dyn Query>> {
    match queries.len() {
        0 => None,
        1 => queries.pop(),
        _ => Some(Box::new(BooleanQuery::union(queries))),
    }
}

pub(super) fn any_term(field: Field, names: &[Name]) -> Option<Box<dyn Query>> {
    any(names.iter().map(|name| term(field, name)).collect())
}

pub(super) fn constant(query: Box<dyn Query>, score: f32) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, score))
}

pub(super) fn term(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic))
}

pub(super) fn scored(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs))
}
