//! What does an exception say of what it takes out? "You can eat anything except nuts", "on your back rather than on your front".

use super::{Evidence, Reading, SentenceTimes};
use crate::{
    extract::{
        assemble::{Draft, Route},
        region::{Region, RegionKind},
        stance::Held,
    },
    model::{CueKind, Mention, MentionKind, Name, Stance, Strength, TimeMention, TimeRole},
};

impl Reading<'_, '_> {
    /// The drafts of what exceptions name; `read` are those that the sentence gave already.
    pub(super) fn excepted(&self, times: &SentenceTimes<'_>, read: &[Draft]) -> Vec<Draft> {
        let mut out = Vec::new();
        for region in self.walked.regions.iter().filter(|r| r.kind == RegionKind::Exception) {
            let Some(said) = self.said_around(region) else { continue };
            let named = self.view.found.concepts.iter().filter(|m| region.first < m.first && m.first < region.last);
            for mention in named {
                let Some(concept) = mention.concept().filter(|c| self.is_activity(c)) else { continue };
                let replaced = self.medicine_replaced(region, concept, said);
                let replaced =
                    replaced.or(self.tends(concept)).or_else(|| self.sibling_replaced(region, concept, said));
                let Some(stance) = self.reversed(region, said, replaced) else { continue };
                let new = read.iter().chain(&out).all(|d: &Draft| d.concept != *concept);
                if !new || self.lexicon.is_report(concept) {
                    continue;
                }
                let lasts = |t: &&TimeMention| {
                    matches!(t.role, TimeRole::Duration | TimeRole::End | TimeRole::Window | TimeRole::Lead)
                };
                // What is let through is so from the beginning.
                let list: Vec<&TimeMention> = times.all().filter(|t| stance == Stance::Avoid && lasts(t)).collect();
                let held = Held { stance, degree: None, strength: Some(Strength::Should) };
                let mut draft = self.draft(mention, held, &list, Evidence { route: Route::Backward, group: None });
                draft.exception = None;
                draft.fired.push("scope/excepted".to_owned());
                out.push(draft);
            }
        }
        out
    }

    /// What holds of that from which an exception takes something out: the nearest group before it, else the verdict of the
    /// sentence.
    fn said_around(&self, region: &Region) -> Option<Stance> {
        let before = self.walked.groups.iter().rfind(|g| g.first < region.first);
        if let Some(group) = before.or_else(|| self.walked.groups.iter().find(|g| g.backward)) {
            return group.held.map(|h| h.stance);
        }
        let outside = |at: usize| at < region.first || at >= region.last;
        self.view.found.cues.iter().filter(|c| outside(c.first)).find_map(|c| match c.kind {
            MentionKind::Cue(CueKind::Good | CueKind::May, _) => Some(Stance::Allow),
            MentionKind::Cue(CueKind::Bad | CueKind::No | CueKind::Avoid, _) => Some(Stance::Avoid),
            _ => None,
        })
    }

    /// "Take paracetamol rather than ibuprofen": a medicine that another is ordered instead of.
    fn medicine_replaced(&self, region: &Region, concept: &Name, said: Stance) -> Option<Stance> {
        let roles = &self.lexicon.roles;
        let general = roles.medication.as_ref()?;
        let medicine = |c: &Name| self.lexicon.concepts.is_within(c, general);
        let ordered = self
            .walked
            .governed
            .iter()
            .map(|g| &self.view.found.concepts[g.mention])
            .any(|m| m.last <= region.first && m.concept().is_some_and(|c| medicine(c) && c != concept));
        let instead = said == Stance::Do && ordered && roles.medicines.contains(concept);
        instead.then_some(Stance::Avoid)
    }

    /// "Take showers rather than baths": what another of its kind is ordered instead of.
    fn sibling_replaced(&self, region: &Region, concept: &Name, said: Stance) -> Option<Stance> {
        let broader = |c: &Name| self.lexicon.concepts.get(c).map(|c| c.broader.as_slice());
        let akin = |c: &Name| {
            let kinds = broader(concept).unwrap_or_default();
            c != concept && broader(c).unwrap_or_default().iter().any(|b| kinds.contains(b))
        };
        let before = |m: &&Mention| m.last <= region.first;
        let mut ordered = self.walked.governed.iter().map(|g| &self.view.found.concepts[g.mention]).filter(before);
        (said == Stance::Do && ordered.any(|m| m.concept().is_some_and(akin))).then_some(Stance::Avoid)
    }

    /// What an exception from a stance means for what tends to a stance: better nothing than inverted.
    fn reversed(&self, region: &Region, said: Stance, tends: Option<Stance>) -> Option<Stance> {
        let tokens = self.view.tokens();
        let class = |name: &str| {
            let words = region.first..tokens.len().min(region.first + 3);
            words.clone().any(|at| self.lexicon.is_in_class(name, tokens[at].word))
        };
        let all = (0..region.first).any(|at| self.lexicon.is_in_class("all", tokens[at].word));
        let opener = self.view.cue_at(region.first).map_or(region.first + 1, |c| c.last);
        if tokens.get(opener).is_some_and(|t| self.lexicon.is_in_class("whens", t.word)) {
            // "Do not touch it other than when you clean it"
            return None;
        }
        if class("replacing") {
            return (said != Stance::Avoid && tends == Some(Stance::Avoid)).then_some(Stance::Avoid);
        }
        if !class("excepting") {
            return None;
        }
        match said {
            Stance::Allow if all || tends == Some(Stance::Avoid) => {
                Some(Stance::Avoid).filter(|_| tends != Some(Stance::Do))
            }
            Stance::Avoid if tends != Some(Stance::Avoid) => Some(Stance::Allow),
            _ => None,
        }
    }
}
