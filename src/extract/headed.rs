//! Headings that are the items of a list: "What not to do" over "Swimming" and "Sun exposure", each with its reasons under it.

use super::{DocumentReader, context::Context, line::line};
use crate::model::{BlockKind, Rule, Stance};

/// A heading that was read as an item.
#[derive(Debug, Clone, Copy)]
pub struct Headed {
    /// The indexes of its rules.
    first: usize,
    last: usize,
    /// Where the text under it ends, as a byte of the document.
    end: usize,
}

impl DocumentReader<'_> {
    /// Whether a block is a heading that only names what the headings above it tell to do or to avoid.
    pub fn is_headed(&self, index: usize, context: &Context) -> bool {
        let blocks = &self.frame.document.blocks;
        let nested = self.segmented.sections[self.segmented.section_of[index]].headings.len() > 1;
        let told = context.held.is_some_and(|h| matches!(h.stance, Stance::Avoid | Stance::Do) && h.degree.is_none());
        let mut sentences = self.segmented.of_block[index].clone();
        let names = |s: usize| {
            let sentence = &self.segmented.sentences[s];
            let says = || line(self.frame.document, sentence, self.frame.lexicon).says_something();
            self.only_names(s, sentence) && !says()
        };
        matches!(blocks[index].kind, BlockKind::Heading { .. }) && nested && told && sentences.all(names)
    }

    /// Keeps what was read of a heading from the rule `first` on.
    pub fn keep_headed(&mut self, index: usize, first: usize) {
        let blocks = &self.frame.document.blocks;
        let heading = |b: &&crate::model::Block| matches!(b.kind, BlockKind::Heading { .. });
        let end = blocks[index + 1..].iter().find(heading).map_or(usize::MAX, |b| b.span.start);
        self.headed.push(Headed { first, last: self.rules.len(), end });
    }
}

/// Drops the rules of headings whose text says the same.
pub fn without_repeated(rules: &mut Vec<Rule>, headed: &[Headed]) {
    let repeated: Vec<String> = headed
        .iter()
        .flat_map(|h| {
            let behind = &rules[h.last..];
            let said = |r: &&Rule| behind.iter().any(|b| b.start < h.end && b.concept == r.concept);
            rules[h.first..h.last].iter().filter(said).map(|r| r.id.clone()).collect::<Vec<_>>()
        })
        .collect();
    rules.retain(|r| !repeated.contains(&r.id));
}
