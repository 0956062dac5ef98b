//! The signs that stand before an item or a line: bullets, numbers, ticks, crosses and boxes. They are data, `signs.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use super::asked::{Asked, asked};
use crate::model::Mark;

/// The signs of `signs.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Signs {
    bullets: Vec<String>,
    heavy: Vec<String>,
    dashes: Vec<String>,
    stars: Vec<String>,
    ticks: Vec<String>,
    crosses: Vec<String>,
    boxes: Vec<String>,
    rules: Vec<String>,
    stops: Vec<String>,
    closers: Vec<String>,
}

/// The signs, read once.
pub(super) static SIGNS: LazyLock<Signs> =
    LazyLock::new(|| toml::from_str(include_str!("signs.toml")).expect("signs.toml is valid"));

/// The bytes with which a sign of an item or a mark may begin; pictures begin with a byte that is not ASCII.
static FIRST: LazyLock<[bool; 256]> = LazyLock::new(|| {
    let s = &*SIGNS;
    let signs = [&s.bullets, &s.dashes, &s.stars, &s.ticks, &s.crosses, &s.boxes];
    std::array::from_fn(|byte| {
        byte >= 0x80 || signs.iter().any(|l| l.iter().any(|s| usize::from(s.as_bytes()[0]) == byte))
    })
});

/// The signs of one byte that rules are drawn with.
static DRAWN: LazyLock<[bool; 128]> =
    LazyLock::new(|| std::array::from_fn(|byte| SIGNS.rules.iter().any(|r| r.as_bytes() == [byte as u8])));

/// A sign that stands alone is not longer than this, in characters.
const LONE: usize = 4;
/// What is put behind a sign that stands alone.
const WORD: &str = "Rest";

/// What begins a line that is an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marker {
    /// Bytes up to the item's own text.
    pub length: usize,
    /// What kind of sign it is.
    pub kind: MarkerKind,
    /// A tick, a cross or a box.
    pub mark: Option<Mark>,
}

/// The kinds of signs before an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MarkerKind {
    /// A bullet, a dash, a tick.
    Bullet,
    /// "1.", "2)", "(3)".
    Number(u32),
    /// "A.", "b)".
    Letter(char),
}

impl Marker {
    /// Whether the item is one of a numbered list.
    pub fn ordered(self) -> bool {
        self.kind != MarkerKind::Bullet
    }
}

/// The marker that a line begins with, where a text follows it.
pub(super) fn marker(line: &str) -> Option<Marker> {
    let indent = line.len() - line.trim_start().len();
    let rest = &line[indent..];
    // Nearly every line begins with a letter that is none of the signs, and neither a stop nor a bracket behind it.
    let (first, second) = (*rest.as_bytes().first()?, rest.as_bytes().get(1));
    if first.is_ascii_alphabetic() && !FIRST[usize::from(first)] && !matches!(second, Some(b'.' | b')')) {
        return None;
    }
    let (length, kind) = match bullet(rest).map(|n| (n, MarkerKind::Bullet)).or_else(|| number(rest)) {
        Some(found) => found,
        None => (0, MarkerKind::Bullet),
    };
    let (marked, mark) = mark(&rest[length..]);
    let length = length + marked;
    (length > 0 && !rest[length..].trim().is_empty()).then_some(Marker { length: indent + length, kind, mark })
}

/// The marker that a line is which holds nothing else, as where the text of a list was taken off a page.
pub(super) fn lone(line: &str) -> Option<Marker> {
    let sign = line.trim();
    if sign.is_empty() || sign.chars().count() > LONE {
        return None;
    }
    let found = marker(&format!("{sign} {WORD}"))?;
    (found.length + WORD.len() == sign.len() + 1 + WORD.len()).then_some(Marker { length: 0, ..found })
}

/// The length of a tick, a cross or a box with the blanks after it, and which it is; one that stands alone is itself the text.
pub(super) fn mark(rest: &str) -> (usize, Option<Mark>) {
    if !begins_with_sign(rest) {
        return (0, None);
    }
    let tables = [(&SIGNS.ticks, Mark::Tick), (&SIGNS.crosses, Mark::Cross), (&SIGNS.boxes, Mark::Box)];
    for (signs, mark) in tables {
        if let Some(after) = strip_any(rest, signs) {
            let after = after.trim_start_matches('\u{fe0f}');
            let text = after.trim_start();
            return (if text.is_empty() { 0 } else { rest.len() - text.len() }, Some(mark));
        }
    }
    (0, None)
}

/// Whether a line is drawn, not written: "-----", "=== page 2 ===".
pub(super) fn is_rule(line: &str) -> bool {
    let ascii = &*DRAWN;
    let (mut drawn, mut other) = (0, 0);
    let mut utf8 = [0; 4];
    for c in line.chars().filter(|c| !c.is_whitespace()) {
        let is_drawn = match ascii.get(c as usize) {
            Some(&is_drawn) => is_drawn,
            None => SIGNS.rules.iter().any(|r| r == c.encode_utf8(&mut utf8)),
        };
        if is_drawn {
            drawn += 1;
        } else {
            other += 1;
            // Not even all that is left could be as much.
            if 2 * other > line.len() {
                return false;
            }
        }
    }
    (drawn >= 3 && other == 0) || (drawn >= 6 && drawn >= other)
}

/// Whether a text ends like a sentence.
pub(super) fn ends_sentence(text: &str) -> bool {
    let mut rest = text.trim_end();
    while let Some(shorter) = strip_end(rest, &SIGNS.closers) {
        rest = shorter;
    }
    strip_end(rest, &SIGNS.stops).is_some()
}

/// Whether a text begins with a byte with which a sign begins.
fn begins_with_sign(rest: &str) -> bool {
    rest.as_bytes().first().is_some_and(|&first| FIRST[usize::from(first)])
}

fn bullet(rest: &str) -> Option<usize> {
    if !begins_with_sign(rest) {
        return None;
    }
    if let Some(after) = strip_any(rest, &SIGNS.bullets) {
        return Some(rest.len() - after.trim_start().len());
    }
    if let Some(after) = strip_any(rest, &SIGNS.dashes)
        && (after.starts_with(|c: char| c.is_whitespace() || c.is_alphabetic())
            || rest[..rest.len() - after.len()].ends_with(' '))
    {
        return Some(rest.len() - after.trim_start().len());
    }
    let stars = strip_any(rest, &SIGNS.stars).filter(|after| after.starts_with(char::is_whitespace));
    let after = stars.or_else(|| strip_picture(rest))?;
    Some(rest.len() - after.trim_start().len())
}

/// What follows one small picture that stands for a bullet ("💧 Drink water"); several in a row are a rating or a decoration.
fn strip_picture(rest: &str) -> Option<&str> {
    let first = rest.chars().next().filter(|&c| is_picture(c))?;
    let after = rest[first.len_utf8()..].trim_start_matches(['\u{fe0f}', '\u{200d}']);
    let ends = after.starts_with(|c: char| c.is_whitespace() || c.is_alphabetic());
    let table = [&SIGNS.ticks, &SIGNS.crosses, &SIGNS.boxes];
    (ends && !table.iter().any(|signs| strip_any(rest, signs).is_some())).then_some(after)
}

/// Symbols, shapes and emoji, but for stars.
fn is_picture(c: char) -> bool {
    matches!(c, '\u{25a0}'..='\u{25ff}' | '\u{2600}'..='\u{2604}' | '\u{2607}'..='\u{27bf}' | '\u{2b00}'..='\u{2b4f}' | '\u{1f300}'..='\u{1faff}')
}

/// Whether a character is a bullet wherever it stands.
pub(super) fn is_bullet(c: char) -> bool {
    !c.is_ascii() && SIGNS.bullets.iter().any(|b| b.starts_with(c))
}

/// The sign that a line begins with where it begins with a bullet.
pub(super) fn sign(line: &str) -> Option<char> {
    let marker = marker(line)?;
    line.trim_start().chars().next().filter(|_| marker.kind == MarkerKind::Bullet)
}

/// Whether a sign is heavier than a list's usual ones, as those of headings are.
pub(super) fn is_heavy(sign: char) -> bool {
    SIGNS.heavy.iter().any(|h| h.starts_with(sign)) || is_emoji(sign)
}

/// Whether a sign is a small picture, each of which may stand for a bullet.
pub(super) fn is_emoji(sign: char) -> bool {
    matches!(sign, '\u{2600}'..='\u{27bf}' | '\u{1f300}'..='\u{1faff}')
}

/// "1. ", "1) ", "1)Text", "(1) ", "1.Text", "a) ", "A. ".
fn number(rest: &str) -> Option<(usize, MarkerKind)> {
    let open = usize::from(rest.starts_with('('));
    let digits = rest[open..].bytes().take_while(u8::is_ascii_digit).count();
    let (end, kind) = match digits {
        1..=3 => (open + digits, MarkerKind::Number(rest[open..open + digits].parse().ok()?)),
        0 => {
            let letter = rest[open..].chars().next().filter(|c| c.is_ascii_alphabetic() && !is_asked(rest))?;
            (open + 1, MarkerKind::Letter(letter))
        }
        _ => return None,
    };
    if let Some(decimal) = (open == 0).then(|| decimal(rest)).flatten() {
        return Some(decimal);
    }
    let close = rest[end..].chars().next()?;
    let after = rest.get(end + 1..)?;
    let spaced = after.starts_with(char::is_whitespace);
    let begins = after.starts_with(|c: char| c.is_uppercase()) && digits > 0;
    let closes = if open > 0 { close == ')' } else { close == ')' || close == '.' };
    (closes && (spaced || begins)).then(|| (rest.len() - after.trim_start().len(), kind))
}

/// "2.1 Aspirin should …": a number within a number, before a capital.
fn decimal(rest: &str) -> Option<(usize, MarkerKind)> {
    let mut parts = rest.splitn(2, char::is_whitespace);
    let (number, text) = (parts.next()?.trim_end_matches('.'), parts.next()?.trim_start());
    let short = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let (major, minor) = number.split_once('.')?;
    let minor = minor.rsplit('.').next()?;
    let mut letters = text.chars();
    let titled = letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_alphabetic);
    if !(short(major) && short(minor) && number.split('.').all(short) && titled) {
        return None;
    }
    // Siblings follow one another, and none of them a whole number.
    let (major, minor): (u32, u32) = (major.parse().ok()?, minor.parse().ok()?);
    Some((rest.len() - text.len(), MarkerKind::Number(major * 1000 + minor)))
}

/// "Q. Can I swim?" is no item of a list.
fn is_asked(line: &str) -> bool {
    matches!(asked(line), Some((Asked::Question, _)))
}

fn strip_any<'a>(text: &'a str, signs: &[String]) -> Option<&'a str> {
    signs.iter().find_map(|s| text.strip_prefix(s.as_str()))
}

fn strip_end<'a>(text: &'a str, signs: &[String]) -> Option<&'a str> {
    signs.iter().find_map(|s| text.strip_suffix(s.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers() {
        for (line, want) in [
            ("- Rest", Some(("Rest", false, None))),
            ("-Rest", Some(("Rest", false, None))),
            ("  • Rest", Some(("Rest", false, None))),
            ("●Rest", Some(("Rest", false, None))),
            ("1. Rest", Some(("Rest", true, None))),
            ("12) Rest", Some(("Rest", true, None))),
            ("1)Rest", Some(("Rest", true, None))),
            ("(3) rest", Some(("rest", true, None))),
            ("A. Rest", Some(("Rest", true, None))),
            ("- [ ] Rest", Some(("Rest", false, Some(Mark::Box)))),
            ("✔️ Rest", Some(("Rest", false, Some(Mark::Tick)))),
            ("❌Sauna", Some(("Sauna", false, Some(Mark::Cross)))),
            ("* ✗ Sauna", Some(("Sauna", false, Some(Mark::Cross)))),
            ("2.5 litres", None),
            ("24 hours", None),
            ("2.1 Rest well", Some(("Rest well", true, None))),
            ("2.5 L of water", None),
            ("💧 Drink", Some(("Drink", false, None))),
            ("⚠️ Fever", Some(("Fever", false, None))),
            ("★★★★★ Lovely", None),
            ("Q. Can I swim?", None),
            ("-- Rest", Some(("Rest", false, None))),
            ("-5 degrees", None),
            ("--- or", None),
            ("*Wash* it", None),
            ("e.g. this", None),
            ("-", None),
            ("Rest", None),
            ("often", None),
        ] {
            let got = marker(line).map(|m| (&line[m.length..], m.ordered(), m.mark));
            assert_eq!(got, want, "{line}");
        }
    }

    #[test]
    fn signs_that_stand_alone() {
        for (line, want) in [
            ("•", Some(MarkerKind::Bullet)),
            (" \u{f0b7} ", Some(MarkerKind::Bullet)),
            ("-", Some(MarkerKind::Bullet)),
            ("12.", Some(MarkerKind::Number(12))),
            ("(3)", Some(MarkerKind::Number(3))),
            ("❌", Some(MarkerKind::Bullet)),
            ("12", None),
            ("a", None),
            ("• a", None),
            ("", None),
        ] {
            assert_eq!(lone(line).map(|m| m.kind), want, "{line}");
        }
    }

    #[test]
    fn rules_and_ends() {
        for (line, want) in [("-----", true), ("==== page 2/2 ====", true), ("- a", false), ("Gym ..... 2 wks", false)]
        {
            assert_eq!(is_rule(line), want, "{line}");
        }
        for (text, want) in
            [("So be it.", true), ("(really!)", true), ("Avoid:", false), ("Why?”", true), ("sun", false)]
        {
            assert_eq!(ends_sentence(text), want, "{text}");
        }
    }
}
