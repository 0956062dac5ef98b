//! Where do clauses begin and end?

use crate::{
    extract::view::View,
    lexicon::Lexicon,
    model::{ConditionKind, CueKind, Mention, MentionKind, TokenKind, VerbForm},
};

/// Whether nothing but signs, numbers and joining words stands before an index in its clause.
pub fn is_leading(view: &View<'_>, first: usize) -> bool {
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
                        && (c.last - c.first == 1 || c.last == first)
                })
                || view.found.times.iter().any(|t| t.span.contains(token.span))
        },
    )
}

/// Where a leading region ends: behind the last comma before the first advice, or before advice that follows "then".
pub fn leading_end(view: &View<'_>, lexicon: &Lexicon, from: usize) -> usize {
    let mut first_comma = None;
    for at in from..view.tokens().len() {
        match view.sign(at) {
            "," => {
                if opens_clause(view, lexicon, at + 1) {
                    // "If you have tablets you must finish them, and do not drink": the first order needs no comma.
                    let joined = view
                        .cue_at(at + 1)
                        .is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Contrast, _)));
                    let earlier = if joined || is_nominal(view, lexicon, from) {
                        unmarked_end(view, lexicon, from).filter(|&end| end < at)
                    } else {
                        None
                    };
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
    let unmarked = unmarked_end(view, lexicon, from).or_else(|| report_behind(view, lexicon, from));
    unmarked.or(first_comma).unwrap_or(view.tokens().len())
}

/// "If your lips swell or you cannot breathe ring 999": where turning to somebody begins behind an index, with nothing before it
/// that makes it a part of the condition.
pub fn report_behind(view: &View<'_>, lexicon: &Lexicon, from: usize) -> Option<usize> {
    use CueKind::{And, Or, Staff, To, You};
    let governed = |at: usize| {
        let class = |name: &&str| lexicon.is_in_class(name, view.tokens()[at].word);
        let joins = |c: &Mention| matches!(c.kind, MentionKind::Cue(And | Or | You | Staff | To, _));
        ["articles", "adjuncts", "persons", "auxiliaries", "to"].iter().any(class)
            || view.cue_over(at).is_some_and(joins)
            || view.cue_at(at).is_some_and(super::is_predicate)
    };
    let orders = |m: &&Mention| {
        let report = m.first > from + 1 && m.concept().is_some_and(|c| lexicon.is_report(c));
        let base =
            |c: &Mention| matches!(c.kind, MentionKind::Verb(VerbForm::Base) | MentionKind::Cue(_, VerbForm::Base));
        report && view.cue_at(m.first).is_none_or(base) && !governed(m.first - 1)
    };
    view.found.concepts.iter().find(orders).map(|m| m.first)
}

/// "In case of pain take a tablet", "due to the sensitivity avoid heat": what opens at an index has no verb.
fn is_nominal(view: &View<'_>, lexicon: &Lexicon, from: usize) -> bool {
    let class = |name, at: Option<usize>| at.is_some_and(|at| lexicon.is_in_class(name, view.tokens()[at].word));
    class("nominal-reasons", from.checked_sub(2)) || class("nominal-openers", from.checked_sub(1))
}

/// Where an order follows a condition without a comma: "if you have pain call us", "if it bleeds press on it". The condition
/// must have had its own verb, and the order's verb no subject.
pub fn unmarked_end(view: &View<'_>, lexicon: &Lexicon, from: usize) -> Option<usize> {
    let tokens = view.tokens();
    let class = |name, at: usize| tokens.get(at).is_some_and(|t| lexicon.is_in_class(name, t.word));
    // "Those with a manual job should …": the clause of the people whom it names ends where they have to do something.
    let people = from.checked_sub(1).is_some_and(|at| class("people-openers", at));
    let mut spoken = is_nominal(view, lexicon, from) || people && class("having-openers", from - 1);
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
        let subject = cue.first.checked_sub(1).and_then(|at| view.cue_over(at));
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
            MentionKind::Cue(CueKind::You, _) if is_unable(view, lexicon, cue) => spoken = true,
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
pub fn behind_comma(view: &View<'_>, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| view.sign(before) == ",")
}

/// "or you can't breathe": another case, and no prohibition.
fn is_unable(view: &View<'_>, lexicon: &Lexicon, you: &Mention) -> bool {
    let or = you.first.checked_sub(1).and_then(|at| view.cue_over(at));
    let unable = |c: &Mention| lexicon.is_in_class("inabilities", view.tokens()[c.last - 1].word);
    or.is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Or, _)))
        && view.cue_at(you.last).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::ModalNot, _)) && unable(c))
}

/// "you should", "you may".
fn speaks_to_reader(view: &View<'_>, you: &Mention) -> bool {
    view.cue_at(you.last).is_some_and(|c| {
        matches!(c.kind, MentionKind::Cue(CueKind::Must | CueKind::ModalNot | CueKind::May | CueKind::Unneeded, _))
    })
}

/// Whether something that a verb acts on follows it, so that it is no noun.
pub fn takes_object(view: &View<'_>, verb: &Mention) -> bool {
    view.tokens().get(verb.last).is_some_and(|t| t.kind == TokenKind::Word)
        && view.cue_at(verb.last).is_none_or(|c| !matches!(c.kind, MentionKind::Cue(CueKind::Be | CueKind::And, _)))
}

/// Whether a clause of advice begins at an index, after adverbs and times.
pub fn opens_clause(view: &View<'_>, lexicon: &Lexicon, at: usize) -> bool {
    let unable = |i: usize| view.cue_over(i).is_some_and(|c| is_unable(view, lexicon, c));
    (at..view.tokens().len().min(at + 12))
        .any(|i| view.opens_advice(i) && !unable(i) && (at..i).all(|j| view.sign(j) != "," && !unable(j)))
        || view.concepts_at(at).next().is_some() && subject_has_predicate(view, at)
}

/// Whether a modal verb or a predicate follows on the words from an index, before the clause ends.
pub fn subject_has_predicate(view: &View<'_>, from: usize) -> bool {
    for at in from..view.tokens().len() {
        if matches!(view.sign(at), ";" | ":" | "(" | "?" | "!" | "." | "\u{2014}") || advises_next(view, at) {
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
                CueKind::Good | CueKind::Bad | CueKind::Needed | CueKind::NotNeeded if is_attributive(view, cue) => {}
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

/// "Attend all recommended visits", "the recommended herbal tea": a verdict in one word before what it is said of, with another
/// word between at most.
fn is_attributive(view: &View<'_>, cue: &Mention) -> bool {
    let plain =
        view.tokens().get(cue.last).is_some_and(|t| t.kind == TokenKind::Word) && view.cue_at(cue.last).is_none();
    let timed = || {
        let start = view.tokens()[cue.last].span.start;
        view.found.times.iter().any(|t| t.span.start <= start && start < t.span.end)
    };
    let named = view.concepts_at(cue.last).next().is_some()
        || plain && !timed() && view.concepts_at(cue.last + 1).next().is_some();
    let said = view.found.concepts.iter().any(|c| c.last == cue.first);
    cue.last - cue.first == 1 && named && !said
}

/// Whether a joining word or a comma stands directly before an index: "drink water and stick to soft food".
fn follows_joint(view: &View<'_>, at: usize) -> bool {
    behind_comma(view, at)
        || at
            .checked_sub(1)
            .and_then(|before| view.cue_over(before))
            .is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Or | CueKind::Contrast, _)))
}

/// "it is fine to" has no subject of its own.
fn cue_ends_with_to(view: &View<'_>, cue: &Mention) -> bool {
    cue.last - cue.first > 2 && view.tokens()[cue.last - 1].span.len() == 2
}

/// "…, which should be avoided for a day", "…, which you must wear at night": a clause behind a comma that advises on what was
/// named before it.
pub fn advises_behind(view: &View<'_>, cue: &Mention) -> bool {
    let modal = |at: usize| {
        view.cue_at(at).filter(|c| {
            c.last - c.first <= 2 && matches!(c.kind, MentionKind::Cue(CueKind::Must | CueKind::ModalNot, _))
        })
    };
    let passive = |from: usize| {
        let participle = |c: &Mention| {
            matches!(c.kind, MentionKind::Verb(VerbForm::Participle) | MentionKind::Cue(_, VerbForm::Participle))
        };
        let be = view.cue_at(from).filter(|c| matches!(c.kind, MentionKind::Cue(CueKind::Be, _)));
        let stays = view.in_concept(from)
            || view.cue_at(from).is_some_and(|c| matches!(c.kind, MentionKind::Verb(VerbForm::Base)));
        be.is_some_and(|b| (b.last..b.last + 2).any(|at| view.cue_at(at).is_some_and(participle))) || stays
    };
    let you = view.cue_at(cue.last).filter(|c| matches!(c.kind, MentionKind::Cue(CueKind::You, _)));
    behind_comma(view, cue.first)
        && cue.last - cue.first == 1
        && (modal(cue.last).is_some_and(|m| passive(m.last)) || you.is_some_and(|y| modal(y.last).is_some()))
}

fn advises_next(view: &View<'_>, at: usize) -> bool {
    let relative = |c: &&Mention| matches!(c.kind, MentionKind::Cue(CueKind::Relative, _));
    view.cue_at(at).filter(relative).is_some_and(|c| advises_behind(view, c))
}

/// Where a clause ends: before a semicolon, a closing bracket, a contrast, or before joined advice.
pub fn clause_end(view: &View<'_>, from: usize, at_plain_and: bool) -> usize {
    let mut depth = 0usize;
    for at in from..view.tokens().len() {
        match view.sign(at) {
            "(" if at > from && ends_with_time(view, at + 1) => return at,
            "(" => depth += 1,
            ")" if depth > 0 => depth -= 1,
            ";" | "?" | ")" => return at,
            ":" if depth == 0 => return at,
            "\u{2013}" | "\u{2014}" if view.tokens()[at].spaced => return at,
            "," if advises_next(view, at + 1) => return at,
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
                // "that you need it, and ibuprofen can be taken"
                MentionKind::Cue(CueKind::And, _)
                    if at_plain_and
                        && behind_comma(view, at)
                        && view.concepts_at(cue.last).next().is_some()
                        && subject_has_predicate(view, cue.last) =>
                {
                    return at;
                }
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

/// The most words that may lead in a time that explains what was said: "which is usually about six weeks".
const MOST_BEFORE_TIME: usize = 4;

/// Whether nothing but a time follows in the sentence: "no gym, even if it feels fine, for two days", "when you can brake hard,
/// usually after four weeks", "(which may take six weeks)".
pub fn ends_with_time(view: &View<'_>, at: usize) -> bool {
    let tokens = view.tokens();
    let leads_in = |i: usize| {
        let cue = view.cue_over(i).map(|c| &c.kind);
        let explains = matches!(cue, None | Some(MentionKind::Cue(CueKind::Be | CueKind::Relative | CueKind::May, _)));
        let takes = i > at && matches!(cue, Some(MentionKind::Verb(VerbForm::Base)));
        tokens[i].kind == TokenKind::Word && (explains || takes) && !view.in_concept(i)
    };
    let lead = (at..tokens.len().min(at + MOST_BEFORE_TIME)).take_while(|&i| leads_in(i)).count();
    let starts = |i: usize| {
        let token = tokens.get(i)?;
        view.found.times.iter().find(|t| t.span.start == token.span.start && (t.until.is_some() || t.from.is_some()))
    };
    let time = (at..=at + lead).find_map(starts);
    time.is_some_and(|t| tokens.iter().all(|o| o.span.start < t.span.end || o.kind == TokenKind::Sign))
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
