//! `start`: allowed again, or to be begun, from different times.

use super::{
    Detector, Pair, Verdict,
    permission::is_same_day,
    timing::{Timing, timing},
};
use crate::{
    contradiction::{End, Holding, Meeting, Quantity},
    lexicon::comparison::ConditionClass,
    model::{ContradictionKind, Phase, Reason, Stance},
};

pub(super) const DETECTOR: Detector = Detector {
    kind: ContradictionKind::Start,
    name: "start",
    clashes: "allowed, or to be begun, from different times",
    example: "\"makeup after 12 h\" × \"makeup after 24 h\"",
    judge,
};

fn judge(pair: &Pair<'_>) -> Verdict {
    if let Some((ban, act)) = pair.opposed(Stance::Allow).or_else(|| pair.opposed(Stance::Do)) {
        return resumed(pair, ban, act);
    }
    match pair.both(&[Stance::Do, Stance::Allow]) {
        Some((a, b)) if pair.alike => begun(pair, a, b),
        _ => Verdict::Unconcerned,
    }
}

/// A ban until one time against resuming from another.
fn resumed(pair: &Pair<'_>, ban: &Holding, act: &Holding) -> Verdict {
    // Allowing exercise from a time on does not allow strenuous exercise before.
    let wider = pair.alike && pair.setting.vocabulary.is_wider(act.concept, ban.concept);
    let later = wider && act.stance == Stance::Allow && ban.degree.is_none() && starts_later(ban, act);
    if (!later && pair.spares(ban, act).is_some()) || pair.class(ban) == Some(ConditionClass::Only) {
        return Verdict::Unconcerned;
    }
    if pair.role(act).restates && act.stance == Stance::Allow {
        return Verdict::Unconcerned;
    }
    let Timing::Delay { end, start } = timing(pair, ban, act) else { return Verdict::Unconcerned };
    if pair.special_against_general(Quantity::Until) {
        return Verdict::Fits(Reason::ExclusiveConditions);
    }
    let later = start.nominal >= end.nominal;
    if later && (act.stance == Stance::Do || !pair.alike) {
        return Verdict::Fits(Reason::DisjointWindows);
    }
    if act.stance == Stance::Allow && is_same_day(pair, &end, &start) {
        return Verdict::Unconcerned;
    }
    pair.ends(&end, &start)
}

/// Whether what is allowed begins only after the ban ends.
fn starts_later(ban: &Holding, act: &Holding) -> bool {
    matches!((ban.until, act.from), (End::At(end), End::At(start)) if start.nominal > end.nominal)
}

/// Two starts.
fn begun(pair: &Pair<'_>, a: &Holding, b: &Holding) -> Verdict {
    let ends = match pair.setting.phase {
        Phase::Before => (a.until, b.until),
        Phase::After => (a.from, b.from),
    };
    // A later step of the same advice is not when it begins.
    if pair.broad.1.later || pair.narrow.1.later {
        return match ends {
            (End::At(x), End::At(y)) if pair.meet(&x, &y) == Meeting::Same => Verdict::Unconcerned,
            (End::At(_), End::At(_)) => Verdict::Fits(Reason::DisjointWindows),
            _ => Verdict::Unconcerned,
        };
    }
    // What one document says from one time to another, and from then on, are steps of the same advice.
    if pair.internal() && pair.disjoint() {
        return Verdict::Fits(Reason::DisjointWindows);
    }
    match ends {
        (End::At(_), End::At(_)) if pair.special_against_general(Quantity::From) => {
            Verdict::Fits(Reason::ExclusiveConditions)
        }
        (End::At(x), End::At(y)) => pair.ends(&x, &y),
        (End::At(_), End::Event) | (End::Event, End::At(_)) => Verdict::Fits(Reason::TimeUnstated),
        _ => Verdict::Unconcerned,
    }
}
