//! What is kept of a document that is compared: its rules, where they stand, and what tells copies and views. Its text is let go,
//! so that memory grows with what documents say and not with how much is written around it.

use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};

use rustc_hash::FxBuildHasher;

use super::{
    copies::{Fingerprint, Signature},
    surroundings::{View, sites_around, views},
};
use crate::{
    extract,
    lexicon::Lexicon,
    model::{Document, Lines, Name, Rule},
    pipeline::Reading,
};

/// What is kept besides what every comparison needs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Keeping {
    /// The views that a document reports only to reject them.
    pub views: bool,
    /// What a document is about as a whole, also where it advises nothing.
    pub about: bool,
    /// By what rules were derived.
    pub reasons: bool,
}

/// Keeps documents; several threads may use one.
#[derive(Debug)]
pub struct Keeper<'a> {
    lexicon: &'a Lexicon,
    keeping: Keeping,
    /// The signatures of all passages so far, each once: most copies are exact.
    signatures: Mutex<HashSet<Signature, FxBuildHasher>>,
    /// The names of concepts and procedures so far.
    names: Mutex<HashSet<Name, FxBuildHasher>>,
}

/// A document as it is compared.
#[derive(Debug, Clone, Default)]
pub struct Kept {
    /// Its id.
    pub id: Name,
    /// Where it was read from, as a person would name it.
    pub source: Box<str>,
    /// Its title.
    pub title: Option<Box<str>>,
    /// Who published it.
    pub publisher: Option<Box<str>>,
    /// When, as it says itself.
    pub published: Option<Box<str>>,
    /// Its rules, in the order of their quotes.
    pub rules: Vec<Rule>,
    /// Where each rule's quote begins and ends.
    pub places: Vec<[Stand; 2]>,
    /// The procedures that it is about, where they were wanted.
    pub about: Vec<Name>,
    /// The views that it rejects, where they were wanted, with the lines that they stand on.
    pub views: Vec<(View, usize)>,
    /// The parts of the body that the sentences of rules name, by the number of the rule.
    pub(super) sites: Vec<(u32, u64)>,
    /// What tells its copies.
    pub(super) fingerprint: Fingerprint,
}

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stand {
    line: u32,
    /// Nought where the text is not the file's own.
    column: u32,
}

impl Stand {
    fn of(lines: &Lines<'_>, byte: usize) -> Self {
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { line: small(lines.line(byte)), column: small(lines.column(byte).unwrap_or_default()) }
    }

    /// The line, counted from one.
    pub fn line(self) -> usize {
        self.line as usize
    }

    /// The column in characters, counted from one; none where the text is not the file's own.
    pub fn column(self) -> Option<usize> {
        (self.column > 0).then_some(self.column as usize)
    }
}

impl Kept {
    /// Its fingerprint, which is asked for once.
    pub(super) fn take_fingerprint(&mut self) -> (Name, Fingerprint) {
        (self.id.clone(), std::mem::take(&mut self.fingerprint))
    }
}

impl<'a> Keeper<'a> {
    /// A keeper that has seen no document yet.
    pub fn new(lexicon: &'a Lexicon, keeping: Keeping) -> Self {
        Self { lexicon, keeping, signatures: Mutex::default(), names: Mutex::default() }
    }

    /// What is kept of a document that was read.
    pub fn keep(&self, reading: Reading) -> Kept {
        let Self { lexicon, keeping, .. } = *self;
        let Reading { document, mut rules } = reading;
        let lines = document.lines();
        let sites = |(number, rule): (u32, &Rule)| {
            let sites = sites_around(&document, rule, &lexicon.comparison.sites);
            (sites != 0).then_some((number, sites))
        };
        let placed = |view: View| {
            let line = lines.line(view.start);
            (view, line)
        };
        let found = if keeping.views { views(&document, &rules, lexicon) } else { Vec::new() };
        let kept = Kept {
            places: rules.iter().map(|rule| [rule.start, rule.end].map(|byte| Stand::of(&lines, byte))).collect(),
            about: if keeping.about { extract::about(&document, lexicon) } else { Vec::new() },
            views: found.into_iter().map(placed).collect(),
            sites: (0..).zip(&rules).filter_map(sites).collect(),
            fingerprint: self.shared(Fingerprint::of(&document, &rules, &lexicon.comparison.copies)),
            ..Kept::default()
        };
        drop(lines);
        let Document { id, source, meta, .. } = document;
        self.slim(&id, &mut rules);
        Kept {
            id,
            source: source.into_boxed_str(),
            title: meta.title.map(String::into_boxed_str),
            publisher: meta.publisher.map(String::into_boxed_str),
            published: meta.published.map(String::into_boxed_str),
            rules,
            ..kept
        }
    }

    /// A fingerprint whose signatures are those of documents before it, where they are the same.
    fn shared(&self, mut fingerprint: Fingerprint) -> Fingerprint {
        let mut known = self.signatures.lock().unwrap_or_else(PoisonError::into_inner);
        for (_, signature) in &mut fingerprint.passages {
            match known.get(signature) {
                Some(same) => *signature = same.clone(),
                None => _ = known.insert(signature.clone()),
            }
        }
        fingerprint.passages.shrink_to_fit();
        fingerprint
    }

    /// Lets rules share what they name, and go without what is not wanted.
    fn slim(&self, document: &Name, rules: &mut Vec<Rule>) {
        rules.shrink_to_fit();
        let mut known = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        let mut share = |name: &mut Name| match known.get(name) {
            Some(same) => *name = same.clone(),
            None => _ = known.insert(name.clone()),
        };
        for rule in rules {
            rule.document = document.clone();
            rule.procedure.iter_mut().chain([&mut rule.concept]).for_each(&mut share);
            if !self.keeping.reasons {
                rule.fired = Vec::new();
            }
        }
    }
}
