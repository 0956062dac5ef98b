//! The report for a terminal: a block a finding, under 80 columns.

use std::io::{self, Write};

use super::{
    Form, Report,
    wrap::{COLUMNS, shorten, wrap},
};
use crate::{
    contradiction::number,
    model::{Contradiction, Phase, Scope, Severity, Stance},
};

pub(super) const FORM: Form = Form {
    name: "text",
    about: "for a terminal, both sides quoted",
    has_matrix: false,
    has_compatible: true,
    has_changes: true,
    write,
};

/// The most characters of a quote.
const QUOTE: usize = 210;

fn write(report: &Report<'_>, to: &mut dyn Write) -> io::Result<()> {
    for finding in &report.audit.findings {
        block(report, &finding.contradiction, to)?;
    }
    if report.show_compatible {
        compatible(report, to)?;
    }
    write!(to, "{}", wrap("", &summary(report)))
}

/// What the findings come to, in a line.
pub(super) fn summary(report: &Report<'_>) -> String {
    let audit = report.audit;
    let count = |s: Severity| audit.findings.iter().filter(|f| f.contradiction.severity == s).count();
    let parts: Vec<String> = [Severity::Critical, Severity::Major, Severity::Moderate, Severity::Minor]
        .into_iter()
        .filter(|s| count(*s) > 0)
        .map(|s| format!("{} {}", count(s), severity_name(s)))
        .collect();
    let severities = if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) };
    let independent = if audit.independent < audit.documents {
        format!(" ({} independent)", audit.independent)
    } else {
        String::new()
    };
    let mut aside = String::new();
    let waivers = |n: usize, what: &str| (n, format!("{} {what}", counted(n, "waiver")));
    for (n, what) in [
        (report.waived, format!("{} waived", report.waived)),
        waivers(report.unused, "unused"),
        waivers(report.expired, "expired"),
        (report.known, format!("{} in the baseline", report.known)),
        (report.worse, format!("{} more severe than in the baseline", report.worse)),
    ] {
        if n > 0 {
            aside = format!("{aside}; {what}");
        }
    }
    format!(
        "{}{severities}{aside}; {} in {}{independent}",
        counted(audit.findings.len(), "contradiction"),
        counted(audit.rules, "rule"),
        counted(audit.documents, "document"),
    )
}

/// "1 rule", "2 rules".
pub(super) fn counted(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// A severity's name.
pub(super) fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Minor => "minor",
        Severity::Moderate => "moderate",
        Severity::Major => "major",
        Severity::Critical => "critical",
    }
}

/// "mesotherapy · after · massage, touching".
pub(super) fn topic(contradiction: &Contradiction) -> String {
    let procedure = if contradiction.procedure.is_empty() { "no procedure" } else { &contradiction.procedure };
    let phase = match contradiction.phase {
        Phase::After => "after",
        Phase::Before => "before",
    };
    format!("{procedure} · {phase} · {}", join(&contradiction.concepts))
}

/// A kind's name.
pub(super) fn kind_name(contradiction: &Contradiction) -> String {
    format!("{:?}", contradiction.kind).to_lowercase()
}

/// Names with commas.
pub(super) fn join<T: AsRef<str>>(names: &[T]) -> String {
    names.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", ")
}

fn block(report: &Report<'_>, c: &Contradiction, to: &mut dyn Write) -> io::Result<()> {
    let (bold, dim, reset) = if report.color { ("\u{1b}[1m", "\u{1b}[2m", "\u{1b}[0m") } else { ("", "", "") };
    let color = match c.severity {
        _ if !report.color => "",
        Severity::Critical => "\u{1b}[1;31m",
        Severity::Major => "\u{1b}[31m",
        Severity::Moderate => "\u{1b}[33m",
        Severity::Minor => "\u{1b}[36m",
    };
    let scope = if c.scope == Scope::Internal { ", within one document" } else { "" };
    let severity = severity_name(c.severity);
    write!(to, "{color}{severity}{reset} {bold}")?;
    let indent = " ".repeat(severity.len() + 1);
    let head = wrap(&indent, &format!("{} — {}{scope}", topic(c), kind_name(c)));
    write!(to, "{}{reset}", head.trim_start())?;
    for at in 0..c.positions.len().min(report.most_positions) {
        position(report, c, at, to)?;
    }
    if let Some(more) = more_positions(report, c) {
        write!(to, "{}", wrap("  - ", &more))?;
    }
    write!(to, "{dim}{}{}{reset}", wrap("  why  ", &c.why), wrap("  id   ", &c.id))?;
    writeln!(to)
}

/// How many positions are not shown, and of how many sources.
pub(super) fn more_positions(report: &Report<'_>, c: &Contradiction) -> Option<String> {
    let more = c.positions.get(report.most_positions..).filter(|more| !more.is_empty())?;
    let sources = more.iter().map(|p| p.documents.len()).sum();
    Some(format!("and {} of {}", counted(more.len(), "more position"), counted(sources, "source")))
}

fn position(report: &Report<'_>, c: &Contradiction, at: usize, to: &mut dyn Write) -> io::Result<()> {
    let held = &c.positions[at];
    let concepts = if held.concepts == c.concepts { String::new() } else { format!(" {}", join(&held.concepts)) };
    let sources = match (held.documents.len(), held.independent) {
        (1, _) => String::new(),
        (n, independent) if independent < n => format!(" · {n} sources, {independent} independent"),
        (n, _) => format!(" · {n} sources"),
    };
    let says = if concepts.is_empty() { held.says.clone() } else { said_of(&held.says, &concepts) };
    write!(to, "{}", wrap("  - ", &format!("{says}{sources}{}", bounds(c, at))))?;
    let mut shown = 0;
    for (at, document) in held.documents.iter().enumerate() {
        if at == report.most_sources {
            let more = held.documents.len() - at;
            writeln!(to, "      and {}", counted(more, "more source"))?;
            break;
        }
        let place = held
            .rules
            .iter()
            .filter_map(|rule| report.evidence.place(rule))
            .find(|place| place.rule.document == *document);
        let Some(place) = place else {
            writeln!(to, "      {document}")?;
            continue;
        };
        if shown == 0 {
            write!(to, "{}", wrap("      ", &format!("“{}”", shorten(&place.rule.quote, QUOTE))))?;
        }
        shown += 1;
        let since = report.evidence.source(document).and_then(|s| s.published);
        let since = since.map_or(String::new(), |s| format!(" ({s})"));
        writeln!(to, "      {}", end_of(&format!("{}:{}{since}", place.path, place.line), COLUMNS - 6))?;
    }
    Ok(())
}

/// What a position comes to: the earliest and latest return of a ban or a permission where the two differ, and whether it is the strictest or the
/// most lenient.
pub(super) fn bounds(c: &Contradiction, at: usize) -> String {
    let hours = |hours: f64| {
        if hours > 72.0 && hours % 24.0 == 0.0 {
            format!("{} days", number(hours / 24.0))
        } else {
            format!("{} h", number(hours))
        }
    };
    let held = &c.positions[at];
    let returns = held.returns.filter(|_| matches!(held.stance, Stance::Avoid | Stance::Allow));
    let returns = returns.filter(|r| r.latest != Some(r.earliest));
    let returns = returns.map_or_else(String::new, |r| {
        let latest = r.latest.map_or_else(|| "latest open".to_owned(), |latest| format!("latest {}", hours(latest)));
        format!(" · earliest {}, {latest}", hours(r.earliest))
    });
    let extreme = match at {
        at if c.strictest == Some(at) => " · strictest",
        at if c.most_lenient == Some(at) => " · most lenient",
        _ => "",
    };
    format!("{returns}{extreme}")
}

/// The concepts stand after the stance: "avoid touching until 48 h".
fn said_of(says: &str, concepts: &str) -> String {
    let end = says.find([' ', ',']).unwrap_or(says.len());
    format!("{}{concepts}{}", &says[..end], &says[end..])
}

/// The last characters of a path that is too long: its file and line are at its end.
fn end_of(path: &str, most: usize) -> String {
    let length = path.chars().count();
    if length <= most {
        return path.to_owned();
    }
    format!("…{}", path.chars().skip(length - most + 1).collect::<String>())
}

fn compatible(report: &Report<'_>, to: &mut dyn Write) -> io::Result<()> {
    if !report.audit.compatible.is_empty() {
        writeln!(to, "no contradiction:")?;
    }
    for pair in &report.audit.compatible {
        let reason = serde_json::to_value(pair.reason).unwrap_or_default();
        writeln!(to, "  {} · {}", reason.as_str().unwrap_or_default(), pair.procedure)?;
        let view = pair.view.as_ref().and_then(|view| {
            let (path, line) = report.evidence.view(view)?;
            Some((&view.concept, view.quote.as_str(), path, line))
        });
        let rules = pair.rules.iter().filter_map(|rule| report.evidence.place(rule));
        let rules = rules.map(|place| (&place.rule.concept, place.rule.quote.as_str(), place.path, place.line));
        for (concept, quote, path, line) in view.into_iter().chain(rules) {
            write!(to, "{}", wrap("    - ", &format!("{concept}: “{}”", shorten(quote, QUOTE))))?;
            writeln!(to, "      {}", end_of(&format!("{path}:{line}"), COLUMNS - 6))?;
        }
    }
    Ok(())
}
