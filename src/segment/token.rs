//! Words, numbers and signs of a run of text.

use crate::{
    lexicon::Words,
    model::{Span, Token, TokenKind, WordId},
};

/// The tokens of `text[span]`, leaving out the `hidden` ranges (sorted, of the same text).
///
/// Words are runs of letters with apostrophes inside; numbers are digits with one point or thousands comma inside, also where
/// a scan has a letter for their first ("l4"); every other character that is no white space is a sign of its own. Hyphens are
/// signs, so that "48-hour" and "pain-free" are read like "48 hour" and "pain free".
pub fn tokens(text: &str, span: Span, hidden: &[Span], words: &Words) -> Vec<Token> {
    let mut all = Tokens { text, words, out: Vec::with_capacity(span.len() / 4 + 4), spaced: true };
    let mut at = span.start;
    for hidden in &hidden[hidden.partition_point(|h| h.end <= span.start)..] {
        if hidden.start >= span.end {
            break;
        }
        all.read(at, hidden.start);
        at = at.max(hidden.end);
    }
    all.read(at, span.end);
    all.out
}

/// The tokens so far.
struct Tokens<'a> {
    text: &'a str,
    words: &'a Words,
    out: Vec<Token>,
    /// Whether white space was passed since the last.
    spaced: bool,
}

impl Tokens<'_> {
    /// Adds the tokens of a stretch of text.
    fn read(&mut self, mut at: usize, end: usize) {
        let bytes = self.text.as_bytes();
        while at < end {
            let kind = BYTES[usize::from(bytes[at])];
            if kind == Byte::Blank {
                self.spaced = true;
                at += 1;
                continue;
            }
            let Some(token) = plain(bytes, at, end, kind, self.words) else {
                at = self.read_other(at, end);
                continue;
            };
            at = token.span.end;
            self.out.push(Token { spaced: self.spaced, ..token });
            // Most words end at one blank.
            self.spaced = at < end && bytes[at] == b' ';
            at += usize::from(self.spaced);
        }
    }

    /// Adds what begins at `at`, whatever it is; where it ends.
    #[inline(never)]
    fn read_other(&mut self, at: usize, end: usize) -> usize {
        let rest = &self.text[at..end];
        let Some(c) = rest.chars().next() else { return end };
        if c.is_whitespace() || is_ignored(c) {
            self.spaced |= c.is_whitespace();
            return at + c.len_utf8();
        }
        let kind = match c {
            c if c.is_ascii_digit() || is_scanned(rest.as_bytes()) => TokenKind::Number,
            c if is_letter(c) => TokenKind::Word,
            _ => TokenKind::Sign,
        };
        let span = Span::new(at, at + token_length(rest, c));
        let word = self.words.get_spoken(span.of(self.text));
        self.out.push(Token { span, word, kind, spaced: self.spaced });
        self.spaced = false;
        span.end
    }
}

/// What a byte is for [`plain`].
#[derive(Clone, Copy, PartialEq, Eq)]
enum Byte {
    Letter,
    Digit,
    /// May belong to a word or number before it: an apostrophe, a point, a comma, any byte beyond ASCII.
    Joins,
    /// A sign of ASCII that joins nothing.
    Sign,
    /// White space of ASCII.
    Blank,
    Other,
}

const BYTES: [Byte; 256] = {
    let mut kinds = [Byte::Other; 256];
    let mut at = 0;
    while at < 256 {
        kinds[at] = match at as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => Byte::Letter,
            b'0'..=b'9' => Byte::Digit,
            b'\'' | b'.' | b',' | 0x80.. => Byte::Joins,
            b'\t'..=b'\r' | b' ' => Byte::Blank,
            b'!'..=b'/' | b':'..=b'@' | b'['..=b'`' | b'{'..=b'~' => Byte::Sign,
            _ => Byte::Other,
        };
        at += 1;
    }
    kinds
};

/// The word of ASCII letters, the digits or the sign that begin at `at`, where it is plain that they end there; `None` for
/// all else, which takes the longer way.
#[inline]
fn plain(text: &[u8], at: usize, end: usize, kind: Byte, words: &Words) -> Option<Token> {
    let token = |kind, stop, word| Some(Token { span: Span { start: at, end: stop }, word, kind, spaced: false });
    match kind {
        Byte::Letter => {
            let (stop, word) = letters(text, at, end, words);
            let is_plain = match text[..end].get(stop) {
                None => true,
                Some(b'.' | b',') => true,
                Some(b'0'..=b'9') => stop > at + 1 || !is_scanned(&text[at..end]),
                Some(after) => BYTES[usize::from(*after)] != Byte::Joins,
            };
            // What a scan may have misread takes the longer way.
            let is_capitals = || text[at].is_ascii_uppercase() && text[stop - 1].is_ascii_uppercase();
            let is_plain = is_plain && (word != WordId::UNKNOWN || !is_capitals());
            if is_plain { token(TokenKind::Word, stop, word) } else { None }
        }
        Byte::Digit => {
            let more = text[at + 1..end].iter().position(|b| !b.is_ascii_digit());
            let stop = more.map_or(end, |more| at + 1 + more);
            let is_plain = text[..end].get(stop).is_none_or(|after| BYTES[usize::from(*after)] != Byte::Joins);
            if is_plain { token(TokenKind::Number, stop, words.get_plain(text, at, stop)) } else { None }
        }
        Byte::Sign | Byte::Joins if text[at] < 0x80 => token(TokenKind::Sign, at + 1, words.get_sign(text[at])),
        _ => None,
    }
}

/// Where the letters of ASCII that begin at `at` end, and the word that they are.
#[inline]
fn letters(text: &[u8], at: usize, end: usize, words: &Words) -> (usize, WordId) {
    if let Some(bytes) = text[at..].first_chunk() {
        let bytes = u128::from_le_bytes(*bytes);
        let (low, high) = (bytes as u64, (bytes >> 64) as u64);
        let length = first_letters(low);
        if length < 8 {
            let length = length.min(end - at);
            return (at + length, words.get_letters(low, 0, length));
        }
        let length = 8 + first_letters(high);
        if length < 16 {
            let length = length.min(end - at);
            return (at + length, words.get_letters(low, high, length));
        }
    }
    let more = text[at..end].iter().position(|b| !b.is_ascii_alphabetic());
    let stop = more.map_or(end, |more| at + more);
    (stop, words.get_plain(text, at, stop))
}

/// How many letters of ASCII 8 bytes begin with: counted without a step for each.
#[inline]
fn first_letters(bytes: u64) -> usize {
    const EACH: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = 0x80 * EACH;
    // In lower case and without the high bit no sum carries into the next byte.
    let small = (bytes | (0x20 * EACH)) & !HIGH;
    let (from_a, after_z) = (small + (0x80 - 0x61) * EACH, small + (0x80 - 0x7B) * EACH);
    let is_letter = from_a & !after_z & !bytes & HIGH;
    (!is_letter & HIGH).trailing_zeros() as usize / 8
}

/// Zero-width characters, soft hyphens and marks of order, which are seen by nobody.
fn is_ignored(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{fe0e}' | '\u{fe0f}' | '\u{202a}'..='\u{202e}')
}

/// Letters; punctuation, arrows, boxes and bullets, which are frequent, without a look at the tables.
fn is_letter(c: char) -> bool {
    !matches!(c, '\u{2000}'..='\u{206f}' | '\u{2190}'..='\u{23ff}' | '\u{2500}'..='\u{27bf}') && c.is_alphabetic()
}

/// A lone `l` or `I` that touches digits is a one that a scan misread: "l4 days".
fn is_scanned(rest: &[u8]) -> bool {
    matches!(rest, [b'l' | b'I', b'0'..=b'9', ..])
}

fn token_length(rest: &str, first: char) -> usize {
    if is_scanned(rest.as_bytes()) {
        1 + number_length(&rest.as_bytes()[1..])
    } else if is_letter(first) {
        word_length(rest)
    } else if first.is_ascii_digit() {
        number_length(rest.as_bytes())
    } else {
        first.len_utf8()
    }
}

/// Letters, combining marks, soft hyphens and apostrophes that letters follow.
fn word_length(rest: &str) -> usize {
    let mut chars = rest.char_indices().peekable();
    let mut end = 0;
    while let Some((at, c)) = chars.next() {
        let inside = is_letter(c)
            || matches!(c, '\u{300}'..='\u{36f}' | '\u{93e}'..='\u{94d}' | '\u{ad}')
            || (matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '\u{2bc}')
                && chars.peek().is_some_and(|(_, n)| is_letter(*n)));
        if !inside {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

/// Digits, with a point or a comma that digits follow: "2.5" and "1,000" but not "1.", and "7-14" ends at the hyphen.
fn number_length(rest: &[u8]) -> usize {
    let digits = |from: usize| rest[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut end = digits(0);
    loop {
        match rest.get(end) {
            Some(b'.') if digits(end + 1) > 0 => end += 1 + digits(end + 1),
            Some(b',') if digits(end + 1) == 3 => end += 4,
            _ => return end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        let words = Words::default();
        tokens(text, Span::new(0, text.len()), &[], &words).iter().map(|t| t.span.of(text)).collect()
    }

    #[test]
    fn words_numbers_and_signs() {
        for (text, want) in [
            ("Don’t rub.", vec!["Don’t", "rub", "."]),
            ("48-hour", vec!["48", "-", "hour"]),
            ("48hrs", vec!["48", "hrs"]),
            ("2.5 l, 1,000 ml", vec!["2.5", "l", ",", "1,000", "ml"]),
            ("7-14 days.", vec!["7", "-", "14", "days", "."]),
            ("surgeon's SPF50+", vec!["surgeon's", "SPF", "50", "+"]),
            ("for l4 days, l5-20 ml5", vec!["for", "l4", "days", ",", "l5", "-", "20", "ml", "5"]),
            ("24h.avoid", vec!["24", "h", ".", "avoid"]),
        ] {
            assert_eq!(split(text), want, "{text}");
        }
    }

    #[test]
    fn letters_are_counted_eight_at_a_time() {
        for (text, want) in [
            ("treatment", 8),
            ("abcdefg-", 7),
            ("AZaz@[`{", 4),
            ("a\u{e9}bcdefg", 1),
            ("\u{c1}bcdefgh", 0),
            ("48 hours", 0),
            ("short", 5),
        ] {
            let bytes = std::array::from_fn(|at| text.as_bytes().get(at).copied().unwrap_or(b' '));
            assert_eq!(first_letters(u64::from_le_bytes(bytes)), want, "{text}");
        }
        let long = "Noncomedogenic, incorporation treatment-related antidepressants";
        let whole = ["Noncomedogenic", ",", "incorporation", "treatment", "-", "related", "antidepressants"];
        assert_eq!(split(long), whole);
    }

    #[test]
    fn hidden_ranges_are_passed_over() {
        let text = "**Avoid** [heat](http://x)";
        let hidden = [Span::new(0, 2), Span::new(7, 9), Span::new(10, 11), Span::new(15, 26)];
        let words = Words::default();
        let got: Vec<&str> =
            tokens(text, Span::new(0, text.len()), &hidden, &words).iter().map(|t| t.span.of(text)).collect();
        assert_eq!(got, ["Avoid", "heat"]);
    }
}
