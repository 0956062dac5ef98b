//! All pairs of a group's positions before all detectors: clashes become drafts of findings, one a topic, kind and scope.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    DETECTORS, Ground, Pair, Reader, Sources, Verdict,
    body::Body,
    pair::Setting,
    partners::{self, FirstTwo},
    severity, stage,
    topic::{Group, Held, Topic},
    vocabulary::Vocabulary,
};
use crate::{
    lexicon::Comparison,
    model::{ContradictionKind, Reason, Scope, Severity, Stance},
};

/// So many positions of one source are held against each other one by one.
const ONE_BY_ONE: usize = 512;

/// Where a position is: the places of its topic in the group and of itself there.
pub type Place = (u32, u32);

/// A kind with what it rests on.
type Clash = (ContradictionKind, Ground);

/// Kinds that are reported together: a ban that ends and a permission that starts are one disagreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Family(pub ContradictionKind, pub bool);

impl Family {
    /// The family of a clash: what is banned until one time and allowed from another goes with different bans, but not
    /// with how long, or from when, something is to be done.
    fn of(kind: ContradictionKind, a: &Held, b: &Held) -> Self {
        let done = [a, b].iter().any(|h| h.holding.stance == Stance::Do);
        let banned = [a, b].iter().any(|h| h.holding.stance == Stance::Avoid);
        let banned = banned || !done;
        match kind {
            ContradictionKind::Duration | ContradictionKind::Start if banned => {
                Self(ContradictionKind::Duration, false)
            }
            ContradictionKind::Duration | ContradictionKind::Start => Self(kind, true),
            other => Self(other, false),
        }
    }
}

/// What a draft is filed under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Filed {
    /// The kind, with those that are reported together.
    pub family: Family,
    /// The document's source, where it is one against itself.
    pub source: Option<u32>,
    /// The topic.
    pub topic: u32,
}

/// The worst clash of a draft.
#[derive(Debug, Clone, Copy)]
pub struct Worst {
    /// How serious.
    pub severity: Severity,
    /// Its kind.
    pub kind: ContradictionKind,
    /// What it rests on.
    pub ground: Ground,
    /// The positions.
    pub between: (Place, Place),
}

/// A finding in the making: positions that clash on one topic.
#[derive(Debug)]
pub struct Draft {
    /// The positions that clash with another, some several times.
    pub positions: Vec<Place>,
    /// The worst clash.
    pub worst: Worst,
}

/// A pair that tempts and is no contradiction, by one rule of each side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LetGo {
    /// Why.
    pub reason: Reason,
    /// Within a document or across sources.
    pub scope: Scope,
    /// The rules by their numbers.
    pub rules: (u32, u32),
}

/// A position that a source holds: by source, topic and position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sourced {
    pub source: u32,
    pub place: Place,
    pub concept: u32,
}

/// Which topics of a group have concepts that are broader than concepts of which others.
pub struct Near {
    topics: usize,
    wider: Vec<bool>,
}

impl Near {
    fn of(group: &Group, vocabulary: &Vocabulary) -> Self {
        let concepts = |topic: &Topic| topic.positions.iter().map(|p| p.holding.concept).collect::<BTreeSet<u32>>();
        let concepts: Vec<BTreeSet<u32>> = group.topics.iter().map(concepts).collect();
        let wider = |broad: &BTreeSet<u32>, narrow: &BTreeSet<u32>| {
            broad.iter().any(|&b| narrow.iter().any(|&n| vocabulary.is_wider(b, n)))
        };
        let pairs = concepts.iter().flat_map(|broad| concepts.iter().map(move |narrow| wider(broad, narrow)));
        Self { topics: concepts.len(), wider: pairs.collect() }
    }

    pub(super) fn is_wider(&self, broad: usize, narrow: usize) -> bool {
        self.wider[broad * self.topics + narrow]
    }
}

/// Judges a group's pairs.
pub struct Judge<'a, 'b> {
    pub body: &'b Body<'a>,
    pub comparison: &'b Comparison,
    pub vocabulary: &'b Vocabulary,
    pub reader: &'b Reader<'a>,
    pub group: &'b Group,
    /// Seconds by which ends may differ without a report.
    pub tolerance: f64,
    /// The source that all others are compared with, where they are not compared among themselves.
    pub against: Option<u32>,
    /// Whether to keep what is let go.
    pub keep: bool,
    pub sources: &'b Sources,
    pub drafts: BTreeMap<Filed, Draft>,
    pub let_go: BTreeSet<LetGo>,
}

impl<'b> Judge<'_, 'b> {
    /// Judges every pair whose concepts are the same or related: across sources by what the positions hold, and within a
    /// document only where it holds both.
    pub fn run(&mut self) {
        let near = Near::of(self.group, self.vocabulary);
        let mut of_source: Vec<Sourced> = Vec::new();
        for (t, topic) in self.group.topics.iter().enumerate() {
            self.copies(&topic.positions);
            for (a, held) in topic.positions.iter().enumerate() {
                let place = (t as u32, a as u32);
                let of = |&source: &u32| Sourced { source, place, concept: held.holding.concept };
                of_source.extend(held.sources.iter().map(of));
            }
            self.alike(t as u32);
            for o in (0..self.group.topics.len()).filter(|&o| o != t && near.is_wider(o, t)) {
                self.related(t as u32, o as u32);
            }
        }
        of_source.sort_unstable();
        for places in of_source.chunk_by(|a, b| a.source == b.source) {
            self.source(places, &near);
        }
    }

    /// The pairs of a topic.
    fn alike(&mut self, topic: u32) {
        let positions = &self.group.topics[topic as usize].positions;
        let count = positions.len() as u32;
        if partners::are_few(positions.len(), positions.len()) {
            for a in 0..count {
                let sources = FirstTwo::of(positions[a as usize].sources.iter());
                (a + 1..count).for_each(|b| self.across((topic, a), (topic, b), (true, sources)));
            }
            return;
        }
        let sources = |held: &Held| FirstTwo::of(held.sources.iter());
        for (a, b) in partners::pairs(&self.candidates(positions, positions, sources), None, self.bounds()) {
            self.across((topic, a), (topic, b), (true, sources(&positions[a as usize])));
        }
    }

    /// The pairs of a topic with those of a broader one.
    fn related(&mut self, topic: u32, wider: u32) {
        let (narrow, broad) = (&self.group.topics[topic as usize], &self.group.topics[wider as usize]);
        // What a document says of the narrower thing itself counts, and not what it says of the broader.
        let says_itself = |s: &&u32| narrow.sources.binary_search(s).is_ok();
        let others = |held: &Held| FirstTwo::of(held.sources.iter().filter(|s| !says_itself(s)));
        let counted: Vec<FirstTwo> = broad.positions.iter().map(others).collect();
        let count = (narrow.positions.len() as u32, broad.positions.len() as u32);
        if partners::are_few(narrow.positions.len(), broad.positions.len()) {
            for n in 0..count.0 {
                (0..count.1).for_each(|b| self.of_related((topic, n), (wider, b), counted[b as usize]));
            }
            return;
        }
        let mut broader = self.candidates(&broad.positions, &narrow.positions, others);
        broader.retain(|candidate| candidate.sources.0.is_some());
        let own = |held: &Held| FirstTwo::of(held.sources.iter());
        let narrower = self.candidates(&narrow.positions, &broad.positions, own);
        for (n, b) in partners::pairs(&narrower, Some(&broader), self.bounds()) {
            self.of_related((topic, n), (wider, b), counted[b as usize]);
        }
    }

    fn of_related(&mut self, narrow: Place, broad: Place, of_broad: FirstTwo) {
        if self.vocabulary.is_wider(self.held(broad).holding.concept, self.held(narrow).holding.concept) {
            self.across(broad, narrow, (false, of_broad));
        }
    }

    /// The pairs of one source.
    fn source(&mut self, places: &[Sourced], near: &Near) {
        if places.len() > ONE_BY_ONE {
            for (a, b) in self.many_of_one_source(places, near) {
                self.of_one_source(&places[a as usize], &places[b as usize], near);
            }
            return;
        }
        for (at, a) in places.iter().enumerate() {
            for b in &places[at + 1..] {
                self.of_one_source(a, b, near);
            }
        }
    }

    fn of_one_source(&mut self, a: &Sourced, b: &Sourced, near: &Near) {
        let (topic, other) = (a.place.0 as usize, b.place.0 as usize);
        if topic == other {
            self.within(a.source, (a.place, b.place), true);
        } else if near.is_wider(topic, other) && self.vocabulary.is_wider(a.concept, b.concept) {
            self.within(a.source, (a.place, b.place), false);
        } else if near.is_wider(other, topic) && self.vocabulary.is_wider(b.concept, a.concept) {
            self.within(a.source, (b.place, a.place), false);
        }
    }

    /// Keeps one pair of rules a position that rest on one copied passage, and one that say the same in other units.
    fn copies(&mut self, positions: &[Held]) {
        for held in positions.iter().filter(|_| self.keep) {
            let number = |r: u32| self.body.brief(r).saying;
            if let Some(&other) = held.rules.iter().find(|&&r| number(r) != number(held.rules[0])) {
                let rules = (held.rules[0], other);
                let same = self.body.source_of(rules.0) == self.body.source_of(rules.1);
                let scope = if same { Scope::Internal } else { Scope::CrossSource };
                self.let_go.insert(LetGo { reason: Reason::SameAmount, scope, rules });
            }
            let rule = |r: u32| self.body.rules[r as usize];
            let of_one_text = |pair: &&[u32]| self.sources.is_copied(rule(pair[0]), rule(pair[1]));
            let mut by_text = held.rules.clone();
            by_text.sort_by_key(|&r| (self.body.origin(r), r));
            if let Some(pair) = by_text.windows(2).find(of_one_text) {
                let rules = (pair[0], pair[1]);
                self.let_go.insert(LetGo { reason: Reason::CopiedText, scope: Scope::CrossSource, rules });
            }
        }
    }

    pub(super) fn held(&self, (topic, at): Place) -> &'b Held {
        &self.group.topics[topic as usize].positions[at as usize]
    }

    /// Whether one of two positions only waits between two acts.
    fn is_brief(&self, a: &Held, b: &Held) -> bool {
        let brief = |h: &Held| h.holding.is_brief(self.comparison.times.compare.brief_minutes);
        brief(a) || brief(b)
    }

    /// Whether two positions are not to be compared at all.
    fn passes(&self, a: &Held, b: &Held, scope: Scope) -> bool {
        (!self.keep && self.is_brief(a, b))
            || (a.holding.mirrored && b.holding.mirrored)
            || !(a.own || b.own)
            || (scope == Scope::CrossSource && self.compared_directly(a, b))
    }

    /// A pair of different sources: whether their concepts are alike, and the sources of the first that count.
    fn across(&mut self, broad: Place, narrow: Place, (alike, of_broad): (bool, FirstTwo)) {
        let (a, b) = (self.held(broad), self.held(narrow));
        let crosses = of_broad.crosses(&b.sources);
        let aside = |s: u32| a.sources.binary_search(&s).is_err() && b.sources.binary_search(&s).is_err();
        if !crosses || self.passes(a, b, Scope::CrossSource) || self.against.is_some_and(aside) {
            return;
        }
        match self.verdicts((a, b), alike, Scope::CrossSource, false) {
            Some(_) if self.keep && self.is_brief(a, b) => self.let_go(Reason::DisjointWindows, (a, b), None),
            Some(_) if self.group.of_many => self.let_go(Reason::OtherProcedure, (a, b), None),
            Some(Ok(clashes)) => self.file_all(&clashes, (broad, narrow), None),
            Some(Err(reason)) => self.let_go(reason, (a, b), None),
            None => {}
        }
    }

    fn within(&mut self, source: u32, (broad, narrow): (Place, Place), alike: bool) {
        let (a, b) = (self.held(broad), self.held(narrow));
        if self.passes(a, b, Scope::Internal) || self.against.is_some_and(|s| s != source) {
            return;
        }
        let mut verdicts = self.verdicts((a, b), alike, Scope::Internal, false);
        if !matches!(verdicts, Some(Ok(_))) && self.stand_apart(a, b, source) {
            verdicts = self.verdicts((a, b), alike, Scope::Internal, true);
        }
        match verdicts {
            Some(_) if self.keep && self.is_brief(a, b) => self.let_go(Reason::DisjointWindows, (a, b), Some(source)),
            Some(Ok(_)) if !self.stands_apart(a, b, source) => {
                self.let_go(Reason::StatedException, (a, b), Some(source));
            }
            Some(Ok(clashes)) => match self.without_stages(clashes, (a, b), source) {
                clashes if clashes.is_empty() => self.let_go(Reason::TimeUnstated, (a, b), Some(source)),
                clashes => self.file_all(&clashes, (broad, narrow), Some(source)),
            },
            Some(Err(reason)) => self.let_go(reason, (a, b), Some(source)),
            None => {}
        }
    }

    /// The clashes of one source without those that are only the end of a stage.
    fn without_stages(&self, mut clashes: Vec<Clash>, both: (&Held, &Held), source: u32) -> Vec<Clash> {
        let of_stages = |(kind, _): &Clash| {
            matches!(kind, ContradictionKind::Duration | ContradictionKind::Start | ContradictionKind::Strength)
        };
        if clashes.iter().any(of_stages) && stage::differs_by_stage(self.body, both, source) {
            clashes.retain(|clash| !of_stages(clash));
        }
        clashes
    }

    /// Whether one holds what refraining from its opposite says, and the sources of the other speak of that opposite
    /// themselves: then the two are compared there ("keep the dressing on" with "keep the dressing on").
    fn compared_directly(&self, a: &Held, b: &Held) -> bool {
        let (mirror, other) = if a.holding.mirrored { (a, b) } else { (b, a) };
        if !mirror.holding.mirrored || other.holding.stance == Stance::Avoid {
            return false;
        }
        self.speaks_of(other, self.original(mirror))
    }

    /// The clashes of two positions, or the reason why a pair that tempts is none.
    fn verdicts(
        &self,
        (a, b): (&Held, &Held),
        alike: bool,
        scope: Scope,
        apart: bool,
    ) -> Option<Result<Vec<Clash>, Reason>> {
        let setting = Setting {
            comparison: self.comparison,
            vocabulary: self.vocabulary,
            conditions: self.reader.conditions(),
            phase: self.group.phase,
            tolerance: self.tolerance,
        };
        let pair = Pair { broad: (&a.holding, a.role), narrow: (&b.holding, b.role), alike, scope, apart, setting };
        let mut clashes: Vec<Clash> = Vec::new();
        let mut fits: Option<Reason> = None;
        for detector in DETECTORS {
            match (detector.judge)(&pair) {
                Verdict::Clash(ground) => clashes.push((detector.kind, ground)),
                // That a time is not stated says less than any other reason.
                Verdict::Fits(reason) => fits = fits.filter(|f| *f != Reason::TimeUnstated).or(Some(reason)),
                Verdict::Unconcerned => {}
            }
        }
        if pair.restricts() {
            clashes.retain(|(kind, _)| *kind == ContradictionKind::Condition);
        }
        if clashes.is_empty() && fits.is_none() {
            return None;
        }
        match pair.incomparable() {
            Some(reason) => Some(Err(reason)),
            None if clashes.is_empty() => fits.map(Err),
            None => Some(Ok(clashes)),
        }
    }

    fn let_go(&mut self, reason: Reason, (a, b): (&Held, &Held), source: Option<u32>) {
        if self.keep {
            let scope = if source.is_some() { Scope::Internal } else { Scope::CrossSource };
            self.let_go.insert(LetGo { reason, scope, rules: self.example(a, b, source) });
        }
    }

    fn file_all(&mut self, clashes: &[Clash], between: (Place, Place), source: Option<u32>) {
        let (a, b) = (self.held(between.0), self.held(between.1));
        let scope = if source.is_some() { Scope::Internal } else { Scope::CrossSource };
        let harm = self.vocabulary.harmful[b.holding.concept as usize];
        for &(kind, ground) in clashes {
            let severity = severity::of(self.comparison, (kind, ground), harm, scope);
            let worst = Worst { severity, kind, ground, between };
            self.file(Filed { family: Family::of(kind, a, b), source, topic: between.1.0 }, worst);
        }
    }

    fn file(&mut self, filed: Filed, worst: Worst) {
        let (a, b) = worst.between;
        let draft = self.drafts.entry(filed).or_insert_with(|| Draft { positions: Vec::new(), worst });
        draft.positions.extend([a, b]);
        if (worst.severity, worst.ground.size()) > (draft.worst.severity, draft.worst.ground.size()) {
            draft.worst = worst;
        }
    }

    /// Whether one document says both so far from each other, and under headings of which none names another case, that
    /// neither can be an exception, a step or a variety of the other.
    fn stand_apart(&self, a: &Held, b: &Held, source: u32) -> bool {
        let expects = a.holding.stance == Stance::Expect;
        let of_some = |rule: u32| self.comparison.conditions.is_of_some(&self.body.rules[rule as usize].quote);
        let plain = |rule: u32| !expects || (self.body.opens_sentence(rule) && !of_some(rule));
        let apart = |x: u32, y: u32| plain(x) && plain(y) && self.body.stand_apart(x, y, self.comparison);
        let mut any = false;
        for (mine, yours) in self.body.of_source(&a.rules, source).zip(self.body.of_source(&b.rules, source)) {
            any |= !mine.is_empty() && !yours.is_empty();
            if !mine.iter().all(|&x| yours.iter().all(|&y| apart(x, y))) {
                return false;
            }
        }
        any
    }

    /// Whether one document says both in different places: what stands in one sentence or side by side is a statement
    /// with its exception, or two things that the document tells apart ("Pool: 4 weeks. Scuba: 8 weeks").
    fn stands_apart(&self, a: &Held, b: &Held, source: u32) -> bool {
        let stance = |held: &Held| self.body.rules[held.rules[0] as usize].stance;
        let opposed = stance(a) != stance(b);
        let compare = &self.comparison.times.compare;
        let reach = if opposed { compare.exception_reach } else { compare.step_reach };
        let side_by_side = |x: u32, y: u32| self.body.gap(x, y).is_none_or(|gap| gap < reach);
        let mut any = false;
        for (mine, yours) in self.body.of_source(&a.rules, source).zip(self.body.of_source(&b.rules, source)) {
            any |= !mine.is_empty() && !yours.is_empty();
            if mine.iter().any(|&x| yours.iter().any(|&y| side_by_side(x, y))) {
                return false;
            }
        }
        any
    }

    /// One rule of each side, of different sources or of the one source.
    fn example(&self, a: &Held, b: &Held, source: Option<u32>) -> (u32, u32) {
        let of = |held: &Held, s: u32| self.body.of_source(&held.rules, s).flatten().next().copied();
        if let Some(source) = source {
            return (of(a, source).unwrap_or(a.rules[0]), of(b, source).unwrap_or(b.rules[0]));
        }
        for &x in &a.rules {
            for &y in &b.rules {
                if self.body.source_of(x) != self.body.source_of(y) {
                    return (x, y);
                }
            }
        }
        (a.rules[0], b.rules[0])
    }
}
