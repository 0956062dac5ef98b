//! What does a clause or a sentence say, from a time on, of what was ordered before it? "Day and night for three days, then in the
//! daytime only for ten more", "take it for two days. After that only when needed."

use super::{Reading, SentenceTimes};
use crate::{
    extract::{
        assemble::{Draft, Route, times},
        region::RegionKind,
        then,
    },
    model::{CueKind, Mention, MentionKind, Rule, Stance, TimeMention, TimeRole, TimeSpec, TokenKind},
};

/// The entry of "after that" among the times.
const AFTER_THAT: &str = "times/after-that";

/// The most tokens of such a clause.
const LONGEST: usize = 16;

impl Reading<'_, '_> {
    /// Adds what the clauses behind "then" and "after that" say of the orders before them, which lose a start that was theirs.
    pub(super) fn afterwards(&self, read: &mut Vec<Draft>) {
        let tokens = self.view.tokens();
        let opens = |at: usize| Some((at, self.opens_afterwards(at).or_else(|| self.opens_part_of_day(at))?));
        let Some((at, first)) = (1..tokens.len()).find_map(opens) else { return };
        let last = (first..tokens.len()).find(|&i| self.view.sign(i) == ";").unwrap_or(tokens.len());
        let place = tokens[at].span;
        let Some(end) = read.iter().rfind(|d| d.span.start < place.start).map(|d| d.times.window.until.clone()) else {
            return;
        };
        let stated = |end: &TimeSpec| {
            self.view.found.times.iter().any(|t| t.until.as_ref() == Some(end) && t.span.end <= place.start)
        };
        let before = end.clone().filter(stated);
        let goes_on = |d: &Draft| {
            d.span.start < place.start
                && d.held.stance == Stance::Do
                && d.times.window.until == end
                && !self.lexicon.is_report(&d.concept)
        };
        if !self.says_only_when(first, last) || !read.iter().any(goes_on) {
            return;
        }
        let behind: Vec<&TimeMention> = self.view.found.times.iter().filter(|t| t.span.start >= place.start).collect();
        let mut more = Vec::new();
        for draft in read.iter_mut().filter(|d| goes_on(d)) {
            let own = |t: &TimeSpec| behind.iter().any(|b| b.from.as_ref() == Some(t) || b.until.as_ref() == Some(t));
            draft.times.window.from = draft.times.window.from.take().filter(|t| !own(t));
            draft.times.window.until.clone_from(&before);
            let mut next = draft.clone();
            next.times = times(&behind, Stance::Do, &draft.concept, self.lexicon);
            match &before {
                Some(end) => next.times.window.from = Some(end.clone().bounded(None)),
                None if end.is_none() => then::start(&mut next),
                None => next.times.window.from = None,
            }
            next.condition = self.condition_from(first);
            next.span = place.join(tokens[last - 1].span);
            next.route = Route::Answer;
            more.push(next);
        }
        read.extend(more);
    }

    /// "After that only at night.": the drafts of a sentence that says no more than how the orders before it go on.
    pub fn going_on(&self, before: &[&Rule]) -> Vec<Draft> {
        let tokens = self.view.tokens();
        let Some(first) = self.opens_afterwards(0).filter(|&first| self.says_only_when(first, tokens.len())) else {
            return Vec::new();
        };
        let times = SentenceTimes::new(self.view, &self.walked.regions, self.lexicon);
        let start = tokens.get(first).map_or(0, |t| t.span.start);
        let list: Vec<&TimeMention> = times.all().filter(|t| t.span.start >= start).collect();
        let draft = |rule: &&Rule| {
            let mut draft = Draft {
                phase: Some(rule.phase),
                concept: rule.concept.clone(),
                held: super::Held { stance: rule.stance, degree: None, strength: rule.strength },
                times: super::times(&list, rule.stance, &rule.concept, self.lexicon),
                span: self.view.sentence.span,
                condition: self.condition_from(first),
                exception: None,
                fired: vec![format!("concept/{}", rule.concept), "scope/again".to_owned()],
                route: Route::Answer,
            };
            match rule.until.as_deref() {
                Some(end) => draft.times.window.from = Some(end.clone().bounded(None)),
                None => then::start(&mut draft),
            }
            draft
        };
        before.iter().map(draft).collect()
    }

    /// Where what follows begins, if "then" or "after that" opens a clause at a token.
    pub(super) fn opens_afterwards(&self, at: usize) -> Option<usize> {
        let tokens = self.view.tokens();
        let joins =
            |c: &Mention| matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Contrast, _)) && c.last == at;
        let parted = match at.checked_sub(1) {
            Some(before) => !self.view.sign(before).is_empty() || self.view.found.cues.iter().any(joins),
            None => true,
        };
        let time = self
            .view
            .found
            .times
            .iter()
            .find(|t| t.span.start == tokens[at].span.start && t.fired.iter().any(|f| f.as_str() == AFTER_THAT));
        let next = match time {
            Some(time) => tokens.partition_point(|t| t.span.start < time.span.end),
            None if self.lexicon.is_in_class("then", tokens[at].word) => at + 1,
            None => return None,
        };
        let comma = next + usize::from(self.view.sign(next) == ",");
        (parted && comma < tokens.len()).then_some(comma)
    }

    /// "… day and night for two days, and in the daytime for a week": where a part of the day begins that "and" opens.
    fn opens_part_of_day(&self, at: usize) -> Option<usize> {
        let tokens = self.view.tokens();
        let and = |c: &Mention| matches!(c.kind, MentionKind::Cue(CueKind::And, _)) && c.last == at;
        let part = (at..tokens.len().min(at + 3)).any(|i| self.lexicon.is_in_class("halves-of-day", tokens[i].word));
        let place = tokens[at].span.start;
        let lasts = |t: &TimeMention| matches!(t.role, TimeRole::Duration | TimeRole::End);
        let times = &self.view.found.times;
        let long = |t: &TimeMention| lasts(t) && t.until.as_ref().is_some_and(|u| !u.is_brief());
        let before = times.iter().any(|t| long(t) && t.span.end <= place);
        let behind = times.iter().any(|t| lasts(t) && t.span.start >= place);
        (part && before && behind && self.view.found.cues.iter().any(and)).then_some(at)
    }

    /// Whether the tokens of a clause say no more than when, how often, how long or in which case.
    fn says_only_when(&self, first: usize, last: usize) -> bool {
        let tokens = self.view.tokens();
        let class = |name, at: usize| self.lexicon.is_in_class(name, tokens[at].word);
        let supposed = |at: usize| {
            self.walked.regions.iter().any(|r| r.kind == RegionKind::Condition && r.first <= at && at < r.last)
        };
        let told = |at: usize| self.view.is_in_time(at) || supposed(at) || class("parts-of-day", at);
        // "then as needed for pain relief"
        let served = |at: usize| {
            let within = |m: &&Mention| m.first <= at && at < m.last;
            let found = self.view.found.concepts.iter().find(within);
            found.is_some_and(|m| m.first > first && class("asked-for", m.first - 1))
        };
        let counted = |at: usize| tokens[at].kind == TokenKind::Number || class("numbers", at);
        let plain = |at: usize| {
            tokens[at].kind == TokenKind::Sign || class("going-on", at) || told(at) || served(at) || counted(at)
        };
        let named = |m: &Mention| {
            first <= m.first
                && m.first < last
                && !supposed(m.first)
                && !self.view.is_in_time(m.first)
                && !served(m.first)
        };
        let asks = tokens.last().is_some_and(|t| t.span.of(self.view.text) == "?");
        last > first
            && last - first <= LONGEST
            && (first..last).all(plain)
            && (first..last).any(told)
            && !asks
            && !self.view.found.concepts.iter().any(named)
            && !self.counts_again(first)
    }

    /// "Then two weeks later": a date, which says nothing of how something goes on.
    fn counts_again(&self, first: usize) -> bool {
        let token = self.view.tokens().get(first).map(|t| t.span.start);
        self.view.found.times.iter().any(|t| {
            Some(t.span.start) == token && matches!(t.role, TimeRole::Start | TimeRole::Point | TimeRole::Lead)
        })
    }

    /// The condition of a clause that begins at a token.
    fn condition_from(&self, first: usize) -> Option<String> {
        let tokens = self.view.tokens();
        let supposes = |r: &&crate::extract::region::Region| r.kind == RegionKind::Condition && r.first >= first;
        let region = self.walked.regions.iter().find(supposes)?;
        let words = &tokens[region.first..region.last.min(tokens.len())];
        Some(words.first()?.span.join(words.last()?.span).of(self.view.text).to_owned())
    }
}
