//! A rule: one action, one stance, one set of conditions and times, in a document's own words.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Count, Name, Rate, TimeSpec};

/// Before or after the procedure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// After the procedure.
    #[default]
    After,
    /// Before the procedure.
    Before,
}

/// What a document holds of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Stance {
    /// It is to be avoided.
    Avoid,
    /// It is to be done.
    Do,
    /// It is permitted, fine, may be resumed.
    Allow,
    /// It need not be done.
    Unneeded,
    /// It will happen; no advice.
    Expect,
}

/// Where only a part of the action is advised against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Degree {
    /// Only too much of it.
    Excessive,
    /// It is to be limited.
    Limit,
    /// Only for long.
    Prolonged,
}

/// How strongly a document words its advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Strength {
    /// An order or a prohibition.
    Must,
    /// A recommendation.
    Should,
    /// A suggestion or a permission.
    May,
}

/// One rule, with the words it rests on. The keys of its JSON are fixed; every key is always present.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Rule {
    /// Stable: a hash of document id, place, stance and concept.
    pub id: String,
    /// The document's id.
    pub document: Name,
    /// Procedure ids, the most specific first; empty where none is stated.
    pub procedure: Vec<Name>,
    /// Before or after the procedure.
    pub phase: Phase,
    /// What is held of the action.
    pub stance: Stance,
    /// The action: a concept id.
    pub concept: Name,
    /// From when it holds, counted from the procedure.
    pub from: Option<Box<TimeSpec>>,
    /// Until when it holds, counted from the procedure.
    pub until: Option<Box<TimeSpec>>,
    /// How long before the procedure it holds.
    pub lead: Option<Box<TimeSpec>>,
    /// How long each time.
    pub session: Option<Box<TimeSpec>>,
    /// How often.
    pub every: Option<Box<Rate>>,
    /// A number of times or sessions.
    pub count: Option<Count>,
    /// Where only a part of the action is meant.
    pub degree: Option<Degree>,
    /// How strongly it is worded.
    pub strength: Option<Strength>,
    /// The condition under which it holds, in the document's words.
    pub condition: Option<String>,
    /// What it excepts, in the document's words.
    pub exception: Option<String>,
    /// The evidence, exactly as in the document's text.
    pub quote: String,
    /// First byte of the quote in the document's text.
    pub start: usize,
    /// One past the last byte of the quote.
    pub end: usize,
    /// The headings above it, outermost first.
    pub section: Vec<String>,
    /// The lexicon entries and scope decisions that it was derived by.
    pub fired: Vec<String>,
    /// 0 to 1: how often rules derived this way were right on annotated documents.
    pub confidence: f64,
}
