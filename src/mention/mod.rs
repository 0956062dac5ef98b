//! What is named in a sentence? Tokens become mentions of concepts and cues, and time expressions.

mod concept;
pub mod cue;
mod swallowed;
pub mod time;

use crate::{
    lexicon::{ConceptSort, Lexicon},
    model::{Mention, MentionKind, Name, Sentence, TimeMention, TimeRole, Token, VerbForm},
};

/// Everything that the lexicon recognises in one sentence.
#[derive(Debug, Clone, Default)]
pub struct Mentions {
    /// Concepts, by their first token. Two may share a word ("keep it clean and dry").
    pub concepts: Vec<Mention>,
    /// Cues, verbs and conditions, by their first token, without overlap.
    pub cues: Vec<Mention>,
    /// Time expressions, by their first byte.
    pub times: Vec<TimeMention>,
}

/// The mentions of a sentence; `procedures` are those that its section is about.
pub fn mentions(text: &str, sentence: &Sentence, procedures: &[Name], lexicon: &Lexicon) -> Mentions {
    let tokens = &sentence.tokens;
    let mut cues = cue::cues(tokens, lexicon);
    let mut concepts = concept::concepts(tokens, &cues, procedures, lexicon);
    let mut times = Vec::new();
    for time in time::times(text, tokens, &lexicon.times) {
        match swallowed::order(&time, tokens, &cues, &concepts, lexicon) {
            // Read again without the order.
            Some((order, first)) => times.extend(time::times(text, &tokens[first..order], &lexicon.times)),
            None => times.push(time),
        }
    }
    // "Sit-ups" is no order to sit.
    let noun = |c: &Mention| {
        let class = |at: usize| tokens.get(at).is_some_and(|t| lexicon.is_in_class("particle-nouns", t.word));
        let named = |m: &Mention| m.first == c.first && m.last > c.last && class(m.last - 1);
        matches!(c.kind, MentionKind::Verb(VerbForm::Base)) && concepts.iter().any(named)
    };
    cues.retain(|c| !noun(c));
    let asks = tokens.last().is_some_and(|t| t.span.of(text) == "?");
    // "Two short walks a day" and "how long until I can swim?" name what they are about within a time.
    let hides = |t: &TimeMention, c: &Mention| {
        let event = t.until.as_ref().is_some_and(|u| u.event.is_some());
        t.span == c.span || t.span.contains(c.span) && t.role != TimeRole::Rate && !(asks && event)
    };
    // "It takes a week until the swelling has gone" tells of the swelling.
    let symptom = |c: &Mention| {
        let known = c.concept().and_then(|c| lexicon.concepts.get(c));
        known.is_some_and(|k| k.sort == ConceptSort::Symptom)
    };
    let takes = |t: &TimeMention| times.iter().any(|a| is_taken(a, t, text));
    let hides = |t: &TimeMention, c: &Mention| hides(t, c) && !(symptom(c) && takes(t));
    concepts
        .retain(|c| !times.iter().any(|t| hides(t, c)) && !concept::is_the_procedure(c, tokens, procedures, lexicon));
    Mentions { concepts, cues, times }
}

/// Whether an amount stands right before an end that is an event: "a week until it has gone".
fn is_taken(amount: &TimeMention, end: &TimeMention, text: &str) -> bool {
    let until = |t: &TimeMention| t.until.as_ref().map(|u| u.event.is_some());
    let between = text.get(amount.span.end..end.span.start);
    amount.role == TimeRole::Bare
        && end.role == TimeRole::End
        && (until(amount), until(end)) == (Some(false), Some(true))
        && between.is_some_and(|words| words.trim().is_empty())
}

/// The concepts that tokens name, whatever stands around them.
pub fn concepts(tokens: &[Token], procedures: &[Name], lexicon: &Lexicon) -> Vec<Mention> {
    concept::concepts(tokens, &[], procedures, lexicon)
}
