//! What do the cells of a row say of its label by themselves? "Yes", "no", a tick or a cross, under headers that say what is
//! asked ("Allowed?", "Avoid?") or when ("Day 1").

use super::{
    super::{
        DocumentReader,
        answer::{opening, says_only},
        assemble::{Draft, Route, Times, times},
        context::{Context, Window},
        line::{Line, line},
        stance::Held,
        view::View,
    },
    Cell, said,
};
use crate::{
    lexicon::{ConceptSort, HeadingSense, Question},
    model::{CueKind, Mark, MentionKind, Span, Stance, Strength, TimeMention, TimeRole},
};

/// What a yes under a header means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// "Allowed?", or no header at all: yes permits.
    Leave,
    /// "Avoid?": yes forbids.
    Ban,
    /// "After 48 hours": the cell says what holds then.
    Time,
    /// What a yes means is not known: "Risk?"
    Unknown,
}

/// A cell that says yes or no and nothing else.
struct Verdict<'a> {
    yes: bool,
    asked: Asked,
    header: Option<&'a Line>,
}

/// What a row holds of its label.
struct Says {
    stance: Stance,
    /// The times of its other cells.
    list: Vec<TimeMention>,
    /// The window that its headers state.
    window: Option<Window>,
}

/// A row of which a cell says yes or no and nothing else: the other cells have its times, or the headers do. Returns whether the
/// row was read; where it is not known what a yes means, it is, and gives nothing.
pub fn judged(reader: &mut DocumentReader<'_>, cells: &[Cell], base: &Context, headers: &[Option<Line>]) -> bool {
    let [label, others @ ..] = cells else { return false };
    let header = |c: &Cell| headers.get(c.column as usize).and_then(Option::as_ref);
    let question = asks_itself(reader, *label);
    let verdicts: Vec<Verdict<'_>> = others
        .iter()
        .filter_map(|c| {
            let header = header(c);
            // "not allowed" says by itself what it means.
            let mut asked = if question || is_judgement(reader, *c) { Asked::Leave } else { asked(reader, header) };
            if asked == Asked::Unknown && base.held.is_some_and(|h| h.stance == Stance::Allow) {
                // "What you can do" stands over the table.
                asked = Asked::Leave;
            }
            Some(Verdict { yes: bare(reader, *c)?, asked, header })
        })
        .collect();
    let Some(first) = verdicts.first() else { return false };
    if opposed(headers) || base.question.is_some() || base.silent || base.expect || base.alarm.is_some() {
        return false;
    }
    let found = reader.segmented.of_block[label.block].clone().flat_map(|s| said(reader, s));
    let lexicon = reader.frame.lexicon;
    let named = found
        .filter_map(|(m, own)| m.concept().filter(|_| own.is_none() || question).map(|c| (c.clone(), m.entry.to_string())));
    let activity = |c: &str| lexicon.concepts.get(c).is_some_and(|c| c.sort == ConceptSort::Activity);
    let named: Vec<(crate::model::Name, String)> = named.filter(|(c, _)| activity(c)).collect();
    if named.is_empty() {
        return false;
    }
    let rest: Vec<Cell> = others.iter().filter(|c| bare(reader, **c).is_none()).copied().collect();
    if first.asked == Asked::Unknown {
        // "Running | yes | three days" under "Risk?"
        return true;
    }
    let told = |c: &Cell| reader.segmented.of_block[c.block].clone().any(|s| !reader.mentions[s].concepts.is_empty());
    if first.asked != Asked::Time && (verdicts.len() > 1 || rest.iter().any(told)) {
        return false;
    }
    let stances = if first.asked == Asked::Time { staged(&verdicts) } else { single(reader, first, &rest, headers) };
    let blocks = &reader.frame.document.blocks;
    let end = cells.last().map_or(label.block, |c| c.block);
    let span = Span::new(blocks[label.block].span.start, blocks[end].span.end);
    let section = reader.segmented.section_of[label.block];
    let phase = header(&rest.first().copied().unwrap_or(*label)).and_then(Line::phase);
    let context = Context { held: None, window: Window::default(), every: None, ..base.clone() };
    for Says { stance, list, window } in stances {
        let list: Vec<&TimeMention> = list.iter().collect();
        for (concept, entry) in &named {
            let own = times(&list, stance, concept, lexicon);
            let draft = Draft {
                phase,
                concept: concept.clone(),
                held: Held { stance, degree: None, strength: Some(Strength::Should) },
                times: Times { window: window.clone().unwrap_or(own.window), ..own },
                span,
                condition: None,
                exception: None,
                fired: vec![entry.clone(), "scope/table".to_owned()],
                route: Route::Inherited,
            };
            reader.push(draft, &context, section);
        }
    }
    true
}

/// A column that asks after an activity, whose cells say yes or no for the time that is the row's label: "Can I swim?" over "no" in
/// the row "First two days". Returns the columns that were read.
pub fn asked_for(reader: &mut DocumentReader<'_>, cells: &[Cell], base: &Context, headers: &[Option<Line>]) -> Vec<u32> {
    let [label, others @ ..] = cells else { return Vec::new() };
    let blocks = &reader.frame.document.blocks;
    let lexicon = reader.frame.lexicon;
    let mut read = Vec::new();
    for cell in others {
        let Some(header) = headers.get(cell.column as usize).and_then(Option::as_ref) else { continue };
        let named = header.all_topics();
        if named.is_empty() || !matches!(header.asks(), Some(Question::May | Question::Named | Question::When)) {
            continue;
        }
        let Some(yes) = bare(reader, *cell) else { continue };
        read.push(cell.column);
        let Window { from, until, .. } = base.window.clone();
        let (stance, window) = if yes {
            (Stance::Allow, Window { from: from.filter(|t| t.min != Some(0.0)), ..Window::default() })
        } else {
            (Stance::Avoid, Window { until, ..Window::default() })
        };
        let span = Span::new(blocks[label.block].span.start, blocks[cell.block].span.end);
        let section = reader.segmented.section_of[cell.block];
        let context = Context { held: None, question: None, window: Window::default(), ..base.clone() };
        for topic in named {
            let draft = Draft {
                phase: None,
                held: Held { stance, degree: None, strength: Some(Strength::Should) },
                times: Times { window: window.clone(), ..times(&[], stance, &topic.concept, lexicon) },
                concept: topic.concept,
                span,
                condition: None,
                exception: None,
                fired: vec![topic.entry, "scope/table".to_owned()],
                route: Route::Inherited,
            };
            reader.push(draft, &context, section);
        }
    }
    read
}

/// What one verdict holds of the label, with the times of the row's other cells: "no | two weeks" forbids until then, "yes | from
/// day two" permits from then.
fn single(
    reader: &DocumentReader<'_>,
    verdict: &Verdict<'_>,
    rest: &[Cell],
    headers: &[Option<Line>],
) -> Vec<Says> {
    let permits = verdict.yes == (verdict.asked == Asked::Leave);
    if permits && verdict.asked == Asked::Ban {
        // "Stop? | no": it goes on, or may be begun.
        return Vec::new();
    }
    let of = |c: &Cell| {
        let header = headers.get(c.column as usize).and_then(Option::as_ref);
        let starts = header.is_some_and(|h| h.permits() || h.asks().is_some());
        let found = reader.segmented.of_block[c.block].clone().flat_map(|s| reader.mentions[s].times.clone());
        found.filter_map(move |t| if permits { permitted(t, starts) } else { forbidden(t) }).collect::<Vec<_>>()
    };
    let list = rest.iter().flat_map(of).collect();
    vec![Says { stance: if permits { Stance::Allow } else { Stance::Avoid }, list, window: None }]
}

/// A time beside a yes: from when, how often, for how long each time. An amount alone is from when only where its header asks that.
fn permitted(time: TimeMention, starts: bool) -> Option<TimeMention> {
    match time.role {
        TimeRole::Start | TimeRole::Point | TimeRole::Rate | TimeRole::Session => Some(time),
        TimeRole::Bare | TimeRole::Duration | TimeRole::End if starts => {
            Some(TimeMention { role: TimeRole::Start, from: time.until.clone(), until: None, ..time })
        }
        _ => None,
    }
}

/// A time beside a no: until when.
fn forbidden(time: TimeMention) -> Option<TimeMention> {
    match time.role {
        TimeRole::Start | TimeRole::Point if time.until.is_none() => {
            Some(TimeMention { role: TimeRole::End, until: time.from.clone(), from: None, ..time })
        }
        TimeRole::Rate => None,
        _ => Some(time),
    }
}

/// What columns that are times say one after the other: "no | no | yes" under "Day 1 | Week 1 | Week 4" permits from the fourth
/// week and forbids until then. What is permitted and then no longer is not understood.
fn staged(verdicts: &[Verdict<'_>]) -> Vec<Says> {
    let turn = verdicts.iter().position(|v| v.yes).unwrap_or(verdicts.len());
    if verdicts.iter().any(|v| v.asked != Asked::Time) || verdicts[turn..].iter().any(|v| !v.yes) {
        return Vec::new();
    }
    let says = |stance, window| Says { stance, list: Vec::new(), window: Some(window) };
    let window = |v: &Verdict<'_>| v.header.map(|h| h.window.clone()).unwrap_or_default();
    let before = turn.checked_sub(1).map(|at| window(&verdicts[at]));
    let then = verdicts.get(turn).map(window);
    let ended = before.as_ref().and_then(|w| w.until.clone());
    let starts = then.as_ref().and_then(|w| w.from.clone()).or_else(|| ended.clone());
    let mut out = Vec::new();
    if before.is_some() {
        out.push(says(Stance::Avoid, Window { until: ended.or_else(|| starts.clone()), ..Window::default() }));
    }
    if then.is_some() {
        let from = starts.filter(|_| before.is_some());
        out.push(says(Stance::Allow, Window { from, ..Window::default() }));
    }
    out
}

/// Whether a label asks for leave: "Can I take aspirin?"
fn asks_itself(reader: &DocumentReader<'_>, label: Cell) -> bool {
    let Some(sentence) = reader.segmented.of_block[label.block].clone().last() else { return false };
    let line = line(reader.frame.document, &reader.segmented.sentences[sentence], reader.frame.lexicon);
    line.asks() == Some(Question::May)
}

/// Whether a cell holds a yes or a no and nothing else.
fn bare(reader: &DocumentReader<'_>, cell: Cell) -> Option<bool> {
    if let Some(yes) = sign(reader, cell) {
        return Some(yes);
    }
    let mut sentences = reader.segmented.of_block[cell.block].clone();
    let index = sentences.next().filter(|_| sentences.next().is_none())?;
    let found = &reader.mentions[index];
    let [cue] = found.cues.as_slice() else { return None };
    let tokens = reader.segmented.sentences[index].tokens.len();
    let alone = cue.first == 0 && cue.last >= tokens && found.times.is_empty() && found.concepts.is_empty();
    match cue.kind {
        MentionKind::Cue(CueKind::Yes | CueKind::Good, _) if alone => Some(true),
        MentionKind::Cue(CueKind::No | CueKind::NoAnswer | CueKind::Bad, _) if alone => Some(false),
        _ => None,
    }
}

/// A cell that is a tick or a cross.
fn sign(reader: &DocumentReader<'_>, cell: Cell) -> Option<bool> {
    let block = &reader.frame.document.blocks[cell.block];
    match block.mark {
        Some(Mark::Tick) => Some(true),
        Some(Mark::Cross) => Some(false),
        _ => None,
    }
    .filter(|_| !block.span.of(&reader.frame.document.text).contains(char::is_alphanumeric))
}

/// What a yes under a header means.
fn asked(reader: &DocumentReader<'_>, header: Option<&Line>) -> Asked {
    use HeadingSense::{Allow, Avoid, Do};
    let Some(header) = header else { return Asked::Leave };
    let lexicon = reader.frame.lexicon;
    let mut has = [false; 3];
    for word in header.text().split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|w| !w.is_empty()) {
        let word = lexicon.words.get(&word.to_lowercase());
        for (class, has) in ["granting", "barring", "negating"].iter().zip(&mut has) {
            *has |= lexicon.is_in_class(class, word);
        }
    }
    let [grants, bars, negates] = has;
    let gives = |senses: &[HeadingSense]| header.senses.iter().any(|s| senses.contains(s));
    match (grants || gives(&[Allow, Do]), bars || gives(&[Avoid])) {
        // "Not allowed", "no restrictions"
        (true, true) | (true, false) if negates && !bars => Asked::Ban,
        _ if negates => Asked::Unknown,
        (true, false) => Asked::Leave,
        (false, true) => Asked::Ban,
        _ if !header.window.is_empty() => Asked::Time,
        _ => Asked::Unknown,
    }
}

/// Whether two columns hold what to do and what not ("Okay | Not okay"), so that a sign in one of them only says that it is there.
fn opposed(headers: &[Option<Line>]) -> bool {
    use HeadingSense::{Allow, Avoid, Do};
    let has = |senses: &[HeadingSense]| headers.iter().flatten().any(|h| h.senses.iter().any(|s| senses.contains(s)));
    has(&[Avoid]) && has(&[Allow, Do])
}

/// What a cell says by itself of the label of its row: "yes", "no", "not for two weeks", "straight away".
pub fn verdict(reader: &DocumentReader<'_>, cell: Cell) -> Option<Stance> {
    if let Some(yes) = sign(reader, cell) {
        return Some(if yes { Stance::Allow } else { Stance::Avoid });
    }
    let index = reader.segmented.of_block[cell.block].clone().next()?;
    let sentence = &reader.segmented.sentences[index];
    let found = &reader.mentions[index];
    let view = View { text: &reader.frame.document.text, sentence, found };
    let first = sentence.tokens.first()?;
    if found.times.is_empty() && reader.frame.lexicon.is_in_class("at-once", first.word) {
        return Some(Stance::Allow);
    }
    // "Only after two weeks"
    let starts = found.times.iter().any(|t| matches!(t.role, TimeRole::Start | TimeRole::Point));
    if starts && found.cues.first().is_some_and(|c| c.first == 0) && says_only(&view, reader.frame.lexicon) {
        return Some(Stance::Allow);
    }
    if let Some(yes) = opening(&view) {
        return Some(if yes { Stance::Allow } else { Stance::Avoid });
    }
    // "strictly forbidden"
    let stressed = |at: usize| reader.frame.lexicon.is_in_class("stressing", sentence.tokens[at].word);
    let cue = found.cues.first().filter(|c| (0..c.first).all(stressed))?;
    // "Not recommended at all"
    let alone = cue.last >= sentence.tokens.len() || found.cues.len() == 1 && found.concepts.is_empty();
    match cue.kind {
        MentionKind::Cue(CueKind::Good, _) if alone => Some(Stance::Allow),
        MentionKind::Cue(CueKind::Bad | CueKind::Avoid, _) if alone => Some(Stance::Avoid),
        MentionKind::Cue(CueKind::Wait | CueKind::Avoid, _) if !found.times.is_empty() => Some(Stance::Avoid),
        MentionKind::Cue(CueKind::Good | CueKind::Resume, _) if !found.times.is_empty() => Some(Stance::Allow),
        _ => None,
    }
}

/// Whether a cell says its verdict in words of its own, and not with a "yes" that may answer anything: "not allowed".
pub fn is_judgement(reader: &DocumentReader<'_>, cell: Cell) -> bool {
    let first = reader.segmented.of_block[cell.block].clone().next();
    let cue = first.and_then(|index| reader.mentions[index].cues.first());
    cue.is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Good | CueKind::Bad | CueKind::Avoid, _)))
}
