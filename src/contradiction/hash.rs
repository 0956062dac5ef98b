//! A quick hash for keys of numbers: the product of what was read with a constant, its halves folded into one.

use std::hash::{BuildHasherDefault, Hasher};

/// A map by numbers.
pub type Map<K, V> = std::collections::HashMap<K, V, BuildHasherDefault<Folded>>;

/// The hasher; not safe against keys made to collide, and only used for numbers of our own.
#[derive(Debug, Default, Clone, Copy)]
pub struct Folded(u64);

impl Folded {
    fn mix(&mut self, value: u64) {
        let product = u128::from(self.0.rotate_left(23) ^ value ^ 0x243F_6A88_85A3_08D3) * 0x9E37_79B9_7F4A_7C15;
        self.0 = product as u64 ^ (product >> 64) as u64;
    }
}

impl Hasher for Folded {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        if bytes.len() > 16 {
            return self.mix(xxhash_rust::xxh3::xxh3_64(bytes));
        }
        for chunk in bytes.chunks(8) {
            let mut number = [0; 8];
            number[..chunk.len()].copy_from_slice(chunk);
            self.mix(u64::from_le_bytes(number) ^ ((bytes.len() as u64) << 56));
        }
    }

    fn write_u8(&mut self, n: u8) {
        self.mix(u64::from(n));
    }

    fn write_u32(&mut self, n: u32) {
        self.mix(u64::from(n));
    }

    fn write_u64(&mut self, n: u64) {
        self.mix(n);
    }

    fn write_usize(&mut self, n: usize) {
        self.mix(n as u64);
    }
}
