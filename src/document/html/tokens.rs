//! The tags and texts of a page, as html5gum gives them.

use std::convert::Infallible;

use html5gum::{
    Span, Tokenizer,
    emitters::callback::{CallbackEmitter, CallbackEvent},
};

/// Attributes beyond this many of one tag are not read.
const ATTRIBUTES: usize = 64;

/// A start tag.
#[derive(Debug, Default)]
pub(super) struct Tag {
    /// Its name in small letters.
    pub name: String,
    attributes: Vec<(String, String)>,
    /// Whether it ends with a slash, which only means something within drawings.
    pub closed: bool,
    /// The line that it ends on, counted from one.
    pub line: u32,
}

impl Tag {
    /// The value of an attribute; an attribute without one has an empty value.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

/// What follows the tags of a page.
pub(super) trait Handler {
    /// An element begins.
    fn open(&mut self, tag: &Tag);
    /// An element ends.
    fn close(&mut self, name: &str);
    /// Text, with entities decoded, and the line that it begins on.
    fn text(&mut self, text: &str, line: u32);
}

/// Gives every tag and text of a page to the handler.
pub(super) fn read(html: &str, handler: &mut impl Handler) {
    let mut tag = Tag::default();
    let mut lines = Lines { html: html.as_bytes(), at: 0, line: 1 };
    let callback = |event: CallbackEvent<'_>, span: Span<usize>| -> Option<Infallible> {
        match event {
            CallbackEvent::OpenStartTag { name } => tag = Tag { name: lossy(name), ..Tag::default() },
            CallbackEvent::AttributeName { name } if tag.attributes.len() < ATTRIBUTES => {
                tag.attributes.push((lossy(name), String::new()));
            }
            CallbackEvent::AttributeValue { value } => {
                if let Some((_, last)) = tag.attributes.last_mut() {
                    *last = lossy(value);
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                tag.closed = self_closing;
                tag.line = lines.of(span.start);
                handler.open(&tag);
            }
            CallbackEvent::EndTag { name } => handler.close(&lossy(name)),
            CallbackEvent::String { value } => {
                handler.text(&String::from_utf8_lossy(value), lines.of(span.start));
            }
            _ => {}
        }
        None
    };
    let mut emitter = CallbackEmitter::new(callback);
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
}

/// Counts lines up to one place after the other.
struct Lines<'a> {
    html: &'a [u8],
    at: usize,
    line: u32,
}

impl Lines<'_> {
    /// The line of a byte that is not before the last one.
    fn of(&mut self, byte: usize) -> u32 {
        if let Some(passed) = self.html.get(self.at..byte) {
            self.line += passed.iter().filter(|b| **b == b'\n').count() as u32;
            self.at = byte;
        }
        self.line
    }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
