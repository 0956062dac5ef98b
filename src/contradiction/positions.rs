//! The positions of a topic: rules that hold the same in the same role are one.

use super::{
    body::{Body, Brief},
    extent::{End, Meeting},
    hash::Map,
    holding::{Holding, Key, Reader},
    pair::{Quantity, Role},
    topic::{Entry, Held, Topic},
};
use crate::{lexicon::comparison::ConditionClass, model::Stance};

/// What rules of a topic hold that state the same.
struct Kind {
    holding: Holding,
    /// The number of their wording.
    saying: u32,
    /// The role of such a rule that is the only one of its document.
    alone: Option<Role>,
    /// The positions of such rules, by their roles.
    positions: Vec<(Role, u32)>,
}

/// A topic, of its rules.
pub fn topic(lead: u32, mut entries: Vec<Entry>, body: &Body<'_>, reader: &mut Reader<'_>) -> Topic {
    // Only what is inherited from a broader procedure is not in the order of the documents.
    entries.sort_by_key(|e| e.rule);
    let (mut kinds, of) = kinds(&entries, body, reader);
    let mut positions = Positions::default();
    let mut at = 0;
    for others in of.chunk_by(|a, b| a.document == b.document) {
        for (entry, filed) in entries[at..].iter().zip(others) {
            let kind = filed.kind;
            let role = match kinds[kind as usize].alone {
                Some(role) if others.len() == 1 => role,
                _ => Beside { reader, body, filed, others, kinds: &kinds }.role(),
            };
            if others.len() == 1 {
                kinds[kind as usize].alone = Some(role);
            }
            positions.file(*entry, role, &mut kinds[kind as usize], body.brief(entry.rule));
        }
        at += others.len();
    }
    let positions = positions.sorted(body);
    let speaks = |h: &Holding| h.stance == Stance::Avoid || h.from == End::Unstated;
    let itself = || positions.iter().filter(|p| !p.holding.mirrored);
    let sources = union(itself().filter(|p| speaks(&p.holding)).map(|p| p.sources.as_slice()));
    let speakers = union(itself().map(|p| p.sources.as_slice()));
    Topic { lead, positions, sources, speakers }
}

/// Which kind a rule of a topic is of, and in which document it stands.
struct Filed {
    kind: u32,
    document: u32,
    rule: u32,
}

/// What the rules of a topic hold, each once, and which of it each holds.
fn kinds(entries: &[Entry], body: &Body<'_>, reader: &mut Reader<'_>) -> (Vec<Kind>, Vec<Filed>) {
    // By their terms, their concept, and what they refrain from.
    type Of = (u32, u32, Option<(u32, bool)>);
    let mut kinds: Vec<Kind> = Vec::new();
    let mut numbers: Map<Of, u32> = Map::default();
    let mut number = |entry: &Entry| {
        let &Brief { terms, concept, saying, document, .. } = body.brief(entry.rule);
        let kind = *numbers.entry((terms, concept, entry.mirror)).or_insert_with(|| {
            let mut holding = reader.read(terms, concept);
            if let Some((concept, loose)) = entry.mirror {
                let plain = Holding { every: None, session: None, ..holding };
                holding = Holding { stance: Stance::Avoid, concept, mirrored: true, loose, ..plain };
            }
            kinds.push(Kind { holding, saying, alone: None, positions: Vec::new() });
            kinds.len() as u32 - 1
        });
        Filed { kind, document, rule: entry.rule }
    };
    let of = entries.iter().map(&mut number).collect();
    (kinds, of)
}

/// Positions in the making.
#[derive(Default)]
struct Positions {
    held: Vec<Held>,
    by_key: Map<(Key, Role), u32>,
}

impl Positions {
    fn file(&mut self, entry: Entry, role: Role, kind: &mut Kind, brief: &Brief) {
        let known = kind.positions.iter().find(|(r, _)| *r == role).map(|(_, at)| *at);
        let at = known.unwrap_or_else(|| {
            let holding = &kind.holding;
            let at = *self.by_key.entry((holding.key(), role)).or_insert_with(|| {
                let holding = holding.clone();
                self.held.push(Held {
                    holding,
                    role,
                    rules: Vec::new(),
                    documents: Vec::new(),
                    sources: Vec::new(),
                    digest: 0,
                    saying: Some(kind.saying),
                    own: false,
                });
                self.held.len() as u32 - 1
            });
            kind.positions.push((role, at));
            at
        });
        let held = &mut self.held[at as usize];
        held.rules.push(entry.rule);
        held.digest = held.digest.wrapping_add(brief.id);
        if held.documents.last() != Some(&brief.document) {
            held.documents.push(brief.document);
        }
        held.saying = held.saying.filter(|saying| *saying == kind.saying);
        held.own |= entry.own;
    }

    fn sorted(mut self, body: &Body<'_>) -> Vec<Held> {
        self.held.sort_by_cached_key(|h| (h.holding.key(), h.role));
        for held in &mut self.held {
            held.sources = held.documents.iter().map(|&d| body.source[d as usize]).collect();
            if !held.sources.is_sorted() {
                held.sources.sort_unstable();
            }
            held.sources.dedup();
        }
        self.held
    }
}

/// The numbers of some lists, sorted and each once.
#[expect(clippy::stable_sort_primitive, reason = "the stable sort merges what is sorted already")]
pub fn union<'l>(lists: impl Iterator<Item = &'l [u32]>) -> Vec<u32> {
    let lists: Vec<&[u32]> = lists.collect();
    let count = lists.iter().map(|list| list.len()).sum();
    let words = lists.iter().filter_map(|list| list.last()).max().map_or(0, |most| *most as usize / 64 + 1);
    let mut out: Vec<u32> = Vec::with_capacity(count);
    if lists.len() > 2 && words <= count && lists.iter().all(|list| list.is_sorted()) {
        let mut marks = vec![0_u64; words];
        for number in lists.into_iter().flatten() {
            marks[*number as usize / 64] |= 1 << (number % 64);
        }
        for (at, mut word) in marks.into_iter().enumerate() {
            while word != 0 {
                out.push(at as u32 * 64 + word.trailing_zeros());
                word &= word - 1;
            }
        }
        out.shrink_to_fit();
        return out;
    }
    for list in lists {
        out.extend_from_slice(list);
    }
    if !out.is_sorted() {
        out.sort();
    }
    out.dedup();
    out
}

/// A holding beside those of its document on the topic.
struct Beside<'a, 'b> {
    reader: &'b Reader<'a>,
    body: &'b Body<'a>,
    /// The one that is looked at.
    filed: &'b Filed,
    /// All of that document, this one among them, by their places in `kinds`.
    others: &'b [Filed],
    kinds: &'b [Kind],
}

impl Beside<'_, '_> {
    fn holding(&self) -> &Holding {
        &self.kinds[self.filed.kind as usize].holding
    }

    fn role(&self) -> Role {
        let holding = self.holding();
        let others = || self.others.iter().map(|other| &self.kinds[other.kind as usize].holding);
        let alike = |b: &&Holding| b.stance == holding.stance && b.mirrored == holding.mirrored;
        let like = || others().filter(alike);
        let special = if self.is_case(holding) || holding.site != 0 {
            like().filter(|b| self.is_general(b)).fold(0, |set, b| set | stated(b))
        } else {
            0
        };
        Role {
            special,
            excepted: self.is_case(holding) && others().any(|b| self.opposes(b)),
            restates: others().any(|b| b.stance == Stance::Avoid && self.meets(b.until, holding.from)),
            later: self.others.iter().any(|other| self.is_later(other)),
            continued: like().any(|b| self.meets(holding.until, b.from)),
        }
    }

    fn is_case(&self, holding: &Holding) -> bool {
        self.reader.class(holding).is_some_and(|c| c != ConditionClass::Defers)
    }

    /// Whether it holds in every case, and for every part of the body where this is for one.
    fn is_general(&self, other: &Holding) -> bool {
        !self.is_case(other) && other.site == 0
    }

    fn opposes(&self, other: &Holding) -> bool {
        let acts = |s: Stance| matches!(s, Stance::Do | Stance::Allow);
        let (a, b) = (self.holding().stance, other.stance);
        !self.is_case(other) && ((a == Stance::Avoid && acts(b)) || (b == Stance::Avoid && acts(a)))
    }

    /// Whether it is a later step of the same advice. A thing that is allowed from two times in places that have nothing to do
    /// with each other is not allowed in steps.
    fn is_later(&self, filed: &Filed) -> bool {
        let (holding, other) = (self.holding(), &self.kinds[filed.kind as usize].holding);
        let starts_only = |h: &Holding| {
            h.until == End::Unstated
                && h.every.is_none()
                && h.session.is_none()
                && h.count.is_none()
                && h.degree.is_none()
        };
        let same = |a: &Holding, b: &Holding| {
            (a.concept, a.condition, a.cases, a.site, a.around) == (b.concept, b.condition, b.cases, b.site, b.around)
        };
        let again = || {
            holding.stance == Stance::Allow
                && starts_only(holding)
                && starts_only(other)
                && same(holding, other)
                && self.body.stand_apart(self.filed.rule, filed.rule, self.reader.comparison())
        };
        other.stance == holding.stance && other.mirrored == holding.mirrored && self.starts_earlier(other) && !again()
    }

    fn starts_earlier(&self, other: &Holding) -> bool {
        let holding = self.holding();
        if holding.stance == Stance::Expect
            && let (Some(mine), Some(yours)) = (holding.every, other.every)
        {
            return yours.nominal > mine.nominal;
        }
        match (other.from, holding.from) {
            (End::At(a), End::At(b)) => a.nominal < b.nominal,
            (End::Unstated, End::At(_)) => matches!(other.until, End::At(_)),
            _ => false,
        }
    }

    /// Whether one thing ends where another begins.
    fn meets(&self, end: End, start: End) -> bool {
        match (end, start) {
            (End::At(a), End::At(b)) => !matches!(self.reader.meet(&a, &b), Meeting::Apart(_) | Meeting::Overlap(_)),
            _ => false,
        }
    }
}

/// The quantities that a holding states, as a set of [`Quantity`].
fn stated(holding: &Holding) -> u8 {
    let of = |is: bool, quantity: Quantity| if is { quantity as u8 } else { 0 };
    of(holding.from != End::Unstated, Quantity::From)
        | of(holding.until != End::Unstated, Quantity::Until)
        | of(holding.every.is_some(), Quantity::Every)
        | of(holding.session.is_some() || holding.count.is_some(), Quantity::Amount)
}
