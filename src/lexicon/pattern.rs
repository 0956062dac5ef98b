//! Patterns of words: a small notation that stands for many phrases.
//!
//! `(a|b)` is a choice, `x?` and `(…)?` may be absent, a blank separates words: `(hot|warm) (bath|shower)s?` stands for
//! eight phrases. A choice may be a part of a word: `exercis(e|es|ing)`. `\(`, `\|`, `\?` are the signs themselves. In the
//! data files `<name>` stands for a choice that has its own list.
//!
//! A pattern is compiled to few [paths](paths): each is a sequence of slots, each slot a set of words of which one stands
//! there. Only choices that contain blanks make further paths.

use std::{
    collections::{HashMap, HashSet},
    rc::Rc,
};

use rustc_hash::FxBuildHasher;

use crate::error::{Error, ErrorKind, Result};

/// The most paths that one pattern may compile to.
pub const MOST_PATHS: usize = 4_096;

/// A set of words, sorted: one of them stands in its place. The paths of one pattern share those that are equal.
pub type Slot = Rc<[String]>;

/// A sequence of slots.
pub type Path = Vec<Slot>;

/// The paths of a pattern, in a fixed order.
///
/// # Errors
/// Where brackets do not match, something optional has nothing before it, or there are more than [`MOST_PATHS`].
///
/// ```
/// let paths = aftercare::lexicon::paths("(hot|warm) baths?").unwrap();
/// let [hot_bath] = &paths[..] else { panic!("there is one path") };
/// assert_eq!(hot_bath.iter().map(|slot| slot.join("/")).collect::<Vec<_>>(), ["hot/warm", "bath/baths"]);
/// ```
pub fn paths(pattern: &str) -> Result<Vec<Path>> {
    let mut parser = Parser { rest: pattern, pattern };
    let branches = parser.choice()?;
    if !parser.rest.is_empty() {
        return Err(parser.wrong("a bracket is closed that was not opened"));
    }
    let mut out: Vec<Path> = Vec::with_capacity(branches.len());
    let (mut slots, mut seen) = (Slots::default(), HashSet::with_hasher(FxBuildHasher));
    for branch in branches {
        for path in branch.close() {
            let path: Path = path.into_iter().map(|slot| slots.shared(slot)).collect();
            if !path.is_empty() && seen.insert(path.iter().map(Rc::as_ptr).collect::<Vec<_>>()) {
                out.push(path);
            }
        }
    }
    if out.is_empty() {
        return Err(parser.wrong("it stands for nothing"));
    }
    Ok(out)
}

/// The slots of a pattern, equal ones once.
#[derive(Default)]
struct Slots {
    by_words: HashMap<Slot, Slot, FxBuildHasher>,
    by_place: HashMap<*const [String], (Slot, Slot), FxBuildHasher>,
}

impl Slots {
    /// The slot that all use that have these words, sorted. The given one is kept, so that no other comes to lie in its place.
    fn shared(&mut self, slot: Slot) -> Slot {
        let by_words = &mut self.by_words;
        let known = self.by_place.entry(Rc::as_ptr(&slot)).or_insert_with(|| {
            let mut words = slot.to_vec();
            sort(&mut words);
            let sorted = Slot::from(words);
            let first = by_words.entry(Rc::clone(&sorted)).or_insert(sorted);
            (slot, Rc::clone(first))
        });
        Rc::clone(&known.1)
    }
}

fn sort(words: &mut Vec<String>) {
    if words.len() > 1 {
        words.sort_unstable();
        words.dedup();
    }
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
    let mut out = Vec::new();
    for path in paths(pattern)? {
        let mut phrases = vec![String::new()];
        for slot in &path {
            phrases = phrases
                .iter()
                .flat_map(|p| slot.iter().map(move |w| if p.is_empty() { w.clone() } else { [p, " ", w].concat() }))
                .collect();
        }
        out.extend(phrases);
    }
    sort(&mut out);
    Ok(out)
}

/// A path under construction: finished words, and all beginnings of the word that is not finished yet.
#[derive(Clone, PartialEq, Eq)]
struct Branch {
    done: Path,
    open: Vec<String>,
}

impl Branch {
    fn start() -> Self {
        Self { done: Vec::new(), open: vec![String::new()] }
    }

    fn of(c: char) -> Self {
        Self { done: Vec::new(), open: vec![c.to_string()] }
    }

    fn push(&mut self, text: &str) {
        for open in &mut self.open {
            open.push_str(text);
        }
    }

    /// The word ends here.
    fn end_word(&mut self) {
        let word = std::mem::replace(&mut self.open, vec![String::new()]);
        self.done.push(Slot::from(word));
    }

    /// The whole, where the last word may be absent.
    fn close(mut self) -> Vec<Path> {
        if self.open.iter().any(|o| !o.is_empty()) {
            self.end_word();
        }
        tidy(self, 0).into_iter().map(|b| b.done).collect()
    }

    /// This branch with another behind it; the words that meet grow together.
    fn then(&self, next: &Self) -> Self {
        let meet = |from: &[String]| -> Vec<String> {
            self.open.iter().flat_map(|o| from.iter().map(move |n| [o.as_str(), n].concat())).collect()
        };
        match next.done.split_first() {
            None => Self { done: self.done.clone(), open: meet(&next.open) },
            Some((first, rest)) => {
                let mut done = Vec::with_capacity(self.done.len() + next.done.len());
                done.extend(self.done.iter().cloned());
                done.push(Slot::from(meet(first)));
                done.extend(rest.iter().cloned());
                Self { done, open: next.open.clone() }
            }
        }
    }
}

struct Parser<'a> {
    rest: &'a str,
    pattern: &'a str,
}

impl Parser<'_> {
    fn wrong(&self, what: &str) -> Error {
        Error::new(ErrorKind::Lexicon, format!("in the pattern {:?}: {what}", self.pattern))
    }

    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    /// Whether a sign comes next, which is then passed.
    fn passes(&mut self, sign: char) -> bool {
        let rest = self.rest.strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Sequences separated by `|`, until a closing bracket or the end. Those without blanks become one branch.
    fn choice(&mut self) -> Result<Vec<Branch>> {
        let mut out: Vec<Branch> = Vec::new();
        let mut words = Vec::new();
        loop {
            for branch in self.sequence()? {
                if branch.done.is_empty() {
                    words.extend(branch.open);
                } else {
                    out.push(branch);
                }
            }
            if !self.passes('|') {
                break;
            }
        }
        if !words.is_empty() {
            sort(&mut words);
            out.push(Branch { done: Vec::new(), open: words });
        }
        Ok(out)
    }

    fn sequence(&mut self) -> Result<Vec<Branch>> {
        let mut all = vec![Branch::start()];
        loop {
            self.letters(&mut all);
            let mut piece = match self.peek() {
                None | Some('|' | ')') => break,
                Some('?') => return Err(self.wrong("'?' has nothing before it")),
                Some('(') => self.bracket()?,
                Some(' ') => {
                    self.passes(' ');
                    vec![Branch { done: vec![Slot::from([String::new()])], open: vec![String::new()] }]
                }
                Some(c) => vec![self.letter(c)?],
            };
            if self.passes('?') {
                make_optional(&mut piece);
            }
            if all.len() * piece.len() > MOST_PATHS {
                return Err(self.wrong("it stands for too many paths; split it"));
            }
            all = combine(&all, &piece);
        }
        Ok(all)
    }

    /// Takes the plain letters that come next, but for one that is optional.
    fn letters(&mut self, all: &mut [Branch]) {
        let is_sign = |c: char| matches!(c, '(' | ')' | '|' | '?' | '\\' | ' ');
        let end = self.rest.find(is_sign).unwrap_or(self.rest.len());
        let (mut letters, after) = self.rest.split_at(end);
        if after.starts_with('?') {
            let last = letters.chars().next_back().map_or(0, char::len_utf8);
            letters = &letters[..end - last];
        }
        if !letters.is_empty() {
            for branch in all {
                branch.push(letters);
            }
            self.rest = &self.rest[letters.len()..];
        }
    }

    fn bracket(&mut self) -> Result<Vec<Branch>> {
        self.passes('(');
        let inner = self.choice()?;
        if self.passes(')') { Ok(inner) } else { Err(self.wrong("a bracket is not closed")) }
    }

    fn letter(&mut self, c: char) -> Result<Branch> {
        self.rest = &self.rest[c.len_utf8()..];
        if c != '\\' {
            return Ok(Branch::of(c));
        }
        let c = self.peek().ok_or_else(|| self.wrong("'\\' ends it"))?;
        self.rest = &self.rest[c.len_utf8()..];
        Ok(Branch::of(c))
    }
}

fn make_optional(piece: &mut Vec<Branch>) {
    match piece.iter_mut().find(|b| b.done.is_empty()) {
        Some(words) if words.open.iter().any(String::is_empty) => {}
        Some(words) => words.open.push(String::new()),
        None => piece.push(Branch::start()),
    }
}

fn combine(all: &[Branch], piece: &[Branch]) -> Vec<Branch> {
    let mut out = Vec::with_capacity(all.len() * piece.len());
    for a in all {
        for p in piece {
            out.extend(tidy(a.then(p), 1));
        }
    }
    out
}

/// Finished words that may be absent make a branch without them; empty words go. The words from an index on are looked at:
/// the first of a group may still grow together with what stands before it.
fn tidy(branch: Branch, from: usize) -> Vec<Branch> {
    let absent = |slot: &Slot| slot.iter().any(String::is_empty);
    let found = branch.done.iter().skip(from).position(absent).map(|at| at + from);
    let Some(at) = found else { return vec![branch] };
    let mut without = branch.clone();
    without.done.remove(at);
    let mut with = branch;
    with.done[at] = with.done[at].iter().filter(|w| !w.is_empty()).cloned().collect();
    let mut out = tidy(without, from);
    if !with.done[at].is_empty() {
        out.extend(tidy(with, from));
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
