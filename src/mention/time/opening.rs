//! With which two tokens do the phrases of a set open? Computed when the grammar is loaded.

use std::collections::BTreeMap;

use super::{
    rules::{Bits, Part, Set, has},
    tree::{Slot, Tree},
};
use crate::model::{TokenKind, WordId};

/// What a token can be asked for, by number: whether it is digits, a word that ends no clause, any token, or one of the
/// words of the [`Alphabet`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) struct Symbols(Vec<u64>);

impl Symbols {
    const DIGITS: usize = 0;
    const PLAIN: usize = 1;
    const ANY: usize = 2;

    fn of(symbol: usize) -> Self {
        let mut out = Self::default();
        out.add(symbol);
        out
    }

    pub fn add(&mut self, symbol: usize) {
        self.0.resize(self.0.len().max(symbol / 64 + 1), 0);
        self.0[symbol / 64] |= 1 << (symbol % 64);
    }

    pub fn extend(&mut self, other: &Self) {
        self.0.resize(self.0.len().max(other.0.len()), 0);
        self.0.iter_mut().zip(&other.0).for_each(|(all, more)| *all |= more);
    }

    /// Whether any symbol is in both.
    pub fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a & b != 0)
    }

    pub fn iter(&self) -> impl Iterator<Item = usize> {
        (0..self.0.len() * 64).filter(|symbol| self.0[symbol / 64] >> (symbol % 64) & 1 != 0)
    }
}

/// The words that are told apart.
pub(super) struct Alphabet(pub Vec<WordId>);

impl Alphabet {
    /// All words of the phrases, and others.
    pub fn new(sets: &[Set], others: impl Iterator<Item = WordId>) -> Self {
        let of_tree = |tree: &'_ Tree| tree.all_words().collect::<Vec<_>>();
        let mut words: Vec<WordId> = sets.iter().flat_map(|set| of_tree(&set.tree)).chain(others).collect();
        words.sort_unstable();
        words.dedup();
        Self(words)
    }

    fn symbol(&self, word: WordId) -> Option<usize> {
        self.0.binary_search(&word).ok().map(|at| at + Symbols::ANY + 1)
    }

    /// All that holds of a token.
    pub fn symbols(&self, word: Option<WordId>, kind: TokenKind, stops: bool) -> Symbols {
        let mut out = Symbols::of(Symbols::ANY);
        match kind {
            TokenKind::Number => out.add(Symbols::DIGITS),
            TokenKind::Word if !stops => out.add(Symbols::PLAIN),
            _ => {}
        }
        if let Some(symbol) = word.and_then(|w| self.symbol(w)) {
            out.add(symbol);
        }
        out
    }
}

/// How the phrases of a set, or what else stands at a slot, open. It may say more than there is, never less.
#[derive(Debug, Clone, Default)]
pub(super) struct Opening {
    /// The first token.
    pub first: Symbols,
    /// What may stand behind each first token, and behind any.
    pub second: BTreeMap<usize, Symbols>,
    pub seconds: Symbols,
    /// The first tokens that may be all.
    pub whole: Symbols,
    /// Whether it may be no token at all.
    empty: bool,
}

impl Opening {
    /// One token.
    fn one(symbol: usize) -> Self {
        let first = Symbols::of(symbol);
        Self { whole: first.clone(), first, ..Self::default() }
    }

    /// One token or more.
    fn many(symbol: usize) -> Self {
        let seconds = Symbols::of(symbol);
        Self { second: BTreeMap::from([(symbol, seconds.clone())]), seconds, ..Self::one(symbol) }
    }

    /// No token.
    fn nothing() -> Self {
        Self { empty: true, ..Self::default() }
    }

    /// Adds phrases that open with a part and go on with what a node reaches.
    fn add(&mut self, part: &Self, rest: &Reach) {
        self.first.extend(&part.first);
        self.seconds.extend(&part.seconds);
        for (first, second) in &part.second {
            self.second.entry(*first).or_default().extend(second);
        }
        if part.whole != Symbols::default() {
            self.seconds.extend(&rest.first);
        }
        for first in part.whole.iter() {
            self.second.entry(first).or_default().extend(&rest.first);
        }
        if rest.ends {
            self.whole.extend(&part.whole);
        }
    }
}

/// The openings of sets, as far as they are known.
struct Openings<'a> {
    alphabet: &'a Alphabet,
    sets: Vec<Opening>,
    known: Bits,
    /// Those of the parts that are no sets, by their bit.
    parts: [Opening; 6],
}

/// The openings of all sets, whose trees are packed and do not contain themselves.
pub(super) fn openings(sets: &[Set], alphabet: &Alphabet) -> Vec<Opening> {
    let parts = [
        (Part::DIGITS, Opening::one(Symbols::DIGITS)),
        (Part::ANY, Opening::one(Symbols::PLAIN)),
        (Part::GAP, Opening { empty: true, ..Opening::many(Symbols::PLAIN) }),
        (Part::CLAUSE, Opening::many(Symbols::ANY)),
        (Part::END, Opening::nothing()),
        (Part::LOOK, Opening::nothing()),
    ];
    debug_assert!(parts.iter().zip(Part::DIGITS..).all(|((bit, _), place)| *bit == place));
    let parts = parts.map(|(_, opening)| opening);
    let mut all = Openings { alphabet, sets: vec![Opening::default(); sets.len()], known: 0, parts };
    while let Some(next) = sets.iter().enumerate().position(|(at, set)| all.can_read(at, &set.tree)) {
        all.sets[next] = all.read(&sets[next].tree);
        all.known |= 1 << next;
    }
    all.sets
}

impl Openings<'_> {
    /// Whether a set is not known, but all that its phrases are made of is.
    fn can_read(&self, set: usize, tree: &Tree) -> bool {
        let sets = (1 << Part::DIGITS) - 1;
        !has(self.known, set as u8) && tree.parts() & sets & !self.known == 0
    }

    fn read(&self, tree: &Tree) -> Opening {
        let root = self.reach(tree, 0);
        let mut out = Opening { empty: root.ends, ..Opening::default() };
        for node in root.nodes.iter().map(|n| tree.node(*n)) {
            for (word, to) in tree.words(node) {
                let symbol = self.alphabet.symbol(*word).unwrap_or(Symbols::ANY);
                out.add(&Opening::one(symbol), &self.reach(tree, *to));
            }
            for Slot { bit, to } in tree.slots(node) {
                out.add(self.part(*bit), &self.reach(tree, *to));
            }
        }
        out
    }

    /// What stands at a slot, by its bit.
    fn part(&self, bit: u8) -> &Opening {
        let part = usize::from(bit);
        self.sets.get(part).unwrap_or_else(|| &self.parts[part - usize::from(Part::DIGITS)])
    }

    /// What is reached from a node before the next token.
    fn reach(&self, tree: &Tree, node: u32) -> Reach {
        let mut out = Reach { nodes: vec![node], first: Symbols::default(), ends: false };
        let mut at = 0;
        while let Some(&node) = out.nodes.get(at) {
            let node = tree.node(node);
            at += 1;
            out.ends |= !tree.ends(node).is_empty();
            for (word, _) in tree.words(node) {
                out.first.add(self.alphabet.symbol(*word).unwrap_or(Symbols::ANY));
            }
            for Slot { bit, to } in tree.slots(node) {
                let part = self.part(*bit);
                out.first.extend(&part.first);
                if part.empty && !out.nodes.contains(to) {
                    out.nodes.push(*to);
                }
            }
        }
        out
    }
}

/// The nodes that are reached before the next token.
struct Reach {
    nodes: Vec<u32>,
    /// What the next token may be.
    first: Symbols,
    /// Whether a phrase ends there.
    ends: bool,
}
