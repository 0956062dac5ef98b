//! What rules hold, each once: of a million rules few state what no other does, and only those are turned into numbers.

use super::{hash::Map, holding::Holding, surroundings::Surroundings};
use crate::{
    lexicon::{ConceptSort, Lexicon},
    model::{Phase, Rule, Stance},
};

/// What rules hold that state the same, whatever they are about.
pub struct Term {
    /// What they hold, of no concept and under no condition yet.
    pub holding: Holding,
    /// The stance that they state.
    pub stance: Stance,
    /// Before or after the procedure.
    pub phase: Phase,
    /// Whether doing it is refraining from its opposite for as long.
    pub refrains: bool,
    /// The number of the text of the condition.
    pub condition: Option<u32>,
}

/// The terms of all rules.
#[derive(Default)]
pub struct Terms<'a> {
    known: Vec<Term>,
    numbers: Map<Stated, u32>,
    conditions: Conditions<'a>,
}

/// The texts of conditions, each with the cases that it names.
#[derive(Default)]
struct Conditions<'a> {
    known: Vec<(&'a str, u64)>,
    numbers: Map<&'a str, u32>,
}

/// All that two rules must share to hold the same of their concepts.
#[derive(PartialEq, Eq, Hash)]
struct Stated {
    wording: u64,
    stance: Stance,
    condition: Option<u32>,
    cases: u64,
    site: u64,
    around: u64,
    every_one: bool,
}

impl<'a> Terms<'a> {
    /// The number of the terms of a rule, about a concept by its number that is a word for many things or is not, of which [`stated`](super::says::stated) is known.
    pub fn number(
        &mut self,
        (rule, wording): (&'a Rule, u64),
        (concept, for_many): (u32, bool),
        surroundings: &Surroundings,
        lexicon: &Lexicon,
    ) -> u32 {
        let condition = rule.condition.as_deref().map(|text| self.conditions.number(text, lexicon));
        let of_condition = condition.map_or(0, |c| self.conditions.known[c as usize].1);
        let stated = Stated {
            wording,
            stance: stance(rule, concept, lexicon),
            condition,
            cases: lexicon.comparison.conditions.cases(&rule.quote) | of_condition,
            site: site(rule, lexicon),
            around: surroundings.sites(rule),
            every_one: for_many && lexicon.comparison.conditions.names_every(&rule.quote),
        };
        *self.numbers.entry(stated).or_insert_with_key(|stated| {
            let holding = Holding {
                stance: stated.stance,
                cases: stated.cases,
                site: stated.site,
                around: stated.around,
                every_one: stated.every_one,
                ..Holding::of(rule, &lexicon.comparison.times)
            };
            let refrains = rule.stance == Stance::Do && (rule.from.is_none() || rule.until.is_some());
            self.known.push(Term { holding, stance: rule.stance, phase: rule.phase, refrains, condition });
            self.known.len() as u32 - 1
        })
    }

    /// The terms of a number.
    pub fn term(&self, number: u32) -> &Term {
        &self.known[number as usize]
    }

    /// The text of a condition by its number.
    pub fn condition(&self, number: u32) -> &'a str {
        self.conditions.known[number as usize].0
    }
}

impl<'a> Conditions<'a> {
    fn number(&mut self, text: &'a str, lexicon: &Lexicon) -> u32 {
        *self.numbers.entry(text).or_insert_with(|| {
            self.known.push((text, lexicon.comparison.conditions.cases(text)));
            self.known.len() as u32 - 1
        })
    }
}

/// What is expected of an activity is as good as allowed: "most people are back at work after two days".
fn stance(rule: &Rule, concept: u32, lexicon: &Lexicon) -> Stance {
    let activity = || lexicon.concepts.all()[concept as usize].sort == ConceptSort::Activity;
    if rule.stance == Stance::Expect && activity() { Stance::Allow } else { rule.stance }
}

/// The parts of the body that a rule names, or else the nearest heading above it.
fn site(rule: &Rule, lexicon: &Lexicon) -> u64 {
    let sites = &lexicon.comparison.sites;
    let own = sites.find(&rule.quote);
    let heading = || rule.section.iter().rev().map(|s| sites.find(s)).find(|s| *s != 0).unwrap_or(0);
    if own == 0 { heading() } else { own }
}
