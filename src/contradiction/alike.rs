//! Documents that contradict themselves in the same words make one finding: its id is made of those words.

use std::collections::HashMap;

use super::Finding;
use crate::model::{Contradiction, Position, Scope};

/// The findings, with those within one document as one where they have an id in common; `independent` counts the sources of a
/// position that several give.
pub fn join(findings: Vec<Finding>, independent: &dyn Fn(&Position) -> usize) -> Vec<Finding> {
    let mut out: Vec<Finding> = Vec::with_capacity(findings.len());
    let mut known: HashMap<String, usize> = HashMap::new();
    for finding in findings {
        if finding.contradiction.scope != Scope::Internal {
            out.push(finding);
            continue;
        }
        let first = finding.ids.iter().find_map(|id| known.get(id)).copied();
        let at = first.unwrap_or(out.len());
        for id in &finding.ids {
            known.entry(id.clone()).or_insert(at);
        }
        match first {
            Some(at) => add(&mut out[at], finding, independent),
            None => out.push(finding),
        }
    }
    out
}

/// Adds what another document says in the same words.
fn add(to: &mut Finding, other: Finding, independent: &dyn Fn(&Position) -> usize) {
    let Finding { contradiction, ids } = other;
    to.ids.extend(ids);
    to.ids.sort();
    to.ids.dedup();
    let c = &mut to.contradiction;
    if contradiction.severity > c.severity {
        (c.severity, c.kind) = (contradiction.severity, contradiction.kind);
        c.why = contradiction.why;
    }
    c.documents = c.documents.union(&contradiction.documents);
    for concept in contradiction.concepts {
        if !c.concepts.contains(&concept) {
            c.concepts.push(concept);
        }
    }
    for position in contradiction.positions {
        add_position(c, position, independent);
    }
}

fn add_position(to: &mut Contradiction, other: Position, independent: &dyn Fn(&Position) -> usize) {
    let words = |p: &Position| {
        let condition = p.condition.as_ref().map(|c| c.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase());
        (p.stance, p.says.clone(), condition)
    };
    let Some(held) = to.positions.iter_mut().find(|p| words(p) == words(&other)) else {
        to.positions.push(other);
        return;
    };
    held.documents = held.documents.union(&other.documents);
    held.rules = held.rules.union(&other.rules);
    held.concepts.extend(other.concepts);
    held.concepts.sort();
    held.concepts.dedup();
    held.independent = independent(held);
}
