//! How a ban and what it is held against lie in time: shared by the kinds that compare opposite stances.

use super::Pair;
use crate::{
    contradiction::{End, Extent, Holding},
    model::{Phase, Reason, Stance},
};

/// How they lie in time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Timing {
    /// Both hold at some time.
    Together,
    /// The ban only delays the other: these are its end and the other's start.
    Delay {
        /// When the ban ends.
        end: Extent,
        /// When the other starts.
        start: Extent,
    },
    /// They do not meet, for this reason.
    Apart(Reason),
}

/// How a ban and an act (to be done, or permitted) lie in time.
pub fn timing(pair: &Pair<'_>, ban: &Holding, act: &Holding) -> Timing {
    if pair.setting.phase == Phase::Before {
        return before(pair, ban, act);
    }
    if let (End::At(start), End::At(end)) = (ban.from, act.until)
        && start.nominal >= end.nominal
    {
        return Timing::Apart(Reason::DisjointWindows);
    }
    match act.from {
        End::Unstated => at_once(pair, ban, act),
        End::Event if matches!(ban.until, End::Event) => Timing::Apart(Reason::DisjointWindows),
        End::Event => Timing::Apart(Reason::TimeUnstated),
        End::At(start) => from(pair, ban, act, start),
    }
}

/// Before the procedure a time is how long before it something starts to hold.
fn before(pair: &Pair<'_>, ban: &Holding, act: &Holding) -> Timing {
    match (ban.until, act.until) {
        (End::At(ban_lead), End::At(act_lead)) if act_lead.nominal >= ban_lead.nominal => {
            Timing::Apart(Reason::DisjointWindows)
        }
        (End::At(_), End::Unstated) | (End::Unstated, End::At(_)) if pair.internal() => {
            Timing::Apart(Reason::TimeUnstated)
        }
        _ => Timing::Together,
    }
}

/// The act has no stated start. Within one document that is not set against a ban whose end is stated: what follows in
/// the text follows in time.
fn at_once(pair: &Pair<'_>, ban: &Holding, act: &Holding) -> Timing {
    let within = match (ban.until, act.until) {
        (End::Unstated, End::Unstated) => true,
        (End::At(ban), End::At(act)) => act.nominal <= ban.nominal,
        _ => false,
    };
    if pair.internal() && (!within || ban.from != End::Unstated) {
        return Timing::Apart(Reason::TimeUnstated);
    }
    Timing::Together
}

fn from(pair: &Pair<'_>, ban: &Holding, act: &Holding, start: Extent) -> Timing {
    let compare = &pair.setting.comparison.times.compare;
    match ban.until {
        End::Unstated if ban.from != End::Unstated => Timing::Together,
        End::Unstated if act.stance == Stance::Do && !pair.internal() => Timing::Together,
        End::Unstated if start.nominal < compare.same_day_hours * 3_600.0 => Timing::Together,
        End::Event | End::Unstated => Timing::Apart(Reason::TimeUnstated),
        End::At(end) if ban.from != End::Unstated && start.nominal < end.nominal => Timing::Together,
        End::At(end) => delay(compare.delay_share, act, (start, end)),
    }
}

/// A ban from the procedure on, and an act that starts later. Where the act has an end and the ban takes most of its
/// time, this is more than a delay.
fn delay(share: f64, act: &Holding, (start, end): (Extent, Extent)) -> Timing {
    if let (Stance::Do, End::At(last)) = (act.stance, act.until)
        && start.nominal < end.nominal
        && last.nominal > start.nominal
        && (end.nominal.min(last.nominal) - start.nominal) / (last.nominal - start.nominal) > share
    {
        return Timing::Together;
    }
    Timing::Delay { end, start }
}
