//! What changed since a baseline, in words and for programs.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use serde::Serialize;

use super::{Baseline, BaselineTopic};
use crate::{
    contradiction::{Audit, Finding},
    model::{Contradiction, ContradictionKind, Name, Phase, Scope, Severity},
};

/// The version of what is written as JSON.
const SCHEMA: &str = "aftercare.changes.v1";

/// What changed since a baseline.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Changes {
    schema: &'static str,
    /// Findings that were not known.
    pub new: Vec<Change>,
    /// Findings that were known, and less severe.
    pub worse: Vec<Change>,
    /// Findings that are gone.
    pub gone: Vec<Change>,
    /// Topics on which something else is held.
    pub positions: Vec<Moved>,
}

/// A finding that was not as it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// Its id.
    pub id: String,
    /// The procedure.
    pub procedure: Name,
    /// Before or after it.
    pub phase: Phase,
    /// The concepts.
    pub concepts: Vec<Name>,
    /// What clashes.
    pub kind: ContradictionKind,
    /// Within a document or across sources.
    pub scope: Scope,
    /// How serious it is.
    pub severity: Severity,
    /// How serious it was, where it was known and less severe.
    pub was: Option<Severity>,
}

/// A topic on which something else is held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// The procedure.
    pub procedure: Name,
    /// Before or after it.
    pub phase: Phase,
    /// The concept.
    pub concept: Name,
    /// What was held, in words.
    pub was: Vec<String>,
    /// What is held.
    pub now: Vec<String>,
}

type Key = (Name, Phase, Name);

impl Changes {
    /// What changed between a baseline and an audit whose topics were kept. What is waived is neither new nor gone.
    pub fn since<'f>(baseline: &Baseline, audit: &Audit, waived: impl IntoIterator<Item = &'f Finding>) -> Self {
        let mut now: BTreeSet<&str> = audit.findings.iter().flat_map(|f| f.ids.iter().map(String::as_str)).collect();
        now.extend(waived.into_iter().flat_map(|f| f.ids.iter().map(String::as_str)));
        let (mut new, mut worse) = (Vec::new(), Vec::new());
        for finding in &audit.findings {
            let c = &finding.contradiction;
            match baseline.severity(&finding.ids) {
                None => new.push(Change::of(c, None)),
                Some(was) if was < c.severity => worse.push(Change::of(c, Some(was))),
                Some(_) => {}
            }
        }
        let gone = baseline.findings.iter().filter(|c| !now.contains(c.id.as_str())).map(|c| Change::of(c, None));
        Self { schema: SCHEMA, new, worse, gone: gone.collect(), positions: positions(baseline, audit) }
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.worse.is_empty() && self.gone.is_empty() && self.positions.is_empty()
    }

    /// The severities of what is new, and of what is worse than it was.
    pub fn severities(&self) -> impl Iterator<Item = Severity> {
        self.new.iter().chain(&self.worse).map(|c| c.severity)
    }
}

impl Change {
    fn of(c: &Contradiction, was: Option<Severity>) -> Self {
        Self {
            id: c.id.clone(),
            procedure: c.procedure.clone(),
            phase: c.phase,
            concepts: c.concepts.clone(),
            kind: c.kind,
            scope: c.scope,
            severity: c.severity,
            was,
        }
    }
}

/// "botox · before": a procedure and a phase as a person reads them.
fn about(procedure: &Name, phase: Phase) -> String {
    let procedure = if procedure.is_empty() { "no procedure" } else { procedure };
    format!("{procedure}{}", if phase == Phase::Before { " · before" } else { "" })
}

fn positions(baseline: &Baseline, audit: &Audit) -> Vec<Moved> {
    let now: Vec<BaselineTopic> = audit.topics.iter().map(BaselineTopic::from).collect();
    let (was, is) = (by_key(&baseline.topics), by_key(&now));
    let mut out = Vec::new();
    for key in was.keys().chain(is.keys()).collect::<BTreeSet<_>>() {
        let held = |of: &BTreeMap<Key, Vec<String>>| of.get(key).cloned().unwrap_or_default();
        let (was, now) = (held(&was), held(&is));
        if was != now {
            let (procedure, phase, concept) = key.clone();
            out.push(Moved { procedure, phase, concept, was, now });
        }
    }
    out
}

/// What is held on each topic, every wording once.
fn by_key(topics: &[BaselineTopic]) -> BTreeMap<Key, Vec<String>> {
    let mut out: BTreeMap<Key, Vec<String>> = BTreeMap::new();
    for topic in topics {
        let says = out.entry((topic.procedure.clone(), topic.phase, topic.concept.clone())).or_default();
        for (position, _) in &topic.positions {
            if !says.contains(position) {
                says.push(position.clone());
            }
        }
    }
    out
}

/// "avoid until 24 h against avoid until 48 h".
fn said(says: &[String]) -> String {
    if says.is_empty() { "nothing".to_owned() } else { says.join(" against ") }
}

/// A word of the data: a kind, a severity.
fn word(value: impl fmt::Debug) -> String {
    format!("{value:?}").to_lowercase()
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let concepts = self.concepts.iter().map(Name::as_str).collect::<Vec<_>>().join(", ");
        write!(f, "{} · {concepts}: {}", about(&self.procedure, self.phase), word(self.kind))?;
        if let Some(was) = self.was {
            write!(f, ", was {} and is {}", word(was), word(self.severity))?;
        }
        write!(f, " ({})", self.id)
    }
}

impl fmt::Display for Moved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let about = about(&self.procedure, self.phase);
        write!(f, "{about} · {}: was {}, now {}", self.concept, said(&self.was), said(&self.now))
    }
}

impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (what, changes) in [("new", &self.new), ("worse", &self.worse), ("gone", &self.gone)] {
            for change in changes {
                writeln!(f, "{what}: {change}")?;
            }
        }
        for moved in &self.positions {
            writeln!(f, "changed: {moved}")?;
        }
        if self.is_empty() {
            writeln!(f, "nothing changed")?;
        }
        Ok(())
    }
}
