//! Patterns of words: a small notation that stands for many phrases.
//!
//! `(a|b)` is a choice, `x?` and `(…)?` may be absent, a blank separates words: `(hot|warm) (bath|shower)s?` stands for
//! eight phrases. A choice may be a part of a word: `exercis(e|es|ing)`. `\(`, `\|`, `\?` are the signs themselves.
//!
//! A pattern is compiled to few [paths](paths): each is a sequence of slots, each slot a set of words of which one stands
//! there. Only choices that contain blanks make further paths.

use std::collections::BTreeSet;

use crate::error::{Error, ErrorKind, Result};

/// The most paths that one pattern may compile to.
pub const MOST_PATHS: usize = 4_096;

/// A sequence of sets of words: in each place one of the set.
pub type Path = Vec<BTreeSet<String>>;

/// The paths of a pattern, in a fixed order.
///
/// # Errors
/// Where brackets do not match, something optional has nothing before it, or there are more than [`MOST_PATHS`].
///
/// ```
/// let paths = aftercare::lexicon::paths("(hot|warm) baths?").unwrap();
/// assert_eq!(paths.len(), 1);
/// assert!(paths[0][0].contains("warm") && paths[0][1].contains("bath"));
/// ```
pub fn paths(pattern: &str) -> Result<Vec<Path>> {
    let chars: Vec<char> = pattern.chars().collect();
    let mut parser = Parser { chars: &chars, at: 0, pattern };
    let branches = parser.choice()?;
    if parser.at < chars.len() {
        return Err(parser.wrong("a bracket is closed that was not opened"));
    }
    let mut out: Vec<Path> = Vec::new();
    for branch in branches {
        for path in branch.close() {
            if !path.is_empty() && !out.contains(&path) {
                out.push(path);
            }
        }
    }
    if out.is_empty() {
        return Err(parser.wrong("it stands for nothing"));
    }
    Ok(out)
}

/// All phrases of a pattern, in a fixed order.
///
/// # Errors
/// As [`paths`].
///
/// ```
/// let phrases = aftercare::lexicon::expand("hot (bath|shower)s?").unwrap();
/// assert_eq!(phrases, ["hot bath", "hot baths", "hot shower", "hot showers"]);
/// ```
pub fn expand(pattern: &str) -> Result<Vec<String>> {
    let mut out = BTreeSet::new();
    for path in paths(pattern)? {
        let mut phrases = vec![String::new()];
        for slot in &path {
            let blank = |p: &String| if p.is_empty() { "" } else { " " };
            phrases = phrases.iter().flat_map(|p| slot.iter().map(move |w| format!("{p}{}{w}", blank(p)))).collect();
        }
        out.extend(phrases);
    }
    Ok(out.into_iter().collect())
}

/// A path under construction: finished words, and all beginnings of the word that is not finished yet.
#[derive(Clone, PartialEq, Eq)]
struct Branch {
    done: Path,
    open: BTreeSet<String>,
}

impl Branch {
    fn start() -> Self {
        Self { done: Vec::new(), open: BTreeSet::from([String::new()]) }
    }

    fn push(&mut self, c: char) {
        self.open = self.open.iter().map(|o| format!("{o}{c}")).collect();
    }

    /// The word ends here. Where it may be absent there are two branches.
    fn blank(mut self) -> Vec<Self> {
        let may_be_absent = self.open.remove("");
        let mut out = Vec::new();
        if may_be_absent {
            out.push(Self { done: self.done.clone(), ..Self::start() });
        }
        if !self.open.is_empty() {
            self.done.push(std::mem::take(&mut self.open));
            self.open.insert(String::new());
            out.push(self);
        }
        out
    }

    fn close(self) -> Vec<Path> {
        self.blank().into_iter().flat_map(|b| tidy_from(b, 0)).map(|b| b.done).collect()
    }

    /// This branch with another behind it; the words that meet grow together.
    fn then(&self, next: &Self) -> Self {
        let meet = |from: &BTreeSet<String>| -> BTreeSet<String> {
            self.open.iter().flat_map(|o| from.iter().map(move |n| format!("{o}{n}"))).collect()
        };
        let mut out = self.clone();
        match next.done.split_first() {
            None => out.open = meet(&next.open),
            Some((first, rest)) => {
                out.done.push(meet(first));
                out.done.extend(rest.iter().cloned());
                out.open.clone_from(&next.open);
            }
        }
        out
    }
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

    /// Sequences separated by `|`, until a closing bracket or the end. Those without blanks become one branch.
    fn choice(&mut self) -> Result<Vec<Branch>> {
        let mut all = self.sequence()?;
        while self.chars.get(self.at) == Some(&'|') {
            self.at += 1;
            all.extend(self.sequence()?);
        }
        let mut out: Vec<Branch> = Vec::new();
        let mut words = BTreeSet::new();
        for branch in all {
            if branch.done.is_empty() {
                words.extend(branch.open);
            } else {
                out.push(branch);
            }
        }
        if !words.is_empty() {
            out.push(Branch { done: Vec::new(), open: words });
        }
        Ok(out)
    }

    fn sequence(&mut self) -> Result<Vec<Branch>> {
        let mut all = vec![Branch::start()];
        while let Some(&c) = self.chars.get(self.at) {
            let mut piece = match c {
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
                ' ' => Branch::start().blank_piece(),
                c => vec![self.letter(c)?],
            };
            self.at += 1;
            if self.chars.get(self.at) == Some(&'?') {
                self.at += 1;
                make_optional(&mut piece);
            }
            if all.len() * piece.len() > MOST_PATHS {
                return Err(self.wrong("it stands for too many paths; split it"));
            }
            all = combine(&all, &piece);
        }
        Ok(all)
    }

    fn letter(&mut self, c: char) -> Result<Branch> {
        let mut branch = Branch::start();
        let c = if c == '\\' {
            self.at += 1;
            *self.chars.get(self.at).ok_or_else(|| self.wrong("'\\' ends it"))?
        } else {
            c
        };
        branch.push(c);
        Ok(branch)
    }
}

impl Branch {
    /// A blank as a piece: an empty word before it and an empty one behind it.
    fn blank_piece(self) -> Vec<Self> {
        vec![Self { done: vec![self.open.clone()], open: self.open }]
    }
}

fn make_optional(piece: &mut Vec<Branch>) {
    match piece.iter_mut().find(|b| b.done.is_empty()) {
        Some(words) => {
            words.open.insert(String::new());
        }
        None => piece.push(Branch::start()),
    }
}

fn combine(all: &[Branch], piece: &[Branch]) -> Vec<Branch> {
    let mut out = Vec::with_capacity(all.len() * piece.len());
    for a in all {
        for p in piece {
            out.extend(tidy(a.then(p)));
        }
    }
    out
}

/// Finished words that may be absent make a branch without them; empty words go.
fn tidy(branch: Branch) -> Vec<Branch> {
    tidy_from(branch, 1)
}

/// As [`tidy`], for the words from an index on; the first of a group may still grow together with what stands before it.
fn tidy_from(branch: Branch, from: usize) -> Vec<Branch> {
    let found = branch.done.iter().skip(from).position(|w| w.contains("")).map(|at| at + from);
    let Some(at) = found else { return vec![branch] };
    let mut without = branch.clone();
    without.done.remove(at);
    let mut with = branch;
    with.done[at].remove("");
    let mut out = tidy_from(without, from);
    if !with.done[at].is_empty() {
        out.extend(tidy_from(with, from));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_and_options() {
        for (pattern, want) in [
            ("walk", vec!["walk"]),
            ("walk(s|ing)?", vec!["walk", "walking", "walks"]),
            ("(very )?hot", vec!["hot", "very hot"]),
            ("make( )?up", vec!["make up", "makeup"]),
            ("a (b|c (d|e))", vec!["a b", "a c d", "a c e"]),
            (
                "(the |a )?(bath|hot tub)s?",
                vec![
                    "a bath",
                    "a baths",
                    "a hot tub",
                    "a hot tubs",
                    "bath",
                    "baths",
                    "hot tub",
                    "hot tubs",
                    "the bath",
                    "the baths",
                    "the hot tub",
                    "the hot tubs",
                ],
            ),
        ] {
            assert_eq!(expand(pattern).unwrap(), want, "{pattern}");
        }
        assert_eq!(paths("(strenuous|heavy) (exercise|sport)s?").unwrap().len(), 1);
    }

    #[test]
    fn broken_patterns_are_refused() {
        for pattern in ["(a", "a)", "?a", "a\\", "", "a?"] {
            let broken = paths(pattern);
            assert!(broken.is_err() || pattern == "a?", "{pattern}");
        }
    }
}
