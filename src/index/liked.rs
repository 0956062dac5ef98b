//! What is preferred of an entry's concepts, procedures, stance and phase, as columns tell it.

use std::sync::Arc;

use tantivy::{DocId, Score, SegmentReader, columnar::StrColumn, index::SegmentId};

use super::{class::Class, classes::ClassTable, names::Names, schema::name};
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

/// How much the entries of a segment are preferred.
pub struct LikedHere {
    liked: Arc<Liked>,
    segment: SegmentId,
    column: Option<StrColumn>,
    /// By the segment's own number of the class, the amounts; they are found when the first of its rules is.
    of_class: Vec<Option<Box<[Score]>>>,
    /// By the segment's own number of the concept, which preferences it fulfils.
    of_concept: Vec<u128>,
    /// The amounts of the last passage.
    last: Vec<Score>,
}

impl LikedHere {
    /// What is preferred of the entries of a segment.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn new(liked: Arc<Liked>, reader: &SegmentReader) -> tantivy::Result<Self> {
        let (mut of_class, mut of_concept, segment) = (Vec::new(), Vec::new(), reader.segment_id());
        let column = match &*liked {
            Liked::Classes(table, _) => {
                of_class = vec![None; table.numbers(segment).len()];
                name::CLASS
            }
            Liked::Concepts(names, preferences) => {
                let fulfils = |number: &u32| {
                    let value = names.value(*number as usize);
                    let fulfilled = preferences.iter().zip(0..).filter(|(preference, _)| *preference.value == *value);
                    fulfilled.fold(0, |all, (_, bit)| all | 1_u128 << bit)
                };
                of_concept = names.numbers_of(segment).iter().map(fulfils).collect();
                name::CONCEPT
            }
        };
        let column = reader.fast_fields().str(column)?;
        Ok(Self { liked, segment, column, of_class, of_concept, last: Vec::new() })
    }

    /// What is added to the score of an entry, in order.
    pub fn amounts(&mut self, doc: DocId) -> &[Score] {
        let Some(column) = &self.column else { return &[] };
        match &*self.liked {
            Liked::Classes(table, preferences) => {
                let Some(own) = column.ords().first(doc).map(|own| own as usize) else { return &[] };
                let Some(amounts) = self.of_class.get_mut(own) else { return &[] };
                amounts.get_or_insert_with(|| {
                    let class = &table.classes()[table.numbers(self.segment)[own] as usize];
                    preferences.iter().filter(|p| p.is_of(class)).map(|p| p.by).collect()
                })
            }
            Liked::Concepts(_, preferences) => {
                let concepts = column.term_ords(doc).filter_map(|own| self.of_concept.get(own as usize));
                let mut fulfilled = concepts.fold(0, |all, of| all | of);
                self.last.clear();
                while fulfilled != 0 {
                    self.last.push(preferences[fulfilled.trailing_zeros() as usize].by);
                    fulfilled &= fulfilled - 1;
                }
                &self.last
            }
        }
    }
}
