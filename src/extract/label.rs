//! What is only a label? "What to avoid: …", "Sport and lifting."

use std::cell::LazyCell;

use super::{
    DocumentReader, advice,
    assemble::{Draft, Route, Times},
    context::{Context, Topic, Window},
    expect,
    line::{Line, line},
    says,
    stance::Held,
    view::View,
    walk,
};
use crate::{
    lexicon::{ConceptSort, Question},
    mention::{Mentions, mentions},
    model::{
        BlockKind, CueKind, Mention, MentionKind, Name, Sentence, Stance, TimeRole, TimeSpec, Token, TokenKind,
        VerbForm,
    },
};

/// The most tokens before the colon of a label.
const LONGEST_LABEL: usize = 10;

/// The most words before the reason why they are to be avoided.
const LONGEST_NAMES: usize = 20;

/// The most tokens of an item before a dash that stands before its reason.
const LONGEST_ORDER: usize = 14;

/// The most words of such a label that no concept names.
const MOST_UNNAMED: usize = 2;

/// The most tokens before the colon of a label that names a thing to wear, with its colon.
const LONGEST_THING: usize = 5;

/// The most words of a label that only names things ("Sport and lifting").
const LONGEST_TOPIC: usize = 5;

impl DocumentReader<'_> {
    /// The label of a sentence and what follows its colon, where the label is a heading in its own right; an answer's "yes" or
    /// "no" is none.
    pub fn label(&self, index: usize, context: &Context) -> Option<(Line, Sentence)> {
        let sentence = &self.segmented.sentences[index];
        let text = &self.frame.document.text;
        let colon = sentence.tokens.iter().take(LONGEST_LABEL).position(|t| t.span.of(text) == ":")?;
        let (first, rest) = parts(sentence, colon)?;
        let label = line(self.frame.document, &first, self.frame.lexicon);
        let answers = context.question.is_some() && first.tokens.len() == 1;
        (label.is_heading() && !answers).then_some((label, rest))
    }

    /// The label of a sentence that says nothing but when: "First 24 hours: no makeup. Avoid touching it."
    pub fn window_label(&self, index: usize) -> Option<Line> {
        let sentence = &self.segmented.sentences[index];
        let text = &self.frame.document.text;
        let colon = sentence.tokens.iter().take(LONGEST_LABEL).position(|t| t.span.of(text) == ":")?;
        let (first, _) = parts(sentence, colon)?;
        let in_time = |t: &Token| self.mentions[index].times.iter().any(|m| m.span.contains(t.span));
        let only_time = first.tokens.iter().filter(|t| t.kind == TokenKind::Word).all(in_time);
        let label = only_time.then(|| line(self.frame.document, &first, self.frame.lexicon))?;
        let lasts = label.window.until.is_some() && label.window.from.is_none();
        ((label.counts || lasts) && !label.window.is_empty()).then_some(label)
    }

    /// Reads what stands behind the date with which a line opens, where the line as a whole says nothing: "Week 4 – bruises gone".
    pub fn dated_rest(&mut self, index: usize, context: &Context, is_item: bool) {
        let (document, lexicon) = (self.frame.document, self.frame.lexicon);
        let sentence = &self.segmented.sentences[index];
        let is_end = |t: &Token| {
            let sign = t.span.of(&document.text);
            sign == ":" || t.spaced && matches!(sign, "-" | "\u{2013}" | "\u{2014}")
        };
        let in_time = |t: &Token| self.mentions[index].times.iter().any(|m| m.span.contains(t.span));
        let end = sentence.tokens.iter().take(LONGEST_LABEL).position(|t| is_end(t) && !in_time(t));
        let Some((first, rest)) = end.and_then(|at| parts(sentence, at)) else { return };
        if !first.tokens.iter().all(|t| t.kind == TokenKind::Sign || in_time(t)) || context.alarm.is_some() {
            return;
        }
        let label = line(document, &first, lexicon);
        if label.window.is_empty() || !label.counts || context.question.is_some() {
            return;
        }
        let context = context.with(&label);
        let found = mentions(&document.text, &rest, self.about(&rest), lexicon);
        let view = View { text: &document.text, sentence: &rest, found: &found };
        let walked = LazyCell::new(|| walk::walk(&view, lexicon));
        let (drafts, _) = self.drafts(&view, &walked, &context, &expect::Earlier::default, is_item);
        for mut draft in drafts {
            draft.span = sentence.span;
            if draft.held.stance == Stance::Allow && draft.times.window.is_empty() {
                draft.times.window.from = begins_within(&label.window);
            }
            self.push(draft, &context, sentence.section);
        }
    }

    /// Reads a sentence that opens with the name of a thing ("Exercise: wait two days", "Driving – not tonight") as an answer
    /// about it; gives whether it was one.
    pub fn topic_label(&mut self, index: usize, context: &Context) -> bool {
        let lexicon = self.frame.lexicon;
        let document = self.frame.document;
        let sentence = &self.segmented.sentences[index];
        let is_end = |t: &Token| {
            let sign = t.span.of(&document.text);
            sign == ":" || t.spaced && matches!(sign, "-" | "\u{2013}" | "\u{2014}")
        };
        let end = sentence.tokens.iter().take(LONGEST_LABEL).position(is_end);
        let Some((first, rest)) = end.and_then(|at| parts(sentence, at)) else { return false };
        let names = self.only_names(index, &first);
        if !(names || self.mostly_names(index, &first)) || context.alarm.is_some() {
            return false;
        }
        let found = mentions(&document.text, &rest, self.about(&rest), lexicon);
        let view = View { text: &document.text, sentence: &rest, found: &found };
        let Some(about) = context.about(&line(document, &first, lexicon)) else { return false };
        if let Some(draft) = self.time_off(&found, &about) {
            self.push(Draft { span: sentence.span, ..draft }, context, sentence.section);
            return true;
        }
        if !found.concepts.is_empty() {
            return false;
        }
        let walked = LazyCell::new(|| walk::walk(&view, lexicon));
        let (drafts, _) = self.drafts(&view, &walked, &about, &expect::Earlier::default, false);
        let tends = |d: &Draft| lexicon.concepts.get(&d.concept).and_then(|c| c.tends);
        let clear = |d: &Draft| {
            let known = tends(d) == Some(Stance::Avoid) || context.question.is_some() || says(&found);
            let known = known && (names || says(&found));
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

    /// The things that the label of a sentence names ("Driving: not tonight."), or the whole of it ("Driving."), of which the sentences
    /// behind it may go on.
    pub fn named_by_label(&self, index: usize, context: &Context) -> Option<Vec<Topic>> {
        let document = self.frame.document;
        let sentence = &self.segmented.sentences[index];
        let free = context.held.is_none() && context.topics.is_empty() && context.question.is_none();
        if !free || context.alarm.is_some() || context.silent || context.expect {
            return None;
        }
        let colon = sentence.tokens.iter().take(LONGEST_LABEL).position(|t| t.span.of(&document.text) == ":");
        let first = match colon.and_then(|at| parts(sentence, at)) {
            Some((first, _)) => first,
            // "Wash your hair." is an order, and "Hair wash." a label.
            None if self.is_topic(sentence, &self.mentions[index])
                && !self.rules.iter().any(|r| r.start >= sentence.span.start) =>
            {
                sentence.clone()
            }
            None => return None,
        };
        let label = self.only_names(index, &first).then(|| line(document, &first, self.frame.lexicon))?;
        let topics = label.all_topics();
        (!topics.is_empty()).then_some(topics)
    }

    /// "Work: a week off": the time off that a label of work names.
    fn time_off(&self, found: &Mentions, about: &Context) -> Option<Draft> {
        let roles = &self.frame.lexicon.roles;
        let [off] = found.concepts.as_slice() else { return None };
        let concept = off.concept().filter(|c| roles.time_off.contains(c))?;
        let [time] = found.times.as_slice() else { return None };
        let lasts = matches!(time.role, TimeRole::Bare | TimeRole::Duration) && time.until.is_some();
        let work = about.topics.iter().all(|t| roles.returned.contains(&t.concept));
        let told = found.cues.iter().any(|c| matches!(c.kind, MentionKind::Cue(CueKind::Not | CueKind::No, _)));
        let window = Window { until: time.until.clone(), ..Window::default() };
        (lasts && work && !told).then(|| Draft {
            phase: None,
            concept: concept.clone(),
            held: Held { stance: Stance::Expect, degree: None, strength: None },
            times: Times { window, ..Times::default() },
            span: time.span,
            condition: None,
            exception: None,
            fired: vec![off.entry.to_string()],
            route: Route::Expectation,
        })
    }

    /// "DO NOT:" over "Use cotton buds in the ear." and "Swim for two weeks.": whether a paragraph goes on with a heading that is
    /// nothing but a cue.
    pub fn stands_under_cue(&self, block: usize, context: &Context) -> bool {
        let blocks = &self.frame.document.blocks;
        if !context.takes_verbs || blocks[block].kind != BlockKind::Paragraph || blocks[block].lead.is_some() {
            return false;
        }
        let Some(&heading) = self.segmented.sections[self.segmented.section_of[block]].headings.last() else {
            return false;
        };
        let only_cues = self.segmented.of_block[heading].clone().all(|s| {
            let covered = |t: &Token| self.mentions[s].cues.iter().any(|c| c.span.contains(t.span));
            self.segmented.sentences[s].tokens.iter().all(|t| t.kind != TokenKind::Word || covered(t))
        });
        let first = self.segmented.of_block[block].start;
        let acts = self.mentions.get(first).is_some_and(|m| {
            m.cues.first().is_some_and(|c| c.first == 0 && matches!(c.kind, MentionKind::Verb(VerbForm::Base)))
        });
        only_cues && acts
    }

    /// Reads the label with which a block opens as an item of what stands above it, where nothing behind it says what holds of
    /// its things: "What to avoid" / "Alcohol: it thins the blood."
    pub fn label_as_item(&mut self, block: usize, first_rule: usize) {
        let context = self.context_of(block);
        let told = context.held.is_some_and(|h| matches!(h.stance, Stance::Avoid | Stance::Do) && h.degree.is_none());
        let asks = context.question.is_some_and(|q| q != Question::What);
        let sentences = self.segmented.of_block[block].clone();
        let Some(index) = sentences.clone().next().filter(|_| told && !asks && !context.expect) else { return };
        let (document, lexicon) = (self.frame.document, self.frame.lexicon);
        let sentence = &self.segmented.sentences[index];
        let is_end = |t: &Token| {
            let sign = t.span.of(&document.text);
            sign == ":" || t.spaced && matches!(sign, "-" | "\u{2013}" | "\u{2014}")
        };
        let end = sentence.tokens.iter().take(LONGEST_ORDER).position(is_end);
        let Some((first, rest)) = end.and_then(|at| parts(sentence, at)) else { return };
        let verb = self.mentions[index].cues.first();
        // "What not to do" / "Swim in the sea – salt slows the healing."
        let acts = context.takes_verbs
            && verb.is_some_and(|c| c.first == 0 && matches!(c.kind, MentionKind::Verb(VerbForm::Base)))
            && end.is_some_and(|at| sentence.tokens[at].span.of(&document.text) != ":");
        let names = first.tokens.len() < LONGEST_LABEL && self.only_names(index, &first);
        if !(names || acts) || context.alarm.is_some() {
            return;
        }
        // "Showers: these are fine" says something else.
        let cues = &self.mentions[index].cues;
        let you = cues.iter().any(|c| matches!(c.kind, MentionKind::Cue(CueKind::You, _)));
        let permits = |c: &Mention| {
            use CueKind::{Be, Good, May, NotNeeded, Resume, Unneeded, Wait};
            let be = || cues.iter().any(|b| b.first == c.last && matches!(b.kind, MentionKind::Cue(Be, _)));
            match c.kind {
                MentionKind::Cue(Good | NotNeeded | Resume | Unneeded | Wait, _) => true,
                // "Heat can increase swelling"
                MentionKind::Cue(May, _) => you || be(),
                _ => false,
            }
        };
        if cues.iter().any(|c| c.span.start >= rest.span.start && permits(c)) {
            return;
        }
        let found = mentions(&document.text, &first, self.about(&first), lexicon);
        let view = View { text: &document.text, sentence: &first, found: &found };
        let walked = LazyCell::new(|| walk::walk(&view, lexicon));
        let (drafts, _) = self.drafts(&view, &walked, &context, &expect::Earlier::default, true);
        let said: Vec<Name> = self.rules[first_rule..].iter().map(|r| r.concept.clone()).collect();
        for draft in drafts.into_iter().filter(|d| !said.contains(&d.concept)) {
            self.push(draft, &context, sentence.section);
        }
    }

    /// Whether the first part of a sentence only names things, at least one of which can be done or left.
    pub fn only_names(&self, index: usize, part: &Sentence) -> bool {
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

    /// "New filler afterwards: wait six weeks": whether the first part of a sentence names something with few words that say nothing
    /// else.
    fn mostly_names(&self, index: usize, part: &Sentence) -> bool {
        let found = &self.mentions[index];
        let named = |t: &Token| found.concepts.iter().any(|c| c.span.contains(t.span));
        let cues = found.cues.iter().filter(|c| c.span.end <= part.span.end);
        let joins = |c: &Mention| matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Or, _));
        let says = cues.filter(|c| !joins(c)).any(|c| !found.concepts.iter().any(|m| m.span.contains(c.span)));
        let words = || part.tokens.iter().filter(|t| t.kind == TokenKind::Word);
        let count = words().count();
        let others = words().filter(|t| !named(t)).count();
        let timed = found.times.iter().any(|t| t.span.start < part.span.end);
        let activity = |m: &Mention| {
            let known = m.concept().and_then(|c| self.frame.lexicon.concepts.get(c));
            known.is_some_and(|c| c.sort == ConceptSort::Activity)
        };
        let own = || found.concepts.iter().filter(|m| m.span.end <= part.span.end);
        let all = own().count() > 0 && own().all(activity);
        all && !says && !timed && count <= LONGEST_TOPIC && others <= MOST_UNNAMED
    }

    /// Reads a sentence that opens with the name of a thing, behind which stands what is done with it: "Dressing: off after two days",
    /// "brace: worn for six weeks"; gives whether it was one.
    pub fn thing_label(&mut self, index: usize, context: &Context) -> bool {
        let (document, lexicon) = (self.frame.document, self.frame.lexicon);
        let sentence = &self.segmented.sentences[index];
        let is_end = |t: &Token| {
            let sign = t.span.of(&document.text);
            sign == ":" || t.spaced && matches!(sign, "-" | "\u{2013}" | "\u{2014}")
        };
        let end = sentence.tokens.iter().take(LONGEST_THING).position(is_end);
        let Some((first, rest)) = end.and_then(|at| parts(sentence, at)) else { return false };
        let things = self.things(&first, true);
        let [thing] = things.as_slice() else { return false };
        let silent = context.alarm.is_some() || context.silent || context.expect || context.held.is_some();
        let found = mentions(&document.text, &rest, self.about(&rest), lexicon);
        if silent || !found.concepts.is_empty() || found.times.is_empty() {
            return false;
        }
        let view = View { text: &document.text, sentence: &rest, found: &found };
        let walked = walk::walk(&view, lexicon);
        let reading = advice::Reading { view: &view, walked: &walked, context, is_item: true, lexicon };
        let drafts = reading.said_of_thing(thing);
        let read = !drafts.is_empty();
        for mut draft in drafts {
            draft.span = sentence.span;
            self.push(draft, context, sentence.section);
        }
        read
    }

    /// Whether a sentence is no more than the name of a thing with a stop behind it: "Sex. Wait a week."
    pub fn is_topic(&self, sentence: &Sentence, found: &Mentions) -> bool {
        let text = &self.frame.document.text;
        let words: Vec<&Token> = sentence.tokens.iter().filter(|t| t.kind == TokenKind::Word).collect();
        let stops = sentence.tokens.last().is_some_and(|t| matches!(t.span.of(text), "." | ":"));
        let named = |t: &&Token| found.concepts.iter().any(|c| c.span.contains(t.span));
        stops && !words.is_empty() && words.len() <= LONGEST_TOPIC && words.iter().all(named)
    }
}

/// "Week 8-10 – gentle sport": the window in which something begins again, as a start that is not sharp.
fn begins_within(window: &Window) -> Option<TimeSpec> {
    let mut from = window.from.clone()?;
    if let Some(until) = window.until.as_ref().filter(|u| u.unit == from.unit) {
        from.max = until.max;
    }
    Some(from)
}

/// What a label's rest names before it says why: "Avoid: sugar and wine could slow the healing."
pub fn named_before_reason(rest: &Sentence, found: &Mentions) -> Option<Sentence> {
    let reasons = |c: &&Mention| {
        matches!(
            c.kind,
            MentionKind::Cue(CueKind::May | CueKind::Be | CueKind::Reason, _) | MentionKind::Verb(VerbForm::Third)
        )
    };
    let at = found.cues.iter().find(reasons)?.first;
    let (first, _) = parts(rest, at)?;
    let word = |t: &&Token| t.kind == TokenKind::Word;
    let named = found.concepts.first().is_some_and(|m| m.first == 0);
    let others = first.tokens.iter().filter(word).count();
    (named && others <= LONGEST_NAMES).then_some(first)
}

/// The parts of a sentence before and behind one of its tokens.
fn parts(sentence: &Sentence, at: usize) -> Option<(Sentence, Sentence)> {
    let part = |tokens: &[Token]| {
        let (first, last) = (tokens.first()?, tokens.last()?);
        Some(Sentence { span: first.span.join(last.span), tokens: tokens.to_vec(), ..sentence.clone() })
    };
    Some((part(&sentence.tokens[..at])?, part(&sentence.tokens[at + 1..])?))
}
