//! What does an answer say of what its question asks? "Can I exercise? Not for 24 hours."

use super::{context::Topic, region::RegionKind, stance::Held, view::View, walk::Walk};
use crate::{
    lexicon::{ConceptSort, Lexicon, Question},
    model::{
        ConditionKind, CueKind, Mention, MentionKind, Stance, Strength, TimeMention, TimeRole, Token, TokenKind,
        VerbForm,
    },
};

/// The most words of a question that asks after a state.
const LONGEST_STATE: usize = 10;

/// The most words of one that names no sign.
const LONGEST_PLAIN_STATE: usize = 5;

/// The most tokens of a question that only names something: "shower or have a bath?"
const LONGEST_ASKED: usize = 7;

/// What a sentence asks, if it is a question.
pub fn question(view: &View<'_>, lexicon: &Lexicon) -> Option<Question> {
    let tokens = view.tokens();
    // "When can I …?" ends with both signs.
    let ends = tokens.last().is_some_and(|t| t.span.of(view.text).ends_with('?'));
    if !ends {
        return None;
    }
    for at in 0..tokens.len() {
        if let Some((values, _)) = lexicon.questions.longest(tokens, at) {
            return values.first().map(|&&q| q).filter(|&q| !asks_to_omit(view, q, lexicon));
        }
    }
    let named =
        |t: &Token| {
            t.kind != TokenKind::Word
                || view.found.concepts.iter().any(|c| c.span.contains(t.span))
                || view.found.cues.iter().any(|c| {
                    c.span.contains(t.span) && matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Or, _))
                })
        };
    let acts = view.cue_at(0).is_some_and(|c| matches!(c.kind, MentionKind::Verb(VerbForm::Base)));
    let is_short = (tokens.len() <= 5 || acts && tokens.len() <= LONGEST_ASKED || tokens.iter().all(named))
        && !view.found.concepts.is_empty();
    is_short.then_some(Question::Named)
}

/// "Can I skip the sunscreen?", "Am I banned from swimming?", "What can I not eat?": the answer is the other way round, and better
/// unclear than inverted.
fn asks_to_omit(view: &View<'_>, question: Question, lexicon: &Lexicon) -> bool {
    use CueKind as K;
    let omits = |c: &Mention| match c.kind {
        MentionKind::Cue(K::Avoid | K::Omit | K::Without | K::Bad, _) => question == Question::May,
        MentionKind::Cue(K::Not | K::ModalNot | K::BareNot, _) => question == Question::What,
        _ => false,
    };
    // "Can a shower give me an infection?", "Can I take the sling off?": what a thing does, or what is worn
    let asker = |t: &Token| lexicon.is_in_class("askers", t.word);
    let harms = view.tokens().iter().any(|t| lexicon.is_in_class("bring-about", t.word))
        && view.tokens().get(1).is_some_and(|t| !asker(t))
        && matches!(question, Question::May | Question::Named);
    let removal = |m: &Mention| m.concept().is_some_and(|c| lexicon.roles.removals.contains(c));
    let takes_off = question == Question::May
        && view.found.cues.iter().any(|c| matches!(c.kind, MentionKind::Cue(K::Remove, _)))
        && !view.found.concepts.iter().any(removal);
    if harms || takes_off {
        return true;
    }
    // "Is swimming forbidden?", "Is it bad to shower?": what is judged answers as it is asked.
    let is = view.tokens().first().is_some_and(|t| lexicon.is_in_class("states", t.word));
    let judges = |c: &Mention| is && matches!(c.kind, MentionKind::Cue(K::Bad, _));
    view.found.cues.iter().any(|c| omits(c) && !judges(c))
}

/// "Return to activity", "Getting back to normal": a title under which it stands from when something may be done again.
pub fn resumes(view: &View<'_>, lexicon: &Lexicon) -> bool {
    let opens = |c: &Mention| c.first == 0 && matches!(c.kind, MentionKind::Cue(CueKind::Resume, _));
    let speaks = |c: &Mention| {
        use CueKind::{Avoid, Bad, Be, Good, May, ModalNot, Must, Needed, No, Not, Wait};
        let kinds = [Avoid, Bad, Be, Good, May, ModalNot, Must, Needed, No, Not, Wait];
        match c.kind {
            MentionKind::Cue(kind, _) => kinds.contains(&kind),
            MentionKind::Condition(_) => true,
            _ => false,
        }
    };
    let ends = view.tokens().last().is_some_and(|t| matches!(t.span.of(view.text), "." | "!"));
    let resumed = |m: &Mention| m.concept().is_some_and(|c| lexicon.roles.resumed.contains(c));
    view.found.cues.iter().any(opens)
        && view.found.concepts.iter().any(resumed)
        && !ends
        && view.found.times.is_empty()
        && !view.found.cues.iter().any(speaks)
}

/// The state that a sentence asks after, which is the condition of the next one: "Itchy? Take an antihistamine."
pub fn state(view: &View<'_>, lexicon: &Lexicon) -> Option<String> {
    let tokens = view.tokens();
    let words = tokens.iter().filter(|t| t.kind == TokenKind::Word).count();
    let asks = tokens.last().is_some_and(|t| t.span.of(view.text) == "?");
    if !asks || words > LONGEST_STATE || (0..tokens.len()).any(|at| lexicon.questions.longest(tokens, at).is_some()) {
        return None;
    }
    let sort = |m: &Mention| m.concept().and_then(|c| lexicon.concepts.get(c)).map(|c| c.sort);
    let is_state = |m: &Mention| sort(m) == Some(ConceptSort::Symptom);
    let opens = |m: &Mention| m.first == 0 && matches!(m.kind, MentionKind::Condition(ConditionKind::Opens));
    let first = tokens.first().is_some_and(|t| lexicon.is_in_class("asks-state", t.word));
    // "Upper tooth out?", "blood coming through?": not "fresh ink?", which is what the text is about.
    let class = |name, t: &Token| lexicon.is_in_class(name, t.word);
    let open = tokens.first().is_some_and(|t| t.kind == TokenKind::Word && !class("asking", t));
    let plain = view.found.concepts.iter().all(is_state) && !tokens.iter().any(|t| class("businesslike", t));
    let about =
        || tokens.iter().any(|t| class("made-before", t)) || !super::procedure::named(tokens, true, lexicon).is_empty();
    let plainly =
        open && plain && (2..=LONGEST_PLAIN_STATE).contains(&words) && view.found.times.is_empty() && !about();
    let names = plainly || first || view.found.concepts.iter().any(is_state) || view.found.cues.iter().any(opens);
    let does = view.found.concepts.iter().any(|m| sort(m) == Some(ConceptSort::Activity));
    (names && !does).then(|| view.sentence.span.of(view.text).trim_end_matches('?').trim().to_owned())
}

/// Whether a sentence's first cue says that nothing else is meant: "only after two weeks".
pub fn says_only(view: &View<'_>, lexicon: &Lexicon) -> bool {
    let sole = |c: &Mention| lexicon.is_in_class("sole", view.tokens()[c.first].word);
    view.found.cues.first().is_some_and(|c| match c.kind {
        MentionKind::Cue(CueKind::Only, _) => true,
        MentionKind::Cue(CueKind::Wait, _) => sole(c),
        _ => false,
    })
}

/// What the answer in a sentence holds of a topic of its question; `None` where it answers nothing by itself. `tends`: what
/// nearly every leaflet holds of the topic.
pub fn answer(
    question: Question,
    topic: &Topic,
    tends: Option<Stance>,
    view: &View<'_>,
    walked: &Walk,
    lexicon: &Lexicon,
) -> Option<Held> {
    let once = lexicon.roles.momentary.contains(&topic.concept);
    if question == Question::What || is_taken_off_then(view, lexicon) {
        return None;
    }
    let held = |stance| Some(Held { stance, degree: None, strength: Some(Strength::May) });
    let forbids = topic.held.is_some_and(|h| h.stance == Stance::Avoid);
    let lead = dated_part(view, walked);
    let dated = |t: &&TimeMention| lead.is_none_or(|at| t.span.end <= view.tokens()[at].span.start);
    let times: Vec<&TimeMention> = view.found.times.iter().filter(dated).collect();
    let starts = || times.iter().any(|t| matches!(t.role, TimeRole::Start | TimeRole::Point));
    let lasts = || times.iter().any(|t| matches!(t.role, TimeRole::Bare | TimeRole::Duration | TimeRole::End));
    let ends = || times.iter().any(|t| matches!(t.role, TimeRole::Duration | TimeRole::End));
    let often = || times.iter().any(|t| t.role == TimeRole::Rate);
    if says_only(view, lexicon) && starts() && !lasts() && !forbids {
        // "Only after 72 hours"
        return held(Stance::Allow);
    }
    if !forbids && puts_off(view) {
        return held(Stance::Avoid);
    }
    match (opening(view), question) {
        (Some(true), _) if forbids => return held(Stance::Avoid),
        // "How long do I have to wait before drinking? Not for a day."
        (Some(false), Question::Wait | Question::Keep) if forbids && ends() => return held(Stance::Avoid),
        // "Should I avoid alcohol? Not for a day." says either.
        (Some(false), _) if forbids && ends() => return None,
        // "Do I have to stop my tablets? No": they may be taken.
        (Some(false), _) if forbids => return held(Stance::Allow),
        (Some(true), Question::Must | Question::Keep) => return held(Stance::Do),
        // "Sunscreen? Yes, daily"
        (Some(true), Question::Named) if often() && tends != Some(Stance::Avoid) => return held(Stance::Do),
        (Some(true), _) => return held(Stance::Allow),
        (Some(false), Question::Must) if tends != Some(Stance::Avoid) => return held(Stance::Unneeded),
        (Some(false), _) => return held(Stance::Avoid),
        (None, _) => {}
    }
    if denies_time(view) {
        return held(Stance::Avoid);
    }
    let estimated = walked.regions.iter().any(|r| r.kind == RegionKind::Condition);
    let waits = matches!(question, Question::When | Question::Wait);
    if waits && estimated && lasts() && !starts() && !forbids && walked.groups.is_empty() {
        // "Driving: when you can brake hard, usually ten days"
        return held(Stance::Allow);
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
    // "You can, from day two."
    let ends = |at: usize| {
        view.tokens()
            .get(at)
            .is_none_or(|t| t.kind == TokenKind::Sign || times.iter().any(|m| m.span.start == t.span.start))
    };
    let permits = |l: &super::stance::Link| l.kind == CueKind::May;
    if let Some(group) = dangling.clone().find(|g| g.chain.len() == 1 && g.chain.iter().all(permits) && ends(g.last))
        && !forbids
    {
        return group.held;
    }
    let only_no = |g: &super::walk::Group| g.chain.iter().all(|l| matches!(l.kind, CueKind::No | CueKind::Not));
    let denies = |g: &&super::walk::Group| {
        g.chain.iter().any(|l| answers(l.kind)) && !(only_no(g) && is_manner(view, g.last, lexicon))
    };
    if let Some(group) = dangling.into_iter().find(denies) {
        // "Should I stop my aspirin? Not unless your doctor says so.": the denial of a ban is none.
        let turned = forbids && only_no(group);
        return group.held.filter(|_| !turned);
    }
    if judges_first(view) && lasts() && !forbids {
        return held(Stance::Avoid);
    }
    let recommends = |g: &super::walk::Group| only_recommends(g) && ends(g.last);
    if lead.is_none() && (!walked.governed.is_empty() || !walked.groups.iter().all(recommends)) {
        return None;
    }
    if question == Question::Keep {
        return held(Stance::Do).filter(|_| (lasts() || often()) && tends != Some(Stance::Avoid));
    }
    if starts() {
        return held(if question == Question::Must { Stance::Do } else { Stance::Allow });
    }
    if lasts() && waits && (question == Question::When || tends != Some(Stance::Avoid)) {
        // "Drops: one every two hours for a week", "When do my stitches come out? Ten days."
        if often() || once {
            return held(Stance::Do);
        }
        if question == Question::When && !starts() && !forbids && tends != Some(Stance::Do) {
            // "When can I drive? About a week."
            return held(Stance::Allow);
        }
    }
    if question == Question::Named && lasts() && !forbids {
        // "And the gym? Two weeks.", "Saunas? A month."
        let resumed = lexicon.roles.resumed.contains(&topic.concept);
        return held(if resumed { Stance::Allow } else { Stance::Avoid })
            .filter(|_| resumed || tends == Some(Stance::Avoid));
    }
    held(Stance::Avoid).filter(|_| lasts() && matches!(question, Question::When | Question::Wait))
}

/// "Stockings: off after two weeks": whether a time says from when a thing is taken off.
pub fn is_taken_off_then(view: &View<'_>, lexicon: &Lexicon) -> bool {
    let tokens = view.tokens();
    let dated =
        |at: usize| tokens.get(at).is_some_and(|t| view.found.times.iter().any(|m| m.span.start == t.span.start));
    (0..tokens.len()).any(|at| dated(at + 1) && lexicon.is_in_class("taken-off", tokens[at].word))
}

/// "Bath: warm, not hot, tonight": whether the word at an index says how, and not whether.
fn is_manner(view: &View<'_>, at: usize, lexicon: &Lexicon) -> bool {
    let plain = |t: &Token| t.kind == TokenKind::Word && !lexicon.is_in_class("pronouns", t.word);
    let word = view.tokens().get(at).is_some_and(plain) && !view.is_in_time(at);
    word && view.cue_at(at).is_none() && !view.sign(at + 1).is_empty()
}

/// The most words beside a time that opens an answer: "four weeks at the very least, and no sunbeds".
const MOST_BESIDE_TIME: usize = 3;

/// The index of the comma that ends the time with which an answer opens, where all else is said behind it: "Two days, and avoid
/// saunas too."
pub fn dated_part(view: &View<'_>, walked: &Walk) -> Option<usize> {
    let tokens = view.tokens();
    let time = view.found.times.iter().find(|t| tokens.first().is_some_and(|k| k.span.start == t.span.start))?;
    let last = tokens.partition_point(|t| t.span.start < time.span.end);
    let comma = (last..tokens.len().min(last + MOST_BESIDE_TIME + 1)).find(|&at| view.sign(at) == ",")?;
    let joins = view.cue_at(comma + 1).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::And, _)));
    let first = walked.groups.iter().map(|g| g.first).min()?;
    let amount = matches!(time.role, TimeRole::Bare | TimeRole::Duration | TimeRole::End | TimeRole::Start);
    (joins && amount && first > comma).then_some(comma)
}

/// "We suggest 24 hours": whether a group only recommends.
pub fn only_recommends(group: &super::walk::Group) -> bool {
    !group.order && group.chain.iter().all(|l| l.kind == CueKind::Must)
}

/// "Yes, but wait two days", "you can, but not for the first week": whether all that is dated is what a contrast puts off.
fn puts_off(view: &View<'_>) -> bool {
    let is = |c: &Mention, kinds: &[CueKind]| matches!(c.kind, MentionKind::Cue(k, _) if kinds.contains(&k));
    let cues = &view.found.cues;
    let Some(but) = cues.iter().find(|c| is(c, &[CueKind::Contrast])) else { return false };
    let grants = cues.iter().any(|c| c.last <= but.first && is(c, &[CueKind::Yes, CueKind::May, CueKind::Good]));
    let denies = [CueKind::Wait, CueKind::BareNot, CueKind::Not, CueKind::ModalNot];
    let next = |c: &Mention| c.last >= view.tokens().len() || view.is_in_time(c.last) || view.is_in_time(c.last - 1);
    let puts_off = cues.iter().any(|c| but.last <= c.first && c.first <= but.last + 1 && is(c, &denies) && next(c));
    let lasts = |t: &TimeMention| matches!(t.role, TimeRole::Bare | TimeRole::Duration | TimeRole::End);
    let times = &view.found.times;
    grants
        && puts_off
        && view.found.concepts.iter().all(|m| view.is_in_time(m.first))
        && !times.is_empty()
        && times.iter().all(|t| t.span.start >= but.span.end && lasts(t))
}

/// "Not on the day", "not for a week": a denial with a time directly behind it opens the answer.
fn denies_time(view: &View<'_>) -> bool {
    let Some(cue) = view.found.cues.first().filter(|c| c.first == 0) else { return false };
    let not = matches!(cue.kind, MentionKind::Cue(CueKind::BareNot | CueKind::Not | CueKind::No, _));
    let next = view.tokens().get(cue.last);
    not && next.is_some_and(|n| view.found.times.iter().any(|t| t.span.start == n.span.start))
}

/// "Best left for a day", "off limits for a week": the answer opens with its verdict.
fn judges_first(view: &View<'_>) -> bool {
    let opens = |c: &Mention| c.first == 0 && matches!(c.kind, MentionKind::Cue(CueKind::Bad, _));
    view.found.cues.first().is_some_and(opens)
}

/// Whether a sentence opens with "yes" or "no".
pub fn opening(view: &View<'_>) -> Option<bool> {
    let cue = view.found.cues.first()?;
    if cue.first > 1 {
        return None;
    }
    let ends = cue.last >= view.tokens().len() || !view.sign(cue.last).is_empty();
    match cue.kind {
        MentionKind::Cue(CueKind::Yes, _) => Some(true),
        MentionKind::Cue(CueKind::No | CueKind::Not, _) if !ends => None,
        MentionKind::Cue(CueKind::NoAnswer | CueKind::No | CueKind::Not, _)
        | MentionKind::Cue(CueKind::Wait, VerbForm::Other) => Some(false),
        _ => None,
    }
}

/// A start that says until when: "not earlier than six weeks".
pub fn ending(time: TimeMention) -> TimeMention {
    match time.role {
        TimeRole::Start => TimeMention { role: TimeRole::End, until: time.from.clone(), from: None, ..time },
        _ => time,
    }
}

/// An amount that says from when: "when you can brake hard, usually ten days".
pub fn starting(time: TimeMention) -> TimeMention {
    match time.role {
        TimeRole::Bare | TimeRole::Duration | TimeRole::End => {
            TimeMention { role: TimeRole::Start, from: time.until.clone(), until: None, ..time }
        }
        _ => time,
    }
}
