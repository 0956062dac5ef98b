//! What does one sentence advise? Governed concepts become drafts; bare ones take what their context gives.

mod afterwards;
mod answered;
mod bare;
mod dated;
mod effects;
mod elided;
mod excepted;
mod held;
mod kinds;
mod plausible;
mod recalled;
mod returned;
mod shortened;
mod spoken;
mod under;

use std::borrow::Cow;

pub use recalled::Antecedent;

use super::{
    answer::{ending, starting},
    assemble::{Draft, Route, times},
    attach::{Times as SentenceTimes, condition},
    cases,
    context::{Context, has_cue},
    degree,
    region::{Region, RegionKind},
    stance::Held,
    view::View,
    walk::{Group, Walk},
};
use crate::{
    lexicon::{ConceptSort, Lexicon},
    model::{
        CueKind, Mention, MentionKind, Name, Phase, Span, Stance, Strength, TimeMention, TimeRole, TimeSpec, TokenKind,
        VerbForm,
    },
};

/// A sentence that is read under its context.
pub struct Reading<'a, 'v> {
    /// The sentence.
    pub view: &'v View<'a>,
    /// What the walk over it found.
    pub walked: &'v Walk,
    /// What stands above it.
    pub context: &'v Context,
    /// Whether it is a list item or a cell, which lead-ins govern.
    pub is_item: bool,
    /// The lexicon.
    pub lexicon: &'v Lexicon,
}

impl Reading<'_, '_> {
    /// The drafts of the sentence, and why cues in it gave none.
    pub fn drafts(&self) -> (Vec<Draft>, Vec<String>) {
        let mut out = Vec::new();
        let mut why = Vec::new();
        if has_cue(self.view.found, CueKind::Myth) {
            why.push("a view that is only reported".to_owned());
            return (out, why);
        }
        let times = SentenceTimes::new(self.view, &self.walked.regions, self.lexicon);
        for governed in &self.walked.governed {
            let mention = &self.view.found.concepts[governed.mention];
            match self.governed(mention, governed.group, &times) {
                Ok(drafts) => out.extend(drafts),
                Err(reason) => why.push(reason),
            }
        }
        out.extend(self.implied(&times));
        out.extend(self.spoken(&times));
        out.extend(self.purposes(&times));
        out.extend(self.gapped(&times));
        out.extend(self.answered(&times));
        out.extend(self.excepted(&times, &out));
        let first = self.walked.parts.first().map_or(usize::MAX, |&(end, _)| end);
        let listed = self.is_item
            && self.context.held.is_some()
            && self
                .walked
                .groups
                .iter()
                .filter(|g| g.first < first)
                .all(|g| g.order || self.is_bracketed(g) || self.contrasted(0));
        let spoken = self.walked.groups.iter().find(|g| !self.is_bracketed(g)).or(self.walked.groups.first());
        let until = if out.is_empty() { usize::MAX } else { spoken.map_or(0, |g| g.first) };
        let begins = self.walked.groups.first().is_some_and(|g| g.order) && self.walked.groups.iter().all(|g| g.order);
        if out.is_empty() {
            out.extend(self.effects(&times));
        }
        if out.is_empty() || listed {
            out.extend(self.bare(&times, until));
        } else if begins && self.context.held.is_none() {
            // "SPF 50 every day, and wash twice daily"
            let wanted = |d: &Draft| d.held.stance == Stance::Do && self.tends(&d.concept) == Some(Stance::Do);
            out.extend(self.bare(&times, until).into_iter().filter(wanted));
        }
        self.afterwards(&mut out);
        out.extend(self.named_then(&out));
        out.extend(self.of_others(&out));
        out.extend(self.denied_for_a_case(&out));
        out.extend(self.put_off_behind(&out));
        self.dated_events(&mut out);
        let cases = self.in_another_case(&mut out);
        out.extend(cases);
        self.one_medicine(&mut out);
        self.one_report(&mut out);
        (out, why)
    }

    fn governed(&self, mention: &Mention, index: usize, times: &SentenceTimes<'_>) -> Result<Vec<Draft>, String> {
        let group = &self.walked.groups[index];
        let taken_off = self.taken_off(mention, group)?;
        let mention = taken_off.as_ref().unwrap_or(mention);
        let concept = mention.concept().ok_or_else(String::new)?;
        if group.first == 0 && self.case_denied().is_some() {
            return Err(format!("{concept} is the case in which something is denied"));
        }
        let (mut held, route) = self.stance_of(mention, concept, group)?;
        let waits = group.chain.iter().any(|l| l.kind == CueKind::Wait);
        let resumes = group.chain.iter().any(|l| l.kind == CueKind::Resume);
        let said = group.echo.and_then(|e| self.walked.governed.iter().find(|g| g.group == e));
        let own = if let Some(said) = said {
            times.of(self.view, self.walked, said.group, &self.view.found.concepts[said.mention])
        } else if group.order && self.only_from(group) {
            times.all().collect()
        } else {
            times.of(self.view, self.walked, index, mention)
        };
        // "Shower – 24 hours"
        let offered = held.stance == Stance::Do && self.lexicon.roles.offered.contains(concept);
        let dated = offered && group.order && self.is_offered_from(mention, &own);
        if dated {
            held = Held { stance: Stance::Allow, ..held };
        }
        let list: Vec<Cow<'_, TimeMention>> = own
            .into_iter()
            .map(|t| {
                if waits && t.role == TimeRole::Lead && !t.anchored {
                    Cow::Owned(TimeMention { role: TimeRole::End, ..t.clone() })
                } else if held.stance == Stance::Avoid && t.role == TimeRole::Start && self.is_waited_for(t) {
                    // "Running not earlier than six weeks"
                    Cow::Owned(ending(t.clone()))
                } else if held.stance == Stance::Do && self.is_kept_up_for(concept, t) {
                    Cow::Owned(TimeMention { role: TimeRole::End, until: t.from.clone(), from: None, ..t.clone() })
                } else if held.stance == Stance::Allow && (self.is_taken_up(group) || dated) {
                    Cow::Owned(starting(t.clone()))
                } else if self.begins(group) && t.role == TimeRole::Window && t.from.is_some() && t.from == t.until {
                    // "On the second day, begin to wash it"
                    Cow::Owned(TimeMention { role: TimeRole::Start, until: None, ..t.clone() })
                } else if self.begins(group) && held.stance == Stance::Do && t.role == TimeRole::Point {
                    // "Physiotherapy begins on the day of surgery"
                    Cow::Owned(TimeMention { role: TimeRole::Start, until: None, ..t.clone() })
                } else if resumes && held.stance == Stance::Allow && t.role == TimeRole::Window && t.from.is_some() {
                    // "Day 4-5 you may resume work"
                    Cow::Owned(TimeMention { role: TimeRole::Start, until: None, ..t.clone() })
                } else if resumes
                    && held.stance != Stance::Avoid
                    && self.lexicon.roles.on_resuming.iter().any(|e| t.fired.contains(e))
                {
                    Cow::Owned(TimeMention { role: TimeRole::Start, from: t.until.clone(), until: None, ..t.clone() })
                } else {
                    Cow::Borrowed(t)
                }
            })
            .collect();
        let list: Vec<&TimeMention> = list.iter().map(AsRef::as_ref).collect();
        if self.is_permitted_then(held, index, mention, &list) {
            held = Held { stance: Stance::Allow, degree: None, strength: Some(Strength::May) };
        }
        if plausible::is_put_off_from(held, group, &list) {
            return Err(format!("{concept} is put off, but its time says from when"));
        }
        let beside = |m: &Mention| {
            let span = cases::with_medicine(self.view, m, held.stance, self.lexicon);
            span.is_some_and(|s| s.start <= mention.span.start && mention.span.start < s.end && m.last <= mention.first)
        };
        if self.view.found.concepts.iter().any(beside) {
            return Err(format!("{concept} is only named beside what is not done with it"));
        }
        if held.stance == Stance::Avoid && self.is_only_a_way(mention) {
            return Err(format!("{concept} is to be done in one way only"));
        }
        Ok(self.phased(mention, held, &list, Evidence { route, group: Some(index) }))
    }

    /// Whether a group's own words say that something begins.
    fn begins(&self, group: &Group) -> bool {
        let begins = |at: usize| self.lexicon.is_in_class("beginning", self.view.tokens()[at].word);
        (group.first..group.last.min(self.view.tokens().len())).any(begins)
    }

    /// "Not earlier than six weeks": the words that put off stand with the time.
    fn is_waited_for(&self, time: &TimeMention) -> bool {
        let tokens = self.view.tokens();
        let first = tokens.partition_point(|t| t.span.end <= time.span.start);
        self.view.found.cues.iter().any(|c| {
            let only = self.lexicon.is_in_class("sole", tokens[c.first].word);
            let near = c.first <= first && first <= c.last;
            near && !only && matches!(c.kind, MentionKind::Cue(CueKind::Wait, _))
        })
    }

    /// One draft, or one for each side of the procedure.
    fn phased(&self, mention: &Mention, held: Held, list: &[&TimeMention], evidence: Evidence) -> Vec<Draft> {
        let Some(group) = evidence.group.map(|g| &self.walked.groups[g]) else { return Vec::new() };
        // "Soap your hands for half a minute before you touch it"
        let at_hand = self.context.phase != Some(Phase::Before)
            && mention.concept().is_some_and(|c| self.lexicon.roles.at_hand.contains(c))
            && !self.view.found.times.iter().any(|t| t.role == TimeRole::Lead && t.anchored);
        let kept: Vec<&TimeMention> = list.iter().copied().filter(|t| !at_hand || t.role != TimeRole::Lead).collect();
        let list = kept.as_slice();
        let mut sides = sides(list);
        if let ([(_, times)], true) = (sides.as_mut_slice(), self.cue_of(group, CueKind::BothSides)) {
            // "Two weeks before and after": the same time on both sides.
            let (leads, others): (Vec<_>, Vec<_>) = times.iter().partition(|t| t.role == TimeRole::Lead);
            let before = if leads.is_empty() { others.clone() } else { leads };
            sides = vec![(Some(Phase::Before), before), (Some(Phase::After), others)];
        }
        if sides.len() > 1 {
            let of_side =
                |(phase, times): (_, Vec<&TimeMention>)| Draft { phase, ..self.draft(mention, held, &times, evidence) };
            return sides.into_iter().map(of_side).collect();
        }
        let mut draft = self.draft(mention, held, list, evidence);
        let arrives = self.view.found.cues.iter().any(|c| {
            group.first <= c.first
                && c.last <= group.last.max(mention.first)
                && matches!(c.kind, MentionKind::Cue(CueKind::Avoid, _))
                && self.lexicon.is_in_class("arriving", self.view.tokens()[c.first].word)
        });
        let waits = group.chain.iter().any(|l| l.kind == CueKind::Wait);
        let beforehand = at_hand && self.is_beforehand();
        if self.cue_of(group, CueKind::Before) && !waits && !beforehand && !self.is_of_that_day(mention)
            || arrives && group.held.is_some_and(|h| h.stance == Stance::Avoid)
        {
            draft.phase = Some(Phase::Before);
        }
        vec![draft]
    }

    /// Whether all that says "before" is one word: "wash your hands beforehand".
    fn is_beforehand(&self) -> bool {
        let before = |c: &&Mention| matches!(c.kind, MentionKind::Cue(CueKind::Before, _));
        self.view.found.cues.iter().filter(before).all(|c| c.last - c.first == 1)
    }

    /// Whether a cue of this kind stands in the clause of a group, or before it in the sentence.
    fn cue_of(&self, group: &Group, kind: CueKind) -> bool {
        let groups = &self.walked.groups;
        let next = groups.iter().find(|g| g.first > group.first).map_or(usize::MAX, |g| g.first);
        let parted = |from: usize, to: usize| {
            (from..to).any(|i| {
                self.view.sign(i) == ";"
                    || self.view.cue_at(i).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Contrast, _)))
            })
        };
        // "Before your tan, exfoliate and shave": all of it, where nothing parts them.
        let start = groups.first().map_or(group.first, |g| g.first);
        let first = start == group.first || kind == CueKind::Before && !parted(start, group.first);
        let of_kind = |c: &&Mention| matches!(c.kind, MentionKind::Cue(k, _) if k == kind);
        self.view.found.cues.iter().filter(of_kind).any(|c| {
            let here = c.first >= group.first && c.first < next || first && c.first < start.min(group.first);
            // "Come with clean lashes, no make-up and no cream": all of it is for the arrival.
            let arrives = self.lexicon.is_in_class("arriving", self.view.tokens()[c.first].word)
                && c.first < group.first
                && (c.first..group.first).all(|i| self.view.sign(i) != ";");
            let here = here || arrives;
            let hidden = self.walked.regions.iter().any(|r| r.first <= c.first && c.first < r.last);
            // "until your sight is what it was before the injection"
            let past =
                c.first.checked_sub(1).is_some_and(|b| self.lexicon.is_in_class("past-be", self.view.tokens()[b].word));
            let hidden = hidden || past;
            // "before the injection wears off" is a point in time behind it.
            let acts = self.view.cue_at(c.last).is_some_and(|n| matches!(n.kind, MentionKind::Verb(VerbForm::Third)));
            // "on the day of the injection" is a day behind it in a text about the time after.
            let day = kind == CueKind::Before
                && (self.context.phase == Some(Phase::After) || self.ends_a_time(c))
                && (c.first..c.last).any(|i| self.lexicon.is_in_class("day-of", self.view.tokens()[i].word));
            // "before and after you touch it" says when to do it, and nothing of the procedure.
            let touches = kind == CueKind::BothSides
                && self.view.cue_at(c.last).is_some_and(|n| {
                    matches!(n.kind, MentionKind::Cue(CueKind::You, _) | MentionKind::Verb(VerbForm::Gerund))
                });
            here && !hidden && !acts && !day && !touches
        })
    }

    /// What nearly every leaflet holds of a concept.
    fn tends(&self, concept: &str) -> Option<Stance> {
        self.lexicon.concepts.get(concept).and_then(|c| c.tends)
    }

    fn any_condition(&self) -> Option<String> {
        let region = self.walked.regions.iter().find(|r| r.kind == RegionKind::Condition)?;
        let tokens = &self.view.tokens()[region.first..region.last];
        Some(tokens.first()?.span.join(tokens.last()?.span).of(self.view.text).to_owned())
    }

    fn draft(&self, mention: &Mention, mut held: Held, list: &[&TimeMention], evidence: Evidence) -> Draft {
        let concept = mention.concept().cloned().unwrap_or_default();
        if held.stance == Stance::Avoid && held.degree.is_none() {
            held.degree = degree::of_mention(self.view, mention, self.lexicon);
        }
        let milestones: Vec<TimeMention> = match held.stance {
            Stance::Allow => list.iter().map(|t| self.as_milestone(t)).collect(),
            _ => Vec::new(),
        };
        let dated: Vec<&TimeMention> = milestones.iter().collect();
        let dated = if dated.is_empty() { list } else { &dated };
        let mut times = times(dated, held.stance, &concept, self.lexicon);
        let mut fired = vec![mention.entry.to_string()];
        let condition_text;
        let mut span = if let Some(index) = evidence.group {
            let group = &self.walked.groups[index];
            fired.extend(group.fired.iter().cloned());
            condition_text =
                condition(self.view, self.walked, index, self.lexicon).or_else(|| self.sign_of(&concept, group.first));
            self.span(group).join(mention.span)
        } else {
            condition_text = self.condition_of(mention).or_else(|| self.sign_of(&concept, mention.first));
            self.view.sentence.span
        };
        let condition_text =
            condition_text.or_else(|| cases::with_medicine(self.view, mention, held.stance, self.lexicon));
        if (condition_text.is_some() || self.context.condition.is_some())
            && held.stance != Stance::Avoid
            && times.window.until.as_ref().is_some_and(TimeSpec::is_brief)
        {
            // "If it bleeds, bite on it for 20 minutes": each time that it does.
            times.session = times.session.or_else(|| times.window.until.take());
        }
        let list = if self.lexicon.is_report(&concept) { &[] } else { list };
        for time in list {
            fired.extend(time.fired.iter().cloned());
            span = span.join(time.span);
        }
        Draft {
            phase: None,
            concept,
            held,
            times,
            span,
            condition: condition_text.map(|s| s.of(self.view.text).to_owned()),
            exception: self.exception(),
            fired,
            route: evidence.route,
        }
    }

    /// The condition of a concept that no group governs: one in its own clause.
    fn condition_of(&self, mention: &Mention) -> Option<Span> {
        let near = |r: &Region| {
            let (from, to) = if r.leads { (r.last, mention.first) } else { (mention.last, r.first) };
            (from..to.max(from)).all(|i| self.view.sign(i) != ";")
        };
        let second = |r: &Region| cases::is_of_second_time(self.view, r, self.lexicon);
        let region = self.walked.regions.iter().find(|r| r.kind == RegionKind::Condition && near(r) && !second(r))?;
        let tokens = &self.view.tokens()[region.first..region.last];
        Some(tokens.first()?.span.join(tokens.last()?.span))
    }

    /// What somebody is turned to for: a condition anywhere in the sentence, or the signs that it names ("Fever: ring us").
    fn sign_of(&self, concept: &Name, at: usize) -> Option<Span> {
        if !self.lexicon.is_report(concept) {
            return None;
        }
        let is_sign = |m: &&Mention| {
            let known = m.concept().and_then(|c| self.lexicon.concepts.get(c));
            known.is_some_and(|c| c.sort == ConceptSort::Symptom)
        };
        let mut signs = self.view.found.concepts.iter().filter(is_sign).map(|m| m.span);
        self.region_span(RegionKind::Condition)
            .or_else(|| signs.next().map(|first| signs.fold(first, Span::join)))
            .or_else(|| label_before(self.view, at))
    }

    /// What is taken out: not the occasion of "before you touch it".
    fn exception(&self) -> Option<String> {
        let region = self.walked.regions.iter().find(|r| r.kind == RegionKind::Exception)?;
        let tokens = self.view.tokens();
        if self.lexicon.is_in_class("time-clauses", tokens[region.first].word) {
            return None;
        }
        let span = tokens[region.first].span.join(tokens[region.last - 1].span);
        Some(span.of(self.view.text).to_owned())
    }

    fn region_span(&self, kind: RegionKind) -> Option<Span> {
        let region = self.walked.regions.iter().find(|r| r.kind == kind)?;
        let tokens = &self.view.tokens()[region.first..region.last];
        Some(tokens.first()?.span.join(tokens.last()?.span))
    }

    /// The words of a group: from its first cue or subject to the last concept that it governs.
    fn span(&self, group: &Group) -> Span {
        let tokens = self.view.tokens();
        let last = group.last.min(tokens.len()).max(group.first + 1);
        tokens[group.first].span.join(tokens[last - 1].span)
    }

    /// One rule for each way of reporting, whatever number of signs or persons the sentence names.
    fn one_report(&self, drafts: &mut Vec<Draft>) {
        let mut seen: Vec<Name> = Vec::new();
        drafts.retain(|d| {
            if !self.lexicon.is_report(&d.concept) {
                return true;
            }
            let new = !seen.contains(&d.concept);
            seen.push(d.concept.clone());
            new
        });
    }
}

/// What stands before a colon, a dash or an equals sign right before a place: "Trouble breathing: dial 999".
pub fn label_before(view: &View<'_>, at: usize) -> Option<Span> {
    let tokens = view.tokens();
    let sign = at.checked_sub(1)?;
    let parts =
        matches!(view.sign(sign), ":" | "=" | "\u{2013}" | "\u{2014}") || view.sign(sign) == "-" && tokens[sign].spaced;
    let first = (0..sign).rev().take_while(|&i| view.sign(i) != ";").last().filter(|_| parts)?;
    // "Tell us: let your artist know": no sign, and another order.
    let orders = view.cue_at(first).is_some_and(|c| matches!(c.kind, MentionKind::Verb(VerbForm::Base)));
    let turns = |m: &Mention| m.first == first && m.last == sign;
    if orders && view.found.concepts.iter().any(turns) {
        return None;
    }
    Some(tokens[first].span.join(tokens[sign - 1].span))
}

/// How a draft's stance was found, and by which group.
#[derive(Clone, Copy)]
struct Evidence {
    route: Route,
    group: Option<usize>,
}

/// Whether only joining words and signs stand between a concept and a time.
fn is_close(reading: &Reading<'_, '_>, mention: &Mention, time: &TimeMention) -> bool {
    let tokens = reading.view.tokens();
    let first = tokens.partition_point(|t| t.span.end <= time.span.start);
    matches!(time.role, TimeRole::Duration | TimeRole::Bare | TimeRole::End | TimeRole::Start | TimeRole::Point)
        && first >= mention.last
        && (mention.last..first).all(|i| {
            tokens[i].kind == TokenKind::Sign && reading.view.sign(i) != ";"
                || reading
                    .view
                    .cue_at(i)
                    .is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Or, _)))
                || reading.view.found.concepts.iter().any(|c| c.first <= i && i < c.last)
        })
}

/// The times of a rule, for each side of the procedure where they name both: "stop two weeks before and a month after".
fn sides<'t>(list: &[&'t TimeMention]) -> Vec<(Option<Phase>, Vec<&'t TimeMention>)> {
    let (leads, others): (Vec<&TimeMention>, Vec<&TimeMention>) =
        list.iter().copied().partition(|t| t.role == TimeRole::Lead);
    let after =
        |t: &&TimeMention| matches!(t.role, TimeRole::Duration | TimeRole::End | TimeRole::Start | TimeRole::Window);
    if leads.is_empty() || !others.iter().any(after) {
        return vec![(None, list.to_vec())];
    }
    vec![(Some(Phase::Before), leads), (Some(Phase::After), others)]
}

/// Whether every time of the sentence stands behind a concept: "Swimming two weeks".
fn precedes_time(mention: &Mention, times: &SentenceTimes<'_>) -> bool {
    times.all().next().is_some() && times.all().all(|t| t.span.start >= mention.span.end)
}
