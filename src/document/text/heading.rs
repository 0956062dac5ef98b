//! Which lines of plain text are headings? Nothing marks them but how they look and where they stand.

use super::{
    super::{
        label::{self, LONGEST, is_capitals, is_known, is_label, is_title},
        looks::Look,
        signs::{self, Marker, MarkerKind},
    },
    TITLE,
    layout::Layout,
    wrap,
};

/// A line of a heading that was broken is not shorter than this, in characters.
const BROKEN: usize = 24;

impl Layout<'_> {
    /// The level of the heading that a line is, if it is one. `first` says that it begins its group of lines.
    pub(super) fn heading(&self, at: usize, first: bool) -> Option<u8> {
        let line = self.text_at(at);
        let broken = self.chained.get(at + 1).is_some_and(|&chained| chained) && !is_capitals(line);
        if self.lines[at].given.is_some() || broken {
            return None;
        }
        if self.lines[at].width - self.lines[at].indent > LONGEST {
            return self.is_long_title(at).then_some(3);
        }
        if let Some(marker) = signs::marker(line) {
            return self.numbered_heading(at, first, &line[marker.length..], marker);
        }
        if let Some(level) = self.underlined(at) {
            return Some(level);
        }
        if is_capitals(line) {
            return (!self.leads_list(at)).then_some(2);
        }
        match self.looks[at] {
            Look::Heading => Some(3),
            Look::Item => None,
            Look::Open => (first && self.stands_above(at) || self.is_long_title(at)).then_some(3),
        }
    }

    /// How many lines the heading has that a line begins: a title may be broken as text is.
    pub(super) fn heading_lines(&self, at: usize) -> usize {
        let line = self.text_at(at);
        let wide = self.lines[at].width >= BROKEN && !label::is_capitals(line) && !signs::is_rule(line);
        let next = self.lines.get(at + 1).filter(|l| !l.is_blank() && wide);
        let goes_on = next.is_some_and(|next| {
            let rest = next.span.of(self.text);
            wrap::starts_lower(self.text, *next)
                && !self.lower
                && next.width <= self.lines[at].width + 12
                && self.marker(at + 1).is_none()
                && !signs::ends_sentence(line)
                && !rest.ends_with([':', '.', '!', ','])
                && (self.is_blank(at + 2) || at == 0 && !wrap::starts_lower(self.text, self.lines[at + 2]))
        });
        1 + usize::from(goes_on)
    }

    /// The level of a line that a drawn one of about its width follows.
    fn underlined(&self, at: usize) -> Option<u8> {
        let below = self.lines.get(at + 1).filter(|l| !l.is_blank())?;
        let drawn = self.text_at(at + 1);
        let close = below.width.abs_diff(self.lines[at].width) <= 4 || below.width >= 30;
        (signs::is_rule(drawn) && close).then(|| if drawn.starts_with('=') { 1 } else { 2 })
    }

    /// "1) BANDAGE", "A. Definition" above text.
    fn numbered_heading(&self, at: usize, first: bool, rest: &str, marker: Marker) -> Option<u8> {
        let kind = marker.kind;
        if kind == MarkerKind::Bullet {
            if at == 0 && self.is_decorated(rest) {
                return Some(1);
            }
            if marker.mark.is_some() {
                return ((first || is_known(rest)) && self.marked_heading(at, rest)).then_some(3);
            }
            return self.heavy_heading(at, rest).then_some(2);
        }
        if is_capitals(rest) {
            return Some(2);
        }
        if self.numbered_above(at, rest, kind) {
            return Some(2);
        }
        let alone = first && self.is_blank(at + 1) && is_label(rest);
        let next = self.next_text(at + 1)?;
        let sibling = signs::marker(self.text_at(next)).is_some_and(|m| follows(kind, m.kind));
        (alone && !sibling).then_some(3)
    }

    /// "2. Before treatment" right above what belongs to it, and not beside its like.
    fn numbered_above(&self, at: usize, rest: &str, kind: MarkerKind) -> bool {
        if !is_label(rest) || self.width.is_some() || self.is_blank(at + 1) {
            return false;
        }
        let number = |i: usize| signs::marker(self.text_at(i)).map(|m| m.kind);
        let beside = |i: usize, next: bool| {
            number(i).is_some_and(|other| if next { follows(kind, other) } else { follows(other, kind) })
        };
        let before = (0..at).rev().find(|&i| !self.is_blank(i));
        let asks = rest.trim_end().ends_with('?') && number(at + 1).is_none();
        let under = asks || number(at + 1).is_some() || self.lines[at + 1].width > self.lines[at].width;
        under && !beside(at + 1, true) && !before.is_some_and(|i| beside(i, false))
    }

    /// "✨ BROWS ✨ aftercare" as the first line, by itself: a title with pictures.
    fn is_decorated(&self, rest: &str) -> bool {
        self.is_blank(1)
            && signs::sign(self.text_at(0)).is_some_and(signs::is_emoji)
            && !signs::ends_sentence(rest)
            && rest.split_whitespace().count() <= TITLE
    }

    /// "■ Before surgery" above text, or above items with another sign.
    fn heavy_heading(&self, at: usize, rest: &str) -> bool {
        if !is_label(rest) || self.is_blank(at + 1) {
            return false;
        }
        let Some(sign) = signs::sign(self.text_at(at)) else { return false };
        let before = (0..at).rev().find(|&i| !self.is_blank(i));
        if before.is_some_and(|i| signs::sign(self.text_at(i)) == Some(sign)) {
            return false;
        }
        let known = is_known(rest);
        let below = self.lines[at + 1].indent <= self.lines[at].indent;
        match signs::marker(self.text_at(at + 1)) {
            Some(_) => {
                let other = signs::sign(self.text_at(at + 1));
                // Pictures one below the other are bullets, each with its own.
                let pictures = signs::is_emoji(sign) && other.is_some_and(signs::is_emoji);
                below && other != Some(sign) && (known || signs::is_heavy(sign)) && !pictures
            }
            None => signs::is_heavy(sign) && self.width.is_none(),
        }
    }

    /// "❌ Not for two days" right above lines without a sign: no item of a list.
    fn marked_heading(&self, at: usize, rest: &str) -> bool {
        let below = !self.is_blank(at + 1) && self.marker(at + 1).is_none() && !self.goes_on(at, at + 1);
        is_label(rest) && below && !wrap::starts_lower(self.text, self.lines[at + 1])
    }

    /// A short line without a final stop that begins a group, or is one, above text.
    fn stands_above(&self, at: usize) -> bool {
        if !self.is_label(at) {
            return false;
        }
        if self.is_blank(at + 1) {
            let Some(next) = self.next_text(at + 1) else { return false };
            let run = self.labels_from(next) + self.labels_before(at);
            return run < 2;
        }
        if self.goes_on(at, at + 1) {
            return false;
        }
        let group = (at..self.lines.len()).take_while(|&i| !self.is_blank(i));
        let (mut length, mut labels) = (0, 0);
        for i in group.take(16) {
            length += 1;
            labels += usize::from(is_label(self.text_at(i)) && signs::marker(self.text_at(i)).is_none());
        }
        length < 3 || labels < length
    }

    /// Whether a line is a label, in capitals as the text has them.
    fn is_label(&self, at: usize) -> bool {
        let line = self.text_at(at);
        is_label(line) || self.lower && label::is_small_label(line)
    }

    /// A line of many words that stands by itself above a list or several sentences and is none itself.
    fn is_long_title(&self, at: usize) -> bool {
        let line = self.text_at(at);
        let alone = self.is_blank(at + 1) && (at == 0 || self.is_blank(at - 1));
        if !alone || !is_title(line) || self.labels_before(at) > 0 {
            return false;
        }
        let Some(next) = self.next_text(at + 1) else { return false };
        let below = self.text_at(next);
        let sentences = signs::ends_sentence(below) || below.contains(". ");
        signs::marker(below).is_some() || (sentences && below.len() > line.len())
    }

    /// How many lines that stand alone and look like labels follow from here on, up to two.
    fn labels_from(&self, mut at: usize) -> usize {
        let mut run = 0;
        while run < 2 && self.is_label_alone(at) {
            run += 1;
            let Some(next) = self.next_text(at + 1) else { break };
            at = next;
        }
        run
    }

    fn labels_before(&self, at: usize) -> usize {
        let before = (0..at).rev().take(8).find(|&i| !self.is_blank(i));
        before.map_or(0, |i| usize::from(self.is_label_alone(i) && !is_capitals(self.text_at(i))))
    }

    fn is_label_alone(&self, at: usize) -> bool {
        let line = self.text_at(at);
        let alone = self.is_blank(at + 1) && (at == 0 || self.is_blank(at - 1));
        alone && is_label(line) && signs::marker(line).is_none()
    }

    /// Whether the line ends with a colon and an item follows.
    fn leads_list(&self, at: usize) -> bool {
        self.text_at(at).ends_with(':')
            && self.next_text(at + 1).is_some_and(|next| signs::marker(self.text_at(next)).is_some())
    }
}

/// Whether the second number or letter comes after the first.
fn follows(a: MarkerKind, b: MarkerKind) -> bool {
    match (a, b) {
        (MarkerKind::Number(a), MarkerKind::Number(b)) => b == a + 1,
        (MarkerKind::Letter(a), MarkerKind::Letter(b)) => b as u32 == a as u32 + 1,
        _ => false,
    }
}
