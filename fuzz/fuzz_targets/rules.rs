#![no_main]
use std::sync::LazyLock;

use aftercare::{extract, lexicon::Lexicon};
use libfuzzer_sys::fuzz_target;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::english().expect("the built-in lexicon"));

fuzz_target!(|bytes: &[u8]| {
    if let Some(document) = aftercare_fuzz::read("a.md", bytes) {
        for rule in extract::rules(&document, &LEXICON) {
            assert_eq!(rule.quote, document.text[rule.start..rule.end]);
        }
    }
});
