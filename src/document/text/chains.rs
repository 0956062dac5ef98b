//! Lines that were broken where nothing tells at which width: a line that begins in mid-sentence goes on with the one above.

use std::{collections::HashSet, sync::LazyLock};

use serde::Deserialize;

use super::{
    super::{label, signs},
    wrap::{self, Line},
};

/// Lines that are looked at on either side, for how wide the text is there.
const NEAR: usize = 4;
/// Text in narrower lines tells nothing, in characters.
const NARROW: usize = 25;
/// How much of the width a line would fill with the first word of the next, in percent, where it was broken for want of room.
const FULL: usize = 78;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    open: HashSet<String>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| toml::from_str(include_str!("joins.toml")).expect("joins.toml is valid"));

/// For each line whether it goes on with the one above it, as far as these two and their neighbours tell. `lower` says that
/// small letters begin sentences too.
pub(super) fn joins(text: &str, lines: &[Line], lower: bool) -> Vec<bool> {
    let mut joins = vec![false; lines.len()];
    let mut at = 0;
    while at < lines.len() {
        let end = (at + 1..lines.len()).find(|&i| !may_join(text, lines, i)).unwrap_or(lines.len());
        let ends = signs::ends_sentence(lines[end - 1].span.of(text));
        // Only the first of them can have a sign.
        let item = is_marked(text, lines[at]);
        for i in at + 1..end {
            let line = lines[i].span.of(text);
            let rest = item && !(lower && label::is_known(line));
            joins[i] = rest || lines[i].goes_on || is_last_number(line) || ends_open(text, lines[i - 1]);
        }
        if ends || lines[end - 1].span.of(text).ends_with(':') {
            let broken = (at + 1..end).rev().take_while(|&i| is_full(text, lines, i)).count();
            joins[end - broken..end].fill(true);
        }
        at = end;
    }
    joins
}

/// Whether a line begins in mid-sentence, by itself and the end of the line above.
fn may_join(text: &str, lines: &[Line], at: usize) -> bool {
    let (above, line) = (lines[at - 1], lines[at]);
    if above.is_blank() || line.is_blank() || line.given.is_some() || signs::marker(line.span.of(text)).is_some() {
        return false;
    }
    if line.goes_on {
        return true;
    }
    let before = above.span.of(text);
    let ended =
        signs::ends_sentence(before) || before.ends_with(':') || label::is_capitals(before) || signs::is_rule(before);
    !ended && (wrap::starts_lower(text, line) || ends_open(text, above) || is_last_number(line.span.of(text)))
}

/// Whether a line is nothing but the number with which a sentence ends ("until day" / "3.").
fn is_last_number(line: &str) -> bool {
    line.len() <= 4 && line.strip_suffix('.').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether a line ends with a word that needs another, or with a part of one.
fn ends_open(text: &str, line: Line) -> bool {
    let before = line.span.of(text);
    let parted =
        before.strip_suffix('-').is_some_and(|b| b.ends_with(char::is_alphanumeric)) || before.ends_with('\u{ad}');
    if parted {
        return true;
    }
    let last = line.span.of(text).split_whitespace().next_back().unwrap_or_default();
    WORDS.open.contains(&last.to_lowercase()) && line.span.of(text).contains(char::is_whitespace)
}

/// Whether a sign marks the item that a line begins.
fn is_marked(text: &str, line: Line) -> bool {
    line.given.is_some() || signs::marker(line.span.of(text)).is_some()
}

/// Whether the line above is about as wide as the text around it.
fn is_full(text: &str, lines: &[Line], at: usize) -> bool {
    let near = &lines[at.saturating_sub(NEAR)..lines.len().min(at + NEAR)];
    let width = near.iter().map(|l| l.width).max().unwrap_or(0);
    let word = lines[at].span.of(text).split_whitespace().next().map_or(0, |w| w.chars().count());
    width >= NARROW && (lines[at - 1].width + 1 + word) * 100 >= width * FULL
}
