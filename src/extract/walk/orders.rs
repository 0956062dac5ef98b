//! Is a verb in its base form an order, a noun, or joined to the verb before it?

use super::{Group, Join, Walker, has_verb, is_negative};
use crate::{
    extract::{
        region::subject_has_predicate,
        stance::{Link, compose},
    },
    model::{CueKind, Mention, MentionKind, Stance, TimeMention, TimeRole, Token, TokenKind, VerbForm},
};

/// The most words between a verb and an "instead" that belongs to it.
const LONGEST_CLAUSE: usize = 6;

/// Before which token who does something stands behind "during the first treatment session".
const FURTHEST_MEANWHILE: usize = 7;

impl Walker<'_, '_> {
    /// A verb in its base form: governed by an open cue, joined to the verb before it, an order, or a noun.
    /// Gives whether it was taken as a verb.
    pub(super) fn base_verb(&mut self, cue: &Mention) -> bool {
        let waits = self.current_has(|g| g.chain.iter().any(|l| l.kind == CueKind::Wait));
        if waits && self.join == Join::And && self.names_use(cue) {
            return false;
        }
        if self.ends_before(cue) {
            return true;
        }
        let begins = self.lexicon.is_in_class("beginning", self.view.tokens()[cue.first].word);
        if self.open && begins && self.subject_acts() && self.ends_at(cue.last) {
            // "Running can begin after four months"
            self.touch(cue);
            self.assign_pending();
            return true;
        }
        if self.open && self.begins_a_thing(cue) {
            return false;
        }
        if self.open {
            self.touch(cue);
            if self.subject_acts() || self.is_undergone(cue) {
                self.open = false;
                self.statement = true;
            }
            return true;
        }
        let modal = |g: &Group| {
            let turns = |l: &Link| !matches!(l.kind, CueKind::May | CueKind::Must | CueKind::Remove | CueKind::Resume);
            g.chain.first().is_some_and(|l| matches!(l.kind, CueKind::May | CueKind::Must))
                && !g.chain.iter().any(turns)
        };
        if self.join == Join::And && self.spent.is_some() && self.spent == self.current && self.current_has(modal) {
            // "You may remove it and take a shower"
            self.open_beside(cue.first);
            self.touch(cue);
            self.at_start = false;
            return true;
        }
        if self.join == Join::Or && self.spent.is_some() && self.spent == self.current && self.current_has(is_negative)
        {
            // "Do not blow it or sneeze": what stands for nothing that is named here does not end the ban.
            self.open = true;
            self.statement = false;
            self.touch(cue);
            return true;
        }
        if self.join == Join::Or && self.ends_list_of_bans(cue) {
            return false;
        }
        let told = self.tells_reader(cue);
        if !self.at_start && !told {
            return false;
        }
        let is_noun = !told && (self.is_noun_here(cue) || self.is_listed_thing(cue));
        if is_noun && (self.is_listed_thing(cue) || self.takes_things()) {
            return false;
        }
        let joins_verbs = self.current_has(|g| g.verb == Some(VerbForm::Base)) && !self.statement;
        if joins_verbs && self.join != Join::Start {
            if self.join == Join::None {
                return true;
            }
            if self.stays_in_scope(cue) {
                if self.current_has(|g| !is_negative(g) && has_verb(g)) {
                    self.open_beside(cue.first);
                    self.touch(cue);
                }
                return true;
            }
        } else if is_noun {
            return false;
        }
        if joins_verbs && subject_has_predicate(self.view, cue.first) {
            return false;
        }
        let doubtful = joins_verbs && self.join == Join::And && self.current_has(is_negative);
        self.out.bare.append(&mut self.pending);
        self.open_group(cue.first);
        self.touch(cue);
        if let Some(group) = self.current {
            let group = &mut self.out.groups[group];
            group.verb = Some(VerbForm::Base);
            group.doubtful = doubtful;
            group.fired.push("scope/order".to_owned());
        }
        if self.you
            && self.does_again(cue)
            && let Some(group) = self.current
        {
            let group = &mut self.out.groups[group];
            group.chain.push(Link { kind: CueKind::May, strength: Some(crate::model::Strength::May) });
            group.held = compose(&group.chain);
            group.order = false;
        }
        true
    }

    /// "Avoid strenuous or risky work or exercise": a name that looks like a verb, behind what is to be avoided and "or".
    fn ends_list_of_bans(&self, cue: &Mention) -> bool {
        let avoids = |g: &Group| {
            g.asked().iter().all(|l| matches!(l.kind, CueKind::Avoid | CueKind::Limit))
                && !g.asked().is_empty()
                && !g.backward
        };
        let noun = self.lexicon.is_in_class("nouns-too", self.view.tokens()[cue.first].word);
        let object = self.view.tokens().get(cue.last).is_some_and(|t| {
            ["articles", "pronouns", "definite"].iter().any(|class| self.lexicon.is_in_class(class, t.word))
        });
        noun && !self.open && !self.statement && self.current_has(avoids) && !object
    }

    /// Ends what a verb does not go on with. Gives whether the verb says nothing more.
    fn ends_before(&mut self, cue: &Mention) -> bool {
        if self.join == Join::And && self.current_has(|g| g.objectless) {
            // "Eat nothing solid and drink clear fluids": only the first order is turned.
            self.close();
        }
        if self.join == Join::Comma && self.current_has(super::only_may) && self.is_only_asked(cue) {
            // "You can shower with it, just pat it dry"
            self.close();
            self.at_start = true;
        }
        let only_no = self.current_has(|g| matches!(g.chain[..], [Link { kind: CueKind::No, .. }]));
        if only_no && matches!(self.join, Join::And | Join::Comma) && self.acts_on_something(cue) {
            // "No swimming and apply sunscreen": what "no" denies is a thing.
            self.close();
        }
        if self.join == Join::And && self.names_its_own() && !self.governs_something() && self.has_own_sense(cue) {
            // "Leave the bar in and drink plenty of water": the words before name what they forbid.
            self.close();
            self.at_start = true;
        }
        let beside = self.current_has(|g| {
            g.head.is_none()
                && !g.chain.is_empty()
                && g.chain.iter().all(|l| matches!(l.kind, CueKind::No | CueKind::Not))
        });
        if beside && self.join == Join::And && !self.names_something_bad(cue) && !self.governs_something() {
            // "A pillow under the ankle, not the knee, and drink plenty": an aside, and no ban.
            self.close();
            self.at_start = true;
        }
        if self.open && self.join == Join::And && (self.only_waits(cue) || self.cuts_down()) {
            self.open = false;
        }
        if self.current_has(is_negative) && self.begins_good_use(cue) {
            self.close();
            self.statement = true;
            return true;
        }
        if self.leaves_unnamed_ban(cue) {
            // "Do not bring children, eat a light meal": what was forbidden is nothing that is named here.
            self.close();
            if !self.names_something_good(cue) {
                self.statement = true;
                return true;
            }
            self.at_start = true;
        }
        if self.join == Join::And && self.current_has(is_negative) && self.is_done_instead(cue) {
            // "Avoid running and walk instead"
            self.close();
            self.at_start = true;
        }
        false
    }

    /// Whether "just" or such a word opens an order of its own behind a comma.
    pub(super) fn is_only_asked(&self, cue: &Mention) -> bool {
        let just = cue.first.checked_sub(1).filter(|&b| self.lexicon.is_in_class("merely", self.view.tokens()[b].word));
        just.is_some_and(|b| b > 0 && self.view.sign(b - 1) == ",")
    }

    /// Whether a comma ends a ban of what is not known, so that the verb behind it is an order: no list of verbs, which ends
    /// with "or", and nothing that is mostly forbidden.
    fn leaves_unnamed_ban(&self, cue: &Mention) -> bool {
        let idle = self.current.is_some_and(|g| !self.out.governed.iter().any(|o| o.group == g));
        self.open
            && self.join == Join::Comma
            && self.current_has(is_negative)
            && idle
            && (self.acted_on_unknown(cue) || self.is_better_behind_dash(cue))
            && !self.or_follows(cue.last)
            && !self.names_something_bad(cue)
            && !self.is_noun_here(cue)
    }

    /// "Do not push – drink plenty of water": a verb is forbidden before a dash, and behind it stands what nearly every leaflet orders.
    fn is_better_behind_dash(&self, cue: &Mention) -> bool {
        let dash = cue.first.checked_sub(1).filter(|&at| matches!(self.view.sign(at), "-" | "\u{2013}" | "\u{2014}"));
        let first = self.current.map_or(usize::MAX, |g| self.out.groups[g].first);
        let verb = |c: &Mention, at: usize| {
            first <= c.first && c.last <= at && matches!(c.kind, MentionKind::Verb(VerbForm::Base))
        };
        dash.is_some_and(|at| self.view.found.cues.iter().any(|c| verb(c, at))) && self.names_something_good(cue)
    }

    /// Whether "instead" stands behind a verb in its clause.
    fn is_done_instead(&self, cue: &Mention) -> bool {
        let tokens = self.view.tokens();
        let clause = tokens[cue.last..].iter().take(LONGEST_CLAUSE).take_while(|t| t.kind != TokenKind::Sign);
        clause.into_iter().any(|t| self.lexicon.is_in_class("instead", t.word))
    }

    /// Whether words that are no cues stand between what forbids and a verb, or within what forbids: "leave it at home".
    fn acted_on_unknown(&self, cue: &Mention) -> bool {
        let tokens = self.view.tokens();
        self.current.is_some_and(|g| {
            let last = self.out.groups[g].last;
            let parted = |c: &Mention| c.last == last && c.mask.count_ones() as usize != c.last - c.first;
            (last..cue.first).any(|i| tokens[i].kind == TokenKind::Word) || self.view.found.cues.iter().any(parted)
        })
    }

    /// "You may experience pain", "it should settle": what happens to the reader or by itself is no advice.
    pub(super) fn is_undergone(&self, cue: &Mention) -> bool {
        // "You should take ten slow breaths": what follows the verb is none of it.
        let first = self.current_has(|g| g.head.is_none_or(|head| head == cue.first));
        first && self.happens(self.view.tokens()[cue.first])
    }

    pub(super) fn happens(&self, token: Token) -> bool {
        let word = token.word;
        let modal = self.current_has(|g| {
            !g.chain.is_empty() && g.chain.iter().all(|l| matches!(l.kind, CueKind::May | CueKind::Must))
        });
        let you = self.current_has(|g| g.you);
        // "You may find some sand in it", and not "you may find heat soothing"
        let helps = || self.view.tokens().iter().any(|t| self.lexicon.is_in_class("comforting", t.word));
        let finds = self.lexicon.is_in_class("finding", word) && !helps();
        modal
            && (finds
                || self.lexicon.is_in_class("undergoing", word)
                || !you && self.lexicon.is_in_class("changing", word))
    }

    /// "You will wear a garment for six weeks", "you use the drops twice a day": what the reader is told to do.
    pub(super) fn tells_reader(&self, cue: &Mention) -> bool {
        let tokens = self.view.tokens();
        let word = tokens[cue.first].word;
        let happens =
            ["undergoing", "changing", "having", "looking", "faring"].iter().any(|c| self.lexicon.is_in_class(c, word));
        let you = self.view.found.cues.iter().find(|c| c.last == cue.first);
        let Some(you) = you.filter(|c| matches!(c.kind, MentionKind::Cue(CueKind::You, _))) else { return false };
        let will = (you.first..you.last).any(|i| self.lexicon.is_in_class("future", tokens[i].word));
        let timed = self.view.found.times.iter().any(|t| {
            matches!(t.role, TimeRole::Rate | TimeRole::Session | TimeRole::Duration | TimeRole::Window | TimeRole::End)
        });
        let told = will || timed || self.does_again(cue);
        !self.open && !self.statement && self.pending.is_empty() && !happens && told && !self.tells_procedure(you.first)
    }

    /// "During the scan you will lie on your back": what is done while the procedure is carried out, up to who does it.
    fn tells_procedure(&self, you: usize) -> bool {
        let class = |name, at: usize| self.lexicon.is_in_class(name, self.view.tokens()[at].word);
        (1..FURTHEST_MEANWHILE).contains(&you) && class("during", 0) && (1..you).any(|at| class("carried-out", at))
    }

    /// "Most people drive again after three weeks".
    pub(super) fn does_again(&self, cue: &Mention) -> bool {
        let tokens = self.view.tokens();
        let again =
            (cue.last..tokens.len().min(cue.last + 3)).any(|i| self.lexicon.is_in_class("again", tokens[i].word));
        again && self.view.found.times.iter().any(|t| t.role == TimeRole::Start)
    }

    /// "Mascara can damage the lashes": what was named is said to do something, and nothing is permitted.
    pub(super) fn subject_acts(&self) -> bool {
        !self.pending.is_empty()
            && self.current_has(|g| {
                !g.you && !g.be && !g.chain.is_empty() && g.chain.iter().all(|l| l.kind == CueKind::May)
            })
    }

    /// Whether a word that no entry knows is the verb of what the subject may do, with an object behind it.
    pub(super) fn acts_on(&self, at: usize) -> bool {
        let object = || self.view.tokens().get(at + 1).is_some_and(|t| self.lexicon.is_in_class("articles", t.word));
        self.open && self.current_has(|g| g.last == at) && object() && self.subject_acts()
    }

    /// "Alcohol can attack the glue and should not be used": a predicate that is joined to what a thing does is said of it as well.
    pub(super) fn says_more_of_acting(&mut self, joint: &Mention) {
        let next = self.view.cue_at(joint.last).filter(|_| !self.acting.is_empty());
        let passive =
            |at: usize| self.view.cue_at(at).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Be, _)));
        let judges = next.is_some_and(|c| match c.kind {
            MentionKind::Cue(CueKind::Bad, _) => true,
            MentionKind::Cue(CueKind::Must | CueKind::ModalNot, _) => passive(c.last),
            _ => false,
        });
        if judges {
            self.close();
            self.pending = std::mem::take(&mut self.acting);
            self.statement = false;
        }
    }

    /// "Exercise should be avoided", "avoid heat, massage and sun": words that are verbs elsewhere.
    pub(super) fn is_noun_here(&self, cue: &Mention) -> bool {
        if subject_has_predicate(self.view, cue.first) && !self.comes_before_subject(cue)
            || self.names_something_bad(cue) && self.current.is_none() && !self.has_object(cue)
        {
            return true;
        }
        // "Work (desk, shop): next day"
        if cue.first == 0 && self.view.concepts_at(0).any(|(_, m)| self.view.is_labelling(m)) {
            return true;
        }
        // "Massage would spread the toxin"
        let noun = self.lexicon.is_in_class("nouns-too", self.view.tokens()[cue.first].word);
        let helped = self.view.tokens().get(cue.last).is_some_and(|t| {
            self.lexicon.is_in_class("future", t.word) || self.lexicon.is_in_class("auxiliaries", t.word)
        });
        if noun && helped && self.current.is_none() {
            return true;
        }
        // "Floss stays away from it"
        if self.view.tokens().get(cue.last).is_some_and(|t| self.lexicon.is_in_class("staying", t.word)) {
            return true;
        }
        let follows = self.view.tokens().get(cue.last).map_or("", |t| t.span.of(self.view.text));
        if self.lexicon.is_preposition_of_noun(follows) {
            return true;
        }
        // "Stop eating and drink only water": what is nearly always done is named with its verb.
        let turns = self.join == Join::And && self.current_has(is_negative);
        let done = |m: &Mention| (m.last > cue.last || turns) && self.tends(m) == Some(Stance::Do);
        if self.view.concepts_at(cue.first).any(|(_, m)| done(m)) {
            return false;
        }
        // "Exercise bike from week 2": the first word of a thing's name, with the time from which it is permitted.
        let starts = |at: usize| {
            self.view.tokens().get(at).is_some_and(|t| {
                self.view
                    .found
                    .times
                    .iter()
                    .any(|m| matches!(m.role, TimeRole::Start | TimeRole::Point) && m.span.start == t.span.start)
            })
        };
        // "Exercise after 2 weeks, swimming after 4": what is taken up again, and no order.
        let good = self.view.concepts_at(cue.first).any(|(_, m)| self.tends(m) == Some(Stance::Do));
        let later = |t: &TimeMention| {
            let next = self.view.tokens().get(cue.last).map(|k| k.span.start);
            t.role == TimeRole::Start && Some(t.span.start) == next
        };
        let again = noun && !good && self.current.is_none() && self.view.concepts_at(cue.first).next().is_some();
        if again && self.view.found.times.iter().any(later) {
            return true;
        }
        if noun && !good && self.is_dated_thing(cue) {
            return true;
        }
        let named =
            |m: &Mention| m.last > cue.last && m.mask.count_ones() as usize == m.last - m.first && starts(m.last);
        if noun && self.view.concepts_at(cue.first).any(|(_, m)| named(m)) {
            return true;
        }
        // In a list a verb without an object is a noun.
        let joined = self.join == Join::And && !self.pending.is_empty();
        let under_nouns = self.current.is_some() && self.join != Join::Start || self.join == Join::Or || joined;
        under_nouns && noun && !self.has_object(cue)
    }

    /// "alcohol (24 hours), exercise (48 hours)", "exercise - 2 days": a sign and nothing but how long behind it.
    fn is_dated_thing(&self, cue: &Mention) -> bool {
        let tokens = self.view.tokens();
        let sign = matches!(self.view.sign(cue.last), "(" | "[" | "-" | "\u{2013}" | "\u{2014}" | ":" | "=");
        let Some(next) = tokens.get(cue.last + 1).filter(|_| sign) else { return false };
        let dated = |t: &TimeMention| {
            let amount = matches!(t.role, TimeRole::Bare | TimeRole::Duration | TimeRole::End);
            amount && t.span.start == next.span.start && !t.until.as_ref().is_some_and(crate::model::TimeSpec::is_brief)
        };
        self.view.concepts_at(cue.first).any(|(_, m)| m.last == cue.last) && self.view.found.times.iter().any(dated)
    }

    /// "Wear loose clothing and saunas must be avoided": whether an order stands before the subject of the predicate.
    fn comes_before_subject(&self, cue: &Mention) -> bool {
        let joined = |m: &Mention| {
            let joint = m.first.checked_sub(1).and_then(|at| self.view.cue_over(at));
            let sign = m.first.checked_sub(1).map_or("", |at| self.view.sign(at));
            matches!(sign, "-" | "\u{2013}" | "\u{2014}" | "+" | ";")
                || joint.is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::And, _)))
        };
        let adjective = self.lexicon.is_in_class("adjectives-too", self.view.tokens()[cue.first].word);
        let subject = |m: &&Mention| m.first > cue.last && joined(m) && self.is_subject(m);
        let first = self.out.groups.is_empty() && self.pending.is_empty() && self.join == Join::Start;
        first && !adjective && self.acts_on_something(cue) && self.view.found.concepts.iter().any(|m| subject(&m))
    }

    /// "apply sunscreen", "wear the stockings": a verb that is no noun, with its object.
    pub(super) fn acts_on_something(&self, cue: &Mention) -> bool {
        let noun = self.lexicon.is_in_class("nouns-too", self.view.tokens()[cue.first].word);
        let acts = |m: &Mention| m.last > cue.last && (!noun || self.tends(m) == Some(Stance::Do));
        let named = self.view.concepts_at(cue.first).any(|(_, m)| acts(m));
        named || !noun && (self.view.concepts_at(cue.last).next().is_some() || self.has_object(cue))
    }

    pub(super) fn has_object(&self, cue: &Mention) -> bool {
        self.view.tokens().get(cue.last).is_some_and(|t| {
            t.kind == TokenKind::Word && self.view.cue_at(cue.last).is_none() && self.lexicon.is_determiner(t.word)
        })
    }

    /// "apply sunscreen", "moisturise": the verb or its object is what is nearly always done.
    pub(super) fn names_something_good(&self, cue: &Mention) -> bool {
        let good = |at: usize| self.view.concepts_at(at).any(|(_, m)| self.tends(m) == Some(Stance::Do));
        good(cue.first) || self.view.cue_at(cue.last).is_none() && good(cue.last)
    }

    /// "Stay out of the sun for two days, take an umbrella or a cap": whether the ban before has its time already.
    pub(super) fn is_dated_before(&self, cue: &Mention) -> bool {
        let from = self.current.map_or(0, |g| self.out.groups[g].first);
        let between = self.view.tokens()[from].span.join(self.view.tokens()[cue.first].span);
        self.view.found.times.iter().any(|t| between.contains(t.span))
    }

    /// "take an umbrella", "wear a hat": the object is what is nearly always done.
    pub(super) fn acts_on_something_good(&self, cue: &Mention) -> bool {
        let tokens = self.view.tokens();
        let object = (cue.last..tokens.len()).find(|&at| !self.lexicon.is_determiner(tokens[at].word));
        let good = |at: usize| self.view.concepts_at(at).any(|(_, m)| self.tends(m) == Some(Stance::Do));
        object.is_some_and(good) && self.has_object(cue)
    }

    pub(super) fn names_something_bad(&self, cue: &Mention) -> bool {
        self.view.concepts_at(cue.first).any(|(_, m)| self.tends(m) == Some(Stance::Avoid))
    }
}
