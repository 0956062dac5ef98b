//! The procedures that a document can be about, and the words that name them.

use std::collections::{BTreeMap, HashMap};

use rustc_hash::FxBuildHasher;
use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::{File, Phrases, Words};
use crate::{error::Result, model::Name};

/// A procedure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Procedure {
    /// Its id.
    pub id: Name,
    /// The procedures of which everything that is said also holds of this one.
    pub broader: Vec<Name>,
    /// Whether it goes with others (an anaesthetic, a wound), and is what a document is about only where no other is.
    pub accompanies: bool,
}

/// All procedures, and the phrases that name them.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Procedures {
    procedures: Vec<Procedure>,
    #[serde(skip)]
    by_id: HashMap<Name, usize, FxBuildHasher>,
    /// The phrases, each with the index of its procedure and whether it names it in titles and headings only.
    pub phrases: Phrases<(usize, bool)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProcedureTable {
    #[serde(default)]
    broader: Vec<String>,
    names: Vec<Spanned<String>>,
    #[serde(default)]
    accompanies: bool,
    #[serde(default)]
    topic_only: Vec<Spanned<String>>,
    #[serde(default)]
    #[allow(dead_code, reason = "read by the test of the data files")]
    examples: Vec<String>,
    #[serde(default)]
    #[allow(dead_code, reason = "read by the test of the data files")]
    not: Vec<String>,
}

impl Procedures {
    /// The procedures of a file.
    ///
    /// # Errors
    /// Where the file is no valid TOML or an entry is wrong; the error names file and line.
    pub fn load(file: &File<'_>, words: &mut Words) -> Result<Self> {
        let tables: BTreeMap<Spanned<String>, ProcedureTable> = file.parse()?;
        let mut out = Self { phrases: Phrases::new(words), ..Self::default() };
        let mut tables: Vec<_> = tables.into_iter().collect();
        tables.sort_by_key(|(id, _)| id.span().start);
        for (id, table) in tables {
            let name = Name::from(id.get_ref().as_str());
            let index = out.procedures.len();
            out.by_id.insert(name.clone(), index);
            for (forms, topic_only) in [(&table.names, false), (&table.topic_only, true)] {
                for form in forms {
                    for phrase in file.phrases(form, words)? {
                        out.phrases.add(&phrase, (index, topic_only));
                    }
                }
            }
            let broader = table.broader.iter().map(|b| Name::from(b.as_str())).collect();
            out.procedures.push(Procedure { id: name, broader, accompanies: table.accompanies });
        }
        for procedure in &out.procedures {
            for broader in &procedure.broader {
                if !out.by_id.contains_key(broader) {
                    return Err(
                        file.wrong(0, format!("{:?} refers to {broader:?}, which is no procedure", procedure.id))
                    );
                }
            }
        }
        Ok(out)
    }

    /// Makes the table of procedures that were stored.
    pub(super) fn restore(&mut self) {
        self.by_id = self.procedures.iter().enumerate().map(|(at, p)| (p.id.clone(), at)).collect();
    }

    /// Every procedure, in the order of the file.
    pub fn all(&self) -> &[Procedure] {
        &self.procedures
    }

    /// The procedure of an id.
    pub fn get(&self, id: &str) -> Option<&Procedure> {
        self.by_id.get(id).map(|&i| &self.procedures[i])
    }

    /// Whether a procedure goes with others.
    pub fn accompanies(&self, id: &str) -> bool {
        self.get(id).is_some_and(|p| p.accompanies)
    }

    /// Whether everything said of `broad` also holds of `narrow` (a procedure is within itself).
    pub fn is_within(&self, narrow: &str, broad: &str) -> bool {
        narrow == broad
            || self.get(narrow).is_some_and(|p| p.broader.iter().any(|b| b != narrow && self.is_within(b, broad)))
    }
}
