//! The glyphs of a page with their places, as hayro draws them.

use std::time::Instant;

use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, RenderContent, SoftMask, TransformExt,
    font::{Glyph as Shape, GlyphRun},
    hayro_cmap::BfString,
    interpret_page,
    kurbo::{Affine, BezPath, Point, Rect},
};
use hayro_syntax::{object::Dict, page::Page};
use unicode_normalization::UnicodeNormalization;

/// Glyphs beyond this many on one page are not read.
const MOST: usize = 400_000;
/// Glyphs that stand farther away than this, in points, stand on no page.
const FARTHEST: f64 = 1e6;
/// Units of a glyph's own space in the size of its font.
const UNITS: f64 = 1000.0;
/// Fonts of at least this weight are bold.
const BOLD: u32 = 600;

/// A glyph: what it says and where it stands. Lengths are in points; y grows downwards.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    pub text: String,
    pub x: f64,
    pub y: f64,
    pub advance: f64,
    pub size: f64,
    pub bold: bool,
    /// It belongs to what the producer marked as no content: a page's header or footer.
    pub artifact: bool,
}

/// What was drawn on a page.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    pub glyphs: Vec<Glyph>,
    pub images: usize,
    pub height: f64,
    pub cut: bool,
    marks: Vec<bool>,
    until: Option<Instant>,
}

/// What is thrown where a page takes too long; nothing else stops the interpreter.
#[derive(Debug)]
pub(super) struct Late;

/// Draws a page into its glyphs.
/// It unwinds with [`Late`] where the time is up.
pub(super) fn read<'a>(page: &Page<'a>, cache: &InterpreterCache<'a>, until: Option<Instant>) -> Drawn {
    let (width, height) = page.render_dimensions();
    let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let settings = InterpreterSettings { render_content: RenderContent::PAGE, ..InterpreterSettings::default() };
    let start = page.initial_transform(true).to_kurbo();
    let mut context = Context::new(start, area, cache, page.xref(), settings);
    let mut drawn = Drawn { height: f64::from(height), until, ..Drawn::default() };
    interpret_page(page, &mut context, &mut drawn);
    drawn
}

impl Drawn {
    fn look_at_time(&self) {
        if self.until.is_some_and(|until| Instant::now() > until) {
            std::panic::resume_unwind(Box::new(Late));
        }
    }

    fn glyph(&mut self, shape: &Shape<'_>, transform: Affine, bold: bool) {
        let text = match shape.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(s)) => s,
            None => return,
        };
        let [a, b, c, d, _, _] = transform.as_coeffs();
        let (run, rise) = (a.hypot(b), c.hypot(d));
        if self.glyphs.len() >= MOST {
            self.cut = true;
            return;
        }
        if !(run.is_finite() && rise.is_finite()) || run == 0.0 || b.abs() > a.abs() * 0.1 || a < 0.0 {
            return;
        }
        let advance = match shape {
            Shape::Outline(glyph) => glyph.advance_width(),
            Shape::Type3(glyph) => glyph.advance_width(),
        };
        let origin = transform * Point::ZERO;
        if !(origin.x.abs() < FARTHEST && origin.y.abs() < FARTHEST && rise * UNITS < FARTHEST) {
            return;
        }
        self.glyphs.push(Glyph {
            text: plain(&text),
            x: origin.x,
            y: origin.y,
            advance: (advance.map_or(0.0, f64::from) * run).clamp(0.0, FARTHEST),
            size: rise * UNITS,
            bold,
            artifact: self.marks.contains(&true),
        });
    }
}

/// Ligatures taken apart; blanks of every width are one; soft hyphens are kept for the line's end.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{fb00}'..='\u{fb06}' | '\u{132}' | '\u{133}' => out.extend(c.nfkc()),
            '\0' => {}
            '\u{ad}' => out.push('-'),
            c if c.is_whitespace() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

impl<'a> Device<'a> for Drawn {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        self.look_at_time();
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        self.look_at_time();
        let first = run.glyphs().first();
        let bold = first.is_some_and(|glyph| match &**glyph {
            Shape::Outline(outline) => outline.font_data().is_some_and(|data| {
                let named = data.postscript_name.as_deref().unwrap_or_default().to_ascii_lowercase();
                data.weight.is_some_and(|w| w >= BOLD)
                    || ["bold", "black", "heavy", "semibold"].iter().any(|n| named.contains(n))
            }),
            Shape::Type3(_) => false,
        });
        for glyph in run.glyphs() {
            self.glyph(glyph, props.transform * glyph.transform(), bold);
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.look_at_time();
        self.images += 1;
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {
        self.look_at_time();
    }

    fn begin_marked_content(&mut self, tag: &[u8], _: Option<&Dict<'_>>) {
        if self.marks.len() < 1000 {
            self.marks.push(tag == b"Artifact");
        }
    }

    fn end_marked_content(&mut self) {
        self.marks.pop();
    }
}
