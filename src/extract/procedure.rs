//! Which procedure is a document, or a section of it, about?

use crate::{
    lexicon::Lexicon,
    model::{BlockKind, Document, Name, Span, Token},
    segment,
};

/// The procedures named in tokens, the longest names first, then in order; `topic`: titles and headings, where short names
/// count too.
pub fn named(tokens: &[Token], topic: bool, lexicon: &Lexicon) -> Vec<Name> {
    let mut hits: Vec<(u32, usize, usize)> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let mut best: Option<(u32, usize, usize)> = None;
        lexicon.procedures.phrases.each(tokens, at, |values, found| {
            let words = found.mask.count_ones();
            if best.is_none_or(|(w, ..)| words > w)
                && let Some(&(index, _)) = values.iter().find(|(_, only_topic)| topic || !only_topic)
            {
                best = Some((words, index, found.end));
            }
        });
        match best {
            Some((words, index, end)) => {
                hits.push((words, index, at));
                at = end;
            }
            None => at += 1,
        }
    }
    hits.sort_by_key(|&(words, _, at)| (std::cmp::Reverse(words), at));
    let mut out = Vec::new();
    for (_, index, _) in hits {
        let id = &lexicon.procedures.all()[index].id;
        if !out.contains(id) {
            out.push(id.clone());
        }
    }
    out
}

/// The procedures of a whole document: as its metadata, its title, its first heading, its name, or most of its text name
/// them.
pub fn of_document(document: &Document, lexicon: &Lexicon) -> Vec<Name> {
    let in_text = |text: &str| {
        let tokens = segment::tokens(text, Span::new(0, text.len()), &[], &lexicon.words);
        named(&tokens, true, lexicon)
    };
    for stated in [&document.meta.procedure, &document.meta.title].into_iter().flatten() {
        let found = in_text(stated);
        if !found.is_empty() {
            return found;
        }
    }
    let content = || document.blocks.iter().filter(|b| b.zone.is_content());
    let headings = content().filter(|b| matches!(b.kind, BlockKind::Heading { level: 1..=2 })).take(2);
    for block in headings.chain(content().take(1)) {
        let found = in_text(block.span.of(&document.text));
        if !found.is_empty() {
            return found;
        }
    }
    most_named(document, lexicon)
}

/// The procedure that the text names most often, if it does so more than once.
fn most_named(document: &Document, lexicon: &Lexicon) -> Vec<Name> {
    let mut counts: std::collections::BTreeMap<Name, usize> = std::collections::BTreeMap::new();
    for block in document.blocks.iter().filter(|b| b.zone.is_content()) {
        let tokens = segment::tokens(&document.text, block.span, &document.hidden, &lexicon.words);
        let topic = matches!(block.kind, BlockKind::Heading { .. });
        for name in named(&tokens, topic, lexicon) {
            *counts.entry(name).or_default() += 1;
        }
    }
    let most = counts.iter().max_by_key(|(name, n)| (**n, std::cmp::Reverse((*name).clone())));
    most.filter(|(_, n)| **n > 1).map(|(name, _)| vec![name.clone()]).unwrap_or_default()
}
