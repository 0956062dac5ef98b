//! What does a table advise? A row names an activity, its cells say how long; or a column holds what to do or not.

mod verdict;

use std::collections::BTreeMap;

use super::{
    DocumentReader, SAME_DAY,
    answer::starting,
    assemble::{Draft, Route, times},
    context::{Context, Window},
    line::{Line, line},
    region::{RegionKind, regions},
    stance::Held,
    view::View,
    walk::walk,
};
use crate::{
    lexicon::{ConceptSort, Question},
    mention::Mentions,
    model::{
        BlockKind, CueKind, Mention, MentionKind, Span, Stance, Strength, TimeMention, TimeRole, TimeSpec, VerbForm,
    },
};
use verdict::{asked_for, is_judgement, judged, turned, verdict};

/// A cell: the index of its block, and its place.
#[derive(Clone, Copy)]
struct Cell {
    block: usize,
    row: u32,
    column: u32,
    header: bool,
}

/// Reads a table of the document, whose first cell is the block `first`.
pub fn read(reader: &mut DocumentReader<'_>, table: u32, first: usize) {
    let blocks = &reader.frame.document.blocks;
    let cells: Vec<Cell> = blocks[first..]
        .iter()
        .enumerate()
        .map_while(|(at, b)| match b.kind {
            BlockKind::Cell { table: t, row, column, header } if t == table => {
                Some(Cell { block: first + at, row, column, header })
            }
            _ => None,
        })
        .collect();
    let mut rows: BTreeMap<u32, Vec<Cell>> = BTreeMap::new();
    for cell in cells {
        rows.entry(cell.row).or_default().push(cell);
    }
    let (heads, bodies): (Vec<Vec<Cell>>, Vec<Vec<Cell>>) =
        rows.into_values().partition(|cells| cells.iter().all(|c| c.header) && !is_row(reader, cells));
    let headers = headers(reader, &heads);
    for cells in bodies {
        read_row(reader, &cells, &headers);
    }
}

/// Whether what is marked as a header is a row like the others: "Shower | after 24 hours".
fn is_row(reader: &DocumentReader<'_>, cells: &[Cell]) -> bool {
    let [label, cell] = cells else { return false };
    let found = |c: &Cell| reader.segmented.of_block[c.block].clone().map(|s| &reader.mentions[s]);
    let concepts = &reader.frame.lexicon.concepts;
    let activity =
        |m: &Mention| m.concept().and_then(|c| concepts.get(c)).is_some_and(|c| c.sort == ConceptSort::Activity);
    let names = found(label).any(|m| m.concepts.iter().any(activity) && m.times.is_empty());
    let dated =
        |t: &TimeMention| matches!(t.role, TimeRole::Start | TimeRole::Bare | TimeRole::Duration | TimeRole::End);
    names && found(cell).any(|m| m.concepts.is_empty() && m.times.iter().any(dated))
}

/// What the header of each column says.
fn headers(reader: &DocumentReader<'_>, rows: &[Vec<Cell>]) -> Vec<Option<Line>> {
    let columns = rows.iter().flatten().map(|c| c.column).max().map_or(0, |c| c as usize + 1);
    let mut out: Vec<Option<Line>> = vec![None; columns];
    for cell in rows.iter().flatten() {
        let sentences = &reader.segmented.sentences[reader.segmented.of_block[cell.block].clone()];
        if let Some(sentence) = sentences.last() {
            out[cell.column as usize] = Some(line(reader.frame.document, sentence, reader.frame.lexicon));
        }
    }
    out
}

fn read_row(reader: &mut DocumentReader<'_>, cells: &[Cell], headers: &[Option<Line>]) {
    let Some(first) = cells.first().copied() else { return };
    let mut base = row_context(reader, first, headers);
    let asks = headers.get(first.column as usize).and_then(Option::as_ref).and_then(Line::asks);
    if matches!(asks, Some(Question::May | Question::Named | Question::When | Question::What)) && base.held.is_none() {
        // "What can I do? | When?"
        base.question = base.question.or(Some(Question::When));
    }
    if recipe(reader, cells, &base, headers) {
        return;
    }
    if judged(reader, cells, &base, headers) {
        return;
    }
    let answered = asked_for(reader, cells, &base, headers);
    let mut label: Option<Cell> = Some(first);
    for cell in cells.iter().filter(|c| !answered.contains(&c.column)) {
        let header = headers.get(cell.column as usize).and_then(Option::as_ref);
        // "What to avoid" / "Activity | Why": the name of a column takes nothing back of what stands above.
        let context = header.filter(|h| !h.only_takes_back()).map_or_else(|| base.clone(), |h| base.with(h));
        let is_label = label.is_some_and(|l| l.block == cell.block);
        if is_label && cells.len() > 1 && !holds_items(headers, cell.column) && !names_items(reader, cells, &context) {
            continue;
        }
        if let Some(label) = label.filter(|l| l.block != cell.block)
            && timed(reader, label, *cell, &context, header)
        {
            continue;
        }
        label = if is_label { None } else { label };
        for sentence in reader.segmented.of_block[cell.block].clone() {
            reader.sentence(sentence, &context, true);
        }
    }
}

/// A row that says how often: what its label names is done, for as long as the other cells say ("cold pack, every hour, two
/// days"). Nothing is known of what is mostly forbidden.
fn recipe(reader: &mut DocumentReader<'_>, cells: &[Cell], base: &Context, headers: &[Option<Line>]) -> bool {
    let [label, others @ ..] = cells else { return false };
    let lexicon = reader.frame.lexicon;
    let found = |c: &Cell| reader.segmented.of_block[c.block].clone().map(|s| &reader.mentions[s]);
    let list: Vec<TimeMention> = others.iter().flat_map(found).flat_map(|m| m.times.clone()).collect();
    let often = list.iter().any(|t| t.role == TimeRole::Rate);
    let judged = base.held.is_some() || base.silent || base.question.is_some();
    let named = others.iter().flat_map(found).any(|m| !m.concepts.is_empty());
    if !often || judged || named || headers.iter().flatten().any(Line::judges) {
        return false;
    }
    let list: Vec<&TimeMention> = list.iter().collect();
    let blocks = &reader.frame.document.blocks;
    let end = cells.last().map_or(label.block, |c| c.block);
    let span = Span::new(blocks[label.block].span.start, blocks[end].span.end);
    let held = Held { stance: Stance::Do, degree: None, strength: Some(Strength::Should) };
    let mut mentions: Vec<Mention> = found(label).flat_map(|m| m.concepts.clone()).collect();
    let section = reader.segmented.section_of[label.block];
    let known = |m: &Mention| {
        let concept = m.concept().and_then(|c| lexicon.concepts.get(c));
        concept.is_some_and(|c| c.sort == ConceptSort::Activity && c.tends != Some(Stance::Avoid))
    };
    if !mentions.iter().any(known) {
        // "Exercise | How often" / "Heel slides | three times a day": the header says what all of them are.
        mentions.extend(named_by_header(reader, label.column, headers));
    }
    for mention in &mentions {
        let Some(concept) = mention.concept() else { continue };
        let known = lexicon.concepts.get(concept);
        if known.is_none_or(|c| c.sort != ConceptSort::Activity || c.tends == Some(Stance::Avoid)) {
            continue;
        }
        let draft = Draft {
            phase: None,
            concept: concept.clone(),
            held,
            times: times(&list, held.stance, concept, lexicon),
            span,
            condition: None,
            exception: None,
            fired: vec![mention.entry.to_string(), "scope/table".to_owned()],
            route: Route::Inherited,
        };
        reader.push(draft, base, section);
    }
    true
}

/// What the header over the labels of a table's rows names, where nearly every leaflet orders it.
fn named_by_header(reader: &DocumentReader<'_>, column: u32, headers: &[Option<Line>]) -> Option<Mention> {
    let text = headers.get(column as usize)?.as_ref()?.text();
    let lexicon = reader.frame.lexicon;
    let (concept, entry) = lexicon.roles.exercises.iter().find_map(|e| {
        let named = e.names.iter().any(|n| text.eq_ignore_ascii_case(n));
        named.then(|| (e.concept.clone(), format!("concept/{}", e.concept)))
    })?;
    Some(Mention {
        kind: MentionKind::Concept(concept),
        first: 0,
        last: 0,
        mask: 0,
        span: Span::new(0, 0),
        entry: entry.into(),
    })
}

/// What a row's label gives to its other cells: a window ("0–24 hours"), or the signs in whose case they hold.
fn row_context(reader: &mut DocumentReader<'_>, first: Cell, headers: &[Option<Line>]) -> Context {
    let base = Context::clone(&reader.context_of(first.block));
    if holds_items(headers, first.column) {
        return base;
    }
    let lexicon = reader.frame.lexicon;
    let sentences = reader.segmented.of_block[first.block].clone();
    let Some(sentence) = sentences.last() else { return base };
    let found = &reader.mentions[sentence];
    if found.concepts.is_empty()
        && found.times.is_empty()
        && let Some(window) = window_in_units(reader, first, headers)
    {
        return Context { window, ..base };
    }
    let line = line(reader.frame.document, &reader.segmented.sentences[sentence], lexicon);
    let symptom = found
        .concepts
        .iter()
        .any(|m| m.concept().and_then(|c| lexicon.concepts.get(c)).is_some_and(|c| c.sort == ConceptSort::Symptom));
    if found.concepts.is_empty() && !found.times.is_empty() {
        base.with(&line)
    } else if symptom && headers.iter().flatten().any(|h| !h.senses.is_empty()) {
        Context {
            condition: Some(reader.frame.document.blocks[first.block].span.of(&reader.frame.document.text).to_owned()),
            ..base
        }
    } else {
        base
    }
}

/// "24 - 48" under "Hours": the header has the unit of the labels.
fn window_in_units(reader: &DocumentReader<'_>, first: Cell, headers: &[Option<Line>]) -> Option<Window> {
    let unit = headers.get(first.column as usize)?.as_ref()?.text();
    let label = reader.frame.document.blocks[first.block].span.of(&reader.frame.document.text);
    let text = format!("{label} {unit}");
    let lexicon = reader.frame.lexicon;
    let tokens = crate::segment::tokens(&text, Span::new(0, text.len()), &[], &lexicon.words);
    let times = crate::mention::time::times(&text, &tokens, &lexicon.times);
    let [TimeMention { until: Some(spec), .. }] = &times[..] else { return None };
    let (min, max, unit) = (spec.min?, spec.max?, spec.unit?);
    let amount = |n| Some(crate::model::TimeSpec::amount(text.as_str(), n, n, unit));
    Some(if spec.bound.is_some() {
        Window { from: amount(min), ..Window::default() }
    } else {
        Window { from: amount(min).filter(|_| min > 0.0), until: amount(max), lead: None }
    })
}

/// Whether the labels of a table's rows are items under a heading that gives a stance, the other cells only saying why.
fn names_items(reader: &DocumentReader<'_>, cells: &[Cell], base: &Context) -> bool {
    let mentions = |c: &Cell| reader.segmented.of_block[c.block].clone().map(|s| &reader.mentions[s]);
    // "When can I …?" / "Running | not recommended", "Tennis | ask your surgeon": the other cell says what holds.
    let permits = base.held.is_some_and(|h| h.stance == Stance::Allow);
    let tells = |m: &Mentions| {
        let orders = |c: &Mention| matches!(c.kind, MentionKind::Verb(VerbForm::Base) | MentionKind::Cue(..));
        let denies = |c: &Mention| {
            use CueKind::{Avoid, Bad, BareNot, ModalNot, No, NoAnswer, Not, Wait};
            matches!(c.kind, MentionKind::Cue(Avoid | Bad | BareNot | ModalNot | No | NoAnswer | Not | Wait, _))
        };
        m.cues.first().is_some_and(|c| c.first == 0 && orders(c)) || m.cues.iter().any(denies)
    };
    base.held.is_some()
        && cells.iter().skip(1).all(|c| {
            let silent = mentions(c).all(|m| m.times.is_empty() && !(permits && tells(m)));
            silent && verdict(reader, *c).is_none()
        })
}

/// Whether a column holds items of its own under "Do" or "Don't".
fn holds_items(headers: &[Option<Line>], column: u32) -> bool {
    use crate::lexicon::HeadingSense::{Allow, Avoid, Do};
    let stances = |h: &Line| h.senses.iter().any(|s| matches!(s, Avoid | Do | Allow));
    let here = headers.get(column as usize).and_then(Option::as_ref).is_some_and(stances);
    here && headers.iter().flatten().filter(|h| stances(h)).count() > 1
}

/// A row's label with the time in one of its cells.
fn timed(reader: &mut DocumentReader<'_>, label: Cell, cell: Cell, context: &Context, header: Option<&Line>) -> bool {
    let document = reader.frame.document;
    let lexicon = reader.frame.lexicon;
    let of = |block: usize| reader.segmented.of_block[block].clone();
    let list: Vec<TimeMention> = of(cell.block).flat_map(|s| reader.mentions[s].times.clone()).collect();
    let own_concepts = of(cell.block).any(|s| !reader.mentions[s].concepts.is_empty());
    let permitted = context.held.is_some_and(|h| h.stance == Stance::Allow);
    let judged =
        header.is_some_and(Line::judges) || context.question.is_some() || !context.window.is_empty() || permitted;
    let verdict = verdict(reader, cell).filter(|_| !list.is_empty() || judged || is_judgement(reader, cell));
    if list.is_empty() && verdict.is_none() || own_concepts {
        return false;
    }
    // A yes of which is not known what it means gives nothing.
    let told = verdict.map(|stance| turned(reader, stance, cell, header));
    let Some(verdict) = told.map_or(Some(None), |stance| stance.map(Some)) else { return true };
    let mentions: Vec<(Mention, Option<Held>)> = of(label.block).flat_map(|s| said(reader, s)).collect();
    let asks = matches!(context.question, Some(Question::When | Question::May | Question::Named));
    let permits = verdict.is_none() && header.is_some_and(Line::permits);
    // "Office work | two weeks"
    let returned = |m: &Mention| m.concept().is_some_and(|c| lexicon.roles.returned.contains(c));
    let returns =
        verdict.is_none() && !mentions.is_empty() && mentions.iter().all(|(m, own)| own.is_none() && returned(m));
    // "Getting back to normal" / "Driving | six weeks"
    let again = |m: &Mention| m.concept().is_some_and(|c| lexicon.roles.resumed.contains(c));
    let allows = verdict.is_none()
        && context.held.is_some_and(|h| h.stance == Stance::Allow)
        && mentions.iter().any(|(m, own)| own.is_none() && again(m));
    let asked = verdict != Some(Stance::Avoid) && (permits || allows || context.held.is_none() && (asks || returns));
    let list = if asked { from_then(list) } else { list };
    // "Walking | 0 days"
    let list: Vec<&TimeMention> =
        list.iter().filter(|t| !t.until.as_ref().is_some_and(|u| u.max == Some(0.0))).collect();
    let span = Span::new(document.blocks[label.block].span.start, document.blocks[cell.block].span.end);
    let starts = list.iter().any(|t| matches!(t.role, TimeRole::Start | TimeRole::Point));
    let mut context = context.clone();
    let at_once =
        list.iter().all(|t| t.until.as_ref().or(t.from.as_ref()).is_some_and(|u| u.event.as_deref() == Some(SAME_DAY)));
    let held = match verdict {
        Some(stance) => Held { stance, degree: None, strength: Some(Strength::Should) },
        None => header_held(&context, starts, at_once),
    };
    let own = super::procedure::named(&reader.segmented.sentences[of(label.block).start].tokens, true, lexicon);
    if !own.is_empty() {
        context.procedures = own;
    }
    // "Before your session" says when, and nothing of how many there are.
    let topics = header.filter(|h| !h.is_phase()).map(Line::cell_topics).unwrap_or_default();
    let condition = of(cell.block).find_map(|s| condition(reader, s));
    let mut drafts = Vec::new();
    let mut push = |concept: &crate::model::Name, entry: &str, held: Held| {
        drafts.push(Draft {
            phase: None,
            concept: concept.clone(),
            held,
            times: times(&list, held.stance, concept, lexicon),
            span,
            condition: condition.clone(),
            exception: None,
            fired: vec![entry.to_owned(), "scope/table".to_owned()],
            route: Route::Inherited,
        });
    };
    let sort = |c: &str| lexicon.concepts.get(c).map(|c| c.sort);
    for topic in topics {
        let expected = sort(&topic.concept) != Some(ConceptSort::Activity);
        let held = if expected {
            Held { stance: Stance::Expect, degree: None, strength: None }
        } else {
            topic.held.unwrap_or(held)
        };
        push(&topic.concept, &topic.entry, held);
    }
    if topics.is_empty() {
        for (mention, own) in &mentions {
            if let Some(concept) = mention.concept() {
                let expected = sort(concept) != Some(ConceptSort::Activity);
                let tends = lexicon.concepts.get(concept).and_then(|c| c.tends);
                // "Walking | straight away, at least 30 minutes a day"
                let brief = !list.is_empty() && list.iter().all(|t| is_brief(t)) && tends != Some(Stance::Avoid);
                let unasked =
                    verdict.is_none() && context.held.is_none() && (!asks && tends == Some(Stance::Do) || brief);
                let held = match (expected, unasked) {
                    (true, _) if list.is_empty() => continue,
                    // "Running, squash, football | Not recommended": one of several that is always good is none of them.
                    _ if mentions.len() > 1 && verdict == Some(Stance::Avoid) && tends == Some(Stance::Do) => continue,
                    (true, _) => Held { stance: Stance::Expect, degree: None, strength: None },
                    (false, _) if own.is_some_and(|o| verdict.is_none() && (o.strength.is_some() || !asks)) => {
                        own.unwrap_or(held)
                    }
                    (false, true) => Held { stance: Stance::Do, ..held },
                    (false, false) => held,
                };
                push(concept, &mention.entry, held);
            }
        }
    }
    let section = reader.segmented.section_of[cell.block];
    if !list.is_empty() {
        context.window = Window::default();
    }
    // "Swelling | three days": the sign is no case in which it lasts.
    context.condition = context.condition.filter(|_| drafts.iter().any(|d| d.held.stance != Stance::Expect));
    for draft in drafts {
        reader.push(draft, &context, section);
    }
    true
}

/// The concepts of a label with what it holds of each itself: "No swimming", "Wear the shield".
fn said(reader: &DocumentReader<'_>, index: usize) -> Vec<(Mention, Option<Held>)> {
    let found = &reader.mentions[index];
    let view = View { text: &reader.frame.document.text, sentence: &reader.segmented.sentences[index], found };
    let walked = walk(&view, reader.frame.lexicon);
    let held = |at: usize| {
        let governed = walked.governed.iter().find(|g| g.mention == at)?;
        let group = &walked.groups[governed.group];
        group.held.filter(|_| !group.chain.is_empty() || group.order && found.concepts[at].first > group.first)
    };
    found.concepts.iter().cloned().enumerate().map(|(at, m)| (m, held(at))).collect()
}

/// The condition that a sentence of a cell states.
fn condition(reader: &DocumentReader<'_>, index: usize) -> Option<String> {
    let text = &reader.frame.document.text;
    let sentence = &reader.segmented.sentences[index];
    let view = View { text, sentence, found: &reader.mentions[index] };
    let lexicon = reader.frame.lexicon;
    let states = |r: &super::region::Region| {
        r.kind == RegionKind::Condition && !super::cases::is_of_second_time(&view, r, lexicon)
    };
    let region = regions(&view, lexicon).into_iter().find(states)?;
    let tokens = &sentence.tokens[region.first..region.last];
    Some(tokens.first()?.span.join(tokens.last()?.span).of(text).to_owned())
}

/// How often, or for so many minutes.
fn is_brief(time: &TimeMention) -> bool {
    matches!(time.role, TimeRole::Rate | TimeRole::Session) || time.until.as_ref().is_some_and(TimeSpec::is_brief)
}

/// Amounts under "When can I …?" say from when.
fn from_then(list: Vec<TimeMention>) -> Vec<TimeMention> {
    let turn = |t: TimeMention| match t.role {
        TimeRole::Window if t.from == t.until || is_one_day(&t) => {
            TimeMention { role: TimeRole::Start, until: None, ..t }
        }
        _ => starting(t),
    };
    list.into_iter().map(turn).collect()
}

/// "Day 3" begins and ends on one day.
fn is_one_day(time: &TimeMention) -> bool {
    let day = |t: &Option<crate::model::TimeSpec>| t.as_ref().and_then(|t| t.day);
    day(&time.from).is_some() && day(&time.from) == day(&time.until)
}

/// The stance of a time in a cell: as its header says; else a start permits and a duration forbids.
fn header_held(context: &Context, starts: bool, at_once: bool) -> Held {
    let given = context.held;
    let asked = matches!(context.question, Some(Question::When | Question::May | Question::Named));
    let stance = if starts || asked || at_once { Stance::Allow } else { Stance::Avoid };
    // "Wait" / "From day 3"
    let turned = starts && given.is_some_and(|h| h.stance == Stance::Avoid);
    given.filter(|_| !at_once && !turned).unwrap_or(Held { stance, degree: None, strength: Some(Strength::Should) })
}
