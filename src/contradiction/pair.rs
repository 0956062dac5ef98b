//! Two holdings side by side: how their concepts stand to each other, and whether they can be compared at all.

use super::{
    conditions::{Conditional, Relation},
    extent::{End, Extent},
    holding::{Condition, Holding},
    vocabulary::Vocabulary,
};
use crate::{
    lexicon::{Comparison, comparison::ConditionClass},
    model::{Phase, Reason, Scope, Stance},
};

/// What a detector finds of a pair.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Verdict {
    /// The pair is none of its business.
    Unconcerned,
    /// They clash.
    Clash(Ground),
    /// They tempt, and are no contradiction for this reason.
    Fits(Reason),
}

/// What a clash rests on: all that its severity depends on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Ground {
    /// Opposite stances; `broader` where only through a broader concept.
    Stance {
        /// Whether the one's concept is broader than the other's.
        broader: bool,
    },
    /// Earliest returns apart by this ratio.
    Ratio(f64),
    /// Ends that overlap, with earliest returns apart by this ratio.
    Overlap(f64),
    /// Rates or amounts apart by this ratio.
    Amount(f64),
    /// A condition, a degree, an expectation: the kind alone decides.
    Kind,
}

/// What is the same for all pairs of a topic.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// The data of comparisons.
    pub comparison: &'a Comparison,
    /// How concepts stand to each other.
    pub vocabulary: &'a Vocabulary,
    /// The conditions by their numbers.
    pub conditions: &'a [Condition],
    /// Before or after.
    pub phase: Phase,
    /// Seconds by which ends may differ without a report.
    pub tolerance: f64,
}

/// What is known of a position besides what it holds: the same for all rules of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Role {
    /// The document says this in general and otherwise only in this case or for this part of the body: the quantities
    /// that it states in general, as a set of [`Quantity`].
    pub special: u8,
    /// The document holds the opposite in general, and this only in a case.
    pub excepted: bool,
    /// The document bans the same until this begins: not another position, but the end of that ban.
    pub restates: bool,
    /// The document has a step of the same advice that begins earlier.
    pub later: bool,
    /// The document has a step of the same advice that begins where this ends.
    pub continued: bool,
}

/// What a rule can state of an action: bits of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// A start.
    From = 1,
    /// An end.
    Until = 2,
    /// How often.
    Every = 4,
    /// How long each time, or how many.
    Amount = 8,
}

/// Two holdings whose concepts are the same or related.
#[derive(Clone, Copy)]
pub struct Pair<'a> {
    /// The one with the broader concept; either where they are alike.
    pub broad: (&'a Holding, Role),
    /// The other.
    pub narrow: (&'a Holding, Role),
    /// Whether the concepts are alike.
    pub alike: bool,
    /// Within a document or across sources.
    pub scope: Scope,
    /// Within a document: whether the two stand so that neither can be an exception, a step or a variety of the other.
    pub apart: bool,
    /// What is the same for all pairs of the topic.
    pub setting: Setting<'a>,
}

impl<'a> Pair<'a> {
    /// Whether it is one document against itself.
    pub fn internal(&self) -> bool {
        self.scope == Scope::Internal
    }

    /// Whether one document says both so that the one can be an exception, a step or a variety of the other.
    pub fn told_apart(&self) -> bool {
        self.internal() && !self.apart
    }

    /// Whether one document says in one place without a condition what it says in quite another only under one.
    pub fn restricts(&self) -> bool {
        if !self.apart {
            return false;
        }
        let (a, b) = (self.class(self.broad.0), self.class(self.narrow.0));
        matches!((a, b), (None, Some(ConditionClass::Only)) | (Some(ConditionClass::Only), None))
    }

    /// The two, where both have the one stance or both the other.
    pub fn both(&self, stances: &[Stance]) -> Option<(&'a Holding, &'a Holding)> {
        let (a, b) = (self.broad.0, self.narrow.0);
        (stances.contains(&a.stance) && stances.contains(&b.stance)).then_some((a, b))
    }

    /// The ban and what it clashes with, where one is a ban and the other of a stance.
    pub fn opposed(&self, stance: Stance) -> Option<(&'a Holding, &'a Holding)> {
        let (a, b) = (self.broad.0, self.narrow.0);
        match (a.stance, b.stance) {
            (Stance::Avoid, s) if s == stance => Some((a, b)),
            (s, Stance::Avoid) if s == stance => Some((b, a)),
            _ => None,
        }
    }

    /// Why the two cannot be compared, where they cannot.
    pub fn incomparable(&self) -> Option<Reason> {
        let (a, b) = (self.broad.0, self.narrow.0);
        let comparison = self.setting.comparison;
        let parts_differ = || a.site != b.site && a.sites() != b.sites();
        if comparison.sites.differ(a.sites(), b.sites()) || (self.internal() && parts_differ()) {
            return Some(Reason::OtherSite);
        }
        if self.setting.vocabulary.by_sign[b.concept as usize] {
            return Some(Reason::ExclusiveConditions);
        }
        if self.means_others() {
            return Some(Reason::NarrowerBan);
        }
        match self.conditions() {
            Relation::Equal => None,
            Relation::Exclusive => Some(Reason::ExclusiveConditions),
            _ if !self.internal() || self.restricts() => None,
            // What one document says in general and in a case, or in two cases, it tells apart itself.
            Relation::Implies => Some(Reason::StatedException),
            _ => Some(Reason::ExclusiveConditions),
        }
    }

    /// Whether the two are words for many things, of which each can mean others: a ban of all of them touches any, and two that
    /// mean all of them mean the same.
    fn means_others(&self) -> bool {
        let (a, b) = (self.broad.0, self.narrow.0);
        let for_many = |h: &Holding| self.setting.vocabulary.for_many[h.concept as usize];
        let bans_all = |ban: &Holding, other: &Holding| {
            ban.every_one && for_many(other) && ban.stance == Stance::Avoid && other.stance != Stance::Avoid
        };
        (for_many(a) || for_many(b)) && !(a.every_one && b.every_one) && !bans_all(a, b) && !bans_all(b, a)
    }

    /// How the conditions of the two stand to each other. What nothing is known of can hold together.
    fn conditions(&self) -> Relation {
        let (a, b) = (self.broad.0, self.narrow.0);
        // Most pairs have the same condition, or none: its number tells.
        if a.condition == b.condition && a.cases == b.cases {
            return Relation::Equal;
        }
        let stated = |h: &Holding| Conditional::new(self.condition(h), h.cases);
        stated(a).meet(&stated(b), &self.setting.comparison.conditions)
    }

    /// Why a ban does not touch what another source advises or permits, whatever the times.
    pub fn spares(&self, ban: &Holding, act: &Holding) -> Option<Reason> {
        let ban_is_broad = std::ptr::eq(ban, self.broad.0);
        if ban.degree.is_some() {
            return Some(Reason::Degree);
        }
        if (!self.alike && !ban_is_broad) || self.setting.vocabulary.is_wider(act.concept, ban.concept) {
            return Some(Reason::NarrowerBan);
        }
        if ban.concept != act.concept && self.setting.vocabulary.spares(ban.concept, act.concept) {
            return Some(Reason::NarrowerBan);
        }
        let elsewhere = || act.stance == Stance::Allow && self.setting.vocabulary.of_site[ban.concept as usize];
        if !self.alike && (self.told_apart() || (self.internal() && (ban.mirrored || act.mirrored || elsewhere()))) {
            return Some(Reason::StatedException);
        }
        if [ban, act].into_iter().any(|h| self.class(h) == Some(ConditionClass::Defers)) {
            return Some(Reason::Defers);
        }
        let excepted = self.role(ban).excepted || self.role(act).excepted;
        (excepted && !self.restricts()).then_some(Reason::ExclusiveConditions)
    }

    /// The class of a holding's condition.
    pub fn class(&self, holding: &Holding) -> Option<ConditionClass> {
        self.condition(holding).map(|c| c.class)
    }

    /// Whether one of the two holds only where one is (in the sun), and the other anywhere.
    pub fn situations_differ(&self) -> bool {
        let situation = |h: &Holding| self.condition(h).is_some_and(|c| c.situation);
        situation(self.broad.0) != situation(self.narrow.0)
    }

    fn condition(&self, holding: &Holding) -> Option<&'a Condition> {
        holding.condition.map(|c| &self.setting.conditions[c as usize])
    }

    /// Whether a special case of one document would be compared with what another holds in general.
    pub fn special_against_general(&self, quantity: Quantity) -> bool {
        let case = |h: &Holding| self.class(h).is_some_and(|c| c != ConditionClass::Defers);
        let general = |h: &Holding, of: &Holding| (case(of) && !case(h)) || (of.site != 0 && h.site == 0);
        let special = |(h, role): (&Holding, Role), other| role.special & quantity as u8 != 0 && general(other, h);
        special(self.broad, self.narrow.0) || special(self.narrow, self.broad.0)
    }

    /// The role of a holding of the pair.
    pub fn role(&self, holding: &Holding) -> Role {
        if std::ptr::eq(holding, self.broad.0) { self.broad.1 } else { self.narrow.1 }
    }

    /// Whether the two hold at no common time.
    pub fn disjoint(&self) -> bool {
        if self.setting.phase == Phase::Before {
            return false;
        }
        let apart = |first: &Holding, second: &Holding| match (first.until, second.from) {
            (End::At(end), End::At(start)) => {
                start.nominal >= end.nominal || !matches!(self.meet(&start, &end), super::Meeting::Apart(_))
            }
            (End::Event, End::Event) => true,
            _ => false,
        };
        apart(self.broad.0, self.narrow.0) || apart(self.narrow.0, self.broad.0)
    }

    /// How two extents stand to each other.
    pub fn meet(&self, a: &Extent, b: &Extent) -> super::Meeting {
        a.meet(b, &self.setting.comparison.times)
    }

    /// What two ends come to: a clash where the earliest return differs, or the reason why not.
    pub fn ends(&self, a: &Extent, b: &Extent) -> Verdict {
        use super::Meeting;
        match self.meet(a, b) {
            Meeting::Same => Verdict::Fits(Reason::SameAmount),
            Meeting::Vague => Verdict::Fits(Reason::VagueTime),
            Meeting::Within => Verdict::Fits(Reason::WithinBound),
            // The bound that the user sets.
            _ if (a.nominal - b.nominal).abs() <= self.setting.tolerance => Verdict::Fits(Reason::WithinBound),
            Meeting::Overlap(ratio) => Verdict::Clash(Ground::Overlap(ratio)),
            Meeting::Apart(ratio) => Verdict::Clash(Ground::Ratio(ratio)),
        }
    }

    /// What two amounts come to: only what is apart clashes.
    pub fn amounts(&self, a: &Extent, b: &Extent) -> Verdict {
        use super::Meeting;
        match self.meet(a, b) {
            Meeting::Same => Verdict::Fits(Reason::SameAmount),
            Meeting::Vague => Verdict::Fits(Reason::VagueTime),
            Meeting::Within | Meeting::Overlap(_) => Verdict::Fits(Reason::WithinBound),
            Meeting::Apart(ratio) => Verdict::Clash(Ground::Amount(ratio)),
        }
    }
}
