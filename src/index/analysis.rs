//! How text becomes the terms of the index, for documents and queries alike.
//!
//! Every word stands in the index twice at one position: as it is written (`=massaging`) and as its stem (`massag`), so
//! that an exact match scores higher than one by the stem. Numbers stand as written only. An amount of time stands as its
//! seconds (`#172800`) besides, so that "48 hours" meets "two days" and never "24 hours". Words that name a concept have the
//! concept and all that are broader beside them (`@hot-tub`), so that what is shown as found is what was found. Words that
//! only surround a text (headings, title) stand as `~stem`.

use std::{ops::Deref, sync::Arc};

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::{mixed::ByText, terms::Terms, words::SearchWords};
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
/// Bytes of terms for each of a text, about.
const TERMS: usize = 4;
/// The most words whose forms are kept.
const MOST_KEPT: usize = 1 << 16;

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
    /// How it is written.
    word: Arc<WordForm>,
    /// The amount of time that begins here, in seconds, with the index one past its last form.
    pub amount: Option<(u64, usize)>,
    /// Whether a hyphen without blanks joins it to the next.
    pub joined: bool,
}

/// A word or a number by itself, in the forms under which it is indexed.
#[derive(Debug, PartialEq)]
pub struct WordForm {
    /// In lower case, without accents, with plain apostrophes.
    pub folded: String,
    /// Its stem; empty for a number.
    pub stem: String,
    number: Option<f64>,
    unit_seconds: Option<f64>,
    joins: bool,
}

impl Deref for Form {
    type Target = WordForm;

    fn deref(&self) -> &WordForm {
        &self.word
    }
}

/// The forms of the words that were met before, so that each is worked out once.
#[derive(Debug, Default)]
pub struct Met {
    words: WordForms,
    numbers: WordForms,
}

type WordForms = ByText<Box<str>, Arc<WordForm>>;

impl Met {
    fn of(&mut self, token: &Token, text: &str, make: impl FnOnce(&str) -> WordForm) -> Arc<WordForm> {
        let known = if token.kind == TokenKind::Word { &mut self.words } else { &mut self.numbers };
        let text = token.span.of(text);
        if let Some(form) = known.get(text) {
            return Arc::clone(form);
        }
        // What is longer than any word is not met twice.
        let form = Arc::new(make(text));
        if text.len() <= LONGEST && known.len() < MOST_KEPT {
            known.insert(text.into(), Arc::clone(&form));
        }
        form
    }
}

/// The terms of a text and of what belongs to it, for one field.
#[derive(Debug, Clone, Default)]
pub struct Field {
    /// The terms.
    pub terms: Terms,
    /// How many words there are, those around the text too.
    end: usize,
    surrounded: bool,
    /// The amounts of time that stand in it, in seconds.
    amounts: Vec<u64>,
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
        self.forms_of(text, &segment::tokens(text, span, hidden, &self.none), &mut Met::default())
    }

    /// The forms of a whole text, by what was met before.
    pub fn forms_by(&self, text: &str, met: &mut Met) -> Vec<Form> {
        self.forms_of(text, &segment::tokens(text, Span::new(0, text.len()), &[], &self.none), met)
    }

    /// The forms of the tokens of a text.
    pub fn forms_of(&self, text: &str, tokens: &[Token], met: &mut Met) -> Vec<Form> {
        let mut out: Vec<Form> = Vec::with_capacity(tokens.len());
        for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.kind != TokenKind::Sign) {
            let word = met.of(token, text, |text| self.word(text, token.kind));
            let joined = is_joined(text, tokens, at);
            out.push(Form { span: token.span, kind: token.kind, word, amount: None, joined });
        }
        mark_amounts(text, &mut out);
        out
    }

    fn word(&self, text: &str, kind: TokenKind) -> WordForm {
        let folded = fold(text);
        WordForm {
            stem: if kind == TokenKind::Word { self.stem(&folded) } else { String::new() },
            number: self.words.number(&folded),
            unit_seconds: self.words.unit_seconds(&folded),
            joins: self.words.joins(&folded),
            folded,
        }
    }

    /// The stem of a folded word, after its spelling was made one.
    pub fn stem(&self, folded: &str) -> String {
        self.stemmer.stem(&self.words.spelled(folded)).into_owned()
    }
}

fn mark_amounts(text: &str, forms: &mut [Form]) {
    for at in 0..forms.len() {
        let Some(number) = forms[at].number else { continue };
        let reach = (at + 1..forms.len()).take(AMOUNT_REACH);
        for next in reach {
            if breaks(text, forms[next - 1].span.end, forms[next].span.start) {
                break;
            }
            if let Some(unit) = forms[next].unit_seconds {
                forms[at].amount = Some(((number * unit).round() as u64, next + 1));
                break;
            }
            if forms[next].number.is_none() && !forms[next].joins {
                break;
            }
        }
    }
}

impl Field {
    /// The terms of the forms of a text, with the concepts that its words name, which are in order.
    pub fn of(forms: &[Form], named: &[(Span, Arc<[Name]>)]) -> Self {
        let length = forms.last().map_or(0, |form| form.span.end);
        let terms = Terms::with_capacity(TERMS * length);
        let mut out = Self { terms, end: forms.len(), ..Self::default() };
        out.push_forms(forms);
        out.push_names(forms, named);
        out
    }

    fn push_forms(&mut self, forms: &[Form]) {
        for (at, form) in forms.iter().enumerate() {
            self.terms.push(at, &["=", &form.folded]);
            if !form.stem.is_empty() {
                self.terms.push(at, &[&form.stem]);
            }
            // An amount stands beside each of its words, and a joined word beside both of its halves, so that a phrase can go
            // on behind it.
            let begun = forms[at.saturating_sub(AMOUNT_REACH)..=at].iter().filter_map(|f| f.amount);
            for (seconds, _) in begun.filter(|(_, end)| at < *end) {
                self.push_amount(at, seconds);
            }
            for half in [at.checked_sub(1), Some(at)].into_iter().flatten().filter(|half| forms[*half].joined) {
                if let Some(next) = forms.get(half + 1) {
                    self.terms.push(at, &["=", &forms[half].folded, &next.folded]);
                }
            }
        }
    }

    /// Puts the concepts beside the words that name them.
    fn push_names(&mut self, forms: &[Form], named: &[(Span, Arc<[Name]>)]) {
        let mut here: Vec<&Name> = Vec::new();
        for (position, form) in forms.iter().enumerate() {
            let named = named.iter().filter(|(span, _)| form.span.overlaps(*span));
            here.extend(named.flat_map(|(_, names)| names.iter()));
            here.sort_unstable();
            here.dedup();
            for name in here.drain(..) {
                self.terms.push(position, &["@", name]);
            }
        }
    }

    fn push_amount(&mut self, position: usize, seconds: u64) {
        self.amounts.push(seconds);
        self.terms.push(position, &[&format!("#{seconds}")]);
    }

    /// Adds what surrounds the text, as its stems.
    pub fn surround(&mut self, stems: &[String]) {
        for stem in stems {
            self.terms.push(self.end + GAP, &["~", stem]);
            self.end += 1;
            self.surrounded = true;
        }
    }

    /// Adds amounts of time that the text does not state itself.
    pub fn add_amounts(&mut self, seconds: &[u64]) {
        let last = self.end.checked_sub(1).map(|end| if self.surrounded { end + GAP } else { end });
        let mut position = last.map_or(0, |last| last + GAP);
        for &amount in seconds {
            if !self.amounts.contains(&amount) {
                self.push_amount(position, amount);
                position += GAP;
            }
        }
    }
}

/// What the words of a text are indexed as where they only surround another: their stems, and numbers as they are written.
pub fn stems(forms: &[Form]) -> Vec<String> {
    forms.iter().map(|f| if f.stem.is_empty() { f.folded.clone() } else { f.stem.clone() }).collect()
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
    use super::{super::terms::listed, *};

    fn terms(text: &str) -> Vec<String> {
        let forms = Analyser::english().unwrap().forms_by(text, &mut Met::default());
        listed(&Field::of(&forms, &[]).terms).into_iter().map(|(_, text)| text).collect()
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
