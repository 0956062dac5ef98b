//! What do commas, colons, dashes and brackets end, and what do they open?

use super::{Join, Outside, Walker, is_negative};
use crate::{
    extract::{region::is_predicate, stance::Link},
    model::{CueKind, Mention, MentionKind, Stance, TokenKind, VerbForm},
};

impl Walker<'_, '_> {
    pub(super) fn sign(&mut self, at: usize) {
        let dash = matches!(self.view.sign(at), "-" | "\u{2013}" | "\u{2014}") && self.view.tokens()[at].spaced;
        if (dash || self.view.sign(at) == ":") && self.out.groups.is_empty() && self.label.is_empty() {
            self.label.clone_from(&self.pending);
        }
        match self.view.sign(at) {
            "," => {
                self.join = Join::Comma;
                self.at_start = true;
            }
            "/" if self.goes_on_behind(at) => self.join = Join::Or,
            "/" if self.view.tokens()[at].spaced && self.view.cue_at(at + 1).is_some() => self.close(),
            "/" if self.view.tokens()[at].spaced && self.subject_follows(at) => self.close(),
            "+" => {
                self.join = Join::And;
                self.at_start = true;
            }
            "/" => self.join = Join::Or,
            ";" if self.goes_on_listing(at) => {
                self.join = Join::Comma;
                self.at_start = true;
            }
            ";" => {
                self.trailing_verb();
                self.out.parts.push((at, self.statement));
                self.close();
            }
            "?" | "!" => self.close(),
            ":" => self.colon(at),
            "\u{2013}" | "\u{2014}" if self.order_follows(at) => self.close(),
            "\u{2014}" if self.clause_follows(at) => self.close(),
            "\u{2013}" | "\u{2014}" if self.view.tokens()[at].spaced => {
                if self.clause_follows(at) {
                    self.close();
                }
                if self.current.is_none() {
                    self.join = Join::Start;
                } else if self.bans_unnamed() {
                    self.join = Join::Comma;
                }
                self.at_start = true;
                self.statement = false;
            }
            "-" if self.view.tokens()[at].spaced => {
                if self.order_follows(at) || self.verdict_follows(at) || self.subject_follows(at) {
                    self.close();
                }
                if self.current.is_none() {
                    self.join = Join::Start;
                } else if self.bans_unnamed() {
                    self.join = Join::Comma;
                }
                self.at_start = true;
            }
            "(" | ")" if self.marked(at).is_some() => {
                // "Do not 1) drink, 2) smoke": what stands before the first number governs all that follow.
                let earlier = (0..at.saturating_sub(1)).rev().find(|&i| self.marked(i).is_some());
                let own = self.current_has(|g| earlier.is_some_and(|e| g.first > e));
                if self.view.sign(at) == ")" && own && self.view.opens_advice(at + 1) {
                    self.close();
                }
                self.at_start = true;
            }
            "(" | "[" => {
                self.brackets.push(Outside {
                    current: self.current,
                    open: self.open,
                    statement: self.statement,
                    pending: std::mem::take(&mut self.pending),
                });
                if self.denies_unnamed(at) || self.bracket_judges(at) {
                    self.current = None;
                    self.open = false;
                }
                self.at_start = true;
                self.join = Join::Comma;
            }
            ")" | "]" => {
                if let Some(outside) = self.brackets.pop() {
                    let silent = self.current == outside.current
                        && !outside.pending.is_empty()
                        && !outside.open
                        && !self.holds_time_before(at);
                    (self.current, self.open, self.statement) = (outside.current, outside.open, outside.statement);
                    let mut waits = outside.pending;
                    if silent && self.predicate_follows(at + 1) {
                        // "Gentle sport (walking, swimming) is permitted": examples of the subject.
                        waits.append(&mut self.pending);
                    }
                    self.out.bare.append(&mut self.pending);
                    self.pending = waits;
                }
            }
            _ => {}
        }
    }

    /// The number of an item within a sentence to which a bracket belongs: "1) wash it, 2) dry it", "(1) wash it, (2) dry it".
    fn marked(&self, at: usize) -> Option<u32> {
        let tokens = self.view.tokens();
        let marks = |at: usize| {
            let token = tokens.get(at).filter(|t| t.kind == TokenKind::Number)?;
            let before = at.checked_sub(1).map_or("", |b| self.view.sign(b));
            let opens =
                at == 0 || matches!(before, "," | ":" | ";" | "." | "(") || self.view.cue_over(at - 1).is_some();
            let value = token.span.of(self.view.text).parse::<u32>().ok();
            value.filter(|_| opens && self.view.sign(at + 1) == ")")
        };
        let here = match self.view.sign(at) {
            "(" => at + 1,
            ")" => at.checked_sub(1)?,
            _ => return None,
        };
        let value = marks(here)?;
        (0..tokens.len()).any(|other| marks(other).is_some_and(|v| v == value + 1 || v + 1 == value)).then_some(value)
    }

    /// "Avoid strenuous activity (walking is fine)": what stands in a bracket has a predicate of its own.
    fn bracket_judges(&self, at: usize) -> bool {
        let tokens = self.view.tokens();
        let end = (at..tokens.len()).find(|&i| matches!(self.view.sign(i), ")" | "]")).unwrap_or(tokens.len());
        self.judges(at, end)
    }

    /// "No running - gentle walking is encouraged"
    fn verdict_follows(&self, at: usize) -> bool {
        let governs = self.current.is_some_and(|g| self.out.governed.iter().any(|o| o.group == g));
        let end = (at + 1..self.view.tokens().len()).find(|&i| matches!(self.view.sign(i), ";" | "(" | ")"));
        governs && self.judges(at, end.unwrap_or(self.view.tokens().len()))
    }

    /// "It could be an allergy: text me": somebody to turn to stands at an index.
    fn reports(&self, at: usize) -> bool {
        self.view.concepts_at(at).any(|(_, m)| m.concept().is_some_and(|c| self.lexicon.is_report(c)))
    }

    /// Whether something is named between two indices and a verdict on it follows before the second.
    fn judges(&self, from: usize, to: usize) -> bool {
        self.view.found.cues.iter().any(|c| {
            let verdict = matches!(
                c.kind,
                MentionKind::Cue(CueKind::Good | CueKind::Bad | CueKind::Needed | CueKind::NotNeeded, _)
            );
            let named = |m: &Mention| from < m.first && m.last <= c.first;
            verdict && from < c.first && c.first < to && self.view.found.concepts.iter().any(named)
        })
    }

    /// "Eat something light, not greasy (soup)": what is denied before a bracket is no concept, and the bracket tells what is meant
    /// instead.
    fn denies_unnamed(&self, at: usize) -> bool {
        let Some(group) = self.current else { return false };
        let denied = &self.out.groups[group];
        let words = denied.last < at && self.view.found.concepts.iter().all(|c| c.first < denied.last || c.first >= at);
        let bare = |cue: &Mention| matches!(cue.kind, MentionKind::Cue(CueKind::BareNot, _));
        words && self.view.cue_at(denied.first).is_some_and(bare)
    }

    /// Whether a time stands within the bracket that closes at an index.
    fn holds_time_before(&self, at: usize) -> bool {
        let tokens = self.view.tokens();
        let open = (0..at).rev().find(|&i| matches!(self.view.sign(i), "(" | "[")).unwrap_or(0);
        let inside = tokens[open].span.join(tokens[at].span);
        self.view.found.times.iter().any(|t| inside.contains(t.span))
    }

    /// Whether a predicate or a modal verb stands directly at an index.
    fn predicate_follows(&self, at: usize) -> bool {
        self.view.cue_at(at).is_some_and(is_predicate)
    }

    /// Whether a cue at an index turns a stance, so that it cannot stand under another one before it.
    pub(super) fn denies(&self, at: usize) -> bool {
        use CueKind as K;
        self.view.cue_at(at).is_some_and(|c| {
            matches!(
                c.kind,
                MentionKind::Cue(K::Avoid | K::Not | K::ModalNot | K::No | K::Wait | K::Limit | K::Omit | K::Remove, _)
            )
        })
    }

    /// Whether the open cue governs nothing but a pronoun, and nothing but a list stands behind a sign.
    pub(super) fn lost_object(&self, at: usize) -> bool {
        let Some(group) = self.current else { return false };
        let chain = !self.out.groups[group].chain.is_empty();
        let pronoun =
            at.checked_sub(1).is_some_and(|b| self.lexicon.is_in_class("pronouns", self.view.tokens()[b].word));
        chain && pronoun && !self.out.governed.iter().any(|o| o.group == group) && !self.speaks_behind(at)
    }

    /// "a walk, on the other hand, does no harm": between commas, a contrast ends nothing.
    pub(super) fn is_parenthetic(&self, cue: &Mention) -> bool {
        cue.first > 0
            && (self.is_between_commas(cue) && (!self.pending.is_empty() || self.stands_behind_modal(cue, 1))
                || self.stands_behind_modal(cue, 0))
    }

    /// "Do not exercise / sweat", "apply a cool compress / ice pack": whether the name behind a stroke is another of its kind.
    fn goes_on_behind(&self, at: usize) -> bool {
        let named = self.view.found.concepts.iter().find(|c| c.first == at + 1);
        let (Some(tends), Some(group)) = (named.map(|c| self.tends(c)), self.current) else { return false };
        let mut governed =
            self.out.governed.iter().filter(|g| g.group == group).map(|g| &self.view.found.concepts[g.mention]);
        let Some(beside) = governed.find(|c| c.last == at).map(|c| self.tends(c)) else { return false };
        if is_negative(&self.out.groups[group]) {
            tends == Some(Stance::Avoid) && beside != Some(Stance::Do)
        } else {
            tends == Some(Stance::Do) && beside == tends
        }
    }

    fn is_between_commas(&self, cue: &Mention) -> bool {
        self.view.sign(cue.first - 1) == "," && self.view.sign(cue.last) == ","
    }

    /// "You may however shower", "you can, however, shower": between a modal verb and its own, with so many signs between.
    fn stands_behind_modal(&self, cue: &Mention, signs: usize) -> bool {
        let base = |c: &Mention| matches!(c.kind, MentionKind::Verb(VerbForm::Base));
        let modal = |g: &super::Group| {
            g.last + signs == cue.first && !g.chain.is_empty() && g.chain.iter().all(|l| l.kind == CueKind::May)
        };
        cue.last - cue.first == 1
            && self.open
            && self.current_has(modal)
            && self.view.cue_at(cue.last + signs).is_some_and(base)
    }

    /// Whether a clause of its own stands behind a sign: a modal verb, a predicate, advice.
    pub(super) fn speaks_behind(&self, at: usize) -> bool {
        let waits = |c: &Mention| matches!(c.kind, MentionKind::Cue(CueKind::Wait, VerbForm::Other));
        self.view.found.cues.iter().any(|c| c.first > at && (is_predicate(c) || waits(c)))
    }

    /// What stands before a colon leads in what follows, or is a label.
    fn colon(&mut self, at: usize) {
        let waits = self.open && self.current_has(|g| !g.chain.is_empty());
        if self.reports(at + 1) || waits && self.denies(at + 1) {
            self.close();
        } else if self.lost_object(at) {
            // "Keep off it: …": the list behind the colon is what the pronoun stands for.
            self.open = true;
            self.statement = false;
        }
        if self.current.is_some() && self.speaks_behind(at) || self.is_label(at) && self.view.opens_advice(at + 1) {
            self.close();
        }
        if self.current.is_none() {
            self.join = Join::Start;
        }
        self.explains = self.current.is_some_and(|g| self.out.governed.iter().any(|o| o.group == g));
        let own = self.view.tokens().get(at + 1).is_some_and(|t| self.lexicon.is_in_class("articles", t.word));
        if own && self.speaks_behind(at) && !self.label.iter().any(|&l| self.is_bad(l)) {
            // "Activity: a cane may be needed": a subject of its own follows the label.
            self.out.bare.append(&mut self.pending);
            self.label.clear();
        }
        self.at_start = true;
    }

    /// "Note: wear loose clothes": whether only a verb without an object stands before a colon.
    fn is_label(&self, at: usize) -> bool {
        self.current.is_some_and(|g| {
            let group = &self.out.groups[g];
            let plain = group.chain.iter().all(|l| l.kind == CueKind::Must);
            plain && group.last <= at && !self.out.governed.iter().any(|o| o.group == g)
        })
    }

    /// "You can return to work - saunas must be avoided": whether a subject with its own predicate stands behind a dash.
    fn subject_follows(&self, at: usize) -> bool {
        let article = self.view.tokens().get(at + 1).is_some_and(|t| self.lexicon.is_determiner(t.word));
        let subject = || self.view.concepts_at(at + 1 + usize::from(article)).any(|(_, m)| self.is_subject(m));
        let you = self.view.cue_at(at + 1).filter(|c| matches!(c.kind, MentionKind::Cue(CueKind::You, _)));
        subject() || you.and_then(|y| self.view.cue_at(y.last)).is_some_and(is_predicate)
    }

    /// Whether advice of its own stands directly behind a dash, and something is governed before it.
    pub(super) fn order_follows(&self, at: usize) -> bool {
        let governs = self.current.is_some_and(|g| self.out.governed.iter().any(|o| o.group == g));
        // "No downtime \u{2013} resume your day": there is none of something that no advice is about.
        let none = || self.current_has(|g| g.last < at && matches!(g.chain[..], [Link { kind: CueKind::No, .. }]));
        self.view.opens_advice(at + 1) && (governs || none())
    }

    /// "Do not wear wool – wear cotton": whether what is forbidden so far is nothing that is named, so that a dash parts as a comma.
    fn bans_unnamed(&self) -> bool {
        let idle = self.current.is_some_and(|g| !self.out.governed.iter().any(|o| o.group == g));
        self.open && idle && self.current_has(super::is_negative)
    }

    /// Whether a clause with a verb of its own stands behind a dash, and not only examples.
    pub(super) fn clause_follows(&self, at: usize) -> bool {
        self.current.is_some_and(|g| self.out.governed.iter().any(|o| o.group == g))
            && self.view.found.cues.iter().any(|c| {
                c.first > at
                    && matches!(
                        c.kind,
                        MentionKind::Cue(
                            CueKind::Be
                                | CueKind::May
                                | CueKind::Must
                                | CueKind::ModalNot
                                | CueKind::Good
                                | CueKind::Bad
                                | CueKind::Needed
                                | CueKind::Reason,
                            _
                        ) | MentionKind::Verb(VerbForm::Third)
                    )
            })
    }

    /// "No saunas; swimming; hot baths.": a semicolon that parts the names of a list, each with nothing said of it. What is
    /// forbidden goes on behind it.
    fn goes_on_listing(&self, at: usize) -> bool {
        let tokens = self.view.tokens();
        let end = (at + 1..tokens.len()).find(|&i| matches!(self.view.sign(i), ";" | "." | "!" | "?" | ":"));
        let end = end.unwrap_or(tokens.len());
        let silent = |c: &Mention| {
            matches!(
                c.kind,
                MentionKind::Cue(CueKind::And | CueKind::Or, _)
                    | MentionKind::Verb(VerbForm::Gerund | VerbForm::Participle)
            ) || self.view.concepts_at(c.first).next().is_some()
        };
        let plain = |i: usize| self.view.cue_over(i).is_none_or(silent);
        let article = |i: usize| i < end && self.lexicon.is_in_class("articles", tokens[i].word);
        // "No aspirin; paracetamol": what nearly every leaflet orders is set against what it forbids.
        let from = self.view.found.concepts.partition_point(|m| m.first <= at);
        let mut within = self.view.found.concepts[from..].iter().take_while(|m| m.first < end);
        let named = |i: usize| i < end && self.view.concepts_at(i).next().is_some();
        let lists = named(at + 1) || article(at + 1) && named(at + 2);
        let forbids = self
            .current
            .is_some_and(|g| is_negative(&self.out.groups[g]) && self.out.governed.iter().any(|o| o.group == g));
        let apart = within.any(|m| self.tends(m) == Some(Stance::Do));
        forbids && lists && !apart && (at + 1..end).all(|i| plain(i) && !self.view.is_in_time(i))
    }

    /// Ends every scope.
    pub(super) fn close(&mut self) {
        self.trailing_verb();
        self.out.bare.append(&mut self.pending);
        self.current = None;
        self.open = false;
        self.at_start = true;
        self.join = Join::Start;
        self.statement = false;
        self.you = false;
        self.be = false;
        self.by = false;
    }
}
