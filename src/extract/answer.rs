//! What does an answer say of what its question asks? "Can I exercise? Not for 24 hours."

use super::{context::Topic, region::View, stance::Held, walk::Walk};
use crate::{
    lexicon::{Lexicon, Question},
    model::{CueKind, MentionKind, Stance, Strength, TimeRole},
};

/// What a sentence asks, if it is a question.
pub fn question(view: &View<'_>, lexicon: &Lexicon) -> Option<Question> {
    let tokens = view.tokens();
    let ends = tokens.last().is_some_and(|t| t.span.of(view.text) == "?");
    if !ends {
        return None;
    }
    for at in 0..tokens.len() {
        if let Some((values, _)) = lexicon.questions.longest(tokens, at) {
            return values.first().map(|&&q| q);
        }
    }
    let is_short = tokens.len() <= 5 && !view.found.concepts.is_empty();
    is_short.then_some(Question::May)
}

/// What the answer in a sentence holds of the topics of its question; `None` where it answers nothing by itself.
pub fn answer(question: Question, topics: &[Topic], view: &View<'_>, walked: &Walk) -> Option<Held> {
    if topics.is_empty() || question == Question::What {
        return None;
    }
    let held = |stance| Some(Held { stance, degree: None, strength: Some(Strength::May) });
    match opening(view) {
        Some(true) => return held(if question == Question::Must { Stance::Do } else { Stance::Allow }),
        Some(false) => return held(if question == Question::Must { Stance::Unneeded } else { Stance::Avoid }),
        None => {}
    }
    let answers = |k: CueKind| {
        matches!(
            k,
            CueKind::Wait
                | CueKind::Avoid
                | CueKind::Resume
                | CueKind::Not
                | CueKind::ModalNot
                | CueKind::Unneeded
                | CueKind::No
        )
    };
    let dangling = walked.dangling.iter().map(|&i| &walked.groups[i]);
    if let Some(group) = dangling.into_iter().find(|g| g.chain.iter().any(|l| answers(l.kind))) {
        return group.held;
    }
    if !walked.governed.is_empty() || !walked.groups.is_empty() {
        return None;
    }
    let times = &view.found.times;
    if times.iter().any(|t| matches!(t.role, TimeRole::Start | TimeRole::Point)) {
        return held(if question == Question::Must { Stance::Do } else { Stance::Allow });
    }
    if times.iter().any(|t| matches!(t.role, TimeRole::Bare | TimeRole::Duration | TimeRole::End))
        && matches!(question, Question::When | Question::Wait)
    {
        return held(Stance::Avoid);
    }
    None
}

/// Whether a sentence opens with "yes" or "no".
fn opening(view: &View<'_>) -> Option<bool> {
    let cue = view.found.cues.first()?;
    if cue.first > 1 {
        return None;
    }
    let ends = cue.last >= view.tokens().len() || !view.sign(cue.last).is_empty();
    match cue.kind {
        MentionKind::Cue(CueKind::Yes, _) => Some(true),
        MentionKind::Cue(CueKind::No | CueKind::Not, _) if !ends => None,
        MentionKind::Cue(CueKind::NoAnswer | CueKind::No | CueKind::Not, _)
        | MentionKind::Cue(CueKind::Wait, crate::model::VerbForm::Other) => Some(false),
        _ => None,
    }
}
