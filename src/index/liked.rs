//! What is preferred of an entry's concepts, procedures, stance and phase, as columns tell it.

use std::{cell::RefCell, collections::HashMap, hash::BuildHasherDefault, sync::Arc};

use tantivy::{DocId, Score, SegmentReader};

use super::{
    class::Class,
    classes::ClassTable,
    lists::Lists,
    mixed::Mixed,
    names::Names,
    rows::{AT_ONCE, Asked, NONE, Rows, Values},
};
use crate::model::Name;

/// The most preferences that are told apart by concepts.
pub const MOST_OF_CONCEPTS: usize = u128::BITS as usize;

/// What is preferred, in the order in which the scores are added.
#[derive(Debug)]
pub enum Liked {
    /// Of the classes of rules.
    Classes(Arc<ClassTable>, Vec<Preference>),
    /// Of the concepts of passages, at most [`MOST_OF_CONCEPTS`].
    Concepts(Arc<Names>, Vec<Preference>),
}

/// A value that is preferred, and by how much.
#[derive(Debug, Clone, PartialEq)]
pub struct Preference {
    /// Of what it is a value.
    pub of: Trait,
    /// The value.
    pub value: Name,
    /// What is added to the score.
    pub by: Score,
}

/// What can be preferred of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trait {
    /// Its concept; one of its concepts.
    Concept,
    /// One of its procedures.
    Procedure,
    /// Its stance.
    Stance,
    /// Its phase.
    Phase,
}

impl Preference {
    /// Whether the rules of a class have the value.
    fn is_of(&self, class: &Class) -> bool {
        match self.of {
            Trait::Concept => class.concept == self.value,
            Trait::Procedure => class.procedures.contains(&self.value),
            Trait::Stance => *class.stance == *self.value,
            Trait::Phase => *class.phase == *self.value,
        }
    }
}

impl Liked {
    /// The most that is added to a score.
    pub fn most(&self) -> Score {
        match self {
            Self::Classes(table, preferences) => {
                let most = |class: &Class| preferences.iter().filter(|p| p.is_of(class)).map(|p| p.by).sum();
                table.classes().iter().map(most).fold(0.0, Score::max)
            }
            Self::Concepts(_, preferences) => preferences.iter().map(|p| p.by).sum(),
        }
    }
}

/// How much the entries of a segment are preferred.
pub struct LikedHere<'a> {
    liked: &'a Liked,
    rows: Option<&'a Rows>,
    lists: Option<&'a Lists>,
    /// The numbers in the index of the segment's own.
    numbers: &'a [u32],
    amounts: RefCell<Amounts>,
    /// By the segment's own number of the concept, which preferences it fulfils.
    fulfils: Vec<u128>,
}

/// What is preferred of classes, each looked up when the first of its rules is found.
#[derive(Default)]
struct Amounts {
    /// By the segment's own number of the class, where what is preferred of it is.
    of: Vec<u32>,
    all: Vec<Box<[Score]>>,
}

impl<'a> LikedHere<'a> {
    /// What is preferred of the entries of a segment.
    pub fn new(liked: &'a Liked, reader: &SegmentReader) -> Self {
        let segment = reader.segment_id();
        let (rows, lists, numbers) = match liked {
            Liked::Classes(table, _) => (table.rows(segment), None, table.numbers(segment)),
            Liked::Concepts(names, _) => (None, names.lists(segment), names.numbers(segment)),
        };
        let fulfils = match liked {
            Liked::Concepts(names, preferences) => fulfilled(names, preferences, numbers),
            Liked::Classes(..) => Vec::new(),
        };
        Self { liked, rows, lists, numbers, amounts: RefCell::default(), fulfils }
    }

    /// Adds to the scores of entries what is preferred of them, in its order.
    pub fn add(&self, docs: &[DocId], scores: &mut [Score]) {
        match (self.liked, self.rows, self.lists) {
            (Liked::Classes(table, preferences), Some(rows), _) if !preferences.is_empty() => {
                self.add_of_classes(rows, (table, preferences), docs, scores);
            }
            (Liked::Concepts(_, preferences), _, Some(lists)) if !preferences.is_empty() => {
                self.add_of_concepts(lists, preferences, docs, scores);
            }
            _ => {}
        }
    }

    fn add_of_classes(
        &self,
        rows: &Rows,
        (table, preferences): (&ClassTable, &[Preference]),
        docs: &[DocId],
        scores: &mut [Score],
    ) {
        let Amounts { of, all } = &mut *self.amounts.borrow_mut();
        of.resize(self.numbers.len(), NONE);
        let mut owns = Values::default();
        for (docs, scores) in docs.chunks(AT_ONCE).zip(scores.chunks_mut(AT_ONCE)) {
            for (own, score) in rows.read(Asked::Class, docs, &mut owns).iter().zip(scores) {
                let Some(at) = of.get_mut(*own as usize) else { continue };
                if *at == NONE {
                    let class = &table.classes()[self.numbers[*own as usize] as usize];
                    *at = all.len() as u32;
                    all.push(preferences.iter().filter(|p| p.is_of(class)).map(|p| p.by).collect());
                }
                all[*at as usize].iter().for_each(|amount| *score += amount);
            }
        }
    }

    fn add_of_concepts(&self, lists: &Lists, preferences: &[Preference], docs: &[DocId], scores: &mut [Score]) {
        for (doc, score) in docs.iter().zip(scores) {
            let mut fulfilled = 0;
            lists.each(*doc, |own| fulfilled |= self.fulfils.get(own as usize).copied().unwrap_or_default());
            while fulfilled != 0 {
                *score += preferences[fulfilled.trailing_zeros() as usize].by;
                fulfilled &= fulfilled - 1;
            }
        }
    }
}

/// Which preferences the values of each number fulfil, as bits.
fn fulfilled(names: &Names, preferences: &[Preference], numbers: &[u32]) -> Vec<u128> {
    let mut by_number: HashMap<u32, u128, BuildHasherDefault<Mixed>> = HashMap::default();
    for (preference, bit) in preferences.iter().zip(0..) {
        if let Some(number) = names.number_of(&preference.value) {
            *by_number.entry(number).or_default() |= 1 << bit;
        }
    }
    numbers.iter().map(|number| by_number.get(number).copied().unwrap_or_default()).collect()
}
