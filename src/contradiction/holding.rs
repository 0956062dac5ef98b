//! What one rule holds, in the form in which it is compared: numbers, sets and ids instead of words.

use std::collections::HashMap;

use super::{
    extent::{End, Extent, Meeting},
    hash::Map,
    terms::Terms,
};
use crate::{
    lexicon::{
        Comparison, Lexicon,
        comparison::{ConditionClass, Sense, Times},
    },
    model::{Degree, Phase, Rule, Stance},
};

/// The condition of a rule, read once for each text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Condition {
    /// What sort it is.
    pub class: ConditionClass,
    /// Whether it says where one is: "outdoors", "in the sun".
    pub situation: bool,
    /// Its words in lower case with single blanks.
    pub words: String,
    /// What it is about, and whether it denies that.
    pub sense: Sense,
}

/// What a rule holds.
#[derive(Debug, Clone)]
pub struct Holding {
    /// The stance.
    pub stance: Stance,
    /// The number of the concept among all concepts.
    pub concept: u32,
    /// Where only a part of the action is meant.
    pub degree: Option<Degree>,
    /// The start.
    pub from: End,
    /// The end; before the procedure, how long before it the advice starts to hold.
    pub until: End,
    /// How often, in times a day.
    pub every: Option<Extent>,
    /// How long each time, in seconds.
    pub session: Option<Extent>,
    /// How many.
    pub count: Option<Extent>,
    /// The number of the condition among all conditions.
    pub condition: Option<u32>,
    /// The cases that it names, of those of which only one can hold, as a set.
    pub cases: u64,
    /// The parts of the body, as a set.
    pub site: u64,
    /// Those that the sentence around the quote names, where the quote names none.
    pub around: u64,
    /// Whether it means every one of the many things that its concept stands for ("all your medication").
    pub every_one: bool,
    /// Whether it says what refraining from its opposite says ("stay upright" as "do not lie down").
    pub mirrored: bool,
    /// Whether it only roughly says that (resting, of strenuous exercise): its times are not compared.
    pub loose: bool,
}

/// All that two holdings must share to be one position.
pub type Key = (Stance, u32, Option<Degree>, [[u64; 3]; 5], Option<u32>, [u64; 3], [bool; 2]);

impl Holding {
    /// What a rule holds by its own words, of no concept and under no condition yet.
    pub(super) fn of(rule: &Rule, times: &Times) -> Self {
        let end = |t: &Option<Box<_>>, starting| t.as_deref().map_or(End::Unstated, |t| Extent::of(t, starting, times));
        let until = match rule.phase {
            Phase::Before if rule.lead.is_some() => end(&rule.lead, false),
            _ => end(&rule.until, false),
        };
        let measured = rule.every.is_some() || rule.session.is_some() || rule.count.is_some();
        Self {
            stance: rule.stance,
            concept: 0,
            // A ban with a measure ("never more than twice a day") forbids only what is beyond it.
            degree: rule.degree.or((rule.stance == Stance::Avoid && measured).then_some(Degree::Excessive)),
            from: end(&rule.from, true),
            until,
            every: rule.every.as_deref().and_then(Extent::of_rate),
            session: end(&rule.session, false).at(),
            count: rule.count.and_then(Extent::of_count),
            condition: None,
            cases: 0,
            site: 0,
            around: 0,
            every_one: false,
            mirrored: false,
            loose: false,
        }
    }

    /// What it must share with another to be the same position.
    pub fn key(&self) -> Key {
        let optional = |e: Option<Extent>| e.map_or([0, 0, 0], |e| e.key());
        let numbers =
            [self.from.key(), self.until.key(), optional(self.every), optional(self.session), optional(self.count)];
        (
            self.stance,
            self.concept,
            self.degree,
            numbers,
            self.condition,
            [self.site, self.around, self.cases],
            [self.mirrored, self.every_one],
        )
    }

    /// Whether it waits for no more than some minutes: between two acts ("five minutes between two drops"), and not from the
    /// procedure on.
    pub fn is_brief(&self, minutes: f64) -> bool {
        let end = if self.stance == Stance::Avoid { self.until } else { self.from };
        end.at().is_some_and(|e| e.nominal > 0.0 && e.nominal < minutes * 60.0)
    }

    /// All parts of the body that it is about, as a set; empty where it is about any.
    pub fn sites(&self) -> u64 {
        self.site | self.around
    }

    /// The time in which it holds, in seconds from the procedure: from the lowest start to the lowest end.
    pub fn window(&self) -> (f64, f64) {
        let from = self.from.at().map_or(0.0, |e| e.low);
        (from, self.until.at().map_or(f64::INFINITY, |e| e.nominal.max(e.low)))
    }
}

/// Numbers the conditions of what rules hold, in the order in which they are met.
pub struct Reader<'a> {
    lexicon: &'a Lexicon,
    terms: &'a Terms<'a>,
    by_text: Map<u32, u32>,
    by_condition: HashMap<Condition, u32>,
    known: Vec<Condition>,
}

impl<'a> Reader<'a> {
    /// A reader that has read nothing yet.
    pub fn new(lexicon: &'a Lexicon, terms: &'a Terms<'a>) -> Self {
        Self { lexicon, terms, by_text: Map::default(), by_condition: HashMap::new(), known: Vec::new() }
    }

    /// What a rule of some terms (by their number) holds of a concept (by its number).
    pub fn read(&mut self, terms: u32, concept: u32) -> Holding {
        let term = self.terms.term(terms);
        let condition = term.condition.map(|text| self.condition(text));
        Holding { concept, condition, ..term.holding.clone() }
    }

    fn condition(&mut self, text: u32) -> u32 {
        if let Some(&known) = self.by_text.get(&text) {
            return known;
        }
        let words = self.terms.condition(text).split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let data = &self.lexicon.comparison.conditions;
        let (class, situation, sense) = (data.class(&words), data.is_situation(&words), data.sense(&words));
        let condition = Condition { class, situation, words, sense };
        let next = self.known.len() as u32;
        let at = *self.by_condition.entry(condition.clone()).or_insert(next);
        if at == next {
            self.known.push(condition);
        }
        self.by_text.insert(text, at);
        at
    }

    /// Whether a procedure's name stands for many that differ.
    pub fn is_of_many(&self, procedure: &str) -> bool {
        self.lexicon.comparison.related.of_many.iter().any(|p| p == procedure)
    }

    /// The conditions read so far, by their numbers.
    pub fn conditions(&self) -> &[Condition] {
        &self.known
    }

    /// The data of comparisons.
    pub fn comparison(&self) -> &'a Comparison {
        &self.lexicon.comparison
    }

    /// The class of a holding's condition.
    pub fn class(&self, holding: &Holding) -> Option<ConditionClass> {
        holding.condition.map(|c| self.known[c as usize].class)
    }

    /// How two extents stand to each other.
    pub fn meet(&self, a: &Extent, b: &Extent) -> Meeting {
        a.meet(b, &self.lexicon.comparison.times)
    }
}
