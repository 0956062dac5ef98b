//! A tree of phrases, laid out in one run of memory a kind: words, slots and ends of each node lie side by side. Nodes that
//! are followed alike are one.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3Builder;

use super::rules::Part;
use crate::model::WordId;

/// Phrases as a tree. Filled by [`Self::add`], then [`Self::pack`]ed, then searched.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Tree {
    #[serde(skip)]
    growing: Growing,
    nodes: Vec<Node>,
    words: Vec<(WordId, u32)>,
    slots: Vec<(Part, u32)>,
    ends: Vec<u32>,
    /// For each node the sets (by bit) that may follow it; all bits where something else than a set or a word may.
    follow: Vec<u128>,
}

/// Where what belongs to a node begins; it ends where the next node's begins.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct Node {
    words: u32,
    slots: u32,
    ends: u32,
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

    /// Lays the tree out for the search. What follows alike is kept once, so that the tree becomes a graph without circles.
    pub fn pack(&mut self) {
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
            self.nodes.push(self.here());
            self.words.extend(follow.words.into_iter().map(|(word, to)| (word, last - to)));
            self.follow.push(
                follow
                    .slots
                    .iter()
                    .fold(0, |all, (slot, _)| all | if let Part::Set(set) = slot { 1 << set } else { u128::MAX }),
            );
            self.slots.extend(follow.slots.into_iter().map(|(slot, to)| (slot, last - to)));
            self.ends.extend(follow.ends);
        }
        self.nodes.push(self.here());
    }

    fn here(&self) -> Node {
        Node { words: self.words.len() as u32, slots: self.slots.len() as u32, ends: self.ends.len() as u32 }
    }

    /// The slots that may follow a node.
    #[inline]
    pub fn slots(&self, node: u32) -> &[(Part, u32)] {
        let at = node as usize;
        &self.slots[self.nodes[at].slots as usize..self.nodes[at + 1].slots as usize]
    }

    /// The entries whose phrases end at a node.
    #[inline]
    pub fn ends(&self, node: u32) -> &[u32] {
        let at = node as usize;
        &self.ends[self.nodes[at].ends as usize..self.nodes[at + 1].ends as usize]
    }

    #[inline]
    fn words(&self, node: u32) -> &[(WordId, u32)] {
        let at = node as usize;
        &self.words[self.nodes[at].words as usize..self.nodes[at + 1].words as usize]
    }

    /// Whether anything follows a node.
    #[inline]
    pub fn goes_on(&self, node: u32) -> bool {
        !self.words(node).is_empty() || !self.slots(node).is_empty()
    }

    /// Whether a slot may follow a node where these sets (by bit) begin.
    #[inline]
    pub fn may_take(&self, node: u32, begun: u128) -> bool {
        let follow = self.follow[node as usize];
        follow & begun != 0 || follow == u128::MAX
    }

    /// The node after a word.
    #[inline]
    pub fn word(&self, node: u32, word: WordId) -> Option<u32> {
        let edges = self.words(node);
        if edges.len() <= 8 {
            return edges.iter().find(|(w, _)| *w == word).map(|(_, to)| *to);
        }
        edges.binary_search_by_key(&word, |(w, _)| *w).ok().map(|at| edges[at].1)
    }

    /// The parts with which its phrases begin.
    pub fn firsts(&self) -> impl Iterator<Item = Part> {
        let words = self.words(0).iter().map(|(w, _)| Part::Word(*w));
        words.chain(self.slots(0).iter().map(|(slot, _)| *slot))
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
