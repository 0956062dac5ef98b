//! A cue, or a chain of cues, with what it governs.

use crate::{
    extract::stance::{Held, Link},
    model::{CueKind, Stance, VerbForm},
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
    /// Whether what the order would act on is denied ("eat nothing solid").
    pub objectless: bool,
    /// Whether the order follows "and" after a prohibition, so that it may still belong to that one.
    pub doubtful: bool,
    /// Whether it stands beside a prohibition in the same form ("avoiding heat, and using …"), so that only what nearly every
    /// leaflet holds of its concepts can tell.
    pub parallel: bool,
    /// Whether it only says without what something is not to be done ("avoid swimming without goggles").
    pub lacking: bool,
    /// The entries that fired.
    pub fired: Vec<String>,
    pub(super) verb: Option<VerbForm>,
    /// The index of its first verb in the base form.
    pub(super) head: Option<usize>,
    pub(super) gerund: bool,
    pub(super) be: bool,
    pub(super) you: bool,
    /// Whether a clause begins with it, so that the reader is its subject.
    pub(super) leads: bool,
    /// The group of which it says the same again ("and so should aspirin").
    pub echo: Option<usize>,
    /// Where the last way of turning to somebody ends that it governs.
    pub(super) reported: Option<usize>,
}

impl Group {
    /// The chain behind what only asks for it: "please avoid", "you should avoid" and "make sure you avoid" all say "avoid".
    pub fn asked(&self) -> &[Link] {
        let mut chain = &self.chain[..];
        loop {
            chain = match chain {
                [first, rest @ ..] if first.kind == CueKind::Must => rest,
                // "Don't forget to"
                [not, omit, rest @ ..] if not.kind == CueKind::Not && omit.kind == CueKind::Omit => rest,
                _ => return chain,
            }
        }
    }

    /// Whether its verb is in the base form.
    pub fn verb_is_base(&self) -> bool {
        self.verb == Some(VerbForm::Base)
    }

    /// Whether it only asks for something: an order, or an order behind a modal verb ("please keep", "you should keep").
    pub fn only_asks(&self) -> bool {
        !self.backward && self.asked().is_empty()
    }
}

/// A concept with the group that governs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Governed {
    /// The index of the concept's mention.
    pub mention: usize,
    /// The index of the group.
    pub group: usize,
}

pub(super) fn is_verb_link(link: Link) -> bool {
    matches!(
        link.kind,
        CueKind::Avoid | CueKind::Limit | CueKind::Resume | CueKind::Wait | CueKind::Omit | CueKind::Remove
    )
}

pub(super) fn has_verb(group: &Group) -> bool {
    group.chain.iter().copied().any(is_verb_link)
}

pub(super) fn is_negative(group: &Group) -> bool {
    group.held.is_none_or(|h| h.stance == Stance::Avoid)
}

/// "Drinks may be hard to take": a possibility, and no permission.
pub(super) fn only_may(group: &Group) -> bool {
    group.verb != Some(VerbForm::Participle) && group.chain.iter().all(|l| l.kind == CueKind::May)
}
