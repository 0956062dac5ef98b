//! Which of the times of a group does each of its concepts take?

use super::{Placed, joints::separated, slot};
use crate::{
    extract::{view::View, walk::Walk},
    model::{CueKind, Mention, TimeMention},
};

/// The concepts that a group governs, in order.
pub(super) struct Concepts<'a> {
    pub(super) view: &'a View<'a>,
    pub(super) list: Vec<(usize, usize)>,
    pub(super) waits: bool,
}

impl<'a> Concepts<'a> {
    pub(super) fn of(view: &'a View<'a>, walked: &Walk, group: usize) -> Self {
        let governed = walked.governed.iter().filter(|g| g.group == group);
        let mut list: Vec<(usize, usize)> =
            governed.map(|g| &view.found.concepts[g.mention]).map(|m| (m.first, m.last)).collect();
        list.sort_unstable();
        let waits = walked.groups[group].chain.iter().any(|l| l.kind == CueKind::Wait);
        Self { view, list, waits }
    }

    /// Where the next concept begins that a time and a joining word part from the one at a place.
    pub(super) fn next_block(&self, mention: &Mention, times: &[Placed<'_>]) -> usize {
        let parts = |c: &&(usize, usize)| {
            let between = times.iter().rev().find(|(first, last, _)| mention.last <= *first && *last <= c.0);
            c.0 > mention.first && between.is_some_and(|&(_, last, _)| separated(self.view, last, c.0))
        };
        self.list.iter().find(parts).map_or(usize::MAX, |c| c.0)
    }

    /// Whether each time stands before what it is said of: "wait a day before shaving and a week before swimming".
    pub(super) fn follow_times(&self, times: &[Placed<'_>]) -> bool {
        let (Some(head), Some(tail)) = (self.list.first(), self.list.last()) else { return false };
        self.waits && times.first().is_some_and(|t| t.1 <= head.0) && times.last().is_some_and(|t| t.1 <= tail.0)
    }
}

/// The times of a group that a concept takes. Concepts that stand together share the times behind them; where several rival
/// for one slot, the first behind the concept, else the last before it.
pub(super) fn own<'a>(concepts: &Concepts<'_>, owned: &[Placed<'a>], mention: &Mention) -> Vec<&'a TimeMention> {
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
