//! WARC, as crawlers write it: records with a length each. Pages that were answered, and texts that were taken from them, are
//! documents; requests and notes of the crawler are not.

use std::io::{self, BufRead, Read};

use super::{
    super::{
        limits::{Declared, over},
        outcome::{Outcome, Reason},
    },
    Container, Member, Stream, Visit, broken, malformed,
};
use crate::{error::Result, model::Metadata};

mod http;

/// Header lines longer than this are cut, in bytes.
const LINE: u64 = 1 << 16;
/// Header lines beyond this many are not read.
const HEADERS: usize = 200;

/// WARC.
pub struct Warc;

impl Container for Warc {
    fn name(&self) -> &'static str {
        "warc"
    }

    fn detects(&self, head: &[u8], _: &str) -> bool {
        head.starts_with(b"WARC/")
    }

    fn open(&self, stream: Stream<'_>, visit: &mut Visit<'_>) -> Result<()> {
        let Stream { id, path, bytes, .. } = stream;
        let mut input = Input { inner: bytes, pending: Vec::new(), at: 0 };
        let mut line = Vec::new();
        let mut number = 0;
        let mut lost = false;
        while next_line(&mut input, &mut line).map_err(|e| broken(&e, visit))? {
            if line.starts_with(b"WARC/") {
                number += 1;
                lost = false;
                let headers = headers(&mut input).map_err(|e| broken(&e, visit))?;
                let place = Place { id: &id, path: &path, number };
                record(&mut input, &headers, place, visit)?;
            } else if !line.trim_ascii().is_empty() && !lost {
                lost = true;
                let message =
                    format!("record {number} is longer than it says; what stands before the next one was not read");
                visit.failed(&path, malformed(message));
            }
        }
        Ok(())
    }
}

/// Where a record stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    id: &'a str,
    path: &'a str,
    number: usize,
}

/// Bytes of which some may be given back.
struct Input<'a> {
    inner: Box<dyn BufRead + 'a>,
    pending: Vec<u8>,
    at: usize,
}

impl Input<'_> {
    fn give_back(&mut self, mut bytes: Vec<u8>) {
        bytes.extend_from_slice(&self.pending[self.at..]);
        (self.pending, self.at) = (bytes, 0);
    }
}

impl Read for Input<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Input<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at < self.pending.len() { Ok(&self.pending[self.at..]) } else { self.inner.fill_buf() }
    }

    fn consume(&mut self, count: usize) {
        if self.at < self.pending.len() { self.at += count } else { self.inner.consume(count) }
    }
}

/// Reads a line, cut at the bound; says whether there was one.
fn next_line(input: &mut Input<'_>, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    Ok(input.take(LINE).read_until(b'\n', line)? > 0)
}

/// Names in small letters with their values, up to the blank line.
fn headers(input: &mut Input<'_>) -> io::Result<Vec<(String, String)>> {
    let mut headers = Vec::new();
    let mut line = Vec::new();
    while next_line(input, &mut line)? && !line.trim_ascii().is_empty() {
        let text = String::from_utf8_lossy(&line);
        if let Some((name, value)) = text.split_once(':')
            && headers.len() < HEADERS
        {
            headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    Ok(headers)
}

fn get<'a>(headers: &'a [(String, String)], name: &str) -> &'a str {
    headers.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value)
}

/// Reads the body of a record and gives what it holds.
fn record(input: &mut Input<'_>, headers: &[(String, String)], place: Place<'_>, visit: &mut Visit<'_>) -> Result<()> {
    let shown = format!("{}: record {}", place.path, place.number);
    let Ok(length) = get(headers, "content-length").parse::<u64>() else {
        visit.failed(&shown, malformed("the record does not say how long it is"));
        return skip(input, visit);
    };
    let most = visit.options().limits.bytes;
    if length > most {
        visit.failed(&shown, over("bytes", most, "the record was not read; raise the bound to read it"));
        return skip(input, visit);
    }
    let mut body = Vec::new();
    input.take(length).read_to_end(&mut body).map_err(|e| broken(&e, visit))?;
    let mut note = None;
    if let Some(next) = next_record(&body) {
        note = Some("the record is shorter than it says".to_owned());
        input.give_back(body.split_off(next));
    } else if (body.len() as u64) < length {
        visit.failed(&shown, malformed("the file ends within the record"));
        return Ok(());
    }
    give(headers, body, note, place, visit)
}

/// Where another record begins within a body, which says that the length is wrong.
fn next_record(body: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = find(&body[from..], b"\nWARC/1.") {
        let start = from + at + 1;
        let second = find(&body[start..], b"\n").map(|n| start + n + 1);
        if second.is_some_and(|n| body[n..].starts_with(b"WARC-") || body[n..].starts_with(b"Content-")) {
            return Some(start);
        }
        from = start;
    }
    None
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    let first = needle[0];
    let mut from = 0;
    while let Some(at) = haystack[from..].iter().position(|&b| b == first) {
        if haystack[from + at..].starts_with(needle) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}

/// Passes over everything up to the next record.
fn skip(input: &mut Input<'_>, visit: &Visit<'_>) -> Result<()> {
    let mut line = Vec::new();
    while next_line(input, &mut line).map_err(|e| broken(&e, visit))? {
        if line.starts_with(b"WARC/1.") {
            input.give_back(line);
            return Ok(());
        }
    }
    Ok(())
}

fn give(
    headers: &[(String, String)],
    body: Vec<u8>,
    note: Option<String>,
    place: Place<'_>,
    visit: &mut Visit<'_>,
) -> Result<()> {
    let kind = get(headers, "warc-type");
    let uri = get(headers, "warc-target-uri").trim_matches(['<', '>']);
    let path =
        format!("{}: {}", place.path, if uri.is_empty() { format!("record {}", place.number) } else { uri.to_owned() });
    let most = visit.options().limits.bytes;
    let content = match kind {
        "response" => http::response(&body, most),
        "resource" | "conversion" => http::resource(get(headers, "content-type"), body),
        _ => return Ok(()),
    };
    match content {
        Err(why) => {
            visit.outcome(Outcome::aside(path, Reason::NotADocument, why));
            Ok(())
        }
        Ok(content) => {
            let named = uri.split_once("://").map_or(uri, |(_, rest)| rest).trim_end_matches('/');
            let id = if named.is_empty() {
                format!("{}/{}", place.id, place.number)
            } else {
                format!("{}/{named}", place.id)
            };
            let day = get(headers, "warc-date");
            let url = Some(uri.to_owned()).filter(|u| !u.is_empty());
            let seen = Some(day.to_owned()).filter(|d| !d.is_empty());
            let meta = Metadata { url, modified: seen, ..Metadata::default() };
            let declared = Declared { encoding: content.encoding, format: content.format, meta };
            visit.member(Member { id, path, bytes: content.bytes, declared, named: false, note })
        }
    }
}
