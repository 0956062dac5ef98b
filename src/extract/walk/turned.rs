//! Where is a cue not what it looks like: a noun, a form of "be", a verb without an object, a denial of something else?

use super::{Join, Walker, form_of, is_negative};
use crate::{
    extract::stance::{Link, compose},
    lexicon::ConceptSort,
    model::{CueKind, Mention, MentionKind, Name, Stance, TimeRole, Token, TokenKind, VerbForm},
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
        // "it must be changed immediately"
        let done = self.current_has(|g| g.be && !g.chain.is_empty());
        ends && near && !done && !self.open && cue.first > 0
    }

    /// "Not on the nose", "touch nothing": a denial without a verb. Gives whether it forbids what follows.
    pub(super) fn bare_not(&mut self, cue: &Mention, form: VerbForm) -> bool {
        let article =
            self.view.tokens().get(cue.last + 1).is_some_and(|t| self.lexicon.is_in_class("articles", t.word));
        let unknown = self.view.cue_at(cue.last).is_none() && self.view.concepts_at(cue.last).next().is_none();
        let acts = self.view.cue_at(cue.last).is_some_and(|c| form_of(c) == VerbForm::Third)
            || article && unknown && cue.last - cue.first == 1 && self.out.groups.is_empty();
        let gerund = self.view.cue_at(cue.last).filter(|c| form_of(c) == VerbForm::Gerund);
        let judged = gerund.is_some_and(|g| {
            self.view.found.cues.iter().any(|c| {
                c.first > g.last
                    && matches!(
                        c.kind,
                        MentionKind::Cue(
                            CueKind::Be | CueKind::May | CueKind::Bad | CueKind::Good | CueKind::Needed,
                            VerbForm::Other
                        ) | MentionKind::Verb(VerbForm::Third)
                    )
            })
        });
        let comes_of = gerund.is_some_and(|g| {
            self.view.tokens()[g.last..].iter().any(|t| self.lexicon.is_in_class("brings-about", t.word))
        });
        // "Not all baths are bad", "not every sport is forbidden"
        let some = self.is_word_of("universal", cue.last);
        // "Wash with warm water, not too hot or cold": of what kind it is.
        let tempers = self.is_word_of("too", cue.last) && self.is_word_of("tempers", cue.last + 1);
        // "Not wearing sunscreen is asking for trouble", "… leads to burns": what is not done is the subject.
        let acts = acts || some || tempers || (judged || comes_of) && self.out.groups.is_empty();
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
        let ordered =
            self.open && self.current_has(|g| !g.chain.is_empty() && g.chain.iter().all(|l| l.kind == CueKind::Must));
        if ordered && !acts {
            // "Make sure that your child does not smoke"
            self.link(cue, CueKind::Not, form);
            return true;
        }
        if acts || !self.at_start && !self.sets_against(cue) || self.denies_only_the_place(cue) {
            return false;
        }
        if !self.at_start {
            self.open = false;
        }
        self.link(cue, CueKind::No, form);
        true
    }

    /// "Slap around it, not on it, or take a tablet": only where the order before it does not hold.
    fn denies_only_the_place(&self, cue: &Mention) -> bool {
        let tokens = self.view.tokens();
        let pronoun = |t: &Token| self.lexicon.is_in_class("pronouns", t.word);
        let ends =
            tokens.get(cue.last + 2).is_none_or(|t| t.kind == TokenKind::Sign && t.span.of(self.view.text) != ":");
        self.current_has(|g| !is_negative(g))
            && self.view.concepts_at(cue.last).next().is_none()
            && tokens.get(cue.last + 1).is_some_and(pronoun)
            && ends
    }

    /// "Take paracetamol not ibuprofen": a thing is set against one before it, without a comma.
    fn sets_against(&self, cue: &Mention) -> bool {
        let tokens = self.view.tokens();
        let class = |name, at: usize| self.lexicon.is_in_class(name, tokens[at].word);
        let activity = |m: &Mention| self.sort_of(m) == Some(ConceptSort::Activity);
        let joins = |at: usize| {
            class("articles", at) || class("determiners", at) || self.lexicon.cues.phrases.passes_over(tokens[at].word)
        };
        let behind = (cue.last..tokens.len().min(cue.last + 4))
            .take_while(|&at| at == cue.last || joins(at - 1))
            .any(|at| self.view.concepts_at(at).any(|(_, m)| activity(m)));
        let before = cue.first.checked_sub(1).is_some_and(|b| {
            tokens[b].kind == TokenKind::Word
                && !class("be-forms", b)
                && self.view.cue_over(b).is_none_or(|c| matches!(c.kind, MentionKind::Verb(_)))
        });
        let ordered = self.current_has(|g| !is_negative(g) && g.held.is_some());
        class("not", cue.first)
            && cue.last - cue.first == 1
            && behind
            && before
            && (ordered || !self.pending.is_empty())
    }

    /// "Touch nothing": what is denied is the object of an order.
    pub(super) fn denies_object(&self, cue: &Mention) -> bool {
        let nothing = self.lexicon.is_in_class("nothing", self.view.tokens()[cue.first].word);
        nothing && self.current_has(|g| g.only_asks() && g.verb.is_some() && cue.first <= g.last + 1)
    }

    /// "Ibuprofen should be avoided, and so should aspirin": what was said last is said of what follows.
    pub(super) fn likewise(&mut self, cue: &Mention) {
        let echoes = (cue.first..cue.last).any(|i| self.lexicon.is_in_class("echoes", self.view.tokens()[i].word));
        // "Strong heat is to be avoided; this includes hot water bottles"
        let echoes = echoes || cue.first > 0 && matches!(self.view.sign(cue.first - 1), ";" | "\u{2013}" | "\u{2014}");
        let named = echoes && self.view.found.concepts.iter().any(|c| c.first >= cue.last && c.first <= cue.last + 2);
        let last = (0..self.out.groups.len()).rev().find(|&i| self.out.governed.iter().any(|g| g.group == i));
        let Some(group) = last.filter(|_| named) else {
            if named && !self.open && self.pending.is_empty() && self.statement {
                // "A strong draught is to be avoided; this includes ice": of what nobody named, nothing is ordered.
                self.end_in_statement();
            }
            return;
        };
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

    /// "Talk as little as possible", "use as little salt as possible": an order or a permission becomes a limit.
    pub(super) fn sparingly(&mut self, cue: &Mention) {
        let strength = self.strength(cue);
        let concepts = &self.view.found.concepts;
        let adjacent = |&m: &usize| concepts[m].last == cue.first;
        if let Some(mention) = self.pending.iter().chain(&self.out.bare).copied().find(adjacent) {
            // "Talk as little as possible": the verb is the thing itself.
            self.pending.retain(|&m| m != mention);
            self.out.bare.retain(|&m| m != mention);
            self.open_group(concepts[mention].first);
            self.link(cue, CueKind::Limit, VerbForm::Other);
            if let Some(group) = self.current {
                self.govern(mention, group);
            }
            return;
        }
        let Some(index) = self.current.filter(|&g| !is_negative(&self.out.groups[g])) else { return };
        let mut governed = self.out.governed.iter().filter(|g| g.group == index);
        if governed.any(|g| self.tends(&concepts[g.mention]) == Some(Stance::Do)) {
            // "Change the dressing less often": it is still done.
            self.out.groups[index].held = None;
            return;
        }
        let group = &mut self.out.groups[index];
        group.chain.push(Link { kind: CueKind::Limit, strength });
        group.held = compose(&group.chain);
        group.order = false;
        group.fired.push(cue.entry.to_string());
    }

    /// "Lenses can be worn not earlier than after three days": what was allowed is forbidden until then. Gives whether it was.
    pub(super) fn put_off_behind(&mut self, cue: &Mention) -> bool {
        let tokens = self.view.tokens();
        let near = tokens.get(cue.last + 2).or(tokens.last()).map_or(0, |t| t.span.end);
        let timed =
            self.view.found.times.iter().any(|t| t.span.end > tokens[cue.last - 1].span.start && t.span.start < near);
        let denies = ["no", "not"].iter().any(|class| self.lexicon.is_in_class(class, tokens[cue.first].word));
        let Some(index) = self.current.filter(|&g| !is_negative(&self.out.groups[g])) else { return false };
        let governs = self.out.governed.iter().any(|g| g.group == index);
        if self.open
            || !self.pending.is_empty()
            || !matches!(self.join, Join::None | Join::Comma)
            || !timed
            || !denies
            || !governs
        {
            return false;
        }
        let strength = self.strength(cue);
        let group = &mut self.out.groups[index];
        group.chain.push(Link { kind: CueKind::Wait, strength });
        group.held = compose(&group.chain);
        group.order = false;
        group.fired.push(cue.entry.to_string());
        true
    }

    /// "Only after ten days can you swim": words that put off, with a time that says from when.
    pub(super) fn only_starts(&self, cue: &Mention) -> bool {
        let tokens = self.view.tokens();
        let starts = |t: &crate::model::TimeMention| {
            t.role == TimeRole::Start && t.from.is_some() && t.span.contains(tokens[cue.last - 1].span)
        };
        let sole = self.lexicon.is_in_class("sole", tokens[cue.first].word);
        (sole || self.takes_medicine(cue.first)) && self.view.found.times.iter().any(starts)
    }

    /// "Take ibuprofen no sooner than 48 hours after treatment": whether the current group orders or permits a medicine that stands
    /// before an index.
    fn takes_medicine(&self, before: usize) -> bool {
        let medicine = |c: &Mention| {
            let within = |name: &Name| {
                self.lexicon.roles.medication.as_ref().is_some_and(|m| self.lexicon.concepts.is_within(name, m))
            };
            c.last <= before && c.concept().is_some_and(within)
        };
        let Some(group) = self.current.filter(|&g| !is_negative(&self.out.groups[g])) else { return false };
        let governed = self.out.governed.iter().filter(|g| g.group == group);
        governed.map(|g| &self.view.found.concepts[g.mention]).any(medicine)
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

    /// "There's no sunscreen in the film": whether "no" says what something contains, and forbids nothing.
    pub(super) fn says_what_is_within(&self, cue: &Mention) -> bool {
        let class = |name, at: usize| self.is_word_of(name, at);
        let be = cue.first.checked_sub(1).filter(|&b| class("be-forms", b));
        let there = be.and_then(|b| b.checked_sub(1)).is_some_and(|t| class("existentials", t));
        // "There's" may be one word.
        let there = there || cue.first.checked_sub(1).is_some_and(|b| class("existentials", b) && b == 0);
        let within =
            |m: &Mention| class("insides", m.last) && (class("definite", m.last + 1) || class("pronouns", m.last + 1));
        there && (cue.last..cue.last + 2).any(|at| self.view.concepts_at(at).any(|(_, m)| within(m)))
    }

    /// Whether a comma stands before "and", and behind it the subject of another clause.
    pub(super) fn begins_with_another(&self, and: &Mention) -> bool {
        let comma = and.first.checked_sub(1).is_some_and(|b| self.view.sign(b) == ",");
        let next = self.view.tokens().get(and.last);
        comma
            && self.view.cue_at(and.last).is_none()
            && self.view.concepts_at(and.last).next().is_none()
            && next.is_some_and(|t| {
                t.kind == TokenKind::Word && !self.lexicon.is_in_class("pronouns", t.word) && !self.is_filler(*t)
            })
    }

    /// "should be at least two weeks away": a subject that is to keep a time off.
    pub(super) fn is_distance(&self, cue: &Mention) -> bool {
        let tokens = self.view.tokens();
        let be = self.view.cue_at(cue.last).filter(|c| matches!(c.kind, MentionKind::Cue(CueKind::Be, _)));
        let Some(be) = be.filter(|_| !self.pending.is_empty() && !self.you) else { return false };
        let Some(next) = tokens.get(be.last) else { return false };
        let time = self.view.found.times.iter().find(|t| t.span.start == next.span.start && t.until.is_some());
        time.is_some_and(|t| {
            let behind = tokens.partition_point(|k| k.span.start < t.span.end);
            tokens.get(behind).is_some_and(|k| self.lexicon.is_in_class("afar", k.word))
        })
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
        // "Make sure they do not bite on the lip"
        let ordered = self.current_has(|g| {
            g.last + 1 == cue.first && !g.chain.is_empty() && g.chain.iter().all(|l| l.kind == CueKind::Must)
        });
        subject && !ordered && self.pending.is_empty() && self.ends_at(cue.last + 1)
    }

    /// "Ice is recommended to reduce swelling": a cue that opens with a form of "be" is said of the subject before it.
    pub(super) fn is_said_of_subject(&self, cue: &Mention) -> bool {
        let opens = self.view.tokens().get(cue.first).is_some_and(|t| self.lexicon.is_in_class("be-forms", t.word));
        let passive = self.view.cue_at(cue.last).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Be, _)));
        let acts = self
            .view
            .cue_at(cue.last)
            .is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Wait | CueKind::Avoid | CueKind::Resume, _)));
        // "Alcohol is able to harm the scar": what a thing does.
        let able = (cue.first..cue.last).any(|i| self.lexicon.is_in_class("able", self.view.tokens()[i].word));
        let said = opens && !able && !acts && !passive && cue.last - cue.first >= 3;
        said && !self.you && !self.pending.is_empty() && !self.open
    }

    /// "Avoid heat, not exercise": behind a prohibition and a comma, what is not meant.
    pub(super) fn is_set_against(&self, cue: &Mention) -> bool {
        let forbids = self.current_has(|g| {
            !g.asked().is_empty() && g.asked().iter().all(|l| matches!(l.kind, CueKind::Avoid | CueKind::Limit))
        });
        let comma = cue.first.checked_sub(1).is_some_and(|b| self.view.sign(b) == ",");
        let article = self.view.tokens().get(cue.last).is_some_and(|t| self.lexicon.is_in_class("articles", t.word));
        let named = self.view.concepts_at(cue.last + usize::from(article)).next().is_some()
            || self.view.concepts_at(cue.last).next().is_some();
        forbids && comma && named
    }

    /// "No sauna, sunscreen, no gym": whether something that is nearly always done stands in a list without "or" behind what "no"
    /// forbids, so that "no" is not said of it.
    pub(super) fn is_beyond_no(&self, mention: &Mention) -> bool {
        let Some(group) = self.current else { return false };
        let only_no = matches!(self.out.groups[group].chain[..], [Link { kind: CueKind::No, .. }]);
        let banned = self.out.governed.iter().any(|g| g.group == group && self.is_bad(g.mention));
        let comma = mention.first.checked_sub(1).is_some_and(|b| self.view.sign(b) == ",");
        let tokens = self.view.tokens();
        let end = (mention.last..tokens.len())
            .find(|&i| matches!(self.view.sign(i), ";" | ":" | "."))
            .unwrap_or(tokens.len());
        let listed = (mention.last..end).any(|i| {
            self.view.cue_over(i).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Or | CueKind::And, _)))
        });
        only_no && banned && comma && !listed && self.tends(mention) == Some(Stance::Do)
    }

    /// "No sauna, pool or gym may be used": whether a list that "no" denies ends before an index, so that what may be is denied.
    pub(super) fn ends_denied_list(&self, at: usize) -> bool {
        let Some(group) = self.current else { return false };
        let only_no = matches!(self.out.groups[group].chain[..], [Link { kind: CueKind::No, .. }]);
        let end = at.checked_sub(1).map_or(at, |b| if self.view.sign(b) == ")" { b } else { at });
        let concepts = &self.view.found.concepts;
        let governed = || self.out.governed.iter().filter(|g| g.group == group).map(|g| &concepts[g.mention]);
        let anded = |from: usize| {
            (from..end).any(|i| {
                self.view
                    .cue_over(i)
                    .is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Contrast, _)))
                    || matches!(self.view.sign(i), ";" | ":")
            })
        };
        only_no
            && governed().count() > 1
            && governed().map(|c| c.first).min().is_some_and(|first| !anded(first))
            && governed().any(|c| c.last == end)
    }

    /// "No food should be eaten": whether a modal verb with a passive behind it says what is not done to a thing that no concept
    /// names.
    pub(super) fn is_done_to_denied(&self, cue: &Mention) -> bool {
        let Some(group) = self.current else { return false };
        let only_no = matches!(self.out.groups[group].chain[..], [Link { kind: CueKind::No, .. }]);
        let idle = !self.out.governed.iter().any(|g| g.group == group) && self.pending.is_empty();
        let passive = self.view.cue_at(cue.last).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Be, _)));
        only_no && idle && passive && self.open && self.strange && self.join == Join::None
    }

    /// Whether what follows is nearly always forbidden: "without makeup", but not "without a prescription".
    pub(super) fn opens_something_bad(&self, cue: &Mention) -> bool {
        let next = self.view.found.concepts.iter().find(|c| c.first >= cue.last);
        next.is_some_and(|c| c.first <= cue.last + 2 && self.tends(c) == Some(Stance::Avoid))
    }

    /// Whether what follows is nearly always done: "without sunscreen", "without washing your hands".
    pub(super) fn opens_something_good(&self, cue: &Mention) -> bool {
        let next = self.view.found.concepts.iter().find(|c| c.first >= cue.last);
        let report = |c: &Mention| c.concept().is_some_and(|n| self.lexicon.is_report(n));
        next.is_some_and(|c| c.first <= cue.last + 3 && self.tends(c) == Some(Stance::Do) && !report(c))
    }

    /// "Ibuprofen or aspirin, which should be avoided": what was named right before is the subject of what follows.
    pub(super) fn relative_subject(&mut self, cue: &Mention) {
        self.close();
        let concepts = &self.view.found.concepts;
        let joint = |at: usize| {
            self.view.cue_over(at).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Or, _)))
        };
        let mut end = cue.first.saturating_sub(1);
        for (index, found) in concepts.iter().enumerate().rev().filter(|(_, c)| c.last < cue.first) {
            let near = (found.last..end).all(|at| joint(at) || self.view.sign(at) == ",") || self.pending.is_empty();
            if !near || self.sort_of(found) != Some(ConceptSort::Activity) {
                break;
            }
            self.pending.push(index);
            end = found.first;
        }
        self.pending.reverse();
        self.out.bare.retain(|b| !self.pending.contains(b));
        self.at_start = false;
    }

    fn sort_of(&self, mention: &Mention) -> Option<ConceptSort> {
        mention.concept().and_then(|c| self.lexicon.concepts.get(c)).map(|c| c.sort)
    }

    /// "A shield at night is recommended to prevent rubbing": what is said of the subject, with what it is for.
    pub(super) fn serves_to(&self, cue: &Mention) -> bool {
        let tokens = self.view.tokens();
        let class = |name, at: usize| tokens.get(at).is_some_and(|t| self.lexicon.is_in_class(name, t.word));
        let modal = class("auxiliaries", cue.first) && class("be-forms", cue.first + 1);
        let opens = (class("be-forms", cue.first) || modal) && class("to", cue.last - 1);
        // "Patients on aspirin are advised to avoid alcohol" says what is avoided, and not of what.
        let bad = self.view.concepts_at(cue.last + 1).any(|(_, m)| self.tends(m) == Some(Stance::Avoid));
        let advised = cue.last - cue.first > 2 && !bad && !self.pending.is_empty();
        let serves = class("serving", cue.last) || class("averting", cue.last) && advised;
        opens && serves && !self.you && !self.open
    }
}
