//! A sentence with what was found in it.

use crate::{
    mention::Mentions,
    model::{CueKind, Mention, MentionKind, Sentence, Token, TokenKind, VerbForm},
};

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

    /// Whether a colon stands behind a mention, with no more than something in brackets between: "Work (desk, shop): next day".
    pub fn is_labelling(&self, mention: &Mention) -> bool {
        let closes = |at: usize| (at..self.tokens().len()).find(|&i| self.sign(i) == ")");
        let behind = match self.sign(mention.last) {
            "(" => closes(mention.last).map_or(mention.last, |at| at + 1),
            _ => mention.last,
        };
        self.sign(behind) == ":"
    }

    /// Whether a time takes in the token at an index.
    pub fn is_in_time(&self, at: usize) -> bool {
        let within = |t: &Token| self.found.times.iter().any(|time| time.span.contains(t.span));
        self.tokens().get(at).is_some_and(within)
    }

    /// The cue that begins at an index.
    pub fn cue_at(&self, at: usize) -> Option<&'a Mention> {
        let cues: &'a [Mention] = &self.found.cues;
        cues.binary_search_by_key(&at, |c| c.first).ok().map(|i| &cues[i])
    }

    /// The cue that covers an index.
    pub fn cue_over(&self, at: usize) -> Option<&'a Mention> {
        self.found.cues.iter().find(|c| c.first <= at && at < c.last)
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
