//! All pairs of a group's positions before all detectors: clashes become drafts of findings, one a topic, kind and scope.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    DETECTORS, Ground, Pair, Reader, Verdict,
    body::Body,
    pair::Setting,
    severity,
    topic::{Concepts, Group, Held},
};
use crate::{
    lexicon::Lexicon,
    model::{ContradictionKind, Reason, Scope, Severity, Stance},
};

/// Where a position is: its topic and its number there.
pub type Place = (u32, u32);

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
    /// The positions that clash with another.
    pub positions: BTreeSet<Place>,
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

/// Judges a group's pairs.
pub struct Judge<'a, 'b> {
    pub body: &'b Body<'a>,
    pub lexicon: &'a Lexicon,
    pub concepts: &'b Concepts,
    pub reader: &'b Reader<'a>,
    pub group: &'b Group,
    /// Seconds by which ends may differ without a report.
    pub tolerance: f64,
    /// Whether to keep what is let go.
    pub keep: bool,
    pub drafts: BTreeMap<Filed, Draft>,
    pub let_go: BTreeSet<LetGo>,
}

impl<'b> Judge<'_, 'b> {
    /// Judges every pair whose concepts are the same or related.
    pub fn run(&mut self) {
        for (&topic, of) in &self.group.topics {
            for a in 0..of.positions.len() {
                for b in a + 1..of.positions.len() {
                    self.pair((topic, a as u32), (topic, b as u32), true);
                }
            }
            for (&other, wider) in &self.group.topics {
                if other == topic {
                    continue;
                }
                for (n, narrow) in of.positions.iter().enumerate() {
                    let broader = &self.concepts.broader[narrow.holding.concept as usize];
                    if broader.is_empty() {
                        continue;
                    }
                    for (b, broad) in wider.positions.iter().enumerate() {
                        if broader.contains(&broad.holding.concept) {
                            self.pair((other, b as u32), (topic, n as u32), false);
                        }
                    }
                }
            }
        }
    }

    fn held(&self, (topic, at): Place) -> &'b Held {
        &self.group.topics[&topic].positions[at as usize]
    }

    fn pair(&mut self, broad: Place, narrow: Place, alike: bool) {
        let (a, b) = (self.held(broad), self.held(narrow));
        if (a.holding.mirrored && b.holding.mirrored) || !(a.own || b.own) || self.compared_directly(a, b) {
            return;
        }
        // What a document says of the narrower thing itself counts, and not what it says of the broader.
        let own = |s: &&u32| !alike && self.group.topics[&narrow.0].sources.binary_search(s).is_ok();
        let of_broad: Vec<u32> = a.sources.iter().filter(|s| !own(s)).copied().collect();
        if !of_broad.is_empty() && (of_broad.len() > 1 || b.sources.len() > 1 || of_broad != b.sources) {
            self.judge((broad, narrow), alike, None);
        }
        let shared: Vec<u32> = a.sources.iter().filter(|s| b.sources.binary_search(s).is_ok()).copied().collect();
        for source in shared {
            self.judge((broad, narrow), alike, Some(source));
        }
    }

    /// Whether one holds what refraining from its opposite says, and the sources of the other speak of that opposite
    /// themselves: then the two are compared there ("keep the dressing on" with "keep the dressing on").
    fn compared_directly(&self, a: &Held, b: &Held) -> bool {
        let (mirror, other) = if a.holding.mirrored { (a, b) } else { (b, a) };
        if !mirror.holding.mirrored || other.holding.stance == Stance::Avoid {
            return false;
        }
        let original = self.concepts.lead[self.body.concept[mirror.rules[0] as usize] as usize];
        let Some(topic) = self.group.topics.get(&original) else { return false };
        let of_it = |s: &u32| topic.positions.iter().any(|p| !p.holding.mirrored && p.sources.binary_search(s).is_ok());
        other.sources.iter().all(of_it)
    }

    fn judge(&mut self, (broad, narrow): (Place, Place), alike: bool, source: Option<u32>) {
        let (a, b) = (self.held(broad), self.held(narrow));
        let scope = if source.is_some() { Scope::Internal } else { Scope::CrossSource };
        let setting = Setting {
            lexicon: self.lexicon,
            conditions: self.reader.conditions(),
            phase: self.group.phase,
            tolerance: self.tolerance,
        };
        let pair = Pair { broad: (&a.holding, a.role), narrow: (&b.holding, b.role), alike, scope, setting };
        let incomparable = pair.incomparable();
        let mut clashes: Vec<(ContradictionKind, Ground)> = Vec::new();
        let mut fits: Option<Reason> = None;
        for detector in DETECTORS {
            match (detector.judge)(&pair) {
                Verdict::Clash(ground) => clashes.push((detector.kind, ground)),
                Verdict::Fits(reason) => fits = fits.or(Some(reason)),
                Verdict::Unconcerned => {}
            }
        }
        if let Some(reason) = incomparable {
            fits = (!clashes.is_empty() || fits.is_some()).then_some(reason);
            clashes.clear();
        }
        if let Some(source) = source
            && !clashes.is_empty()
            && !self.stands_apart(a, b, source)
        {
            clashes.clear();
            fits = Some(Reason::StatedException);
        }
        if clashes.is_empty() {
            if let Some(reason) = fits.filter(|_| self.keep) {
                let rules = self.example(a, b, source);
                self.let_go.insert(LetGo { reason, scope, rules });
            }
            return;
        }
        for (kind, ground) in clashes {
            let family = Family::of(kind, self.held(broad), self.held(narrow));
            let harm = severity::does_harm(self.lexicon, self.held(narrow).holding.concept);
            let severity = severity::of(self.lexicon, (kind, ground), harm, scope);
            let worst = Worst { severity, kind, ground, between: (broad, narrow) };
            self.file(Filed { family, source, topic: narrow.0 }, worst);
        }
    }

    fn file(&mut self, filed: Filed, worst: Worst) {
        let (a, b) = worst.between;
        let draft = self.drafts.entry(filed).or_insert_with(|| Draft { positions: BTreeSet::new(), worst });
        draft.positions.insert(a);
        draft.positions.insert(b);
        if (worst.severity, worst.ground.size()) > (draft.worst.severity, draft.worst.ground.size()) {
            draft.worst = worst;
        }
    }

    /// Whether one document says both in different places: what stands in one sentence or side by side is a statement
    /// with its exception.
    fn stands_apart(&self, a: &Held, b: &Held, source: u32) -> bool {
        let stance = |held: &Held| self.body.rules[held.rules[0] as usize].stance;
        let opposed = stance(a) != stance(b);
        let reach = if opposed { self.lexicon.comparison.times.compare.exception_reach } else { 0 };
        let of = |held: &Held| held.rules.iter().filter(|&&r| self.body.source_of(r) == source).copied().collect();
        let (mine, yours): (Vec<u32>, Vec<u32>) = (of(a), of(b));
        let mut any = false;
        for &x in &mine {
            for &y in &yours {
                if self.body.document[x as usize] == self.body.document[y as usize] {
                    any = true;
                    if self.body.gap(x, y).is_none_or(|gap| gap < reach) {
                        return false;
                    }
                }
            }
        }
        any
    }

    /// One rule of each side, of different sources or of the one source.
    fn example(&self, a: &Held, b: &Held, source: Option<u32>) -> (u32, u32) {
        let of = |held: &Held, s: u32| held.rules.iter().copied().find(|&r| self.body.source_of(r) == s);
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
