//! From glyphs to segments: runs of text on one line with no wide gap between them.

use super::{super::signs, glyphs::Glyph};

/// A gap wider than this share of the size parts words.
const WORD: f64 = 0.16;
/// A gap wider than this share of the size parts segments: columns, cells.
const SEGMENT: f64 = 1.1;
/// Glyphs stand on one line where their heights differ less than this share of the size.
const BASELINE: f64 = 0.35;

/// A run of text on one line. Lengths are in points; y grows downwards.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    pub text: String,
    pub left: f64,
    pub right: f64,
    pub y: f64,
    pub size: f64,
    /// Whether all of it, or only its beginning, is bold.
    pub bold: bool,
    pub artifact: bool,
    /// Where each word but the first begins.
    pub words: Vec<Word>,
}

/// The beginning of a word within a segment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    /// Its first byte in the segment's text.
    pub at: usize,
    /// Its left edge, and the gap before it.
    pub left: f64,
    pub gap: f64,
}

impl Segment {
    /// The two parts before and after the beginning of a word.
    pub fn split(&self, word: Word) -> (Self, Self) {
        let mut before = self.clone();
        let after = self.words.iter().filter(|w| w.at > word.at).map(|w| Word { at: w.at - word.at, ..*w }).collect();
        let rest = Self { text: self.text[word.at..].to_owned(), left: word.left, words: after, ..self.clone() };
        before.text.truncate(word.at);
        before.words.retain(|w| w.at < word.at);
        before.right = word.left - word.gap;
        (before, rest)
    }
}

/// The segments of a page, from top to bottom and left to right.
pub(super) fn segments(glyphs: &[Glyph]) -> Vec<Segment> {
    let mut runs: Vec<Segment> = Vec::new();
    let mut end: Option<(f64, f64)> = None;
    for glyph in glyphs {
        let blank = glyph.text.trim().is_empty();
        let size = glyph.size.max(1.0);
        let goes_on = end.is_some_and(|(x, y)| {
            (glyph.y - y).abs() < size * BASELINE && glyph.x - x < size * SEGMENT && x - glyph.x < size * 0.5
        });
        match runs.last_mut() {
            Some(run) if goes_on => add(run, glyph, end.map_or(0.0, |(x, _)| glyph.x - x)),
            _ if blank => {
                end = None;
                continue;
            }
            _ => runs.push(Segment {
                text: glyph.text.clone(),
                left: glyph.x,
                right: glyph.x + glyph.advance,
                y: glyph.y,
                size,
                bold: glyph.bold,
                artifact: glyph.artifact,
                words: Vec::new(),
            }),
        }
        end = Some((glyph.x + glyph.advance, glyph.y));
    }
    runs.retain(|r| !r.text.trim().is_empty());
    join(runs)
}

fn add(run: &mut Segment, glyph: &Glyph, gap: f64) {
    let blank = glyph.text.trim().is_empty();
    if (gap > run.size * WORD || blank) && !run.text.ends_with(' ') {
        run.text.push(' ');
    }
    if blank {
        return;
    }
    if run.text.ends_with(' ') {
        run.words.push(Word { at: run.text.len(), left: glyph.x, gap: glyph.x - run.right });
    }
    run.text.push_str(glyph.text.trim());
    run.right = run.right.max(glyph.x + glyph.advance);
    run.artifact &= glyph.artifact;
    measure(run, glyph);
}

/// Takes the size, weight and height of what is added; those of a bullet do not count, which may differ from its text.
fn measure(run: &mut Segment, glyph: &Glyph) {
    let before = run.words.last().map_or(0, |w| w.at);
    if run.words.len() == 1 && is_marker(&run.text[..before]) {
        (run.size, run.bold, run.y) = (glyph.size, glyph.bold, glyph.y);
    } else {
        (run.size, run.bold) = (run.size.max(glyph.size), run.bold && glyph.bold);
    }
}

/// Joins runs on one line that were drawn apart: a bullet and its text, words in another font.
fn join(mut runs: Vec<Segment>) -> Vec<Segment> {
    runs.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.left.total_cmp(&b.left)));
    let mut lines: Vec<Vec<Segment>> = Vec::new();
    for run in runs {
        let near = |line: &&mut Vec<Segment>| {
            line.last().is_some_and(|l| (l.y - run.y).abs() < l.size.max(run.size) * BASELINE)
        };
        match lines.last_mut().filter(near) {
            Some(line) => line.push(run),
            None => lines.push(vec![run]),
        }
    }
    lines.into_iter().flat_map(join_line).collect()
}

fn join_line(mut line: Vec<Segment>) -> Vec<Segment> {
    line.sort_by(|a, b| a.left.total_cmp(&b.left));
    let mut out: Vec<Segment> = Vec::new();
    for run in line {
        if let Some(last) = out.last_mut() {
            let gap = run.left - last.right;
            let size = last.size.max(run.size);
            let marker = is_marker(&last.text) && gap < size * 5.0;
            if gap < size * SEGMENT || marker {
                if (gap > last.size.min(run.size) * WORD || marker) && !last.text.ends_with(' ') {
                    last.text.push(' ');
                }
                let from = last.text.len();
                if last.text.ends_with(' ') {
                    last.words.push(Word { at: from, left: run.left, gap });
                }
                last.words.extend(run.words.iter().map(|w| Word { at: from + w.at, ..*w }));
                if is_marker(&last.text) {
                    (last.size, last.bold, last.y) = (run.size, run.bold, run.y);
                } else {
                    (last.size, last.bold) = (size, last.bold && run.bold);
                }
                last.text.push_str(&run.text);
                last.right = last.right.max(run.right);
                continue;
            }
        }
        out.push(run);
    }
    out
}

/// Whether a text is a bullet or a number and nothing else.
fn is_marker(text: &str) -> bool {
    let text = text.trim();
    text.chars().count() <= 4 && signs::marker(&format!("{text} x")).is_some_and(|m| m.length > text.len())
}
