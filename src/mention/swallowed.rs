//! Orders and acts that an expression of time has taken in: "until it has healed avoid alcohol" has no comma where the clause
//! ends, and "wait until the next day to wear makeup" goes on with what is waited with.

use super::cue;
use crate::{
    lexicon::Lexicon,
    model::{CueKind, Mention, MentionKind, TimeMention, Token, TokenKind, VerbForm},
};

/// The fewest tokens that such an expression has before the order.
const FEWEST: usize = 2;

/// Where an order begins within an expression that opens a sentence or a part of one, or an act for which one is to wait until
/// then: its first token, and that of the expression.
pub fn order(
    time: &TimeMention,
    tokens: &[Token],
    cues: &[Mention],
    concepts: &[Mention],
    lexicon: &Lexicon,
) -> Option<(usize, usize)> {
    let first = tokens.partition_point(|t| t.span.start < time.span.start);
    let last = tokens.partition_point(|t| t.span.start < time.span.end);
    let opens = first.checked_sub(1).is_none_or(|before| tokens[before].kind == TokenKind::Sign);
    let begins = |c: &&Mention| {
        let within = first + FEWEST <= c.first && c.first < last;
        within && is_order(c) && names(c, concepts) && cue::is_free(c.first, tokens, cues, lexicon)
    };
    let waits = |c: &Mention| c.last == first && matches!(c.kind, MentionKind::Cue(CueKind::Wait, _));
    let acts = |c: &&Mention| {
        let to = c.first.checked_sub(1).filter(|&t| cues.iter().any(|c| c.first == t && is_to(c)));
        let verb =
            matches!(c.kind, MentionKind::Verb(VerbForm::Base) | MentionKind::Cue(CueKind::Resume, VerbForm::Base));
        // "wait until you are able to walk", "until you return to work"
        let complements = |t: usize| lexicon.is_in_class("before-infinitives", tokens[t - 1].word);
        verb && c.first < last
            && to.is_some_and(|t| t > first && !complements(t))
            && (names(c, concepts) || concepts.iter().any(|m| m.first == c.first))
    };
    let waited = || cues.iter().find(acts).filter(|_| cues.iter().any(waits)).map(|c| (c.first - 1, first));
    cues.iter().find(begins).filter(|_| opens).map(|c| (c.first, first)).or_else(waited)
}

fn is_to(cue: &Mention) -> bool {
    matches!(cue.kind, MentionKind::Cue(CueKind::To, _))
}

fn is_order(cue: &Mention) -> bool {
    match cue.kind {
        MentionKind::Verb(VerbForm::Base) | MentionKind::Cue(CueKind::Not, _) => true,
        MentionKind::Cue(kind, VerbForm::Base) => matches!(
            kind,
            CueKind::Avoid | CueKind::Limit | CueKind::Wait | CueKind::Either | CueKind::Guard | CueKind::Remove
        ),
        _ => false,
    }
}

/// Whether something that advice is about stands behind the verb, or is named with it.
fn names(cue: &Mention, concepts: &[Mention]) -> bool {
    concepts.iter().any(|m| m.first == cue.first && m.last > cue.last || m.first >= cue.last && m.first <= cue.last + 2)
}
