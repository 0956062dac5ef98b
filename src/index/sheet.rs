//! The entries of one document. What several of them share is worked out once: the words of its source, its headings, and the
//! quotes of which several rules were read.

use std::{rc::Rc, sync::Arc};

use serde::Serialize;
use tantivy::TantivyDocument;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::{
    amount,
    analysis::{self, Field},
    class::{self, Class},
    copies,
    entry::{Content, Origin, PARTS, PassageRecord, id_of},
    maker::{Learnt, Maker},
    mixed::ByText,
    passage::{Passage, passages},
    schema::kind,
    spans,
    topics::named_words,
    words::SearchWords,
};
use crate::{
    contradiction::{Signature, sites_around},
    error::{Error, ErrorKind, Result},
    model::{Lines, Name, Rule, Span},
    pipeline::Reading,
    segment,
};

/// Bytes of an entry besides its texts, about.
const BESIDES: usize = 1 << 9;
/// Bytes of a record, about.
const RECORD: usize = 1 << 11;

/// What is made of one document.
pub struct Sheet<'a> {
    maker: &'a Maker<'a>,
    learnt: &'a mut Learnt,
    reading: &'a Reading,
    lines: Lines<'a>,
    content: String,
    publisher: &'a str,
    /// The words of publisher, title and id.
    source: Field,
    /// The day of publication.
    published: Option<u64>,
    /// The bytes of the entries, about.
    bytes: usize,
    /// Headings and titles by their text, as stems.
    headings: ByText<String, Rc<[String]>>,
    /// Quotes by their text and the procedures that they are about.
    quotes: ByText<(&'a str, &'a [Name]), Rc<Said>>,
}

/// A text with its terms.
struct Said {
    field: Field,
    /// Where its words lie, as bytes.
    spans: Vec<u8>,
}

/// The record of a rule, as [`RuleRecord`](super::entry::RuleRecord) reads it.
#[derive(Serialize)]
struct RuleEntry<'a> {
    rule: &'a Rule,
    origin: Origin,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sites: Vec<&'a str>,
}

impl<'a> Sheet<'a> {
    /// The sheet of a document of a content.
    pub fn new(maker: &'a Maker<'a>, learnt: &'a mut Learnt, content: Content, reading: &'a Reading) -> Self {
        let document = &reading.document;
        let publisher = document.meta.publisher.as_deref().unwrap_or(&document.id);
        let title = document.meta.title.as_deref().unwrap_or_default();
        let source = format!("{publisher}\n{}\n{title}", document.id);
        let stated = document.meta.published.as_deref().or(document.meta.modified.as_deref());
        Self {
            source: Field::of(&maker.analyser.forms_by(&source, &mut learnt.met), &[]),
            maker,
            learnt,
            lines: document.lines(),
            reading,
            content: content.hex(),
            publisher,
            published: stated.and_then(amount::day_number),
            bytes: 0,
            headings: ByText::default(),
            quotes: ByText::default(),
        }
    }

    /// Everything of the document, and about how many bytes it takes.
    ///
    /// # Errors
    /// Where a record cannot be written as JSON.
    pub fn entries(mut self, file: &str, signature: Option<&Signature>) -> Result<(Vec<TantivyDocument>, usize)> {
        let passages = passages(&self.reading.document);
        let mut out = Vec::with_capacity(1 + passages.len() + self.reading.rules.len());
        out.push(self.document(file, signature)?);
        for passage in passages {
            out.push(self.passage(passage)?);
        }
        for rule in &self.reading.rules {
            out.push(self.rule(rule)?);
        }
        Ok((out, self.bytes))
    }

    fn document(&mut self, file: &str, signature: Option<&Signature>) -> Result<TantivyDocument> {
        let f = self.maker.fields;
        let record = json(&self.reading.document)?;
        let mut entry = self.common(kind::DOCUMENT, record.len());
        entry.add_text(f.content, &self.content);
        entry.add_text(f.file, file);
        entry.add_text(f.lexicon, self.maker.digest);
        if let Some(signature) = signature {
            entry.add_bytes(f.signature, &signature.to_bytes());
        }
        entry.add_text(f.record, &record);
        Ok(entry)
    }

    fn passage(&mut self, passage: Passage) -> Result<TantivyDocument> {
        let (f, id) = (self.maker.fields, &self.reading.document.id);
        let span = Span::new(passage.start, passage.end);
        let mut topics = Topics::default();
        for rule in &self.reading.rules {
            if Span::new(rule.start, rule.end).overlaps(span) {
                topics.add(rule);
            }
        }
        if topics.procedures.is_empty() {
            topics.procedures = main_procedures(&self.reading.rules);
        }
        let Said { mut field, spans } = self.said(&passage.text, &topics.procedures);
        self.surround(&mut field, &passage.section);
        let (order, origin) = (order(id, passage.start as u64), self.origin(passage.start));
        let record = json(&PassageRecord { passage, origin })?;
        let mut entry = self.common(kind::PASSAGE, record.len() + field.terms.as_str().len() + spans.len());
        let (concepts, procedures) = self.topics(&mut entry, &topics);
        for topic in class::topics(&concepts, &procedures) {
            entry.add_text(f.topic, topic);
        }
        entry.add_text(f.passage, field.terms.as_str());
        entry.add_bytes(f.spans, &spans);
        entry.add_u64(f.order, order);
        entry.add_text(f.record, &record);
        Ok(entry)
    }

    fn rule(&mut self, rule: &'a Rule) -> Result<TantivyDocument> {
        let (f, words) = (self.maker.fields, &self.maker.analyser.words);
        let document = &self.reading.document;
        let sites = &self.maker.lexicon.comparison.sites;
        let named = sites.names(sites_around(document, rule, sites)).collect();
        let record = json(&RuleEntry { rule, origin: self.origin(rule.start), sites: named })?;
        let said = self.quote(rule);
        let mut field = said.field.clone();
        self.surround(&mut field, &rule.section);
        field.add_amounts(&amounts(rule, words));
        let mut entry = self.common(kind::RULE, record.len() + field.terms.as_str().len() + said.spans.len());
        let mut topics = Topics::default();
        topics.add(rule);
        let (concepts, procedures) = self.topics(&mut entry, &topics);
        entry.add_text(f.class, Class::new(rule, procedures.to_vec(), concepts.to_vec()).to_text());
        entry.add_text(f.rule, &rule.id);
        entry.add_u64(f.number, copies::number(&document.id));
        entry.add_u64(f.source_number, copies::number(self.publisher));
        entry.add_text(f.position, amount::position(rule, words));
        let until = rule.until.as_ref().and_then(|t| amount::seconds(t, words));
        if let Some((min, max)) = until {
            entry.add_u64(f.until_min, min);
            entry.add_u64(f.until_max, max);
        }
        for part in parts(rule) {
            entry.add_text(f.has, part);
        }
        entry.add_text(f.said, field.terms.as_str());
        entry.add_bytes(f.spans, &said.spans);
        entry.add_u64(f.order, order(&rule.id, rule.start as u64));
        entry.add_text(f.record, &record);
        Ok(entry)
    }

    /// What every entry has; `more` is how many bytes its own texts take.
    fn common(&mut self, kind: &str, more: usize) -> TantivyDocument {
        let f = self.maker.fields;
        let bytes = more + self.source.terms.as_str().len() + BESIDES;
        self.bytes += bytes;
        let mut entry = TantivyDocument::with_capacity(bytes);
        entry.add_text(f.kind, kind);
        entry.add_text(f.of, &self.content);
        entry.add_text(f.document, self.reading.document.id.as_str());
        entry.add_text(f.publisher, self.publisher);
        entry.add_text(f.source, self.source.terms.as_str());
        if let Some(day) = self.published {
            entry.add_u64(f.published, day);
        }
        entry
    }

    fn origin(&self, byte: usize) -> Origin {
        let document = &self.reading.document;
        Origin {
            document: document.id.clone(),
            source: document.source.clone(),
            title: document.meta.title.clone(),
            publisher: document.meta.publisher.clone(),
            published: document.meta.published.clone().or_else(|| document.meta.modified.clone()),
            line: self.lines.line(byte),
        }
    }

    /// Adds the title, the procedure that the document names as its own, and the headings above a text.
    fn surround(&mut self, field: &mut Field, section: &[String]) {
        let meta = &self.reading.document.meta;
        for heading in meta.title.iter().chain(&meta.procedure).chain(section) {
            field.surround(&self.heading(heading));
        }
    }

    fn heading(&mut self, text: &str) -> Rc<[String]> {
        if let Some(stems) = self.headings.get(text) {
            return Rc::clone(stems);
        }
        let stems = analysis::stems(&self.maker.analyser.forms_by(text, &mut self.learnt.met)).into();
        Rc::clone(self.headings.entry(text.to_owned()).or_insert(stems))
    }

    fn quote(&mut self, rule: &'a Rule) -> Rc<Said> {
        let key = (&*rule.quote, &*rule.procedure);
        if let Some(said) = self.quotes.get(&key) {
            return Rc::clone(said);
        }
        let said = Rc::new(self.said(&rule.quote, &rule.procedure));
        Rc::clone(self.quotes.entry(key).or_insert(said))
    }

    /// A text about some procedures.
    fn said(&mut self, text: &str, about: &[Name]) -> Said {
        let lexicon = self.maker.lexicon;
        let tokens = segment::tokens(text, Span::new(0, text.len()), &[], &lexicon.words);
        let forms = self.maker.analyser.forms_of(text, &tokens, &mut self.learnt.met);
        let named = named_words(lexicon, &tokens, about, |concept| self.learnt.concept(lexicon, concept));
        let spans: Vec<Span> = forms.iter().map(|form| form.span).collect();
        Said { field: Field::of(&forms, &named), spans: spans::to_bytes(&spans) }
    }

    /// Writes what an entry is about, and gives its concepts and procedures with all that are broader.
    fn topics(&mut self, entry: &mut TantivyDocument, topics: &Topics) -> (Arc<[Name]>, Arc<[Name]>) {
        let f = self.maker.fields;
        let concepts = self.learnt.concepts(self.maker.lexicon, &topics.concepts);
        let procedures = self.learnt.procedures(self.maker.lexicon, &topics.procedures);
        for (field, values) in [
            (f.procedure, &*topics.procedures),
            (f.procedures_within, &procedures),
            (f.concept, &topics.concepts),
            (f.concepts_within, &concepts),
        ] {
            for value in values {
                entry.add_text(field, value.as_str());
            }
        }
        for stance in &topics.stances {
            entry.add_text(f.stance, stance);
        }
        for phase in &topics.phases {
            entry.add_text(f.phase, phase);
        }
        (concepts, procedures)
    }
}

/// What the rules of a passage, or one rule, are about, each once and in order.
#[derive(Default)]
struct Topics {
    procedures: Vec<Name>,
    concepts: Vec<Name>,
    stances: Vec<String>,
    phases: Vec<String>,
}

impl Topics {
    fn add(&mut self, rule: &Rule) {
        for procedure in &rule.procedure {
            once(&mut self.procedures, procedure.clone());
        }
        once(&mut self.concepts, rule.concept.clone());
        once(&mut self.stances, id_of(&rule.stance));
        once(&mut self.phases, id_of(&rule.phase));
    }
}

fn once<T: PartialEq>(list: &mut Vec<T>, value: T) {
    if !list.contains(&value) {
        list.push(value);
    }
}

/// The procedures that all rules of a document name; none where there is no rule.
fn main_procedures(rules: &[Rule]) -> Vec<Name> {
    let Some(first) = rules.first() else { return Vec::new() };
    first.procedure.iter().filter(|p| rules.iter().all(|r| r.procedure.contains(p))).cloned().collect()
}

/// Those of [`PARTS`] that a rule has.
fn parts(rule: &Rule) -> impl Iterator<Item = &'static str> {
    let has = [
        rule.from.is_some(),
        rule.until.is_some(),
        rule.lead.is_some(),
        rule.session.is_some(),
        rule.every.is_some(),
        rule.count.is_some(),
        rule.degree.is_some(),
        rule.strength.is_some(),
        rule.condition.is_some(),
        rule.exception.is_some(),
    ];
    PARTS.into_iter().zip(has).filter_map(|(name, has)| has.then_some(name))
}

/// The ends of a rule's times in seconds, but for ordinal days and vague ones: they may be stated in a heading above its quote.
fn amounts(rule: &Rule, words: &SearchWords) -> Vec<u64> {
    let times = [&rule.from, &rule.until, &rule.lead, &rule.session];
    let ends = times
        .into_iter()
        .flatten()
        .filter(|t| t.day.is_none() && t.vague.is_none())
        .filter_map(|t| amount::seconds(t, words));
    ends.flat_map(|(min, max)| [min, max]).filter(|s| *s > 0 && *s < u64::MAX).collect()
}

fn order(id: &str, place: u64) -> u64 {
    xxh3_64_with_seed(id.as_bytes(), place)
}

/// A record as it is stored.
fn json<T: Serialize>(value: &T) -> Result<String> {
    let wrong = |why: &dyn std::fmt::Display| Error::new(ErrorKind::Internal, format!("a record is no JSON: {why}"));
    let mut out = Vec::with_capacity(RECORD);
    serde_json::to_writer(&mut out, value).map_err(|e| wrong(&e))?;
    String::from_utf8(out).map_err(|e| wrong(&e))
}
