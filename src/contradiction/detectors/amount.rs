//! `amount`: how long each time, how many.

use super::{Detector, Pair, Verdict};
use crate::contradiction::Quantity;
use crate::model::{ContradictionKind, Reason, Stance};

pub(super) const DETECTOR: Detector = Detector {
    kind: ContradictionKind::Amount,
    name: "amount",
    clashes: "how long each time, how much, how many",
    example: "\"ice for 10 minutes\" × \"ice for 20 minutes\"",
    judge,
};

fn judge(pair: &Pair<'_>) -> Verdict {
    let (a, b) = (pair.broad.0, pair.narrow.0);
    let sessions = a.session.zip(b.session);
    let Some((x, y)) = sessions.or_else(|| a.count.zip(b.count)) else { return Verdict::Unconcerned };
    if !pair.alike || pair.both(&[Stance::Do, Stance::Allow]).is_none() {
        return Verdict::Unconcerned;
    }
    if pair.disjoint() {
        return Verdict::Fits(Reason::DisjointWindows);
    }
    if pair.special_against_general(Quantity::Amount) {
        return Verdict::Fits(Reason::ExclusiveConditions);
    }
    pair.amounts(&x, &y)
}
