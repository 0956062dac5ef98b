//! How do other programs take the rules? One file a format; [`FORMATS`] is the registry.

mod csv;
mod jsonl;

use std::io::{self, Write};

use crate::model::Rule;

/// A form in which rules are written.
pub trait Format: Sync {
    /// Its name on the command line.
    fn name(&self) -> &'static str;
    /// What it is, in a line of help.
    fn about(&self) -> &'static str;
    /// A writer of this form.
    fn writer<'w>(&self, out: Box<dyn Write + 'w>) -> Box<dyn RuleWriter + 'w>;
}

/// Writes rules one by one.
pub trait RuleWriter {
    /// Writes a rule.
    ///
    /// # Errors
    /// Where the output cannot be written.
    fn rule(&mut self, rule: &Rule) -> io::Result<()>;
    /// Writes what remains.
    ///
    /// # Errors
    /// Where the output cannot be written.
    fn finish(&mut self) -> io::Result<()>;
}

/// Every form, the default first.
pub static FORMATS: &[&dyn Format] = &[&jsonl::JsonLines, &csv::Csv];

/// The form of a name.
pub fn format(name: &str) -> Option<&'static dyn Format> {
    FORMATS.iter().copied().find(|f| f.name() == name)
}

/// The JSON Schema of a rule.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Rule).to_value()
}
