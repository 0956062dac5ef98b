//! Is what an order governs kept off, put aside or given a miss by words behind it? "Keep lipstick, gloss and balm off the lips".

use super::{Governed, Walker};
use crate::{
    extract::stance::{Link, compose},
    model::{CueKind, Mention, MentionKind, Stance, Token, TokenKind},
};

/// How far behind the last object the particle of a verb may stand, in tokens.
const FURTHEST_PARTICLE: usize = 6;

impl Walker<'_, '_> {
    /// "Keep lipstick, gloss and balm off the lips": the particle of the verb stands behind a list of objects.
    pub(super) fn kept_apart(&mut self) {
        for index in 0..self.out.groups.len() {
            let group = &self.out.groups[index];
            let tokens = self.view.tokens();
            let class =
                |name, at: usize| tokens.get(at).is_some_and(|t: &Token| self.lexicon.is_in_class(name, t.word));
            let head = group.head.unwrap_or(group.first);
            let gives = class("giving", head);
            let keeps = class("keeping", head);
            if !(group.only_asks() && (keeps || gives || class("putting", head))) {
                continue;
            }
            let governed = self.out.governed.iter().filter(|g| g.group == index);
            let wanted = |g: &&Governed| self.tends(&self.view.found.concepts[g.mention]) == Some(Stance::Do);
            if !keeps && !gives && governed.clone().any(|g| wanted(&g)) {
                continue;
            }
            let any_bad = governed.clone().any(|g| self.is_bad(g.mention));
            let Some(mut at) = governed.map(|g| self.view.found.concepts[g.mention].first).min() else { continue };
            if at <= head {
                // "Keep your face out of the water" is the name of something that is done.
                continue;
            }
            // "put fish oil and ginkgo to one side"
            let beside =
                |at: usize| class("sideways", at) && (at + 1..at + 3).any(|i| class("sides", i) && !class("of", i + 1));
            // "Give running and the sauna a miss", "leave perfume and oils alone"
            let missed =
                |at: usize| class("missing-out", at) && !self.view.in_concept(at) && at > 0 && class("counts", at - 1);
            let alone = |at: usize| class("left-alone", at) && class("left", head);
            // "Hold ice to it on and off": the verb's own words.
            let own = |at: usize| self.view.cue_over(at).is_some_and(|c| c.first == head && c.last > at);
            let particle = |at: usize| match () {
                () if own(at) => false,
                () if gives => missed(at),
                () if keeps => class("apart", at) || alone(at),
                () => class("aside", at) || beside(at),
            };
            // "well away from"
            let avoids = |c: &Mention| matches!(c.kind, MentionKind::Cue(CueKind::Avoid, _));
            let away = |at: usize| particle(at) || particle(at + 1) && self.view.cue_at(at).is_some_and(avoids);
            let listed = |at: usize| {
                let noun = self.lexicon.is_in_class("nouns-too", tokens[at].word);
                let joint = |c: &Mention| matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Or, _));
                noun || gives && class("counts", at)
                    || self.view.sign(at) == ","
                    || tokens[at].kind == TokenKind::Word && self.view.cue_at(at).is_none_or(joint)
            };
            let mut plain = 0;
            while at < tokens.len()
                && !away(at)
                && plain < FURTHEST_PARTICLE
                && (self.view.in_concept(at) || listed(at))
            {
                plain = if self.view.in_concept(at) { 0 } else { plain + 1 };
                at += 1;
            }
            let apart = at < tokens.len() && away(at);
            let forbids = alone(at) || gives;
            if apart && forbids && self.out.governed.iter().filter(|g| g.group == index).any(|g| wanted(&g)) && !any_bad
            {
                // "Leave the dressing alone" says nothing of wearing it.
                self.out.groups[index].held = None;
            } else if apart {
                let group = &mut self.out.groups[index];
                group.parallel &= !forbids;
                group.chain.push(Link { kind: CueKind::Avoid, strength: Some(crate::model::Strength::Must) });
                group.held = compose(&group.chain);
                group.fired.push("scope/apart".to_owned());
                group.order = false;
            }
        }
    }
}
