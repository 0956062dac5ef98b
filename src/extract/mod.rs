//! What is advised? Mentions become [`Rule`]s.
//!
//! A sentence is walked once ([`walk`]): cues open groups that govern concepts, regions (conditions, reasons, exceptions)
//! are passed over. Headings, lead-ins, questions and table headers give a [`context`] to what stands under them. Where cues
//! stack beyond what is understood there is no rule, and the trace says why.

mod advice;
mod answer;
mod aside;
mod assemble;
mod attach;
mod context;
mod degree;
mod expect;
mod opening;
pub mod probe;
mod procedure;
mod region;
mod stance;
mod table;
mod then;
mod walk;

use std::sync::Arc;

use crate::{
    lexicon::{ConceptSort, Lexicon, Question, Thing},
    mention::{Mentions, mentions},
    model::{
        BlockKind, ConditionKind, CueKind, Document, Mark, Mention, MentionKind, Name, Rule, Sentence, Stance,
        Strength, TimeMention, TimeRole, TimeSpec, Token, TokenKind, VerbForm,
    },
    segment::{Segmented, segment},
};
use assemble::{Draft, Frame, Route};
use context::{Context, Line, Topic, line};
use region::View;
use stance::Held;

/// The event of a time that is over on the day itself.
const SAME_DAY: &str = "same-day";

/// How many rules back "then" may refer.
const MOST_BACK: usize = 4;

/// The most tokens before the colon of a label.
const LONGEST_LABEL: usize = 10;

/// The most words of a label that only names things ("Sport and lifting").
const LONGEST_TOPIC: usize = 5;

/// The most words of an answer that only says yes or no.
const SHORTEST_ANSWER: usize = 2;

/// The most words of a lead-in that only points to what follows ("That means").
const LONGEST_POINTER: usize = 6;

/// How many sentences back a pronoun may refer.
const MOST_SENTENCES: usize = 2;

/// The most times in a lead-in that states a window.
const MOST_TIMES: usize = 2;

/// The rules of a document, in the order of their quotes.
pub fn rules(document: &Document, lexicon: &Lexicon) -> Vec<Rule> {
    trace(document, lexicon).rules
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
    let DocumentReader { mentions, mut rules, unread, .. } = reader;
    rules.sort_by(|a, b| (a.start, a.end, &a.concept).cmp(&(b.start, b.end, &b.concept)));
    rules.dedup_by(|a, b| a.id == b.id);
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
        for sentence in sentences.clone() {
            let leads = self.segmented.sentences[sentence].span.of(&self.frame.document.text).ends_with(':');
            let asked = previous.take().filter(|_| !leads);
            let mut here = asked.unwrap_or_else(|| context.clone());
            if here.question.is_some_and(|q| q != Question::What) && here.topics == self.answered {
                here = here.answered();
            }
            if sentence > sentences.start && here.takes_verbs && self.is_item(index) && self.speaks(sentence) {
                // "Don't swim for two days. After that it's fine."
                here.held = None;
                here.takes_verbs = false;
            }
            let goes_on = self.goes_on(sentence, index);
            previous = match goes_on {
                Some(rule) => {
                    let above = here.after(&self.rules[rule]);
                    self.sentence(sentence, &above, true)
                }
                None => self.sentence(sentence, &here, self.is_item(index)),
            };
            if sentence == sentences.start
                && let Some((label, _)) = self.label(sentence, &here)
            {
                context = context.after_label(&label).unwrap_or(context);
            } else if sentence == sentences.start
                && let Some(line) = self.opens_with_window(sentence)
            {
                // "Days 1–3. Swelling peaks."
                context = context.with(&line);
            }
        }
    }

    /// Whether a sentence has an order or a predicate of its own.
    fn speaks(&self, sentence: usize) -> bool {
        self.mentions[sentence]
            .cues
            .iter()
            .any(|c| region::is_predicate(c) || matches!(c.kind, MentionKind::Verb(VerbForm::Base | VerbForm::Third)))
    }

    /// What a sentence gives to those behind it that is nothing but a window: "Days 1–3."
    fn opens_with_window(&self, sentence: usize) -> Option<Line> {
        let here = &self.segmented.sentences[sentence];
        let [time] = self.mentions[sentence].times.as_slice() else { return None };
        let plain = here.tokens.iter().all(|t| t.kind == TokenKind::Sign || time.span.contains(t.span));
        let ordinal = |t: &Option<TimeSpec>| t.as_ref().is_some_and(|t| t.day.is_some());
        let counts = time.role == TimeRole::Window || ordinal(&time.from);
        (plain && counts).then(|| line(self.frame.document, here, self.frame.lexicon))
    }

    /// The rule that a sentence goes on with ("this includes showers"): the last one of the sentence before it.
    fn goes_on(&self, sentence: usize, block: usize) -> Option<usize> {
        let opens = self.mentions[sentence].cues.first().is_some_and(|c| {
            c.first == 0 && matches!(c.kind, crate::model::MentionKind::Cue(crate::model::CueKind::Likewise, _))
        });
        let before = sentence.checked_sub(1).filter(|s| opens && self.segmented.of_block[block].contains(s))?;
        let span = self.segmented.sentences[before].span;
        self.rules.iter().rposition(|r| span.start <= r.start && r.end <= span.end && r.stance != Stance::Expect)
    }

    /// Whether no cell of the same table stands directly before.
    fn is_first_cell(&self, index: usize, table: u32) -> bool {
        let before = index.checked_sub(1).map(|i| self.frame.document.blocks[i].kind);
        !matches!(before, Some(BlockKind::Cell { table: t, .. }) if t == table)
    }

    fn is_item(&self, index: usize) -> bool {
        matches!(self.frame.document.blocks[index].kind, BlockKind::Item { .. })
    }

    /// The context of a block: its section's, then what leads it in, then its mark.
    fn context_of(&mut self, index: usize) -> Arc<Context> {
        let document = self.frame.document;
        let (section, lead) = (self.segmented.section_of[index], document.blocks[index].lead);
        let mut context = match self.above.take() {
            Some((s, l, context)) if (s, l) == (section, lead) => context,
            _ => Arc::new(self.context_above(index)),
        };
        self.above = Some((section, lead, context.clone()));
        let held = |stance| Some(Held { stance, degree: None, strength: Some(Strength::Should) });
        match document.blocks[index].mark {
            Some(Mark::Cross) if context.alarm.is_none() && context.held.is_none() && !context.expect => {
                let own = Arc::make_mut(&mut context);
                own.held = held(Stance::Avoid);
                own.takes_verbs = true;
            }
            Some(Mark::Tick) if context.held.is_none() && !context.expect => {
                Arc::make_mut(&mut context).held = held(Stance::Do);
            }
            _ => {}
        }
        context
    }

    /// The context of a block's section with what leads the block in.
    fn context_above(&self, index: usize) -> Context {
        let document = self.frame.document;
        let mut context = self.contexts[self.segmented.section_of[index]].clone();
        let mut leads = Vec::new();
        let mut at = document.blocks[index].lead;
        while let Some(lead) = at {
            leads.push(lead);
            at = document.blocks[lead].lead.or_else(|| self.leads_lead(lead));
        }
        for lead in leads.into_iter().rev() {
            let sentences = &self.segmented.sentences[self.segmented.of_block[lead].clone()];
            if let Some(sentence) = sentences.last()
                && self.leads_in(sentence)
            {
                context = context.with(&self.lead_line(lead, sentence));
            } else if let Some(time) = self.opening_window(lead) {
                context = context.with(&Line::default().within(time));
            }
        }
        context
    }

    /// The window that a paragraph before a list opens with, where it says nothing else before the list: "For the next two days
    /// keep it dry." / "No sauna".
    fn opening_window(&self, lead: usize) -> Option<&TimeMention> {
        let sentences = self.segmented.of_block[lead].clone();
        let first = self.segmented.sentences.get(sentences.start).filter(|_| sentences.len() == 1)?;
        let time = self.mentions[sentences.start].times.first()?;
        let lasts = matches!(time.role, TimeRole::Duration | TimeRole::Window) && !time.anchored;
        let opens = first.tokens.first().is_some_and(|t| t.span.start == time.span.start);
        let amount = time.until.as_ref().is_some_and(|t| t.event.is_none());
        (lasts && opens && amount && self.mentions[sentences.start].times.len() == 1).then_some(time)
    }

    /// The lead-in right before one that only points on: "If it is on your arm:" / "You should:".
    fn leads_lead(&self, lead: usize) -> Option<usize> {
        let document = self.frame.document;
        let before = lead.checked_sub(1)?;
        let text = |block: usize| document.blocks[block].span.of(&document.text).trim();
        let is_plain = |block: usize| document.blocks[block].kind == BlockKind::Paragraph;
        let points = text(lead).ends_with(':') && text(lead).split_whitespace().count() <= LONGEST_POINTER;
        (points && is_plain(lead) && is_plain(before) && text(before).ends_with(':')).then_some(before)
    }

    /// What a lead-in says. Where it only points on ("That means"), the sentence before it may say for how long; a line of many
    /// times states no window.
    fn lead_line(&self, block: usize, sentence: &Sentence) -> Line {
        let line = line(self.frame.document, sentence, self.frame.lexicon);
        let all = self.segmented.of_block[block].clone();
        let times = |index: usize| &self.mentions[index].times;
        let Some(last) = all.clone().next_back() else { return line };
        if times(last).len() > MOST_TIMES {
            return line.without_window();
        }
        let line = line.referring(times(last));
        let words = sentence.tokens.iter().filter(|t| t.kind == TokenKind::Word).count();
        let before = all.clone().rev().nth(1).map(times);
        match before.map(Vec::as_slice) {
            Some([time])
                if times(last).is_empty()
                    && words <= LONGEST_POINTER
                    && matches!(time.role, TimeRole::Duration | TimeRole::Window) =>
            {
                line.within(time)
            }
            _ => line,
        }
    }

    /// Whether a paragraph's last sentence leads in what follows: it ends with a colon, or it has no end.
    fn leads_in(&self, sentence: &Sentence) -> bool {
        let text = sentence.span.of(&self.frame.document.text);
        text.ends_with("..") || !text.trim_end_matches([' ', '|']).ends_with(['.', '!'])
    }

    /// Reads a sentence; where it begins with a label ("What to avoid: …", "For the first day: …") the label is the context of
    /// the rest. Gives the context of the next sentence where this one asks a question.
    fn sentence(&mut self, index: usize, context: &Context, is_item: bool) -> Option<Context> {
        let Some((label, rest)) = self.label(index, context) else {
            return if self.topic_label(index, context) { None } else { self.plain_sentence(index, context, is_item) };
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
        let (drafts, why) = self.drafts(&view, &context, &|| reading.earlier(index), true);
        for draft in drafts {
            self.push(draft, &context, rest.section);
        }
        self.unread.extend(why.into_iter().map(|w| (index, w)));
        None
    }

    /// The label of a sentence and what follows its colon, where the label is a heading in its own right; an answer's "yes" or
    /// "no" is none.
    fn label(&self, index: usize, context: &Context) -> Option<(Line, Sentence)> {
        let sentence = &self.segmented.sentences[index];
        let text = &self.frame.document.text;
        let colon = sentence.tokens.iter().take(LONGEST_LABEL).position(|t| t.span.of(text) == ":")?;
        let (first, rest) = parts(sentence, colon)?;
        let label = line(self.frame.document, &first, self.frame.lexicon);
        let answers = context.question.is_some() && first.tokens.len() == 1;
        (label.is_heading() && !answers).then_some((label, rest))
    }

    /// Reads a sentence that opens with the name of a thing ("Exercise: wait two days", "Driving – not tonight") as an answer
    /// about it; gives whether it was one.
    fn topic_label(&mut self, index: usize, context: &Context) -> bool {
        let lexicon = self.frame.lexicon;
        let document = self.frame.document;
        let sentence = &self.segmented.sentences[index];
        let is_end = |t: &Token| {
            let sign = t.span.of(&document.text);
            sign == ":" || t.spaced && matches!(sign, "-" | "\u{2013}" | "\u{2014}")
        };
        let end = sentence.tokens.iter().take(LONGEST_LABEL).position(is_end);
        let Some((first, rest)) = end.and_then(|at| parts(sentence, at)) else { return false };
        if !self.only_names(index, &first) || context.alarm.is_some() {
            return false;
        }
        let found = mentions(&document.text, &rest, self.about(&rest), lexicon);
        let view = View { text: &document.text, sentence: &rest, found: &found };
        if !found.concepts.is_empty() {
            return false;
        }
        let Some(about) = context.about(&line(document, &first, lexicon)) else { return false };
        let (drafts, _) = self.drafts(&view, &about, &expect::Earlier::default, false);
        let tends = |d: &Draft| lexicon.concepts.get(&d.concept).and_then(|c| c.tends);
        let clear = |d: &Draft| {
            let known = tends(d) == Some(Stance::Avoid) || context.question.is_some() || says(&found);
            d.route == Route::Answer && (d.held.stance != Stance::Avoid || known)
        };
        let drafts: Vec<Draft> = drafts.into_iter().filter(clear).collect();
        let read = !drafts.is_empty();
        for mut draft in drafts {
            draft.span = sentence.span;
            self.push(draft, context, sentence.section);
        }
        read
    }

    /// Whether the first part of a sentence only names things, at least one of which can be done or left.
    fn only_names(&self, index: usize, part: &Sentence) -> bool {
        let found = &self.mentions[index];
        let joins = |t: &Token| {
            found
                .cues
                .iter()
                .any(|c| matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Or, _)) && c.span.contains(t.span))
        };
        let mut words = part.tokens.iter().filter(|t| t.kind == TokenKind::Word);
        let count = words.clone().count();
        let named = |t: &Token| found.concepts.iter().any(|c| c.span.contains(t.span));
        count > 0 && count <= LONGEST_TOPIC && words.clone().any(named) && words.all(|t| named(t) || joins(t))
    }

    /// Whether a sentence is no more than the name of a thing with a stop behind it: "Sex. Wait a week."
    fn is_topic(&self, sentence: &Sentence, found: &Mentions) -> bool {
        let text = &self.frame.document.text;
        let words: Vec<&Token> = sentence.tokens.iter().filter(|t| t.kind == TokenKind::Word).collect();
        let stops = sentence.tokens.last().is_some_and(|t| matches!(t.span.of(text), "." | ":"));
        let named = |t: &&Token| found.concepts.iter().any(|c| c.span.contains(t.span));
        stops && !words.is_empty() && words.len() <= LONGEST_TOPIC && words.iter().all(named)
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
        } else if !is_rhetorical(&view) {
            let reading = expect::Reading { document, segmented: self.segmented, mentions: &self.mentions, lexicon };
            let (drafts, why) = self.drafts(&view, context, &|| reading.earlier(index), is_item);
            let words = sentence.tokens.iter().filter(|t| t.kind == TokenKind::Word).count();
            let answers = drafts.iter().any(|d| d.route == Route::Answer);
            if answers && words <= SHORTEST_ANSWER {
                next = Some(context.clone());
            } else if answers {
                self.answered.clone_from(&context.topics);
            }
            let recalled = self.recalled(index, &view, context, is_item, &drafts);
            for mut draft in drafts.into_iter().chain(recalled) {
                if draft.route == Route::Answer {
                    self.drop_short_answer(&draft);
                }
                if draft.condition.is_none() && lexicon.is_report(&draft.concept) {
                    draft.condition = self.sign_before(index);
                }
                let explicit = matches!(draft.route, Route::Forward | Route::Backward | Route::Order);
                // "Dial 911 for" / "fainting": the items are the rules.
                let leads = !is_item && lexicon.is_report(&draft.concept) && self.leads_items(index);
                if (!is_heading || explicit) && !leads {
                    self.push(draft, context, sentence.section);
                }
            }
            self.unread.extend(why.into_iter().map(|w| (index, w)));
        }
        self.mentions[index] = found;
        next
    }

    /// Whether a list follows on a sentence that is no sentence of its own: "Dial 911 for", "Call us when you see:".
    fn leads_items(&self, index: usize) -> bool {
        let sentence = &self.segmented.sentences[index];
        let (document, block) = (self.frame.document, sentence.block);
        let is_last = self.segmented.of_block[block].clone().next_back() == Some(index);
        let item = document.blocks.get(block + 1).is_some_and(|b| matches!(b.kind, BlockKind::Item { .. }));
        let opens =
            self.contexts[self.segmented.section_of[block + 1..].first().copied().unwrap_or_default()].alarm.is_some()
                || document.blocks.get(block + 1).is_some_and(|b| b.lead == Some(block));
        let ended = sentence.span.of(&document.text).trim_end().ends_with(['.', '!']);
        is_last && item && opens && !ended
    }

    /// What a sentence that names nothing holds of what was named before it.
    fn recalled(&self, index: usize, view: &View<'_>, context: &Context, is_item: bool, read: &[Draft]) -> Vec<Draft> {
        let lexicon = self.frame.lexicon;
        let acts = |c: &Mention| matches!(c.kind, MentionKind::Verb(_) | MentionKind::Cue(..));
        if !view.found.cues.iter().any(acts) {
            return Vec::new();
        }
        let walked = walk::walk(view, lexicon);
        let reading = advice::Reading { view, walked: &walked, context, is_item, lexicon };
        reading.recalled(&self.antecedents(index), read)
    }

    /// The things that were named in the two sentences before one, then in its headings, the nearest first.
    fn antecedents(&self, index: usize) -> Vec<advice::Antecedent> {
        let sentences = &self.segmented.sentences;
        let section = sentences[index].section;
        let mut out = Vec::new();
        let before = (index.saturating_sub(MOST_SENTENCES)..index).rev();
        for at in before.take_while(|&i| sentences[i].section == section) {
            out.extend(self.mentions[at].concepts.iter().rev().filter_map(|m| advice::Antecedent::of(m, false)));
            out.extend(self.things(&sentences[at], false));
        }
        for &heading in self.segmented.sections[section].headings.iter().rev() {
            for at in self.segmented.of_block[heading].clone() {
                out.extend(self.mentions[at].concepts.iter().filter_map(|m| advice::Antecedent::of(m, true)));
                out.extend(self.things(&sentences[at], true));
            }
        }
        out
    }

    /// The things that words of a sentence name without a rule about them.
    fn things(&self, sentence: &Sentence, heading: bool) -> Vec<advice::Antecedent> {
        let text = &self.frame.document.text;
        let words: Vec<String> = sentence.tokens.iter().map(|t| t.span.of(text).to_lowercase()).collect();
        let things = self.frame.lexicon.roles.things.iter().filter(|t| t.names.iter().any(|n| words.contains(n)));
        things.map(|t: &Thing| advice::Antecedent::of_thing(&t.concept, heading)).collect()
    }

    /// The signs that the sentence before names, for an order to turn to somebody: "A temperature over 38. Ring us."
    fn sign_before(&self, index: usize) -> Option<String> {
        let before = index.checked_sub(1)?;
        let sentence = &self.segmented.sentences[before];
        let is_sign = |m: &Mention| {
            let known = m.concept().and_then(|c| self.frame.lexicon.concepts.get(c));
            known.is_some_and(|c| c.sort == ConceptSort::Symptom)
        };
        let opens = |c: &Mention| matches!(c.kind, MentionKind::Condition(ConditionKind::Opens));
        let named = self.mentions[before].concepts.iter().any(is_sign) || self.mentions[before].cues.iter().any(opens);
        let text = sentence.span.of(&self.frame.document.text).trim();
        (sentence.block == self.segmented.sentences[index].block && named).then(|| text.to_owned())
    }

    /// "No. Wait until tomorrow": the second sentence says again, with a time, what the first says.
    fn drop_short_answer(&mut self, draft: &Draft) {
        let at = self.rules.iter().rposition(|r| r.concept == draft.concept);
        let Some((at, before)) = at.and_then(|at| self.rules.get(at).map(|r| (at, r))) else { return };
        let timed = before.until.is_some() || before.from.is_some() || before.every.is_some();
        let near = before.end <= draft.span.start && draft.span.start - before.end <= 2;
        let short = before.quote.split_whitespace().count() <= SHORTEST_ANSWER;
        if near && short && !timed && before.stance == draft.held.stance {
            self.rules.remove(at);
        }
    }

    fn drafts(
        &self,
        view: &View<'_>,
        context: &Context,
        earlier: &dyn Fn() -> expect::Earlier,
        is_item: bool,
    ) -> (Vec<Draft>, Vec<String>) {
        let lexicon = self.frame.lexicon;
        if gives_nothing(view, context, lexicon) && !(context.alarm.is_some() && is_item) {
            return (Vec::new(), Vec::new());
        }
        let walked = walk::walk(view, lexicon);
        if context.silent {
            let why =
                if walked.governed.is_empty() { Vec::new() } else { vec!["its section holds no advice".to_owned()] };
            return (Vec::new(), why);
        }
        let ordered = opening::orders(view, &walked, lexicon);
        let names = is_item || continues_alarm(view, &walked, context);
        if let (Some(concept), true) = (&context.alarm, names && !ordered) {
            return (vec![alarm(view, concept)], Vec::new());
        }
        let foretells = !context.alarming && expect::may_foretell(view, context);
        let earlier = if foretells { earlier() } else { expect::Earlier::default() };
        let scene = expect::Scene { view, walked: &walked, context, earlier: &earlier, is_item, lexicon };
        let mut out = expect::expectations(&scene);
        let reading = advice::Reading { view, walked: &walked, context, is_item, lexicon };
        let (mut drafts, why) = reading.drafts();
        if then::follows(view, lexicon) {
            drafts.iter_mut().for_each(then::from_then_on);
        }
        for draft in &mut drafts {
            then::taken_off_then(draft, view, lexicon);
        }
        if let Some(report) = drafts.iter().find(|d| lexicon.is_report(&d.concept)) {
            out.retain(|d| d.held.stance != Stance::Expect || expect::is_apart(view, d.span, report.span));
        }
        out.extend(drafts);
        expect::said(&scene, &mut out);
        (out, why)
    }

    /// "Until then" is the end, and "from that point" the start, of the rule before.
    fn resolve(&self, rule: &mut Rule) {
        let back = |t: &Option<TimeSpec>| t.as_ref().is_some_and(then::refers);
        let before = self.rules.iter().rev().take(MOST_BACK);
        let stated: Vec<TimeSpec> = before
            .filter_map(|r| r.until.clone().or_else(|| r.from.clone()))
            .filter(|t| !back(&Some(t.clone())))
            .take(1)
            .collect();
        for time in [&mut rule.until, &mut rule.from] {
            if back(time) {
                let own = time.take().map(|t| t.text).filter(|words| !words.is_empty());
                *time = stated.first().cloned().map(|t| TimeSpec { text: own.unwrap_or(t.text), ..t });
            }
        }
    }

    fn push(&mut self, draft: Draft, context: &Context, section: usize) {
        if draft.held.stance == Stance::Avoid && self.frame.lexicon.roles.unforbidden.contains(&draft.concept) {
            return;
        }
        let document = self.frame.document;
        let headings: Vec<String> = self.segmented.sections[section]
            .headings
            .iter()
            .map(|&b| document.blocks[b].span.of(&document.text).trim().to_owned())
            .collect();
        let mut rule = self.frame.rule(draft, context, &headings);
        self.resolve(&mut rule);
        self.rules.push(rule);
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

/// The parts of a sentence before and behind one of its tokens.
fn parts(sentence: &Sentence, at: usize) -> Option<(Sentence, Sentence)> {
    let part = |tokens: &[Token]| {
        let (first, last) = (tokens.first()?, tokens.last()?);
        Some(Sentence { span: first.span.join(last.span), tokens: tokens.to_vec(), ..sentence.clone() })
    };
    Some((part(&sentence.tokens[..at])?, part(&sentence.tokens[at + 1..])?))
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

/// Whether a paragraph under "When should I call?" only names the case: "If bleeding does not stop after 15 minutes."
fn continues_alarm(view: &View<'_>, walked: &walk::Walk, context: &Context) -> bool {
    let whole = |r: &region::Region| {
        let signs = (r.last..view.tokens().len()).all(|at| !view.sign(at).is_empty());
        r.kind == region::RegionKind::Condition && r.first == 0 && signs
    };
    let orders = walked.groups.iter().any(|g| walked.regions.iter().all(|r| g.first < r.first || g.first >= r.last));
    context.alarm.is_some() && walked.regions.iter().any(whole) && !orders
}

/// A list item that names signs under "call us if": one rule, whatever number of signs it names.
fn alarm(view: &View<'_>, concept: &Name) -> Draft {
    let span = view.sentence.span;
    Draft {
        phase: None,
        concept: concept.clone(),
        held: Held { stance: Stance::Do, degree: None, strength: Some(Strength::Must) },
        times: assemble::Times::default(),
        span,
        condition: Some(span.of(view.text).to_owned()),
        exception: None,
        fired: vec!["scope/alarm".to_owned()],
        route: Route::Inherited,
    }
}
