//! The example corpus with the rules that a careful reader takes from it, as readings.

use std::{fs, path::Path, path::PathBuf};

#[path = "../../../tests/common/gold.rs"]
#[allow(dead_code, reason = "the tests of the library and those of the index use different parts of it")]
mod notation;

use crate::{
    document::{self, Source},
    lexicon::Lexicon,
    model::{Name, Span},
    pipeline::Reading,
};

/// The corpus, by file: its path relative to the corpus, its bytes and its gold rules.
pub struct Gold {
    pub path: PathBuf,
    pub bytes: Vec<u8>,
    pub reading: Reading,
}

/// Every document of the corpus with its gold rules, ordered by path.
pub fn corpus() -> Vec<Gold> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all: Vec<_> = notation::corpus().into_iter().collect();
    let mut out = Vec::new();
    for folder in notation::sorted(&root.join("corpus")) {
        for path in notation::sorted(&folder) {
            let stem = path.file_stem().unwrap().to_str().unwrap();
            let id = Name::from(format!("{}/{stem}", folder.file_name().unwrap().to_str().unwrap()));
            let bytes = fs::read(&path).unwrap();
            let shown = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            let document = document::read(&Source { id: &id, path: &shown, bytes: &bytes }).unwrap();
            let (mut rules, rest) = all.into_iter().partition::<Vec<_>, _>(|r| r.document == stem);
            all = rest;
            for rule in &mut rules {
                rule.document = id.clone();
                let place = document.text.find(&rule.quote).unwrap_or(0);
                (rule.start, rule.end) = (place, place + rule.quote.len());
                debug_assert!(place == 0 || Span::new(rule.start, rule.end).of(&document.text) == rule.quote);
            }
            out.push(Gold { path, bytes, reading: Reading { document, rules } });
        }
    }
    out
}

/// The lexicon, read once.
pub fn lexicon() -> &'static Lexicon {
    static LEXICON: std::sync::OnceLock<Lexicon> = std::sync::OnceLock::new();
    LEXICON.get_or_init(|| Lexicon::english().unwrap())
}
