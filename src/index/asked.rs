//! A question becomes a query: what of it must be found, and what ranks first.

use std::sync::Arc;

use tantivy::query::{BooleanQuery, Occur, Query};

use super::{
    class::topic,
    classes::Wanted,
    compile::{Branch, Compiler, Side, any, any_term, constant, term},
    entry::id_of,
    liked::{Liked, MOST_OF_CONCEPTS, Preference, Trait},
    part::Part,
    question::{Amount, Question, Word},
    ranked::Ranked,
    way::Way,
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
    /// An amount.
    pub const SAME: f32 = 1.0;
    /// An amount, written in the same words.
    pub const AMOUNT: f32 = 2.0;
}

impl Compiler<'_> {
    /// The query of a question; `None` where it asks for nothing.
    pub(super) fn question(&self, question: &Question) -> Option<Box<dyn Query>> {
        let topics = if self.loose { None } else { self.topics(question) };
        let has_topic = topics.is_some() || !question.amounts.is_empty();
        let mut required: Vec<Part> = topics.into_iter().collect();
        required.extend(question.amounts.iter().map(|a| self.amount(a)));
        let mut preferred: Vec<Vec<Way>> = Vec::new();
        for word in &question.words {
            if (word.topical || has_topic || self.loose) && !word.number {
                preferred.push(self.ways(word));
            } else {
                required.push(Part::Word(self.ways(word)));
            }
        }
        if required.is_empty() {
            if preferred.is_empty() {
                return self.attitude(question);
            }
            required.push(Part::Any(std::mem::take(&mut preferred).into_iter().map(Part::Word).collect()));
        }
        Some(self.ranked(required, preferred, self.preferences(question)))
    }

    /// What is required, ranked by the words and then by what else is preferred.
    fn ranked(&self, required: Vec<Part>, words: Vec<Vec<Way>>, preferences: Vec<Preference>) -> Box<dyn Query> {
        if self.plain {
            let preferences = preferences.iter().map(|p| vec![self.preferred(p)]);
            let preferred = words.into_iter().chain(preferences).map(|ways| Part::Word(ways).into_query());
            let required = required.into_iter().map(|part| (Occur::Must, part.into_query()));
            return Box::new(BooleanQuery::new(required.chain(preferred.map(|q| (Occur::Should, q))).collect()));
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
        Box::new(Ranked { required: Part::Every(required), words, liked: Arc::new(liked), others })
    }

    /// The entries that have what is preferred.
    fn preferred(&self, preference: &Preference) -> Way {
        let field = match preference.of {
            Trait::Concept => self.fields.concept,
            Trait::Procedure => self.fields.procedure,
            Trait::Stance => self.fields.stance,
            Trait::Phase => self.fields.phase,
        };
        Way::constant(field, &preference.value, preference.by)
    }

    /// What is asked for where no topic is: a phase, a stance.
    fn attitude(&self, question: &Question) -> Option<Box<dyn Query>> {
        let mut parts: Vec<Branch> = Vec::new();
        parts.extend(question.phase.map(|p| (Occur::Must, term(self.fields.phase, &id_of(&p)))));
        let stances: Vec<_> = question.stances.iter().map(|s| term(self.fields.stance, &id_of(s))).collect();
        parts.extend(any(stances).map(|q| (Occur::Must, q)));
        if parts.is_empty() { None } else { Some(constant(Box::new(BooleanQuery::new(parts)), 1.0)) }
    }

    /// The concepts and procedures that a question names; of passages also those that have all the words.
    fn topics(&self, question: &Question) -> Option<Part> {
        if question.concepts.is_empty() && question.procedures.is_empty() {
            return None;
        }
        if !self.plain && self.side == Side::Rules {
            let phases: Vec<String> = question.phase.iter().map(id_of).collect();
            return Some(Part::Classes(self.classes.query(&Wanted {
                concepts_within: &question.concepts,
                procedures_within: &question.procedures,
                phases: &phases,
                ..Wanted::default()
            })));
        }
        let named = if self.plain { Part::Other(self.by_name(question), 0.0) } else { self.by_topic(question) };
        if self.side == Side::Rules {
            return Some(named);
        }
        let words = question.words.iter().filter(|w| w.topical).map(|w| Part::Word(self.ways(w)));
        Some(Part::Any(vec![named, Part::Every(words.collect())]))
    }

    /// The entries of the concepts and procedures that a question names.
    fn by_name(&self, question: &Question) -> Box<dyn Query> {
        let concepts = any_term(self.fields.concepts_within, &question.concepts);
        let procedures = any_term(self.fields.procedures_within, &question.procedures);
        let mut parts: Vec<Branch> = [concepts, procedures].into_iter().flatten().map(|q| (Occur::Must, q)).collect();
        if let Some(phase) = question.phase.filter(|_| self.side == Side::Rules) {
            parts.push((Occur::Must, term(self.fields.phase, &id_of(&phase))));
        }
        constant(Box::new(BooleanQuery::new(parts)), 0.0)
    }

    /// The passages of the concepts and procedures that a question names.
    fn by_topic(&self, question: &Question) -> Part {
        let either = |names: &[Name]| {
            let named: Vec<Option<Name>> = names.iter().cloned().map(Some).collect();
            if named.is_empty() { vec![None] } else { named }
        };
        let procedures = either(&question.procedures);
        let topics = either(&question.concepts).into_iter().flat_map(|concept| {
            let topic = move |procedure: &Option<Name>| topic(concept.as_ref(), procedure.as_ref());
            procedures.iter().map(topic).collect::<Vec<_>>()
        });
        Part::Word(topics.map(|topic| Way::constant(self.fields.topic, &topic, 0.0)).collect())
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

    /// The ways in which a word is found: as it is written, by its stem, and in what surrounds a text. A number only as it
    /// is written.
    pub(super) fn ways(&self, word: &Word) -> Vec<Way> {
        let field = self.text();
        let exact = Way::scored(field, &format!("={}", word.exact));
        if word.number {
            return vec![exact];
        }
        let around = Way::boosted(field, &format!("~{}", word.stem), weight::AROUND);
        vec![exact, Way::scored(field, &word.stem), around]
    }

    /// An amount, in any unit; the same words first.
    pub(super) fn amount(&self, amount: &Amount) -> Part {
        let same = Way::constant(self.text(), &format!("#{}", amount.seconds), weight::SAME);
        let written = self.phrase(&amount.words).map(|written| constant(written, weight::AMOUNT));
        match written {
            Some(written) => Part::Preferring(vec![same], written, weight::AMOUNT),
            None => Part::Word(vec![same]),
        }
    }
}
