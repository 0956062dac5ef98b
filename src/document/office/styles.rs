//! The styles of a DOCX file: which are headings, which are list items.

use std::collections::HashMap;

use super::xml::{self, Element, Visitor};

/// Styles are followed to those that they are based on this many times.
const DEEPEST: usize = 16;

/// A style of paragraphs.
#[derive(Debug, Default, Clone)]
pub(super) struct Style {
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    pub list: Option<(String, u8)>,
    pub bold: Option<bool>,
}

/// Every style by its id.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    open: Option<(String, Style)>,
}

impl Styles {
    pub fn of(xml: Option<&str>) -> Self {
        let mut styles = Self::default();
        let _ = xml.map(|xml| xml::read(xml, &mut styles));
        styles
    }

    /// The level of the heading that a style makes.
    pub fn heading(&self, id: &str) -> Option<u8> {
        self.find(id, |style| {
            let name = style.name.to_ascii_lowercase();
            let level = name.strip_prefix("heading").and_then(|n| n.trim().parse::<u8>().ok());
            let title = (name == "title").then_some(1);
            level.or(title).or(style.outline).filter(|&l| (1..=9).contains(&l)).map(|l| l.min(6))
        })
    }

    /// The list and the depth that a style makes an item of.
    pub fn list(&self, id: &str) -> Option<(String, u8)> {
        let (list, depth) = self.find(id, |style| style.list.clone())?;
        let named = self.styles.get(id).and_then(|s| s.name.rsplit(' ').next()?.parse::<u8>().ok());
        Some((list, depth.max(named.map_or(0, |n| n.saturating_sub(1)))))
    }

    /// Whether a style makes text bold.
    pub fn bold(&self, id: &str) -> bool {
        self.find(id, |style| style.bold).unwrap_or(false)
    }

    fn find<T>(&self, id: &str, what: impl Fn(&Style) -> Option<T>) -> Option<T> {
        let mut id = id.to_owned();
        for _ in 0..DEEPEST {
            let style = self.styles.get(&id)?;
            if let Some(found) = what(style) {
                return Some(found);
            }
            id = style.based_on.clone()?;
        }
        None
    }
}

impl Visitor for Styles {
    fn open(&mut self, element: &Element<'_>) {
        if element.name() == "style" {
            self.open = Some((element.get("styleId").unwrap_or_default(), Style::default()));
            return;
        }
        let Some((_, style)) = &mut self.open else { return };
        let value = || element.get("val");
        match element.name() {
            "name" => style.name = value().unwrap_or_default(),
            "basedOn" => style.based_on = value(),
            "outlineLvl" => style.outline = element.number("val").filter(|&l| l < 9).map(|l| l as u8 + 1),
            "numId" => {
                let depth = style.list.as_ref().map_or(0, |(_, depth)| *depth);
                style.list = value().map(|id| (id, depth));
            }
            "ilvl" => {
                let depth = element.number("val").unwrap_or(0).min(8) as u8;
                let id = style.list.take().map_or_else(String::new, |(id, _)| id);
                style.list = Some((id, depth));
            }
            "b" => style.bold = Some(is_on(element)),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if name == "style"
            && let Some((id, style)) = self.open.take()
            && self.styles.len() < 10_000
        {
            self.styles.insert(id, style);
        }
    }

    fn text(&mut self, _: &str) {}
}

/// Whether a property that may be switched off is on.
pub(super) fn is_on(element: &Element<'_>) -> bool {
    !matches!(element.get("val").as_deref(), Some("0" | "false" | "off" | "none"))
}
