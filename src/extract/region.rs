//! Which parts of a sentence carry no advice of their own? Conditions, reasons and exceptions.

use super::aside;
use crate::{
    lexicon::Lexicon,
    mention::Mentions,
    model::{ConditionKind, CueKind, Mention, MentionKind, Sentence, Token, TokenKind, VerbForm},
};

/// What a region is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegionKind {
    /// Under this condition ("if it swells").
    Condition,
    /// This is why ("to reduce swelling").
    Reason,
    /// But not this ("apart from water").
    Exception,
    /// An offer to answer questions, which is no rule.
    Courtesy,
    /// Said in passing: it restricts nothing ("even if it itches"), or only another amount ("two days if it is sore").
    Aside,
}

/// A run of tokens of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// What it is.
    pub kind: RegionKind,
    /// The index of its first token.
    pub first: usize,
    /// One past the index of its last token.
    pub last: usize,
    /// Whether it stands before what it bears on.
    pub leads: bool,
    /// Whether it says what for, and not why: a time in it is still one of the advice.
    pub purpose: bool,
}

/// The tokens of a sentence with what was found in them.
pub struct View<'a> {
    /// The document's text.
    pub text: &'a str,
    /// The sentence.
    pub sentence: &'a Sentence,
    /// What was found in it.
    pub found: &'a Mentions,
}

impl<'a> View<'a> {
    /// The sentence's tokens.
    pub fn tokens(&self) -> &'a [Token] {
        &self.sentence.tokens
    }

    /// The sign at an index; empty where there is a word.
    pub fn sign(&self, at: usize) -> &'a str {
        match self.tokens().get(at) {
            Some(t) if t.kind == TokenKind::Sign => t.span.of(self.text),
            _ => "",
        }
    }

    /// The cue that begins at an index.
    pub fn cue_at(&self, at: usize) -> Option<&'a Mention> {
        let cues: &'a [Mention] = &self.found.cues;
        cues.binary_search_by_key(&at, |c| c.first).ok().map(|i| &cues[i])
    }

    /// The concepts that begin at an index.
    pub fn concepts_at(&self, at: usize) -> impl Iterator<Item = (usize, &'a Mention)> {
        let from = self.found.concepts.partition_point(|c| c.first < at);
        self.found.concepts[from..]
            .iter()
            .take_while(move |c| c.first == at)
            .enumerate()
            .map(move |(i, c)| (from + i, c))
    }

    /// Whether an index lies within the words of a concept.
    pub fn in_concept(&self, at: usize) -> bool {
        self.found.concepts.iter().any(|c| c.first <= at && at < c.last)
    }

    /// Whether advice can begin at an index: an order, a prohibition, a modal verb.
    pub fn opens_advice(&self, at: usize) -> bool {
        let Some(cue) = self.cue_at(at) else { return false };
        match &cue.kind {
            MentionKind::Verb(VerbForm::Base) => true,
            MentionKind::Cue(kind, form) => match kind {
                CueKind::Not | CueKind::ModalNot | CueKind::No | CueKind::Unneeded | CueKind::Must | CueKind::May => {
                    true
                }
                CueKind::Avoid | CueKind::Limit | CueKind::Resume | CueKind::Wait | CueKind::Either => {
                    matches!(form, VerbForm::Base | VerbForm::Other)
                }
                CueKind::You => self.opens_advice(cue.last),
                _ => false,
            },
            _ => false,
        }
    }
}

/// The regions of a sentence, in order, without overlap.
pub fn regions(view: &View<'_>, lexicon: &Lexicon) -> Vec<Region> {
    let mut out: Vec<Region> = Vec::new();
    for cue in &view.found.cues {
        if out.last().is_some_and(|r| cue.first < r.last) {
            continue;
        }
        let region = match cue.kind {
            MentionKind::Condition(kind) => condition(view, lexicon, cue, kind),
            MentionKind::Cue(CueKind::Reason, _) => reason(view, lexicon, cue),
            MentionKind::Cue(CueKind::Report, _) => Some(Region {
                kind: RegionKind::Reason,
                first: cue.first,
                last: clause_end(view, cue.last, false),
                leads: false,
                purpose: false,
            }),

            MentionKind::Cue(CueKind::You, _) => reduced_relative(view, lexicon, cue),
            MentionKind::Cue(CueKind::To, _) => purpose(view, cue, lexicon),
            MentionKind::Cue(CueKind::Relative, _)
                if view.tokens().get(cue.last).is_some_and(|t| lexicon.is_in_class("containing", t.word)) =>
            {
                // "Creams that contain retinol" names what is meant.
                None
            }
            MentionKind::Cue(CueKind::Relative, _) => Some(relative(view, cue)),
            MentionKind::Cue(CueKind::Exception, _) if waits_before(view, cue) || is_timed(view, cue) => None,
            MentionKind::Cue(CueKind::Exception, _) => Some(Region {
                kind: RegionKind::Exception,
                first: cue.first,
                last: clause_end(view, cue.last, false),
                leads: false,
                purpose: false,
            }),
            _ => None,
        };
        out.extend(region);
    }
    for region in &mut out {
        end_at_report(view, lexicon, region);
    }
    out.extend(reported_when(view, lexicon, &out));
    out.sort_by_key(|r| r.first);
    for region in &mut out {
        if region.kind == RegionKind::Condition && aside::is_aside(view, region, lexicon) {
            region.kind = RegionKind::Aside;
        }
    }
    out
}

/// "If your throat swells or you cannot breathe ring 999": somebody to turn to is no part of the condition before.
fn end_at_report(view: &View<'_>, lexicon: &Lexicon, region: &mut Region) {
    if region.kind != RegionKind::Condition || !region.leads {
        return;
    }
    let tokens = view.tokens();
    let subject = |at: usize| {
        let class = |name| lexicon.is_in_class(name, tokens[at].word);
        class("persons") || class("auxiliaries") || class("to") || view.cue_at(at).is_some_and(is_predicate)
    };
    let orders = |m: &&Mention| {
        let report = m.concept().is_some_and(|name| lexicon.is_report(name));
        let base = view
            .cue_at(m.first)
            .is_some_and(|c| matches!(c.kind, MentionKind::Verb(VerbForm::Base) | MentionKind::Cue(_, VerbForm::Base)));
        report && base && m.first > region.first + 2 && m.first < region.last && !subject(m.first - 1)
    };
    let first = view.found.concepts.iter().find(orders).map(|m| m.first);
    if let Some(first) = first {
        region.last = first;
    }
}

/// "Ring us when a bracket comes loose": a clause behind somebody to turn to says in which case.
fn reported_when(view: &View<'_>, lexicon: &Lexicon, known: &[Region]) -> Option<Region> {
    let is_report = |c: &&Mention| c.concept().is_some_and(|name| lexicon.is_report(name));
    let report = view.found.concepts.iter().find(is_report)?;
    let tokens = view.tokens();
    let when = (report.last..tokens.len()).find(|&at| lexicon.is_in_class("whens", tokens[at].word))?;
    let last = clause_end(view, when + 1, false);
    let free = known.iter().all(|r| r.last <= when || r.first >= last) && last > when + 2;
    let timed = view.found.times.iter().any(|t| t.span.contains(tokens[when].span));
    (free && !timed).then_some(Region { kind: RegionKind::Condition, first: when, last, leads: false, purpose: false })
}

/// "after meals and before bed": the words are those of a time.
fn is_timed(view: &View<'_>, cue: &Mention) -> bool {
    let token = view.tokens()[cue.first].span;
    view.found.times.iter().any(|t| t.span.contains(token))
}

/// "Wait a day before applying makeup": what follows is what waits.
fn waits_before(view: &View<'_>, cue: &Mention) -> bool {
    let earlier = view.found.cues.iter().rev().filter(|c| c.first < cue.first);
    let mut earlier = earlier.take_while(|c| !matches!(c.kind, MentionKind::Cue(CueKind::Contrast, _)));
    earlier.any(|c| matches!(c.kind, MentionKind::Cue(CueKind::Wait, _)))
}

fn condition(view: &View<'_>, lexicon: &Lexicon, cue: &Mention, kind: ConditionKind) -> Option<Region> {
    let leads = is_leading(view, cue.first);
    let region = |kind, last| Some(Region { kind, first: cue.first, last, leads, purpose: false });
    match kind {
        // "When you go outside wear a hat": no condition, but a clause of its own.
        ConditionKind::None if leads => {
            let last = unmarked_end(view, lexicon, cue.first)?;
            let plain = (cue.first..last).all(|at| view.sign(at).is_empty());
            region(RegionKind::Aside, last).filter(|_| plain && last > cue.last)
        }
        ConditionKind::None => None,
        ConditionKind::Whole => region(RegionKind::Condition, cue.last),
        ConditionKind::Opens if leads => region(RegionKind::Condition, leading_end(view, lexicon, cue.last)),
        ConditionKind::Opens => {
            let last = clause_end(view, cue.last, false);
            // "Bruising is common, if you have severe pain you should call us."
            let unmarked =
                unmarked_end(view, lexicon, cue.last).filter(|&end| end < last && behind_comma(view, cue.first));
            match unmarked {
                Some(last) => {
                    Some(Region { kind: RegionKind::Condition, first: cue.first, last, leads: true, purpose: false })
                }
                None => region(RegionKind::Condition, last),
            }
        }
        ConditionKind::Aside => region(RegionKind::Aside, clause_end(view, cue.last, false)),
        ConditionKind::Courtesy if leads => region(RegionKind::Courtesy, leading_end(view, lexicon, cue.last)),
        ConditionKind::Courtesy => region(RegionKind::Courtesy, clause_end(view, cue.last, false)),
    }
}

/// "so the area must be kept dry": what follows from what was said is advice where it has a predicate of advice.
fn concludes(view: &View<'_>, lexicon: &Lexicon, cue: &Mention) -> bool {
    use CueKind as K;
    let end = clause_end(view, cue.last, true);
    let passive = |c: &Mention| view.cue_at(c.last).is_some_and(|n| matches!(n.kind, MentionKind::Cue(K::Be, _)));
    lexicon.is_in_class("consequence", view.tokens()[cue.first].word)
        && view.found.cues.iter().filter(|c| c.first >= cue.last && c.first < end).any(|c| match c.kind {
            MentionKind::Cue(K::Must | K::ModalNot | K::Bad | K::Good | K::Needed | K::NotNeeded | K::Avoid, _) => true,
            MentionKind::Cue(K::May, _) => passive(c),
            _ => false,
        })
}

/// "the products you use": a clause that only says which thing is meant, without a word that opens it.
fn reduced_relative(view: &View<'_>, lexicon: &Lexicon, cue: &Mention) -> Option<Region> {
    let before = cue.first.checked_sub(1)?;
    let noun = view.tokens()[before].kind == TokenKind::Word && view.cue_at(before).is_none();
    let named = (before.saturating_sub(2)..before).any(|i| lexicon.is_in_class("definite", view.tokens()[i].word));
    let opens = lexicon.is_in_class("openers", view.tokens()[0].word);
    let verb = view.cue_at(cue.last).is_some_and(|c| matches!(c.kind, MentionKind::Verb(VerbForm::Base)));
    let timed = view.found.times.iter().any(|t| t.span.contains(view.tokens()[before].span));
    (noun && named && verb && !opens && !timed).then(|| {
        let tokens = view.tokens();
        let next =
            (cue.last + 1..tokens.len()).find(|&i| tokens[i].kind == TokenKind::Sign || view.cue_at(i).is_some());
        let last = next.unwrap_or(tokens.len());
        Region { kind: RegionKind::Reason, first: cue.first, last, leads: false, purpose: false }
    })
}

/// A reason; one that opens the sentence ends where the advice begins. "so" before advice only joins.
fn reason(view: &View<'_>, lexicon: &Lexicon, cue: &Mention) -> Option<Region> {
    let leads = is_leading(view, cue.first);
    let is_word = cue.last - cue.first == 1;
    if is_word && (leads || view.opens_advice(cue.last) || concludes(view, lexicon, cue)) {
        return None;
    }
    let last = if leads { leading_end(view, lexicon, cue.last) } else { clause_end(view, cue.last, true) };
    Some(Region { kind: RegionKind::Reason, first: cue.first, last, leads, purpose: true })
}

/// "to" before a verb says what for, unless a cue already took it in ("it is important to").
fn purpose(view: &View<'_>, cue: &Mention, lexicon: &Lexicon) -> Option<Region> {
    let verb = view.cue_at(cue.last)?;
    let behind = |class| cue.first > 0 && lexicon.is_in_class(class, view.tokens()[cue.first - 1].word);
    if waits_before(view, cue) || behind("takes-to") || behind("nothing") || is_second(view, cue, lexicon) {
        return None;
    }
    let is_verb = matches!(verb.kind, MentionKind::Verb(VerbForm::Base) | MentionKind::Cue(_, VerbForm::Base));
    if !is_verb {
        return None;
    }
    let leads = is_leading(view, cue.first);
    if leads && is_judged(view, cue.last) || is_ordered(view, cue, lexicon) {
        return None;
    }
    // "To keep ingrown hairs away scrub once a week"
    let unmarked =
        || view.found.cues.iter().find(|c| c.first >= verb.last && matches!(c.kind, MentionKind::Verb(VerbForm::Base)));
    let last = if leads { leading_end(view, lexicon, cue.last) } else { clause_end(view, cue.last, true) };
    let open_ended = leads && last == view.tokens().len() && verb.last - verb.first >= 2;
    let last = unmarked().filter(|c| open_ended && takes_object(view, c)).map_or(last, |c| c.first);
    let last = if leads { last } else { subject_goes_on(view, cue, last).unwrap_or(last) };
    Some(Region { kind: RegionKind::Reason, first: cue.first, last, leads, purpose: true })
}

/// "Bending down to put on your shoes is fine": where the predicate of a subject stands behind what the subject is for.
fn subject_goes_on(view: &View<'_>, to: &Mention, end: usize) -> Option<usize> {
    let spoken = view.found.cues.iter().any(|c| {
        let gerund = matches!(c.kind, MentionKind::Verb(VerbForm::Gerund)) || view.in_concept(c.first);
        c.first < to.first && !gerund
    });
    let named = view.found.concepts.iter().any(|c| c.last <= to.first);
    let verdict = |c: &&Mention| {
        matches!(c.kind, MentionKind::Cue(CueKind::Good | CueKind::Bad | CueKind::Needed | CueKind::NotNeeded, _))
    };
    let judged = view.found.cues.iter().filter(|c| c.first > to.last && c.first < end).find(verdict);
    judged.filter(|_| named && !spoken).map(|c| c.first)
}

/// "It is better not to fly or to travel": an infinitive that is joined to one that a cue took in.
fn is_second(view: &View<'_>, to: &Mention, lexicon: &Lexicon) -> bool {
    let joint = to.first.checked_sub(1).and_then(|b| cue_over(view, b));
    let joined = joint.is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Or | CueKind::And, _)));
    let takes_in = |c: &&Mention| {
        let denies =
            matches!(c.kind, MentionKind::Cue(CueKind::Not | CueKind::ModalNot | CueKind::Must | CueKind::May, _));
        denies && c.last < to.first && lexicon.is_in_class("to", view.tokens()[c.last - 1].word)
    };
    joined && view.found.cues.iter().rfind(takes_in).is_some_and(|c| to.first - c.last <= 4)
}

/// "To fly is forbidden": an infinitive that is the subject of a verdict.
fn is_judged(view: &View<'_>, from: usize) -> bool {
    let judges = |c: &&Mention| {
        let avoided = matches!(c.kind, MentionKind::Cue(CueKind::Avoid, VerbForm::Participle))
            && view.found.cues.iter().any(|b| b.last == c.first && matches!(b.kind, MentionKind::Cue(CueKind::Be, _)));
        let judges = matches!(c.kind, MentionKind::Cue(CueKind::Good | CueKind::Bad | CueKind::NotNeeded, _));
        (judges || avoided) && c.first > from
    };
    let verdict = view.found.cues.iter().find(judges);
    verdict.is_some_and(|c| (from..c.first).all(|i| view.tokens()[i].kind == TokenKind::Word))
}

/// "Within three hours to abstain from food.", "To exclude the sauna for a week.": an infinitive of an act with nothing else in
/// its sentence that it could be the purpose of is an order, as translations have it.
pub fn is_ordered(view: &View<'_>, to: &Mention, lexicon: &Lexicon) -> bool {
    let tokens = view.tokens();
    let Some(verb) = view.cue_at(to.last) else { return false };
    let acts = lexicon.is_in_class("acting", tokens[verb.first].word);
    let form =
        matches!(verb.kind, MentionKind::Verb(VerbForm::Base) | MentionKind::Cue(CueKind::Avoid, VerbForm::Base));
    let timed = |at: usize| view.found.times.iter().any(|t| t.span.contains(tokens[at].span));
    let idle = |c: &Mention| {
        timed(c.first) || matches!(c.kind, MentionKind::Cue(CueKind::Before | CueKind::Or | CueKind::And, _))
    };
    let silent = view.found.cues.iter().filter(|c| c.first < to.first).all(idle)
        && !view.found.concepts.iter().any(|c| c.first < to.first)
        && (0..to.first).all(|i| tokens[i].kind == TokenKind::Word || timed(i));
    let opens = to.first == 0 || view.found.times.iter().any(|t| t.span.end <= tokens[to.first].span.start);
    let ends = tokens.last().is_some_and(|t| t.span.of(view.text) == ".") || !view.found.times.is_empty();
    let second = |c: &Mention| {
        let joint = c.first.checked_sub(1).and_then(|at| cue_over(view, at));
        let joined =
            joint.is_some_and(|j| matches!(j.kind, MentionKind::Cue(CueKind::And | CueKind::Or | CueKind::To, _)));
        c.first > verb.last.saturating_sub(1)
            && matches!(c.kind, MentionKind::Verb(VerbForm::Base))
            && verb.last - verb.first >= 2
            && takes_object(view, c)
            && !joined
    };
    let alone = !view.found.cues.iter().any(second)
        && !(verb.last..tokens.len()).any(|i| view.sign(i) == "," && opens_clause(view, i + 1))
        && !view.found.cues.iter().any(|c| c.first > verb.last && is_predicate(c));
    acts && form && silent && opens && ends && alone
}

/// Whether a cue is a modal verb, a form of "be" or a verdict, so that a clause of its own stands there.
pub fn is_predicate(cue: &Mention) -> bool {
    use CueKind as K;
    matches!(
        cue.kind,
        MentionKind::Cue(K::Must | K::May | K::ModalNot | K::Not | K::Good | K::Bad | K::Needed | K::Be, _)
    )
}

/// "that irritates the skin": up to where the main clause goes on.
fn relative(view: &View<'_>, cue: &Mention) -> Region {
    let end = clause_end(view, cue.last, true);
    let resumes = |c: &&Mention| {
        let goes_on = matches!(c.kind, MentionKind::Cue(CueKind::NotNeeded | CueKind::Example | CueKind::No, _));
        c.first > cue.last && c.first < end && (goes_on || is_predicate(c))
    };
    let last = view.found.cues.iter().find(resumes).map_or(end, |c| c.first);
    Region { kind: RegionKind::Reason, first: cue.first, last, leads: false, purpose: true }
}

/// Whether nothing but signs, numbers and joining words stands before an index in its clause.
fn is_leading(view: &View<'_>, first: usize) -> bool {
    let joined = first.checked_sub(1).and_then(|at| view.cue_at(at));
    if joined.is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Contrast, _))) {
        return true;
    }
    (0..first).rev().take_while(|&i| !matches!(view.sign(i), ";" | ":" | "(" | "?" | "\u{2013}" | "\u{2014}")).all(
        |i| {
            let token = view.tokens()[i];
            token.kind != TokenKind::Word
                || view.found.cues.iter().any(|c| {
                    c.first <= i
                        && i < c.last
                        && matches!(
                            c.kind,
                            MentionKind::Cue(CueKind::And | CueKind::Or | CueKind::Contrast | CueKind::Must, _)
                        )
                        && c.last - c.first == 1
                })
                || view.found.times.iter().any(|t| t.span.contains(token.span))
        },
    )
}

/// Where a leading region ends: behind the last comma before the first advice, or before advice that follows "then".
fn leading_end(view: &View<'_>, lexicon: &Lexicon, from: usize) -> usize {
    let mut first_comma = None;
    for at in from..view.tokens().len() {
        match view.sign(at) {
            "," => {
                if opens_clause(view, at + 1) {
                    // "If you have tablets you must finish them, and do not drink": the first order needs no comma.
                    let joined = view
                        .cue_at(at + 1)
                        .is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Contrast, _)));
                    let earlier = if joined { unmarked_end(view, lexicon, from).filter(|&end| end < at) } else { None };
                    return earlier.unwrap_or(at + 1);
                }
                first_comma.get_or_insert(at + 1);
            }
            ";" | ":" | ")" | "?" | "\u{2013}" | "\u{2014}" => return at,
            _ => {}
        }
        if let Some(cue) = view.cue_at(at)
            && at > from
            && matches!(cue.kind, MentionKind::Cue(CueKind::Contrast, _))
        {
            return unmarked_end(view, lexicon, from).filter(|&end| end < at).unwrap_or(at);
        }
    }
    unmarked_end(view, lexicon, from).or(first_comma).unwrap_or(view.tokens().len())
}

/// Where an order follows a condition without a comma: "if you have pain call us", "if it bleeds press on it". The condition
/// must have had its own verb, and the order's verb no subject.
fn unmarked_end(view: &View<'_>, lexicon: &Lexicon, from: usize) -> Option<usize> {
    let tokens = view.tokens();
    let class = |name, at: usize| tokens.get(at).is_some_and(|t| lexicon.is_in_class(name, t.word));
    // "Those with a manual job should …": the clause of the people whom it names ends where they have to do something.
    let people = from.checked_sub(1).is_some_and(|at| class("people-openers", at));
    let mut spoken = people && class("having-openers", from - 1);
    let mut next = from;
    for cue in view.found.cues.iter().filter(|c| c.first >= from) {
        if cue.first < next || matches!(cue.kind, MentionKind::Condition(ConditionKind::None)) && cue.first == from {
            continue;
        }
        // "If it gets wet it needs changing"
        let goes_on = |at: usize| {
            class("subject-pronouns", at) && (class("needing", at + 1) || view.cue_at(at + 1).is_some_and(is_advice))
        };
        let known = spoken || (from..cue.first).any(|at| class("linking-verbs", at));
        if let Some(at) = (next.max(from + 2)..cue.first).find(|&at| known && goes_on(at)) {
            return Some(at);
        }
        // "If it bleeds press on it", "when the dressing gets wet change it": the condition's verb is no cue.
        spoken |= (next.max(from)..cue.first).any(|at| {
            class("linking-verbs", at)
                || class("subject-pronouns", at) && at + 1 < cue.first && tokens[at + 1].kind == TokenKind::Word
        });
        next = cue.last;
        let before = cue.first.checked_sub(1).filter(|&at| at >= from);
        let subject = cue.first.checked_sub(1).and_then(|at| cue_over(view, at));
        let noun = |at: usize| class("auxiliaries", at) || class("articles", at) || class("definite", at);
        let has_subject = before.is_some_and(noun)
            || subject.is_some_and(|c| {
                matches!(
                    c.kind,
                    MentionKind::Cue(
                        CueKind::You
                            | CueKind::Staff
                            | CueKind::To
                            | CueKind::Must
                            | CueKind::May
                            | CueKind::Not
                            | CueKind::ModalNot
                            | CueKind::And
                            | CueKind::Or
                            | CueKind::Relative
                            | CueKind::Be,
                        _
                    )
                )
            });
        match cue.kind {
            // "In case of itching it is permitted to take a tablet"
            MentionKind::Cue(CueKind::May | CueKind::Must | CueKind::ModalNot | CueKind::Not, _)
                if cue.last - cue.first >= 3
                    && cue.first > from
                    && lexicon.is_in_class("expletives", view.tokens()[cue.first].word) =>
            {
                return Some(cue.first);
            }
            MentionKind::Cue(CueKind::Must | CueKind::May | CueKind::Unneeded, _)
                if people && spoken && cue.first > from =>
            {
                return Some(cue.first);
            }
            MentionKind::Cue(CueKind::ModalNot | CueKind::Not, _) if people => spoken = true,
            MentionKind::Cue(CueKind::You, _) if spoken && speaks_to_reader(view, cue) => return Some(cue.first),
            MentionKind::Cue(CueKind::Must, _)
                if (spoken || cue.first > from + 1)
                    && lexicon.is_in_class("politeness", view.tokens()[cue.first].word) =>
            {
                return Some(cue.first);
            }
            MentionKind::Verb(VerbForm::Base) if has_subject || !spoken => spoken |= has_subject,
            MentionKind::Verb(VerbForm::Base) if takes_object(view, cue) => return Some(cue.first),
            MentionKind::Cue(
                CueKind::Not | CueKind::Avoid | CueKind::Wait | CueKind::Limit | CueKind::Either | CueKind::Resume,
                VerbForm::Base | VerbForm::Other,
            ) if spoken && !has_subject => {
                return Some(cue.first);
            }
            MentionKind::Verb(_)
            | MentionKind::Cue(CueKind::Be | CueKind::May | CueKind::Must | CueKind::Reason, _) => {
                spoken = true;
            }
            _ => {}
        }
    }
    None
}

/// Whether a cue is a modal verb that advises.
fn is_advice(cue: &Mention) -> bool {
    matches!(cue.kind, MentionKind::Cue(CueKind::Must | CueKind::ModalNot, _))
}

/// Whether a comma stands before an index.
fn behind_comma(view: &View<'_>, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| view.sign(before) == ",")
}

/// "you should", "you may".
fn speaks_to_reader(view: &View<'_>, you: &Mention) -> bool {
    view.cue_at(you.last).is_some_and(|c| {
        matches!(c.kind, MentionKind::Cue(CueKind::Must | CueKind::ModalNot | CueKind::May | CueKind::Unneeded, _))
    })
}

/// The cue that covers an index.
fn cue_over<'a>(view: &View<'a>, at: usize) -> Option<&'a Mention> {
    view.found.cues.iter().find(|c| c.first <= at && at < c.last)
}

/// Whether something that a verb acts on follows it, so that it is no noun.
fn takes_object(view: &View<'_>, verb: &Mention) -> bool {
    view.tokens().get(verb.last).is_some_and(|t| t.kind == TokenKind::Word)
        && view.cue_at(verb.last).is_none_or(|c| !matches!(c.kind, MentionKind::Cue(CueKind::Be | CueKind::And, _)))
}

/// Whether a clause of advice begins at an index, after adverbs and times.
fn opens_clause(view: &View<'_>, at: usize) -> bool {
    (at..view.tokens().len().min(at + 12)).any(|i| view.opens_advice(i) && (at..i).all(|j| view.sign(j) != ","))
        || view.concepts_at(at).next().is_some() && subject_has_predicate(view, at)
}

/// Whether a modal verb or a predicate follows on the words from an index, before the clause ends.
pub fn subject_has_predicate(view: &View<'_>, from: usize) -> bool {
    for at in from..view.tokens().len() {
        if matches!(view.sign(at), ";" | ":" | "(" | "?" | "!" | "." | "\u{2014}") {
            return false;
        }
        // "until the stitches are out" says nothing of the subject.
        let timed = |c: &&Mention| !view.found.times.iter().any(|t| t.span.contains(c.span));
        let Some(cue) = view.cue_at(at).filter(timed) else { continue };
        match &cue.kind {
            MentionKind::Cue(kind, form) => match kind {
                CueKind::Must | CueKind::May | CueKind::ModalNot if !cue_ends_with_to(view, cue) => {
                    return !follows_joint(view, cue.first);
                }
                CueKind::Good | CueKind::Bad | CueKind::Needed | CueKind::NotNeeded => return true,
                CueKind::Avoid | CueKind::Not | CueKind::You | CueKind::Contrast | CueKind::Reason
                    if *form != VerbForm::Participle =>
                {
                    return false;
                }
                _ => {}
            },
            MentionKind::Condition(_) => return false,
            MentionKind::Verb(VerbForm::Base) if at > from && !view.in_concept(at) => return false,
            _ => {}
        }
    }
    false
}

/// Whether a joining word or a comma stands directly before an index: "drink water and stick to soft food".
fn follows_joint(view: &View<'_>, at: usize) -> bool {
    behind_comma(view, at)
        || at
            .checked_sub(1)
            .and_then(|before| cue_over(view, before))
            .is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Or | CueKind::Contrast, _)))
}

/// "it is fine to" has no subject of its own.
fn cue_ends_with_to(view: &View<'_>, cue: &Mention) -> bool {
    cue.last - cue.first > 2 && view.tokens()[cue.last - 1].span.len() == 2
}

/// Where a clause ends: before a semicolon, a closing bracket, a contrast, or before joined advice.
fn clause_end(view: &View<'_>, from: usize, at_plain_and: bool) -> usize {
    let mut depth = 0usize;
    for at in from..view.tokens().len() {
        match view.sign(at) {
            "(" => depth += 1,
            ")" if depth > 0 => depth -= 1,
            ";" | "?" | ")" => return at,
            ":" if depth == 0 => return at,
            "\u{2013}" | "\u{2014}" if view.tokens()[at].spaced => return at,
            "," if view.opens_advice(at + 1) || joined_advice(view, at + 1) || ends_with_time(view, at + 1) => {
                return at;
            }
            _ => {}
        }
        if let Some(cue) = view.cue_at(at)
            && at > from
        {
            match cue.kind {
                MentionKind::Cue(CueKind::Contrast, _) => return at,
                MentionKind::Cue(CueKind::And, _) if at_plain_and && strong_advice(view, cue.last) => return at,
                // "anything that makes you drowsy, unless your doctor agrees".
                MentionKind::Condition(ConditionKind::Opens | ConditionKind::Whole)
                    if at_plain_and && behind_comma(view, at) =>
                {
                    return at;
                }
                _ => {}
            }
        }
    }
    view.tokens().len()
}

/// Whether nothing but a time follows in the sentence: "no gym, even if it feels fine, for two days".
fn ends_with_time(view: &View<'_>, at: usize) -> bool {
    let tokens = view.tokens();
    let Some(token) = tokens.get(at) else { return false };
    let time = view.found.times.iter().find(|t| t.span.start == token.span.start);
    let timed = time.filter(|t| t.until.is_some() || t.from.is_some());
    timed.is_some_and(|t| tokens.iter().all(|o| o.span.start < t.span.end || o.kind == TokenKind::Sign))
}

/// "and" with advice behind it.
fn joined_advice(view: &View<'_>, at: usize) -> bool {
    view.cue_at(at).is_some_and(|c| {
        let joins = matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Contrast, _));
        let so = matches!(c.kind, MentionKind::Cue(CueKind::Reason, _)) && c.last - c.first == 1;
        (joins || so) && view.opens_advice(c.last)
    })
}

/// Advice that cannot be a part of a reason: a prohibition or a modal verb, not a bare verb ("to clean and dry").
fn strong_advice(view: &View<'_>, at: usize) -> bool {
    view.opens_advice(at)
        && view.cue_at(at).is_some_and(|c| {
            matches!(c.kind, MentionKind::Cue(..)) && !matches!(c.kind, MentionKind::Cue(CueKind::May, _))
        })
}
