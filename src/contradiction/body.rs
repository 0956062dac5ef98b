//! The rules of all documents, in an order of their own, with everything that is named once numbered.

use std::{
    hash::{Hash, Hasher},
    ops::Range,
    sync::Arc,
};

use xxhash_rust::xxh3::xxh3_64;

use super::{
    hash::{Folded, Map},
    says::{Sayings, stated},
    sources::Sources,
    surroundings::Surroundings,
    terms::Terms,
};
use crate::{
    lexicon::{Comparison, Lexicon},
    model::{IdTable, Ids, Name, Rule},
};

/// What tells documents without a fingerprint from those with one.
const OWN: u64 = 1 << 48;

/// All rules to be compared. Rules about concepts that the lexicon does not know are left out.
pub struct Body<'a> {
    /// The rules, by document and place: the order of the input does not matter.
    pub rules: Vec<&'a Rule>,
    /// The documents by name.
    pub documents: Vec<Name>,
    /// What is asked of each rule again and again.
    brief: Vec<Brief>,
    /// The source of each document: documents that say the same, word for word, are one, and go by the one of them with
    /// the plainest name.
    pub source: Vec<u32>,
    /// What rules say, without their concepts.
    sayings: Sayings,
    /// What rules hold, without their concepts.
    pub terms: Terms<'a>,
    /// The procedures that each rule names.
    pub procedures: Procedures<'a>,
    /// The ids of the rules.
    pub ids: Arc<IdTable>,
    /// The names of the documents, as ids.
    names: Arc<IdTable>,
    /// The text of each document, near-duplicate texts being one.
    text: Vec<u64>,
    /// The copied passage that each rule rests on; empty where no document shares any.
    passage: Vec<Option<u64>>,
    /// The first rule of each document, and the number of all rules.
    first: Vec<u32>,
    /// The documents of each source that has more than one.
    copies: Map<u32, Vec<u32>>,
}

/// What is asked of a rule again and again, side by side: where one of it is, all of it is at hand.
#[derive(Debug, Clone, Copy)]
pub struct Brief {
    /// The first byte of its quote.
    pub start: usize,
    /// A number for its id.
    pub id: u64,
    /// Its document.
    pub document: u32,
    /// Its concept.
    pub concept: u32,
    /// The number of its wording.
    pub saying: u32,
    /// The number of its terms.
    pub terms: u32,
}

/// The lists of procedures that rules name, each once.
#[derive(Default)]
pub struct Procedures<'a> {
    /// The number of the list of each rule.
    pub of: Vec<u32>,
    /// The lists by their numbers.
    pub lists: Vec<&'a [Name]>,
    numbers: Map<&'a [Name], u32>,
}

impl<'a> Procedures<'a> {
    fn push(&mut self, list: &'a [Name]) -> u32 {
        // Rules of one document mostly name the same.
        let same = self.of.last().copied().filter(|&before| self.lists[before as usize] == list);
        let number = same.unwrap_or_else(|| {
            *self.numbers.entry(list).or_insert_with(|| {
                self.lists.push(list);
                self.lists.len() as u32 - 1
            })
        });
        self.of.push(number);
        number
    }
}

impl<'a> Body<'a> {
    /// Numbers what rules name.
    pub fn new(
        rules: impl IntoIterator<Item = &'a Rule>,
        (sources, surroundings): (&Sources, &Surroundings),
        lexicon: &Lexicon,
    ) -> Self {
        let known: Map<&str, u32> =
            lexicon.concepts.all().iter().enumerate().map(|(at, c)| (c.id.as_str(), at as u32)).collect();
        let known = |rule: &'a Rule| Some((rule, *known.get(rule.concept.as_str())?));
        let mut sorted: Vec<(&Rule, u32)> = rules.into_iter().filter_map(known).collect();
        sorted.sort_by(|(a, _), (b, _)| {
            (&a.document, a.start, a.end, &a.id, &a.concept).cmp(&(&b.document, b.start, b.end, &b.id, &b.concept))
        });
        let mut out = Self {
            rules: sorted.iter().map(|(rule, _)| *rule).collect(),
            brief: Vec::with_capacity(sorted.len()),
            sayings: Sayings::default(),
            terms: Terms::default(),
            procedures: Procedures::default(),
            ids: Arc::default(),
            names: Arc::default(),
            documents: Vec::new(),
            source: Vec::new(),
            text: Vec::new(),
            passage: Vec::new(),
            first: Vec::new(),
            copies: Map::default(),
        };
        let digests = out.read(&sorted, surroundings, lexicon);
        out.find_copies(&digests);
        let own = |d: usize| OWN + u64::from(out.source[d]);
        let text = |(d, name): (usize, &Name)| sources.document(name).unwrap_or_else(|| own(d));
        out.text = out.documents.iter().enumerate().map(text).collect();
        if sources.have_passages() {
            out.passage = out.rules.iter().map(|r| sources.passage(r)).collect();
        }
        out
    }

    /// Reads every rule once, since a million of them are more than the memory close to a core holds; gives a number for each
    /// document that is the same for documents with the same rules in the same words.
    fn read(&mut self, sorted: &[(&'a Rule, u32)], surroundings: &Surroundings, lexicon: &Lexicon) -> Vec<u64> {
        let (mut ids, mut names) = (IdTable::default(), IdTable::default());
        let mut digests: Vec<Folded> = Vec::new();
        let related = &lexicon.comparison.related;
        let for_many: Vec<bool> =
            lexicon.concepts.all().iter().map(|c| related.for_many.iter().any(|m| c.id == m.as_str())).collect();
        for (at, &(rule, concept)) in sorted.iter().enumerate() {
            if self.documents.last() != Some(&rule.document) {
                self.documents.push(rule.document.clone());
                names.push(&rule.document);
                self.first.push(at as u32);
                digests.push(Folded::default());
            }
            let wording = stated(rule);
            let saying = self.sayings.number(rule, wording);
            let terms =
                self.terms.number((rule, wording), (concept, for_many[concept as usize]), surroundings, lexicon);
            let procedures = self.procedures.push(&rule.procedure);
            if let Some(digest) = digests.last_mut() {
                (saying, concept, procedures, self.terms.term(terms).condition).hash(digest);
                digest.write(rule.quote.as_bytes());
            }
            let document = self.documents.len() as u32 - 1;
            let id = xxh3_64(rule.id.as_bytes());
            self.brief.push(Brief { start: rule.start, id, document, concept, saying, terms });
            ids.push(&rule.id);
        }
        self.first.push(sorted.len() as u32);
        (self.ids, self.names) = (Arc::new(ids), Arc::new(names));
        digests.iter().map(Folded::finish).collect()
    }

    /// Documents with the same rules in the same words stand for each other: the plainest name of them goes for all.
    fn find_copies(&mut self, digests: &[u64]) {
        let plainness = |d: usize| (self.documents[d].matches('/').count(), self.documents[d].len(), d);
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

    /// The source of a document by its name; of none, where there is no such document.
    pub fn source_named(&self, name: &Name) -> u32 {
        self.documents.binary_search(name).map_or(u32::MAX, |d| self.source[d])
    }

    /// What a rule says, without its concept.
    pub fn says(&self, rule: u32) -> &str {
        self.sayings.words(self.brief[rule as usize].saying)
    }

    /// What is asked of a rule again and again.
    pub fn brief(&self, rule: u32) -> &Brief {
        &self.brief[rule as usize]
    }

    /// The id of a rule.
    pub fn id(&self, rule: u32) -> &str {
        self.ids.get(rule)
    }

    /// The names of some documents.
    pub fn names(&self, documents: Vec<u32>) -> Ids {
        Ids::of(&self.names, documents)
    }

    /// The rules of a document whose quotes begin where that of a rule of it does, itself among them.
    pub fn in_one_place(&self, rule: u32) -> Range<u32> {
        let at = rule as usize;
        let here = self.brief[at];
        let same = |other: &&Brief| (other.document, other.start) == (here.document, here.start);
        let before = self.brief[..at].iter().rev().take_while(same).count() as u32;
        let behind = self.brief[at..].iter().take_while(same).count() as u32;
        rule - before..rule + behind
    }

    /// The rules of a document.
    pub fn range(&self, document: usize) -> Range<usize> {
        self.first[document] as usize..self.first[document + 1] as usize
    }

    /// The source of a rule.
    pub fn source_of(&self, rule: u32) -> u32 {
        self.source[self.brief[rule as usize].document as usize]
    }

    /// The text of a rule's document, near-duplicate texts being one, and the copied passage that the rule rests on.
    pub fn origin(&self, rule: u32) -> (u64, Option<u64>) {
        let passage = self.passage.get(rule as usize).copied().flatten();
        (self.text[self.brief[rule as usize].document as usize], passage)
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

    /// How many independent sources some rules, with their documents, have: documents of one text are one source, and so are documents that
    /// share a passage which one of the rules rests on.
    pub fn independent(&self, rules: &[u32], documents: &[u32]) -> usize {
        let mut texts: Vec<u64> = documents.iter().map(|&d| self.text[d as usize]).collect();
        if !texts.is_sorted() {
            texts.sort_unstable();
        }
        texts.dedup();
        if self.passage.is_empty() {
            return texts.len();
        }
        let mut by_passage: Map<u64, u64> = Map::default();
        let mut joined: Map<u64, u64> = Map::default();
        let root = |joined: &Map<u64, u64>, mut text: u64| {
            while let Some(&other) = joined.get(&text) {
                text = other;
            }
            text
        };
        for &rule in rules {
            let (text, Some(passage)) = self.origin(rule) else { continue };
            let first = *by_passage.entry(passage).or_insert(text);
            let (a, b) = (root(&joined, first), root(&joined, text));
            if a != b {
                joined.insert(a.max(b), a.min(b));
            }
        }
        texts.len() - joined.len()
    }

    /// Whether two rules of one document stand so far from each other, and under headings of which none names another case, that
    /// neither is an exception, a step or a variety of the other.
    pub fn stand_apart(&self, a: u32, b: u32, comparison: &Comparison) -> bool {
        let (one, other) = (&self.rules[a as usize].section, &self.rules[b as usize].section);
        let shared = one.iter().zip(other).take_while(|(x, y)| x == y).count();
        let mut own = one[shared..].iter().chain(&other[shared..]).peekable();
        own.peek().is_some()
            && self.gap(a, b).is_some_and(|gap| gap >= comparison.times.compare.apart_reach)
            && own.all(|heading| comparison.headings.is_general(heading))
    }

    /// Whether the quote of a rule opens its sentence: nothing in front says of whom, or of what, it is said.
    pub fn opens_sentence(&self, rule: u32) -> bool {
        let mut letters = self.rules[rule as usize].quote.chars();
        letters.find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase())
    }

    /// The distance in bytes between the quotes of two rules of one document; `None` where they overlap.
    pub fn gap(&self, a: u32, b: u32) -> Option<usize> {
        let (a, b) = (self.rules[a as usize], self.rules[b as usize]);
        let (first, second) = if a.start <= b.start { (a, b) } else { (b, a) };
        (second.start >= first.end).then(|| second.start - first.end)
    }
}
