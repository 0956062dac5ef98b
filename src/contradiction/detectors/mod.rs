//! The kinds of contradiction: one detector a file. A new kind is a file here and a line in [`DETECTORS`].

mod amount;
mod condition;
mod duration;
mod expectation;
mod frequency;
mod permission;
mod polarity;
mod start;
mod strength;
mod timing;

use super::{Pair, Verdict};
use crate::model::ContradictionKind;

/// A kind of contradiction and how it is found.
pub struct Detector {
    /// The kind.
    pub kind: ContradictionKind,
    /// Its name, as in JSON and on the command line.
    pub name: &'static str,
    /// What clashes, for a person.
    pub clashes: &'static str,
    /// An example.
    pub example: &'static str,
    /// Judges a pair that can be compared.
    pub judge: fn(&Pair<'_>) -> Verdict,
}

/// Every kind, in the order of the specification; help, documentation and reports are made from this list.
pub const DETECTORS: &[Detector] = &[
    polarity::DETECTOR,
    permission::DETECTOR,
    duration::DETECTOR,
    start::DETECTOR,
    frequency::DETECTOR,
    amount::DETECTOR,
    strength::DETECTOR,
    condition::DETECTOR,
    expectation::DETECTOR,
];
