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
    let mut out = Vec::with_capacity(span.len() / 4 + 4);
    let mut at = span.start;
    let mut spaced = true;
    let mut next_hidden = hidden.partition_point(|h| h.end <= span.start);
    while at < span.end {
        while next_hidden < hidden.len() && hidden[next_hidden].end <= at {
            next_hidden += 1;
        }
        let mut end = span.end;
        if let Some(h) = hidden.get(next_hidden) {
            if h.start <= at {
                at = h.end.max(at + usize::from(h.is_empty()));
                continue;
            }
            end = end.min(h.start);
        }
        if let Some(token) = plain(text.as_bytes(), at, end, spaced, words) {
            at = token.span.end;
            spaced = false;
            out.push(token);
            // Most words end at one blank.
            if at < end && text.as_bytes()[at] == b' ' {
                spaced = true;
                at += 1;
            }
            continue;
        }
        let Some(c) = text[at..end].chars().next() else { break };
        if c.is_whitespace() || is_ignored(c) {
            spaced |= c.is_whitespace();
            at += c.len_utf8();
            continue;
        }
        let length = token_length(&text[at..end], c);
        let kind = match c {
            c if c.is_ascii_digit() || is_scanned(&text.as_bytes()[at..end]) => TokenKind::Number,
            c if is_letter(c) => TokenKind::Word,
            _ => TokenKind::Sign,
        };
        let piece = Span::new(at, at + length);
        out.push(Token { span: piece, word: words.get_spoken(piece.of(text)), kind, spaced });
        spaced = false;
        at = piece.end;
    }
    out
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
fn plain(text: &[u8], at: usize, end: usize, spaced: bool, words: &Words) -> Option<Token> {
    let kind = BYTES[usize::from(text[at])];
    if matches!(kind, Byte::Sign | Byte::Joins) && text[at] < 0x80 {
        let span = Span::new(at, at + 1);
        return Some(Token { span, word: words.get_sign(text[at]), kind: TokenKind::Sign, spaced });
    }
    if !matches!(kind, Byte::Letter | Byte::Digit) {
        return None;
    }
    let rest = &text[at + 1..end];
    let letters = if kind == Byte::Letter { letters(rest) } else { 0 };
    let more = rest[letters..].iter().position(|b| BYTES[usize::from(*b)] != kind);
    let same = more.map_or(rest.len(), |more| letters + more);
    let after = rest.get(same).map_or(Byte::Other, |b| BYTES[usize::from(*b)]);
    let token = match (kind, after) {
        (Byte::Letter, Byte::Digit) if same == 0 && is_scanned(&text[at..end]) => return None,
        (Byte::Letter, Byte::Joins) if matches!(rest[same], b'.' | b',') => TokenKind::Word,
        (Byte::Letter, Byte::Other | Byte::Sign | Byte::Digit) => TokenKind::Word,
        (Byte::Digit, Byte::Other | Byte::Sign | Byte::Letter) => TokenKind::Number,
        _ => return None,
    };
    let stop = at + 1 + same;
    let word = words.get_plain(text, at, stop);
    if word == WordId::UNKNOWN
        && token == TokenKind::Word
        && text[at].is_ascii_uppercase()
        && text[stop - 1].is_ascii_uppercase()
    {
        // What a scan may have misread takes the longer way.
        return None;
    }
    Some(Token { span: Span::new(at, stop), word, kind: token, spaced })
}

/// How many letters of ASCII a text begins with, 8 at most, where it has as many bytes: counted without a step for each.
#[inline]
fn letters(text: &[u8]) -> usize {
    const EACH: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = 0x80 * EACH;
    let Some(bytes) = text.first_chunk().map(|bytes| u64::from_le_bytes(*bytes)) else { return 0 };
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
            ("short", 0),
        ] {
            assert_eq!(letters(text.as_bytes()), want, "{text}");
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
