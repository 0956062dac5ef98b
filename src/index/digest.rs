//! Which lexicon was a document read with?

use xxhash_rust::xxh3::Xxh3;

use crate::{lexicon::Lexicon, model::WordId};

/// A digest of a lexicon and of this program's version: where it differs, documents are read again.
pub fn digest(lexicon: &Lexicon) -> String {
    let mut hash = Xxh3::new();
    hash.update(env!("CARGO_PKG_VERSION").as_bytes());
    for id in 1..=lexicon.words.len() as u32 {
        hash.update(lexicon.words.text(WordId(id)).as_bytes());
        hash.update(b"\n");
    }
    for concept in lexicon.concepts.all() {
        hash.update(format!("{concept:?}").as_bytes());
    }
    for entry in &lexicon.concepts.entries {
        hash.update(format!("{} {:?} {:?}", entry.id, entry.concept, entry.surroundings).as_bytes());
    }
    format!("{:016x}", hash.digest())
}
