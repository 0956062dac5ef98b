//! Which concepts and procedures do a query's words name?

use super::{analysis::Form, question::Reader};
use crate::{
    lexicon::Lexicon,
    mention,
    model::{MentionKind, Name, Span, Token},
    segment,
};

/// The concepts and procedures that words name, and which words do.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mentioned {
    /// Concepts, each once, in the order of the words.
    pub concepts: Vec<Name>,
    /// Procedures, each once, in the order of the words.
    pub procedures: Vec<Name>,
    spans: Vec<(usize, usize)>,
}

impl Mentioned {
    /// Whether a form belongs to a mention.
    pub fn covers(&self, form: usize) -> bool {
        self.spans.iter().any(|(first, end)| (*first..*end).contains(&form))
    }
}

/// A concept or procedure named by `forms[first..end]`.
#[derive(Debug, Clone, PartialEq)]
struct Mention {
    first: usize,
    end: usize,
    names: Vec<Name>,
}

impl Mention {
    fn overlaps(&self, other: &Self) -> bool {
        self.first < other.end && other.first < self.end
    }
}

/// What the forms of a text name.
///
/// A name that is a concept as well as a procedure ("a peel after botox") is the procedure, unless another procedure is
/// named: then the one that the words "after" or "before" lead in is the procedure, and the other the concept.
pub fn mentions(reader: &Reader<'_>, text: &str, forms: &[Form]) -> Mentioned {
    let mut procedures = procedure_mentions(reader, text, forms);
    let mut concepts = concept_mentions(reader, text, forms, &procedures);
    resolve(reader, forms, &mut concepts, &mut procedures);
    let mut out = Mentioned::default();
    for (list, names) in [(&concepts, &mut out.concepts), (&procedures, &mut out.procedures)] {
        for name in list.iter().flat_map(|m| &m.names) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
    }
    out.spans = concepts.iter().chain(&procedures).map(|m| (m.first, m.end)).collect();
    out
}

fn resolve(reader: &Reader<'_>, forms: &[Form], concepts: &mut Vec<Mention>, procedures: &mut Vec<Mention>) {
    let words = &reader.analyser.words;
    let led_in = |mention: &Mention| {
        let before = forms[..mention.first].iter().rev().take(2);
        before.into_iter().any(|f| words.is_after(&f.folded) || words.is_before(&f.folded))
    };
    if procedures.len() > 1 {
        let all = &reader.lexicon.concepts;
        let is_named = |p: &Mention, concepts: &[Mention]| concepts.iter().any(|c| c.overlaps(p));
        let is_concept = |p: &Mention| all.get(&p.names[0]).is_some() || is_named(p, concepts);
        let mut keep: Vec<bool> = procedures.iter().map(|p| led_in(p) || !is_concept(p)).collect();
        if let (false, Some(last)) = (keep.contains(&true), keep.last_mut()) {
            *last = true;
        }
        let (kept, others): (Vec<_>, Vec<_>) = procedures.drain(..).zip(keep).partition(|(_, keep)| *keep);
        procedures.extend(kept.into_iter().map(|(p, _)| p));
        let others = others.into_iter().map(|(p, _)| p);
        let unnamed: Vec<Mention> =
            others.filter(|p| all.get(&p.names[0]).is_some() && !is_named(p, concepts)).collect();
        concepts.extend(unnamed);
    }
    concepts.retain(|c| !procedures.iter().any(|p| p.overlaps(c)));
}

/// The concepts, found as in a document about the procedures that the query names; where there is none, words that are
/// the id of one that the index has rules for.
fn concept_mentions(reader: &Reader<'_>, text: &str, forms: &[Form], procedures: &[Mention]) -> Vec<Mention> {
    let lexicon = reader.lexicon;
    let tokens = segment::tokens(text, Span::new(0, text.len()), &[], &lexicon.words);
    let about: Vec<Name> = procedures.iter().flat_map(|m| m.names.clone()).collect();
    let found = mention::concepts(&tokens, &about, lexicon);
    let mut out: Vec<Mention> = found
        .into_iter()
        .filter_map(|found| match found.kind {
            MentionKind::Concept(name) => named(&tokens[found.first..found.last], forms, name),
            _ => None,
        })
        .collect();
    let nothing = out.is_empty();
    for (first, form) in forms.iter().enumerate().filter(|_| nothing) {
        let taken = out.iter().chain(procedures).any(|m| (m.first..m.end).contains(&first));
        if let Some(concept) = reader.concepts.iter().find(|c| ***c == *form.folded).filter(|_| !taken) {
            out.push(Mention { first, end: first + 1, names: vec![concept.clone()] });
        }
    }
    out.sort_by_key(|m| m.first);
    out
}

/// The procedures, by their names; of an index with others than the lexicon's also those, by the words of their ids.
fn procedure_mentions(reader: &Reader<'_>, text: &str, forms: &[Form]) -> Vec<Mention> {
    let procedures = &reader.lexicon.procedures;
    let tokens = segment::tokens(text, Span::new(0, text.len()), &[], &reader.lexicon.words);
    let mut out: Vec<Mention> = Vec::new();
    for first in 0..tokens.len() {
        if let Some((values, found)) = procedures.phrases.longest(&tokens, first) {
            let names = values.iter().map(|(index, _)| procedures.all()[*index].id.clone());
            out.extend(names.filter_map(|name| named(&tokens[first..found.end], forms, name)));
        }
    }
    for procedure in reader.procedures.iter().filter(|p| procedures.get(p).is_none()) {
        let stems: Vec<String> = procedure.split('-').map(|w| reader.analyser.stem(w)).collect();
        for first in 0..forms.len() {
            let end = first + stems.len();
            if end <= forms.len() && forms[first..end].iter().zip(&stems).all(|(form, stem)| form.stem == *stem) {
                out.push(Mention { first, end, names: vec![procedure.clone()] });
            }
        }
    }
    longest(out)
}

/// Of mentions that overlap, the longest.
fn longest(mut all: Vec<Mention>) -> Vec<Mention> {
    all.sort_by_key(|m| (std::cmp::Reverse(m.end - m.first), m.first));
    let mut out: Vec<Mention> = Vec::new();
    for mention in all {
        if !out.iter().any(|m| m.overlaps(&mention)) {
            out.push(mention);
        }
    }
    out.sort_by_key(|m| m.first);
    out
}

/// The mention of some tokens, as a range of forms.
fn named(tokens: &[Token], forms: &[Form], name: Name) -> Option<Mention> {
    let (start, end) = (tokens.first()?.span.start, tokens.last()?.span.end);
    let inside = |form: &&Form| form.span.start >= start && form.span.end <= end;
    let first = forms.iter().position(|f| inside(&f))?;
    let count = forms[first..].iter().take_while(inside).count();
    Some(Mention { first, end: first + count, names: vec![name] })
}

/// The words of a text about some procedures that name concepts, in order, each with what `family` gives of the concept.
pub fn named_words<T>(
    lexicon: &Lexicon,
    tokens: &[Token],
    about: &[Name],
    mut family: impl FnMut(&Name) -> T,
) -> Vec<(Span, T)>
where
    T: Clone,
{
    let mut out = Vec::new();
    for found in mention::concepts(tokens, about, lexicon) {
        let MentionKind::Concept(name) = &found.kind else { continue };
        let family = family(name);
        let tokens = tokens[found.first..found.last].iter().enumerate();
        let words = tokens.filter(|(bit, _)| *bit < 64 && found.mask & (1 << bit) != 0);
        out.extend(words.map(|(_, token)| (token.span, family.clone())));
    }
    out
}

/// Ids with all that are broader, each once and in order.
pub fn within(ids: &[Name], family: impl Fn(&str) -> Vec<Name>) -> Vec<Name> {
    let mut out: Vec<Name> = ids.iter().flat_map(|id| family(id)).chain(ids.iter().cloned()).collect();
    out.sort();
    out.dedup();
    out
}
