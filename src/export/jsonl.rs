//! JSON Lines: one object a line, every key always present, in a stable order.

use std::io::{self, Write};

use super::{Format, RuleWriter};
use crate::model::Rule;

/// JSON Lines.
pub struct JsonLines;

impl Format for JsonLines {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn about(&self) -> &'static str {
        "one JSON object a line"
    }

    fn writer<'w>(&self, out: Box<dyn Write + 'w>) -> Box<dyn RuleWriter + 'w> {
        Box::new(Writer { out })
    }
}

struct Writer<'w> {
    out: Box<dyn Write + 'w>,
}

impl RuleWriter for Writer<'_> {
    fn rule(&mut self, rule: &Rule) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, rule)?;
        self.out.write_all(b"\n")
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
