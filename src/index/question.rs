//! What do a query's words ask? Concepts, procedures, phase, stance and times, read with the lexicon of the documents.

use super::{
    analysis::{Analyser, Form},
    filter::{Filter, FilterField},
    topics::{Mentioned, mentions},
};
use crate::{
    lexicon::Lexicon,
    model::{Name, Phase, Span, Stance, TokenKind},
};

/// Words that were read as a question.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Question {
    /// The concepts that it names, each once.
    pub concepts: Vec<Name>,
    /// The procedures that it names, each once.
    pub procedures: Vec<Name>,
    /// Before or after the procedure, where it says so.
    pub phase: Option<Phase>,
    /// Stances that it asks for.
    pub stances: Vec<Stance>,
    /// Amounts of time that it names.
    pub amounts: Vec<Amount>,
    /// Its other words, without those that carry no topic.
    pub words: Vec<Word>,
    /// Words that were taken for others: as written, and as searched for.
    pub corrected: Vec<(String, String)>,
}

/// An amount of time in a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// In seconds.
    pub seconds: u64,
    /// Its words, folded, in order.
    pub words: Vec<String>,
}

/// A word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As it is written, folded.
    pub exact: String,
    /// Its stem; empty for a number.
    pub stem: String,
    /// Whether it belongs to a concept or procedure that was recognised.
    pub topical: bool,
    /// Whether it is a number: those must be found as they are.
    pub number: bool,
}

/// Finds known words for unknown ones.
pub trait Spelling {
    /// The known word that an unknown one was probably meant to be; `None` where the word is known or nothing is near.
    fn correction(&self, word: &str) -> Option<String>;
}

/// What questions are read with.
pub struct Reader<'a> {
    /// How words become terms.
    pub analyser: &'a Analyser,
    /// The concepts and procedures.
    pub lexicon: &'a Lexicon,
    /// The procedures that the index has rules for.
    pub procedures: &'a [Name],
    /// The concepts that the index has rules for.
    pub concepts: &'a [Name],
    /// Finds what was meant where a word is not known.
    pub spelling: &'a dyn Spelling,
}

impl Reader<'_> {
    /// Reads the words of a query.
    pub fn read(&self, text: &str) -> Question {
        let mut question = Question::default();
        let (text, corrected) = self.corrected(text);
        question.corrected = corrected;
        let forms = self.forms(&text);
        let mentioned = mentions(self, &text, &forms);
        let (forms, mentioned) = match self.how_long(&text, &forms, &mentioned) {
            Some(asked) => {
                question.stances.push(Stance::Expect);
                asked
            }
            None => (forms, mentioned),
        };
        question.concepts.clone_from(&mentioned.concepts);
        question.procedures.clone_from(&mentioned.procedures);
        question.amounts = amounts(&forms);
        self.read_words(&forms, &mentioned, &mut question);
        question
    }

    /// What is asked for where it is how long something lasts: the words without the verb, which would be taken for a part
    /// of some names ("the peeling lasts" is no session), and what they name.
    fn how_long(&self, text: &str, forms: &[Form], whole: &Mentioned) -> Option<(Vec<Form>, Mentioned)> {
        let lasting = &self.analyser.words.lasting;
        let begins = |here: &[Form]| here.iter().zip(&lasting.begins).all(|(form, word)| form.folded == *word);
        let first = forms.windows(lasting.begins.len()).position(begins)?;
        let verb = forms[first..].iter().rfind(|form| lasting.verbs.contains(&form.folded))?;
        let mut without = text.to_owned();
        without.replace_range(verb.span.range(), &" ".repeat(verb.span.len()));
        let forms = self.forms(&without);
        let mut named = mentions(self, &without, &forms);
        named.concepts.retain(|c| !lasting.sessions.contains(c) && *c != lasting.duration);
        let of_results = named.concepts.iter().all(|c| *c == lasting.results);
        if of_results
            && named.concepts.is_empty()
            && (named.procedures.is_empty() || whole.concepts.iter().any(|c| lasting.sessions.contains(c)))
        {
            return None;
        }
        if of_results {
            named.concepts = vec![lasting.duration.clone()];
        }
        Some((forms, named))
    }

    fn forms(&self, text: &str) -> Vec<Form> {
        self.analyser.forms(text, Span::new(0, text.len()), &[])
    }

    /// The text without accents, and with unknown words replaced by those that they were probably meant to be.
    fn corrected(&self, text: &str) -> (String, Vec<(String, String)>) {
        let mut out = text.to_owned();
        let mut corrected = Vec::new();
        for form in self.forms(text).iter().rev() {
            let mut end = form.span.end;
            if !form.span.of(text).is_ascii() {
                out.replace_range(form.span.range(), &form.folded);
                end = form.span.start + form.folded.len();
            }
            if form.kind != TokenKind::Word || self.analyser.words.is_exact_only(&form.folded) {
                continue;
            }
            if self.analyser.words.is_stop(&form.folded) {
                continue;
            }
            if let Some(meant) = self.spelling.correction(&form.folded) {
                corrected.push((form.folded.clone(), meant.clone()));
                out.replace_range(form.span.start..end, &meant);
            }
        }
        corrected.reverse();
        (out, corrected)
    }

    fn read_words(&self, forms: &[Form], mentioned: &Mentioned, question: &mut Question) {
        let words = &self.analyser.words;
        let mut phases = (false, false);
        let mut in_amount = 0;
        for (at, form) in forms.iter().enumerate() {
            if let Some((_, end)) = form.amount {
                in_amount = in_amount.max(end);
            }
            let topical = mentioned.covers(at);
            phases.0 |= words.is_before(&form.folded);
            phases.1 |= words.is_after(&form.folded);
            if !topical {
                for stance in words.stances(&form.folded) {
                    if !question.stances.contains(&stance) {
                        question.stances.push(stance);
                    }
                }
            }
            let is_phase = words.is_before(&form.folded) || words.is_after(&form.folded);
            if at < in_amount || (!topical && (is_phase || words.is_stop(&form.folded))) {
                continue;
            }
            let number = form.kind == TokenKind::Number;
            let word = Word { exact: form.folded.clone(), stem: form.stem.clone(), topical, number };
            if !question.words.contains(&word) {
                question.words.push(word);
            }
        }
        question.phase = match phases {
            (true, false) => Some(Phase::Before),
            (false, true) => Some(Phase::After),
            _ => None,
        };
    }
}

/// The amounts of time among forms.
fn amounts(forms: &[Form]) -> Vec<Amount> {
    let words = |at: usize, end: usize| forms[at..end].iter().map(|f| f.folded.clone()).collect();
    let stated = forms.iter().enumerate().filter_map(|(at, form)| form.amount.map(|(seconds, end)| (at, seconds, end)));
    stated.map(|(at, seconds, end)| Amount { seconds, words: words(at, end) }).collect()
}

impl Question {
    /// Whether nothing is left of the query: it was empty, or only words that carry no topic.
    pub fn is_empty(&self) -> bool {
        self.concepts.is_empty() && self.procedures.is_empty() && self.amounts.is_empty() && self.words.is_empty()
    }
}

impl Reader<'_> {
    /// A filter with the ids that its values name: `procedure:"lip filler"` is `procedure:lip-filler`.
    pub fn filter(&self, filter: &Filter) -> Filter {
        let Filter::Is(field, values) = filter else { return filter.clone() };
        let values = values.iter().flat_map(|value| self.filter_value(*field, value)).collect();
        Filter::Is(*field, values)
    }

    fn filter_value(&self, field: FilterField, value: &str) -> Vec<String> {
        let lower = value.to_lowercase();
        let is_id = match field {
            FilterField::Procedure => {
                self.lexicon.procedures.get(&lower).is_some() || self.procedures.iter().any(|p| *p == *lower)
            }
            FilterField::Concept => self.lexicon.concepts.get(&lower).is_some(),
            FilterField::Source => {
                let forms = self.forms(value);
                let words: Vec<String> = forms
                    .iter()
                    .map(|f| if f.stem.is_empty() { format!("={}", f.folded) } else { f.stem.clone() })
                    .collect();
                return vec![words.join(" ")];
            }
            FilterField::Stance | FilterField::Phase | FilterField::Has => true,
        };
        if is_id {
            return vec![lower];
        }
        let read = self.read(value);
        let ids = if field == FilterField::Procedure { read.procedures } else { read.concepts };
        if ids.is_empty() { vec![lower] } else { ids.iter().map(|id| id.as_str().to_owned()).collect() }
    }
}
