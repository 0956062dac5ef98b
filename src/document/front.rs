//! Front matter: the block of YAML (`---`) or TOML (`+++`) keys that may open a text. What the keys mean is data,
//! `front.toml`.
//!
//! Only what leaflets use is read of YAML: scalars, quoted scalars, lists, and block scalars, whose lines are returned with
//! their place because they may hold prose. Anything else is passed over.

use std::{collections::HashMap, sync::LazyLock};

use serde::Deserialize;

use crate::model::{Metadata, Span};

/// Front matter longer than this is taken for text.
const LONGEST: usize = 256 * 1024;

/// What the keys mean.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Keys {
    title: Vec<String>,
    publisher: Vec<String>,
    published: Vec<String>,
    modified: Vec<String>,
    url: Vec<String>,
    language: Vec<String>,
    procedure: Vec<String>,
    not_content: Vec<String>,
}

static KEYS: LazyLock<Keys> =
    LazyLock::new(|| toml::from_str(include_str!("front.toml")).expect("front.toml is valid"));

/// Front matter that was read.
#[derive(Debug, Default)]
pub(super) struct FrontMatter {
    /// Where the text after it begins.
    pub end: usize,
    /// What it says.
    pub meta: Metadata,
    /// Values that hold prose: the lines of each without their common indentation.
    pub prose: Vec<Vec<Span>>,
}

/// A value with the lines that it was read from, if it is a block of lines.
struct Value {
    text: String,
    lines: Vec<Span>,
}

/// The front matter that a text begins with.
pub(super) fn read(text: &str) -> Option<FrontMatter> {
    let first = line_at(text, 0);
    let (fence, closers): (&str, &[&str]) = match first.of(text).trim_end() {
        "---" => ("---", &["---", "..."]),
        "+++" => ("+++", &["+++"]),
        _ => return None,
    };
    let mut lines = Vec::new();
    let mut at = next_line(text, first);
    let end = loop {
        if at >= text.len() || at > LONGEST {
            return None;
        }
        let line = line_at(text, at);
        at = next_line(text, line);
        if closers.contains(&line.of(text).trim_end()) {
            break at;
        }
        lines.push(line);
    };
    let values = if fence == "+++" { toml_values(text, &lines) } else { yaml_values(text, &lines) };
    if values.is_empty() && lines.iter().any(|l| !l.of(text).trim().is_empty()) {
        return None;
    }
    Some(FrontMatter { end, meta: metadata(&values), prose: prose(text, values) })
}

fn metadata(values: &HashMap<String, Value>) -> Metadata {
    let find = |keys: &[String]| {
        let value = keys.iter().find_map(|k| values.get(k)).map(|v| v.text.trim().to_owned());
        value.filter(|v| !v.is_empty())
    };
    Metadata {
        title: find(&KEYS.title),
        publisher: find(&KEYS.publisher),
        published: find(&KEYS.published),
        modified: find(&KEYS.modified),
        url: find(&KEYS.url),
        language: find(&KEYS.language),
        procedure: find(&KEYS.procedure),
    }
}

/// Blocks of at least two lines under a key that may hold content, in the order of the text.
fn prose(text: &str, values: HashMap<String, Value>) -> Vec<Vec<Span>> {
    let holds = |lines: &[Span]| lines.iter().filter(|l| !l.of(text).trim().is_empty()).count() > 1;
    let mut prose: Vec<Vec<Span>> = values
        .into_iter()
        .filter(|(key, value)| !KEYS.not_content.contains(key) && holds(&value.lines))
        .map(|(_, value)| value.lines)
        .collect();
    prose.sort();
    prose
}

fn yaml_values(text: &str, lines: &[Span]) -> HashMap<String, Value> {
    let mut values = HashMap::new();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        at += 1;
        let Some((key, rest)) = yaml_key(line.of(text)) else { continue };
        let inner = lines[at..].iter().take_while(|l| belongs(l.of(text))).count();
        let value = yaml_value(text, rest, &lines[at..at + inner]);
        at += inner;
        values.entry(key).or_insert(value);
    }
    values
}

/// Whether a line belongs to the key above it: it is blank, indented, a list item or a comment.
fn belongs(line: &str) -> bool {
    line.trim().is_empty() || line.starts_with([' ', '\t', '#']) || line.starts_with("- ") || line.trim_end() == "-"
}

fn yaml_key(line: &str) -> Option<(String, &str)> {
    let (key, rest) = line.split_once(':')?;
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ' | '.');
    let key = key.trim_matches(['"', '\'']);
    let fits = key.starts_with(char::is_alphabetic) && key.chars().all(plain) && !key.ends_with(' ');
    (fits && (rest.is_empty() || rest.starts_with([' ', '\t', '\r'])))
        .then(|| (key.to_lowercase().replace([' ', '-'], "_"), rest.trim()))
}

fn yaml_value(text: &str, rest: &str, inner: &[Span]) -> Value {
    let header = rest.split('#').next().unwrap_or_default().trim();
    if header.starts_with(['|', '>']) && header.len() <= 3 {
        let lines = dedent(text, inner);
        let parts: Vec<&str> = lines.iter().map(|l| l.of(text).trim()).filter(|l| !l.is_empty()).collect();
        return Value { text: parts.join(" "), lines };
    }
    let mut parts: Vec<String> = Vec::new();
    if let Some(list) = rest.strip_prefix('[') {
        parts.extend(list.trim_end_matches(']').split(',').map(unquote));
        return Value { text: parts.join(", "), lines: Vec::new() };
    }
    let list = rest.is_empty();
    parts.extend((!list).then(|| rest.to_owned()));
    for line in inner {
        let line = line.of(text).trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match line.strip_prefix("- ") {
            Some(item) if list => parts.push(unquote(item)),
            _ if list && yaml_key(line).is_some() => {}
            _ => parts.push(line.to_owned()),
        }
    }
    let text = if list { parts.join(", ") } else { unquote(&parts.join(" ")) };
    Value { text, lines: Vec::new() }
}

/// A scalar without its quotes and, where it has none, without the comment after it.
fn unquote(scalar: &str) -> String {
    let scalar = scalar.trim();
    for quote in ['"', '\''] {
        if let Some(inner) = scalar.strip_prefix(quote)
            && let Some(end) = inner.rfind(quote)
        {
            let inner = &inner[..end];
            return if quote == '"' { inner.replace("\\\"", "\"") } else { inner.replace("''", "'") };
        }
    }
    scalar.split(" #").next().unwrap_or_default().trim().to_owned()
}

fn toml_values(text: &str, lines: &[Span]) -> HashMap<String, Value> {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return HashMap::new() };
    let Ok(table) = toml::from_str::<toml::Table>(first.join(*last).of(text)) else { return HashMap::new() };
    let mut values: HashMap<String, Value> = HashMap::new();
    for (key, value) in &table {
        let text = match value {
            toml::Value::String(s) => s.clone(),
            toml::Value::Array(items) => items.iter().filter_map(toml::Value::as_str).collect::<Vec<_>>().join(", "),
            toml::Value::Table(_) => continue,
            other => other.to_string(),
        };
        values.insert(key.to_lowercase(), Value { text, lines: Vec::new() });
    }
    for (key, block) in toml_blocks(text, lines) {
        if let Some(value) = values.get_mut(&key) {
            value.lines = block;
        }
    }
    values
}

/// The lines of values in three quotes, where the quotes have lines of their own.
fn toml_blocks(text: &str, lines: &[Span]) -> Vec<(String, Vec<Span>)> {
    let mut blocks = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at].of(text).trim();
        at += 1;
        let Some((key, rest)) = line.split_once('=') else { continue };
        let quote = rest.trim();
        if quote != "\"\"\"" && quote != "'''" {
            continue;
        }
        let inner = lines[at..].iter().take_while(|l| !l.of(text).trim_end().ends_with(quote)).count();
        blocks.push((key.trim().to_lowercase(), dedent(text, &lines[at..at + inner])));
        at += inner;
    }
    blocks
}

/// Lines without the indentation of the first that is not blank.
fn dedent(text: &str, lines: &[Span]) -> Vec<Span> {
    let indent = |l: &Span| l.of(text).len() - l.of(text).trim_start_matches(' ').len();
    let common = lines.iter().find(|l| !l.of(text).trim().is_empty()).map_or(0, indent);
    lines.iter().map(|l| Span::new(l.start + common.min(indent(l)), l.end)).collect()
}

/// The line that begins at a byte, without its end.
pub(super) fn line_at(text: &str, at: usize) -> Span {
    let rest = &text[at..];
    let length = memchr_newline(rest);
    Span::new(at, at + rest[..length].trim_end_matches('\r').len())
}

fn memchr_newline(rest: &str) -> usize {
    rest.bytes().position(|b| b == b'\n').unwrap_or(rest.len())
}

/// Where the line after this one begins.
fn next_line(text: &str, line: Span) -> usize {
    let rest = &text[line.end..];
    line.end + (memchr_newline(rest) + 1).min(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        let text = "---\ntitle: \"Care: after\"\npublisher: 'The Trust''s'\ndate: 2024-01-02 # day\nprocedure: [a, b]\nlang:\n  - en\n\
                    tags:\n- x\n---\nBody";
        let front = read(text).expect("front matter");
        assert_eq!(&text[front.end..], "Body");
        let meta = front.meta;
        assert_eq!(meta.title.as_deref(), Some("Care: after"));
        assert_eq!(meta.publisher.as_deref(), Some("The Trust's"));
        assert_eq!(meta.published.as_deref(), Some("2024-01-02"));
        assert_eq!(meta.procedure.as_deref(), Some("a, b"));
        assert_eq!(meta.language.as_deref(), Some("en"));
    }

    #[test]
    fn values_that_hold_prose() {
        for (text, want) in [
            ("---\nbody: >-\n  **Care**\n\n  - Rest\n\n---\n", vec!["**Care**", "", "- Rest", ""]),
            ("---\nbody: |\n    one\n      two\n---\n", vec!["one", "  two"]),
            ("+++\ntitle = \"T\"\nbody = \"\"\"\nOne.\n\nTwo.\n\"\"\"\n+++\n", vec!["One.", "", "Two."]),
            ("---\ndescription: >-\n  one\n  two\n---\n", vec![]),
            ("---\nbody: >-\n  one line\n---\n", vec![]),
        ] {
            let front = read(text).expect("front matter");
            let got: Vec<&str> = front.prose.iter().flatten().map(|l| l.of(text)).collect();
            assert_eq!(got, want, "{text}");
        }
    }

    #[test]
    fn what_is_no_front_matter() {
        for text in ["Text", "---\nno keys here\n---\n", "---\ntitle: x\n", "----\na: b\n---\n"] {
            assert!(read(text).is_none(), "{text}");
        }
    }
}
