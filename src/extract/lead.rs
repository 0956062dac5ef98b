//! What stands over a block? Its section, what leads it in, its mark.

use std::sync::Arc;

use super::{
    DocumentReader,
    context::Context,
    line::{Line, line},
    stance::Held,
    turning,
    view::View,
};
use crate::lexicon::{ConceptSort, HeadingSense};
use crate::model::{
    BlockKind, CueKind, Mark, Mention, MentionKind, Phase, Rule, Sentence, Stance, Strength, TimeMention, TimeRole,
    TimeSpec, Token, TokenKind,
};

/// A sentence opens with a time where one of so many tokens belongs to it.
const OPENING: usize = 3;
/// How many words behind a time say that it is decisive.
const NEAR: usize = 7;
/// The most words of a lead-in that only points to what follows ("That means").
const LONGEST_POINTER: usize = 6;

/// Among how many of its first words a lead-in points: "in other words".
const FIRST_WORDS: usize = 3;

/// How far from its beginning a sentence that announces a list says "these": "you may notice any of these for a week."
const FARTHEST_THESE: usize = 6;

/// The most items that one without names leads in.
const MOST_LED: usize = 12;

/// The most words of an item that leads in those behind it.
const LONGEST_ITEM_LEAD: usize = 8;

/// The most times in a lead-in that states a window.
const MOST_TIMES: usize = 2;

impl DocumentReader<'_> {
    /// What a sentence gives to those behind it that is nothing but a window: "Days 1–3."
    pub fn opens_with_window(&self, sentence: usize) -> Option<Line> {
        let here = &self.segmented.sentences[sentence];
        let [time] = self.mentions[sentence].times.as_slice() else { return None };
        let plain = here.tokens.iter().all(|t| t.kind == TokenKind::Sign || time.span.contains(t.span));
        let ordinal = |t: &Option<TimeSpec>| t.as_ref().is_some_and(|t| t.day.is_some());
        let (alone, lexicon) = (self.segmented.of_block[here.block].len() == 1, self.frame.lexicon);
        // "Tonight. Leave it alone.", "The first 72 hours. No scrubs."
        let first = || time.fired.iter().any(|f| lexicon.roles.first_times.contains(f));
        let night = || time.until.as_ref().is_some_and(|t| t.event.as_deref() == Some(super::NIGHT));
        let opens = time.role == TimeRole::Duration && !alone && (first() || night());
        let counts = time.role == TimeRole::Window || ordinal(&time.from) || opens;
        (plain && counts).then(|| line(self.frame.document, here, self.frame.lexicon))
    }

    /// The window that a sentence calls decisive: "The first two days are crucial."
    pub fn decisive_window(&self, sentence: usize) -> Option<Line> {
        let [time] = self.mentions[sentence].times.as_slice() else { return None };
        let tokens = &self.segmented.sentences[sentence].tokens;
        let opens = tokens.iter().take(OPENING).any(|t| time.span.contains(t.span));
        let behind = tokens.iter().filter(|t| t.kind == TokenKind::Word && t.span.start >= time.span.end);
        let decisive = behind.take(NEAR).any(|t| self.frame.lexicon.is_in_class("decisive", t.word));
        let lasts = matches!(time.role, TimeRole::Duration | TimeRole::Window);
        (opens && decisive && lasts).then(|| Line::default().within(time))
    }

    /// The context of a block: its section's, then what leads it in, then its mark.
    pub fn context_of(&mut self, index: usize) -> Arc<Context> {
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
            if let Some(rule) = self.pointed_back(lead) {
                context = context.after(&self.rules[rule]);
            } else if let Some(sentence) = sentences.last()
                && self.leads_in(sentence)
            {
                let mut line = self.lead_line(lead, sentence);
                if self.orders_by_itself(sentence) {
                    line.senses.retain(|s| !matches!(s, HeadingSense::Before | HeadingSense::After));
                }
                context = context.with(&line);
                if line.is_the_day() && self.counts_down_before(lead) {
                    context.phase = Some(Phase::Before);
                }
            } else if let Some(line) = sentences.last().and_then(|s| self.announced(lead, s)) {
                context = context.with(&line);
            } else if let Some(time) = self.opening_window(lead) {
                context = context.with(&Line::default().within(time));
            }
        }
        context
    }

    /// "Take a tablet before the numbness wears off" / "Ring us if it bleeds.": whether a sentence over a list says what is to be
    /// done afterwards, so that "before" is none of the procedure.
    fn orders_by_itself(&self, sentence: &Sentence) -> bool {
        let colon = sentence.tokens.last().is_some_and(|t| t.span.of(&self.frame.document.text) == ":");
        let own = |r: &Rule| {
            sentence.span.start <= r.start
                && r.end <= sentence.span.end
                && r.phase == Phase::After
                && r.stance != Stance::Expect
        };
        !colon && self.rules.iter().any(own)
    }

    /// "4 weeks prior:", a list, "Day of appointment:": whether the list before a lead-in is led in by a time before the procedure.
    fn counts_down_before(&self, lead: usize) -> bool {
        let above = lead.checked_sub(1).and_then(|before| self.frame.document.blocks[before].lead);
        above.is_some_and(|above| {
            let sentences = &self.segmented.sentences[self.segmented.of_block[above].clone()];
            sentences.last().is_some_and(|s| self.lead_line(above, s).window.lead.is_some())
        })
    }

    /// "Avoid anything that stains. This includes:", "to these belong:": the rule of the sentence before a lead-in that only points
    /// from it to the items.
    fn pointed_back(&self, lead: usize) -> Option<usize> {
        let (document, lexicon) = (self.frame.document, self.frame.lexicon);
        let own = self.segmented.of_block[lead].clone();
        let index = own.clone().next_back()?;
        let sentence = &self.segmented.sentences[index];
        let colon = sentence.tokens.last().is_some_and(|t| t.span.of(&document.text) == ":");
        let points = |t: &Token| lexicon.is_in_class("pointing-back", t.word);
        let words = || sentence.tokens.iter().filter(|t| t.kind == TokenKind::Word);
        // "These are not:" is the other way round.
        let turns = words().any(|t| lexicon.is_in_class("denying", t.word));
        let short = colon && !turns && words().count() <= LONGEST_POINTER && words().take(FIRST_WORDS).any(points);
        let found = &self.mentions[index];
        if !short || !found.concepts.is_empty() || !found.times.is_empty() || self.speaks_of_more(index) {
            return None;
        }
        let plain = |s: &usize| document.blocks[self.segmented.sentences[*s].block].kind == BlockKind::Paragraph;
        let near =
            |s: &usize| own.contains(s) || own.len() == 1 && self.segmented.sentences[*s].section == sentence.section;
        let before = index.checked_sub(1).filter(|s| near(s) && (own.contains(s) || plain(s)))?;
        let span = self.segmented.sentences[before].span;
        self.rules.iter().rposition(|r| span.start <= r.start && r.end <= span.end && r.stance != Stance::Expect)
    }

    /// Whether a lead-in forbids, permits or orders by itself.
    fn speaks_of_more(&self, sentence: usize) -> bool {
        use CueKind::{
            Avoid, Bad, Good, Limit, May, ModalNot, Must, Needed, No, Not, NotNeeded, Resume, Unneeded, Wait,
        };
        let says = |c: &Mention| {
            let kinds =
                [Avoid, Bad, Good, Limit, May, ModalNot, Must, Needed, No, Not, NotNeeded, Resume, Unneeded, Wait];
            matches!(c.kind, MentionKind::Cue(kind, _) if kinds.contains(&kind))
        };
        self.mentions[sentence].cues.iter().any(says)
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
        let depth = |block: usize| match document.blocks[block].kind {
            BlockKind::Item { depth, .. } => Some(depth),
            _ => None,
        };
        // "The first two days:" / "Do:" as items of one list: the first has no items of its own.
        let items = depth(lead).is_some() && depth(lead) == depth(before);
        let plain = is_plain(lead) && is_plain(before);
        (points && (plain || items) && text(before).ends_with(':')).then_some(before)
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
        let mut earlier = all.clone().rev().skip(1);
        if times(last).is_empty()
            && let Some(decisive) = earlier.clone().find_map(|sentence| self.decisive_window(sentence))
        {
            return Line { window: decisive.window, ..line };
        }
        // "It may itch for some days. Be sure to:"
        let foretells = |index: usize| {
            let sort = |m: &Mention| m.concept().and_then(|c| self.frame.lexicon.concepts.get(c)).map(|c| c.sort);
            let found = &self.mentions[index].concepts;
            !found.is_empty() && found.iter().all(|m| sort(m).is_some_and(|s| s != ConceptSort::Activity))
        };
        let before = earlier.next().filter(|&index| !foretells(index)).map(times);
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

    /// What a whole sentence gives to the list that it announces: "Below is a list of things to avoid."
    fn announced(&self, block: usize, sentence: &Sentence) -> Option<Line> {
        let announces = sentence.tokens.iter().any(|t| self.frame.lexicon.is_in_class("announcing", t.word));
        let these =
            || sentence.tokens.iter().take(FARTHEST_THESE).any(|t| self.frame.lexicon.is_in_class("these", t.word));
        if announces {
            return Some(self.lead_line(block, sentence)).filter(|l| l.judges() || l.alarms() || l.foretells());
        }
        // "Avoid these for a week."
        let alone = self.segmented.of_block[block].len() == 1;
        if these()
            && alone
            && self.mentions.get(self.segmented.of_block[block].start).is_some_and(|m| m.concepts.is_empty())
        {
            return Some(self.lead_line(block, sentence)).filter(|l| l.forbids() || l.foretells());
        }
        // "These are ordinary reactions and will go within a week."
        these().then(|| self.lead_line(block, sentence)).filter(Line::foretells)
    }

    /// The lead-in of a list that its layout made a paragraph: "Please avoid:" / "For two weeks makeup, saunas and swimming." A
    /// sentence that says something by itself inherits nothing.
    pub fn lost_lead(&self, index: usize) -> Option<Line> {
        let document = self.frame.document;
        let before = index.checked_sub(1)?;
        let plain = |block: usize| document.blocks[block].kind == BlockKind::Paragraph;
        let own = self.segmented.of_block[index].clone();
        let leads = document.blocks[before].span.of(&document.text).trim_end().ends_with(':');
        if !(plain(index) && plain(before) && leads && own.len() == 1 && document.blocks[index].lead.is_none()) {
            return None;
        }
        let together = self.segmented.section_of[index] == self.segmented.section_of[before];
        let sentence = self.segmented.sentences[self.segmented.of_block[before].clone()].last()?;
        let lists = self.mentions[own.start].concepts.len() > 1 && !self.speaks(own.start);
        let line = Some(self.lead_line(before, sentence)).filter(|_| together && lists)?;
        // "What to avoid:" says of the names behind it what it would say as a heading.
        (line.judges_items() && line.question.is_none()).then_some(line)
    }

    /// "Avoid for 48 hours" / "Alcohol" / "Saunas" as items of one list, since its layout was lost: what an item that names nothing
    /// itself says of the names behind it.
    pub fn item_lead(&self, index: usize) -> Option<Line> {
        let blocks = &self.frame.document.blocks;
        let depth = |block: usize| match blocks[block].kind {
            BlockKind::Item { depth, .. } => Some(depth),
            _ => None,
        };
        let own = depth(index)?;
        let names = |block: usize| self.segmented.of_block[block].len() == 1 && self.names_plainly(block);
        if !names(index) {
            return None;
        }
        let alike = |block: &usize| depth(*block) == Some(own) && blocks[*block].lead == blocks[index].lead;
        let before = (index.saturating_sub(MOST_LED)..index).rev().take_while(alike);
        let lead = before.into_iter().find(|&block| !names(block))?;
        let sentences = self.segmented.of_block[lead].clone();
        let sentence = self.segmented.sentences.get(sentences.start).filter(|_| sentences.len() == 1)?;
        let found = &self.mentions[sentences.start];
        let line = found.concepts.is_empty().then(|| line(self.frame.document, sentence, self.frame.lexicon))?;
        let text = sentence.span.of(&self.frame.document.text).trim_end();
        let open = !text.ends_with(['.', '!', '?', ':']) && text.split_whitespace().count() <= LONGEST_ITEM_LEAD;
        (open && line.held.is_some() && !line.window.is_empty() && line.question.is_none()).then_some(line)
    }

    /// Whether a block names things and says nothing of them.
    fn names_plainly(&self, block: usize) -> bool {
        let first = self.segmented.of_block[block].start;
        let Some(found) = self.mentions.get(first).filter(|m| !m.concepts.is_empty()) else { return false };
        let plain = |c: &Mention| {
            let within = found.concepts.iter().any(|m| m.span.contains(c.span));
            within || matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Or | CueKind::Example, _))
        };
        found.cues.iter().all(plain)
    }

    /// "Ring us if" / "you run a fever, or the wound weeps": whether a paragraph goes on with a heading that breaks off before it.
    pub fn completes(&self, view: &View<'_>, context: &Context) -> bool {
        let (document, lexicon) = (self.frame.document, self.frame.lexicon);
        let block = view.sentence.block;
        let first = self.segmented.of_block[block].clone().next();
        let opens = first.is_some_and(|s| self.segmented.sentences[s].span == view.sentence.span);
        let Some(before) = block.checked_sub(1).filter(|_| opens && context.alarm.is_some()) else { return false };
        if document.blocks[block].kind != BlockKind::Paragraph {
            return false;
        }
        let Some(last) = self.segmented.of_block[before].clone().next_back() else { return false };
        let above =
            View { text: &document.text, sentence: &self.segmented.sentences[last], found: &self.mentions[last] };
        turning::breaks_off(&above, lexicon) || turning::joins(view, lexicon)
    }

    /// Whether a list follows on a sentence that is no sentence of its own: "Dial 911 for", "Call us when you see:".
    pub fn leads_items(&self, index: usize) -> bool {
        let sentence = &self.segmented.sentences[index];
        let (document, block) = (self.frame.document, sentence.block);
        let is_last = self.segmented.of_block[block].clone().next_back() == Some(index);
        let found = &self.mentions[index];
        let view = View { text: &document.text, sentence, found };
        let open = turning::breaks_off(&view, self.frame.lexicon);
        let item = document.blocks.get(block + 1).is_some_and(|b| open || matches!(b.kind, BlockKind::Item { .. }));
        let opens =
            self.contexts[self.segmented.section_of[block + 1..].first().copied().unwrap_or_default()].alarm.is_some()
                || document.blocks.get(block + 1).is_some_and(|b| b.lead == Some(block));
        let ended = sentence.span.of(&document.text).trim_end().ends_with(['.', '!']);
        is_last && item && opens && !ended
    }
}
