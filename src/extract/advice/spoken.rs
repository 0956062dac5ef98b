//! Concepts and cues that say by themselves what holds: purposes, own predicates, cues that name a concept, gapped clauses.

use super::{Evidence, Reading, is_close};
use crate::{
    extract::{
        assemble::{Draft, Route},
        attach::Times as SentenceTimes,
        region::RegionKind,
        stance::{Held, Link},
        walk::Group,
    },
    lexicon::Question,
    model::{CueKind, Mention, MentionKind, Stance, Strength, TimeMention},
};

impl Reading<'_, '_> {
    /// "Place pillows under the foot to raise the leg": an order without an object of its own that says what for.
    pub(super) fn purposes(&self, times: &SentenceTimes<'_>) -> Vec<Draft> {
        let mut out = Vec::new();
        // "Use a cotton swab to clean the area": a tool is no object of its own.
        let tool = |m: usize| {
            let named = self.view.found.concepts[m].concept();
            named.is_some_and(|c| self.lexicon.roles.tools.contains(c))
        };
        let only_tools = |g: usize| {
            let mut governed = self.walked.governed.iter().filter(|o| o.group == g).peekable();
            governed.peek().is_some() && governed.all(|o| tool(o.mention))
        };
        let tools = (0..self.walked.groups.len()).filter(|&g| only_tools(g));
        for index in self.walked.dangling.iter().copied().chain(tools) {
            let group = &self.walked.groups[index];
            let region = self.walked.regions.iter().find(|r| r.purpose && r.first >= group.last && !r.leads);
            let (Some(region), true, Some(held)) = (region, group.only_asks() && group.verb_is_base(), group.held)
            else {
                continue;
            };
            let named = self.view.found.concepts.iter().filter(|c| region.first <= c.first && c.last <= region.last);
            // "Use a cotton bud to apply the balm": what is put on with a tool.
            let applies = self.view.tokens().get(region.first + 1);
            let applies = applies.is_some_and(|t| self.lexicon.is_in_class("putting-on", t.word));
            for mention in named {
                let tends = mention.concept().and_then(|c| self.lexicon.concepts.get(c)).and_then(|c| c.tends);
                let wanted = tends == Some(Stance::Do) || applies && tends != Some(Stance::Avoid);
                if wanted && self.context.held.is_none_or(|h| h.stance != Stance::Avoid) {
                    let list: Vec<&TimeMention> = times.all().collect();
                    out.push(self.draft(mention, held, &list, Evidence { route: Route::Order, group: Some(index) }));
                }
            }
        }
        out
    }

    /// "An adult must stay with you", "the dressing stays on": names of concepts that hold their own predicate; and "if it
    /// bleeds, 999": turning to somebody under a condition.
    pub(super) fn spoken(&self, times: &SentenceTimes<'_>) -> Vec<Draft> {
        let mut out = Vec::new();
        for &index in &self.walked.bare {
            let mention = &self.view.found.concepts[index];
            let Some(concept) = mention.concept() else { continue };
            let tends = self.lexicon.concepts.get(concept).and_then(|c| c.tends);
            let own = self.own_predicate(mention);
            // "If it bleeds, 999", "Trouble breathing: 999"
            let before = |g: &Group| g.last <= mention.first;
            let signed = || self.walked.groups.iter().all(before) && self.sign_of(concept, mention.first).is_some();
            let conditional = self.lexicon.is_report(concept)
                && (self.region_span(RegionKind::Condition).is_some() || self.context.condition.is_some() || signed());
            let allowed = own == Some(Stance::Allow);
            // "The crusts should not be picked"
            let forbidden = own == Some(Stance::Avoid);
            if forbidden && tends == Some(Stance::Do) {
                continue;
            }
            if forbidden
                || allowed
                || (own.is_some() || conditional) && tends != Some(Stance::Avoid) && !self.is_courtesy()
            {
                let stance = own.unwrap_or(Stance::Do);
                let strength = if allowed { Strength::May } else { Strength::Must };
                let held = Held { stance, degree: None, strength: Some(strength) };
                let own = times.of_bare(self.view, self.walked, mention);
                let alone = own.is_empty() && self.walked.governed.is_empty() && self.walked.bare.len() == 1;
                let list = if alone { times.all().collect() } else { own };
                out.push(self.draft(mention, held, &list, Evidence { route: Route::Backward, group: None }));
            }
        }
        out
    }

    /// What a name says of itself: "an adult must stay with you", "hair can be washed".
    pub(super) fn own_predicate(&self, mention: &Mention) -> Option<Stance> {
        let within = |c: &&Mention| c.first > mention.first && c.first < mention.last;
        // "No hair should be washed for two days"
        let before = mention.first.checked_sub(1).and_then(|at| self.view.cue_over(at));
        let denied = before.is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::No, _)));
        let shunned = mention.concept().is_some_and(|c| self.tends(c) == Some(Stance::Avoid));
        self.view.found.cues.iter().filter(within).find_map(|c| match c.kind {
            MentionKind::Cue(CueKind::Must | CueKind::May, _) if denied => Some(Stance::Avoid),
            MentionKind::Cue(CueKind::Needed, _) if denied => Some(Stance::Unneeded),
            MentionKind::Cue(CueKind::Must | CueKind::Needed, _) => Some(Stance::Do),
            MentionKind::Cue(CueKind::May, _) => Some(Stance::Allow),
            // "Watching television is fine", and not "washing once a day is plenty"
            MentionKind::Cue(CueKind::Good, _) if shunned => Some(Stance::Allow),
            MentionKind::Cue(CueKind::ModalNot | CueKind::Not, _) => Some(Stance::Avoid),
            _ => None,
        })
    }

    /// "Hands off for the rest of the day": cues that name their own concept where they govern none.
    pub(super) fn implied(&self, times: &SentenceTimes<'_>) -> Vec<Draft> {
        let mut out = Vec::new();
        for &index in &self.walked.dangling {
            let group = &self.walked.groups[index];
            let own = group.fired.iter().find_map(|f| self.lexicon.cues.concept_of(f)).cloned();
            let (Some(concept), Some(held)) = (own, group.held) else { continue };
            if self.means_topic(group) {
                continue;
            }
            // "Ice it for ten minutes and leave it alone": the time before belongs to the order before.
            let from = if index > 0 { self.view.tokens()[group.first].span.start } else { 0 };
            let list: Vec<&TimeMention> = times.all().filter(|t| t.span.start >= from).collect();
            out.push(Draft {
                phase: None,
                times: super::times(&list, held.stance, &concept, self.lexicon),
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

    /// "When can I wash it?" / "Leave it alone for a day": the pronoun stands for what was asked about.
    fn means_topic(&self, group: &Group) -> bool {
        let tokens = self.view.tokens();
        let last = group.last.min(tokens.len());
        let pronoun = (group.first..last).any(|i| self.lexicon.is_in_class("pronouns", tokens[i].word));
        self.context.question.is_some_and(|q| q != Question::What) && !self.context.topics.is_empty() && pronoun
    }

    /// "Saunas and steam rooms fall under the same rule": whether what was said before is said of a thing, or of the last thing
    /// of the list that it is in.
    fn is_same(&self, mention: &Mention) -> bool {
        let same = |c: &&Mention| matches!(c.kind, MentionKind::Cue(CueKind::Same, _)) && c.first >= mention.last;
        let listed = |at: usize| {
            self.view.in_concept(at)
                || !self.view.sign(at).is_empty() && self.view.sign(at) != ";"
                || self
                    .view
                    .cue_at(at)
                    .is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Or, _)))
        };
        let found = self.view.found.cues.iter().find(same);
        found.is_some_and(|c| {
            (c.last >= self.view.tokens().len() || !self.view.sign(c.last).is_empty())
                && (mention.last..c.first).all(listed)
        })
    }

    /// "A facial should wait 24 hours; laser and peels, one week": concepts with a time and no cue, after a group.
    pub(super) fn gapped(&self, times: &SentenceTimes<'_>) -> Vec<Draft> {
        let mut out = Vec::new();
        let tokens = self.view.tokens();
        for &index in &self.walked.bare {
            let mention = &self.view.found.concepts[index];
            let Some(group) = self.walked.groups.iter().rposition(|g| g.last <= mention.first) else { continue };
            let g = &self.walked.groups[group];
            let waits = g.chain.iter().any(|l: &Link| matches!(l.kind, CueKind::Wait | CueKind::Avoid));
            let same = self.is_same(mention);
            if !(g.backward || waits || same) || self.walked.groups.len() > group + 1 {
                continue;
            }
            let own = times.all().find(|t| t.span.start >= mention.span.end && is_close(self, mention, t));
            let too = tokens.get(mention.last).is_some_and(|t| self.lexicon.is_in_class("likewise", t.word));
            let likewise = too || same;
            let (Some(held), true) = (g.held, own.is_some() || likewise) else { continue };
            let list: Vec<&TimeMention> = match own {
                Some(time) => vec![time],
                None => times.of(self.view, self.walked, group, mention),
            };
            out.push(self.draft(mention, held, &list, Evidence { route: Route::Backward, group: Some(group) }));
        }
        out
    }
}
