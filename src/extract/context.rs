//! What do headings and lead-ins give to the text under them? Stance, phase, window, condition, or silence.

use super::{
    line::{Line, line},
    stance::Held,
};
use crate::{
    lexicon::{HeadingSense, Lexicon, Question},
    mention::Mentions,
    model::{
        BlockKind, CueKind, Degree, Document, MentionKind, Name, Phase, Rate, Rule, Stance, Strength, TimeSpec, Token,
    },
    segment::Segmented,
};

/// What stands above a block: the sum of its headings and lead-ins, the innermost last.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// Before or after the procedure.
    pub phase: Option<Phase>,
    /// The procedures that a heading names.
    pub procedures: Vec<Name>,
    /// The window that a heading or lead-in states.
    pub window: Window,
    /// Whether the window is a number of hours after the procedure: "24 hours following treatment".
    pub hours_after: bool,
    /// How often, from a heading ("Daily").
    pub every: Option<Rate>,
    /// The stance of bare items.
    pub held: Option<Held>,
    /// Whether the stance was given by words that take a verb ("do not:"), so that an item's verb belongs to it.
    pub takes_verbs: bool,
    /// No advice stands here.
    pub silent: bool,
    /// It tells what will happen.
    pub expect: bool,
    /// It tells of signs to report, which are no course of things.
    pub alarming: bool,
    /// Items are signs to report; the concept to report to.
    pub alarm: Option<Name>,
    /// Items are recommended products.
    pub products: bool,
    /// The condition that a heading states.
    pub condition: Option<String>,
    /// The concepts that a heading names without holding anything of them ("Exercise").
    pub topics: Vec<Topic>,
    /// A question that waits for its answer.
    pub question: Option<Question>,
    /// The entries that fired.
    pub fired: Vec<String>,
}

/// A concept that a heading or question names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// The concept.
    pub concept: Name,
    /// The entry that found it.
    pub entry: String,
    /// What the heading itself holds of it ("Do not change the jewellery before").
    pub held: Option<Held>,
}

/// From when, until when, how long before.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Window {
    /// From when.
    pub from: Option<TimeSpec>,
    /// Until when.
    pub until: Option<TimeSpec>,
    /// How long before the procedure.
    pub lead: Option<TimeSpec>,
}

/// An amount of a time's unit, in seconds.
fn seconds(of: &TimeSpec, amount: Option<f64>) -> Option<f64> {
    of.unit.zip(amount).map(|(unit, amount)| unit.seconds() * amount)
}

impl Window {
    /// From the least of a range to its most: "2-6 weeks" as a stretch of time.
    fn stretch(range: &TimeSpec) -> Self {
        let at = |amount: Option<f64>| Some(TimeSpec { min: amount, max: amount, ..range.clone() });
        Self { from: at(range.min), until: at(range.max), lead: None }
    }

    /// Whether it states nothing.
    pub fn is_empty(&self) -> bool {
        self.from.is_none() && self.until.is_none() && self.lead.is_none()
    }
}

impl Context {
    /// This context with what a heading or lead-in under it adds.
    #[must_use]
    pub fn with(&self, line: &Line) -> Self {
        let mut out = self.clone();
        let has = |sense| line.senses.contains(&sense);
        if has(HeadingSense::Before) && !has(HeadingSense::After) {
            out.phase = Some(Phase::Before);
            out.silent = false;
            out.window = Window::default();
        } else if has(HeadingSense::After) {
            out.phase = Some(Phase::After);
            out.silent = false;
        }
        if !line.procedures.is_empty() {
            out.procedures.clone_from(&line.procedures);
        }
        if !line.window.is_empty() && (!has(HeadingSense::Case) || line.held.is_some()) {
            let refers = line.window.until.as_ref().or(line.window.from.as_ref()).is_some_and(super::then::refers);
            if !refers || self.window.is_empty() {
                out.window = line.window.clone();
                out.hours_after = line.hours_after;
            }
            if line.window.lead.is_some() {
                out.phase = Some(Phase::Before);
            } else if line.heals() {
                out.phase = Some(Phase::After);
            } else if line.counts && out.phase == Some(Phase::Before) && !has(HeadingSense::Before) {
                out.phase = None;
            }
            out.silent = false;
        }
        if line.every.is_some() {
            out.every.clone_from(&line.every);
        }
        out.topics.clone_from(&line.topics);
        out.question = line.question;
        if line.condition.is_some() {
            out.condition.clone_from(&line.condition);
        } else if has(HeadingSense::Case) && line.held.is_none_or(|h| h.stance != Stance::Do) {
            // "Avoid constipation:" is what for, and no case.
            out.condition = Some(line.text.clone());
        }
        out.fired.extend(line.fired.iter().cloned());
        out.stance(line);
        out
    }

    /// This context for the words behind a label that names things; `None` where it names none.
    pub fn about(&self, label: &Line) -> Option<Self> {
        let topics = label.all_topics();
        // "When can I go back?" / "Swimming: two weeks" says from when, "Swimming: two weeks" by itself until when not.
        let asked = matches!(self.question, Some(Question::When | Question::Named));
        let question = Some(if asked { Question::When } else { Question::Wait });
        (!topics.is_empty()).then(|| Self { topics, question, expect: false, ..self.clone() })
    }

    /// This context with the phase and window of a label, for the sentences behind the one that it opens.
    pub fn after_label(&self, label: &Line) -> Option<Self> {
        let lasts = label.senses.contains(&HeadingSense::Before) || !label.window.is_empty();
        lasts.then(|| {
            let with = self.with(label);
            Self { phase: with.phase, window: with.window, ..self.clone() }
        })
    }

    /// "Return to activity": whether it asks from when something may be done again, and names nothing.
    pub fn is_of_resuming(&self) -> bool {
        self.question == Some(Question::When) && self.topics.is_empty()
    }

    /// This context without its question.
    #[must_use]
    pub fn answered(self) -> Self {
        Self { question: None, topics: Vec::new(), condition: None, ..self }
    }

    /// This context for a sentence that goes on with what a rule says.
    #[must_use]
    pub fn after(&self, rule: &Rule) -> Self {
        let held = Held { stance: rule.stance, degree: rule.degree, strength: rule.strength };
        let plain = |time: &Option<Box<TimeSpec>>| time.as_deref().cloned();
        let window = Window { from: plain(&rule.from), until: plain(&rule.until), lead: plain(&rule.lead) };
        Self {
            held: Some(held),
            takes_verbs: false,
            phase: Some(rule.phase),
            window,
            condition: rule.condition.clone().or_else(|| self.condition.clone()),
            expect: false,
            alarm: None,
            question: None,
            alarming: false,
            ..self.clone()
        }
    }

    fn stance(&mut self, line: &Line) {
        let has = |sense| line.senses.contains(&sense);
        let held = |stance, degree| Held { stance, degree, strength: Some(Strength::Should) };
        let turns = |s: &HeadingSense| !matches!(s, HeadingSense::Before | HeadingSense::After | HeadingSense::Case);
        // "When to come" / "Before surgery: fast": the side of the procedure begins something else than a list of signs.
        let leaves = has(HeadingSense::Before) && self.alarm.is_some();
        if line.held.is_some() || leaves || line.senses.iter().any(turns) {
            self.held = None;
            self.takes_verbs = false;
            self.alarm = None;
            self.alarming = false;
            self.products = false;
            self.expect = false;
            self.silent = false;
        }
        // "Is it safe to fly?" asks after advice.
        let asks = line.asks;
        // "Reach out to our clinic if you notice:"
        let alarms = line.alarm.is_some() && line.condition.is_some();
        if has(HeadingSense::Silent)
            && !asks
            && !alarms
            && line.window.is_empty()
            && (line.held.is_none() || line.condition.is_some())
        {
            self.silent = true;
        } else if has(HeadingSense::Alarm) || line.alarm.is_some() {
            self.alarm.clone_from(&line.alarm);
            self.alarming = !has(HeadingSense::Expect);
            self.expect = true;
        } else if let Some(given) = line.held {
            self.held = Some(given);
            self.takes_verbs = line.takes_verbs;
            self.expect = has(HeadingSense::Expect);
        } else if has(HeadingSense::Neutral) {
        } else if has(HeadingSense::Expect) {
            self.expect = true;
        } else if has(HeadingSense::Avoid) {
            self.held = Some(held(Stance::Avoid, None));
            self.takes_verbs = true;
        } else if has(HeadingSense::Limit) {
            self.held = Some(held(Stance::Avoid, Some(Degree::Limit)));
        } else if has(HeadingSense::Allow) {
            self.held = Some(held(Stance::Allow, None));
        } else if has(HeadingSense::Products) {
            self.products = true;
            self.held = Some(held(Stance::Do, None));
        } else if has(HeadingSense::Do) {
            self.held = Some(held(Stance::Do, None));
        }
    }
}

/// Before which block the only heading of a text is its title.
const FURTHEST_TITLE: usize = 2;

/// The fewest paragraphs under the only heading of a text that make it a title.
const FEWEST_UNDER_TITLE: usize = 6;

/// The level of a heading that only its place and its length make one.
const UNMARKED: u8 = 7;

/// How far from its beginning a sentence points at the list before it, in tokens.
const FARTHEST_POINTER: usize = 8;

/// The context of every section of a document, from its headings.
pub fn of_sections(document: &Document, segmented: &Segmented, lexicon: &Lexicon) -> Vec<Context> {
    let mut lines: std::collections::HashMap<usize, Line> = std::collections::HashMap::new();
    let mut out = Vec::with_capacity(segmented.sections.len());
    // Headings of scraped text have levels that say little: what a heading says of the phase holds until another says more.
    let mut turned = None;
    // The last heading that is nothing but a range of time, and how deep it stands.
    let mut stretch: Option<(usize, TimeSpec)> = None;
    // How deep the last heading stands that counts down to the procedure.
    let mut counted = None;
    // "The first 48 hours" over all of a text is its title, and no window of each of its rules.
    let title = document.blocks.iter().position(|b| matches!(b.kind, BlockKind::Heading { .. }));
    let headings = document.blocks.iter().filter(|b| matches!(b.kind, BlockKind::Heading { .. })).count();
    let paragraphs = |t: usize| document.blocks[t..].iter().filter(|b| b.kind == BlockKind::Paragraph).count();
    let title = title.filter(|&t| {
        // The only heading of a text, at its beginning, is its title whatever its level.
        let sole = headings == 1 && t <= FURTHEST_TITLE && paragraphs(t) >= FEWEST_UNDER_TITLE;
        sole || matches!(document.blocks[t].kind, BlockKind::Heading { level: 1 })
    });
    for section in &segmented.sections {
        let mut context = Context::default();
        for &heading in &section.headings {
            let line = lines.entry(heading).or_insert_with(|| {
                let sentences = &segmented.sentences[segmented.of_block[heading].clone()];
                let mut line = sentences.last().map(|s| line(document, s, lexicon)).unwrap_or_default();
                // What only looks like a heading, and says all of it, is a line like others.
                let unmarked = matches!(document.blocks[heading].kind, BlockKind::Heading { level: UNMARKED });
                let leads = document.blocks.get(heading + 1).is_some_and(|b| {
                    matches!(b.kind, BlockKind::Item { .. }) || document.text[b.span.range()].trim_end().ends_with(':')
                });
                if line.orders || line.acts && unmarked && !leads {
                    // "YOU MUST NOT DONATE BLOOD FOR 4 MONTHS" is advice by itself.
                    line.window = Window::default();
                }
                let item = |b: &crate::model::Block| matches!(b.kind, BlockKind::Item { .. });
                if line.calls && !document.blocks.get(heading + 1).is_some_and(item) {
                    line.alarm = None;
                    line.senses.retain(|s| *s != HeadingSense::Alarm);
                }
                if title == Some(heading) {
                    line.condition = None;
                    line.window = Window::default();
                }
                line
            });
            context = context.with(line);
        }
        let innermost = section.headings.last().and_then(|h| lines.get(h));
        // "Side effects" foretells what comes after the procedure.
        let foretells = |l: &Line| l.senses.contains(&HeadingSense::Expect).then_some(Phase::After);
        let leads = |l: &Line| l.window.lead.is_some().then_some(Phase::Before);
        turned = innermost.and_then(|l| leads(l).or_else(|| l.phase()).or_else(|| foretells(l))).or(turned);
        if context.phase == Some(Phase::Before) && turned == Some(Phase::After) {
            context.phase = turned;
        }
        let depth = section.headings.len();
        let range = innermost.and_then(Line::range).map(|range| (depth, range));
        if let (Some((level, earlier)), Some((_, later))) = (&stretch, &range)
            && *level == depth
            && seconds(earlier, earlier.max) == seconds(later, later.min)
        {
            // "0-2 weeks" / "2-6 weeks": one stretch begins where the one before ends.
            context.window = Window::stretch(later);
        } else if let Some((_, first)) = range.as_ref().filter(|(_, r)| r.min == Some(0.0)) {
            context.window = Window { from: None, ..Window::stretch(first) };
        }
        stretch = range;
        if innermost.is_some_and(Line::is_the_day) && counted == Some(depth) && turned != Some(Phase::After) {
            // "4 weeks prior" / "Day of appointment": the last of what is counted down.
            context.phase = Some(Phase::Before);
            turned = context.phase;
        } else {
            counted = innermost.and_then(leads).map(|_| depth);
        }
        if context.alarm.is_none() && innermost.is_some_and(|l| l.senses.contains(&HeadingSense::Alarm)) {
            context.alarm = turned_to_behind(document, segmented, out.len(), lexicon);
        }
        out.push(context);
    }
    out
}

/// "Not normal", a list of signs, "Any of these: see us": to whom a list of signs sends is said behind it.
fn turned_to_behind(document: &Document, segmented: &Segmented, section: usize, lexicon: &Lexicon) -> Option<Name> {
    let end = segmented.section_of.partition_point(|&s| s <= section);
    let first = segmented.section_of.partition_point(|&s| s < section);
    let is_item = |b: &usize| matches!(document.blocks[*b].kind, BlockKind::Item { .. });
    let listed = (first..end).find(is_item)?;
    let behind = (listed..end).find(|b| document.blocks[*b].kind == BlockKind::Paragraph)?;
    let sentence = segmented.sentences[segmented.of_block[behind].clone()].first()?;
    let points = |t: &Token| lexicon.is_in_class("pointing-at-signs", t.word);
    sentence.tokens.iter().take(FARTHEST_POINTER).any(points).then(|| line(document, sentence, lexicon).alarm)?
}

/// Whether a cue of this kind stands in a sentence.
pub fn has_cue(found: &Mentions, kind: CueKind) -> bool {
    found.cues.iter().any(|c| matches!(c.kind, MentionKind::Cue(k, _) if k == kind))
}
