//! Web pages of generated documents.

use std::fmt::Write;

use super::{Dice, Generated, Generator};

/// What stands around a page's content; `{title}` and `{content}` are its places.
const FRAME: &str = include_str!("page.html");
/// Sections of a page: with its frame it has about two kilobytes.
const SECTIONS: (u64, u64) = (1, 2);

/// Which share of the pages is not as it should be, from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shares {
    /// Pages that are those of an earlier document with other numbers here and there.
    pub copies: f64,
    /// Pages that end in the middle, or are empty.
    pub broken: f64,
}

impl Default for Shares {
    fn default() -> Self {
        Self { copies: 0.1, broken: 0.01 }
    }
}

/// A web page that was put together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The id of its document.
    pub id: String,
    /// Its HTML.
    pub html: String,
}

impl Generator {
    /// The page of a number.
    pub fn page(&self, number: u64, shares: &Shares) -> Page {
        let mut dice = Dice(self.seed.rotate_left(32) ^ number.wrapping_mul(0xd1b5_4a32_d192_ed03));
        let mut document = self.document_of(number, SECTIONS);
        if number > 0 && dice.share(shares.copies) {
            let Generated { text, .. } = self.document_of(dice.below(number), SECTIONS);
            document.text = dice.other_numbers(&text);
        }
        let mut html = page(&document.text);
        if dice.share(shares.broken) {
            let end = dice.below(html.len() as u64) as usize;
            html.truncate(html.floor_char_boundary(if dice.below(4) == 0 { 0 } else { end }));
        }
        Page { id: document.id, html }
    }
}

impl Dice {
    /// Whether it falls into a share.
    fn share(&mut self, share: f64) -> bool {
        (self.below(1 << 32) as f64) < share * f64::from(u32::MAX)
    }
}

/// A document's Markdown as a page.
fn page(text: &str) -> String {
    let body = text.splitn(3, "---\n").nth(2).unwrap_or(text);
    let (mut content, mut title, mut listed) = (String::with_capacity(body.len() * 2), "", false);
    for line in body.lines().filter(|l| !l.trim().is_empty()) {
        let item = line.trim_start().strip_prefix("- ");
        if listed != item.is_some() {
            content.push_str(if listed { "</ul>\n" } else { "<ul>\n" });
            listed = item.is_some();
        }
        let (tag, words) = match (item, line.strip_prefix("# "), line.strip_prefix("## ")) {
            (Some(words), ..) => ("li", words),
            (_, Some(words), _) => {
                title = words;
                ("h1", words)
            }
            (.., Some(words)) => ("h2", words),
            _ => ("p", line),
        };
        let _ = writeln!(content, "<{tag}>{}</{tag}>", escaped(words));
    }
    if listed {
        content.push_str("</ul>\n");
    }
    FRAME.replace("{title}", &escaped(title)).replace("{content}", &content)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{document, document::Source, model::Zone};

    #[test]
    fn pages_have_furniture_copies_and_broken_ones_in_their_shares() {
        let text = b"# Aftercare\n\n## After\n\n- No gym for 24 hours.\n- Keep it dry for 3 days.\n";
        let read = |path, bytes| document::read(&Source { id: path, path, bytes }).unwrap();
        let leaflet = read("a.md", text);
        let generator = Generator::new([("botox", &leaflet)], 7).unwrap();
        let whole = Shares { copies: 0.0, broken: 0.0 };
        let page = generator.page(5, &whole);
        assert_eq!(page, generator.page(5, &whole));
        let document = read("a.html", page.html.as_bytes());
        let content = document.blocks.iter().filter(|b| b.zone == Zone::Main);
        assert!(content.clone().any(|b| b.span.of(&document.text).starts_with("No gym for ")), "{document:?}");
        assert!(document.blocks.iter().any(|b| b.zone == Zone::Navigation), "{document:?}");
        let shares = Shares { copies: 0.0, broken: 0.25 };
        let broken = (0..1_000).filter(|&n| !generator.page(n, &shares).html.ends_with("</html>\n")).count();
        assert!((200..300).contains(&broken), "{broken}");
    }
}
