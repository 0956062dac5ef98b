//! Sets of phrases whose parts may be other sets, and the search for the longest match at a place.
//!
//! The engine knows no language: a set is a tree over the numbers of words, with slots where another set, digits, any
//! word or a run of words stands. Sets do not contain themselves, and every slot takes its longest match, so that the
//! work at one place is bounded by the longest phrase.

use std::collections::HashMap;

use xxhash_rust::xxh3::Xxh3Builder;

use super::value::{Fold, Value};
use crate::model::{Span, Token, TokenKind, Unit, WordId};

/// A part of a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Part {
    /// This word or sign.
    Word(WordId),
    /// What the set of this number matches.
    Set(usize),
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
#[derive(Debug, Clone, Default)]
pub(super) struct Entry {
    pub id: String,
    /// A value that does not depend on the parts.
    pub is: Option<Value>,
    pub fold: Fold,
    /// What the entry adds to the value that its parts make.
    pub bound: Option<crate::model::Bound>,
    /// The number of a unit that stands alone.
    pub n: Option<f64>,
    pub when: Option<crate::model::When>,
    /// The only units for which the entry holds; empty for all.
    pub only: Vec<Unit>,
    /// A set that must match at one of the tokens before.
    pub behind: Option<usize>,
    /// Whether the signs of the first two parts must follow each other without a blank.
    pub tight: bool,
}

/// Phrases of one kind, with their entries.
#[derive(Debug, Default)]
pub(super) struct Set {
    pub name: String,
    /// Whether its matches carry no value.
    pub silent: bool,
    pub entries: Vec<Entry>,
    edges: HashMap<(u32, u32), u32, Xxh3Builder>,
    nodes: Vec<Node>,
}

#[derive(Debug, Default)]
struct Node {
    slots: Vec<(Part, u32)>,
    ends: Vec<u32>,
}

/// A capture: a value and the tokens that it was read from.
#[derive(Debug, Clone)]
pub(super) struct Capture {
    pub value: Value,
    pub first: usize,
    pub last: usize,
}

/// A match: the entry, one past its last token (and past what it looked at), and its captures.
#[derive(Debug, Clone)]
pub(super) struct Match {
    pub entry: usize,
    pub end: usize,
    pub seen: usize,
    pub captures: Vec<Capture>,
}

impl Set {
    pub fn new(name: &str, silent: bool) -> Self {
        Self { name: name.to_owned(), silent, nodes: vec![Node::default()], ..Self::default() }
    }

    /// Adds a phrase of an entry; false where the same phrase of the same entry was there.
    pub fn add(&mut self, parts: &[Part], entry: usize) {
        let mut node = 0_u32;
        for part in parts {
            node = self.step(node, *part);
        }
        let ends = &mut self.nodes[node as usize].ends;
        if !ends.contains(&(entry as u32)) {
            ends.push(entry as u32);
        }
    }

    fn step(&mut self, node: u32, part: Part) -> u32 {
        let next = self.nodes.len() as u32;
        let found = match part {
            Part::Word(word) => *self.edges.entry((node, word.0)).or_insert(next),
            slot => match self.nodes[node as usize].slots.iter().find(|(s, _)| *s == slot) {
                Some(&(_, to)) => to,
                None => {
                    self.nodes[node as usize].slots.push((slot, next));
                    next
                }
            },
        };
        if found == next {
            self.nodes.push(Node::default());
        }
        found
    }

    /// The parts with which its phrases begin.
    pub fn firsts(&self) -> impl Iterator<Item = Part> {
        let words = self.edges.keys().filter(|(node, _)| *node == 0).map(|&(_, w)| Part::Word(WordId(w)));
        words.chain(self.nodes.first().into_iter().flat_map(|n| n.slots.iter().map(|(p, _)| *p)))
    }
}

/// The sets of a grammar, with what each word can begin.
#[derive(Debug, Default)]
pub(super) struct Sets {
    pub sets: Vec<Set>,
    /// For each word, the sets (by bit) that it can begin.
    pub begins: Vec<u128>,
    /// The sets (by bit) that digits can begin.
    pub digits: u128,
    /// The sets that any word can begin.
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

/// One sentence.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
}

impl Sets {
    fn begins(&self, set: usize, token: &Token) -> bool {
        (self.bits(token) | self.always) & (1 << set) != 0
    }

    /// The sets that a token can begin.
    pub fn bits(&self, token: &Token) -> u128 {
        let word = self.begins.get(token.word.0 as usize).copied().unwrap_or(0);
        if token.kind == TokenKind::Number { word | self.digits } else { word }
    }

    /// The longest match of a set that begins at a token.
    pub fn find(&self, set: usize, place: Place<'_>, at: usize) -> Option<Match> {
        if !self.begins(set, place.tokens.get(at)?) {
            return None;
        }
        let mut walk = Walk { sets: self, set: &self.sets[set], place, first: at, captures: Vec::new(), best: None };
        walk.node(0, at, None);
        walk.best
    }

    /// The value of a set's match, where it has one.
    pub fn value(&self, set: usize, found: &Match) -> Option<Value> {
        let entry = &self.sets[set].entries[found.entry];
        let mut value = if let Some(value) = &entry.is {
            value.clone()
        } else {
            let parts: Vec<&Value> = found.captures.iter().map(|c| &c.value).collect();
            Value::fold(entry.fold, &parts)?
        };
        value.bound = entry.bound.or(value.bound);
        if entry.n.is_some() {
            (value.min, value.max) = (entry.n, entry.n);
        }
        if entry.when.is_some() {
            value.when.clone_from(&entry.when);
        }
        Some(value)
    }

    fn is_joint(&self, token: &Token) -> bool {
        token.kind == TokenKind::Sign && self.joints.contains(&token.word)
    }

    fn stops(&self, token: &Token) -> bool {
        token.kind == TokenKind::Sign || self.stops.get(token.word.0 as usize).copied().unwrap_or(false)
    }
}

struct Walk<'a> {
    sets: &'a Sets,
    set: &'a Set,
    place: Place<'a>,
    first: usize,
    captures: Vec<Capture>,
    best: Option<Match>,
}

impl Walk<'_> {
    fn node(&mut self, node: u32, at: usize, look: Option<usize>) {
        let here = &self.set.nodes[node as usize];
        for &entry in &here.ends {
            self.end(entry as usize, at, look);
        }
        for &(slot, to) in &here.slots {
            self.slot(slot, to, at, look);
        }
        let Some(&token) = self.place.tokens.get(at) else { return };
        if token.word != WordId::UNKNOWN
            && let Some(&to) = self.set.edges.get(&(node, token.word.0))
        {
            self.node(to, at + 1, look);
        }
        // "48-hour" is read like "48 hour".
        if at > self.first && !token.spaced && self.sets.is_joint(&token) && !self.is_spaced(at + 1) {
            self.after_joint(node, at + 1, look);
        }
    }

    /// The ways on from a node after a joining sign: as [`Self::node`], but nothing ends here.
    fn after_joint(&mut self, node: u32, at: usize, look: Option<usize>) {
        for &(slot, to) in &self.set.nodes[node as usize].slots {
            self.slot(slot, to, at, look);
        }
        let Some(token) = self.place.tokens.get(at) else { return };
        if let Some(&to) = self.set.edges.get(&(node, token.word.0)).filter(|_| token.word != WordId::UNKNOWN) {
            self.node(to, at + 1, look);
        }
    }

    fn is_spaced(&self, at: usize) -> bool {
        self.place.tokens.get(at).is_none_or(|t| t.spaced)
    }

    fn slot(&mut self, slot: Part, to: u32, at: usize, look: Option<usize>) {
        let Some(token) = self.place.tokens.get(at) else {
            if slot == Part::End {
                self.node(to, at, look);
            }
            return;
        };
        match slot {
            Part::End => {
                if self.sets.stops(token) {
                    self.node(to, at, look);
                }
            }
            Part::Look => self.node(to, at, Some(at)),
            Part::Word(_) => {}
            Part::Gap => {
                self.node(to, at, look);
                let words = self.place.tokens[at..].iter().take(self.sets.gap);
                let words = words.take_while(|t| t.kind == TokenKind::Word && !self.sets.stops(t)).count();
                for passed in 1..=words {
                    self.node(to, at + passed, look);
                }
            }
            Part::Any => {
                if token.kind == TokenKind::Word && !self.sets.stops(token) {
                    self.node(to, at + 1, look);
                }
            }
            Part::Digits => {
                if token.kind == TokenKind::Number
                    && let Some(number) = number(token.span, self.place.text)
                {
                    self.capture(Value::number(number), to, at, at + 1, look);
                }
            }
            Part::Clause => {
                let end = self.clause(at);
                if end > at {
                    let event = Some(super::value::WORDS.to_owned());
                    self.capture(Value { event, ..Value::default() }, to, at, end, look);
                }
            }
            Part::Set(set) => {
                let Some(found) = self.sets.find(set, self.place, at) else { return };
                if self.sets.sets[set].silent {
                    self.node(to, found.end, look);
                } else if let Some(value) = self.sets.value(set, &found) {
                    self.capture(value, to, at, found.end, look);
                }
            }
        }
    }

    fn capture(&mut self, value: Value, to: u32, first: usize, last: usize, look: Option<usize>) {
        self.captures.push(Capture { value, first, last });
        self.node(to, last, look);
        self.captures.pop();
    }

    /// One past the last token of the clause that begins at `at`.
    fn clause(&self, at: usize) -> usize {
        let rest = self.place.tokens[at..].iter().take(self.sets.clause);
        let mut end = at;
        for (i, token) in rest.enumerate() {
            let joint = self.sets.is_joint(token) && !token.spaced && !self.is_spaced(at + i + 1);
            if self.sets.stops(token) && !joint {
                break;
            }
            end = at + i + 1;
        }
        end
    }

    fn end(&mut self, entry: usize, at: usize, look: Option<usize>) {
        let better = match &self.best {
            None => true,
            Some(best) => at > best.seen || (at == best.seen && entry < best.entry),
        };
        if better && self.holds(&self.set.entries[entry]) {
            let end = look.unwrap_or(at);
            self.best = Some(Match { entry, end, seen: at, captures: self.captures.clone() });
        }
    }

    /// Whether what an entry demands beyond its words is so.
    fn holds(&self, entry: &Entry) -> bool {
        let unit = || self.captures.iter().find_map(|c| c.value.unit);
        (entry.only.is_empty() || unit().is_some_and(|u| entry.only.contains(&u)))
            && (!entry.tight || !self.is_spaced(self.first + 1))
            && (entry.fold != Fold::Sum || self.are_distinct())
            && entry.behind.is_none_or(|set| self.is_behind(set))
    }

    /// Whether no two captures have the same unit: "1 hour 30 minutes" is a sum, "2 days and 3 days" is none.
    fn are_distinct(&self) -> bool {
        let units: Vec<Unit> = self.captures.iter().filter_map(|c| c.value.unit).collect();
        units.iter().enumerate().all(|(i, u)| !units[..i].contains(u))
    }

    /// Whether a set matches at one of the tokens before this place.
    fn is_behind(&self, set: usize) -> bool {
        let from = self.first.saturating_sub(self.sets.back);
        (from..self.first).rev().any(|at| self.sets.find(set, self.place, at).is_some_and(|m| m.end <= self.first))
    }
}

/// The value of digits, with thousands commas.
fn number(span: Span, text: &str) -> Option<f64> {
    let digits = span.of(text);
    if digits.contains(',') { digits.replace(',', "").parse().ok() } else { digits.parse().ok() }
}
