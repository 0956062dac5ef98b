//! `duration`: the same stance until different times.

use super::{Detector, Pair, Verdict};
use crate::{
    contradiction::{End, Holding, Quantity},
    model::{ContradictionKind, Phase, Reason, Stance},
};

pub(super) const DETECTOR: Detector = Detector {
    kind: ContradictionKind::Duration,
    name: "duration",
    clashes: "the same stance until different times",
    example: "\"no exercise for 24 h\" × \"no exercise for 48 h\"",
    judge,
};

fn judge(pair: &Pair<'_>) -> Verdict {
    let stances: &[Stance] = &[Stance::Avoid];
    let (a, b) = match (pair.both(stances), pair.both(&[Stance::Do])) {
        (Some(both), _) => both,
        (None, Some(both)) if pair.alike && pair.setting.phase == Phase::After => both,
        _ => return Verdict::Unconcerned,
    };
    if a.loose || b.loose {
        return Verdict::Unconcerned;
    }
    if a.degree != b.degree || pair.broad.1.continued || pair.narrow.1.continued {
        return Verdict::Unconcerned;
    }
    match (a.until, b.until) {
        (End::At(_), End::At(_)) if pair.disjoint() => Verdict::Fits(Reason::DisjointWindows),
        (End::At(_), End::At(_)) if pair.special_against_general(Quantity::Until) => {
            Verdict::Fits(Reason::ExclusiveConditions)
        }
        (End::At(x), End::At(y)) if pair.alike && varieties(pair, (a, x.nominal), (b, y.nominal)) => {
            Verdict::Fits(Reason::NarrowerBan)
        }
        (End::At(x), End::At(y)) if pair.alike => pair.ends(&x, &y),
        (End::At(x), End::At(y)) => narrower(pair, (a, x.nominal), (b, y.nominal)),
        (End::At(_), _) | (_, End::At(_)) => Verdict::Fits(Reason::TimeUnstated),
        _ => Verdict::Unconcerned,
    }
}

/// Whether one document bans a thing, and a harder variety of it for longer ("no exercise for a day; no gym for a week").
fn varieties(pair: &Pair<'_>, a: (&Holding, f64), b: (&Holding, f64)) -> bool {
    let longer = |broad: (&Holding, f64), narrow: (&Holding, f64)| {
        pair.setting.vocabulary.is_wider(broad.0.concept, narrow.0.concept) && narrow.1 > broad.1
    };
    pair.internal() && (longer(a, b) || longer(b, a))
}

/// A ban of something broad and one of something narrower: only a shorter narrow ban says that the narrow thing may be
/// resumed while it is still forbidden with all the rest.
fn narrower(pair: &Pair<'_>, broad: (&Holding, f64), narrow: (&Holding, f64)) -> Verdict {
    let meant = !pair.setting.vocabulary.spares(broad.0.concept, narrow.0.concept);
    if pair.told_apart() || !meant || narrow.1 >= broad.1 {
        return Verdict::Fits(Reason::NarrowerBan);
    }
    match (broad.0.until, narrow.0.until) {
        (End::At(x), End::At(y)) => pair.ends(&x, &y),
        _ => Verdict::Unconcerned,
    }
}
