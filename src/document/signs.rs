//! The signs that stand before an item or a line: bullets, numbers, ticks, crosses and boxes. They are data, `signs.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::Mark;

/// The signs of `signs.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Signs {
    bullets: Vec<String>,
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
    let (length, kind) = match bullet(rest).map(|n| (n, MarkerKind::Bullet)).or_else(|| number(rest)) {
        Some(found) => found,
        None => (0, MarkerKind::Bullet),
    };
    let (marked, mark) = mark(&rest[length..]);
    let length = length + marked;
    (length > 0 && !rest[length..].trim().is_empty()).then_some(Marker { length: indent + length, kind, mark })
}

/// The length of a tick, a cross or a box with the blanks after it, and which it is.
pub(super) fn mark(rest: &str) -> (usize, Option<Mark>) {
    let tables = [(&SIGNS.ticks, Mark::Tick), (&SIGNS.crosses, Mark::Cross), (&SIGNS.boxes, Mark::Box)];
    for (signs, mark) in tables {
        if let Some(after) = strip_any(rest, signs) {
            let after = after.trim_start_matches('\u{fe0f}');
            return (rest.len() - after.trim_start().len(), Some(mark));
        }
    }
    (0, None)
}

/// Whether a line is drawn, not written: "-----", "=== page 2 ===".
pub(super) fn is_rule(line: &str) -> bool {
    let (mut drawn, mut other) = (0, 0);
    let mut utf8 = [0; 4];
    for c in line.chars().filter(|c| !c.is_whitespace()) {
        if SIGNS.rules.iter().any(|r| r == c.encode_utf8(&mut utf8)) {
            drawn += 1;
        } else {
            other += 1;
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

fn bullet(rest: &str) -> Option<usize> {
    if let Some(after) = strip_any(rest, &SIGNS.bullets) {
        return Some(rest.len() - after.trim_start().len());
    }
    if let Some(after) = strip_any(rest, &SIGNS.dashes)
        && after.starts_with(|c: char| c.is_whitespace() || c.is_alphabetic())
    {
        return Some(rest.len() - after.trim_start().len());
    }
    let after = strip_any(rest, &SIGNS.stars)?;
    after.starts_with(char::is_whitespace).then(|| rest.len() - after.trim_start().len())
}

/// "1. ", "1) ", "1)Text", "(1) ", "1.Text", "a) ", "A. ".
fn number(rest: &str) -> Option<(usize, MarkerKind)> {
    let open = usize::from(rest.starts_with('('));
    let digits = rest[open..].bytes().take_while(u8::is_ascii_digit).count();
    let (end, kind) = match digits {
        1..=3 => (open + digits, MarkerKind::Number(rest[open..open + digits].parse().ok()?)),
        0 => {
            let letter = rest[open..].chars().next().filter(char::is_ascii_alphabetic)?;
            (open + 1, MarkerKind::Letter(letter))
        }
        _ => return None,
    };
    let close = rest[end..].chars().next()?;
    let after = rest.get(end + 1..)?;
    let spaced = after.starts_with(char::is_whitespace);
    let begins = after.starts_with(|c: char| c.is_uppercase()) && digits > 0;
    let closes = if open > 0 { close == ')' } else { close == ')' || close == '.' };
    (closes && (spaced || begins)).then(|| (rest.len() - after.trim_start().len(), kind))
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
