//! Is a name only the form or the kind of another? "Take paracetamol, two tablets", "ibuprofen and similar painkillers".

use super::Reading;
use crate::{
    extract::assemble::Draft,
    model::{CueKind, Mention, MentionKind, Name, VerbForm},
};

impl Reading<'_, '_> {
    /// "Take paracetamol, two tablets": the form of a medicine that the sentence names is no other medicine.
    pub(super) fn one_medicine(&self, drafts: &mut Vec<Draft>) {
        let (lexicon, mentions) = (self.lexicon, &self.view.found.concepts);
        let general = |c: &Name| lexicon.roles.medication.as_ref() == Some(c);
        let joint = |c: &Mention, from: usize, to: usize| {
            let joins = MentionKind::Cue(CueKind::And, VerbForm::Other);
            let chooses = MentionKind::Cue(CueKind::Or, VerbForm::Other);
            from <= c.first && c.last <= to && (c.kind == joins || c.kind == chooses)
        };
        let form_of = |m: &Mention| {
            let special = |s: &&Mention| {
                s.last <= m.first
                    && s.concept().is_some_and(|c| {
                        !general(c)
                            && lexicon.roles.medication.as_ref().is_some_and(|g| lexicon.concepts.is_within(c, g))
                    })
            };
            mentions.iter().rfind(special).is_some_and(|s| {
                let inside = |at: usize| {
                    (s.last..at)
                        .rev()
                        .find(|&i| matches!(self.view.sign(i), "(" | ")"))
                        .is_some_and(|i| self.view.sign(i) == "(")
                };
                !self.view.found.cues.iter().any(|c| joint(c, s.last, m.first) && !inside(c.first))
                    && (s.last..m.first).any(|at| !self.view.sign(at).is_empty())
            })
        };
        let mut named = mentions.iter().filter(|m| m.concept().is_some_and(general)).peekable();
        if named.peek().is_some() && named.all(form_of) {
            drafts.retain(|d| !general(&d.concept));
        }
        let similar: Vec<&Name> = mentions.iter().filter(|m| self.is_of_kind(m)).filter_map(|m| m.concept()).collect();
        drafts.retain(|d| !similar.contains(&&d.concept));
    }

    /// "Ibuprofen and similar painkillers", "narcotic tablets": a general name that only goes with a special one before it.
    fn is_of_kind(&self, mention: &Mention) -> bool {
        let Some(concept) = mention.concept() else { return false };
        let special = |m: &&Mention| {
            m.last <= mention.first
                && m.concept().is_some_and(|c| c != concept && self.lexicon.concepts.is_within(c, concept))
        };
        let Some(named) = self.view.found.concepts.iter().rfind(special) else { return false };
        let class = |name, at: usize| self.lexicon.is_in_class(name, self.view.tokens()[at].word);
        let from = mention.first.saturating_sub(2).max(named.last);
        // "Aspirin-type painkillers", and not "any other type of medicine"
        let type_of = |at: usize| class("types", at) && at > 0 && !self.view.sign(at - 1).is_empty();
        let alike = (from..mention.first).any(|at| class("similar", at) || type_of(at));
        // "Soak in the bath" names two acts.
        let place = self.lexicon.roles.places.contains(concept);
        let twice = self.view.found.concepts.iter().filter(|m| m.concept() == Some(concept)).count() > 1;
        !twice && (alike || !place && named.last == mention.first)
    }
}
