//! Where do clauses begin and end?

use super::unmarked::{is_nominal, is_unable, order_after, report_behind, unmarked_end};
use crate::{
    extract::view::View,
    lexicon::{ConceptSort, Lexicon},
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
                if opens_clause(view, lexicon, at + 1) && !lists_states(view, lexicon, at) {
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
    let order = || order_after(view, lexicon, from);
    // "To prevent infection keep lipstick, gloss and balm off it": the first comma parts a list of the order.
    let listed = first_comma.and_then(|comma| order().filter(|&at| from < at && at < comma));
    let behind = || subject_behind(view, lexicon, from).filter(|&at| first_comma.is_none_or(|comma| at < comma));
    unmarked.or(listed).or_else(behind).or(first_comma).or_else(order).unwrap_or(view.tokens().len())
}

/// "If it hurts paracetamol can be taken", "if the skin is warm a cold cloth may be laid on": where the subject of what can be done
/// begins behind a condition that has had its verb.
fn subject_behind(view: &View<'_>, lexicon: &Lexicon, from: usize) -> Option<usize> {
    use CueKind::{And, Be, May, ModalNot, Must, Or, To, You};
    let tokens = view.tokens();
    let class = |name: &str, at: usize| lexicon.is_in_class(name, tokens[at].word);
    let sort = |m: &Mention| m.concept().and_then(|c| lexicon.concepts.get(c)).map(|c| c.sort);
    let cue = |at: usize, kinds: &[CueKind]| {
        view.cue_at(at).filter(|c| matches!(c.kind, MentionKind::Cue(kind, _) if kinds.contains(&kind)))
    };
    let judged = |m: &Mention| cue(m.last, &[May, Must, ModalNot]).is_some_and(|c| cue(c.last, &[Be]).is_some());
    let first = |m: &Mention| {
        let named = m.first.checked_sub(1).is_some_and(|b| class("articles", b) || class("definite", b));
        m.first - usize::from(named)
    };
    let spoken = |end: usize| {
        let third = |c: &Mention| matches!(c.kind, MentionKind::Verb(VerbForm::Third) | MentionKind::Cue(Be, _));
        (from..end).any(|at| class("linking-verbs", at))
            || view.found.cues.iter().any(|c| from <= c.first && c.last <= end && third(c))
    };
    let free = |start: usize| {
        let before = start - 1;
        let joins = |c: &Mention| {
            let governs = matches!(c.kind, MentionKind::Cue(And | Or | To | You | Be, _));
            governs || matches!(c.kind, MentionKind::Verb(VerbForm::Participle | VerbForm::Gerund))
        };
        let opens = ["adjuncts", "tool-openers", "looking", "auxiliaries", "articles", "of-nouns", "determiners"];
        tokens[before].kind == TokenKind::Word
            && !opens.iter().any(|name| class(name, before))
            && !view.cue_over(before).is_some_and(joins)
    };
    let subject = |m: &&Mention| {
        let start = first(m);
        sort(m) == Some(ConceptSort::Activity) && start > from + 1 && judged(m) && free(start) && spoken(start)
    };
    view.found.concepts.iter().find(subject).map(first)
}

/// "If it becomes loose, wet or soiled, change it": a comma behind which the list of what a thing may be goes on.
fn lists_states(view: &View<'_>, lexicon: &Lexicon, comma: usize) -> bool {
    let tokens = view.tokens();
    let state = tokens.get(comma + 1).is_some_and(|t| lexicon.is_in_class("states-too", t.word));
    let joined = view.sign(comma + 2) == ","
        || view.cue_at(comma + 2).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Or | CueKind::And, _)));
    let later = |at: usize| view.sign(at) == "," && opens_clause(view, lexicon, at + 1);
    state && joined && (comma + 3..tokens.len()).any(later)
}

/// Whether a comma stands before an index.
pub fn behind_comma(view: &View<'_>, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| view.sign(before) == ",")
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
        || view.cue_at(at).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Avoid, VerbForm::Gerund)))
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
                        && (behind_comma(view, at) || is_told(view, from, at))
                        && view.concepts_at(cue.last).next().is_some()
                        && subject_has_predicate(view, cue.last) =>
                {
                    return at;
                }
                // "because it helps and keep your head up"
                MentionKind::Cue(CueKind::And, _)
                    if at_plain_and && is_told(view, from, at) && orders_something(view, cue.last) =>
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

/// Whether a clause between two indices only tells something, in the present tense, so that no verb in its base form goes on
/// with it.
fn is_told(view: &View<'_>, from: usize, to: usize) -> bool {
    let within = || view.found.cues.iter().filter(|c| c.first >= from && c.first < to);
    within().any(|c| matches!(c.kind, MentionKind::Verb(VerbForm::Third)))
        && !within().any(|c| {
            matches!(c.kind, MentionKind::Cue(CueKind::May | CueKind::Must | CueKind::ModalNot | CueKind::To, _))
        })
}

/// Whether an order begins at an index, with what it acts on.
fn orders_something(view: &View<'_>, at: usize) -> bool {
    let verb = view.cue_at(at).filter(|c| c.first == at && matches!(c.kind, MentionKind::Verb(VerbForm::Base)));
    verb.is_some_and(|v| {
        takes_object(view, v)
            && view.found.concepts.iter().any(|m| m.first >= at && m.first <= v.last + 2 && m.last > v.last)
    })
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
