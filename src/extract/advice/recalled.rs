//! What does an order hold of a thing that was named before: "A pad covers it. You can change it after two days"?

use super::{Reading, SentenceTimes, has_cue};
use crate::{
    extract::{
        assemble::{Draft, Route},
        region::{Region, RegionKind},
        stance::{Held, Link, compose},
        then,
        walk::Group,
    },
    lexicon::Recalled,
    model::{CueKind, Mention, MentionKind, Name, Stance, Strength, TimeMention, TimeRole, TokenKind, Unit, VerbForm},
};

/// How far behind a pronoun the particle of a verb may stand, in tokens.
const FURTHEST_PARTICLE: usize = 3;

/// A day, in hours.
const HOURS_OF_DAY: f64 = 24.0;

/// How far behind a pronoun the verb of which it is the subject may stand, in tokens.
const FURTHEST_VERB: usize = 4;

/// How far behind its article the name of a portion may stand, in tokens.
const MOST_BEFORE_PORTION: usize = 3;

/// A thing that was named before a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Antecedent {
    /// The concept.
    pub concept: Name,
    /// The entry that found it.
    pub entry: String,
    /// Whether a heading names it, so that what stands under it need not say "it".
    pub heading: bool,
    /// How many sentences back it was named; 0 in the sentence itself and in headings.
    pub back: usize,
}

impl Antecedent {
    /// What a mention names, if it names a concept.
    pub fn of(mention: &Mention, heading: bool) -> Option<Self> {
        Some(Self { concept: mention.concept()?.clone(), entry: mention.entry.to_string(), heading, back: 0 })
    }

    /// The same, named so many sentences back.
    #[must_use]
    pub fn back(self, back: usize) -> Self {
        Self { back, ..self }
    }

    /// What the name of a thing stands for.
    pub fn of_thing(concept: &Name, heading: bool) -> Self {
        Self { concept: concept.clone(), entry: format!("concept/{concept}"), heading, back: 0 }
    }
}

impl Reading<'_, '_> {
    /// The drafts of the clauses that name nothing themselves; `before` are the things that were named before the sentence, the
    /// nearest first, and `read` are the drafts that it gave already.
    pub fn recalled(&self, before: &[Antecedent], read: &[Draft]) -> Vec<Draft> {
        let silent = self.context.expect || self.context.alarm.is_some() || self.context.silent;
        if silent || has_cue(self.view.found, CueKind::Myth) {
            return Vec::new();
        }
        let within = |g: &&Group| self.walked.regions.iter().all(|r| g.first < r.first || g.first >= r.last);
        // "until it is removed by the nurse"
        let ends = |at: usize| {
            let token = self.view.tokens()[at].span;
            let event = |t: &TimeMention| t.until.as_ref().is_some_and(|u| u.event.is_some());
            self.view.found.times.iter().any(|t| event(t) && t.span.contains(token))
        };
        let groups = self.walked.dangling.iter().map(|&i| &self.walked.groups[i]).filter(within);
        let acted = groups.filter(|g| !ends(g.last.saturating_sub(1))).flat_map(|g| self.recalled_by(g, before));
        let tokens = (0..self.view.tokens().len()).filter(|&at| !ends(at));
        let said = tokens.flat_map(|at| self.said_of_pronoun(at, before));
        let recalled = acted.chain(said).chain(self.earliest(before));
        let new = |d: &Draft| read.iter().all(|r| r.concept != d.concept);
        let mut recalled: Vec<Draft> = recalled.filter(new).collect();
        self.afterwards(&mut recalled);
        let near = !before.is_empty() || self.opens_with_case();
        let silent = recalled.is_empty() && read.is_empty() && near;
        let alone = silent && (!self.names_activity_before(usize::MAX) || self.case_denied().is_some());
        if !alone {
            return recalled;
        }
        let ways = [
            Self::elided,
            Self::put_off,
            Self::kept_up,
            Self::taken_up,
            Self::again_after,
            Self::managed,
            Self::denied_beside,
            Self::without_new,
            Self::taken_out,
            Self::no_longer_needed,
        ];
        ways.iter().map(|read| read(self, before)).find(|drafts| !drafts.is_empty()).unwrap_or_default()
    }

    /// What stands behind the name of a thing to wear, and says nothing but what is done with it and when: "remove after 48 hours",
    /// "off after two days", "worn for six weeks".
    pub fn said_of_thing(&self, thing: &Antecedent) -> Vec<Draft> {
        let tokens = self.view.tokens();
        let word = |at: usize| tokens.get(at).map(|t| t.span.of(self.view.text).to_lowercase());
        let (Some(first), second) = (word(0), word(1)) else { return Vec::new() };
        let within = |words: &[String], found: &Option<String>| found.as_ref().is_some_and(|f| words.contains(f));
        // A verb with its particle, or the particle alone: "take off", "off".
        let says = |r: &&Recalled| {
            let particle = within(&r.particles, &Some(first.clone())) && !r.bare && !r.timed;
            let verb = r.verbs.contains(&first) && (r.particles.is_empty() || within(&r.particles, &second));
            r.of.contains(&thing.concept) && (particle && r.gives.is_some() || verb)
        };
        let Some(entry) = self.lexicon.roles.recalled.iter().find(says) else { return Vec::new() };
        let times = SentenceTimes::new(self.view, &self.walked.regions, self.lexicon);
        let list: Vec<&TimeMention> = times.all().collect();
        // "Removed by the nurse", "worn under your clothes": what stands between the words and their time.
        let behind = 1 + usize::from(within(&entry.particles, &second));
        if list.is_empty() || !self.lacks_object(behind) {
            return Vec::new();
        }
        let held = Held { stance: Stance::Do, degree: None, strength: Some(Strength::Should) };
        self.recalled_as(held, entry, thing, &list, false).into_iter().collect()
    }

    /// "Move it. Four weeks after brows is the earliest": until when what was named before is put off.
    fn earliest(&self, before: &[Antecedent]) -> Option<Draft> {
        let class = |name, at: usize| self.lexicon.is_in_class(name, self.view.tokens()[at].word);
        let at = (1..self.view.tokens().len()).find(|&at| class("earliest", at))?;
        let be = |at: usize| self.view.cue_at(at).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Be, _)));
        let start = self.view.tokens()[at].span.start;
        let time =
            self.view.found.times.iter().find(|t| t.span.end <= start && (t.until.is_some() || t.from.is_some()))?;
        let found =
            before.iter().find(|a| self.is_activity(&a.concept) && self.tends(&a.concept) != Some(Stance::Do))?;
        let until = time.until.clone().or_else(|| time.from.clone());
        let end = TimeMention { role: TimeRole::End, until, from: None, ..time.clone() };
        let held = Held { stance: Stance::Avoid, degree: None, strength: Some(Strength::Should) };
        (at.saturating_sub(2)..at).any(be).then(|| self.of_antecedent(found.concept.clone(), held, found, &[&end]))
    }

    /// What the sentence holds of a concept that was named before it.
    pub(super) fn of_antecedent(&self, concept: Name, held: Held, found: &Antecedent, list: &[&TimeMention]) -> Draft {
        Draft {
            phase: None,
            times: super::times(list, held.stance, &concept, self.lexicon),
            concept,
            held,
            span: self.view.sentence.span,
            condition: self.any_condition(),
            exception: None,
            fired: vec![found.entry.clone(), "scope/recalled".to_owned()],
            route: Route::Answer,
        }
    }

    /// What the sentence names before a token, the nearest first.
    pub(super) fn own_before(&self, until: usize) -> Vec<Antecedent> {
        let mentions = self
            .view
            .found
            .concepts
            .iter()
            .filter(|m| m.first < until)
            .filter_map(|m| Some((m.first, Antecedent::of(m, false)?)));
        let things = self.view.tokens()[..until].iter().enumerate().filter_map(|(at, token)| {
            let word = token.span.of(self.view.text).to_lowercase();
            let thing = self.lexicon.roles.things.iter().find(|t| t.names.contains(&word))?;
            // "antiviral tablets" are no other tablets.
            if self.view.in_concept(at) || at.checked_sub(1).is_some_and(|b| self.view.in_concept(b)) {
                return None;
            }
            Some((at, Antecedent::of_thing(&thing.concept, false)))
        });
        let mut out: Vec<(usize, Antecedent)> = mentions.chain(things).collect();
        out.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        out.into_iter().map(|(_, a)| a).collect()
    }

    /// Whether the sentence names something that can be done before a token, and outside of its conditions and reasons.
    fn names_activity_before(&self, until: usize) -> bool {
        let within = |m: &Mention| self.walked.regions.iter().any(|r| r.first <= m.first && m.first < r.last);
        self.view
            .found
            .concepts
            .iter()
            .filter(|m| m.first < until && !within(m))
            .any(|m| m.concept().is_some_and(|c| self.is_activity(c)))
    }

    fn recalled_by(&self, group: &Group, before: &[Antecedent]) -> Vec<Draft> {
        self.recalled_of(group, before).unwrap_or_default()
    }

    fn recalled_of(&self, group: &Group, before: &[Antecedent]) -> Option<Vec<Draft>> {
        // "You may remove it": taking something off is what the verb itself says.
        let chain: Vec<Link> = group.chain.iter().copied().filter(|l| l.kind != CueKind::Remove).collect();
        let held = compose(&chain).filter(|_| !self.is_others(group))?;
        if self.lexicon.is_in_class("letting", self.view.tokens().get(group.first)?.word) {
            // "Let it peel off by itself"
            return None;
        }
        // "top it up": the verb before the words that belong to it.
        let verb = self.portion_of(group).unwrap_or(group.last).checked_sub(1)?;
        let begins = |c: &&Mention| match c.kind {
            MentionKind::Verb(_) | MentionKind::Cue(CueKind::Remove, _) => true,
            _ => self.lexicon.roles.continuing.iter().any(|entry| *entry == *c.entry),
        };
        let opens = self.view.cue_over(verb).filter(begins).map_or(verb, |c| c.first);
        let has_pronoun = self.has_pronoun(group);
        let own = self.own_before(group.first);
        // Where the sentence names something itself, a pronoun stands for that.
        let before = if self.names_activity_before(group.first) { &[] } else { before };
        let says = |r: &&Recalled| {
            let verb = self.is_verb_of(r, opens) || self.is_verb_of(r, verb);
            verb && !r.subject && (has_pronoun || r.bare == self.is_bare(group))
        };
        let several = (group.first..=group.last).any(|at| self.is_plural(at));
        let found = |entry: &Recalled| {
            // "We give you a cream. Apply twice a day."
            let rated = group.first == 0 && self.lacks_object(group.last) && self.says_how_often();
            let headings_only = !has_pronoun && !entry.bare && !rated;
            // "Compression garment" / "Wear day and night."
            let opens = self.is_item || group.first == 0 && !entry.timed;
            let always =
                self.view.tokens().get(group.last).is_some_and(|t| self.lexicon.is_in_class("all-day", t.word));
            if headings_only && !(group.order && opens && (always || self.lacks_object(group.last))) {
                return Vec::new();
            }
            let near = |a: &Antecedent| has_pronoun || !rated || a.back <= 1;
            let fits = |a: &&Antecedent| entry.of.contains(&a.concept) && (a.heading || !headings_only && near(a));
            meant(own.iter().chain(before).filter(fits), several && entry.gives.is_none())
        };
        let entries = self.lexicon.roles.recalled.iter().filter(says);
        let (entry, found) = entries.map(|e| (e, found(e))).find(|(_, f)| !f.is_empty())?;
        let times = SentenceTimes::new(self.view, &self.walked.regions, self.lexicon);
        let then = then::leads(self.view, group.first, self.lexicon);
        let from = if then { self.view.tokens()[group.first].span.start } else { 0 };
        // "top it up to four times a day": "up" belongs to the verb, and bounds no number.
        let verb_end = self.view.tokens()[group.last - 1].span.end;
        let unbounded = |t: &TimeMention| {
            let mut out = t.clone();
            if let Some(rate) = out.rate.as_mut().filter(|_| t.span.start < verb_end) {
                rate.count_min = rate.count_min.or(rate.count_max);
            }
            out
        };
        // "Wear continuously (24 hours)": all of the day, and not for a day.
        let always = self.view.tokens().get(group.last).is_some_and(|t| self.lexicon.is_in_class("all-day", t.word));
        let round = |t: &&TimeMention| {
            let day = t.until.as_ref().is_some_and(|u| u.unit == Some(Unit::Hour) && u.max == Some(HOURS_OF_DAY));
            !(always && t.role == TimeRole::Bare && day)
        };
        let all = times.all().filter(|t| t.span.start >= from).filter(round);
        let list: Vec<TimeMention> = all.map(unbounded).collect();
        let list: Vec<&TimeMention> = list.iter().collect();
        let lasts = |t: &&TimeMention| matches!(t.role, TimeRole::Duration | TimeRole::End | TimeRole::Window);
        if entry.timed && !list.iter().any(lasts) {
            return None;
        }
        let drafts = found.into_iter().filter_map(|f| self.recalled_as(held, entry, f, &list, group.order));
        let mut drafts: Vec<Draft> = drafts.collect();
        if then && list.is_empty() {
            // "Leave the film on for three days, then remove it."
            drafts.iter_mut().for_each(then::start);
        }
        Some(drafts)
    }

    /// "It can come off after two days", "they stay on overnight": what a verb says of a pronoun that is its subject.
    fn said_of_pronoun(&self, at: usize, before: &[Antecedent]) -> Vec<Draft> {
        self.said_of(at, before).unwrap_or_default()
    }

    fn said_of(&self, at: usize, before: &[Antecedent]) -> Option<Vec<Draft>> {
        let tokens = self.view.tokens();
        let class = |name, at: usize| tokens.get(at).is_some_and(|t| self.lexicon.is_in_class(name, t.word));
        if !class("subject-pronouns", at) {
            return None;
        }
        let verb = (at + 1..=at + FURTHEST_VERB).find(|&i| !class("between-subject-and-verb", i))?;
        if at.checked_sub(1).is_some_and(|before| class("letting", before)) {
            return None;
        }
        // "It is twice a day"
        let rate = tokens.get(at + 2).is_some_and(|t| {
            self.view.found.times.iter().any(|m| m.role == TimeRole::Rate && m.span.start == t.span.start)
        });
        let says = |r: &&Recalled| {
            let rated = r.rated && rate && self.is_verb_of(r, at + 1);
            r.subject && (rated || !r.rated && self.is_verb_of(r, verb))
        };
        let own = self.own_before(at);
        let found = |entry: &Recalled| {
            let fits = own.iter().chain(before).filter(|a| entry.of.contains(&a.concept));
            meant(fits, self.is_plural(at) && entry.gives.is_none())
        };
        let entries = self.lexicon.roles.recalled.iter().filter(says);
        let (entry, found) = entries.map(|e| (e, found(e))).find(|(_, f)| !f.is_empty())?;
        let permits = self.view.found.cues.iter().any(|c| {
            at < c.last && c.first < verb && matches!(c.kind, MentionKind::Cue(CueKind::May | CueKind::Good, _))
        }) || (at..verb).any(|i| class("modals-of-permission", i));
        let stance = if permits { Stance::Allow } else { Stance::Do };
        let clause = self.clause_before(at);
        let times = SentenceTimes::new(self.view, &self.walked.regions, self.lexicon);
        let list: Vec<&TimeMention> = times.all().filter(|t| t.span.start >= tokens[clause].span.start).collect();
        let advised = || {
            let advises = |c: &Mention| c.first < verb && matches!(c.kind, MentionKind::Cue(CueKind::Must, _));
            (at..verb).any(|i| class("modals-of-duty", i)) || self.view.found.cues.iter().any(advises)
        };
        // "if it is needed", "once they are removed"
        let opens = |c: &Mention| c.last == at && matches!(c.kind, MentionKind::Condition(_));
        let within = |r: &Region| r.kind != RegionKind::Reason && r.first <= at && at < r.last;
        let supposed = || self.walked.regions.iter().any(within) || self.view.found.cues.iter().any(opens);
        if entry.timed && (supposed() || list.is_empty() && !advised()) {
            return None;
        }
        let held = Held { stance, degree: None, strength: Some(Strength::Should) };
        let mut drafts: Vec<Draft> =
            found.into_iter().filter_map(|f| self.recalled_as(held, entry, f, &list, false)).collect();
        if list.is_empty() && (clause..verb).any(|i| class("then", i)) {
            drafts.iter_mut().for_each(then::start);
        }
        Some(drafts)
    }

    /// Whether the sentence says how often.
    fn says_how_often(&self) -> bool {
        self.view.found.times.iter().any(|t| t.role == TimeRole::Rate)
    }

    /// "Take all of it", "don't skip either of them": whether words at a place single out of what was named.
    pub(super) fn of_them(&self, at: usize) -> bool {
        let class =
            |name, at: usize| self.view.tokens().get(at).is_some_and(|t| self.lexicon.is_in_class(name, t.word));
        class("each-of", at) && class("of-nouns", at + 1) && class("pronouns", at + 2)
    }

    /// Whether a pronoun stands for several things.
    fn is_plural(&self, at: usize) -> bool {
        self.view.tokens().get(at).is_some_and(|t| self.lexicon.is_in_class("plural-pronouns", t.word))
    }

    /// Where the clause of a token begins: behind the sign before it, which may be that behind a time ("After two days, it …").
    fn clause_before(&self, at: usize) -> usize {
        let sign = |i: usize| !self.view.sign(i).is_empty();
        let first = (0..at).rev().find(|&i| sign(i)).map_or(0, |i| i + 1);
        let timed = first.checked_sub(2).filter(|&i| self.view.sign(i + 1) == ",").is_some_and(|i| {
            let token = self.view.tokens()[i];
            self.view.found.times.iter().any(|t| t.span.contains(token.span))
        });
        if timed { (0..first - 1).rev().find(|&i| sign(i)).map_or(0, |i| i + 1) } else { first }
    }

    /// Whether a group orders to go on, and names nothing: "carry on for ten days".
    fn is_bare(&self, group: &Group) -> bool {
        let goes_on = group.chain.iter().all(|l| matches!(l.kind, CueKind::Must | CueKind::Resume));
        goes_on && !self.is_item && self.lacks_object(group.last)
    }

    fn recalled_as(
        &self,
        held: Held,
        entry: &Recalled,
        found: &Antecedent,
        list: &[&TimeMention],
        order: bool,
    ) -> Option<Draft> {
        let concept = entry.gives.clone().unwrap_or_else(|| found.concept.clone());
        // "Restart it tonight": a medicine is ordered.
        let goes_on = entry.bare && order && held.stance == Stance::Allow;
        let held = match held.stance {
            _ if goes_on => Held { stance: Stance::Do, ..held },
            Stance::Do if entry.denies => Held { stance: Stance::Avoid, ..held },
            _ if entry.denies => return None,
            _ => held,
        };
        let tends = self.tends(&concept);
        let medicine = self.lexicon.roles.medicines.contains(&concept);
        let ends = list.iter().any(|t| matches!(t.role, TimeRole::Start | TimeRole::Duration | TimeRole::Point));
        let stopped = entry.stops && ends;
        let supplied = self.lexicon.roles.supplied.contains(&concept) && self.says_how_often();
        let odd = held.stance == Stance::Do && tends == Some(Stance::Avoid) && !medicine && !supplied
            || held.stance == Stance::Avoid && tends == Some(Stance::Do) && entry.gives.is_none() && !stopped;
        let above = self.context.held.is_some_and(|h| h.stance == Stance::Avoid && order);
        if odd || above {
            return None;
        }
        Some(self.of_antecedent(concept, held, found, list))
    }

    /// "Change it", "it should be worn": whether the object of a group, or its subject, is a pronoun.
    fn has_pronoun(&self, group: &Group) -> bool {
        let tokens = self.view.tokens();
        let pronoun = |at: usize| tokens.get(at).is_some_and(|t| self.lexicon.is_in_class("pronouns", t.word));
        let passive = self.view.found.cues.iter().any(|c| {
            c.first >= group.first
                && c.last <= group.last
                && matches!(c.kind, MentionKind::Verb(VerbForm::Participle) | MentionKind::Cue(_, VerbForm::Participle))
        });
        // "take it off": the pronoun within the words of the verb.
        let within = (group.first + 1..group.last).any(pronoun);
        let several = self.is_plural(group.last) || self.of_them(group.last);
        // "Take all of them", "take every last capsule"
        let class = |name, at: usize| tokens.get(at).is_some_and(|t| self.lexicon.is_in_class(name, t.word));
        let whole =
            class("all", group.last) && (group.last + 1..group.last + 4).any(|at| pronoun(at) || class("doses", at));
        let named = pronoun(group.last) || several || within || whole || self.portion_of(group).is_some();
        named || passive && group.first.checked_sub(1).is_some_and(pronoun)
    }

    /// "Apply a very thin layer twice a day": where the words begin for how much of what was named before, and no other thing.
    fn portion_of(&self, group: &Group) -> Option<usize> {
        let tokens = self.view.tokens();
        let class = |name, at: usize| tokens.get(at).is_some_and(|t| self.lexicon.is_in_class(name, t.word));
        let portion = |at: usize| (at + 1..=at + MOST_BEFORE_PORTION).find(|&i| class("portions", i));
        let plain =
            |i: usize| tokens[i].kind == TokenKind::Word && !self.view.in_concept(i) && self.view.cue_at(i).is_none();
        let names = |at: usize| portion(at).is_some_and(|p| (at..p).all(plain) && !class("of-nouns", p + 1));
        (group.first + 1..=group.last).find(|&at| class("articles", at) && names(at))
    }

    /// Whether nothing that a verb acts on stands behind it: a time, a condition, a sign, an adverb, the end.
    pub(super) fn lacks_object(&self, at: usize) -> bool {
        let tokens = self.view.tokens();
        let Some(token) = tokens.get(at) else { return true };
        let region = |kind| self.walked.regions.iter().any(|r| r.kind == kind && r.first == at);
        // "continue as normal"
        let usual = tokens.get(at + 1).is_some_and(|t| self.lexicon.is_in_class("as-usual", t.word))
            && self.lexicon.is_in_class("likening", token.word);
        token.kind == TokenKind::Sign
            || usual
            || self.view.found.times.iter().any(|t| t.span.contains(token.span))
            || region(RegionKind::Condition)
            || ["adverbs-of-manner", "adjuncts"].iter().any(|class| self.lexicon.is_in_class(class, token.word))
    }

    fn is_verb_of(&self, recalled: &Recalled, verb: usize) -> bool {
        let tokens = self.view.tokens();
        let is_one = |at: usize, words: &[String]| {
            let Some(token) = tokens.get(at) else { return false };
            let word = token.span.of(self.view.text);
            words.iter().any(|w| w.eq_ignore_ascii_case(word))
        };
        let spoken = is_one(verb, &recalled.verbs);
        let particle = || (verb + 1..=verb + FURTHEST_PARTICLE).any(|at| is_one(at, &recalled.particles));
        spoken && (recalled.particles.is_empty() || particle())
    }
}

/// What a pronoun stands for: the nearest that fits, and for one of several things all that were named beside it.
fn meant<'a>(mut fits: impl Iterator<Item = &'a Antecedent>, several: bool) -> Vec<&'a Antecedent> {
    let Some(near) = fits.next() else { return Vec::new() };
    let mut out = vec![near];
    for other in fits.filter(|a| several && a.back == near.back && a.heading == near.heading) {
        if out.iter().all(|a| a.concept != other.concept) {
            out.push(other);
        }
    }
    out
}
