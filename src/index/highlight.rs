//! Which parts of a text matched?

use std::collections::HashSet;

use super::{analysis::Analyser, compile::Clause, question::Question, topics::concept_spans};
use crate::{
    lexicon::Lexicon,
    model::{Name, Span},
};

/// What a query looks for in texts.
#[derive(Debug, Default)]
pub struct Marks {
    exact: HashSet<String>,
    stems: HashSet<String>,
    amounts: HashSet<u64>,
    phrases: Vec<Vec<String>>,
    prefixes: Vec<String>,
    concepts: Vec<Name>,
    procedures: Vec<Name>,
}

impl Marks {
    /// What a clause looks for.
    pub fn of(clause: &Clause) -> Self {
        let mut marks = Self::default();
        marks.add(clause);
        marks
    }

    fn add(&mut self, clause: &Clause) {
        match clause {
            Clause::All(clauses) | Clause::Any(clauses) => clauses.iter().for_each(|c| self.add(c)),
            Clause::Question(question) => self.add_question(question),
            Clause::Phrase(words) => self.phrases.push(words.clone()),
            Clause::Prefix(prefix) => self.prefixes.push(prefix.clone()),
            Clause::Not(_) | Clause::Filter(_) => {}
        }
    }

    fn add_question(&mut self, question: &Question) {
        for word in &question.words {
            self.exact.insert(word.exact.clone());
            if !word.stem.is_empty() {
                self.stems.insert(word.stem.clone());
            }
        }
        self.amounts.extend(question.amounts.iter().map(|a| a.seconds));
        self.concepts.extend(question.concepts.iter().cloned());
        self.procedures.extend(question.procedures.iter().cloned());
    }

    /// The ranges of a text that the query looks for, in order and without overlap.
    pub fn spans(&self, text: &str, analyser: &Analyser, lexicon: &Lexicon) -> Vec<Span> {
        let forms = analyser.forms(text, Span::new(0, text.len()), &[]);
        let mut out: Vec<Span> = Vec::new();
        for (at, form) in forms.iter().enumerate() {
            let is_prefixed = self.prefixes.iter().any(|p| form.folded.starts_with(p.as_str()));
            let is_word = self.exact.contains(&form.folded) || self.stems.contains(&form.stem);
            if is_prefixed || is_word {
                out.push(form.span);
            }
            if let Some((seconds, end)) = form.amount.filter(|(s, _)| self.amounts.contains(s)) {
                debug_assert!(seconds > 0 || end > at);
                out.push(form.span.join(forms[end - 1].span));
            }
            for phrase in self.phrases.iter().filter(|p| !p.is_empty()) {
                let here = &forms[at..forms.len().min(at + phrase.len())];
                if here.len() == phrase.len() && here.iter().zip(phrase).all(|(f, w)| f.folded == *w) {
                    out.push(form.span.join(here[here.len() - 1].span));
                }
            }
        }
        out.extend(concept_spans(lexicon, text, &self.concepts, &self.procedures));
        merged(out)
    }
}

/// Spans in order, those that overlap or touch joined.
fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort();
    let mut out: Vec<Span> = Vec::new();
    for span in spans {
        match out.last_mut() {
            Some(last) if span.start <= last.end => *last = last.join(span),
            _ => out.push(span),
        }
    }
    out
}
