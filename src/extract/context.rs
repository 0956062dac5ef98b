//! What do headings and lead-ins give to the text under them? Stance, phase, window, condition, or silence.

use super::{
    region::RegionKind,
    stance::Held,
    view::View,
    walk::{Walk, walk},
};
use crate::{
    lexicon::{ConceptSort, HeadingSense, Lexicon, Question},
    mention::{Mentions, mentions},
    model::{
        BlockKind, CueKind, Degree, Document, Mention, MentionKind, Name, Phase, Rate, Rule, Sentence, Stance,
        Strength, TimeMention, TimeRole, TimeSpec, TokenKind,
    },
    segment::Segmented,
};

/// The most words beside a rate in a heading that states it for what stands under it.
const MOST_BESIDE: usize = 2;

/// The event of a time that ends when all is healed.
const HEALED: &str = "healed";

/// What stands above a block: the sum of its headings and lead-ins, the innermost last.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// Before or after the procedure.
    pub phase: Option<Phase>,
    /// The procedures that a heading names.
    pub procedures: Vec<Name>,
    /// The window that a heading or lead-in states.
    pub window: Window,
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

impl Window {
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
        } else if has(HeadingSense::Case) {
            out.condition = Some(line.text.clone());
        }
        out.fired.extend(line.fired.iter().cloned());
        out.stance(line);
        out
    }

    /// This context for the words behind a label that names things; `None` where it names none.
    pub fn about(&self, label: &Line) -> Option<Self> {
        let topics = label.all_topics();
        let question = Some(Question::Wait);
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

    /// This context without its question.
    #[must_use]
    pub fn answered(self) -> Self {
        Self { question: None, topics: Vec::new(), ..self }
    }

    /// This context for a sentence that goes on with what a rule says.
    #[must_use]
    pub fn after(&self, rule: &Rule) -> Self {
        let held = Held { stance: rule.stance, degree: rule.degree, strength: rule.strength };
        let window = Window { from: rule.from.clone(), until: rule.until.clone(), lead: rule.lead.clone() };
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
        if line.held.is_some() || line.senses.iter().any(turns) {
            self.held = None;
            self.takes_verbs = false;
            self.alarm = None;
            self.alarming = false;
            self.products = false;
            self.expect = false;
            self.silent = false;
        }
        if has(HeadingSense::Silent) && line.window.is_empty() && (line.held.is_none() || line.condition.is_some()) {
            self.silent = true;
        } else if has(HeadingSense::Alarm) || line.alarm.is_some() {
            self.alarm.clone_from(&line.alarm);
            self.alarming = !has(HeadingSense::Expect);
            self.expect = true;
        } else if let Some(given) = line.held {
            self.held = Some(given);
            self.takes_verbs = line.takes_verbs;
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

/// What one heading or lead-in says by itself.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// What its phrases give.
    pub senses: Vec<HeadingSense>,
    procedures: Vec<Name>,
    window: Window,
    /// Whether it counts days from the procedure ("Day 1", "The first week").
    counts: bool,
    every: Option<Rate>,
    held: Option<Held>,
    takes_verbs: bool,
    alarm: Option<Name>,
    condition: Option<String>,
    topics: Vec<Topic>,
    cell_topics: Vec<Topic>,
    named: Vec<Topic>,
    question: Option<Question>,
    fired: Vec<String>,
    text: String,
}

/// Reads a heading or lead-in.
pub fn line(document: &Document, sentence: &Sentence, lexicon: &Lexicon) -> Line {
    let found = mentions(&document.text, sentence, &[], lexicon);
    let view = View { text: &document.text, sentence, found: &found };
    let walked = walk(&view, lexicon);
    let words = sentence.span.of(&document.text).split_whitespace();
    let text = words.collect::<Vec<_>>().join(" ");
    let mut out = Line { senses: senses(&view, lexicon), text, ..Line::default() };
    out.procedures = super::procedure::named(&sentence.tokens, true, lexicon);
    window(&mut out, &found);
    if !is_mostly_time(&view) {
        out.every = None;
    }
    if lasts(&view, &found, lexicon) {
        out.window = Window::default();
    }
    out.question = super::answer::question(&view, lexicon);
    let reports = found.concepts.iter().find_map(|m| m.concept().filter(|c| lexicon.is_report(c)).cloned());
    if reports.is_some() && out.question.is_none() && !out.is_phase() {
        out.alarm = reports;
        out.senses.push(HeadingSense::Alarm);
    }
    dangling(&mut out, &view, &walked);
    if super::expect::announces(&view, lexicon) {
        out.held = None;
        out.senses.push(HeadingSense::Expect);
    }
    for region in walked.regions.iter().filter(|r| r.kind == RegionKind::Condition) {
        let tokens = &sentence.tokens[region.first..region.last];
        if let (Some(a), Some(b)) = (tokens.first(), tokens.last()) {
            out.condition = Some(a.span.join(b.span).of(&document.text).to_owned());
        }
    }
    for &index in &walked.bare {
        out.topics.extend(topic(&found, index, None));
    }
    for governed in walked.governed.iter().filter(|_| out.question.is_some()) {
        out.topics.extend(topic(&found, governed.mention, walked.groups[governed.group].held));
    }
    for governed in &walked.governed {
        out.cell_topics.extend(topic(&found, governed.mention, walked.groups[governed.group].held));
    }
    for (index, mention) in found.concepts.iter().enumerate() {
        let sort = mention.concept().and_then(|c| lexicon.concepts.get(c)).map(|c| c.sort);
        if sort.is_some_and(|s| s != ConceptSort::Activity) {
            out.cell_topics.extend(topic(&found, index, None));
        } else if sort.is_some() {
            out.named.extend(topic(&found, index, None));
        }
    }
    out
}

fn topic(found: &Mentions, index: usize, held: Option<Held>) -> Option<Topic> {
    let mention = &found.concepts[index];
    mention.concept().map(|c| Topic { concept: c.clone(), entry: mention.entry.to_string(), held })
}

impl Line {
    /// What it asks.
    pub fn asks(&self) -> Option<Question> {
        self.question
    }

    /// Whether it says by itself what holds under it: a stance or a case, and no activity of its own.
    pub fn is_heading(&self) -> bool {
        use HeadingSense::{After, Allow, Avoid, Before, Case, Do, Expect, Limit, Products};
        let gives =
            |s: &HeadingSense| matches!(s, After | Allow | Avoid | Before | Case | Do | Expect | Limit | Products);
        self.topics.is_empty()
            && self.cell_topics.is_empty()
            && self.senses.iter().any(gives)
            && self.question.is_none()
    }

    /// Whether its window ends, or begins, when all is healed: "Until your brows are healed".
    fn heals(&self) -> bool {
        let healed = |t: &Option<TimeSpec>| t.as_ref().is_some_and(|t| t.event.as_deref() == Some(HEALED));
        healed(&self.window.until) || healed(&self.window.from)
    }

    /// Whether it only says before or after the procedure.
    pub fn is_phase(&self) -> bool {
        self.phase().is_some()
    }

    /// The phase that it names.
    fn phase(&self) -> Option<Phase> {
        let has = |sense| self.senses.contains(&sense);
        match (has(HeadingSense::Before), has(HeadingSense::After)) {
            (true, false) => Some(Phase::Before),
            (false, true) => Some(Phase::After),
            _ => None,
        }
    }

    /// This line without a window.
    #[must_use]
    pub fn without_window(mut self) -> Self {
        self.window = Window::default();
        self.every = None;
        self
    }

    /// This line with a window that was stated shortly before it, where it states none itself.
    #[must_use]
    pub fn within(mut self, time: &TimeMention) -> Self {
        if self.window.is_empty() {
            self.window.until.clone_from(&time.until);
            if time.role == TimeRole::Window {
                self.window.from.clone_from(&time.from);
            }
        }
        self
    }

    /// This line with the time that it refers back to ("In that window:").
    #[must_use]
    pub fn referring(mut self, times: &[TimeMention]) -> Self {
        let refers = |t: &TimeSpec| super::then::refers(t);
        let stated = times.iter().flat_map(|t| t.until.iter().chain(&t.from)).find(|t| !refers(t));
        if let Some(stated) = stated {
            for end in [&mut self.window.until, &mut self.window.from].into_iter().flatten().filter(|t| refers(t)) {
                *end = stated.clone();
            }
        }
        self
    }

    /// Whether it forbids or permits what stands under it, or asks about it.
    pub fn judges(&self) -> bool {
        use HeadingSense::{Allow, Avoid, Do, Limit};
        self.question.is_some()
            || self.held.is_some()
            || self.senses.iter().any(|s| matches!(s, Allow | Avoid | Do | Limit))
    }

    /// What a column's header gives to times under it: whether they say from when.
    pub fn permits(&self) -> bool {
        self.senses.contains(&HeadingSense::Allow)
    }

    /// The activities that it names, whatever it holds of them.
    pub fn all_topics(&self) -> Vec<Topic> {
        self.named.clone()
    }

    /// Its words.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The concepts that a column's header names, so that the cells under it need not.
    pub fn cell_topics(&self) -> &[Topic] {
        &self.cell_topics
    }
}

/// The chain of cues at the end that governs nothing yet: "For 48 hours avoid:".
fn dangling(out: &mut Line, view: &View<'_>, walked: &Walk) {
    let Some(&index) = walked.dangling.last() else { return };
    let group = &walked.groups[index];
    let removes = group.chain.iter().any(|l| matches!(l.kind, CueKind::Remove | CueKind::Omit));
    let goes_on = |at: usize| view.cue_at(at).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::To, _)));
    let elsewhere = goes_on(group.last) && group.last + 1 < last_word(view);
    // Without a colon only a cue at the very end waits for what follows: not that of "the no-streak guide".
    let spoken = group.first == 0
        || group.chain.len() > 1
        || view.cue_at(group.first - 1).is_some_and(|c| matches!(c.kind, MentionKind::Cue(..)));
    let colon = view.tokens().last().is_some_and(|t| matches!(t.span.of(view.text), ":" | "?"));
    let most = if colon { 3 } else { 1 };
    if group.chain.is_empty() || removes || elsewhere || !(colon || spoken) || group.last + most < last_word(view) {
        return;
    }
    let Some(held) = group.held else { return };
    if is_both_ways(view) {
        return;
    }
    out.held = Some(held);
    out.takes_verbs = group
        .chain
        .last()
        .is_some_and(|l| matches!(l.kind, CueKind::Not | CueKind::ModalNot | CueKind::Must | CueKind::May));
    out.fired.extend(group.fired.iter().map(|f| format!("lead-in:{f}")));
}

/// "What you can and cannot do": what stands under it is permitted or forbidden.
fn is_both_ways(view: &View<'_>) -> bool {
    use CueKind as K;
    let modal = |c: &Mention| matches!(c.kind, MentionKind::Cue(K::May | K::Must, _));
    let denied = |c: &Mention| matches!(c.kind, MentionKind::Cue(K::ModalNot | K::Not | K::BareNot, _));
    let joint = |c: &Mention| matches!(c.kind, MentionKind::Cue(K::And | K::Or, _));
    view.found.cues.windows(3).any(|w| joint(&w[1]) && (modal(&w[0]) && denied(&w[2]) || denied(&w[0]) && modal(&w[2])))
}

/// One past the index of the last word that is no part of a time.
fn last_word(view: &View<'_>) -> usize {
    let tokens = view.tokens();
    let in_time = |span| view.found.times.iter().any(|t| t.span.contains(span));
    tokens.iter().rposition(|t| t.kind == TokenKind::Word && !in_time(t.span)).map_or(0, |i| i + 1)
}

/// Whether the time of a line is how long something lasts: "Make it last (7-10 days)".
fn lasts(view: &View<'_>, found: &Mentions, lexicon: &Lexicon) -> bool {
    let [time] = found.times.as_slice() else { return false };
    let first = view.tokens().partition_point(|t| t.span.end <= time.span.start);
    let bracket = first.checked_sub(1).filter(|&at| view.sign(at) == "(");
    bracket.is_some_and(|at| super::attach::is_told(view, at, lexicon))
}

/// Whether hardly a word of a line is outside of its times: "Daily:", and not "Questions that we hear every week".
fn is_mostly_time(view: &View<'_>) -> bool {
    let in_time = |span| view.found.times.iter().any(|t| t.span.contains(span));
    let others = view.tokens().iter().filter(|t| t.kind == TokenKind::Word && !in_time(t.span));
    others.count() <= MOST_BESIDE
}

fn window(out: &mut Line, found: &Mentions) {
    let ordinal = |t: &Option<TimeSpec>| t.as_ref().is_some_and(|t| t.day.is_some());
    out.counts = found
        .times
        .iter()
        .any(|t| t.role == TimeRole::Window || matches!(t.role, TimeRole::Start | TimeRole::Point) && ordinal(&t.from));
    for time in &found.times {
        match time.role {
            TimeRole::Bare if is_at_least(time) => {
                let from = time.until.clone().map(|t| t.bounded(None));
                out.window.from = out.window.from.take().or(from);
            }
            TimeRole::Duration | TimeRole::End | TimeRole::Bare | TimeRole::Session => {
                out.window.until.get_or_insert_with(|| time.until.clone().unwrap_or_default());
            }
            TimeRole::Start | TimeRole::Point => {
                out.window.from.get_or_insert_with(|| time.from.clone().unwrap_or_default());
            }
            TimeRole::Window => {
                if out.window.is_empty() {
                    out.window.from = time.from.clone().filter(|t| t.max != Some(0.0));
                    out.window.until.clone_from(&time.until);
                }
            }
            TimeRole::Lead => {
                out.window.lead.get_or_insert_with(|| time.until.clone().unwrap_or_default());
            }
            TimeRole::Rate => out.every.clone_from(&time.rate),
            TimeRole::Spacing | TimeRole::Count => {}
        }
    }
    let is_now = |t: &TimeSpec| t.max == Some(0.0) && t.unit.is_some();
    out.window.from = out.window.from.take().filter(|t| !is_now(t));
}

/// "8+ weeks" over a section says from when.
fn is_at_least(time: &TimeMention) -> bool {
    time.until.as_ref().is_some_and(|t| t.bound == Some(crate::model::Bound::AtLeast))
}

/// What the phrases of `sections.toml` give. A phrase of one word counts only where it is nearly the whole line.
pub fn senses(view: &View<'_>, lexicon: &Lexicon) -> Vec<HeadingSense> {
    let tokens = view.tokens();
    let words = tokens.iter().filter(|t| t.kind == TokenKind::Word).count();
    let timed: usize = tokens
        .iter()
        .filter(|t| t.kind == TokenKind::Word && view.found.times.iter().any(|m| m.span.contains(t.span)))
        .count();
    let mut out: Vec<HeadingSense> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some((values, found)) = lexicon.headings.phrases.longest(tokens, at) else {
            at += 1;
            continue;
        };
        let length = found.mask.count_ones() as usize;
        if length >= 2 || words <= timed + 2 || starts_line(tokens, at) && words <= timed + 5 {
            out.extend(values);
        }
        at = found.end;
    }
    out
}

fn starts_line(tokens: &[crate::model::Token], at: usize) -> bool {
    tokens[..at].iter().all(|t| t.kind != TokenKind::Word)
}

/// The context of every section of a document, from its headings.
pub fn of_sections(document: &Document, segmented: &Segmented, lexicon: &Lexicon) -> Vec<Context> {
    let mut lines: std::collections::HashMap<usize, Line> = std::collections::HashMap::new();
    let mut out = Vec::with_capacity(segmented.sections.len());
    // Headings of scraped text have levels that say little: what a heading says of the phase holds until another says more.
    let mut turned = None;
    // "The first 48 hours" over all of a text is its title, and no window of each of its rules.
    let title = document.blocks.iter().position(|b| matches!(b.kind, BlockKind::Heading { .. }));
    let title = title.filter(|&t| matches!(document.blocks[t].kind, BlockKind::Heading { level: 1 }));
    for section in &segmented.sections {
        let mut context = Context::default();
        for &heading in &section.headings {
            let line = lines.entry(heading).or_insert_with(|| {
                let sentences = &segmented.sentences[segmented.of_block[heading].clone()];
                let mut line = sentences.last().map(|s| line(document, s, lexicon)).unwrap_or_default();
                if title == Some(heading) {
                    line.condition = None;
                    line.window = Window::default();
                }
                line
            });
            context = context.with(line);
        }
        let innermost = section.headings.last().and_then(|h| lines.get(h));
        turned = innermost.and_then(Line::phase).or(turned);
        if context.phase == Some(Phase::Before) && turned == Some(Phase::After) {
            context.phase = turned;
        }
        out.push(context);
    }
    out
}

/// Whether a cue of this kind stands in a sentence.
pub fn has_cue(found: &Mentions, kind: CueKind) -> bool {
    found.cues.iter().any(|c| matches!(c.kind, MentionKind::Cue(k, _) if k == kind))
}
