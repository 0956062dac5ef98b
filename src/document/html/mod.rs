//! Web pages. The document's text is what a visitor reads, one block a line, the cells of a row in one line; blocks of
//! menus, banners, side columns, footers, reviews and forms are labelled by their zone, not left out.

use self::{
    data::{Data, Part},
    meta::Meta,
    page::Page,
    tokens::{Handler, Tag},
};
use super::{
    Context, Reader, Source, textual,
    visible::{self, Body, Raw, Shape},
};
use crate::{error::Result, model::Document};

mod attributes;
mod data;
mod element;
mod meta;
mod page;
mod settle;
mod table;
mod tabs;
mod tokens;

/// How far into a file the tags of a page are looked for, in bytes.
const HEAD: usize = 2048;

/// Web pages.
pub struct Html;

impl Reader for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn detects(&self, source: &Source<'_>) -> bool {
        let head = &source.bytes[..source.bytes.len().min(HEAD)];
        if !head.contains(&b'<') {
            return false;
        }
        let text: String =
            String::from_utf8_lossy(head).chars().filter(|&c| c != '\0').collect::<String>().to_ascii_lowercase();
        let start = text.trim_start_matches(['\u{feff}', '\u{fffd}']).trim_start();
        if start.starts_with("<!doctype html") || start.starts_with("<html") {
            return true;
        }
        let named = matches!(
            source.extension().as_str(),
            "html" | "htm" | "xhtml" | "xht" | "php" | "asp" | "aspx" | "jsp" | "cfm"
        );
        let tagged = start.starts_with('<') && ["<html", "<head", "<body"].iter().any(|tag| start.contains(tag));
        (named && start.contains('<')) || tagged
    }

    fn read(&self, source: &Source<'_>, context: &mut Context<'_>) -> Result<Document> {
        let html = textual::decode(source, context)?;
        let mut visitor = Visitor {
            page: Page::new(context.limits.nesting),
            meta: Meta::default(),
            data: Data::default(),
            script: None,
        };
        tokens::read(&html, &mut visitor);
        let Visitor { page, meta, data, .. } = visitor;
        let mut body = page.finish();
        if body.too_deep {
            context.reached(
                "nesting",
                context.limits.nesting,
                "deeper elements are read as if they were not there, their text is kept",
            );
        }
        visible::arrange(&mut body);
        settle::settle(&mut body);
        add_data(&mut body, &data, context.limits.nesting);
        let mut document = textual::empty(source, String::new());
        visible::write(&body, &mut document);
        document.meta = meta.finish(data.meta);
        Ok(document)
    }
}

/// Gives each tag to those who want it.
struct Visitor {
    page: Page,
    meta: Meta,
    data: Data,
    /// The JSON-LD that is being read, and the line that it begins on.
    script: Option<(String, u32)>,
}

impl Handler for Visitor {
    fn open(&mut self, tag: &Tag) {
        if tag.name == "script" && tag.get("type").is_some_and(|t| t.trim().eq_ignore_ascii_case("application/ld+json"))
        {
            self.script = Some((String::new(), tag.line));
        }
        self.meta.open(tag);
        if !matches!(tag.name.as_str(), "html" | "head" | "title") {
            self.page.open(tag);
        }
    }

    fn close(&mut self, name: &str) {
        if name == "script"
            && let Some((script, line)) = self.script.take()
        {
            self.data.read(&script, line);
        }
        self.meta.close(name);
        self.page.close(name);
    }

    fn text(&mut self, text: &str, line: u32) {
        if let Some((script, _)) = &mut self.script {
            script.push_str(text);
        } else if !self.meta.text(text) {
            self.page.text(text, line);
        }
    }
}

/// Adds the questions and steps of JSON-LD that the page itself does not show.
fn add_data(body: &mut Body, data: &Data, nesting: usize) {
    if data.parts.is_empty() {
        return;
    }
    let shown: String = body.blocks.iter().map(|b| fold(&b.text)).collect::<Vec<_>>().join(" ");
    for Part { heading, texts } in &data.parts {
        let mut blocks = Vec::new();
        for (text, line) in texts {
            let mut page = Page::new(nesting);
            tokens::read(text, &mut PageOnly(&mut page));
            let part = page.finish();
            let new = part.blocks.into_iter().filter(|b| !shown.contains(&fold(&b.text)));
            blocks.extend(new.map(|b| Raw { lines: vec![(0, *line)], ..Raw::new(apart(b.shape), b.text) }));
        }
        if blocks.is_empty() {
            continue;
        }
        let (heading, line) = heading;
        if !heading.is_empty() {
            let lines = vec![(0, *line)];
            body.blocks.push(Raw { lines, ..Raw::new(Shape::Heading(7), heading.clone()) });
        }
        body.blocks.extend(blocks);
    }
}

/// The shape with a list that is none of the page's own.
fn apart(shape: Shape) -> Shape {
    match shape {
        Shape::Item { list, depth, ordered } => Shape::Item { list: list | 1 << 31, depth, ordered },
        other => other,
    }
}

/// A text as it is compared: small letters and digits.
fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A page within a page's data: no head of its own.
struct PageOnly<'a>(&'a mut Page);

impl Handler for PageOnly<'_> {
    fn open(&mut self, tag: &Tag) {
        self.0.open(tag);
    }

    fn close(&mut self, name: &str) {
        self.0.close(name);
    }

    fn text(&mut self, text: &str, line: u32) {
        self.0.text(text, line);
    }
}

#[cfg(test)]
mod tests;
