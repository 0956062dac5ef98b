//! Cues, verbs and conditions.

use crate::{
    lexicon::{Found, Lexicon},
    model::{CueKind, Mention, MentionKind, Token, TokenKind, VerbForm},
};

/// The cues of a sentence: from the left, the longest first, without overlap. A word that is a base form and something else
/// alike ("put", "read") is given as the base form.
pub fn cues(tokens: &[Token], lexicon: &Lexicon) -> Vec<Mention> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let counts = |found: Found| {
            !gap_holds_clause(tokens, at, found, lexicon)
                && !is_compound(tokens, at, found, lexicon)
                && !is_modal(tokens, at, found, lexicon)
        };
        let Some((values, found)) = lexicon.cues.phrases.longest_of(tokens, at, counts) else {
            at += 1;
            continue;
        };
        let entry = values.iter().map(|&&v| &lexicon.cues.entries[v]).min_by_key(|e| match e.kind {
            _ if e.concept.is_some() => 0,
            MentionKind::Cue(_, VerbForm::Base) => 1,
            // "are not needed" is said of what stands before it, and needs no verb behind it.
            MentionKind::Cue(CueKind::Good | CueKind::Bad | CueKind::Needed | CueKind::NotNeeded, _) => 2,
            MentionKind::Cue(..) => 3,
            MentionKind::Condition(_) => 4,
            MentionKind::Verb(VerbForm::Base) => 5,
            _ => 6,
        });
        if let Some(entry) = entry {
            out.push(Mention {
                kind: entry.kind.clone(),
                first: at,
                last: found.end,
                mask: found.mask,
                span: tokens[at].span.join(tokens[found.end - 1].span),
                entry: entry.id.clone(),
            });
        }
        at = found.end;
    }
    out
}

/// "Begin taking the tablets before the numbness wears off", "take a week off": what stands behind a word that opens a clause,
/// or behind an amount of time, is no part of the verb before it.
fn gap_holds_clause(tokens: &[Token], first: usize, found: Found, lexicon: &Lexicon) -> bool {
    let takes = lexicon.is_in_class("taking", tokens[first].word);
    let gap = |at: usize| at < found.end && found.mask >> (at - first) & 1 == 0;
    if gap(first + 1) && lexicon.is_in_class("phrasal", tokens[first + 1].word) {
        // "Keep up several short walks": with its particle it is another verb.
        return true;
    }
    let speaks = |at: usize| lexicon.is_in_class("persons", tokens[at].word);
    if (first + 2..found.end.min(first + 64)).any(|at| gap(at) && gap(at + 1) && speaks(at)) {
        // "On leaving the hospital you should rest at home": a clause of its own begins in the gap.
        return true;
    }
    let joins = |at: usize| lexicon.is_in_class("joining", tokens[at].word);
    if (first + 1..found.end.min(first + 64))
        .any(|at| gap(at) && joins(at) && gap(at + 1) && orders(tokens, at + 1, lexicon))
    {
        // "Keep the dressing on and stay out of the sun": the second verb has the particle.
        return true;
    }
    (first + 1..found.end.min(first + 64)).filter(|at| found.mask >> (at - first) & 1 == 0).any(|at| {
        let class = |name| lexicon.is_in_class(name, tokens[at].word);
        class("clause-openers") || takes && class("spans-of-time")
    })
}

/// "You should not return to driving": a word that opens a condition before its subject ("should it bleed") stands behind one.
fn is_modal(tokens: &[Token], first: usize, found: Found, lexicon: &Lexicon) -> bool {
    if found.end == first + 1 || !lexicon.is_in_class("inverting", tokens[first].word) {
        return false;
    }
    let subject = |t: &Token| t.kind == TokenKind::Word && !lexicon.is_in_class("joining", t.word);
    let own = tokens.get(first + 1).is_some_and(|t| {
        ["subject-pronouns", "persons", "determiners"].iter().any(|class| lexicon.is_in_class(class, t.word))
    });
    let behind_subject = !own && first.checked_sub(1).is_some_and(|at| subject(&tokens[at]));
    let denied = tokens.get(first + 1).is_some_and(|t| lexicon.is_in_class("not", t.word));
    let opens =
        |values: &[&usize]| values.iter().any(|&&v| matches!(lexicon.cues.entries[v].kind, MentionKind::Condition(_)));
    let condition = lexicon.cues.phrases.longest_of(tokens, first, |f| f.end == found.end);
    (behind_subject || denied) && condition.is_some_and(|(values, _)| opens(&values))
}

/// "make-up", "no-slip": some verbs are nouns with a particle behind a hyphen, and a denial before one only names a kind.
fn is_compound(tokens: &[Token], first: usize, found: Found, lexicon: &Lexicon) -> bool {
    let behind = |n: usize| tokens.get(first + n).filter(|t| !t.spaced);
    let hyphen = behind(1).is_some_and(|t| t.kind == TokenKind::Sign);
    if is_prefix(tokens, first, lexicon) && found.end == first + 1 {
        return true;
    }
    let noun = lexicon.is_in_class("nouns-with-up", tokens[first].word);
    noun && found.end == first + 1 && hyphen && behind(2).is_some_and(|t| lexicon.is_in_class("phrasal", t.word))
}

/// "no-rinse", "non-slip": a word of denial that a hyphen joins to the next.
pub fn is_prefix(tokens: &[Token], at: usize, lexicon: &Lexicon) -> bool {
    let joined = |n: usize| tokens.get(at + n).filter(|t| !t.spaced);
    lexicon.is_in_class("denying-prefixes", tokens[at].word)
        && joined(1).is_some_and(|t| lexicon.is_in_class("hyphens", t.word))
        && joined(2).is_some_and(|t| t.kind == TokenKind::Word)
}

/// Whether a verb in its base form begins at a place.
fn orders(tokens: &[Token], at: usize, lexicon: &Lexicon) -> bool {
    // "Keep the film dry and don't take it off"
    let base = |kind: &MentionKind| {
        matches!(kind, MentionKind::Verb(VerbForm::Base) | MentionKind::Cue(_, VerbForm::Base))
            || matches!(kind, MentionKind::Cue(CueKind::Not, _))
    };
    let found = lexicon.cues.phrases.longest(tokens, at);
    found.is_some_and(|(values, _)| values.iter().any(|&&v| base(&lexicon.cues.entries[v].kind)))
}

/// Words before a verb in its base form that make it a noun or a part of a clause that has begun.
const GOVERNING: [&str; 7] = ["articles", "definite", "auxiliaries", "persons", "adjuncts", "to", "complementizers"];

/// Whether nothing stands before the verb at an index that makes it anything but an order.
pub fn is_free(at: usize, tokens: &[Token], cues: &[Mention], lexicon: &Lexicon) -> bool {
    use CueKind::{And, Be, May, ModalNot, Must, Not, Or, Relative, Staff, To, You};
    let Some(before) = at.checked_sub(1) else { return true };
    let governs = |c: &Mention| {
        matches!(c.kind, MentionKind::Cue(And | Or | To | You | Staff | Must | May | Not | ModalNot | Relative | Be, _))
            && c.first <= before
            && before < c.last
    };
    !GOVERNING.iter().any(|class| lexicon.is_in_class(class, tokens[before].word)) && !cues.iter().any(governs)
}
