//! Text that was taken off pages: headers, footers and page numbers are no content, and a sentence goes on over the end of a page.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use serde::Deserialize;

use super::{
    super::{label, signs},
    wrap::{self, Line},
};

/// So many lines at the top and at the foot of a page may be its header or footer.
const EDGE: usize = 3;
/// A line that is only the number of a page is not longer than this, in words; a header is not longer than that.
const NUMBER: usize = 6;
const HEADER: usize = 14;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    page: HashSet<String>,
    between: HashSet<String>,
    turn: HashSet<String>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| toml::from_str(include_str!("pages.toml")).expect("pages.toml is valid"));

/// Takes out what stands around the text of every page, and joins what the end of a page parts.
pub(super) fn strip(text: &str, lines: Vec<Line>) -> Vec<Line> {
    let written: Vec<usize> = (0..lines.len()).filter(|&i| !lines[i].is_blank()).collect();
    let pages = lines.last().map_or(0, |line| line.page);
    let mut gone = vec![false; lines.len()];
    if pages > 0 {
        headers(text, &lines, &written, &mut gone);
    }
    numbers(text, &lines, &written, &mut gone);
    if pages == 0 && !gone.contains(&true) {
        return lines;
    }
    joined(text, &lines, &gone)
}

/// Marks the numbers of pages, and the lines that hold one and come again.
fn numbers(text: &str, lines: &[Line], written: &[usize], gone: &mut [bool]) {
    let mut again: HashMap<String, Vec<usize>> = HashMap::new();
    let mut bare: Vec<(usize, u32)> = Vec::new();
    let longest = WORDS.turn.iter().map(String::len).max().unwrap_or(0);
    for &at in written {
        let line = lines[at].span.of(text);
        match number(line) {
            Some(Number::Named) => gone[at] = true,
            Some(Number::Bare(number)) => bare.push((at, number)),
            None if holds_number(line) => again.entry(key(line)).or_default().push(at),
            None => gone[at] |= is_turn(line, longest),
        }
    }
    for at in again.into_values().filter(|all| all.len() > 1).flatten() {
        gone[at] = true;
    }
    // A number beside a header belongs to it.
    for &(at, _) in &bare {
        let place = written.partition_point(|&i| i < at);
        let beside = [place.checked_sub(1), Some(place + 1)].into_iter().flatten().filter_map(|i| written.get(i));
        gone[at] |= beside.into_iter().any(|&i| gone[i]);
    }
    // Numbers alone are those of pages where each is the one after that before.
    let alone = |at: usize| {
        let blank = |i: Option<usize>| i.is_none_or(|i| lines.get(i).is_none_or(Line::is_blank) || gone[i]);
        blank(at.checked_sub(1)) && blank(Some(at + 1)) || lines.get(at + 1).is_some_and(|l| l.page > lines[at].page)
    };
    let found: Vec<(usize, u32)> = bare.into_iter().filter(|&(at, _)| alone(at)).collect();
    if found.len() > 1 && found[0].1 <= 2 && found.windows(2).all(|pair| pair[1].1 == pair[0].1 + 1) {
        for (at, _) in found {
            gone[at] = true;
        }
    }
}

/// Marks what stands at the top or at the foot of several pages; a title that later pages repeat is kept once.
fn headers(text: &str, lines: &[Line], written: &[usize], gone: &mut [bool]) {
    let mut seen: HashMap<(String, bool), Vec<usize>> = HashMap::new();
    for page in written.chunk_by(|&a, &b| lines[a].page == lines[b].page) {
        let head = page.len().min(EDGE);
        let foot = page.len().saturating_sub(EDGE).max(head);
        for (edge, top) in [(&page[..head], true), (&page[foot..], false)] {
            for &at in edge {
                seen.entry((key(lines[at].span.of(text)), top)).or_default().push(at);
            }
        }
    }
    for ((key, top), all) in seen {
        let line = lines[all[0]].span.of(text);
        let pages = all.chunk_by(|&a, &b| lines[a].page == lines[b].page).count();
        let short = line.split_whitespace().count() <= HEADER && signs::marker(line).is_none();
        if pages < 2 || !short || signs::ends_sentence(line) && !key.contains('#') {
            continue;
        }
        let kept = usize::from(top && number(line).is_none() && !holds_number(line));
        all[kept..].iter().for_each(|&at| gone[at] = true);
    }
}

/// The lines that are left; where the text of a page goes on in the next, nothing stands between them.
fn joined(text: &str, lines: &[Line], gone: &[bool]) -> Vec<Line> {
    let mut kept: Vec<Line> = Vec::with_capacity(lines.len());
    let mut taken = false;
    for (at, &line) in lines.iter().enumerate() {
        if gone[at] {
            taken = true;
            continue;
        }
        if line.is_blank() {
            kept.push(line);
            continue;
        }
        let above = kept.iter().rposition(|l| !l.is_blank());
        let parted = above.is_some_and(|above| taken || kept[above].page < line.page);
        taken = false;
        let goes_on = parted && above.is_some_and(|above| goes_on(text, kept[above], line));
        if let Some(above) = above.filter(|_| goes_on) {
            kept.truncate(above + 1);
        } else if parted && kept.last().is_some_and(|l| !l.is_blank()) {
            kept.push(Line { span: crate::model::Span::new(line.span.start, line.span.start), width: 0, ..line });
        }
        kept.push(Line { goes_on, ..line });
    }
    kept
}

/// Whether a sentence of one page goes on in a line of the next.
fn goes_on(text: &str, above: Line, line: Line) -> bool {
    let before = above.span.of(text);
    wrap::starts_lower(text, line)
        && signs::marker(line.span.of(text)).is_none()
        && !signs::ends_sentence(before)
        && !before.ends_with(':')
        && !label::is_capitals(before)
}

/// The number of a page.
enum Number {
    /// "Page 3 of 5", "- 3 -", "3 of 5".
    Named,
    /// "3".
    Bare(u32),
}

fn number(line: &str) -> Option<Number> {
    if line.len() > 24 {
        return None;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    if words.len() > NUMBER {
        return None;
    }
    let (mut numbers, mut named, mut between) = (0, false, false);
    for part in words.iter().flat_map(|word| word.split_inclusive(['/', '|', '-', '–', '—'])) {
        for piece in [
            part.trim_end_matches(['/', '|', '-', '–', '—']),
            &part[part.trim_end_matches(['/', '|', '-', '–', '—']).len()..],
        ] {
            let piece = piece.trim_end_matches(['.', ':']).to_lowercase();
            if piece.is_empty() {
                continue;
            }
            if (1..=3).contains(&piece.len()) && piece.bytes().all(|b| b.is_ascii_digit()) {
                numbers += 1;
            } else if WORDS.page.contains(&piece) {
                named = true;
            } else if WORDS.between.contains(&piece) {
                between = true;
            } else {
                return None;
            }
        }
    }
    match (numbers, named, between) {
        (1 | 2, true, _) => Some(Number::Named),
        (1, false, false) if words.len() == 1 => words[0].parse().ok().map(Number::Bare),
        _ => None,
    }
}

/// Whether a line holds the number of a page among other words.
fn holds_number(line: &str) -> bool {
    let words = || line.split_whitespace().map(|w| w.trim_matches(['.', ',', ':', '|', '(']));
    let names_page = |word: &str| {
        let word = word.to_lowercase();
        word.len() > 1 && WORDS.page.contains(&word)
    };
    line.contains(|c: char| c.is_ascii_digit())
        && words()
            .zip(words().skip(1))
            .any(|(word, next)| next.starts_with(|c: char| c.is_ascii_digit()) && names_page(word))
        && words().count() <= HEADER
}

/// A line whose digits are alike, as are its blanks.
fn key(line: &str) -> String {
    let digits = |c: char| if c.is_ascii_digit() { '#' } else { c };
    let mut key: String = line.split_whitespace().collect::<Vec<_>>().join(" ").chars().map(digits).collect();
    while key.contains("##") {
        key = key.replace("##", "#");
    }
    key
}

/// Whether a line says that the page is to be turned, in words that are no longer than these bytes.
fn is_turn(line: &str, longest: usize) -> bool {
    let words = line.trim_matches(|c: char| !c.is_alphanumeric());
    (words.len() <= longest || !words.is_ascii()) && WORDS.turn.contains(&words.to_lowercase())
}
