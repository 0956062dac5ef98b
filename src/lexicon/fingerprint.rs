//! Which data files is a lexicon made of?

use xxhash_rust::xxh3::Xxh3;

use super::{FILES, File, Sort};

/// A hash of the texts of all data files that decide how documents are read: of the built-in ones, then of a user's own.
pub fn fingerprint(more: &[File<'_>]) -> u64 {
    let mut hash = Xxh3::new();
    let mut add = |sort: Sort, text: &str| {
        hash.update(format!("{sort:?} {}\n", text.len()).as_bytes());
        hash.update(text.as_bytes());
    };
    for (sort, file) in FILES {
        add(*sort, file.text);
    }
    for file in more {
        add(Sort::of_user(file), file.text);
    }
    hash.digest()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_text_or_another_use_of_it_is_another_fingerprint() {
        let file = |path, text| [File { path, text }];
        let all = [
            fingerprint(&[]),
            fingerprint(&file("moon.toml", "[moon-bathing]")),
            fingerprint(&file("moon.toml", "[moon-bathing] ")),
            fingerprint(&file("ignored.toml", "[moon-bathing]")),
        ];
        for (at, one) in all.iter().enumerate() {
            assert!(!all[at + 1..].contains(one), "{at}");
        }
        assert_eq!(all[1], fingerprint(&file("sun.toml", "[moon-bathing]")));
    }
}
