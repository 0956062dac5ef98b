//! Many phrases found at once in a sequence of tokens.

use std::collections::HashMap;

use xxhash_rust::xxh3::Xxh3Builder;

use crate::model::{Token, TokenKind, WordId};

/// Phrases of words, each with values: a trie over the numbers of words.
///
/// Hyphens between tokens are passed over, so that "make-up", "make up" and a phrase written either way meet; "makeup"
/// is another word. Where a phrase contains `#`, any number stands there, and `*` is any one word.
#[derive(Debug)]
pub struct Phrases<T> {
    edges: HashMap<(u32, u32), u32, Xxh3Builder>,
    values: Vec<Vec<T>>,
}

/// The key of an edge that any number takes.
const NUMBER: u32 = u32::MAX;
/// The key of an edge that any word takes.
const ANY: u32 = u32::MAX - 1;

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self { edges: HashMap::default(), values: vec![Vec::new()] }
    }
}

/// A part of a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// This word or sign.
    Word(WordId),
    /// Any number (`#`).
    Number,
    /// Any one word (`*`).
    Any,
}

impl<T> Phrases<T> {
    /// Adds a phrase with a value; a phrase may have several.
    pub fn add(&mut self, parts: &[Part], value: T) {
        let mut node = 0;
        for part in parts {
            let key = match part {
                Part::Word(w) => w.0,
                Part::Number => NUMBER,
                Part::Any => ANY,
            };
            let next = self.values.len() as u32;
            node = *self.edges.entry((node, key)).or_insert(next);
            if node == next {
                self.values.push(Vec::new());
            }
        }
        self.values[node as usize].push(value);
    }

    /// Whether no phrase was added.
    pub fn is_empty(&self) -> bool {
        self.edges.is_empty()
    }

    /// Calls `found(values, end)` for every phrase that begins at `tokens[first]`, the shortest first; `end` is one past the
    /// index of the phrase's last token.
    pub fn each<'t>(
        &'t self,
        tokens: &[Token],
        first: usize,
        is_joint: impl Fn(&Token) -> bool,
        mut found: impl FnMut(&'t [T], usize),
    ) {
        self.walk(0, tokens, first, &is_joint, &mut found, true);
    }

    fn walk<'t>(
        &'t self,
        node: u32,
        tokens: &[Token],
        at: usize,
        is_joint: &impl Fn(&Token) -> bool,
        found: &mut impl FnMut(&'t [T], usize),
        start: bool,
    ) {
        let Some(token) = tokens.get(at) else { return };
        if !start && is_joint(token) {
            self.walk(node, tokens, at + 1, is_joint, found, start);
        }
        let mut take = |key: u32| {
            if let Some(&next) = self.edges.get(&(node, key)) {
                let values = &self.values[next as usize];
                if !values.is_empty() {
                    found(values, at + 1);
                }
                self.walk(next, tokens, at + 1, is_joint, found, false);
            }
        };
        if token.word != WordId::UNKNOWN {
            take(token.word.0);
        }
        match token.kind {
            TokenKind::Number => take(NUMBER),
            TokenKind::Word => take(ANY),
            TokenKind::Sign => {}
        }
    }
}
