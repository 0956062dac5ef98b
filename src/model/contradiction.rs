//! Positions on a topic, and the contradictions between them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Ids, Name, Phase, Rate, Stance, TimeSpec};

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

/// Why a pair that tempts is no contradiction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// They hold at different times.
    DisjointWindows,
    /// Only one of their conditions can hold.
    ExclusiveConditions,
    /// Only too much of it is advised against.
    Degree,
    /// The one is stated as an exception to the other.
    StatedException,
    /// The same amount, if in other units.
    SameAmount,
    /// The one lies within the bound or range that the other states.
    WithinBound,
    /// A time without a number can mean the other.
    VagueTime,
    /// A ban without an end, or with an event as its end, is not compared with a number.
    TimeUnstated,
    /// A view that the source reports and rejects.
    RejectedView,
    /// They are about different procedures.
    OtherProcedure,
    /// They are about different parts of the body.
    OtherSite,
    /// The matter is left to whoever treats.
    Defers,
    /// The same text twice.
    CopiedText,
    /// The one makes up for what the other advises against.
    Mitigation,
    /// Only a narrower thing is forbidden.
    NarrowerBan,
}

/// When something may be done again, or is to begin, in hours from the procedure; before it, hours before it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Returns {
    /// At the earliest.
    pub earliest: f64,
    /// At the latest; none where that is open ("at least 24 hours").
    pub latest: Option<f64>,
}

/// What one or more sources hold on a topic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Position {
    /// The stance.
    pub stance: Stance,
    /// The position in words: "avoid until 48 h".
    pub says: String,
    /// The concepts that its rules are about.
    pub concepts: Vec<Name>,
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
    /// The earliest and the latest return, where it states a time: a month is 30 days, "a few days" two to five.
    pub returns: Option<Returns>,
    /// The documents that hold it.
    pub documents: Ids,
    /// How many of them are independent: near-duplicate texts count as one source.
    pub independent: usize,
    /// The ids of the rules that hold it.
    pub rules: Ids,
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
    pub documents: Ids,
    /// The positions.
    pub positions: Vec<Position>,
    /// The place of the strictest position among them, counted from 0: the one with the latest return. None where no position is
    /// stricter than another.
    pub strictest: Option<usize>,
    /// The place of the most lenient position.
    pub most_lenient: Option<usize>,
    /// Why it counts, in words and numbers.
    pub why: String,
}
