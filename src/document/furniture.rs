//! Lines that are no content by their words alone: menus in one line, teasers, ratings, comments. Their blocks are labelled with
//! a zone, not left out. The words are data, `furniture.toml`.

use std::{collections::HashSet, sync::LazyLock};

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::{language::seen, signs, zones};
use crate::model::{Block, BlockKind, Document, Zone};

/// Lines longer than this are text, in bytes.
const LONGEST: usize = 240;
/// The entries of a menu: how many at least, and how long they are at most, in words.
const ENTRIES: usize = 3;
const WORDS: usize = 4;
/// Who is named after a quotation, in bytes.
const NAME: usize = 60;
/// As much of a line is compared, in characters.
const HEAD: usize = 48;
/// The heading of comments, in bytes.
const HEADING: usize = 40;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    line: Vec<LineEntry>,
    review: Review,
    comments: Comments,
    menu: Menu,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LineEntry {
    zone: Zone,
    begins: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code))]
    examples: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code))]
    open: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Review {
    begins: Vec<String>,
    dashes: Vec<String>,
    quotes: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Comments {
    whole: HashSet<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Menu {
    bars: Vec<String>,
}

static FILE: LazyLock<File> =
    LazyLock::new(|| toml::from_str(include_str!("furniture.toml")).expect("furniture.toml is valid"));

/// The beginnings of lines, by their first character.
static BEGINNINGS: LazyLock<FxHashMap<char, Vec<(&str, Zone)>>> = LazyLock::new(|| {
    let lines = FILE.line.iter().flat_map(|entry| entry.begins.iter().map(|b| (b.as_str(), entry.zone)));
    let reviews = FILE.review.begins.iter().map(|b| (b.as_str(), Zone::Review));
    let mut table: FxHashMap<char, Vec<(&str, Zone)>> = FxHashMap::default();
    for (phrase, zone) in lines.chain(reviews) {
        if let Some(first) = phrase.chars().next() {
            table.entry(first).or_default().push((phrase, zone));
        }
    }
    table
});

/// The bytes with which the bars of menus begin.
static BARS: LazyLock<[bool; 256]> = LazyLock::new(|| {
    std::array::from_fn(|byte| FILE.menu.bars.iter().any(|bar| usize::from(bar.as_bytes()[0]) == byte))
});

/// Gives the blocks of the content that are none their zone. A document keeps its title and half of its text.
pub(super) fn mark(document: &mut Document) {
    let mut found = Vec::new();
    let (mut taken, mut all) = (0, 0);
    for (at, block) in document.blocks.iter().enumerate().filter(|(_, b)| b.zone == Zone::Main) {
        all += block.span.len();
        if matches!(block.kind, BlockKind::Cell { .. }) || block.span.len() > LONGEST {
            continue;
        }
        if let Some(zone) = zone(&seen(document, block.span)) {
            taken += block.span.len();
            found.push((at, zone));
        }
    }
    if taken * 2 > all {
        return;
    }
    for (at, zone) in found {
        document.blocks[at].zone = zone;
    }
    under_headings(document);
}

/// What stands under "Reviews" up to the next heading, and under "Comments" up to the end.
fn under_headings(document: &mut Document) {
    let mut open: Option<(Zone, u8)> = None;
    for at in 0..document.blocks.len() {
        let block = &document.blocks[at];
        let level = match block.kind {
            BlockKind::Heading { level } => Some(level),
            _ => None,
        };
        if open.is_some_and(|(_, rank)| level.is_some_and(|l| l <= rank)) {
            open = None;
        }
        if block.zone == Zone::Main && at > 0 && block.span.len() <= HEADING {
            let text = seen(document, block.span);
            if is_comments(&text) && is_late(document, at) {
                open = Some((Zone::Review, 0));
            } else if let (Some(level @ 2..), Some(zone)) = (level, zones::section(&text)) {
                open = open.or(Some((zone, level)));
            }
        }
        let block = &mut document.blocks[at];
        if let Some((zone, _)) = open.filter(|_| block.zone == Zone::Main) {
            block.zone = zone;
        }
    }
}

/// Whether most of the document stands before a block.
fn is_late(document: &Document, at: usize) -> bool {
    let length = |blocks: &[Block]| blocks.iter().map(|b| b.span.len()).sum::<usize>();
    length(&document.blocks[..at]) * 2 > length(&document.blocks)
}

fn is_comments(text: &str) -> bool {
    let plain = text.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
    FILE.comments.whole.contains(&plain)
}

/// The zone that a line's words give it.
pub(super) fn zone(line: &str) -> Option<Zone> {
    let line = line.trim();
    let straight = |c| if c == '’' { '\'' } else { c };
    let head = || line.chars().take(HEAD).flat_map(char::to_lowercase).map(straight);
    let begins = |phrase: &str| {
        let mut rest = head();
        phrase.chars().all(|c| rest.next() == Some(c))
            && (rest.next().is_none_or(|c| !c.is_alphanumeric()) || !phrase.ends_with(char::is_alphanumeric))
    };
    let listed = head().next().and_then(|first| BEGINNINGS.get(&first));
    if let Some(&(_, zone)) = listed.and_then(|phrases| phrases.iter().find(|(phrase, _)| begins(phrase))) {
        return Some(zone);
    }
    if is_quoted(line) {
        return Some(Zone::Review);
    }
    is_menu(line).then_some(Zone::Navigation)
}

/// "“It healed in two days.” – Jo, Leeds"
fn is_quoted(line: &str) -> bool {
    let quotes = &FILE.review.quotes;
    let Some(rest) = quotes.iter().find_map(|q| line.strip_prefix(q.as_str())) else { return false };
    let Some(end) = quotes.iter().filter_map(|q| rest.rfind(q.as_str()).map(|at| at + q.len())).max() else {
        return false;
    };
    let by = rest[end..].trim_start();
    let Some(name) = FILE.review.dashes.iter().find_map(|d| by.strip_prefix(d.as_str())) else { return false };
    let name = name.trim_start();
    !name.is_empty() && name.len() <= NAME && !name.starts_with(char::is_lowercase)
}

/// Short entries between bars, without a sentence or numbers.
fn is_menu(line: &str) -> bool {
    let bars = &FILE.menu.bars;
    if line.bytes().filter(|&b| BARS[usize::from(b)]).count() + 1 < ENTRIES
        || bars.iter().map(|bar| line.matches(bar.as_str()).count()).sum::<usize>() + 1 < ENTRIES
    {
        return false;
    }
    let mut entries = vec![line];
    for bar in bars {
        entries = entries.into_iter().flat_map(|e| e.split(bar.as_str())).collect();
    }
    let entries: Vec<&str> = entries.into_iter().map(str::trim).filter(|e| !e.is_empty()).collect();
    let numbered = entries.iter().filter(|e| e.contains(|c: char| c.is_ascii_digit())).count();
    entries.len() >= ENTRIES
        && numbered < 2
        && entries.iter().all(|e| e.split_whitespace().count() <= WORDS && !e.contains([':', ',', '.']))
        && !signs::ends_sentence(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{show, text::Text};

    #[test]
    fn examples_of_every_line() {
        for entry in &FILE.line {
            for example in &entry.examples {
                assert_eq!(zone(example), Some(entry.zone), "{example}");
            }
            for other in &entry.open {
                assert_eq!(zone(other), None, "{other}");
            }
        }
    }

    #[test]
    fn opinions_and_menus() {
        for (line, want) in [
            ("★★★★★ Nothing hurt, swam on day two", Some(Zone::Review)),
            ("“Back at the gym the same day!” – Lou, Bath", Some(Zone::Review)),
            ("\"No gym for two days,\" says the nurse who runs the clinic.", None),
            ("Home | Treatments | Prices | Contact", Some(Zone::Navigation)),
            ("Coffee | tea | wine: none for 2 days", None),
            ("Swelling 2 days > bruise 7 days > normal", None),
            ("Botox aftercare | The Example Clinic", None),
        ] {
            assert_eq!(zone(line), want, "{line}");
        }
    }

    #[test]
    fn comments_reach_to_the_end() {
        let text = "Aftercare\n\nKeep it dry for two days and do not rub it. Call us if it hurts.\n\n2 comments\n\nJo: swam at once\n\nPat\n\nI had a sauna.\n";
        let got = show::blocks(&Text, "a.txt", text);
        assert!(got[1].starts_with("P Keep"), "{got:?}");
        let mut document = show::read(&Text, "a.txt", text);
        mark(&mut document);
        let zones: Vec<Zone> = document.blocks.iter().map(|b| b.zone).collect();
        assert_eq!(zones[..2], [Zone::Main, Zone::Main]);
        assert!(zones[2..].iter().all(|&z| z == Zone::Review), "{zones:?}");
    }
}
