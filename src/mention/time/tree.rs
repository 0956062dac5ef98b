//! A tree of phrases, laid out in one run of memory a kind: words, slots and ends of each node lie side by side. Nodes that
//! are followed alike are one.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3Builder;

use super::rules::{Bits, Part};
use crate::model::WordId;

/// Phrases as a tree. Filled by [`Self::add`], then [`Self::pack`]ed, then searched.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Tree {
    #[serde(skip)]
    growing: Growing,
    nodes: Vec<Node>,
    /// The words of each node by open addressing: each in the first free place from its own on.
    words: Vec<(WordId, u32)>,
    slots: Vec<Slot>,
    ends: Vec<End>,
}

/// What may follow a node, where it lies, and how much of each there is.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Node {
    /// What may follow beside words, by bit.
    pub follow: Bits,
    /// The [marks](mark) of the words that may follow.
    marks: u32,
    words: u16,
    slots: u16,
    ends: u16,
    /// How many bits number the places of its words.
    word_bits: u8,
    slot_count: u8,
    end_count: u8,
}

impl Node {
    /// Whether anything follows.
    #[inline]
    pub fn goes_on(&self) -> bool {
        self.follow != 0 || self.marks != 0
    }
}

/// Spreads words over the bits of a number, the upper ones best.
#[inline]
fn spread(word: WordId) -> u32 {
    word.0.wrapping_mul(0x9E37_79B1)
}

/// One of 32 bits for each word: most words that cannot follow a node have none of those that can. None for no word.
#[inline]
pub(super) fn mark(word: WordId) -> u32 {
    u32::from(word != WordId::UNKNOWN) << (spread(word) >> 27)
}

/// The place of a word among those of a node.
#[inline]
fn place(word: WordId, bits: u8) -> usize {
    (u64::from(spread(word)) >> (32 - bits)) as usize
}

/// The end of a phrase of an entry.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct End {
    pub entry: u16,
    /// Whether the entry holds wherever its words stand.
    pub free: bool,
}

/// A slot, by its [bit](Part::bit), and the node behind it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Slot {
    pub bit: u8,
    pub to: u32,
}

/// All that follows a node, with the kinds of the nodes that it leads to.
#[derive(Default, PartialEq, Eq, Hash)]
struct Follow {
    words: Vec<(WordId, u32)>,
    slots: Vec<(Part, u32)>,
    ends: Vec<u32>,
}

#[derive(Debug, Default)]
struct Growing {
    edges: HashMap<(u32, WordId), u32>,
    slots: Vec<Vec<(Part, u32)>>,
    ends: Vec<Vec<u32>>,
}

impl Tree {
    /// Adds a phrase of an entry.
    pub fn add(&mut self, parts: &[Part], entry: usize) {
        self.growing.reserve(1);
        let mut node = 0_u32;
        for part in parts {
            node = self.growing.step(node, *part);
        }
        let ends = &mut self.growing.ends[node as usize];
        if !ends.contains(&(entry as u32)) {
            ends.push(entry as u32);
        }
    }

    /// Lays the tree out for the search; `is_free` says of which entries the ends are free. What follows alike is kept once, so that the tree becomes a graph without circles.
    pub fn pack(&mut self, is_free: impl Fn(u16) -> bool) {
        let mut growing = std::mem::take(&mut self.growing);
        growing.reserve(1);
        let mut kinds: HashMap<Follow, u32, Xxh3Builder> = HashMap::default();
        // A node comes behind those that lead to it, so that from the end what follows a node is known before it.
        let mut kind_of = vec![0_u32; growing.ends.len()];
        let mut words: Vec<Vec<(WordId, u32)>> = vec![Vec::new(); growing.ends.len()];
        for ((node, word), to) in growing.edges {
            words[node as usize].push((word, to));
        }
        let mut root = Follow::default();
        for at in (0..kind_of.len()).rev() {
            let mut follow = Follow {
                words: std::mem::take(&mut words[at]),
                slots: std::mem::take(&mut growing.slots[at]),
                ends: std::mem::take(&mut growing.ends[at]),
            };
            follow.words.sort_unstable();
            follow.words.iter_mut().for_each(|(_, to)| *to = kind_of[*to as usize]);
            follow.slots.iter_mut().for_each(|(_, to)| *to = kind_of[*to as usize]);
            if at == 0 {
                root = follow;
            } else {
                let next = kinds.len() as u32;
                kind_of[at] = *kinds.entry(follow).or_insert(next);
            }
        }
        let mut kinds: Vec<(Follow, u32)> = kinds.into_iter().collect();
        let last = kinds.len() as u32;
        kinds.push((root, last));
        // The root, the last kind, becomes the first node.
        kinds.sort_unstable_by_key(|(_, kind)| last - kind);
        for (follow, _) in kinds {
            self.lay_out(follow, last, &is_free);
        }
    }

    /// Adds a node; the kinds that it leads to are numbered from the last on.
    fn lay_out(&mut self, follow: Follow, last: u32, is_free: impl Fn(u16) -> bool) {
        let slots = follow.slots.iter().filter_map(|(part, to)| Some(Slot { bit: part.bit()?, to: last - to }));
        let slots: Vec<Slot> = slots.collect();
        let word_bits = (follow.words.len() * 3 / 2).checked_ilog2().map_or(0, |bits| bits as u8 + 1);
        self.nodes.push(Node {
            follow: slots.iter().fold(0, |all, slot| all | 1 << slot.bit),
            marks: follow.words.iter().fold(0, |all, (word, _)| all | mark(*word)),
            words: self.words.len() as u16,
            slots: self.slots.len() as u16,
            ends: self.ends.len() as u16,
            word_bits,
            slot_count: slots.len() as u8,
            end_count: follow.ends.len() as u8,
        });
        let from = self.words.len();
        self.words.resize(from + (1 << word_bits), (WordId::UNKNOWN, 0));
        let places = &mut self.words[from..];
        for (word, to) in follow.words {
            let mut at = place(word, word_bits);
            while places[at].0 != WordId::UNKNOWN {
                at = (at + 1) & (places.len() - 1);
            }
            places[at] = (word, last - to);
        }
        self.slots.extend(slots);
        let ends = follow.ends.iter().map(|entry| *entry as u16);
        self.ends.extend(ends.map(|entry| End { entry, free: is_free(entry) }));
    }

    /// Whether there is more of anything than a node can count.
    pub fn is_too_large(&self) -> bool {
        self.words.len().max(self.slots.len()).max(self.ends.len()) > usize::from(u16::MAX)
    }

    /// A node.
    #[inline]
    pub fn node(&self, node: u32) -> &Node {
        &self.nodes[node as usize]
    }

    /// The slots that may follow a node.
    #[inline]
    pub fn slots(&self, node: &Node) -> &[Slot] {
        let from = usize::from(node.slots);
        &self.slots[from..from + usize::from(node.slot_count)]
    }

    /// The entries whose phrases end at a node.
    #[inline]
    pub fn ends(&self, node: &Node) -> &[End] {
        let from = usize::from(node.ends);
        &self.ends[from..from + usize::from(node.end_count)]
    }

    /// The words that may follow a node, each with the node behind it.
    pub fn words(&self, node: &Node) -> impl Iterator<Item = &(WordId, u32)> {
        self.places(node).iter().filter(|(word, _)| *word != WordId::UNKNOWN)
    }

    /// The places of the words that may follow a node, one of them free.
    #[inline]
    fn places(&self, node: &Node) -> &[(WordId, u32)] {
        let from = usize::from(node.words);
        &self.words[from..from + (1 << node.word_bits)]
    }

    /// The node after a word, whose [mark] is known.
    #[inline]
    pub fn word(&self, node: &Node, word: WordId, mark: u32) -> Option<u32> {
        if node.marks & mark == 0 {
            return None;
        }
        let places = self.places(node);
        let mut at = place(word, node.word_bits);
        loop {
            let (found, to) = places[at];
            if found == word {
                return Some(to);
            }
            if found == WordId::UNKNOWN {
                return None;
            }
            at = (at + 1) & (places.len() - 1);
        }
    }

    /// Whether every phrase is a single word, and holds wherever it stands.
    pub fn is_flat(&self) -> bool {
        let root = self.node(0);
        let mut nodes = self.words(root).map(|(_, to)| self.node(*to));
        root.follow == 0 && self.ends.iter().all(|end| end.free) && nodes.all(|node| !node.goes_on())
    }

    /// The first entry that has a phrase of this word alone.
    pub fn entry_of(&self, word: WordId) -> Option<u16> {
        let node = self.node(self.word(self.node(0), word, mark(word))?);
        self.ends(node).iter().map(|end| end.entry).min()
    }

    /// All that its phrases have beside words, by bit.
    pub fn parts(&self) -> Bits {
        self.nodes.iter().fold(0, |all, node| all | node.follow)
    }

    /// The words of its phrases, some of them more than once.
    pub fn all_words(&self) -> impl Iterator<Item = WordId> {
        self.words.iter().map(|(word, _)| *word).filter(|word| *word != WordId::UNKNOWN)
    }
}

impl Growing {
    fn reserve(&mut self, nodes: usize) {
        let nodes = self.ends.len().max(nodes);
        self.ends.resize_with(nodes, Vec::new);
        self.slots.resize_with(nodes, Vec::new);
    }

    fn step(&mut self, node: u32, part: Part) -> u32 {
        let next = self.ends.len() as u32;
        let found = if let Part::Word(word) = part {
            *self.edges.entry((node, word)).or_insert(next)
        } else {
            let slots = &mut self.slots[node as usize];
            let known = slots.iter().find(|(s, _)| *s == part).map(|(_, to)| *to);
            known.unwrap_or_else(|| {
                slots.push((part, next));
                next
            })
        };
        if found == next {
            self.reserve(next as usize + 1);
        }
        found
    }
}
