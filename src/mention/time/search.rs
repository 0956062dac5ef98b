//! The longest match of a set at a place.
//!
//! Sets do not contain themselves, every slot takes its longest match, and what was found at a place is remembered, so
//! that the work at one place is bounded by the longest phrase. The search only finds places; the values of what won are
//! made afterwards ([`Search::values`]).

use super::{
    rules::{Part, Set, Sets},
    value::{Fold, Value},
};
use crate::model::{Span, Token, TokenKind, Unit, WordId};

/// One sentence.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
}

/// A match: the entry, one past its last token, and one past the last token that it looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Match {
    pub entry: usize,
    pub end: usize,
    pub seen: usize,
    parts: Parts,
}

/// A value and the tokens that it was read from.
#[derive(Debug, Clone)]
pub(super) struct Capture {
    pub value: Value,
    pub first: usize,
    pub last: usize,
}

/// Where a part with a value lies, counted from the first token of the match.
#[derive(Debug, Clone, Copy)]
struct Slot {
    part: Captured,
    first: u16,
    last: u16,
}

/// What a part with a value is.
#[derive(Debug, Clone, Copy)]
enum Captured {
    Digits,
    Clause,
    Set(u8),
}

/// The parts of a phrase that have values; no phrase has more.
#[derive(Clone, Copy)]
struct Slots {
    all: [Slot; Slots::MOST],
    used: usize,
}

impl Slots {
    const MOST: usize = 8;
    const NONE: Self = Self { all: [Slot { part: Captured::Digits, first: 0, last: 0 }; Self::MOST], used: 0 };

    fn push(&mut self, slot: Slot) {
        if let Some(place) = self.all.get_mut(self.used) {
            *place = slot;
        }
        self.used += 1;
    }

    fn get(&self) -> &[Slot] {
        &self.all[..self.used.min(Self::MOST)]
    }
}

/// Where the parts of a match lie in what was [kept](Search::kept).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Parts {
    from: u32,
    count: u16,
}

/// The search in one sentence, with what it has found.
pub(super) struct Search<'a> {
    sets: &'a Sets,
    pub place: Place<'a>,
    /// The unit of the last time that was read.
    pub unit: Option<Unit>,
    /// What a set matches at a token, by both; a later find may take the place of an older one.
    memo: [Memo; MEMO],
    /// The parts of all that was found.
    kept: Vec<Slot>,
}

/// A find: the set and the token, and the match with its ends counted from the token (`seen` is 0 where there is none).
#[derive(Clone, Copy)]
struct Memo {
    key: u64,
    entry: u16,
    end: u16,
    seen: u16,
    parts: Parts,
}

/// How many finds are remembered; a power of two.
const MEMO: usize = 512;

/// Spreads neighbouring keys over the places of what is remembered.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// Nothing is remembered.
const FORGOTTEN: [Memo; MEMO] =
    [Memo { key: u64::MAX, entry: 0, end: 0, seen: 0, parts: Parts { from: 0, count: 0 } }; MEMO];

/// How many parts are kept before all is forgotten, so that memory does not grow with the text.
const MOST_KEPT: usize = 1 << 14;

impl<'a> Search<'a> {
    pub fn new(sets: &'a Sets, place: Place<'a>) -> Self {
        Self { sets, place, unit: None, memo: FORGOTTEN, kept: Vec::with_capacity(64) }
    }

    /// Forgets what was found, where it has become much.
    pub fn rest(&mut self) {
        if self.kept.len() > MOST_KEPT {
            self.kept.clear();
            self.memo = FORGOTTEN;
        }
    }

    /// The longest match of a set that begins at a token.
    pub fn find(&mut self, set: usize, at: usize) -> Option<Match> {
        if !self.sets.begins(set, self.place.tokens.get(at)?) {
            return None;
        }
        let key = (at as u64) << 8 | set as u64;
        let slot = (key.wrapping_mul(SPREAD) >> 32) as usize % MEMO;
        let memo = self.memo[slot];
        if memo.key == key {
            let (end, seen) = (at + usize::from(memo.end), at + usize::from(memo.seen));
            let found = Match { entry: usize::from(memo.entry), end, seen, parts: memo.parts };
            return (memo.seen > 0).then_some(found);
        }
        let best = self.walk(set, at);
        let near = |place: usize| (place - at) as u16;
        self.memo[slot] = best.map_or(Memo { key, ..FORGOTTEN[0] }, |b| Memo {
            key,
            entry: b.entry as u16,
            end: near(b.end),
            seen: near(b.seen),
            parts: b.parts,
        });
        best
    }

    /// The longest match of a set at a token; its parts are kept.
    fn walk(&mut self, set: usize, at: usize) -> Option<Match> {
        let set = &self.sets.all[set];
        let mut walk = Walk { set, first: at, slots: Slots::NONE, best: None, parts: Slots::NONE, search: self };
        walk.node(0, at, None);
        let (best, parts) = (walk.best?, walk.parts);
        let from = self.kept.len() as u32;
        self.kept.extend_from_slice(parts.get());
        Some(Match { parts: Parts { from, count: parts.get().len() as u16 }, ..best })
    }

    /// Whether the numbers of a match take the unit of the time before.
    pub fn is_elided(&self, set: usize, found: Match) -> bool {
        self.sets.all[set].entries[found.entry].elided
    }

    /// The values of the parts of a match that begins at a token.
    pub fn values(&mut self, at: usize, found: Match) -> Vec<Capture> {
        let from = found.parts.from as usize;
        (from..from + usize::from(found.parts.count)).filter_map(|kept| self.capture(at, self.kept[kept])).collect()
    }

    /// The value of a part of a match that begins at a token.
    fn capture(&mut self, at: usize, slot: Slot) -> Option<Capture> {
        let (first, last) = (at + usize::from(slot.first), at + usize::from(slot.last));
        let value = match slot.part {
            Captured::Digits => Value::number(number(self.place.tokens[first].span, self.place.text)?),
            Captured::Set(set) => self.value(usize::from(set), first)?,
            Captured::Clause => Value { event: Some(super::value::WORDS.into()), ..Value::default() },
        };
        Some(Capture { value, first, last })
    }

    /// The value of a set's longest match at a token, where it has one.
    pub fn value(&mut self, set: usize, at: usize) -> Option<Value> {
        let found = self.find(set, at)?;
        let entry = &self.sets.all[set].entries[found.entry];
        let mut value = if let Some(value) = &entry.is {
            value.clone()
        } else {
            let captures = self.values(at, found);
            Value::fold(entry.fold, captures.into_iter().map(|c| c.value).collect())?
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
}

/// The ways through the tree of one set from one token.
struct Walk<'a, 's> {
    set: &'a Set,
    first: usize,
    slots: Slots,
    best: Option<Match>,
    /// The parts of the best match.
    parts: Slots,
    search: &'s mut Search<'a>,
}

impl Walk<'_, '_> {
    fn node(&mut self, node: u32, at: usize, look: Option<usize>) {
        let set = self.set;
        for &entry in set.tree.ends(node) {
            self.end(entry as usize, at, look);
        }
        if !set.tree.goes_on(node) {
            return;
        }
        self.on(node, at, look);
        // "48-hour" is read like "48 hour".
        let Some(token) = self.search.place.tokens.get(at) else { return };
        let joins = at > self.first && !token.spaced && self.search.sets.is_joint(token);
        if joins && !self.is_spaced(at + 1) {
            self.on(node, at + 1, look);
        }
    }

    /// The ways on from a node.
    fn on(&mut self, node: u32, at: usize, look: Option<usize>) {
        let tree = &self.set.tree;
        let sets = self.search.sets;
        let token = self.search.place.tokens.get(at);
        // What begins no set here is not looked for.
        let begun = token.map_or(0, |t| sets.bits(t) | sets.always);
        if tree.may_take(node, begun) {
            for &(slot, to) in tree.slots(node) {
                if !matches!(slot, Part::Set(s) if begun & (1 << s) == 0) {
                    self.slot(slot, to, at, look);
                }
            }
        }
        let Some(token) = token else { return };
        if token.word != WordId::UNKNOWN
            && let Some(to) = tree.word(node, token.word)
        {
            self.node(to, at + 1, look);
        }
    }

    fn is_spaced(&self, at: usize) -> bool {
        self.search.place.tokens.get(at).is_none_or(|t| t.spaced)
    }

    fn slot(&mut self, slot: Part, to: u32, at: usize, look: Option<usize>) {
        let (sets, tokens) = (self.search.sets, self.search.place.tokens);
        let Some(token) = tokens.get(at) else {
            if slot == Part::End {
                self.node(to, at, look);
            }
            return;
        };
        match slot {
            Part::Look => self.node(to, at, Some(at)),
            Part::Gap => {
                let words = tokens[at..].iter().take(sets.gap).take_while(|t| sets.is_plain(t)).count();
                for passed in 0..=words {
                    self.node(to, at + passed, look);
                }
            }
            Part::End if sets.stops(token) => self.node(to, at, look),
            Part::Any if sets.is_plain(token) => self.node(to, at + 1, look),
            Part::Digits if token.kind == TokenKind::Number => {
                self.capture(Captured::Digits, to, (at, at + 1), look);
            }
            Part::Clause => {
                let end = self.clause(at);
                if end > at {
                    self.capture(Captured::Clause, to, (at, end), look);
                }
            }
            Part::Set(set) => match self.search.find(usize::from(set), at) {
                Some(found) if sets.all[usize::from(set)].silent => self.node(to, found.end, look),
                Some(found) => self.capture(Captured::Set(set), to, (at, found.end), look),
                None => {}
            },
            Part::End | Part::Any | Part::Digits | Part::Word(_) => {}
        }
    }

    fn capture(&mut self, part: Captured, to: u32, (first, last): (usize, usize), look: Option<usize>) {
        let from = |place: usize| (place - self.first) as u16;
        self.slots.push(Slot { part, first: from(first), last: from(last) });
        self.node(to, last, look);
        self.slots.used -= 1;
    }

    /// One past the last token of the clause that begins at `at`.
    fn clause(&self, at: usize) -> usize {
        let sets = self.search.sets;
        let rest = self.search.place.tokens[at..].iter().take(sets.clause);
        let mut end = at;
        for (i, token) in rest.enumerate() {
            let joint = sets.is_joint(token) && !token.spaced && !self.is_spaced(at + i + 1);
            if sets.stops(token) && !joint {
                break;
            }
            end = at + i + 1;
        }
        end
    }

    fn end(&mut self, entry: usize, at: usize, look: Option<usize>) {
        let better = self.best.is_none_or(|best| at > best.seen || (at == best.seen && entry < best.entry));
        if better && self.holds(entry, at) {
            self.best = Some(Match { entry, end: look.unwrap_or(at), seen: at, parts: Parts::default() });
            self.parts = self.slots;
        }
    }

    /// Whether what an entry demands beyond its words is so.
    fn holds(&mut self, entry: usize, at: usize) -> bool {
        let set = self.set;
        let entry = &set.entries[entry];
        let rest = self.search.place.tokens.get(at..).unwrap_or_default();
        if entry.alone && (self.first > 0 || rest.iter().any(|t| t.kind != TokenKind::Sign)) {
            return false;
        }
        if entry.tight && self.is_spaced(self.first + 1) || entry.elided && self.search.unit.is_none() {
            return false;
        }
        let is_sum = entry.fold == Fold::Sum && entry.is.is_none();
        if is_sum || !entry.only.is_empty() {
            let (first, slots) = (self.first, self.slots);
            let unit = |s: &Slot| self.search.capture(first, *s).and_then(|c| c.value.unit);
            let units: Vec<Unit> = slots.get().iter().filter_map(unit).collect();
            // "1 hour 30 minutes" is a sum, "2 days and 3 days" is none.
            let distinct = units.iter().enumerate().all(|(i, u)| !units[..i].contains(u));
            let known = entry.only.is_empty() || units.first().is_some_and(|u| entry.only.contains(u));
            if !known || (is_sum && !distinct) {
                return false;
            }
        }
        entry.behind.is_none_or(|set| self.is_behind(set)) && entry.unless.is_none_or(|set| !self.is_before(set))
    }

    /// Whether a set matches right before this place.
    fn is_before(&mut self, set: usize) -> bool {
        let from = self.first.saturating_sub(2);
        (from..self.first).any(|at| self.search.find(set, at).is_some_and(|m| m.end == self.first))
    }

    /// Whether a set matches at one of the tokens before this place.
    fn is_behind(&mut self, set: usize) -> bool {
        let from = self.first.saturating_sub(self.search.sets.back);
        (from..self.first).rev().any(|at| self.search.find(set, at).is_some_and(|m| m.end <= self.first))
    }
}

/// The value of digits, with thousands commas; a letter before them is a one that a scan misread.
fn number(span: Span, text: &str) -> Option<f64> {
    let digits = span.of(text).replace(',', "");
    match digits.strip_prefix(['l', 'I']) {
        Some(rest) => format!("1{rest}").parse().ok(),
        None => digits.parse().ok(),
    }
}
