//! What does one sentence advise? Governed concepts become drafts; bare ones take what their context gives.

use std::borrow::Cow;

use super::{
    answer::answer,
    assemble::{Draft, Route, Times, times},
    attach::{Times as SentenceTimes, condition},
    context::{Context, Topic, has_cue},
    degree,
    region::{Region, RegionKind, View},
    stance::{Held, Link, compose},
    walk::{Group, Walk},
};
use crate::{
    lexicon::{ConceptSort, Lexicon, Question},
    model::{
        CueKind, Mention, MentionKind, Name, Phase, Span, Stance, Strength, TimeMention, TimeRole, TokenKind, VerbForm,
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
        let listed = self.is_item && self.context.held.is_some() && self.walked.groups.iter().all(|g| g.order);
        let spoken = self.walked.groups.iter().find(|g| !self.is_bracketed(g));
        let until = if out.is_empty() { usize::MAX } else { spoken.map_or(0, |g| g.first) };
        let begins = self.walked.groups.first().is_some_and(|g| g.order) && self.walked.groups.iter().all(|g| g.order);
        if out.is_empty() || listed {
            out.extend(self.bare(&times, until));
        } else if begins && self.context.held.is_none() {
            // "SPF 50 every day, and wash twice daily"
            let wanted = |d: &Draft| d.held.stance == Stance::Do && self.tends(&d.concept) == Some(Stance::Do);
            out.extend(self.bare(&times, until).into_iter().filter(wanted));
        }
        self.one_report(&mut out);
        (out, why)
    }

    fn governed(&self, mention: &Mention, index: usize, times: &SentenceTimes<'_>) -> Result<Vec<Draft>, String> {
        let group = &self.walked.groups[index];
        let concept = mention.concept().ok_or_else(String::new)?;
        let mut held = group
            .held
            .ok_or_else(|| format!("the cues {} stack beyond what is understood", group.fired.join(" + ")))?;
        if let Some(stance) =
            self.own_predicate(mention).filter(|_| held.stance == Stance::Avoid && mention.first > group.first)
        {
            held = Held { stance, degree: None, strength: held.strength };
        }
        let is_removal = self.lexicon.roles.removals.contains(concept);
        if is_removal && group.chain.iter().any(|l| l.kind == CueKind::Remove) {
            let chain: Vec<Link> = group.chain.iter().copied().filter(|l| l.kind != CueKind::Remove).collect();
            held = compose(&chain).ok_or_else(|| format!("{concept}: the cues stack beyond what is understood"))?;
        }
        let tends = self.lexicon.concepts.get(concept).and_then(|c| c.tends);
        let words = self.view.tokens().iter().filter(|t| t.kind == TokenKind::Word).count();
        if group.order && words == 1 && !self.is_item && tends != Some(Stance::Do) {
            return Err(format!("{concept} stands alone, as a label does"));
        }
        if group.backward && self.view.found.times.is_empty() && self.is_not_for(group) {
            return Err(format!("{concept} is put off without a time"));
        }
        if self.is_others(group) {
            return Err("somebody else acts".to_owned());
        }
        let mut route = match (group.backward, group.order) {
            (true, _) => Route::Backward,
            (false, true) => Route::Order,
            (false, false) => Route::Forward,
        };
        if group.parallel {
            let medicine = self.lexicon.roles.medicines.contains(concept) && !self.view.found.times.is_empty();
            let left = medicine.then_some(Stance::Avoid);
            held.stance = tends.or(left).ok_or_else(|| format!("{concept} beside a prohibition may be forbidden or not"))?;
        }
        if group.doubtful && tends == Some(Stance::Avoid) {
            return Err(format!("{concept} after \"and\" may still be forbidden"));
        }
        let reports = self.lexicon.is_report(concept);
        if reports && held.stance == Stance::Avoid {
            if !self.is_own_order(mention, group) {
                return Err(format!("{concept} is hardly ever forbidden"));
            }
            held = Held { stance: Stance::Do, degree: None, strength: held.strength };
            route = Route::Order;
        }
        if let Some(above) = self.context.held.filter(|_| (self.is_item || group.order) && !reports) {
            let takes_verbs = self.context.takes_verbs && (self.is_item || tends != Some(Stance::Do));
            held = under(held, above, group, takes_verbs, tends)
                .ok_or_else(|| format!("{concept}: the line and what leads it in disagree"))?;
            if group.order {
                route = Route::Inherited;
            }
        }
        let resumes = group.chain.iter().any(|l| l.kind == CueKind::Resume);
        let permitted = group.chain.iter().any(|l| l.kind == CueKind::May);
        if resumes && !permitted && held.stance == Stance::Allow && tends == Some(Stance::Do) {
            held.stance = Stance::Do;
        }
        if group.order && self.only_from(group) && held.stance == Stance::Do && tends != Some(Stance::Do) {
            // "Exercise only after six weeks"
            held.stance = Stance::Allow;
        }
        let lets = self.view.tokens().get(group.first).is_some_and(|t| self.lexicon.is_in_class("letting", t.word));
        if lets && group.order && held.stance == Stance::Do && tends == Some(Stance::Avoid) {
            held.stance = Stance::Allow;
        }
        self.plausible(held, group, mention, tends)?;
        let offered = held.stance == Stance::Allow && self.any_condition().or(self.context.condition.clone()).is_none();
        if reports && (offered || self.is_courtesy()) {
            return Err("an offer to answer questions".to_owned());
        }
        let waits = group.chain.iter().any(|l| l.kind == CueKind::Wait);
        let own = if group.order && self.only_from(group) {
            times.all().collect()
        } else {
            times.of(self.view, self.walked, index, mention)
        };
        let list: Vec<Cow<'_, TimeMention>> = own
            .into_iter()
            .map(|t| {
                if waits && t.role == TimeRole::Lead && !t.anchored {
                    Cow::Owned(TimeMention { role: TimeRole::End, ..t.clone() })
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
        if self.is_permitted_then(&held, index, mention, &list) {
            held = Held { stance: Stance::Allow, degree: None, strength: Some(Strength::May) };
        }
        let evidence = Evidence { route, group: Some(index) };
        let both = self.cue_of(group, CueKind::BothSides);
        let (leads, others): (Vec<&TimeMention>, Vec<&TimeMention>) =
            list.iter().copied().partition(|t: &&TimeMention| t.role == TimeRole::Lead);
        let ends = others
            .iter()
            .any(|t| matches!(t.role, TimeRole::Duration | TimeRole::End | TimeRole::Start | TimeRole::Window));
        let two_sided = both || !leads.is_empty() && ends;
        if two_sided {
            let before = if leads.is_empty() { others.clone() } else { leads };
            let mut first = self.draft(mention, held, &before, evidence);
            first.phase = Some(Phase::Before);
            let mut second = self.draft(mention, held, &others, evidence);
            second.phase = Some(Phase::After);
            return Ok(vec![first, second]);
        }
        let mut draft = self.draft(mention, held, &list, evidence);
        if self.cue_of(group, CueKind::Before) {
            draft.phase = Some(Phase::Before);
        }
        Ok(vec![draft])
    }

    /// Whether a cue of this kind stands in the clause of a group, or before it in the sentence.
    fn cue_of(&self, group: &Group, kind: CueKind) -> bool {
        let groups = &self.walked.groups;
        let next = groups.iter().find(|g| g.first > group.first).map_or(usize::MAX, |g| g.first);
        let first = groups.first().is_some_and(|g| g.first == group.first);
        self.view.found.cues.iter().any(|c| {
            let here = c.first >= group.first && c.first < next || first && c.first < group.first;
            let hidden = self.walked.regions.iter().any(|r| r.first <= c.first && c.first < r.last);
            // "before the injection wears off" is a point in time behind it.
            let acts = self.view.cue_at(c.last).is_some_and(|n| matches!(n.kind, MentionKind::Verb(VerbForm::Third)));
            // "on the day of the injection" is a day behind it in a text about the time after.
            let day = kind == CueKind::Before
                && (self.context.phase == Some(Phase::After) || self.ends_a_time(c))
                && (c.first..c.last).any(|i| self.lexicon.is_in_class("day-of", self.view.tokens()[i].word));
            here && !hidden && !acts && !day && matches!(c.kind, MentionKind::Cue(k, _) if k == kind)
        })
    }

    /// Whether a cue stands at the end of a time that says until when: "until bedtime on the day of the injection".
    fn ends_a_time(&self, cue: &Mention) -> bool {
        self.view.found.times.iter().any(|t| t.role == TimeRole::End && t.span.contains(cue.span))
    }

    /// "Nothing heavy for six weeks, gym after eight", "cycling from day 3, weights not before three weeks": what has a time of
    /// its own from which it holds is permitted then, whatever is forbidden beside it.
    fn is_permitted_then(&self, held: &Held, index: usize, mention: &Mention, list: &[&TimeMention]) -> bool {
        let starts = |t: &&TimeMention| {
            matches!(t.role, TimeRole::Start | TimeRole::Point)
                && t.from.as_ref().is_some_and(|f| f.unit.is_some() || f.day.is_some())
                && is_close(self, mention, t)
        };
        let beside = self.walked.governed.iter().any(|g| {
            let other = &self.view.found.concepts[g.mention];
            let apart = (mention.last.min(other.last)..mention.first.max(other.first)).any(|i| self.view.sign(i) == ",");
            g.group == index && other.first != mention.first && apart
        });
        let ends = list.iter().any(|t| matches!(t.role, TimeRole::Duration | TimeRole::End | TimeRole::Window));
        held.stance == Stance::Avoid && beside && !ends && list.iter().any(starts)
    }

    /// Refuses readings that no leaflet would mean: better unclear than inverted.
    fn plausible(&self, held: Held, group: &Group, mention: &Mention, tends: Option<Stance>) -> Result<(), String> {
        let name = mention.concept().map_or("", |c| c.as_str());
        let removes = group.chain.iter().any(|l| l.kind == CueKind::Remove);
        let before =
            self.context.phase == Some(Phase::Before) || self.view.found.times.iter().any(|t| t.role == TimeRole::Lead);
        let away = held.stance == Stance::Avoid
            && tends != Some(Stance::Do)
            && self.view.found.times.iter().any(|t| matches!(t.role, TimeRole::Duration | TimeRole::End));
        if removes && !before && !away && !self.lexicon.roles.removals.iter().any(|c| *c == name) {
            return Err(format!("{name} is taken off, which says nothing of wearing it"));
        }
        if held.stance == Stance::Do && tends == Some(Stance::Avoid) && !self.is_taken(mention, group) {
            return Err(format!("{name} is hardly ever ordered"));
        }
        let lasts = |t: &TimeMention| matches!(t.role, TimeRole::Duration | TimeRole::End);
        if held.stance == Stance::Do && self.lexicon.roles.resumed.iter().any(|c| *c == name) && self.view.found.times.iter().any(lasts) {
            return Err(format!("{name} is hardly ever ordered until a time"));
        }
        let waits = group.chain.iter().any(|l| l.kind == CueKind::Wait);
        let joined = mention
            .first
            .checked_sub(1)
            .and_then(|b| self.view.cue_at(b))
            .is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::And, _)));
        let direct = if waits {
            group.backward || !joined
        } else {
            !group.backward && mention.first <= group.first + 6
        };
        if held.stance == Stance::Avoid && tends == Some(Stance::Do) && !direct {
            return Err(format!("{name} is hardly ever forbidden"));
        }
        Ok(())
    }

    /// "Exercise only after six weeks": the order begins with a time, and "only" stands with it.
    fn only_from(&self, group: &Group) -> bool {
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
    fn is_taken(&self, mention: &Mention, group: &Group) -> bool {
        let from = mention.first.saturating_sub(3);
        let taking = |i: usize| self.lexicon.is_in_class("taking", self.view.tokens()[i].word);
        let plain = |i: usize| self.view.cue_at(i).is_none_or(|c| matches!(c.kind, MentionKind::Verb(_)));
        let medicine = mention.concept().is_some_and(|c| self.lexicon.roles.medicines.contains(c));
        let behind = mention.last <= group.last && group.backward;
        medicine
            && ((from..mention.first).any(|i| taking(i) && (i..mention.first).all(plain))
                || behind && (mention.last..group.last).any(taking))
    }

    /// "Sunscreen is not just for summer": behind a form of "be", what else puts off only says what something is for.
    fn is_not_for(&self, group: &Group) -> bool {
        let cues = &self.view.found.cues;
        cues.windows(2).any(|pair| {
            let waits = pair[1].first >= group.first && matches!(pair[1].kind, MentionKind::Cue(CueKind::Wait, _));
            waits && pair[0].last == pair[1].first && matches!(pair[0].kind, MentionKind::Cue(CueKind::Be, _))
        })
    }

    /// "Stop and call us", "do not drive, dial 999": a verb behind a joining word or a sign, and not the one that is forbidden.
    fn is_own_order(&self, mention: &Mention, group: &Group) -> bool {
        let Some(before) = mention.first.checked_sub(1).filter(|&b| b > group.first) else { return false };
        let joins = matches!(self.view.sign(before), "," | "-" | "\u{2013}" | "\u{2014}" | ":")
            || self.view.cue_at(before).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::And, _)));
        joins && self.view.cue_at(mention.first).is_some_and(|c| matches!(c.kind, MentionKind::Verb(VerbForm::Base)))
    }

    /// Whether the subject is the staff: "the nurse will remove the dressing".
    fn is_others(&self, group: &Group) -> bool {
        let staff = self.view.found.cues.iter().rev().find(|c| {
            c.first < group.first.max(1) && matches!(c.kind, MentionKind::Cue(CueKind::Staff | CueKind::You, _))
        });
        staff.is_some_and(|c| {
            !self.view.in_concept(c.first)
                && matches!(c.kind, MentionKind::Cue(CueKind::Staff, _))
                && self.same_clause(c.last, group.first)
        }) && !group.backward
    }

    fn same_clause(&self, from: usize, to: usize) -> bool {
        (from..to.max(from)).all(|i| !matches!(self.view.sign(i), ";" | "," | ":" | "\u{2013}"))
    }

    fn is_courtesy(&self) -> bool {
        let kinds = |k: RegionKind| self.walked.regions.iter().any(|r: &Region| r.kind == k);
        kinds(RegionKind::Courtesy) && !kinds(RegionKind::Condition)
    }

    /// "Place pillows under the foot to raise the leg": an order without an object of its own that says what for.
    fn purposes(&self, times: &SentenceTimes<'_>) -> Vec<Draft> {
        let mut out = Vec::new();
        for &index in &self.walked.dangling {
            let group = &self.walked.groups[index];
            let region = self.walked.regions.iter().find(|r| r.purpose && r.first >= group.last && !r.leads);
            let (Some(region), true, Some(held)) = (region, group.order && group.chain.is_empty(), group.held) else {
                continue;
            };
            let named = self.view.found.concepts.iter().filter(|c| region.first <= c.first && c.last <= region.last);
            for mention in named {
                let tends = mention.concept().and_then(|c| self.lexicon.concepts.get(c)).and_then(|c| c.tends);
                if tends == Some(Stance::Do) && self.context.held.is_none_or(|h| h.stance != Stance::Avoid) {
                    let list: Vec<&TimeMention> = times.all().collect();
                    out.push(self.draft(mention, held, &list, Evidence { route: Route::Order, group: Some(index) }));
                }
            }
        }
        out
    }

    /// "An adult must stay with you", "the dressing stays on": names of concepts that hold their own predicate; and "if it
    /// bleeds, 999": turning to somebody under a condition.
    fn spoken(&self, times: &SentenceTimes<'_>) -> Vec<Draft> {
        let mut out = Vec::new();
        for &index in &self.walked.bare {
            let mention = &self.view.found.concepts[index];
            let Some(concept) = mention.concept() else { continue };
            let tends = self.lexicon.concepts.get(concept).and_then(|c| c.tends);
            let own = self.own_predicate(mention);
            let conditional = self.lexicon.is_report(concept) && self.region_span(RegionKind::Condition).is_some();
            let allowed = own == Some(Stance::Allow);
            if allowed || (own.is_some() || conditional) && tends != Some(Stance::Avoid) && !self.is_courtesy() {
                let stance = own.unwrap_or(Stance::Do);
                let strength = if allowed { Strength::May } else { Strength::Must };
                let held = Held { stance, degree: None, strength: Some(strength) };
                let list = times.of_bare(self.view, self.walked, mention);
                out.push(self.draft(mention, held, &list, Evidence { route: Route::Backward, group: None }));
            }
        }
        out
    }

    /// What a name says of itself: "an adult must stay with you", "hair can be washed".
    fn own_predicate(&self, mention: &Mention) -> Option<Stance> {
        let within = |c: &&Mention| c.first > mention.first && c.first < mention.last;
        self.view.found.cues.iter().filter(within).find_map(|c| match c.kind {
            MentionKind::Cue(CueKind::Must | CueKind::Needed, _) => Some(Stance::Do),
            MentionKind::Cue(CueKind::May, _) => Some(Stance::Allow),
            _ => None,
        })
    }

    /// "Hands off for the rest of the day": cues that name their own concept where they govern none.
    fn implied(&self, times: &SentenceTimes<'_>) -> Vec<Draft> {
        let mut out = Vec::new();
        for &index in &self.walked.dangling {
            let group = &self.walked.groups[index];
            let own = group.fired.iter().find_map(|f| self.lexicon.cues.concept_of(f)).cloned();
            let (Some(concept), Some(held)) = (own, group.held) else { continue };
            let list: Vec<&TimeMention> = times.all().collect();
            out.push(Draft {
                phase: None,
                times: self::times(&list, held.stance, &concept, self.lexicon),
                concept,
                held,
                span: self.span(group),
                condition: self.any_condition(),
                exception: None,
                fired: group.fired.clone(),
                route: Route::Forward,
            });
        }
        out
    }

    /// "A facial should wait 24 hours; laser and peels, one week": concepts with a time and no cue, after a group.
    fn gapped(&self, times: &SentenceTimes<'_>) -> Vec<Draft> {
        let mut out = Vec::new();
        let tokens = self.view.tokens();
        for &index in &self.walked.bare {
            let mention = &self.view.found.concepts[index];
            let Some(group) = self.walked.groups.iter().rposition(|g| g.last <= mention.first) else { continue };
            let g = &self.walked.groups[group];
            let waits = g.chain.iter().any(|l: &Link| matches!(l.kind, CueKind::Wait | CueKind::Avoid));
            if !(g.backward || waits) || self.walked.groups.len() > group + 1 {
                continue;
            }
            let own = times.all().find(|t| t.span.start >= mention.span.end && is_close(self, mention, t));
            let likewise = tokens.get(mention.last).is_some_and(|t| self.lexicon.is_in_class("likewise", t.word));
            let (Some(held), true) = (g.held, own.is_some() || likewise) else { continue };
            let list: Vec<&TimeMention> = match own {
                Some(time) => vec![time],
                None => times.of(self.view, self.walked, group, mention),
            };
            out.push(self.draft(mention, held, &list, Evidence { route: Route::Backward, group: Some(group) }));
        }
        out
    }

    fn answered(&self, times: &SentenceTimes<'_>) -> Vec<Draft> {
        let context = self.context;
        let topics = &context.topics;
        let held = |topic: &Topic| match context.question {
            Some(question) => answer(question, topic, self.tends(&topic.concept), self.view, self.walked),
            None => self.label(),
        };
        let list: Vec<&TimeMention> = times.all().collect();
        if self.walked.groups.is_empty() && self.staff_speaks() {
            return Vec::new();
        }
        topics
            .iter()
            .filter(|t| {
                !self.walked.governed.iter().any(|g| self.view.found.concepts[g.mention].concept() == Some(&t.concept))
            })
            .filter_map(|topic| {
                let held = held(topic)?;
                let estimated = held.stance == Stance::Allow
                    && context.question == Some(Question::When)
                    && self.region_span(RegionKind::Condition).is_some();
                let turned: Vec<TimeMention> = list.iter().filter(|_| estimated).map(|t| from_then(t)).collect();
                let list = if estimated { turned.iter().collect() } else { list.clone() };
                let times = self::times(&list, held.stance, &topic.concept, self.lexicon);
                Some(Draft {
                    phase: None,
                    concept: topic.concept.clone(),
                    held,
                    times,
                    span: self.view.sentence.span,
                    condition: self.any_condition(),
                    exception: None,
                    fired: vec![topic.entry.clone()],
                    route: Route::Answer,
                })
            })
            .collect()
    }

    /// "We'll call you the next day": the staff act, which answers nothing.
    fn staff_speaks(&self) -> bool {
        let persons = |c: &&Mention| matches!(c.kind, MentionKind::Cue(CueKind::Staff | CueKind::You, _));
        let first = self.view.found.cues.iter().find(persons);
        first.is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Staff, _)))
    }

    /// What a sentence without a concept of its own holds of the concept that its heading names: "Exercise" / "Wait a day".
    fn label(&self) -> Option<Held> {
        if self.context.topics.is_empty() || !self.view.found.concepts.is_empty() {
            return None;
        }
        let group = self.walked.dangling.iter().map(|&i| &self.walked.groups[i]).find(|g| !g.chain.is_empty())?;
        let waits = group.chain.iter().any(|l| matches!(l.kind, CueKind::Wait | CueKind::Avoid | CueKind::Resume));
        let timed = !self.view.found.times.is_empty();
        if waits && timed && !self.is_others(group) { group.held } else { None }
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

    /// Concepts before the token `until` that no cue in the sentence governs.
    fn bare(&self, times: &SentenceTimes<'_>, until: usize) -> Vec<Draft> {
        let mut out = Vec::new();
        for &index in &self.walked.bare {
            let mention = &self.view.found.concepts[index];
            let (part, statement) = self.part_of(mention.first);
            let spoken = self.walked.groups.iter().any(|g| {
                part.contains(&g.first) && !g.chain.is_empty() && !self.is_bracketed(g)
            });
            if statement || spoken {
                continue;
            }
            let Some(concept) = mention.concept().filter(|_| mention.first < until) else { continue };
            let tends = self.lexicon.concepts.get(concept).and_then(|c| c.tends);
            let (held, route) = match self.context.held {
                Some(held) if held.stance == Stance::Do && tends != Some(Stance::Do) && self.only_if(mention) => {
                    (Held { stance: Stance::Allow, ..held }, Route::Inherited)
                }
                Some(held) if held.stance == Stance::Do && self.lexicon.roles.resumed.contains(concept) && times.of_bare(self.view, self.walked, mention).iter().any(|t| matches!(t.role, TimeRole::Duration | TimeRole::End)) => continue,
                Some(held) if held.stance == Stance::Do && tends == Some(Stance::Avoid) => continue,
                Some(held) if self.is_item || self.is_fragment() => (held, Route::Inherited),
                Some(held) if self.context.question == Some(Question::What) && !self.has_verb(&(0..usize::MAX)) => {
                    (held, Route::Answer)
                }
                above
                    if !self.context.expect
                        && self.context.question.is_none()
                        && above.is_none_or(|h| h.stance != Stance::Avoid) =>
                {
                    match self.verbless(mention, tends, times) {
                        Some(stance) => (Held { stance, degree: None, strength: Some(Strength::Should) }, Route::Bare),
                        None => continue,
                    }
                }
                None if self.context.question == Some(Question::What) => {
                    let stance = if tends == Some(Stance::Do) { Stance::Do } else { Stance::Allow };
                    (Held { stance, degree: None, strength: Some(Strength::May) }, Route::Answer)
                }
                _ => continue,
            };
            let list = times.of_bare(self.view, self.walked, mention);
            out.push(self.draft(mention, held, &list, Evidence { route, group: None }));
        }
        out
    }

    /// What a token before the first semicolon stands in, the whole sentence for one behind it, and whether it tells what
    /// something does: "SPF 50 daily; the sun turns scars brown".
    fn part_of(&self, at: usize) -> (std::ops::Range<usize>, bool) {
        match self.walked.parts.first() {
            Some(&(end, statement)) if at < end => (0..end, statement),
            _ => (0..self.view.tokens().len() + 1, self.walked.statement),
        }
    }

    /// "Tylenol every 8 hours (no more than 3 g a day)": a cue that governs nothing, within brackets behind the line's own words.
    fn is_bracketed(&self, group: &Group) -> bool {
        let opens = (0..group.first).rev().find(|&i| matches!(self.view.sign(i), "(" | ")"));
        let idle = !self.walked.governed.iter().any(|g| {
            let named = &self.walked.groups[g.group];
            (named.first, named.last) == (group.first, group.last)
        });
        idle && opens.is_some_and(|i| self.view.sign(i) == "(" && i > 0)
    }

    /// What a line without a verb says of a concept: "SPF 50 every day" orders, "Flights: after two weeks" permits, "Gym: 48
    /// hours" forbids until then.
    fn verbless(&self, mention: &Mention, tends: Option<Stance>, times: &SentenceTimes<'_>) -> Option<Stance> {
        let own = times.of_bare(self.view, self.walked, mention);
        let has = |roles: &[TimeRole]| own.iter().any(|t| roles.contains(&t.role));
        let labelled = self.is_label(mention) || tends == Some(Stance::Avoid) && precedes_time(mention, times);
        if self.has_verb(&self.part_of(mention.first).0) {
            return None;
        }
        let class =
            |name, at: usize| self.view.tokens().get(at).is_some_and(|t| self.lexicon.is_in_class(name, t.word));
        if class("returning", mention.first) && tends != Some(Stance::Avoid) {
            return Some(Stance::Allow);
        }
        let case = |r: &Region| {
            matches!(r.kind, RegionKind::Condition | RegionKind::Aside) && r.first == mention.last && mention.first <= 2
        };
        if self.walked.regions.iter().any(case) {
            // "Paracetamol if you need it", "sunglasses whenever you go out"
            let medicine = mention.concept().is_some_and(|c| {
                self.lexicon.roles.courses.contains(c) || self.lexicon.roles.medicines.contains(c)
            });
            let stance = if tends == Some(Stance::Do) { Stance::Do } else { Stance::Allow };
            return (medicine || tends == Some(Stance::Do)).then_some(stance);
        }
        let foretold = mention.concept().is_some_and(|c| self.lexicon.roles.foretold.contains(c));
        if self.only_if(mention) && !foretold {
            return Some(if tends == Some(Stance::Do) { Stance::Do } else { Stance::Allow });
        }
        if has(&[TimeRole::Rate, TimeRole::Session]) && tends != Some(Stance::Avoid) {
            return Some(Stance::Do);
        }
        if tends == Some(Stance::Do) && (self.is_item || times.all().next().is_some()) {
            return Some(Stance::Do);
        }
        if tends == Some(Stance::Do) {
            return None;
        }
        let first = times.all().find(|t| t.span.start >= mention.span.end);
        if first.is_some_and(|t| matches!(t.role, TimeRole::Start | TimeRole::Point)) && !has(&[TimeRole::Lead]) {
            return Some(Stance::Allow);
        }
        let resumed = mention.concept().is_some_and(|c| self.lexicon.roles.resumed.contains(c));
        let estimated = self.walked.regions.iter().any(|r| r.kind == RegionKind::Condition && r.first >= mention.last);
        if labelled && resumed && estimated && has(&[TimeRole::Duration, TimeRole::Bare, TimeRole::End]) {
            // "Driving: when you can brake hard, normally ten days"
            return Some(Stance::Allow);
        }
        let unclear = mention.concept().is_some_and(|c| self.lexicon.roles.courses.contains(c));
        if labelled && has(&[TimeRole::Duration, TimeRole::Bare, TimeRole::End]) && !has(&[TimeRole::Lead]) && !unclear {
            return Some(Stance::Avoid);
        }
        let under_window = self.is_item && self.is_fragment() && !self.context.window.is_empty();
        (tends.is_none() && under_window).then_some(Stance::Allow)
    }

    /// "Antibiotics only if we packed your nose": what is named is for one case.
    fn only_if(&self, mention: &Mention) -> bool {
        let condition = self.walked.regions.iter().find(|r| r.kind == RegionKind::Condition && r.first >= mention.last);
        let starts = |t: &TimeMention| t.role == TimeRole::Start && t.span.start >= mention.span.end;
        let only = |from: usize, to: usize| {
            self.view
                .found
                .cues
                .iter()
                .any(|c| c.first >= from && c.first <= to && matches!(c.kind, MentionKind::Cue(CueKind::Only, _)))
        };
        let timed = self.view.found.times.iter().any(starts) && only(mention.last, usize::MAX);
        timed || condition.is_some_and(|r| only(mention.last, r.first))
    }

    /// Whether a clause of its own stands in the sentence: a form of "be", a third person, somebody who acts.
    fn has_verb(&self, part: &std::ops::Range<usize>) -> bool {
        let in_time = |at: usize| {
            let word = self.view.tokens()[at].span;
            self.view.found.times.iter().any(|t| t.span.contains(word))
        };
        let hidden = |at: usize| in_time(at) || self.walked.regions.iter().any(|r| r.first <= at && at < r.last);
        self.view.found.cues.iter().any(|c| {
            let acts = matches!(
                c.kind,
                MentionKind::Verb(VerbForm::Third) | MentionKind::Cue(CueKind::Be | CueKind::Staff | CueKind::You, _)
            );
            (acts || self.is_told(c)) && part.contains(&c.first) && !hidden(c.first)
        })
    }

    /// "My friend drank wine": a past form that is no part of a name, as in "ice wrapped in a cloth".
    fn is_told(&self, cue: &Mention) -> bool {
        let tokens = self.view.tokens();
        let followed = tokens.get(cue.last).is_some_and(|t| {
            ["adjuncts", "places", "means"].iter().any(|class| self.lexicon.is_in_class(class, t.word))
        });
        matches!(cue.kind, MentionKind::Verb(VerbForm::Participle)) && !followed && !self.view.in_concept(cue.first)
    }

    /// Whether a colon or a dash stands directly behind a concept: "Gym: two days".
    fn is_label(&self, mention: &Mention) -> bool {
        (mention.last..self.view.tokens().len()).any(|i| {
            let sign = self.view.sign(i);
            sign == ":" || matches!(sign, "-" | "\u{2013}" | "\u{2014}") && self.view.tokens()[i].spaced
        })
    }

    /// A line without a verb or an end: a list that lost its layout.
    fn is_fragment(&self) -> bool {
        let tokens = self.view.tokens();
        let ended = tokens
            .last()
            .is_some_and(|t| t.kind == TokenKind::Sign && matches!(t.span.of(self.view.text), "." | "!" | "?" | ":"));
        let words = tokens.iter().filter(|t| t.kind == TokenKind::Word).count();
        !ended && words <= 10 && !has_cue(self.view.found, CueKind::Be)
    }

    fn draft(&self, mention: &Mention, mut held: Held, list: &[&TimeMention], evidence: Evidence) -> Draft {
        let concept = mention.concept().cloned().unwrap_or_default();
        if held.stance == Stance::Avoid && held.degree.is_none() {
            held.degree = degree::of_mention(self.view, mention, self.lexicon);
        }
        let times = times(list, held.stance, &concept, self.lexicon);
        let mut fired = vec![mention.entry.to_string()];
        let condition_text;
        let mut span = if let Some(index) = evidence.group {
            let group = &self.walked.groups[index];
            fired.extend(group.fired.iter().cloned());
            condition_text = condition(self.view, self.walked, index).or_else(|| self.sign_of(&concept, group.first));
            self.span(group).join(mention.span)
        } else {
            condition_text = self.condition_of(mention).or_else(|| self.sign_of(&concept, mention.first));
            self.view.sentence.span
        };
        let list = if self.lexicon.is_report(&concept) { &[] } else { list };
        for time in list {
            fired.extend(time.fired.iter().cloned());
            span = span.join(time.span);
        }
        Draft {
            phase: None,
            concept,
            held,
            times: with_roles(times, list),
            span,
            condition: condition_text.map(|s| s.of(self.view.text).to_owned()),
            exception: self.region_span(RegionKind::Exception).map(|s| s.of(self.view.text).to_owned()),
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
        let region = self.walked.regions.iter().find(|r| r.kind == RegionKind::Condition && near(r))?;
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
    Some(tokens[first].span.join(tokens[sign - 1].span))
}

/// How a draft's stance was found, and by which group.
#[derive(Clone, Copy)]
struct Evidence {
    route: Route,
    group: Option<usize>,
}

/// An amount that says when something is possible: "when you can brake hard, usually ten days".
fn from_then(time: &TimeMention) -> TimeMention {
    match time.role {
        TimeRole::Bare | TimeRole::Duration | TimeRole::End => {
            TimeMention { role: TimeRole::Start, from: time.until.clone(), until: None, ..time.clone() }
        }
        _ => time.clone(),
    }
}

fn with_roles(times: Times, _list: &[&TimeMention]) -> Times {
    times
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

/// What a line's own stance means under that of its lead-in.
fn under(own: Held, above: Held, group: &Group, takes_verbs: bool, tends: Option<Stance>) -> Option<Held> {
    if group.order && group.chain.is_empty() {
        return match above.stance {
            Stance::Avoid if tends == Some(Stance::Do) => (!takes_verbs).then_some(own),
            Stance::Avoid if takes_verbs || tends == Some(Stance::Avoid) => Some(above),
            Stance::Avoid => None,
            Stance::Expect => Some(own),
            Stance::Allow if tends == Some(Stance::Do) || !takes_verbs => Some(own),
            _ => Some(above),
        };
    }
    if above.stance == Stance::Avoid && own.stance == Stance::Avoid && takes_verbs && tends == Some(Stance::Do) {
        return None;
    }
    Some(own)
}

/// Whether every time of the sentence stands behind a concept: "Swimming two weeks".
fn precedes_time(mention: &Mention, times: &SentenceTimes<'_>) -> bool {
    times.all().next().is_some() && times.all().all(|t| t.span.start >= mention.span.end)
}
