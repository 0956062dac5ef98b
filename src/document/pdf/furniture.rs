//! What stands around the text of every page is no content: headers, footers, page numbers.

use std::collections::HashMap;

use super::{super::signs, Page, lines::Segment};

/// The share of a page's height at its top and bottom where headers and footers stand.
const MARGIN: f64 = 0.1;

/// Takes headers, footers and page numbers off the pages; `body` is the size of most of the text.
pub(super) fn remove(pages: &mut [Page], body: f64) {
    let mut seen: HashMap<(String, i64), usize> = HashMap::new();
    for page in pages.iter() {
        for segment in page.segments.iter().filter(|s| in_margin(s, page.height)) {
            *seen.entry(key(segment)).or_default() += 1;
        }
    }
    let enough = (pages.len() / 2).max(2);
    for page in pages.iter_mut() {
        let height = page.height;
        let outer: Vec<f64> = [outermost(page, -1.0, body), outermost(page, 1.0, body)].into_iter().flatten().collect();
        page.segments.retain(|s| {
            let repeated = seen.get(&key(s)).is_some_and(|&times| times >= enough);
            let printed = outer.iter().any(|y| (y - s.y).abs() < s.size * 0.5);
            !(in_margin(s, height) && (repeated || s.artifact || printed))
        });
    }
}

/// The height of the first (-1) or last (1) line of a page, where it stands apart and all of it looks like a header or footer.
fn outermost(page: &Page, side: f64, body: f64) -> Option<f64> {
    let outer = page.segments.iter().max_by(|a, b| (a.y * side).total_cmp(&(b.y * side)))?;
    let on_line = |s: &&Segment| (s.y - outer.y).abs() < outer.size * 0.5;
    let apart = page.segments.iter().filter(|s| !on_line(s)).all(|s| (s.y - outer.y).abs() > outer.size * 1.6);
    let repeats = |s: &Segment| page.segments.iter().any(|o| o.size > s.size * 1.1 && o.text.trim() == s.text.trim());
    let is_furniture = |s: &Segment| {
        let small = s.size < body * 0.93 && !signs::ends_sentence(&s.text);
        is_number(&s.text) || is_printed(&s.text) || small || repeats(s)
    };
    (apart && page.segments.iter().filter(on_line).all(is_furniture)).then_some(outer.y)
}

fn in_margin(segment: &Segment, height: f64) -> bool {
    segment.y < height * MARGIN || segment.y > height * (1.0 - MARGIN)
}

/// The text with its digits alike, and its height on the page.
fn key(segment: &Segment) -> (String, i64) {
    let text = segment.text.trim().chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect();
    (text, (segment.y / 4.0).round() as i64)
}

/// What browsers print around a page: its address, and the day and time ("11/02/2025, 09:41").
fn is_printed(text: &str) -> bool {
    let text = text.trim();
    let address = ["http://", "https://", "www."].iter().any(|begin| text.starts_with(begin));
    let day = text.contains(['/', ':']) && text.contains(|c: char| c.is_ascii_digit());
    (address && !text.contains(char::is_whitespace)) || (day && !text.contains(char::is_alphabetic))
}

/// "3", "3/5", "- 3 -", "Page 3 of 5".
fn is_number(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().filter(|w| w.contains(char::is_alphanumeric)).collect();
    let digits = words.iter().filter(|w| w.contains(|c: char| c.is_ascii_digit())).count();
    let short = words.iter().all(|w| w.chars().count() <= 5);
    text.len() <= 16 && digits > 0 && short && words.len() <= 4 && digits * 2 >= words.len()
}
