//! What may begin with a token, given the one behind it? Precomputed for all pairs of tokens, so that hardly a set is
//! looked for in vain, and a sentence without a time costs a look-up or two a token.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{
    opening::{Alphabet, Opening, Symbols, openings},
    outlook::Glance,
    rules::{Bits, Part, Set},
};
use crate::model::{Token, TokenKind, WordId};

/// What a token is for the sets: more than it is in the end, never less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub(super) struct Row {
    /// The sets that it can begin, and the other parts that it can be.
    pub first: Bits,
    /// What of that it can be the whole of.
    pub whole: Bits,
    /// The sets that can have it behind their first token.
    pub second: Bits,
}

/// What is known of words beside the phrases that they stand in.
pub(super) struct Marked {
    /// Words that an expression may be near, by number.
    pub kernels: Vec<bool>,
    /// Words with which an expression that has no unit of its own begins, by number.
    pub elided: Vec<bool>,
    /// Words that end a clause.
    pub stops: Vec<WordId>,
    /// Signs that join words ("post-op").
    pub joints: Vec<WordId>,
}

/// The rows of all tokens.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Begins {
    /// Words without one of which there is no expression, and those with which one begins that has no unit of its own, as bits
    /// by number.
    kernels: Vec<u64>,
    elided: Vec<u64>,
    /// For each word the number of its forms.
    words: Vec<u16>,
    /// What words are as a word, a number and a sign; first those that the grammar does not have.
    forms: Vec<[Glance; 3]>,
    rows: Vec<Row>,
    /// For each row those (by bit) before which it may begin a whole expression, in so many pieces.
    pairs: Vec<u64>,
    pieces: usize,
}

impl Begins {
    /// With it an expression may begin.
    pub const OPENS: u16 = 1;
    /// It may be an expression by itself.
    pub const WHOLE: u16 = 2;
    /// It is a sign that joins words.
    pub const JOINT: u16 = 4;

    /// Computes the rows from trees that are packed and do not contain themselves; `time` is the set of whole expressions.
    pub fn of(sets: &[Set], time: usize, marked: &Marked) -> Self {
        let flagged = |flags: &[bool]| {
            let words = flags.iter().enumerate().filter(|(_, is)| **is).map(|(word, _)| WordId(word as u32));
            words.collect::<Vec<_>>()
        };
        let others = [flagged(&marked.kernels), flagged(&marked.elided), marked.stops.clone(), marked.joints.clone()];
        let alphabet = Alphabet::new(sets, others.into_iter().flatten());
        let openings = openings(sets, &alphabet);
        Builder { alphabet, time: &openings[time], openings: &openings, marked, kinds: HashMap::new() }.build()
    }

    /// Whether a word is among some without one of which there is no expression; `elided` takes in those of expressions that
    /// have no unit of their own.
    #[inline]
    pub fn is_kernel(&self, word: WordId, elided: bool) -> bool {
        is_set(&self.kernels, word) || elided && is_set(&self.elided, word)
    }

    /// The next token, from `at` on, with which an expression may begin, given the one behind it.
    #[inline]
    pub fn next_opening(&self, tokens: &[Token], at: usize) -> Option<usize> {
        let mut glance = self.glance(tokens.get(at)?);
        for at in at..tokens.len() {
            let next = tokens.get(at + 1).map(|next| self.glance(next));
            if glance.traits & Self::OPENS != 0 && self.may_open(glance, next, &tokens[at + 1..]) {
                return Some(at);
            }
            glance = next?;
        }
        None
    }

    /// Whether an expression may begin with a token, given those behind it, the first of them at first sight.
    #[inline]
    fn may_open(&self, Glance { row, traits }: Glance, next: Option<Glance>, behind: &[Token]) -> bool {
        let opens = |second: Glance| self.is_pair(row, second.row);
        let joined = |next: Glance| match behind {
            [sign, other, ..] => next.joins(sign, other) && opens(self.glance(other)),
            _ => false,
        };
        traits & Self::WHOLE != 0 || next.is_some_and(|next| opens(next) || joined(next))
    }

    /// What a token is at first sight.
    #[inline]
    pub fn glance(&self, token: &Token) -> Glance {
        let form = self.words.get(token.word.0 as usize).copied().unwrap_or(0);
        self.forms[usize::from(form)][token.kind as usize]
    }

    /// A row.
    #[inline]
    pub fn row(&self, number: u16) -> &Row {
        &self.rows[usize::from(number)]
    }

    /// Whether an expression may begin with a token of the first row before one of the second.
    #[inline]
    fn is_pair(&self, first: u16, second: u16) -> bool {
        let piece = self.pairs[usize::from(first) * self.pieces + usize::from(second / 64)];
        piece >> (second % 64) & 1 != 0
    }
}

/// Flags as bits.
fn bits(flags: &[bool]) -> Vec<u64> {
    let piece = |flags: &[bool]| flags.iter().rev().fold(0, |bits, is| bits << 1 | u64::from(*is));
    flags.chunks(64).map(piece).collect()
}

/// Whether the bit of a word is set.
#[inline]
fn is_set(bits: &[u64], word: WordId) -> bool {
    bits.get(word.0 as usize / 64).is_some_and(|bits| bits >> (word.0 % 64) & 1 != 0)
}

/// Tokens that differ in nothing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Kind {
    row: Row,
    traits: u16,
    /// What may stand behind it where it begins an expression.
    before: Symbols,
    /// The first tokens of expressions behind which it may stand.
    behind: Symbols,
}

struct Builder<'a> {
    alphabet: Alphabet,
    openings: &'a [Opening],
    time: &'a Opening,
    marked: &'a Marked,
    /// The numbers of the kinds so far, with the symbols of one token of each.
    kinds: HashMap<Kind, (u16, Symbols)>,
}

impl Builder<'_> {
    fn build(mut self) -> Begins {
        let used = self.alphabet.0.clone();
        let mut forms = vec![self.rows(None)];
        let mut words = vec![0; used.last().map_or(0, |w| w.0 as usize + 1)];
        for word in used {
            let form = self.rows(Some(word));
            let number = forms.iter().position(|f| *f == form).unwrap_or(forms.len());
            if number == forms.len() {
                forms.push(form);
            }
            words[word.0 as usize] = number as u16;
        }
        let mut kinds: Vec<(Kind, (u16, Symbols))> = self.kinds.into_iter().collect();
        kinds.sort_unstable_by_key(|(_, (number, _))| *number);
        let pieces = kinds.len().div_ceil(64);
        let mut pairs = vec![0; kinds.len() * pieces];
        for (at, (first, _)) in kinds.iter().enumerate() {
            for (second, (_, (_, symbols))) in kinds.iter().enumerate() {
                pairs[at * pieces + second / 64] |= u64::from(first.before.meets(symbols)) << (second % 64);
            }
        }
        let glance = |row: u16| Glance { row, traits: kinds[usize::from(row)].0.traits };
        let forms = forms.iter().map(|rows| rows.map(glance)).collect();
        let (kernels, elided) = (bits(&self.marked.kernels), bits(&self.marked.elided));
        Begins { kernels, elided, words, forms, rows: kinds.iter().map(|(kind, _)| kind.row).collect(), pairs, pieces }
    }

    /// The numbers of the rows of a word, or of a word that the grammar does not have.
    fn rows(&mut self, word: Option<WordId>) -> [u16; 3] {
        [TokenKind::Word, TokenKind::Number, TokenKind::Sign].map(|kind| {
            let stops = kind == TokenKind::Sign || word.is_some_and(|w| self.marked.stops.contains(&w));
            let symbols = self.alphabet.symbols(word, kind, stops);
            let joins = kind == TokenKind::Sign && word.is_some_and(|w| self.marked.joints.contains(&w));
            let kind = self.kind(&symbols, self.traits(&symbols, joins), parts(kind, stops));
            let next = self.kinds.len() as u16;
            self.kinds.entry(kind).or_insert((next, symbols)).0
        })
    }

    fn traits(&self, symbols: &Symbols, joins: bool) -> u16 {
        let traits = [
            (self.time.first.meets(symbols), Begins::OPENS),
            (self.time.whole.meets(symbols), Begins::WHOLE),
            (joins, Begins::JOINT),
        ];
        traits.iter().filter(|(is, _)| *is).fold(0, |all, (_, bit)| all | bit)
    }

    fn kind(&self, symbols: &Symbols, traits: u16, parts: Bits) -> Kind {
        let mut row = Row { first: parts, whole: parts, second: 0 };
        for (set, opening) in self.openings.iter().enumerate() {
            row.first |= Bits::from(opening.first.meets(symbols)) << set;
            row.whole |= Bits::from(opening.whole.meets(symbols)) << set;
            row.second |= Bits::from(opening.seconds.meets(symbols)) << set;
        }
        let (mut before, mut behind) = (Symbols::default(), Symbols::default());
        for symbol in symbols.iter() {
            self.time.second.get(&symbol).into_iter().for_each(|second| before.extend(second));
        }
        for (first, _) in self.time.second.iter().filter(|(_, second)| second.meets(symbols)) {
            behind.add(*first);
        }
        Kind { row, traits, before, behind }
    }
}

/// What a token is beside what sets know of it, by bit.
fn parts(kind: TokenKind, stops: bool) -> Bits {
    let parts = [
        (kind == TokenKind::Number, Part::DIGITS),
        (kind == TokenKind::Word && !stops, Part::ANY),
        (true, Part::GAP),
        (!stops, Part::CLAUSE),
        (stops, Part::END),
        (true, Part::LOOK),
    ];
    parts.iter().filter(|(is, _)| *is).fold(0, |all, (_, part)| all | 1 << part)
}
