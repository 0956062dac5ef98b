//! What can begin at each token of a sentence, read off the token and the one behind it before any set is looked for.

use super::{
    begins::{Begins, Row},
    rules::{Bits, Part},
    search::Find,
};
use crate::model::{Token, WordId};

/// A token as the search sees it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    /// What can begin here, by bit, without the sets that were looked for in vain.
    pub open: Bits,
    pub word: WordId,
    /// The newest find that begins here.
    pub newest: Option<Find>,
    /// Whether it is a sign that joins what stands around it ("48-hour").
    pub joins: bool,
}

impl Cell {
    /// One that was not looked at. No token opens nothing.
    const NEW: Self = Self { open: 0, word: WordId::UNKNOWN, newest: None, joins: false };
}

/// The number of a token's row, and its traits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glance {
    pub row: u16,
    pub traits: u16,
}

/// How many cells are made together.
const RUN: usize = 16;

/// How many cells there are before all are forgotten, and how many glances are kept for another sentence, so that memory does
/// not grow with the text.
const MOST_CELLS: usize = 1 << 10;
const MOST_GLANCES: usize = 1 << 14;

/// The tokens of a sentence, and the cells of some, made as they are asked for.
pub(super) struct Outlook<'a> {
    begins: &'a Begins,
    tokens: &'a [Token],
    /// What each token is at first sight.
    glances: Vec<Glance>,
    /// The first token that has a cell.
    base: usize,
    cells: Vec<Cell>,
}

impl<'a> Outlook<'a> {
    /// An outlook that takes the memory of another.
    pub fn new(begins: &'a Begins, tokens: &'a [Token], (mut glances, mut cells): (Vec<Glance>, Vec<Cell>)) -> Self {
        glances.clear();
        glances.extend(tokens.iter().map(|token| begins.glance(token)));
        cells.clear();
        Self { begins, tokens, glances, base: 0, cells }
    }

    /// What it has taken, for another, unless it is much.
    pub fn into_memory(mut self) -> (Vec<Glance>, Vec<Cell>) {
        self.glances.clear();
        self.glances.shrink_to(MOST_GLANCES);
        (self.glances, self.cells)
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

    /// The next token, from `at` on, that has one of these traits.
    pub fn next_with(&self, traits: u16, at: usize) -> Option<usize> {
        self.glances.get(at..)?.iter().position(|glance| glance.traits & traits != 0).map(|found| at + found)
    }

    /// The next of the tokens from `at` to `last` with which an expression may begin.
    pub fn next_opening(&self, at: usize, last: usize) -> Option<usize> {
        let tokens = self.glances.get(at..=last)?.iter().enumerate();
        let mut opening = tokens.filter(|(_, glance)| glance.traits & Begins::OPENS != 0).map(|(after, _)| at + after);
        opening.find(|at| self.may_open(*at))
    }

    /// Whether an expression may begin with a token, given the one behind it.
    fn may_open(&self, at: usize) -> bool {
        let Glance { row, traits } = self.glances[at];
        let opens = |second: usize| self.glances.get(second).is_some_and(|g| self.begins.may_open(row, g.row));
        traits & Begins::WHOLE != 0 || opens(at + 1) || self.joins(at + 1) && opens(at + 2)
    }

    /// Whether a token is a sign that joins what stands around it.
    fn joins(&self, at: usize) -> bool {
        let is_joint = self.glances.get(at).is_some_and(|glance| glance.traits & Begins::JOINT != 0);
        is_joint && matches!(self.tokens[at..], [sign, next, ..] if !sign.spaced && !next.spaced)
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
        let row = |at: usize| self.glances.get(at).map(|glance| self.begins.row(glance.row));
        let Some(&Row { first, whole, .. }) = row(at) else {
            self.cells[place].open = 1 << Part::END;
            return;
        };
        let mut second = row(at + 1).map_or(0, |row| row.second);
        if self.joins(at + 1) {
            second |= row(at + 2).map_or(0, |row| row.second);
        }
        let joins = self.joins(at);
        let clause = Bits::from(joins) << Part::CLAUSE;
        let open = first & (whole | second) | clause;
        self.cells[place] = Cell { open, word: self.tokens[at].word, newest: None, joins };
    }
}
