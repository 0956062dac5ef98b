//! SARIF 2.1.0, for code hosts and editors: every side of a finding is a location.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use serde_json::json;
use serde_sarif::sarif::{
    ArtifactLocation, Location, Message, MultiformatMessageString, PhysicalLocation, PropertyBag, Region,
    ReportingDescriptor, Result as SarifResult, ResultLevel, Run, SCHEMA_URL, Sarif, Tool, ToolComponent, Version,
};

use super::{
    Form, Place, Report,
    github::message,
    terminal::{kind_name, severity_name},
};
use crate::{
    contradiction::{DETECTORS, Finding},
    model::{Contradiction, Severity},
};

pub(super) const FORM: Form = Form {
    name: "sarif",
    about: "SARIF 2.1.0, every side a location",
    has_matrix: false,
    has_compatible: false,
    has_changes: false,
    write,
};

fn write(report: &Report<'_>, to: &mut dyn Write) -> io::Result<()> {
    let driver = ToolComponent::builder()
        .name(env!("CARGO_PKG_NAME"))
        .version(env!("CARGO_PKG_VERSION"))
        .rules(DETECTORS.iter().map(rule).collect::<Vec<_>>())
        .build();
    let results: Vec<SarifResult> = report.audit.findings.iter().map(|f| result(report, f)).collect();
    let run = Run::builder()
        .tool(Tool::builder().driver(driver).build())
        .column_kind(json!("unicodeCodePoints"))
        .results(results)
        .build();
    let sarif = Sarif::builder().schema(SCHEMA_URL).version(json!(Version::V2_1_0)).runs(vec![run]).build();
    serde_json::to_writer_pretty(&mut *to, &sarif)?;
    writeln!(to)
}

fn rule(detector: &crate::contradiction::Detector) -> ReportingDescriptor {
    let text = |text: &str| MultiformatMessageString::builder().text(text).build();
    ReportingDescriptor::builder()
        .id(format!("{:?}", detector.kind).to_lowercase())
        .short_description(text(detector.clashes))
        .full_description(text(detector.example))
        .build()
}

fn result(report: &Report<'_>, finding: &Finding) -> SarifResult {
    let c = &finding.contradiction;
    let kind = DETECTORS.iter().position(|d| d.kind == c.kind).map_or(-1, number);
    let sides = c.positions.iter().filter_map(|p| {
        let place = p.rules.iter().find_map(|r| report.evidence.place(r))?;
        Some(location(&place, &p.says))
    });
    // One place a further document: places must not repeat.
    let others = c.positions.iter().flat_map(|p| {
        let mut seen: Vec<&str> = Vec::new();
        let mut places: Vec<Place<'_>> = p.rules.iter().filter_map(|r| report.evidence.place(r)).collect();
        places.retain(|place| {
            let new = !seen.contains(&place.path);
            seen.push(place.path);
            new
        });
        places.into_iter().skip(1).take(report.most_sources).map(|place| location(&place, &p.says)).collect::<Vec<_>>()
    });
    let properties = BTreeMap::from([
        ("procedure".to_owned(), json!(c.procedure)),
        ("concepts".to_owned(), json!(c.concepts)),
        ("severity".to_owned(), json!(c.severity)),
        ("scope".to_owned(), json!(c.scope)),
    ]);
    SarifResult::builder()
        .rule_id(kind_name(c))
        .rule_index(kind)
        .level(level(c.severity))
        .message(Message::builder().text(message(c)).build())
        .locations(sides.collect::<Vec<_>>())
        .related_locations(others.collect::<Vec<_>>())
        .partial_fingerprints(BTreeMap::from([("aftercare/v1".to_owned(), c.id.clone())]))
        .properties(PropertyBag::builder().tags(vec![tag(c)]).additional_properties(properties).build())
        .build()
}

/// A number as SARIF counts.
fn number(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// A digit of an escaped byte.
fn hex(digit: u8) -> char {
    char::from_digit(u32::from(digit), 16).map_or('0', |c| c.to_ascii_uppercase())
}

fn tag(c: &Contradiction) -> String {
    severity_name(c.severity).to_owned()
}

fn level(severity: Severity) -> ResultLevel {
    match severity {
        Severity::Critical | Severity::Major => ResultLevel::Error,
        Severity::Moderate => ResultLevel::Warning,
        Severity::Minor => ResultLevel::Note,
    }
}

fn location(place: &Place<'_>, says: &str) -> Location {
    let region = Region {
        start_line: Some(number(place.line)),
        start_column: place.column.map(number),
        end_line: Some(number(place.end_line)),
        end_column: place.end_column.map(number),
        ..Region::builder().build()
    };
    let physical = PhysicalLocation::builder()
        .artifact_location(ArtifactLocation::builder().uri(uri(place.path)).build())
        .region(region)
        .build();
    Location::builder().physical_location(physical).message(Message::builder().text(says).build()).build()
}

/// A path as a URI reference: relative as it is, absolute with its scheme, other signs escaped.
fn uri(path: &str) -> String {
    let path = path.replace('\\', "/");
    let mut out = String::new();
    if path.starts_with('/') {
        out.push_str("file://");
    }
    for byte in path.strip_prefix("./").unwrap_or(&path).bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' | b'!' => out.push(byte as char),
            other => out.extend(['%', hex(other >> 4), hex(other & 15)]),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uri_references() {
        for (path, want) in [
            ("corpus/botox/a.md", "corpus/botox/a.md"),
            ("./a b.md", "a%20b.md"),
            ("/tmp/ä.txt", "file:///tmp/%C3%A4.txt"),
            ("leaflets.zip!one.txt", "leaflets.zip!one.txt"),
        ] {
            assert_eq!(uri(path), want);
        }
    }
}
