//! Which time and which condition belong to which rule?

mod condition;
mod joints;
mod own;
mod owner;
mod shared;

pub use self::{condition::condition, owner::is_told};
use self::{
    joints::separated,
    own::{Concepts, own},
    owner::{Owner, announced, is_beyond, is_of_sign, next_denial, owner},
};
use super::{
    aside,
    region::{Region, RegionKind},
    view::View,
    walk::Walk,
};
use crate::{
    lexicon::Lexicon,
    model::{Mention, TimeMention, TimeRole, Unit},
};

/// The tokens that a time expression covers, as indexes.
fn place(view: &View<'_>, time: &TimeMention) -> (usize, usize) {
    let tokens = view.tokens();
    let first = tokens.partition_point(|t| t.span.end <= time.span.start);
    let last = tokens.partition_point(|t| t.span.start < time.span.end);
    (first, last)
}

/// The slot of a rule that a time fills; times of one slot rival each other.
fn slot(time: &TimeMention) -> u8 {
    let brief = time.until.as_ref().is_some_and(|t| matches!(t.unit, Some(Unit::Second | Unit::Minute)));
    match time.role {
        TimeRole::Duration | TimeRole::Bare if brief => 5,
        TimeRole::Duration | TimeRole::End | TimeRole::Bare => 0,
        TimeRole::Start | TimeRole::Point => 1,
        TimeRole::Window => 2,
        TimeRole::Lead => 3,
        TimeRole::Rate => 4,
        TimeRole::Session => 5,
        TimeRole::Spacing => 6,
        TimeRole::Count => 7,
    }
}

/// The times of a sentence that no region hides, with their places.
pub struct Times<'a> {
    list: Vec<Placed<'a>>,
    /// Of each, where what it announces begins: "for two days: no gym, no sauna".
    announces: Vec<Option<usize>>,
    /// Of each, whether a verb before it tells of something else: "it sets in an hour and you may walk".
    told: Vec<bool>,
    /// Of each, whether it begins a clause that goes on from what stands before it: "for a day, and after that …".
    goes_on: Vec<bool>,
}

/// Whether a time refers back to what stands before it.
fn refers_on(time: &Placed<'_>, lexicon: &Lexicon) -> bool {
    time.2.fired.iter().any(|f| lexicon.roles.back_times.contains(f))
}

/// A time with the index of its first token and one past that of its last.
type Placed<'a> = (usize, usize, &'a TimeMention);

impl<'a> Times<'a> {
    /// The times of a sentence.
    pub fn new(view: &View<'a>, regions: &[Region], lexicon: &Lexicon) -> Self {
        let hides = |r: &Region| match r.kind {
            RegionKind::Courtesy => false,
            RegionKind::Reason => !r.purpose,
            RegionKind::Condition | RegionKind::Exception | RegionKind::Aside => true,
        };
        let begins = |r: &Region| match r.kind {
            RegionKind::Aside => aside::restricted(view, r, lexicon),
            _ => r.first,
        };
        let hidden = |first: usize| regions.iter().any(|r| begins(r) <= first && first < r.last && hides(r));
        let list: Vec<Placed<'a>> = view
            .found
            .times
            .iter()
            .map(|t| {
                let (first, last) = place(view, t);
                (first, last, t)
            })
            .filter(|&(first, _, t)| !hidden(first) && !t.fired.iter().any(|f| lexicon.roles.idle_times.contains(f)))
            .collect();
        // "No long flights (over four hours) for two weeks": how long the thing itself is.
        let measures = |t: &Placed<'a>| {
            let bound = view.tokens().get(t.0).is_some_and(|w| lexicon.is_in_class("measuring", w.word));
            let bracket = t.0.checked_sub(1).is_some_and(|b| view.sign(b) == "(") && view.sign(t.1) == ")";
            bound && bracket && list.iter().any(|o| o.0 > t.1 && slot(o.2) == slot(t.2))
        };
        // "Flights under four hours should be left for two weeks", "trips of a few hours"
        let sized = |t: &Placed<'_>| {
            let bound = view.tokens().get(t.0).is_some_and(|w| lexicon.is_in_class("measuring", w.word));
            let of = t.0.checked_sub(1).filter(|&b| lexicon.is_in_class("of", view.tokens()[b].word));
            let named = of.or(bound.then_some(t.0));
            let amount = matches!(t.2.role, TimeRole::Duration | TimeRole::Bare | TimeRole::Session);
            let behind = |at: usize| view.found.concepts.iter().any(|m| m.last == at);
            let other = list.iter().any(|o| o.0 != t.0 && slot(o.2) <= 1);
            amount && slot(t.2) == 0 && other && named.is_some_and(behind)
        };
        let list: Vec<Placed<'a>> = list.iter().filter(|t| !measures(t) && !sized(t)).copied().collect();
        // "While the wound heals (first 3 weeks)": the amount says more than the event.
        let dated = |t: &Placed<'_>| {
            let event = t.2.role == TimeRole::End && t.2.until.as_ref().is_some_and(|u| u.event.is_some());
            let amount = |o: &Placed<'_>| {
                o.0 == t.1 + 1 && slot(o.2) == 0 && o.2.until.as_ref().is_some_and(|u| u.event.is_none())
            };
            event && view.sign(t.1) == "(" && list.iter().any(|o| amount(o) && view.sign(o.1) == ")")
        };
        let list: Vec<Placed<'a>> = list.iter().filter(|t| !dated(t)).copied().collect();
        let explains =
            |i: usize| i > 0 && aside::explains(view, (list[i].0, list[i].2), (list[i - 1].1, list[i - 1].2));
        let list: Vec<Placed<'a>> = (0..list.len()).filter(|&i| !explains(i)).map(|i| list[i]).collect();
        let announces = list.iter().map(|t| announced(view, t.1, lexicon)).collect();
        let told = list.iter().map(|t| is_told(view, t.0, lexicon) || is_of_sign(view, t, lexicon)).collect();
        let goes_on = list.iter().map(|t| refers_on(t, lexicon)).collect();
        Self { list, announces, told, goes_on }
    }

    /// Every time.
    pub fn all(&self) -> impl Iterator<Item = &'a TimeMention> {
        self.list.iter().map(|&(_, _, t)| t)
    }

    /// The times of a concept under no group, among others such.
    pub fn of_bare(&self, view: &View<'_>, walked: &Walk, mention: &Mention) -> Vec<&'a TimeMention> {
        if self.list.is_empty() {
            return Vec::new();
        }
        // "A day of rest, and after that a walk"
        let beyond = |i: usize| {
            let first = self.list[i].0;
            let from = mention.last.min(first);
            is_beyond(view, from, first) || self.goes_on[i] && separated(view, from, first)
        };
        let here: Vec<Placed<'a>> = (0..self.list.len()).filter(|&i| !beyond(i)).map(|i| self.list[i]).collect();
        let mut list: Vec<(usize, usize)> =
            walked.bare.iter().map(|&b| &view.found.concepts[b]).map(|m| (m.first, m.last)).collect();
        list.sort_unstable();
        let mut out = own(&Concepts { view, list, waits: false }, &here, mention);
        out.sort_by_key(|t| t.span);
        out
    }

    /// The times of a concept under a group.
    pub fn of(&self, view: &View<'_>, walked: &Walk, group: usize, mention: &Mention) -> Vec<&'a TimeMention> {
        let owners: Vec<Owner> = (0..self.list.len()).map(|i| self.owner(view, walked, i)).collect();
        let owned: Vec<Placed<'a>> =
            self.list.iter().zip(&owners).filter(|&(_, o)| *o == Owner::Group(group)).map(|(&t, _)| t).collect();
        let mut out: Vec<&TimeMention> = own(&Concepts::of(view, walked, group), &owned, mention);
        // "Stop retinol a week ahead and skip the razor for a day": what has a time of its own shares none.
        let timed = out.iter().any(|o| slot(o) < 4);
        for (&(_, _, time), whose) in self.list.iter().zip(owners) {
            let shared = match whose {
                Owner::Everybody => true,
                Owner::Clause(from, to) => !timed && (from..to).contains(&walked.groups[group].first),
                Owner::Concept(c) => view.found.concepts[c].first == mention.first,
                Owner::Group(_) | Owner::Nobody => false,
            };
            let rival = out.iter().any(|o| slot(o) == slot(time));
            if shared && matches!(whose, Owner::Concept(_)) {
                out.retain(|o| slot(o) != slot(time));
                out.push(time);
            } else if shared && !rival {
                out.push(time);
            }
        }
        if out.is_empty() {
            out.extend(self.announcing(view, walked, group));
        }
        if out.is_empty()
            && let Some(next) = next_denial(view, walked, group)
            && let Some(first) = walked.governed.iter().find(|g| g.group == next)
        {
            // "no sauna no pool 14 days"
            out = self.of(view, walked, next, &view.found.concepts[first.mention]);
        }
        out.sort_by_key(|t| t.span);
        out
    }

    /// Whose a time is. One that goes on from what stands before it is of the group behind it, or of none.
    fn owner(&self, view: &View<'_>, walked: &Walk, index: usize) -> Owner {
        let time = &self.list[index];
        let found = owner(view, walked, time, self.told[index], &self.list);
        let Owner::Group(group) = found else { return found };
        let ended = walked.groups[group].last.min(time.0);
        if !self.goes_on[index] || walked.groups[group].first >= time.1 || !separated(view, ended, time.0) {
            return found;
        }
        let next = (group + 1..walked.groups.len()).find(|&g| walked.groups[g].first >= time.1);
        next.map_or(Owner::Nobody, Owner::Group)
    }

    /// The time that a group before announces a group with, where both hold the same: "for two days: no gym".
    fn announcing(&self, view: &View<'_>, walked: &Walk, group: usize) -> Option<&'a TimeMention> {
        let stance = |i: usize| walked.groups[i].held.map(|h| h.stance);
        let place = walked.groups[group].first;
        let same = |i: usize| match self.owner(view, walked, i) {
            Owner::Group(o) => o < group && stance(o) == stance(group),
            _ => false,
        };
        let before = |from: usize| from <= place && (from..place).all(|i| !matches!(view.sign(i), ";" | "."));
        (0..self.list.len()).rev().find(|&i| self.announces[i].is_some_and(before) && same(i)).map(|i| self.list[i].2)
    }
}
