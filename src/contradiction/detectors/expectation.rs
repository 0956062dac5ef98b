//! `expectation`: what will happen, and when.

use super::{Detector, Pair, Verdict};
use crate::{
    contradiction::{Extent, Holding},
    model::{ContradictionKind, Reason, Stance},
};

pub(super) const DETECTOR: Detector = Detector {
    kind: ContradictionKind::Expectation,
    name: "expectation",
    clashes: "what will happen, and when",
    example: "\"redness fades within hours\" × \"redness lasts 24–48 h\"",
    judge,
};

fn judge(pair: &Pair<'_>) -> Verdict {
    let Some((a, b)) = pair.both(&[Stance::Expect]) else { return Verdict::Unconcerned };
    if !pair.alike {
        return Verdict::Unconcerned;
    }
    // One document tells a course: the first change and the full effect, the wheals of the first hour and the redness of
    // the first week. How many sessions there are, how long one is and how far apart they are is no matter of a course.
    if pair.internal() {
        return match quantities(pair, a, b) {
            Verdict::Unconcerned => Verdict::Fits(Reason::DisjointWindows),
            Verdict::Clash(_) if !pair.apart => Verdict::Fits(Reason::StatedException),
            quantities => quantities,
        };
    }
    if pair.class(a).is_some() != pair.class(b).is_some() {
        return Verdict::Fits(Reason::ExclusiveConditions);
    }
    let mut last = Verdict::Unconcerned;
    for verdict in [ends(pair, a, b), starts(pair, a, b), quantities(pair, a, b)] {
        match verdict {
            Verdict::Clash(_) => return verdict,
            Verdict::Fits(_) => last = verdict,
            Verdict::Unconcerned => {}
        }
    }
    last
}

fn ends(pair: &Pair<'_>, a: &Holding, b: &Holding) -> Verdict {
    match (a.until.at(), b.until.at()) {
        (Some(x), Some(y)) => pair.amounts(&x, &y),
        _ => Verdict::Unconcerned,
    }
}

/// Only the first of several moments is compared.
fn starts(pair: &Pair<'_>, a: &Holding, b: &Holding) -> Verdict {
    match (a.from.at(), b.from.at()) {
        (Some(_), Some(_)) if pair.broad.1.later || pair.narrow.1.later => Verdict::Fits(Reason::DisjointWindows),
        // "the result shows in week six", "from six weeks on"
        (Some(x), Some(y)) if within(a, &y) || within(b, &x) => Verdict::Fits(Reason::WithinBound),
        (Some(x), Some(y)) => pair.amounts(&x, &y),
        _ => Verdict::Unconcerned,
    }
}

/// Whether a start lies between the start and the end of what another holds.
fn within(window: &Holding, start: &Extent) -> bool {
    match (window.from.at(), window.until.at()) {
        (Some(from), Some(until)) => from.low <= start.low && start.low <= until.high,
        _ => false,
    }
}

fn quantities(pair: &Pair<'_>, a: &Holding, b: &Holding) -> Verdict {
    // Sessions are spaced ever wider: only the first spacing is compared.
    let every = match (a.every, b.every) {
        (Some(_), Some(_)) if pair.broad.1.later || pair.narrow.1.later => (None, None),
        both => both,
    };
    let both = [every, (a.session, b.session), (a.count, b.count)];
    both.into_iter().find_map(|(x, y)| Some(pair.amounts(&x?, &y?))).unwrap_or(Verdict::Unconcerned)
}
