//! Forms that are not found even in themselves.

use crate::{
    error::Error,
    lexicon::{ConceptEntry, EXACT, Lexicon, paths},
    model::Span,
    segment,
};

/// What a text has where a form says `#`, `_` and `~`.
const STANDINS: [(&str, &str); 3] = [("#", "1"), ("_", "x"), ("~", "")];

/// Forms of concepts that are not found in the text that they spell.
pub fn unmatched(lexicon: &Lexicon, is_ours: &impl Fn(&str) -> bool) -> Vec<Error> {
    let mut out = Vec::new();
    for (index, entry) in lexicon.concepts.entries.iter().enumerate().filter(|(_, e)| is_ours(&e.place.path)) {
        for form in &entry.forms {
            if let Some(text) = unfound(form, index, lexicon) {
                out.push(wrong(entry, form, &text));
            }
        }
    }
    out
}

fn wrong(entry: &ConceptEntry, form: &str, text: &str) -> Error {
    entry.place.wrong(format!("{}: the form {form:?} can never match: it is not found in {text:?}", entry.id))
}

/// The first text of a form in which the entry is not found.
fn unfound(form: &str, entry: usize, lexicon: &Lexicon) -> Option<String> {
    paths(form.strip_prefix(EXACT).unwrap_or(form)).ok()?.iter().find_map(|path| {
        let words = path
            .iter()
            .filter_map(|slot| slot.first())
            .map(|word| STANDINS.iter().find(|(sign, _)| sign == word).map_or(word.as_str(), |(_, standin)| standin));
        let text = words.filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
        let tokens = segment::tokens(&text, Span::new(0, text.len()), &[], &lexicon.words);
        let mut hit = false;
        lexicon
            .concepts
            .phrases
            .each(&tokens, 0, |values, found| hit |= found.end == tokens.len() && values.contains(&entry));
        (!hit).then_some(text)
    })
}
