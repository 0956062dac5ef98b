//! Concepts under no cue: what do a heading, a lead-in, a time or a condition make of them?

use super::{
    Evidence, Reading, precedes_time,
    returned::{Dated, opens_later, within},
};
use crate::{
    extract::{
        NIGHT, SAME_DAY,
        answer::{is_taken_off_then, starting},
        assemble::{Draft, Route},
        attach::Times as SentenceTimes,
        context::has_cue,
        degree,
        region::{Region, RegionKind},
        stance::Held,
        then,
        walk::Group,
    },
    lexicon::Question,
    model::{
        CueKind, Degree, Mention, MentionKind, Stance, Strength, TimeMention, TimeRole, TimeSpec, TokenKind, VerbForm,
    },
};

/// The most words before what is only named with a time: "strenuous gym for two weeks", and not "process the skin with … for a week".
const MOST_BEFORE_NAME: usize = 2;

/// What fires last where a lead-in keeps a harm off.
const AGAINST_HARM: &str = "lead-in:cue/avoid";

/// Whether a time is the day itself or its evening: "today", "tonight".
fn is_same_day(time: &TimeMention) -> bool {
    let event = |t: &TimeSpec| matches!(t.event.as_deref(), Some(SAME_DAY | NIGHT));
    matches!(time.role, TimeRole::Duration | TimeRole::Bare) && time.until.as_ref().is_some_and(event)
}

/// Whether a cue calls something bad.
fn is_verdict(cue: &Mention) -> bool {
    matches!(cue.kind, MentionKind::Cue(CueKind::Bad, _))
}

impl Reading<'_, '_> {
    /// Concepts before the token `until` that no cue in the sentence governs.
    pub(super) fn bare(&self, times: &SentenceTimes<'_>, until: usize) -> Vec<Draft> {
        let mut out = Vec::new();
        let said =
            self.walked.groups.iter().filter(|g| !g.chain.is_empty() && !self.is_bracketed(g) && !self.is_emphasis(g));
        let spoken = said.map(|g| g.first).min();
        let closed = |at: usize| {
            let (part, statement) = self.part_of(at);
            !self.contrasted(at) && (statement || spoken.is_some_and(|first| part.contains(&first)))
        };
        for &index in &self.walked.bare {
            let mention = &self.view.found.concepts[index];
            if closed(mention.first) || self.is_reacted_to(mention) {
                continue;
            }
            // "until you return for the check"
            let first = self.view.tokens()[mention.first].span;
            let ends = self.view.found.times.iter().any(|t| t.role == TimeRole::End && t.span.contains(first));
            let measured = self.is_measured(mention) || self.is_dropped(mention);
            let Some(concept) = mention.concept().filter(|_| mention.first < until && !ends && !measured) else {
                continue;
            };
            let tends = self.lexicon.concepts.get(concept).and_then(|c| c.tends);
            let (held, route) = match self.context.held {
                Some(held) if held.stance == Stance::Do && tends != Some(Stance::Do) && self.only_if(mention) => {
                    (Held { stance: Stance::Allow, ..held }, Route::Inherited)
                }
                Some(held)
                    if held.stance == Stance::Do
                        && self.lexicon.roles.resumed.contains(concept)
                        && times
                            .of_bare(self.view, self.walked, mention)
                            .iter()
                            .any(|t| matches!(t.role, TimeRole::Duration | TimeRole::End | TimeRole::Bare)) =>
                {
                    continue;
                }
                // "Avoid infection:" / "Baths": what keeps a harm off, or what brings it about.
                Some(held) if held.stance == Stance::Do && tends != Some(Stance::Do) && self.is_against_harm() => {
                    continue;
                }
                // "You may have:" / "Trouble passing water"
                Some(_) if self.context.expect => continue,
                Some(held) if held.stance == Stance::Do && tends == Some(Stance::Avoid) => continue,
                Some(held)
                    if held.stance == Stance::Allow
                        && tends == Some(Stance::Do)
                        && self.is_item
                        && !(self.offers() && self.lexicon.roles.offered.contains(concept)) =>
                {
                    (Held { stance: Stance::Do, ..held }, Route::Inherited)
                }
                Some(held) if self.is_item || self.is_fragment() => (held, Route::Inherited),
                Some(held) if held.stance == Stance::Avoid && tends == Some(Stance::Avoid) && self.only_names() => {
                    (held, Route::Inherited)
                }
                Some(held) if self.context.question == Some(Question::What) && !self.has_verb(&(0..usize::MAX)) => {
                    (held, Route::Answer)
                }
                above
                    if !self.context.expect
                        && (self.context.question.is_none() || self.context.is_of_resuming())
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
            if held.stance == Stance::Avoid && self.is_only_a_way(mention) {
                continue;
            }
            let too_much = degree::of_mention(self.view, mention, self.lexicon) == Some(Degree::Excessive);
            if matches!(held.stance, Stance::Do | Stance::Allow) && too_much {
                // "Use the balm twice a day. Too much balm draws the colour out."
                continue;
            }
            let list = times.of_bare(self.view, self.walked, mention);
            // "Getting back to normal" / "Driving: one week"
            let offered = route == Route::Bare && self.lexicon.roles.offered.contains(concept);
            let resumed = self.lexicon.roles.resumed.contains(concept) || offered;
            let later = held.stance == Stance::Allow && resumed;
            let turned: Vec<TimeMention> = list
                .iter()
                .map(|&t| match t.role {
                    TimeRole::Bare if later => starting(t.clone()),
                    _ if held.stance == Stance::Allow && route == Route::Bare && is_same_day(t) => starting(t.clone()),
                    TimeRole::Window if later && route == Route::Bare && opens_later(t) => within(t),
                    _ => t.clone(),
                })
                .collect();
            let list: Vec<&TimeMention> = turned.iter().collect();
            let mut draft = self.draft(mention, held, &list, Evidence { route, group: None });
            if route == Route::Bare && self.follows_then(mention) && draft.times.window.is_empty() {
                then::start(&mut draft);
            }
            out.push(draft);
        }
        out
    }

    /// "Sensitivity to cold, sweets and pressure for two weeks": what is only named as that to which something is sensitive.
    fn is_reacted_to(&self, mention: &Mention) -> bool {
        let class = |name, at: usize| self.lexicon.is_in_class(name, self.view.tokens()[at].word);
        let joins = |at: usize| match self.view.tokens()[at].kind {
            TokenKind::Sign => matches!(self.view.sign(at), "," | "/" | "-"),
            _ => self.view.cue_over(at).is_none_or(|c| {
                matches!(
                    c.kind,
                    MentionKind::Cue(CueKind::And | CueKind::Or | CueKind::Example, _) | MentionKind::Verb(_)
                )
            }),
        };
        (1..mention.first)
            .filter(|&to| class("reacting", to - 1) && class("reacted-to", to))
            .any(|to| (to + 1..mention.first).all(joins))
    }

    /// "You may:", "OK after 24 hours:": whether what stands above only permits, and orders nothing.
    fn offers(&self) -> bool {
        self.context.takes_verbs || self.context.window.from.is_some()
    }

    /// What a token before the first semicolon stands in, the whole sentence for one behind it, and whether it tells what
    /// something does: "SPF 50 daily; the sun turns scars brown".
    pub(super) fn part_of(&self, at: usize) -> (std::ops::Range<usize>, bool) {
        match self.walked.parts.first() {
            Some(&(end, statement)) if at < end => (0..end, statement),
            _ => (0..self.view.tokens().len() + 1, self.walked.statement),
        }
    }

    /// "Tylenol every 8 hours (no more than 3 g a day)", "Swimming (showers are fine)": a cue within brackets behind the line's own
    /// words that governs nothing outside them.
    pub(super) fn is_bracketed(&self, group: &Group) -> bool {
        let opens = (0..group.first).rev().find(|&i| matches!(self.view.sign(i), "(" | ")"));
        let Some(opens) = opens.filter(|&i| self.view.sign(i) == "(" && i > 0) else { return false };
        self.walked.governed.iter().all(|g| {
            let named = &self.walked.groups[g.group];
            (named.first, named.last) != (group.first, group.last) || self.view.found.concepts[g.mention].first > opens
        })
    }

    /// "Go swimming, but showers are fine": whether an item opens with what is named at the token `at`, and everything that is said
    /// stands behind a contrast and is of something else.
    pub(super) fn contrasted(&self, at: usize) -> bool {
        let is = |c: &Mention, kind: CueKind| matches!(c.kind, MentionKind::Cue(k, _) if k == kind);
        let Some(but) = self.view.found.cues.iter().find(|c| c.first > at && is(c, CueKind::Contrast)) else {
            return false;
        };
        let tells = |c: &Mention| match c.kind {
            MentionKind::Verb(form) => form != VerbForm::Gerund && c.first > 0,
            MentionKind::Cue(kind, _) => !matches!(kind, CueKind::And | CueKind::Or),
            _ => false,
        };
        self.is_item
            && at <= 1
            && !self.view.found.cues.iter().any(|c| c.first < but.first && tells(c))
            && !self.walked.governed.iter().any(|g| self.view.found.concepts[g.mention].first < but.first)
    }

    /// "Rubbing, not even a little": a denial at the end of a line that names nothing of its own.
    fn is_emphasis(&self, group: &Group) -> bool {
        let named = |m: &Mention| m.first >= group.first;
        let denies = group.chain.len() == 1 && matches!(group.chain[0].kind, CueKind::No | CueKind::Not);
        denies && group.first > 0 && !self.view.found.concepts.iter().any(named)
    }

    /// What a line without a verb says of a concept: "SPF 50 every day" orders, "Flights: after two weeks" permits, "Gym: 48
    /// hours" forbids until then.
    pub(super) fn verbless(
        &self,
        mention: &Mention,
        tends: Option<Stance>,
        times: &SentenceTimes<'_>,
    ) -> Option<Stance> {
        let own = times.of_bare(self.view, self.walked, mention);
        let has = |roles: &[TimeRole]| own.iter().any(|t| roles.contains(&t.role));
        // "Lie prone for five nights" orders, whatever else is said of it elsewhere: better nothing than inverted.
        let ordered = mention.first == 0
            && mention.last > 1
            && self.view.cue_at(0).is_some_and(|c| matches!(c.kind, MentionKind::Verb(VerbForm::Base)));
        let opens = (0..mention.first).rfind(|&at| matches!(self.view.sign(at), ":" | "," | ";")).unwrap_or(0);
        let passes = |at: usize| self.lexicon.cues.phrases.passes_over(self.view.tokens()[at].word);
        let is_word = |at: usize| self.view.sign(at).is_empty() && !passes(at);
        let unknown = (opens..mention.first).filter(|&at| is_word(at) && !self.names_or_joins(at)).count();
        let begins = unknown <= MOST_BEFORE_NAME;
        let labelled = self.is_label(mention)
            || tends == Some(Stance::Avoid) && !ordered && begins && precedes_time(mention, times);
        let past =
            (mention.first..mention.last).any(|at| self.lexicon.is_in_class("past-only", self.view.tokens()[at].word));
        if past || self.has_verb(&self.part_of(mention.first).0) {
            return None;
        }
        let class =
            |name, at: usize| self.view.tokens().get(at).is_some_and(|t| self.lexicon.is_in_class(name, t.word));
        let behind = self.is_label(mention)
            && (mention.last..self.view.tokens().len().min(mention.last + 3)).any(|at| class("returning", at));
        if (class("returning", mention.first) || behind) && tends != Some(Stance::Avoid) {
            return Some(Stance::Allow);
        }
        if tends != Some(Stance::Do) && self.is_taken_up_again(mention, &own) {
            return Some(Stance::Allow);
        }
        let case = |r: &Region| {
            matches!(r.kind, RegionKind::Condition | RegionKind::Aside) && self.only_names_until(mention, r.first)
        };
        if self.walked.regions.iter().any(case) {
            // "Paracetamol if you need it", "sunglasses whenever you go out"
            let medicine = mention
                .concept()
                .is_some_and(|c| self.lexicon.roles.courses.contains(c) || self.lexicon.roles.medicines.contains(c));
            let stance = if tends == Some(Stance::Do) { Stance::Do } else { Stance::Allow };
            return (medicine || tends == Some(Stance::Do)).then_some(stance);
        }
        let foretold = mention.concept().is_some_and(|c| self.lexicon.roles.foretold.contains(c));
        if self.only_if(mention) && !foretold {
            return Some(if tends == Some(Stance::Do) { Stance::Do } else { Stance::Allow });
        }
        let sole = (mention.first.saturating_sub(3)..mention.first).any(|at| class("sole", at));
        if (class("sole", mention.last) || sole) && tends != Some(Stance::Avoid) {
            return Some(if tends == Some(Stance::Do) { Stance::Do } else { Stance::Allow });
        }
        // "Aspirin 81 mg daily": how often a medicine is taken.
        let dosed = mention.concept().is_some_and(|c| self.lexicon.roles.medicines.contains(c));
        let regular = (mention.last..self.view.tokens().len()).any(|at| class("regularly", at));
        let medicine = mention.concept().is_some_and(|c| self.lexicon.roles.courses.contains(c)) || dosed;
        if has(&[TimeRole::Rate, TimeRole::Session]) && tends != Some(Stance::Avoid)
            || dosed && has(&[TimeRole::Rate])
            || medicine && regular
        {
            return Some(Stance::Do);
        }
        if self.is_offered_from(mention, &own) {
            // "Shower – 24 hours": from when, as with what is taken up again beside it.
            return Some(Stance::Allow);
        }
        if tends == Some(Stance::Do) && (self.is_item || times.all().next().is_some()) {
            return Some(Stance::Do);
        }
        if self.follows_then(mention) {
            // "Stay out of the sun for a week. Then SPF 50."
            return self.said_then(mention, tends);
        }
        if tends == Some(Stance::Do) {
            return self.is_plain_need().then_some(Stance::Do);
        }
        let once = mention.concept().is_some_and(|c| self.lexicon.roles.momentary.contains(c));
        let comes = once
            && self.walked.groups.is_empty()
            && self.view.found.cues.iter().any(|c| {
                c.first >= mention.first
                    && matches!(c.kind, MentionKind::Cue(CueKind::Remove, VerbForm::Base | VerbForm::Third))
            });
        if comes && has(&[TimeRole::End, TimeRole::Duration, TimeRole::Bare, TimeRole::Window]) {
            // "The bandage comes off in two days"
            return Some(Stance::Do);
        }
        let dates = [TimeRole::End, TimeRole::Duration, TimeRole::Bare, TimeRole::Start, TimeRole::Point];
        if once && self.view.is_labelling(mention) && tends != Some(Stance::Avoid) && has(&dates) {
            // "Follow-up: two weeks and six weeks"
            return Some(Stance::Do);
        }
        let first = times.all().find(|t| t.span.start >= mention.span.end);
        if first.is_some_and(|t| matches!(t.role, TimeRole::Start | TimeRole::Point)) && !has(&[TimeRole::Lead]) {
            if self.view.found.cues.iter().any(|c| self.part_of(mention.first).0.contains(&c.first) && is_verdict(c)) {
                // A verdict that was not understood.
                return None;
            }
            return Some(if once { Stance::Do } else { Stance::Allow });
        }
        if labelled && tends != Some(Stance::Avoid) && own.iter().any(|t| is_same_day(t)) {
            // "Walking: today", "Bath: tonight"
            return Some(Stance::Allow);
        }
        let resumed = mention.concept().is_some_and(|c| self.lexicon.roles.resumed.contains(c));
        if resumed && precedes_time(mention, times) && own.iter().any(|t| opens_later(t)) {
            // "Football: month 10-12"
            return Some(Stance::Allow);
        }
        let estimated = self.walked.regions.iter().any(|r| r.kind == RegionKind::Condition && r.first >= mention.last);
        if labelled && resumed && estimated && has(&[TimeRole::Duration, TimeRole::Bare, TimeRole::End]) {
            // "Driving: when you can brake hard, normally ten days"
            return Some(Stance::Allow);
        }
        let line = Dated { own: &own, first, labelled };
        self.timed_line(mention, tends, &line)
    }

    /// "Paracetamol or ibuprofen, if sore": whether nothing stands before a token but names, the words that join them, and a
    /// number.
    fn only_names_until(&self, mention: &Mention, until: usize) -> bool {
        let names = |at: usize| self.names_or_joins(at);
        mention.first <= 2 && mention.last <= until && (mention.last..until).all(names)
            || mention.last <= until && (0..until).all(names)
    }

    /// "Acids, retinol and scrubs.": a sentence of names and what joins them, as a line of a list that ends with a stop.
    fn only_names(&self) -> bool {
        let joins = |c: &Mention| {
            matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Or | CueKind::Relative | CueKind::Example, _))
                || matches!(c.kind, MentionKind::Verb(form) if form != VerbForm::Third)
                    && (c.first > 0 || self.view.in_concept(c.first))
        };
        let told = |c: &Mention| !joins(c) && !self.view.in_concept(c.first);
        let lists = |at: usize| !self.view.in_concept(at) && self.names_or_joins(at);
        self.walked.groups.is_empty()
            && self.view.found.concepts.iter().any(|m| m.first <= 1)
            && (0..self.view.tokens().len()).any(lists)
            && !self.view.found.cues.iter().any(told)
            && !self.has_verb(&(0..usize::MAX))
    }

    /// "Avoid infection:": whether what leads in orders what keeps a harm off, by a cue that forbids.
    fn is_against_harm(&self) -> bool {
        self.context.fired.last().is_some_and(|f| f == AGAINST_HARM)
    }

    /// "Stockings: off after two weeks": whether a thing is said to come off, and not to be put on.
    fn is_dropped(&self, mention: &Mention) -> bool {
        let removal = mention.concept().is_some_and(|c| self.lexicon.roles.removals.contains(c));
        !removal && is_taken_off_then(self.view, self.lexicon)
    }

    /// Whether a token is of a name, or joins names.
    pub(super) fn names_or_joins(&self, at: usize) -> bool {
        let joins = |c: &Mention| matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Or, _));
        self.view.in_concept(at)
            || self.view.cue_at(at).is_some_and(joins)
            || matches!(self.view.sign(at), "," | "/" | ":")
    }

    /// "Antibiotics only if we packed your nose": what is named is for one case.
    pub(super) fn only_if(&self, mention: &Mention) -> bool {
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
    pub(super) fn has_verb(&self, part: &std::ops::Range<usize>) -> bool {
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
            let named = matches!(c.kind, MentionKind::Verb(_)) && self.view.in_concept(c.first);
            // "One capsule three times a day": a number, and nobody.
            let counts = self.lexicon.is_in_class("one", self.view.tokens()[c.first].word)
                && self
                    .view
                    .cue_at(c.last)
                    .is_none_or(|n| !matches!(n.kind, MentionKind::Cue(..) | MentionKind::Verb(_)));
            // "Some colour will wash off in the shower"
            let will = matches!(c.kind, MentionKind::Verb(VerbForm::Base))
                && c.first.checked_sub(1).is_some_and(|b| {
                    self.lexicon.is_in_class("future", self.view.tokens()[b].word) && self.view.cue_at(b).is_none()
                });
            (acts && !named && !counts || will || self.is_told(c)) && part.contains(&c.first) && !hidden(c.first)
        })
    }

    /// "My friend drank wine": a past form that is no part of a name, as in "ice wrapped in a cloth".
    pub(super) fn is_told(&self, cue: &Mention) -> bool {
        let tokens = self.view.tokens();
        let followed = tokens.get(cue.last).is_some_and(|t| {
            ["adjuncts", "places", "means"].iter().any(|class| self.lexicon.is_in_class(class, t.word))
        });
        matches!(cue.kind, MentionKind::Verb(VerbForm::Participle)) && !followed && !self.view.in_concept(cue.first)
    }

    /// Whether a colon or a dash stands directly behind a concept: "Gym: two days".
    pub(super) fn is_label(&self, mention: &Mention) -> bool {
        (mention.last..self.view.tokens().len()).any(|i| {
            let sign = self.view.sign(i);
            sign == ":" || matches!(sign, "-" | "\u{2013}" | "\u{2014}") && self.view.tokens()[i].spaced
        })
    }

    /// "after 20 minutes of firm pressure": only what a time is a time of.
    fn is_measured(&self, mention: &Mention) -> bool {
        let tokens = self.view.tokens();
        let of =
            mention.first.checked_sub(1).filter(|&at| self.lexicon.is_in_class("nominal-openers", tokens[at].word));
        let timed = |at: usize| {
            let starts = |t: &TimeMention| t.role == TimeRole::Start && t.span.contains(tokens[at].span);
            self.view.found.times.iter().any(starts)
        };
        of.and_then(|at| at.checked_sub(1)).is_some_and(timed)
    }

    /// A line without a verb or an end: a list that lost its layout.
    pub(super) fn is_fragment(&self) -> bool {
        let tokens = self.view.tokens();
        let ended = tokens
            .last()
            .is_some_and(|t| t.kind == TokenKind::Sign && matches!(t.span.of(self.view.text), "." | "!" | "?" | ":"));
        let words = tokens.iter().filter(|t| t.kind == TokenKind::Word).count();
        !ended && words <= 10 && !has_cue(self.view.found, CueKind::Be)
    }
}
