//! Words that were parted at the end of a line.

use std::{collections::HashSet, sync::LazyLock};

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    first: HashSet<String>,
}

static FIRST: LazyLock<File> =
    LazyLock::new(|| toml::from_str(include_str!("hyphens.toml")).expect("hyphens.toml is valid"));

/// The words of a document, by which it is told whether a hyphen at a line's end belongs to the word.
#[derive(Debug, Default)]
pub(super) struct Hyphens {
    words: HashSet<String>,
}

impl Hyphens {
    /// Learns the words of a line.
    pub fn learn(&mut self, line: &str) {
        let parted = line.trim_end().ends_with('-');
        let words = line.split_whitespace().count();
        for word in line.split_whitespace().take(words - usize::from(parted).min(words)) {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            if word.len() > 3 && self.words.len() < 100_000 {
                self.words.insert(word.to_lowercase());
            }
        }
    }

    /// How a text goes on in a line without a blank between them: the bytes of the text without a hyphen that only parts a
    /// word, or all of them where the hyphen belongs to it or is a dash. `None` where a blank stands between them.
    pub fn parted(&self, text: &str, line: &str) -> Option<usize> {
        if let Some(before) = text.strip_suffix('\u{ad}') {
            return Some(before.len());
        }
        let before = text.trim_end_matches(['-', '\u{2010}']);
        if before.len() == text.len() || !before.ends_with(char::is_alphabetic) || !line.starts_with(char::is_lowercase)
        {
            let dash = text.ends_with(['-', '–']) && !text.ends_with(" -") && !text.ends_with(" –");
            return dash.then_some(text.len());
        }
        let first = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
        let rest: String = line.chars().take_while(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
        let whole = self.words.contains(&format!("{first}{rest}"));
        let hyphened = self.words.contains(&format!("{first}-{rest}"));
        let belongs = !whole && (hyphened || FIRST.first.contains(&first));
        Some(if belongs { text.len() } else { before.len() })
    }

    /// Adds a line to a text that goes on in it.
    pub fn join(&self, text: &mut String, line: &str) {
        match self.parted(text, line) {
            Some(length) => text.truncate(length),
            None => text.push(' '),
        }
        text.push_str(line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined() {
        let mut hyphens = Hyphens::default();
        hyphens.learn("anti-inflammatory moisturiser make-up long-acting");
        for (text, line, want) in [
            ("the mois-", "turiser", "the moisturiser"),
            ("an anti-", "inflammatory", "an anti-inflammatory"),
            ("make-", "up", "make-up"),
            ("the mois\u{ad}", "turiser", "the moisturiser"),
            ("a long-", "acting one", "a long-acting one"),
            ("24-", "48 hours", "24-48 hours"),
            ("for 24", "hours", "for 24 hours"),
            ("so -", "rest", "so - rest"),
        ] {
            let mut got = text.to_owned();
            hyphens.join(&mut got, line);
            assert_eq!(got, want);
        }
    }
}
