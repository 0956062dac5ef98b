//! `aftercare inspect --only times`: every time, rate and count of every line.

use std::io::{BufRead, Write};

use aftercare::{
    lexicon::Lexicon,
    mention::time::{Report, report, times},
    model::Span,
    segment::{sentences, tokens},
};
use anyhow::{Context, Result};
use serde::Serialize;

use super::Format;

/// A time with the number of its line, from 1. Its span counts the bytes of that line.
#[derive(Serialize)]
struct Row<'a> {
    line: usize,
    #[serde(flatten)]
    time: Report<'a>,
}

/// Writes the times of every line, as they are read.
pub fn write(mut lines: Box<dyn BufRead>, lexicon: &Lexicon, format: Format) -> Result<()> {
    let mut out = std::io::BufWriter::new(anstream::stdout());
    let mut line = String::new();
    let mut number = 0;
    loop {
        line.clear();
        number += 1;
        if lines.read_line(&mut line).with_context(|| format!("line {number} is no UTF-8 text"))? == 0 {
            break;
        }
        write_line(&mut out, number, line.trim_end_matches(['\n', '\r']), lexicon, format)?;
    }
    out.flush()?;
    Ok(())
}

fn write_line(out: &mut impl Write, line: usize, text: &str, lexicon: &Lexicon, format: Format) -> Result<()> {
    let tokens = tokens(text, Span::new(0, text.len()), &[], &lexicon.words);
    for sentence in sentences(text, tokens, lexicon) {
        for mention in times(text, &sentence, &lexicon.times) {
            let time = report(text, &mention, lexicon.times.amounts());
            match format {
                Format::Text => {
                    writeln!(out, "{line}:{}-{}  {}  ← “{}”", time.start, time.end, time.reading, time.text)?;
                }
                Format::Jsonl => {
                    serde_json::to_writer(&mut *out, &Row { line, time })?;
                    out.write_all(b"\n")?;
                }
            }
        }
    }
    Ok(())
}
