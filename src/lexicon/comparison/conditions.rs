//! `conditions.toml`: what a condition means to a comparison.

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::spotter::Spotter;
use crate::{error::Result, lexicon::File};

/// What sort of condition it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ConditionClass {
    /// A case in which the advice holds ("if swelling occurs").
    Case,
    /// The only case in which it holds ("only if prescribed", "unless").
    Only,
    /// It leaves the matter to whoever treats ("unless your practitioner tells you otherwise").
    Defers,
}

/// What conditions mean.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Conditions {
    classes: Spotter,
    situations: Spotter,
    every: Spotter,
    of_some: Spotter,
    cases: Spotter,
    /// The group of each case.
    groups: Vec<u32>,
    denial: Denial,
}

/// What tells a condition from its contrary, as words.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Denial {
    so: Vec<Vec<String>>,
    unless: Vec<Vec<String>>,
    written: Vec<[String; 2]>,
    denies: Vec<Vec<String>>,
    adds_nothing: Vec<String>,
    either: Vec<String>,
    endings: Vec<String>,
}

/// What a condition is about, and whether the advice holds where that is so.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sense {
    /// The words that say what it is about, with single blanks.
    pub about: String,
    /// Whether the advice holds where it is not so.
    pub denied: bool,
    /// Whether it names cases of which one is enough.
    pub either: bool,
}

impl Sense {
    /// Whether the one holds only where the other does not: what the one denies is all that the other states, or a part of it.
    pub fn excludes(&self, other: &Self) -> bool {
        let (denied, stated) = match (self.denied, other.denied) {
            (true, false) => (self, other),
            (false, true) => (other, self),
            _ => return false,
        };
        let (part, whole) = (denied.about.as_str(), stated.about.as_str());
        let begins = || whole.strip_prefix(part).is_some_and(|rest| rest.starts_with(' '));
        let ends = || whole.strip_suffix(part).is_some_and(|rest| rest.ends_with(' '));
        !part.is_empty() && (part == whole || (!stated.either && (begins() || ends())))
    }

    /// Whether the two are about the same, and both hold where it is so or both where it is not.
    pub fn is(&self, other: &Self) -> bool {
        !self.about.is_empty() && self.about == other.about && self.denied == other.denied
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tables {
    only: Class,
    defers: Class,
    situation: Class,
    every: Class,
    #[serde(rename = "of-some")]
    of_some: Class,
    sense: SenseTable,
    exclusive: Vec<Exclusive>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Class {
    forms: Vec<Spanned<String>>,
    #[allow(dead_code, reason = "read by the test of the data files")]
    examples: Vec<String>,
    #[allow(dead_code, reason = "read by the test of the data files")]
    not: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SenseTable {
    so: Vec<Spanned<String>>,
    unless: Vec<Spanned<String>>,
    written: Vec<[String; 2]>,
    denies: Vec<Spanned<String>>,
    adds_nothing: Vec<String>,
    either: Vec<String>,
    endings: Vec<String>,
    #[allow(dead_code, reason = "read by the test of the data files")]
    examples: Vec<[String; 2]>,
    #[allow(dead_code, reason = "read by the test of the data files")]
    not: Vec<[String; 2]>,
}

impl SenseTable {
    fn load(&self, file: &File<'_>) -> Result<Denial> {
        // The longest first: "only if" before "if".
        let phrases = |patterns: &[Spanned<String>]| -> Result<Vec<Vec<String>>> {
            let mut out: Vec<Vec<String>> = Vec::new();
            for pattern in patterns {
                out.extend(file.texts(pattern)?.iter().map(|text| text.split(' ').map(str::to_owned).collect()));
            }
            out.sort_by_key(|words| std::cmp::Reverse(words.len()));
            Ok(out)
        };
        Ok(Denial {
            so: phrases(&self.so)?,
            unless: phrases(&self.unless)?,
            written: self.written.clone(),
            denies: phrases(&self.denies)?,
            adds_nothing: self.adds_nothing.clone(),
            either: self.either.clone(),
            endings: self.endings.clone(),
        })
    }
}

impl Denial {
    fn sense(&self, text: &str) -> Sense {
        let mut text = text.to_lowercase().replace('’', "'");
        for [short, full] in &self.written {
            text = text.replace(short.as_str(), full);
        }
        let words: Vec<&str> =
            text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty()).collect();
        let opens = |phrases: &[Vec<String>], words: &[&str]| {
            let begins = |p: &&Vec<String>| words.len() >= p.len() && words.iter().zip(*p).all(|(a, b)| a == b);
            phrases.iter().find(begins).map(Vec::len)
        };
        let (mut rest, mut sense) = (words.as_slice(), Sense::default());
        if let Some(length) = opens(&self.unless, rest) {
            (rest, sense.denied) = (&rest[length..], true);
        } else if let Some(length) = opens(&self.so, rest) {
            rest = &rest[length..];
        }
        let mut about: Vec<&str> = Vec::new();
        while let [word, behind @ ..] = rest {
            if let Some(length) = opens(&self.denies, rest) {
                (rest, sense.denied) = (&rest[length..], !sense.denied);
                continue;
            }
            rest = behind;
            sense.either |= self.either.iter().any(|w| w == word);
            if !self.adds_nothing.iter().any(|w| w == word) {
                about.push(self.plain(word));
            }
        }
        sense.about = about.join(" ");
        sense
    }

    fn plain<'w>(&self, word: &'w str) -> &'w str {
        let ending = self.endings.iter().find_map(|ending| word.strip_suffix(ending.as_str()));
        ending.filter(|plain| plain.len() > 2).unwrap_or(word)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exclusive {
    #[allow(dead_code, reason = "for a person")]
    name: String,
    cases: Vec<Vec<Spanned<String>>>,
}

impl Conditions {
    /// Reads the file.
    ///
    /// # Errors
    /// Where it is wrong.
    pub fn load(file: &File<'_>) -> Result<Self> {
        let tables: Tables = file.parse()?;
        let classes = tables.only.forms.iter().map(|f| (0, f)).chain(tables.defers.forms.iter().map(|f| (1, f)));
        let mut groups = Vec::new();
        let mut cases = Vec::new();
        for (group, exclusive) in tables.exclusive.iter().enumerate() {
            for case in &exclusive.cases {
                cases.extend(case.iter().map(|form| (groups.len() as u32, form)));
                groups.push(group as u32);
            }
        }
        if groups.len() > 64 {
            return Err(file.wrong(0, "there are more than 64 cases"));
        }
        let situations = tables.situation.forms.iter().map(|f| (0, f));
        let every = tables.every.forms.iter().map(|f| (0, f));
        let of_some = tables.of_some.forms.iter().map(|f| (0, f));
        Ok(Self {
            situations: Spotter::new(file, situations)?,
            every: Spotter::new(file, every)?,
            of_some: Spotter::new(file, of_some)?,
            classes: Spotter::new(file, classes)?,
            cases: Spotter::new(file, cases.into_iter())?,
            groups,
            denial: tables.sense.load(file)?,
        })
    }

    /// What sort of condition a text states.
    pub fn class(&self, text: &str) -> ConditionClass {
        let mut only = false;
        for found in self.classes.find(text) {
            if found == 1 {
                return ConditionClass::Defers;
            }
            only = true;
        }
        if only { ConditionClass::Only } else { ConditionClass::Case }
    }

    /// Whether a condition says where one is.
    pub fn is_situation(&self, text: &str) -> bool {
        self.situations.find(text).next().is_some()
    }

    /// Whether a text means every one of the many things that a word stands for.
    pub fn names_every(&self, text: &str) -> bool {
        self.every.find(text).next().is_some()
    }

    /// Whether a text says of whom, or of what, something is expected.
    pub fn is_of_some(&self, text: &str) -> bool {
        self.of_some.find(text).next().is_some()
    }

    /// What a condition is about, and whether it denies that.
    pub fn sense(&self, text: &str) -> Sense {
        self.denial.sense(text)
    }

    /// The cases that a text names, of those of which only one can hold, as a set.
    pub fn cases(&self, text: &str) -> u64 {
        self.cases.find(text).fold(0, |set, at| set | 1 << at)
    }

    /// Whether two sets of cases exclude each other: they name different cases of one group and share none.
    pub fn exclude(&self, a: u64, b: u64) -> bool {
        let groups =
            |set: u64| self.groups.iter().enumerate().filter(move |(c, _)| set & (1 << c) != 0).map(|(_, g)| *g);
        a != 0 && b != 0 && a & b == 0 && groups(a).any(|x| groups(b).any(|y| x == y))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_classes_hold() {
        let file = File { path: "conditions.toml", text: include_str!("../en/comparison/conditions.toml") };
        let tables: Tables = file.parse().unwrap();
        let conditions = Conditions::load(&file).unwrap();
        for (class, want) in [(&tables.only, ConditionClass::Only), (&tables.defers, ConditionClass::Defers)] {
            for example in &class.examples {
                assert_eq!(conditions.class(example), want, "{example}");
            }
            for not in &class.not {
                assert_ne!(conditions.class(not), want, "{not}");
            }
        }
    }

    #[test]
    fn the_examples_of_situations_hold() {
        let file = File { path: "conditions.toml", text: include_str!("../en/comparison/conditions.toml") };
        let tables: Tables = file.parse().unwrap();
        let conditions = Conditions::load(&file).unwrap();
        assert!(tables.situation.examples.iter().all(|e| conditions.is_situation(e)));
        assert!(!tables.situation.not.iter().any(|e| conditions.is_situation(e)));
        assert!(tables.every.examples.iter().all(|e| conditions.names_every(e)));
        assert!(!tables.every.not.iter().any(|e| conditions.names_every(e)));
        assert!(tables.of_some.examples.iter().all(|e| conditions.is_of_some(e)));
        assert!(!tables.of_some.not.iter().any(|e| conditions.is_of_some(e)));
    }

    #[test]
    fn a_condition_excludes_its_contrary() {
        let file = File { path: "conditions.toml", text: include_str!("../en/comparison/conditions.toml") };
        let tables: Tables = file.parse().unwrap();
        let conditions = Conditions::load(&file).unwrap();
        let exclude = |[a, b]: &[String; 2]| {
            let (a, b) = (conditions.sense(a), conditions.sense(b));
            assert_eq!(a.excludes(&b), b.excludes(&a));
            a.excludes(&b)
        };
        for pair in &tables.sense.examples {
            assert!(exclude(pair), "{pair:?}");
        }
        for pair in &tables.sense.not {
            assert!(!exclude(pair), "{pair:?}");
        }
    }

    #[test]
    fn cases_of_one_group_exclude_each_other() {
        let file = File { path: "conditions.toml", text: include_str!("../en/comparison/conditions.toml") };
        let conditions = Conditions::load(&file).unwrap();
        let cases = |text| conditions.cases(text);
        assert!(conditions.exclude(cases("on dry skin"), cases("if you have oily skin")));
        assert!(!conditions.exclude(cases("on dry skin"), cases("after sedation")));
        assert!(!conditions.exclude(cases("on dry skin"), cases("on dry skin")));
    }
}
