//! Where the forms of an entry count.

use serde::{Deserialize, Serialize};

use super::{Part, Procedures};
use crate::model::Name;

/// Where the forms of an entry count; an empty list says nothing.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Surroundings {
    /// One of these follows directly.
    pub if_next: Vec<Vec<Part>>,
    /// None of these follows directly.
    pub unless_next: Vec<Vec<Part>>,
    /// One of these stands directly before.
    pub if_previous: Vec<Vec<Part>>,
    /// None of these stands directly before.
    pub unless_previous: Vec<Vec<Part>>,
    /// One of these stands in the sentence.
    pub if_sentence: Vec<Vec<Part>>,
    /// None of these stands in the sentence.
    pub unless_sentence: Vec<Vec<Part>>,
    /// The document or section is about one of these procedures or a narrower one.
    pub only_for: Vec<Name>,
    /// It is about none of these.
    pub not_for: Vec<Name>,
    /// Nothing but signs and joining words stands on either side: "Water", "soup, water and tea".
    pub alone: bool,
}

impl Surroundings {
    /// Whether the forms count everywhere.
    pub fn is_empty(&self) -> bool {
        [
            &self.if_next,
            &self.unless_next,
            &self.if_previous,
            &self.unless_previous,
            &self.if_sentence,
            &self.unless_sentence,
        ]
        .iter()
        .all(|v| v.is_empty())
            && self.only_for.is_empty()
            && self.not_for.is_empty()
            && !self.alone
    }

    /// Whether two entries can never count at the same place, as far as their surroundings say so outright: what one demands
    /// is what the other refuses, or they are for different procedures.
    pub fn exclude(&self, other: &Self, procedures: &Procedures) -> bool {
        let refused = |demands: &[Vec<Part>], refuses: &[Vec<Part>]| {
            !demands.is_empty() && demands.iter().all(|d| refuses.iter().any(|r| covers(r, d)))
        };
        let one_way = |a: &Self, b: &Self| {
            refused(&a.if_next, &b.unless_next)
                || refused(&a.if_previous, &b.unless_previous)
                || refused(&a.if_sentence, &b.unless_sentence)
                || !a.only_for.is_empty()
                    && a.only_for.iter().all(|p| b.not_for.iter().any(|n| procedures.is_within(p, n)))
        };
        // What stands alone has no word beside it that the other demands.
        let beside = |s: &Self| !s.if_next.is_empty() || !s.if_previous.is_empty();
        if self.alone && beside(other) || other.alone && beside(self) {
            return true;
        }
        let apart = |a: &Name, b: &Name| !procedures.is_within(a, b) && !procedures.is_within(b, a);
        one_way(self, other)
            || one_way(other, self)
            || !self.only_for.is_empty()
                && !other.only_for.is_empty()
                && self.only_for.iter().all(|a| other.only_for.iter().all(|b| apart(a, b)))
    }
}

/// Whether every phrase of `narrow` begins with one of `wide`.
fn covers(wide: &[Part], narrow: &[Part]) -> bool {
    wide.len() <= narrow.len()
        && wide.iter().zip(narrow).all(|(w, n)| match (w, n) {
            (Part::Words(w), Part::Words(n)) => n.iter().all(|word| w.binary_search(word).is_ok()),
            (w, n) => w == n,
        })
}
