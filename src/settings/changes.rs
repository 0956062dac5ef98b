//! What changed since a baseline, in words.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use super::{Baseline, BaselineTopic};
use crate::{
    contradiction::Audit,
    model::{Contradiction, Name, Phase},
};

/// What changed since a baseline.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Changes {
    /// Findings that were not known.
    pub new: Vec<String>,
    /// Findings that are gone.
    pub gone: Vec<String>,
    /// Topics on which something else is held.
    pub positions: Vec<String>,
}

type Key = (Name, Phase, Name);

impl Changes {
    /// What changed between a baseline and an audit whose topics were kept.
    pub fn since(baseline: &Baseline, audit: &Audit) -> Self {
        let new = audit.findings.iter().filter(|f| !baseline.knows(&f.ids)).map(|f| line(&f.contradiction)).collect();
        let now: BTreeSet<&String> = audit.findings.iter().flat_map(|f| &f.ids).collect();
        let gone = baseline.findings.iter().filter(|c| !now.contains(&c.id)).map(line).collect();
        Self { new, gone, positions: positions(baseline, audit) }
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.gone.is_empty() && self.positions.is_empty()
    }
}

fn line(c: &Contradiction) -> String {
    let concepts = c.concepts.iter().map(Name::as_str).collect::<Vec<_>>().join(", ");
    let kind = format!("{:?}", c.kind).to_lowercase();
    format!("{} · {concepts}: {kind} ({})", named(&c.procedure), c.id)
}

/// A procedure as a person reads it.
fn named(procedure: &Name) -> &str {
    if procedure.is_empty() { "no procedure" } else { procedure }
}

fn positions(baseline: &Baseline, audit: &Audit) -> Vec<String> {
    let now: Vec<BaselineTopic> = audit.topics.iter().map(BaselineTopic::from).collect();
    let (was, is) = (by_key(&baseline.topics), by_key(&now));
    let mut out = Vec::new();
    for key in was.keys().chain(is.keys()).collect::<BTreeSet<_>>() {
        let (before, after) = (said(was.get(key)), said(is.get(key)));
        if before != after {
            let phase = if key.1 == Phase::Before { " · before" } else { "" };
            out.push(format!("{}{phase} · {}: was {before}, now {after}", named(&key.0), key.2));
        }
    }
    out
}

/// What is held on each topic, every wording once.
fn by_key(topics: &[BaselineTopic]) -> BTreeMap<Key, Vec<&str>> {
    let mut out: BTreeMap<Key, Vec<&str>> = BTreeMap::new();
    for topic in topics {
        let says = out.entry((topic.procedure.clone(), topic.phase, topic.concept.clone())).or_default();
        for (position, _) in &topic.positions {
            if !says.contains(&position.as_str()) {
                says.push(position);
            }
        }
    }
    out
}

/// "avoid until 24 h against avoid until 48 h".
fn said(says: Option<&Vec<&str>>) -> String {
    says.filter(|says| !says.is_empty()).map_or_else(|| "nothing".to_owned(), |says| says.join(" against "))
}

impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (what, lines) in [("new", &self.new), ("gone", &self.gone), ("changed", &self.positions)] {
            for line in lines {
                writeln!(f, "{what}: {line}")?;
            }
        }
        if self.is_empty() {
            writeln!(f, "nothing changed")?;
        }
        Ok(())
    }
}
