//! Positions as they are handed over where not every pair of them can be judged: with what decides of them besides what they hold.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    judge::{Judge, Near, Sourced},
    partners::{self, Bounds, Candidate, FirstTwo},
    topic::Held,
};
use crate::lexicon::comparison::ConditionClass;

/// What a condition is about, and whether it denies that.
type Case<'c> = Option<(&'c str, bool)>;

impl<'b> Judge<'_, 'b> {
    /// What decides of numbers besides themselves.
    pub(super) fn bounds(&self) -> Bounds<'b> {
        Bounds { times: &self.comparison.times, tolerance: self.tolerance, conditions: self.reader.conditions() }
    }

    /// Positions with what decides, besides what they hold, whether they are compared with others.
    pub(super) fn candidates(
        &self,
        positions: &'b [Held],
        others: &[Held],
        sources: impl Fn(&Held) -> FirstTwo,
    ) -> Vec<Candidate<'b>> {
        let mirrors: BTreeSet<u32> = others.iter().filter(|h| h.holding.mirrored).map(|h| self.original(h)).collect();
        let aside = |held: &Held| {
            let direct = |(at, original): (usize, &u32)| u64::from(self.speaks_of(held, *original)) << (at % 32);
            let directly = mirrors.iter().enumerate().map(direct).fold(0, |set, bit| set | bit);
            let of_reference = self.against.is_some_and(|s| held.sources.binary_search(&s).is_ok());
            let original = if held.holding.mirrored { u64::from(self.original(held)) + 1 } else { 0 };
            directly << 32 | original << 2 | u64::from(held.own) << 1 | u64::from(of_reference)
        };
        let candidate = |(at, held): (usize, &'b Held)| Candidate {
            at: at as u32,
            holding: &held.holding,
            role: held.role,
            sources: sources(held),
            aside: aside(held),
        };
        positions.iter().enumerate().map(candidate).collect()
    }

    /// The topic of what a position says that holds what refraining from its opposite says.
    pub(super) fn original(&self, mirror: &Held) -> u32 {
        self.vocabulary.lead[self.body.brief(mirror.rules[0]).concept as usize]
    }

    /// Whether all sources of a position speak of a topic themselves.
    pub(super) fn speaks_of(&self, held: &Held, lead: u32) -> bool {
        let Some(topic) = self.group.topic(lead) else { return false };
        held.sources.iter().all(|s| topic.speakers.binary_search(s).is_ok())
    }

    /// The pairs of one source that says very much, by their places in a list: of those under one condition, and of those under none with
    /// those only under one, since one document is not held against itself under other conditions.
    pub(super) fn many_of_one_source(&self, places: &[Sourced], near: &Near) -> BTreeSet<(u32, u32)> {
        let conditions = self.reader.conditions();
        let condition = |candidate: &Candidate<'_>| candidate.holding.condition.map(|c| &conditions[c as usize]);
        let mut cases: BTreeMap<(u32, Case<'_>), Vec<Candidate<'_>>> = BTreeMap::new();
        let mut only: BTreeMap<u32, Vec<Candidate<'_>>> = BTreeMap::new();
        for (at, sourced) in places.iter().enumerate() {
            let (at, held) = (at as u32, self.held(sourced.place));
            let sources = FirstTwo(Some(at), None);
            let candidate =
                Candidate { at, holding: &held.holding, role: held.role, sources, aside: u64::from(held.own) };
            let condition = condition(&candidate);
            if condition.is_some_and(|c| c.class == ConditionClass::Only) {
                only.entry(sourced.place.0).or_default().push(candidate);
            }
            let case = condition.map(|c| match c.sense.about.as_str() {
                "" => (c.words.as_str(), false),
                about => (about, c.sense.denied),
            });
            cases.entry((sourced.place.0, case)).or_default().push(candidate);
        }
        let mut out = BTreeSet::new();
        let mut add = |mine: &[Candidate<'_>], yours: Option<&[Candidate<'_>]>| {
            let ordered = |(a, b): (u32, u32)| (a.min(b), a.max(b));
            out.extend(partners::pairs(mine, yours, self.bounds()).into_iter().map(ordered));
        };
        let topics: BTreeSet<u32> = cases.keys().map(|(topic, _)| *topic).collect();
        for ((topic, case), mine) in &cases {
            add(mine, None);
            let related =
                |o: &u32| near.is_wider(*topic as usize, *o as usize) || near.is_wider(*o as usize, *topic as usize);
            for other in topics.iter().filter(|o| **o == *topic || related(o)) {
                if let Some(yours) = cases.get(&(*other, *case)).filter(|_| other > topic) {
                    add(mine, Some(yours));
                }
                if let Some(yours) = only.get(other).filter(|_| case.is_none()) {
                    add(mine, Some(yours));
                }
            }
        }
        out
    }
}
