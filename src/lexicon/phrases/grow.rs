//! Phrases while they are added: a tree whose edges are sets of words.

use std::{collections::HashMap, hash::BuildHasher};

use xxhash_rust::xxh3::Xxh3Builder;

use super::{Node, Part, Phrases};
use crate::model::WordId;

/// A tree of phrases that can grow.
#[derive(Debug)]
pub(super) struct Growing<T> {
    nodes: Vec<Place<T>>,
    /// The edge for a set of words from a node, by the hash of both: a shortcut.
    known: HashMap<u64, u32, Xxh3Builder>,
}

#[derive(Debug)]
struct Place<T> {
    values: Vec<T>,
    words: Vec<(Box<[WordId]>, u32)>,
    number: u32,
    any: u32,
    gap: u32,
}

impl<T> Default for Place<T> {
    fn default() -> Self {
        Self { values: Vec::new(), words: Vec::new(), number: 0, any: 0, gap: 0 }
    }
}

impl<T> Default for Growing<T> {
    fn default() -> Self {
        Self { nodes: Vec::new(), known: HashMap::default() }
    }
}

impl<T> Growing<T> {
    /// Adds a phrase with a value.
    pub fn add(&mut self, parts: &[Part], value: T)
    where
        T: PartialEq,
    {
        if self.nodes.is_empty() {
            self.nodes.push(Place::default());
        }
        let node = parts.iter().fold(0, |node, part| self.child(node, part));
        let values = &mut self.nodes[node as usize].values;
        if !values.contains(&value) {
            values.push(value);
        }
    }

    fn child(&mut self, node: u32, part: &Part) -> u32 {
        let next = self.nodes.len() as u32;
        let from = &mut self.nodes[node as usize];
        let place = match part {
            Part::Number => &mut from.number,
            Part::Any => &mut from.any,
            Part::Gap => &mut from.gap,
            Part::Words(words) => return self.child_by_words(node, words),
        };
        if *place != 0 {
            return *place;
        }
        *place = next;
        self.nodes.push(Place::default());
        next
    }

    fn child_by_words(&mut self, node: u32, words: &[WordId]) -> u32 {
        let key = self.known.hasher().hash_one((node, words));
        let edges = &self.nodes[node as usize].words;
        if let Some(&at) = self.known.get(&key)
            && let Some((known, next)) = edges.get(at as usize)
            && **known == *words
        {
            return *next;
        }
        self.known.insert(key, edges.len() as u32);
        let next = self.nodes.len() as u32;
        self.nodes[node as usize].words.push((words.into(), next));
        self.nodes.push(Place::default());
        next
    }

    /// The tree laid out for the search.
    pub fn packed(self) -> Phrases<T> {
        let mut out = Phrases { nodes: Vec::with_capacity(self.nodes.len() + 1), ..Phrases::default() };
        for (at, place) in self.nodes.into_iter().enumerate() {
            let mut edges: Vec<(WordId, u32)> = Vec::new();
            for (words, next) in place.words {
                edges.extend(words.iter().map(|&w| (w, next)));
            }
            edges.sort_by_key(|(word, _)| *word);
            let (number, any, gap) = (place.number, place.any, place.gap);
            out.nodes.push(Node { edges: out.edges.len() as u32, values: out.values.len() as u32, number, any, gap });
            if at == 0 {
                (out.starts, out.firsts) = by_word(&edges);
            } else {
                out.edges.extend(edges);
            }
            out.values.extend(place.values);
        }
        if out.nodes.is_empty() {
            return Phrases::default();
        }
        let (edges, values) = (out.edges.len() as u32, out.values.len() as u32);
        out.nodes.push(Node { edges, values, ..Node::default() });
        out
    }
}

/// Sorted edges as a table by word: where the nodes of each begin, and the nodes.
fn by_word(edges: &[(WordId, u32)]) -> (Vec<u32>, Vec<u32>) {
    let words = edges.last().map_or(0, |(word, _)| word.0 + 1);
    let starts = (0..=words).map(|word| edges.partition_point(|(w, _)| w.0 < word) as u32).collect();
    (starts, edges.iter().map(|(_, next)| *next).collect())
}
