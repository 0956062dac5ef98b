//! Tables by number or by short text: hashes that cost little.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Spreads small numbers over a table.
#[derive(Debug, Default)]
pub struct Mixed(u64);

impl Hasher for Mixed {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(u64::from(number));
    }

    fn write_u64(&mut self, number: u64) {
        // The golden ratio, as a fraction of 2^64.
        self.0 = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(26);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// A table by text.
pub type ByText<K, V> = HashMap<K, V, BuildHasherDefault<Texts>>;

/// Hashes texts, each at once.
#[derive(Debug, Default)]
pub struct Texts(u64);

impl Hasher for Texts {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64_with_seed(bytes, self.0);
    }

    // What stands between texts, and how many there are.
    fn write_u8(&mut self, number: u8) {
        self.write_usize(number.into());
    }

    fn write_usize(&mut self, number: usize) {
        self.0 = self.0.rotate_left(5).wrapping_add(number as u64);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
