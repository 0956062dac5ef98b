//! What do a tag's name and attributes say of it?

use super::{
    super::zones::{self, Labels},
    element::{self, Kind},
    tokens::Tag,
};

/// Whether it is the name of a heading; any of them ends any other.
pub(super) fn is_heading(name: &str) -> bool {
    element::heading(name).is_some_and(|level| level < 7)
}

/// What the words of its class and id say.
pub(super) fn labels(tag: &Tag) -> Labels {
    let mut words = String::new();
    for name in ["class", "id"] {
        if let Some(value) = tag.get(name) {
            words.push_str(value);
            words.push(' ');
        }
    }
    if words.is_empty() { Labels::default() } else { zones::labels(&words) }
}

/// The level of the heading that an element is.
pub(super) fn heading(tag: &Tag, labels: Labels, kind: Kind) -> Option<u8> {
    let titled = labels.heading
        && kind != Kind::Skip
        && matches!(tag.name.as_str(), "div" | "span" | "p" | "a" | "button" | "strong");
    element::heading(&tag.name).or_else(|| (titled || opens(tag)).then_some(7)).or_else(|| {
        let level = tag.get("aria-level").and_then(|l| l.parse().ok()).unwrap_or(7);
        (tag.get("role") == Some("heading")).then_some(level)
    })
}

/// Whether the element is the question or title of an accordion.
pub(super) fn opens(tag: &Tag) -> bool {
    matches!(tag.name.as_str(), "button" | "a" | "div" | "span")
        && tag.get("aria-expanded").is_some()
        && tag.get("aria-haspopup").is_none()
}

/// Whether the element is not seen at first. It is read all the same: it may be a closed accordion.
pub(super) fn is_hidden(tag: &Tag) -> bool {
    let style = tag.get("style").unwrap_or_default();
    tag.get("hidden").is_some()
        || tag.get("aria-hidden") == Some("true")
        || style.replace(' ', "").to_ascii_lowercase().contains("display:none")
}
