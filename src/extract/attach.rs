//! Which time and which condition belong to which rule?

use super::{
    region::{Region, RegionKind, View},
    walk::Walk,
};
use crate::model::{Mention, Span, TimeMention, TimeRole};

/// The tokens that a time expression covers, as indexes.
fn place(view: &View<'_>, time: &TimeMention) -> (usize, usize) {
    let tokens = view.tokens();
    let first = tokens.partition_point(|t| t.span.end <= time.span.start);
    let last = tokens.partition_point(|t| t.span.start < time.span.end);
    (first, last)
}

/// The slot of a rule that a time fills; times of one slot rival each other.
fn slot(role: TimeRole) -> u8 {
    match role {
        TimeRole::Duration | TimeRole::End | TimeRole::Bare => 0,
        TimeRole::Start | TimeRole::Point => 1,
        TimeRole::Window => 2,
        TimeRole::Lead => 3,
        TimeRole::Rate => 4,
        TimeRole::Session => 5,
        TimeRole::Spacing => 6,
        TimeRole::Count => 7,
    }
}

/// The times of a sentence that no region hides, with their places.
pub struct Times<'a> {
    list: Vec<(usize, usize, &'a TimeMention)>,
}

impl<'a> Times<'a> {
    /// The times of a sentence.
    pub fn new(view: &View<'a>, regions: &[Region]) -> Self {
        let hides = |r: &Region| match r.kind {
            RegionKind::Courtesy => false,
            RegionKind::Reason => !r.purpose,
            RegionKind::Condition | RegionKind::Exception => true,
        };
        let hidden = |first: usize| regions.iter().any(|r| r.first <= first && first < r.last && hides(r));
        let list = view
            .found
            .times
            .iter()
            .map(|t| {
                let (first, last) = place(view, t);
                (first, last, t)
            })
            .filter(|&(first, _, _)| !hidden(first))
            .collect();
        Self { list }
    }

    /// Every time.
    pub fn all(&self) -> impl Iterator<Item = &'a TimeMention> {
        self.list.iter().map(|&(_, _, t)| t)
    }

    /// The times of a concept under a group.
    pub fn of(&self, view: &View<'_>, walked: &Walk, group: usize, mention: &Mention) -> Vec<&'a TimeMention> {
        let owned: Vec<_> = self
            .list
            .iter()
            .filter(|&&(first, last, time)| owner(view, walked, (first, last), time) == Owner::Group(group))
            .copied()
            .collect();
        let mut out: Vec<&TimeMention> = nearest(&owned, mention);
        for &(first, last, time) in &self.list {
            let whose = owner(view, walked, (first, last), time);
            let shared = match whose {
                Owner::Everybody => true,
                Owner::Concept(c) => view.found.concepts[c].first == mention.first,
                Owner::Group(_) => false,
            };
            let rival = out.iter().any(|o| slot(o.role) == slot(time.role));
            if shared && matches!(whose, Owner::Concept(_)) {
                out.retain(|o| slot(o.role) != slot(time.role));
                out.push(time);
            } else if shared && !rival {
                out.push(time);
            }
        }
        out.sort_by_key(|t| t.span);
        out
    }
}

/// Whose a time is.
fn owner(view: &View<'_>, walked: &Walk, (first, last): (usize, usize), time: &TimeMention) -> Owner {
    let groups = &walked.groups;
    if groups.is_empty() {
        return Owner::Everybody;
    }
    if let Some(concept) = bracketed(view, walked, first, last) {
        return Owner::Concept(concept);
    }
    let before = groups.iter().rposition(|g| g.first < last);
    let Some(before) = before else { return Owner::Everybody };
    let is_last = groups[before..].len() == 1;
    let next = groups.get(before + 1);
    if let Some(next) = next
        && groups[before].last <= first
        && separated(view, groups[before].last, first)
        && !separated(view, last, next.first.max(last)) | (view.sign(last) == ",")
    {
        return Owner::Group(before + 1);
    }
    let at_end = view.tokens()[last..].iter().all(|t| t.kind == crate::model::TokenKind::Sign);
    if is_last && groups.len() > 1 && at_end && is_shared(view, walked, time.role, first) {
        return Owner::Everybody;
    }
    Owner::Group(before)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    Group(usize),
    Concept(usize),
    Everybody,
}

/// The times of a group that a concept takes: where several rival for one slot, the first behind the concept, else the last
/// before it.
fn nearest<'a>(owned: &[(usize, usize, &'a TimeMention)], mention: &Mention) -> Vec<&'a TimeMention> {
    let mut out: Vec<&TimeMention> = Vec::new();
    for kind in 0..8 {
        let rivals: Vec<_> = owned.iter().filter(|(_, _, t)| slot(t.role) == kind).collect();
        let behind = rivals.iter().find(|(first, _, _)| *first >= mention.first);
        let chosen = behind.or(rivals.last());
        out.extend(chosen.map(|(_, _, t)| *t));
    }
    out
}

/// The concept that a time in brackets stands behind: "alcohol (24 hours)".
fn bracketed(view: &View<'_>, walked: &Walk, first: usize, last: usize) -> Option<usize> {
    let open = (0..first).rev().find(|&i| matches!(view.sign(i), "(" | ")" | "["))?;
    if view.sign(open) == ")" || first - open > 4 {
        return None;
    }
    let close = (last..view.tokens().len()).find(|&i| matches!(view.sign(i), ")" | "]"))?;
    let inside = |at: usize| open < at && at < close;
    if walked.groups.iter().any(|g| inside(g.first)) {
        return None;
    }
    let governed = walked.governed.iter().map(|g| g.mention);
    governed.rev().find(|&m| view.found.concepts[m].last <= open && open - view.found.concepts[m].last <= 2)
}

/// Whether a joining word or a sign stands between two places.
fn separated(view: &View<'_>, from: usize, to: usize) -> bool {
    use crate::model::{CueKind, MentionKind};
    (from..to).any(|i| {
        matches!(view.sign(i), "," | ";" | ":" | "(" | ")" | "\u{2013}" | "\u{2014}")
            || view
                .cue_at(i)
                .is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Or | CueKind::Contrast, _)))
    })
}

/// Whether a time at the end of a sentence is one of all its orders: "do not smoke, and limit alcohol, for a week", "no
/// alcohol and no smoking for two days". A rate is only shared where nothing but "and" stands between.
fn is_shared(view: &View<'_>, walked: &Walk, role: TimeRole, to: usize) -> bool {
    use crate::model::{CueKind, MentionKind};
    let from = walked.groups.first().map_or(0, |g| g.first);
    let ends = (from..to).any(|i| {
        matches!(view.sign(i), ";" | ":" | "(" | ")" | "\u{2013}" | "\u{2014}")
            || view.cue_at(i).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Contrast, _)))
    });
    let listed = (from..to).any(|i| view.sign(i) == ",");
    let timed = view.found.times.iter().filter(|t| slot(t.role) == slot(role)).count() > 1;
    let one_sense = walked.groups.iter().all(|g| g.backward == walked.groups[0].backward && g.held.is_some());
    match role {
        TimeRole::Duration | TimeRole::End | TimeRole::Window => !ends && !timed && one_sense,
        TimeRole::Rate => !ends && !timed && one_sense && !listed,
        _ => false,
    }
}

/// The condition of a group, in the document's words, and where it lies.
pub fn condition(view: &View<'_>, walked: &Walk, group: usize) -> Option<Span> {
    let tokens = view.tokens();
    let span = |r: &Region| {
        let last = (r.first..r.last)
            .rev()
            .find(|&i| !matches!(view.sign(i), "," | "." | "" if tokens[i].kind == crate::model::TokenKind::Sign))?;
        Some(tokens[r.first].span.join(tokens[last].span))
    };
    let group_at = &walked.groups[group];
    let mut found = None;
    for region in walked.regions.iter().filter(|r| r.kind == RegionKind::Condition) {
        let governs = if region.leads {
            region.first <= group_at.last && !closed(view, region.last, group_at.first)
        } else {
            let owner = walked.groups.iter().rposition(|g| g.first < region.first);
            owner.is_some_and(|o| o == group || group < o && !separated_hard(view, group_at.last, region.first))
        };
        if governs {
            found = span(region).or(found);
        }
    }
    found
}

fn closed(view: &View<'_>, from: usize, to: usize) -> bool {
    (from..to.max(from)).any(|i| view.sign(i) == ";")
}

fn separated_hard(view: &View<'_>, from: usize, to: usize) -> bool {
    use crate::model::{CueKind, MentionKind};
    (from..to).any(|i| {
        matches!(view.sign(i), ";" | "," | "(" | ")" | "\u{2013}" | "\u{2014}" | ":")
            || view.cue_at(i).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Contrast, _)))
    })
}
