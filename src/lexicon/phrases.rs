//! Many phrases found at once in a sequence of tokens.

mod grow;
mod shared;

use std::{collections::HashMap, rc::Rc};

use rustc_hash::FxBuildHasher;
use serde::{Deserialize, Serialize};

use self::grow::Growing;
use super::{
    Words,
    packed::{self, Row},
    pattern::{Path, Slot},
};
use crate::{
    model::{Span, Token, TokenKind, WordId},
    segment,
};

/// The most words that a gap (`~`) may pass over.
const GAP: usize = 5;

/// The most tokens from the first to the last of a phrase: as many as a mask has bits.
const LONGEST: usize = 64;

/// Phrases that end at one place, as many as are seldom exceeded.
const FEW: usize = 4;

/// A place of a phrase.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Part {
    /// One of these words or signs; sorted.
    Words(Vec<WordId>),
    /// Any number (`#`), in digits or as one of the words given to [`Phrases::count_with`].
    Number,
    /// Any one word (`_`).
    Any,
    /// Up to five words without punctuation (`~`).
    Gap,
}

/// The phrases of paths. What a slot stands for is looked up once: the paths of a pattern share their slots.
pub fn phrases_of(paths: &[Path], words: &mut Words) -> Vec<Vec<Part>> {
    let mut known: HashMap<*const [String], Vec<Vec<Part>>, FxBuildHasher> = HashMap::default();
    let mut all = Vec::with_capacity(paths.len());
    for path in paths {
        let mut out: Vec<Vec<Part>> = vec![Vec::new()];
        for slot in path {
            let choices = known.entry(Rc::as_ptr(slot)).or_insert_with(|| choices(slot, words));
            match &choices[..] {
                [one] => out.iter_mut().for_each(|phrase| phrase.extend_from_slice(one)),
                _ => out = out.iter().flat_map(|o| choices.iter().map(move |p| [o.as_slice(), p].concat())).collect(),
            }
        }
        all.extend(out);
    }
    all
}

/// What may stand in the place of a slot: its single words as one part, and each that is more or less than a word.
fn choices(slot: &Slot, words: &mut Words) -> Vec<Vec<Part>> {
    let mut single: Vec<WordId> = Vec::new();
    let mut others: Vec<Vec<Part>> = Vec::new();
    for word in slot.iter() {
        match one_word(word, words) {
            Ok(id) => single.push(id),
            Err(parts) => others.push(parts),
        }
    }
    if !single.is_empty() {
        single.sort_unstable();
        single.dedup();
        others.push(vec![Part::Words(single)]);
    }
    others
}

/// The number of a single word, or the parts of what is more or less than one.
fn one_word(word: &str, words: &mut Words) -> Result<WordId, Vec<Part>> {
    if word.bytes().all(|b| b.is_ascii_alphabetic()) {
        return Ok(words.intern(word));
    }
    match word {
        "~" => return Err(vec![Part::Gap]),
        "#" => return Err(vec![Part::Number]),
        "_" => return Err(vec![Part::Any]),
        _ => {}
    }
    let tokens = segment::tokens(word, Span::new(0, word.len()), &[], words);
    let mut ids: Vec<WordId> = Vec::new();
    for token in tokens {
        let text = token.span.of(word);
        if !is_joint(text) {
            ids.push(words.intern(text));
        }
    }
    match ids[..] {
        [id] => Ok(id),
        _ => Err(ids.into_iter().map(|id| Part::Words(vec![id])).collect()),
    }
}

/// Whether a sign joins words without meaning anything to a phrase: the hyphens.
pub fn is_joint(sign: &str) -> bool {
    matches!(sign, "-" | "\u{2010}" | "\u{2011}")
}

/// A phrase found at some tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// One past the index of the last token.
    pub end: usize,
    /// Which tokens from the first on belong to the phrase (and not to a gap): bit 0 is the first token.
    pub mask: u64,
}

/// Phrases of words, each with values: a tree whose edges are words or classes of words.
///
/// Hyphens between tokens are passed over, so that a phrase written "make up" is found in "make-up"; so are the words given to
/// [`Phrases::pass_over`]. Phrases that were added are found once they are [packed](Phrases::pack).
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>"))]
pub struct Phrases<T> {
    #[serde(skip)]
    growing: Growing<T>,
    /// For each word, where the nodes that it leads to from the root begin in `firsts`.
    #[serde(with = "packed")]
    starts: Vec<u32>,
    #[serde(with = "packed")]
    firsts: Vec<u32>,
    #[serde(with = "packed")]
    nodes: Vec<Node>,
    /// The edges of each node, by word, those of one word in the order in which they were added.
    #[serde(with = "packed")]
    edges: Vec<(WordId, u32)>,
    values: Vec<T>,
    /// For each node, marks of the words that may follow it; all marks where a class may.
    #[serde(with = "packed")]
    follow: Vec<u64>,
    /// The words that are passed over, as bits by their number.
    passing: Vec<u64>,
    /// The words that are numbers, as bits by their number.
    numerals: Vec<u64>,
    gap: usize,
}

/// Where what belongs to a node begins; it ends where the next node's begins. A class leads to node 0 where there is none.
#[derive(Debug, Clone, Copy, Default)]
struct Node {
    edges: u32,
    values: u32,
    number: u32,
    any: u32,
    gap: u32,
}

impl Row<5> for Node {
    fn numbers(self) -> [u32; 5] {
        [self.edges, self.values, self.number, self.any, self.gap]
    }

    fn of([edges, values, number, any, gap]: [u32; 5]) -> Self {
        Self { edges, values, number, any, gap }
    }
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self {
            growing: Growing::default(),
            starts: Vec::new(),
            firsts: Vec::new(),
            nodes: vec![Node::default(); 2],
            edges: Vec::new(),
            values: Vec::new(),
            follow: Vec::new(),
            passing: Vec::new(),
            numerals: Vec::new(),
            gap: GAP,
        }
    }
}

/// Sets the bit of a word; that of the unknown ones is never set.
fn set(bits: &mut Vec<u64>, word: WordId) {
    let at = word.0 as usize;
    if bits.len() <= at / 64 {
        bits.resize(at / 64 + 1, 0);
    }
    bits[at / 64] |= 1 << (at % 64);
    bits[0] &= !1;
}

fn is_set(bits: &[u64], word: WordId) -> bool {
    let at = word.0 as usize;
    bits.get(at / 64).is_some_and(|bits| bits >> (at % 64) & 1 == 1)
}

/// The mark of a word; other words may have the same, but no word that of the unknown ones.
fn mark(word: WordId) -> u64 {
    if word == WordId::UNKNOWN { 1 } else { 2 << (word.0 % 63) }
}

impl<T> Phrases<T> {
    /// No phrases yet; `words` numbers the hyphens.
    pub fn new(words: &mut Words) -> Self {
        let mut out = Self::default();
        for sign in ["-", "\u{2010}", "\u{2011}"] {
            out.pass_over(words.intern(sign));
        }
        out
    }

    /// The same with gaps of up to `words` words.
    #[must_use]
    pub fn with_gap(mut self, words: usize) -> Self {
        self.gap = words;
        self
    }

    /// Passes over one more word between the words of a phrase.
    pub fn pass_over(&mut self, word: WordId) {
        set(&mut self.passing, word);
    }

    /// Whether a word is passed over between the words of a phrase.
    pub fn passes_over(&self, word: WordId) -> bool {
        is_set(&self.passing, word)
    }

    /// Whether a token is a number, in digits or in a word.
    pub fn is_number(&self, token: Token) -> bool {
        token.kind == TokenKind::Number || is_set(&self.numerals, token.word)
    }

    /// Takes one more word for a number.
    pub fn count_with(&mut self, word: WordId) {
        set(&mut self.numerals, word);
    }

    /// Adds a phrase with a value; a phrase may have several.
    pub fn add(&mut self, parts: &[Part], value: T)
    where
        T: PartialEq,
    {
        self.growing.add(parts, value);
    }

    /// Lays out what was added for the search.
    pub fn pack(&mut self)
    where
        T: PartialEq,
    {
        let growing = std::mem::take(&mut self.growing);
        let (passing, numerals) = (std::mem::take(&mut self.passing), std::mem::take(&mut self.numerals));
        *self = Self { passing, numerals, gap: self.gap, ..growing.packed() };
        let follow = self.nodes.windows(2).map(|pair| {
            let (node, edges) = (&pair[0], &self.edges[pair[0].edges as usize..pair[1].edges as usize]);
            let classes = node.number | node.any | node.gap != 0;
            if classes { u64::MAX } else { edges.iter().fold(0, |all, (word, _)| all | mark(*word)) }
        });
        self.follow = follow.collect();
    }

    /// Whether there is no phrase.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Whether a phrase can begin with a word.
    pub fn begins(&self, word: WordId) -> bool {
        !self.firsts_of(word).is_empty()
    }

    /// Whether a phrase can begin with a token, for all that can be told from it alone.
    pub fn may_begin(&self, token: &Token) -> bool {
        let root = &self.nodes[0];
        self.begins(token.word) || root.number | root.any != 0 && token.kind != TokenKind::Sign
    }

    /// The nodes that a word leads to from the root.
    fn firsts_of(&self, word: WordId) -> &[u32] {
        match self.starts.get(word.0 as usize..word.0 as usize + 2) {
            Some(&[from, to]) => &self.firsts[from as usize..to as usize],
            _ => &[],
        }
    }

    fn edges_of(&self, node: u32) -> &[(WordId, u32)] {
        let at = node as usize;
        &self.edges[self.nodes[at].edges as usize..self.nodes[at + 1].edges as usize]
    }

    fn values_of(&self, node: u32) -> &[T] {
        let at = node as usize;
        &self.values[self.nodes[at].values as usize..self.nodes[at + 1].values as usize]
    }

    /// Calls `found(values, place)` for every phrase that begins at `tokens[first]`.
    pub fn each<'t>(&'t self, tokens: &[Token], first: usize, mut found: impl FnMut(&'t [T], Found)) {
        let Some(token) = tokens.get(first) else { return };
        let step = Step { node: 0, first, at: first, mask: 0 };
        let nodes = self.firsts_of(token.word);
        if !nodes.is_empty() {
            let ahead = self.ahead(tokens, first + 1);
            for &node in nodes.iter().filter(|node| self.leads_on(**node, ahead)) {
                self.enter(node, step, ahead, tokens, &mut found);
            }
        }
        self.classes(step, *token, tokens, &mut found);
    }

    /// Whether phrases end at a node, or one may go on from it.
    #[inline]
    fn leads_on(&self, node: u32, ahead: u64) -> bool {
        let at = node as usize;
        self.follow[at] & ahead != 0 || self.nodes[at].values < self.nodes[at + 1].values
    }

    /// The marks of the token at an index, and of those behind it as long as they may be passed over: without one of them
    /// among the marks of what may follow it, no node needs to be gone on from.
    fn ahead(&self, tokens: &[Token], at: usize) -> u64 {
        let mut marks = 0;
        for token in tokens.get(at..).unwrap_or_default().iter().take(LONGEST) {
            marks |= mark(token.word);
            if !self.passes_over(token.word) {
                break;
            }
        }
        marks
    }

    /// The longest phrases that begin at `tokens[first]`: the values of all that end at the same place.
    pub fn longest<'t>(&'t self, tokens: &[Token], first: usize) -> Option<(Vec<&'t T>, Found)> {
        self.longest_of(tokens, first, |_| true)
    }

    /// The longest of those places that count.
    #[inline]
    pub fn longest_of<'t>(
        &'t self,
        tokens: &[Token],
        first: usize,
        counts: impl Fn(Found) -> bool,
    ) -> Option<(Vec<&'t T>, Found)> {
        if !self.may_begin(tokens.get(first)?) {
            return None;
        }
        self.longest_begun(tokens, first, counts)
    }

    /// The same where a phrase may begin.
    #[inline(never)]
    fn longest_begun<'t>(
        &'t self,
        tokens: &[Token],
        first: usize,
        counts: impl Fn(Found) -> bool,
    ) -> Option<(Vec<&'t T>, Found)> {
        // What is outdone by a longer phrase is never copied; few phrases end at one place.
        let (mut few, mut used): ([&[T]; FEW], usize) = ([&[]; FEW], 0);
        let mut more: Vec<&'t [T]> = Vec::new();
        let mut best: Option<Found> = None;
        self.each(tokens, first, |values, place| {
            if best.is_some_and(|b| place.end < b.end) || !counts(place) {
                return;
            }
            if best.is_none_or(|b| place.end > b.end) {
                (best, used) = (Some(place), 0);
                more.clear();
            }
            match few.get_mut(used) {
                Some(free) => *free = values,
                None => more.push(values),
            }
            used += 1;
        });
        let best = best?;
        let mut all = Vec::with_capacity(used);
        few.iter().take(used).chain(&more).for_each(|values| all.extend(*values));
        Some((all, best))
    }

    fn walk<'t>(&'t self, step: Step, tokens: &[Token], found: &mut dyn FnMut(&'t [T], Found)) {
        let Some(&token) = tokens.get(step.at) else { return };
        let (node, edges) = (&self.nodes[step.node as usize], self.edges_of(step.node));
        if edges.is_empty() && node.number | node.any | node.gap == 0 {
            return;
        }
        if self.passes_over(token.word) {
            self.walk(Step { at: step.at + 1, ..step }, tokens, found);
        }
        if token.word != WordId::UNKNOWN {
            let from = if edges.len() <= 8 { 0 } else { edges.partition_point(|(w, _)| *w < token.word) };
            let mut same = edges[from..].iter().skip_while(|(w, _)| *w < token.word);
            if let Some((_, next)) = same.next().filter(|(w, _)| *w == token.word) {
                let ahead = self.ahead(tokens, step.at + 1);
                self.enter(*next, step, ahead, tokens, found);
                for (_, next) in same.take_while(|(w, _)| *w == token.word) {
                    self.enter(*next, step, ahead, tokens, found);
                }
            }
        }
        self.classes(step, token, tokens, found);
        if node.gap != 0 {
            self.pass_gap(Step { node: node.gap, ..step }, tokens, found);
        }
    }

    #[inline]
    fn classes<'t>(&'t self, step: Step, token: Token, tokens: &[Token], found: &mut dyn FnMut(&'t [T], Found)) {
        let node = &self.nodes[step.node as usize];
        if node.number | node.any != 0 {
            self.enter_classes(node, step, token, tokens, found);
        }
    }

    /// Goes on from a node by the classes that a token is of.
    #[inline(never)]
    fn enter_classes<'t>(
        &'t self,
        node: &Node,
        step: Step,
        token: Token,
        tokens: &[Token],
        found: &mut dyn FnMut(&'t [T], Found),
    ) {
        let number = if node.number != 0 && self.is_number(token) { node.number } else { 0 };
        let any = if token.kind == TokenKind::Word { node.any } else { 0 };
        for next in [number, any].into_iter().filter(|&n| n != 0) {
            self.enter(next, step, self.ahead(tokens, step.at + 1), tokens, found);
        }
    }

    /// Takes the token of a step and goes on from a node.
    #[inline]
    fn enter<'t>(&'t self, node: u32, step: Step, ahead: u64, tokens: &[Token], found: &mut dyn FnMut(&'t [T], Found)) {
        let bit = step.at - step.first;
        if bit >= LONGEST {
            return;
        }
        let next = Step { node, first: step.first, at: step.at + 1, mask: step.mask | (1 << bit) };
        let (own, behind) = (self.nodes[node as usize].values, self.nodes[node as usize + 1].values);
        if own < behind {
            found(&self.values[own as usize..behind as usize], Found { end: next.at, mask: next.mask });
        }
        if self.follow[node as usize] & ahead != 0 {
            self.walk(next, tokens, found);
        }
    }

    /// Goes on behind the gap with each number of words passed over; what follows the gap must be the nearest such word.
    fn pass_gap<'t>(&'t self, step: Step, tokens: &[Token], found: &mut dyn FnMut(&'t [T], Found)) {
        let mut hit = false;
        let mut passed = 0;
        let mut at = step.at;
        while !hit && passed <= self.gap {
            if self.follow[step.node as usize] & self.ahead(tokens, at) != 0 {
                self.walk(Step { at, ..step }, tokens, &mut |values, place| {
                    hit = true;
                    found(values, place);
                });
            }
            match tokens.get(at) {
                Some(t) if t.kind != TokenKind::Sign => passed += 1,
                Some(t) if self.passes_over(t.word) => {}
                _ => break,
            }
            at += 1;
        }
    }
}

#[derive(Clone, Copy)]
struct Step {
    node: u32,
    first: usize,
    at: usize,
    mask: u64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::paths;

    fn find(patterns: &[&str], text: &str) -> Vec<(usize, usize, u64)> {
        let mut words = Words::default();
        let mut trie = Phrases::new(&mut words);
        for pattern in patterns {
            for phrase in phrases_of(&paths(pattern).unwrap(), &mut words) {
                trie.add(&phrase, ());
            }
        }
        trie.pack();
        let tokens = segment::tokens(text, Span::new(0, text.len()), &[], &words);
        let mut out = Vec::new();
        for first in 0..tokens.len() {
            trie.each(&tokens, first, |_, f| out.push((first, f.end, f.mask)));
        }
        out
    }

    #[test]
    fn numerals_are_numbers() {
        let mut words = Words::default();
        let mut phrases = Phrases::new(&mut words);
        for phrase in phrases_of(&paths("drink # (to # )?glasses").unwrap(), &mut words) {
            phrases.add(&phrase, ());
        }
        phrases.count_with(words.intern("six"));
        phrases.count_with(words.intern("eight"));
        phrases.pack();
        let ends = |text: &str| {
            let tokens = segment::tokens(text, Span::new(0, text.len()), &[], &words);
            phrases.longest(&tokens, 0).map(|(_, found)| found.end)
        };
        assert_eq!(ends("drink six to 8 glasses"), Some(5));
        assert_eq!(ends("drink eight glasses"), Some(3));
        assert_eq!(ends("drink several glasses"), None);
    }

    #[test]
    fn hyphens_are_passed_over_and_gaps_do_not_belong() {
        assert_eq!(find(&["make up"], "no make-up"), [(1, 4, 0b101)]);
        assert_eq!(find(&["keep ~ dry"], "keep the area dry"), [(0, 4, 0b1001)]);
        assert_eq!(find(&["keep ~ dry"], "keep dry"), [(0, 2, 0b11)]);
        assert_eq!(find(&["keep ~ dry"], "keep it on, dry well"), []);
        assert_eq!(find(&["spf #"], "SPF 50"), [(0, 2, 0b11)]);
        assert_eq!(find(&["(hot|warm) (bath|tub)s?"], "a warm tub"), [(1, 3, 0b11)]);
        assert_eq!(find(&["e-mail us"], "E-mail us"), [(0, 4, 0b1101)]);
    }
}
