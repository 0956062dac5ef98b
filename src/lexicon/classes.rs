//! Small closed classes of words, looked up by the word.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::packed;
use crate::model::WordId;

/// The classes of each word: most words have none, and few have more than one.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Classes {
    names: Vec<String>,
    /// For each word where its classes begin in `of`; one behind the end is the next word's.
    #[serde(with = "packed")]
    starts: Vec<u32>,
    /// Classes, by the number of their name.
    #[serde(with = "packed")]
    of: Vec<u32>,
}

impl Classes {
    /// The table of classes with their words.
    pub fn new(classes: &BTreeMap<String, Vec<WordId>>) -> Self {
        let mut of: Vec<Vec<u32>> = Vec::new();
        for (number, word) in
            (0..).zip(classes.values()).flat_map(|(number, words)| words.iter().map(move |w| (number, w)))
        {
            let place = word.0 as usize;
            of.resize(of.len().max(place + 1), Vec::new());
            of[place].push(number);
        }
        let ends = of.iter().scan(0, |end, classes| {
            *end += classes.len() as u32;
            Some(*end)
        });
        let starts = std::iter::once(0).chain(ends).collect();
        Self { names: classes.keys().cloned().collect(), starts, of: of.concat() }
    }

    /// Whether a word is of the class of a name.
    #[inline]
    pub fn has(&self, name: &str, word: WordId) -> bool {
        let Some(&[from, to]) = self.starts.get(word.0 as usize..word.0 as usize + 2) else { return false };
        from < to && self.of[from as usize..to as usize].iter().any(|class| self.names[*class as usize] == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_of_all_their_classes_and_of_no_other() {
        let words = |numbers: &[u32]| numbers.iter().map(|n| WordId(*n)).collect::<Vec<_>>();
        let all = BTreeMap::from([("joining".to_owned(), words(&[5, 2])), ("signs".to_owned(), words(&[2, 9]))]);
        let classes = Classes::new(&all);
        for number in 0..12 {
            for name in ["joining", "signs", "none"] {
                let is = all.get(name).is_some_and(|words| words.contains(&WordId(number)));
                assert_eq!(classes.has(name, WordId(number)), is, "{name} {number}");
            }
        }
        assert!(!Classes::default().has("joining", WordId(0)));
    }
}
