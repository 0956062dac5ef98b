//! What does an order hold of a thing that was named before: "A pad covers it. You can change it after two days"?

use super::{Reading, SentenceTimes, has_cue};
use crate::{
    extract::{
        assemble::{Draft, Route},
        region::RegionKind,
        stance::{Link, compose},
        walk::Group,
    },
    lexicon::{ConceptSort, Recalled},
    model::{CueKind, Mention, MentionKind, Name, Stance, TimeMention, TokenKind, VerbForm},
};

/// How far behind a pronoun the particle of a verb may stand, in tokens.
const FURTHEST_PARTICLE: usize = 3;

/// A thing that was named before a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Antecedent {
    /// The concept.
    pub concept: Name,
    /// The entry that found it.
    pub entry: String,
    /// Whether a heading names it, so that what stands under it need not say "it".
    pub heading: bool,
}

impl Reading<'_, '_> {
    /// The drafts of a sentence that names nothing itself; `before` are the things that were named before it, the nearest first.
    pub fn recalled(&self, before: &[Antecedent]) -> Vec<Draft> {
        let silent = self.context.expect || self.context.alarm.is_some() || self.context.silent;
        if silent || before.is_empty() || has_cue(self.view.found, CueKind::Myth) || self.names_activity_itself() {
            return Vec::new();
        }
        let groups = self.walked.dangling.iter().map(|&i| &self.walked.groups[i]);
        groups.filter_map(|group| self.recalled_by(group, before)).collect()
    }

    fn names_activity_itself(&self) -> bool {
        let within = |m: &Mention| self.walked.regions.iter().any(|r| r.first <= m.first && m.first < r.last);
        self.view.found.concepts.iter().filter(|m| !within(m)).any(|m| {
            let sort = m.concept().and_then(|c| self.lexicon.concepts.get(c)).map(|c| c.sort);
            sort == Some(ConceptSort::Activity)
        })
    }

    fn recalled_by(&self, group: &Group, before: &[Antecedent]) -> Option<Draft> {
        // "You may remove it": taking something off is what the verb itself says.
        let chain: Vec<Link> = group.chain.iter().copied().filter(|l| l.kind != CueKind::Remove).collect();
        let held = compose(&chain).filter(|_| !self.is_others(group))?;
        let verb = group.last.checked_sub(1)?;
        let headings_only = !self.has_pronoun(group);
        if headings_only && !(group.order && self.is_item && self.lacks_object(group.last)) {
            return None;
        }
        let entry = self.lexicon.roles.recalled.iter().find(|r| self.is_verb_of(r, verb))?;
        let fits = |a: &&Antecedent| entry.of.contains(&a.concept) && (a.heading || !headings_only);
        let found = before.iter().find(fits)?;
        let concept = entry.gives.clone().unwrap_or_else(|| found.concept.clone());
        let tends = self.tends(&concept);
        let odd = held.stance == Stance::Do && tends == Some(Stance::Avoid)
            || held.stance == Stance::Avoid && tends == Some(Stance::Do) && entry.gives.is_none();
        let above = self.context.held.is_some_and(|h| h.stance == Stance::Avoid && group.order);
        if odd || above {
            return None;
        }
        let times = SentenceTimes::new(self.view, &self.walked.regions, self.lexicon);
        let list: Vec<&TimeMention> = times.all().collect();
        Some(Draft {
            phase: None,
            times: super::times(&list, held.stance, &concept, self.lexicon),
            concept,
            held,
            span: self.view.sentence.span,
            condition: self.any_condition(),
            exception: None,
            fired: vec![found.entry.clone(), "scope/recalled".to_owned()],
            route: Route::Answer,
        })
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
        pronoun(group.last) || passive && group.first.checked_sub(1).is_some_and(pronoun)
    }

    /// Whether nothing that a verb acts on stands behind it: a time, a condition, a sign, an adverb, the end.
    fn lacks_object(&self, at: usize) -> bool {
        let tokens = self.view.tokens();
        let Some(token) = tokens.get(at) else { return true };
        let region = |kind| self.walked.regions.iter().any(|r| r.kind == kind && r.first == at);
        token.kind == TokenKind::Sign
            || self.view.found.times.iter().any(|t| t.span.contains(token.span))
            || region(RegionKind::Condition)
            || ["adverbs-of-manner", "adjuncts"].iter().any(|class| self.lexicon.is_in_class(class, token.word))
    }

    fn is_verb_of(&self, recalled: &Recalled, verb: usize) -> bool {
        let tokens = self.view.tokens();
        let word = |at: usize| tokens.get(at).map(|t| t.span.of(self.view.text).to_lowercase());
        let spoken = word(verb).is_some_and(|w| recalled.verbs.contains(&w));
        let particle = || {
            (verb + 1..=verb + FURTHEST_PARTICLE).any(|at| word(at).is_some_and(|w| recalled.particles.contains(&w)))
        };
        spoken && (recalled.particles.is_empty() || particle())
    }
}
