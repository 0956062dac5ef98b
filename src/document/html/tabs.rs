//! Tabs: the names of panels stand in one list, the panels elsewhere. What a panel says holds under its name ("Don't"), so the name
//! is read as its heading.

use std::collections::HashMap;

use super::tokens::Tag;

/// Names are not longer than this, in bytes, and not more than so many.
const LONGEST: usize = 80;
const MOST: usize = 200;

/// The tabs of a page.
#[derive(Debug, Default)]
pub(super) struct Tabs {
    /// The names by the ids of their panels, and by their own ids.
    names: HashMap<String, String>,
    /// The tab that is being read: the name of its element, the ids, the text.
    open: Option<(String, Vec<String>, String)>,
    /// The list of names that is being read: its element, and how many of that name are open in it.
    list: Option<(String, usize)>,
}

impl Tabs {
    /// An element begins; `lists` says that it lists names.
    pub fn open(&mut self, tag: &Tag, lists: bool) {
        match &mut self.list {
            Some((name, depth)) if *name == tag.name => *depth += 1,
            None if lists || tag.get("role") == Some("tablist") => self.list = Some((tag.name.clone(), 1)),
            _ => {}
        }
        if self.open.is_none() && (is_tab(tag) || self.list.is_some() && leads_within(tag)) && self.names.len() < MOST {
            let panel =
                ["aria-controls", "data-bs-target", "data-target", "href"].iter().filter_map(|key| tag.get(key));
            let panel = panel.map(|id| id.trim_start_matches('#').to_owned());
            let ids: Vec<String> = panel.chain(tag.get("id").map(str::to_owned)).filter(|id| !id.is_empty()).collect();
            self.open = (!ids.is_empty()).then(|| (tag.name.clone(), ids, String::new()));
        }
    }

    /// An element ends.
    pub fn close(&mut self, name: &str) {
        if let Some((_, depth)) = self.list.as_mut().filter(|(list, _)| list == name) {
            *depth -= 1;
            if *depth == 0 {
                self.list = None;
            }
        }
        if let Some((_, ids, text)) = self.open.take_if(|(open, ..)| open == name) {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if !text.is_empty() && text.len() <= LONGEST {
                self.names.extend(ids.into_iter().map(|id| (id, text.clone())));
            }
        }
    }

    /// Text within the tab that is being read.
    pub fn text(&mut self, text: &str) {
        if let Some((.., name)) = self.open.as_mut().filter(|(.., name)| name.len() <= LONGEST) {
            name.push_str(text);
        }
    }

    /// The name of the panel that an element is, the first time that it is asked for.
    pub fn label(&mut self, tag: &Tag) -> Option<String> {
        let own = tag.get("id").filter(|_| !is_tab(tag));
        let by = tag.get("aria-labelledby").filter(|_| tag.get("role") == Some("tabpanel"));
        let name = own.and_then(|id| self.names.remove(id)).or_else(|| by.and_then(|id| self.names.remove(id)))?;
        self.names.retain(|_, other| *other != name);
        Some(name)
    }
}

/// Whether an element names a panel.
fn is_tab(tag: &Tag) -> bool {
    let toggles =
        ["data-bs-toggle", "data-toggle"].iter().filter_map(|key| tag.get(key)).any(|v| v == "tab" || v == "pill");
    tag.get("role") == Some("tab") || toggles
}

/// Whether an element is a link to another part of the page.
fn leads_within(tag: &Tag) -> bool {
    tag.name == "a" && tag.get("href").is_some_and(|href| href.len() > 1 && href.starts_with('#'))
}
