//! Where does advice begin behind a clause that opens the sentence, where no comma parts the two?

use super::{end::takes_object, is_predicate};
use crate::{
    extract::view::View,
    lexicon::Lexicon,
    mention::cue::is_free,
    model::{ConditionKind, CueKind, Mention, MentionKind, TokenKind, VerbForm},
};

/// "If your lips swell or you cannot breathe ring 999": where turning to somebody begins behind an index, with nothing before it
/// that makes it a part of the condition.
pub fn report_behind(view: &View<'_>, lexicon: &Lexicon, from: usize) -> Option<usize> {
    use CueKind::{And, Or, Staff, To, You};
    let governed = |at: usize| {
        let class = |name: &&str| lexicon.is_in_class(name, view.tokens()[at].word);
        let joins = |c: &Mention| matches!(c.kind, MentionKind::Cue(And | Or | You | Staff | To, _));
        let polite = lexicon.is_in_class("politeness", view.tokens()[at].word);
        ["articles", "adjuncts", "persons", "auxiliaries", "to"].iter().any(class)
            || view.cue_over(at).is_some_and(joins)
            || !polite && view.cue_at(at).is_some_and(super::is_predicate)
    };
    let orders = |m: &&Mention| {
        let report = m.first > from + 1 && m.concept().is_some_and(|c| lexicon.is_report(c));
        let base =
            |c: &Mention| matches!(c.kind, MentionKind::Verb(VerbForm::Base) | MentionKind::Cue(_, VerbForm::Base));
        report && view.cue_at(m.first).is_none_or(base) && !governed(m.first - 1)
    };
    view.found.concepts.iter().find(orders).map(|m| m.first)
}

/// "In case of pain take a tablet", "due to the sensitivity avoid heat": what opens at an index has no verb.
pub fn is_nominal(view: &View<'_>, lexicon: &Lexicon, from: usize) -> bool {
    let class = |name, at: Option<usize>| at.is_some_and(|at| lexicon.is_in_class(name, view.tokens()[at].word));
    class("nominal-reasons", from.checked_sub(2)) || class("nominal-openers", from.checked_sub(1))
}

/// Where an order follows a condition without a comma: "if you have pain call us", "if it bleeds press on it". The condition
/// must have had its own verb, and the order's verb no subject.
pub fn unmarked_end(view: &View<'_>, lexicon: &Lexicon, from: usize) -> Option<usize> {
    let tokens = view.tokens();
    let class = |name, at: usize| tokens.get(at).is_some_and(|t| lexicon.is_in_class(name, t.word));
    // "Those with a manual job should …": the clause of the people whom it names ends where they have to do something.
    let people = from.checked_sub(1).is_some_and(|at| class("people-openers", at));
    let mut spoken = is_nominal(view, lexicon, from) || people && class("having-openers", from - 1);
    let acts = from.checked_sub(1).is_some_and(|at| !class("having-openers", at));
    let obliges = |cue: &Mention| {
        let weak = ["modals-of-permission", "inabilities"].iter().any(|name| class(name, cue.first));
        let passive = view.cue_at(cue.last).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Be, _)));
        !weak && !passive
    };
    let mut next = from;
    for cue in view.found.cues.iter().filter(|c| c.first >= from) {
        if cue.first < next || matches!(cue.kind, MentionKind::Condition(ConditionKind::None)) && cue.first == from {
            continue;
        }
        // "If it gets wet it needs changing"
        let goes_on = |at: usize| {
            class("subject-pronouns", at) && (class("needing", at + 1) || view.cue_at(at + 1).is_some_and(is_advice))
        };
        let known = spoken || (from..cue.first).any(|at| class("linking-verbs", at));
        if let Some(at) = (next.max(from + 2)..cue.first).find(|&at| known && goes_on(at)) {
            return Some(at);
        }
        // "If it bleeds press on it", "when the dressing gets wet change it": the condition's verb is no cue.
        spoken |= (next.max(from)..cue.first).any(|at| {
            class("linking-verbs", at)
                || class("subject-pronouns", at) && at + 1 < cue.first && tokens[at + 1].kind == TokenKind::Word
        });
        next = cue.last;
        let before = cue.first.checked_sub(1).filter(|&at| at >= from);
        let subject = cue.first.checked_sub(1).and_then(|at| view.cue_over(at));
        let noun = |at: usize| class("auxiliaries", at) || class("articles", at) || class("definite", at);
        let has_subject = before.is_some_and(noun)
            || subject.is_some_and(|c| {
                matches!(
                    c.kind,
                    MentionKind::Cue(
                        CueKind::You
                            | CueKind::Staff
                            | CueKind::To
                            | CueKind::Must
                            | CueKind::May
                            | CueKind::Not
                            | CueKind::ModalNot
                            | CueKind::And
                            | CueKind::Or
                            | CueKind::Relative
                            | CueKind::Be,
                        _
                    )
                )
            });
        match cue.kind {
            // "In case of itching it is permitted to take a tablet"
            MentionKind::Cue(CueKind::May | CueKind::Must | CueKind::ModalNot | CueKind::Not, _)
                if cue.last - cue.first >= 3
                    && cue.first > from
                    && lexicon.is_in_class("expletives", view.tokens()[cue.first].word) =>
            {
                return Some(cue.first);
            }
            MentionKind::Cue(CueKind::Must | CueKind::May | CueKind::Unneeded, _)
                if people && spoken && cue.first > from =>
            {
                return Some(cue.first);
            }
            // "Those who take aspirin should not drink"
            // "Patients with diabetes must not drive", and not "patients with a pacemaker may not have an MRI" or "clients on
            // retinoids cannot be waxed", which say whom the procedure is not for.
            MentionKind::Cue(CueKind::ModalNot, _)
                if people && spoken && !has_subject && cue.first > from && (acts || obliges(cue)) =>
            {
                return Some(cue.first);
            }
            MentionKind::Cue(CueKind::ModalNot | CueKind::Not, _) if people => spoken = true,
            MentionKind::Verb(VerbForm::Base) if people => spoken = true,
            MentionKind::Cue(CueKind::You, _) if is_unable(view, lexicon, cue) => spoken = true,
            // "Unless there is a reason you cannot take them": it only says which reason is meant.
            MentionKind::Cue(CueKind::You, _) if before.is_some_and(|at| class("reasons-named", at)) => spoken = true,
            MentionKind::Cue(CueKind::You, _) if spoken && speaks_to_reader(view, cue) => return Some(cue.first),
            // "If you have had a sedative you will need someone to take you home": the cue has its subject.
            MentionKind::Cue(CueKind::Must | CueKind::ModalNot | CueKind::Unneeded, _)
                if spoken && !has_subject && class("readers", cue.first) =>
            {
                return Some(cue.first);
            }
            MentionKind::Cue(CueKind::Must, _)
                if (spoken || cue.first > from + 1)
                    && lexicon.is_in_class("politeness", view.tokens()[cue.first].word) =>
            {
                return Some(cue.first);
            }
            MentionKind::Verb(VerbForm::Base) if has_subject || !spoken => spoken |= has_subject,
            MentionKind::Verb(VerbForm::Base) if takes_object(view, cue) => return Some(cue.first),
            MentionKind::Cue(
                CueKind::Not | CueKind::Avoid | CueKind::Wait | CueKind::Limit | CueKind::Either | CueKind::Resume,
                VerbForm::Base | VerbForm::Other,
            ) if spoken && !has_subject => {
                return Some(cue.first);
            }
            MentionKind::Verb(_)
            | MentionKind::Cue(CueKind::Be | CueKind::May | CueKind::Must | CueKind::Reason, _) => {
                spoken = true;
            }
            _ => {}
        }
    }
    None
}

/// Whether a cue is a modal verb that advises.
fn is_advice(cue: &Mention) -> bool {
    matches!(cue.kind, MentionKind::Cue(CueKind::Must | CueKind::ModalNot, _))
}

/// "or you can't breathe": another case, and no prohibition.
pub fn is_unable(view: &View<'_>, lexicon: &Lexicon, you: &Mention) -> bool {
    let or = you.first.checked_sub(1).and_then(|at| view.cue_over(at));
    let unable = |c: &Mention| lexicon.is_in_class("inabilities", view.tokens()[c.last - 1].word);
    or.is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Or, _)))
        && view.cue_at(you.last).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::ModalNot, _)) && unable(c))
}

/// "you should", "you may".
fn speaks_to_reader(view: &View<'_>, you: &Mention) -> bool {
    view.cue_at(you.last).is_some_and(|c| {
        matches!(c.kind, MentionKind::Cue(CueKind::Must | CueKind::ModalNot | CueKind::May | CueKind::Unneeded, _))
    })
}

/// "For best results avoid alcohol", "to prevent infection keep it dry": where an order begins behind words that have no clause
/// of their own, or that have had theirs; something that a concept names must stand behind its verb.
pub fn order_after(view: &View<'_>, lexicon: &Lexicon, from: usize) -> Option<usize> {
    use CueKind::{Avoid, Either, Guard, Limit, Not, Remove, Resume, Wait, You};
    let tokens = view.tokens();
    let class = |name: &str, at: usize| tokens.get(at).is_some_and(|t| lexicon.is_in_class(name, t.word));
    let names = |c: &Mention| {
        view.found.concepts.iter().any(|m| m.first == c.first || m.first >= c.last && m.first <= c.last + 2)
    };
    let cased = from.checked_sub(1).is_some_and(|at| class("asked-cases", at));
    let begins = |c: &&Mention| match c.kind {
        // "If you can take paracetamol it may help": the case has its own subject.
        MentionKind::Cue(You, _) => speaks_to_reader(view, c) && !(c.first == from && cased),
        MentionKind::Verb(VerbForm::Base) => {
            takes_object(view, c) && names(c) && !view.cue_at(c.last).is_some_and(is_predicate)
        }
        MentionKind::Cue(Avoid | Limit | Wait | Either | Resume | Guard | Remove, VerbForm::Base) => names(c),
        // "To prevent infection leave the scar alone"
        MentionKind::Cue(Avoid, VerbForm::Other) => c.first > from && lexicon.cues.concept_of(&c.entry).is_some(),
        MentionKind::Cue(Not, VerbForm::Other | VerbForm::Base) => tokens[c.first].kind == TokenKind::Word,
        _ => false,
    };
    let people = from.checked_sub(1).is_some_and(|at| class("people-openers", at));
    // "This can wash away the clot": the verb of what opens.
    let told = from.checked_sub(1).is_some_and(|at| class("auxiliaries", at));
    let alone = |at: usize| view.sign(at - 1) != "," && is_free(at, tokens, &view.found.cues, lexicon);
    let free = |c: &&Mention| if c.first == from { !people && !told } else { alone(c.first) };
    view.found.cues.iter().filter(|c| c.first >= from).find(|c| begins(c) && free(c)).map(|c| c.first)
}
