//! How an answer card looks on a terminal.

use std::fmt::Write;

use super::{
    card::{Answer, Card, Position},
    entry::{Origin, id_of},
    text::{BOLD, DIM, PLAIN, day, wrapped},
};
use crate::model::{Phase, Stance};

/// The most concepts of a card, or procedures where none is named, that are shown.
const ANSWERS: usize = 5;
/// The most positions of a concept that are shown.
const POSITIONS: usize = 5;
/// The most sources of a position that are shown.
const SOURCES: usize = 3;
/// The most contradictions that are shown.
const CLASHES: usize = 4;

/// Writes a card.
pub fn card(out: &mut String, card: &Card) {
    let of = topic(&card.concept, card.procedure.as_deref(), card.phase);
    if card.answers.is_empty() {
        let _ = writeln!(out, "{BOLD}No source says anything of {of}.{PLAIN}");
        nearest(out, card);
        return;
    }
    let _ = writeln!(out, "{BOLD}{of}{PLAIN}");
    for (n, said) in card.answers.iter().take(ANSWERS).enumerate() {
        answer(out, said, card, n == 0);
    }
    if card.answers.len() > ANSWERS {
        let _ = writeln!(out, "  {DIM}and {} more{PLAIN}", card.answers.len() - ANSWERS);
    }
    if !card.contradictions.is_empty() {
        let shown = card.contradictions.iter().take(CLASHES);
        let ids: Vec<String> =
            shown.map(|c| format!("{} ({}, {})", c.id, id_of(&c.kind), id_of(&c.severity))).collect();
        let more = card.contradictions.len().saturating_sub(CLASHES);
        let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
        let _ = writeln!(out, "{}", wrapped(&format!("Contradictions: {}{rest}", ids.join(", ")), 2));
    }
    out.push('\n');
}

fn topic(concept: &str, procedure: Option<&str>, phase: Phase) -> String {
    let procedure = procedure.unwrap_or("any procedure");
    format!("{concept} {} {procedure}", id_of(&phase))
}

/// One line of the spread, then the positions; of later answers of a card without procedure only the line.
fn answer(out: &mut String, answer: &Answer, card: &Card, first: bool) {
    let name = match (&card.procedure, &answer.procedure) {
        (None, Some(procedure)) if answer.concept == card.concept => procedure.to_string(),
        (None, Some(procedure)) => format!("{procedure}, {}", answer.concept),
        _ => answer.concept.to_string(),
    };
    let _ = writeln!(out, "{}", wrapped(&format!("{name}: {BOLD}{}{PLAIN}", summary(answer)), 2));
    if card.procedure.is_some() || (first && card.answers.len() == 1) {
        for position in answer.positions.iter().take(POSITIONS) {
            let sources: Vec<String> = position.examples.iter().take(SOURCES).map(|e| source(&e.origin)).collect();
            let more = position.sources.saturating_sub(sources.len());
            let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
            let _ = writeln!(out, "{}", wrapped(&format!("· {}", says(position)), 4));
            let _ = writeln!(out, "{DIM}{}{PLAIN}", wrapped(&format!("{}{rest}", sources.join("; ")), 6));
        }
        let more = answer.positions.len().saturating_sub(POSITIONS);
        if more > 0 {
            let _ = writeln!(out, "    {DIM}· and {more} other positions{PLAIN}");
        }
    }
}

fn says(position: &Position) -> String {
    match &position.condition {
        Some(condition) => format!("{}: “{condition}”", position.says),
        None => position.says.clone(),
    }
}

/// "avoid for 24–48 h · 7 sources, 5 independent, disagree".
fn summary(answer: &Answer) -> String {
    let mut counts = vec![counted(answer.sources, "source")];
    if answer.independent < answer.sources {
        counts.push(format!("{} independent", answer.independent));
    }
    if answer.disagree {
        counts.push("disagree".to_owned());
    } else if answer.sources > 1 && answer.positions.len() == 1 {
        counts.push("agree".to_owned());
    }
    let spread = answer.spread.as_ref().map_or_else(String::new, |s| {
        let word = match s.stance {
            Stance::Allow | Stance::Unneeded => "from",
            _ => "for",
        };
        let time = s.time.as_ref().map_or_else(String::new, |t| format!(" {word} {t}"));
        format!("{}{time} · ", id_of(&s.stance))
    });
    format!("{spread}{}", counts.join(", "))
}

fn counted(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

/// A source in short: who, and when.
fn source(origin: &Origin) -> String {
    let who = origin.publisher.clone().unwrap_or_else(|| origin.document.to_string());
    match &origin.published {
        Some(when) => format!("{who} ({})", day(when)),
        None => who,
    }
}

fn nearest(out: &mut String, card: &Card) {
    if card.nearest.is_empty() {
        out.push('\n');
        return;
    }
    out.push_str("  Nearest:\n");
    for near in &card.nearest {
        let is_broader = near.concept != card.concept;
        let mark = if is_broader { "broader: " } else { "" };
        let of = topic(&near.concept, near.procedure.as_deref(), card.phase);
        let _ = writeln!(out, "{}", wrapped(&format!("{mark}{of}: {}", summary(near)), 4));
    }
    out.push('\n');
}
