//! How does a person read the findings? One file a form of report, and one line here.
//!
//! A report takes the [`Audit`] and something that knows where every rule stands ([`Evidence`]); it picks no winner: it
//! says who says what, since when, and in which words.

mod evidence;
pub mod explain;
mod github;
pub mod inspect;
mod json;
mod markdown;
mod matrix;
mod sarif;
mod terminal;
pub mod words;
mod wrap;

pub use evidence::{Documents, Evidence, Place, Source};

use std::io::{self, Write};

use crate::{contradiction::Audit, document::Aside, error::Error, model::Name};

/// What a report is made of.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    /// The findings.
    pub audit: &'a Audit,
    /// Where every rule stands.
    pub evidence: &'a dyn Evidence,
    /// Whether to use colours.
    pub color: bool,
    /// Whether to list the pairs that tempt and are no contradiction.
    pub show_compatible: bool,
    /// The most sources that are named, and quoted, a position.
    pub most_sources: usize,
    /// How many positions of a finding are shown where the rest is counted.
    pub most_positions: usize,
    /// Whether to show who holds what instead of what clashes, where the form can.
    pub matrix: bool,
    /// The documents with what each is about, for the matrix: also one that advises nothing has its column.
    pub about: &'a [(Name, Vec<Name>)],
    /// How many findings were waived.
    pub waived: usize,
    /// How many waivers are for no finding.
    pub unused: usize,
    /// How many waivers have expired.
    pub expired: usize,
    /// How many findings the baseline knows.
    pub known: usize,
    /// How many findings the baseline knows as less severe.
    pub worse: usize,
    /// What became of everything that was given.
    pub given: Option<Given<'a>>,
}

/// What became of everything that was given to read.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// How many documents were read.
    pub read: usize,
    /// What was set aside, and why.
    pub aside: &'a [Aside],
    /// What failed, and why.
    pub failed: &'a [Error],
    /// Remarks about documents that were read all the same.
    pub notes: &'a [Error],
}

impl<'a> Report<'a> {
    /// A plain report with everything at its default.
    pub fn new(audit: &'a Audit, evidence: &'a dyn Evidence) -> Self {
        Self {
            audit,
            evidence,
            color: false,
            show_compatible: false,
            most_sources: 3,
            most_positions: 12,
            matrix: false,
            about: &[],
            waived: 0,
            unused: 0,
            expired: 0,
            known: 0,
            worse: 0,
            given: None,
        }
    }
}

/// A form of report.
pub struct Form {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is for, in a line.
    pub about: &'static str,
    /// Whether it can show who holds what.
    pub has_matrix: bool,
    /// Whether it can list the pairs that tempt and are no contradiction.
    pub has_compatible: bool,
    /// Whether it can say what changed since a baseline.
    pub has_changes: bool,
    /// Writes it.
    pub write: fn(&Report<'_>, &mut dyn Write) -> io::Result<()>,
}

/// Every form of report; the values and the help of `--format` are made from this list.
pub const FORMS: &[Form] = &[terminal::FORM, json::FORM, json::LINES, sarif::FORM, github::FORM, markdown::FORM];

/// The form of a name.
pub fn form(name: &str) -> Option<&'static Form> {
    FORMS.iter().find(|f| f.name == name)
}

/// The names of some forms: "json or markdown".
pub fn names(of: fn(&Form) -> bool) -> String {
    FORMS.iter().filter(|f| of(f)).map(|f| f.name).collect::<Vec<_>>().join(" or ")
}
