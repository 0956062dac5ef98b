//! What is a thing said to do? "A thin smear of Vaseline keeps the crust soft" advises it, "spicy food can upset your bowel" warns
//! of it.

use super::{Evidence, Reading, SentenceTimes};
use crate::{
    extract::{
        assemble::{Draft, Route},
        stance::Held,
    },
    lexicon::ConceptSort,
    model::{CueKind, Mention, MentionKind, Stance, Strength, TimeMention, TimeRole, TokenKind, VerbForm},
};

/// The most words of a subject that are of no known name: "a little of the", "the odd".
const MOST_AROUND: usize = 6;

/// The most words before the first name of a subject.
const MOST_BEFORE: usize = 4;

/// How far behind a verb the words stand that say what comes of it, in tokens.
const FURTHEST_OUTCOME: usize = 8;

/// How far behind "plenty of" what is needed is named, in tokens.
const FURTHEST_NEED: usize = 5;

impl Reading<'_, '_> {
    /// The drafts of a sentence that tells what its subject does: good of what is mostly advised, harm of what is mostly forbidden.
    pub(super) fn effects(&self, times: &SentenceTimes<'_>) -> Vec<Draft> {
        let asks = self.view.tokens().last().is_some_and(|t| t.span.of(self.view.text) == "?");
        if self.context.expect || self.context.question.is_some() || asks || self.is_weighed() {
            return Vec::new();
        }
        if let Some(mention) = self.plentiful() {
            return vec![self.effect(mention, Stance::Do, usize::MAX, times)];
        }
        if let Some(draft) = self.limited(times) {
            return vec![draft];
        }
        if let Some(mention) = self.threatened() {
            return vec![self.effect(mention, Stance::Avoid, 0, times)];
        }
        let Some(verb) = self.effect_verb() else { return Vec::new() };
        let subjects = self.subjects_of(verb);
        let stance = match () {
            () if subjects.is_empty() => return Vec::new(),
            () if self.does_good(verb) && subjects.iter().all(|m| self.may_do_good(m)) => Stance::Do,
            () if self.does_harm(verb) && self.may_do_harm(&subjects) => Stance::Avoid,
            () => return Vec::new(),
        };
        let fits = |h: Held| h.stance == stance || h.stance == Stance::Allow && stance == Stance::Do;
        if !self.context.held.is_none_or(fits) {
            return Vec::new();
        }
        subjects.into_iter().map(|m| self.effect(m, stance, verb, times)).collect()
    }

    /// "Two tablets do not always settle it", "arnica helps, some people say", "a straw makes it easier but can pull the clot out":
    /// whether a sentence denies, reports or weighs what it tells.
    fn is_weighed(&self) -> bool {
        use CueKind as K;
        let kinds = [K::Not, K::ModalNot, K::BareNot, K::No, K::NoAnswer, K::Report, K::Myth, K::Contrast, K::Unneeded];
        let weighs = |c: &Mention| matches!(c.kind, MentionKind::Cue(kind, _) if kinds.contains(&kind));
        self.view.found.cues.iter().any(weighs)
            || self.view.tokens().iter().any(|t| self.lexicon.is_in_class("scarcely", t.word))
    }

    /// What is held of a subject whose verb stands at an index, with the times before that.
    fn effect(&self, mention: &Mention, stance: Stance, verb: usize, times: &SentenceTimes<'_>) -> Draft {
        let end = self.view.tokens().get(verb).map_or(usize::MAX, |t| t.span.start);
        // "Wine thins the blood, so leave it out for a day"
        let goes_on = self
            .walked
            .dangling
            .iter()
            .map(|&g| &self.walked.groups[g])
            .any(|g| g.first > verb && g.held.is_some_and(|h| h.stance == stance));
        let list: Vec<&TimeMention> = if goes_on {
            times.all().collect()
        } else {
            times.of_bare(self.view, self.walked, mention).into_iter().filter(|t| t.span.end <= end).collect()
        };
        let held = Held { stance, degree: None, strength: Some(Strength::Should) };
        let mut draft = self.draft(mention, held, &list, Evidence { route: Route::Bare, group: None });
        draft.fired.push("scope/effect".to_owned());
        draft
    }

    /// "The ointment is only for three days", "codeine is for bad nights only", "strong tablets: only for bad spells": until when, or
    /// for what, a medicine or a course is meant.
    fn limited(&self, times: &SentenceTimes<'_>) -> Option<Draft> {
        let tokens = self.view.tokens();
        let class = |name, at: usize| tokens.get(at).is_some_and(|t| self.lexicon.is_in_class(name, t.word));
        let only =
            |at: usize| self.view.cue_at(at).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Only, _)));
        let roles = &self.lexicon.roles;
        let general = roles.medication.as_ref();
        let [named] = self.view.found.concepts.as_slice() else { return None };
        let concept = named.concept()?;
        let medicine = roles.courses.contains(concept)
            || roles.medicines.contains(concept)
            || general.is_some_and(|m| self.lexicon.concepts.is_within(concept, m));
        let behind = self.view.found.concepts.iter().map(|m| m.last).max()?;
        // "Morphine tablets: …"
        let be = (behind..tokens.len().min(behind + 2))
            .find(|&at| class("states", at) || matches!(self.view.sign(at), ":" | "-" | "\u{2013}" | "\u{2014}"))?;
        let first = be + 1 + usize::from(only(be + 1));
        let opens = named.first <= 1 && class("purpose-openers", first);
        let lasts = self
            .view
            .found
            .times
            .iter()
            .find(|t| t.role == TimeRole::Duration && t.span.start >= tokens[be].span.start);
        if !opens || !self.walked.governed.is_empty() {
            return None;
        }
        if lasts.is_some_and(|t| tokens.get(first).is_some_and(|k| t.span.contains(k.span))) {
            let wanted = medicine || self.tends_of(named) != Some(Stance::Avoid) && !roles.resumed.contains(concept);
            return wanted.then(|| self.effect(named, Stance::Do, usize::MAX, times));
        }
        let solely = only(be + 1) || (first..tokens.len()).any(only);
        let held = Held { stance: Stance::Allow, degree: None, strength: Some(Strength::May) };
        let mut draft = self.draft(named, held, &[], Evidence { route: Route::Bare, group: None });
        draft.fired.push("scope/effect".to_owned());
        let purpose = tokens.get(first)?.span.join(tokens.last()?.span);
        draft.condition = draft.condition.or_else(|| Some(purpose.of(self.view.text).to_owned()));
        (solely && medicine).then_some(draft)
    }

    fn tends_of(&self, mention: &Mention) -> Option<Stance> {
        mention.concept().and_then(|c| self.tends(c))
    }

    /// Whether what is named is not mostly forbidden, nor only taken up again, or is a medicine.
    fn may_do_good(&self, mention: &Mention) -> bool {
        let roles = &self.lexicon.roles;
        let tends = self.tends_of(mention);
        let taken = |c| roles.courses.contains(c) || roles.medicines.contains(c);
        let resumed = |c| roles.resumed.contains(c);
        tends == Some(Stance::Do)
            || tends.is_none() && !mention.concept().is_some_and(resumed)
            || mention.concept().is_some_and(taken)
    }

    /// Whether something that is mostly forbidden is named, nothing that is mostly advised, and no treatment.
    fn may_do_harm(&self, named: &[&Mention]) -> bool {
        let treats = |m: &&Mention| {
            let general = self.lexicon.roles.treatment.as_ref();
            m.concept().is_some_and(|c| {
                general.is_some_and(|t| self.lexicon.concepts.is_within(c, t))
                    || self.lexicon.roles.prepared.contains(c)
            })
        };
        named.iter().any(|m| self.tends_of(m) == Some(Stance::Avoid))
            && !named.iter().any(|m| self.tends_of(m) == Some(Stance::Do))
            && !named.iter().any(treats)
    }

    /// "Pick at a scab and you may scar": an act that is mostly forbidden opens the sentence, and "and you" tells what comes of it.
    fn threatened(&self) -> Option<&Mention> {
        let is = |at: usize, kind: CueKind| {
            self.view.cue_at(at).is_some_and(|c| matches!(c.kind, MentionKind::Cue(k, _) if k == kind))
        };
        let base = self.view.cue_at(0).is_some_and(|c| matches!(c.kind, MentionKind::Verb(VerbForm::Base)));
        let named = self.view.found.concepts.first().filter(|m| m.first == 0 && base)?;
        let and = (named.last..self.view.tokens().len()).find(|&at| is(at, CueKind::And))?;
        let risks = self.view.cue_at(and + 1).filter(|_| is(and + 1, CueKind::You)).is_some_and(|you| {
            let will = (you.first..=you.last)
                .any(|at| self.view.tokens().get(at).is_some_and(|t| self.lexicon.is_in_class("risking", t.word)));
            will || is(you.last, CueKind::May)
        });
        let plain = (named.last..and).all(|at| self.view.cue_at(at).is_none() && self.view.sign(at).is_empty());
        (risks && plain && self.tends_of(named) == Some(Stance::Avoid)).then_some(named)
    }

    /// "Plenty of water, it heals faster": what is needed opens the sentence, and a sign or another such name follows.
    fn plentiful(&self) -> Option<&Mention> {
        let tokens = self.view.tokens();
        let much = tokens.first().is_some_and(|t| self.lexicon.is_in_class("much-of", t.word));
        let of = tokens.get(1).is_some_and(|t| self.lexicon.is_in_class("of", t.word));
        let named = self.view.found.concepts.iter().find(|m| m.last > 2 && m.first <= FURTHEST_NEED)?;
        let parts = matches!(self.view.sign(named.last), "," | ";" | "." | "!" | ":" | "-" | "\u{2013}" | "\u{2014}");
        let plain = (2..named.first).all(|at| self.view.cue_at(at).is_none());
        (much && of && parts && plain && self.tends_of(named) == Some(Stance::Do)).then_some(named)
    }

    /// Where the verb of a sentence stands that opens with its subject and tells what that does.
    fn effect_verb(&self) -> Option<usize> {
        let tokens = self.view.tokens();
        let hidden = |at: usize| {
            self.view.is_in_time(at) || self.walked.regions.iter().any(|r| r.leads && r.first <= at && at < r.last)
        };
        let mut around = 0;
        let mut named = false;
        for (at, token) in tokens.iter().enumerate() {
            if hidden(at) {
                continue;
            }
            if self.view.in_concept(at) {
                named = true;
                continue;
            }
            if token.kind == TokenKind::Sign {
                if !matches!(self.view.sign(at), "," | "(" | ")" | "/" | "-" | "\u{2010}" | "\u{2011}") {
                    return None;
                }
                continue;
            }
            let acts = ["good-doing", "well-keeping", "harm-doing", "harm-bringing"];
            let attribute = at > 0 && self.lexicon.is_in_class("counts", tokens[at - 1].word);
            if named && !attribute && acts.iter().any(|class| self.lexicon.is_in_class(class, token.word)) {
                return Some(at);
            }
            let passes = |c: &Mention| match c.kind {
                MentionKind::Verb(form) => matches!(form, VerbForm::Gerund | VerbForm::Participle) || at > 0 && !named,
                MentionKind::Cue(CueKind::And | CueKind::Or | CueKind::Example, _) => true,
                MentionKind::Cue(CueKind::May, _) => named,
                _ => false,
            };
            if self.view.cue_over(at).is_some_and(|c| !passes(c)) || self.lexicon.is_in_class("pronouns", token.word) {
                return None;
            }
            around += 1;
            if around > MOST_AROUND {
                return None;
            }
        }
        None
    }

    /// The activities that the subject of the verb at an index names; none where it opens with a phrase of another kind, or names
    /// something else.
    fn subjects_of(&self, verb: usize) -> Vec<&Mention> {
        let tokens = self.view.tokens();
        let hidden = |m: &Mention| {
            self.view.is_in_time(m.first)
                || self.walked.regions.iter().any(|r| r.leads && r.first <= m.first && m.first < r.last)
        };
        let named: Vec<&Mention> = self.view.found.concepts.iter().filter(|m| m.last <= verb && !hidden(m)).collect();
        let Some(first) = named.first() else { return Vec::new() };
        let opens = (0..first.first).rev().take_while(|&at| !self.view.is_in_time(at) && self.view.sign(at).is_empty());
        let before: Vec<usize> = opens.collect();
        let elsewhere = |&at: &usize| {
            let word = tokens[at].word;
            self.lexicon.is_in_class("places", word)
                || self.lexicon.is_in_class("openers", word)
                || self.lexicon.is_in_class("denying-both", word)
                || self.view.cue_at(at).is_some_and(|c| matches!(c.kind, MentionKind::Verb(VerbForm::Base)))
        };
        let noun = |at: usize| at > 0 && self.lexicon.is_in_class("counts", tokens[at - 1].word);
        let ordered = self.walked.groups.iter().any(|g| g.order && g.first < verb && !noun(g.first));
        let is_activity = |m: &&Mention| {
            let known = m.concept().and_then(|c| self.lexicon.concepts.get(c));
            known.is_some_and(|c| c.sort == ConceptSort::Activity)
        };
        if ordered || before.len() > MOST_BEFORE || before.iter().any(elsewhere) || !is_activity(first) {
            return Vec::new();
        }
        // "Picking at scabs leads to scarring"
        let object = |m: &&&Mention| m.first <= first.last + 2;
        if !named.iter().filter(|m| !is_activity(m)).all(|m| object(&m)) {
            return Vec::new();
        }
        named.into_iter().filter(is_activity).collect()
    }

    /// "A little of it keeps the crust soft", "makes walking easier", "two tablets settle the pain": whether the verb at an index
    /// tells of something good, with how much or how often, or of what becomes easier; more is only why something is advised.
    fn does_good(&self, verb: usize) -> bool {
        let keeps = self.lexicon.is_in_class("well-keeping", self.view.tokens()[verb].word);
        let acts = self.lexicon.is_in_class("good-doing", self.view.tokens()[verb].word);
        let it = |at: usize| self.view.tokens().get(at).is_some_and(|t| self.lexicon.is_in_class("pronouns", t.word));
        let measured = self.is_measured_before(verb);
        let well = keeps && self.follows(verb, "good-outcomes");
        let meanwhile = self.view.found.times.iter().any(|t| t.span.start > self.view.tokens()[verb].span.start);
        let makes = self.lexicon.is_in_class("making", self.view.tokens()[verb].word);
        let eases = makes && self.follows(verb, "easier-outcomes");
        !meanwhile && (well && measured || eases || acts && measured && (self.harm_follows(verb) || it(verb + 1)))
    }

    /// "Two litres of water a day", "a thin smear of Vaseline", "a snug bra for a week": whether an amount or a time stands before a
    /// verb.
    fn is_measured_before(&self, verb: usize) -> bool {
        let tokens = self.view.tokens();
        let start = tokens[verb].span.start;
        (0..verb).any(|at| self.lexicon.is_in_class("amounts", tokens[at].word))
            || self.view.found.times.iter().any(|t| t.span.end <= start)
    }

    /// "Will make the puffiness worse", "can upset your bowel", "can give you an infection": whether the verb at an index tells of
    /// harm that will come, or comes to the reader; more is only why something is forbidden.
    fn does_harm(&self, verb: usize) -> bool {
        let tokens = self.view.tokens();
        let class = |name, at: usize| tokens.get(at).is_some_and(|t| self.lexicon.is_in_class(name, t.word));
        let will = verb.checked_sub(1).is_some_and(|at| class("future", at));
        let reader = class("readers", verb + 1) && class("giving", verb);
        let own = class("own-of-reader", verb + 1) && class("harm-doing", verb);
        let object = tokens.get(verb + 1).is_some_and(|t| {
            t.kind == TokenKind::Word
                && !self.view.is_in_time(verb + 1)
                && !self.lexicon.is_in_class("comparatives", t.word)
                && !self.lexicon.is_in_class("adverbs-of-manner", t.word)
        });
        let brings = class("harm-bringing", verb) && (self.harm_follows(verb) || self.follows(verb, "bad-outcomes"));
        own || reader && brings || will && (brings || class("harm-doing", verb) && object)
    }

    /// Whether a word of a class stands behind a verb in its clause.
    fn follows(&self, verb: usize, class: &str) -> bool {
        self.behind(verb).any(|at| self.lexicon.is_in_class(class, self.view.tokens()[at].word))
    }

    /// Whether a symptom or a harm is named behind a verb in its clause.
    fn harm_follows(&self, verb: usize) -> bool {
        let symptom = |m: &Mention| {
            let known = m.concept().and_then(|c| self.lexicon.concepts.get(c));
            known.is_some_and(|c| c.sort == ConceptSort::Symptom)
        };
        self.follows(verb, "harms") || self.behind(verb).any(|at| self.view.concepts_at(at).any(|(_, m)| symptom(m)))
    }

    /// The tokens of a clause behind its verb.
    fn behind(&self, verb: usize) -> impl Iterator<Item = usize> {
        let tokens = self.view.tokens();
        let end = tokens.len().min(verb + 1 + FURTHEST_OUTCOME);
        (verb + 1..end).take_while(move |&at| tokens[at].kind == TokenKind::Word)
    }
}
