//! Many phrases found at once in a sequence of tokens.

use std::collections::HashMap;

use xxhash_rust::xxh3::Xxh3Builder;

use super::Words;
use crate::{
    model::{Span, Token, TokenKind, WordId},
    segment,
};

/// The most words that a gap (`~`) may pass over.
const GAP: usize = 5;

/// A part of a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// This word or sign.
    Word(WordId),
    /// Any number (`#`).
    Number,
    /// Any one word (`_`).
    Any,
    /// Up to five words without punctuation (`~`).
    Gap,
}

/// The parts of a phrase as patterns write it; new words are numbered.
pub fn parts(phrase: &str, words: &mut Words) -> Vec<Part> {
    let mut out = Vec::new();
    for piece in phrase.split_whitespace() {
        match piece {
            "~" => out.push(Part::Gap),
            "#" => out.push(Part::Number),
            "_" => out.push(Part::Any),
            _ => {
                for token in segment::tokens(piece, Span::new(0, piece.len()), &[], words) {
                    let text = token.span.of(piece);
                    if !is_joint(text) {
                        out.push(Part::Word(words.intern(text)));
                    }
                }
            }
        }
    }
    out
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

/// Phrases of words, each with values: a trie over the numbers of words.
///
/// Hyphens between tokens are passed over, so that a phrase written "make up" is found in "make-up".
#[derive(Debug)]
pub struct Phrases<T> {
    edges: HashMap<(u32, u32), u32, Xxh3Builder>,
    values: Vec<Vec<T>>,
    joints: Vec<WordId>,
}

/// The key of an edge that any number takes.
const NUMBER_KEY: u32 = u32::MAX;
/// The key of an edge that any word takes.
const ANY_KEY: u32 = u32::MAX - 1;
/// The key of an edge that a gap takes.
const GAP_KEY: u32 = u32::MAX - 2;

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self { edges: HashMap::default(), values: vec![Vec::new()], joints: Vec::new() }
    }
}

impl<T> Phrases<T> {
    /// No phrases yet; `words` numbers the hyphens.
    pub fn new(words: &mut Words) -> Self {
        Self { joints: ["-", "\u{2010}", "\u{2011}"].map(|s| words.intern(s)).to_vec(), ..Self::default() }
    }

    /// Passes over one more word between the words of a phrase.
    pub fn pass_over(&mut self, word: WordId) {
        self.joints.push(word);
    }

    /// Whether a word is passed over between the words of a phrase.
    pub fn passes_over(&self, word: WordId) -> bool {
        word != WordId::UNKNOWN && self.joints.contains(&word)
    }

    /// Adds a phrase with a value; a phrase may have several.
    pub fn add(&mut self, parts: &[Part], value: T) {
        let mut node = 0;
        for part in parts {
            let key = match part {
                Part::Word(w) => w.0,
                Part::Number => NUMBER_KEY,
                Part::Any => ANY_KEY,
                Part::Gap => GAP_KEY,
            };
            let next = self.values.len() as u32;
            node = *self.edges.entry((node, key)).or_insert(next);
            if node == next {
                self.values.push(Vec::new());
            }
        }
        self.values[node as usize].push(value);
    }

    /// The values of exactly this phrase.
    pub fn get(&self, parts: &[Part]) -> &[T] {
        let mut node = 0;
        for part in parts {
            let key = match part {
                Part::Word(w) => w.0,
                Part::Number => NUMBER_KEY,
                Part::Any => ANY_KEY,
                Part::Gap => GAP_KEY,
            };
            match self.edges.get(&(node, key)) {
                Some(&next) => node = next,
                None => return &[],
            }
        }
        &self.values[node as usize]
    }

    /// Whether no phrase was added.
    pub fn is_empty(&self) -> bool {
        self.edges.is_empty()
    }

    /// Calls `found(values, place)` for every phrase that begins at `tokens[first]`.
    pub fn each<'t>(&'t self, tokens: &[Token], first: usize, mut found: impl FnMut(&'t [T], Found)) {
        if tokens.get(first).is_some_and(|t| t.word == WordId::UNKNOWN && t.kind == TokenKind::Sign) {
            return;
        }
        self.walk(Step { node: 0, first, at: first, mask: 0 }, tokens, &mut found);
    }

    /// The longest phrase that begins at `tokens[first]`.
    pub fn longest<'t>(&'t self, tokens: &[Token], first: usize) -> Option<(&'t [T], Found)> {
        let mut best: Option<(&'t [T], Found)> = None;
        self.each(tokens, first, |values, place| {
            if best.is_none_or(|(_, b)| place.end > b.end) {
                best = Some((values, place));
            }
        });
        best
    }

    fn walk<'t>(&'t self, step: Step, tokens: &[Token], found: &mut dyn FnMut(&'t [T], Found)) {
        let Some(token) = tokens.get(step.at) else { return };
        if step.at > step.first && self.is_joint(token) {
            self.walk(Step { at: step.at + 1, ..step }, tokens, found);
        }
        if token.word != WordId::UNKNOWN {
            self.take(token.word.0, step, tokens, found);
        }
        match token.kind {
            TokenKind::Number => self.take(NUMBER_KEY, step, tokens, found),
            TokenKind::Word => self.take(ANY_KEY, step, tokens, found),
            TokenKind::Sign => {}
        }
        if let Some(&node) = self.edges.get(&(step.node, GAP_KEY)) {
            self.pass_gap(Step { node, ..step }, tokens, found);
        }
    }

    fn take<'t>(&'t self, key: u32, step: Step, tokens: &[Token], found: &mut dyn FnMut(&'t [T], Found)) {
        let Some(&node) = self.edges.get(&(step.node, key)) else { return };
        let bit = step.at - step.first;
        if bit >= 64 {
            return;
        }
        let next = Step { node, first: step.first, at: step.at + 1, mask: step.mask | (1 << bit) };
        let values = &self.values[node as usize];
        if !values.is_empty() {
            found(values, Found { end: next.at, mask: next.mask });
        }
        self.walk(next, tokens, found);
    }

    /// Goes on behind the gap with each number of words passed over; what follows the gap must be the nearest such word.
    fn pass_gap<'t>(&'t self, step: Step, tokens: &[Token], found: &mut dyn FnMut(&'t [T], Found)) {
        let mut hit = false;
        let mut passed = 0;
        let mut at = step.at;
        while !hit && passed <= GAP {
            self.walk(Step { at, ..step }, tokens, &mut |values, place| {
                hit = true;
                found(values, place);
            });
            match tokens.get(at) {
                Some(t) if t.kind != TokenKind::Sign => passed += 1,
                Some(t) if self.is_joint(t) => {}
                _ => break,
            }
            at += 1;
        }
    }

    fn is_joint(&self, token: &Token) -> bool {
        token.word != WordId::UNKNOWN && self.joints.contains(&token.word)
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

    fn find(phrases: &[&str], text: &str) -> Vec<(usize, usize, u64)> {
        let mut words = Words::default();
        let mut trie = Phrases::new(&mut words);
        for phrase in phrases {
            let parts = parts(phrase, &mut words);
            trie.add(&parts, ());
        }
        let tokens = segment::tokens(text, Span::new(0, text.len()), &[], &words);
        let mut out = Vec::new();
        for first in 0..tokens.len() {
            trie.each(&tokens, first, |_, f| out.push((first, f.end, f.mask)));
        }
        out
    }

    #[test]
    fn hyphens_are_passed_over_and_gaps_do_not_belong() {
        assert_eq!(find(&["make up"], "no make-up"), [(1, 4, 0b101)]);
        assert_eq!(find(&["keep ~ dry"], "keep the area dry"), [(0, 4, 0b1001)]);
        assert_eq!(find(&["keep ~ dry"], "keep dry"), [(0, 2, 0b11)]);
        assert_eq!(find(&["keep ~ dry"], "keep it on, dry well"), []);
        assert_eq!(find(&["spf #"], "SPF 50"), [(0, 2, 0b11)]);
    }
}
