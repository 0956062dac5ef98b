//! What repeats on every page is no content: headers, footers, page numbers.

use std::collections::HashMap;

use super::{Page, lines::Segment};

/// The share of a page's height at its top and bottom where headers and footers stand.
const MARGIN: f64 = 0.1;

/// Takes headers, footers and page numbers off the pages.
pub(super) fn remove(pages: &mut [Page]) {
    let mut seen: HashMap<(String, i64), usize> = HashMap::new();
    for page in pages.iter() {
        for segment in page.segments.iter().filter(|s| in_margin(s, page.height)) {
            *seen.entry(key(segment)).or_default() += 1;
        }
    }
    let enough = (pages.len() / 2).max(2);
    for page in pages.iter_mut() {
        let height = page.height;
        let lines: Vec<f64> = page.segments.iter().map(|s| s.y).collect();
        let alone = |s: &Segment| {
            let near = lines.iter().filter(|y| (**y - s.y).abs() < s.size * 1.6).count();
            let outermost = lines.iter().all(|y| *y >= s.y - 1.0) || lines.iter().all(|y| *y <= s.y + 1.0);
            near == 1 && outermost
        };
        page.segments.retain(|s| {
            let repeated = seen.get(&key(s)).is_some_and(|&times| times >= enough);
            !(in_margin(s, height) && (repeated || s.artifact || (is_number(&s.text) && alone(s))))
        });
    }
}

fn in_margin(segment: &Segment, height: f64) -> bool {
    segment.y < height * MARGIN || segment.y > height * (1.0 - MARGIN)
}

/// The text with its digits alike, and its height on the page.
fn key(segment: &Segment) -> (String, i64) {
    let text = segment.text.trim().chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect();
    (text, (segment.y / 4.0).round() as i64)
}

/// "3", "3/5", "- 3 -", "Page 3 of 5".
fn is_number(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let digits = words.iter().filter(|w| w.contains(|c: char| c.is_ascii_digit())).count();
    let short = words.iter().all(|w| w.chars().count() <= 5);
    text.len() <= 16 && digits > 0 && short && words.len() <= 4 && digits * 2 >= words.len()
}
