//! Which cue governs which concept? One walk over a sentence, from left to right.
//!
//! A cue opens a *group*: it governs the concepts that follow until its scope ends (a new cue, a new order, a semicolon, a
//! contrast). Concepts that stand before any cue wait as a possible subject and are governed backward by a passive ("should be
//! avoided") or a predicate ("is fine"). What remains is bare: its stance can only come from a heading or a lead-in.

use super::{
    opening,
    region::{Region, RegionKind, View, regions, subject_has_predicate},
    stance::{Held, Link, compose},
};
use crate::{
    lexicon::{ConceptSort, Lexicon},
    model::{CueKind, Mention, MentionKind, Stance, TimeRole, Token, TokenKind, VerbForm},
};

/// A cue, or a chain of cues, with its scope.
#[derive(Debug, Clone)]
pub struct Group {
    /// The chain of cues.
    pub chain: Vec<Link>,
    /// What it means; `None` where it is not understood.
    pub held: Option<Held>,
    /// The index of its first token.
    pub first: usize,
    /// One past the index of its last token.
    pub last: usize,
    /// Whether it governs its subject.
    pub backward: bool,
    /// Whether "only" stands with it.
    pub only: bool,
    /// Whether a bare order opened it, and not a cue.
    pub order: bool,
    /// Whether the order follows "and" after a prohibition, so that it may still belong to that one.
    pub doubtful: bool,
    /// Whether it stands beside a prohibition in the same form ("avoiding heat, and using …"), so that only what nearly every
    /// leaflet holds of its concepts can tell.
    pub parallel: bool,
    /// The entries that fired.
    pub fired: Vec<String>,
    verb: Option<VerbForm>,
    gerund: bool,
    be: bool,
    you: bool,
    /// Whether a clause begins with it, so that the reader is its subject.
    leads: bool,
}

/// A concept with the group that governs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Governed {
    /// The index of the concept's mention.
    pub mention: usize,
    /// The index of the group.
    pub group: usize,
}

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
    /// Whether a word of no known kind stands behind the last cue.
    strange: bool,
    brackets: Vec<Outside>,
    /// Concepts before a colon or a dash that opens what is said of them.
    label: Vec<usize>,
    /// Whether a colon stands behind what the current cue governs.
    explains: bool,
    /// Where the phrase that opens the sentence ends and its order begins.
    opening: usize,
}

impl Walker<'_, '_> {
    /// Takes the token at an index; gives the index to go on from.
    fn step(&mut self, at: usize) -> usize {
        if let Some(next) = self.infinitive(at) {
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
        if at < self.opening {
            self.out.bare.extend(self.view.concepts_at(at).map(|(index, _)| index));
            return at + 1;
        }
        let token = self.view.tokens()[at];
        if token.kind == TokenKind::Sign && self.view.cue_at(at).is_none() {
            self.sign(at);
            return at + 1;
        }
        let in_time = self.view.found.times.iter().any(|t| t.span.contains(token.span));
        let mut next = at + 1;
        self.passive_within(at);
        let cue = self.view.cue_at(at).filter(|c| !self.inside_concept(c));
        let concepts: Vec<(usize, &Mention)> = self.view.concepts_at(at).collect();
        if let Some(cue) = cue {
            let waits = matches!(cue.kind, MentionKind::Cue(CueKind::Wait, VerbForm::Other | VerbForm::Base));
            let forbids = matches!(cue.kind, MentionKind::Cue(CueKind::Avoid, _));
            let bad = |m: &Mention| forbids && self.tends(m) == Some(Stance::Avoid);
            let named = concepts.iter().any(|(_, m)| is_named_by(cue, m) && !bad(m));
            if named {
                self.verb(cue, form_of(cue));
            } else if !in_time || waits {
                self.cue(cue);
                let has_gap = cue.mask.count_ones() as usize != cue.last - cue.first;
                let inert =
                    matches!(cue.kind, MentionKind::Cue(CueKind::Exception | CueKind::Reason | CueKind::Report, _));
                next = next.max(if waits || has_gap || inert { at + 1 } else { cue.last });
            }
        }
        for (index, mention) in &concepts {
            if !is_outdone(mention, cue) {
                self.concept(*index, mention);
                next = at + 1;
            }
        }
        if cue.is_none() && concepts.is_empty() && !in_time && token.kind == TokenKind::Word && !self.is_filler(token) {
            self.at_start = false;
            self.by = false;
            self.strange = true;
            if self.open && self.happens(token) {
                self.open = false;
                self.statement = true;
            }
            if self.open && self.lexicon.is_in_class("pronouns", token.word) && self.ends_at(at + 1) {
                self.object_is_pronoun();
            }
        }
        next
    }

    fn is_filler(&self, token: Token) -> bool {
        self.lexicon.cues.phrases.passes_over(token.word)
    }

    /// Whether a clause ends before an index, times left aside.
    fn ends_at(&self, at: usize) -> bool {
        let tokens = self.view.tokens();
        let Some(next) = tokens.get(at) else { return true };
        next.kind == TokenKind::Sign
            || self.view.found.times.iter().any(|t| t.span.contains(next.span))
            || self.view.cue_at(at).is_some_and(|c| !matches!(c.kind, MentionKind::Verb(_)))
            || self.lexicon.is_in_class("adverbs-of-manner", next.word)
    }

    /// "don't use them": the object is the subject that waits, or nothing that is named here.
    fn object_is_pronoun(&mut self) {
        if self.pending.is_empty() || self.subject_acts() {
            self.open = false;
            self.statement = true;
        } else {
            self.assign_pending();
        }
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

    fn sign(&mut self, at: usize) {
        let dash = matches!(self.view.sign(at), "-" | "\u{2013}" | "\u{2014}") && self.view.tokens()[at].spaced;
        if (dash || self.view.sign(at) == ":") && self.out.groups.is_empty() && self.label.is_empty() {
            self.label.clone_from(&self.pending);
        }
        match self.view.sign(at) {
            "," => {
                self.join = Join::Comma;
                self.at_start = true;
            }
            "/" if self.view.tokens()[at].spaced && self.view.cue_at(at + 1).is_some() => self.close(),
            "/" => self.join = Join::Or,
            ";" => {
                self.trailing_verb();
                self.out.parts.push((at, self.statement));
                self.close();
            }
            "?" | "!" => self.close(),
            ":" => {
                let waits = self.open && self.current_has(|g| !g.chain.is_empty());
                if waits && self.denies(at + 1) {
                    self.close();
                } else if self.lost_object(at) {
                    // "Keep off it: …": the list behind the colon is what the pronoun stands for.
                    self.open = true;
                    self.statement = false;
                }
                if self.current.is_some() && (!waits || self.speaks_behind(at)) && self.speaks_behind(at) {
                    self.close();
                }
                if self.current.is_none() {
                    self.join = Join::Start;
                }
                self.explains = self.current.is_some_and(|g| self.out.governed.iter().any(|o| o.group == g));
                let own = self.view.tokens().get(at + 1).is_some_and(|t| self.lexicon.is_in_class("articles", t.word));
                if own && self.speaks_behind(at) && !self.label.iter().any(|&l| self.is_bad(l)) {
                    // "Activity: a cane may be needed": a subject of its own follows the label.
                    self.out.bare.append(&mut self.pending);
                    self.label.clear();
                }
                self.at_start = true;
            }
            "\u{2013}" | "\u{2014}" if self.order_follows(at) => self.close(),
            "\u{2014}" if self.clause_follows(at) => self.close(),
            "\u{2013}" | "\u{2014}" if self.view.tokens()[at].spaced => {
                if self.clause_follows(at) {
                    self.close();
                }
                if self.current.is_none() {
                    self.join = Join::Start;
                }
                self.at_start = true;
                self.statement = false;
            }
            "-" if self.view.tokens()[at].spaced => {
                if self.order_follows(at) {
                    self.close();
                }
                if self.current.is_none() {
                    self.join = Join::Start;
                }
                self.at_start = true;
            }
            "(" | "[" => {
                self.brackets.push(Outside {
                    current: self.current,
                    open: self.open,
                    statement: self.statement,
                    pending: std::mem::take(&mut self.pending),
                });
                self.at_start = true;
                self.join = Join::Comma;
            }
            ")" | "]" => {
                if let Some(outside) = self.brackets.pop() {
                    (self.current, self.open, self.statement) = (outside.current, outside.open, outside.statement);
                    self.out.bare.append(&mut self.pending);
                    self.pending = outside.pending;
                }
            }
            _ => {}
        }
    }

    /// Whether a cue at an index turns a stance, so that it cannot stand under another one before it.
    fn denies(&self, at: usize) -> bool {
        use CueKind as K;
        self.view.cue_at(at).is_some_and(|c| {
            matches!(
                c.kind,
                MentionKind::Cue(K::Avoid | K::Not | K::ModalNot | K::No | K::Wait | K::Limit | K::Omit | K::Remove, _)
            )
        })
    }

    /// Whether the open cue governs nothing but a pronoun, and nothing but a list stands behind a sign.
    fn lost_object(&self, at: usize) -> bool {
        let Some(group) = self.current else { return false };
        let chain = !self.out.groups[group].chain.is_empty();
        let pronoun =
            at.checked_sub(1).is_some_and(|b| self.lexicon.is_in_class("pronouns", self.view.tokens()[b].word));
        chain && pronoun && !self.out.governed.iter().any(|o| o.group == group) && !self.speaks_behind(at)
    }

    /// "a walk, on the other hand, does no harm": between commas, a contrast ends nothing.
    fn is_parenthetic(&self, cue: &Mention) -> bool {
        cue.first > 0
            && self.view.sign(cue.first - 1) == ","
            && self.view.sign(cue.last) == ","
            && !self.pending.is_empty()
    }

    /// Whether a clause of its own stands behind a sign: a modal verb, a predicate, advice.
    fn speaks_behind(&self, at: usize) -> bool {
        self.view.found.cues.iter().any(|c| {
            c.first > at
                && matches!(
                    c.kind,
                    MentionKind::Cue(
                        CueKind::Must
                            | CueKind::May
                            | CueKind::ModalNot
                            | CueKind::Not
                            | CueKind::Good
                            | CueKind::Bad
                            | CueKind::Needed
                            | CueKind::Be,
                        _
                    )
                )
        })
    }

    /// Whether advice of its own stands directly behind a dash, and something is governed before it.
    fn order_follows(&self, at: usize) -> bool {
        self.current.is_some_and(|g| self.out.governed.iter().any(|o| o.group == g)) && self.view.opens_advice(at + 1)
    }

    /// Whether a clause with a verb of its own stands behind a dash, and not only examples.
    fn clause_follows(&self, at: usize) -> bool {
        self.current.is_some_and(|g| self.out.governed.iter().any(|o| o.group == g))
            && self.view.found.cues.iter().any(|c| {
                c.first > at
                    && matches!(
                        c.kind,
                        MentionKind::Cue(
                            CueKind::Be | CueKind::May | CueKind::Good | CueKind::Needed | CueKind::Reason,
                            _
                        ) | MentionKind::Verb(VerbForm::Third)
                    )
            })
    }

    /// Ends every scope.
    fn close(&mut self) {
        self.trailing_verb();
        self.out.bare.append(&mut self.pending);
        self.current = None;
        self.open = false;
        self.at_start = true;
        self.join = Join::Start;
        self.statement = false;
        self.you = false;
        self.be = false;
        self.by = false;
    }

    fn cue(&mut self, cue: &Mention) {
        match cue.kind {
            MentionKind::Verb(form) => self.verb(cue, form),
            MentionKind::Cue(kind, form) => self.stance_cue(cue, kind, form),
            MentionKind::Condition(_) | MentionKind::Concept(_) => {}
        }
    }

    fn stance_cue(&mut self, cue: &Mention, kind: CueKind, form: VerbForm) {
        use CueKind as K;
        match kind {
            K::And | K::Or => {
                self.join = if kind == K::And { Join::And } else { Join::Or };
                self.at_start = true;
                return;
            }
            K::You => {
                self.you = true;
                self.at_start = false;
                return;
            }
            K::By | K::Example => {
                self.by |= kind == CueKind::By;
                self.example |= kind == CueKind::Example;
                return;
            }
            K::Contrast if self.is_parenthetic(cue) => return,
            K::Contrast => return self.close(),
            K::Only => {
                if let Some(group) = self.current {
                    self.out.groups[group].only = true;
                }
                return;
            }
            K::Be if self.at_start && !self.open && self.gets_up(cue) => return self.verb(cue, VerbForm::Base),
            K::Be if self.denies_the_same(cue) => self.predicate(cue, K::Bad),
            K::BareNot if self.denies_the_same(cue) => self.predicate(cue, K::Bad),
            K::Be => {
                self.be = true;
                if self.open
                    && let Some(group) = self.current
                {
                    self.out.groups[group].be = true;
                }
                self.at_start = false;
                return;
            }
            K::No | K::Bad if self.says_no_longer(cue) => return,
            K::Good | K::Bad | K::Needed | K::NotNeeded => self.predicate(cue, kind),
            K::No if self.view.cue_at(cue.last).is_some_and(|c| matches!(c.kind, MentionKind::Cue(K::Be, _))) => return,
            K::Must if self.is_said_of_subject(cue) => self.predicate(cue, K::Needed),
            K::May if self.is_said_of_subject(cue) => self.predicate(cue, K::Good),
            K::Not | K::ModalNot if self.is_said_of_things(cue) => {
                self.close();
                self.statement = true;
                self.at_start = false;
                return;
            }
            K::Not | K::ModalNot | K::No | K::Unneeded | K::Must | K::May => self.link(cue, kind, form),
            K::Avoid if form == VerbForm::Base && self.halts(cue) => return self.verb(cue, form),
            K::Avoid | K::Limit | K::Resume | K::Wait | K::Omit | K::Remove => self.verb_cue(cue, kind, form),
            K::Guard => self.verb_cue(cue, K::Avoid, form),
            K::Either => {
                if !self.either(cue, form) {
                    return;
                }
            }
            K::Without => self.without(cue),
            K::BareNot => {
                let article = self.view.tokens().get(cue.last + 1).is_some_and(|t| self.lexicon.is_in_class("articles", t.word));
                let unknown = self.view.cue_at(cue.last).is_none() && self.view.concepts_at(cue.last).next().is_none();
                let acts = self.view.cue_at(cue.last).is_some_and(|c| form_of(c) == VerbForm::Third)
                    || article && unknown && cue.last - cue.first == 1 && self.out.groups.is_empty();
                if acts {
                    // "Nothing opens up the eyes like lashes"
                    self.statement = true;
                }
                if !self.at_start && self.denies_object(cue) {
                    if let Some(group) = self.current {
                        let group = &mut self.out.groups[group];
                        group.chain.push(Link { kind: CueKind::Not, strength: None });
                        group.held = compose(&group.chain);
                        group.fired.push(cue.entry.to_string());
                    }
                    return;
                }
                if !self.at_start || acts {
                    return;
                }
                self.link(cue, K::No, form);
            }
            K::Staff
            | K::Report
            | K::Myth
            | K::Before
            | K::BothSides
            | K::Reason
            | K::Exception
            | K::Yes
            | K::NoAnswer
            | K::To
            | K::Likewise
            | K::Relative => return,
        }
        self.at_start = false;
        self.join = Join::None;
    }

    /// "Touch nothing": what is denied is the object of an order.
    fn denies_object(&self, cue: &Mention) -> bool {
        let nothing = self.lexicon.is_in_class("nothing", self.view.tokens()[cue.first].word);
        nothing && self.current_has(|g| g.order && g.chain.is_empty() && cue.first <= g.last + 1)
    }

    /// "Stop every hour and stretch": to stop has no object here.
    fn halts(&self, cue: &Mention) -> bool {
        let tokens = self.view.tokens();
        let halting = self.lexicon.is_in_class("halting", tokens[cue.first].word);
        let rate = |at: usize| {
            let word = tokens.get(at).map(|t| t.span);
            self.view.found.times.iter().find(|t| t.role == TimeRole::Rate && word.is_some_and(|w| t.span.contains(w)))
        };
        let behind = rate(cue.last).map_or(cue.last, |t| tokens.partition_point(|k| k.span.start < t.span.end));
        halting
            && behind > cue.last
            && self.view.cue_at(behind).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::And, _)))
    }

    /// "Ibuprofen is all right, aspirin isn't": what was just permitted of one thing is denied of another.
    fn denies_the_same(&self, cue: &Mention) -> bool {
        let tokens = self.view.tokens();
        let class = |name, at: usize| tokens.get(at).is_some_and(|t| self.lexicon.is_in_class(name, t.word));
        let ends = tokens.get(cue.last).is_none_or(|t| t.kind == TokenKind::Sign);
        let good = self.out.groups.last().is_some_and(|g| g.backward && g.chain.last().is_some_and(|l| l.kind == CueKind::Good));
        let bare = class("not", cue.first) && cue.first > 0 && class("be-forms", cue.first - 1);
        ends && good && !self.pending.is_empty() && (class("be-not", cue.first) || bare)
    }

    /// "one drop", "a break": a noun behind a number or an article.
    fn is_counted(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|b| {
            let token = self.view.tokens()[b];
            self.lexicon.is_in_class("counts", token.word)
                || token.span.of(self.view.text).bytes().all(|b| b.is_ascii_digit())
        })
    }

    /// "Get up and walk": an order, and no form of "be".
    fn gets_up(&self, cue: &Mention) -> bool {
        let tokens = self.view.tokens();
        let class = |name, at: usize| tokens.get(at).is_some_and(|t| self.lexicon.is_in_class(name, t.word));
        class("getting", cue.first) && (class("particles", cue.last) || class("determiners", cue.last))
    }

    /// "no longer swollen": a time that is over, and nothing forbidden.
    fn says_no_longer(&self, cue: &Mention) -> bool {
        let next = self.view.tokens().get(cue.last);
        next.is_some_and(|t| self.lexicon.is_in_class("no-more", t.word))
    }

    /// "If those don't work": the subject is a pronoun that stands for things, and the verb has no object.
    fn is_said_of_things(&self, cue: &Mention) -> bool {
        let before = cue.first.checked_sub(1).map(|b| self.view.tokens()[b]);
        let subject = before.is_some_and(|t| self.lexicon.is_in_class("pronouns", t.word));
        subject && self.pending.is_empty() && self.ends_at(cue.last + 1)
    }

    /// "Ice is recommended to reduce swelling": a cue that opens with a form of "be" is said of the subject before it.
    fn is_said_of_subject(&self, cue: &Mention) -> bool {
        let opens = self.view.tokens().get(cue.first).is_some_and(|t| self.lexicon.is_in_class("be-forms", t.word));
        let passive = self.view.cue_at(cue.last).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Be, _)));
        let acts = self
            .view
            .cue_at(cue.last)
            .is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Wait | CueKind::Avoid | CueKind::Resume, _)));
        opens && !self.you && !acts && !passive && cue.last - cue.first >= 3 && !self.pending.is_empty() && !self.open
    }

    /// "hold the retinol", "hold a cold pack": only what nearly every leaflet holds of the object can tell. Gives whether it
    /// was taken as a verb.
    fn either(&mut self, cue: &Mention, form: VerbForm) -> bool {
        let ordered = self.open
            && self.current_has(|g| !g.chain.is_empty() && g.chain.iter().all(|l| l.kind == CueKind::Must));
        if form == VerbForm::Base && ordered {
            self.touch(cue);
            if let Some(group) = self.current {
                self.out.groups[group].parallel = true;
                self.out.groups[group].fired.push(cue.entry.to_string());
            }
            return true;
        }
        if form != VerbForm::Base || self.open || !self.at_start {
            self.verb(cue, form);
            return false;
        }
        self.out.bare.append(&mut self.pending);
        self.open_parallel(cue.first);
        self.touch(cue);
        if let Some(group) = self.current {
            self.out.groups[group].fired.push(cue.entry.to_string());
        }
        true
    }

    /// Whether what follows is nearly always forbidden: "without makeup", but not "without a prescription".
    fn opens_something_bad(&self, cue: &Mention) -> bool {
        let next = self.view.found.concepts.iter().find(|c| c.first >= cue.last);
        next.is_some_and(|c| c.first <= cue.last + 2 && self.tends(c) == Some(Stance::Avoid))
    }

    /// "without" forbids by itself what is nearly always forbidden; behind a prohibition it is not understood.
    fn without(&mut self, cue: &Mention) {
        let doubtful = self.current_has(is_negative) || !self.opens_something_bad(cue);
        self.open_group(cue.first);
        self.link(cue, CueKind::Avoid, VerbForm::Other);
        if doubtful && let Some(group) = self.current {
            self.out.groups[group].held = None;
        }
    }

    /// A cue that is a verb: forward in its base form and as a gerund, backward as a participle.
    fn verb_cue(&mut self, cue: &Mention, kind: CueKind, form: VerbForm) {
        match form {
            VerbForm::Third => {
                if kind == CueKind::Wait && !self.pending.is_empty() {
                    self.link(cue, kind, form);
                    self.assign_pending();
                }
                self.statement |= kind == CueKind::Limit && !self.pending.is_empty();
            }
            VerbForm::Participle => {
                let by = self.view.tokens().get(cue.last).is_some_and(|t| self.lexicon.is_in_class("means", t.word));
                if by && self.pending.is_empty() && (self.be || self.open) {
                    // "Swelling can be reduced by ice": what is done with what has no subject that advice is about.
                    self.open = false;
                    self.statement = true;
                } else if self.be || (self.open && self.current_has(|g| g.be)) {
                    self.link(cue, kind, form);
                    self.assign_pending();
                } else if !self.open && !self.pending.is_empty() && kind == CueKind::Wait {
                    self.statement = true;
                }
            }
            VerbForm::Base if !self.open && self.is_counted(cue.first) => {}
            VerbForm::Base | VerbForm::Gerund | VerbForm::Other => {
                if self.open && self.join != Join::None && self.current_has(has_verb) {
                    self.open_beside(cue.first);
                }
                let needs_start =
                    matches!(kind, CueKind::Limit | CueKind::Wait | CueKind::Omit) && form != VerbForm::Other;
                if needs_start && !self.open && !self.at_start && !self.you && form == VerbForm::Base {
                    return;
                }
                self.link(cue, kind, form);
                let may = self.current_has(|g| g.chain.len() > 1 && g.chain[0].kind == CueKind::May);
                if kind == CueKind::Resume && may && !self.pending.is_empty() && self.ends_at(cue.last) {
                    // "Driving can resume when …"
                    self.assign_pending();
                }
            }
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
        if !self.open {
            self.open_group(cue.first);
        }
        let Some(group) = self.current else { return };
        let group = &mut self.out.groups[group];
        group.chain.push(Link { kind, strength });
        group.held = compose(&group.chain);
        group.fired.push(cue.entry.to_string());
        group.last = cue.last;
        group.order = false;
        if !matches!(kind, CueKind::Avoid | CueKind::Limit) && form != VerbForm::Gerund {
            group.verb.get_or_insert(VerbForm::Base);
        }
        group.be |= self.be && form == VerbForm::Participle;
        group.gerund |= group.chain.len() == 1 && form == VerbForm::Gerund;
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
            parallel: false,
            fired: Vec::new(),
            verb: None,
            gerund: false,
            be: false,
            you: self.you,
            leads: self.at_start,
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

    /// A verb without a stance of its own.
    fn verb(&mut self, cue: &Mention, form: VerbForm) {
        match form {
            VerbForm::Base => {
                let passive = self.open && self.current_has(|g| g.be) && !self.pending.is_empty();
                if passive && self.follows_be(cue.first) {
                    self.assign_pending();
                } else if !self.base_verb(cue) {
                    return;
                }
            }
            VerbForm::Gerund => {
                if self.open {
                    self.touch(cue);
                } else if self.is_parallel() && self.view.concepts_at(cue.first).next().is_none() {
                    self.open_parallel(cue.first);
                } else if (self.by && (self.current.is_none() || self.statement))
                    || (self.at_start
                        && self.join != Join::Start
                        && self.current_has(|g| g.chain.is_empty() && g.verb == Some(VerbForm::Gerund)))
                {
                    self.open_group(cue.first);
                    self.touch(cue);
                    if let Some(group) = self.current {
                        self.out.groups[group].verb = Some(VerbForm::Gerund);
                        self.out.groups[group].fired.push("scope/means".to_owned());
                    }
                }
                self.by = false;
            }
            VerbForm::Participle => {
                if self.is_told_to_be_used(cue) {
                    self.predicate(cue, CueKind::Needed);
                } else if self.open && self.current_has(|g| g.be) {
                    self.touch(cue);
                    let by_means =
                        self.view.tokens().get(cue.last).is_some_and(|t| self.lexicon.is_in_class("means", t.word));
                    let may = self.current_has(|g| g.chain.iter().any(|l| l.kind == CueKind::May));
                    if self.pending.is_empty() && self.names_activity(cue) {
                        // "The face may be washed": the verb itself is what is advised.
                        if let Some(group) = self.current {
                            self.out.groups[group].you = true;
                        }
                        self.at_start = false;
                        self.join = Join::None;
                        return;
                    }
                    if self.pending.is_empty() && may && by_means {
                        // "The pain can be treated with tablets": what it is done with is permitted.
                        if let Some(group) = self.current {
                            self.out.groups[group].you = true;
                        }
                        return;
                    }
                    if self.pending.is_empty() && may {
                        // "Mesotherapy can be used for …": the subject is nothing that advice is about.
                        self.open = false;
                        self.statement = true;
                    }
                    self.assign_pending();
                }
            }
            VerbForm::Third if self.is_praised(cue) => self.predicate(cue, CueKind::Needed),
            VerbForm::Third => self.statement |= !self.open && !self.pending.is_empty(),
            VerbForm::Other => {}
        }
        self.at_start = false;
        self.join = Join::None;
    }

    /// "The tablet is taken once a day": the present passive of using something, with how often or how long.
    fn is_told_to_be_used(&self, cue: &Mention) -> bool {
        let timed = self.view.found.times.iter().any(|t| {
            matches!(t.role, TimeRole::Rate | TimeRole::Session | TimeRole::Duration | TimeRole::Window | TimeRole::End)
        });
        let wanted = self.pending.iter().all(|&p| !self.is_bad(p));
        !self.open
            && self.be
            && timed
            && wanted
            && !self.pending.is_empty()
            && !self.view.found.cues.iter().any(|c| matches!(c.kind, MentionKind::Cue(CueKind::Staff, _)))
            && self.lexicon.is_in_class("used", self.view.tokens()[cue.first].word)
    }

    /// "A salt-water rinse three times a day soothes the gum": what is said to do good, with how often or how long.
    fn is_praised(&self, cue: &Mention) -> bool {
        let wanted = |p: &usize| {
            let found = &self.view.found.concepts[*p];
            let course = found.concept().is_some_and(|c| {
                self.lexicon.roles.courses.contains(c) || self.lexicon.roles.medicines.contains(c)
            });
            course || self.tends(found) != Some(Stance::Avoid)
        };
        let good = self.lexicon.is_in_class("benefits", self.view.tokens()[cue.first].word);
        let last = self.pending.last().map_or(0, |&p| self.view.found.concepts[p].last);
        let timed = self.view.found.times.iter().any(|t| {
            let between = t.span.start >= self.view.tokens()[last.saturating_sub(1)].span.start
                && t.span.end <= self.view.tokens()[cue.first].span.start;
            between && matches!(t.role, TimeRole::Rate | TimeRole::Session)
        });
        let alone = !self.open && self.out.groups.is_empty() && !self.pending.is_empty();
        alone && good && timed && self.pending.iter().all(wanted)
    }

    /// "may be put on": directly behind a form of "be", adverbs left aside.
    fn follows_be(&self, at: usize) -> bool {
        at.checked_sub(1)
            .and_then(|b| self.view.cue_at(b))
            .is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Be, _)))
    }

    /// Whether a verb begins the name of an activity.
    fn names_activity(&self, cue: &Mention) -> bool {
        let sort = |m: &Mention| m.concept().and_then(|c| self.lexicon.concepts.get(c)).map(|c| c.sort);
        self.view.concepts_at(cue.first).any(|(_, m)| sort(m) == Some(ConceptSort::Activity))
    }

    /// "Small bandages may be removed": the participle belongs to the name of its subject.
    fn passive_within(&mut self, at: usize) {
        let participle = self.view.cue_at(at).is_some_and(|c| form_of(c) == VerbForm::Participle);
        let subject = self.pending.iter().any(|&p| {
            let found = &self.view.found.concepts[p];
            found.first < at && at < found.last
        });
        if participle && subject && self.open && self.current_has(|g| g.be) {
            self.assign_pending();
        }
    }

    /// Whether a gerund follows "and" or a comma after "avoiding …".
    fn is_parallel(&self) -> bool {
        matches!(self.join, Join::And | Join::Comma)
            && self.at_start
            && self.current_has(|g| g.parallel || g.gerund && is_negative(g))
    }

    fn open_parallel(&mut self, first: usize) {
        self.open_group(first);
        if let Some(group) = self.current {
            let group = &mut self.out.groups[group];
            group.parallel = true;
            group.fired.push("scope/parallel".to_owned());
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
            group.verb.get_or_insert(form);
        }
    }

    /// A verb in its base form: governed by an open cue, joined to the verb before it, an order, or a noun.
    /// Gives whether it was taken as a verb.
    fn base_verb(&mut self, cue: &Mention) -> bool {
        if self.open {
            self.touch(cue);
            if self.subject_acts() || self.is_undergone(cue) {
                self.open = false;
                self.statement = true;
            }
            return true;
        }
        let told = self.tells_reader(cue);
        if !self.at_start && !told {
            return false;
        }
        let is_noun = !told && self.is_noun_here(cue);
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
        if self.you && self.does_again(cue)
            && let Some(group) = self.current
        {
            let group = &mut self.out.groups[group];
            group.chain.push(Link { kind: CueKind::May, strength: Some(crate::model::Strength::May) });
            group.held = compose(&group.chain);
            group.order = false;
        }
        true
    }

    /// "You may experience pain", "it should settle": what happens to the reader or by itself is no advice.
    fn is_undergone(&self, cue: &Mention) -> bool {
        self.happens(self.view.tokens()[cue.first])
    }

    fn happens(&self, token: Token) -> bool {
        let word = token.word;
        let modal = self.current_has(|g| {
            !g.chain.is_empty() && g.chain.iter().all(|l| matches!(l.kind, CueKind::May | CueKind::Must))
        });
        let you = self.current_has(|g| g.you);
        modal && (self.lexicon.is_in_class("undergoing", word) || !you && self.lexicon.is_in_class("changing", word))
    }

    /// "You will wear a garment for six weeks", "you use the drops twice a day": what the reader is told to do.
    fn tells_reader(&self, cue: &Mention) -> bool {
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
        !self.open && !self.statement && self.pending.is_empty() && !happens && (will || timed || self.does_again(cue))
    }

    /// "Most people drive again after three weeks".
    fn does_again(&self, cue: &Mention) -> bool {
        let tokens = self.view.tokens();
        let again = (cue.last..tokens.len().min(cue.last + 3)).any(|i| self.lexicon.is_in_class("again", tokens[i].word));
        again && self.view.found.times.iter().any(|t| t.role == TimeRole::Start)
    }

    /// "Mascara can damage the lashes": what was named is said to do something, and nothing is permitted.
    fn subject_acts(&self) -> bool {
        !self.pending.is_empty()
            && self.current_has(|g| {
                !g.you && !g.be && !g.chain.is_empty() && g.chain.iter().all(|l| l.kind == CueKind::May)
            })
    }

    /// "Exercise should be avoided", "avoid heat, massage and sun": words that are verbs elsewhere.
    fn is_noun_here(&self, cue: &Mention) -> bool {
        if subject_has_predicate(self.view, cue.first)
            || self.names_something_bad(cue) && self.current.is_none() && !self.has_object(cue)
        {
            return true;
        }
        let follows = self.view.tokens().get(cue.last).map_or("", |t| t.span.of(self.view.text));
        if self.lexicon.is_preposition_of_noun(follows) {
            return true;
        }
        // In a list a verb without an object is a noun.
        let joined = self.join == Join::And && !self.pending.is_empty();
        let under_nouns = self.current.is_some() && self.join != Join::Start || self.join == Join::Or || joined;
        let noun_too = self.view.tokens().get(cue.first).is_some_and(|t| self.lexicon.is_in_class("nouns-too", t.word));
        under_nouns && noun_too && !self.has_object(cue)
    }

    fn has_object(&self, cue: &Mention) -> bool {
        self.view.tokens().get(cue.last).is_some_and(|t| {
            t.kind == TokenKind::Word && self.view.cue_at(cue.last).is_none() && self.lexicon.is_determiner(t.word)
        })
    }

    /// Whether a verb that follows a joining word is governed like the verb before it.
    fn stays_in_scope(&self, cue: &Mention) -> bool {
        let negative = self.current_has(is_negative);
        if !negative {
            return self.join == Join::Or || self.current_has(|g| !g.order);
        }
        match self.join {
            Join::Or => true,
            Join::Comma => self.or_follows(cue.last) || self.names_something_bad(cue),
            Join::And => {
                self.current.is_some_and(|g| !self.out.governed.iter().any(|o| o.group == g))
                    || self.bare_verb_before(cue)
            }
            _ => false,
        }
    }

    /// "pick and scratch": no object stands between the two verbs.
    fn bare_verb_before(&self, cue: &Mention) -> bool {
        cue.first >= 2 && self.current.is_some_and(|g| self.out.groups[g].last + 1 >= cue.first)
    }

    fn or_follows(&self, from: usize) -> bool {
        self.view.found.cues.iter().filter(|c| c.first >= from).find_map(|c| match c.kind {
            MentionKind::Cue(CueKind::Or, _) => Some(true),
            MentionKind::Cue(CueKind::Not | CueKind::Avoid | CueKind::Must | CueKind::May | CueKind::Contrast, _) => {
                Some(false)
            }
            _ => None,
        }) == Some(true)
    }

    fn names_something_bad(&self, cue: &Mention) -> bool {
        self.view.concepts_at(cue.first).any(|(_, m)| self.tends(m) == Some(Stance::Avoid))
    }

    fn is_bad(&self, mention: usize) -> bool {
        self.tends(&self.view.found.concepts[mention]) == Some(Stance::Avoid)
    }

    fn tends(&self, mention: &Mention) -> Option<Stance> {
        mention.concept().and_then(|c| self.lexicon.concepts.get(c)).and_then(|c| c.tends)
    }

    fn predicate(&mut self, cue: &Mention, kind: CueKind) {
        if self.stands_in_clause(cue.first) {
            return;
        }
        if self.pending.is_empty() {
            if self.judges_infinitive(cue, kind) {
                return;
            }
            self.no_such_need(kind);
            return;
        }
        let negated = self.open && self.current_has(is_negative);
        let stance = match kind {
            CueKind::Good if negated => Stance::Avoid,
            CueKind::Needed if negated => Stance::Unneeded,
            _ if negated => return,
            CueKind::Good => Stance::Allow,
            CueKind::Bad => Stance::Avoid,
            CueKind::Needed => Stance::Do,
            _ => Stance::Unneeded,
        };
        self.open_group(cue.first);
        let strength = self.strength(cue);
        if let Some(index) = self.current {
            let group = &mut self.out.groups[index];
            group.held = Some(Held { stance, degree: None, strength });
            group.last = cue.last;
            group.order = false;
            group.chain.push(Link { kind, strength });
            group.fired.push(cue.entry.to_string());
        }
        self.assign_pending();
        self.statement = true;
    }

    /// "Alcohol not to drink for three days", "teeth to brush from the second day": an order as a translation has it, whose
    /// object stands before it. Gives the index to go on from where one begins at an index.
    fn infinitive(&mut self, at: usize) -> Option<usize> {
        let to = self.view.cue_at(at)?;
        let denies = match to.kind {
            MentionKind::Cue(CueKind::To, _) => false,
            MentionKind::Cue(CueKind::Not, _) => self.lexicon.is_in_class("to", self.view.tokens()[to.last - 1].word),
            _ => return None,
        };
        if !denies && to.kind != MentionKind::Cue(CueKind::To, VerbForm::Other) {
            return None;
        }
        let verb = self.view.cue_at(to.last)?;
        let is_verb = matches!(verb.kind, MentionKind::Verb(VerbForm::Base))
            && self.lexicon.is_in_class("acting", self.view.tokens()[verb.first].word)
            || matches!(verb.kind, MentionKind::Cue(CueKind::Avoid, VerbForm::Base));
        let last = self.pending.last().map(|&p| self.view.found.concepts[p].last)?;
        let near = (last..at).all(|i| self.view.tokens()[i].kind == TokenKind::Sign);
        let idle = self.out.groups.is_empty() && !self.open && !self.statement && self.brackets.is_empty();
        let ends = self.ends_at(verb.last) || self.view.cue_at(verb.last).is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::Only, _)));
        if !(is_verb && near && idle && ends) {
            return None;
        }
        self.open_group(at);
        if denies {
            self.link(to, CueKind::Not, VerbForm::Other);
        }
        if let MentionKind::Cue(kind, form) = verb.kind {
            self.link(verb, kind, form);
        }
        self.touch(verb);
        if let Some(group) = self.current {
            self.out.groups[group].fired.push("scope/infinitive".to_owned());
            self.out.groups[group].order = false;
        }
        self.assign_pending();
        Some(verb.last)
    }

    /// "To drive is forbidden", "to use ice is allowed": the act before it is what is judged. Gives whether it was.
    fn judges_infinitive(&mut self, cue: &Mention, kind: CueKind) -> bool {
        let Some(index) = self.current else { return false };
        let group = &self.out.groups[index];
        let to = group.first.checked_sub(1).and_then(|b| self.view.cue_at(b));
        let infinitive = to.is_some_and(|c| matches!(c.kind, MentionKind::Cue(CueKind::To, _)));
        let stance = match kind {
            CueKind::Bad => Stance::Avoid,
            CueKind::Good => Stance::Allow,
            CueKind::NotNeeded => Stance::Unneeded,
            _ => return false,
        };
        if !infinitive || !group.order || !group.chain.is_empty() {
            return false;
        }
        let strength = self.strength(cue);
        let group = &mut self.out.groups[index];
        group.held = Some(Held { stance, degree: None, strength });
        group.chain.push(Link { kind, strength });
        group.order = false;
        group.fired.push(cue.entry.to_string());
        self.open = false;
        self.statement = true;
        true
    }

    /// "Begin once the catheter is out": a predicate of a clause of time says nothing of what was named before.
    fn stands_in_clause(&self, at: usize) -> bool {
        for i in (at.saturating_sub(6)..at).rev() {
            let token = self.view.tokens()[i];
            if token.kind == TokenKind::Sign {
                return false;
            }
            if self.lexicon.is_in_class("time-clauses", token.word) {
                return i > 0 && !self.pending.iter().any(|&p| self.view.found.concepts[p].first > i);
            }
        }
        false
    }

    /// "No further bandages are required" releases, and forbids nothing.
    fn no_such_need(&mut self, kind: CueKind) {
        let Some(group) = self.current else { return };
        let group = &mut self.out.groups[group];
        let only_no = matches!(group.chain[..], [Link { kind: CueKind::No, .. }]);
        if kind == CueKind::Needed
            && only_no
            && let Some(held) = &mut group.held
        {
            held.stance = Stance::Unneeded;
        }
    }

    /// Gives the waiting subject to the current group.
    fn assign_pending(&mut self) {
        let Some(group) = self.current else { return };
        if self.pending.is_empty() {
            return;
        }
        self.out.groups[group].backward = true;
        for mention in std::mem::take(&mut self.pending) {
            self.govern(mention, group);
        }
        self.open = false;
        self.statement = true;
    }

    /// Whether a concept is only a circumstance of what its group governs already ("skip the wine with the tablets"), the
    /// object of somebody else's doing ("the gel can irritate"), or of mere looking ("check your sunscreen").
    fn is_aside(&self, mention: usize, group: usize) -> bool {
        let found = &self.view.found.concepts[mention];
        let g = &self.out.groups[group];
        let only_may = !g.chain.is_empty() && g.chain.iter().all(|l| l.kind == CueKind::May);
        if only_may && !g.you && !g.leads {
            return true;
        }
        let verb = self.view.found.cues.iter().find(|c| {
            c.first >= g.first && c.last <= found.first && matches!(c.kind, MentionKind::Verb(VerbForm::Base))
        });
        let looks = verb.is_some_and(|v| self.lexicon.is_in_class("looking", self.view.tokens()[v.first].word));
        let reports = found.concept().is_some_and(|c| self.lexicon.is_report(c));
        if looks && !reports && !is_negative(g) {
            return true;
        }
        let loose = is_negative(g) && self.tends(found) != Some(Stance::Avoid);
        let told = self.out.governed.iter().filter(|o| o.group == group).any(|o| {
            let other = &self.view.found.concepts[o.mention];
            other.concept().is_some_and(|c| self.lexicon.is_report(c))
                && !self
                    .view
                    .found
                    .cues
                    .iter()
                    .any(|c| c.first >= other.last && c.first <= found.first && form_of(c) == VerbForm::Base)
        });
        let asked_for = found.first.checked_sub(1).is_some_and(|b| {
            (b.saturating_sub(1)..=b).any(|i| self.lexicon.is_in_class("asked-for", self.view.tokens()[i].word))
        });
        if told && !reports && !asked_for {
            return true;
        }
        let class = if loose { "adjuncts" } else { "places" };
        self.out.governed.iter().any(|o| o.group == group) && self.follows(class, found.first)
    }

    /// Whether a word of a class stands before an index, with nothing but words that belong to a name between.
    fn follows(&self, class: &str, at: usize) -> bool {
        let tokens = self.view.tokens();
        for i in (at.saturating_sub(3)..at).rev() {
            if self.lexicon.is_in_class(class, tokens[i].word) {
                return true;
            }
            let named = self.view.found.concepts.iter().any(|c| c.first <= i && i < c.last);
            if tokens[i].kind != TokenKind::Word || named || self.view.cue_at(i).is_some() {
                return false;
            }
        }
        false
    }

    fn govern(&mut self, mention: usize, group: usize) {
        let found = &self.view.found.concepts[mention];
        let g = &mut self.out.groups[group];
        g.first = g.first.min(found.first);
        g.last = g.last.max(found.last);
        self.out.governed.push(Governed { mention, group });
    }

    fn concept(&mut self, index: usize, mention: &Mention) {
        let sort = mention.concept().and_then(|c| self.lexicon.concepts.get(c)).map(|c| c.sort);
        if sort != Some(ConceptSort::Activity) {
            self.at_start = false;
            self.join = Join::None;
            return;
        }
        if !self.label.is_empty() && self.pending == self.label && !self.label.iter().any(|&l| self.is_bad(l)) {
            // "Activity: crutches may be needed": the label is not the subject.
            self.out.bare.append(&mut self.pending);
        }
        if self.explains && self.current_has(is_negative) && self.tends(mention) == Some(Stance::Do) {
            // "Don't lie flat: two pillows for a week"
            self.close();
        }
        let is_gerund = self.view.cue_at(mention.first).is_some_and(|c| form_of(c) == VerbForm::Gerund);
        let forbids = self.out.groups.iter().any(is_negative);
        let free = (self.current.is_none() || self.statement) && !forbids;
        if free && is_gerund && (self.by || self.example) && self.tends(mention) == Some(Stance::Do) {
            self.open_parallel(mention.first);
        }
        if !self.open && is_gerund && self.is_parallel() && self.tends(mention) == Some(Stance::Do) {
            self.open_parallel(mention.first);
        }
        let begins = !matches!(self.join, Join::None | Join::Or) && !self.open && !self.current_has(|g| g.gerund);
        if begins && self.current.is_some() && !self.statement && self.is_subject(mention) {
            self.out.bare.append(&mut self.pending);
            self.current = None;
        }
        match self.current {
            Some(group) if self.open || !self.statement => {
                let aside = self.is_aside(index, group);
                self.open = false;
                if aside {
                    self.out.bare.push(index);
                } else {
                    self.govern(index, group);
                }
            }
            _ => self.pending.push(index),
        }
        self.at_start = false;
        self.join = Join::None;
    }

    /// Whether a predicate follows directly on a concept, so that it opens a clause of its own: "…, short walks are fine".
    fn is_subject(&self, mention: &Mention) -> bool {
        let next = self.view.found.cues.iter().find(|c| c.first >= mention.last);
        let signs = |to: usize| (mention.last..to).any(|i| !self.view.sign(i).is_empty());
        next.is_some_and(|c| {
            let near = c.first <= mention.last + 2 && !signs(c.first);
            near && match c.kind {
                MentionKind::Cue(CueKind::Good | CueKind::Bad | CueKind::Needed | CueKind::NotNeeded, _) => true,
                MentionKind::Cue(CueKind::May, _) => c.last - c.first <= 2,
                MentionKind::Cue(CueKind::Must | CueKind::ModalNot, _) => {
                    c.last - c.first <= 2 && !self.current_has(is_negative)
                }
                _ => false,
            }
        })
    }

    fn finish(mut self) -> Walk {
        self.trailing_verb();
        self.out.bare.append(&mut self.pending);
        self.out.bare.sort_unstable();
        self.refer_back();
        for index in 0..self.out.groups.len() {
            if !self.out.governed.iter().any(|g| g.group == index) {
                self.out.dangling.push(index);
            }
        }
        self.out.statement = self.statement;
        self.out
    }

    /// "Aspirin: continue", "retainers – leave them out", "if you were given a shield, keep it on": what has no object of its
    /// own, or a pronoun, is said of the label or of what was named last.
    fn refer_back(&mut self) {
        for index in 0..self.out.groups.len() {
            if self.out.governed.iter().any(|g| g.group == index) {
                continue;
            }
            let group = &self.out.groups[index];
            let (first, last) = (group.first, group.last);
            let pronoun = self.view.tokens().get(last).is_some_and(|t| self.lexicon.is_in_class("pronouns", t.word));
            let gapped = self.view.found.cues.iter().filter(|c| c.first >= first && c.last <= last).any(|c| {
                let within = &self.view.tokens()[c.first..c.last];
                c.last - c.first >= 3 && within.iter().any(|t| self.lexicon.is_in_class("pronouns", t.word))
            });
            let subject = first
                .checked_sub(1)
                .is_some_and(|at| self.lexicon.is_in_class("pronouns", self.view.tokens()[at].word));
            let passive = subject && group.be && !group.chain.is_empty();
            let open_end = self.ends_at(last) || pronoun || gapped || passive;
            let named = if !open_end {
                Vec::new()
            } else if !self.label.is_empty() {
                self.label.clone()
            } else if pronoun || gapped || passive {
                self.named_last(first).into_iter().collect()
            } else {
                Vec::new()
            };
            for mention in named {
                self.out.bare.retain(|&b| b != mention);
                self.out.groups[index].backward = true;
                self.govern(mention, index);
            }
        }
    }

    /// The last activity that is named before an index, where no group governs it.
    fn named_last(&self, before: usize) -> Option<usize> {
        let concepts = &self.view.found.concepts;
        let last = concepts.iter().rposition(|c| {
            let sort = c.concept().and_then(|n| self.lexicon.concepts.get(n)).map(|n| n.sort);
            c.last <= before && sort == Some(ConceptSort::Activity)
        })?;
        (!self.out.governed.iter().any(|g| g.mention == last)).then_some(last)
    }

    /// "Running should wait", "belts: avoid for a month": the last group has no object but a subject waits.
    fn trailing_verb(&mut self) {
        let Some(index) = self.current else { return };
        if !self.open || self.pending.is_empty() {
            return;
        }
        let group = &self.out.groups[index];
        let last = group.chain.last().map(|l| l.kind);
        let puts_off = matches!(last, Some(CueKind::Wait | CueKind::Avoid | CueKind::Resume | CueKind::Limit));
        let acts_on_subject = puts_off && !group.gerund
            || group.you
            || (group.chain.iter().any(|l| l.kind == CueKind::Must) && !group.order)
            || (group.be && !group.chain.is_empty() && !only_may(group))
            || last == Some(CueKind::Not) && (group.verb != Some(VerbForm::Base) || self.ends_with_pronoun());
        if acts_on_subject {
            self.assign_pending();
        }
    }
}

impl Walker<'_, '_> {
    /// "…, so don't use them": the object is what was named before.
    fn ends_with_pronoun(&self) -> bool {
        let last = self.view.tokens().iter().rfind(|t| t.kind == TokenKind::Word);
        last.is_some_and(|t| self.lexicon.is_in_class("pronouns", t.word))
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

/// Whether a cue is only the beginning of a concept's own words ("remove the dressing", "protect it from the sun").
fn is_named_by(cue: &Mention, mention: &Mention) -> bool {
    let yields = matches!(cue.kind, MentionKind::Cue(CueKind::Remove | CueKind::Guard, _));
    let has_gap = cue.mask.count_ones() as usize != cue.last - cue.first;
    cue.first == mention.first && (yields || has_gap) && mention.mask.count_ones() >= cue.mask.count_ones()
}

fn is_verb_link(link: Link) -> bool {
    matches!(
        link.kind,
        CueKind::Avoid | CueKind::Limit | CueKind::Resume | CueKind::Wait | CueKind::Omit | CueKind::Remove
    )
}

fn has_verb(group: &Group) -> bool {
    group.chain.iter().copied().any(is_verb_link)
}

fn is_negative(group: &Group) -> bool {
    group.held.is_none_or(|h| h.stance == Stance::Avoid)
}

/// "Drinks may be hard to take": a possibility, and no permission.
fn only_may(group: &Group) -> bool {
    group.verb != Some(VerbForm::Participle) && group.chain.iter().all(|l| l.kind == CueKind::May)
}
