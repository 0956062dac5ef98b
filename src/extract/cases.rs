//! In which case does advice hold whose words state it beside a condition? "No alcohol with these tablets", "a blister may form: do
//! not pop it", "for two days, or while you take opioids".

use super::{DocumentReader, assemble::Draft, region::Region, view::View};
use crate::{
    lexicon::{ConceptSort, Lexicon},
    model::{ConditionKind, CueKind, Mention, MentionKind, Span, Stance, TokenKind},
};

/// How far behind what is not mixed with medicines they are named, in tokens.
const NEAREST_MEDICINE: usize = 8;

/// The most words of a sentence that says what may be seen.
const LONGEST_CHANCE: usize = 25;

/// "Do not drink alcohol with them", "no driving on strong tablets": the medicine beside which something is not done.
pub fn with_medicine(view: &View<'_>, mention: &Mention, stance: Stance, lexicon: &Lexicon) -> Option<Span> {
    let named = mention.concept().is_some_and(|c| lexicon.roles.unmixed.contains(c));
    if stance != Stance::Avoid || !named {
        return None;
    }
    let tokens = view.tokens();
    let class = |name, at: usize| tokens.get(at).is_some_and(|t| lexicon.is_in_class(name, t.word));
    let clause = |at: &usize| !matches!(view.sign(*at), ";" | "." | ":" | ",");
    let reach = (mention.first..tokens.len().min(mention.last + NEAREST_MEDICINE)).take_while(clause);
    let joins = |at: usize| class("beside-medicines", at) && view.cue_at(at).is_none_or(|c| c.last == at + 1);
    let beside = reach.into_iter().find(|&at| joins(at))?;
    let named = (beside + 1..tokens.len().min(beside + 6)).find(|&at| class("pills", at));
    let pills = named.map(|first| (first..tokens.len()).take_while(|&at| class("pills", at)).last().unwrap_or(first));
    // "with it", at the end of the clause
    let pronoun = Some(beside + 1).filter(|&at| class("pronouns", at) && class("with", beside) && ends(view, at + 1));
    let last = pills.or(pronoun)?;
    Some(tokens[beside].span.join(tokens[last].span))
}

fn ends(view: &View<'_>, at: usize) -> bool {
    let joins = |c: &Mention| matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Or | CueKind::Contrast, _));
    view.tokens().get(at).is_none_or(|t| t.kind == TokenKind::Sign) || view.cue_at(at).is_some_and(joins)
}

/// "For 24 hours, or while you take opioids", "after a week (four weeks if the right leg was done)", "for two days and then as
/// needed": whether a condition bears on the second of two times.
pub fn is_of_second_time(view: &View<'_>, region: &Region, lexicon: &Lexicon) -> bool {
    let tokens = view.tokens();
    let passes = |at: usize| {
        view.is_in_time(at)
            || lexicon.is_in_class("then", tokens[at].word)
            || lexicon.is_in_class("not", tokens[at].word)
    };
    let Some(joint) = (0..region.first).rev().find(|&at| !passes(at)) else { return false };
    let between = joint + 1 < region.first;
    let dated = (joint + 1..region.first).any(|at| view.is_in_time(at));
    let kind =
        |kind: CueKind| view.cue_at(joint).is_some_and(|c| matches!(c.kind, MentionKind::Cue(k, _) if k == kind));
    let bracket = view.sign(joint) == "(" && dated;
    let earlier = view.found.times.iter().any(|t| t.span.end <= tokens[joint].span.start);
    earlier && !region.leads && (kind(CueKind::Or) || kind(CueKind::And) && between || bracket)
}

impl DocumentReader<'_> {
    /// "A blister may form. Do not pop it": what may be seen, as the sentence before says, of a draft that is about it.
    pub fn chance_before(&self, index: usize, draft: &Draft) -> Option<String> {
        let (document, lexicon) = (self.frame.document, self.frame.lexicon);
        let roles = &lexicon.roles;
        if !roles.on_signs.contains(&draft.concept) || draft.held.stance == Stance::Expect {
            return None;
        }
        let sentences = &self.segmented.sentences;
        let before = index.checked_sub(1).filter(|&b| sentences[b].block == sentences[index].block)?;
        let found = &self.mentions[before];
        let tokens = &sentences[before].tokens;
        let known = |m: &Mention| m.concept().and_then(|c| lexicon.concepts.get(c)).map(|c| c.sort);
        let sign = found.concepts.iter().any(|m| known(m) == Some(ConceptSort::Symptom));
        let perhaps = tokens.iter().any(|t| lexicon.is_in_class("perhaps", t.word));
        let stated = |c: &Mention| matches!(c.kind, MentionKind::Condition(ConditionKind::Opens));
        let words = tokens.iter().filter(|t| t.kind == TokenKind::Word).count();
        let chance = sign && words <= LONGEST_CHANCE && (perhaps || found.cues.iter().any(stated));
        chance.then(|| sentences[before].span.of(&document.text).trim().to_owned())
    }
}
