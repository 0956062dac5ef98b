//! Who holds what on every activity: which sources a procedure has, also those that are silent.

use std::collections::{BTreeMap, BTreeSet};

use super::Report;
use crate::model::Name;

/// The sources of each procedure with topics: those that advise on it, before it or after it, and those that are about it and
/// advise nothing. Silence is told of all of them.
pub(super) fn sources<'a>(report: &Report<'a>) -> BTreeMap<&'a Name, BTreeSet<&'a str>> {
    let mut out: BTreeMap<&Name, BTreeSet<&str>> = BTreeMap::new();
    for topic in &report.audit.topics {
        let documents = topic.positions.iter().flat_map(|p| p.documents.iter());
        out.entry(&topic.procedure).or_default().extend(documents);
    }
    for (document, about) in report.about {
        for procedure in about {
            if let Some(sources) = out.get_mut(procedure) {
                sources.insert(document);
            }
        }
    }
    out
}
