//! Which parts of a sentence carry no advice of their own? Conditions, reasons and exceptions.

mod end;
mod purpose;
mod unmarked;

pub use end::{advises_behind, subject_has_predicate};
use end::{behind_comma, clause_end, is_leading, leading_end};
pub use purpose::is_ordered;
use purpose::purpose;
use unmarked::{report_behind, unmarked_end};

use super::{aside, view::View};
use crate::{
    lexicon::{ConceptSort, Lexicon},
    model::{ConditionKind, CueKind, Mention, MentionKind, TimeMention, TimeRole, TimeSpec, TokenKind, VerbForm},
};

/// What a region is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegionKind {
    /// Under this condition ("if it swells").
    Condition,
    /// This is why ("to reduce swelling").
    Reason,
    /// But not this ("apart from water").
    Exception,
    /// An offer to answer questions, which is no rule.
    Courtesy,
    /// Said in passing: it restricts nothing ("even if it itches"), or only another amount ("two days if it is sore").
    Aside,
}

/// How far behind "without" what is lacking is named: "without your usual glasses".
const FURTHEST_LACKING: usize = 3;

/// A run of tokens of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// What it is.
    pub kind: RegionKind,
    /// The index of its first token.
    pub first: usize,
    /// One past the index of its last token.
    pub last: usize,
    /// Whether it stands before what it bears on.
    pub leads: bool,
    /// Whether it says what for, and not why: a time in it is still one of the advice.
    pub purpose: bool,
}

/// The regions of a sentence, in order, without overlap.
pub fn regions(view: &View<'_>, lexicon: &Lexicon) -> Vec<Region> {
    let mut out: Vec<Region> = Vec::new();
    for cue in &view.found.cues {
        if out.last().is_some_and(|r| cue.first < r.last) {
            continue;
        }
        let region = match cue.kind {
            // "as long as it heals" is an end.
            MentionKind::Condition(ConditionKind::Opens) if is_healing(view, cue) => None,
            MentionKind::Condition(kind) => condition(view, lexicon, cue, kind),
            MentionKind::Cue(CueKind::Reason, _) if is_infinitive_of_omitting(view, cue) => None,
            MentionKind::Cue(CueKind::Reason, _) => reason(view, lexicon, cue),
            MentionKind::Cue(CueKind::Report, _) => Some(to_clause_end(view, cue)),
            MentionKind::Cue(CueKind::Or, _) if threatens(view, cue) => Some(to_clause_end(view, cue)),
            MentionKind::Cue(CueKind::And, _) if goes_on_until(view, lexicon, cue) => Some(to_clause_end(view, cue)),
            MentionKind::Cue(CueKind::You, _) => reduced_relative(view, lexicon, cue),
            MentionKind::Cue(CueKind::To, _) if is_timed(view, cue) => None,
            MentionKind::Cue(CueKind::To, _) => purpose(view, cue, lexicon),
            MentionKind::Cue(CueKind::Relative, _)
                if (cue.last - 1..=cue.last)
                    .filter_map(|at| view.tokens().get(at))
                    .any(|t| lexicon.is_in_class("containing", t.word)) =>
            {
                // "Creams that contain retinol" names what is meant.
                None
            }
            MentionKind::Cue(CueKind::Relative, _) if describes(view, lexicon, cue) || is_named(view, cue) => None,
            MentionKind::Cue(CueKind::Relative, _)
                if advises_behind(view, cue) || explains_when(view, cue) || is_complement(view, lexicon, cue) =>
            {
                None
            }
            MentionKind::Cue(CueKind::Relative, _) => Some(relative(view, cue)),
            MentionKind::Cue(CueKind::Contrast, _) if denies_case(view, cue, lexicon) => Some(Region {
                kind: RegionKind::Condition,
                last: clause_end(view, cue.last, false),
                ..to_clause_end(view, cue)
            }),
            MentionKind::Cue(CueKind::Without, _) if denies_lack(view, cue, lexicon) => {
                Some(Region { kind: RegionKind::Condition, ..to_clause_end(view, cue) })
            }
            MentionKind::Cue(CueKind::Exception, _) if waits_before(view, cue) || is_timed(view, cue) => None,
            MentionKind::Cue(CueKind::Exception, _) => Some(Region {
                kind: RegionKind::Exception,
                first: cue.first,
                last: exception_end(view, cue, lexicon),
                leads: false,
                purpose: false,
            }),
            _ => None,
        };
        out.extend(region);
    }
    for region in &mut out {
        end_at_report(view, lexicon, region);
    }
    out.extend(reported_when(view, lexicon, &out));
    out.sort_by_key(|r| r.first);
    for region in &mut out {
        if region.kind == RegionKind::Condition && aside::is_aside(view, region, lexicon) {
            region.kind = RegionKind::Aside;
        }
    }
    out
}

/// "Do not forget to protect your lashes": what is not to be left out, and no reason.
fn is_infinitive_of_omitting(view: &View<'_>, cue: &Mention) -> bool {
    let omits = |c: &Mention| c.last == cue.first && matches!(c.kind, MentionKind::Cue(CueKind::Omit, _));
    view.found.cues.iter().any(omits)
}

/// "Food that is too spicy or salty": what tells apart things of a kind names what is meant.
fn describes(view: &View<'_>, lexicon: &Lexicon, cue: &Mention) -> bool {
    let tokens = view.tokens();
    let kind = cue.first.checked_sub(1).is_some_and(|b| lexicon.is_in_class("kinds-of-things", tokens[b].word));
    let is = lexicon.is_in_class("states", tokens[cue.last - 1].word);
    let degrees = |at: &usize| tokens.get(*at).is_some_and(|t| lexicon.is_in_class("degree-words", t.word));
    let named = (cue.last..tokens.len()).find(|at| !degrees(at)).unwrap_or(cue.last);
    kind && is && view.concepts_at(named).next().is_some()
}

/// "Foods that are hard, spicy or sticky": whether the words belong to a name, behind which the list goes on.
fn is_named(view: &View<'_>, cue: &Mention) -> bool {
    let within = |c: &Mention| c.first < cue.first && cue.last < c.last;
    view.found.concepts.iter().any(|c| within(c) && matches!(view.sign(c.last), "," | "/"))
}

/// "Never while you take strong tablets": a case for which something is denied.
fn denies_case(view: &View<'_>, cue: &Mention, lexicon: &Lexicon) -> bool {
    let tokens = view.tokens();
    let opens = cue.last - cue.first == 1 && lexicon.is_in_class("case-openers", tokens[cue.first].word);
    opens && cue.first.checked_sub(1).is_some_and(|at| lexicon.is_in_class("denying", tokens[at].word))
}

/// "Do not drive without your glasses", "no new tablets without asking us": what is forbidden holds for the case that something is
/// lacking. Where that is itself mostly done or mostly left off, the walk reads what is said of it.
fn denies_lack(view: &View<'_>, cue: &Mention, lexicon: &Lexicon) -> bool {
    use CueKind::{Avoid, ModalNot, No, Not};
    let denies = |c: &&Mention| matches!(c.kind, MentionKind::Cue(Not | ModalNot | No | Avoid, _));
    let Some(denial) = view.found.cues.iter().rfind(|c| c.last <= cue.first && denies(c)) else { return false };
    let activity =
        |m: &Mention| m.concept().is_some_and(|c| lexicon.concepts.get(c).is_some_and(|c| c.tends.is_some()));
    let near = |m: &Mention| (cue.last..=cue.last + FURTHEST_LACKING).contains(&m.first);
    let told = |m: &Mention| m.concept().is_some_and(|c| lexicon.is_report(c));
    let single = view.found.cues.iter().filter(|c| c.last <= cue.first).filter(denies).count() == 1;
    let named = view.found.concepts.iter().any(|m| (denial.first..cue.first).contains(&m.first));
    let one = (denial.last..cue.first).all(|at| view.sign(at).is_empty());
    single && named && one && !view.found.concepts.iter().any(|m| near(m) && activity(m) && !told(m))
}

/// What a cue opens up to the end of its clause, which is no advice.
fn to_clause_end(view: &View<'_>, cue: &Mention) -> Region {
    let last = clause_end(view, cue.last, false);
    Region { kind: RegionKind::Reason, first: cue.first, last, leads: false, purpose: false }
}

/// "Do not eat, or you may bite your cheek": behind a prohibition, what comes of not keeping to it.
fn threatens(view: &View<'_>, or: &Mention) -> bool {
    use CueKind::{Avoid, May, ModalNot, No, Not, You};
    let is = |at: usize, kinds: &[CueKind]| {
        view.cue_at(at).filter(|c| matches!(c.kind, MentionKind::Cue(kind, _) if kinds.contains(&kind)))
    };
    let modal = is(or.last, &[You]).is_some_and(|you| is(you.last, &[May]).is_some());
    let forbids = |c: &Mention| matches!(c.kind, MentionKind::Cue(Not | ModalNot | No | Avoid, _));
    let stance = |c: &Mention| forbids(c) || matches!(c.kind, MentionKind::Cue(May, _));
    modal && view.found.cues.iter().rev().find(|c| c.last <= or.first && stance(c)).is_some_and(forbids)
}

/// "Do not swim until it has healed and the stitches have been taken out": whether what ends the advice goes on behind "and".
fn goes_on_until(view: &View<'_>, lexicon: &Lexicon, and: &Mention) -> bool {
    let tokens = view.tokens();
    let Some(before) = and.first.checked_sub(1) else { return false };
    let ends = |t: &TimeMention| {
        let event = t.until.as_ref().is_some_and(|u| u.event.is_some());
        t.role == TimeRole::End && event && t.span.end == tokens[before].span.end
    };
    let class = |name, at: usize| tokens.get(at).is_some_and(|t| lexicon.is_in_class(name, t.word));
    let verb = (and.last + 1..tokens.len().min(and.last + 5)).find(|&at| class("perfect", at) || class("be-forms", at));
    let done = |at: usize| {
        view.cue_at(at).is_some_and(|c| {
            matches!(
                c.kind,
                MentionKind::Verb(VerbForm::Participle) | MentionKind::Cue(CueKind::Remove, VerbForm::Participle)
            )
        })
    };
    let alone = || !view.found.times.iter().any(|t| t.span.start > tokens[and.first].span.start);
    view.found.times.iter().any(ends)
        && verb.is_some_and(|v| (and.last..v).all(|at| view.cue_at(at).is_none_or(|c| !is_predicate(c))))
        && verb.is_some_and(|v| (v + 1..tokens.len().min(v + 4)).any(done))
        && alone()
}

/// "If your throat swells or you cannot breathe ring 999": somebody to turn to is no part of the condition before.
fn end_at_report(view: &View<'_>, lexicon: &Lexicon, region: &mut Region) {
    if region.kind != RegionKind::Condition || !region.leads {
        return;
    }
    if let Some(first) = report_behind(view, lexicon, region.first + 1).filter(|&at| at < region.last) {
        region.last = first;
    }
}

/// "We recommend that you rest", "please note that you should rest": the clause is what is recommended, and says of nothing which
/// thing is meant.
fn is_complement(view: &View<'_>, lexicon: &Lexicon, cue: &Mention) -> bool {
    let word = |at: usize| view.tokens()[at].word;
    let takes = |at: usize| lexicon.is_in_class("complement-takers", word(at));
    lexicon.is_in_class("complementizers", word(cue.first)) && cue.first.checked_sub(1).is_some_and(takes)
}

/// "Ring us when a bracket comes loose": a clause behind somebody to turn to says in which case.
fn reported_when(view: &View<'_>, lexicon: &Lexicon, known: &[Region]) -> Option<Region> {
    let is_report = |c: &&Mention| c.concept().is_some_and(|name| lexicon.is_report(name));
    let report = view.found.concepts.iter().find(is_report)?;
    let tokens = view.tokens();
    let when = (report.last..tokens.len()).find(|&at| lexicon.is_in_class("whens", tokens[at].word))?;
    let last = clause_end(view, when + 1, false);
    let free = known.iter().all(|r| r.last <= when || r.first >= last) && last > when + 2;
    let timed = view.found.times.iter().any(|t| t.span.contains(tokens[when].span));
    (free && !timed).then_some(Region { kind: RegionKind::Condition, first: when, last, leads: false, purpose: false })
}

/// Where an exception ends: before the predicate of the subject from which it takes something out ("sports other than walking
/// should be avoided"), or before the time of the whole ("no exercise except walking for a week").
fn exception_end(view: &View<'_>, cue: &Mention, lexicon: &Lexicon) -> usize {
    let mut end = clause_end(view, cue.last, false);
    if is_leading(view, cue.first) {
        // "Other than that, saunas should be avoided"
        end = end.min(leading_end(view, lexicon, cue.last));
    }
    let tokens = view.tokens();
    if lexicon.is_in_class("time-clauses", tokens[cue.first].word) {
        // "before you go out, and top it up later"
        let end = (cue.last..end).find(|&at| view.sign(at) == ",").unwrap_or(end);
        return order_behind(view, cue, end).unwrap_or(end);
    }
    let joins = |c: &Mention| matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Or | CueKind::Example, _));
    let silent = view.found.cues.iter().filter(|c| c.first < cue.first).all(|c| joins(c) || view.in_concept(c.first));
    let subject = silent && view.found.concepts.iter().any(|c| c.last <= cue.first);
    if subject && let Some(predicate) = view.found.cues.iter().find(|c| c.first > cue.last && is_predicate(c)) {
        return end.min(predicate.first);
    }
    let trailing = view.found.times.iter().find(|t| {
        let first = tokens.partition_point(|k| k.span.end <= t.span.start);
        let last = tokens.partition_point(|k| k.span.start < t.span.end);
        let lasts = matches!(t.role, TimeRole::Duration | TimeRole::End | TimeRole::Window | TimeRole::Start);
        let ends = (last..end).all(|at| tokens[at].kind == TokenKind::Sign);
        let told = view.found.cues.iter().any(|c| {
            let acts = matches!(c.kind, MentionKind::Verb(VerbForm::Third | VerbForm::Base) | MentionKind::Cue(..));
            cue.last < c.first && c.first < first && acts && !joins(c) && !view.in_concept(c.first)
        });
        lasts && first > cue.last && last <= end && ends && !told
    });
    trailing.map_or(end, |t| tokens.partition_point(|k| k.span.end <= t.span.start))
}

/// "Before touching the area wash your hands": where the order begins behind a clause that opens the sentence with a gerund.
fn order_behind(view: &View<'_>, cue: &Mention, end: usize) -> Option<usize> {
    let gerund =
        |m: &Mention| matches!(m.kind, MentionKind::Verb(VerbForm::Gerund) | MentionKind::Cue(_, VerbForm::Gerund));
    let acts = cue.last > cue.first + 1 || view.cue_at(cue.last).is_some_and(gerund);
    let joins = |at: usize| {
        view.cue_over(at)
            .is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Or | CueKind::To, _)))
    };
    let orders = |c: &&Mention| {
        let base = matches!(c.kind, MentionKind::Verb(VerbForm::Base) | MentionKind::Cue(_, VerbForm::Base));
        let behind = cue.last + usize::from(cue.last == cue.first + 1);
        base && c.first > behind && c.first < end && !joins(c.first - 1)
    };
    let order = view.found.cues.iter().find(orders).filter(|_| acts && is_leading(view, cue.first))?;
    view.found.concepts.iter().any(|m| m.first >= order.first && m.first <= order.last + 1).then_some(order.first)
}

/// "after meals and before bed": the words are those of a time.
fn is_timed(view: &View<'_>, cue: &Mention) -> bool {
    let token = view.tokens()[cue.first].span;
    view.found.times.iter().any(|t| t.span.contains(token))
}

/// "as long as it has not healed", "while the drain is in": the words are those of a time that ends with an event.
fn is_healing(view: &View<'_>, cue: &Mention) -> bool {
    let ends = |t: &TimeSpec| t.event.is_some();
    let lasts = |t: &TimeMention| t.role == TimeRole::End && t.until.as_ref().is_some_and(ends);
    view.found.times.iter().any(|t| t.span.contains(cue.span) && lasts(t))
}

/// "When you can brake hard, which is usually after four weeks": the clause only tells the time of what was said.
fn explains_when(view: &View<'_>, cue: &Mention) -> bool {
    behind_comma(view, cue.first) && end::ends_with_time(view, cue.first)
}

/// "Wait a day before applying makeup": what follows is what waits.
fn waits_before(view: &View<'_>, cue: &Mention) -> bool {
    let earlier = view.found.cues.iter().rev().filter(|c| c.first < cue.first);
    let mut earlier = earlier.take_while(|c| !matches!(c.kind, MentionKind::Cue(CueKind::Contrast, _)));
    earlier.any(|c| matches!(c.kind, MentionKind::Cue(CueKind::Wait, _)))
}

fn condition(view: &View<'_>, lexicon: &Lexicon, cue: &Mention, kind: ConditionKind) -> Option<Region> {
    let leads = is_leading(view, cue.first);
    let region = |kind, last| Some(Region { kind, first: cue.first, last, leads, purpose: false });
    match kind {
        // "When you go outside wear a hat": no condition, but a clause of its own.
        ConditionKind::None if leads => {
            let comma = Some(leading_end(view, lexicon, cue.last)).filter(|&last| behind_comma(view, last));
            let last = unmarked_end(view, lexicon, cue.first).or(comma)?;
            let timed = |at: usize| view.found.times.iter().any(|t| t.span.contains(view.tokens()[at].span));
            let plain = (cue.first..last.saturating_sub(1))
                .all(|at| view.sign(at).is_empty() && (comma.is_none() || !timed(at)));
            region(RegionKind::Aside, last).filter(|_| plain && last > cue.last)
        }
        ConditionKind::None => None,
        ConditionKind::Whole => region(RegionKind::Condition, cue.last),
        ConditionKind::Opens if leads => region(RegionKind::Condition, leading_end(view, lexicon, cue.last)),
        ConditionKind::Opens => {
            let last = clause_end(view, cue.last, false);
            // "Bruising is common, if you have severe pain you should call us."
            let unmarked = unmarked_end(view, lexicon, cue.last)
                .or_else(|| report_behind(view, lexicon, cue.last))
                .filter(|&end| end < last && behind_comma(view, cue.first));
            match unmarked {
                Some(last) => {
                    Some(Region { kind: RegionKind::Condition, first: cue.first, last, leads: true, purpose: false })
                }
                None => region(RegionKind::Condition, own_time(view, lexicon, cue, last).unwrap_or(last)),
            }
        }
        ConditionKind::Aside if leads => region(RegionKind::Aside, leading_end(view, lexicon, cue.last)),
        ConditionKind::Aside => region(RegionKind::Aside, clause_end(view, cue.last, false)),
        ConditionKind::Courtesy if leads => region(RegionKind::Courtesy, leading_end(view, lexicon, cue.last)),
        ConditionKind::Courtesy => region(RegionKind::Courtesy, clause_end(view, cue.last, false)),
    }
}

/// "No hat if your forehead was treated until the next day": where the time of the advice begins behind a condition that says only
/// what was done.
fn own_time(view: &View<'_>, lexicon: &Lexicon, cue: &Mention, last: usize) -> Option<usize> {
    let tokens = view.tokens();
    let ends = tokens[cue.last..last].iter().rfind(|t| t.kind == TokenKind::Word)?;
    let (begin, end) = (tokens[cue.first].span.start, ends.span);
    let found = &view.found.times;
    let time = found.iter().find(|t| t.span.contains(end) && t.span.start > begin && t.until.is_some())?;
    let first = tokens.partition_point(|t| t.span.start < time.span.start);
    let treated = (cue.last..first).any(|at| lexicon.is_in_class("treated", tokens[at].word));
    let alone = !found.iter().any(|t| t.span.start < begin);
    (treated && alone && view.found.concepts.iter().any(|c| c.last <= cue.first)).then_some(first)
}

/// "so the area must be kept dry": what follows from what was said is advice where it has a predicate of advice.
fn concludes(view: &View<'_>, lexicon: &Lexicon, cue: &Mention) -> bool {
    use CueKind as K;
    let end = clause_end(view, cue.last, true);
    let passive = |c: &Mention| view.cue_at(c.last).is_some_and(|n| matches!(n.kind, MentionKind::Cue(K::Be, _)));
    lexicon.is_in_class("consequence", view.tokens()[cue.first].word)
        && view.found.cues.iter().filter(|c| c.first >= cue.last && c.first < end).any(|c| match c.kind {
            MentionKind::Cue(K::Must | K::ModalNot | K::Bad | K::Good | K::Needed | K::NotNeeded | K::Avoid, _) => true,
            MentionKind::Cue(K::May, _) => passive(c),
            _ => false,
        })
}

/// "the products you use": a clause that only says which thing is meant, without a word that opens it.
fn reduced_relative(view: &View<'_>, lexicon: &Lexicon, cue: &Mention) -> Option<Region> {
    let before = cue.first.checked_sub(1)?;
    let noun = view.tokens()[before].kind == TokenKind::Word && view.cue_at(before).is_none();
    let named = (before.saturating_sub(2)..before).any(|i| lexicon.is_in_class("definite", view.tokens()[i].word));
    let opens = lexicon.is_in_class("openers", view.tokens()[0].word);
    let verb = view.cue_at(cue.last).is_some_and(|c| matches!(c.kind, MentionKind::Verb(VerbForm::Base)));
    let timed = view.found.times.iter().any(|t| t.span.contains(view.tokens()[before].span));
    (noun && named && verb && !opens && !timed).then(|| {
        let tokens = view.tokens();
        let next =
            (cue.last + 1..tokens.len()).find(|&i| tokens[i].kind == TokenKind::Sign || view.cue_at(i).is_some());
        let last = next.unwrap_or(tokens.len());
        Region { kind: RegionKind::Reason, first: cue.first, last, leads: false, purpose: false }
    })
}

/// A reason; one that opens the sentence ends where the advice begins. "so" before advice only joins.
fn reason(view: &View<'_>, lexicon: &Lexicon, cue: &Mention) -> Option<Region> {
    let leads = is_leading(view, cue.first);
    let is_word = cue.last - cue.first == 1;
    let verdict = |c: &Mention| matches!(c.kind, MentionKind::Cue(CueKind::Good | CueKind::Bad | CueKind::Needed, _));
    if leads && view.cue_at(cue.last).is_some_and(verdict) {
        // "It is forbidden alcohol", as translations have it.
        return None;
    }
    let so = lexicon.is_in_class("consequence", view.tokens()[cue.first].word);
    if is_word && leads && !so {
        // "Because the skin is open, swimming is not allowed": ends with its comma, if one is there.
        let last = Some(leading_end(view, lexicon, cue.last)).filter(|&last| behind_comma(view, last))?;
        return Some(Region { kind: RegionKind::Reason, first: cue.first, last, leads, purpose: true });
    }
    if is_word && (leads || view.opens_advice(cue.last) || concludes(view, lexicon, cue)) {
        return None;
    }
    if leads && !is_word && is_complete(view, lexicon, cue) {
        return Some(Region { kind: RegionKind::Reason, first: cue.first, last: cue.last, leads, purpose: true });
    }
    let last = if leads { leading_end(view, lexicon, cue.last) } else { clause_end(view, cue.last, true) };
    let last = reassured(view, lexicon, cue).filter(|&end| leads && end < last).unwrap_or(last);
    // "Take painkillers to ease pain if instructed": the case is one of the advice.
    let case = |c: &&Mention| {
        let opens = matches!(c.kind, MentionKind::Condition(ConditionKind::Opens | ConditionKind::Whole));
        opens && c.first > cue.last && c.first < last
    };
    let aims = !leads && (cue.first..cue.last).any(|at| lexicon.is_in_class("to", view.tokens()[at].word));
    let last = view.found.cues.iter().find(case).filter(|_| aims).map_or(last, |c| c.first);
    let purpose = leads || !tells_of_sign(view, lexicon, cue.first..last);
    Some(Region { kind: RegionKind::Reason, first: cue.first, last, leads, purpose })
}

/// "as it may be tender for a day or two": a cause that says how long a sign lasts, which is not how long the advice holds.
fn tells_of_sign(view: &View<'_>, lexicon: &Lexicon, part: std::ops::Range<usize>) -> bool {
    let class = |name: &str, at: usize| lexicon.is_in_class(name, view.tokens()[at].word);
    let sign = |m: &Mention| {
        let known = m.concept().and_then(|c| lexicon.concepts.get(c));
        part.contains(&m.first) && known.is_some_and(|c| c.sort == ConceptSort::Symptom)
    };
    let lasts = |t: &TimeMention| t.role == TimeRole::Duration && t.span.start >= view.tokens()[part.start].span.start;
    class("causes", part.start)
        && part.clone().any(|at| class("future", at) || class("modals-of-permission", at))
        && view.found.concepts.iter().any(sign)
        && view.found.times.iter().any(lasts)
}

/// The most words before "and" that only say how something is: "this is quite normal and you may take a tablet".
const LONGEST_VERDICT: usize = 3;

/// Where a few words end that only say how something is, and "and you may" goes on with what can be done.
fn reassured(view: &View<'_>, lexicon: &Lexicon, cue: &Mention) -> Option<usize> {
    let is = |at: usize, kinds: &[CueKind]| {
        view.cue_at(at).filter(|c| matches!(c.kind, MentionKind::Cue(kind, _) if kinds.contains(&kind)))
    };
    let end = (cue.last..view.tokens().len().min(cue.last + LONGEST_VERDICT + 1))
        .find(|&at| is(at, &[CueKind::And]).is_some())?;
    let you = is(view.cue_at(end)?.last, &[CueKind::You])?;
    let acts = |at: usize| !lexicon.is_in_class("undergoing", view.tokens()[at].word);
    let modal = is(you.last, &[CueKind::May, CueKind::Must]).filter(|m| m.last < view.tokens().len())?;
    acts(modal.last).then_some(end)
}

/// "For best results": a reason whose own words are all of it.
fn is_complete(view: &View<'_>, lexicon: &Lexicon, cue: &Mention) -> bool {
    let class = |name: &str, at: usize| lexicon.is_in_class(name, view.tokens()[at].word);
    let goes_on = ["articles", "definite", "to", "adjuncts"].iter().any(|name| class(name, cue.last - 1));
    class("purpose-openers", cue.first) && !goes_on
}

/// Whether a cue is a modal verb, a form of "be" or a verdict, so that a clause of its own stands there.
pub fn is_predicate(cue: &Mention) -> bool {
    use CueKind as K;
    matches!(
        cue.kind,
        MentionKind::Cue(K::Must | K::May | K::ModalNot | K::Not | K::Good | K::Bad | K::Needed | K::Be, _)
    )
}

/// "that irritates the skin": up to where the main clause goes on.
fn relative(view: &View<'_>, cue: &Mention) -> Region {
    let end = clause_end(view, cue.last, true);
    let resumes = |c: &&Mention| {
        let goes_on = matches!(c.kind, MentionKind::Cue(CueKind::NotNeeded | CueKind::Example | CueKind::No, _));
        c.first > cue.last && c.first < end && (goes_on || is_predicate(c))
    };
    let last = view.found.cues.iter().find(resumes).map_or(end, |c| c.first);
    let aside = behind_comma(view, cue.first);
    let last = (cue.last..last).find(|&at| aside && lists_on(view, at)).unwrap_or(last);
    // "…, which lowers the blood flow for hours": said in passing, with a time of its own.
    Region { kind: RegionKind::Reason, first: cue.first, last, leads: false, purpose: !aside }
}

/// "salty food, which holds water, and alcohol": the list goes on with a thing and nothing that is said of it.
fn lists_on(view: &View<'_>, at: usize) -> bool {
    let joins = view.cue_at(at + 1).filter(|c| matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Or, _)));
    let Some(joins) = joins.filter(|_| view.sign(at) == ",") else { return false };
    let named = view.found.concepts.iter().find(|c| c.first >= joins.last && c.first <= joins.last + 1);
    named.is_some_and(|c| {
        let lists =
            view.cue_at(c.last).is_some_and(|n| matches!(n.kind, MentionKind::Cue(CueKind::And | CueKind::Or, _)));
        lists || view.tokens().get(c.last).is_none_or(|t| t.kind == TokenKind::Sign)
    })
}
