//! `polarity`: one source says to avoid what another says to do.

use super::{
    Detector, Pair, Verdict,
    timing::{Timing, timing},
};
use crate::{
    contradiction::Ground,
    lexicon::comparison::ConditionClass,
    model::{ContradictionKind, Stance},
};

pub(super) const DETECTOR: Detector = Detector {
    kind: ContradictionKind::Polarity,
    name: "polarity",
    clashes: "to be avoided against to be done",
    example: "\"avoid touching for 24–48 h\" × \"massage for 15 minutes daily\"",
    judge,
};

fn judge(pair: &Pair<'_>) -> Verdict {
    let Some((ban, act)) = pair.opposed(Stance::Do) else { return Verdict::Unconcerned };
    if let Some(reason) = pair.spares(ban, act) {
        return Verdict::Fits(reason);
    }
    if pair.class(ban) == Some(ConditionClass::Only) {
        return Verdict::Unconcerned;
    }
    match timing(pair, ban, act) {
        Timing::Together => Verdict::Clash(Ground::Stance { broader: !pair.alike }),
        Timing::Delay { .. } => Verdict::Unconcerned,
        Timing::Apart(reason) => Verdict::Fits(reason),
    }
}
