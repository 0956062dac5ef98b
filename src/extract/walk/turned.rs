//! Where is a cue not what it looks like: a noun, a form of "be", a verb without an object, a denial of something else?

use super::{Join, Walker, form_of};
use crate::{
    extract::stance::{Link, compose},
    model::{CueKind, Mention, MentionKind, Stance, TimeRole, TokenKind, VerbForm},
};

impl Walker<'_, '_> {
    /// Whether a "yes" or "no" stands at the end of a clause, behind what it is said of.
    pub(super) fn ends_its_line(&self, cue: &Mention) -> bool {
        let ends = self.view.tokens().get(cue.last).is_none_or(|t| t.kind == TokenKind::Sign);
        let near = self.pending.last().is_some_and(|&p| {
            let last = self.view.found.concepts[p].last;
            let timed = |i: usize| {
                let span = self.view.tokens()[i].span;
                self.view.found.times.iter().any(|t| t.span.contains(span))
            };
            last <= cue.first && (last..cue.first).all(|i| matches!(self.view.sign(i), "," | ":") || timed(i))
        });
        ends && near && !self.open && cue.first > 0
    }

    /// "Not on the nose", "touch nothing": a denial without a verb. Gives whether it forbids what follows.
    pub(super) fn bare_not(&mut self, cue: &Mention, form: VerbForm) -> bool {
        let article =
            self.view.tokens().get(cue.last + 1).is_some_and(|t| self.lexicon.is_in_class("articles", t.word));
        let unknown = self.view.cue_at(cue.last).is_none() && self.view.concepts_at(cue.last).next().is_none();
        let acts = self.view.cue_at(cue.last).is_some_and(|c| form_of(c) == VerbForm::Third)
            || article && unknown && cue.last - cue.first == 1 && self.out.groups.is_empty();
        if acts {
            // "Nothing opens up the eyes like lashes"
            self.statement = true;
        }
        if !self.at_start && self.denies_object(cue) {
            if let Some(group) = self.current {
                let group = &mut self.out.groups[group];
                group.chain.push(Link { kind: CueKind::Not, strength: None });
                group.held = compose(&group.chain);
                group.objectless = true;
                group.fired.push(cue.entry.to_string());
            }
            return false;
        }
        if !self.at_start || acts {
            return false;
        }
        self.link(cue, CueKind::No, form);
        true
    }

    /// "Touch nothing": what is denied is the object of an order.
    pub(super) fn denies_object(&self, cue: &Mention) -> bool {
        let nothing = self.lexicon.is_in_class("nothing", self.view.tokens()[cue.first].word);
        nothing && self.current_has(|g| g.order && g.chain.is_empty() && cue.first <= g.last + 1)
    }

    /// "Ibuprofen should be avoided, and so should aspirin": what was said last is said of what follows.
    pub(super) fn likewise(&mut self, cue: &Mention) {
        let echoes = (cue.first..cue.last).any(|i| self.lexicon.is_in_class("echoes", self.view.tokens()[i].word));
        let named = echoes && self.view.found.concepts.iter().any(|c| c.first >= cue.last && c.first <= cue.last + 2);
        let last = (0..self.out.groups.len()).rev().find(|&i| self.out.governed.iter().any(|g| g.group == i));
        let Some(group) = last.filter(|_| named) else { return };
        self.out.bare.append(&mut self.pending);
        let mut echo = self.out.groups[group].clone();
        (echo.first, echo.last, echo.backward, echo.echo) = (cue.first, cue.last, false, Some(group));
        self.out.groups.push(echo);
        self.current = Some(self.out.groups.len() - 1);
        self.open = true;
        self.statement = false;
        self.at_start = false;
        self.join = Join::None;
    }

    /// "Stop every hour and stretch": to stop has no object here.
    pub(super) fn halts(&self, cue: &Mention) -> bool {
        let tokens = self.view.tokens();
        let halting = self.lexicon.is_in_class("halting", tokens[cue.first].word);
        let rate = |at: usize| {
            let word = tokens.get(at).map(|t| t.span);
            self.view.found.times.iter().find(|t| t.role == TimeRole::Rate && word.is_some_and(|w| t.span.contains(w)))
        };
        let behind = rate(cue.last).map_or(cue.last, |t| tokens.partition_point(|k| k.span.start < t.span.end));
        halting
            && behind > cue.last
            && self.view.cue_at(behind).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::And, _)))
    }

    /// "Ibuprofen is all right, aspirin isn't": what was just permitted of one thing is denied of another.
    pub(super) fn denies_the_same(&self, cue: &Mention) -> bool {
        let tokens = self.view.tokens();
        let class = |name, at: usize| tokens.get(at).is_some_and(|t| self.lexicon.is_in_class(name, t.word));
        let ends = tokens.get(cue.last).is_none_or(|t| t.kind == TokenKind::Sign);
        let good = self
            .out
            .groups
            .last()
            .is_some_and(|g| g.backward && g.chain.last().is_some_and(|l| l.kind == CueKind::Good));
        let bare = class("not", cue.first) && cue.first > 0 && class("be-forms", cue.first - 1);
        ends && good && !self.pending.is_empty() && (class("be-not", cue.first) || bare)
    }

    /// "Give it a light slap": not a time.
    pub(super) fn gives_something(&self, cue: &Mention) -> bool {
        let tokens = self.view.tokens();
        let gives = self.lexicon.is_in_class("giving", tokens[cue.first].word);
        let near = tokens.get(cue.last + 2).or(tokens.last()).map_or(0, |t| t.span.end);
        let timed = |t: &crate::model::TimeMention| t.span.start >= cue.span.start && t.span.start < near;
        let counted = tokens
            .get(cue.last)
            .is_some_and(|t| t.kind == TokenKind::Number || self.lexicon.is_in_class("numbers", t.word));
        gives && !counted && !self.view.found.times.iter().any(timed)
    }

    /// "one drop", "a break": a noun behind a number or an article.
    pub(super) fn is_counted(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|b| {
            let token = self.view.tokens()[b];
            self.lexicon.is_in_class("counts", token.word)
                || token.span.of(self.view.text).bytes().all(|b| b.is_ascii_digit())
        })
    }

    /// "Get up and walk": an order, and no form of "be".
    pub(super) fn gets_up(&self, cue: &Mention) -> bool {
        let tokens = self.view.tokens();
        let class = |name, at: usize| tokens.get(at).is_some_and(|t| self.lexicon.is_in_class(name, t.word));
        class("getting", cue.first) && (class("particles", cue.last) || class("determiners", cue.last))
    }

    /// "no longer swollen": a time that is over, and nothing forbidden.
    pub(super) fn says_no_longer(&self, cue: &Mention) -> bool {
        let next = self.view.tokens().get(cue.last);
        next.is_some_and(|t| self.lexicon.is_in_class("no-more", t.word))
    }

    /// "If those don't work": the subject is a pronoun that stands for things, and the verb has no object.
    pub(super) fn is_said_of_things(&self, cue: &Mention) -> bool {
        let before = cue.first.checked_sub(1).map(|b| self.view.tokens()[b]);
        let subject = before.is_some_and(|t| self.lexicon.is_in_class("pronouns", t.word));
        subject && self.pending.is_empty() && self.ends_at(cue.last + 1)
    }

    /// "Ice is recommended to reduce swelling": a cue that opens with a form of "be" is said of the subject before it.
    pub(super) fn is_said_of_subject(&self, cue: &Mention) -> bool {
        let opens = self.view.tokens().get(cue.first).is_some_and(|t| self.lexicon.is_in_class("be-forms", t.word));
        let passive = self.view.cue_at(cue.last).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Be, _)));
        let acts = self
            .view
            .cue_at(cue.last)
            .is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Wait | CueKind::Avoid | CueKind::Resume, _)));
        opens && !self.you && !acts && !passive && cue.last - cue.first >= 3 && !self.pending.is_empty() && !self.open
    }

    /// Whether what follows is nearly always forbidden: "without makeup", but not "without a prescription".
    pub(super) fn opens_something_bad(&self, cue: &Mention) -> bool {
        let next = self.view.found.concepts.iter().find(|c| c.first >= cue.last);
        next.is_some_and(|c| c.first <= cue.last + 2 && self.tends(c) == Some(Stance::Avoid))
    }
}
