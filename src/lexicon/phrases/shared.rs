//! Phrases that two values share.

use std::collections::HashSet;

use super::{Node, Phrases};
use crate::model::WordId;

impl<T> Phrases<T> {
    /// Calls `found(words, a, b)` for each pair of values that a sequence of words leads to; one such sequence a pair of
    /// places is given, without the signs for numbers, any words and gaps.
    pub fn shared(&self, found: &mut impl FnMut(&[WordId], &T, &T)) {
        let mut walk = Walk { phrases: self, seen: HashSet::new(), words: Vec::new() };
        for (at, (words, node)) in self.roots.iter().enumerate() {
            walk.step(words, *node, *node, found);
            for (others, other) in &self.roots[at + 1..] {
                if let Some(word) = common(words, others) {
                    walk.step(&[word], *node, *other, found);
                }
            }
        }
        let root = &self.nodes[0];
        for next in [root.number, root.any] {
            if next != 0 {
                walk.pair(next, next, found);
            }
        }
    }
}

struct Walk<'a, T> {
    phrases: &'a Phrases<T>,
    seen: HashSet<(u32, u32)>,
    words: Vec<WordId>,
}

impl<T> Walk<'_, T> {
    /// Goes on by one word.
    fn step(&mut self, words: &[WordId], a: u32, b: u32, found: &mut impl FnMut(&[WordId], &T, &T)) {
        self.words.extend(words.first());
        self.pair(a, b, found);
        self.words.pop();
    }

    /// Two places (or one) that the same words lead to.
    fn pair(&mut self, a: u32, b: u32, found: &mut impl FnMut(&[WordId], &T, &T)) {
        if !self.seen.insert((a.min(b), a.max(b))) {
            return;
        }
        let phrases = self.phrases;
        let (left, right) = (&phrases.nodes[a as usize], &phrases.nodes[b as usize]);
        for (i, x) in left.values.iter().enumerate() {
            let from = if a == b { i + 1 } else { 0 };
            for y in &right.values[from..] {
                found(&self.words, x, y);
            }
        }
        for (i, (words, next)) in left.words.iter().enumerate() {
            let from = if a == b { i } else { 0 };
            for (others, other) in &right.words[from..] {
                if let Some(word) = common(words, others) {
                    self.step(&[word], *next, *other, found);
                }
            }
        }
        let classes = |n: &Node<T>| [n.number, n.any, n.gap];
        for (x, y) in classes(left).into_iter().zip(classes(right)) {
            if x != 0 && y != 0 {
                self.pair(x, y, found);
            }
        }
    }
}

/// A word of both sorted lists.
fn common(a: &[WordId], b: &[WordId]) -> Option<WordId> {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    short.iter().find(|w| long.binary_search(w).is_ok()).copied()
}
