//! A baseline: what was found, and what every source held, at some time; so that only what is new fails, and changes can
//! be told.

use std::{collections::BTreeSet, fs, path::Path};

use serde::{Deserialize, Serialize};

use crate::{
    contradiction::{Audit, TopicPositions},
    error::{Error, ErrorKind, Result},
    model::{Contradiction, Name, Phase},
};

/// The version of the file.
const SCHEMA: &str = "aftercare.baseline.v1";

/// A baseline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    schema: String,
    /// The ids of all topics of all findings, sorted.
    pub ids: BTreeSet<String>,
    /// The findings.
    pub findings: Vec<Contradiction>,
    /// What was held on every topic.
    pub topics: Vec<BaselineTopic>,
}

/// What was held on a topic.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BaselineTopic {
    /// The procedure.
    pub procedure: Name,
    /// Before or after.
    pub phase: Phase,
    /// The concept.
    pub concept: Name,
    /// The positions in words, with their documents.
    pub positions: Vec<(String, Vec<Name>)>,
}

impl From<&TopicPositions> for BaselineTopic {
    fn from(topic: &TopicPositions) -> Self {
        Self {
            procedure: topic.procedure.clone(),
            phase: topic.phase,
            concept: topic.concept.clone(),
            positions: topic
                .positions
                .iter()
                .map(|p| (p.says.clone(), p.documents.iter().map(Name::from).collect()))
                .collect(),
        }
    }
}

impl Baseline {
    /// The baseline of an audit; its topics must have been kept.
    pub fn of(audit: &Audit) -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            ids: audit.findings.iter().flat_map(|f| f.ids.iter().cloned()).collect(),
            findings: audit.findings.iter().map(|f| f.contradiction.clone()).collect(),
            topics: audit.topics.iter().map(BaselineTopic::from).collect(),
        }
    }

    /// Reads a baseline.
    ///
    /// # Errors
    /// Where it cannot be read, or is none; with the line.
    pub fn load(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).map_err(|e| Error::io(path, &e))?;
        let wrong = |message: String, line| Error::new(ErrorKind::Config, message).at(path).line(line);
        let baseline: Self =
            serde_json::from_str(&text).map_err(|e| wrong(format!("this is no baseline: {e}"), e.line().max(1)))?;
        if baseline.schema != SCHEMA {
            let message = format!("a baseline of version {:?}, and not {SCHEMA:?}; write it anew", baseline.schema);
            return Err(wrong(message, 1));
        }
        Ok(baseline)
    }

    /// Writes it.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn save(&self, path: &Path) -> Result<()> {
        let text = serde_json::to_string_pretty(self).map_err(|e| Error::new(ErrorKind::Internal, e.to_string()))?;
        fs::write(path, text + "\n").map_err(|e| Error::io(path, &e))
    }

    /// Whether a finding was known: by any of its topics.
    pub fn knows(&self, ids: &[String]) -> bool {
        ids.iter().any(|id| self.ids.contains(id))
    }
}
