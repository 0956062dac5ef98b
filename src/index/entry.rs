//! What stands in the index of a document: itself, its passages and its rules.

use std::io::{self, Read};

use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;
use xxhash_rust::xxh3;

use super::{
    amount,
    analysis::Analyser,
    class::{self, Class},
    copies::{self, Copies},
    passage::{Passage, passages},
    schema::{Fields, kind},
    spans,
    topics::{named_words, within},
    words::SearchWords,
};
use crate::{
    contradiction::{Signature, sites_around},
    error::{Error, ErrorKind, Result},
    lexicon::Lexicon,
    model::{Document, Lines, Name, Rule, Span},
    pipeline::Reading,
};

/// The hash of a document's bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Content(pub u128);

impl Content {
    /// The hash of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(xxh3::xxh3_128(bytes))
    }

    /// The hash of what is read, in little memory.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn of_reader(mut bytes: impl Read) -> io::Result<Self> {
        let mut hash = xxh3::Xxh3Default::new();
        let mut buffer = vec![0; 1 << 16];
        loop {
            match bytes.read(&mut buffer) {
                Ok(0) => return Ok(Self(hash.digest128())),
                Ok(read) => hash.update(&buffer[..read]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Its 32 hexadecimal digits.
    pub fn hex(self) -> String {
        format!("{:032x}", self.0)
    }

    /// The hash of 32 hexadecimal digits.
    pub fn from_hex(hex: &str) -> Option<Self> {
        u128::from_str_radix(hex, 16).ok().map(Self)
    }
}

/// Where a rule or a passage comes from, as results name it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The document's id.
    pub document: Name,
    /// Where it was read from.
    pub source: String,
    /// Its title.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When, as stated.
    pub published: Option<String>,
    /// The line of the source that the rule or passage begins on, counted from one.
    pub line: usize,
}

/// A document with its lines.
struct Lined<'a> {
    document: &'a Document,
    lines: Lines<'a>,
}

impl<'a> Lined<'a> {
    fn new(document: &'a Document) -> Self {
        Self { document, lines: document.lines() }
    }

    fn origin(&self, byte: usize) -> Origin {
        let document = self.document;
        Origin {
            document: document.id.clone(),
            source: document.source.clone(),
            title: document.meta.title.clone(),
            publisher: document.meta.publisher.clone(),
            published: document.meta.published.clone().or_else(|| document.meta.modified.clone()),
            line: self.lines.line(byte),
        }
    }
}

/// A rule with where it comes from: the record of a rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleRecord {
    /// The rule, as it is exported.
    pub rule: Rule,
    /// Where it comes from.
    pub origin: Origin,
    /// The parts of the body that its sentence names, where its quote names none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sites: Vec<String>,
}

/// A passage with where it comes from: the record of a passage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassageRecord {
    /// The passage.
    pub passage: Passage,
    /// Where it comes from.
    pub origin: Origin,
}

/// Makes entries.
pub struct Entries<'a> {
    /// The fields.
    pub fields: Fields,
    /// What text is analysed with.
    pub analyser: &'a Analyser,
    /// What tells which concepts are broader.
    pub lexicon: &'a Lexicon,
    /// The digest of the lexicon, stored with each document.
    pub digest: &'a str,
}

impl Entries<'_> {
    /// Everything that stands in the index of one reading of a content, at the file of an id.
    ///
    /// # Errors
    /// Where a record cannot be written as JSON (a number that is none).
    pub fn of(&self, (content, file): (Content, &str), reading: &Reading) -> Result<Vec<TantivyDocument>> {
        let lined = Lined::new(&reading.document);
        let mut out = vec![self.document((content, file), &reading.document)?];
        for passage in passages(&reading.document) {
            out.push(self.passage(content, (&lined, &reading.rules), passage)?);
        }
        for rule in &reading.rules {
            out.push(self.rule(content, &lined, rule)?);
        }
        Ok(out)
    }

    /// A place, as path and id, that a content was found at; `aside` is the digest of the lexicon with which it was found
    /// to be no document to read.
    pub fn place(&self, place: (&str, &str), content: Content, aside: Option<&str>) -> TantivyDocument {
        let f = self.fields;
        let (path, id) = place;
        let mut entry = TantivyDocument::new();
        entry.add_text(f.kind, kind::PLACE);
        entry.add_text(f.place, path);
        entry.add_text(f.document, id);
        entry.add_text(f.content, content.hex());
        if let Some(digest) = aside {
            entry.add_text(f.lexicon, digest);
        }
        entry
    }

    /// Which documents are copies of each other.
    pub fn copies(&self, copies: &Copies) -> TantivyDocument {
        let mut entry = TantivyDocument::new();
        entry.add_text(self.fields.kind, kind::COPIES);
        entry.add_bytes(self.fields.copies, &copies.to_bytes());
        entry
    }

    fn document(&self, (content, file): (Content, &str), document: &Document) -> Result<TantivyDocument> {
        let f = self.fields;
        let mut entry = self.common(kind::DOCUMENT, content, document);
        entry.add_text(f.content, content.hex());
        entry.add_text(f.file, file);
        entry.add_text(f.lexicon, self.digest);
        if let Some(signature) = Signature::of(&document.text, &self.lexicon.comparison.copies) {
            entry.add_bytes(f.signature, &signature.to_bytes());
        }
        entry.add_text(f.record, json(document)?);
        Ok(entry)
    }

    fn passage(&self, content: Content, of: (&Lined<'_>, &[Rule]), passage: Passage) -> Result<TantivyDocument> {
        let f = self.fields;
        let (lined, rules) = of;
        let document = lined.document;
        let mut entry = self.common(kind::PASSAGE, content, document);
        let span = Span::new(passage.start, passage.end);
        let mut topics = Topics::default();
        for rule in rules {
            if Span::new(rule.start, rule.end).overlaps(span) {
                topics.add(rule);
            }
        }
        if topics.procedures.is_empty() {
            topics.procedures = main_procedures(rules);
        }
        let (concepts, procedures) = self.topics(&mut entry, &topics);
        for topic in class::topics(&concepts, &procedures) {
            entry.add_text(f.topic, topic);
        }
        let named = named_words(self.lexicon, &passage.text, &topics.procedures);
        let (words, spans) = self.analyser.field(&passage.text, &named, &around(document, &passage.section));
        entry.add_pre_tokenized_text(f.passage, words);
        entry.add_bytes(f.spans, &spans::to_bytes(&spans));
        entry.add_u64(f.order, order(&document.id, passage.start as u64));
        let origin = lined.origin(passage.start);
        entry.add_text(f.record, json(&PassageRecord { passage, origin })?);
        Ok(entry)
    }

    fn rule(&self, content: Content, lined: &Lined<'_>, rule: &Rule) -> Result<TantivyDocument> {
        let f = self.fields;
        let document = lined.document;
        let mut entry = self.common(kind::RULE, content, document);
        let mut topics = Topics::default();
        topics.add(rule);
        let (concepts, procedures) = self.topics(&mut entry, &topics);
        entry.add_text(f.class, Class::new(rule, procedures, concepts).to_text());
        entry.add_text(f.rule, &rule.id);
        entry.add_u64(f.number, copies::number(&document.id));
        entry.add_text(f.position, amount::position(rule, &self.analyser.words));
        let until = rule.until.as_ref().and_then(|t| amount::seconds(t, &self.analyser.words));
        if let Some((min, max)) = until {
            entry.add_u64(f.until_min, min);
            entry.add_u64(f.until_max, max);
        }
        for part in parts(rule) {
            entry.add_text(f.has, part);
        }
        let named = named_words(self.lexicon, &rule.quote, &rule.procedure);
        let (mut said, spans) = self.analyser.field(&rule.quote, &named, &around(document, &rule.section));
        Analyser::push_amounts(&mut said, &amounts(rule, &self.analyser.words));
        entry.add_pre_tokenized_text(f.said, said);
        entry.add_bytes(f.spans, &spans::to_bytes(&spans));
        entry.add_u64(f.order, order(&rule.id, rule.start as u64));
        let origin = lined.origin(rule.start);
        let sites = &self.lexicon.comparison.sites;
        let named = sites.names(sites_around(document, rule, sites)).map(str::to_owned).collect();
        entry.add_text(f.record, json(&RuleRecord { rule: rule.clone(), origin, sites: named })?);
        Ok(entry)
    }

    fn common(&self, kind: &str, content: Content, document: &Document) -> TantivyDocument {
        let f = self.fields;
        let mut entry = TantivyDocument::new();
        entry.add_text(f.kind, kind);
        entry.add_text(f.of, content.hex());
        entry.add_text(f.document, document.id.as_str());
        let publisher = document.meta.publisher.as_deref().unwrap_or(&document.id);
        entry.add_text(f.publisher, publisher);
        let title = document.meta.title.as_deref().unwrap_or_default();
        let source = self.analyser.plain(&format!("{publisher}\n{}\n{title}", document.id));
        entry.add_pre_tokenized_text(f.source, source);
        let stated = document.meta.published.as_deref().or(document.meta.modified.as_deref());
        if let Some(day) = stated.and_then(amount::day_number) {
            entry.add_u64(f.published, day);
        }
        entry
    }

    /// The procedures of which all that is said also holds of this one.
    fn broader_procedures(&self, id: &str) -> Vec<Name> {
        let mut out: Vec<Name> = Vec::new();
        let mut next: Vec<Name> = self.lexicon.procedures.get(id).map_or_else(Vec::new, |p| p.broader.clone());
        while let Some(id) = next.pop() {
            if !out.contains(&id) {
                next.extend(self.lexicon.procedures.get(&id).map_or_else(Vec::new, |p| p.broader.clone()));
                out.push(id);
            }
        }
        out
    }

    /// Writes what an entry is about, and gives its concepts and procedures with all that are broader.
    fn topics(&self, entry: &mut TantivyDocument, topics: &Topics) -> (Vec<Name>, Vec<Name>) {
        let f = self.fields;
        let concepts = within(&topics.concepts, |id| self.lexicon.concepts.family(id));
        let procedures = within(&topics.procedures, |id| self.broader_procedures(id));
        for (field, values) in [
            (f.procedure, &topics.procedures),
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

/// The name of a plain enum value, as its JSON writes it.
pub fn id_of<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

fn around<'a>(document: &'a Document, section: &'a [String]) -> Vec<&'a str> {
    let procedure = document.meta.procedure.as_deref();
    document.meta.title.as_deref().into_iter().chain(procedure).chain(section.iter().map(String::as_str)).collect()
}

/// The optional parts of a rule, by the names of their keys.
pub const PARTS: [&str; 10] =
    ["from", "until", "lead", "session", "every", "count", "degree", "strength", "condition", "exception"];

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
    xxh3::xxh3_64_with_seed(id.as_bytes(), place)
}

fn json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|e| Error::new(ErrorKind::Internal, format!("a record is no JSON: {e}")))
}
