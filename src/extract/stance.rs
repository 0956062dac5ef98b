//! What do stacked cues mean together? "Do not forget to" orders, "no need to avoid" permits.

use crate::model::{CueKind, Degree, Stance, Strength};

/// One cue of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// How it acts.
    pub kind: CueKind,
    /// How strongly it is worded.
    pub strength: Option<Strength>,
}

/// What a chain of cues holds of what it governs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// The stance.
    pub stance: Stance,
    /// Where only a part is meant.
    pub degree: Option<Degree>,
    /// How strongly.
    pub strength: Option<Strength>,
}

/// The stance of a chain of cues, or `None` where they stack beyond what is understood: better unclear than inverted.
///
/// An empty chain is an order (the verb itself is in its base form).
pub fn compose(chain: &[Link]) -> Option<Held> {
    let has = |kind: CueKind| chain.iter().any(|l| l.kind == kind);
    let count = |kinds: &[CueKind]| chain.iter().filter(|l| kinds.contains(&l.kind)).count();
    let negations =
        count(&[CueKind::Not, CueKind::ModalNot, CueKind::No, CueKind::Avoid, CueKind::Omit, CueKind::Remove]);
    let strength = chain.iter().rev().find_map(|l| l.strength).or(Some(Strength::Must));
    let held = |stance, degree| Some(Held { stance, degree, strength });
    let soft = |stance| Some(Held { stance, degree: None, strength: Some(Strength::May) });
    if has(CueKind::Unneeded) {
        return match negations {
            0 if has(CueKind::Limit) => soft(Stance::Allow),
            0 => soft(Stance::Unneeded),
            1 => soft(Stance::Allow),
            _ => None,
        };
    }
    if has(CueKind::Limit) {
        return if negations == 0 { held(Stance::Avoid, Some(Degree::Limit)) } else { None };
    }
    let first = chain.first().map(|l| l.kind);
    if first == Some(CueKind::Must) && has(CueKind::May) && !has(CueKind::Wait) {
        // "You must be able to walk" is a state to reach, and no permission.
        return None;
    }
    if has(CueKind::May) {
        return match negations {
            0 if has(CueKind::Wait) => held(Stance::Avoid, None),
            0 => soft(Stance::Allow),
            1 if has(CueKind::Not) || has(CueKind::No) => held(Stance::Avoid, None),
            _ => None,
        };
    }
    // "Don't forget to avoid the sun"
    let reminds = match chain {
        [a, b, c] => {
            a.kind == CueKind::Not && b.kind == CueKind::Omit && matches!(c.kind, CueKind::Avoid | CueKind::Not)
        }
        _ => false,
    };
    match negations {
        3 if reminds => held(Stance::Avoid, None),
        0 if has(CueKind::Wait) => held(Stance::Avoid, None),
        0 if has(CueKind::Resume) => soft(Stance::Allow),
        0 => held(Stance::Do, None),
        1 if !has(CueKind::Omit) && !has(CueKind::Wait) => held(Stance::Avoid, None),
        2 if !has(CueKind::Resume) && !has(CueKind::Wait) => held(Stance::Do, None),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use CueKind::{Avoid, Limit, May, ModalNot, Must, No, Not, Omit, Resume, Unneeded, Wait};

    #[test]
    fn chains_of_cues() {
        for (chain, want) in [
            (&[][..], Some(Stance::Do)),
            (&[Not], Some(Stance::Avoid)),
            (&[Avoid], Some(Stance::Avoid)),
            (&[Must, Avoid], Some(Stance::Avoid)),
            (&[Not, Omit], Some(Stance::Do)),
            (&[Not, Avoid], Some(Stance::Do)),
            (&[Avoid, Avoid], Some(Stance::Do)),
            (&[Unneeded], Some(Stance::Unneeded)),
            (&[Unneeded, Avoid], Some(Stance::Allow)),
            (&[May], Some(Stance::Allow)),
            (&[May, Resume], Some(Stance::Allow)),
            (&[Resume], Some(Stance::Allow)),
            (&[ModalNot, Resume], Some(Stance::Avoid)),
            (&[May, Wait], Some(Stance::Avoid)),
            (&[May, Must, Limit], Some(Stance::Avoid)),
            (&[Must, May], None),
            (&[Wait], Some(Stance::Avoid)),
            (&[No], Some(Stance::Avoid)),
            (&[Limit], Some(Stance::Avoid)),
            (&[Omit], None),
            (&[Not, Limit], None),
            (&[Not, Avoid, Avoid], None),
            (&[May, Avoid], None),
            (&[Not, Wait], None),
        ] {
            let links: Vec<Link> = chain.iter().map(|&kind| Link { kind, strength: None }).collect();
            assert_eq!(compose(&links).map(|h| h.stance), want, "{chain:?}");
        }
    }
}
