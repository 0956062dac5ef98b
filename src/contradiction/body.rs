//! The rules of all documents, in an order of their own, with everything that is named once numbered.

use std::collections::HashMap;

use super::sources::Sources;
use crate::{
    lexicon::Lexicon,
    model::{Name, Rule},
};

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
    /// The source of each document: near-duplicate documents are one source.
    pub source: Vec<u32>,
}

impl<'a> Body<'a> {
    /// Numbers what rules name.
    pub fn new(rules: &'a [Rule], sources: &Sources, lexicon: &Lexicon) -> Self {
        let known: HashMap<&str, u32> =
            lexicon.concepts.all().iter().enumerate().map(|(at, c)| (c.id.as_str(), at as u32)).collect();
        let mut sorted: Vec<&Rule> = rules.iter().filter(|r| known.contains_key(r.concept.as_str())).collect();
        sorted.sort_by(|a, b| {
            (&a.document, a.start, a.end, &a.id, &a.concept).cmp(&(&b.document, b.start, b.end, &b.id, &b.concept))
        });
        let mut documents: Vec<Name> = Vec::new();
        let mut document = Vec::with_capacity(sorted.len());
        for rule in &sorted {
            if documents.last() != Some(&rule.document) {
                documents.push(rule.document.clone());
            }
            document.push(documents.len() as u32 - 1);
        }
        let concept = sorted.iter().map(|r| known[r.concept.as_str()]).collect();
        let source = sources.of(&documents);
        Self { rules: sorted, documents, document, concept, source }
    }

    /// The source of a rule.
    pub fn source_of(&self, rule: u32) -> u32 {
        self.source[self.document[rule as usize] as usize]
    }

    /// The distance in bytes between the quotes of two rules of one document; `None` where they overlap.
    pub fn gap(&self, a: u32, b: u32) -> Option<usize> {
        let (a, b) = (self.rules[a as usize], self.rules[b as usize]);
        let (first, second) = if a.start <= b.start { (a, b) } else { (b, a) };
        (second.start >= first.end).then(|| second.start - first.end)
    }
}
