//! Which concepts does a group govern, and which are only named beside it?

use super::{Governed, Join, Walker, form_of, is_negative, only_may};
use crate::{
    extract::{region::subject_has_predicate, stance::Link},
    lexicon::ConceptSort,
    model::{CueKind, Mention, MentionKind, Stance, TimeMention, TimeRole, TokenKind, Unit, VerbForm},
};

/// How far before where something takes place the word stands that joins it to a list, in tokens.
const FURTHEST_JOINT: usize = 5;

/// How far before a verb what opens a try of it ends, in tokens: "before you try leaving it out".
const NEAREST_TRY: usize = 3;

impl Walker<'_, '_> {
    /// Whether a concept is only a circumstance of what its group governs already ("skip the wine with the tablets"), the
    /// object of somebody else's doing ("the gel can irritate"), or of mere looking ("check your sunscreen").
    pub(super) fn is_aside(&self, mention: usize, group: usize) -> bool {
        let found = &self.view.found.concepts[mention];
        let g = &self.out.groups[group];
        let class =
            |name, at: usize| self.view.tokens().get(at).is_some_and(|t| self.lexicon.is_in_class(name, t.word));
        let next = self.view.found.concepts.iter().find(|c| c.first >= found.last && c.first <= found.last + 4);
        if class("swapping", g.last.saturating_sub(1))
            && next.is_some_and(|n| (found.last..n.first).any(|at| class("swapped-for", at)))
        {
            // "Swap the balm for a lotion": what is given up is not ordered.
            return true;
        }
        let between = (found.first.saturating_sub(3)..found.first).any(|at| class("amid", at));
        // "Leave three weeks between Botox and brows": days and more part two things, and no two doses of one.
        let long = self.view.found.times.iter().any(|t| {
            let unit = t.until.as_ref().and_then(|u| u.unit);
            let days = unit.is_some_and(|u| !matches!(u, Unit::Second | Unit::Minute | Unit::Hour));
            days && t.span.end <= self.view.tokens()[found.first].span.start
        });
        if between && !long && g.chain.iter().any(|l| l.kind == CueKind::Wait) {
            // "Wait five minutes between different drops"
            return true;
        }
        let tool = found.concept().is_some_and(|c| self.lexicon.roles.tools.contains(c));
        let named = self.out.governed.iter().any(|o| o.group == group);
        if tool && named && !is_negative(g) && self.follows("tool-openers", found.first) {
            // "Apply the ointment with a cotton bud"
            return true;
        }
        if self.is_named_with(found, group) {
            return true;
        }
        if named && !g.chain.iter().any(|l| l.kind == CueKind::Wait) && self.is_readers_occasion(found.first) {
            return true;
        }
        let only_may = !g.chain.is_empty() && g.chain.iter().all(|l| l.kind == CueKind::May);
        if only_may && !g.you && !g.leads && !self.befalls_from_then(found) {
            return true;
        }
        let verb = self.view.found.cues.iter().find(|c| {
            c.first >= g.first && c.last <= found.first && matches!(c.kind, MentionKind::Verb(VerbForm::Base))
        });
        let brings = verb.is_some_and(|v| self.lexicon.is_in_class("bringing", self.view.tokens()[v.first].word));
        let medicine = found.concept().is_some_and(|c| {
            self.lexicon.roles.medication.as_ref().is_some_and(|m| self.lexicon.concepts.is_within(c, m))
        });
        if brings && medicine && !is_negative(g) {
            return true;
        }
        let looks = verb.is_some_and(|v| self.lexicon.is_in_class("looking", self.view.tokens()[v.first].word));
        let reports = found.concept().is_some_and(|c| self.lexicon.is_report(c));
        let asked_for = found.first.checked_sub(1).is_some_and(|b| {
            (b.saturating_sub(1)..=b).any(|i| self.lexicon.is_in_class("asked-for", self.view.tokens()[i].word))
        });
        if looks && !reports && !is_negative(g) && !asked_for {
            return true;
        }
        let loose = is_negative(g) && self.tends(found) != Some(Stance::Avoid);
        let told = g.reported.is_some_and(|end| {
            let orders = |c: &Mention| c.first >= end && c.first <= found.first && form_of(c) == VerbForm::Base;
            !self.view.found.cues.iter().any(orders)
        });
        if told && !reports && !asked_for {
            return true;
        }
        let class = if loose { "adjuncts" } else { "places" };
        let waits = g.chain.iter().any(|l| matches!(l.kind, CueKind::Wait | CueKind::Resume));
        let beside = self.follows(class, found.first) && !self.is_of_listed(found, g)
            || !waits && (self.is_occasion(found) || is_negative(g) && self.is_taken_before(found))
            || self.is_use(found);
        // "Spirit is not to be used for cleansing"
        let purpose = is_negative(g) && g.be && self.tends(found) == Some(Stance::Do) && self.is_use(found);
        if purpose || self.is_used_meanwhile(found, g.first) {
            return true;
        }
        if is_negative(g) && self.tends(found) == Some(Stance::Do) && self.is_done_with_bad(found) {
            // "Do not clean it with alcohol"
            return true;
        }
        let lessens = matches!(g.asked(), [Link { kind: CueKind::Limit, .. }]) && g.verb.is_none();
        if lessens && self.tends(found) == Some(Stance::Do) {
            // "Minimal friction and sun protection": only the friction is little.
            return true;
        }
        let nothing = self.lexicon.is_in_class("nones", self.view.tokens()[g.last.saturating_sub(1)].word);
        let parted = (g.last..found.first).any(|at| self.view.sign(at) == ",");
        if nothing && parted && !named && self.tends(found) == Some(Stance::Do) {
            // "Ensure no complications, physiotherapy": there is to be none of something else.
            return true;
        }
        let strange = self.has_strange_object(group, found.first + 1);
        let opens = self.lexicon.is_in_class("within", self.view.tokens()[found.first].word);
        // "Wear a breast support when exercising"
        let meanwhile = || self.follows("occasions", found.first);
        named && beside || strange && (beside || opens || meanwhile())
    }

    /// "Avoid saunas and hours over a barbecue": where something further in a list of what is forbidden takes place.
    fn is_of_listed(&self, found: &Mention, group: &super::Group) -> bool {
        let joint = |i: &usize| {
            matches!(self.view.sign(*i), ",")
                || self
                    .view
                    .cue_at(*i)
                    .is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Or, _)))
        };
        let Some(at) = (found.first.saturating_sub(FURTHEST_JOINT)..found.first).rev().find(joint) else {
            return false;
        };
        // "and over a barbecue" goes on with the place of the one before.
        let headed = |i: usize| !self.lexicon.is_in_class("places", self.view.tokens()[i].word);
        is_negative(group)
            && self.tends(found) == Some(Stance::Avoid)
            && at + 1 < found.first
            && headed(at + 1)
            && (at + 1..found.first).all(|i| !self.view.in_concept(i) && self.view.tokens()[i].kind == TokenKind::Word)
    }

    /// Whether a word of a class stands before an index, with nothing but words that belong to a name between.
    pub(super) fn follows(&self, class: &str, at: usize) -> bool {
        let tokens = self.view.tokens();
        for i in (at.saturating_sub(3)..at).rev() {
            if self.lexicon.is_in_class(class, tokens[i].word) {
                return true;
            }
            let named = self.view.found.concepts.iter().any(|c| c.first <= i && i < c.last);
            if tokens[i].kind != TokenKind::Word || named || self.view.cue_at(i).is_some() {
                return false;
            }
        }
        false
    }

    pub(super) fn govern(&mut self, mention: usize, group: usize) {
        let found = &self.view.found.concepts[mention];
        let report = |m: usize| self.view.found.concepts[m].concept().is_some_and(|c| self.lexicon.is_report(c));
        let asks =
            self.out.groups[group].reported.is_some() && self.out.groups[group].chain.is_empty() && !report(mention);
        let before = found.first.checked_sub(1).map_or(0, |b| b.saturating_sub(1));
        if asks && (before..found.first).any(|i| self.lexicon.is_in_class("asked-for", self.view.tokens()[i].word)) {
            // "Ask the pharmacist for a laxative" is advice to take one.
            let kept = self.out.governed.iter().filter(|g| g.group != group || !report(g.mention)).copied().collect();
            self.out.governed = kept;
        }
        let g = &mut self.out.groups[group];
        g.first = g.first.min(found.first);
        g.last = g.last.max(found.last);
        if found.concept().is_some_and(|c| self.lexicon.is_report(c)) {
            g.reported = Some(found.last);
        }
        self.out.governed.push(Governed { mention, group });
    }

    pub(super) fn concept(&mut self, index: usize, mention: &Mention) {
        let sort = mention.concept().and_then(|c| self.lexicon.concepts.get(c)).map(|c| c.sort);
        if sort != Some(ConceptSort::Activity) {
            let may = |g: &super::Group| g.last == mention.first && only_may(g);
            if self.open && self.current_has(may) && !self.pending.is_empty() && !self.you {
                // "Vitamin C can sting": what it may do, and no permission.
                self.out.bare.append(&mut self.pending);
                self.close();
                self.statement = true;
            }
            self.at_start = false;
            self.join = Join::None;
            return;
        }
        let skips = |i: usize| mention.mask >> (i - mention.first) & 1 == 0;
        let bare = |c: &Mention| matches!(c.kind, MentionKind::Cue(CueKind::BareNot, _));
        let denied = |i: usize| {
            self.lexicon.is_in_class("not", self.view.tokens()[i].word)
                && self.view.cue_at(i).is_some_and(bare)
                && !self.is_denied_before(i + 1)
        };
        if (mention.first..mention.last).any(|i| skips(i) && denied(i)) {
            // "Take showers not baths": what is named around a denial is not what is done.
            self.at_start = false;
            self.join = Join::None;
            return;
        }
        if !self.label.is_empty() && self.pending == self.label && !self.label.iter().any(|&l| self.is_bad(l)) {
            // "Activity: crutches may be needed": the label is not the subject.
            self.out.bare.append(&mut self.pending);
        }
        if self.is_beyond_no(mention) {
            self.close();
            self.statement = true;
        }
        if self.current_has(is_negative) && self.comes_in_return(mention) {
            // "No gym, only walks", "no coffee, plenty of water"
            self.close();
            self.statement = false;
        }
        if self.explains && self.current_has(is_negative) && self.tends(mention) == Some(Stance::Do) {
            // "Don't lie flat: two pillows for a week"
            self.close();
        }
        let is_gerund = self.view.cue_at(mention.first).is_some_and(|c| form_of(c) == VerbForm::Gerund);
        let forbids = self.out.groups.iter().any(is_negative);
        let free = (self.current.is_none() || self.statement) && !forbids;
        if free && is_gerund && (self.by || self.example) && self.tends(mention) == Some(Stance::Do) {
            self.open_parallel(mention.first);
        }
        if !self.open && is_gerund && self.is_parallel() && self.tends(mention) == Some(Stance::Do) {
            self.open_parallel(mention.first);
        }
        let begins = !matches!(self.join, Join::None | Join::Or)
            && !self.open
            && !self.statement
            && !self.current_has(|g| g.gerund);
        // "The peel stings and can look blotchy, vigorous exercise is discouraged"
        let parted = self.current_has(|g| !is_negative(g)) && self.stands_behind_comma(mention);
        // "It should be washed and patted dry, and creams and shaving should be avoided"
        let lists = self.join == Join::And
            && self.stands_behind_comma(mention)
            && self.current_has(|g| g.backward || g.be)
            && subject_has_predicate(self.view, mention.last);
        if (begins || parted || lists) && self.current.is_some() && (lists || self.is_subject(mention)) {
            self.close();
        }
        match self.current {
            Some(group) if self.open || !self.statement => {
                let aside = self.is_aside(index, group);
                self.open = false;
                if aside {
                    self.out.bare.push(index);
                } else {
                    self.govern(index, group);
                }
            }
            _ => self.pending.push(index),
        }
        self.at_start = false;
        self.join = Join::None;
    }

    /// "The stitches can get wet after two days": what befalls a thing and may from then on.
    fn befalls_from_then(&self, found: &Mention) -> bool {
        let starts = |t: &TimeMention| matches!(t.role, TimeRole::Start | TimeRole::Point);
        found.concept().is_some_and(|c| self.lexicon.roles.befalling.contains(c))
            && self.view.found.times.iter().any(starts)
    }

    /// Whether a comma stands before a concept, with a joining word and an article between at most.
    fn stands_behind_comma(&self, mention: &Mention) -> bool {
        (mention.first.saturating_sub(3)..mention.first).any(|i| self.view.sign(i) == ",")
    }

    /// Whether what is named behind a comma or a dash is done instead of what was forbidden before it.
    fn comes_in_return(&self, mention: &Mention) -> bool {
        let tokens = self.view.tokens();
        let class = |at: usize| self.lexicon.is_in_class("in-return", tokens[at].word);
        let parts = |at: usize| matches!(self.view.sign(at), "," | "-" | "\u{2013}" | "\u{2014}");
        let Some(parted) = (mention.first.saturating_sub(4)..mention.first).rev().find(|&at| parts(at)) else {
            return false;
        };
        let before = class(parted + 1);
        // "no baths, showers only", where the two words are one name
        let within = mention.last - mention.first > 1 && class(mention.last - 1);
        let behind = within
            || tokens.get(mention.last).is_some_and(|t| t.kind == TokenKind::Word)
                && class(mention.last)
                && tokens.get(mention.last + 1).is_none_or(|t| t.kind == TokenKind::Sign);
        let last = self.current.map_or(0, |g| self.out.groups[g].last);
        parted >= last && (before || behind)
    }

    /// Whether a predicate follows directly on a concept, so that it opens a clause of its own: "…, short walks are fine".
    pub(super) fn is_subject(&self, mention: &Mention) -> bool {
        if self.relative_ends(mention.last).is_some() {
            return true;
        }
        let is_be = |c: &Mention| matches!(c.kind, MentionKind::Cue(CueKind::Be, _));
        let next = self.view.found.cues.iter().find(|c| c.first >= mention.last && !is_be(c));
        let signs = |to: usize| (mention.last..to).any(|i| !self.view.sign(i).is_empty());
        next.is_some_and(|c| {
            let near = c.first <= mention.last + 2 && !signs(c.first);
            near && match c.kind {
                MentionKind::Cue(CueKind::Good | CueKind::Bad | CueKind::Needed | CueKind::NotNeeded, _) => true,
                MentionKind::Cue(CueKind::May, _) => c.last - c.first <= 2,
                MentionKind::Cue(CueKind::Must | CueKind::ModalNot, _) => c.last - c.first <= 2,
                _ => false,
            }
        })
    }

    /// "before you (try)": whether a cue opens what the reader may do later.
    fn opens_try(&self, cue: &Mention) -> bool {
        matches!(cue.kind, MentionKind::Cue(CueKind::Exception, _)) && self.is_word_of("before-words", cue.first)
    }

    /// "Aspirin: continue", "retainers – leave them out", "if you were given a shield, keep it on": what has no object of its
    /// own, or a pronoun, is said of the label or of what was named last.
    pub(super) fn refer_back(&mut self) {
        for index in 0..self.out.groups.len() {
            if self.out.governed.iter().any(|g| g.group == index) {
                continue;
            }
            let group = &self.out.groups[index];
            let (first, last) = (group.first, group.last);
            // "before you try leaving it out": what is done then is only named.
            let tries = |back: usize| first.checked_sub(back).and_then(|at| self.view.cue_over(at));
            if (1..=NEAREST_TRY).filter_map(tries).any(|c| self.opens_try(c)) {
                continue;
            }
            let pronoun = self.view.tokens().get(last).is_some_and(|t| self.lexicon.is_in_class("pronouns", t.word));
            let gapped = self.view.found.cues.iter().filter(|c| c.first >= first && c.last <= last).any(|c| {
                let within = &self.view.tokens()[c.first..c.last];
                c.last - c.first >= 3 && within.iter().any(|t| self.lexicon.is_in_class("pronouns", t.word))
            });
            let subject = first
                .checked_sub(1)
                .is_some_and(|at| self.lexicon.is_in_class("pronouns", self.view.tokens()[at].word));
            let passive = subject && group.be && !group.chain.is_empty();
            let open_end = self.ends_at(last) || pronoun || gapped || passive;
            let named = if !open_end || pronoun && self.acts_on_pronoun(index) {
                Vec::new()
            } else if !self.label.is_empty() {
                self.label.clone()
            } else if pronoun || gapped || passive {
                self.named_last(first).into_iter().collect()
            } else {
                Vec::new()
            };
            for mention in named {
                self.out.bare.retain(|&b| b != mention);
                self.out.groups[index].backward = true;
                self.govern(mention, index);
            }
        }
    }

    /// "Pick at a scab and you may scar": behind what was named, "and you" tells what comes of it.
    fn comes_of_subject(&self, at: usize) -> bool {
        let is = |c: &Mention, kind: CueKind| matches!(c.kind, MentionKind::Cue(k, _) if k == kind);
        let you = at.checked_sub(1).and_then(|b| self.view.cue_over(b)).filter(|c| is(c, CueKind::You));
        let and = you.and_then(|c| c.first.checked_sub(1)).and_then(|b| self.view.cue_over(b));
        and.is_some_and(|c| is(c, CueKind::And))
    }

    /// "Comb your lashes after you shower": what the reader does meanwhile, or before, is no object of the order.
    fn is_readers_occasion(&self, at: usize) -> bool {
        // "Moisturise once you have showered"
        let at = if at > 0 && self.is_word_of("perfect", at - 1) { at - 1 } else { at };
        let you = at.checked_sub(1).and_then(|b| self.view.cue_over(b));
        let you = you.filter(|c| matches!(c.kind, MentionKind::Cue(CueKind::You, _)) && c.last == at);
        let opens = you.and_then(|c| c.first.checked_sub(1));
        opens.is_some_and(|b| self.is_word_of("occasions", b) || self.is_word_of("whens", b))
    }

    /// "Swimming can make it bleed": what was named last is who acts, and not what "it" stands for.
    fn acts_on_pronoun(&self, index: usize) -> bool {
        let group = &self.out.groups[index];
        let possible = !group.chain.is_empty() && group.chain.iter().all(|l| l.kind == CueKind::May);
        let subject = self.named_last(group.first).map(|m| &self.view.found.concepts[m]);
        let passes = |at: usize| self.is_filler(self.view.tokens()[at]);
        // "Hard training raises the pressure and can make it bleed"
        let joins = |at: usize| {
            self.view.cue_at(at).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Or, _)))
        };
        let told = |m: &Mention| {
            self.view.cue_at(m.last).is_some_and(|c| matches!(c.kind, MentionKind::Verb(VerbForm::Third)))
                && group.first.checked_sub(1).is_some_and(joins)
        };
        possible && !group.you && !group.be && subject.is_some_and(|m| (m.last..group.first).all(passes) || told(m))
    }

    /// The last activity that is named before an index, where no group governs it.
    pub(super) fn named_last(&self, before: usize) -> Option<usize> {
        let concepts = &self.view.found.concepts;
        let last = concepts.iter().rposition(|c| {
            let sort = c.concept().and_then(|n| self.lexicon.concepts.get(n)).map(|n| n.sort);
            c.last <= before && sort == Some(ConceptSort::Activity)
        })?;
        (!self.out.governed.iter().any(|g| g.mention == last)).then_some(last)
    }

    /// "Running should wait", "belts: avoid for a month": the last group has no object but a subject waits.
    pub(super) fn trailing_verb(&mut self) {
        let Some(index) = self.current else { return };
        if !self.open || self.pending.is_empty() {
            return;
        }
        let group = &self.out.groups[index];
        let last = group.chain.last().map(|l| l.kind);
        let puts_off = matches!(last, Some(CueKind::Wait | CueKind::Avoid | CueKind::Resume | CueKind::Limit));
        // "Running can begin at four months": the verb is a part of the time.
        let begins = last == Some(CueKind::May)
            && self.view.tokens().get(group.last).is_some_and(|t| self.lexicon.is_in_class("beginning", t.word));
        // "When applying your cream avoid the eye area": an object of its own.
        let object = self.view.tokens().get(group.last).is_some_and(|t| self.lexicon.is_in_class("articles", t.word));
        let object = object && group.last.checked_sub(1).is_some_and(|at| self.view.cue_at(at).is_some());
        let acts_on_subject = begins
            || puts_off && !group.gerund && !object
            || group.you && !self.comes_of_subject(group.first)
            || (group.chain.iter().any(|l| l.kind == CueKind::Must) && !group.order)
            || (group.be && !group.chain.is_empty() && !only_may(group))
            || last == Some(CueKind::Not) && (group.verb != Some(VerbForm::Base) || self.ends_with_pronoun());
        if acts_on_subject {
            self.assign_pending();
        }
    }

    /// "…, so don't use them": the object is what was named before.
    pub(super) fn ends_with_pronoun(&self) -> bool {
        let last = self.view.tokens().iter().rfind(|t| t.kind == TokenKind::Word);
        last.is_some_and(|t| self.lexicon.is_in_class("pronouns", t.word))
    }
}
