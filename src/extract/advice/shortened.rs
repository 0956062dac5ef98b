//! What does a sentence leave out that its first clause, or nobody, says? "Dark glasses outdoors", "men can shave after two days and
//! women after a week", "you can drive, but never while on strong tablets".

use super::Reading;
use crate::{
    extract::{
        assemble::{Draft, Route, Times},
        region::RegionKind,
        stance::Held,
        then,
    },
    model::{CueKind, Mention, MentionKind, Stance, Strength, TimeMention, TimeRole, TokenKind},
};

/// The most words of a sentence that only names what is needed.
const LONGEST_NEED: usize = 9;

/// The most tokens between "then" and the name behind it.
const MOST_BEFORE_THEN: usize = 6;

/// The most words between what joins a second clause and its time.
const LONGEST_OTHERS: usize = 4;

impl Reading<'_, '_> {
    /// "Dark glasses outdoors.", "Two pillows, on your back.": a whole sentence that only names what nearly every leaflet orders,
    /// with how much of it or where.
    pub(super) fn is_plain_need(&self) -> bool {
        let tokens = self.view.tokens();
        let ended = tokens.last().is_some_and(|t| matches!(t.span.of(self.view.text), "." | "!"));
        let words = tokens.iter().filter(|t| t.kind == TokenKind::Word).count();
        let beside = |at: usize| {
            tokens[at].kind == TokenKind::Sign
                || self.lexicon.is_in_class("beside-needs", tokens[at].word)
                || self.names_or_joins(at)
        };
        let wanted = |m: &Mention| m.concept().is_some_and(|c| self.tends(c) == Some(Stance::Do));
        let named = &self.view.found.concepts;
        let covered = |at: usize| tokens[at].kind == TokenKind::Sign || self.view.in_concept(at);
        let much = tokens.first().is_some_and(|t| self.lexicon.is_in_class("plentiful", t.word));
        let only_name = named.len() == 1 && !much && (0..tokens.len()).all(covered);
        ended
            && words <= LONGEST_NEED
            && !only_name
            && named.iter().all(wanted)
            && self.walked.groups.is_empty()
            && self.walked.regions.is_empty()
            && (0..tokens.len()).all(beside)
    }

    /// "Alcohol and smoking" / "Neither for three days": whether a sentence opens with a denial of all that its heading names and a
    /// time directly behind it.
    pub(super) fn denies_both(&self) -> bool {
        let first = self.view.tokens().first();
        first.is_some_and(|t| self.lexicon.is_in_class("denying-both", t.word))
            && self.view.is_in_time(1)
            && self.walked.groups.len() <= 1
    }

    /// "Men can shave after two days and women after a week": the drafts of a clause that only says of others from when; `read` are
    /// those of the clauses before it.
    pub(super) fn of_others(&self, read: &[Draft]) -> Vec<Draft> {
        let tokens = self.view.tokens();
        let starts = |t: &TimeMention| matches!(t.role, TimeRole::Start | TimeRole::Point) && t.from.is_some();
        let mut out = self.of_other_sites(read);
        if !out.is_empty() {
            return out;
        }
        for time in self.view.found.times.iter().filter(|t| starts(t)) {
            let at = tokens.partition_point(|t| t.span.end <= time.span.start);
            let last = tokens.partition_point(|t| t.span.start < time.span.end);
            let joins = |i: &usize| {
                matches!(self.view.sign(*i), "," | ";")
                    || self
                        .view
                        .cue_at(*i)
                        .is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Contrast, _)))
            };
            let Some(sign) = (at.saturating_sub(LONGEST_OTHERS + 1)..at).rev().find(joins) else { continue };
            let people = |i: usize| {
                self.lexicon.is_in_class("persons", tokens[i].word)
                    || self.lexicon.is_in_class("other-persons", tokens[i].word)
                    || self.view.cue_at(i).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::You, _)))
            };
            let silent = |i: usize| {
                !self.view.in_concept(i)
                    && (people(i) || self.view.cue_at(i).is_none())
                    && !self.view.found.times.iter().any(|t| t.span.contains(tokens[i].span))
            };
            let ends = last >= tokens.len() || tokens[last].kind == TokenKind::Sign;
            if sign + 1 >= at || !people(sign + 1) || !(sign + 1..at).all(silent) || !ends {
                continue;
            }
            let Some(said) =
                read.iter().rfind(|d| d.held.stance == Stance::Allow && d.span.start < tokens[sign].span.start)
            else {
                continue;
            };
            if said.times.window.from.is_none() || said.times.window.from == time.from {
                continue;
            }
            let mut draft = said.clone();
            draft.times.window.from.clone_from(&time.from);
            draft.span = said.span.join(time.span);
            out.push(draft);
        }
        out
    }

    /// "When do the stitches come out?" / "Face, five days; arms and trunk, ten to fourteen days; legs, fourteen days": the drafts of the
    /// parts of an answer behind its first, where all of them are no more than a name and a time.
    fn of_other_sites(&self, read: &[Draft]) -> Vec<Draft> {
        let tokens = self.view.tokens();
        let times = &self.view.found.times;
        let [said] = read else { return Vec::new() };
        let Some(first) = times.first().filter(|_| times.len() > 1 && said.route == Route::Answer) else {
            return Vec::new();
        };
        let place = |t: &TimeMention| {
            let at = tokens.partition_point(|k| k.span.end <= t.span.start);
            (at, tokens.partition_point(|k| k.span.start < t.span.end))
        };
        let names = |at: usize| {
            let cue = self.view.cue_at(at);
            let joins = |c: &Mention| {
                matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Or | CueKind::You, _) | MentionKind::Verb(_))
            };
            let own = |m: &Mention| m.concept() == Some(&said.concept);
            let inside = self.view.found.concepts.iter().filter(|m| m.first <= at && at < m.last);
            cue.is_none_or(joins) && inside.into_iter().all(own)
        };
        let same = |t: &TimeMention| t.role == first.role && t.role != TimeRole::Rate;
        let mut begin = 0;
        let mut out = Vec::new();
        for time in times {
            let (at, last) = place(time);
            let words = (begin..at).filter(|&i| tokens[i].kind == TokenKind::Word).count();
            let labelled = words > 0 && words <= LONGEST_OTHERS && (begin..at).all(names);
            let parted = last >= tokens.len() || matches!(self.view.sign(last), ";" | "," | ".");
            if !(labelled && parted && same(time)) {
                return Vec::new();
            }
            if begin > 0 {
                let mut draft = said.clone();
                let amount = time.from.clone().or_else(|| time.until.clone());
                let window = &mut draft.times.window;
                match (&window.from, &window.until) {
                    (Some(_), None) => window.from = amount,
                    (None, Some(_)) => window.until = amount,
                    _ => return Vec::new(),
                }
                draft.span = tokens[begin].span.join(time.span);
                out.push(draft);
            }
            begin = last + 1;
            if self.view.cue_at(begin).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::And, _))) {
                begin += 1;
            }
        }
        out
    }

    /// "Keep it out of the sun until it has healed, then factor 50 for life", "after that SPF 30 daily": the names behind "then" of what
    /// nearly every leaflet orders.
    pub(super) fn named_then(&self, read: &[Draft]) -> Vec<Draft> {
        let tokens = self.view.tokens();
        let wanted =
            |m: &Mention| m.concept().is_some_and(|c| self.tends(c) == Some(Stance::Do) && self.is_activity(c));
        let spoken = self.walked.groups.iter().map(|g| g.last).max().unwrap_or(0);
        let mut out = Vec::new();
        for &index in &self.walked.bare {
            let mention = &self.view.found.concepts[index];
            let before = |d: &Draft| d.span.start < mention.span.start;
            let new = |d: &Draft| d.concept != mention.concept().cloned().unwrap_or_default();
            let told = !read.is_empty() && read.iter().all(|d| before(d) && new(d)) && spoken <= mention.first;
            if !told || !wanted(mention) || self.context.held.is_some_and(|h| h.stance == Stance::Avoid) {
                continue;
            }
            let opens = (1..mention.first)
                .rev()
                .take(MOST_BEFORE_THEN)
                .find_map(|at| self.opens_afterwards(at).filter(|&next| next <= mention.first).map(|next| (at, next)));
            let Some((at, next)) = opens else { continue };
            let plain = |i: usize| {
                self.view.in_concept(i)
                    || self.lexicon.is_in_class("beside-needs", tokens[i].word)
                    || self.view.is_in_time(i)
            };
            let verb = (mention.last..tokens.len()).take_while(|&i| self.view.sign(i) != ";").any(|i| {
                self.view.cue_at(i).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Not | CueKind::No, _)))
            });
            if !(next..mention.first).all(plain) || verb {
                continue;
            }
            let behind = |t: &&TimeMention| t.span.start >= tokens[at].span.start;
            let list: Vec<&TimeMention> = self.view.found.times.iter().filter(behind).collect();
            let held = Held { stance: Stance::Do, degree: None, strength: Some(Strength::Should) };
            let mut draft = self.of_antecedent_like(mention, held, &list);
            draft.span = tokens[at].span.join(mention.span);
            if draft.times.window.from.is_none() {
                let end = read.last().and_then(|d| d.times.window.until.clone());
                match end {
                    Some(end) => draft.times.window.from = Some(end.bounded(None)),
                    None => then::start(&mut draft),
                }
            }
            out.push(draft);
        }
        out
    }

    /// What the sentence holds of a mention, by its times alone.
    fn of_antecedent_like(&self, mention: &Mention, held: Held, list: &[&TimeMention]) -> Draft {
        let concept = mention.concept().cloned().unwrap_or_default();
        Draft {
            phase: None,
            times: super::times(list, held.stance, &concept, self.lexicon),
            concept,
            held,
            span: mention.span,
            condition: None,
            exception: None,
            fired: vec![mention.entry.to_string(), "scope/then".to_owned()],
            route: Route::Answer,
        }
    }

    /// "You can wear makeup, but wait for a day": until when the clause behind a contrast puts off what was just permitted.
    pub(super) fn put_off_behind(&self, read: &[Draft]) -> Vec<Draft> {
        let tokens = self.view.tokens();
        let is = |c: &Mention, kinds: &[CueKind]| matches!(c.kind, MentionKind::Cue(k, _) if kinds.contains(&k));
        let cues = || self.view.found.cues.iter().filter(|c| !self.view.is_in_time(c.first));
        let Some(contrast) = cues().rfind(|c| is(c, &[CueKind::Contrast])) else { return Vec::new() };
        let behind = || cues().filter(|c| c.first >= contrast.last);
        let waits = |c: &Mention| is(c, &[CueKind::Wait]);
        let plain = |c: &Mention| waits(c) || is(c, &[CueKind::You, CueKind::Must, CueKind::Be, CueKind::To]);
        let Some(wait) = behind().find(|c| waits(c)).filter(|_| behind().all(plain)) else { return Vec::new() };
        let lasts = |t: &&TimeMention| {
            matches!(t.role, TimeRole::Duration | TimeRole::Bare | TimeRole::End)
                && t.span.start >= tokens[wait.first].span.start
                && t.until.as_ref().is_some_and(|u| u.event.is_none())
        };
        let times = &self.view.found.times;
        let named = self.view.found.concepts.iter().any(|m| m.first >= contrast.first);
        let permitted = |d: &&Draft| d.held.stance == Stance::Allow && d.times.window.is_empty();
        let mut lasting = times.iter().filter(lasts);
        let (Some(time), None) = (lasting.next(), lasting.next()) else { return Vec::new() };
        let others = times.iter().any(|t| t.span.start >= tokens[contrast.first].span.start && t.span != time.span);
        if named || others || read.is_empty() || !read.iter().all(|d| permitted(&d)) {
            return Vec::new();
        }
        let until = |d: &Draft| Draft {
            held: Held { stance: Stance::Avoid, degree: None, strength: Some(Strength::Should) },
            times: super::times(&[time], Stance::Avoid, &d.concept, self.lexicon),
            span: d.span.join(time.span),
            route: Route::Answer,
            fired: vec![wait.entry.to_string(), "scope/put-off".to_owned()],
            ..Draft::clone(d)
        };
        read.iter().map(until).collect()
    }

    /// "You can drive after a week, but never while on strong tablets": what is permitted is denied for one case.
    pub(super) fn denied_for_a_case(&self, read: &[Draft]) -> Vec<Draft> {
        let tokens = self.view.tokens();
        let denies = |c: &Mention, at: usize| {
            let not = matches!(c.kind, MentionKind::Cue(CueKind::Not | CueKind::BareNot, _));
            not && c.last == at && c.first > 0 && c.last - c.first == 1
        };
        let mut out = Vec::new();
        for region in self.walked.regions.iter().filter(|r| r.kind == RegionKind::Condition && !r.leads) {
            let Some(not) = self.view.found.cues.iter().find(|c| denies(c, region.first)) else { continue };
            let behind = matches!(self.view.sign(not.first - 1), "," | ";" | "-" | "\u{2013}" | "\u{2014}")
                || self
                    .view
                    .cue_at(not.first - 1)
                    .is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Contrast | CueKind::And, _)));
            let before: Vec<&Draft> = read.iter().filter(|d| d.span.start < tokens[not.first].span.start).collect();
            let [said] = before.as_slice() else { continue };
            // "Don't drive for a week, and never while on strong tablets"
            let put_off = said.held.stance == Stance::Avoid && !said.times.window.is_empty();
            let told = (said.held.stance == Stance::Allow || put_off) && said.condition.is_none();
            if !behind || read.len() > 1 || !told || !self.is_activity(&said.concept) {
                continue;
            }
            let end = tokens[region.last.min(tokens.len()) - 1].span;
            out.push(Draft {
                held: Held { stance: Stance::Avoid, degree: None, strength: Some(Strength::Must) },
                times: Times::default(),
                condition: Some(tokens[region.first].span.join(end).of(self.view.text).to_owned()),
                span: tokens[not.first].span.join(end),
                route: Route::Answer,
                fired: vec![not.entry.to_string(), "scope/case".to_owned()],
                ..Draft::clone(said)
            });
        }
        out
    }
}
