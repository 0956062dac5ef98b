//! The words of the lexicon, each with a number.

use std::{borrow::Cow, collections::BTreeMap};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::{packed, short_words::ShortWords};
use crate::model::WordId;

/// Longest word, in bytes, that an entry can use; longer runs of letters are unknown words.
const LONGEST: usize = 48;

/// All words that any entry uses. A word is compared without case and with plain apostrophes.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Words {
    /// The folded words, one behind the other.
    texts: String,
    /// Where each ends in `texts`.
    #[serde(with = "packed")]
    ends: Vec<u32>,
    inflected: BTreeMap<WordId, Vec<WordId>>,
    /// The words of which others are only another spelling.
    spelled: BTreeMap<WordId, WordId>,
    /// What `<name>` stands for in a pattern: a choice.
    #[serde(skip)]
    lists: BTreeMap<String, String>,
    #[serde(skip)]
    tables: Tables,
}

/// Where the numbers of words are looked up.
#[derive(Debug, Default)]
struct Tables {
    /// Open addressing by the hash of the folded word. A power of two, half empty.
    slots: Vec<u32>,
    short: ShortWords,
    /// The numbers of the signs of ASCII, by their byte.
    signs: Vec<u32>,
}

impl Tables {
    /// Tables with room for so many words.
    fn with_room(words: usize) -> Self {
        Self { slots: vec![0; (words * 2).next_power_of_two().max(64)], ..Self::default() }
    }

    /// Enters a new word, for which there is room; `meant` is the word that it is a spelling of.
    fn enter(&mut self, folded: &str, id: WordId, meant: WordId) {
        let mut at = self.first_slot(folded);
        while self.slots[at] != 0 {
            at = self.next_slot(at);
        }
        self.slots[at] = id.0;
        if let [sign] = folded.as_bytes() {
            self.signs.resize(128, 0);
            if let Some(place) = self.signs.get_mut(usize::from(*sign)) {
                *place = id.0;
            }
        }
        self.short.insert(folded.as_bytes(), meant.0);
    }

    fn first_slot(&self, folded: &str) -> usize {
        xxh3_64(folded.as_bytes()) as usize & (self.slots.len() - 1)
    }

    fn next_slot(&self, at: usize) -> usize {
        (at + 1) & (self.slots.len() - 1)
    }
}

impl Words {
    /// The number of a word, new where it was not known.
    pub fn intern(&mut self, word: &str) -> WordId {
        let mut buffer = [0; LONGEST];
        let Some(folded) = fold(word, &mut buffer) else { return WordId::UNKNOWN };
        let known = self.find(folded);
        if known != WordId::UNKNOWN {
            return known;
        }
        self.texts.push_str(folded);
        self.ends.push(self.texts.len() as u32);
        let id = WordId(self.ends.len() as u32);
        if self.ends.len() * 2 > self.tables.slots.len() {
            self.restore();
        } else {
            self.tables.enter(folded, id, self.meant(id));
        }
        id
    }

    /// Lets patterns name a list of words, each itself a pattern that names no list.
    pub fn name_list(&mut self, name: &str, forms: &[String]) {
        self.lists.insert(format!("<{name}>"), format!("({})", forms.join("|")));
    }

    /// A pattern with the lists that it names written out.
    pub fn write_out<'p>(&self, pattern: &'p str) -> Cow<'p, str> {
        self.lists.iter().fold(Cow::Borrowed(pattern), |out, (name, choice)| {
            if out.contains(name.as_str()) { out.replace(name.as_str(), choice).into() } else { out }
        })
    }

    /// Makes `spelling` another spelling of `word`, unless an entry uses it already.
    pub fn spell(&mut self, spelling: &str, word: &str) {
        let meant = self.intern(word);
        if self.get(spelling) != WordId::UNKNOWN {
            return;
        }
        self.spelled.insert(WordId(self.ends.len() as u32 + 1), meant);
        self.intern(spelling);
    }

    /// The word that a word is a spelling of: mostly itself.
    fn meant(&self, word: WordId) -> WordId {
        self.spelled.get(&word).copied().unwrap_or(word)
    }

    /// Makes the tables of words that were stored, with room for as many again.
    pub fn restore(&mut self) {
        let mut tables = Tables::with_room(self.ends.len() * 2);
        for id in (1..=self.ends.len() as u32).map(WordId) {
            tables.enter(self.text(id), id, self.meant(id));
        }
        self.tables = tables;
    }

    fn find(&self, folded: &str) -> WordId {
        let tables = &self.tables;
        if tables.slots.is_empty() {
            return WordId::UNKNOWN;
        }
        let mut at = tables.first_slot(folded);
        loop {
            let id = WordId(tables.slots[at]);
            if id == WordId::UNKNOWN || self.text(id) == folded {
                return self.meant(id);
            }
            at = tables.next_slot(at);
        }
    }

    /// The number of a word, or [`WordId::UNKNOWN`].
    pub fn get(&self, word: &str) -> WordId {
        let mut buffer = [0; LONGEST];
        fold(word, &mut buffer).map_or(WordId::UNKNOWN, |w| self.find(w))
    }

    /// The number of a word as it stands in a text, which may have an "'s" at its end that no entry knows: "coffee's fine",
    /// "the child's cast".
    pub fn get_spoken(&self, word: &str) -> WordId {
        let mut buffer = [0; LONGEST];
        let Some(folded) = fold(word, &mut buffer) else { return WordId::UNKNOWN };
        match (self.find(folded), folded.strip_suffix("'s")) {
            (WordId::UNKNOWN, Some(stem)) => self.find(stem),
            (WordId::UNKNOWN, None) if is_scanned_capitals(word) => self.get(&word.replace('l', "I")),
            (known, _) => known,
        }
    }

    /// Remembers that a verb has other forms.
    pub fn inflect(&mut self, base: WordId, forms: Vec<WordId>) {
        self.inflected.entry(base).or_default().extend(forms);
    }

    /// The other forms of a verb in its base form.
    pub fn inflections(&self, base: WordId) -> &[WordId] {
        self.inflected.get(&base).map_or(&[], |f| f)
    }

    /// The number of the word of ASCII letters, digits and apostrophes that lies at `start..end` of `text`.
    pub fn get_plain(&self, text: &[u8], start: usize, end: usize) -> WordId {
        let length = end - start;
        if length > 16 {
            return text
                .get(start..end)
                .and_then(|w| std::str::from_utf8(w).ok())
                .map_or(WordId::UNKNOWN, |w| self.get(w));
        }
        text.get(start..).map_or(WordId::UNKNOWN, |rest| WordId(self.tables.short.get(rest, length)))
    }

    /// The number of the word of ASCII letters that the first bytes of two numbers are, 1 to 15 of them, lowest first.
    #[inline]
    pub fn get_letters(&self, low: u64, high: u64, length: usize) -> WordId {
        WordId(self.tables.short.get_letters(low, high, length))
    }

    /// The number of a sign of ASCII.
    pub fn get_sign(&self, sign: u8) -> WordId {
        let sign = if sign == b'`' { b'\'' } else { sign };
        WordId(self.tables.signs.get(usize::from(sign)).copied().unwrap_or(0))
    }

    /// The folded text of a word; empty for the unknown word.
    pub fn text(&self, word: WordId) -> &str {
        let Some(at) = (word.0 as usize).checked_sub(1) else { return "" };
        let from = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.ends.get(at).map_or("", |&to| &self.texts[from as usize..to as usize])
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no word.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

/// "FORBlDDEN": whether a scan may have taken the capital I of a word in capitals for a small l.
fn is_scanned_capitals(word: &str) -> bool {
    let capitals = word.chars().filter(char::is_ascii_uppercase).count();
    word.contains('l') && capitals > 1 && word.chars().all(|c| c == 'l' || c.is_ascii_uppercase())
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
    fn plain_words_are_found_like_all_others() {
        let mut words = Words::default();
        let texts = ["a", "don't", "48", "sixteen_letters", "abcdefghijklmnop", "abcdefghijklmnopq", "until"];
        for text in texts {
            words.intern(text);
        }
        let padded: String = texts.map(str::to_uppercase).join(" ");
        let mut at = 0;
        for text in texts.iter().filter(|t| !t.contains('_')) {
            at += padded[at..].find(&text.to_uppercase()).unwrap();
            assert_eq!(words.get_plain(padded.as_bytes(), at, at + text.len()), words.get(text), "{text}");
            assert_ne!(words.get(text), WordId::UNKNOWN);
        }
        assert_eq!(words.get_plain(b"unti", 0, 4), WordId::UNKNOWN);
    }

    #[test]
    fn spellings_are_their_words() {
        let mut words = Words::default();
        words.spell("dont", "don't");
        let id = words.intern("don't");
        assert_eq!((words.get("Dont"), words.intern("dont")), (id, id));
        assert_eq!(words.get_plain(b"DONT", 0, 4), id);
        words.restore();
        assert_eq!((words.get("dont"), words.get_plain(b"dont", 0, 4)), (id, id));
    }

    #[test]
    fn case_and_apostrophes_do_not_matter() {
        let mut words = Words::default();
        let id = words.intern("don't");
        assert_eq!(words.get("DON\u{2019}T"), id);
        assert_eq!(words.get("dont"), WordId::UNKNOWN);
        assert_eq!(words.text(id), "don't");
    }
}
