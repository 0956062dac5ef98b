//! A baseline: what was found, and what every source held, at some time; so that only what is new fails, and changes can
//! be told.

use std::{collections::BTreeMap, fs, path::Path};

use serde::{Deserialize, Serialize};

use crate::{
    contradiction::{Audit, Finding, TopicPositions},
    error::{Error, ErrorKind, Result},
    model::{Contradiction, Name, Phase, Severity},
};

/// The version of the file.
const SCHEMA: &str = "aftercare.baseline.v2";

/// A baseline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    schema: String,
    /// The ids of all topics of all findings, each with how serious its finding was.
    pub ids: BTreeMap<String, Severity>,
    /// The findings.
    pub findings: Vec<Contradiction>,
    /// What was held on every topic.
    pub topics: Vec<BaselineTopic>,
}

/// What every version of the file has.
#[derive(Deserialize)]
struct Version {
    schema: String,
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
        let ids = |f: &Finding| {
            let severity = f.contradiction.severity;
            f.ids.iter().map(move |id| (id.clone(), severity)).collect::<Vec<_>>()
        };
        Self {
            schema: SCHEMA.to_owned(),
            ids: audit.findings.iter().flat_map(ids).collect(),
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
        // The version first: what another version has may be no baseline of this one.
        let version: Version =
            serde_json::from_str(&text).map_err(|e| wrong(format!("this is no baseline: {e}"), e.line().max(1)))?;
        if version.schema != SCHEMA {
            let message = format!("a baseline of version {:?}, and not {SCHEMA:?}; write it anew", version.schema);
            return Err(wrong(message, 1));
        }
        let baseline: Self =
            serde_json::from_str(&text).map_err(|e| wrong(format!("this is no baseline: {e}"), e.line().max(1)))?;
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

    /// How serious a finding was, by any of its topics; `None` where it was not known.
    pub fn severity(&self, ids: &[String]) -> Option<Severity> {
        ids.iter().filter_map(|id| self.ids.get(id)).max().copied()
    }

    /// Whether a finding was known, and no less severe than it is.
    pub fn knows(&self, finding: &Finding) -> bool {
        self.severity(&finding.ids).is_some_and(|was| was >= finding.contradiction.severity)
    }
}
