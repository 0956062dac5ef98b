//! Is a time one of several clauses? "Do not smoke, and limit alcohol, for a week."

use super::{
    Placed,
    joints::{in_time, is_joint, is_strong},
    owner::is_idle,
    slot,
};
use crate::{
    extract::{
        region::{Region, RegionKind},
        view::View,
        walk::{Group, Walk},
    },
    model::{CueKind, MentionKind, TimeMention, TimeRole, TokenKind},
};

/// The clause of whose orders a time at its end is one of all: "do not smoke, and limit alcohol, for a week", "no alcohol and
/// no smoking for two days". A rate is only shared where nothing but "and" stands between.
pub(super) fn shared_by(
    view: &View<'_>,
    walked: &Walk,
    time: &TimeMention,
    (first, last): (usize, usize),
    times: &[Placed<'_>],
) -> Option<(usize, usize)> {
    let tokens = view.tokens();
    let from = (0..first).rev().find(|&i| is_end(view, i)).map_or(0, |i| i + 1);
    // "No gym for a day, no sauna and no pool for two": what stands before another time of its kind has that one.
    let rival = |t: &&Placed<'_>| t.0 >= from && t.1 <= first && slot(t.2) == slot(time);
    let from = times.iter().filter(rival).map(|t| t.1).max().unwrap_or(from);
    let ends = |i: usize| {
        is_end(view, i)
            || begins_group(view, walked, i)
            || orders_behind(view, walked, i)
            || explains_all(view, walked, i)
    };
    let to = (last..tokens.len()).find(|&i| ends(i)).unwrap_or(tokens.len());
    let at_end = (last..to).all(|i| tokens[i].kind == TokenKind::Sign || in_time(view, i));
    let empty = |i: usize| walked.groups[i].chain.is_empty() && walked.dangling.contains(&i);
    let groups: Vec<_> =
        (0..walked.groups.len()).filter(|&i| !is_idle(walked, i) && !empty(i)).map(|i| &walked.groups[i]).collect();
    let here: Vec<_> = groups.into_iter().filter(|g| from <= g.first && g.first < to && g.first < last).collect();
    if !at_end || here.len() < 2 {
        return None;
    }
    let listed = (from..first).any(|i| view.sign(i) == "," && !in_time(view, i));
    let stretch = tokens[from].span.join(tokens[to - 1].span);
    let rivals = times.iter().filter(|t| stretch.contains(t.2.span) && slot(t.2) == slot(time));
    let stance = |g: &Group| g.held.map(|h| h.stance);
    let one_sense = here
        .iter()
        .all(|g| g.backward == here[0].backward && g.held.is_some() && (!listed || stance(g) == stance(here[0])));
    let shares = match time.role {
        TimeRole::Duration | TimeRole::End | TimeRole::Window | TimeRole::Lead => one_sense,
        // "No cream and no perfume on the day."
        TimeRole::Point => one_sense && time.from.as_ref().is_some_and(|t| t.event.is_some()),
        TimeRole::Rate => one_sense && !listed,
        _ => false,
    };
    (shares && rivals.count() <= 1).then_some((from, to))
}

/// Whether a comma and a joining word stand at a place, and the next group begins right behind them.
pub(super) fn begins_group(view: &View<'_>, walked: &Walk, at: usize) -> bool {
    let joint = view.cue_at(at + 1).filter(|c| is_joint(c));
    view.sign(at) == ","
        && joint.is_some_and(|c| walked.groups.iter().any(|g| c.last <= g.first && g.first <= c.last + 1))
}

/// Whether a comma stands at a place, and an order right behind it: "no gym and no sauna for a week, stay out of the sun".
fn orders_behind(view: &View<'_>, walked: &Walk, at: usize) -> bool {
    let opens = |i: usize| !is_idle(walked, i) && walked.groups[i].first == at + 1;
    view.sign(at) == "," && (0..walked.groups.len()).any(opens)
}

/// Whether a comma stands at a place, and a reason behind it: "no gym, no sauna for two days, as they raise the pressure".
pub(super) fn explains_all(view: &View<'_>, walked: &Walk, at: usize) -> bool {
    let reason = |r: &Region| r.kind == RegionKind::Reason && r.first == at + 1;
    view.sign(at) == "," && walked.regions.iter().any(reason)
}

/// Whether a clause with its orders ends at a place.
pub(super) fn is_end(view: &View<'_>, at: usize) -> bool {
    !in_time(view, at)
        && (is_strong(view, at)
            || view.cue_at(at).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Contrast, _))))
}
