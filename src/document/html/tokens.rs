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
    /// Text, with entities decoded.
    fn text(&mut self, text: &str);
}

/// Gives every tag and text of a page to the handler.
pub(super) fn read(html: &str, handler: &mut impl Handler) {
    let mut tag = Tag::default();
    let callback = |event: CallbackEvent<'_>, _: Span<()>| -> Option<Infallible> {
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
                handler.open(&tag);
            }
            CallbackEvent::EndTag { name } => handler.close(&lossy(name)),
            CallbackEvent::String { value } => handler.text(&String::from_utf8_lossy(value)),
            _ => {}
        }
        None
    };
    let mut emitter = CallbackEmitter::new(callback);
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
