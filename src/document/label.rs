//! What do the words of a short line say: a title, an order, a time? The words are data, `labels.toml`.

use std::{collections::HashSet, sync::LazyLock};

use serde::Deserialize;

use super::signs;

/// Labels are not longer than this, in bytes.
pub(super) const LONGEST: usize = 80;
/// Nor than this, in words.
const WORDS: usize = 10;
/// Nor is a title that stands by itself.
const TITLE: usize = 15;
/// A range of time is not longer than this, in bytes, with the signs of bold text.
const LONGEST_RANGE: usize = 40;
/// A question that is a heading is not longer than this, in words.
const ASKED: usize = 14;
/// A line that only its words make a heading is not longer than this, in words.
const SHORT: usize = 8;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Labels {
    whole: HashSet<String>,
    stances: HashSet<String>,
    begins: Vec<String>,
    days: Vec<String>,
    phases: Vec<String>,
    within: HashSet<String>,
    orders: HashSet<String>,
    time: HashSet<String>,
    span: HashSet<String>,
    units: HashSet<String>,
    onwards: HashSet<String>,
    between: HashSet<String>,
    announcing: HashSet<String>,
}

static LABELS: LazyLock<Labels> =
    LazyLock::new(|| toml::from_str(include_str!("labels.toml")).expect("labels.toml is valid"));

/// Whether a line begins with what it is about and a colon: "Swimming: one week".
pub(super) fn is_labelled(line: &str) -> bool {
    let Some(colon) = line.bytes().take(LONGEST).position(|b| b == b':') else { return false };
    let (label, rest) = line.split_at(colon);
    let words = label.split_whitespace().count();
    let opens = label.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    opens && words <= SHORT && rest.starts_with(": ") && !label.contains(['.', '?', '!', ';'])
}

/// Whether a line begins with what it is about, and a dash or a colon before what is said of it.
pub(super) fn is_explained(line: &str) -> bool {
    let dash = [" – ", " — ", " - "].iter().filter_map(|d| line.find(d)).min();
    let named = dash.is_some_and(|at| {
        let label = &line[..at];
        label.starts_with(char::is_uppercase)
            && label.split_whitespace().count() <= SHORT
            && !label.contains(['.', '?', '!', ';', ':'])
    });
    named || is_labelled(line)
}

/// Words without a stop at their end that do not begin with a small letter; a question may be one.
pub(super) fn is_label(line: &str) -> bool {
    let ends = line.ends_with('?') || !(signs::ends_sentence(line) || line.ends_with([':', ',', ';', '-']));
    let begins = line.starts_with(|c: char| !c.is_lowercase() && (c.is_alphanumeric() || c == '"' || c == '“'));
    let titled = begins || (line.split_whitespace().count() <= 3 && !line.contains([',', '.']));
    ends && titled
        && line.split_whitespace().count() <= WORDS
        && line.contains(char::is_alphabetic)
        && line.len() <= LONGEST
}

/// A label in a text that begins everything with small letters.
pub(super) fn is_small_label(line: &str) -> bool {
    let mut letters = line.chars();
    let first = letters.next().filter(|c| c.is_lowercase());
    first.is_some_and(|first| is_label(&first.to_uppercase().chain(letters).collect::<String>()))
}

/// Words without any stop that begin like a title and not like an order, and are too many for a label.
pub(super) fn is_title(line: &str) -> bool {
    line.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && (WORDS..=TITLE).contains(&line.split_whitespace().count())
        && line.len() <= LONGEST + 30
        && !line.contains(['.', '!', ':', ';', '|'])
        && !line.ends_with([',', '-'])
        && !is_order(line)
}

/// Whether the longer words of a line all begin with a capital, as in English titles ("Compression Stockings").
pub(super) fn is_title_case(line: &str) -> bool {
    let long = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() > 3;
    let words = || line.split([' ', '/', '-']).filter(long);
    words().count() > 1 && words().all(|word| word.starts_with(char::is_uppercase))
}

/// A short question.
pub(super) fn is_question(line: &str) -> bool {
    line.ends_with('?')
        && line.len() <= LONGEST + 30
        && line.split_whitespace().count() <= ASKED
        && !line.starts_with(char::is_lowercase)
        && !line.trim_end_matches('?').contains(['.', '!', '?'])
}

/// Capital letters only, outside of brackets.
pub(super) fn is_capitals(line: &str) -> bool {
    let (mut depth, mut capitals) = (0_i32, 0);
    for c in line.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ if depth > 0 => {}
            _ if c.is_lowercase() => return false,
            _ if c.is_uppercase() => capitals += 1,
            _ => {}
        }
    }
    capitals > 2 && !line.ends_with([',', ';'])
}

/// Whether a line is a heading by its words alone: "Don'ts", "Before your appointment", "The first 24 hours".
pub(super) fn is_known(line: &str) -> bool {
    let plain = plain(line);
    let words = plain.split(' ').count();
    LABELS.whole.contains(&plain)
        || words <= SHORT && !line.contains([',', ';']) && LABELS.begins.iter().any(|b| begins(&plain, b))
        || (2..=SHORT).contains(&words) && is_title_case(line) && LABELS.phases.iter().any(|b| begins(&plain, b))
        || words <= SHORT && is_time(&plain)
}

/// Whether a line states a time and nothing else: "The first 24 hours".
pub(super) fn is_span(line: &str) -> bool {
    line.split_whitespace().count() <= SHORT && is_time(&plain(line))
}

/// Whether a line is a range of days, weeks or months and nothing else: "2-6 weeks", "6 weeks plus".
pub(super) fn is_range(line: &str) -> bool {
    let short = line.len() <= LONGEST_RANGE;
    let counts = line.trim_start_matches(['*', '_', ' ', '#']).starts_with(|c: char| c.is_ascii_digit());
    if !(short && counts) {
        return false;
    }
    let plain = plain(line);
    let numbers = plain.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).count();
    let words: Vec<&str> = plain.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).collect();
    let open = words.iter().any(|w| LABELS.onwards.contains(*w));
    let unit = |w: &&str| LABELS.units.contains(*w);
    let known = |w: &&str| unit(w) || LABELS.onwards.contains(*w) || LABELS.between.contains(*w);
    let ranges = numbers == 2 || numbers == 1 && (open || line.trim_end().ends_with('+'));
    ranges && words.iter().all(known) && words.iter().any(unit)
}

/// Whether a line that ends with a colon states a time, and what follows is no list: "The day of the extraction:".
pub(super) fn is_time_lead(line: &str) -> bool {
    let plain = plain(line);
    is_span(line) || plain.split(' ').count() <= SHORT && LABELS.days.iter().any(|b| begins(&plain, b))
}

/// Whether a line says what holds of what stands under it: "Don'ts", "What to avoid".
pub(super) fn is_stance(line: &str) -> bool {
    LABELS.stances.contains(&plain(line))
}

/// Whether a sentence says that a list follows: "If any of the following happens, ring us."
pub(super) fn announces(line: &str) -> bool {
    let last = line.trim_end_matches(['.', ':']).rsplit(['.', '!', '?']).next().unwrap_or(line);
    plain(last).split([' ', ',']).any(|word| LABELS.announcing.contains(word))
}

/// Whether the first of several short lines may be their heading.
pub(super) fn heads(line: &str) -> bool {
    is_known(line) || plain(line).split([' ', '-', '/']).any(|word| LABELS.within.contains(word))
}

/// Whether a line begins like an order or a sentence, and not like a title.
pub(super) fn is_order(line: &str) -> bool {
    plain(line).split([' ', '-', '/', ',']).next().is_some_and(|word| LABELS.orders.contains(word))
}

/// Nothing but words of time, and not an amount alone.
fn is_time(plain: &str) -> bool {
    let mut spans = false;
    let words = plain.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    for (at, word) in words.enumerate() {
        let word = word.trim_start_matches(|c: char| c.is_ascii_digit());
        if !word.is_empty() && !LABELS.time.contains(word) {
            return false;
        }
        spans |= LABELS.span.contains(word) || (at == 0 && LABELS.units.contains(word));
    }
    spans
}

fn begins(line: &str, phrase: &str) -> bool {
    line.strip_prefix(phrase).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// In small letters, with straight apostrophes, without signs at either end.
fn plain(line: &str) -> String {
    if line.is_ascii() {
        let mut words = line.trim_matches(|c: char| !c.is_alphanumeric()).split_whitespace();
        let mut plain = String::with_capacity(line.len());
        plain.push_str(words.next().unwrap_or_default());
        for word in words {
            plain.push(' ');
            plain.push_str(word);
        }
        plain.make_ascii_lowercase();
        return if plain.contains('`') { plain.replace('`', "'") } else { plain };
    }
    let lower = line.to_lowercase().replace(['’', '‘', '`', '´'], "'");
    lower.trim_matches(|c: char| !c.is_alphanumeric()).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_by_their_words() {
        for (line, want) in [
            ("Don’ts", true),
            ("DO'S", true),
            ("Before your appointment", true),
            ("For the following 24 hours", true),
            ("In First 3 Days", true),
            ("1st Day", true),
            ("Day 3 onwards", true),
            ("Weeks 2–4", true),
            ("24 hours after treatment", true),
            ("24 hours", false),
            ("2 weeks", false),
            ("up to 3 weeks", false),
            ("Avoid hot baths", false),
            ("Soft pillows", false),
            ("After swimming, rinse", false),
        ] {
            assert_eq!(is_known(line), want, "{line}");
        }
    }

    #[test]
    fn orders_are_no_titles() {
        for (line, want) in
            [("Avoid hot baths", true), ("No gym", true), ("Sun exposure", false), ("Nothing hot", false)]
        {
            assert_eq!(is_order(line), want, "{line}");
        }
    }

    #[test]
    fn titles() {
        for (line, want) in [
            ("How to sleep in the first night and in the nights after your operation", true),
            ("Keep your head high on two pillows in the first night after it", false),
            ("You may be tired. That is normal after such a long operation", false),
        ] {
            assert_eq!(is_title(line), want, "{line}");
        }
        for (line, want) in [("Compression Stockings", true), ("Wear the stockings", false), ("Activity", false)] {
            assert_eq!(is_title_case(line), want, "{line}");
        }
    }

    #[test]
    fn questions() {
        for (line, want) in
            [("When can I wear make-up again?", true), ("can I?", false), ("It hurts. Is that normal?", false)]
        {
            assert_eq!(is_question(line), want, "{line}");
        }
    }
}
