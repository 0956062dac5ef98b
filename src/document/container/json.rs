//! Records of JSON: one a line, an array of them, or a single one.

use std::io::{BufRead, Read};

use serde::de::{DeserializeSeed, Deserializer as _, SeqAccess, Visitor};
use serde_json::{Deserializer, Value};

use super::{
    super::outcome::{Outcome, Reason},
    Container, Member, Stream, Visit, broken, malformed,
};
use crate::error::{Error, ErrorKind, Result};

/// JSON Lines: a record a line.
pub struct JsonLines;

/// A record, or an array of records.
pub struct Json;

impl Container for JsonLines {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn detects(&self, head: &[u8], name: &str) -> bool {
        let first = head.split(|&b| b == b'\n').find(|l| !l.trim_ascii().is_empty()).unwrap_or_default();
        let named = has_extension(name, &["jsonl", "ndjson", "jsonlines"]);
        let whole = first.len() < head.len() && serde_json::from_slice::<Value>(first).is_ok_and(|v| v.is_object());
        begins_object(first) && (named || whole)
    }

    fn open(&self, stream: Stream<'_>, visit: &mut Visit<'_>) -> Result<()> {
        let Stream { id, path, mut bytes, .. } = stream;
        let mut line = Vec::new();
        for number in 1.. {
            match next_line(&mut bytes, visit.options().limits.bytes, &mut line).map_err(|e| broken(&e, visit))? {
                Line::End => break,
                Line::TooLong => {
                    let most = visit.options().limits.bytes;
                    let error = super::limits::over("bytes", most, "the line was not read; raise the bound to read it");
                    visit.failed(&path, error.line(number));
                }
                Line::Whole if line.trim_ascii().is_empty() => {}
                Line::Whole => match serde_json::from_str::<Value>(&String::from_utf8_lossy(&line)) {
                    Ok(value) => give(&value, Place { id: &id, path: &path, number, unit: "line" }, visit)?,
                    Err(error) => {
                        let message = format!("the line is no JSON: {}", strip_place(&error));
                        visit.failed(&path, malformed(message).line(number));
                    }
                },
            }
        }
        Ok(())
    }
}

impl Container for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn detects(&self, head: &[u8], name: &str) -> bool {
        let start = head.trim_ascii_start();
        let records = start.strip_prefix(b"[").is_some_and(begins_object);
        (has_extension(name, &["json"]) || records || begins_object(start)) && (records || begins_object(start))
    }

    fn open(&self, stream: Stream<'_>, visit: &mut Visit<'_>) -> Result<()> {
        let Stream { id, path, mut bytes, .. } = stream;
        if !bytes.fill_buf().map_err(|e| broken(&e, visit))?.trim_ascii_start().starts_with(b"[") {
            return read_object(bytes, &id, &path, visit);
        }
        let mut failure = None;
        let records = Records { id: &id, path: &path, visit, failure: &mut failure };
        let read = Deserializer::from_reader(bytes).deserialize_seq(records);
        match (failure, read) {
            (Some(error), _) => Err(error),
            (None, Err(error)) if error.is_io() => Err(broken(&std::io::Error::other(error.to_string()), visit)),
            (None, Err(error)) => {
                Err(malformed(format!("the JSON is broken: {}", strip_place(&error))).line(error.line()))
            }
            (None, Ok(())) => Ok(()),
        }
    }
}

/// A file that is one object: a record, or lists of records under some key.
fn read_object(bytes: Box<dyn BufRead + '_>, id: &str, path: &str, visit: &mut Visit<'_>) -> Result<()> {
    let most = visit.options().limits.bytes;
    let mut all = Vec::new();
    bytes.take(most + 1).read_to_end(&mut all).map_err(|e| broken(&e, visit))?;
    if all.len() as u64 > most {
        return Err(super::limits::over("bytes", most, "the object was not read; raise the bound, or use JSON Lines"));
    }
    let value: Value = serde_json::from_slice(&all)
        .map_err(|e| malformed(format!("the JSON is broken: {}", strip_place(&e))).line(e.line()))?;
    if is_own(&value) {
        let why = "it is a report or a baseline that this program wrote";
        visit.outcome(Outcome::aside(path, Reason::NotADocument, why));
        return Ok(());
    }
    if let Some(record) = visit.options().fields.record(&value) {
        let member = Member {
            id: id.to_owned(),
            path: path.to_owned(),
            bytes: record.text.into_bytes(),
            declared: record.declared,
            named: true,
            note: None,
        };
        return visit.member(member);
    }
    let lists = value.as_object().into_iter().flat_map(|o| o.values()).filter_map(Value::as_array);
    let records: Vec<&Value> = lists.flatten().filter(|v| v.is_object()).collect();
    if records.is_empty() {
        return Err(without_document(visit));
    }
    for (at, record) in records.into_iter().enumerate() {
        give(record, Place { id, path, number: at + 1, unit: "record" }, visit)?;
    }
    Ok(())
}

/// Whether this program wrote an object: what it reports beside the documents is not read as one of them.
fn is_own(value: &Value) -> bool {
    let written_by = concat!(env!("CARGO_PKG_NAME"), ".");
    value.get("schema").and_then(Value::as_str).is_some_and(|schema| schema.starts_with(written_by))
}

/// Where a record stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    id: &'a str,
    path: &'a str,
    number: usize,
    unit: &'a str,
}

fn give(value: &Value, place: Place<'_>, visit: &mut Visit<'_>) -> Result<()> {
    let Some(record) = visit.options().fields.record(value) else {
        let error = without_document(visit);
        if place.unit == "line" {
            visit.failed(place.path, error.line(place.number));
        } else {
            visit.failed(&format!("{}:{} {}", place.path, place.unit, place.number), error);
        }
        return Ok(());
    };
    let own = record.id.unwrap_or_else(|| place.number.to_string());
    let path = format!("{}:{}", place.path, place.number);
    let id = format!("{}/{}", place.id, own.trim().replace(char::is_whitespace, "_"));
    visit.member(Member {
        id,
        path,
        bytes: record.text.into_bytes(),
        declared: record.declared,
        named: false,
        note: None,
    })
}

fn without_document(_: &Visit<'_>) -> Error {
    Error::new(ErrorKind::Malformed, "the record has no field with a document's text; name it with `--field text=NAME`")
}

/// What is wrong, without the place, which is told apart.
fn strip_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}

enum Line {
    Whole,
    TooLong,
    End,
}

/// Reads a line of bounded length; the rest of a longer one is passed over.
fn next_line(bytes: &mut Box<dyn BufRead + '_>, most: u64, line: &mut Vec<u8>) -> std::io::Result<Line> {
    line.clear();
    bytes.by_ref().take(most + 1).read_until(b'\n', line)?;
    if line.is_empty() {
        return Ok(Line::End);
    }
    if line.len() as u64 <= most || line.ends_with(b"\n") {
        return Ok(Line::Whole);
    }
    line.clear();
    loop {
        let buffer = bytes.fill_buf()?;
        if buffer.is_empty() {
            return Ok(Line::TooLong);
        }
        let end = buffer.iter().position(|&b| b == b'\n');
        let count = end.map_or(buffer.len(), |at| at + 1);
        bytes.consume(count);
        if end.is_some() {
            return Ok(Line::TooLong);
        }
    }
}

fn begins_object(bytes: &[u8]) -> bool {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    start.strip_prefix(b"{").is_some_and(|rest| matches!(rest.trim_ascii_start().first(), Some(b'"' | b'}') | None))
}

fn has_extension(name: &str, extensions: &[&str]) -> bool {
    super::super::Source { id: "", path: name, bytes: b"" }.is_named(extensions)
}

/// Gives the records of an array one by one as they are read.
struct Records<'a, 'v> {
    id: &'a str,
    path: &'a str,
    visit: &'a mut Visit<'v>,
    failure: &'a mut Option<Error>,
}

impl<'de> Visitor<'de> for Records<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an array of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut records: A) -> std::result::Result<(), A::Error> {
        let mut number = 0;
        while let Some(value) = records.next_element_seed(Plain)? {
            number += 1;
            let place = Place { id: self.id, path: self.path, number, unit: "record" };
            if let Err(error) = give(&value, place, self.visit) {
                *self.failure = Some(error);
                return Ok(());
            }
        }
        Ok(())
    }
}

/// Any value.
struct Plain;

impl<'de> DeserializeSeed<'de> for Plain {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> std::result::Result<Value, D::Error> {
        serde::Deserialize::deserialize(deserializer)
    }
}
