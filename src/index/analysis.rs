//! How text becomes the terms of the index, for documents and queries alike.
//!
//! Every word stands in the index twice at one position: as it is written (`=massaging`) and as its stem (`massag`), so
//! that an exact match scores higher than one by the stem. Numbers stand as written only. An amount of time stands as its
//! seconds (`#172800`) besides, so that "48 hours" meets "two days" and never "24 hours". Words that name a concept have the
//! concept and all that are broader beside them (`@hot-tub`), so that what is shown as found is what was found. Words that
//! only surround a text (headings, title) stand as `~stem`.

use std::collections::BTreeSet;

use tantivy::tokenizer::{PreTokenizedString, Token as Term};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::words::SearchWords;
use crate::{
    error::Result,
    lexicon::{Words, is_joint},
    model::{Name, Span, Token, TokenKind},
    segment,
};

/// Positions between two texts of one field, so that no phrase reaches from one into the other.
const GAP: usize = 8;
/// Most tokens that an amount may have between its number and its unit: "24 to 48 hours", "24 - or 48 h".
const AMOUNT_REACH: usize = 4;
/// Longest word in bytes that stands in the index.
const LONGEST: usize = 64;

/// Turns text into terms.
pub struct Analyser {
    /// The words that it goes by.
    pub words: SearchWords,
    stemmer: frostem::Stemmer,
    none: Words,
}

/// A word, a number or an amount of a text, in the forms under which it is indexed.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// Where it lies in the text.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// In lower case, without accents, with plain apostrophes.
    pub folded: String,
    /// Its stem; empty for a number.
    pub stem: String,
    /// The amount of time that begins here, in seconds, with the index one past its last form.
    pub amount: Option<(u64, usize)>,
    /// Whether a hyphen without blanks joins it to the next.
    pub joined: bool,
}

impl Analyser {
    /// The analyser of English.
    ///
    /// # Errors
    /// Where the search data are wrong.
    pub fn english() -> Result<Self> {
        Ok(Self {
            words: SearchWords::english()?,
            stemmer: frostem::Stemmer::new(frostem::Algorithm::English),
            none: Words::default(),
        })
    }

    /// The forms of `text[span]`, without the `hidden` ranges.
    pub fn forms(&self, text: &str, span: Span, hidden: &[Span]) -> Vec<Form> {
        let tokens = segment::tokens(text, span, hidden, &self.none);
        let mut out: Vec<Form> = Vec::with_capacity(tokens.len());
        for (at, token) in tokens.iter().enumerate() {
            if token.kind == TokenKind::Sign {
                continue;
            }
            let folded = fold(token.span.of(text));
            let stem = if token.kind == TokenKind::Word { self.stem(&folded) } else { String::new() };
            let joined = is_joined(text, &tokens, at);
            out.push(Form { span: token.span, kind: token.kind, folded, stem, amount: None, joined });
        }
        self.mark_amounts(text, &mut out);
        out
    }

    /// The stem of a folded word, after its spelling was made one.
    pub fn stem(&self, folded: &str) -> String {
        self.stemmer.stem(&self.words.spelled(folded)).into_owned()
    }

    fn mark_amounts(&self, text: &str, forms: &mut [Form]) {
        for at in 0..forms.len() {
            let Some(number) = self.words.number(&forms[at].folded) else { continue };
            let reach = (at + 1..forms.len()).take(AMOUNT_REACH);
            for next in reach {
                if breaks(text, forms[next - 1].span.end, forms[next].span.start) {
                    break;
                }
                if let Some(unit) = self.words.unit_seconds(&forms[next].folded) {
                    forms[at].amount = Some(((number * unit).round() as u64, next + 1));
                    break;
                }
                let between = &forms[next].folded;
                if self.words.number(between).is_none() && !self.words.joins(between) {
                    break;
                }
            }
        }
    }

    /// The terms of a text and of what surrounds it, for one field, with where each position of the text lies in it.
    pub fn field(&self, text: &str, named: &[(Span, Name)], surroundings: &[&str]) -> (PreTokenizedString, Vec<Span>) {
        let mut terms = Vec::new();
        let forms = self.forms(text, Span::new(0, text.len()), &[]);
        let mut position = push_terms(&mut terms, &forms, 0);
        push_names(&mut terms, &forms, named);
        for around in surroundings {
            for form in self.forms(around, Span::new(0, around.len()), &[]) {
                let stem = if form.stem.is_empty() { &form.folded } else { &form.stem };
                terms.push(term(format!("~{stem}"), position + GAP, form.span));
                position += 1;
            }
        }
        (PreTokenizedString { text: String::new(), tokens: terms }, forms.iter().map(|f| f.span).collect())
    }

    /// Adds amounts of time that a text does not state itself.
    pub fn push_amounts(to: &mut PreTokenizedString, seconds: &[u64]) {
        let mut position = to.tokens.iter().map(|t| t.position + GAP).max().unwrap_or_default();
        for amount in seconds {
            let text = format!("#{amount}");
            if !to.tokens.iter().any(|t| t.text == text) {
                to.tokens.push(term(text, position, Span::new(0, 0)));
                position += GAP;
            }
        }
    }

    /// The folded words and stems of a text, for a field without positions.
    pub fn plain(&self, text: &str) -> PreTokenizedString {
        let mut terms = Vec::new();
        let forms = self.forms(text, Span::new(0, text.len()), &[]);
        push_terms(&mut terms, &forms, 0);
        PreTokenizedString { text: String::new(), tokens: terms }
    }
}

fn push_terms(terms: &mut Vec<Term>, forms: &[Form], first: usize) -> usize {
    for (at, form) in forms.iter().enumerate() {
        let position = first + at;
        terms.push(term(format!("={}", form.folded), position, form.span));
        if !form.stem.is_empty() {
            terms.push(term(form.stem.clone(), position, form.span));
        }
        // An amount stands beside each of its words, and a joined word beside both of its halves, so that a phrase can go
        // on behind it.
        let begun = forms[at.saturating_sub(AMOUNT_REACH)..=at].iter().filter_map(|f| f.amount);
        for (seconds, _) in begun.filter(|(_, end)| at < *end) {
            terms.push(term(format!("#{seconds}"), position, form.span));
        }
        for half in [at.checked_sub(1), Some(at)].into_iter().flatten().filter(|half| forms[*half].joined) {
            if let Some(next) = forms.get(half + 1) {
                terms.push(term(format!("={}{}", forms[half].folded, next.folded), position, form.span));
            }
        }
    }
    first + forms.len()
}

/// Puts the concepts beside the words that name them.
fn push_names(terms: &mut Vec<Term>, forms: &[Form], named: &[(Span, Name)]) {
    let of_form = |(at, form): (usize, &Form)| {
        let here = named.iter().filter(|(span, _)| form.span.overlaps(*span));
        here.map(|(_, name)| (at, name)).collect::<BTreeSet<_>>()
    };
    for (position, name) in forms.iter().enumerate().flat_map(of_form) {
        terms.push(term(format!("@{name}"), position, forms[position].span));
    }
}

fn term(text: String, position: usize, span: Span) -> Term {
    Term { offset_from: span.start, offset_to: span.end, position, text, position_length: 1 }
}

/// A word in lower case, without accents, soft hyphens and possessives, with plain apostrophes.
pub fn fold(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.nfkd() {
        match c {
            '\u{2018}' | '\u{2019}' | '\u{2bc}' => out.push('\''),
            '\u{ad}' => {}
            'ß' => out.push_str("ss"),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            'ø' | 'Ø' => out.push('o'),
            c if is_combining_mark(c) && !matches!(c, '\u{900}'..='\u{97f}') => {}
            c => out.extend(c.to_lowercase()),
        }
        if out.len() > LONGEST {
            break;
        }
    }
    if out.ends_with("'s") {
        out.truncate(out.len() - 2);
    }
    out
}

/// Whether the token is a word that a hyphen without blanks joins to the next word.
fn is_joined(text: &str, tokens: &[Token], at: usize) -> bool {
    let (Some(sign), Some(next)) = (tokens.get(at + 1), tokens.get(at + 2)) else { return false };
    tokens[at].kind == TokenKind::Word
        && next.kind == TokenKind::Word
        && !sign.spaced
        && !next.spaced
        && is_joint(sign.span.of(text))
}

/// Whether something between two forms ends an amount: a full stop, a semicolon, a line's end twice.
fn breaks(text: &str, from: usize, to: usize) -> bool {
    let between = text.get(from..to).unwrap_or_default();
    between.contains(['.', ';', ':', ',', '(', ')', '|']) || between.contains("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<String> {
        Analyser::english().unwrap().plain(text).tokens.into_iter().map(|t| t.text).collect()
    }

    #[test]
    fn words_stand_exact_and_stemmed() {
        for (text, want) in [
            ("Massaging", vec!["=massaging", "massag"]),
            ("Café", vec!["=cafe", "cafe"]),
            ("moisturiser", vec!["=moisturiser", "moistur"]),
            ("48 hrs", vec!["=48", "#172800", "=hrs", "hour", "#172800"]),
            ("two days", vec!["=two", "two", "#172800", "=days", "day", "#172800"]),
            ("the 2nd day", vec!["=the", "the", "=2", "=nd", "nd", "=day", "day"]),
            ("24–48h", vec!["=24", "#86400", "=48", "#86400", "#172800", "=h", "h", "#86400", "#172800"]),
            ("make-up", vec!["=make", "make", "=makeup", "=up", "up", "=makeup"]),
            ("surgeon’s", vec!["=surgeon", "surgeon"]),
        ] {
            assert_eq!(terms(text), want, "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_has_none() {
        for text in ["SPF 50. Hours later", "in 2 parts of days", "call 111, hours vary"] {
            assert!(!terms(text).iter().any(|t| t.starts_with('#')), "{text}");
        }
    }
}
