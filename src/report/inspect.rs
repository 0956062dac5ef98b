//! How was a text read? Blocks, sentences, mentions, times, rules, and why a cue gave none.

use std::fmt::Write;

use crate::{
    extract::Trace,
    model::{Block, BlockKind, Document, Mention, MentionKind, Rule, Sentence, TimeMention},
};

/// The widest line, in columns.
const WIDTH: usize = 80;

/// The reading of a document, for a person.
pub fn text(document: &Document, trace: &Trace) -> String {
    let mut out = String::new();
    for (index, block) in document.blocks.iter().enumerate() {
        let _ = writeln!(out, "{}", title(document, block));
        for sentence in trace.segmented.of_block.get(index).cloned().unwrap_or_default() {
            write_sentence(&mut out, document, trace, sentence);
        }
    }
    out
}

/// A block's kind, zone and line.
fn title(document: &Document, block: &Block) -> String {
    let kind = match block.kind {
        BlockKind::Heading { level } => format!("heading {level}"),
        BlockKind::Paragraph => "paragraph".to_owned(),
        BlockKind::Item { depth, .. } => format!("item, depth {depth}"),
        BlockKind::Cell { table, row, column, header } => {
            format!("{} of table {table}, row {row}, column {column}", if header { "header" } else { "cell" })
        }
    };
    let zone = if block.zone.is_content() { String::new() } else { format!(" [{:?}: not read]", block.zone) };
    format!("── line {}: {kind}{zone}", document.line_of(block.span.start))
}

fn write_sentence(out: &mut String, document: &Document, trace: &Trace, index: usize) {
    let sentence = &trace.segmented.sentences[index];
    let found = &trace.mentions[index];
    let words = sentence.span.of(&document.text).split_whitespace().collect::<Vec<_>>().join(" ");
    for line in wrap(&words, WIDTH - 2) {
        let _ = writeln!(out, "  {line}");
    }
    for mention in &found.concepts {
        let _ = writeln!(out, "    · {} ← “{}”", mention.entry, shown(document, mention));
    }
    for cue in &found.cues {
        let _ = writeln!(out, "    › {} ← “{}”", cue_name(cue), shown(document, cue));
    }
    for time in &found.times {
        let _ = writeln!(out, "    ◷ {}", time_line(document, time));
    }
    for (_, why) in trace.unread.iter().filter(|(i, _)| *i == index) {
        let _ = writeln!(out, "    ∅ no rule: {why}");
    }
    for rule in trace.rules.iter().filter(|r| starts_in(r, sentence)) {
        write_rule(out, rule);
    }
}

fn starts_in(rule: &Rule, sentence: &Sentence) -> bool {
    sentence.span.start <= rule.start && rule.start < sentence.span.end
}

fn shown<'d>(document: &'d Document, mention: &Mention) -> &'d str {
    mention.span.of(&document.text)
}

fn cue_name(cue: &Mention) -> String {
    match &cue.kind {
        MentionKind::Cue(_, form) | MentionKind::Verb(form) => format!("{} ({form:?})", cue.entry),
        MentionKind::Condition(kind) => format!("{} ({kind:?})", cue.entry),
        MentionKind::Concept(_) => cue.entry.to_string(),
    }
}

fn time_line(document: &Document, time: &TimeMention) -> String {
    let mut line = format!("{:?} ← “{}”", time.role, time.span.of(&document.text));
    for (name, spec) in [("from", &time.from), ("until", &time.until)] {
        if let Some(spec) = spec {
            let _ = write!(line, ", {name} {}", super::words::time(spec));
        }
    }
    if let Some(rate) = &time.rate {
        let _ = write!(line, ", {}", super::words::rate(rate));
    }
    line
}

fn write_rule(out: &mut String, rule: &Rule) {
    let _ = writeln!(out, "    = {}", super::words::rule(rule));
    for line in wrap(&format!("by {}", rule.fired.join(", ")), WIDTH - 8) {
        let _ = writeln!(out, "        {line}");
    }
}

/// Words in lines of at most `width` columns.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    lines
}
