//! What does one heading or lead-in say by itself?

use super::{
    announced::{dangling, is_means, only_may, permits_from_then},
    context::{Topic, Window},
    region::RegionKind,
    stance::Held,
    view::View,
    walk::walk,
};
use crate::{
    lexicon::{ConceptSort, HeadingSense, Lexicon, Question},
    mention::{Mentions, mentions},
    model::{
        CueKind, Document, Mention, MentionKind, Name, Phase, Rate, Sentence, Stance, TimeMention, TimeRole, TimeSpec,
        Token, TokenKind, Unit,
    },
};

/// The most words beside a rate in a heading that states it for what stands under it.
const MOST_BESIDE: usize = 2;

/// The event of a time that ends when all is healed.
pub(super) const HEALED: &str = "healed";

/// What one heading or lead-in says by itself.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// What its phrases give.
    pub senses: Vec<HeadingSense>,
    pub(super) procedures: Vec<Name>,
    pub(super) window: Window,
    /// Whether it counts days from the procedure ("Day 1", "The first week").
    pub(super) counts: bool,
    pub(super) every: Option<Rate>,
    pub(super) held: Option<Held>,
    pub(super) takes_verbs: bool,
    pub(super) alarm: Option<Name>,
    pub(super) condition: Option<String>,
    pub(super) topics: Vec<Topic>,
    pub(super) cell_topics: Vec<Topic>,
    pub(super) named: Vec<Topic>,
    pub(super) question: Option<Question>,
    /// Whether it asks for leave to do what it names.
    pub(super) asks: bool,
    /// Whether it is a sentence that tells the reader what to do.
    pub(super) orders: bool,
    /// Whether nothing but a time stands in it.
    pub(super) bare: bool,
    /// Whether its window is a number of hours after the procedure.
    pub(super) hours_after: bool,
    /// Whether something that it governs has a time of its own: "NO mascara for 96 hours after treatment".
    pub(super) acts: bool,
    /// Whether it only tells to call somebody, and for what must stand right under it ("Ring us on 01632 960 541").
    pub(super) calls: bool,
    pub(super) fired: Vec<String>,
    pub(super) text: String,
}

/// Whether "for" and something that is named follow on a name.
fn is_for_something(view: &View<'_>, name: &Mention, lexicon: &Lexicon) -> bool {
    let behind = |at: usize| view.tokens().get(name.last + at);
    behind(0).is_some_and(|t| lexicon.is_in_class("swapped-for", t.word))
        && behind(1).is_some_and(|t| t.kind == TokenKind::Word)
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
    window(&mut out, &view, lexicon);
    let timed = |t: &Token| found.times.iter().any(|m| m.span.contains(t.span));
    out.bare = found.times.len() == 1 && sentence.tokens.iter().all(|t| t.kind == TokenKind::Sign || timed(t));
    if !is_mostly_time(&view) {
        out.every = None;
    }
    if lasts(&view, &found, lexicon) || found.times.iter().any(|t| is_told_before(&view, t, lexicon)) {
        out.window = Window::default();
    }
    // "Return to activity" asks after everything that stands under it.
    let resumes = super::answer::resumes(&view, lexicon);
    out.question = super::answer::question(&view, lexicon).or(resumes.then_some(Question::When));
    if out.phase().is_none() && out.question.is_none() {
        out.senses.extend(super::procedure::side(&sentence.tokens, lexicon).map(|phase| match phase {
            Phase::Before => HeadingSense::Before,
            Phase::After => HeadingSense::After,
        }));
    }
    // "Emergency care for small burns" is about what the reader does.
    let titles = |m: &Mention| m.first == 0 && view.cue_at(0).is_none() && is_for_something(&view, m, lexicon);
    let reports =
        found.concepts.iter().find_map(|m| m.concept().filter(|c| lexicon.is_report(c) && !titles(m)).cloned());
    // "Call the ward after surgery if you have:"
    let conditional = walked.regions.iter().any(|r| r.kind == RegionKind::Condition);
    let named = reports.is_some();
    if named && out.question.is_none() && (conditional || !out.is_phase()) {
        out.alarm = reports;
        out.senses.push(HeadingSense::Alarm);
    } else if out.senses.contains(&HeadingSense::Call) || super::turning::only_calls(&view, lexicon) {
        out.alarm = lexicon.roles.report.first().cloned();
        out.senses.push(HeadingSense::Alarm);
    }
    if named && conditional && out.alarm.is_some() {
        // "Call us prior to your appointment if:"
        out.senses.retain(|sense| *sense != HeadingSense::Before);
    }
    let plain = !named && !out.senses.contains(&HeadingSense::Call);
    out.calls = plain && out.alarm.is_some() && !super::turning::breaks_off(&view, lexicon);
    dangling(&mut out, &view, &walked, lexicon);
    if sets_apart(&view, lexicon) || excepts(&view, lexicon) {
        // What was held before "but" is what does not hold of the list.
        let stances = [HeadingSense::Avoid, HeadingSense::Allow, HeadingSense::Do, HeadingSense::Limit];
        out.senses.retain(|sense| !stances.contains(sense));
        out.held = None;
    }
    if waits_before(&view, &walked, lexicon) {
        out.senses.retain(|sense| *sense != HeadingSense::Before);
    }
    let waits = |g: &super::walk::Group| g.chain.iter().any(|l| l.kind == CueKind::Wait);
    if out.forbids() && out.window.until.is_none() && walked.dangling.iter().any(|&g| waits(&walked.groups[g])) {
        // "No sooner than two weeks:"
        out.window.until = out.window.from.take();
    }
    if out.held.is_none() && is_means(&view) {
        out.held = Some(Held { stance: Stance::Do, degree: None, strength: None });
    }
    let you = found.cues.iter().any(|c| matches!(c.kind, MentionKind::Cue(CueKind::You, _)));
    out.orders = you && out.question.is_none() && !walked.governed.is_empty();
    out.acts =
        out.question.is_none() && !out.window.is_empty() && !walked.governed.is_empty() && !found.times.is_empty();
    if super::expect::announces(&view, lexicon) && !permits_from_then(&walked, &found) {
        // "You may:" foretells what happens and permits what is done.
        let open = |t: &Token| t.kind == TokenKind::Word || t.span.of(view.text) == ":";
        let permits = view.tokens().last().is_some_and(open) && only_may(&walked);
        out.held = out.held.filter(|h| permits && h.stance == Stance::Allow);
        out.senses.push(HeadingSense::Expect);
    }
    for region in walked.regions.iter().filter(|r| r.kind == RegionKind::Condition) {
        let tokens = &sentence.tokens[region.first..region.last];
        if let (Some(a), Some(b)) = (tokens.first(), tokens.last()) {
            out.condition = Some(a.span.join(b.span).of(&document.text).to_owned());
        }
    }
    topics(&mut out, &view, &walked, lexicon);
    out
}

/// What a line names, and what it holds of it.
fn topics(out: &mut Line, view: &View<'_>, walked: &super::walk::Walk, lexicon: &Lexicon) {
    let (found, sentence) = (view.found, view.sentence);
    let resumes = super::answer::resumes(view, lexicon);
    for &index in &walked.bare {
        out.topics.extend(topic(found, index, None));
    }
    // "Work", "Exercise": a name that looks like an order.
    let only_named = sentence
        .tokens
        .iter()
        .all(|t| t.kind != TokenKind::Word || found.concepts.iter().any(|m| m.span.contains(t.span)));
    if out.topics.is_empty() && only_named && out.question.is_none() {
        for governed in walked.governed.iter().filter(|g| walked.groups[g.group].order) {
            out.topics.extend(topic(found, governed.mention, None));
        }
    }
    // "Return to driving" asks after what it names, "return to activity" after what stands under it.
    let particular =
        |mention: usize| found.concepts[mention].concept().is_some_and(|c| lexicon.roles.returned.contains(c));
    for governed in walked.governed.iter().filter(|g| out.question.is_some() && (!resumes || particular(g.mention))) {
        out.topics.extend(topic(found, governed.mention, walked.groups[governed.group].held));
    }
    if out.question.is_some() && view.tokens().iter().any(|t| lexicon.is_in_class("asked-bad", t.word)) {
        // "Is coffee a problem?" asks whether it is to be avoided.
        let avoid = Held { stance: Stance::Avoid, degree: None, strength: None };
        out.topics.iter_mut().for_each(|topic| topic.held = topic.held.or(Some(avoid)));
    }
    for governed in &walked.governed {
        out.cell_topics.extend(topic(found, governed.mention, walked.groups[governed.group].held));
    }
    for (index, mention) in found.concepts.iter().enumerate() {
        let sort = mention.concept().and_then(|c| lexicon.concepts.get(c)).map(|c| c.sort);
        if sort.is_some_and(|s| s != ConceptSort::Activity) {
            out.cell_topics.extend(topic(found, index, None));
        } else if sort.is_some() {
            out.named.extend(topic(found, index, None));
        }
    }
}

/// "Wait 24 hours before:": what stands under it is put off, and not done before the procedure.
fn waits_before(view: &View<'_>, walked: &super::walk::Walk, lexicon: &Lexicon) -> bool {
    let waits = walked.groups.iter().any(|g| g.chain.iter().any(|l| l.kind == CueKind::Wait));
    let last = view.tokens().iter().rfind(|t| t.kind == TokenKind::Word);
    waits && last.is_some_and(|t| lexicon.is_in_class("before-words", t.word))
}

fn topic(found: &Mentions, index: usize, held: Option<Held>) -> Option<Topic> {
    let mention = &found.concepts[index];
    mention.concept().map(|c| Topic { concept: c.clone(), entry: mention.entry.to_string(), held })
}

impl Line {
    /// The range of time that is all it says: "2-6 weeks".
    pub fn range(&self) -> Option<TimeSpec> {
        let ranges = |t: &&TimeSpec| t.unit.is_some() && t.min.is_some() && t.min < t.max && t.bound.is_none();
        let only = self.bare && self.window.from.is_none() && self.window.lead.is_none();
        self.window.until.as_ref().filter(|_| only).filter(ranges).cloned()
    }

    /// Whether it says nothing but that it is about the day of the procedure: "Day of appointment".
    pub fn is_the_day(&self) -> bool {
        let window = &self.window;
        let day = window.until.as_ref().is_some_and(|t| t.event.as_deref() == Some(super::SAME_DAY));
        day && window.from.is_none() && window.lead.is_none() && self.held.is_none() && self.phase().is_none()
    }

    /// Whether it foretells what comes and says until when.
    pub fn foretells(&self) -> bool {
        self.senses.contains(&HeadingSense::Expect) && !self.window.is_empty()
    }

    /// Whether it says nothing but that what stands above does not hold under it.
    pub fn only_takes_back(&self) -> bool {
        let neutral = |s: &HeadingSense| *s == HeadingSense::Neutral;
        !self.senses.is_empty() && self.senses.iter().all(neutral) && self.window.is_empty() && self.held.is_none()
    }

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

    /// Whether one of the phrases of `sections.toml` stands in it.
    pub fn says_something(&self) -> bool {
        !self.senses.is_empty()
    }

    /// Whether its window ends, or begins, when all is healed: "Until your brows are healed".
    pub(super) fn heals(&self) -> bool {
        let healed = |t: &Option<TimeSpec>| t.as_ref().is_some_and(|t| t.event.as_deref() == Some(HEALED));
        healed(&self.window.until) || healed(&self.window.from)
    }

    /// Whether it only says before or after the procedure.
    pub fn is_phase(&self) -> bool {
        self.phase().is_some()
    }

    /// The phase that it names.
    pub(super) fn phase(&self) -> Option<Phase> {
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

    /// Whether it says what is to be done, left or permitted of the items under it: "What to avoid:".
    pub fn judges_items(&self) -> bool {
        use HeadingSense::{Allow, Avoid, Do};
        self.held.is_some() || self.senses.iter().any(|s| matches!(s, Allow | Avoid | Do))
    }

    /// Whether it forbids what stands under it.
    pub fn forbids(&self) -> bool {
        self.held.is_some_and(|h| h.stance == Stance::Avoid)
    }

    /// Whether it tells to turn to somebody.
    pub fn alarms(&self) -> bool {
        self.alarm.is_some()
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

/// Whether the time of a line is how long something lasts: "Make it last (7-10 days)".
fn lasts(view: &View<'_>, found: &Mentions, lexicon: &Lexicon) -> bool {
    let [time] = found.times.as_slice() else { return false };
    let first = view.tokens().partition_point(|t| t.span.end <= time.span.start);
    let bracket = first.checked_sub(1).filter(|&at| view.sign(at) == "(");
    bracket.is_some_and(|at| super::attach::is_told(view, at, lexicon))
}

/// "Swimming is not allowed, but these are:", "But these are not:": whether the list is what something else is not.
fn sets_apart(view: &View<'_>, lexicon: &Lexicon) -> bool {
    let contrast = |c: &&Mention| matches!(c.kind, MentionKind::Cue(CueKind::Contrast, _));
    let but = view.found.cues.iter().rfind(contrast);
    let class = |name, t: &Token| lexicon.is_in_class(name, t.word);
    let mut rest = view.tokens()[but.map_or(0, |c| c.last)..].iter().filter(|t| t.kind == TokenKind::Word);
    let names = rest.clone().any(|t| class("plural-pronouns", t) || class("announcing", t));
    let ends = |t: &Token| class("be-forms", t) || class("auxiliaries", t);
    let last = rest.next_back();
    // What is not is the other way round, and of what, the sentence before says.
    let alone = but.is_none_or(|c| c.first == 0);
    let denied = alone && last.is_some_and(|t| class("denying", t)) && rest.next_back().is_some_and(ends);
    names && (denied || but.is_some_and(|c| c.first > 0) && last.is_some_and(ends))
}

/// "Avoid all medicines except:": whether the list is what is taken out of that.
fn excepts(view: &View<'_>, lexicon: &Lexicon) -> bool {
    let mut words = view.tokens().iter().filter(|t| t.kind == TokenKind::Word);
    let mut is_last = |name| words.next_back().is_some_and(|t| lexicon.is_in_class(name, t.word));
    // "except:", "apart from:"
    is_last("takes-out") || is_last("setting-aside")
}

/// Whether hardly a word of a line is outside of its times: "Daily:", and not "Questions that we hear every week".
fn is_mostly_time(view: &View<'_>) -> bool {
    let in_time = |span| view.found.times.iter().any(|t| t.span.contains(span));
    let others = view.tokens().iter().filter(|t| t.kind == TokenKind::Word && !in_time(t.span));
    others.count() <= MOST_BESIDE
}

/// "It may stay in your system for 24 hours, therefore you should:": the time of another clause.
fn is_told_before(view: &View<'_>, time: &TimeMention, lexicon: &Lexicon) -> bool {
    let tokens = view.tokens();
    let first = tokens.partition_point(|t| t.span.end <= time.span.start);
    let last = tokens.partition_point(|t| t.span.start < time.span.end);
    let spoken = view.found.cues.iter().any(|c| {
        c.first < first && matches!(c.kind, MentionKind::Verb(_) | MentionKind::Cue(CueKind::May | CueKind::Be, _))
    });
    spoken && (last..tokens.len().min(last + 3)).any(|at| lexicon.is_in_class("consequence", tokens[at].word))
}

fn window(out: &mut Line, view: &View<'_>, lexicon: &Lexicon) {
    let found = view.found;
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
            // "The day of surgery" over what holds on that day.
            TimeRole::Point if found.times.len() == 1 && is_the_day(time, view, lexicon) => {
                out.window.until.clone_from(&time.from);
            }
            TimeRole::Start | TimeRole::Point => {
                let hours = time.from.as_ref().is_some_and(|t| t.unit == Some(Unit::Hour));
                out.hours_after |= time.role == TimeRole::Point && hours && found.times.len() == 1;
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

/// Whether a time is the day of the procedure, and not its evening, at which only begins what goes on.
fn is_the_day(time: &TimeMention, view: &View<'_>, lexicon: &Lexicon) -> bool {
    let part = |t: &Token| time.span.contains(t.span) && lexicon.is_in_class("day-halves", t.word);
    time.from.as_ref().is_some_and(|t| t.event.as_deref() == Some(super::SAME_DAY)) && !view.tokens().iter().any(part)
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
        // "Before bed" is a time of the day.
        // "From tomorrow" says when, and permits nothing by itself.
        let turns =
            values.iter().any(|v| matches!(v, HeadingSense::Before | HeadingSense::After | HeadingSense::Allow));
        let in_time =
            turns && length == 1 && words > 1 && view.found.times.iter().any(|t| t.span.contains(tokens[at].span));
        // "Spray Tan Preparation"
        let ends = turns && words <= timed + 4 && tokens[found.end..].iter().all(|t| t.kind != TokenKind::Word);
        if !in_time && (ends || length >= 2 || words <= timed + 2 || starts_line(tokens, at) && words <= timed + 5) {
            out.extend(values);
        }
        at = found.end;
    }
    out
}

fn starts_line(tokens: &[crate::model::Token], at: usize) -> bool {
    tokens[..at].iter().all(|t| t.kind != TokenKind::Word)
}
