//! The score of reported contradictions against gold: recall of what is sure, precision of what is judged, severities.

use std::{collections::BTreeSet, fs, path::Path};

use aftercare::{
    lexicon::Lexicon,
    model::{Contradiction, ContradictionKind as Kind, Phase, Scope, Severity},
};
use serde::Deserialize;

/// A line of gold.
#[derive(Debug, Clone, Deserialize)]
pub struct Gold {
    #[serde(default)]
    pub not: bool,
    pub procedure: String,
    #[serde(default)]
    pub phase: Phase,
    pub concepts: Vec<String>,
    pub kind: Option<Kind>,
    pub scope: Option<Scope>,
    pub documents: Vec<String>,
    pub severity: Option<Severity>,
    #[serde(default)]
    pub sure: bool,
}

/// What a report scores.
#[derive(Debug, Default)]
pub struct Score {
    pub sure: usize,
    pub found: usize,
    pub severe: usize,
    pub right: usize,
    pub wrong: usize,
    pub unjudged: usize,
    pub notes: Vec<String>,
}

impl Score {
    pub fn recall(&self) -> f64 {
        self.found as f64 / self.sure.max(1) as f64
    }
    pub fn precision(&self) -> f64 {
        self.right as f64 / (self.right + self.wrong).max(1) as f64
    }
    pub fn severities(&self) -> f64 {
        self.severe as f64 / self.found.max(1) as f64
    }
    pub fn add(&mut self, other: Self) {
        self.sure += other.sure;
        self.found += other.found;
        self.severe += other.severe;
        self.right += other.right;
        self.wrong += other.wrong;
        self.unjudged += other.unjudged;
        self.notes.extend(other.notes);
    }
}

const ALIKE: &[&[Kind]] = &[
    &[Kind::Duration, Kind::Start, Kind::Permission],
    &[Kind::Polarity, Kind::Permission],
    &[Kind::Frequency, Kind::Amount],
    &[Kind::Expectation, Kind::Duration],
    &[Kind::Strength, Kind::Condition],
];

/// The lines of a gold file.
pub fn gold(path: &Path) -> Vec<Gold> {
    fs::read_to_string(path)
        .unwrap()
        .lines()
        .filter(|l| !l.trim().is_empty())
        .map(|l| serde_json::from_str(l).unwrap_or_else(|e| panic!("{}: {e}: {l}", path.display())))
        .collect()
}

/// The score of the contradictions of one procedure.
pub fn score(gold: &[Gold], found: &[Contradiction], lexicon: &Lexicon) -> Score {
    let mut out = Score::default();
    for line in gold.iter().filter(|g| !g.not && g.sure) {
        let hits: Vec<_> = found.iter().filter(|f| meets(line, f, lexicon, true)).collect();
        out.sure += 1;
        out.found += usize::from(!hits.is_empty());
        let right = hits.iter().any(|h| Some(h.severity) == line.severity);
        out.severe += usize::from(right);
        if !right {
            let what = if hits.is_empty() { "missed" } else { "severity" };
            let got: Vec<_> = hits.iter().map(|h| h.severity).collect();
            out.notes.push(format!(
                "{what} {:?} {:?} {:?} {:?} {got:?}",
                line.kind, line.concepts, line.documents, line.severity
            ));
        }
    }
    for report in found {
        if gold.iter().any(|g| !g.not && meets(g, report, lexicon, false)) {
            out.right += 1;
            continue;
        }
        let within = |g: &Gold| report.concepts.iter().all(|c| g.concepts.iter().any(|x| c == x.as_str()));
        let wrong = gold.iter().any(|g| g.not && within(g) && meets(g, report, lexicon, true));
        out.wrong += usize::from(wrong);
        out.unjudged += usize::from(!wrong);
        let what = if wrong { "wrong" } else { "unjudged" };
        let says: Vec<_> = report.positions.iter().map(|p| format!("{:?}: {}", p.documents, p.says)).collect();
        out.notes.push(format!(
            "{what} {} {:?} {:?} {:?} {:?}\n      {}",
            report.procedure,
            report.kind,
            report.scope,
            report.severity,
            report.concepts,
            says.join("\n      ")
        ));
    }
    out
}

/// Whether a finding is the one that a line of gold is about; of the same kind, or one that describes the same, where `kinds`.
pub fn meets(gold: &Gold, report: &Contradiction, lexicon: &Lexicon, kinds: bool) -> bool {
    let concepts = &lexicon.concepts;
    let near = |a: &str, b: &str| concepts.is_within(a, b) || concepts.is_within(b, a);
    let documents: BTreeSet<&str> = gold.documents.iter().map(String::as_str).collect();
    let reported: BTreeSet<&str> = report.documents.iter().map(|d| d.rsplit('/').next().unwrap_or(d)).collect();
    let shared = documents.intersection(&reported).count();
    let alike = |a: Kind, b: Kind| a == b || ALIKE.iter().any(|set| set.contains(&a) && set.contains(&b));
    report.procedure == gold.procedure.as_str()
        && report.phase == gold.phase
        && gold.concepts.iter().any(|a| report.concepts.iter().any(|b| near(a, b)))
        && shared >= documents.len().min(2)
        && gold.scope.is_none_or(|s| s == report.scope)
        && (!kinds || gold.not || gold.kind.is_some_and(|k| alike(k, report.kind)))
}
