//! When may it be done again at the earliest, and when at the latest? And who is the strictest, and who the most lenient?

use super::{
    extent::{End, Extent},
    holding::Holding,
};
use crate::model::{ContradictionKind, Returns, Stance};

const HOUR: f64 = 3_600.0;

/// How strict a position is, where one can be stricter than another: the earliest return in seconds (infinite where none is
/// stated), and what tells two of the same return.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Strictness {
    seconds: f64,
    stance: u8,
}

/// The earliest and the latest return that a position states.
pub fn returns(holding: &Holding) -> Option<Returns> {
    let extent = end(holding).at()?;
    let hours = |seconds: f64| Some(seconds / HOUR).filter(|h| h.is_finite());
    Some(Returns { earliest: extent.low / HOUR, latest: hours(extent.high) })
}

/// The time at which it may be done again, or is to begin; of what is to be done for a time, the end of that.
fn end(holding: &Holding) -> End {
    match (holding.stance, holding.from) {
        (Stance::Avoid, _) | (Stance::Do, End::Unstated) => holding.until,
        (_, from) => from,
    }
}

/// How strict a position is.
pub fn strictness(holding: &Holding) -> Strictness {
    let at = |unstated: f64| end(holding).at().map_or(unstated, |e: Extent| e.nominal);
    let (seconds, stance) = match (holding.stance, holding.degree) {
        (Stance::Avoid, None) => (at(f64::INFINITY), 2),
        (Stance::Avoid, Some(_)) => (0.0, 1),
        (Stance::Do, _) => (at(0.0), 0),
        _ => (holding.from.at().map_or(0.0, |e| e.nominal), 0),
    };
    Strictness { seconds, stance }
}

/// The places of the strictest position and of the most lenient; none where a position of this kind is not stricter than
/// another, or all are alike. Where stances clash, who forbids is stricter than who advises or permits, whatever the times.
pub fn extremes(kind: ContradictionKind, positions: &[Strictness]) -> Option<(usize, usize)> {
    use ContradictionKind::{Amount, Condition, Expectation, Frequency, Permission, Polarity, Strength};
    if matches!(kind, Frequency | Amount | Condition | Expectation) {
        return None;
    }
    let stances = matches!(kind, Polarity | Permission | Strength);
    let order = |a: &Strictness, b: &Strictness| {
        let (seconds, stance) = (a.seconds.total_cmp(&b.seconds), a.stance.cmp(&b.stance));
        if stances { stance.then(seconds) } else { seconds.then(stance) }
    };
    let places = || positions.iter().enumerate();
    let (strictest, most) = places().rev().max_by(|a, b| order(a.1, b.1))?;
    let (lenient, least) = places().min_by(|a, b| order(a.1, b.1))?;
    (most != least).then_some((strictest, lenient))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_forbids_is_the_strictest_where_stances_clash() {
        let [short_ban, long_order, long_ban] = [(8.0, 2), (168.0, 0), (24.0, 2)]
            .map(|(hours, stance): (f64, u8)| Strictness { seconds: hours * HOUR, stance });
        let positions = [short_ban, long_order, long_ban];
        assert_eq!(extremes(ContradictionKind::Polarity, &positions), Some((2, 1)));
        assert_eq!(extremes(ContradictionKind::Start, &positions), Some((1, 0)));
        assert_eq!(extremes(ContradictionKind::Frequency, &positions), None);
        assert_eq!(extremes(ContradictionKind::Duration, &[short_ban, short_ban]), None);
    }
}
