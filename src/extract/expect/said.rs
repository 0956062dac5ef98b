//! What a sentence says without a cue that governs it: phrases that are advice by themselves ("if in doubt, shout"), and
//! what will be done and when ("your stitches come out after a week").

use super::{Scene, expected};
use crate::{
    extract::{
        assemble::{Draft, Route, Times},
        context::Window,
        region::{Region, RegionKind},
        stance::Held,
    },
    lexicon::ConceptSort,
    model::{CueKind, Mention, MentionKind, Name, Stance, Strength, TimeMention, TimeRole, TimeSpec, Unit},
};

/// More than how many hours something lies ahead that is a date of its own: "the dressings come off 36 hours after the operation".
const LONG_HOURS: f64 = 24.0;

/// How many tokens may stand between an activity and the time that tells when it will be.
const REACH: usize = 8;

/// Adds to the drafts of a sentence what it says by itself.
pub fn said(scene: &Scene<'_>, out: &mut Vec<Draft>) {
    if scene.context.alarm.is_some() {
        return;
    }
    for mention in &scene.view.found.concepts {
        let Some(concept) = mention.concept() else { continue };
        if let Some(stance) = scene.lexicon.concepts.says(concept, &mention.entry) {
            if !scene.hides_mention(mention) && !scene.releases(mention) && !scene.forbids(mention, stance) {
                out.retain(|d| d.concept != *concept || d.held.stance == stance);
                add(out, ordered(scene, mention, stance));
            } else if stance == Stance::Avoid {
                // "There's no need to take the dentures out": words that forbid order nothing, whatever stands around them.
                let entry = mention.entry.to_string();
                out.retain(|d| d.held.stance != Stance::Do || !d.fired.contains(&entry));
            }
        } else if scene.lexicon.roles.foretold.contains(concept) {
            let draft = foretold(scene, mention, out);
            out.extend(draft);
        }
    }
}

/// Adds a draft where none holds of its concept.
fn add(out: &mut Vec<Draft>, draft: Option<Draft>) {
    out.extend(draft.filter(|d| out.iter().all(|o| o.concept != d.concept)));
}

/// A phrase that is advice by itself.
fn ordered(scene: &Scene<'_>, mention: &Mention, stance: Stance) -> Option<Draft> {
    let concept = mention.concept()?.clone();
    let near = |t: &&TimeMention| scene.is_near(mention, t, stance == Stance::Avoid);
    let times = scene.view.found.times.iter().find(near);
    let times = times.filter(|_| !scene.lexicon.is_report(&concept));
    let times = times.map(|t| if stance == Stance::Avoid { stated(t) } else { when(t) }).unwrap_or_default();
    let held = Held { stance, degree: None, strength: Some(Strength::Should) };
    let mut fired = vec![mention.entry.to_string()];
    if times != Times::default() {
        fired.extend(scene.view.found.times.iter().flat_map(|t| t.fired.iter().cloned()));
    }
    Some(Draft {
        held,
        fired,
        condition: scene.condition().or_else(|| scene.label(&concept, mention)),
        route: Route::Order,
        ..expected(concept, times, scene.clause(mention.first, &[";"]))
    })
}

/// What will be done, with its time; nothing where advice is given on it or where it is denied.
fn foretold(scene: &Scene<'_>, mention: &Mention, out: &[Draft]) -> Option<Draft> {
    let concept = mention.concept()?.clone();
    let known = scene.lexicon.concepts.get(&concept)?;
    // "The plaster can come off at bedtime": that is no rate.
    let idle = |t: &TimeMention| t.fired.iter().any(|f| scene.lexicon.roles.day_parts.contains(f));
    let near = |t: &TimeMention| {
        scene.is_near(mention, t, false)
            || t.from.as_ref().is_some_and(is_long_ahead) && scene.is_near(mention, t, true)
    };
    let time = scene.view.found.times.iter().find(|t| near(t) && !idle(t))?;
    let advised = out.iter().any(|d| d.concept == concept);
    let times = when(time);
    let spent = |d: &Draft| {
        let repeats = d.times.every.is_some() && d.times.every == times.every;
        repeats || d.held.stance != Stance::Expect && d.times != Times::default()
    };
    // "Desk work: six weeks" says until when not, or from when.
    let labels = known.tends.is_none() && scene.view.sign(mention.last) == ":";
    if labels || advised || out.iter().any(spent) || scene.hides_mention(mention) || scene.negates() || scene.denies() {
        return None;
    }
    let stance = known.tends.unwrap_or(Stance::Expect);
    let span = mention.span.join(time.span);
    let held = Held { stance, degree: None, strength: Some(Strength::Should) };
    let mut draft = Draft { held, ..expected(concept, times, span) };
    draft.fired = std::iter::once(mention.entry.to_string()).chain(time.fired.iter().cloned()).collect();
    draft.condition = scene.condition();
    Some(draft)
}

/// A time as the start of what it stands with.
fn when(time: &TimeMention) -> Times {
    if time.rate.is_some() {
        return Times { every: time.rate.clone(), ..Times::default() };
    }
    let from = time.from.clone().or_else(|| time.until.clone());
    let until = if time.role == TimeRole::Window && time.until != time.from { time.until.clone() } else { None };
    Times { window: Window { from, until, ..Window::default() }, ..Times::default() }
}

/// A time as it is stated: what is forbidden lasts until its end.
fn stated(time: &TimeMention) -> Times {
    let window = Window { from: time.from.clone(), until: time.until.clone(), ..Window::default() };
    Times { window, every: time.rate.clone(), ..Times::default() }
}

/// Whether an amount of hours is a date of its own.
fn is_long_ahead(spec: &TimeSpec) -> bool {
    spec.unit == Some(Unit::Hour) && spec.max.is_some_and(|hours| hours > LONG_HOURS)
}

/// Whether an amount counts days, weeks or months (leaflets are reviewed after years), or names a day.
fn is_long(spec: &TimeSpec) -> bool {
    spec.day.is_some() || matches!(spec.unit, Some(Unit::Day | Unit::Week | Unit::Month))
}

impl Scene<'_> {
    /// What an order to turn to somebody stands behind: "Trouble breathing: 999".
    fn label(&self, concept: &Name, mention: &Mention) -> Option<String> {
        // "Trouble breathing = 911": the sign is part of the name.
        let signed = usize::from(!self.view.sign(mention.first).is_empty());
        let before = || crate::extract::advice::label_before(self.view, mention.first + signed);
        // "Call 911 for chest pain"
        let mut named = self.view.found.concepts.iter().filter(|m| self.sort(m) == Some(ConceptSort::Symptom));
        let signs = || named.next().map(|first| named.fold(first.span, |span, m| span.join(m.span)));
        let span = self.lexicon.is_report(concept).then(|| before().or_else(signs)).flatten()?;
        Some(span.of(self.view.text).to_owned())
    }

    /// Whether a mention begins inside a condition, an exception or an offer that began before it. A condition that leads
    /// and has no end holds what it bears on too ("if you cannot breathe it's 999").
    fn hides_mention(&self, mention: &Mention) -> bool {
        // "This will help protect your skin": what something said before is good for.
        let pronoun = self.view.tokens().first().is_some_and(|t| self.lexicon.is_in_class("subject-pronouns", t.word));
        let explains = |r: &Region| r.kind == RegionKind::Reason && r.first == 0 && pronoun && r.first < mention.first;
        if self.walked.regions.iter().any(|r| explains(r) && mention.first < r.last) {
            return true;
        }
        self.walked.regions.iter().any(|r| {
            matches!(r.kind, RegionKind::Condition | RegionKind::Exception | RegionKind::Courtesy | RegionKind::Aside)
                && r.first < mention.first
                && mention.first < r.last
                && !(r.leads && r.last >= self.view.tokens().len())
        })
    }

    /// "You should not look after small children": what orders by itself, under a prohibition.
    fn forbids(&self, mention: &Mention, stance: Stance) -> bool {
        let held = |g: usize| self.walked.groups[g].held.is_none_or(|h| h.stance == Stance::Avoid);
        stance == Stance::Do
            && self.walked.governed.iter().any(|g| self.view.found.concepts[g.mention] == *mention && held(g.group))
    }

    /// Whether the sentence releases from something, or offers to answer questions outside of a mention.
    fn releases(&self, mention: &Mention) -> bool {
        let offers =
            |r: &Region| r.kind == RegionKind::Courtesy && !(mention.first <= r.first && r.last <= mention.last);
        let reports = mention.concept().is_some_and(|c| self.lexicon.is_report(c));
        reports && self.walked.regions.iter().any(offers)
            || self
                .view
                .found
                .cues
                .iter()
                .any(|c| matches!(c.kind, MentionKind::Cue(CueKind::Unneeded | CueKind::NotNeeded, _)))
    }

    /// Whether something in the sentence is denied or forbidden.
    fn negates(&self) -> bool {
        use CueKind::{Avoid, BareNot, ModalNot, No, Not, NotNeeded, Omit, Unneeded, Wait, Without};
        self.view.found.cues.iter().any(|c| {
            matches!(
                c.kind,
                MentionKind::Cue(
                    Not | ModalNot | No | Avoid | Omit | Unneeded | NotNeeded | Wait | BareNot | Without,
                    _
                )
            )
        })
    }

    /// Whether a time tells when a mention will be: it stands in it, close behind it, or right before it.
    fn is_near(&self, mention: &Mention, time: &TimeMention, forbids: bool) -> bool {
        let role = matches!(
            time.role,
            TimeRole::Point | TimeRole::Start | TimeRole::End | TimeRole::Duration | TimeRole::Bare | TimeRole::Window
        ) || time.role == TimeRole::Rate;
        let long = forbids || time.rate.is_some() || [&time.from, &time.until].into_iter().flatten().any(is_long);
        let tokens = self.view.tokens();
        let first = tokens.partition_point(|t| t.span.end <= time.span.start);
        let last = tokens.partition_point(|t| t.span.start < time.span.end);
        let behind = mention.first <= first && first <= mention.last + REACH;
        let starts = !matches!(time.role, TimeRole::Duration | TimeRole::Bare);
        let before = starts && last <= mention.first && mention.first <= last + REACH / 2;
        role && long && (behind || before) && !self.hides(time)
    }
}
