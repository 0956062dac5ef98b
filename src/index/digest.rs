//! Which lexicon was a document read with?

use xxhash_rust::xxh3::Xxh3;

use super::words;
use crate::lexicon::Lexicon;

/// A digest of a lexicon, of the words of searching and of this program's version: where it differs, documents are read
/// again.
pub fn digest(lexicon: &Lexicon) -> String {
    let mut hash = Xxh3::new();
    hash.update(env!("CARGO_PKG_VERSION").as_bytes());
    hash.update(&lexicon.fingerprint.to_le_bytes());
    hash.update(words::ENGLISH.text.as_bytes());
    format!("{:016x}", hash.digest())
}
