//! The answer of a web server as a crawler keeps it.

use std::io::Read;

/// A document that a server answered with.
#[derive(Debug)]
pub(super) struct Content {
    pub bytes: Vec<u8>,
    pub encoding: Option<String>,
    pub format: Option<String>,
}

/// The document of an answer; or why there is none.
pub(super) fn response(answer: &[u8], most: u64) -> Result<Content, String> {
    let end =
        ["\r\n\r\n", "\n\n"].iter().filter_map(|mark| Some(super::find(answer, mark.as_bytes())? + mark.len())).min();
    let end = end.ok_or("the answer has no content")?;
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let status = head.split_whitespace().nth(1).unwrap_or_default();
    if !status.starts_with('2') {
        return Err(format!("the server answered {status}"));
    }
    let get = |name: &str| {
        let line = head.lines().find(|l| l.split(':').next().is_some_and(|n| n.trim().eq_ignore_ascii_case(name)));
        line.and_then(|l| l.split_once(':')).map(|(_, value)| value.trim().to_ascii_lowercase()).unwrap_or_default()
    };
    let mut body = answer[end..].to_vec();
    if get("transfer-encoding").contains("chunked") {
        body = unchunk(&body);
    }
    body = match get("content-encoding").as_str() {
        "gzip" | "x-gzip" => inflate(flate2::read::MultiGzDecoder::new(body.as_slice()), most).unwrap_or(body),
        "deflate" => inflate(flate2::read::ZlibDecoder::new(body.as_slice()), most).unwrap_or(body),
        "" | "identity" => body,
        other => return Err(format!("its content is packed as {other}, which is not read")),
    };
    resource(&get("content-type"), body)
}

/// The document of a content of a type; or why it is none.
pub(super) fn resource(kind: &str, bytes: Vec<u8>) -> Result<Content, String> {
    let kind = kind.to_ascii_lowercase();
    let mut parts = kind.split(';').map(str::trim);
    let media = parts.next().unwrap_or_default();
    let format = match media {
        "text/html" | "application/xhtml+xml" => Some("html"),
        "text/plain" => Some("text"),
        "text/markdown" => Some("markdown"),
        "" | "application/pdf" | "application/octet-stream" | "application/http" => None,
        other if other.contains("officedocument.wordprocessing") || other.contains("opendocument.text") => None,
        other => return Err(format!("its content is {other}")),
    };
    let encoding = parts.find_map(|p| p.strip_prefix("charset=")).map(|name| name.trim_matches(['"', '\'']).to_owned());
    Ok(Content { bytes, encoding, format: format.map(str::to_owned) })
}

fn inflate(reader: impl Read, most: u64) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let _ = reader.take(most + 1).read_to_end(&mut bytes);
    (!bytes.is_empty()).then_some(bytes)
}

/// The body of an answer that came in chunks; as it is where it did not, as crawlers often join them.
fn unchunk(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = body;
    while let Some(end) = super::find(rest, b"\n") {
        let size = String::from_utf8_lossy(&rest[..end]);
        let Ok(size) = usize::from_str_radix(size.split(';').next().unwrap_or_default().trim(), 16) else {
            return if out.is_empty() { body.to_vec() } else { out };
        };
        rest = &rest[end + 1..];
        if size == 0 {
            break;
        }
        let size = size.min(rest.len());
        out.extend_from_slice(&rest[..size]);
        rest = rest[size..].strip_prefix(b"\r\n").unwrap_or(&rest[size..]);
    }
    if out.is_empty() { body.to_vec() } else { out }
}
