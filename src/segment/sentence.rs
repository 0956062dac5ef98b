//! Where sentences end.

use crate::{
    lexicon::Lexicon,
    model::{Token, TokenKind},
};

/// The sentences of a block's tokens; the sign that ends a sentence belongs to it.
///
/// A full stop ends a sentence unless it stands in a number or an address, after an abbreviation, or directly before a
/// lower-case letter. Question marks, exclamation marks and bullets within the line end one too, and so does what stands before
/// a second verdict ("Allowed: walking; not allowed: running").
pub fn sentences(text: &str, tokens: Vec<Token>, lexicon: &Lexicon) -> Vec<Vec<Token>> {
    let mut out = Vec::new();
    let mut from = 0;
    for at in 0..tokens.len() {
        if ends_after(text, &tokens, at, lexicon) || turns_after(text, &tokens[from..], at - from, lexicon) {
            bounded(text, &tokens[from..=at], &mut out);
            from = at + 1;
        }
    }
    if from == 0 && tokens.len() <= LONGEST {
        out.extend(says(&tokens).then_some(tokens));
    } else {
        bounded(text, &tokens[from..], &mut out);
    }
    out
}

/// Whether there is a word or a number.
fn says(tokens: &[Token]) -> bool {
    tokens.iter().any(|t| t.kind != TokenKind::Sign)
}

/// The most tokens of a sentence. What is longer is no sentence but a list without stops; it is cut at a comma, so that the
/// cost of reading grows with the text and not with the longest sentence.
const LONGEST: usize = 320;

fn bounded(text: &str, mut tokens: &[Token], out: &mut Vec<Vec<Token>>) {
    while tokens.len() > LONGEST {
        let cut =
            (LONGEST / 2..LONGEST).rev().find(|&i| matches!(tokens[i].span.of(text), "," | ";")).unwrap_or(LONGEST - 1);
        let (first, rest) = tokens.split_at(cut + 1);
        out.extend(says(first).then(|| first.to_vec()));
        tokens = rest;
    }
    out.extend(says(tokens).then(|| tokens.to_vec()));
}

fn ends_after(text: &str, tokens: &[Token], at: usize, lexicon: &Lexicon) -> bool {
    if tokens[at].kind != TokenKind::Sign {
        return false;
    }
    let sign = tokens[at].span.of(text);
    let Some(next) = tokens.get(at + 1) else { return true };
    let following = next.span.of(text);
    if following.starts_with([')', '"', '\u{201d}', '\u{2019}', '.', '!', '?', '\u{2026}']) && !next.spaced {
        return false;
    }
    match sign {
        "!" | "?" => true,
        "\u{2022}" | "\u{25cf}" => at > 0,
        ")" | "\"" | "\u{201d}" => {
            at > 0
                && !tokens[at].spaced
                && matches!(tokens[at - 1].span.of(text), "." | "!" | "?")
                && starts_sentence(following)
        }
        "." => stop_ends(text, tokens, at, lexicon),
        _ => false,
    }
}

/// The most words of a label.
const LONGEST_LABEL: usize = 4;

/// Whether another label stands behind a sign within a sentence that begins with one: "Allowed: walking; not allowed: running".
fn turns_after(text: &str, tokens: &[Token], at: usize, lexicon: &Lexicon) -> bool {
    let sign = |i: usize| tokens[i].span.of(text);
    let dash = matches!(sign(at), "-" | "\u{2013}" | "\u{2014}") && tokens[at].spaced;
    if tokens[at].kind != TokenKind::Sign || !(dash || matches!(sign(at), ";" | ",")) {
        return false;
    }
    let label = |first: usize| {
        let words = tokens[first..].iter().take(LONGEST_LABEL).take_while(|t| t.kind == TokenKind::Word).count();
        let colon = first + words;
        let closed = words > 0 && tokens.get(colon).is_some_and(|t| t.span.of(text) == ":");
        closed && lexicon.headings.is_verdict(&tokens[first..colon])
    };
    label(0) && label(at + 1)
}

fn stop_ends(text: &str, tokens: &[Token], at: usize, lexicon: &Lexicon) -> bool {
    let Some(previous) = at.checked_sub(1).map(|i| &tokens[i]) else { return false };
    let next = &tokens[at + 1];
    let following = next.span.of(text);
    if lexicon.abbreviations.longest(tokens, at - 1).is_some() {
        return false;
    }
    let counted = at >= 2 && tokens[at - 2].kind == TokenKind::Number;
    let goes_on = following.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
    if counted && goes_on && lexicon.is_in_class("short-units", previous.word) {
        return false;
    }
    // "Car driving etc. is possible"
    if following.starts_with(char::is_lowercase) && lexicon.is_in_class("trailing-abbreviations", previous.word) {
        return false;
    }
    // "from the 3. day": an ordinal as many languages write it.
    if at >= 2 && previous.kind == TokenKind::Number && following.starts_with(char::is_lowercase) {
        return false;
    }
    // "a.m. and p.m.": letters with stops between them.
    let dotted = at >= 2 && previous.span.len() == 1 && tokens[at - 2].span.of(text) == ".";
    if dotted && following.starts_with(char::is_lowercase) {
        return false;
    }
    if next.spaced {
        // "1. Wash" keeps the number with its item.
        let is_item_number = at == 1 && previous.kind == TokenKind::Number;
        return !is_item_number;
    }
    // A missing blank: "normal.Call" and "24h.Avoid" end; "example.org" and "a.m" do not.
    previous.kind == TokenKind::Word && next.kind == TokenKind::Word && starts_sentence(following)
}

fn starts_sentence(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{model::Span, segment::tokens};

    #[test]
    fn sentences_survive_abbreviations_numbers_and_missing_blanks() {
        let lexicon = Lexicon::english().unwrap();
        for (text, want) in [
            ("Rest. Drink water.", vec!["Rest.", "Drink water."]),
            ("Use soap, e.g. baby soap. Rinse.", vec!["Use soap, e.g. baby soap.", "Rinse."]),
            ("Ask Dr. Example first.", vec!["Ask Dr. Example first."]),
            ("Drink 2.5 litres. Rest.", vec!["Drink 2.5 litres.", "Rest."]),
            ("Use SPF 50+. Wear a hat.", vec!["Use SPF 50+.", "Wear a hat."]),
            ("Swelling is normal.Call us.", vec!["Swelling is normal.", "Call us."]),
            ("1. Wash your hands. 2. Dry.", vec!["1. Wash your hands.", "2.", "Dry."]),
            ("Ice it for 20 min. four times a day.", vec!["Ice it for 20 min. four times a day."]),
            ("Driving etc. is possible soon.", vec!["Driving etc. is possible soon."]),
            ("Avoid heat etc. Rest well.", vec!["Avoid heat etc.", "Rest well."]),
            ("Wash at 8 a.m. and 8 p.m. today.", vec!["Wash at 8 a.m. and 8 p.m. today."]),
            ("Ice it for 20 min. Then rest.", vec!["Ice it for 20 min.", "Then rest."]),
            ("Can I swim? Not yet!", vec!["Can I swim?", "Not yet!"]),
            ("Avoid heat for 24h. avoid sun.", vec!["Avoid heat for 24h.", "avoid sun."]),
            ("Look at example.org for more.", vec!["Look at example.org for more."]),
        ] {
            let split = sentences(text, tokens(text, Span::new(0, text.len()), &[], &lexicon.words), &lexicon);
            let got: Vec<&str> = split.iter().map(|s| s[0].span.join(s[s.len() - 1].span).of(text)).collect();
            let want: Vec<&str> = want.into_iter().filter(|w| *w != "2.").collect();
            let got: Vec<&str> = got.into_iter().filter(|w| *w != "2.").collect();
            assert_eq!(got, want, "{text}");
        }
    }
}
