//! Concepts.

use std::cmp::Reverse;

use crate::{
    lexicon::{ConceptEntry, Lexicon, Part, Surroundings},
    model::{ConditionKind, CueKind, Mention, MentionKind, Name, Token, TokenKind},
};

struct Candidate {
    entry: usize,
    first: usize,
    last: usize,
    mask: u64,
}

impl Candidate {
    fn words(&self) -> u32 {
        self.mask.count_ones()
    }

    fn has_gap(&self) -> bool {
        self.words() as usize != self.last - self.first
    }

    /// Whether the two use a token in common, other than the first of one that has a gap ("keep" in "keep it clean and
    /// dry").
    fn clashes(&self, other: &Self) -> bool {
        if self.first.abs_diff(other.first) >= 64 {
            return false;
        }
        let base = self.first.min(other.first);
        let place = |c: &Self| u128::from(c.mask) << (c.first - base);
        let mut shared = place(self) & place(other);
        if self.first == other.first && self.has_gap() && other.has_gap() {
            shared &= !1;
        }
        shared != 0
    }
}

/// How many words before the name of a treatment the word may stand that makes it a point in time: "after your brow wax".
const MOST_BEFORE_ANCHORED: usize = 3;

/// "salt-free", "sugar free": what follows says that the thing is not in it.
fn is_free_of(place: Place<'_>) -> bool {
    let free = |t: Option<&Token>| t.is_some_and(|t| place.lexicon.is_in_class("free-of", t.word));
    let next = place.tokens.get(place.last);
    let hyphen = next.is_some_and(|t| t.kind == TokenKind::Sign && !t.spaced);
    let end = place.last + usize::from(hyphen);
    let goes_on = place.tokens.get(end + 1).is_some_and(|t| t.kind == TokenKind::Word);
    free(place.tokens.get(end)) && (hyphen || goes_on)
}

/// "no-rinse shampoo", "non-iodised salt": the thing is what is not in it, or not done with it.
fn is_denied(place: Place<'_>) -> bool {
    let before = place.first.checked_sub(2);
    before.is_some_and(|at| super::cue::is_prefix(place.tokens, at, place.lexicon)) && place.last == place.first + 1
}

/// The concepts of a sentence. Of overlapping ones the one with more words wins, then the earlier, then the one that counts
/// only in some surroundings, then what is to be ignored.
pub fn concepts(tokens: &[Token], cues: &[Mention], procedures: &[Name], lexicon: &Lexicon) -> Vec<Mention> {
    let mut candidates = Vec::new();
    for first in 0..tokens.len() {
        if !lexicon.concepts.phrases.may_begin(&tokens[first]) {
            continue;
        }
        lexicon.concepts.phrases.each(tokens, first, |values, found| {
            for &entry in values {
                let place = Place { tokens, first, last: found.end, lexicon };
                let named = counts(&lexicon.concepts.entries[entry], place, procedures)
                    && !is_free_of(place)
                    && !is_denied(place);
                if named && !gap_holds_cue(first, found, cues) {
                    candidates.push(Candidate { entry, first, last: found.end, mask: found.mask });
                }
            }
        });
    }
    if candidates.is_empty() {
        return Vec::new();
    }
    candidates.sort_by_key(|c| {
        let entry = &lexicon.concepts.entries[c.entry];
        let specific = !entry.surroundings.is_empty();
        (Reverse(c.words()), c.last - c.first, c.first, Reverse(specific), entry.concept.map(|_| c.entry))
    });
    let mut taken: Vec<Candidate> = Vec::new();
    for candidate in candidates {
        if !taken.iter().any(|t| t.clashes(&candidate) || is_undone(t, &candidate, lexicon)) {
            taken.push(candidate);
        }
    }
    taken.sort_by_key(|c| (c.first, c.last));
    taken
        .into_iter()
        .filter_map(|c| {
            let entry = &lexicon.concepts.entries[c.entry];
            let manner = manner_before_verb(&c, tokens, cues, lexicon);
            Some(Mention {
                kind: MentionKind::Concept(lexicon.concepts.all()[entry.concept?].id.clone()),
                first: c.first + manner,
                last: c.last,
                mask: c.mask >> manner,
                span: tokens[c.first + manner].span.join(tokens[c.last - 1].span),
                entry: entry.id.clone(),
            })
        })
        .collect()
}

/// "Take the foam dressing off": the thing in the gap of a phrase that means the opposite is a part of that.
fn is_undone(outer: &Candidate, inner: &Candidate, lexicon: &Lexicon) -> bool {
    let concept = |c: &Candidate| lexicon.concepts.entries[c.entry].concept.map(|at| &lexicon.concepts.all()[at]);
    let opposite = || concept(outer)?.opposite.as_ref();
    let within = outer.first <= inner.first && inner.last <= outer.last;
    within && opposite().is_some_and(|o| concept(inner).is_some_and(|c| c.id == *o))
}

/// How far before "with" and a treatment the word stands that puts it off, in tokens.
const FURTHEST_WAIT: usize = 9;

/// How many words of a phrase stand before its verb and only say how: "gently clean the" is an order from "clean" on.
fn manner_before_verb(found: &Candidate, tokens: &[Token], cues: &[Mention], lexicon: &Lexicon) -> usize {
    let words = tokens[found.first..found.last].iter().zip(0..64);
    let manner = |(t, bit): &(&Token, usize)| {
        found.mask >> bit & 1 == 1 && t.kind == TokenKind::Word && lexicon.cues.phrases.passes_over(t.word)
    };
    let before = words.take_while(manner).count();
    let verb = |c: &&Mention| c.first == found.first + before && matches!(c.kind, MentionKind::Verb(_));
    if before > 0 && cues.iter().any(|c| verb(&c)) { before } else { 0 }
}

/// Whether words that turn a stance stand in the gap of a phrase, so that its parts do not belong together: "drink water and
/// avoid alcohol".
fn gap_holds_cue(first: usize, found: crate::lexicon::Found, cues: &[Mention]) -> bool {
    if found.mask.count_ones() as usize == found.end - first {
        return false;
    }
    let from = cues.partition_point(|c| c.first <= first);
    cues[from..].iter().take_while(|c| c.last < found.end).any(|c| {
        let own = c.first - first < 64 && found.mask >> (c.first - first) & 1 == 1;
        let turns = match c.kind {
            MentionKind::Cue(kind, form) => {
                form != crate::model::VerbForm::Participle
                    && matches!(
                        kind,
                        CueKind::Not
                            | CueKind::ModalNot
                            | CueKind::No
                            | CueKind::Avoid
                            | CueKind::Limit
                            | CueKind::Must
                            | CueKind::May
                            | CueKind::Unneeded
                            | CueKind::Contrast
                            | CueKind::Reason
                            | CueKind::Without
                            | CueKind::Exception
                    )
            }
            MentionKind::Condition(kind) => kind == ConditionKind::Opens,
            _ => false,
        };
        // "The bandage can come off": the helping verb of the phrase's own verb.
        let helps = matches!(c.kind, MentionKind::Cue(CueKind::Must | CueKind::May, _)) && c.last - c.first <= 2;
        let verb = c.last < found.end && c.last - first < 64 && found.mask >> (c.last - first) & 1 == 1;
        let passive = helps && verb || is_passive(c, found.end, &cues[from..]);
        turns && !own && !passive
    })
}

/// Whether a cue is the helping verb of a passive that a gap passes over: "the dressing should be changed".
fn is_passive(helper: &Mention, end: usize, cues: &[Mention]) -> bool {
    let helps = matches!(helper.kind, MentionKind::Cue(CueKind::Must | CueKind::May | CueKind::ModalNot, _));
    let be = |c: &Mention| matches!(c.kind, MentionKind::Cue(CueKind::Be, _));
    helps && cues.iter().any(|c| c.first == helper.last && c.last < end && be(c))
}

/// Whether a mention of another treatment names the procedure itself: "after cupping", "the injections" in a text about them.
pub fn is_the_procedure(mention: &Mention, tokens: &[Token], procedures: &[Name], lexicon: &Lexicon) -> bool {
    let (Some(concept), Some(treatment)) = (mention.concept(), &lexicon.roles.treatment) else { return false };
    if !lexicon.concepts.is_within(concept, treatment) {
        return follows_anchor(mention, tokens, lexicon);
    }
    let before = tokens[..mention.first].iter().rev().find(|t| !lexicon.concepts.phrases.passes_over(t.word));
    let class = |name, t: &Token| lexicon.is_in_class(name, t.word);
    // "Leave three weeks between fillers and brows": one of two treatments.
    let paired = before.is_some_and(|t| class("pairing", t))
        && tokens[mention.last..].iter().take_while(|t| t.kind == TokenKind::Word).any(|t| class("pairing-with", t));
    // "Wait two weeks with fillers": one that is put off.
    let near = &tokens[mention.first.saturating_sub(FURTHEST_WAIT)..mention.first];
    let awaited = before.is_some_and(|t| class("with", t)) && near.iter().any(|t| class("put-off", t));
    if before.is_some_and(|t| class("anchors", t)) && !paired && !awaited {
        return true;
    }
    let mut named = false;
    for at in mention.first..mention.last {
        lexicon.procedures.phrases.each(tokens, at, |values, found| {
            let about = |&(p, _): &(usize, bool)| procedures.contains(&lexicon.procedures.all()[p].id);
            named |= found.end <= mention.last && values.iter().any(about);
        });
    }
    named
}

/// "for a day after an intimate wax": a treatment that only says after what.
fn follows_anchor(mention: &Mention, tokens: &[Token], lexicon: &Lexicon) -> bool {
    let first = mention.first.saturating_sub(MOST_BEFORE_ANCHORED);
    let mut before = (first..mention.first).rev().take_while(|&at| tokens[at].kind == TokenKind::Word);
    let anchored = before.any(|at| lexicon.is_in_class("treatment-anchors", tokens[at].word));
    let phrase = lexicon.procedures.phrases.longest(tokens, mention.first);
    let named = phrase.is_some_and(|(_, found)| found.end >= mention.last);
    anchored && named
}

#[derive(Clone, Copy)]
struct Place<'a> {
    tokens: &'a [Token],
    first: usize,
    last: usize,
    lexicon: &'a Lexicon,
}

/// Whether the surroundings let the entry count.
fn counts(entry: &ConceptEntry, place: Place<'_>, procedures: &[Name]) -> bool {
    let s: &Surroundings = &entry.surroundings;
    if s.is_empty() {
        return true;
    }
    let next = |parts: &Vec<Part>| place.follows(parts, place.last).is_some();
    let previous = |parts: &Vec<Part>| place.precedes(parts);
    // Most sentences have none of the words with which such a phrase begins.
    let begins = |parts: &[Part], token: &Token| match parts.first() {
        Some(Part::Words(words)) => words.binary_search(&token.word).is_ok(),
        _ => true,
    };
    let anywhere = |parts: &Vec<Part>| {
        let mut tokens = place.tokens.iter().enumerate().filter(|(_, token)| begins(parts, token));
        tokens.any(|(at, _)| place.follows(parts, at).is_some())
    };
    let about = |id: &Name| procedures.iter().any(|p| place.lexicon.procedures.is_within(p, id));
    (s.if_next.is_empty() || s.if_next.iter().any(next))
        && !s.unless_next.iter().any(next)
        && (s.if_previous.is_empty() || s.if_previous.iter().any(previous))
        && !s.unless_previous.iter().any(previous)
        && (s.only_for.is_empty() || s.only_for.iter().any(about))
        && !s.not_for.iter().any(about)
        && (s.if_sentence.is_empty() || s.if_sentence.iter().any(anywhere))
        && !s.unless_sentence.iter().any(anywhere)
        && (!s.alone || place.is_alone())
}

impl Place<'_> {
    /// Whether nothing but signs and joining words stands on either side.
    fn is_alone(&self) -> bool {
        let parts = |t: Option<&Token>| {
            t.is_none_or(|t| t.kind == TokenKind::Sign || self.lexicon.is_in_class("joining", t.word))
        };
        parts(self.first.checked_sub(1).and_then(|at| self.tokens.get(at))) && parts(self.tokens.get(self.last))
    }

    /// The index behind the phrase where it stands at `at`; of what phrases pass over only the hyphens are passed over.
    fn follows(&self, parts: &[Part], at: usize) -> Option<usize> {
        let Some((part, rest)) = parts.split_first() else { return Some(at) };
        let token = self.tokens.get(at)?;
        if let Part::Gap = part {
            return (at..self.tokens.len().min(at + 6)).find_map(|i| self.follows(rest, i));
        }
        if self.fits(part, token) {
            self.follows(rest, at + 1)
        } else if self.is_joint(token) {
            self.follows(parts, at + 1)
        } else {
            None
        }
    }

    /// Whether a token is one of those that a part stands for; a gap stands for none.
    fn fits(&self, part: &Part, token: &Token) -> bool {
        match part {
            Part::Words(words) => words.binary_search(&token.word).is_ok(),
            Part::Number => self.lexicon.concepts.phrases.is_number(*token),
            Part::Any => token.kind == TokenKind::Word,
            Part::Gap => false,
        }
    }

    /// Whether a token joins the words on either side.
    fn is_joint(&self, token: &Token) -> bool {
        token.kind == TokenKind::Sign && !token.spaced && self.lexicon.concepts.phrases.passes_over(token.word)
    }

    fn precedes(&self, parts: &[Part]) -> bool {
        let (first, from) = (self.first, self.first.saturating_sub(parts.len() + 6));
        if parts.contains(&Part::Gap) {
            return (from..first).any(|at| self.follows(parts, at) == Some(first));
        }
        // From the last word on, so that mostly one token tells; none is passed over behind it.
        let mut tokens = self.tokens[from..first].iter().rev();
        let Some((last, others)) = parts.split_last() else { return false };
        tokens.next().is_some_and(|token| self.fits(last, token))
            && others.iter().rev().all(|part| {
                tokens.find(|t| !self.is_joint(t) || self.fits(part, t)).is_some_and(|token| self.fits(part, token))
            })
    }
}
