//! How serious is it? The table of the specification, with the harm classes and ratios of the data.

use super::Ground;
use crate::{
    lexicon::Comparison,
    model::{ContradictionKind, Scope, Severity},
};

/// The severity of a clash; one step up where one document contradicts itself.
pub fn of(comparison: &Comparison, (kind, ground): (ContradictionKind, Ground), harm: bool, scope: Scope) -> Severity {
    let ratios = comparison.times.ratio;
    let plain = match (kind, ground) {
        (_, Ground::Stance { .. }) if harm => Severity::Critical,
        (_, Ground::Stance { broader: true }) => Severity::Moderate,
        (_, Ground::Stance { .. }) => Severity::Major,
        (_, Ground::Ratio(ratio)) if ratio > ratios.major => Severity::Major,
        (_, Ground::Ratio(ratio)) if ratio >= ratios.moderate => Severity::Moderate,
        (ContradictionKind::Frequency | ContradictionKind::Amount | ContradictionKind::Condition, _) => {
            Severity::Moderate
        }
        _ => Severity::Minor,
    };
    match (scope, plain) {
        (Scope::CrossSource, plain) => plain,
        (Scope::Internal, Severity::Minor) => Severity::Moderate,
        (Scope::Internal, Severity::Moderate) => Severity::Major,
        (Scope::Internal, Severity::Major | Severity::Critical) => Severity::Critical,
    }
}

impl Ground {
    /// How far apart, to tell which of several clashes is the worst.
    pub(super) fn size(&self) -> f64 {
        match self {
            Self::Stance { broader } => f64::from(u8::from(!broader)),
            Self::Ratio(r) | Self::Amount(r) => *r,
            Self::Overlap(_) | Self::Kind => 0.0,
        }
    }
}
