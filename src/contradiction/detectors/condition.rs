//! `condition`: without a condition against only under one.

use super::{
    Detector, Pair, Verdict,
    timing::{Timing, timing},
};
use crate::{
    contradiction::Ground,
    lexicon::comparison::ConditionClass,
    model::{ContradictionKind, Reason, Stance},
};

pub(super) const DETECTOR: Detector = Detector {
    kind: ContradictionKind::Condition,
    name: "condition",
    clashes: "without a condition against only under one (\"only if\", \"unless\")",
    example: "\"take ibuprofen\" × \"take ibuprofen only if prescribed\"",
    judge,
};

fn judge(pair: &Pair<'_>) -> Verdict {
    // Most rules have none.
    if pair.broad.0.condition.is_none() && pair.narrow.0.condition.is_none() {
        return Verdict::Unconcerned;
    }
    if let Some((a, b)) = pair.both(&[Stance::Do, Stance::Allow]) {
        let only = |h| pair.class(h) == Some(ConditionClass::Only);
        let free = |h| pair.class(h).is_none();
        if !pair.alike || !((only(a) && free(b)) || (only(b) && free(a))) {
            return Verdict::Unconcerned;
        }
        return if pair.disjoint() { Verdict::Fits(Reason::DisjointWindows) } else { Verdict::Clash(Ground::Kind) };
    }
    let Some((ban, act)) = pair.opposed(Stance::Do).or_else(|| pair.opposed(Stance::Allow)) else {
        return Verdict::Unconcerned;
    };
    if pair.class(ban) != Some(ConditionClass::Only) || pair.spares(ban, act).is_some() {
        return Verdict::Unconcerned;
    }
    // "Do not take it unless prescribed" and "take it if you are sore": the ban itself says where it ends.
    if pair.class(act).is_some() {
        return Verdict::Fits(Reason::StatedException);
    }
    match timing(pair, ban, act) {
        Timing::Together => Verdict::Clash(Ground::Kind),
        Timing::Delay { .. } => Verdict::Unconcerned,
        Timing::Apart(reason) => Verdict::Fits(reason),
    }
}
