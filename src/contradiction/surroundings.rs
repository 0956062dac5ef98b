//! What stands around the quotes of rules and counts when they are compared: the parts of the body that the rest of a sentence
//! names, and views that a document reports only to reject them. Rules do not hold either; it is read off the documents.

use std::collections::{BTreeSet, HashMap};

use super::kept::Kept;
use crate::{
    lexicon::{Lexicon, comparison::Sites},
    mention,
    model::{CueKind, Document, Mention, MentionKind, Name, Rule, Sentence, Span},
    segment,
};

/// Marks behind which, before a blank, a sentence ends.
const ENDS: [char; 3] = ['.', '!', '?'];

/// What stands around rules.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// By the id of a rule, the parts of the body that its sentence names, where its quote does not name them all.
    sites: HashMap<String, u64>,
    /// The views that are rejected, by document and place.
    pub(super) views: Vec<View>,
}

/// A view that a document reports and does not hold ("some say that ice burns the skin; that is a myth").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// The document.
    pub document: Name,
    /// The procedures of the advice beside it.
    pub procedure: Vec<Name>,
    /// What it is about.
    pub concept: Name,
    /// The sentence that reports it.
    pub quote: String,
    /// Its first byte in the document's text.
    pub start: usize,
}

impl Surroundings {
    /// The surroundings of all rules of documents, and the views that they reject, where these were wanted.
    pub fn of(documents: &[Kept]) -> Self {
        let mut out = Self::default();
        for kept in documents {
            for &(number, sites) in &kept.sites {
                out.add(&kept.rules[number as usize], sites);
            }
            out.views.extend(kept.views.iter().map(|(view, _)| view.clone()));
        }
        out.views.sort_by(|a, b| (&a.document, a.start, &a.concept).cmp(&(&b.document, b.start, &b.concept)));
        out
    }

    /// Notes the parts of the body that a rule's sentence names, as a set; an empty one is no news.
    pub fn add(&mut self, rule: &Rule, sites: u64) {
        if sites != 0 {
            self.sites.insert(rule.id.clone(), sites);
        }
    }

    /// The parts of the body that a rule's sentence names besides its quote, as a set.
    pub(super) fn sites(&self, rule: &Rule) -> u64 {
        if self.sites.is_empty() { 0 } else { self.sites.get(&rule.id).copied().unwrap_or_default() }
    }
}

/// The parts of the body that the sentence around a rule's quote names, as a set; empty where the quote names them itself.
pub fn sites_around(document: &Document, rule: &Rule, sites: &Sites) -> u64 {
    if sites.find(&rule.quote) != 0 {
        return 0;
    }
    sentence_of(document, Span::new(rule.start, rule.end)).map_or(0, |sentence| sites.find(sentence))
}

/// The sentence, or the sentences, of a block that a range lies in.
fn sentence_of(document: &Document, span: Span) -> Option<&str> {
    let after = document.blocks.partition_point(|block| block.span.start <= span.start);
    let block = document.blocks[..after].last()?.span;
    let before = document.text.get(block.start..span.start)?;
    let behind = document.text.get(span.end..block.end.max(span.end))?;
    let is_end = |text: &str, at: usize| text[at + 1..].chars().next().is_none_or(char::is_whitespace);
    let first = before.rmatch_indices(ENDS).find(|(at, _)| is_end(before, *at));
    let last = behind.match_indices(ENDS).find(|(at, _)| is_end(behind, *at));
    let start = block.start + first.map_or(0, |(at, _)| at + 1);
    let end = span.end + last.map_or(behind.len(), |(at, _)| at);
    document.text.get(start..end)
}

/// The views that a document reports and does not hold.
pub(super) fn views(document: &Document, rules: &[Rule], lexicon: &Lexicon) -> Vec<View> {
    let segmented = segment::segment(document, lexicon);
    let mut out = Vec::new();
    for (at, sentence) in segmented.sentences.iter().enumerate() {
        let cues = mention::mentions(&document.text, sentence, &[], lexicon).cues;
        let has = |kind: CueKind| cues.iter().any(|c| matches!(c.kind, MentionKind::Cue(k, _) if k == kind));
        if !has(CueKind::Myth) && !has(CueKind::Report) {
            continue;
        }
        let before = segmented.sentences[..at].last().filter(|s| s.block == sentence.block && has(CueKind::Myth));
        let of = |sentence: &Sentence| views_of(document, sentence, rules, lexicon);
        let mut found = of(sentence);
        if found.is_empty() {
            found = before.map_or_else(Vec::new, of);
        }
        out.extend(found);
    }
    out.dedup();
    out
}

/// A view for each concept of a sentence that no rule of the document is about there.
fn views_of(document: &Document, sentence: &Sentence, rules: &[Rule], lexicon: &Lexicon) -> Vec<View> {
    let nearest = rules.iter().min_by_key(|rule| rule.start.abs_diff(sentence.span.start));
    let procedure = nearest.map_or_else(Vec::new, |rule| rule.procedure.clone());
    let held = |concept: &Name| {
        let here = |rule: &&Rule| Span::new(rule.start, rule.end).overlaps(sentence.span);
        rules.iter().filter(here).any(|rule| rule.concept == *concept)
    };
    let found = mention::mentions(&document.text, sentence, &procedure, lexicon).concepts;
    let concepts: BTreeSet<&Name> = found.iter().filter_map(Mention::concept).filter(|c| !held(c)).collect();
    let view = |concept: &Name| View {
        document: document.id.clone(),
        procedure: procedure.clone(),
        concept: concept.clone(),
        quote: sentence.span.of(&document.text).to_owned(),
        start: sentence.span.start,
    };
    concepts.into_iter().map(view).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Block, BlockKind, Zone};

    #[test]
    fn a_range_lies_in_a_sentence() {
        for (text, part, want) in [
            ("Massage, every day, the scalp. Not the thighs.", "every day", "Massage, every day, the scalp"),
            ("It heals. Massage it for 2.5 min. Then stop.", "Massage", " Massage it for 2.5 min"),
            ("One. Two! Three?", "One. Two", "One. Two"),
            ("No end", "No end", "No end"),
        ] {
            let start = text.find(part).unwrap();
            let span = Span::new(0, text.len());
            let block = Block { kind: BlockKind::Paragraph, zone: Zone::Main, span, lead: None, mark: None };
            let document = Document { text: text.to_owned(), blocks: vec![block], ..Document::default() };
            assert_eq!(sentence_of(&document, Span::new(start, start + part.len())), Some(want), "{text}");
        }
    }
}
