//! When, how long and how often? Time expressions of a sentence become [`TimeMention`]s.
//!
//! A [`TimeGrammar`] is read from a data file; the engine knows no language. Sets of phrases (numbers, units, amounts,
//! events, rates) are built from words and from each other, and whole expressions from them, each with a role and what
//! its parts say ([`rules`], [`value`], [`action`]). [`times`] finds the longest expression at each place of a sentence,
//! from left to right. An expression may also be one that looks like a time and is none ("SPF 50", "24/7").
//!
//! ```
//! use aftercare::{lexicon::Lexicon, mention::time::{notation, times}, model::Span, segment::tokens};
//! let lexicon = Lexicon::english().unwrap();
//! let text = "Avoid saunas for at least 24-48 hours after treatment.";
//! let tokens = tokens(text, Span::new(0, text.len()), &[], &lexicon.words);
//! let found = times(text, &tokens, &lexicon.times);
//! assert_eq!(found[0].span.of(text), "for at least 24-48 hours after treatment");
//! assert_eq!(notation::mention(&found[0]), "duration >=24-48h");
//! ```

mod action;
mod amounts;
mod fhir;
mod iso;
mod kernel;
mod load;
pub mod notation;
mod report;
mod rules;
mod timex;
mod value;
mod when;

pub use amounts::{Amounts, Interval};
pub use fhir::{Fhir, fhir};
pub use iso::{Iso, iso};
pub use load::Claim;
pub use report::{Report, report};
pub use timex::{Timex, of_time, timex};

use self::{
    action::Action,
    rules::{Place, Sets},
};
use crate::{
    error::Result,
    lexicon::Words,
    model::{TimeMention, Token},
};

/// The time expressions of a language.
#[derive(Debug, Default)]
pub struct TimeGrammar {
    sets: Sets,
    actions: Vec<Action>,
    /// For each word, whether an expression may be near it.
    kernels: Vec<bool>,
    time: usize,
    anchor: usize,
    claims: Vec<Claim>,
    amounts: Amounts,
}

impl TimeGrammar {
    /// Reads a grammar from its data file; its words are added to `words`.
    ///
    /// # Errors
    /// Where the file is no TOML or an entry is wrong, with the line.
    pub fn load(toml: &str, words: &mut Words) -> Result<Self> {
        let load::Loaded { sets, actions, kernels, time, anchor, claims } = load::load(toml, words)?;
        let amounts = Amounts::load(include_str!("../../lexicon/amounts.toml")).map_err(|e| e.at("amounts.toml"))?;
        Ok(Self { sets, actions, kernels, time, anchor, claims, amounts })
    }

    /// What amounts without a number can be, and the seconds of times.
    pub fn amounts(&self) -> &Amounts {
        &self.amounts
    }

    /// What the entries of the data file say that they read and do not read.
    pub fn claims(&self) -> &[Claim] {
        &self.claims
    }

    /// The entry of a set that matches all of the tokens, and the value in the notation: for the test of the data file.
    pub fn reading(&self, set: &str, text: &str, tokens: &[Token]) -> Option<(String, String)> {
        let set = self.sets.sets.iter().position(|s| s.name == set)?;
        let found = self.sets.find(set, Place { text, tokens }, 0).filter(|f| f.end == tokens.len())?;
        let entry = &self.sets.sets[set].entries[found.entry];
        Some((entry.id.clone(), notation::value(&self.sets.value(set, &found)?)))
    }

    /// Whether one of the tokens is a word without which there is no time expression.
    fn may_have_times(&self, tokens: &[Token]) -> bool {
        tokens.iter().any(|t| self.kernels.get(t.word.0 as usize).copied().unwrap_or(false))
    }
}

/// The time expressions of one sentence (or table cell, or heading), in order. They do not overlap; only where one
/// expression says two things ("2 weeks before and after") do two mentions share a span.
///
/// `tokens` are those of the sentence; the spans are byte ranges of `text`, which may be the whole document. A sentence
/// without a word of time costs one look-up a token.
pub fn times(text: &str, tokens: &[Token], grammar: &TimeGrammar) -> Vec<TimeMention> {
    let mut out = Vec::new();
    if !grammar.may_have_times(tokens) {
        return out;
    }
    let place = Place { text, tokens };
    let mut at = 0;
    while at < tokens.len() {
        let Some(found) = grammar.sets.find(grammar.time, place, at) else {
            at += 1;
            continue;
        };
        let action = &grammar.actions[found.entry];
        let mut end = found.end.max(at + 1);
        let before = out.len();
        let anchor = if action.takes_anchor() { grammar.sets.find(grammar.anchor, place, found.seen) } else { None };
        let anchored = anchor.is_some_and(|a| {
            end = a.end;
            true
        });
        let span = tokens[at].span.join(tokens[end - 1].span);
        action.mentions(&found, place, span, &mut out);
        for mention in &mut out[before..] {
            mention.anchored |= anchored;
        }
        at = end;
    }
    out
}

#[cfg(test)]
mod tests;
