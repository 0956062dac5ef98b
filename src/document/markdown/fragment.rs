//! HTML within Markdown: its text becomes blocks, its tags open and close zones that last over the Markdown between them.

use super::{super::zones, inline::Inline};
use crate::model::{Span, Zone};

/// Open elements beyond this many are not followed.
const DEEPEST: usize = 256;

/// A block of text within HTML.
#[derive(Debug)]
pub(super) struct Fragment {
    pub text: Inline,
    pub kind: Kind,
    pub zone: Zone,
}

/// What the block is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    Paragraph,
    Heading(u8),
    /// `fresh`: the first of its list.
    Item {
        depth: u8,
        ordered: bool,
        fresh: bool,
    },
    Cell {
        row: u32,
        column: u32,
        header: bool,
    },
}

/// The elements that are open across the HTML blocks of one text.
#[derive(Debug, Default)]
pub(super) struct Fragments {
    open: Vec<Element>,
    cell: (u32, u32),
    fresh: bool,
}

#[derive(Debug)]
struct Element {
    name: String,
    zone: Option<Zone>,
}

/// What is done with an element.
fn is_skipped(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "figcaption"
            | "caption"
            | "noscript"
            | "template"
            | "svg"
            | "iframe"
            | "select"
            | "textarea"
    )
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "br" | "hr"
            | "img"
            | "input"
            | "meta"
            | "link"
            | "source"
            | "wbr"
            | "col"
            | "area"
            | "base"
            | "embed"
            | "track"
    )
}

fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "q"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "img"
            | "wbr"
    )
}

impl Fragments {
    /// Whether what stands here is no content at all.
    pub fn skips(&self) -> bool {
        self.open.iter().any(|e| is_skipped(&e.name))
    }

    /// The zone that the open elements name.
    pub fn zone(&self) -> Zone {
        self.open.iter().find_map(|e| e.zone).unwrap_or_default()
    }

    /// Reads the text of an HTML block; `place` gives the place in the document of a range of it.
    pub fn read(&mut self, html: &str, place: impl Fn(usize, usize) -> Span) -> Vec<Fragment> {
        let mut out = Vec::new();
        let mut inline = Inline::default();
        let mut at = 0;
        while at < html.len() {
            if let Some(length) = tag_length(&html[at..]) {
                let tag = &html[at..at + length];
                if tag.eq_ignore_ascii_case("<br>") || tag.starts_with("<br") {
                    inline.line_break(place(at, at + length));
                } else if tag.starts_with("<!") || !is_inline(name(tag)) {
                    self.close(&mut inline, &mut out);
                    self.turn(tag);
                } else {
                    self.turn(tag);
                }
                at += length;
                continue;
            }
            let skip = usize::from(html[at..].starts_with('<'));
            let end = html[at + skip..].find('<').map_or(html.len(), |n| at + skip + n);
            self.text(&html[at..end], at, &place, &mut inline);
            at = end;
        }
        self.close(&mut inline, &mut out);
        out
    }

    /// Sees the text between two tags, but for entities and marks of Markdown; every line break is one.
    fn text(&self, text: &str, base: usize, place: &impl Fn(usize, usize) -> Span, inline: &mut Inline) {
        let bold = self.open.iter().any(|e| matches!(e.name.as_str(), "b" | "strong"));
        let mut from = 0;
        let mut see = |a: usize, b: usize| {
            if b > a {
                inline.see(place(base + a, base + b), bold);
            }
        };
        for (at, c) in text.char_indices() {
            if at < from {
                continue;
            }
            let hidden = match c {
                '&' => entity_length(&text[at..]),
                '*' | '`' => 1,
                _ => 0,
            };
            if hidden > 0 {
                see(from, at);
                from = at + hidden;
            }
        }
        see(from, text.len());
    }

    fn close(&mut self, inline: &mut Inline, out: &mut Vec<Fragment>) {
        let text = std::mem::take(inline);
        if text.is_empty() || self.skips() {
            return;
        }
        let kind = self.kind();
        out.push(Fragment { text, kind, zone: self.zone() });
    }

    fn kind(&mut self) -> Kind {
        let lists = self.open.iter().filter(|e| matches!(e.name.as_str(), "ul" | "ol")).count();
        for element in self.open.iter().rev() {
            match element.name.as_str() {
                "summary" | "dt" | "legend" => return Kind::Heading(7),
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                    return Kind::Heading(element.name.as_bytes()[1] - b'0');
                }
                "li" => {
                    let ordered = self.open.iter().rev().find(|e| matches!(e.name.as_str(), "ul" | "ol"));
                    let ordered = ordered.is_some_and(|e| e.name == "ol");
                    let fresh = std::mem::take(&mut self.fresh);
                    return Kind::Item { depth: lists.saturating_sub(1).min(255) as u8, ordered, fresh };
                }
                name @ ("td" | "th") => {
                    return Kind::Cell { row: self.cell.0, column: self.cell.1, header: name == "th" };
                }
                _ => {}
            }
        }
        Kind::Paragraph
    }

    /// Opens or closes the element of a tag.
    fn turn(&mut self, tag: &str) {
        let name = name(tag).to_ascii_lowercase();
        if name.is_empty() || is_void(&name) {
            return;
        }
        if tag.starts_with("</") {
            if let Some(at) = self.open.iter().rposition(|e| e.name == name) {
                self.open.truncate(at);
            }
            return;
        }
        match name.as_str() {
            "table" => self.cell = (0, 0),
            "tr" => self.cell = (self.cell.0 + 1, 0),
            "td" | "th" => self.cell.1 += 1,
            "ul" | "ol" if !self.open.iter().any(|e| e.name == "ul" || e.name == "ol") => self.fresh = true,
            "li" | "p" | "dt" | "dd" => self.open.retain(|e| e.name != name || name == "li"),
            _ => {}
        }
        if !tag.ends_with("/>") && self.open.len() < DEEPEST {
            let zone = zone(&name, tag);
            self.open.push(Element { name, zone });
        }
    }
}

/// The zone that an element's own name and the words in its tag name.
fn zone(name: &str, tag: &str) -> Option<Zone> {
    match name {
        "nav" => return Some(Zone::Navigation),
        "footer" => return Some(Zone::Footer),
        "form" | "button" => return Some(Zone::Form),
        _ => {}
    }
    let words = ["class", "id"].iter().filter_map(|key| attribute(tag, key)).collect::<Vec<_>>().join(" ");
    let labels = zones::labels(&words);
    labels.zone.filter(|_| !labels.content && !labels.links)
}

/// The value of an attribute in quotes.
fn attribute<'a>(tag: &'a str, key: &str) -> Option<&'a str> {
    let at = tag.find(&format!("{key}="))? + key.len() + 1;
    let quote = tag[at..].chars().next().filter(|c| matches!(c, '"' | '\''))?;
    tag[at + 1..].split(quote).next()
}

fn name(tag: &str) -> &str {
    let body = tag.trim_start_matches(['<', '/']);
    let end = body.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(body.len());
    &body[..end]
}

/// The length of the tag or comment that a text begins with.
fn tag_length(text: &str) -> Option<usize> {
    if text.starts_with("<!--") {
        return Some(text.find("-->").map_or(text.len(), |n| n + 3));
    }
    let second = text.strip_prefix('<')?.chars().next()?;
    if !(second.is_ascii_alphabetic() || second == '/' || second == '!' || second == '?') {
        return None;
    }
    let mut quote = None;
    for (at, b) in text.bytes().enumerate().skip(1) {
        match (quote, b) {
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') => quote = Some(b),
            (Some(open), b) if open == b => quote = None,
            _ => {}
        }
    }
    Some(text.find('>').map_or(text.len(), |n| n + 1))
}

/// The length of the entity that a text begins with; 0 where it begins with none.
fn entity_length(text: &str) -> usize {
    let length = text.bytes().skip(1).take(32).take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
    if length > 0 && text.as_bytes().get(length + 1) == Some(&b';') { length + 2 } else { 0 }
}
