//! What is advised? Mentions become [`Rule`]s.
//!
//! A sentence is walked once ([`walk`]): cues open groups that govern concepts, regions (conditions, reasons, exceptions)
//! are passed over. Headings, lead-ins, questions and table headers give a [`context`] to what stands under them. Where cues
//! stack beyond what is understood there is no rule, and the trace says why.

mod advice;
mod again;
mod alarm;
mod announced;
mod answer;
mod aside;
mod assemble;
mod attach;
mod cases;
mod context;
mod degree;
mod expect;
mod headed;
mod label;
mod lead;
mod line;
mod memory;
mod opening;
pub mod probe;
mod procedure;
mod region;
mod siblings;
mod stance;
mod table;
mod then;
mod turning;
mod view;
mod walk;

use std::{
    cell::{LazyCell, OnceCell},
    collections::HashSet,
    ops::Deref,
    sync::Arc,
};

use crate::{
    lexicon::{Lexicon, Question},
    mention::{Mentions, mentions},
    model::{
        BlockKind, CueKind, Document, Mention, MentionKind, Name, Rule, Sentence, Stance, TimeSpec, TokenKind, VerbForm,
    },
    segment::{Segmented, segment},
};
use assemble::{Draft, Frame, Route};
use context::{Context, Topic, Window};
use line::line;
use view::View;

/// The event of a time that is over on the day itself.
const SAME_DAY: &str = "same-day";

/// The event that stands for the night or evening of the procedure.
const NIGHT: &str = "night";

/// The most words of an answer that only says yes or no.
const SHORTEST_ANSWER: usize = 2;

/// The rules of a document, in the order of their quotes.
pub fn rules(document: &Document, lexicon: &Lexicon) -> Vec<Rule> {
    trace(document, lexicon).rules
}

/// The procedures that a document is about as a whole, also where nothing is advised.
pub fn about(document: &Document, lexicon: &Lexicon) -> Vec<Name> {
    procedure::About::of(document, lexicon).whole
}

/// How a document was read: for people who want to know why.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    /// The sentences and sections.
    pub segmented: Segmented,
    /// What was found in each sentence.
    pub mentions: Vec<Mentions>,
    /// The rules.
    pub rules: Vec<Rule>,
    /// Sentences with a cue that gave no rule, and why.
    pub unread: Vec<(usize, String)>,
}

/// Reads a document and keeps every step.
pub fn trace(document: &Document, lexicon: &Lexicon) -> Trace {
    let segmented = segment(document, lexicon);
    let about = procedure::About::of(document, lexicon);
    let contexts = context::of_sections(document, &segmented, lexicon);
    let mut reader = DocumentReader {
        frame: Frame { document, about: &about, lexicon },
        segmented: &segmented,
        contexts: &contexts,
        mentions: Vec::with_capacity(segmented.sentences.len()),
        rules: Vec::new(),
        unread: Vec::new(),
        answered: Vec::new(),
        headed: Vec::new(),
        above: None,
    };
    for sentence in &segmented.sentences {
        let about = reader.about(sentence);
        reader.mentions.push(mentions(&document.text, sentence, about, lexicon));
    }
    then::resolve(&mut reader.mentions, &segmented.sentences);
    for block in 0..document.blocks.len() {
        reader.block(block);
    }
    let DocumentReader { mentions, mut rules, unread, headed, .. } = reader;
    headed::without_repeated(&mut rules, &headed);
    siblings::permit_amounts(&mut rules, lexicon);
    rules.sort_by(|a, b| (a.start, a.end, &a.concept).cmp(&(b.start, b.end, &b.concept)));
    // "Advil, Aleve and other anti-inflammatories", both before and after: the same rules come in turns.
    let mut seen = HashSet::new();
    rules.retain(|r| seen.insert(r.id.clone()));
    Trace { segmented, mentions, rules, unread }
}

struct DocumentReader<'a> {
    frame: Frame<'a>,
    segmented: &'a Segmented,
    contexts: &'a [Context],
    mentions: Vec<Mentions>,
    rules: Vec<Rule>,
    unread: Vec<(usize, String)>,
    /// The topics of the last question that was answered.
    answered: Vec<Topic>,
    /// Headings that were read as items.
    headed: Vec<headed::Headed>,
    /// The context under the section and the lead-in of the last block, which many items share.
    above: Option<(usize, Option<usize>, Arc<Context>)>,
}

impl<'a> DocumentReader<'a> {
    /// The procedures that a sentence's section or document is about.
    fn about(&self, sentence: &Sentence) -> &'a [Name] {
        let own = &self.contexts[sentence.section].procedures;
        if own.is_empty() { &self.frame.about.whole } else { own }
    }

    fn block(&mut self, index: usize) {
        let block = &self.frame.document.blocks[index];
        if !block.zone.is_content() {
            return;
        }
        if let BlockKind::Cell { table, .. } = block.kind {
            if self.is_first_cell(index, table) {
                table::read(self, table, index);
            }
            return;
        }
        let mut context = Context::clone(&self.context_of(index));
        let mut previous: Option<Context> = None;
        let sentences = self.segmented.of_block[index].clone();
        let lost = self.lost_lead(index).or_else(|| self.item_lead(index).filter(|_| context.held.is_none()));
        if let Some(line) = &lost {
            context = context.with(line);
        }
        let headed = self.is_headed(index, &context);
        let first_rule = self.rules.len();
        let ordered = self.stands_under_cue(index, &context);
        let listed = self.is_item(index) || self.lists_names(index) || lost.is_some() || headed;
        for sentence in sentences.clone() {
            let leads = self.segmented.sentences[sentence].span.of(&self.frame.document.text).ends_with(':');
            let asked = previous.take().filter(|_| !leads);
            let mut here = asked.unwrap_or_else(|| context.clone());
            let asks = here.question.is_some_and(|q| q != Question::What) && !here.topics.is_empty();
            if asks && here.topics == self.answered {
                here = here.answered();
            }
            let forbids = here.takes_verbs || here.held.is_some_and(|h| h.stance == Stance::Avoid);
            if sentence > sentences.start && forbids && self.is_item(index) && self.speaks(sentence) {
                // "Don't swim for two days. After that it's fine.", "Aspirin. Paracetamol is the safer choice."
                here.held = None;
                here.takes_verbs = false;
            }
            let goes_on = self.goes_on(sentence, index);
            previous = match goes_on {
                Some(rule) => {
                    let above = here.after(&self.rules[rule]);
                    self.sentence(sentence, &above, true)
                }
                None => self.sentence(sentence, &here, listed || ordered && sentence == sentences.start),
            };
            if sentence == sentences.start
                && let Some((label, _)) = self.label(sentence, &here)
            {
                context = context.after_label(&label).unwrap_or(context);
            } else if sentence == sentences.start
                && let Some(line) = self.opens_with_window(sentence).or_else(|| self.window_label(sentence))
            {
                // "Days 1–3. Swelling peaks."
                context = context.with(&line);
            } else if let Some(line) = self.decisive_window(sentence) {
                context = context.with(&line);
            } else if sentence == sentences.start
                && let Some(topics) = self.named_by_label(sentence, &context)
            {
                // "Hot drinks: let them cool down. Fine again from tomorrow."
                context.topics = topics;
            }
        }
        if headed {
            self.keep_headed(index, first_rule);
        } else {
            self.label_as_item(index, first_rule);
        }
    }

    /// Whether a paragraph is a list that lost its layout: "Walking. Desk work. Showering."
    fn lists_names(&self, index: usize) -> bool {
        let sentences = self.segmented.of_block[index].clone();
        let names = |s: usize| self.is_topic(&self.segmented.sentences[s], &self.mentions[s]);
        sentences.len() > 1 && sentences.into_iter().all(names)
    }

    /// Whether a sentence has an order, a predicate or a statement of its own.
    pub(super) fn speaks(&self, sentence: usize) -> bool {
        self.mentions[sentence].cues.iter().any(|c| {
            let states = matches!(
                c.kind,
                MentionKind::Verb(VerbForm::Base | VerbForm::Third) | MentionKind::Cue(CueKind::Be, _)
            );
            region::is_predicate(c) || states
        })
    }

    /// Whether no cell of the same table stands directly before.
    fn is_first_cell(&self, index: usize, table: u32) -> bool {
        let before = index.checked_sub(1).map(|i| self.frame.document.blocks[i].kind);
        !matches!(before, Some(BlockKind::Cell { table: t, .. }) if t == table)
    }

    fn is_item(&self, index: usize) -> bool {
        matches!(self.frame.document.blocks[index].kind, BlockKind::Item { .. })
    }

    /// Reads a sentence; where it begins with a label ("What to avoid: …", "For the first day: …") the label is the context of
    /// the rest. Gives the context of the next sentence where this one asks a question.
    fn sentence(&mut self, index: usize, context: &Context, is_item: bool) -> Option<Context> {
        let Some((label, rest)) = self.label(index, context) else {
            if self.thing_label(index, context) || self.topic_label(index, context) {
                return None;
            }
            let before = self.rules.len();
            let next = self.plain_sentence(index, context, is_item);
            if self.rules.len() == before {
                self.dated_rest(index, context, is_item);
            }
            return next;
        };
        let context = context.with(&label);
        let lexicon = self.frame.lexicon;
        let about = self.about(&rest);
        let found = mentions(&self.frame.document.text, &rest, about, lexicon);
        let view = View { text: &self.frame.document.text, sentence: &rest, found: &found };
        let reading = expect::Reading {
            document: self.frame.document,
            segmented: self.segmented,
            mentions: &self.mentions,
            lexicon,
        };
        let walked = LazyCell::new(|| walk::walk(&view, lexicon));
        let (mut drafts, why) = self.drafts(&view, &walked, &context, &|| reading.earlier(index), true);
        if drafts.is_empty()
            && context.held.is_some_and(|h| h.stance == Stance::Avoid)
            && let Some(named) = label::named_before_reason(&rest, &found)
        {
            let found = mentions(&self.frame.document.text, &named, about, lexicon);
            let view = View { text: &self.frame.document.text, sentence: &named, found: &found };
            let walked = LazyCell::new(|| walk::walk(&view, lexicon));
            drafts = self.drafts(&view, &walked, &context, &expect::Earlier::default, true).0;
        }
        for draft in drafts {
            self.push(draft, &context, rest.section);
        }
        self.unread.extend(why.into_iter().map(|w| (index, w)));
        None
    }

    /// Reads a sentence; gives the context of the next where this one asks a question or only names a thing.
    fn plain_sentence(&mut self, index: usize, context: &Context, is_item: bool) -> Option<Context> {
        let lexicon = self.frame.lexicon;
        let document = self.frame.document;
        let sentence = &self.segmented.sentences[index];
        let found = std::mem::take(&mut self.mentions[index]);
        let view = View { text: &document.text, sentence, found: &found };
        let is_heading = matches!(document.blocks[sentence.block].kind, BlockKind::Heading { .. });
        let mut next = None;
        if !is_heading && self.is_topic(sentence, &found) {
            next = context.about(&line(document, sentence, lexicon)).map(|c| Context { question: None, ..c });
        }
        if let Some(state) = answer::state(&view, lexicon) {
            next = Some(Context { condition: Some(state), question: None, ..context.clone() });
        } else if answer::question(&view, lexicon).is_some() {
            self.answered.clear();
            if !is_heading {
                next = Some(context.with(&line(document, sentence, lexicon)));
            }
        } else if !is_rhetorical(&view) && (!is_heading || !answer::resumes(&view, lexicon)) {
            let reading = expect::Reading { document, segmented: self.segmented, mentions: &self.mentions, lexicon };
            let walked = LazyCell::new(|| walk::walk(&view, lexicon));
            let (drafts, why) = self.drafts(&view, &walked, context, &|| reading.earlier(index), is_item);
            let words = sentence.tokens.iter().filter(|t| t.kind == TokenKind::Word).count();
            let answers = drafts.iter().any(|d| d.route == Route::Answer);
            if answers && words <= SHORTEST_ANSWER {
                next = Some(context.clone());
            } else if answers {
                self.answered.clone_from(&context.topics);
            }
            let mut recalled = self.recalled(index, &view, &walked, context, is_item, &drafts);
            if drafts.is_empty() && recalled.is_empty() && !is_heading && !view.found.times.is_empty() {
                recalled = self.again(index, &view, &walked, context);
            }
            if drafts.is_empty() && recalled.is_empty() && !is_heading {
                recalled = self.going_on(index, &view, &walked, context);
            }
            for mut draft in drafts.into_iter().chain(recalled) {
                if draft.route == Route::Answer {
                    self.drop_short_answer(&draft);
                }
                self.special_medicine(index, &mut draft);
                if draft.condition.is_none() && lexicon.is_report(&draft.concept) {
                    draft.condition = self.sign_before(index);
                    let unmeant = draft.condition.is_none() && context.condition.is_none();
                    if unmeant && draft.fired.iter().any(|f| f == turning::FIRED) {
                        continue;
                    }
                }
                if draft.condition.is_none() && context.condition.is_none() {
                    draft.condition = self.chance_before(index, &draft);
                }
                let explicit = matches!(draft.route, Route::Forward | Route::Backward | Route::Order);
                // "Dial 911 for" / "fainting": the items are the rules.
                let leads = !is_item && lexicon.is_report(&draft.concept) && self.leads_items(index);
                // "What not to do after lip fillers" names what the text is about.
                let is_title = matches!(document.blocks[sentence.block].kind, BlockKind::Heading { level: 1 });
                let titles = is_title && self.frame.is_kept_apart(&draft.concept);
                if (!is_heading || explicit || is_item) && !leads && !titles {
                    self.push(draft, context, sentence.section);
                }
            }
            self.unread.extend(why.into_iter().map(|w| (index, w)));
        }
        self.mentions[index] = found;
        next
    }

    fn drafts(
        &self,
        view: &View<'_>,
        walked: &dyn Deref<Target = walk::Walk>,
        context: &Context,
        earlier: &dyn Fn() -> expect::Earlier,
        is_item: bool,
    ) -> (Vec<Draft>, Vec<String>) {
        let lexicon = self.frame.lexicon;
        let turns = context.alarm.is_some() || turning::may_turn(view, lexicon);
        if gives_nothing(view, context, lexicon) && !turns {
            return (Vec::new(), Vec::new());
        }
        let walked: &walk::Walk = walked;
        if context.silent {
            let why =
                if walked.governed.is_empty() { Vec::new() } else { vec!["its section holds no advice".to_owned()] };
            return (Vec::new(), why);
        }
        let ordered = opening::orders(view, walked, lexicon);
        let names = is_item && !turning::is_contact(view, lexicon)
            || alarm::continues(view, walked, context, lexicon)
            || self.completes(view, context);
        if let (Some(concept), true) = (&context.alarm, names && !ordered) {
            return (vec![alarm::draft(view, concept)], Vec::new());
        }
        let foretells = !context.alarming && expect::may_foretell(view, context);
        let earlier = if foretells { earlier() } else { expect::Earlier::default() };
        let scene =
            expect::Scene { view, walked, context, earlier: &earlier, is_item, lexicon, courses: OnceCell::new() };
        let mut out = expect::expectations(&scene);
        let reading = advice::Reading { view, walked, context, is_item, lexicon };
        let (mut drafts, why) = reading.drafts();
        then::in_between(&mut drafts, view, lexicon);
        if then::follows(view, lexicon) {
            drafts.iter_mut().for_each(then::from_then_on);
        }
        for draft in &mut drafts {
            then::done_then(draft, view, lexicon);
        }
        if let Some(report) = drafts.iter().find(|d| lexicon.is_report(&d.concept)) {
            out.retain(|d| d.held.stance != Stance::Expect || expect::is_apart(view, d.span, report.span));
        }
        // "Running: two weeks off"
        let until = |d: &Draft| d.times.window.until.clone();
        let left_off = |d: &Draft| drafts.iter().any(|a| a.held.stance == Stance::Avoid && until(a) == until(d));
        out.retain(|d| !lexicon.roles.time_off.contains(&d.concept) || !left_off(d));
        out.extend(drafts);
        expect::said(&scene, &mut out);
        let reported = |d: &Draft| lexicon.is_report(&d.concept) || lexicon.roles.scheduled.contains(&d.concept);
        if !out.iter().any(reported) {
            let turned = turning::draft(view, walked, context, lexicon);
            out.retain(|d| turned.is_none() || d.held.stance != Stance::Expect);
            out.extend(turned);
        }
        (out, why)
    }

    fn push(&mut self, mut draft: Draft, context: &Context, section: usize) {
        if self.is_taken_up_later(&draft) {
            draft.held.stance = Stance::Allow;
        }
        if draft.held.stance == Stance::Avoid && self.frame.lexicon.roles.unforbidden.contains(&draft.concept) {
            return;
        }
        let document = self.frame.document;
        let headings: Vec<String> = self.segmented.sections[section]
            .headings
            .iter()
            .map(|&b| document.blocks[b].span.of(&document.text).trim().to_owned())
            .collect();
        then::without_own_end(&mut draft.times.window);
        let timed = !draft.times.window.is_empty();
        let headed = !context.window.is_empty() && context.window == self.contexts[section].window;
        let free =
            (headed && self.is_at_any_time(&draft)).then(|| Context { window: Window::default(), ..context.clone() });
        let mut rule = self.frame.rule(draft, free.as_ref().unwrap_or(context), &headings);
        self.resolve(&mut rule);
        if !timed {
            self.elaborate(&mut rule);
        }
        let told = rule.from.is_some()
            || rule.until.is_some()
            || rule.every.is_some()
            || rule.session.is_some()
            || rule.count.is_some();
        if rule.stance == Stance::Expect && !told {
            // What happens, and neither when nor how often.
            return;
        }
        self.rules.push(rule);
    }

    /// "The first day" / "If it bleeds, press on it", "someone has to drive you home": what a heading's window says nothing of.
    fn is_at_any_time(&self, draft: &Draft) -> bool {
        let lexicon = self.frame.lexicon;
        let sentences = &self.segmented.sentences;
        let own = sentences.get(sentences.partition_point(|s| s.span.end <= draft.span.start));
        let class = |name| own.is_some_and(|s| s.tokens.iter().any(|t| lexicon.is_in_class(name, t.word)));
        let case = lexicon.roles.against_signs.contains(&draft.concept) && draft.condition.is_some();
        case || lexicon.roles.arranged.contains(&draft.concept) && class("homeward") && !class("keeping-company")
    }

    /// "Do not:" / "Drive: after six weeks": what stands under a prohibition with nothing but the time from which it is taken up.
    fn is_taken_up_later(&self, draft: &Draft) -> bool {
        let amount =
            |t: &TimeSpec| t.event.is_none() && (t.max.is_some_and(|m| m > 0.0) || t.day.is_some_and(|d| d > 1));
        let later = draft.times.window.until.is_none() && draft.times.window.from.as_ref().is_some_and(amount);
        let above = matches!(draft.route, Route::Inherited | Route::Answer) && draft.held.stance == Stance::Avoid;
        above && later && self.frame.lexicon.roles.resumed.contains(&draft.concept)
    }
}

/// Whether words forbid, permit or deny, and not only say how long.
fn says(found: &Mentions) -> bool {
    found.cues.iter().any(|c| {
        matches!(
            c.kind,
            MentionKind::Cue(
                CueKind::Wait
                    | CueKind::Avoid
                    | CueKind::Not
                    | CueKind::ModalNot
                    | CueKind::BareNot
                    | CueKind::No
                    | CueKind::NoAnswer
                    | CueKind::Bad
                    | CueKind::Resume,
                _
            )
        )
    })
}

/// "Who would not want to wake up fresh?": a long question that asks after no advice.
fn is_rhetorical(view: &View<'_>) -> bool {
    view.tokens().last().is_some_and(|t| t.span.of(view.text) == "?")
}

/// Whether a sentence can give no rule and no reason for having none: it names no concept and no time, and no heading or
/// question above names one for it.
fn gives_nothing(view: &View<'_>, context: &Context, lexicon: &Lexicon) -> bool {
    let speaks = |c: &Mention| {
        matches!(c.kind, MentionKind::Cue(CueKind::Myth, _)) || lexicon.cues.concept_of(&c.entry).is_some()
    };
    view.found.concepts.is_empty()
        && view.found.times.is_empty()
        && context.topics.is_empty()
        && !view.found.cues.iter().any(speaks)
}
