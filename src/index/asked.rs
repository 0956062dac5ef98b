//! A question becomes a query: what of it must be found, and what ranks first.

use std::sync::Arc;

use tantivy::query::{BooleanQuery, BoostQuery, EmptyQuery, Occur, Query};

use super::{
    class::topic,
    classes::Wanted,
    compile::{Compiler, Part, Side, any, any_term, constant, scored, term},
    either::{Either, Every},
    entry::id_of,
    liked::{Liked, MOST_OF_CONCEPTS, Preference, Trait},
    question::{Amount, Question, Word},
    ranked::Ranked,
};
use crate::model::{Name, Phase};

/// What is added to the score of words: a rule of the very concept, of the stance and of the phase that are asked for.
mod weight {
    /// The concept itself, not a narrower one.
    pub const CONCEPT: f32 = 6.0;
    /// A concept directly below it.
    pub const NARROWER: f32 = 3.0;
    /// The procedure itself, not a narrower one.
    pub const PROCEDURE: f32 = 2.0;
    /// The stance.
    pub const STANCE: f32 = 3.0;
    /// After the procedure, where no phase is stated.
    pub const PHASE: f32 = 1.0;
    /// Words in headings, against words in the text.
    pub const AROUND: f32 = 0.3;
    /// An amount, written in the same words.
    pub const AMOUNT: f32 = 2.0;
}

impl Compiler<'_> {
    /// The query of a question; `None` where it asks for nothing.
    pub(super) fn question(&self, question: &Question) -> Option<Box<dyn Query>> {
        let topics = if self.loose { None } else { self.topics(question) };
        let has_topic = topics.is_some() || !question.amounts.is_empty();
        let mut required: Vec<Box<dyn Query>> = topics.into_iter().collect();
        required.extend(question.amounts.iter().map(|a| self.amount(a)));
        let mut preferred: Vec<Vec<Box<dyn Query>>> = Vec::new();
        for word in &question.words {
            if (word.topical || has_topic || self.loose) && !word.number {
                preferred.push(self.ways(word));
            } else {
                required.push(self.word(word));
            }
        }
        if required.is_empty() {
            let words = std::mem::take(&mut preferred).into_iter().filter_map(any).collect();
            let Some(any_word) = any(words) else { return self.attitude(question) };
            required.push(any_word);
        }
        Some(self.ranked(required, preferred, self.preferences(question)))
    }

    /// What is required, ranked by the words and then by what else is preferred.
    fn ranked(
        &self,
        required: Vec<Box<dyn Query>>,
        mut words: Vec<Vec<Box<dyn Query>>>,
        preferences: Vec<Preference>,
    ) -> Box<dyn Query> {
        if self.plain {
            words.extend(preferences.iter().map(|p| vec![self.preferred(p)]));
            let preferred = words.into_iter().filter_map(any).map(|q| (Occur::Should, q));
            let required = required.into_iter().map(|q| (Occur::Must, q));
            return Box::new(BooleanQuery::new(required.chain(preferred).collect()));
        }
        let (liked, others) = match self.side {
            Side::Rules => (Liked::Classes(Arc::clone(self.classes), preferences), Vec::new()),
            Side::Passages => {
                let (concepts, others): (Vec<_>, Vec<_>) =
                    preferences.into_iter().partition(|p| p.of == Trait::Concept);
                let (concepts, rest) = concepts.split_at(concepts.len().min(MOST_OF_CONCEPTS));
                let others = rest.iter().chain(&others).map(|p| self.preferred(p)).collect();
                (Liked::Concepts(Arc::clone(self.concepts), concepts.to_vec()), others)
            }
        };
        Box::new(Ranked { required: self.every(required), words, liked: Some(Arc::new(liked)), others })
    }

    /// The entries that match all of some queries.
    fn every(&self, queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
        if self.plain { Box::new(BooleanQuery::intersection(queries)) } else { Box::new(Every(queries)) }
    }

    /// The entries that have what is preferred.
    fn preferred(&self, preference: &Preference) -> Box<dyn Query> {
        let field = match preference.of {
            Trait::Concept => self.fields.concept,
            Trait::Procedure => self.fields.procedure,
            Trait::Stance => self.fields.stance,
            Trait::Phase => self.fields.phase,
        };
        constant(term(field, &preference.value), preference.by)
    }

    /// What is asked for where no topic is: a phase, a stance.
    fn attitude(&self, question: &Question) -> Option<Box<dyn Query>> {
        let mut parts: Vec<Part> = Vec::new();
        parts.extend(question.phase.map(|p| (Occur::Must, term(self.fields.phase, &id_of(&p)))));
        let stances: Vec<_> = question.stances.iter().map(|s| term(self.fields.stance, &id_of(s))).collect();
        parts.extend(any(stances).map(|q| (Occur::Must, q)));
        if parts.is_empty() { None } else { Some(constant(Box::new(BooleanQuery::new(parts)), 1.0)) }
    }

    /// The concepts and procedures that a question names; of passages also those that have all the words.
    fn topics(&self, question: &Question) -> Option<Box<dyn Query>> {
        if question.concepts.is_empty() && question.procedures.is_empty() {
            return None;
        }
        if !self.plain && self.side == Side::Rules {
            let phases: Vec<String> = question.phase.iter().map(id_of).collect();
            return Some(Box::new(self.classes.query(&Wanted {
                concepts_within: &question.concepts,
                procedures_within: &question.procedures,
                phases: &phases,
                ..Wanted::default()
            })));
        }
        let by_name = if self.plain { self.by_name(question) } else { self.by_topic(question) };
        if self.side == Side::Rules {
            return Some(by_name);
        }
        let words = question.words.iter().filter(|w| w.topical).map(|w| self.word(w)).collect();
        any(vec![by_name, self.every(words)])
    }

    /// The entries of the concepts and procedures that a question names.
    fn by_name(&self, question: &Question) -> Box<dyn Query> {
        let concepts = any_term(self.fields.concepts_within, &question.concepts);
        let procedures = any_term(self.fields.procedures_within, &question.procedures);
        let mut parts: Vec<Part> = [concepts, procedures].into_iter().flatten().map(|q| (Occur::Must, q)).collect();
        if let Some(phase) = question.phase.filter(|_| self.side == Side::Rules) {
            parts.push((Occur::Must, term(self.fields.phase, &id_of(&phase))));
        }
        constant(Box::new(BooleanQuery::new(parts)), 0.0)
    }

    /// The passages of the concepts and procedures that a question names.
    fn by_topic(&self, question: &Question) -> Box<dyn Query> {
        let either = |names: &[Name]| {
            let named: Vec<Option<Name>> = names.iter().cloned().map(Some).collect();
            if named.is_empty() { vec![None] } else { named }
        };
        let procedures = either(&question.procedures);
        let topics = either(&question.concepts).into_iter().flat_map(|concept| {
            let topic = move |procedure: &Option<Name>| topic(concept.as_ref(), procedure.as_ref());
            procedures.iter().map(topic).collect::<Vec<_>>()
        });
        let topics = topics.map(|topic| term(self.fields.topic, &topic)).collect();
        constant(any(topics).unwrap_or_else(|| Box::new(EmptyQuery)), 0.0)
    }

    /// What ranks first among equals.
    fn preferences(&self, question: &Question) -> Vec<Preference> {
        let mut out = Vec::new();
        let mut prefer = |of: Trait, value: &str, by: f32| out.push(Preference { of, value: Name::from(value), by });
        for concept in &question.concepts {
            prefer(Trait::Concept, concept, weight::CONCEPT);
            let all = self.lexicon.concepts.all().iter();
            for narrower in all.filter(|c| c.broader.contains(concept)) {
                prefer(Trait::Concept, &narrower.id, weight::NARROWER);
            }
        }
        for procedure in &question.procedures {
            prefer(Trait::Procedure, procedure, weight::PROCEDURE);
        }
        for stance in &question.stances {
            prefer(Trait::Stance, &id_of(stance), weight::STANCE);
        }
        if question.phase.is_none() && self.side == Side::Rules {
            prefer(Trait::Phase, &id_of(&Phase::After), weight::PHASE);
        }
        out
    }

    pub(super) fn word(&self, word: &Word) -> Box<dyn Query> {
        let ways = self.ways(word);
        if self.plain { any(ways).unwrap_or_else(|| Box::new(EmptyQuery)) } else { Box::new(Either(ways)) }
    }

    /// The ways in which a word is found: as it is written, by its stem, and in what surrounds a text. A number only as it
    /// is written.
    fn ways(&self, word: &Word) -> Vec<Box<dyn Query>> {
        let field = self.text();
        let exact = scored(field, &format!("={}", word.exact));
        if word.number {
            return vec![exact];
        }
        let around = Box::new(BoostQuery::new(scored(field, &format!("~{}", word.stem)), weight::AROUND));
        vec![exact, scored(field, &word.stem), around]
    }

    /// An amount, in any unit; the same words first.
    pub(super) fn amount(&self, amount: &Amount) -> Box<dyn Query> {
        let same = constant(term(self.text(), &format!("#{}", amount.seconds)), 1.0);
        match self.phrase(&amount.words) {
            Some(written) => Box::new(BooleanQuery::new(vec![
                (Occur::Must, same),
                (Occur::Should, constant(written, weight::AMOUNT)),
            ])),
            None => same,
        }
    }
}
