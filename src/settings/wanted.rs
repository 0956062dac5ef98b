//! What is reported: the kinds and procedures that the settings or the command line name.

use super::Baseline;
use crate::{
    contradiction::Audit,
    lexicon::Lexicon,
    model::{Contradiction, ContradictionKind, Name},
};

/// The kinds and procedures that are reported.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The kinds; all where it is empty.
    pub kinds: Vec<ContradictionKind>,
    /// The procedures, with all that is narrower; all where it is empty.
    pub procedures: Vec<Name>,
}

impl Wanted {
    /// Whether a finding is reported.
    pub fn has(&self, finding: &Contradiction, lexicon: &Lexicon) -> bool {
        (self.kinds.is_empty() || self.kinds.contains(&finding.kind)) && self.has_procedure(&finding.procedure, lexicon)
    }

    /// Whether what is held of a procedure is reported.
    pub fn has_procedure(&self, procedure: &str, lexicon: &Lexicon) -> bool {
        let within = |wanted: &Name| lexicon.procedures.is_within(procedure, wanted);
        self.procedures.is_empty() || self.procedures.iter().any(within)
    }

    /// Leaves of an audit only what is reported.
    pub fn narrow(&self, audit: &mut Audit, lexicon: &Lexicon) {
        audit.findings.retain(|f| self.has(&f.contradiction, lexicon));
        audit.compatible.retain(|c| self.has_procedure(&c.procedure, lexicon));
        audit.topics.retain(|t| self.has_procedure(&t.procedure, lexicon));
    }

    /// Leaves of a baseline only what is reported.
    pub fn narrow_baseline(&self, baseline: &mut Baseline, lexicon: &Lexicon) {
        baseline.findings.retain(|c| self.has(c, lexicon));
        baseline.topics.retain(|t| self.has_procedure(&t.procedure, lexicon));
    }
}
