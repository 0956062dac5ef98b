//! What a rule is about and asks for, in one value of one column.
//!
//! There are few such classes beside the rules: "avoid alcohol after botox" stands in thousands of documents. What is asked
//! of procedure, concept, stance and phase is asked of the classes; their postings are the rules, and a count by class is a
//! count by each of the four.

use super::entry::id_of;
use crate::model::{Name, Rule};

/// Stands between the parts of a class, and of a topic.
const PART: char = '\u{1f}';
/// Stands between names.
const ITEM: char = '\u{1e}';

/// What a rule is about and asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// The procedures, the most specific first.
    pub procedures: Vec<Name>,
    /// The procedures with all that are broader.
    pub procedures_within: Vec<Name>,
    /// The concept.
    pub concept: Name,
    /// The concept with all that are broader.
    pub concepts_within: Vec<Name>,
    /// The stance, as its JSON writes it.
    pub stance: String,
    /// The phase, as its JSON writes it.
    pub phase: String,
}

impl Class {
    /// The class of a rule, with its procedures and its concept and all that are broader.
    pub fn new(rule: &Rule, procedures_within: Vec<Name>, concepts_within: Vec<Name>) -> Self {
        let mut procedures: Vec<Name> = Vec::new();
        for procedure in &rule.procedure {
            if !procedures.contains(procedure) {
                procedures.push(procedure.clone());
            }
        }
        Self {
            procedures,
            procedures_within,
            concept: rule.concept.clone(),
            concepts_within,
            stance: id_of(&rule.stance),
            phase: id_of(&rule.phase),
        }
    }

    /// The class as the index holds it.
    pub fn to_text(&self) -> String {
        let list = |names: &[Name]| {
            let mut out = String::new();
            for (at, name) in names.iter().enumerate() {
                if at > 0 {
                    out.push(ITEM);
                }
                out.push_str(name);
            }
            out
        };
        [
            &list(&self.procedures),
            &*self.concept,
            &self.stance,
            &self.phase,
            &list(&self.procedures_within),
            &list(&self.concepts_within),
        ]
        .join(&PART.to_string())
    }

    /// What [`Class::to_text`] was given; what is missing is empty.
    pub fn from_text(text: &str) -> Self {
        let list = |text: &str| text.split(ITEM).filter(|name| !name.is_empty()).map(Name::from).collect();
        let mut parts = text.split(PART);
        let mut next = || parts.next().unwrap_or_default();
        Self {
            procedures: list(next()),
            concept: Name::from(next()),
            stance: next().to_owned(),
            phase: next().to_owned(),
            procedures_within: list(next()),
            concepts_within: list(next()),
        }
    }
}

/// The topics of a passage: every concept, every procedure, and every pair of both.
pub fn topics(concepts: &[Name], procedures: &[Name]) -> Vec<String> {
    let alone = concepts.iter().map(|c| topic(Some(c), None)).chain(procedures.iter().map(|p| topic(None, Some(p))));
    let pairs = concepts.iter().flat_map(|c| procedures.iter().map(move |p| topic(Some(c), Some(p))));
    alone.chain(pairs).collect()
}

/// The topic of a concept, a procedure, or both, as the index holds it.
pub fn topic(concept: Option<&Name>, procedure: Option<&Name>) -> String {
    format!("{}{PART}{}", concept.map_or("", |c| c), procedure.map_or("", |p| p))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_survives_its_text() {
        let names = |names: &[&str]| names.iter().map(|n| Name::from(*n)).collect::<Vec<_>>();
        for procedures in [&[][..], &["lip-filler"], &["lip-filler", "botox"]] {
            let class = Class {
                procedures: names(procedures),
                procedures_within: names(procedures),
                concept: Name::from("sauna"),
                concepts_within: names(&["heat", "sauna"]),
                stance: "avoid".to_owned(),
                phase: "after".to_owned(),
            };
            assert_eq!(Class::from_text(&class.to_text()), class);
        }
    }
}
