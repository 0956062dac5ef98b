//! The numbers of words of letters and digits that fit into 16 bytes, nearly all: each word is one number, found without
//! hashing text.

/// The case bit of ASCII, which makes a capital letter small and changes no digit and no apostrophe.
const SMALL: u64 = u64::from_ne_bytes([0x20; 8]);

/// Words by their length: what texts have most lies close together.
#[derive(Debug, Default)]
pub(super) struct ShortWords {
    four: Table<u32>,
    eight: Table<u64>,
    sixteen: Table<u128>,
}

impl ShortWords {
    /// Adds a word in lower case, unless it is too long or has a character that the case bit would change.
    pub fn insert(&mut self, word: &[u8], id: u32) {
        if word.len() > 16 || !word.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'\'') {
            return;
        }
        match word.len() {
            0..=4 => self.four.insert(small(word, word.len()) as u32, id),
            5..=8 => self.eight.insert(small(word, word.len()), id),
            _ => self.sixteen.insert(long(word, word.len()), id),
        }
    }

    /// The number of the word of letters, digits and apostrophes that the first `length` bytes, 16 at most, are in any case; 0
    /// for no word.
    #[inline]
    pub fn get(&self, text: &[u8], length: usize) -> u32 {
        match length {
            0..=4 => self.four.get(small(text, length) as u32),
            5..=8 => self.eight.get(small(text, length)),
            _ => self.sixteen.get(long(text, length)),
        }
    }

    /// The same of the first bytes of two numbers, one byte at least, lowest first.
    #[inline]
    pub fn get_letters(&self, low: u64, high: u64, length: usize) -> u32 {
        match length {
            0..=4 => self.four.get(first(low, length) as u32),
            5..=8 => self.eight.get(first(low, length)),
            _ => self.sixteen.get(u128::from(first(high, length - 8)) << 64 | u128::from(low | SMALL)),
        }
    }
}

/// The lowest bytes of a number, 1 to 8 of them, in lower case.
#[inline]
fn first(bytes: u64, length: usize) -> u64 {
    (bytes | SMALL) & (u64::MAX >> (8 * (8 - length) % 64))
}

/// The first `length` bytes, 8 at most, in lower case.
#[inline]
fn small(text: &[u8], length: usize) -> u64 {
    let mask = if length >= 8 { u64::MAX } else { (1 << (8 * length)) - 1 };
    (u64::from_le_bytes(padded(text)) | SMALL) & mask
}

/// The first `length` bytes, 9 to 16, in lower case.
#[inline]
fn long(text: &[u8], length: usize) -> u128 {
    u128::from(small(&text[8..], length - 8)) << 64 | u128::from(small(text, 8))
}

/// The first 8 bytes of a text, and zeros behind it.
#[inline]
fn padded(text: &[u8]) -> [u8; 8] {
    if let Some(bytes) = text.first_chunk() {
        return *bytes;
    }
    let mut bytes = [0; 8];
    bytes[..text.len()].copy_from_slice(text);
    bytes
}

/// Numbers of words by open addressing: a word is in the first free slot from its place on. A power of two, a third empty.
#[derive(Debug, Default)]
struct Table<K> {
    slots: Vec<(K, u32)>,
    used: usize,
}

impl<K: Key> Table<K> {
    fn insert(&mut self, key: K, id: u32) {
        if self.used * 3 >= self.slots.len() * 2 {
            let size = (self.slots.len() * 2).max(64);
            let old = std::mem::replace(&mut self.slots, vec![(K::default(), 0); size]);
            self.used = 0;
            old.into_iter().filter(|(_, id)| *id != 0).for_each(|(key, id)| self.insert(key, id));
        }
        let mut at = self.place(key);
        while self.slots[at].1 != 0 {
            at = (at + 1) & (self.slots.len() - 1);
        }
        self.slots[at] = (key, id);
        self.used += 1;
    }

    #[inline]
    fn get(&self, key: K) -> u32 {
        if self.slots.is_empty() {
            return 0;
        }
        let mut at = self.place(key);
        loop {
            let (found, id) = self.slots[at];
            if found == key || id == 0 {
                return id;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    /// The upper bits of a product, since all of the word is in them.
    #[inline]
    fn place(&self, key: K) -> usize {
        (key.folded().wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - self.slots.len().trailing_zeros())) as usize
    }
}

/// The bytes of a word as a number.
trait Key: Copy + Eq + Default {
    /// All of it in 64 bits.
    fn folded(self) -> u64;
}

impl Key for u32 {
    fn folded(self) -> u64 {
        self.into()
    }
}

impl Key for u64 {
    fn folded(self) -> u64 {
        self
    }
}

impl Key for u128 {
    fn folded(self) -> u64 {
        (self as u64) ^ ((self >> 64) as u64).rotate_left(29)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_every_length_are_found_in_any_case() {
        let all = "abcdefghijklmnop";
        let mut words = ShortWords::default();
        (1..=16).for_each(|length| words.insert(&all.as_bytes()[..length], length as u32));
        for length in 1..=16 {
            let text = [&all[..length].to_uppercase(), "-and more behind it"].concat();
            assert_eq!(words.get(text.as_bytes(), length), length as u32);
            assert_eq!(words.get(&all.as_bytes()[..length], length), length as u32);
            assert_eq!(words.get(b"ponmlkjihgfedcba", length), 0);
        }
    }

    #[test]
    fn what_the_case_bit_would_change_is_left_out() {
        let mut words = ShortWords::default();
        words.insert(b"a_b", 1);
        words.insert(b"seventeen_letters", 2);
        words.insert(b"don't", 3);
        assert_eq!((words.get(b"a_b", 3), words.get(b"DON'T", 5)), (0, 3));
    }
}
