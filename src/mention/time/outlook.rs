//! What can begin at each token of a sentence, read off the token and the one behind it before any set is looked for.

use serde::{Deserialize, Serialize};

use super::{
    begins::{Begins, Row},
    rules::{Bits, Part},
    search::Find,
    tree::mark,
};
use crate::model::{Token, WordId};

/// A token as the search sees it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    /// What can begin here, by bit, without the sets that were looked for in vain.
    pub open: Bits,
    pub word: WordId,
    /// The [mark] of the word.
    pub mark: u32,
    /// The newest find that begins here.
    pub newest: Option<Find>,
    /// Whether it is a sign that joins what stands around it ("48-hour").
    pub joins: bool,
}

impl Cell {
    /// One that was not looked at. No token opens nothing.
    const NEW: Self = Self { open: 0, word: WordId::UNKNOWN, mark: 0, newest: None, joins: false };
}

/// The number of a token's row, and its traits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Glance {
    pub row: u16,
    pub traits: u16,
}

impl Glance {
    /// Whether a token is a sign that joins what stands around it.
    #[inline]
    pub fn joins(self, sign: &Token, next: &Token) -> bool {
        self.traits & Begins::JOINT != 0 && !sign.spaced && !next.spaced
    }
}

/// How many cells are made together.
const RUN: usize = 16;

/// How many cells there are before all are forgotten, so that memory does not grow with the text.
const MOST_CELLS: usize = 1 << 10;

/// The tokens of a sentence, and the cells of some, made as they are asked for.
pub(super) struct Outlook<'a> {
    begins: &'a Begins,
    tokens: &'a [Token],
    /// The first token that has a cell.
    base: usize,
    cells: Vec<Cell>,
}

impl<'a> Outlook<'a> {
    /// An outlook that takes the memory of another.
    pub fn new(begins: &'a Begins, tokens: &'a [Token], mut cells: Vec<Cell>) -> Self {
        cells.clear();
        Self { begins, tokens, base: 0, cells }
    }

    /// What it has taken, for another.
    pub fn into_memory(self) -> Vec<Cell> {
        self.cells
    }

    /// Whether the cells are many, or all lie before `base`.
    pub fn is_spent(&self, base: usize) -> bool {
        self.cells.len() > MOST_CELLS || base > self.base + self.cells.len()
    }

    /// Forgets all cells; none before `base` will be asked for.
    pub fn restart(&mut self, base: usize) {
        self.base = base;
        self.cells.clear();
    }

    /// The cell of a token, or of the end of the sentence.
    #[inline]
    pub fn cell(&mut self, at: usize) -> &mut Cell {
        let place = at - self.base;
        if self.cells.get(place).is_none_or(|cell| cell.open == 0) {
            self.look(at);
        }
        &mut self.cells[place]
    }

    /// Looks at a token for the first time.
    #[inline(never)]
    fn look(&mut self, at: usize) {
        let place = at - self.base;
        if self.cells.len() <= place {
            self.cells.resize(place + RUN, Cell::NEW);
        }
        let cell = &mut self.cells[place];
        let Some((token, rest)) = self.tokens.get(at..).and_then(<[Token]>::split_first) else {
            cell.open = 1 << Part::END;
            return;
        };
        let begins = self.begins;
        let glance = begins.glance(token);
        let Row { first, whole, .. } = *begins.row(glance.row);
        let (mut second, mut joins) = (0, false);
        if let [next, others @ ..] = rest {
            let after = begins.glance(next);
            second = begins.row(after.row).second;
            joins = glance.joins(token, next);
            if let Some(other) = others.first().filter(|other| after.joins(next, other)) {
                second |= begins.row(begins.glance(other).row).second;
            }
        }
        let clause = Bits::from(joins) << Part::CLAUSE;
        let open = first & (whole | second) | clause;
        *cell = Cell { open, word: token.word, mark: mark(token.word), newest: None, joins };
    }
}
