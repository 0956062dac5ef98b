//! What does a sentence take from those before it? Things that a pronoun means, signs, times that "until then" points to.

use std::ops::Deref;

use super::{DocumentReader, SHORTEST_ANSWER, advice, assemble::Draft, context::Context, then, view::View, walk::Walk};
use crate::{
    lexicon::{ConceptSort, Thing},
    model::{
        ConditionKind, CueKind, Mention, MentionKind, Rule, Sentence, Stance, TimeSpec, Token, TokenKind, VerbForm,
    },
};

/// How many rules back "then" may refer.
const MOST_BACK: usize = 4;

/// How many sentences back a pronoun may refer.
const MOST_SENTENCES: usize = 2;

impl DocumentReader<'_> {
    /// The rule that a sentence goes on with ("this includes showers"): the last one of the sentence before it.
    pub fn goes_on(&self, sentence: usize, block: usize) -> Option<usize> {
        let cues = &self.mentions[sentence].cues;
        // "These are not:" is the other way round.
        let denied =
            |at: usize| cues.iter().any(|c| c.first == at && matches!(c.kind, MentionKind::Cue(CueKind::BareNot, _)));
        let likewise = |c: &Mention| c.first == 0 && matches!(c.kind, MentionKind::Cue(CueKind::Likewise, _));
        let opens = cues.first().is_some_and(|c| likewise(c) && !denied(c.last))
            || self.is_only_an_example(sentence)
            || self.says_the_same(sentence);
        let before = sentence.checked_sub(1).filter(|s| opens && self.segmented.of_block[block].contains(s))?;
        let span = self.segmented.sentences[before].span;
        // "Ask us before you take a blood thinner. These include aspirin."
        let held = |r: &Rule| r.stance != Stance::Expect && !self.frame.lexicon.is_report(&r.concept);
        self.rules.iter().rposition(|r| span.start <= r.start && r.end <= span.end && held(r))
    }

    /// "Avoid the sun. Especially tanning beds.": whether a sentence only gives examples of what the one before it is about.
    fn is_only_an_example(&self, sentence: usize) -> bool {
        let cues = &self.mentions[sentence].cues;
        let opens = |c: &Mention| c.first == 0 && matches!(c.kind, MentionKind::Cue(CueKind::Example, _));
        let lists = |c: &Mention| {
            matches!(
                c.kind,
                MentionKind::Cue(CueKind::And | CueKind::Or | CueKind::Example, _)
                    | MentionKind::Verb(VerbForm::Gerund | VerbForm::Base)
            )
        };
        cues.first().is_some_and(opens) && cues.iter().all(lists) && self.mentions[sentence].times.is_empty()
    }

    /// "Saunas fall under the same rule": whether a sentence says of what it names only what was said before it.
    fn says_the_same(&self, sentence: usize) -> bool {
        let cues = &self.mentions[sentence].cues;
        let ends = |c: &Mention| {
            matches!(c.kind, MentionKind::Cue(CueKind::Same, _))
                && self.segmented.sentences[sentence].tokens[c.last..].iter().all(|t| t.kind == TokenKind::Sign)
        };
        let joins = |c: &Mention| matches!(c.kind, MentionKind::Cue(CueKind::And | CueKind::Or, _));
        let verb = |c: &Mention| matches!(c.kind, MentionKind::Verb(VerbForm::Gerund));
        cues.last().is_some_and(ends) && cues[..cues.len() - 1].iter().all(|c| joins(c) || verb(c))
    }

    /// What a sentence that names nothing holds of what was named before it.
    pub fn recalled(
        &self,
        index: usize,
        view: &View<'_>,
        walked: &dyn Deref<Target = Walk>,
        context: &Context,
        is_item: bool,
        read: &[Draft],
    ) -> Vec<Draft> {
        let lexicon = self.frame.lexicon;
        let acts = |c: &Mention| matches!(c.kind, MentionKind::Verb(_) | MentionKind::Cue(..));
        if !view.found.cues.iter().any(acts) {
            return Vec::new();
        }
        let walked: &Walk = walked;
        let is_subject =
            |t: &Token| ["subject-pronouns", "earliest"].iter().any(|class| lexicon.is_in_class(class, t.word));
        // "Alcohol thins the blood. Best avoided for a day."
        let dated = !view.found.times.is_empty() && view.found.concepts.is_empty();
        if walked.dangling.is_empty() && !dated && !view.tokens().iter().any(is_subject) {
            return Vec::new();
        }
        let reading = advice::Reading { view, walked, context, is_item, lexicon };
        reading.recalled(&self.antecedents(index), read)
    }

    /// The things that were named in the two sentences before one, then in its headings, the nearest first.
    fn antecedents(&self, index: usize) -> Vec<advice::Antecedent> {
        let sentences = &self.segmented.sentences;
        let section = sentences[index].section;
        let mut out = Vec::new();
        let before = (index.saturating_sub(MOST_SENTENCES)..index).rev();
        for at in before.take_while(|&i| sentences[i].section == section) {
            let named = self.mentions[at].concepts.iter().rev().filter_map(|m| advice::Antecedent::of(m, false));
            out.extend(named.chain(self.things(&sentences[at], false)).map(|a| a.back(index - at)));
        }
        for &heading in self.segmented.sections[section].headings.iter().rev() {
            for at in self.segmented.of_block[heading].clone() {
                out.extend(self.mentions[at].concepts.iter().filter_map(|m| advice::Antecedent::of(m, true)));
                out.extend(self.things(&sentences[at], true));
            }
        }
        out
    }

    /// The things that words of a sentence name without a rule about them.
    pub fn things(&self, sentence: &Sentence, heading: bool) -> Vec<advice::Antecedent> {
        let text = &self.frame.document.text;
        let lexicon = self.frame.lexicon;
        let named = sentence.tokens.iter().filter(|t| lexicon.roles.may_name_thing(t.word, &lexicon.words));
        let words: Vec<String> = named.map(|t| t.span.of(text).to_lowercase()).collect();
        let things = lexicon.roles.things.iter().filter(|t| t.names.iter().any(|n| words.contains(n)));
        things.map(|t: &Thing| advice::Antecedent::of_thing(&t.concept, heading)).collect()
    }

    /// The signs that the sentence before names, for an order to turn to somebody: "A temperature over 38. Ring us."
    pub fn sign_before(&self, index: usize) -> Option<String> {
        let before = index.checked_sub(1)?;
        let sentence = &self.segmented.sentences[before];
        let is_sign = |m: &Mention| {
            let known = m.concept().and_then(|c| self.frame.lexicon.concepts.get(c));
            known.is_some_and(|c| c.sort == ConceptSort::Symptom)
        };
        let opens = |c: &Mention| matches!(c.kind, MentionKind::Condition(ConditionKind::Opens));
        let named = self.mentions[before].concepts.iter().any(is_sign) || self.mentions[before].cues.iter().any(opens);
        let text = sentence.span.of(&self.frame.document.text).trim();
        (sentence.block == self.segmented.sentences[index].block && named).then(|| text.to_owned())
    }

    /// "No. Wait until tomorrow": the second sentence says again, with a time, what the first says.
    pub fn drop_short_answer(&mut self, draft: &Draft) {
        let at = self.rules.iter().rposition(|r| r.concept == draft.concept);
        let Some((at, before)) = at.and_then(|at| self.rules.get(at).map(|r| (at, r))) else { return };
        let timed = before.until.is_some() || before.from.is_some() || before.every.is_some();
        let near = before.end <= draft.span.start && draft.span.start - before.end <= 2;
        let short = before.quote.split_whitespace().count() <= SHORTEST_ANSWER;
        if near && short && !timed && before.stance == draft.held.stance {
            self.rules.remove(at);
        }
    }

    /// "No heat for two days. Avoid saunas and hot baths": what is named as a kind of that which the sentence before forbids for a time
    /// is forbidden as long.
    pub fn elaborate(&self, rule: &mut Rule) {
        if rule.stance != Stance::Avoid || rule.condition.is_some() {
            return;
        }
        let sentences = &self.segmented.sentences;
        let own = sentences.partition_point(|s| s.span.end <= rule.start);
        let Some(before) =
            own.checked_sub(1).filter(|&b| sentences.get(own).is_some_and(|s| s.section == sentences[b].section))
        else {
            return;
        };
        let span = sentences[before].span;
        let concepts = &self.frame.lexicon.concepts;
        let broader = |r: &&Rule| {
            let stated = r.stance == Stance::Avoid && r.phase == rule.phase && r.condition.is_none();
            let amount = r.until.as_deref().is_some_and(|t| !then::refers(t));
            stated && amount && r.concept != rule.concept && concepts.is_within(&rule.concept, &r.concept)
        };
        let near = self
            .rules
            .iter()
            .rev()
            .take_while(|r| r.end > span.start)
            .filter(|r| r.start >= span.start && r.end <= span.end);
        if let Some(found) = near.filter(|r| broader(r)).last() {
            rule.from.clone_from(&found.from);
            rule.until.clone_from(&found.until);
        }
    }

    /// "Until then" is the end, and "from that point" the start, of the rule before.
    pub fn resolve(&self, rule: &mut Rule) {
        let back = |t: &Option<Box<TimeSpec>>| t.as_deref().is_some_and(then::refers);
        if !back(&rule.until) && !back(&rule.from) {
            return;
        }
        let before = self.rules.iter().rev().take(MOST_BACK);
        let stated =
            before.filter_map(|r| r.until.as_deref().or(r.from.as_deref())).find(|t| !then::refers(t)).cloned();
        for time in [&mut rule.until, &mut rule.from] {
            if back(time) {
                let own = time.take().map(|t| t.text).filter(|words| !words.is_empty());
                *time = stated.clone().map(|t| Box::new(TimeSpec { text: own.unwrap_or(t.text), ..t }));
            }
        }
    }
}
