//! Sets of phrases whose parts may be other sets.
//!
//! The engine knows no language: a set is a tree over the numbers of words, with slots where another set, digits, any
//! word or a run of words stands.

use serde::{Deserialize, Serialize};

use super::{
    begins::Begins,
    tree::Tree,
    value::{Fold, Value},
};
use crate::model::{Bound, Unit, When, WordId};

/// Sets, and what else may stand at a slot, by bit.
pub(super) type Bits = u128;

/// Whether a set, or what else has a [bit](Part::bit), is among these. Halves are asked, which takes one instruction.
#[inline]
pub(super) fn has(bits: Bits, bit: u8) -> bool {
    let half = if bit < 64 { bits as u64 } else { (bits >> 64) as u64 };
    half >> (bit % 64) & 1 != 0
}

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

/// The most sets of a grammar; the bits above theirs are those of the other parts.
pub(super) const MOST_SETS: usize = 120;

/// The bits of the parts that are no sets.
impl Part {
    pub const DIGITS: u8 = 120;
    pub const ANY: u8 = 121;
    pub const GAP: u8 = 122;
    pub const CLAUSE: u8 = 123;
    pub const END: u8 = 124;
    pub const LOOK: u8 = 125;

    /// The bit of what stands at a slot; none for a word.
    pub fn bit(self) -> Option<u8> {
        match self {
            Self::Word(_) => None,
            Self::Set(set) => Some(set),
            Self::Digits => Some(Self::DIGITS),
            Self::Any => Some(Self::ANY),
            Self::Gap => Some(Self::GAP),
            Self::Clause => Some(Self::CLAUSE),
            Self::End => Some(Self::END),
            Self::Look => Some(Self::LOOK),
        }
    }
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
    pub behind: Option<u8>,
    /// A set that must not match right before.
    pub unless: Option<u8>,
    /// Whether it must be all that the sentence says.
    pub alone: bool,
    /// Whether the first two tokens must follow each other without a blank.
    pub tight: bool,
    /// Whether its numbers take the unit of the time before ("heat for 3 days, alcohol for 2").
    pub elided: bool,
}

impl Entry {
    /// Whether its value is the sum of those of its parts.
    pub fn is_sum(&self) -> bool {
        self.fold == Fold::Sum && self.is.is_none()
    }

    /// Whether it holds wherever its words stand.
    pub fn is_free(&self) -> bool {
        let demands = self.alone || self.tight || self.elided || self.is_sum() || !self.only.is_empty();
        !demands && self.behind.is_none() && self.unless.is_none()
    }
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
    pub begins: Begins,
    /// The sets (by bit) whose matches carry no value.
    pub silent: Bits,
    /// The sets (by bit) of nothing but single words, which hold wherever they stand.
    pub flat: Bits,
    /// Those of them whose matches carry no value.
    pub plain: Bits,
    /// The most words that a gap passes over.
    pub gap: usize,
    /// The longest clause, in tokens.
    pub clause: usize,
    /// How many tokens back `behind` looks.
    pub back: usize,
}
