//! `permission`: one source says to avoid what another allows, at a time when both hold.

use super::{
    Detector, Pair, Verdict,
    timing::{Timing, timing},
};
use crate::{
    contradiction::{Extent, Ground},
    lexicon::comparison::ConditionClass,
    model::{ContradictionKind, Stance},
};

pub(super) const DETECTOR: Detector = Detector {
    kind: ContradictionKind::Permission,
    name: "permission",
    clashes: "to be avoided against allowed at once or on the same day",
    example: "\"no showers for 48 h\" × \"you may shower the same day\"",
    judge,
};

fn judge(pair: &Pair<'_>) -> Verdict {
    let Some((ban, act)) = pair.opposed(Stance::Allow) else { return Verdict::Unconcerned };
    if let Some(reason) = pair.spares(ban, act) {
        return Verdict::Fits(reason);
    }
    if pair.class(ban) == Some(ConditionClass::Only) {
        return Verdict::Unconcerned;
    }
    match timing(pair, ban, act) {
        Timing::Together => Verdict::Clash(Ground::Stance { broader: !pair.alike }),
        Timing::Delay { end, start } if is_same_day(pair, &end, &start) => {
            Verdict::Clash(Ground::Stance { broader: !pair.alike })
        }
        Timing::Delay { .. } => Verdict::Unconcerned,
        Timing::Apart(reason) => Verdict::Fits(reason),
    }
}

/// Whether something is allowed on the day itself and banned beyond it.
pub(super) fn is_same_day(pair: &Pair<'_>, ban_end: &Extent, start: &Extent) -> bool {
    let compare = &pair.setting.comparison.times.compare;
    start.nominal < compare.same_day_hours * 3_600.0 && ban_end.nominal >= compare.ban_hours * 3_600.0
}
