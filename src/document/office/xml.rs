//! Elements and texts of XML. No entity is ever fetched: those that XML itself does not know are passed over.

use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesStart, Event},
};

/// What follows the elements of a part.
pub(super) trait Visitor {
    /// An element begins. Names are without their prefix.
    fn open(&mut self, element: &Element<'_>);
    /// An element ends.
    fn close(&mut self, name: &str);
    /// Text.
    fn text(&mut self, text: &str);
}

/// The start of an element.
pub(super) struct Element<'a> {
    start: &'a BytesStart<'a>,
}

impl Element<'_> {
    /// Its name without prefix.
    pub fn name(&self) -> &str {
        self.start.local_name().into_inner()
    }

    /// The value of an attribute by its name without prefix.
    pub fn get(&self, name: &str) -> Option<String> {
        let mut attributes = self.start.attributes();
        let mut named = attributes.with_checks(false).flatten().filter(|a| a.key.local_name().into_inner() == name);
        let attribute = named.next()?;
        Some(
            attribute
                .normalized_value(XmlVersion::Explicit1_0)
                .map_or_else(|_| attribute.value.to_string(), std::borrow::Cow::into_owned),
        )
    }

    /// The value of an attribute as a number.
    pub fn number(&self, name: &str) -> Option<u32> {
        self.get(name)?.trim().parse().ok()
    }
}

/// Gives every element and text to the visitor; says where the XML is broken, if it is. What stands before was given.
pub(super) fn read(xml: &str, visitor: &mut impl Visitor) -> Result<(), String> {
    let mut reader = Reader::from_str(xml);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => visitor.open(&Element { start: &start }),
            Ok(Event::Empty(start)) => {
                visitor.open(&Element { start: &start });
                visitor.close(start.local_name().into_inner());
            }
            Ok(Event::End(end)) => visitor.close(end.local_name().into_inner()),
            Ok(Event::Text(text)) => visitor.text(&text.xml10_content()),
            Ok(Event::CData(text)) => visitor.text(&text),
            Ok(Event::GeneralRef(entity)) => {
                if let Ok(Some(c)) = entity.resolve_char_ref() {
                    visitor.text(c.encode_utf8(&mut [0; 4]));
                } else if let Some(text) = resolve_predefined_entity(&entity.xml10_content()) {
                    visitor.text(text);
                }
            }
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(error) => return Err(format!("byte {}: {error}", reader.error_position())),
        }
    }
}

/// The texts of elements by name: what small parts such as the properties of a document hold.
#[derive(Debug, Default)]
pub(super) struct Texts {
    open: Vec<String>,
    pub found: Vec<(String, String)>,
}

impl Texts {
    /// The texts of a part; nothing where it is missing or broken.
    pub fn of(xml: Option<&str>) -> Self {
        let mut texts = Self::default();
        let _ = xml.map(|xml| read(xml, &mut texts));
        texts
    }

    /// The text of the first element of a name that has one.
    pub fn get(&self, name: &str) -> Option<String> {
        self.found.iter().find(|(n, t)| n == name && !t.trim().is_empty()).map(|(_, t)| t.trim().to_owned())
    }
}

impl Visitor for Texts {
    fn open(&mut self, element: &Element<'_>) {
        if self.found.len() < 1000 {
            self.open.push(element.name().to_owned());
            self.found.push((element.name().to_owned(), String::new()));
        }
    }

    fn close(&mut self, _: &str) {
        self.open.pop();
    }

    fn text(&mut self, text: &str) {
        if !self.open.is_empty()
            && let Some((_, found)) = self.found.last_mut()
        {
            found.push_str(text);
        }
    }
}
