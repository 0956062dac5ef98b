//! Files that are recognised and not read, and what to do with them. They are data, `kinds.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{Source, encoding};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kinds {
    not_documents: Extensions,
    unsupported: Vec<Unsupported>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Extensions {
    extensions: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Unsupported {
    name: String,
    /// The first bytes, one a character.
    begins: Vec<String>,
    extensions: Vec<String>,
    advice: String,
}

static KINDS: LazyLock<Kinds> =
    LazyLock::new(|| toml::from_str(include_str!("kinds.toml")).expect("kinds.toml is valid"));

/// Whether a file that lies beside documents is, by its name, none.
pub(super) fn is_no_document(source: &Source<'_>) -> bool {
    KINDS.not_documents.extensions.contains(&source.extension())
}

/// What the file is, and what to do, where it is of a kind that is recognised and not read.
pub(super) fn unsupported(source: &Source<'_>) -> Option<String> {
    let begins = |u: &&Unsupported| u.begins.iter().any(|b| starts(source.bytes, b));
    let binary = encoding::is_binary(source.bytes);
    let named = |u: &&Unsupported| binary && u.extensions.contains(&source.extension());
    let kind = KINDS.unsupported.iter().find(|u| begins(u) || named(u))?;
    Some(format!("this is {}, which is not read: {}", kind.name, kind.advice))
}

fn starts(bytes: &[u8], signs: &str) -> bool {
    let mut at = 0;
    signs.chars().all(|c| {
        at += 1;
        bytes.get(at - 1).is_some_and(|&b| u32::from(b) == c as u32)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognised() {
        for (path, bytes, want) in [
            ("a.rtf", &b"{\\rtf1\\ansi"[..], Some("RTF")),
            ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1", Some("old Word")),
            ("a.txt", b"\x89PNG\r\n", Some("picture")),
            ("a.txt", b"Rest.", None),
            ("a.doc", b"Rest.", None),
        ] {
            let got = unsupported(&Source { id: "a", path, bytes });
            assert_eq!(got.is_some(), want.is_some(), "{path}");
            assert!(got.unwrap_or_default().contains(want.unwrap_or_default()));
        }
    }
}
