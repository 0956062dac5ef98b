//! What does a group hold of a concept that it governs, under what stands above the sentence?

use super::{Reading, returned::opens_later};
use crate::{
    extract::{
        assemble::Route,
        region::RegionKind,
        stance::{Held, Link, compose},
        walk::Group,
    },
    lexicon::ConceptSort,
    model::{
        CueKind, Mention, MentionKind, Name, Stance, Strength, TimeMention, TimeRole, TimeSpec, TokenKind, VerbForm,
    },
};

/// How far behind "and" it is told what comes of an order, in tokens.
const FURTHEST_OUTCOME: usize = 6;

/// The most words of a label, with its colon.
const LONGEST_LABEL: usize = 7;

/// The most words of a title of names.
const LONGEST_TITLE: usize = 5;

impl Reading<'_, '_> {
    /// "It is important that the bandage is not removed": what is ordered is forbidden where its name is denied between its words,
    /// and not only needless.
    fn unless_denied(&self, mention: &Mention, held: Held) -> Held {
        let tokens = self.view.tokens();
        let between = |at: usize| mention.mask & (1 << (at - mention.first).min(63)) == 0;
        let denies = |at: usize| between(at) && self.lexicon.is_in_class("denying", tokens[at].word);
        let releases = |c: &Mention| {
            mention.first <= c.first
                && c.first < mention.last
                && matches!(c.kind, MentionKind::Cue(CueKind::NotNeeded | CueKind::Unneeded | CueKind::Needed, _))
        };
        let turned = (mention.first..mention.last).any(denies) && !self.view.found.cues.iter().any(releases);
        if turned && held.stance == Stance::Do { Held { stance: Stance::Avoid, ..held } } else { held }
    }

    /// What a group holds of a concept that it governs, or why nothing is held of it.
    pub(super) fn stance_of(&self, mention: &Mention, concept: &Name, group: &Group) -> Result<(Held, Route), String> {
        let mut held = self.unless_denied(mention, self.composed(mention, concept, group)?);
        let tends = self.tends(concept);
        let words = self.view.tokens().iter().filter(|t| t.kind == TokenKind::Word).count();
        if let Some(why) = self.refused(mention, concept, group) {
            return Err(why);
        }
        let mut route = match (group.backward, group.order) {
            (true, _) => Route::Backward,
            (false, true) => Route::Order,
            (false, false) => Route::Forward,
        };
        if group.parallel {
            let medicine = self.lexicon.roles.medicines.contains(concept) && !self.view.found.times.is_empty();
            // "Leave shaving until the weekend"
            let ends = |t: &TimeMention| t.role == TimeRole::End && t.span.start >= mention.span.end;
            let later = self.lexicon.roles.left_for_later.contains(concept) && self.view.found.times.iter().any(ends);
            let left = (medicine || later).then_some(Stance::Avoid);
            let verb = self.view.tokens()[group.first..mention.first.max(group.last)].iter();
            let leaves = verb.clone().any(|t| self.lexicon.is_in_class("left", t.word));
            if leaves && !later && self.lexicon.roles.left_for_later.contains(concept) {
                // "Rinsing is to be left during two weeks"
                return Err(format!("{concept} is nothing that is left in place"));
            }
            held.stance = tends
                .filter(|_| !later)
                .or(left)
                .ok_or_else(|| format!("{concept} beside a prohibition may be forbidden or not"))?;
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
        let emphatic = group.order && self.is_emphatic();
        let above = self.context.held.filter(|h| h.stance != Stance::Allow || !emphatic);
        // "What can I eat?" / "Chew on the other side": an order keeps its own stance under what only asks or permits.
        let permits = |h: &Held| matches!(h.stance, Stance::Allow | Stance::Unneeded);
        let asked = self.context.question.is_some() || !self.is_item;
        let above = above.filter(|h| !(asked && group.order && permits(h)));
        if let Some(above) = above.filter(|_| (self.is_item || group.order) && !reports && !group.parallel) {
            // A paragraph's own order is turned only where nearly every leaflet forbids what it names.
            let turned = above.stance != Stance::Avoid || tends == Some(Stance::Avoid);
            let takes_verbs = self.context.takes_verbs && (self.is_item || turned && tends != Some(Stance::Do));
            // "For 24 hours do not:" / "… From day 3 exfoliate twice a week": an order with a start of its own.
            let starts =
                |t: &TimeMention| t.role == TimeRole::Start && t.from.as_ref().is_some_and(|f| f.event.is_none());
            let later = group.order
                && above.stance == Stance::Avoid
                && tends != Some(Stance::Avoid)
                && self.context.window.until.is_some()
                && self.view.found.times.iter().any(starts);
            if above.stance == Stance::Avoid && self.is_labelled_thing(group) {
                return Err(format!("{concept} may be a thing that is avoided"));
            }
            if self.is_remark(group) && tends != Some(Stance::Avoid) {
                return Err(format!("{concept} stands in a remark on the line"));
            }
            let offered = above.stance == Stance::Allow && self.lexicon.roles.offered.contains(concept);
            let wanted = tends.filter(|_| !offered);
            held = if later {
                Some(held)
            } else {
                under(held, above, group, takes_verbs, wanted).filter(|_| !self.leaves_off(above, group, concept))
            }
            .ok_or_else(|| format!("{concept}: the line and what leads it in disagree"))?;
            if group.order {
                route = Route::Inherited;
            }
        }
        if self.comes_to_harm(held, group, concept) {
            return Err(format!("{concept}: the sentence tells what comes of it"));
        }
        if self.context.held.is_none() && self.is_item && self.only_names_omission(group, concept) {
            return Err(format!("{concept}: what is left off is only named"));
        }
        held.stance = self.softened(held.stance, group, tends);
        let goes_on = group.fired.iter().any(|f| self.lexicon.roles.continuing.contains(f));
        if goes_on
            && held.stance == Stance::Do
            && tends == Some(Stance::Avoid)
            && !self.lexicon.roles.medicines.contains(concept)
        {
            held.stance = Stance::Allow;
        }
        let resumed = self.lexicon.roles.resumed.contains(concept);
        // "Things you can do at once" / "Work"
        let lasts = |t: &TimeMention| matches!(t.role, TimeRole::Duration | TimeRole::End | TimeRole::Bare);
        let open = !self.view.found.times.iter().any(lasts);
        let offered = || open && self.is_item && self.context.held.is_some_and(|h| h.stance == Stance::Allow);
        // "OK after 24 hours:" / "Shower"
        let alone = self.lexicon.roles.offered.contains(concept) && words <= 2 && self.context.window.from.is_some();
        let granted = (resumed || alone) && offered() || self.grants(group, mention, concept);
        if held.stance == Stance::Do && group.order && granted {
            held.stance = Stance::Allow;
        }
        self.plausible(held, group, mention, tends)?;
        let offered = held.stance == Stance::Allow && self.any_condition().or(self.context.condition.clone()).is_none();
        if reports && (offered || self.is_courtesy()) {
            return Err("an offer to answer questions".to_owned());
        }
        Ok((held, route))
    }

    /// "Allow short walks from the second day", "drive after two weeks": an order that permits the activity that it names.
    fn grants(&self, group: &Group, mention: &Mention, concept: &Name) -> bool {
        let roles = &self.lexicon.roles;
        let resumed = roles.resumed.contains(concept);
        let plain = group.chain.is_empty() && group.first + 2 >= mention.first && mention.first > group.first;
        let first = self.view.tokens()[group.first].word;
        // "2 weeks: start driving"
        let begins = self.lexicon.is_in_class("beginning", first) && self.tends(concept) == Some(Stance::Avoid);
        let verb = plain && (self.lexicon.is_in_class("letting", first) || begins);
        let dated = || self.tends(concept) == Some(Stance::Avoid) && self.is_dated_later();
        verb && (resumed || roles.offered.contains(concept)) || resumed && dated()
    }

    /// "Exercise and work.", "Work and leisure": a few words without an object or a time, of which the first is a noun as well.
    fn is_title(&self, mention: &Mention, concept: &Name, group: &Group) -> bool {
        let tokens = self.view.tokens();
        let words = tokens.iter().filter(|t| t.kind == TokenKind::Word).count();
        let noun = self.lexicon.is_in_class("nouns-too", tokens[mention.first].word);
        let behind = tokens.get(mention.last);
        let joined = behind.is_none_or(|t| t.kind == TokenKind::Sign)
            || self
                .view
                .cue_at(mention.last)
                .is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Or, _)));
        words <= LONGEST_TITLE
            && noun
            && joined
            && group.chain.is_empty()
            && mention.first == group.first
            && self.context.held.is_none()
            && self.view.found.times.is_empty()
            && self.lexicon.roles.resumed.contains(concept)
    }

    /// Why nothing is held of a concept that only a label, a title or somebody else's act names.
    fn refused(&self, mention: &Mention, concept: &Name, group: &Group) -> Option<String> {
        let tends = self.tends(concept);
        let words = self.view.tokens().iter().filter(|t| t.kind == TokenKind::Word).count();
        if group.order && words == 1 && !self.is_item && tends != Some(Stance::Do) {
            return Some(format!("{concept} stands alone, as a label does"));
        }
        if group.order && self.is_title(mention, concept, group) {
            return Some(format!("{concept} stands in a title"));
        }
        if group.order && self.is_told_of(mention, group) {
            return Some(format!("{concept} is what the sentence tells of"));
        }
        if group.backward && self.view.found.times.is_empty() && self.is_not_for(group) {
            return Some(format!("{concept} is put off without a time"));
        }
        if self.is_others(group) {
            return Some("somebody else acts".to_owned());
        }
        None
    }

    /// "Week 6: drive short distances": whether a line of a timetable says what is taken up again at its date.
    fn is_dated_later(&self) -> bool {
        let first = self.view.tokens().first().map(|t| t.span.start);
        let dated = |t: &TimeMention| opens_later(t) && Some(t.span.start) == first;
        let amount =
            |t: &TimeSpec| t.event.is_none() && (t.max.is_some_and(|m| m > 0.0) || t.day.is_some_and(|d| d > 1));
        let above = self.context.window.from.as_ref().is_some_and(amount) && self.context.held.is_none();
        match self.view.found.times.as_slice() {
            [] => above && self.is_item,
            [time] => dated(time),
            _ => false,
        }
    }

    /// "Do wear loose clothes": an order with a word of emphasis, whatever stands above it.
    fn is_emphatic(&self) -> bool {
        let first = self.view.tokens().first();
        first.is_some_and(|t| self.lexicon.is_in_class("emphatic", t.word))
            && self.view.cue_at(1).is_some_and(|c| matches!(c.kind, MentionKind::Verb(VerbForm::Base)))
    }

    /// "What to avoid" / "Ice on the Area: cold tightens it": a label whose first word is a verb and a noun, without an object.
    fn is_labelled_thing(&self, group: &Group) -> bool {
        let tokens = self.view.tokens();
        let class = |name, at: usize| tokens.get(at).is_some_and(|t| self.lexicon.is_in_class(name, t.word));
        let colon = (1..tokens.len().min(LONGEST_LABEL)).find(|&at| self.view.sign(at) == ":");
        let acts = class("articles", 1) || class("pronouns", 1);
        group.first == 0 && group.order && class("nouns-too", 0) && colon.is_some() && !acts
    }

    /// "Ice packs are supplied by the ward": a noun that looks like an order, before the verb of which it is the subject.
    fn is_told_of(&self, mention: &Mention, group: &Group) -> bool {
        let noun = self.lexicon.is_in_class("nouns-too", self.view.tokens()[mention.first].word);
        if mention.first != group.first || !noun {
            return false;
        }
        let be = |at: usize| self.view.cue_at(at).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Be, _)));
        let joins = |at: usize| {
            self.view.in_concept(at)
                || self.view.cue_at(at).is_some_and(|c| {
                    matches!(
                        c.kind,
                        MentionKind::Cue(CueKind::And | CueKind::Or, _)
                            | MentionKind::Verb(VerbForm::Third | VerbForm::Participle)
                    )
                })
        };
        let end = (mention.last..self.view.tokens().len()).find(|&at| !joins(at));
        end.is_some_and(|at| at > mention.last && be(at))
    }

    /// "Pick at any crust - soften it in the shower": an order behind a dash, in a line that a lead-in governs.
    fn is_remark(&self, group: &Group) -> bool {
        let first = self.walked.groups.first().is_some_and(|g| g.first < group.first && g.order);
        let dash = |i: usize| {
            let spaced = self.view.tokens()[i].spaced;
            spaced && matches!(self.view.sign(i), "-" | "\u{2013}" | "\u{2014}") || self.view.sign(i) == ";"
        };
        first && self.context.takes_verbs && group.order && (0..group.first).any(dash)
    }

    /// "Remove the pressure bandage": what is taken off names the act of taking it off, where there is a concept for that.
    pub(super) fn taken_off(&self, mention: &Mention, group: &Group) -> Result<Option<Mention>, String> {
        let worn = mention.concept().and_then(|c| self.lexicon.concepts.get(c));
        let act = worn.and_then(|c| c.opposite.clone()).filter(|o| self.lexicon.roles.removals.contains(o));
        let Some(act) = act else { return Ok(None) };
        // "Remove the bandage (dressing)"
        let bracket = mention.first.checked_sub(1).filter(|&at| self.view.sign(at) == "(");
        if bracket.is_some_and(|at| self.view.found.concepts.iter().any(|m| m.last == at && m.concept() == Some(&act)))
        {
            return Err(format!("{act} is what is said of it"));
        }
        if group.chain.iter().all(|l| l.kind != CueKind::Remove) {
            return Ok(None);
        }
        let beside = |at: usize| self.lexicon.is_in_class("tool-openers", self.view.tokens()[at].word);
        if (group.first..mention.first).any(beside) {
            return Ok(None);
        }
        Ok(Some(Mention { kind: MentionKind::Concept(act), ..mention.clone() }))
    }

    /// What the chain of a group means for a concept.
    pub(super) fn composed(&self, mention: &Mention, concept: &Name, group: &Group) -> Result<Held, String> {
        let omits = matches!(group.asked(), [Link { kind: CueKind::Omit, .. }])
            && self.view.cue_at(group.first).is_some_and(|c| matches!(c.kind, MentionKind::Cue(_, VerbForm::Base)));
        let forget = || !self.context.takes_verbs || !self.view.found.times.is_empty();
        if omits && self.tends(concept) == Some(Stance::Avoid) && forget() {
            // "Forget deodorant for a day"
            return Ok(Held { stance: Stance::Avoid, degree: None, strength: Some(Strength::Must) });
        }
        let held = group
            .held
            .ok_or_else(|| format!("the cues {} stack beyond what is understood", group.fired.join(" + ")))?;
        let is_removal = self.lexicon.roles.removals.contains(concept);
        if is_removal && group.chain.iter().any(|l| l.kind == CueKind::Remove) {
            let chain: Vec<Link> = group.chain.iter().copied().filter(|l| l.kind != CueKind::Remove).collect();
            return compose(&chain).ok_or_else(|| format!("{concept}: the cues stack beyond what is understood"));
        }
        let own = self.own_predicate(mention).filter(|_| held.stance == Stance::Avoid && mention.first > group.first);
        Ok(own.map_or(held, |stance| Held { stance, degree: None, strength: held.strength }))
    }

    /// An order that only says from when, or that lets something happen, permits; what is taken up again and always good is done.
    fn softened(&self, stance: Stance, group: &Group, tends: Option<Stance>) -> Stance {
        let has = |kind| group.chain.iter().any(|l| l.kind == kind);
        if has(CueKind::Resume) && !has(CueKind::May) && stance == Stance::Allow && tends == Some(Stance::Do) {
            return Stance::Do;
        }
        let lets = self.view.tokens().get(group.first).is_some_and(|t| self.lexicon.is_in_class("letting", t.word));
        // "Exercise only after six weeks", "let the water run over it", "drive when you can brake hard"
        let when = || self.is_taken_up(group);
        let permits =
            tends != Some(Stance::Do) && (self.only_from(group) || when()) || lets && tends == Some(Stance::Avoid);
        // "Pop your contacts back in after two hours"
        let back = |m: &Mention| {
            m.first > group.first
                && (m.first..self.view.tokens().len().min(m.last + 1))
                    .any(|at| self.lexicon.is_in_class("returning", self.view.tokens()[at].word))
        };
        let named = |o: &&crate::extract::walk::Governed| self.walked.groups[o.group].first == group.first;
        let permits = permits
            || tends == Some(Stance::Avoid)
                && self.walked.governed.iter().filter(named).any(|o| back(&self.view.found.concepts[o.mention]));
        let permits = permits || self.is_optional(group);
        if group.order && stance == Stance::Do && permits { Stance::Allow } else { stance }
    }

    /// "Bend down if you need to": an order of what one only does where one likes to.
    pub(super) fn is_optional(&self, group: &Group) -> bool {
        let next = self.walked.groups.iter().find(|g| g.first > group.first).map_or(usize::MAX, |g| g.first);
        self.view.found.cues.iter().any(|c| {
            let within = group.last <= c.first && c.first < next || c.last <= group.first && c.first == 0;
            within && self.lexicon.roles.optional.iter().any(|o| c.entry == o.as_str())
        })
    }

    /// Whether an order names what is taken up again and says in which case: "Drive when you can walk without limping".
    pub(super) fn is_taken_up(&self, group: &Group) -> bool {
        let resumed = |m: &Mention| m.concept().is_some_and(|c| self.lexicon.roles.resumed.contains(c));
        let named = self.view.found.concepts.iter().any(|m| m.first == group.first && resumed(m));
        let case =
            self.walked.regions.iter().any(|r| r.kind == RegionKind::Condition && !r.leads && r.first >= group.last);
        group.order && named && case
    }
}

impl Reading<'_, '_> {
    /// "Never:" / "skip your antibiotics": what is left off under a prohibition is ordered; better unclear than inverted.
    fn leaves_off(&self, above: Held, group: &Group, concept: &Name) -> bool {
        let first = self.view.tokens().get(group.first);
        let forbids = group.held.is_some_and(|h| h.stance == Stance::Avoid);
        // "You do not need to:" / "stop walking"
        let spared = above.stance == Stance::Unneeded;
        // "Bad habits" / "not drinking enough"
        let denies = self.view.cue_at(group.first).is_some_and(|c| {
            let acts = self.view.cue_at(c.last).is_some_and(|v| matches!(v.kind, MentionKind::Verb(VerbForm::Gerund)));
            matches!(c.kind, MentionKind::Cue(CueKind::BareNot | CueKind::No | CueKind::Not, _)) && acts
        });
        // "Mistakes" / "Avoiding exercise", "Not using sunscreen"
        let shuns = self.view.cue_at(group.first).is_some_and(|c| {
            let gerund = matches!(c.kind, MentionKind::Cue(CueKind::Avoid, VerbForm::Gerund));
            gerund || group.first == 0 && matches!(c.kind, MentionKind::Cue(CueKind::BareNot, _))
        });
        let omits = denies || shuns || first.is_some_and(|t| self.lexicon.is_in_class("leaving-off", t.word));
        forbids && (spared || above.stance == Stance::Avoid && self.is_wanted(concept) && omits)
    }

    /// Whether nearly every leaflet orders a concept, or it is a medicine that is not forbidden as a rule.
    fn is_wanted(&self, concept: &Name) -> bool {
        let medicine =
            || self.lexicon.roles.medication.as_ref().is_some_and(|m| self.lexicon.concepts.is_within(concept, m));
        let known = self.lexicon.concepts.get(concept);
        known.is_some_and(|c| c.tends == Some(Stance::Do) || c.tends.is_none() && medicine())
    }

    /// "Skip the sunscreen and the scar will darken", "take ibuprofen and you may bleed": an order that only tells what comes of it,
    /// against what nearly every leaflet holds.
    fn comes_to_harm(&self, held: Held, group: &Group, concept: &Name) -> bool {
        let against = match held.stance {
            Stance::Avoid => self.is_wanted(concept),
            Stance::Do => self.tends(concept) != Some(Stance::Do),
            _ => false,
        };
        let tokens = self.view.tokens();
        let and = |c: &&Mention| c.first >= group.last && matches!(c.kind, MentionKind::Cue(CueKind::And, _));
        let Some(and) = self.view.found.cues.iter().find(and).filter(|_| against && group.first == 0) else {
            return false;
        };
        let may = |at: usize| self.view.cue_at(at).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::May, _)));
        let told = |at: usize| {
            let class = |name| self.lexicon.is_in_class(name, tokens[at].word);
            class("future") || class("risking") || class("brings-about") || may(at)
        };
        let subject = tokens
            .get(and.last)
            .is_some_and(|t| ["articles", "readers", "pronouns"].iter().any(|c| self.lexicon.is_in_class(c, t.word)));
        // "… and you may dot on some balm" permits.
        let end = tokens.len().min(and.last + FURTHEST_OUTCOME);
        let symptom = |m: &Mention| {
            let known = m.concept().and_then(|c| self.lexicon.concepts.get(c));
            known.is_some_and(|c| c.sort == ConceptSort::Symptom)
        };
        let harm = (and.last..end).any(|at| self.view.concepts_at(at).any(|(_, m)| symptom(m)));
        subject && (held.stance == Stance::Avoid || harm) && (and.last..end).any(told)
    }

    /// "Skipping sunscreen" as an item by itself: under a heading that is not understood it may be what goes wrong.
    fn only_names_omission(&self, group: &Group, concept: &Name) -> bool {
        let gerund =
            self.view.cue_at(group.first).is_some_and(|c| matches!(c.kind, MentionKind::Cue(_, VerbForm::Gerund)));
        let leaves =
            self.view.tokens().get(group.first).is_some_and(|t| self.lexicon.is_in_class("leaving-off", t.word));
        // "Not using sunscreen"
        let not = self.view.cue_at(group.first).filter(|c| matches!(c.kind, MentionKind::Cue(CueKind::BareNot, _)));
        let undone = not.is_some_and(|n| {
            let acts = self.view.cue_at(n.last);
            acts.is_some_and(|v| matches!(v.kind, MentionKind::Verb(VerbForm::Gerund)))
        });
        let forbids = group.held.is_some_and(|h| h.stance == Stance::Avoid);
        let named = gerund && leaves || undone;
        group.first == 0 && named && forbids && self.is_wanted(concept) && self.view.found.times.is_empty()
    }
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
