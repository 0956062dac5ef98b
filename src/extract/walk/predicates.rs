//! What is said of the subject that waits: that it is fine, needed, forbidden?

use super::{Join, Walker, is_negative};
use crate::{
    extract::{
        region::{is_ordered, is_predicate},
        stance::{Held, Link},
    },
    model::{CueKind, Mention, MentionKind, Stance, TimeMention, TimeRole, TokenKind, VerbForm},
};

impl Walker<'_, '_> {
    pub(super) fn predicate(&mut self, cue: &Mention, kind: CueKind) {
        if self.stands_in_clause(cue.first) {
            return;
        }
        if self.pending.is_empty() {
            if self.judges_infinitive(cue, kind) {
                return;
            }
            if self.judges_gerund(cue, kind) {
                return;
            }
            if self.verdict_first(cue, kind) {
                return;
            }
            self.no_such_need(cue, kind);
            return;
        }
        let first = self.pending.iter().map(|&p| self.view.found.concepts[p].first).min().unwrap_or_default();
        let before = first.checked_sub(1).map(|b| self.view.tokens()[b].word);
        if before.is_some_and(|w| self.lexicon.is_in_class("not", w)) {
            // "Not washing the area is not an option"
            self.pending.clear();
            self.statement = true;
            return;
        }
        let negated = self.open && self.current_has(is_negative);
        let stance = match kind {
            CueKind::Good if negated => Stance::Avoid,
            CueKind::Needed if negated && self.is_advisable(cue) => Stance::Avoid,
            CueKind::Needed if negated => Stance::Unneeded,
            _ if negated => return,
            CueKind::Good => Stance::Allow,
            CueKind::Bad => Stance::Avoid,
            CueKind::Needed => Stance::Do,
            _ => Stance::Unneeded,
        };
        self.open_group(cue.first);
        let strength = self.strength(cue);
        if let Some(index) = self.current {
            let group = &mut self.out.groups[index];
            group.held = Some(Held { stance, degree: None, strength });
            group.last = cue.last;
            group.order = false;
            group.chain.push(Link { kind, strength });
            group.fired.push(cue.entry.to_string());
        }
        self.assign_pending();
        self.statement = true;
    }

    /// "Is forbidden sauna and hot bath", "it is allowed paracetamol": a verdict before its subject, as translations have it. Gives
    /// whether it is one.
    fn verdict_first(&mut self, cue: &Mention, kind: CueKind) -> bool {
        let tokens = self.view.tokens();
        let class = |name, at: usize| self.lexicon.is_in_class(name, tokens[at].word);
        let be = (0..=cue.first).any(|at| class("be-forms", at));
        let opens = (0..cue.first).all(|at| class("be-forms", at) || class("pronouns", at));
        let near = self.view.found.concepts.iter().any(|c| c.first >= cue.last && c.first <= cue.last + 1);
        let link = match kind {
            CueKind::Bad => CueKind::Avoid,
            CueKind::Good => CueKind::May,
            CueKind::Needed => CueKind::Must,
            _ => return false,
        };
        if !(opens && be && near) || self.open {
            return false;
        }
        self.link(cue, link, VerbForm::Other);
        true
    }

    /// "Alcohol not to drink for three days", "teeth to brush from the second day": an order as a translation has it, whose
    /// object stands before it. Gives the index to go on from where one begins at an index.
    pub(super) fn infinitive(&mut self, at: usize) -> Option<usize> {
        let to = self.view.cue_at(at)?;
        let denies = match to.kind {
            MentionKind::Cue(CueKind::To, _) => false,
            MentionKind::Cue(CueKind::Not, _) => self.lexicon.is_in_class("to", self.view.tokens()[to.last - 1].word),
            _ => return None,
        };
        if !denies && to.kind != MentionKind::Cue(CueKind::To, VerbForm::Other) {
            return None;
        }
        let verb = self.view.cue_at(to.last)?;
        if !denies && is_ordered(self.view, to, self.lexicon) {
            self.open_group(at);
            self.touch(verb);
            if let MentionKind::Cue(kind, form) = verb.kind {
                self.link(verb, kind, form);
            } else if let Some(group) = self.current {
                self.out.groups[group].verb = Some(VerbForm::Base);
                self.out.groups[group].fired.push("scope/infinitive".to_owned());
            }
            self.at_start = false;
            self.join = Join::None;
            return Some(if matches!(verb.kind, MentionKind::Verb(_)) { verb.first } else { verb.last });
        }
        let is_verb = matches!(verb.kind, MentionKind::Verb(VerbForm::Base))
            && self.lexicon.is_in_class("acting", self.view.tokens()[verb.first].word)
            || matches!(verb.kind, MentionKind::Cue(CueKind::Avoid, VerbForm::Base));
        let last = self.pending.last().map(|&p| self.view.found.concepts[p].last)?;
        let near = (last..at).all(|i| self.view.tokens()[i].kind == TokenKind::Sign);
        let idle = self.out.groups.is_empty() && !self.open && !self.statement && self.brackets.is_empty();
        let ends = self.ends_at(verb.last)
            || self.view.cue_at(verb.last).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Only, _)));
        // "…, not to smoke": another order of the kind.
        let another = |c: &Mention| {
            matches!(c.kind, MentionKind::Cue(CueKind::Not, _))
                && self.lexicon.is_in_class("to", self.view.tokens()[c.last - 1].word)
        };
        let judged = self.view.found.cues.iter().any(|c| c.first > verb.last && is_predicate(c) && !another(c));
        if !(is_verb && near && idle && ends) || judged {
            return None;
        }
        self.open_group(at);
        if denies {
            self.link(to, CueKind::Not, VerbForm::Other);
        }
        if let MentionKind::Cue(kind, form) = verb.kind {
            self.link(verb, kind, form);
        }
        self.touch(verb);
        if let Some(group) = self.current {
            self.out.groups[group].fired.push("scope/infinitive".to_owned());
            self.out.groups[group].order = false;
        }
        self.assign_pending();
        Some(verb.last)
    }

    /// "To drive is forbidden", "to use ice is allowed": the act before it is what is judged. Gives whether it was.
    pub(super) fn judges_infinitive(&mut self, cue: &Mention, kind: CueKind) -> bool {
        let Some(index) = self.current else { return false };
        let group = &self.out.groups[index];
        let to = group.first.checked_sub(1).and_then(|b| self.view.cue_at(b));
        let infinitive = to.is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::To, _)));
        let stance = match kind {
            CueKind::Bad => Stance::Avoid,
            CueKind::Good => Stance::Allow,
            CueKind::NotNeeded => Stance::Unneeded,
            _ => return false,
        };
        if !infinitive || !group.order || !group.chain.is_empty() {
            return false;
        }
        let strength = self.strength(cue);
        let group = &mut self.out.groups[index];
        group.held = Some(Held { stance, degree: None, strength });
        group.chain.push(Link { kind, strength });
        group.order = false;
        group.fired.push(cue.entry.to_string());
        self.open = false;
        self.statement = true;
        true
    }

    /// "Skipping sunscreen is not recommended", "avoiding the sun is not necessary": what is judged is to leave something out.
    /// Gives whether it was.
    fn judges_gerund(&mut self, cue: &Mention, kind: CueKind) -> bool {
        let Some(index) = self.current else { return false };
        let group = &self.out.groups[index];
        let leaves_out = matches!(group.asked(), [Link { kind: CueKind::Avoid | CueKind::Omit | CueKind::Limit, .. }]);
        let limits = matches!(group.asked(), [Link { kind: CueKind::Limit, .. }]);
        let subject = group.gerund && leaves_out && !group.backward;
        let governed = self.out.governed.iter().filter(|g| g.group == index);
        let named: Vec<&Mention> = governed.map(|g| &self.view.found.concepts[g.mention]).collect();
        let end = named.iter().map(|m| m.last).max().filter(|&end| end <= cue.first);
        let joined = end.is_some_and(|end| (end..cue.first).all(|i| self.view.tokens()[i].kind != TokenKind::Sign));
        if !subject || !joined || !matches!(kind, CueKind::Bad | CueKind::NotNeeded) {
            return false;
        }
        let bad = named.iter().any(|m| self.tends(m) == Some(Stance::Avoid));
        let strength = self.strength(cue);
        let held = match kind {
            CueKind::NotNeeded => Some(Held { stance: Stance::Allow, degree: None, strength }),
            // "Avoiding alcohol is a bad idea" is not what a leaflet means.
            _ if bad || limits => None,
            _ => Some(Held { stance: Stance::Do, degree: None, strength }),
        };
        let group = &mut self.out.groups[index];
        group.held = held;
        group.chain.push(Link { kind, strength });
        group.fired.push(cue.entry.to_string());
        self.open = false;
        self.statement = true;
        true
    }

    /// "Begin once the catheter is out": a predicate of a clause of time says nothing of what was named before.
    pub(super) fn stands_in_clause(&self, at: usize) -> bool {
        for i in (at.saturating_sub(6)..at).rev() {
            let token = self.view.tokens()[i];
            if token.kind == TokenKind::Sign {
                return false;
            }
            // "Ibuprofen one hour before the session is recommended"
            let lead = |t: &TimeMention| t.role == TimeRole::Lead && t.span.contains(token.span);
            if self.lexicon.is_in_class("time-clauses", token.word) && !self.view.found.times.iter().any(lead) {
                return i > 0 && !self.pending.iter().any(|&p| self.view.found.concepts[p].first > i);
            }
        }
        false
    }

    /// Whether a predicate recommends, so that its denial advises against.
    fn is_advisable(&self, cue: &Mention) -> bool {
        self.lexicon.is_in_class("advisable", self.view.tokens()[cue.last - 1].word)
    }

    /// "No further bandages are required" releases, and forbids nothing.
    pub(super) fn no_such_need(&mut self, cue: &Mention, kind: CueKind) {
        if kind == CueKind::Needed && self.is_advisable(cue) {
            // "Neither the sauna nor the gym is a good idea"
            return;
        }
        self.neither_is_so(kind);
        if kind == CueKind::Needed {
            self.release();
        }
    }

    /// "No antibiotics needed": a need that is denied without a verb.
    pub(super) fn no_need_at(&mut self, at: usize) {
        if self.lexicon.is_in_class("in-need", self.view.tokens()[at].word) && self.ends_at(at + 1) {
            self.release();
        }
    }

    /// Turns what "no" forbids into what is not needed.
    fn release(&mut self) {
        let Some(group) = self.current else { return };
        let group = &mut self.out.groups[group];
        let denies = self.lexicon.is_in_class("no", self.view.tokens()[group.first].word);
        let only_no = denies && matches!(group.chain[..], [Link { kind: CueKind::No, .. }]);
        if only_no && let Some(held) = &mut group.held {
            held.stance = Stance::Unneeded;
        }
    }

    /// "Neither heat nor ice is needed", "… is forbidden": what is denied of both is what is said behind them.
    fn neither_is_so(&mut self, kind: CueKind) {
        let tokens = self.view.tokens();
        let lexicon = self.lexicon;
        let denied = |g: &&mut super::Group| {
            let only_not = matches!(g.asked(), [Link { kind: CueKind::Not, .. }]);
            only_not && lexicon.is_in_class("denying-both", tokens[g.first].word)
        };
        for group in self.out.groups.iter_mut().filter(denied) {
            match kind {
                CueKind::Needed => group.held.iter_mut().for_each(|held| held.stance = Stance::Unneeded),
                CueKind::Bad | CueKind::NotNeeded => group.held = None,
                _ => {}
            }
        }
    }

    /// Gives the waiting subject to the current group.
    pub(super) fn assign_pending(&mut self) {
        let Some(group) = self.current else { return };
        if self.pending.is_empty() {
            return;
        }
        if self.speaks_of_what_follows(group) {
            self.out.bare.append(&mut self.pending);
            return;
        }
        self.out.groups[group].backward = true;
        for mention in std::mem::take(&mut self.pending) {
            if self.is_carrier(&self.view.found.concepts[mention]) {
                self.out.bare.push(mention);
            } else {
                self.govern(mention, group);
            }
        }
        self.open = false;
        self.statement = true;
    }

    /// "It stings with soap and it is best that the eye is shut": whether a verdict is of the clause behind it.
    fn speaks_of_what_follows(&self, group: usize) -> bool {
        let cue = self.view.cue_at(self.out.groups[group].first);
        cue.is_some_and(|c| self.is_word_of("expletives", c.first) && self.is_word_of("complementizers", c.last))
    }
}
