//! How results look on a terminal, at eighty columns.

use std::fmt::Write;

use super::{
    card_text,
    entry::{Origin, PassageRecord, RuleRecord, id_of},
    facets::Facets,
    search::{Found, Hit, Understood},
    syntax::Problem,
};
use crate::model::{Bound, Count, Degree, Rule, Span, Stance, TimeSpec};

/// Width of the terminal.
const WIDTH: usize = 80;
/// Longest passage that is shown, in characters; the part around the first match is.
const PASSAGE: usize = 300;
/// The most values of a facet that are shown.
const FACET_VALUES: usize = 5;
/// Begins what matched.
pub const BOLD: &str = "\u{1b}[1m";
/// Begins what is less important.
pub const DIM: &str = "\u{1b}[2m";
/// Ends both.
pub const PLAIN: &str = "\u{1b}[0m";

/// Results as text with the signs that make a terminal show what matched in bold; `first` is the number of the first hit.
pub fn text(found: &Found, first: usize) -> String {
    let mut out = String::new();
    notes(&mut out, &found.understood);
    // The answer stands on the first page.
    found.cards.iter().filter(|_| first == 1).for_each(|card| card_text::card(&mut out, card));
    if found.rules.total + found.passages.total == 0 {
        out.push_str("Nothing was found.\n");
        return out;
    }
    if found.understood.loose {
        out.push_str("Nothing has all of these words; what has some of them:\n\n");
    }
    heading(&mut out, "rule", found.rules.total, found.rules.hits.len(), first);
    if found.rules.total > found.rules.hits.len() as u64 && first == 1 {
        facets(&mut out, &found.facets);
    }
    for (n, hit) in found.rules.hits.iter().enumerate() {
        rule(&mut out, first + n, hit);
    }
    heading(&mut out, "passage", found.passages.total, found.passages.hits.len(), first);
    for (n, hit) in found.passages.hits.iter().enumerate() {
        passage(&mut out, first + n, hit);
    }
    out
}

fn heading(out: &mut String, what: &str, total: u64, shown: usize, first: usize) {
    if total == 0 {
        return;
    }
    let range = match shown {
        0 => ", none of them on this page".to_owned(),
        _ if shown as u64 == total => String::new(),
        _ => format!(", {first}–{} shown", first + shown - 1),
    };
    let s = if total == 1 { "" } else { "s" };
    let _ = writeln!(out, "{total} {what}{s}{range}\n");
}

/// The values by which the rules can be narrowed, where there are several.
fn facets(out: &mut String, facets: &Facets) {
    let all = [
        ("procedure", &facets.procedure),
        ("concept", &facets.concept),
        ("stance", &facets.stance),
        ("source", &facets.source),
    ];
    let several = all.into_iter().filter(|(_, counts)| counts.len() > 1);
    let mut any = false;
    for (name, counts) in several {
        let shown: Vec<String> = counts.iter().take(FACET_VALUES).map(|f| format!("{} {}", f.value, f.count)).collect();
        let rest = if counts.len() > FACET_VALUES { ", …" } else { "" };
        let _ = writeln!(out, "{DIM}{}{PLAIN}", wrapped(&format!("{name}: {}{rest}", shown.join(", ")), 5));
        any = true;
    }
    if any {
        out.push('\n');
    }
}

/// What a reader should know of how the query was read.
fn notes(out: &mut String, understood: &Understood) {
    let mut lines: Vec<String> = Vec::new();
    if let Some(problem) = &understood.problem {
        let why = match problem {
            Problem::Quote => "a quotation mark is not closed".to_owned(),
            Problem::Bracket => "brackets do not match".to_owned(),
            Problem::Operator => "an operator stands alone".to_owned(),
            Problem::Field(field) => format!("there is no field {field:?}"),
            Problem::Value(value) => format!("{value:?} is no value of that field"),
        };
        lines.push(format!("Read as plain words: {why}."));
    }
    for (written, meant) in &understood.corrected {
        lines.push(format!("Searched for {meant:?} instead of {written:?}."));
    }
    if understood.cut {
        lines.push(format!("Only the first {} words were searched for.", super::syntax::MOST_WORDS));
    }
    for (field, value) in &understood.unknown {
        lines.push(format!("There is no {field} {value:?}."));
    }
    for line in &lines {
        let _ = writeln!(out, "{}", wrapped(line, 0));
    }
    if !lines.is_empty() {
        out.push('\n');
    }
}

fn rule(out: &mut String, n: usize, hit: &Hit<RuleRecord>) {
    let rule = &hit.entry.rule;
    let procedures: Vec<&str> = rule.procedure.iter().map(std::ops::Deref::deref).collect();
    let line = format!("{BOLD}{}{PLAIN} · {} {}", says(rule), id_of(&rule.phase), procedures.join(", "));
    let _ = writeln!(out, "{n:>3}  {}", wrapped(&line, 5).trim_start());
    let quote = marked(&rule.quote, &hit.matched, rule.quote.len());
    let _ = writeln!(out, "{}", wrapped(&format!("“{quote}”"), 5));
    let _ = writeln!(out, "{DIM}{}{PLAIN}\n", wrapped(&origin(&hit.entry.origin), 5));
    explanation(out, hit.explanation.as_ref());
}

fn passage(out: &mut String, n: usize, hit: &Hit<PassageRecord>) {
    let passage = &hit.entry.passage;
    let section = passage.section.last().map_or_else(String::new, |s| format!("{s}: "));
    let text = marked(&passage.text, &hit.matched, PASSAGE);
    let body = wrapped(&format!("{section}{text}"), 5);
    let _ = writeln!(out, "{n:>3}  {}", body.trim_start());
    let _ = writeln!(out, "{DIM}{}{PLAIN}\n", wrapped(&origin(&hit.entry.origin), 5));
    explanation(out, hit.explanation.as_ref());
}

fn explanation(out: &mut String, explanation: Option<&serde_json::Value>) {
    if let Some(text) = explanation.and_then(|e| serde_json::to_string_pretty(e).ok()) {
        for line in text.lines() {
            let _ = writeln!(out, "     {line}");
        }
        out.push('\n');
    }
}

/// Where something stands, in one line.
pub fn origin(origin: &Origin) -> String {
    let mut parts = vec![format!("{}:{}", origin.source, origin.line)];
    parts.extend(origin.publisher.clone());
    parts.extend(origin.published.as_deref().map(day).map(str::to_owned));
    parts.join(" · ")
}

/// The day of a stated date, without the time of day.
pub fn day(date: &str) -> &str {
    date.split_once('T').map_or(date, |(day, _)| day)
}

/// What a rule holds, in short: "avoid sauna until 24–48 h".
pub fn says(rule: &Rule) -> String {
    // To limit something is a stance of its own in words.
    let is_limited = rule.stance == Stance::Avoid && rule.degree == Some(Degree::Limit);
    let mut parts = if is_limited { Vec::new() } else { vec![id_of(&rule.stance)] };
    parts.extend(rule.degree.map(|d| id_of(&d)));
    parts.push(rule.concept.to_string());
    let times = [("from", &rule.from), ("until", &rule.until), ("before by", &rule.lead), ("each", &rule.session)];
    for (word, time) in times {
        parts.extend(time.as_ref().map(|t| format!("{word} {}", short(t))));
    }
    parts.extend(rule.every.as_ref().map(|r| r.text.clone()));
    parts.extend(rule.count.as_ref().and_then(count));
    if rule.condition.is_some() {
        parts.push("(conditional)".to_owned());
    }
    parts.join(" ")
}

/// A number of times in short: "4–6", "≥2".
fn count(count: &Count) -> Option<String> {
    match (count.min, count.max) {
        (Some(min), Some(max)) if max > min => Some(format!("{min}–{max}")),
        (Some(min), Some(_)) => Some(min.to_string()),
        (Some(min), None) => Some(format!("≥{min}")),
        (None, Some(max)) => Some(format!("≤{max}")),
        (None, None) => None,
    }
}

/// A time in short: "24–48 h", "≥2 wk", "day 3", "healed".
pub fn short(time: &TimeSpec) -> String {
    if let Some(day) = time.day {
        return format!("day {day}");
    }
    let (Some(min), Some(unit)) = (time.min.or(time.max), time.unit) else {
        return time.event.clone().unwrap_or_else(|| time.text.clone());
    };
    let sign = match time.bound {
        Some(Bound::AtLeast) => "≥",
        Some(Bound::AtMost) => "≤",
        Some(Bound::About) => "~",
        None => "",
    };
    match time.max.filter(|max| (max - min).abs() > f64::EPSILON) {
        Some(max) => format!("{sign}{min}–{max} {}", unit.symbol()),
        None => format!("{sign}{min} {}", unit.symbol()),
    }
}

/// A text with what matched in bold, cut to so many bytes around the first match.
fn marked(text: &str, matched: &[Span], most: usize) -> String {
    let first = matched.first().map_or(0, |s| s.start);
    let start = if text.len() <= most { 0 } else { word_start(text, first.saturating_sub(most / 3)) };
    let end = word_start(text, (start + most).min(text.len()));
    let mut out = String::from(if start > 0 { "… " } else { "" });
    let mut at = start;
    for span in matched.iter().filter(|s| s.start >= start && s.end <= end) {
        let _ = write!(out, "{}{BOLD}{}{PLAIN}", &text[at..span.start], span.of(text));
        at = span.end;
    }
    out.push_str(&text[at..end]);
    if end < text.len() {
        out.push_str(" …");
    }
    out
}

/// The beginning of the word that a byte lies in; the end of the text where it lies there.
fn word_start(text: &str, byte: usize) -> usize {
    if byte >= text.len() {
        return text.len();
    }
    let mut at = byte;
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    text[..at]
        .rfind(char::is_whitespace)
        .map_or(0, |blank| blank + text[blank..].chars().next().map_or(1, char::len_utf8))
}

/// A text in lines of at most [`WIDTH`] columns, each after `indent` blanks. Signs for bold take no column.
pub fn wrapped(text: &str, indent: usize) -> String {
    let mut lines: Vec<String> = vec![" ".repeat(indent)];
    let mut column = indent;
    for word in text.split_whitespace() {
        let width = columns(word);
        if column > indent && column + 1 + width > WIDTH {
            lines.push(" ".repeat(indent));
            column = indent;
        }
        if let Some(line) = lines.last_mut() {
            if column > indent {
                line.push(' ');
                column += 1;
            }
            line.push_str(word);
        }
        column += width;
    }
    lines.join("\n")
}

fn columns(word: &str) -> usize {
    [BOLD, DIM, PLAIN].iter().fold(word.to_owned(), |w, sign| w.replace(sign, "")).chars().count()
}
