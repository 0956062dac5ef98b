//! Sets of phrases whose parts may be other sets.
//!
//! The engine knows no language: a set is a tree over the numbers of words, with slots where another set, digits, any
//! word or a run of words stands.

use serde::{Deserialize, Serialize};

use super::{
    tree::Tree,
    value::{Fold, Value},
};
use crate::model::{Bound, Token, TokenKind, Unit, When, WordId};

/// A part of a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) enum Part {
    /// This word or sign.
    Word(WordId),
    /// What the set of this number matches.
    Set(u8),
    /// A number in digits.
    Digits,
    /// A word that ends no clause.
    Any,
    /// Any words that end no clause, or none.
    Gap,
    /// Words up to the end of the clause.
    Clause,
    /// Nothing, before a sign, a word that ends a clause or the end of the sentence.
    End,
    /// The mention ends here: what follows must stand there but is not part of it.
    Look,
}

/// One entry of a set: how its parts make its value.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Entry {
    pub id: String,
    /// A value that does not depend on the parts.
    pub is: Option<Value>,
    pub fold: Fold,
    /// What the entry adds to the value that its parts make.
    pub bound: Option<Bound>,
    /// The number of a unit that stands alone.
    pub n: Option<f64>,
    pub when: Option<When>,
    /// The only units for which the entry holds; empty for all.
    pub only: Vec<Unit>,
    /// A set that must match at one of the tokens before.
    pub behind: Option<usize>,
    /// A set that must not match right before.
    pub unless: Option<usize>,
    /// Whether it must be all that the sentence says.
    pub alone: bool,
    /// Whether the first two tokens must follow each other without a blank.
    pub tight: bool,
    /// Whether its numbers take the unit of the time before ("heat for 3 days, alcohol for 2").
    pub elided: bool,
}

/// Phrases of one kind, with their entries.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Set {
    pub name: String,
    /// Whether its matches carry no value.
    pub silent: bool,
    pub entries: Vec<Entry>,
    pub tree: Tree,
}

/// The sets of a grammar, with what each word can begin.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Sets {
    pub all: Vec<Set>,
    /// For each word, the sets (by bit) that it can begin.
    pub begins: Vec<u128>,
    /// The sets (by bit) that digits can begin.
    pub digits: u128,
    /// The sets (by bit) that any word can begin.
    pub always: u128,
    /// Words that end a clause.
    pub stops: Vec<bool>,
    /// Signs that join words ("post-op").
    pub joints: Vec<WordId>,
    /// The most words that a gap passes over.
    pub gap: usize,
    /// The longest clause, in tokens.
    pub clause: usize,
    /// How many tokens back `behind` looks.
    pub back: usize,
}

impl Sets {
    pub fn begins(&self, set: usize, token: &Token) -> bool {
        (self.bits(token) | self.always) & (1 << set) != 0
    }

    /// The sets that a token can begin.
    pub fn bits(&self, token: &Token) -> u128 {
        let word = self.begins.get(token.word.0 as usize).copied().unwrap_or(0);
        if token.kind == TokenKind::Number { word | self.digits } else { word }
    }

    pub fn is_joint(&self, token: &Token) -> bool {
        token.kind == TokenKind::Sign && self.joints.contains(&token.word)
    }

    pub fn stops(&self, token: &Token) -> bool {
        token.kind == TokenKind::Sign || self.stops.get(token.word.0 as usize).copied().unwrap_or(false)
    }

    pub fn is_plain(&self, token: &Token) -> bool {
        token.kind == TokenKind::Word && !self.stops(token)
    }
}
