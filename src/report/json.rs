//! The findings for other programs: one JSON object, or one object a line.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Write},
};

use serde::Serialize;
use serde_json::{Value, json};

use super::{Form, Report, matrix, terminal::severity_name};
use crate::{
    contradiction::{Finding, TopicPositions},
    error::Error,
    model::{Name, Severity},
};

pub(super) const FORM: Form = Form {
    name: "json",
    about: "one JSON object with a summary",
    has_matrix: true,
    has_compatible: true,
    has_changes: true,
    write,
};
pub(super) const LINES: Form = Form {
    name: "jsonl",
    about: "one JSON object a finding and line",
    has_matrix: false,
    has_compatible: false,
    has_changes: false,
    write: write_lines,
};

/// The version of what is written: it changes where a key goes or changes its meaning.
const SCHEMA: &str = "aftercare.audit.v1";

/// A rule's words and where they stand.
#[derive(Serialize)]
struct Evidence<'a> {
    rule: &'a str,
    document: &'a str,
    path: &'a str,
    line: usize,
    quote: &'a str,
}

fn write(report: &Report<'_>, to: &mut dyn Write) -> io::Result<()> {
    let audit = report.audit;
    let findings: Vec<Value> = audit.findings.iter().map(|f| finding(report, f)).collect();
    let mut out = json!({
        "schema": SCHEMA,
        "summary": summary(report),
        "contradictions": findings,
    });
    if report.show_compatible {
        out["compatible"] = audit
            .compatible
            .iter()
            .map(|c| {
                let view = c.view.as_ref().map(|v| {
                    let place = report.evidence.view(v);
                    json!({
                        "document": v.document, "concept": v.concept, "quote": v.quote, "start": v.start,
                        "path": place.map(|p| p.0), "line": place.map(|p| p.1),
                    })
                });
                json!({"reason": c.reason, "procedure": c.procedure, "scope": c.scope, "rules": c.rules, "view": view})
            })
            .collect();
    }
    if report.matrix {
        let sources = matrix::sources(report);
        out["topics"] = audit.topics.iter().map(|t| topic(t, &sources)).collect();
    }
    serde_json::to_writer_pretty(&mut *to, &out)?;
    writeln!(to)
}

/// A topic with what every source of its procedure holds; a source that says nothing of it has `null`.
fn topic(topic: &TopicPositions, sources: &BTreeMap<&Name, BTreeSet<&str>>) -> Value {
    let silent = sources.get(&topic.procedure).into_iter().flatten();
    let mut held: BTreeMap<&str, Option<Vec<&str>>> = silent.map(|document| (*document, None)).collect();
    for position in &topic.positions {
        for document in position.documents.iter() {
            let says = held.entry(document).or_default().get_or_insert_default();
            if !says.contains(&position.says.as_str()) {
                says.push(&position.says);
            }
        }
    }
    json!({"procedure": topic.procedure, "phase": topic.phase, "concept": topic.concept, "sources": held})
}

fn write_lines(report: &Report<'_>, to: &mut dyn Write) -> io::Result<()> {
    for found in &report.audit.findings {
        serde_json::to_writer(&mut *to, &finding(report, found))?;
        writeln!(to)?;
    }
    Ok(())
}

fn summary(report: &Report<'_>) -> Value {
    let audit = report.audit;
    let count = |s: Severity| audit.findings.iter().filter(|f| f.contradiction.severity == s).count();
    let mut out = json!({
        "contradictions": audit.findings.len(),
        "documents": audit.documents,
        "independent": audit.independent,
        "rules": audit.rules,
        "waived": report.waived,
        "waivers": {"unused": report.unused, "expired": report.expired},
        "baseline": report.known,
        "worse": report.worse,
    });
    for severity in [Severity::Critical, Severity::Major, Severity::Moderate, Severity::Minor] {
        out[severity_name(severity)] = count(severity).into();
    }
    if let Some(given) = report.given {
        out["read"] = given.read.into();
        out["set_aside"] = given
            .aside
            .iter()
            .map(|a| json!({"path": a.path, "reason": a.reason.name(), "message": a.message}))
            .collect();
        out["failed"] = given.failed.iter().map(said).collect();
        out["notes"] = given.notes.iter().map(said).collect();
    }
    out
}

/// What was said of a document.
fn said(error: &Error) -> Value {
    json!({"path": error.path().map(|p| p.display().to_string()), "line": error.at_line(), "message": error.message()})
}

/// A finding with the words of every position: one quote a document.
fn finding(report: &Report<'_>, finding: &Finding) -> Value {
    let mut out = json!(finding.contradiction);
    for (at, position) in finding.contradiction.positions.iter().enumerate() {
        let mut quoted: Vec<Evidence<'_>> = Vec::new();
        for place in position.rules.iter().filter_map(|r| report.evidence.place(r)) {
            if quoted.last().is_none_or(|q| q.document != &*place.rule.document) {
                quoted.push(Evidence {
                    rule: &place.rule.id,
                    document: &place.rule.document,
                    path: place.path,
                    line: place.line,
                    quote: &place.rule.quote,
                });
            }
        }
        out["positions"][at]["evidence"] = json!(quoted);
    }
    out
}
