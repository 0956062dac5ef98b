//! Annotations for GitHub's workflows: one a side, where it stands.

use std::io::{self, Write};

use super::{
    Form, Report,
    terminal::{kind_name, severity_name, topic},
};
use crate::model::{Contradiction, Position, Severity};

pub(super) const FORM: Form = Form {
    name: "github",
    about: "annotations of GitHub's workflows",
    has_matrix: false,
    has_compatible: false,
    has_changes: false,
    write,
};

fn write(report: &Report<'_>, to: &mut dyn Write) -> io::Result<()> {
    for finding in &report.audit.findings {
        let c = &finding.contradiction;
        let command = match c.severity {
            Severity::Critical | Severity::Major => "error",
            Severity::Moderate => "warning",
            Severity::Minor => "notice",
        };
        let title = property(&format!("{} {}: {}", severity_name(c.severity), kind_name(c), topic(c)));
        for position in &c.positions {
            let Some(place) = position.rules.iter().find_map(|r| report.evidence.place(r)) else { continue };
            writeln!(
                to,
                "::{command} file={},line={},endLine={},title={title}::{}",
                property(place.path),
                place.line,
                place.end_line,
                data(&format!("Here: {}. {}", position.says, message(c)))
            )?;
        }
    }
    Ok(())
}

/// The finding in one sentence: who says what.
pub(super) fn message(c: &Contradiction) -> String {
    let side = |p: &Position| {
        let named = p.documents.iter().take(2).collect::<Vec<_>>().join(", ");
        let more = p.documents.len().saturating_sub(2);
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        format!("{} ({named}{more})", p.says)
    };
    let sides: Vec<String> = c.positions.iter().map(side).collect();
    format!("{}: {} [{}]", topic(c), sides.join(" against "), c.id)
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_with_a_meaning_are_escaped() {
        assert_eq!(property("a:b,c%\n"), "a%3Ab%2Cc%25%0A");
        assert_eq!(data("a:b,c"), "a:b,c");
    }
}
