//! `aftercare-waivers.toml`: findings that are known and let be, each with its reason.

use std::{
    collections::{HashMap, hash_map::Entry},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use toml::{Spanned, Value};

use super::{Date, UserFile};
use crate::{
    contradiction::{Audit, Finding},
    error::{Error, ErrorKind, Result},
};

/// Why a finding is let be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WaiverKind {
    /// It is a contradiction, and it stays.
    Accepted,
    /// It is none.
    FalsePositive,
    /// The sources differ on purpose.
    IntendedDifference,
}

/// A finding that is let be.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiver {
    /// The finding.
    pub id: String,
    /// Why.
    pub kind: WaiverKind,
    /// Why, in the user's words.
    pub reason: String,
    /// The last day on which it holds.
    pub until: Option<Date>,
    /// The line of the file that it starts on.
    pub line: usize,
}

/// The waivers of a file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Waivers {
    /// The file.
    pub path: PathBuf,
    /// The waivers, in its order.
    pub waivers: Vec<Waiver>,
}

/// What became of findings and waivers.
#[derive(Debug, Default)]
pub struct Waiving {
    /// The findings that were let be, with their waivers.
    pub waived: Vec<(Finding, Waiver)>,
    /// How many waivers are for no finding.
    pub unused: usize,
    /// How many waivers would hold if they had not expired.
    pub expired: usize,
    /// What is to be said of waivers: expired, of no use, or a second one for a finding; with file and line.
    pub notes: Vec<Error>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tables {
    #[serde(default)]
    waiver: Vec<Table>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    id: Spanned<String>,
    kind: WaiverKind,
    reason: Spanned<String>,
    until: Option<Spanned<Value>>,
}

impl Waivers {
    /// Reads a file of waivers.
    ///
    /// # Errors
    /// Where it cannot be read, has keys that are not known, a date that is none, an id that no finding can have, no
    /// reason, or two waivers for one finding; with file and line.
    pub fn load(path: &Path) -> Result<Self> {
        let file = UserFile::read(path)?;
        let tables: Tables = file.parse()?;
        let mut seen: HashMap<String, usize> = HashMap::new();
        let mut waivers = Vec::new();
        for table in tables.waiver {
            let at = table.id.span().start;
            let (line, id) = (file.line_of(at), table.id.into_inner());
            if id.len() != 12 || !id.bytes().all(|b| b.is_ascii_hexdigit() && !b.is_ascii_uppercase()) {
                return Err(file.wrong(
                    at,
                    format!("{id:?} is not the id of a finding; those have twelve digits and letters a to f"),
                ));
            }
            if let Some(first) = seen.insert(id.clone(), line) {
                return Err(file.wrong(
                    at,
                    format!("a second waiver for {id}; the first is on line {first}: leave one of them out"),
                ));
            }
            if table.reason.get_ref().trim().is_empty() {
                return Err(file.wrong(table.reason.span().start, format!("the waiver for {id} gives no reason")));
            }
            let until = table.until.map(|until| date(&file, &until)).transpose()?;
            waivers.push(Waiver { id, kind: table.kind, reason: table.reason.into_inner(), until, line });
        }
        Ok(Self { path: path.to_owned(), waivers })
    }

    /// Takes the findings that are waived out of an audit. A waiver holds up to and on its last day. Where sources come and go,
    /// two waivers may be for one finding, and one for none: that is noted, and the report goes on.
    pub fn apply(&self, audit: &mut Audit, today: Date) -> Waiving {
        let mut by_id: HashMap<&str, usize> = HashMap::new();
        for (at, finding) in audit.findings.iter().enumerate() {
            by_id.extend(finding.ids.iter().map(|id| (id.as_str(), at)));
        }
        let mut out = Waiving::default();
        let mut of_finding: HashMap<usize, &Waiver> = HashMap::new();
        for waiver in &self.waivers {
            let Some(&at) = by_id.get(waiver.id.as_str()) else {
                let message = format!(
                    "no finding has the id {}: it is settled, its documents were not read, or the id is mistyped",
                    waiver.id
                );
                out.unused += 1;
                out.notes.push(self.at(waiver, message));
                continue;
            };
            if let Some(until) = waiver.until.filter(|until| *until < today) {
                out.expired += 1;
                out.notes.push(self.at(waiver, format!("the waiver for {} expired on {until}", waiver.id)));
                continue;
            }
            match of_finding.entry(at) {
                Entry::Vacant(free) => {
                    free.insert(waiver);
                }
                Entry::Occupied(first) => {
                    let line = first.get().line;
                    let message = format!("a second waiver for one finding; the first is on line {line}");
                    out.notes.push(self.at(waiver, message));
                }
            }
        }
        let mut kept = Vec::new();
        for (at, finding) in std::mem::take(&mut audit.findings).into_iter().enumerate() {
            match of_finding.get(&at) {
                Some(waiver) => out.waived.push((finding, (*waiver).clone())),
                None => kept.push(finding),
            }
        }
        audit.findings = kept;
        out
    }

    fn at(&self, waiver: &Waiver, message: String) -> Error {
        Error::new(ErrorKind::Config, message).at(&self.path).line(waiver.line)
    }
}

fn date(file: &UserFile, until: &Spanned<Value>) -> Result<Date> {
    let text = match until.get_ref() {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let dated = matches!(until.get_ref(), Value::String(_) | Value::Datetime(_));
    let message = || format!("{text:?} is no date; write it as 2027-03-31 or \"2027-03-31\"");
    dated.then(|| Date::parse(&text)).flatten().ok_or_else(|| file.wrong(until.span().start, message()))
}
