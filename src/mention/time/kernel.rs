//! Which tokens are worth a look? Precomputed, so that a sentence without a time costs one look-up a token.

use super::rules::Part;
use crate::{lexicon::Words, model::WordId};

/// A phrase of a set.
pub(super) struct Phrase {
    pub set: usize,
    pub parts: Vec<Part>,
    /// Where it is in the data file.
    pub at: usize,
    /// Whether a match of it can yield a mention.
    pub yields: bool,
}

/// What kernels are computed from.
pub(super) struct Source<'a> {
    pub phrases: &'a [Phrase],
    /// Sets without one of whose words a phrase that has them cannot be.
    pub preferred: Vec<usize>,
    /// Words too frequent to be a kernel where another will do.
    pub common: Vec<WordId>,
    pub words: &'a Words,
    pub time: usize,
}

/// For each word, whether it is the kernel of an expression: each expression has a word (a unit, "overnight", "healed")
/// without which it cannot be in a sentence. Fails with the place of a phrase that has none.
pub(super) fn kernels(source: &Source<'_>) -> Result<Vec<bool>, usize> {
    let mut out = Kernels::default();
    for phrase in source.phrases.iter().filter(|p| p.set == source.time && p.yields) {
        of_phrase(source, &phrase.parts, &mut out).ok_or(phrase.at)?;
    }
    Ok(out.words)
}

/// The kernels so far, and the sets whose kernels are among them.
#[derive(Default)]
struct Kernels {
    words: Vec<bool>,
    sets: Vec<usize>,
}

/// Marks a kernel of a phrase.
fn of_phrase(source: &Source<'_>, parts: &[Part], out: &mut Kernels) -> Option<()> {
    if let Some(set) = parts.iter().find_map(|p| match p {
        Part::Set(s) if source.preferred.contains(&usize::from(*s)) => Some(usize::from(*s)),
        _ => None,
    }) {
        return of_set(source, set, out);
    }
    let rare = |w: &&WordId| !source.common.contains(w);
    let words = parts.iter().filter_map(|p| match p {
        Part::Word(w) => Some(w),
        _ => None,
    });
    if let Some(word) = words.filter(rare).max_by_key(|w| source.words.text(**w).len()) {
        mark(&mut out.words, *word);
        return Some(());
    }
    // The head of a phrase stands late in it.
    parts.iter().rev().find_map(|p| match p {
        Part::Set(s) => of_set(source, usize::from(*s), out),
        _ => None,
    })
}

fn of_set(source: &Source<'_>, set: usize, out: &mut Kernels) -> Option<()> {
    if out.sets.contains(&set) {
        return Some(());
    }
    for phrase in source.phrases.iter().filter(|p| p.set == set) {
        of_phrase(source, &phrase.parts, out)?;
    }
    out.sets.push(set);
    Some(())
}

/// Sets the flag of a word.
pub(super) fn mark(flags: &mut Vec<bool>, word: WordId) {
    let at = word.0 as usize;
    if flags.len() <= at {
        flags.resize(at + 1, false);
    }
    flags[at] = true;
}
