//! Is a reading one that a leaflet would mean? Better unclear than inverted.

use super::{Reading, is_close};
use crate::{
    extract::{
        region::{Region, RegionKind},
        stance::{Held, Link},
        walk::Group,
    },
    model::{CueKind, Mention, MentionKind, Phase, Stance, TimeMention, TimeRole, TokenKind, VerbForm},
};

/// How far behind "only" the thing may stand that something is done with, in tokens: "only with the open mouth".
const FURTHEST_WAY: usize = 3;

/// How far behind an article that opens a clause what it tells is named, in tokens.
const FURTHEST_ARTICLE: usize = 3;

/// The most minutes that something is soaked.
const LONGEST_SOAK: f64 = 60.0;

/// How many tokens the longest of plain denials has: "please do not".
const LONGEST_DENIAL: usize = 3;

impl Reading<'_, '_> {
    /// Whether a cue stands at the end of a time that says until when: "until bedtime on the day of the injection".
    pub(super) fn ends_a_time(&self, cue: &Mention) -> bool {
        self.view.found.times.iter().any(|t| t.role == TimeRole::End && t.span.contains(cue.span))
    }

    /// "Nothing heavy for six weeks, gym after eight", "cycling from day 3, weights not before three weeks": what has a time of
    /// its own from which it holds is permitted then, whatever is forbidden beside it.
    pub(super) fn is_permitted_then(&self, held: Held, index: usize, mention: &Mention, list: &[&TimeMention]) -> bool {
        let starts = |t: &&TimeMention| {
            matches!(t.role, TimeRole::Start | TimeRole::Point)
                && t.from.as_ref().is_some_and(|f| f.unit.is_some() || f.day.is_some())
                && is_close(self, mention, t)
        };
        let ends = |t: &&TimeMention| matches!(t.role, TimeRole::Duration | TimeRole::End | TimeRole::Window);
        if held.stance != Stance::Avoid || list.iter().any(ends) || !list.iter().any(starts) {
            return false;
        }
        self.walked.governed.iter().any(|g| {
            let other = &self.view.found.concepts[g.mention];
            let apart =
                (mention.last.min(other.last)..mention.first.max(other.first)).any(|i| self.view.sign(i) == ",");
            g.group == index && other.first != mention.first && apart
        }) && !self.ends_joined_list(index)
    }

    /// "Avoid hot baths, saunas or hot tubs 48 hours following the treatment": whether a word joins the last two things of a list,
    /// so that what stands behind them is said of all.
    fn ends_joined_list(&self, group: usize) -> bool {
        let concepts = &self.view.found.concepts;
        let governed = self.walked.governed.iter().filter(|g| g.group == group).map(|g| &concepts[g.mention]);
        let last = governed.max_by_key(|m| m.first);
        let joins = |c: &Mention| matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Or, _));
        last.and_then(|m| m.first.checked_sub(1)).and_then(|at| self.view.cue_over(at)).is_some_and(joins)
    }

    /// "On the day of the treatment rinsing is not allowed": what only what was done makes necessary, in a text that names no phase.
    pub(super) fn is_of_that_day(&self, mention: &Mention) -> bool {
        let afterwards = mention.concept().is_some_and(|c| self.lexicon.roles.afterwards.contains(c));
        let day = |c: &Mention| {
            (c.first..c.last).any(|i| self.lexicon.is_in_class("rest-of-day", self.view.tokens()[i].word))
        };
        let before = |c: &&Mention| matches!(c.kind, MentionKind::Cue(CueKind::Before, _));
        afterwards && self.context.phase.is_none() && self.view.found.cues.iter().filter(before).all(day)
    }

    /// What is said of a worn thing where its wearing is neither permitted nor forbidden.
    fn says_nothing_of_wearing(&self, stance: Stance, group: &Group, mention: &Mention) -> Option<&'static str> {
        let class = |name, at: usize| self.lexicon.is_in_class(name, self.view.tokens()[at].word);
        match stance {
            // "You may have a bandage on your leg" tells what the reader finds.
            Stance::Allow if (mention.first.saturating_sub(2)..=mention.first).any(|at| class("perfect", at)) => {
                Some("is what may be found on, and nothing that is permitted")
            }
            Stance::Avoid if self.is_taken_off(mention) => Some("is what is taken off, which is not to wear it"),
            Stance::Avoid if (group.first..mention.first).any(|at| class("handling", at)) => {
                Some("is not to be handled, which says nothing of wearing it")
            }
            _ => None,
        }
    }

    /// Refuses readings that no leaflet would mean: better unclear than inverted.
    pub(super) fn plausible(
        &self,
        held: Held,
        group: &Group,
        mention: &Mention,
        tends: Option<Stance>,
    ) -> Result<(), String> {
        let name = mention.concept().map_or("", |c| c.as_str());
        let removes = group.chain.iter().any(|l| l.kind == CueKind::Remove);
        let before = self.context.phase == Some(Phase::Before)
            || self.cue_of(group, CueKind::Before)
            || self.view.found.times.iter().any(|t| t.role == TimeRole::Lead);
        let away = held.stance == Stance::Avoid
            && tends != Some(Stance::Do)
            && self.view.found.times.iter().any(|t| matches!(t.role, TimeRole::Duration | TimeRole::End));
        let worn = self.lexicon.roles.worn.iter().any(|c| *c == name);
        // "Do not take the brace off"
        let kept = removes && held.stance == Stance::Do && group.chain.len() == 2 && worn;
        if removes && !kept && !before && !away && !self.lexicon.roles.removals.iter().any(|c| *c == name) {
            return Err(format!("{name} is taken off, which says nothing of wearing it"));
        }
        let roles = &self.lexicon.roles;
        let left = group.fired.iter().any(|f| roles.delegating.iter().any(|d| d.as_str() == f));
        if left && !roles.burdens.iter().any(|c| *c == name) {
            return Err(format!("{name} is left to others, who may help with it"));
        }
        if held.stance != Stance::Allow && !group.backward && self.is_place(mention, group) {
            return Err(format!("{name} is where something else is done"));
        }
        let unable = (group.first..mention.first.max(group.first + 1))
            .any(|at| self.lexicon.is_in_class("inabilities", self.view.tokens()[at].word));
        let bodily = tends == Some(Stance::Do) || self.lexicon.roles.bodily.iter().any(|c| *c == name);
        if held.stance == Stance::Avoid && bodily && unable && !group.backward {
            return Err(format!("{name} is what cannot be done, and nothing that is forbidden"));
        }
        if held.stance == Stance::Avoid && tends == Some(Stance::Do) && self.is_denied_there(mention, group) {
            return Err(format!("{name} is only denied at a place"));
        }
        if held.stance == Stance::Avoid && self.is_told_behind_ban(mention, group) {
            return Err(format!("{name} is told of what is forbidden"));
        }
        if held.stance == Stance::Allow && self.only_happens(mention, group) {
            return Err(format!("{name} is what may happen to the reader, and nothing that is permitted"));
        }
        if held.stance == Stance::Allow && self.is_worn_meanwhile(mention) {
            return Err(format!("{name} is only worn meanwhile"));
        }
        if let Some(why) = self.says_nothing_of_wearing(held.stance, group, mention).filter(|_| worn) {
            return Err(format!("{name} {why}"));
        }
        // "Give your wound a rest"
        let within = |c: &Mention| c.first < mention.first && mention.last == c.last && c.last - c.first > 2;
        let own = self.view.cue_at(group.first).is_some_and(within);
        if held.stance == Stance::Avoid && tends == Some(Stance::Do) && own {
            return Err(format!("{name} is a part of what is said, and nothing that is forbidden"));
        }
        // "Do not pull up on the floss"
        let pulled = (mention.first.saturating_sub(4).max(group.first)..mention.first)
            .any(|at| self.lexicon.is_in_class("pulling", self.view.tokens()[at].word) && !self.view.in_concept(at));
        if held.stance == Stance::Avoid && tends != Some(Stance::Avoid) && pulled {
            return Err(format!("{name} is only not to be pulled"));
        }
        let prepares = before && self.lexicon.roles.prepared.iter().any(|c| *c == name);
        // "Rotate the earrings twice a day": what some leaflets order, with how often.
        let rated = self.view.found.times.iter().any(|t| t.role == TimeRole::Rate);
        let plain = group.order && group.chain.is_empty() && self.context.held.is_none();
        // "Soak it in saline": what it is done with says more.
        let other = || {
            self.view.found.concepts.iter().any(|m| {
                m.first > mention.first && m.concept().is_some_and(|c| self.tends(c) == Some(Stance::Do) && c != name)
            })
        };
        let way = || roles.particular.iter().any(|c| *c == name) && self.is_particular(group);
        let ordered = plain && (rated || way() && !other()) && roles.disputed.iter().any(|c| *c == name);
        // "Half an aspirin is taken once daily"
        let dosed = group.backward && rated && self.lexicon.roles.medicines.iter().any(|c| *c == name);
        let spoken = prepares || ordered || dosed || self.is_taken(mention, group);
        if held.stance == Stance::Do && tends == Some(Stance::Avoid) && !spoken {
            return Err(format!("{name} is hardly ever ordered"));
        }
        let lasts = |t: &TimeMention| matches!(t.role, TimeRole::Duration | TimeRole::End | TimeRole::Bare);
        if held.stance == Stance::Do
            && self.lexicon.roles.resumed.iter().any(|c| *c == name)
            && self.view.found.times.iter().any(lasts)
        {
            return Err(format!("{name} is hardly ever ordered until a time"));
        }
        let waits = group.chain.iter().any(|l| l.kind == CueKind::Wait);
        let joint =
            |at: usize| self.view.cue_at(at).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::And, _)));
        let joined = (1..=2).any(|n| mention.first.checked_sub(n).is_some_and(joint));
        // "We would rather you did not put ice on it": a long denial ends near what it forbids.
        let denies = group.chain.len() == 1 && matches!(group.chain[0].kind, CueKind::Not | CueKind::ModalNot);
        let denial = self.view.cue_at(group.first).filter(|_| denies);
        let nearest = denial.map_or(group.first, |c| group.first.max(c.last.saturating_sub(LONGEST_DENIAL)));
        let direct = if waits { group.backward || !joined } else { !group.backward && mention.first <= nearest + 6 };
        // "Warm packs are forbidden"
        let forbidden =
            |i: usize| self.view.tokens().get(i).is_some_and(|t| self.lexicon.is_in_class("forbidding", t.word));
        let judged = group.backward && group.chain.len() == 1 && group.chain[0].kind == CueKind::Bad;
        let direct = direct || judged && (mention.last..group.last.min(mention.last + 4)).any(forbidden);
        let direct = direct || !group.backward && self.is_example(mention);
        // "Keep your hands clean and away from it", "keep children away and rest"
        let puts_off = group.asked().iter().all(|l| l.kind == CueKind::Avoid);
        let goes_on = |i: usize| self.lexicon.is_in_class("joining", self.view.tokens()[i].word);
        let cue =
            |c: &&Mention| c.first < mention.first && mention.last <= c.last && matches!(c.kind, MentionKind::Cue(..));
        let cue = self.view.found.cues.iter().find(cue);
        let within = puts_off && cue.is_some_and(|c| (mention.last..c.last).any(goes_on));
        let direct = direct && !within && !(puts_off && joined && !group.backward && mention.last >= group.last);
        if held.stance == Stance::Avoid && tends == Some(Stance::Do) && !direct {
            return Err(format!("{name} is hardly ever forbidden"));
        }
        Ok(())
    }

    /// "No ice directly on the skin": a place that is denied, and not the thing.
    fn is_denied_there(&self, mention: &Mention, group: &Group) -> bool {
        let class = |name, at: usize| {
            self.view.tokens().get(at).is_some_and(|t: &crate::model::Token| self.lexicon.is_in_class(name, t.word))
        };
        only_no(group) && class("directly", mention.last) && class("touching-at", mention.last + 1)
    }

    /// "No cotton buds, the fibres catch on the stud": behind a ban of things, a sign and an article a clause says why.
    fn is_told_behind_ban(&self, mention: &Mention, group: &Group) -> bool {
        let parts = |at: usize| matches!(self.view.sign(at), "," | ":" | ";" | "-" | "\u{2013}" | "\u{2014}");
        let told = |at: usize| self.lexicon.is_in_class("told-of", self.view.tokens()[at].word) && parts(at - 1);
        let from = mention.first.saturating_sub(FURTHEST_ARTICLE).max(group.first + 1);
        only_no(group) && !group.backward && (from..mention.first).any(told)
    }

    /// "You may shower with the dressing on": what is worn while something else is done.
    fn is_worn_meanwhile(&self, mention: &Mention) -> bool {
        let class =
            |name, at: usize| self.view.tokens().get(at).is_some_and(|t| self.lexicon.is_in_class(name, t.word));
        let with = (mention.first.saturating_sub(3)..mention.first).any(|at| class("with", at));
        let on = |at: usize| {
            class("worn-on", at) && self.view.tokens().get(at + 1).is_none_or(|t| t.kind == TokenKind::Sign)
        };
        with && on(mention.last)
    }

    /// "Soak the toe for ten minutes", "soak it if it is stuck", "lie on your left side": an order that says how long, what for, in
    /// which case or in which way, as no ban does.
    fn is_particular(&self, group: &Group) -> bool {
        let tokens = self.view.tokens();
        let behind = |r: &Region| {
            r.first >= group.last && (r.kind == RegionKind::Condition || r.kind == RegionKind::Reason && r.purpose)
        };
        let brief =
            |t: &TimeMention| t.until.as_ref().is_some_and(|u| u.is_brief() && u.max.is_none_or(|m| m <= LONGEST_SOAK));
        let way = (group.first..tokens.len()).any(|at| self.lexicon.is_in_class("particular", tokens[at].word));
        self.walked.regions.iter().any(behind) || self.view.found.times.iter().any(brief) || way
    }

    /// "You might bite your cheek", "you may feel a sharp edge": what may happen to the reader, and nothing that is permitted.
    fn only_happens(&self, mention: &Mention, group: &Group) -> bool {
        let slips = || mention.concept().is_some_and(|c| self.lexicon.roles.slips.contains(c));
        let undergoes = || self.lexicon.is_in_class("undergoing", self.view.tokens()[mention.first].word);
        let may = !group.backward && group.chain.iter().all(|l| l.kind == CueKind::May);
        may && (undergoes() || slips())
    }

    /// "Nothing very hot (like heating pads) or very cold (like ice packs)": whether a thing is named as an example.
    fn is_example(&self, mention: &Mention) -> bool {
        let before = mention.first.checked_sub(1).and_then(|at| self.view.cue_over(at));
        before.is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Example, _)))
    }

    /// "Never take the garment off": whether a name stands within that of taking something off.
    fn is_taken_off(&self, mention: &Mention) -> bool {
        self.view.found.concepts.iter().any(|m| {
            let removal = m.concept().is_some_and(|c| self.lexicon.roles.removals.contains(c));
            removal && m.first < mention.first && mention.last <= m.last
        })
    }

    /// "Protect the dressing in the shower": a name that says where, behind a verb of something else.
    fn is_place(&self, mention: &Mention, group: &Group) -> bool {
        let class = |name: &str, at: usize| self.lexicon.is_in_class(name, self.view.tokens()[at].word);
        let is = mention.concept().is_some_and(|c| self.lexicon.roles.places.contains(c));
        let opens = (mention.first.saturating_sub(2)..=mention.first).any(|at| class("within-place", at));
        let verb = (group.first..mention.first)
            .any(|at| self.view.cue_at(at).is_some_and(|c| matches!(c.kind, MentionKind::Verb(_))));
        let goes = (group.first..mention.first).any(|at| class("going-in", at));
        is && opens && verb && !goes
    }

    /// "No nose-blowing, sneezing only with an open mouth": what stands beside a prohibition but is done in one way only.
    pub(super) fn is_only_a_way(&self, mention: &Mention) -> bool {
        let class =
            |name: &str, at: usize| self.view.tokens().get(at).is_some_and(|t| self.lexicon.is_in_class(name, t.word));
        let only_in = |at: usize| class("sole", at) && class("ways", at + 1);
        let from = mention.first.saturating_sub(FURTHEST_WAY);
        (from..mention.first).chain(mention.last.saturating_sub(1).max(mention.first + 1)..=mention.last).any(only_in)
    }

    /// "Exercise only after six weeks": the order begins with a time, and "only" stands with it.
    pub(super) fn only_from(&self, group: &Group) -> bool {
        let tokens = self.view.tokens();
        self.view.found.times.iter().filter(|t| t.role == TimeRole::Start).any(|t| {
            let first = tokens.partition_point(|k| k.span.end <= t.span.start);
            let only = |at: usize| {
                self.view
                    .cue_at(at)
                    .is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Only | CueKind::Wait, _)))
            };
            first > group.first && (only(first) || group.only)
        })
    }

    /// "Continue your aspirin": a medicine that an order names directly.
    pub(super) fn is_taken(&self, mention: &Mention, group: &Group) -> bool {
        let from = mention.first.saturating_sub(3);
        let taking = |i: usize| self.lexicon.is_in_class("taking", self.view.tokens()[i].word);
        let plain = |i: usize| {
            self.view
                .cue_at(i)
                .is_none_or(|c| matches!(c.kind, MentionKind::Verb(_) | MentionKind::Cue(CueKind::Must, _)))
        };
        let medicine = mention.concept().is_some_and(|c| self.lexicon.roles.medicines.contains(c));
        let behind = mention.last <= group.last && group.backward;
        medicine
            && ((from..mention.first).any(|i| taking(i) && (i..mention.first).all(plain))
                || behind && (mention.last..group.last).any(taking))
    }

    /// "Sunscreen is not just for summer": behind a form of "be", what else puts off only says what something is for.
    pub(super) fn is_not_for(&self, group: &Group) -> bool {
        let cues = &self.view.found.cues;
        cues.windows(2).any(|pair| {
            let waits = pair[1].first >= group.first && matches!(pair[1].kind, MentionKind::Cue(CueKind::Wait, _));
            waits && pair[0].last == pair[1].first && matches!(pair[0].kind, MentionKind::Cue(CueKind::Be, _))
        })
    }

    /// "Stop and call us", "do not drive, dial 999": a verb behind a joining word or a sign, and not the one that is forbidden.
    pub(super) fn is_own_order(&self, mention: &Mention, group: &Group) -> bool {
        let Some(before) = mention.first.checked_sub(1).filter(|&b| b > group.first) else { return false };
        let joins = matches!(self.view.sign(before), "," | "-" | "\u{2013}" | "\u{2014}" | ":")
            || self.view.cue_at(before).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::And, _)));
        joins && self.view.cue_at(mention.first).is_some_and(|c| matches!(c.kind, MentionKind::Verb(VerbForm::Base)))
    }

    /// Whether the subject is the staff: "the nurse will remove the dressing".
    pub(super) fn is_others(&self, group: &Group) -> bool {
        let staff = self.view.found.cues.iter().rev().find(|c| {
            c.first < group.first.max(1) && matches!(c.kind, MentionKind::Cue(CueKind::Staff | CueKind::You, _))
        });
        // "We'll clean the skin, mark you up and pop some cream on": all of it is what the staff do.
        let goes_on = |c: &Mention| {
            let future = (c.first..=c.last)
                .any(|at| self.view.tokens().get(at).is_some_and(|t| self.lexicon.is_in_class("future", t.word)));
            let parts = |at: usize| {
                matches!(self.view.sign(at), ";" | ":" | "\u{2013}" | "\u{2014}" | "-" | "(" | ".")
                    || self
                        .view
                        .cue_at(at)
                        .is_some_and(|n| matches!(n.kind, MentionKind::Cue(CueKind::Contrast | CueKind::Reason, _)))
            };
            c.first <= 1
                && future
                && group.order
                && group.chain.is_empty()
                && !(c.last..group.first.max(c.last)).any(parts)
        };
        staff.is_some_and(|c| {
            matches!(c.kind, MentionKind::Cue(CueKind::Staff, _)) && goes_on(c)
                || !self.view.in_concept(c.first)
                    && matches!(c.kind, MentionKind::Cue(CueKind::Staff, _))
                    && self.same_clause(c.last, group.first)
                    && !self.is_relative(c, group)
        }) && !group.backward
    }

    /// "The plaster we put on is to be kept dry": somebody's act only tells which thing is meant.
    fn is_relative(&self, staff: &Mention, group: &Group) -> bool {
        let tokens = self.view.tokens();
        let named = staff.first.checked_sub(1).is_some_and(|at| {
            tokens[at].kind == TokenKind::Word && (self.view.in_concept(at) || self.view.cue_at(at).is_none())
        });
        let acts = |c: &Mention| {
            staff.last <= c.first
                && c.last <= group.first
                && matches!(
                    c.kind,
                    MentionKind::Verb(VerbForm::Base | VerbForm::Third | VerbForm::Participle) | MentionKind::Cue(..)
                )
        };
        let turns = |l: &Link| matches!(l.kind, CueKind::Must | CueKind::May | CueKind::ModalNot | CueKind::Not);
        named && group.chain.first().is_some_and(turns) && self.view.found.cues.iter().any(acts)
    }

    pub(super) fn same_clause(&self, from: usize, to: usize) -> bool {
        (from..to.max(from)).all(|i| !matches!(self.view.sign(i), ";" | "," | ":" | "\u{2013}"))
    }

    pub(super) fn is_courtesy(&self) -> bool {
        let kinds = |k: RegionKind| self.walked.regions.iter().any(|r: &Region| r.kind == k);
        kinds(RegionKind::Courtesy) && !kinds(RegionKind::Condition)
    }
}

/// Whether nothing but "no" stands over what a group governs.
fn only_no(group: &Group) -> bool {
    !group.chain.is_empty() && group.chain.iter().all(|l| l.kind == CueKind::No)
}

/// "Running from day 10, squats not before three weeks": what is put off until a time is not put off from one.
pub(super) fn is_put_off_from(held: Held, group: &Group, list: &[&TimeMention]) -> bool {
    let amount = |t: &&TimeMention| t.from.as_ref().is_some_and(|f| f.unit.is_some() || f.day.is_some());
    let starts = |t: &&TimeMention| t.role == TimeRole::Start && amount(t);
    let ends =
        |t: &&TimeMention| matches!(t.role, TimeRole::Duration | TimeRole::End | TimeRole::Window | TimeRole::Bare);
    let forbids = |k: CueKind| matches!(k, CueKind::Avoid | CueKind::Not | CueKind::ModalNot | CueKind::No);
    held.stance == Stance::Avoid
        && list.iter().any(starts)
        && !list.iter().any(ends)
        && (group.backward || !group.chain.iter().any(|l| forbids(l.kind)))
}
