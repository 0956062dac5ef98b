//! Phrases while they are added: a tree whose edges are sets of words. Laid out for the search, what is equal behind several of its
//! places stands once: "(a |the )?(clean |dry )?cloth" ends in one place and not in nine.

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

#[derive(Debug, PartialEq)]
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

impl<T> Place<T> {
    /// Gives the places that this one leads to their new numbers; 0 is none and stays 0.
    fn leads_to(&mut self, numbers: &[u32]) {
        for (_, next) in &mut self.words {
            *next = numbers[*next as usize];
        }
        for next in [&mut self.number, &mut self.any, &mut self.gap] {
            *next = numbers[*next as usize];
        }
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
    pub fn packed(self) -> Phrases<T>
    where
        T: PartialEq,
    {
        let places = merged(self.nodes);
        let mut out = Phrases { nodes: Vec::with_capacity(places.len() + 1), ..Phrases::default() };
        for (at, place) in places.into_iter().enumerate() {
            let mut edges: Vec<(WordId, u32)> = Vec::new();
            for (words, next) in place.words {
                edges.extend(words.iter().map(|&w| (w, next)));
            }
            edges.sort_by_key(|(word, _)| *word);
            edges.dedup();
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

/// The places of a tree with those that are equal, and lead to equal places, merged into one; the first stays the first. A place
/// stands before those that it leads to, so that from the last on these are merged when it is looked at.
fn merged<T: PartialEq>(mut places: Vec<Place<T>>) -> Vec<Place<T>> {
    let mut same: Vec<u32> = (0..places.len() as u32).collect();
    let mut known: HashMap<u64, Vec<u32>, Xxh3Builder> = HashMap::default();
    for at in (1..places.len()).rev() {
        let place = &mut places[at];
        place.leads_to(&same);
        let key = known.hasher().hash_one((&place.words, place.number, place.any, place.gap, place.values.len()));
        let equals = known.entry(key).or_default();
        match equals.iter().find(|&&other| places[other as usize] == places[at]) {
            Some(&other) => same[at] = other,
            None => equals.push(at as u32),
        }
    }
    if let Some(root) = places.first_mut() {
        root.leads_to(&same);
    }
    let mut numbers: Vec<u32> = vec![0; places.len()];
    let kept = (0..places.len()).filter(|&at| same[at] == at as u32);
    for (number, at) in (0..).zip(kept) {
        numbers[at] = number;
    }
    let kept = places.into_iter().zip(&same).enumerate().filter(|(at, (_, same))| *at == **same as usize);
    let renumbered = kept.map(|(_, (mut place, _))| {
        place.leads_to(&numbers);
        place
    });
    renumbered.collect()
}

/// Sorted edges as a table by word: where the nodes of each begin, and the nodes.
fn by_word(edges: &[(WordId, u32)]) -> (Vec<u32>, Vec<u32>) {
    let words = edges.last().map_or(0, |(word, _)| word.0 + 1);
    let starts = (0..=words).map(|word| edges.partition_point(|(w, _)| w.0 < word) as u32).collect();
    (starts, edges.iter().map(|(_, next)| *next).collect())
}
