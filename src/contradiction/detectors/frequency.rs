//! `frequency`: how often.

use super::{Detector, Pair, Verdict};
use crate::contradiction::{End, Quantity};
use crate::model::{ContradictionKind, Reason, Stance};

pub(super) const DETECTOR: Detector = Detector {
    kind: ContradictionKind::Frequency,
    name: "frequency",
    clashes: "how often",
    example: "\"wash twice a day\" × \"wash four to six times a day\"",
    judge,
};

fn judge(pair: &Pair<'_>) -> Verdict {
    let (Some(x), Some(y)) = (pair.broad.0.every, pair.narrow.0.every) else { return Verdict::Unconcerned };
    let Some((a, b)) = pair.both(&[Stance::Do, Stance::Allow]) else { return Verdict::Unconcerned };
    if !pair.alike {
        return Verdict::Unconcerned;
    }
    if pair.disjoint() {
        return Verdict::Fits(Reason::DisjointWindows);
    }
    // What is done more often somewhere ("every two hours in the sun") is not how often it is done.
    if pair.situations_differ() {
        return Verdict::Fits(Reason::ExclusiveConditions);
    }
    if pair.special_against_general(Quantity::Every) {
        return Verdict::Fits(Reason::ExclusiveConditions);
    }
    // In one document a step with a window and advice without one are not set against each other.
    let windowed = |h: &crate::contradiction::Holding| h.from != End::Unstated || h.until != End::Unstated;
    if pair.internal() && windowed(a) != windowed(b) {
        return Verdict::Fits(Reason::TimeUnstated);
    }
    pair.amounts(&x, &y)
}
