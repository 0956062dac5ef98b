//! What does a sentence say only how often of what the one before it orders? "Put on balm. Three times a day for two weeks", "wash
//! it. Do this for a month."

use super::{
    DocumentReader, advice,
    assemble::{Draft, Route, times},
    context::Context,
    region::RegionKind,
    stance::Held,
    view::View,
    walk::Walk,
};
use crate::{
    lexicon::ConceptSort,
    model::{BlockKind, CueKind, Mention, MentionKind, Rule, Stance, Strength, TimeMention, TimeRole, TokenKind},
};

/// The most words of such a sentence.
const LONGEST: usize = 20;

/// The most rules of the sentence before that it may be about.
const MOST_RULES: usize = 3;

impl DocumentReader<'_> {
    /// What a sentence that names nothing says of the orders of the sentence directly before it, in its paragraph or list.
    pub fn again(&self, index: usize, view: &View<'_>, walked: &Walk, context: &Context) -> Vec<Draft> {
        if context.expect || context.alarm.is_some() || context.silent || context.question.is_some() {
            return Vec::new();
        }
        let times = self.times_of_order(view, walked);
        if times.is_empty() {
            return Vec::new();
        }
        let condition = walked.regions.iter().find(|r| r.kind == RegionKind::Condition).and_then(|r| {
            let tokens = &view.tokens()[r.first..r.last];
            Some(tokens.first()?.span.join(tokens.last()?.span).of(view.text).to_owned())
        });
        let lexicon = self.frame.lexicon;
        let draft = |rule: &Rule| Draft {
            phase: Some(rule.phase),
            concept: rule.concept.clone(),
            held: Held { stance: Stance::Do, degree: None, strength: Some(Strength::Should) },
            times: self::times(&times, Stance::Do, &rule.concept, lexicon),
            span: view.sentence.span,
            condition: condition.clone(),
            exception: None,
            fired: vec![format!("concept/{}", rule.concept), "scope/again".to_owned()],
            route: Route::Answer,
        };
        self.ordered_before(index).into_iter().map(draft).collect()
    }

    /// What a sentence that "then" or "after that" opens says only of how the orders of the sentence directly before it go on.
    pub fn going_on(&self, index: usize, view: &View<'_>, walked: &Walk, context: &Context) -> Vec<Draft> {
        if context.expect || context.alarm.is_some() || context.silent {
            return Vec::new();
        }
        let reading = advice::Reading { view, walked, context, is_item: false, lexicon: self.frame.lexicon };
        reading.going_on(&self.ordered_before(index))
    }

    /// The orders of the sentence directly before one.
    fn ordered_before(&self, index: usize) -> Vec<&Rule> {
        let sentences = &self.segmented.sentences;
        let blocks = &self.frame.document.blocks;
        let item = |s: usize| match blocks[sentences[s].block].kind {
            BlockKind::Item { depth, .. } => Some(depth),
            _ => None,
        };
        // "Wash it." / "Repeat this twice a day." as items of one list.
        let listed = |s: usize| item(s).is_some() && item(s) == item(index);
        let near = |s: usize| listed(s) && sentences[s].section == sentences[index].section;
        let same = |s: &usize| sentences[*s].block == sentences[index].block || near(*s);
        let Some(before) = index.checked_sub(1).filter(same).map(|s| sentences[s].span) else { return Vec::new() };
        let mut out: Vec<&Rule> = Vec::new();
        for rule in self.rules.iter().filter(|r| before.start <= r.start && r.end <= before.end) {
            let activity =
                self.frame.lexicon.concepts.get(&rule.concept).is_some_and(|c| c.sort == ConceptSort::Activity);
            if rule.stance != Stance::Do || !activity || self.frame.lexicon.is_report(&rule.concept) {
                return Vec::new();
            }
            if out.iter().all(|r| r.concept != rule.concept) {
                out.push(rule);
            }
        }
        if out.len() > MOST_RULES { Vec::new() } else { out }
    }

    /// The times of a sentence that says nothing but how often, or tells to do the same for a time; none of another.
    fn times_of_order<'t>(&self, view: &View<'t>, walked: &Walk) -> Vec<&'t TimeMention> {
        let tokens = view.tokens();
        let lexicon = self.frame.lexicon;
        let class = |name, at: usize| tokens.get(at).is_some_and(|t| lexicon.is_in_class(name, t.word));
        let hidden = |at: usize| {
            view.is_in_time(at)
                || walked.regions.iter().any(|r| r.kind == RegionKind::Condition && r.first <= at && at < r.last)
        };
        let words = tokens.iter().filter(|t| t.kind == TokenKind::Word).count();
        let named = view.found.concepts.iter().any(|m| !hidden(m.first));
        let bounds = (0..tokens.len()).any(|at| !hidden(at) && class("bounding", at));
        let asks = tokens.last().is_some_and(|t| matches!(t.span.of(view.text), "?" | ":"));
        if words > LONGEST || named || bounds || asks {
            return Vec::new();
        }
        let pronoun = |c: &Mention| (c.last..tokens.len().min(c.last + 2)).any(|at| class("pronouns", at));
        // "Do this", "carry on with it", "repeat every hour", "use twice a day"
        let verbal = |c: &Mention| match c.kind {
            MentionKind::Cue(kind, _) => kind != CueKind::Remove,
            _ => matches!(c.kind, MentionKind::Verb(_)),
        };
        // "Then do it …", "keep going …"
        let before =
            |at: usize| hidden(at) || !view.sign(at).is_empty() || class("then", at) || class("doing-again", at);
        let first = |c: &Mention| (0..c.first).all(before);
        let open = |c: &Mention| first(c) && (c.last..tokens.len().min(c.last + 2)).any(|at| view.is_in_time(at));
        let same = |c: &Mention| verbal(c) && class("doing-again", c.first) && (pronoun(c) || open(c));
        // "This should be done before meals"
        let done = |c: &Mention| {
            class("done-again", c.first)
                && (0..c.first).all(|at| hidden(at) || class("pronouns", at) || view.cue_over(at).is_some())
        };
        let plain = |c: &Mention| match c.kind {
            MentionKind::Cue(
                CueKind::And | CueKind::Or | CueKind::Good | CueKind::Only | CueKind::Contrast | CueKind::To,
                _,
            ) => true,
            // "Aim to do this", "this should be done"
            MentionKind::Cue(CueKind::Must | CueKind::Be | CueKind::Reason, _) => {
                view.found.cues.iter().any(|c| same(c) || done(c))
            }
            _ => same(c) || done(c),
        };
        let spoken = view.found.cues.iter().filter(|c| !hidden(c.first));
        let repeats = spoken.clone().any(|c| same(c) || done(c));
        if !spoken.clone().all(plain) {
            return Vec::new();
        }
        // "Stir every hour" tells of something else, with a verb that is not known.
        let good = spoken.clone().any(|c| matches!(c.kind, MentionKind::Cue(CueKind::Good, _)));
        let pronoun = (0..tokens.len()).any(|at| !hidden(at) && class("pronouns", at));
        let opens = (0..tokens.len()).find(|&at| tokens[at].kind == TokenKind::Word).is_some_and(hidden);
        if !repeats && (pronoun || !(good || opens)) {
            return Vec::new();
        }
        let times: Vec<&TimeMention> = view.found.times.iter().collect();
        let often = times.iter().any(|t| t.role == TimeRole::Rate);
        let lasts = || times.iter().any(|t| matches!(t.role, TimeRole::Duration | TimeRole::End));
        if often || repeats && lasts() { times } else { Vec::new() }
    }
}
