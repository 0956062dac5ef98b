//! What does "it" stand for? The subjects of the sentences and headings before.

use super::{Scene, event::Subject};
use crate::{
    extract::view::View,
    lexicon::{ConceptSort, Course, Lexicon},
    mention::Mentions,
    model::{BlockKind, Document, Name, TimeMention},
    segment::Segmented,
};

/// The entry of a procedure as something that takes time.
pub const SESSION: &str = "course/session";

/// How many sentences back a subject can be named.
const REACH: usize = 3;

/// The subjects that an elided subject or a pronoun can stand for.
#[derive(Debug, Clone, Default)]
pub struct Earlier {
    /// The concepts with the entries that found them.
    pub concepts: Vec<(Name, String)>,
    /// The same of the heading or lead-in alone.
    pub above: Vec<(Name, String)>,
    /// What the question directly before asks about, where it is one.
    pub asked: Vec<(Name, String)>,
    /// Whether the sentence directly before holds until something has healed.
    pub heals: bool,
    /// Whether one of them is a symptom.
    symptom: bool,
}

impl Earlier {
    /// Whether one of them is a symptom.
    pub fn has_symptom(&self) -> bool {
        self.symptom
    }
}

/// A document that is being read.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its sentences.
    pub segmented: &'a Segmented,
    /// What was found in them.
    pub mentions: &'a [Mentions],
    /// The lexicon.
    pub lexicon: &'a Lexicon,
}

impl Reading<'_> {
    /// What was named before a sentence.
    pub fn earlier(&self, sentence: usize) -> Earlier {
        let above = self.above(sentence);
        let asked = self.asked(sentence);
        let mut out = Earlier {
            concepts: self.before(sentence, Self::subjects),
            above,
            asked,
            heals: self.heals(sentence),
            symptom: false,
        };
        if out.concepts.is_empty() {
            out.concepts.clone_from(&out.above);
        }
        if out.concepts.is_empty() {
            out.concepts = self.before(sentence, Self::session);
        }
        let sort = |c: &Name| self.lexicon.concepts.get(c).map(|c| c.sort);
        out.symptom = out.concepts.iter().any(|(c, _)| sort(c) == Some(ConceptSort::Symptom));
        out
    }

    /// Whether the sentence directly before, in the same block, holds until something has healed.
    fn heals(&self, sentence: usize) -> bool {
        let block = |s: usize| self.segmented.sentences[s].block;
        let before = sentence.checked_sub(1).filter(|&s| block(s) == block(sentence));
        before.is_some_and(|s| self.mentions[s].times.iter().any(is_until_healed))
    }

    /// The subjects of the nearest sentence before that names one, in the same paragraph or list.
    fn before(&self, sentence: usize, named: fn(&Self, usize) -> Vec<(Name, String)>) -> Vec<(Name, String)> {
        let own = &self.segmented.sentences[sentence];
        let is_item = |b: usize| matches!(self.document.blocks[b].kind, BlockKind::Item { .. });
        for index in (sentence.saturating_sub(REACH)..sentence).rev() {
            let other = &self.segmented.sentences[index];
            let near =
                other.block == own.block || is_item(other.block) && is_item(own.block) && other.section == own.section;
            if !near {
                break;
            }
            let found = named(self, index);
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// The subjects of what leads a sentence in, else of the heading above.
    fn above(&self, sentence: usize) -> Vec<(Name, String)> {
        let own = &self.segmented.sentences[sentence];
        let lead = self.document.blocks[own.block].lead;
        let heading = self.segmented.sections[own.section].headings.last().copied();
        for block in lead.into_iter().chain(heading) {
            let found: Vec<_> = self.segmented.of_block[block].clone().flat_map(|s| self.subjects(s)).collect();
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// What the question directly before asks about: the sentence before in the same block, else the heading above.
    fn asked(&self, sentence: usize) -> Vec<(Name, String)> {
        let own = &self.segmented.sentences[sentence];
        let same = sentence.checked_sub(1).filter(|&s| self.segmented.sentences[s].block == own.block);
        let heading = self.segmented.sections[own.section].headings.last().copied();
        let above = || heading.and_then(|block| self.segmented.of_block[block].clone().last());
        let Some(question) = same.or_else(above) else { return Vec::new() };
        let text = self.segmented.sentences[question].span.of(&self.document.text).trim_end();
        if text.ends_with('?') { self.named(question, true) } else { Vec::new() }
    }

    /// The procedure, where a sentence names it as something that takes time.
    fn session(&self, index: usize) -> Vec<(Name, String)> {
        let (sentence, found) = (&self.segmented.sentences[index], &self.mentions[index]);
        let view = View { text: &self.document.text, sentence, found };
        let named = (0..sentence.tokens.len()).any(|at| super::tells(&view, at, Course::Session, self.lexicon));
        let length = self.lexicon.roles.session_length.clone().filter(|_| named);
        length.map(|l| (l, "course/session".to_owned())).into_iter().collect()
    }

    /// The symptoms and courses that a sentence names.
    fn subjects(&self, index: usize) -> Vec<(Name, String)> {
        self.named(index, false)
    }

    /// The symptoms and courses that a sentence names; the number of sessions and the distance between them where
    /// `repeats` is set.
    fn named(&self, index: usize, repeats: bool) -> Vec<(Name, String)> {
        let (sentence, found) = (&self.segmented.sentences[index], &self.mentions[index]);
        let view = View { text: &self.document.text, sentence, found };
        let mut out: Vec<(Name, String)> = Vec::new();
        for mention in &found.concepts {
            let repeat = repeats && mention.concept().is_some_and(|c| super::is_repeat(c, self.lexicon));
            if (repeat || super::is_subject(&view, mention, self.lexicon))
                && let Some(concept) = mention.concept()
                && out.iter().all(|(c, _)| c != concept)
            {
                out.push((concept.clone(), mention.entry.to_string()));
            }
        }
        out
    }
}

/// "Until it has healed".
pub fn is_until_healed(time: &TimeMention) -> bool {
    time.until.as_ref().or(time.from.as_ref()).is_some_and(|s| s.event.as_deref() == Some("healed"))
}

/// The concepts of a run, with the entries that found them.
pub fn concepts(scene: &Scene<'_>, subjects: &[Subject]) -> Vec<(Name, String)> {
    let concept = |s: &Subject| match s {
        Subject::Concept(index) => {
            let mention = &scene.view.found.concepts[*index];
            mention.concept().map(|c| (c.clone(), mention.entry.to_string()))
        }
        Subject::Healing => scene.lexicon.roles.healing.clone().map(|c| (c, "course/healing".to_owned())),
        Subject::Session => scene.lexicon.roles.session_length.clone().map(|c| (c, SESSION.to_owned())),
    };
    let all: Vec<(Name, String)> =
        subjects.iter().filter(|s| **s != Subject::Session || subjects.len() == 1).filter_map(concept).collect();
    let symptom = scene.has_symptom(subjects);
    let mut out: Vec<(Name, String)> = Vec::new();
    for (concept, entry) in all {
        let roles = &scene.lexicon.roles;
        let course = [&roles.session_length, &roles.results_duration].into_iter().any(|r| r.as_ref() == Some(&concept));
        if !(symptom && course) && out.iter().all(|(c, _)| *c != concept) {
            out.push((concept, entry));
        }
    }
    out
}
