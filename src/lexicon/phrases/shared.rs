//! Phrases that two values share.

use std::collections::HashSet;

use super::Phrases;
use crate::model::WordId;

impl<T> Phrases<T> {
    /// Calls `found(words, a, b)` for each pair of values that a sequence of words leads to; one such sequence a pair of
    /// places is given, without the signs for numbers, any words and gaps.
    pub fn shared(&self, found: &mut impl FnMut(&[WordId], &T, &T)) {
        let mut walk = Walk { phrases: self, seen: HashSet::new(), words: Vec::new() };
        for word in 1..self.starts.len() as u32 {
            let firsts = self.firsts_of(WordId(word));
            for (at, a) in firsts.iter().enumerate() {
                for b in &firsts[at..] {
                    walk.step(WordId(word), *a, *b, found);
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
    fn step(&mut self, word: WordId, a: u32, b: u32, found: &mut impl FnMut(&[WordId], &T, &T)) {
        self.words.push(word);
        self.pair(a, b, found);
        self.words.pop();
    }

    /// Two places (or one) that the same words lead to.
    fn pair(&mut self, a: u32, b: u32, found: &mut impl FnMut(&[WordId], &T, &T)) {
        if !self.seen.insert((a.min(b), a.max(b))) {
            return;
        }
        let phrases = self.phrases;
        let (left, right) = (phrases.values_of(a), phrases.values_of(b));
        for (i, x) in left.iter().enumerate() {
            let from = if a == b { i + 1 } else { 0 };
            for y in &right[from..] {
                found(&self.words, x, y);
            }
        }
        let others = phrases.edges_of(b);
        for (word, next) in phrases.edges_of(a) {
            let from = others.partition_point(|(w, _)| w < word);
            for (_, other) in others[from..].iter().take_while(|(w, _)| w == word) {
                self.step(*word, *next, *other, found);
            }
        }
        let (a, b) = (phrases.nodes[a as usize], phrases.nodes[b as usize]);
        for (x, y) in [(a.number, b.number), (a.any, b.any), (a.gap, b.gap)] {
            if x != 0 && y != 0 {
                self.pair(x, y, found);
            }
        }
    }
}
