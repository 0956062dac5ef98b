//! Where does the order begin behind a phrase that opens the sentence without a comma: "After cleaning pat dry"?

use super::{view::View, walk::Walk};
use crate::{
    lexicon::Lexicon,
    model::{MentionKind, TokenKind, VerbForm},
};

/// The most tokens of such a phrase.
const LONGEST: usize = 8;

/// The index of the verb that gives the order, or 0 where no phrase of this kind opens the sentence.
pub fn end(view: &View<'_>, lexicon: &Lexicon) -> usize {
    let tokens = view.tokens();
    let opens = tokens.first().is_some_and(|t| lexicon.is_in_class("openers", t.word));
    if !opens || view.cue_at(0).is_some_and(|c| c.last > 1) {
        return 0;
    }
    let words = tokens.iter().take(LONGEST).take_while(|t| t.kind != TokenKind::Sign).count();
    if let Some(order) = (2..words).find(|&at| is_order(view, lexicon, at)) {
        return order;
    }
    // "After your first shower, no bandage is needed": the words before the comma are a point in time.
    let timed = lexicon.is_in_class("time-openers", tokens[0].word) && view.sign(words) == ",";
    // "After removing the paste, apply oil": what is over by then.
    let done = |c: &crate::model::Mention| c.first == 1 && matches!(c.kind, MentionKind::Cue(_, VerbForm::Gerund));
    let spoken = view.found.cues.iter().any(|c| {
        let says = matches!(c.kind, MentionKind::Cue(..) | MentionKind::Condition(_));
        c.first < words && says && !is_joining(c) && !done(c)
    });
    if timed && !spoken { words } else { 0 }
}

/// Whether a line opens with an order that has an object of its own, and so names no sign: "Come back in two weeks", not "have a
/// fever".
pub fn orders(view: &View<'_>, walked: &Walk, lexicon: &Lexicon) -> bool {
    let verb = view.cue_at(0).filter(|c| matches!(c.kind, MentionKind::Verb(VerbForm::Base)));
    let happens = |at: usize| {
        let word = view.tokens()[at].word;
        ["undergoing", "changing", "having"].iter().any(|class| lexicon.is_in_class(class, word))
    };
    let governs = walked.governed.iter().any(|g| walked.groups[g.group].order && walked.groups[g.group].first == 0);
    verb.is_some_and(|v| !happens(v.first)) && governs
}

/// Whether a word is a verb with what an order has behind it, and the words before it cannot be its subject.
fn is_order(view: &View<'_>, lexicon: &Lexicon, at: usize) -> bool {
    let tokens = view.tokens();
    let base = view.cue_at(at).filter(|c| c.first == at && matches!(c.kind, MentionKind::Verb(VerbForm::Base)));
    let Some(verb) = base else { return false };
    let class = |name, index: usize| tokens.get(index).is_some_and(|t| lexicon.is_in_class(name, t.word));
    // "After you shower pat it dry": somebody who acts in the words that open the sentence.
    let acts = |c: &crate::model::Mention| {
        c.first == 1 && class("time-openers", 0) && matches!(c.kind, MentionKind::Cue(crate::model::CueKind::You, _))
    };
    let spoken = view
        .found
        .cues
        .iter()
        .any(|c| c.first < at && matches!(c.kind, MentionKind::Cue(..)) && !is_joining(c) && !acts(c));
    // "After it gently massage the area": the name begins with the adverb.
    let begins = |m: &crate::model::Mention| m.first == at || m.first + 1 == at && class("adverbs-of-manner", at - 1);
    let within = view.in_concept(at) && !view.found.concepts.iter().any(|m| m.first <= at && at < m.last && begins(m));
    let object = class("determiners", verb.last)
        || view.concepts_at(verb.last).next().is_some()
        || view.concepts_at(at).any(|(_, m)| m.last > at + 1)
        || class("particles", verb.last);
    let noun = class("determiners", at - 1)
        || class("openers", at - 1)
        || class("nouns-too", at) && !class("determiners", verb.last);
    object && !noun && !spoken && !within && !class("persons", at - 1)
}

fn is_joining(cue: &crate::model::Mention) -> bool {
    use crate::model::CueKind as K;
    matches!(cue.kind, MentionKind::Cue(K::And | K::Or | K::Before | K::By | K::To | K::Exception | K::Without, _))
}
