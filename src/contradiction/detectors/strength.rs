//! `strength`: forbidden against merely limited, or only too much of it.

use super::{Detector, Pair, Verdict};
use crate::{
    contradiction::{End, Ground},
    model::{ContradictionKind, Degree, Reason, Stance},
};

pub(super) const DETECTOR: Detector = Detector {
    kind: ContradictionKind::Strength,
    name: "strength",
    clashes: "forbidden against merely limited or excessive",
    example: "\"no alcohol\" × \"limit alcohol\"",
    judge,
};

fn judge(pair: &Pair<'_>) -> Verdict {
    let Some((a, b)) = pair.both(&[Stance::Avoid]) else { return Verdict::Unconcerned };
    let whole = match (a.degree, b.degree) {
        (None, Some(_)) => a,
        (Some(_), None) => b,
        _ => return Verdict::Unconcerned,
    };
    if pair.disjoint() {
        return Verdict::Fits(Reason::DisjointWindows);
    }
    // In one document a bare ban is short for the limited one that it states elsewhere, and a ban that ends before the
    // limit does is the first step ("none for two days, little for a month"). A limit whose end is not stated is no step:
    // the reader is not told whether the ban or the limit is meant at first. "No alcohol" in one place and "limit alcohol" in
    // quite another are two answers to one question.
    let limited = if std::ptr::eq(whole, a) { b } else { a };
    let steps = match (whole.until, limited.until) {
        (End::At(whole), End::At(limited)) => whole.nominal < limited.nominal,
        (End::At(_), End::Unstated) => false,
        (End::Unstated, End::Unstated) => !pair.apart || limited.degree != Some(Degree::Limit),
        _ => true,
    };
    if !pair.alike || (pair.internal() && steps) {
        return Verdict::Fits(Reason::Degree);
    }
    Verdict::Clash(Ground::Kind)
}
