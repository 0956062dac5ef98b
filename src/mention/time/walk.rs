//! The ways through the tree of one set from one token.

use super::{
    rules::{Bits, Entry, Part, Set, has},
    search::{Kind, Memory, Piece, Search},
    tree::{End, Node, Slot},
};
use crate::model::{TokenKind, Unit};

/// The best match so far: the entry, one past its last token, and one past the last that it looked at.
#[derive(Clone, Copy)]
pub(super) struct Best {
    pub entry: u16,
    pub end: usize,
    pub seen: usize,
}

/// The ways through the tree of one set from one token.
pub(super) struct Walk<'a, 's> {
    set: &'a Set,
    first: usize,
    /// Where the match ends if that is before what has to stand behind it.
    look: Option<usize>,
    /// Where its parts begin among those of all ways.
    way: usize,
    best: Option<Best>,
    /// Where the parts of its best match begin among those of all walks.
    parts: usize,
    search: &'s mut Search<'a>,
}

impl<'a, 's> Walk<'a, 's> {
    pub fn new(set: &'a Set, first: usize, search: &'s mut Search<'a>) -> Self {
        let (way, parts) = (search.memory.way.len(), search.memory.best.len());
        Self { set, first, look: None, way, best: None, parts, search }
    }

    /// The longest match; its parts lie behind those of the best matches of the other walks.
    pub fn best(mut self) -> Option<Best> {
        self.on(self.set.tree.node(0), self.first);
        self.best
    }

    /// A node that was reached before a token.
    #[inline]
    fn node(&mut self, node: u32, at: usize) {
        let tree = &self.set.tree;
        let node = tree.node(node);
        for end in tree.ends(node) {
            self.end(*end, at);
        }
        if node.goes_on() {
            self.on(node, at);
        }
    }

    /// The ways on from a node, also behind a sign that joins: "48-hour" is read like "48 hour".
    fn on(&mut self, node: &'a Node, at: usize) {
        if self.ways(node, at) && at > self.first {
            self.ways_behind(node, at + 1);
        }
    }

    /// The ways on from a node behind a sign that joins.
    #[inline(never)]
    fn ways_behind(&mut self, node: &'a Node, at: usize) {
        self.ways(node, at);
    }

    /// The ways on from a node by what stands at a token; whether that is a sign that joins.
    #[inline]
    fn ways(&mut self, node: &'a Node, at: usize) -> bool {
        let cell = self.search.outlook.cell(at);
        let (open, joins) = (node.follow & cell.open, cell.joins);
        let next = self.set.tree.word(node, cell.word, cell.mark);
        if open != 0 {
            self.slots(node, open, at);
        }
        if let Some(to) = next {
            self.node(to, at + 1);
        }
        joins
    }

    /// The ways on from a node through the slots that are open at a token.
    #[inline(never)]
    fn slots(&mut self, node: &'a Node, open: Bits, at: usize) {
        for slot in self.set.tree.slots(node) {
            if has(open, slot.bit) {
                self.slot(*slot, at);
            }
        }
    }

    /// The ways on through a slot that is open at a token.
    #[inline]
    fn slot(&mut self, Slot { bit, to }: Slot, at: usize) {
        let sets = self.search.sets;
        if has(sets.plain, bit) {
            return self.node(to, at + 1);
        }
        if bit >= Part::DIGITS {
            return self.part(bit, to, at);
        }
        let Some(find) = self.search.find(bit, at) else { return };
        let end = self.search.found(find).end();
        if has(sets.silent, bit) {
            self.node(to, end);
        } else {
            self.piece(Kind::Set(find), to, at, end);
        }
    }

    /// The ways on through what stands at a slot and is no set.
    #[inline(never)]
    fn part(&mut self, bit: u8, to: u32, at: usize) {
        match bit {
            Part::LOOK => {
                let before = self.look.replace(at);
                self.node(to, at);
                self.look = before;
            }
            Part::GAP => {
                let end = self.run(Part::ANY, at, self.search.sets.gap);
                for next in at..=end {
                    self.node(to, next);
                }
            }
            Part::DIGITS => self.piece(Kind::Digits, to, at, at + 1),
            Part::CLAUSE => {
                let end = self.run(Part::CLAUSE, at, self.search.sets.clause);
                self.piece(Kind::Clause, to, at, end);
            }
            Part::ANY => self.node(to, at + 1),
            _ => self.node(to, at),
        }
    }

    /// The ways on behind a part that has a value.
    fn piece(&mut self, kind: Kind, to: u32, first: usize, last: usize) {
        self.search.memory.way.push(Piece { kind, first: first as u32, last: last as u32 });
        self.node(to, last);
        self.search.memory.way.pop();
    }

    /// One past the last of the tokens from `at` on, at most so many, that may all stand at such a slot.
    fn run(&mut self, bit: u8, at: usize, most: usize) -> usize {
        let outlook = &mut self.search.outlook;
        (at..at + most).find(|next| !has(outlook.cell(*next).open, bit)).unwrap_or(at + most)
    }

    /// A phrase that ends before a token.
    fn end(&mut self, End { entry, free }: End, at: usize) {
        let better = self.best.is_none_or(|best| at > best.seen || (at == best.seen && entry < best.entry));
        if better && (free || self.holds(&self.set.entries[usize::from(entry)], at)) {
            self.best = Some(Best { entry, end: self.look.unwrap_or(at), seen: at });
            let Memory { way, best, .. } = &mut self.search.memory;
            best.truncate(self.parts);
            best.extend_from_slice(&way[self.way..]);
        }
    }

    /// Whether what an entry demands beyond its words is so.
    #[inline(never)]
    fn holds(&mut self, entry: &Entry, at: usize) -> bool {
        let tokens = self.search.place.tokens;
        if entry.alone && (self.first > 0 || tokens[at..].iter().any(|t| t.kind != TokenKind::Sign)) {
            return false;
        }
        let tight = || tokens.get(self.first + 1).is_some_and(|t| !t.spaced);
        if entry.tight && !tight() || entry.elided && self.search.unit.is_none() {
            return false;
        }
        let is_sum = entry.is_sum();
        if (is_sum || !entry.only.is_empty()) && !self.units_hold(is_sum, &entry.only) {
            return false;
        }
        entry.behind.is_none_or(|set| self.is_behind(set)) && entry.unless.is_none_or(|set| !self.is_before(set))
    }

    /// Whether the units of the parts are those of a sum, if it is one, and the first is among those demanded.
    fn units_hold(&self, is_sum: bool, only: &[Unit]) -> bool {
        let parts = &self.search.memory.way[self.way..];
        let mut units = parts.iter().filter_map(|part| self.search.value_of(*part)?.unit);
        let first = units.next();
        if !only.is_empty() && !first.is_some_and(|unit| only.contains(&unit)) {
            return false;
        }
        // "1 hour 30 minutes" is a sum, "2 days and 3 days" is none.
        let mut seen = 0_u32;
        let mut is_new = |unit: Unit| {
            let before = seen;
            seen |= 1 << unit as u32;
            seen != before
        };
        !is_sum || first.into_iter().chain(units).all(&mut is_new)
    }

    /// Whether a set matches right before this place.
    fn is_before(&mut self, set: u8) -> bool {
        self.ends_before(set, 2, |end, first| end == first)
    }

    /// Whether a set matches at one of the tokens before this place.
    fn is_behind(&mut self, set: u8) -> bool {
        self.ends_before(set, self.search.sets.back, |end, first| end <= first)
    }

    /// Whether a set matches at one of so many tokens before this place, and ends where it shall.
    fn ends_before(&mut self, set: u8, most: usize, holds: impl Fn(usize, usize) -> bool) -> bool {
        let first = self.first;
        let ends = |at| self.search.find(set, at).is_some_and(|f| holds(self.search.found(f).end(), first));
        (first.saturating_sub(most)..first).rev().any(ends)
    }
}
