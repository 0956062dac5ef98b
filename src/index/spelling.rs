//! Typing errors: which known word was an unknown one meant to be?

use std::cmp::Reverse;

use tantivy::{Searcher, Term, query::FuzzyTermQuery, schema::Field};

use super::{analysis::Analyser, question::Spelling};
use crate::{lexicon::Lexicon, model::WordId};

/// Shorter words are not corrected: too many words are near them.
const SHORTEST: usize = 4;
/// From this length on two errors are forgiven, below it one.
const TWO_ERRORS: usize = 8;
/// Of an unknown word only known ones are taken that are at least so long.
const SHORTEST_MEANT: usize = 4;

/// The words that the lexicon and an index know.
pub struct KnownWords<'a> {
    /// The index.
    pub searcher: &'a Searcher,
    /// The fields that hold words.
    pub fields: [Field; 2],
    /// The lexicon.
    pub lexicon: &'a Lexicon,
    /// How words become stems.
    pub analyser: &'a Analyser,
}

impl Spelling for KnownWords<'_> {
    fn correction(&self, word: &str) -> Option<String> {
        if word.chars().count() < SHORTEST || self.is_known(word) {
            return None;
        }
        let stem = self.analyser.stem(word);
        let by_stem = self.count(&stem) + self.count(&format!("~{stem}")) > 0;
        let errors = if word.chars().count() < TWO_ERRORS { 1 } else { 2 };
        let mut near = self.near_in_lexicon(word, errors);
        near.extend(self.near_in_index(word, errors));
        near.retain(|(meant, _)| meant.chars().count() >= SHORTEST_MEANT && !self.analyser.words.is_exact_only(meant));
        // A word that is found by its stem stays as it is, unless the lexicon knows one of that stem.
        near.retain(|(meant, _)| !by_stem || self.analyser.stem(meant) == stem);
        let first = word.chars().next();
        near.into_iter()
            .min_by_key(|(meant, count)| {
                (distance(word, meant), meant.chars().next() != first, Reverse(*count), meant.clone())
            })
            .map(|(meant, _)| meant)
    }
}

impl KnownWords<'_> {
    fn is_known(&self, word: &str) -> bool {
        self.lexicon.words.get(word) != WordId::UNKNOWN || self.count(&format!("={word}")) > 0
    }

    fn count(&self, term: &str) -> u64 {
        let count = |field: Field| self.searcher.doc_freq(&Term::from_field_text(field, term)).unwrap_or(0);
        self.fields.iter().map(|f| count(*f)).sum()
    }

    fn near_in_lexicon(&self, word: &str, errors: usize) -> Vec<(String, u64)> {
        let words = &self.lexicon.words;
        let signs = signs(word);
        // An error changes at most two of the letters that a word has at all: most words are told apart by that.
        let may_be_near = |known: &&str| {
            known.len().abs_diff(word.len()) <= errors + 2
                && (signs ^ self::signs(known)).count_ones() as usize <= 2 * errors
        };
        (1..=words.len() as u32)
            .map(|id| words.text(WordId(id)))
            .filter(may_be_near)
            .filter(|known| distance(word, known) <= errors)
            .map(|known| (known.to_owned(), self.count(&format!("={known}"))))
            .collect()
    }

    fn near_in_index(&self, word: &str, errors: usize) -> Vec<(String, u64)> {
        let mut out = Vec::new();
        for field in self.fields {
            let query = FuzzyTermQuery::new(Term::from_field_text(field, &format!("={word}")), errors as u8, true);
            let Ok(automaton) = query.automaton() else { continue };
            for segment in self.searcher.segment_readers() {
                let Ok(index) = segment.inverted_index(field) else { continue };
                let Ok(mut stream) = index.terms().search(&automaton).into_stream() else { continue };
                while stream.advance() {
                    let count = u64::from(stream.value().doc_freq);
                    if let Some(known) = std::str::from_utf8(stream.key()).ok().and_then(|t| t.strip_prefix('=')) {
                        out.push((known.to_owned(), count));
                    }
                }
            }
        }
        out
    }
}

/// Which letters a word has, as a set.
fn signs(word: &str) -> u64 {
    word.chars().fold(0, |signs, letter| signs | 1 << (u32::from(letter) % 64))
}

/// How many letters are to be put in, taken out, replaced or exchanged with their neighbour to make one word of another.
pub fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn errors_are_counted() {
        for (a, b, want) in [
            ("exersice", "exercise", 2),
            ("suana", "sauna", 1),
            ("sauna", "sauna", 0),
            ("makup", "makeup", 1),
            ("", "ab", 2),
        ] {
            assert_eq!(distance(a, b), want, "{a} {b}");
        }
    }
}
