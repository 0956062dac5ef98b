//! Archives: zip and tar. Nothing is written anywhere; a path that would leave the archive is only a name.

use std::{
    fs::File,
    io::{BufReader, Cursor, Read, Seek},
};

use zip::{ZipArchive, result::ZipError};

use super::{
    super::{
        outcome::{Outcome, Reason},
        walk::stem,
    },
    Container, Counted, Stream, Visit, broken, malformed,
};
use crate::error::{Error, ErrorKind, Result};

/// Zip archives, but for those that are documents themselves.
pub struct Zip;

impl Container for Zip {
    fn name(&self) -> &'static str {
        "zip"
    }

    fn detects(&self, head: &[u8], _: &str) -> bool {
        head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
    }

    fn open(&self, stream: Stream<'_>, visit: &mut Visit<'_>) -> Result<()> {
        if let Some(file) = stream.file.as_deref().and_then(|path| File::open(path).ok()) {
            visit.budget().give(file.metadata().map_or(0, |m| m.len()));
            return read_zip(BufReader::new(file), stream, visit);
        }
        let most = visit.options().limits.bytes;
        let mut bytes = Vec::new();
        let Stream { id, path, bytes: mut read, named, .. } = stream;
        read.by_ref().take(most + 1).read_to_end(&mut bytes).map_err(|e| broken(&e, visit))?;
        if bytes.len() as u64 > most {
            return Err(super::limits::over("bytes", most, "the archive within the archive was not read"));
        }
        let rest = Stream { id, path, bytes: Box::new(Cursor::new(bytes.clone())), file: None, named };
        read_zip(Cursor::new(bytes), rest, visit)
    }
}

fn read_zip(source: impl Read + Seek, stream: Stream<'_>, visit: &mut Visit<'_>) -> Result<()> {
    let mut archive = ZipArchive::new(source).map_err(|e| zip_error(&e))?;
    let is_document = ["word/document.xml", "content.xml"].iter().any(|part| archive.index_for_name(part).is_some());
    if is_document {
        return visit.document(stream);
    }
    for index in 0..archive.len() {
        let member = match archive.by_index(index) {
            Ok(member) => member,
            Err(error) => {
                visit.failed(&stream.path, zip_error(&error));
                continue;
            }
        };
        if member.is_dir() {
            continue;
        }
        let Some(name) = name(&String::from_utf8_lossy(member.name_raw())) else { continue };
        let counted = Counted { inner: member, budget: visit.budget(), expands: true };
        let bytes = Box::new(BufReader::new(counted));
        visit.stream(within(&stream.id, &stream.path, &name, bytes))?;
    }
    Ok(())
}

fn zip_error(error: &ZipError) -> Error {
    match error {
        ZipError::UnsupportedArchive(_) | ZipError::InvalidPassword => {
            Error::new(ErrorKind::Unsupported, "a part of the archive is encrypted or packed in a way that is not read")
        }
        ZipError::CompressionMethodNotSupported(_) => {
            Error::new(ErrorKind::Unsupported, "a part of the archive is packed in a way that is not read")
        }
        other => malformed(format!("the archive is damaged: {other}")),
    }
}

/// Tar archives.
pub struct Tar;

impl Container for Tar {
    fn name(&self) -> &'static str {
        "tar"
    }

    fn detects(&self, head: &[u8], _: &str) -> bool {
        head.get(257..262) == Some(b"ustar")
    }

    fn open(&self, stream: Stream<'_>, visit: &mut Visit<'_>) -> Result<()> {
        let Stream { id, path, bytes, .. } = stream;
        let mut archive = tar::Archive::new(bytes);
        let entries = archive.entries().map_err(|e| broken(&e, visit))?;
        for entry in entries {
            let entry = entry.map_err(|e| broken(&e, visit))?;
            let kind = entry.header().entry_type();
            let Some(name) = name(&String::from_utf8_lossy(&entry.path_bytes())) else { continue };
            if kind.is_symlink() || kind.is_hard_link() {
                visit.outcome(Outcome::aside(
                    format!("{path}/{name}"),
                    Reason::NotAFile,
                    "this is a link within an archive",
                ));
            } else if kind.is_file() || kind.is_contiguous() {
                visit.stream(within(&id, &path, &name, Box::new(BufReader::new(entry))))?;
            }
        }
        Ok(())
    }
}

/// The name of a part with its plain components only; nothing for hidden ones and for what systems add.
fn name(name: &str) -> Option<String> {
    let plain = |part: &&str| !part.is_empty() && !matches!(*part, "." | "..");
    let parts: Vec<&str> = name.split(['/', '\\']).filter(plain).collect();
    let hidden = parts.iter().any(|p| p.starts_with('.') || *p == "__MACOSX");
    (!parts.is_empty() && !hidden).then(|| parts.join("/"))
}

/// The stream of a part of an archive.
fn within<'a>(id: &str, path: &str, name: &str, bytes: Box<dyn std::io::BufRead + 'a>) -> Stream<'a> {
    Stream { id: format!("{id}/{}", stem(name)), path: format!("{path}/{name}"), bytes, file: None, named: false }
}
