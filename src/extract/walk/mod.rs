//! Which cue governs which concept? One walk over a sentence, from left to right.
//!
//! A cue opens a *group*: it governs the concepts that follow until its scope ends (a new cue, a new order, a semicolon, a
//! contrast). Concepts that stand before any cue wait as a possible subject and are governed backward by a passive ("should be
//! avoided") or a predicate ("is fine"). What remains is bare: its stance can only come from a heading or a lead-in.

mod apart;
mod beside;
mod compared;
mod cues;
mod group;
mod joined;
mod means;
mod objects;
mod orders;
mod praise;
mod predicates;
mod signs;
mod stated;
mod turned;
mod verbs;

pub use self::group::{Governed, Group};
use self::group::{has_verb, is_negative, is_verb_link, only_may};
use super::{
    opening,
    region::{Region, RegionKind, regions},
    stance::{Link, compose},
    view::View,
};
use crate::{
    lexicon::Lexicon,
    model::{CueKind, Mention, MentionKind, Stance, Token, TokenKind, VerbForm},
};

/// What a walk found.
#[derive(Debug, Clone, Default)]
pub struct Walk {
    /// The groups, in order.
    pub groups: Vec<Group>,
    /// Concepts under a group, in order.
    pub governed: Vec<Governed>,
    /// Concepts under no group.
    pub bare: Vec<usize>,
    /// Conditions, reasons and exceptions.
    pub regions: Vec<Region>,
    /// Groups that govern nothing ("avoid:"), in order.
    pub dangling: Vec<usize>,
    /// Whether the sentence tells what something does, so that its bare concepts are no advice.
    pub statement: bool,
    /// Where the last part behind a semicolon begins, to which `statement` belongs, and whether the parts before it tell
    /// something.
    pub parts: Vec<(usize, bool)>,
}

/// Walks over a sentence.
pub fn walk(view: &View<'_>, lexicon: &Lexicon) -> Walk {
    let mut walker = Walker {
        view,
        lexicon,
        out: Walk { regions: regions(view, lexicon), ..Walk::default() },
        current: None,
        open: false,
        pending: Vec::new(),
        acting: Vec::new(),
        at_start: true,
        join: Join::Start,
        statement: false,
        you: false,
        be: false,
        by: false,
        strange: false,
        example: false,
        brackets: Vec::new(),
        label: Vec::new(),
        explains: false,
        spent: None,
        opening: opening::end(view, lexicon),
    };
    let mut at = 0;
    while at < view.tokens().len() {
        at = walker.step(at).max(at + 1);
    }
    walker.finish()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Join {
    Start,
    None,
    Comma,
    And,
    Or,
}

/// What held before a bracket was opened.
struct Outside {
    current: Option<usize>,
    open: bool,
    statement: bool,
    pending: Vec<usize>,
}

struct Walker<'a, 'v> {
    view: &'v View<'a>,
    lexicon: &'v Lexicon,
    out: Walk,
    current: Option<usize>,
    open: bool,
    pending: Vec<usize>,
    at_start: bool,
    join: Join,
    statement: bool,
    you: bool,
    be: bool,
    by: bool,
    example: bool,
    /// What was said to do something, of which a joined predicate may say more.
    acting: Vec<usize>,
    /// Whether a word of no known kind stands behind the last cue.
    strange: bool,
    brackets: Vec<Outside>,
    /// Concepts before a colon or a dash that opens what is said of them.
    label: Vec<usize>,
    /// Whether a colon stands behind what the current cue governs.
    explains: bool,
    /// The group whose object is a pronoun, so that a verb that is joined to its own stands under the same modal verb.
    spent: Option<usize>,
    /// Where the phrase that opens the sentence ends and its order begins.
    opening: usize,
}

impl Walker<'_, '_> {
    /// Takes the token at an index; gives the index to go on from.
    fn step(&mut self, at: usize) -> usize {
        let here = self.view.cue_at(at);
        let cue = here.filter(|c| !self.inside_concept(c));
        if let Some(next) = cue.and_then(|_| self.infinitive(at)) {
            return next;
        }
        if let Some(region) = self.out.regions.iter().find(|r| r.first <= at && at < r.last) {
            let last = region.last;
            if region.leads {
                self.at_start = true;
            }
            if region.kind == RegionKind::Reason && !region.leads {
                self.trailing_verb();
                self.open = false;
            }
            return last;
        }
        if let Some(next) = self.reduced_relative(at) {
            return next;
        }
        if at < self.opening {
            self.out.bare.extend(self.view.concepts_at(at).map(|(index, _)| index));
            return at + 1;
        }
        let token = self.view.tokens()[at];
        if token.kind == TokenKind::Sign && here.is_none() {
            self.sign(at);
            return at + 1;
        }
        if self.is_outcome(at) {
            self.state_outcome();
            return at + 1;
        }
        let in_time = self.view.is_in_time(at);
        let mut next = at + 1;
        self.passive_within(at);
        let concepts: Vec<(usize, &Mention)> = self.view.concepts_at(at).collect();
        if let Some(cue) = cue {
            let waits = matches!(cue.kind, MentionKind::Cue(CueKind::Wait, VerbForm::Other | VerbForm::Base));
            if let Some(form) = self.named_verb(cue, &concepts) {
                self.verb(cue, form);
            } else if !in_time || waits {
                self.cue(cue);
                let has_gap = cue.mask.count_ones() as usize != cue.last - cue.first;
                let inert =
                    matches!(cue.kind, MentionKind::Cue(CueKind::Exception | CueKind::Reason | CueKind::Report, _));
                // "No further dressing", "keep drinking water": a name that begins within the cue.
                let ends = matches!(
                    cue.kind,
                    MentionKind::Cue(CueKind::No | CueKind::Unneeded | CueKind::Resume | CueKind::Must, _)
                );
                let begins = |i: &usize| ends && self.view.found.concepts.iter().any(|c| c.first == *i);
                let named = (at + 1..cue.last).find(begins);
                // "Wait two weeks before having a facial"
                let awaited = matches!(cue.kind, MentionKind::Cue(CueKind::Before, _))
                    && self.current_has(|g| g.chain.iter().any(|l| l.kind == CueKind::Wait));
                // "Leave it a week": the time is of the wait, the words before it are none of their own.
                let timed = |i: &usize| self.view.is_in_time(*i);
                next = next.max(match () {
                    () if waits && !has_gap => (at + 1..=cue.last).find(timed).unwrap_or(at + 1),
                    () if waits || has_gap || inert || awaited => at + 1,
                    () => named.unwrap_or(cue.last),
                });
            }
        }
        for (index, mention) in &concepts {
            if self.belongs_to_words(mention) {
                continue;
            }
            // "Give up smoking": the name of what is mostly avoided begins with the cue.
            if !is_outdone(mention, cue) || forbids(cue) && self.tends(mention) == Some(Stance::Avoid) {
                self.concept(*index, mention);
                next = at + 1;
            }
        }
        if cue.is_none() && concepts.is_empty() && !in_time && token.kind == TokenKind::Word && !self.is_filler(token) {
            self.at_start = false;
            self.no_need_at(at);
            if self.open && self.lexicon.is_in_class("with", token.word) && self.keeps_harm_off(at) {
                self.means_with(at);
                return next;
            }
            if self.acts_on(at) {
                // "Massage can shift the gel"
                self.acting = std::mem::take(&mut self.pending);
                self.open = false;
                self.statement = true;
            }
            // "by normal waxing"
            self.by &= self.view.concepts_at(at + 1).next().is_some();
            self.strange = true;
            if self.open && !self.is_noun_at(at) && self.happens(token) {
                self.open = false;
                self.statement = true;
            }
            if self.open
                && self.lexicon.is_in_class("pronouns", token.word)
                && !self.is_complementizer(at)
                && self.ends_at(at + 1)
            {
                self.object_is_pronoun();
            }
        }
        next
    }

    /// The form of a cue that is only the verb of a name which begins with it: "remove the dressing", "arrive with a clean face".
    fn named_verb(&self, cue: &Mention, concepts: &[(usize, &Mention)]) -> Option<VerbForm> {
        let tends = |m: &Mention| self.tends(m);
        let comes = matches!(cue.kind, MentionKind::Cue(CueKind::Before, VerbForm::Other))
            && self.at_start
            && concepts.iter().any(|(_, m)| m.first == cue.first && m.last > cue.last && tends(m) == Some(Stance::Do));
        if comes {
            return Some(VerbForm::Base);
        }
        let forbids = matches!(cue.kind, MentionKind::Cue(CueKind::Avoid | CueKind::Limit | CueKind::Either, _));
        let bad = |m: &Mention| forbids && tends(m) == Some(Stance::Avoid);
        let own = self.lexicon.cues.concept_of(&cue.entry).is_some();
        let named = |m: &Mention| (is_named_by(cue, m) || self.takes_off(cue, m)) && !bad(m);
        (!own && concepts.iter().any(|(_, m)| named(m))).then(|| form_of(cue))
    }

    /// "Make sure the burn is not rubbed": whether an article stands before an index.
    fn is_noun_at(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map(|b| self.view.tokens()[b].word);
        before.is_some_and(|word| self.lexicon.is_in_class("articles", word))
    }

    /// "A shower avoiding the wound is fine": where the predicate of a subject begins, behind a participle that describes it.
    fn reduced_relative(&self, at: usize) -> Option<usize> {
        let subject = self.pending.last().is_some_and(|&p| self.view.found.concepts[p].last == at);
        subject.then(|| self.relative_ends(at)).flatten()
    }

    /// Where the verdict begins on what a participle at an index describes.
    fn relative_ends(&self, at: usize) -> Option<usize> {
        let participle = self.view.cue_at(at)?;
        let describes = matches!(participle.kind, MentionKind::Cue(CueKind::Avoid | CueKind::Limit, VerbForm::Gerund));
        let mut behind = self.view.found.cues.iter().filter(|c| c.first > at);
        let next = behind.find(|c| !matches!(c.kind, MentionKind::Verb(_)))?;
        let verdict = matches!(next.kind, MentionKind::Cue(CueKind::Good | CueKind::Bad | CueKind::Needed, _));
        let joined = (at..next.first).all(|i| self.view.tokens()[i].kind != TokenKind::Sign);
        (describes && verdict && joined).then_some(next.first)
    }

    fn is_filler(&self, token: Token) -> bool {
        self.lexicon.cues.phrases.passes_over(token.word)
    }

    /// "We recommend that 15 minutes of exercise be done": a "that" behind what recommends opens a clause.
    fn is_complementizer(&self, at: usize) -> bool {
        let that = self.lexicon.is_in_class("complementizers", self.view.tokens()[at].word);
        that && self
            .current_has(|g| g.last == at && !g.chain.is_empty() && g.chain.iter().all(|l| l.kind == CueKind::Must))
    }

    /// Whether a clause ends before an index, times left aside.
    fn ends_at(&self, at: usize) -> bool {
        let tokens = self.view.tokens();
        let Some(next) = tokens.get(at) else { return true };
        next.kind == TokenKind::Sign
            || self.view.found.times.iter().any(|t| t.span.contains(next.span))
            || self.view.cue_at(at).is_some_and(|c| !matches!(c.kind, MentionKind::Verb(_)))
            || self.lexicon.is_in_class("adverbs-of-manner", next.word)
            // "Do this following each shower"
            || self.lexicon.is_in_class("repeated-openers", next.word)
    }

    /// "don't use them": the object is the subject that waits, or nothing that is named here.
    fn object_is_pronoun(&mut self) {
        if self.pending.is_empty() || self.subject_acts() {
            self.open = false;
            self.statement = true;
            self.spent = self.current;
        } else {
            self.assign_pending();
        }
    }

    /// "Give it a rest for a week": whether a name begins with the last of the words that forbid, which name nothing by it.
    fn belongs_to_words(&self, mention: &Mention) -> bool {
        let at = mention.first;
        // "Leave the stud in": what is forbidden is taking it out.
        let other = |c: &Mention| {
            let own = self.lexicon.cues.concept_of(&c.entry).filter(|_| c.first <= at && at < c.last);
            own.zip(mention.concept()).is_some_and(|(own, of)| !self.lexicon.concepts.is_within(of, own))
        };
        if self.view.cue_over(at).is_some_and(other) {
            return true;
        }
        self.tends(mention) == Some(Stance::Do)
            && self.view.found.cues.iter().any(|c| {
                let word = c.first < at && at + 1 == c.last && c.last - c.first > 2 && c.mask.count_ones() > 2;
                word && mention.last <= at + 2 && matches!(c.kind, MentionKind::Cue(CueKind::Avoid, VerbForm::Other))
            })
    }

    /// Whether a cue is a part of a concept's words but not their beginning.
    fn inside_concept(&self, cue: &Mention) -> bool {
        self.view.found.concepts.iter().any(|c| {
            c.first < cue.first
                && cue.first < c.last
                && (cue.first - c.first) < 64
                && c.mask >> (cue.first - c.first) & 1 == 1
        })
    }

    fn cue(&mut self, cue: &Mention) {
        match cue.kind {
            MentionKind::Verb(form) => self.verb(cue, form),
            MentionKind::Cue(kind, form) => self.stance_cue(cue, kind, form),
            MentionKind::Condition(_) | MentionKind::Concept(_) => {}
        }
    }

    fn current_has(&self, what: impl Fn(&Group) -> bool) -> bool {
        self.current.is_some_and(|g| what(&self.out.groups[g]))
    }

    /// Adds a cue to the open chain, or opens a group with it.
    fn link(&mut self, cue: &Mention, kind: CueKind, form: VerbForm) {
        let strength = self.strength(cue);
        let opens = matches!(
            kind,
            CueKind::Must | CueKind::May | CueKind::Not | CueKind::ModalNot | CueKind::Unneeded | CueKind::No
        );
        if self.open && opens && (self.join != Join::None || self.strange) {
            self.open = false;
        }
        self.strange = false;
        if self.open && self.names_its_own() {
            // "Keep the ring in before you try leaving it out": the words before are whole by themselves.
            self.open = false;
        }
        if !self.open {
            self.open_group(cue.first);
        }
        let frees = kind == CueKind::May && self.is_ordered_freedom(cue);
        let Some(group) = self.current else { return };
        let group = &mut self.out.groups[group];
        if frees {
            group.chain.clear();
        }
        group.chain.push(Link { kind, strength });
        group.held = compose(&group.chain);
        group.fired.push(cue.entry.to_string());
        group.last = cue.last;
        group.order = false;
        if !matches!(kind, CueKind::Avoid | CueKind::Limit) && form != VerbForm::Gerund {
            group.verb.get_or_insert(VerbForm::Base);
        } else if group.head.is_none() && group.asked().len() == 1 {
            // "Please avoid aspirin" takes things for its objects as "avoid aspirin" does.
            group.verb = None;
        }
        group.be |= self.be && form == VerbForm::Participle;
        group.gerund |= group.chain.len() == 1 && form == VerbForm::Gerund;
        if opens
            && cue.last - cue.first > 1
            && self.lexicon.is_in_class("be-base", self.view.tokens()[cue.last - 1].word)
        {
            // "need to be": what follows is a passive.
            group.be = true;
        }
    }

    /// "You should limit your exercise to strolls", "please feel free to shower": whether words that permit, and begin with a verb,
    /// stand behind what only asks for them.
    fn is_ordered_freedom(&self, cue: &Mention) -> bool {
        let word = self.view.tokens()[cue.first].word;
        let state = ["be-base", "having", "modals-of-permission", "states-of-freedom"]
            .iter()
            .any(|c| self.lexicon.is_in_class(c, word));
        cue.last - cue.first > 1
            && !state
            && self.current_has(|g| g.only_asks() && !g.chain.is_empty() && g.head.is_none() && cue.first <= g.last + 2)
    }

    fn strength(&self, cue: &Mention) -> Option<crate::model::Strength> {
        self.lexicon.cues.strength_of(&cue.entry)
    }

    fn open_group(&mut self, first: usize) {
        self.out.groups.push(Group {
            chain: Vec::new(),
            held: compose(&[]),
            first,
            last: first + 1,
            backward: false,
            only: false,
            order: true,
            doubtful: false,
            objectless: false,
            parallel: false,
            lacking: false,
            fired: Vec::new(),
            verb: None,
            head: None,
            gerund: false,
            be: false,
            you: self.you,
            leads: self.at_start && self.join != Join::And,
            echo: None,
            reported: None,
        });
        self.explains = false;
        self.current = Some(self.out.groups.len() - 1);
        self.open = true;
        self.statement = false;
        self.be = false;
    }

    /// Opens a group under the modal verbs of the open one: "you should skip and stop …".
    fn open_beside(&mut self, first: usize) {
        self.trailing_verb();
        let Some(current) = self.current else { return };
        let old = &self.out.groups[current];
        let modals = old.chain.iter().take_while(|&&l| !is_verb_link(l)).copied().collect::<Vec<_>>();
        let fired = old.fired.iter().take(modals.len()).cloned().collect();
        self.open_group(first);
        if let Some(group) = self.current {
            let group = &mut self.out.groups[group];
            group.chain = modals;
            group.fired = fired;
            group.order = group.chain.is_empty();
        }
    }

    fn touch(&mut self, cue: &Mention) {
        if let Some(group) = self.current {
            let group = &mut self.out.groups[group];
            group.last = group.last.max(cue.last);
            let form = match cue.kind {
                MentionKind::Verb(f) => f,
                _ => VerbForm::Other,
            };
            if form == VerbForm::Base {
                group.head.get_or_insert(cue.first);
            }
            group.verb.get_or_insert(form);
        }
    }

    fn is_bad(&self, mention: usize) -> bool {
        self.tends(&self.view.found.concepts[mention]) == Some(Stance::Avoid)
    }

    fn tends(&self, mention: &Mention) -> Option<Stance> {
        mention.concept().and_then(|c| self.lexicon.concepts.get(c)).and_then(|c| c.tends)
    }

    fn finish(mut self) -> Walk {
        self.trailing_verb();
        self.out.bare.append(&mut self.pending);
        self.out.bare.sort_unstable();
        self.kept_apart();
        self.refer_back();
        for index in 0..self.out.groups.len() {
            if !self.out.governed.iter().any(|g| g.group == index) {
                self.out.dangling.push(index);
            }
        }
        self.out.statement = self.statement;
        self.out
    }
}

fn form_of(cue: &Mention) -> VerbForm {
    match cue.kind {
        MentionKind::Cue(_, form) | MentionKind::Verb(form) => form,
        _ => VerbForm::Other,
    }
}

/// Whether a concept's words begin with a longer cue ("stay out of" the sun).
fn is_outdone(mention: &Mention, cue: Option<&Mention>) -> bool {
    cue.is_some_and(|c| {
        c.first == mention.first
            && c.last - c.first >= 2
            && !is_named_by(c, mention)
            && matches!(c.kind, MentionKind::Cue(CueKind::Avoid | CueKind::Not | CueKind::ModalNot | CueKind::Limit, _))
    })
}

fn forbids(cue: Option<&Mention>) -> bool {
    cue.is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Avoid, _)))
}

/// Whether a cue is only the beginning of a concept's own words ("remove the dressing", "protect it from the sun").
fn is_named_by(cue: &Mention, mention: &Mention) -> bool {
    // "Limited exercise": the word belongs to the name.
    let yields = matches!(
        cue.kind,
        MentionKind::Cue(CueKind::Remove | CueKind::Guard | CueKind::Either, _)
            | MentionKind::Cue(CueKind::Limit, VerbForm::Other)
    );
    let has_gap = cue.mask.count_ones() as usize != cue.last - cue.first;
    cue.first == mention.first && (yields || has_gap) && mention.mask.count_ones() >= cue.mask.count_ones()
}
