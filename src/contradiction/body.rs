//! The rules of all documents, in an order of their own, with everything that is named once numbered.

use std::{
    hash::{Hash, Hasher},
    ops::Range,
};

use super::{
    hash::{Folded, Map},
    says::Sayings,
    sources::Sources,
};
use crate::{
    lexicon::Lexicon,
    model::{Name, Rule},
};

/// What tells documents without a fingerprint from those with one.
const OWN: u64 = 1 << 48;

/// All rules to be compared. Rules about concepts that the lexicon does not know are left out.
pub struct Body<'a> {
    /// The rules, by document and place: the order of the input does not matter.
    pub rules: Vec<&'a Rule>,
    /// The documents by name.
    pub documents: Vec<Name>,
    /// The document of each rule.
    pub document: Vec<u32>,
    /// The concept of each rule.
    pub concept: Vec<u32>,
    /// The first byte of the quote of each rule.
    pub start: Vec<usize>,
    /// The source of each document: documents that say the same, word for word, are one, and go by the one of them with
    /// the plainest name.
    pub source: Vec<u32>,
    /// The text of the document of each rule, near-duplicate texts being one, and the copied passage that it rests on.
    pub origin: Vec<(u64, Option<u64>)>,
    /// What each rule says, without its concept.
    pub sayings: Sayings,
    /// The ids of the rules, one after the other, and where each ends.
    ids: (String, Vec<usize>),
    /// The first rule of each document, and the number of all rules.
    first: Vec<u32>,
    /// The documents of each source that has more than one.
    copies: Map<u32, Vec<u32>>,
}

impl<'a> Body<'a> {
    /// Numbers what rules name.
    pub fn new(rules: impl IntoIterator<Item = &'a Rule>, sources: &Sources, lexicon: &Lexicon) -> Self {
        let known: Map<&str, u32> =
            lexicon.concepts.all().iter().enumerate().map(|(at, c)| (c.id.as_str(), at as u32)).collect();
        let mut sorted: Vec<&Rule> = rules.into_iter().filter(|r| known.contains_key(r.concept.as_str())).collect();
        sorted.sort_by(|a, b| {
            (&a.document, a.start, a.end, &a.id, &a.concept).cmp(&(&b.document, b.start, b.end, &b.id, &b.concept))
        });
        let mut out = Self {
            concept: sorted.iter().map(|r| known[r.concept.as_str()]).collect(),
            ids: (String::new(), Vec::new()),
            start: sorted.iter().map(|r| r.start).collect(),
            sayings: Sayings::of(&sorted),
            rules: sorted,
            documents: Vec::new(),
            document: Vec::new(),
            source: Vec::new(),
            origin: Vec::new(),
            first: Vec::new(),
            copies: Map::default(),
        };
        out.number_documents();
        out.find_copies();
        let own = |d: usize| OWN + u64::from(out.source[d]);
        let texts: Vec<u64> = out
            .documents
            .iter()
            .enumerate()
            .map(|(d, name)| sources.document(name).unwrap_or_else(|| own(d)))
            .collect();
        let origin = |(at, r): (usize, &&Rule)| (texts[out.document[at] as usize], sources.passage(r));
        out.origin = out.rules.iter().enumerate().map(origin).collect();
        out
    }

    fn number_documents(&mut self) {
        for (at, rule) in self.rules.iter().enumerate() {
            if self.documents.last() != Some(&rule.document) {
                self.documents.push(rule.document.clone());
                self.first.push(at as u32);
            }
            self.document.push(self.documents.len() as u32 - 1);
            self.ids.0.push_str(&rule.id);
            self.ids.1.push(self.ids.0.len());
        }
        self.first.push(self.rules.len() as u32);
    }

    /// Documents with the same rules in the same words stand for each other: the plainest name of them goes for all.
    fn find_copies(&mut self) {
        let plainness = |d: usize| (self.documents[d].matches('/').count(), self.documents[d].len(), d);
        let digests: Vec<u64> = (0..self.documents.len()).map(|d| self.digest(d)).collect();
        let mut stands: Map<u64, usize> = Map::default();
        for (d, digest) in digests.iter().enumerate() {
            let best = stands.entry(*digest).or_insert(d);
            if plainness(d) < plainness(*best) {
                *best = d;
            }
        }
        self.source = digests.iter().map(|digest| stands[digest] as u32).collect();
        for (d, &source) in self.source.iter().enumerate().filter(|(d, s)| *d as u32 != **s) {
            self.copies.entry(source).or_insert_with(|| vec![source]).push(d as u32);
        }
    }

    /// The same for documents with the same rules in the same words.
    fn digest(&self, document: usize) -> u64 {
        let mut hash = Folded::default();
        for at in self.range(document) {
            let rule = self.rules[at];
            (self.sayings.number(at as u32), self.concept[at]).hash(&mut hash);
            for procedure in &rule.procedure {
                hash.write(procedure.as_bytes());
            }
            hash.write(rule.quote.as_bytes());
            hash.write(rule.condition.as_deref().unwrap_or_default().as_bytes());
        }
        hash.finish()
    }

    /// The source of a document by its name; of none, where there is no such document.
    pub fn source_named(&self, name: &Name) -> u32 {
        self.documents.binary_search(name).map_or(u32::MAX, |d| self.source[d])
    }

    /// The id of a rule.
    pub fn id(&self, rule: u32) -> &str {
        let at = rule as usize;
        &self.ids.0[if at == 0 { 0 } else { self.ids.1[at - 1] }..self.ids.1[at]]
    }

    /// The rules of a document.
    pub fn range(&self, document: usize) -> Range<usize> {
        self.first[document] as usize..self.first[document + 1] as usize
    }

    /// The source of a rule.
    pub fn source_of(&self, rule: u32) -> u32 {
        self.source[self.document[rule as usize] as usize]
    }

    /// Those of some rules (sorted) that are of a source, document by document.
    pub fn of_source<'b>(&'b self, rules: &'b [u32], source: u32) -> impl Iterator<Item = &'b [u32]> + 'b {
        let alone = std::slice::from_ref(&self.source[source as usize]);
        let documents = self.copies.get(&source).map_or(alone, Vec::as_slice);
        documents.iter().map(move |&d| {
            let range = self.range(d as usize);
            let from = rules.partition_point(|&r| (r as usize) < range.start);
            let until = rules.partition_point(|&r| (r as usize) < range.end);
            &rules[from..until]
        })
    }

    /// How many independent sources some rules have: documents of one text are one source, and so are documents that
    /// share a passage which one of the rules rests on.
    pub fn independent(&self, rules: &[u32]) -> usize {
        let mut texts: Vec<u64> = rules.iter().map(|&r| self.origin[r as usize].0).collect();
        if !texts.is_sorted() {
            texts.sort_unstable();
        }
        texts.dedup();
        let mut by_passage: Map<u64, u64> = Map::default();
        let mut joined: Map<u64, u64> = Map::default();
        let root = |joined: &Map<u64, u64>, mut text: u64| {
            while let Some(&other) = joined.get(&text) {
                text = other;
            }
            text
        };
        for &rule in rules {
            let (text, Some(passage)) = self.origin[rule as usize] else { continue };
            let first = *by_passage.entry(passage).or_insert(text);
            let (a, b) = (root(&joined, first), root(&joined, text));
            if a != b {
                joined.insert(a.max(b), a.min(b));
            }
        }
        texts.len() - joined.len()
    }

    /// The distance in bytes between the quotes of two rules of one document; `None` where they overlap.
    pub fn gap(&self, a: u32, b: u32) -> Option<usize> {
        let (a, b) = (self.rules[a as usize], self.rules[b as usize]);
        let (first, second) = if a.start <= b.start { (a, b) } else { (b, a) };
        (second.start >= first.end).then(|| second.start - first.end)
    }
}
