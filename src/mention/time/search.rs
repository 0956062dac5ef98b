//! The longest match of a set at a place.
//!
//! Sets do not contain themselves, every slot takes its longest match, and what was found at a place is remembered, so
//! that the work at one place is bounded by the longest phrase. What cannot begin at a place is not looked for
//! ([`Outlook`]), all else is walked ([`Walk`]). The search only finds places; the values of what won are made afterwards
//! ([`Search::values`]).

use std::num::NonZeroU32;

use super::{
    outlook::{Cell, Outlook},
    rules::{Entry, Sets, has},
    value::{Fold, Value},
    walk::{Best, Walk},
};
use crate::model::{Bound, Span, Token, Unit, When};

/// One sentence.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
}

/// The number of a match that was found, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Find(NonZeroU32);

/// A match: the entry, one past the last token, and one past the last that was looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Match {
    set: u8,
    /// How many parts it has, and where the first lies in what was [kept](Memory::kept).
    count: u8,
    parts: u32,
    pub entry: u32,
    end: u32,
    seen: u32,
    /// The match that was found before at the same token.
    before: Option<Find>,
}

impl Match {
    /// One past its last token.
    pub fn end(&self) -> usize {
        self.end as usize
    }

    /// One past the last token that it looked at.
    pub fn seen(&self) -> usize {
        self.seen as usize
    }
}

/// A value and the tokens that it was read from.
#[derive(Debug, Clone)]
pub(super) struct Capture {
    pub value: Value,
    pub first: usize,
    pub last: usize,
}

/// A part of a match that has a value, and its tokens.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub kind: Kind,
    pub first: u32,
    pub last: u32,
}

/// What a part with a value is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    Digits,
    Clause,
    Set(Find),
}

/// What a search remembers: of use to the next one for the memory that it has taken.
#[derive(Debug, Default)]
pub(super) struct Memory {
    outlook: Vec<Cell>,
    found: Vec<Match>,
    /// The parts of all that was found.
    kept: Vec<Piece>,
    /// The parts of the ways that are being walked, the innermost last.
    pub way: Vec<Piece>,
    /// The parts of the best matches of the walks that are under way, the innermost last.
    pub best: Vec<Piece>,
}

/// The search in one sentence, with what it has found.
pub(super) struct Search<'a> {
    pub sets: &'a Sets,
    pub place: Place<'a>,
    /// The unit of the last time that was read.
    pub unit: Option<Unit>,
    pub outlook: Outlook<'a>,
    pub memory: Memory,
}

/// How many matches are remembered before all are forgotten, so that memory does not grow with the text.
const MOST_FOUND: usize = 1 << 10;

impl<'a> Search<'a> {
    pub fn new(sets: &'a Sets, place: Place<'a>, mut memory: Memory) -> Self {
        let outlook = Outlook::new(&sets.begins, place.tokens, std::mem::take(&mut memory.outlook));
        memory.found.clear();
        memory.kept.clear();
        Self { sets, place, unit: None, outlook, memory }
    }

    /// What the next search can use.
    pub fn into_memory(self) -> Memory {
        Memory { outlook: self.outlook.into_memory(), ..self.memory }
    }

    /// Whether a word without which there is no time expression is among so many tokens from `at` on; behind a time with a
    /// unit, also one that may have no unit of its own.
    pub fn is_near(&self, at: usize, reach: usize) -> bool {
        let tokens = self.place.tokens;
        let near = &tokens[at..tokens.len().min(at + reach)];
        near.iter().any(|token| self.sets.begins.is_kernel(token.word, self.unit.is_some()))
    }

    /// What lies far before a token is forgotten where much is remembered.
    pub fn forget_before(&mut self, at: usize) {
        let base = at.saturating_sub(self.sets.back);
        if self.memory.found.len() > MOST_FOUND || self.outlook.is_spent(base) {
            self.memory.found.clear();
            self.memory.kept.clear();
            self.outlook.restart(base);
        }
    }

    /// What was found.
    #[inline]
    pub fn found(&self, find: Find) -> Match {
        self.memory.found[find.0.get() as usize - 1]
    }

    /// The longest match of a set that begins at a token.
    #[inline]
    pub fn find(&mut self, set: u8, at: usize) -> Option<Find> {
        let cell = self.outlook.cell(at);
        if !has(cell.open, set) {
            return None;
        }
        let mut next = cell.newest;
        while let Some(find) = next {
            let found = &self.memory.found[find.0.get() as usize - 1];
            if found.set == set {
                return next;
            }
            next = found.before;
        }
        self.look_for(set, at)
    }

    /// The longest match of a set at a token, looked for anew and remembered.
    #[inline(never)]
    fn look_for(&mut self, set: u8, at: usize) -> Option<Find> {
        let of = &self.sets.all[usize::from(set)];
        let parts = self.memory.best.len();
        let best = if has(self.sets.flat, set) {
            let entry = of.tree.entry_of(self.place.tokens[at].word);
            entry.map(|entry| Best { entry, end: at + 1, seen: at + 1 })
        } else {
            Walk::new(of, at, self).best()
        };
        let cell = self.outlook.cell(at);
        let Some(Best { entry, end, seen }) = best else {
            cell.open &= !(1 << set);
            return None;
        };
        let Memory { found, kept, best, .. } = &mut self.memory;
        found.push(Match {
            set,
            count: (best.len() - parts) as u8,
            parts: kept.len() as u32,
            entry: entry.into(),
            end: end as u32,
            seen: seen as u32,
            before: cell.newest,
        });
        kept.extend_from_slice(&best[parts..]);
        best.truncate(parts);
        cell.newest = NonZeroU32::new(found.len() as u32).map(Find);
        cell.newest
    }

    /// Whether the numbers of a match take the unit of the time before.
    pub fn is_elided(&self, found: Match) -> bool {
        self.sets.all[usize::from(found.set)].entries[found.entry as usize].elided
    }

    /// The parts of a match.
    fn parts(&self, found: Match) -> &[Piece] {
        let from = found.parts as usize;
        &self.memory.kept[from..from + usize::from(found.count)]
    }

    /// The values of the parts of a match.
    pub fn values(&self, found: Match) -> Vec<Capture> {
        let parts = self.parts(found).iter();
        let capture = |part: &Piece| {
            let value = self.value_of(*part)?;
            Some(Capture { value, first: part.first as usize, last: part.last as usize })
        };
        parts.filter_map(capture).collect()
    }

    /// The value of a part.
    pub fn value_of(&self, part: Piece) -> Option<Value> {
        match part.kind {
            Kind::Digits => {
                let digits = self.place.tokens[part.first as usize].span;
                number(digits, self.place.text).map(Value::number)
            }
            Kind::Set(find) => self.value(find),
            Kind::Clause => Some(Value { event: Some(super::value::WORDS.into()), ..Value::default() }),
        }
    }

    /// The value of a match, where it has one.
    pub fn value(&self, mut find: Find) -> Option<Value> {
        let mut added = Added::default();
        let value = loop {
            let found = self.found(find);
            let entry = &self.sets.all[usize::from(found.set)].entries[found.entry as usize];
            added.add(entry);
            match (&entry.is, entry.fold, self.parts(found)) {
                (Some(value), ..) => break value.clone(),
                (None, Fold::Range, [Piece { kind: Kind::Set(inner), .. }]) => find = *inner,
                (None, Fold::Range, [part]) => break self.value_of(*part)?,
                (None, fold, parts) => {
                    let mut values = Vec::with_capacity(parts.len());
                    values.extend(parts.iter().filter_map(|part| self.value_of(*part)));
                    break Value::fold(fold, values)?;
                }
            }
        };
        Some(added.to(value))
    }
}

/// What the entries around a value add to it; the outer ones overrule.
#[derive(Default)]
struct Added<'a> {
    bound: Option<Bound>,
    n: Option<f64>,
    when: Option<&'a When>,
}

impl<'a> Added<'a> {
    /// Adds what an entry does that is further in.
    fn add(&mut self, entry: &'a Entry) {
        self.bound = self.bound.or(entry.bound);
        self.n = self.n.or(entry.n);
        self.when = self.when.or(entry.when.as_ref());
    }

    /// A value with what is added.
    fn to(&self, mut value: Value) -> Value {
        value.bound = self.bound.or(value.bound);
        if self.n.is_some() {
            (value.min, value.max) = (self.n, self.n);
        }
        if let Some(when) = self.when {
            value.when = Some(when.clone());
        }
        value
    }
}

/// The most digits that are a number of 32 bits.
const MOST_DIGITS: usize = 9;

/// The value of digits, with thousands commas; a letter before them is a one that a scan misread.
fn number(span: Span, text: &str) -> Option<f64> {
    let digits = span.of(text);
    if digits.len() <= MOST_DIGITS && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.is_empty() {
        return Some(f64::from(digits.bytes().fold(0, |all: u32, b| all * 10 + u32::from(b - b'0'))));
    }
    let digits = digits.replace(',', "");
    match digits.strip_prefix(['l', 'I']) {
        Some(rest) => format!("1{rest}").parse().ok(),
        None => digits.parse().ok(),
    }
}
