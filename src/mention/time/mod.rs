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
#[cfg(whole)]
mod fhir;
mod file;
#[cfg(whole)]
mod iso;
mod kernel;
mod load;
pub mod notation;
#[cfg(whole)]
mod report;
mod rules;
mod search;
#[cfg(whole)]
mod timex;
mod tree;
mod value;
mod when;

pub use amounts::{Amounts, Interval};
#[cfg(whole)]
pub use fhir::{Fhir, fhir};
#[cfg(whole)]
pub use iso::{Iso, iso};
pub use load::Claim;
#[cfg(whole)]
pub use report::{Report, report};
#[cfg(whole)]
pub use timex::{Timex, of_time, timex};

use serde::{Deserialize, Serialize};

use self::{
    action::Action,
    rules::Sets,
    search::{Match, Place, Search},
};
use crate::{
    error::Result,
    lexicon::Words,
    model::{TimeMention, Token, Unit},
};

/// The time expressions of a language.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct TimeGrammar {
    sets: Sets,
    actions: Vec<Action>,
    /// For each word, whether an expression may be near it.
    kernels: Vec<bool>,
    /// For each word, whether an expression that has no unit of its own begins with it.
    elided: Vec<bool>,
    /// How many tokens before such a word an expression may begin.
    reach: usize,
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
        let load::Loaded { sets, actions, kernels, elided, reach, time, anchor, claims } = load::load(toml, words)?;
        let amounts = Amounts::load(include_str!("../../lexicon/amounts.toml")).map_err(|e| e.at("amounts.toml"))?;
        Ok(Self { sets, actions, kernels, elided, reach, time, anchor, claims, amounts })
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
        let set = self.sets.all.iter().position(|s| s.name == set)?;
        let mut search = Search::new(&self.sets, Place { text, tokens });
        let found = search.find(set, 0).filter(|f| f.end == tokens.len())?;
        let entry = &self.sets.all[set].entries[found.entry];
        Some((entry.id.clone(), notation::of_value(&search.value(set, 0)?)))
    }

    /// The next token, from `at` on, that is a word without which there is no time expression; behind a time with a unit,
    /// also one that may have no unit of its own.
    fn next_kernel(&self, tokens: &[Token], at: usize, unit: Option<Unit>) -> Option<usize> {
        let has = |flags: &[bool], t: &Token| flags.get(t.word.0 as usize).copied().unwrap_or(false);
        let is_kernel = |t: &Token| has(&self.kernels, t) || unit.is_some() && has(&self.elided, t);
        tokens.get(at..)?.iter().position(is_kernel).map(|found| at + found)
    }
}

/// The time expressions of one sentence (or table cell, or heading), in order. They do not overlap; only where one
/// expression says two things ("2 weeks before and after") do two mentions share a span.
///
/// `tokens` are those of the sentence; the spans are byte ranges of `text`, which may be the whole document. A sentence
/// without a word of time costs one look-up a token.
pub fn times(text: &str, tokens: &[Token], grammar: &TimeGrammar) -> Vec<TimeMention> {
    let mut out = Vec::new();
    let mut at = 0;
    let mut kernel = grammar.next_kernel(tokens, 0, None);
    if kernel.is_none() {
        return out;
    }
    let mut search = Search::new(&grammar.sets, Place { text, tokens });
    while let Some(next) = kernel {
        at = at.max(next.saturating_sub(grammar.reach));
        while at <= next {
            at = match search.find(grammar.time, at) {
                Some(found) => read(&mut search, grammar, at, found, &mut out),
                None => at + 1,
            };
            search.rest();
        }
        kernel = grammar.next_kernel(tokens, at, search.unit);
    }
    out
}

/// Adds the mentions of a match; one past its last token.
fn read(search: &mut Search<'_>, grammar: &TimeGrammar, at: usize, found: Match, out: &mut Vec<TimeMention>) -> usize {
    let action = &grammar.actions[found.entry];
    let anchor = if action.takes_anchor() { search.find(grammar.anchor, found.seen) } else { None };
    let end = anchor.map_or(found.end, |a| a.end).max(at + 1);
    let place = search.place;
    let span = place.tokens[at].span.join(place.tokens[end - 1].span);
    let before = out.len();
    let mut captures = search.values(at, found);
    if search.is_elided(grammar.time, found) {
        for capture in &mut captures {
            capture.value.unit = search.unit;
        }
    }
    action.mentions(&captures, place, span, out);
    for mention in &mut out[before..] {
        mention.anchored |= anchor.is_some();
        let amount = mention.until.as_ref().or(mention.from.as_ref());
        search.unit = amount.and_then(|a| a.unit).or(search.unit);
    }
    end
}

#[cfg(test)]
mod conversion_tests;
#[cfg(test)]
mod tests;
