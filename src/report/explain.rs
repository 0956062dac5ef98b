//! One finding, or one rule, in full: all words of every side, what was compared and what the numbers were.

use std::io::{self, Write};

use super::{
    Report,
    terminal::{join, kind_name, severity_name, topic},
    wrap::wrap,
};
use crate::{
    contradiction::{DETECTORS, End, Extent, Finding, says},
    lexicon::Lexicon,
    model::{Contradiction, Name, Position, Rule, Scope, TimeSpec},
};

/// Writes everything about a finding.
///
/// # Errors
/// Where nothing can be written.
pub fn finding(report: &Report<'_>, finding: &Finding, lexicon: &Lexicon, to: &mut dyn Write) -> io::Result<()> {
    let c = &finding.contradiction;
    write!(to, "{}", wrap("", &format!("{} — {}", topic(c), kind_name(c))))?;
    write!(to, "{}", wrap("  id        ", &finding.ids.join(", ")))?;
    write!(to, "{}", wrap("  severity  ", &severity(c, lexicon)))?;
    let clashes = DETECTORS.iter().find(|d| d.kind == c.kind).map_or("", |d| d.clashes);
    write!(to, "{}", wrap("  kind      ", &format!("{}: {clashes}", kind_name(c))))?;
    write!(to, "{}", wrap("  why       ", &c.why))?;
    for held in &c.positions {
        writeln!(to)?;
        position(report, held, lexicon, to)?;
    }
    Ok(())
}

fn severity(c: &Contradiction, lexicon: &Lexicon) -> String {
    let classes: Vec<&str> = c
        .concepts
        .iter()
        .filter_map(|concept| lexicon.comparison.harm_of(concept, &lexicon.concepts))
        .map(|class| class.means.as_str())
        .collect();
    let harm = classes.first().map_or(String::new(), |means| format!("; done against advice it can do harm ({means})"));
    let internal = if c.scope == Scope::Internal { "; one step up: one document contradicts itself" } else { "" };
    format!("{}{harm}{internal}", severity_name(c.severity))
}

fn position(report: &Report<'_>, held: &Position, lexicon: &Lexicon, to: &mut dyn Write) -> io::Result<()> {
    let sources = match (held.documents.len(), held.independent) {
        (1, _) => "1 source".to_owned(),
        (n, independent) => format!("{n} sources, {independent} independent"),
    };
    write!(to, "{}", wrap("- ", &format!("{} ({}) · {sources}", held.says, join(&held.concepts))))?;
    for (what, time, starting) in [("from", &held.from, true), ("until", &held.until, false)] {
        if let Some(time) = time {
            write!(to, "{}", wrap("    ", &format!("{what}: {}", numbers(time, starting, lexicon))))?;
        }
    }
    if let Some(rate) = held.every.as_ref().and_then(Extent::of_rate) {
        let bounds = between(rate.low, rate.high, 1.0);
        write!(to, "{}", wrap("    ", &format!("how often: {bounds} times a day")))?;
    }
    if let Some(condition) = &held.condition {
        write!(to, "{}", wrap("    ", &format!("condition: {condition}")))?;
    }
    for place in held.rules.iter().filter_map(|r| report.evidence.place(r)) {
        writeln!(to, "    {}:{}  rule {}", place.path, place.line, place.rule.id)?;
        write!(to, "{}", wrap("      ", &format!("“{}”", place.rule.quote)))?;
        if !place.rule.section.is_empty() {
            write!(to, "{}", wrap("      ", &format!("under: {}", place.rule.section.join(" > "))))?;
        }
        if !place.rule.fired.is_empty() {
            write!(to, "{}", wrap("      ", &format!("read by: {}", place.rule.fired.join(", "))))?;
        }
    }
    Ok(())
}

/// A time as the interval that is compared.
fn numbers(time: &TimeSpec, starting: bool, lexicon: &Lexicon) -> String {
    match Extent::of(time, starting, &lexicon.comparison.times) {
        End::At(extent) => {
            let vague = if extent.vague { ", which can mean anything within" } else { "" };
            format!("“{}” is {} h{vague}", time.text.trim(), between(extent.low, extent.high, 3_600.0))
        }
        End::Event => format!("“{}” is an event, and not compared with a number", time.text.trim()),
        End::Unstated => "not stated".to_owned(),
    }
}

fn between(low: f64, high: f64, unit: f64) -> String {
    use crate::contradiction::number;
    if high.is_infinite() {
        format!("{} or more", number(low / unit))
    } else if low >= high {
        number(low / unit)
    } else {
        format!("{} to {}", number(low / unit), number(high / unit))
    }
}

/// Writes everything about a rule, and which findings it takes part in.
///
/// # Errors
/// Where nothing can be written.
pub fn rule(report: &Report<'_>, rule: &Rule, to: &mut dyn Write) -> io::Result<()> {
    writeln!(to, "rule {}", rule.id)?;
    let about = rule.procedure.iter().map(Name::as_str).collect::<Vec<_>>().join(", ");
    write!(to, "{}", wrap("  says      ", &format!("{} ({})", says(rule), rule.concept)))?;
    write!(to, "{}", wrap("  about     ", if about.is_empty() { "no procedure that is named" } else { &about }))?;
    if let Some(place) = report.evidence.place(&rule.id) {
        writeln!(to, "  where     {}:{}", place.path, place.line)?;
    }
    write!(to, "{}", wrap("  words     ", &format!("“{}”", rule.quote)))?;
    for (what, text) in [("condition", &rule.condition), ("exception", &rule.exception)] {
        if let Some(text) = text {
            write!(to, "{}", wrap(&format!("  {what} "), text))?;
        }
    }
    if !rule.fired.is_empty() {
        write!(to, "{}", wrap("  read by   ", &rule.fired.join(", ")))?;
    }
    for found in &report.audit.findings {
        let c = &found.contradiction;
        if c.positions.iter().any(|p| p.rules.contains(&rule.id)) {
            let line = format!("{} {} — {} ({})", severity_name(c.severity), topic(c), kind_name(c), c.id);
            write!(to, "{}", wrap("  in        ", &line))?;
        }
    }
    Ok(())
}
