//! Patterns of words: a small notation that stands for a finite list of phrases.
//!
//! `(a|b)` is a choice, `x?` and `(…)?` may be absent, a blank separates words: `(hot|warm) (bath|shower)s?` stands for
//! eight phrases. A choice may be a part of a word: `exercis(e|es|ing)`. `\(`, `\|`, `\?` are the signs themselves.

use crate::error::{Error, ErrorKind, Result};

/// The most phrases that one pattern may stand for.
pub const MOST_PHRASES: usize = 4_096;

/// All phrases of a pattern, in a fixed order, blanks folded, without repetition.
///
/// # Errors
/// Where brackets do not match, something optional has nothing before it, or there are more than [`MOST_PHRASES`].
///
/// ```
/// let phrases = aftercare::lexicon::expand("hot (bath|shower)s?").unwrap();
/// assert_eq!(phrases, ["hot baths", "hot bath", "hot showers", "hot shower"]);
/// ```
pub fn expand(pattern: &str) -> Result<Vec<String>> {
    let chars: Vec<char> = pattern.chars().collect();
    let mut parser = Parser { chars: &chars, at: 0, pattern };
    let phrases = parser.choice()?;
    if parser.at < chars.len() {
        return Err(parser.wrong("a bracket is closed that was not opened"));
    }
    let mut out: Vec<String> = Vec::with_capacity(phrases.len());
    for phrase in phrases {
        let phrase = phrase.split_whitespace().collect::<Vec<_>>().join(" ");
        if !phrase.is_empty() {
            out.push(phrase);
        }
    }
    let mut seen = std::collections::HashSet::new();
    out.retain(|p| seen.insert(p.clone()));
    Ok(out)
}

struct Parser<'a> {
    chars: &'a [char],
    at: usize,
    pattern: &'a str,
}

impl Parser<'_> {
    fn wrong(&self, what: &str) -> Error {
        Error::new(ErrorKind::Lexicon, format!("in the pattern {:?}: {what}", self.pattern))
    }

    /// Sequences separated by `|`, until a closing bracket or the end.
    fn choice(&mut self) -> Result<Vec<String>> {
        let mut all = self.sequence()?;
        while self.chars.get(self.at) == Some(&'|') {
            self.at += 1;
            all.extend(self.sequence()?);
        }
        Ok(all)
    }

    fn sequence(&mut self) -> Result<Vec<String>> {
        let mut all = vec![String::new()];
        while let Some(&c) = self.chars.get(self.at) {
            let piece = match c {
                '|' | ')' => break,
                '?' => return Err(self.wrong("'?' has nothing before it")),
                '(' => {
                    self.at += 1;
                    let inner = self.choice()?;
                    if self.chars.get(self.at) != Some(&')') {
                        return Err(self.wrong("a bracket is not closed"));
                    }
                    inner
                }
                '\\' => {
                    self.at += 1;
                    vec![self.chars.get(self.at).ok_or_else(|| self.wrong("'\\' ends it"))?.to_string()]
                }
                c => vec![c.to_string()],
            };
            self.at += 1;
            let mut piece = piece;
            if self.chars.get(self.at) == Some(&'?') {
                self.at += 1;
                piece.push(String::new());
            }
            if all.len() * piece.len() > MOST_PHRASES {
                return Err(self.wrong("it stands for too many phrases; split it"));
            }
            all = all.iter().flat_map(|a| piece.iter().map(move |p| format!("{a}{p}"))).collect();
        }
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_and_options() {
        for (pattern, want) in [
            ("walk", vec!["walk"]),
            ("walk(s|ing)?", vec!["walks", "walking", "walk"]),
            ("(very )?hot", vec!["very hot", "hot"]),
            ("make(-| )?up", vec!["make-up", "make up", "makeup"]),
            ("a (b|c (d|e))", vec!["a b", "a c d", "a c e"]),
        ] {
            assert_eq!(expand(pattern).unwrap(), want, "{pattern}");
        }
    }

    #[test]
    fn broken_patterns_are_refused() {
        for pattern in ["(a", "a)", "?a", "a\\"] {
            assert!(expand(pattern).is_err(), "{pattern}");
        }
    }
}
