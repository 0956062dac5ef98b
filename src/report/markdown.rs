//! A report to read in a browser or to send around; with the matrix of who holds what.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use super::{
    Form, Report, matrix,
    terminal::{bounds, join, kind_name, more_positions, severity_name, summary, topic},
    wrap::shorten,
};
use crate::{
    contradiction::TopicPositions,
    model::{Contradiction, Name, Phase, Position, Scope},
};

pub(super) const FORM: Form = Form {
    name: "markdown",
    about: "a document, with a matrix of positions",
    has_matrix: true,
    has_compatible: true,
    has_changes: false,
    write,
};

/// The most characters of a quote.
const QUOTE: usize = 300;

/// What a matrix shows where a source says nothing.
const SILENT: &str = "·";

fn write(report: &Report<'_>, to: &mut dyn Write) -> io::Result<()> {
    if report.matrix {
        return table_of_sources(report, to);
    }
    writeln!(to, "# Contradictions\n\n{}\n", summary(report))?;
    for finding in &report.audit.findings {
        section(report, &finding.contradiction, to)?;
    }
    if report.show_compatible { compatible(report, to) } else { Ok(()) }
}

/// The pairs that tempt and are no contradiction, each with its reason.
fn compatible(report: &Report<'_>, to: &mut dyn Write) -> io::Result<()> {
    writeln!(to, "## No contradiction\n\n| reason | procedure | words |\n| --- | --- | --- |")?;
    for pair in &report.audit.compatible {
        let reason = serde_json::to_value(pair.reason).unwrap_or_default();
        let view = pair.view.as_ref().and_then(|view| {
            let (path, line) = report.evidence.view(view)?;
            Some(format!("“{}” ({path}:{line})", shorten(&view.quote, QUOTE)))
        });
        let rules = pair.rules.iter().filter_map(|rule| report.evidence.place(rule));
        let rules = rules.map(|p| format!("“{}” ({}:{})", shorten(&p.rule.quote, QUOTE), p.path, p.line));
        let words = view.into_iter().chain(rules).map(|words| cell(&words)).collect::<Vec<_>>().join(" × ");
        writeln!(to, "| {} | {} | {words} |", reason.as_str().unwrap_or_default(), cell(&pair.procedure))?;
    }
    Ok(())
}

fn section(report: &Report<'_>, c: &Contradiction, to: &mut dyn Write) -> io::Result<()> {
    let scope = if c.scope == Scope::Internal { ", within one document" } else { "" };
    writeln!(to, "## {} — {} ({}{scope})\n", cell(&topic(c)), kind_name(c), severity_name(c.severity))?;
    writeln!(to, "| position | sources | words |\n| --- | --- | --- |")?;
    for (at, position) in c.positions.iter().enumerate().take(report.most_positions) {
        let says = if position.concepts == c.concepts {
            position.says.clone()
        } else {
            format!("{} ({})", position.says, join(&position.concepts))
        };
        writeln!(
            to,
            "| {} | {} | {} |",
            cell(&format!("{says}{}", bounds(c, at))),
            cell(&sources(report, position)),
            cell(&words(report, position))
        )?;
    }
    if let Some(more) = more_positions(report, c) {
        writeln!(to, "| {more} | | |")?;
    }
    writeln!(to, "\n{}. Finding `{}`.\n", cell(&c.why), c.id)
}

/// The first few sources with their lines, and how many more there are.
fn sources(report: &Report<'_>, position: &Position) -> String {
    let mut out: Vec<String> = Vec::new();
    for document in position.documents.iter().take(report.most_sources) {
        let places = position.rules.iter().filter_map(|r| report.evidence.place(r));
        let place = places.into_iter().find(|p| p.rule.document == *document);
        out.push(place.map_or(document.to_string(), |p| format!("{}:{}", p.path, p.line)));
    }
    let more = position.documents.len().saturating_sub(report.most_sources);
    if more > 0 {
        out.push(format!("{more} more"));
    }
    if position.independent < position.documents.len() {
        out.push(format!("{} sources, {} independent", position.documents.len(), position.independent));
    }
    out.join("; ")
}

fn words(report: &Report<'_>, position: &Position) -> String {
    let place = position.rules.iter().find_map(|r| report.evidence.place(r));
    place.map_or_else(String::new, |p| format!("“{}”", shorten(&p.rule.quote, QUOTE)))
}

/// A table a procedure and phase: a line an activity, a column a source.
fn table_of_sources(report: &Report<'_>, to: &mut dyn Write) -> io::Result<()> {
    let mut by_procedure: BTreeMap<(&Name, Phase), Vec<&TopicPositions>> = BTreeMap::new();
    for topic in &report.audit.topics {
        by_procedure.entry((&topic.procedure, topic.phase)).or_default().push(topic);
    }
    let sources = matrix::sources(report);
    writeln!(to, "# Who holds what")?;
    for ((procedure, phase), topics) in by_procedure {
        let documents = &sources[procedure];
        let name = if procedure.is_empty() { "no procedure" } else { procedure };
        let phase = if phase == Phase::Before { "before" } else { "after" };
        writeln!(to, "\n## {} · {phase}\n", cell(name))?;
        let heads: Vec<String> = documents.iter().map(|d| cell(d)).collect();
        writeln!(to, "| activity | {} |", heads.join(" | "))?;
        writeln!(to, "| --- |{}", " --- |".repeat(documents.len()))?;
        for topic in topics {
            let held = documents.iter().map(|d| held(topic, d)).collect::<Vec<_>>().join(" | ");
            writeln!(to, "| {} | {held} |", cell(&topic.concept))?;
        }
    }
    Ok(())
}

/// What a source holds on a topic.
fn held(topic: &TopicPositions, document: &str) -> String {
    let mut says: Vec<&str> = Vec::new();
    for position in topic.positions.iter().filter(|p| p.documents.contains(document)) {
        if !says.contains(&position.says.as_str()) {
            says.push(&position.says);
        }
    }
    if says.is_empty() { SILENT.to_owned() } else { cell(&says.join("; ")) }
}

/// Text that breaks no table and is no markup.
fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if matches!(c, '|' | '*' | '_' | '`' | '<' | '[' | ']' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_break_no_table() {
        assert_eq!(cell("a | b\n *c*"), "a \\| b \\*c\\*");
    }
}
