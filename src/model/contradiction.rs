//! Positions on a topic, and the contradictions between them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Name, Phase, Rate, Stance, TimeSpec};

/// What clashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ContradictionKind {
    /// `avoid` against `do`.
    Polarity,
    /// `avoid` against `allow`, at a time when both hold.
    Permission,
    /// The same stance until different times.
    Duration,
    /// Allowed, or to be begun, from different times.
    Start,
    /// How often.
    Frequency,
    /// How long each time, how much, how many.
    Amount,
    /// Forbidden against merely limited.
    Strength,
    /// Without a condition against only under one.
    Condition,
    /// What will happen, and when.
    Expectation,
}

/// Whether one document contradicts itself or sources contradict each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// One document against itself.
    Internal,
    /// Between sources.
    CrossSource,
}

/// How serious a contradiction is, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Times that differ by less than two times, strength, expectations.
    Minor,
    /// Times two to four times apart, frequency, amount, condition.
    Moderate,
    /// Opposite stances, times more than four times apart.
    Major,
    /// Opposite stances on an activity that can do harm.
    Critical,
}

/// What one or more sources hold on a topic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Position {
    /// The stance.
    pub stance: Stance,
    /// The position in words: "avoid until 48 h".
    pub says: String,
    /// From when.
    pub from: Option<TimeSpec>,
    /// Until when.
    pub until: Option<TimeSpec>,
    /// How often.
    pub every: Option<Rate>,
    /// How long each time.
    pub session: Option<TimeSpec>,
    /// Under which condition.
    pub condition: Option<String>,
    /// The documents that hold it.
    pub documents: Vec<Name>,
    /// The ids of the rules that hold it.
    pub rules: Vec<String>,
}

/// Two or more positions that cannot all be followed, or that differ in what they allow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Contradiction {
    /// Stable: a hash of the topic, the kind and the scope.
    pub id: String,
    /// The procedure.
    pub procedure: Name,
    /// Before or after it.
    pub phase: Phase,
    /// The concepts that the positions are about.
    pub concepts: Vec<Name>,
    /// What clashes.
    pub kind: ContradictionKind,
    /// Within a document or across sources.
    pub scope: Scope,
    /// How serious it is.
    pub severity: Severity,
    /// The documents of all positions.
    pub documents: Vec<Name>,
    /// The positions.
    pub positions: Vec<Position>,
    /// Why it counts, in words and numbers.
    pub why: String,
}
