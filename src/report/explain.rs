//! One finding, or one rule, in full: all words of every side, what was compared and what the numbers were.

use std::io::{self, Write};

use super::{
    Report,
    terminal::{counted, join, kind_name, severity_name, topic},
    wrap::wrap,
};
use crate::{
    contradiction::{DETECTORS, End, Extent, Finding, Options, Relation, audit, number, relation, says},
    lexicon::Lexicon,
    model::{Contradiction, Name, Position, Rule, Scope, TimeSpec},
    settings::Waiver,
};

/// The most pairs of positions, and of conditions, that are told; what further there is, is counted.
const PAIRS: usize = 28;

/// The most rules of a position that are compared again.
const RULES: usize = 100;

/// Writes everything about a finding.
///
/// # Errors
/// Where nothing can be written.
pub fn finding(
    report: &Report<'_>,
    finding: &Finding,
    (lexicon, options): (&Lexicon, &Options),
    to: &mut dyn Write,
) -> io::Result<()> {
    let c = &finding.contradiction;
    write!(to, "{}", wrap("", &format!("{} — {}", topic(c), kind_name(c))))?;
    write!(to, "{}", wrap("  id        ", &finding.ids.join(", ")))?;
    write!(to, "{}", wrap("  severity  ", &severity(c, lexicon)))?;
    let clashes = DETECTORS.iter().find(|d| d.kind == c.kind).map_or("", |d| d.clashes);
    write!(to, "{}", wrap("  kind      ", &format!("{}: {clashes}", kind_name(c))))?;
    write!(to, "{}", wrap("  why       ", &c.why))?;
    for (what, place) in [("strictest", c.strictest), ("lenient", c.most_lenient)] {
        if let Some(held) = place.and_then(|p| c.positions.get(p)) {
            write!(to, "{}", wrap(&format!("  {what:10}"), &held_by(held)))?;
        }
    }
    compared(report, c, (lexicon, options), to)?;
    conditions(c, lexicon, to)?;
    for held in &c.positions {
        writeln!(to)?;
        position(report, held, lexicon, to)?;
    }
    Ok(())
}

/// A position with who holds it: "avoid until 5 days (house-standard and 2 more)".
fn held_by(held: &Position) -> String {
    let first = held.documents.iter().next().unwrap_or_default();
    let more = held.documents.len().saturating_sub(1);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!("{} ({first}{more})", held.says)
}

/// What every two positions come to, where there are more than two: a clash with its numbers, or why there is none.
fn compared(
    report: &Report<'_>,
    c: &Contradiction,
    (lexicon, options): (&Lexicon, &Options),
    to: &mut dyn Write,
) -> io::Result<()> {
    if c.positions.len() < 3 {
        return Ok(());
    }
    let options = Options { keep_compatible: true, keep_topics: false, ..options.clone() };
    let rules = |held: &Position| {
        let places = held.rules.iter().filter_map(|r| report.evidence.place(r));
        places.map(|p| p.rule).take(RULES).collect::<Vec<_>>()
    };
    let rules: Vec<Vec<&Rule>> = c.positions.iter().map(rules).collect();
    let pairs = || (0..rules.len()).flat_map(|a| (a + 1..rules.len()).map(move |b| (a, b)));
    for (a, b) in pairs().take(PAIRS) {
        let audit = audit(rules[a].iter().chain(&rules[b]).copied(), lexicon, &options);
        let like = |other: &Contradiction| {
            (&other.procedure, other.phase, other.scope) == (&c.procedure, c.phase, c.scope)
                && other.concepts.iter().any(|concept| c.concepts.contains(concept))
        };
        let found = audit.findings.iter().map(|f| &f.contradiction).filter(|other| like(other));
        let found = found.max_by_key(|other| (other.kind == c.kind, other.severity));
        let let_go =
            || audit.compatible.iter().find(|other| (&other.procedure, other.scope) == (&c.procedure, c.scope));
        let text = match (found, let_go()) {
            (Some(other), _) => format!("{} {}: {}", severity_name(other.severity), kind_name(other), other.why),
            (None, Some(other)) => {
                let reason = serde_json::to_value(other.reason).unwrap_or_default();
                let reason = reason.as_str().unwrap_or_default();
                format!("no contradiction ({reason}): {} against {}", c.positions[a].says, c.positions[b].says)
            }
            (None, None) => format!("not held against each other: {} and {}", c.positions[a].says, c.positions[b].says),
        };
        write!(to, "{}", wrap("  compared  ", &text))?;
    }
    more(pairs().count(), to)
}

/// Says how many there are that are not told.
fn more(all: usize, to: &mut dyn Write) -> io::Result<()> {
    let more = all.saturating_sub(PAIRS);
    if more == 0 { Ok(()) } else { writeln!(to, "            and {}", counted(more, "more pair")) }
}

/// How the conditions of the positions stand to each other, where they differ.
fn conditions(c: &Contradiction, lexicon: &Lexicon, to: &mut dyn Write) -> io::Result<()> {
    let mut stated: Vec<Option<&str>> = Vec::new();
    for held in &c.positions {
        if !stated.contains(&held.condition.as_deref()) {
            stated.push(held.condition.as_deref());
        }
    }
    let pairs = || stated.iter().enumerate().flat_map(|(at, a)| stated[at + 1..].iter().map(move |b| (*a, *b)));
    for (a, b) in pairs().take(PAIRS) {
        let means = match relation(a, b, lexicon) {
            Relation::Equal => "say the same",
            Relation::Implies => "can hold together: the one holds wherever the other does",
            Relation::Together => "can hold together",
            Relation::Exclusive => "exclude each other",
            Relation::Unknown => "may hold together: nothing is known that excludes it",
        };
        let named = |condition: Option<&str>| {
            let words = condition.map(|c| c.split_whitespace().collect::<Vec<_>>().join(" "));
            words.map_or_else(|| "no condition".to_owned(), |c| format!("“{c}”"))
        };
        write!(to, "{}", wrap("  condition ", &format!("{} and {} {means}", named(a), named(b))))?;
    }
    more(pairs().count(), to)
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

/// Writes that a finding is waived, and why.
///
/// # Errors
/// Where nothing can be written.
pub fn waiver(waiver: &Waiver, to: &mut dyn Write) -> io::Result<()> {
    let kind = serde_json::to_value(waiver.kind).unwrap_or_default();
    let until = waiver.until.map_or_else(String::new, |day| format!(", until {day}"));
    let text = format!("{}{until}: {}", kind.as_str().unwrap_or_default(), waiver.reason);
    write!(to, "{}", wrap("  waived    ", &text))
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
    if let Some(session) = &held.session {
        write!(to, "{}", wrap("    ", &format!("how long each time: {}", numbers(session, false, lexicon))))?;
    }
    if let Some(returns) = held.returns {
        let latest = returns.latest.map_or_else(|| "open".to_owned(), |hours| format!("{} h", number(hours)));
        write!(to, "{}", wrap("    ", &format!("earliest {} h, latest {latest}", number(returns.earliest))))?;
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
