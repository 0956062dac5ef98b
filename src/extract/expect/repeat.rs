//! How many sessions, and how far apart? Numbers of sessions need no other word.

use super::{Scene, expected};
use crate::{
    extract::assemble::{Draft, Times},
    lexicon::Course,
    model::{Mention, Name, Rate, TimeMention, TimeRole, TimeSpec, Unit},
};

/// What a sentence says of the number of sessions and the distance between them.
pub fn repeats(scene: &Scene<'_>) -> Vec<Draft> {
    let mut out = Vec::new();
    for time in &scene.view.found.times {
        if !scene.hides(time) {
            out.extend(repeat(scene, time));
        }
    }
    out
}

fn repeat(scene: &Scene<'_>, time: &TimeMention) -> Option<Draft> {
    let roles = &scene.lexicon.roles;
    let (concept, times) = match time.role {
        TimeRole::Count if !scene.is_length(time) && (scene.asks_repeats() || names_sessions(scene, time)) => {
            (roles.session_count.as_ref()?, Times { count: time.count, ..Times::default() })
        }
        TimeRole::Spacing => {
            // "at 15-minute intervals" is no distance between sessions.
            let brief = |r: &Rate| matches!(r.period_unit, Some(Unit::Second | Unit::Minute | Unit::Hour));
            let rate = time.rate.clone().filter(|r| !brief(r));
            (roles.session_spacing.as_ref()?, every(rate))
        }
        TimeRole::Rate => {
            let rate = time.rate.as_ref()?;
            let long = matches!(rate.period_unit, Some(Unit::Week | Unit::Month | Unit::Year));
            let concept = roles.session_spacing.as_ref()?;
            (scene.near(concept, time).is_some() || scene.counts() || scene.asks_repeats())
                .then_some(())
                .filter(|()| long)?;
            (concept, every(Some(rate.clone())))
        }
        TimeRole::Point | TimeRole::Start | TimeRole::Bare => {
            let concept = roles.session_spacing.as_ref()?;
            scene.near(concept, time)?;
            (concept, every(period(time.from.as_ref().or(time.until.as_ref())?)))
        }
        _ => return None,
    };
    times.every.is_some().then_some(()).or(times.count.map(|_| ()))?;
    let mut draft = expected(concept.clone(), times, scene.clause_of(time));
    draft.fired.clone_from(&time.fired);
    draft.condition = scene.condition();
    Some(draft)
}

/// Whether a count names what it counts.
fn names_sessions(scene: &Scene<'_>, time: &TimeMention) -> bool {
    time.fired.iter().all(|f| !scene.lexicon.roles.counted_if_asked.contains(f))
}

fn every(rate: Option<Rate>) -> Times {
    Times { every: rate, ..Times::default() }
}

/// An amount as the period of one time.
fn period(spec: &TimeSpec) -> Option<Rate> {
    let unit = spec.unit.filter(|u| matches!(u, Unit::Day | Unit::Week | Unit::Month | Unit::Year))?;
    Some(Rate {
        text: spec.text.clone(),
        count_min: Some(1.0),
        count_max: Some(1.0),
        period_min: spec.min,
        period_max: spec.max,
        period_unit: Some(unit),
    })
}

impl Scene<'_> {
    /// Whether a condition or an exception has a time in it.
    pub(super) fn hides(&self, time: &TimeMention) -> bool {
        use crate::extract::region::RegionKind;
        let tokens = self.view.tokens();
        let at = tokens.partition_point(|t| t.span.end <= time.span.start);
        self.walked.regions.iter().any(|r| {
            let open = r.kind == RegionKind::Condition && r.leads && r.last >= tokens.len();
            let again = open && (r.first + 3..at).any(|i| self.tells(i, Course::Refers));
            r.first <= at
                && at < r.last
                && matches!(r.kind, RegionKind::Condition | RegionKind::Exception | RegionKind::Aside)
                && !again
        })
    }

    /// "One session takes an hour" counts nothing.
    fn is_length(&self, time: &TimeMention) -> bool {
        let length = self.lexicon.roles.session_length.as_ref();
        self.view
            .found
            .concepts
            .iter()
            .any(|m| m.concept() == length && time.span.start <= m.span.start && m.span.start < time.span.end)
    }

    /// Whether the question before asks how many sessions, or how often.
    fn asks_repeats(&self) -> bool {
        self.earlier.asked.iter().any(|(c, _)| super::is_repeat(c, self.lexicon))
    }

    /// Whether a number of sessions is given.
    fn counts(&self) -> bool {
        self.view.found.times.iter().any(|t| t.role == TimeRole::Count)
    }

    /// A mention of a concept that reaches a time or stands right before it.
    fn near(&self, concept: &Name, time: &TimeMention) -> Option<&Mention> {
        let touches = |m: &&Mention| {
            m.concept() == Some(concept) && m.span.start < time.span.end && time.span.start <= m.span.end + 2
        };
        self.view.found.concepts.iter().find(touches)
    }

    fn clause_of(&self, time: &TimeMention) -> crate::model::Span {
        let at = self.view.tokens().partition_point(|t| t.span.end <= time.span.start);
        self.clause(at.min(self.view.tokens().len() - 1), &[";", ","]).join(time.span)
    }
}
