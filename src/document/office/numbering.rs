//! The lists of a DOCX file: which levels are numbered, which have bullets.

use std::collections::HashMap;

use super::xml::{self, Element, Visitor};

/// For each list, whether its levels are numbered.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// By abstract list and level, the format's name.
    formats: HashMap<(String, u8), String>,
    lists: HashMap<String, String>,
    outer: Option<String>,
    list: Option<String>,
    level: u8,
}

/// How the items of a list's level begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begin {
    Bullet,
    Number,
    Nothing,
}

impl Numbering {
    pub fn of(xml: Option<&str>) -> Self {
        let mut numbering = Self::default();
        let _ = xml.map(|xml| xml::read(xml, &mut numbering));
        numbering
    }

    /// How the items of a level of a list begin.
    pub fn begin(&self, list: &str, depth: u8) -> Begin {
        if list == "0" {
            return Begin::Nothing;
        }
        let format = self.lists.get(list).and_then(|a| self.formats.get(&(a.clone(), depth)));
        match format.map(String::as_str) {
            Some("bullet") | None => Begin::Bullet,
            Some("none") => Begin::Nothing,
            Some(_) => Begin::Number,
        }
    }
}

impl Visitor for Numbering {
    fn open(&mut self, element: &Element<'_>) {
        match element.name() {
            "abstractNum" => self.outer = element.get("abstractNumId"),
            "lvl" => self.level = element.number("ilvl").unwrap_or(0).min(8) as u8,
            "numFmt" => {
                if let (Some(outer), Some(format)) = (&self.outer, element.get("val")) {
                    self.formats.insert((outer.clone(), self.level), format);
                }
            }
            "num" => self.list = element.get("numId"),
            "abstractNumId" => {
                if let (Some(list), Some(outer)) = (&self.list, element.get("val")) {
                    self.lists.insert(list.clone(), outer);
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "abstractNum" => self.outer = None,
            "num" => self.list = None,
            _ => {}
        }
    }

    fn text(&mut self, _: &str) {}
}
