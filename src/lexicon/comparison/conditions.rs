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
    cases: Spotter,
    /// The group of each case.
    groups: Vec<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tables {
    only: Class,
    defers: Class,
    situation: Class,
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
        Ok(Self {
            situations: Spotter::new(file, situations)?,
            classes: Spotter::new(file, classes)?,
            cases: Spotter::new(file, cases.into_iter())?,
            groups,
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
