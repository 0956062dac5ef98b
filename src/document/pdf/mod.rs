//! PDF files with a text layer: glyphs become segments of lines, lines are put into reading order, and become blocks. The
//! document's text has one block a line; headers, footers and page numbers are left out.

use std::{collections::HashMap, panic::AssertUnwindSafe, time::Instant};

use hayro_interpret::InterpreterCache;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf as File};

use self::{columns::Flow, glyphs::Late, layout::Layout, lines::Segment};
use super::{Context, Reader, Source, hyphen::Hyphens, limits::over, textual};
use crate::{
    error::{Error, ErrorKind, Result},
    model::{BlockKind, Document, Metadata},
};

mod columns;
mod furniture;
mod glyphs;
mod grid;
mod layout;
mod lines;

/// What libraries write where no author was named.
const NOBODY: &[&str] = &["anonymous", "python-docx"];

/// PDF files.
pub struct Pdf;

impl Reader for Pdf {
    fn name(&self) -> &'static str {
        "pdf"
    }

    fn detects(&self, source: &Source<'_>) -> bool {
        let head = &source.bytes[..source.bytes.len().min(1024)];
        head.windows(5).any(|w| w == b"%PDF-")
    }

    fn keeps_time(&self) -> bool {
        true
    }

    fn read(&self, source: &Source<'_>, context: &mut Context<'_>) -> Result<Document> {
        context.fits(source.bytes.len())?;
        let file = File::new(source.bytes.to_vec()).map_err(broken)?;
        let mut pages = pages(&file, context)?;
        let body = sizes(&pages).0;
        furniture::remove(&mut pages, body);
        let mut document = textual::empty(source, String::new());
        document.meta = metadata(&file);
        (document.text, document.blocks) = layout(pages);
        if document.meta.title.is_none() {
            document.meta.title = largest_heading(&document);
        }
        Ok(document)
    }
}

/// The segments of a page, and its height.
struct Page {
    segments: Vec<Segment>,
    height: f64,
}

fn broken(error: LoadPdfError) -> Error {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            Error::new(ErrorKind::Unsupported, "the PDF is encrypted; save a copy without a password")
        }
        LoadPdfError::Decryption(_) => Error::new(
            ErrorKind::Unsupported,
            "the PDF is encrypted in a way that is not read; save a copy without encryption",
        ),
        LoadPdfError::Invalid => {
            Error::new(ErrorKind::Malformed, "the PDF is damaged: it has no pages that can be found")
        }
    }
}

/// Every page within the bounds; a page that fails is noted and passed over.
fn pages(file: &File, context: &mut Context<'_>) -> Result<Vec<Page>> {
    let cache = InterpreterCache::new();
    let until = Instant::now() + context.limits.time;
    let (mut pages, mut images, mut failed) = (Vec::new(), 0, 0);
    let mut bound = None;
    let count = file.pages().len();
    for (at, page) in file.pages().iter().enumerate() {
        if at >= context.limits.pages {
            let effect = format!("of {count} pages those after it were not read");
            bound = Some(over("pages", context.limits.pages, &effect));
            break;
        }
        let draw = AssertUnwindSafe(|| glyphs::read(page, &cache, Some(until)));
        match std::panic::catch_unwind(draw) {
            Ok(drawn) => {
                if drawn.cut {
                    context.note(
                        ErrorKind::Limit,
                        format!("page {} has too many glyphs; the rest of it was not read", at + 1),
                    );
                }
                images += drawn.images;
                pages.push(Page { segments: lines::segments(&drawn.glyphs), height: drawn.height });
            }
            Err(thrown) if thrown.is::<Late>() => {
                let seconds = context.limits.time.as_secs_f64();
                let effect = format!("page {} and those after it were not read", at + 1);
                bound = Some(over("time", format!("{seconds} s"), &effect));
                break;
            }
            Err(_) => {
                failed += 1;
                context.note(ErrorKind::Malformed, format!("page {} could not be read", at + 1));
            }
        }
    }
    let empty = pages.iter().all(|p| p.segments.is_empty());
    match bound {
        Some(reached) if empty => return Err(reached),
        Some(reached) => context.leave(reached),
        None if empty => return Err(without_text(images, failed, count)),
        None => {}
    }
    Ok(pages)
}

fn without_text(images: usize, failed: usize, count: usize) -> Error {
    if failed > 0 || count == 0 {
        return Error::new(ErrorKind::Malformed, "the PDF is damaged: none of its pages could be read");
    }
    let scan = "the PDF is a scan without a text layer; run text recognition on it first";
    let empty = "the PDF has no text";
    Error::new(ErrorKind::Unsupported, if images > 0 { scan } else { empty })
}

fn layout(pages: Vec<Page>) -> (String, Vec<crate::model::Block>) {
    let (body, sizes) = sizes(&pages);
    let mut hyphens = Hyphens::default();
    for segment in pages.iter().flat_map(|p| &p.segments) {
        hyphens.learn(&segment.text);
    }
    let flows: Vec<Flow> = pages.into_iter().flat_map(|page| columns::flows(page.segments)).collect();
    let mut layout = Layout::new(body, sizes, leading(&flows, body), &hyphens);
    for flow in &flows {
        layout.flow(flow);
    }
    layout.finish()
}

/// The size of most of the text, and the larger sizes, largest first, in points.
fn sizes(pages: &[Page]) -> (f64, Vec<f64>) {
    let mut counts: HashMap<i64, usize> = HashMap::new();
    for segment in pages.iter().flat_map(|p| &p.segments) {
        *counts.entry((segment.size * 2.0).round() as i64).or_default() += segment.text.len();
    }
    let body = counts.iter().max_by_key(|&(&size, &count)| (count, size)).map_or(20, |(&size, _)| size);
    let mut larger: Vec<i64> = counts.into_keys().filter(|&size| size > body).collect();
    larger.sort_unstable_by(|a, b| b.cmp(a));
    (body as f64 / 2.0, larger.into_iter().map(|size| size as f64 / 2.0).collect())
}

/// The step from line to line that most lines of the body make, in points.
fn leading(flows: &[Flow], body: f64) -> f64 {
    let mut counts: HashMap<i64, usize> = HashMap::new();
    for pair in flows.iter().flat_map(|flow| flow.windows(2)) {
        let (Some(above), Some(below)) = (pair[0].first(), pair[1].first()) else { continue };
        let step = below.y - above.y;
        if (below.size - body).abs() < 0.6 && (body * 0.9..body * 2.2).contains(&step) {
            *counts.entry((step * 4.0).round() as i64).or_default() += 1;
        }
    }
    let most = counts.values().max().copied().unwrap_or_default();
    let common = counts.into_iter().filter(|&(_, count)| count * 3 >= most).map(|(step, _)| step).min();
    common.map_or(body * 1.5, |step| step as f64 / 4.0)
}

fn metadata(file: &File) -> Metadata {
    let info = file.metadata();
    let text = |bytes: &Option<Box<[u8]>>| bytes.as_deref().map(decode).filter(|t| !t.is_empty());
    let title = text(&info.title).filter(|t| t.contains(char::is_whitespace) && !t.contains(".doc"));
    let day = |date: Option<hayro_syntax::object::DateTime>| {
        date.map(|d| format!("{:04}-{:02}-{:02}", d.year, d.month, d.day))
    };
    Metadata {
        title,
        publisher: text(&info.author).filter(|a| !NOBODY.contains(&a.as_str())),
        published: day(info.creation_date),
        modified: day(info.modification_date),
        ..Metadata::default()
    }
}

/// A text of the document's information: UTF-16 with its mark, or Latin.
fn decode(bytes: &[u8]) -> String {
    let text = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling(&bytes[mark..]).0,
        None => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
    };
    text.trim().to_owned()
}

fn largest_heading(document: &Document) -> Option<String> {
    let level = |kind: BlockKind| match kind {
        BlockKind::Heading { level } if level < 7 => Some(level),
        _ => None,
    };
    let best = document.blocks.iter().filter_map(|b| level(b.kind)).min()?;
    let block = document.blocks.iter().find(|b| level(b.kind) == Some(best))?;
    Some(block.span.of(&document.text).to_owned())
}

#[cfg(test)]
mod tests;
