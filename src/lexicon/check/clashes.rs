//! Phrases that stand in two concepts.

use std::collections::BTreeSet;

use crate::{
    error::Error,
    lexicon::{ConceptEntry, Lexicon},
};

/// Phrases that name two concepts, or a concept and nothing, where both count at the same place.
pub fn clashes(lexicon: &Lexicon, is_ours: &impl Fn(&str) -> bool) -> Vec<Error> {
    let entries = &lexicon.concepts.entries;
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    lexicon.concepts.phrases.shared(&mut |phrase, &a, &b| {
        let (first, second) = (&entries[a.min(b)], &entries[a.max(b)]);
        if !clash(first, second, lexicon) || !seen.insert((a.min(b), a.max(b))) {
            return;
        }
        let Some(place) = [second, first].into_iter().map(|e| &e.place).find(|p| is_ours(&p.path)) else { return };
        let other = if *place == second.place { first } else { second };
        let text = phrase.iter().map(|&w| lexicon.words.text(w)).collect::<Vec<_>>().join(" ");
        let own = if *place == second.place { second } else { first };
        out.push(place.wrong(format!(
            "{text:?} stands in {} and in {} ({}:{}); let their surroundings exclude each other or take it out of one",
            own.id, other.id, other.place.path, other.place.line
        )));
    });
    out
}

fn clash(a: &ConceptEntry, b: &ConceptEntry, lexicon: &Lexicon) -> bool {
    a.concept != b.concept
        && a.surroundings.is_empty() == b.surroundings.is_empty()
        && !a.surroundings.exclude(&b.surroundings, &lexicon.procedures)
}
