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
mod begins;
#[cfg(whole)]
mod fhir;
mod file;
#[cfg(whole)]
mod iso;
mod kernel;
mod load;
pub mod notation;
mod opening;
mod outlook;
#[cfg(whole)]
mod report;
mod rules;
mod search;
#[cfg(whole)]
mod timex;
mod tree;
mod value;
mod walk;
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

use std::cell::Cell;

use serde::{Deserialize, Serialize};

use self::{
    action::Action,
    rules::Sets,
    search::{Match, Memory, Place, Search},
};
use crate::{
    error::Result,
    lexicon::Words,
    model::{TimeMention, Token},
};

/// The time expressions of a language.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct TimeGrammar {
    sets: Sets,
    actions: Vec<Action>,
    /// How many tokens before a word without which there is none an expression may begin.
    reach: usize,
    time: u8,
    anchor: u8,
    claims: Vec<Claim>,
    amounts: Amounts,
}

impl TimeGrammar {
    /// Reads a grammar from its data file; its words are added to `words`.
    ///
    /// # Errors
    /// Where the file is no TOML or an entry is wrong, with the line.
    pub fn load(toml: &str, words: &mut Words) -> Result<Self> {
        let load::Loaded { sets, actions, reach, time, anchor, claims } = load::load(toml, words)?;
        let amounts = Amounts::load(include_str!("../../lexicon/amounts.toml")).map_err(|e| e.at("amounts.toml"))?;
        Ok(Self { sets, actions, reach, time, anchor, claims, amounts })
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
        let mut search = Search::new(&self.sets, Place { text, tokens }, Memory::default());
        let find = search.find(set as u8, 0)?;
        let found = search.found(find);
        let entry = &self.sets.all[set].entries[found.entry as usize];
        let value = search.value(find).filter(|_| found.end() == tokens.len())?;
        Some((entry.id.clone(), notation::of_value(&value)))
    }
}

/// As many times as are seldom exceeded in a sentence.
const FEW: usize = 2;

thread_local! {
    /// What the search in one sentence has taken, for the next on the same thread.
    static MEMORY: Cell<Memory> = Cell::default();
}

/// The time expressions of one sentence (or table cell, or heading), in order. They do not overlap; only where one
/// expression says two things ("2 weeks before and after") do two mentions share a span.
///
/// `tokens` are those of the sentence; the spans are byte ranges of `text`, which may be the whole document. A sentence
/// without a word of time costs one look-up a token.
pub fn times(text: &str, tokens: &[Token], grammar: &TimeGrammar) -> Vec<TimeMention> {
    let begins = &grammar.sets.begins;
    let Some(first) = begins.next_opening(tokens, 0) else { return Vec::new() };
    let mut out = Vec::new();
    let mut search = Search::new(&grammar.sets, Place { text, tokens }, MEMORY.take());
    let mut next = Some(first);
    while let Some(first) = next {
        search.forget_before(first);
        let find = if search.is_near(first, grammar.reach + 1) { search.find(grammar.time, first) } else { None };
        let at = match find.map(|find| search.found(find)) {
            Some(found) => read(&mut search, grammar, first, found, &mut out),
            None => first + 1,
        };
        next = begins.next_opening(tokens, at);
    }
    MEMORY.set(search.into_memory());
    out
}

/// Adds the mentions of a match; one past its last token.
fn read(search: &mut Search<'_>, grammar: &TimeGrammar, at: usize, found: Match, out: &mut Vec<TimeMention>) -> usize {
    let action = &grammar.actions[found.entry as usize];
    let anchor = if action.takes_anchor() { search.find(grammar.anchor, found.seen()) } else { None };
    let end = anchor.map_or(found, |a| search.found(a)).end().max(at + 1);
    let place = search.place;
    let span = place.tokens[at].span.join(place.tokens[end - 1].span);
    let before = out.len();
    if before == 0 {
        // Few sentences have more, and a mention is large.
        out.reserve_exact(FEW);
    }
    let mut captures = search.values(found);
    if search.is_elided(found) {
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
