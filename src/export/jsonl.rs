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
        Box::new(Writer { out, line: Vec::new() })
    }
}

struct Writer<'w> {
    out: Box<dyn Write + 'w>,
    line: Vec<u8>,
}

impl RuleWriter for Writer<'_> {
    fn rule(&mut self, rule: &Rule) -> io::Result<()> {
        self.line.clear();
        serde_json::to_writer(&mut self.line, rule)?;
        self.line.push(b'\n');
        self.out.write_all(&self.line)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
