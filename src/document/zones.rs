//! Which part of a page does an element belong to? The words that tell are data, `zones.toml`.

use std::{collections::HashMap, sync::LazyLock};

use serde::Deserialize;

use crate::model::Zone;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    zone: Vec<ZoneEntry>,
    content: WordList,
    copies: WordList,
    headings: WordList,
    tabs: WordList,
    section: Vec<SectionEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ZoneEntry {
    zone: Zone,
    #[serde(default)]
    links: bool,
    words: Vec<String>,
    #[serde(default)]
    roles: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code))]
    examples: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code))]
    not: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WordList {
    words: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code))]
    examples: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code))]
    not: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SectionEntry {
    zone: Zone,
    headings: Vec<String>,
}

/// What the words of an element's attributes say of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Labels {
    /// The zone that it names.
    pub zone: Option<Zone>,
    /// The zone only holds where most of the text lies in links.
    pub links: bool,
    /// It is a part of the article: a warning box, an accordion.
    pub content: bool,
    /// It may be a copy for another size of screen.
    pub copy: bool,
    /// Its text is a question or a title.
    pub heading: bool,
    /// It lists the names of panels.
    pub tabs: bool,
}

/// What a phrase says; the order is that of `zones.toml`.
#[derive(Debug, Clone, Copy)]
enum Says {
    Zone(usize, Zone, bool),
    Content,
    Copy,
    Heading,
    Tabs,
}

/// The phrases by their first word.
struct Table {
    phrases: HashMap<String, Vec<(Vec<String>, Says)>>,
    roles: HashMap<String, Zone>,
    sections: HashMap<String, Zone>,
}

static FILE: LazyLock<File> =
    LazyLock::new(|| toml::from_str(include_str!("zones.toml")).expect("zones.toml is valid"));
static TABLE: LazyLock<Table> = LazyLock::new(|| Table::new(&FILE));

impl Table {
    fn new(file: &File) -> Self {
        let mut table = Self { phrases: HashMap::new(), roles: HashMap::new(), sections: HashMap::new() };
        for (at, entry) in file.zone.iter().enumerate() {
            table.add(&entry.words, Says::Zone(at, entry.zone, entry.links));
            table.roles.extend(entry.roles.iter().map(|r| (r.clone(), entry.zone)));
        }
        table.add(&file.content.words, Says::Content);
        table.add(&file.copies.words, Says::Copy);
        table.add(&file.headings.words, Says::Heading);
        table.add(&file.tabs.words, Says::Tabs);
        for entry in &file.section {
            table.sections.extend(entry.headings.iter().map(|h| (h.clone(), entry.zone)));
        }
        table
    }

    fn add(&mut self, phrases: &[String], says: Says) {
        for phrase in phrases {
            let words: Vec<String> = phrase.split(' ').map(str::to_owned).collect();
            self.phrases.entry(words[0].clone()).or_default().push((words, says));
        }
    }
}

/// What the words of a class, an id or a label say.
pub(super) fn labels(attribute: &str) -> Labels {
    let words = words(attribute);
    let mut labels = Labels::default();
    let mut best = usize::MAX;
    for at in 0..words.len() {
        for (phrase, says) in TABLE.phrases.get(&words[at]).into_iter().flatten() {
            if !words[at..].starts_with(phrase) {
                continue;
            }
            match *says {
                Says::Zone(order, zone, links) if order < best => {
                    (best, labels.zone, labels.links) = (order, Some(zone), links);
                }
                Says::Zone(..) => {}
                Says::Content => labels.content = true,
                Says::Copy => labels.copy = true,
                Says::Heading => labels.heading = true,
                Says::Tabs => labels.tabs = true,
            }
        }
    }
    labels
}

/// The zone of a role.
pub(super) fn role(role: &str) -> Option<Zone> {
    TABLE.roles.get(role.trim()).copied()
}

/// The zone of what stands under a heading of these words.
pub(super) fn section(heading: &str) -> Option<Zone> {
    if heading.len() > 60 {
        return None;
    }
    let plain = heading.trim().trim_end_matches([':', '!', '…', '.', '?']).to_lowercase().replace('’', "'");
    let counted = plain.trim_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '(' | ')'));
    TABLE.sections.get(counted).copied()
}

/// The words of an attribute: parted at signs and where a capital follows a small letter; an empty word between classes.
fn words(attribute: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut lower = false;
    for c in attribute.chars().take(400) {
        if c.is_alphanumeric() {
            if c.is_uppercase() && lower {
                words.push(String::new());
            }
            lower = c.is_lowercase();
            if let Some(word) = words.last_mut() {
                word.extend(c.to_lowercase());
            }
            continue;
        }
        lower = false;
        if words.last().is_some_and(|w| !w.is_empty()) {
            words.push(String::new());
        }
        if c.is_whitespace() {
            words.push("\u{0}".to_owned());
            words.push(String::new());
        }
    }
    words.retain(|w| !w.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_of_every_zone() {
        for entry in &FILE.zone {
            for example in &entry.examples {
                assert_eq!(labels(example).zone, Some(entry.zone), "{example}");
            }
            for other in &entry.not {
                assert_ne!(labels(other).zone, Some(entry.zone), "{other}");
            }
        }
    }

    #[test]
    fn examples_of_the_other_lists() {
        let check = |list: &WordList, says: fn(Labels) -> bool| {
            assert!(list.examples.iter().all(|e| says(labels(e))), "{:?}", list.examples);
            assert!(!list.not.iter().any(|e| says(labels(e))), "{:?}", list.not);
        };
        check(&FILE.content, |l| l.content);
        check(&FILE.copies, |l| l.copy);
        check(&FILE.headings, |l| l.heading);
        check(&FILE.tabs, |l| l.tabs);
    }

    #[test]
    fn no_phrase_is_listed_twice() {
        let mut seen = std::collections::HashSet::new();
        for word in FILE.zone.iter().flat_map(|z| &z.words) {
            assert!(seen.insert(word), "{word}");
            assert_eq!(words(word).join(" ").replace("\u{0} ", ""), *word, "a phrase that can never match");
        }
    }

    #[test]
    fn sections() {
        for (heading, want) in [
            ("3 comments", Some(Zone::Review)),
            ("Comments (12)", Some(Zone::Review)),
            ("Read next", Some(Zone::Aside)),
            ("Aftercare", None),
        ] {
            assert_eq!(section(heading), want, "{heading}");
        }
    }
}
