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
    model::{
        BlockKind, CueKind, Mention, MentionKind, Name, Rule, Stance, Strength, TimeMention, TimeRole, TimeSpec,
        TokenKind,
    },
};

/// The most words of such a sentence.
const LONGEST: usize = 20;

/// The most words of a sentence that says no more than how long each time.
const SHORTEST_SESSION: usize = 10;

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
        let ordered: Vec<Draft> = self.ordered_before(index).into_iter().map(draft).collect();
        if !ordered.is_empty() {
            return ordered;
        }
        let supplied = self.supplied_before(index).into_iter().map(|concept| Draft {
            phase: None,
            held: Held { stance: Stance::Do, degree: None, strength: Some(Strength::Should) },
            times: self::times(&times, Stance::Do, &concept, lexicon),
            span: view.sentence.span,
            condition: condition.clone(),
            exception: None,
            fired: vec![format!("concept/{concept}"), "scope/again".to_owned()],
            route: Route::Answer,
            concept,
        });
        supplied.collect()
    }

    /// What a sentence that "then" or "after that" opens says only of how the orders of the sentence directly before it go on.
    pub fn going_on(&self, index: usize, view: &View<'_>, walked: &Walk, context: &Context) -> Vec<Draft> {
        if context.expect || context.alarm.is_some() || context.silent {
            return Vec::new();
        }
        let reading = advice::Reading { view, walked, context, is_item: false, lexicon: self.frame.lexicon };
        let on = reading.going_on(&self.ordered_before(index));
        if !on.is_empty() {
            return on;
        }
        let held = reading.holding(&self.stated_before(index));
        if held.is_empty() { reading.usually(&self.taken_up_before(index)) } else { held }
    }

    /// The rules of the sentence directly before one, where all of them say with an event alone from when or until when something is
    /// taken up again.
    fn taken_up_before(&self, index: usize) -> Vec<&Rule> {
        let sentences = &self.segmented.sentences;
        let same = |s: &usize| sentences[*s].block == sentences[index].block;
        let Some(before) = index.checked_sub(1).filter(same).map(|s| sentences[s].span) else { return Vec::new() };
        let rules: Vec<&Rule> = self.rules.iter().filter(|r| before.start <= r.start && r.end <= before.end).collect();
        let event = |t: &Option<Box<TimeSpec>>| t.as_deref().is_none_or(|t| t.event.is_some());
        let open = |r: &&Rule| {
            let put_off = r.stance == Stance::Avoid && r.until.is_some();
            let granted = r.stance == Stance::Allow && (r.from.is_some() || r.condition.is_some());
            (put_off || granted)
                && event(&r.until)
                && event(&r.from)
                && self.frame.lexicon.roles.resumed.contains(&r.concept)
        };
        if rules.len() <= MOST_RULES && rules.iter().all(open) { rules } else { Vec::new() }
    }

    /// The rules of the sentence directly before one in its paragraph, where all of them forbid or all of them order, and none says
    /// until when.
    fn stated_before(&self, index: usize) -> Vec<&Rule> {
        let sentences = &self.segmented.sentences;
        let same = |s: &usize| sentences[*s].block == sentences[index].block;
        let Some(before) = index.checked_sub(1).filter(same).map(|s| sentences[s].span) else { return Vec::new() };
        let rules: Vec<&Rule> = self.rules.iter().filter(|r| before.start <= r.start && r.end <= before.end).collect();
        let stance = rules.first().map(|r| r.stance);
        let open = |r: &&Rule| {
            let states = matches!(r.stance, Stance::Avoid | Stance::Do) && Some(r.stance) == stance;
            states && r.until.is_none() && r.from.is_none() && !self.frame.lexicon.is_report(&r.concept)
        };
        if rules.len() <= MOST_RULES && rules.iter().all(open) { rules } else { Vec::new() }
    }

    /// What was handed out in the sentence directly before one, where that denies nothing: "We give you a cream."
    fn supplied_before(&self, index: usize) -> Vec<Name> {
        use CueKind as K;
        let sentences = &self.segmented.sentences;
        let roles = &self.frame.lexicon.roles;
        let same = |s: &usize| sentences[*s].block == sentences[index].block;
        let Some(before) = index.checked_sub(1).filter(same) else { return Vec::new() };
        let denies = |c: &Mention| {
            let kinds =
                [K::Not, K::ModalNot, K::No, K::BareNot, K::Avoid, K::Unneeded, K::NotNeeded, K::Without, K::Bad];
            matches!(c.kind, MentionKind::Cue(kind, _) if kinds.contains(&kind))
        };
        if self.mentions[before].cues.iter().any(denies) {
            return Vec::new();
        }
        let named = self.mentions[before].concepts.iter().filter_map(|m| advice::Antecedent::of(m, false));
        let mut out: Vec<Name> = Vec::new();
        for found in named.chain(self.things(&sentences[before], false)) {
            if roles.supplied.contains(&found.concept) && !out.contains(&found.concept) {
                out.push(found.concept);
            }
        }
        if out.len() > 1 {
            out.retain(|c| Some(c) != roles.medication.as_ref());
        }
        if out.len() == 1 { out } else { Vec::new() }
    }

    /// "Pick up the amoxicillin. One tablet three times a day": what the form of a medicine stands for that the sentence before names.
    pub fn special_medicine(&self, index: usize, draft: &mut Draft) {
        let roles = &self.frame.lexicon.roles;
        let general = roles.medication.as_ref() == Some(&draft.concept);
        if !general || draft.times.every.is_none() {
            return;
        }
        let special =
            self.supplied_before(index).into_iter().find(|c| roles.courses.contains(c) && *c != draft.concept);
        if let Some(concept) = special {
            draft.concept = concept;
        }
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
        // "Do this following each shower"
        let occasion = |at: usize| (at.saturating_sub(2)..at).any(|i| class("repeated-openers", i));
        let named = view.found.concepts.iter().any(|m| !hidden(m.first) && !occasion(m.first));
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
        // "Ten minutes at a time is enough."
        let brief = times.iter().any(|t| t.role == TimeRole::Session) && opens && good && words <= SHORTEST_SESSION;
        let lasts = || times.iter().any(|t| matches!(t.role, TimeRole::Duration | TimeRole::End));
        if often || brief || repeats && lasts() { times } else { Vec::new() }
    }
}
