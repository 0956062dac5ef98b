//! Questions and answers that are marked by a letter or a word: "Q: Can I swim?", "A. Not for a day." The words are those of
//! `asked.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

/// A question that is longer than this, in words, is a story.
const LONGEST: usize = 20;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    questions: Vec<String>,
    answers: Vec<String>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| toml::from_str(include_str!("asked.toml")).expect("asked.toml is valid"));

/// What a line is marked as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    Question,
    Answer,
}

/// Whether a line is marked as a question or an answer, and the bytes of the mark.
pub(super) fn asked(line: &str) -> Option<(Asked, usize)> {
    let find = |words: &[String]| words.iter().find_map(|word| mark(line, word));
    if let Some(length) = find(&WORDS.questions) {
        let short = line.split_whitespace().count() <= LONGEST;
        return (short && line.trim_end().ends_with('?')).then_some((Asked::Question, length));
    }
    find(&WORDS.answers).map(|length| (Asked::Answer, length))
}

/// The length of a word with its number, sign and blanks.
fn mark(line: &str, word: &str) -> Option<usize> {
    let head = line.get(..word.len())?;
    if !head.eq_ignore_ascii_case(word) || !head.starts_with(char::is_uppercase) {
        return None;
    }
    let rest = line[word.len()..].trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let rest = rest.strip_prefix([':', '.', ')', '-', '–'])?;
    let text = rest.trim_start();
    (text.len() < rest.len() && !text.is_empty()).then(|| line.len() - text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks() {
        for (line, want) in [
            ("Q: Can I swim?", Some((Asked::Question, "Can I swim?"))),
            ("Q1. Can I swim?", Some((Asked::Question, "Can I swim?"))),
            ("Question 2: Can I swim?", Some((Asked::Question, "Can I swim?"))),
            ("A: Not for a day.", Some((Asked::Answer, "Not for a day."))),
            ("A. Not for a day.", Some((Asked::Answer, "Not for a day."))),
            ("Answer: yes", Some((Asked::Answer, "yes"))),
            ("A day later you may swim.", None),
            ("Q: a vitamin", None),
            ("a. wash", None),
            ("Q10 is in the cream.", None),
        ] {
            let got = asked(line).map(|(what, length)| (what, &line[length..]));
            assert_eq!(got, want, "{line}");
        }
    }
}
