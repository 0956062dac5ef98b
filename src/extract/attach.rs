//! Which time and which condition belong to which rule?

use super::{
    aside, cases,
    region::{Region, RegionKind},
    stance::Link,
    view::View,
    walk::{Group, Walk},
};
use crate::{
    lexicon::{ConceptSort, Lexicon},
    model::{ConditionKind, CueKind, Mention, MentionKind, Span, TimeMention, TimeRole, TokenKind, Unit, VerbForm},
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

/// The group right behind one, where both only deny and no sign or other word parts them: "no sauna no pool".
fn next_denial(view: &View<'_>, walked: &Walk, group: usize) -> Option<usize> {
    let denies =
        |i: usize| walked.groups.get(i).is_some_and(|g| matches!(g.chain[..], [Link { kind: CueKind::No, .. }]));
    let last =
        walked.governed.iter().filter(|g| g.group == group).map(|g| view.found.concepts[g.mention].last).max()?;
    let next = group + 1;
    (denies(group) && denies(next) && walked.groups[next].first == last).then_some(next)
}

/// Where what a time announces begins: behind a colon, or behind words that explain.
fn announced(view: &View<'_>, last: usize, lexicon: &Lexicon) -> Option<usize> {
    let explains = |i: usize| view.tokens().get(i).is_some_and(|t| lexicon.is_in_class("explains", t.word));
    match view.sign(last) {
        ":" => Some(last + 1),
        "," | "(" | "\u{2013}" | "\u{2014}" => (last + 1..last + 4).find(|&i| explains(i)).map(|i| i + 1),
        _ => None,
    }
}

/// Whether a verb of course stands right before a time: "it sets in an hour", "the marks fade in a week".
pub fn is_told(view: &View<'_>, first: usize, lexicon: &Lexicon) -> bool {
    (first.saturating_sub(4)..first).any(|at| {
        let found = lexicon.courses.longest(view.tokens(), at);
        let modal = |c: &Mention| c.last == at && matches!(c.kind, MentionKind::Cue(CueKind::May | CueKind::Must, _));
        let governs = view.cue_at(at).is_some_and(|c| match c.kind {
            MentionKind::Verb(VerbForm::Base) => {
                let future = at.checked_sub(1).is_some_and(|b| lexicon.is_in_class("future", view.tokens()[b].word));
                !future && !view.found.cues.iter().any(modal)
            }
            MentionKind::Verb(_) => false,
            _ => true,
        });
        // "starting tomorrow and continuing for a week"
        let and = at.checked_sub(1).and_then(|b| view.cue_at(b)).is_some_and(is_joint);
        let goes_on = and && lexicon.is_in_class("going-on-the-same", view.tokens()[at].word);
        !governs
            && !goes_on
            && found.is_some_and(|(values, place)| place.end == first && values.iter().any(|v| v.is_verb()))
    })
}

/// "Soreness is common for two days, so rest", "they go in 4-9 days, do not scratch them": whether a time stands in a clause that
/// tells of a sign or of what was named before.
fn is_of_sign(view: &View<'_>, &(first, last, _): &Placed<'_>, lexicon: &Lexicon) -> bool {
    let tokens = view.tokens();
    let class = |name, at: usize| tokens.get(at).is_some_and(|t| lexicon.is_in_class(name, t.word));
    let start = (0..first).rev().find(|&i| !view.sign(i).is_empty() && !in_time(view, i)).map_or(0, |i| i + 1);
    let end = (last..tokens.len()).find(|&i| matches!(view.sign(i), "," | ";" | ":" | "."));
    let Some(end) = end else { return false };
    let sign = |m: &Mention| {
        let known = m.concept().and_then(|c| lexicon.concepts.get(c));
        start <= m.first && m.last <= first && known.is_some_and(|c| c.sort == ConceptSort::Symptom)
    };
    let subject = class("subject-pronouns", start) || view.found.concepts.iter().any(sign);
    let inside = |c: &Mention| start <= c.first && c.last <= end && !view.in_concept(c.first);
    let orders = |c: &Mention| {
        use CueKind::{Avoid, Limit, ModalNot, Must, No, Not, Resume, Wait, You};
        let kinds = [Avoid, Limit, ModalNot, Must, No, Not, Resume, Wait, You];
        inside(c) && (matches!(c.kind, MentionKind::Cue(kind, _) if kinds.contains(&kind)) || c.first == start)
    };
    let tells = |c: &Mention| {
        inside(c)
            && matches!(c.kind, MentionKind::Cue(CueKind::May | CueKind::Be | CueKind::Good, _) | MentionKind::Verb(_))
    };
    let linked = (start..end).any(|at| class("linking-verbs", at));
    subject && (linked || view.found.cues.iter().any(tells)) && !view.found.cues.iter().any(orders)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    Group(usize),
    Concept(usize),
    Everybody,
    /// The groups that begin between two tokens.
    Clause(usize, usize),
    /// A concept that no group governs.
    Nobody,
}

/// Whose a time is.
fn owner(view: &View<'_>, walked: &Walk, &(first, last, time): &Placed<'_>, told: bool, times: &[Placed<'_>]) -> Owner {
    let groups = &walked.groups;
    let active = |i: &usize| !is_idle(walked, *i);
    // "Soak it (follow the instructions) for ten minutes"
    let outside = |i: &usize| !enclosed(view, groups[*i].first, first);
    let spoken = (0..groups.len()).filter(active).any(|i| groups[i].first < last && outside(&i));
    let begun = (0..groups.len()).filter(active).filter(|&i| groups[i].first < last && (!spoken || outside(&i)));
    let Some(before) = begun.max_by_key(|&i| (nearest(view, walked, i, first), i)) else {
        let next = groups.first().map_or(last, |g| g.first.max(last));
        let opens = groups.first().is_none_or(|g| opens(view, walked, (first, last), g.first));
        let opens = opens && !(told && separated(view, last, next));
        return if opens { Owner::Everybody } else { Owner::Nobody };
    };
    if let Some(concept) = bracketed(view, walked, first, last) {
        return Owner::Concept(concept);
    }
    let next = (before + 1..groups.len()).find(|i| active(i) && (!spoken || outside(i)));
    if let Some(next) = next
        && groups[before].last <= first
        && leads(view, groups[before].last, (first, last), groups[next].first)
    {
        return Owner::Group(next);
    }
    if told && (groups[before].last..first).any(|i| view.sign(i) == "(") {
        // "Use ice packs (the numbness wears off in three hours)": told of something in a bracket.
        return Owner::Nobody;
    }
    let ended = nearest(view, walked, before, first).max(groups[before].last.min(first));
    if told && separated(view, ended, first) || is_beyond(view, ended, first) {
        return Owner::Nobody;
    }
    if is_of_another(view, walked, groups[before].last, first) {
        return Owner::Nobody;
    }
    let clause = shared_by(view, walked, time, (first, last), times);
    clause.map_or(Owner::Group(before), |(from, to)| Owner::Clause(from, to))
}

/// Whether the bracket around a place is closed before another.
fn enclosed(view: &View<'_>, at: usize, before: usize) -> bool {
    let open = (0..at).rev().find(|&i| matches!(view.sign(i), "(" | ")"));
    let close = (at..before).find(|&i| matches!(view.sign(i), "(" | ")"));
    open.is_some_and(|i| view.sign(i) == "(") && close.is_some_and(|i| view.sign(i) == ")")
}

/// Whether a sentence within the sentence begins before a time, and says something itself: "no peeling until day 6; from then on
/// buff it".
fn is_beyond(view: &View<'_>, from: usize, first: usize) -> bool {
    let strong = (from..first).rev().find(|&i| view.sign(i) == ";");
    let says = |i: usize| view.tokens()[i].kind == TokenKind::Word && !in_time(view, i);
    strong.is_some_and(|at| (at + 1..first).any(says) || clause_goes_on(view, first))
}

/// Whether words follow on a time before the next sign that ends what it belongs to.
fn clause_goes_on(view: &View<'_>, first: usize) -> bool {
    let mut rest = (first..view.tokens().len()).take_while(|&i| !matches!(view.sign(i), ";" | ":"));
    rest.any(|i| view.tokens()[i].kind == TokenKind::Word && !in_time(view, i))
}

/// Where what a group governs ends last before a place; a passive may govern a subject that stands far before it.
fn nearest(view: &View<'_>, walked: &Walk, group: usize, to: usize) -> usize {
    let governed = walked.governed.iter().filter(|g| g.group == group);
    let ends = governed.map(|g| view.found.concepts[g.mention].last).filter(|&last| last <= to);
    ends.max().unwrap_or(walked.groups[group].first)
}

/// Whether a time before the first group bears on the sentence, and is not told of something else first: "crusts fall off in a
/// week; do not pick them", "moisturising twice a day helps, and you may use balm".
fn opens(view: &View<'_>, walked: &Walk, (first, last): (usize, usize), group: usize) -> bool {
    let ended = (last..group).any(|i| matches!(view.sign(i), ";" | "." | "!"));
    let told = walked.bare.iter().map(|&b| &view.found.concepts[b]).any(|c| {
        let near = c.last <= first && first - c.last <= 1;
        near && !separated(view, c.last, first) && separated(view, last, group.max(last))
    });
    !ended && !told
}

/// Whether a group only forbids something that is named by no concept ("not on the nose itself"), so that what follows
/// belongs to what stands before it.
fn is_idle(walked: &Walk, group: usize) -> bool {
    let chain = &walked.groups[group].chain;
    let names_nothing = chain.len() == 1 && chain[0].kind == CueKind::No && walked.dangling.contains(&group);
    names_nothing || walked.groups[group].lacking && group > 0
}

/// Whether a time between two groups opens the second: "…, and for three days do not swim".
fn leads(view: &View<'_>, before: usize, (first, last): (usize, usize), next: usize) -> bool {
    let next = next.max(last);
    if !separated(view, before, first) {
        return false;
    }
    let comma = view.sign(last) == "," && !separated(view, last + 1, next.max(last + 1));
    !separated(view, last, next) || comma && joins_clause(view, before, first)
}

/// Whether a strong sign, or a joining word right before it, parts a place from what stands before.
fn joins_clause(view: &View<'_>, from: usize, to: usize) -> bool {
    let strong = (from..to).any(|i| is_strong(view, i));
    let cue = |i: usize| view.found.cues.iter().any(|c| c.first <= i && i < c.last && is_joint(c));
    strong || (to.saturating_sub(2).max(from)..to).any(cue)
}

/// Whether a concept that no group governs stands in a clause of its own between a group and a time: "no sport for a week,
/// light walking after three days".
fn is_of_another(view: &View<'_>, walked: &Walk, from: usize, first: usize) -> bool {
    walked.bare.iter().map(|&b| &view.found.concepts[b]).any(|c| {
        let near = from <= c.first && c.last <= first && first - c.last <= 1;
        near && separated(view, from, c.first) && !separated(view, c.last, first)
    })
}

/// The concepts that a group governs, in order.
struct Concepts<'a> {
    view: &'a View<'a>,
    list: Vec<(usize, usize)>,
    waits: bool,
}

impl<'a> Concepts<'a> {
    fn of(view: &'a View<'a>, walked: &Walk, group: usize) -> Self {
        let governed = walked.governed.iter().filter(|g| g.group == group);
        let mut list: Vec<(usize, usize)> =
            governed.map(|g| &view.found.concepts[g.mention]).map(|m| (m.first, m.last)).collect();
        list.sort_unstable();
        let waits = walked.groups[group].chain.iter().any(|l| l.kind == CueKind::Wait);
        Self { view, list, waits }
    }

    /// Where the next concept begins that a time and a joining word part from the one at a place.
    fn next_block(&self, mention: &Mention, times: &[Placed<'_>]) -> usize {
        let parts = |c: &&(usize, usize)| {
            let between = times.iter().rev().find(|(first, last, _)| mention.last <= *first && *last <= c.0);
            c.0 > mention.first && between.is_some_and(|&(_, last, _)| separated(self.view, last, c.0))
        };
        self.list.iter().find(parts).map_or(usize::MAX, |c| c.0)
    }

    /// Whether each time stands before what it is said of: "wait a day before shaving and a week before swimming".
    fn follow_times(&self, times: &[Placed<'_>]) -> bool {
        let (Some(head), Some(tail)) = (self.list.first(), self.list.last()) else { return false };
        self.waits && times.first().is_some_and(|t| t.1 <= head.0) && times.last().is_some_and(|t| t.1 <= tail.0)
    }
}

/// The times of a group that a concept takes. Concepts that stand together share the times behind them; where several rival
/// for one slot, the first behind the concept, else the last before it.
fn own<'a>(concepts: &Concepts<'_>, owned: &[Placed<'a>], mention: &Mention) -> Vec<&'a TimeMention> {
    let head = concepts.list.first().map_or(mention.first, |c| c.0);
    let to = concepts.next_block(mention, owned);
    let follows = concepts.follow_times(owned);
    let behind: Vec<_> = owned.iter().filter(|t| !follows && t.0 >= mention.first && t.0 < to).collect();
    let opens = |t: &&Placed<'_>| t.0 < mention.first && (behind.is_empty() || t.0 < head);
    let before: Vec<_> = owned.iter().filter(opens).collect();
    let mut out: Vec<&TimeMention> = Vec::new();
    for kind in 0..8 {
        let is = |t: &&&Placed<'_>| slot(t.2) == kind;
        // "before bed, 4 times a day": the number of times says more than the hour.
        let nearest = behind.iter().find(is);
        let counted = |t: &&&Placed<'_>| {
            is(t) && t.2.when.is_none() && nearest.is_some_and(|n| n.2.when.is_some() && n.1 + 1 >= t.0)
        };
        let chosen = behind.iter().find(counted).or(nearest);
        let chosen = chosen.or_else(|| before.iter().rev().find(|t| is(t)));
        out.extend(chosen.map(|t| t.2));
    }
    out
}

/// The concept that a time in brackets stands behind: "alcohol (24 hours)".
fn bracketed(view: &View<'_>, walked: &Walk, first: usize, last: usize) -> Option<usize> {
    let open = (0..first).rev().find(|&i| matches!(view.sign(i), "(" | ")" | "["))?;
    if view.sign(open) == ")" || first - open > 4 {
        return None;
    }
    let close = (last..view.tokens().len()).find(|&i| matches!(view.sign(i), ")" | "]"))?;
    let inside = |at: usize| open < at && at < close;
    if walked.groups.iter().any(|g| inside(g.first)) {
        return None;
    }
    // "No wine or coffee (48 hours)": the only time of a line, at its end, behind two that a word joins.
    let ends = (close + 1..view.tokens().len()).all(|i| view.tokens()[i].kind == TokenKind::Sign);
    let joins = |c: &Mention| matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Or, _)) && c.last <= open;
    let plain = (0..open).all(|i| view.sign(i).is_empty());
    if ends && plain && view.found.times.len() == 1 && view.found.cues.iter().filter(|c| joins(c)).count() == 1 {
        return None;
    }
    let governed = walked.governed.iter().map(|g| g.mention);
    governed.rev().find(|&m| view.found.concepts[m].last <= open && open - view.found.concepts[m].last <= 2)
}

fn is_joint(cue: &Mention) -> bool {
    matches!(cue.kind, MentionKind::Cue(CueKind::And | CueKind::Or | CueKind::Contrast, _))
}

/// A sign that ends a clause; a full stop inside a sentence is one too ("48 hrs. Wrap it").
fn is_strong(view: &View<'_>, at: usize) -> bool {
    let dash = matches!(view.sign(at), "\u{2013}" | "\u{2014}");
    // "20 min. four times a day".
    let short = view.sign(at) == "."
        && view.tokens().get(at + 1).is_some_and(|t| t.span.of(view.text).starts_with(char::is_lowercase));
    matches!(view.sign(at), ";" | ":" | ".") && !short || dash && view.tokens()[at].spaced
}

/// Whether a joining word or a sign stands between two places, times left aside.
fn separated(view: &View<'_>, from: usize, to: usize) -> bool {
    (from..to).filter(|&i| !in_time(view, i)).any(|i| {
        matches!(view.sign(i), "," | ";" | ":" | "." | "(" | ")" | "\u{2013}" | "\u{2014}")
            || view.cue_at(i).is_some_and(is_joint)
    })
}

fn in_time(view: &View<'_>, at: usize) -> bool {
    let span = view.tokens()[at].span;
    let next = view.found.times.partition_point(|t| t.span.end <= span.start);
    view.found.times.get(next).is_some_and(|t| t.span.contains(span))
}

/// The clause of whose orders a time at its end is one of all: "do not smoke, and limit alcohol, for a week", "no alcohol and
/// no smoking for two days". A rate is only shared where nothing but "and" stands between.
fn shared_by(
    view: &View<'_>,
    walked: &Walk,
    time: &TimeMention,
    (first, last): (usize, usize),
    times: &[Placed<'_>],
) -> Option<(usize, usize)> {
    let tokens = view.tokens();
    let from = (0..first).rev().find(|&i| is_end(view, i)).map_or(0, |i| i + 1);
    // "No gym for a day, no sauna and no pool for two": what stands before another time of its kind has that one.
    let rival = |t: &&Placed<'_>| t.0 >= from && t.1 <= first && slot(t.2) == slot(time);
    let from = times.iter().filter(rival).map(|t| t.1).max().unwrap_or(from);
    let ends = |i: usize| is_end(view, i) || begins_group(view, walked, i) || explains_all(view, walked, i);
    let to = (last..tokens.len()).find(|&i| ends(i)).unwrap_or(tokens.len());
    let at_end = (last..to).all(|i| tokens[i].kind == TokenKind::Sign || in_time(view, i));
    let empty = |i: usize| walked.groups[i].chain.is_empty() && walked.dangling.contains(&i);
    let groups: Vec<_> =
        (0..walked.groups.len()).filter(|&i| !is_idle(walked, i) && !empty(i)).map(|i| &walked.groups[i]).collect();
    let here: Vec<_> = groups.into_iter().filter(|g| from <= g.first && g.first < to && g.first < last).collect();
    if !at_end || here.len() < 2 {
        return None;
    }
    let listed = (from..first).any(|i| view.sign(i) == "," && !in_time(view, i));
    let stretch = tokens[from].span.join(tokens[to - 1].span);
    let rivals = times.iter().filter(|t| stretch.contains(t.2.span) && slot(t.2) == slot(time));
    let stance = |g: &Group| g.held.map(|h| h.stance);
    let one_sense = here
        .iter()
        .all(|g| g.backward == here[0].backward && g.held.is_some() && (!listed || stance(g) == stance(here[0])));
    let shares = match time.role {
        TimeRole::Duration | TimeRole::End | TimeRole::Window | TimeRole::Lead => one_sense,
        // "No cream and no perfume on the day."
        TimeRole::Point => one_sense && time.from.as_ref().is_some_and(|t| t.event.is_some()),
        TimeRole::Rate => one_sense && !listed,
        _ => false,
    };
    (shares && rivals.count() <= 1).then_some((from, to))
}

/// Whether a comma and a joining word stand at a place, and the next group begins right behind them.
fn begins_group(view: &View<'_>, walked: &Walk, at: usize) -> bool {
    let joint = view.cue_at(at + 1).filter(|c| is_joint(c));
    view.sign(at) == ","
        && joint.is_some_and(|c| walked.groups.iter().any(|g| c.last <= g.first && g.first <= c.last + 1))
}

/// Whether a comma stands at a place, and a reason behind it: "no gym, no sauna for two days, as they raise the pressure".
fn explains_all(view: &View<'_>, walked: &Walk, at: usize) -> bool {
    let reason = |r: &Region| r.kind == RegionKind::Reason && r.first == at + 1;
    view.sign(at) == "," && walked.regions.iter().any(reason)
}

/// Whether a clause with its orders ends at a place.
fn is_end(view: &View<'_>, at: usize) -> bool {
    !in_time(view, at)
        && (is_strong(view, at)
            || view.cue_at(at).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Contrast, _))))
}

/// The condition of a group, in the document's words, and where it lies.
pub fn condition(view: &View<'_>, walked: &Walk, group: usize, lexicon: &Lexicon) -> Option<Span> {
    let tokens = view.tokens();
    let span = |r: &Region| {
        let last = (r.first..r.last)
            .rev()
            .find(|&i| !matches!(view.sign(i), "," | "." | "" if tokens[i].kind == TokenKind::Sign))?;
        Some(tokens[r.first].span.join(tokens[last].span))
    };
    let group_at = &walked.groups[group];
    let mut found = None;
    for region in walked.regions.iter().filter(|r| r.kind == RegionKind::Condition) {
        let reach = nearest(view, walked, group, region.first).max(group_at.last.min(region.first));
        let bracketed = region.first > reach && view.sign(region.first - 1) == "(";
        let governs = if cases::is_of_second_time(view, region, lexicon) {
            false
        } else if bracketed {
            // "Avoid ibuprofen for five days (unless prescribed)"
            // "Drink two litres of water or other fluid a day (unless you were told otherwise)"
            let names = |i: usize| {
                let word = tokens[i].kind == TokenKind::Word && !view.in_concept(i);
                word && view.cue_over(i).is_none_or(|c| matches!(c.kind, MentionKind::Cue(CueKind::Or, _)))
            };
            (reach..region.first - 1).all(|i| in_time(view, i) || names(i))
        } else if region.leads {
            region.first <= group_at.last && !closed(view, region.last, group_at.first)
        } else {
            let owner = walked.groups.iter().rposition(|g| g.first < region.first);
            // "Avoid dust and take the drops as prescribed": a set phrase belongs to what stands before it.
            let set = view.cue_at(region.first).is_some_and(|c| {
                c.last == region.last && matches!(c.kind, MentionKind::Condition(ConditionKind::Whole))
            });
            owner.is_some_and(|o| o == group || !set && group < o && !separated_hard(view, group_at.last, region.first))
                && !closed(view, reach, region.first)
                && !is_of_another(view, walked, reach, region.first)
        };
        if governs {
            found = span(region).or(found);
        }
    }
    found
}

fn closed(view: &View<'_>, from: usize, to: usize) -> bool {
    (from..to.max(from)).any(|i| view.sign(i) == ";")
}

fn separated_hard(view: &View<'_>, from: usize, to: usize) -> bool {
    (from..to).any(|i| {
        matches!(view.sign(i), ";" | "," | "(" | ")" | "\u{2013}" | "\u{2014}" | ":")
            || view.cue_at(i).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Contrast, _)))
    })
}
