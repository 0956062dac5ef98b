//! The answer card: what the sources say of a topic, how far they differ, or that none says anything.

use std::{cmp::Reverse, collections::BTreeMap};

use serde::Serialize;
use tantivy::{Searcher as Snapshot, TantivyError};

use super::{
    classes::Wanted,
    compile::Clause,
    entry::{Origin, RuleRecord, id_of},
    filter::{Filter, FilterField},
    hits::side_by_side,
    narrow::topic_query,
    positions::{Group, GroupCollector, Groups, Sources},
    schema::name,
    searcher::Searcher,
    spread::{Said, Spread, disagree, spread},
    text::says,
};
use crate::{
    contradiction::{Surroundings, contradictions_within},
    error::Result,
    model::{Contradiction, ContradictionKind, Name, Phase, Rule, Severity, Stance},
};

/// The most cards of a query.
const CARDS: usize = 3;
/// The most sources that a position names; all are counted.
const SOURCES: usize = 6;
/// The most answers that are read: those on the concept itself first, then those with the most sources.
const ANSWERS: usize = 8;
/// How much is read of the first answer of a card.
const FIRST: Depth = Depth { positions: 24, records: 48 };
/// How much is read of every other.
const OTHERS: Depth = Depth { positions: 8, records: 12 };
/// The most nearest topics.
const NEAREST: usize = 4;

/// What the sources say of a topic.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Card {
    /// The procedure that the query names; `None` where it names none: answers are then for each procedure.
    pub procedure: Option<Name>,
    /// The phase.
    pub phase: Phase,
    /// The concept.
    pub concept: Name,
    /// What is said of the concept itself, then of narrower ones; for each procedure where none is named. Empty where no
    /// source says anything.
    pub answers: Vec<Answer>,
    /// Contradictions that the concept, or a narrower one, is part of.
    pub contradictions: Vec<Clash>,
    /// Where no source says anything: what is said of a broader concept, and of the concept after other procedures.
    pub nearest: Vec<Answer>,
}

/// What the sources say of one concept.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// The procedure.
    pub procedure: Option<Name>,
    /// The concept.
    pub concept: Name,
    /// The least and the greatest time, by the stance that most hold.
    pub spread: Option<Spread>,
    /// The number of sources.
    pub sources: usize,
    /// The number of sources that are not copies of each other.
    pub independent: usize,
    /// Whether the sources differ in what they allow.
    pub disagree: bool,
    /// What they hold, most sources first.
    pub positions: Vec<Position>,
}

/// What one or more sources hold.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Position {
    /// The stance.
    pub stance: Stance,
    /// In short: "avoid sauna until 24–48 h".
    pub says: String,
    /// The condition, in the words of the first source.
    pub condition: Option<String>,
    /// The number of sources that hold it.
    pub sources: usize,
    /// Some of them, the newest first.
    pub examples: Vec<Example>,
}

/// A source of a position.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Example {
    /// The rule's id.
    pub rule: String,
    /// Its words.
    pub quote: String,
    /// Where it stands.
    pub origin: Origin,
}

/// A contradiction, by its id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Clash {
    /// Its id.
    pub id: String,
    /// What clashes.
    pub kind: ContradictionKind,
    /// How serious it is.
    pub severity: Severity,
    /// The concepts.
    pub concepts: Vec<Name>,
}

/// How much of an answer is read from the store: what bounds the time of a card in an index of any size.
#[derive(Debug, Clone, Copy)]
struct Depth {
    /// The most positions.
    positions: usize,
    /// The most rules of all of them together, but for one of each.
    records: usize,
}

/// A procedure, a phase and a concept that are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Topic {
    procedure: Option<Name>,
    phase: Option<Phase>,
    concept: Name,
}

/// The topics that a query names, at most [`CARDS`].
fn topics(clause: &Clause) -> Vec<Topic> {
    let questions = clause.questions();
    let mut concepts: Vec<Name> = questions.iter().flat_map(|q| q.concepts.clone()).collect();
    let mut procedures: Vec<Name> = questions.iter().flat_map(|q| q.procedures.clone()).collect();
    let mut phase = questions.iter().find_map(|q| q.phase);
    for filter in clause.filters() {
        let Filter::Is(field, values) = filter else { continue };
        let names = values.iter().map(|v| Name::from(v.as_str()));
        match field {
            FilterField::Concept => concepts.extend(names),
            FilterField::Procedure => procedures.extend(names),
            FilterField::Phase => phase = values.first().and_then(|v| serde_json::from_value(v.as_str().into()).ok()),
            _ => {}
        }
    }
    let procedures: Vec<Option<Name>> =
        if procedures.is_empty() { vec![None] } else { procedures.into_iter().map(Some).collect() };
    let mut out: Vec<Topic> = Vec::new();
    for concept in concepts {
        for procedure in &procedures {
            let topic = Topic { procedure: procedure.clone(), phase, concept: concept.clone() };
            if !out.contains(&topic) && out.len() < CARDS {
                out.push(topic);
            }
        }
    }
    out
}

impl Searcher<'_> {
    /// The cards of a query: none where it names no concept.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub(super) fn cards(&self, snapshot: &Snapshot, clause: &Clause) -> Result<Vec<Card>> {
        let dealer = Dealer { searcher: self, snapshot, filters: clause.filters() };
        topics(clause).iter().map(|topic| dealer.card(topic)).collect()
    }
}

struct Dealer<'a> {
    searcher: &'a Searcher<'a>,
    snapshot: &'a Snapshot,
    filters: Vec<&'a Filter>,
}

/// Which concepts' rules are asked for, and where.
struct Asked<'a> {
    procedure: Option<&'a Name>,
    phase: Phase,
    /// These and narrower ones.
    within: &'a [Name],
    /// Only these.
    exactly: &'a [Name],
}

impl Dealer<'_> {
    fn card(&self, topic: &Topic) -> Result<Card> {
        let phases = topic.phase.map_or_else(|| vec![Phase::After, Phase::Before], |phase| vec![phase]);
        let mut card = None;
        for phase in &phases {
            let next = self.card_of_phase(topic, *phase)?;
            if !next.answers.is_empty() {
                return Ok(next);
            }
            card = card.or(Some(next));
        }
        match card {
            Some(card) => Ok(card),
            None => self.card_of_phase(topic, Phase::After),
        }
    }

    fn card_of_phase(&self, topic: &Topic, phase: Phase) -> Result<Card> {
        let concepts = &self.searcher.lexicon.concepts;
        let related = concepts.get(&topic.concept).and_then(|c| c.opposite.clone());
        let broader: Vec<Name> = concepts.family(&topic.concept).into_iter().filter(|c| *c != topic.concept).collect();
        let others: Vec<Name> = broader.iter().cloned().chain(related).collect();
        let asked = Asked {
            procedure: topic.procedure.as_ref(),
            phase,
            within: std::slice::from_ref(&topic.concept),
            exactly: if topic.procedure.is_some() { &others } else { &[] },
        };
        let groups = self.groups(&asked)?;
        let (inside, outside): (Vec<Group>, Vec<Group>) =
            groups.groups.iter().cloned().partition(|g| concepts.is_within(&g.concept, &topic.concept));
        let mut rules: Vec<RuleRecord> = Vec::new();
        let mut answers = self.answers(inside, &groups, (topic.procedure.as_ref(), &topic.concept), &mut rules)?;
        let asked_for = &topic.concept;
        answers.sort_by_key(|a| (a.concept != *asked_for, Reverse(a.sources), a.concept.clone(), a.procedure.clone()));
        let mut card = Card {
            procedure: topic.procedure.clone(),
            phase,
            concept: topic.concept.clone(),
            answers,
            contradictions: Vec::new(),
            nearest: Vec::new(),
        };
        if card.answers.is_empty() {
            card.nearest = self.nearest(topic, &broader, (outside, &groups), phase)?;
        } else if topic.procedure.is_some() {
            self.answers(outside, &groups, (None, &topic.concept), &mut rules)?;
            self.add_contradictions(&mut card, &rules);
        }
        Ok(card)
    }

    fn groups(&self, asked: &Asked<'_>) -> Result<Groups> {
        let failed = |e: TantivyError| self.searcher.failed(&e);
        let fields = self.searcher.fields();
        let classes = self.searcher.known.classes.of(self.snapshot, fields).map_err(failed)?;
        let wanted = classes.query(&Wanted {
            concepts_within: asked.within,
            concepts: asked.exactly,
            procedures_within: asked.procedure.map_or(&[], std::slice::from_ref),
            phases: &[id_of(&asked.phase)],
            ..Wanted::default()
        });
        let query = topic_query(fields, &self.filters, wanted);
        let copies = self.searcher.known.copies(&self.searcher.store, self.snapshot)?;
        let positions = self.searcher.known.names.of(self.snapshot, name::POSITION).map_err(failed)?;
        let by_procedure = asked.procedure.is_none();
        let collector = GroupCollector { most: SOURCES, by_procedure, copies, classes, positions };
        side_by_side(self.snapshot, &*query, &collector).map_err(failed)
    }

    /// Groups as answers, one a concept (and a procedure where none is asked for), with the rules that were read.
    fn answers(
        &self,
        groups: Vec<Group>,
        all: &Groups,
        of: (Option<&Name>, &Name),
        rules: &mut Vec<RuleRecord>,
    ) -> Result<Vec<Answer>> {
        let (procedure, concept) = of;
        let mut by_topic: BTreeMap<(String, String), Vec<Group>> = BTreeMap::new();
        for group in groups {
            by_topic.entry((group.procedure.clone(), group.concept.clone())).or_default().push(group);
        }
        let sources = |topic: &(String, String)| all.sources.get(topic).copied().unwrap_or_default();
        let mut topics: Vec<_> = by_topic.into_iter().collect();
        topics.sort_by_key(|(topic, _)| (*topic.1 != **concept, Reverse(sources(topic).documents)));
        topics.truncate(ANSWERS);
        let read = topics.into_iter().enumerate().map(|(n, (topic, groups))| {
            let depth = if n == 0 && procedure.is_some() { FIRST } else { OTHERS };
            let named = (!topic.0.is_empty()).then(|| Name::from(topic.0.as_str()));
            let of = (procedure.cloned().or(named), Name::from(topic.1.as_str()));
            let mut answer = self.answer(of, groups, depth, rules)?;
            let Sources { documents, independent } = sources(&topic);
            (answer.sources, answer.independent) = (documents, independent);
            Ok(answer)
        });
        read.collect()
    }

    fn answer(
        &self,
        topic: (Option<Name>, Name),
        mut groups: Vec<Group>,
        depth: Depth,
        rules: &mut Vec<RuleRecord>,
    ) -> Result<Answer> {
        groups.sort_by_key(|group| (Reverse(group.documents), group.newest));
        groups.truncate(depth.positions);
        let examples = (depth.records / groups.len().max(1)).clamp(1, SOURCES);
        let mut read: Vec<(Vec<RuleRecord>, usize)> = Vec::new();
        for group in &groups {
            let records = group.examples.iter().take(examples).map(|at| self.searcher.record(self.snapshot, *at));
            read.push((records.collect::<Result<_>>()?, group.documents));
        }
        let sites = &self.searcher.lexicon.comparison.sites;
        let said = read.iter().filter_map(|(records, sources)| {
            let RuleRecord { rule, sites: around, .. } = records.first()?;
            Some(Said { rule, sources: *sources, sites: sites.find(&rule.quote) | sites.set_of(around) })
        });
        let said: Vec<Said<'_>> = said.collect();
        let words = &self.searcher.analyser.words;
        // What is never held against itself is not held against itself here either.
        let related = &self.searcher.lexicon.comparison.related;
        let is_compared = !related.by_sign.iter().chain(&related.for_many).any(|c| *topic.1 == **c);
        let (spread, disagree) = (spread(&said, words), is_compared && disagree(&said, words, sites));
        rules.extend(read.iter().flat_map(|(records, _)| records.iter().cloned()));
        let mut positions: Vec<Position> = read.into_iter().filter_map(|(records, n)| position(records, n)).collect();
        positions.sort_by(|a, b| b.sources.cmp(&a.sources).then_with(|| a.says.cmp(&b.says)));
        let (procedure, concept) = topic;
        Ok(Answer { procedure, concept, spread, sources: 0, independent: 0, disagree, positions })
    }

    /// What is said of a broader concept after the procedure, then of the concept after other procedures: related ones
    /// first, then those with the most sources.
    fn nearest(
        &self,
        topic: &Topic,
        broader: &[Name],
        (outside, all): (Vec<Group>, &Groups),
        phase: Phase,
    ) -> Result<Vec<Answer>> {
        let of_broader: Vec<Group> =
            outside.into_iter().filter(|g| broader.iter().any(|b| **b == *g.concept)).collect();
        let mut out = self.answers(of_broader, all, (topic.procedure.as_ref(), &topic.concept), &mut Vec::new())?;
        out.sort_by_key(|a| broader.iter().position(|b| *b == a.concept));
        out.truncate(1);
        let Some(procedure) = &topic.procedure else { return Ok(out) };
        let within = [topic.concept.clone()];
        let elsewhere = self.groups(&Asked { procedure: None, phase, within: &[], exactly: &within })?;
        let mut others = self.answers(elsewhere.groups.clone(), &elsewhere, (None, &topic.concept), &mut Vec::new())?;
        let procedures = &self.searcher.lexicon.procedures;
        let is_related = |other: &Option<Name>| {
            other.as_ref().is_some_and(|o| procedures.is_within(o, procedure) || procedures.is_within(procedure, o))
        };
        others.sort_by_key(|a| (!is_related(&a.procedure), Reverse(a.sources), a.procedure.clone()));
        out.extend(others);
        out.truncate(NEAREST);
        Ok(out)
    }

    fn add_contradictions(&self, card: &mut Card, records: &[RuleRecord]) {
        let lexicon = self.searcher.lexicon;
        let concepts = &lexicon.concepts;
        let mut surroundings = Surroundings::default();
        for record in records {
            surroundings.add(&record.rule, lexicon.comparison.sites.set_of(&record.sites));
        }
        let rules: Vec<Rule> = records.iter().map(|r| r.rule.clone()).collect();
        let found: Vec<Contradiction> =
            contradictions_within(&rules, surroundings, (lexicon, self.searcher.vocabulary()));
        let is_asked = |c: &Contradiction| c.concepts.iter().any(|c| concepts.is_within(c, &card.concept));
        card.contradictions = found
            .iter()
            .filter(|c| is_asked(c))
            .map(|c| Clash { id: c.id.clone(), kind: c.kind, severity: c.severity, concepts: c.concepts.clone() })
            .collect();
        for answer in &mut card.answers {
            answer.disagree |= card.contradictions.iter().any(|c| c.concepts.contains(&answer.concept));
        }
    }
}

fn position(records: Vec<RuleRecord>, sources: usize) -> Option<Position> {
    let first = records.first()?;
    Some(Position {
        stance: first.rule.stance,
        says: says(&first.rule),
        condition: first.rule.condition.clone(),
        sources,
        examples: records
            .into_iter()
            .map(|r| Example { rule: r.rule.id, quote: r.rule.quote, origin: r.origin })
            .collect(),
    })
}
