//! The words of the lexicon, each with a number.

use std::collections::HashMap;

use crate::model::WordId;

/// Longest word, in bytes, that an entry can use; longer runs of letters are unknown words.
const LONGEST: usize = 48;

/// All words that any entry uses. A word is compared without case and with plain apostrophes.
#[derive(Debug, Default)]
pub struct Words {
    ids: HashMap<Box<str>, u32, xxhash_rust::xxh3::Xxh3Builder>,
    texts: Vec<Box<str>>,
    inflected: HashMap<WordId, Vec<WordId>, xxhash_rust::xxh3::Xxh3Builder>,
}

impl Words {
    /// The number of a word, new where it was not known.
    pub fn intern(&mut self, word: &str) -> WordId {
        let mut buffer = [0; LONGEST];
        let Some(folded) = fold(word, &mut buffer) else { return WordId::UNKNOWN };
        if let Some(&id) = self.ids.get(folded) {
            return WordId(id);
        }
        self.texts.push(folded.into());
        let id = u32::try_from(self.texts.len()).unwrap_or(0);
        self.ids.insert(folded.into(), id);
        WordId(id)
    }

    /// The number of a word, or [`WordId::UNKNOWN`].
    pub fn get(&self, word: &str) -> WordId {
        let mut buffer = [0; LONGEST];
        fold(word, &mut buffer).and_then(|w| self.ids.get(w)).map_or(WordId::UNKNOWN, |&id| WordId(id))
    }

    /// Remembers that a verb has other forms.
    pub fn inflect(&mut self, base: WordId, forms: Vec<WordId>) {
        self.inflected.entry(base).or_default().extend(forms);
    }

    /// The other forms of a verb in its base form.
    pub fn inflections(&self, base: WordId) -> &[WordId] {
        self.inflected.get(&base).map_or(&[], |f| f)
    }

    /// The folded text of a word; empty for the unknown word.
    pub fn text(&self, word: WordId) -> &str {
        (word.0 as usize).checked_sub(1).and_then(|i| self.texts.get(i)).map_or("", |t| t)
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there is no word.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }
}

/// A word in lower case with plain apostrophes and without accents' composition, in `buffer`; `None` where it is too
/// long.
fn fold<'b>(word: &str, buffer: &'b mut [u8; LONGEST]) -> Option<&'b str> {
    let mut end = 0;
    for c in word.chars() {
        let c = match c {
            '\u{2018}' | '\u{2019}' | '\u{02bc}' | '`' | '\u{b4}' => '\'',
            '\u{ad}' => continue,
            c if c.is_ascii() => c.to_ascii_lowercase(),
            c => c.to_lowercase().next().unwrap_or(c),
        };
        let length = c.len_utf8();
        if end + length > LONGEST {
            return None;
        }
        c.encode_utf8(&mut buffer[end..]);
        end += length;
    }
    std::str::from_utf8(&buffer[..end]).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_apostrophes_do_not_matter() {
        let mut words = Words::default();
        let id = words.intern("don't");
        assert_eq!(words.get("DON\u{2019}T"), id);
        assert_eq!(words.get("dont"), WordId::UNKNOWN);
        assert_eq!(words.text(id), "don't");
    }
}
