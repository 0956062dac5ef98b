//! What the lexicon recognised in a sentence.

use serde::{Deserialize, Serialize};

use super::{Name, Span};

/// A run of a sentence's tokens that an entry of the lexicon recognised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// What it is.
    pub kind: MentionKind,
    /// The index of its first token in the sentence.
    pub first: usize,
    /// One past the index of its last token.
    pub last: usize,
    /// Which tokens from the first on belong to it (and not to a gap): bit 0 is the first token.
    pub mask: u64,
    /// Where it lies in the document's text.
    pub span: Span,
    /// The entry that fired: `concept/sauna`, `cue/avoid`.
    pub entry: Name,
}

impl Mention {
    /// The concept, where it is one.
    pub fn concept(&self) -> Option<&Name> {
        match &self.kind {
            MentionKind::Concept(name) => Some(name),
            _ => None,
        }
    }
}

/// What a mention is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MentionKind {
    /// An action, a thing or a symptom that rules are about.
    Concept(Name),
    /// A word that gives, ends or turns a stance, in one of its forms.
    Cue(CueKind, VerbForm),
    /// A verb without a stance of its own.
    Verb(VerbForm),
    /// Words that open or are a condition.
    Condition(ConditionKind),
}

/// How a cue acts. The terms are those of the `ConText` algorithm (Harkema et al. 2009): a cue acts forward on what it
/// governs or backward on its subject, until something ends its scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CueKind {
    /// Negates the verb that follows ("do not").
    Not,
    /// A modal verb with its negation ("must not").
    ModalNot,
    /// Negates the noun that follows ("no").
    No,
    /// A verb that forbids ("avoid", "stay away from").
    Avoid,
    /// A verb that limits ("limit", "go easy on").
    Limit,
    /// A verb of leaving undone, which with a negation orders ("do not forget").
    Omit,
    /// Releases from what follows ("no need to").
    Unneeded,
    /// Orders or recommends what follows ("must", "we recommend").
    Must,
    /// Permits what follows ("may", "it is fine to").
    May,
    /// A verb of beginning again ("resume", "return to").
    Resume,
    /// Puts off ("wait", "not before").
    Wait,
    /// Forbids its subject ("off limits").
    Bad,
    /// Permits its subject ("is fine").
    Good,
    /// Recommends its subject ("is essential").
    Needed,
    /// Releases from its subject ("is not necessary").
    NotNeeded,
    /// A form of "be".
    Be,
    /// Ends a scope ("but").
    Contrast,
    /// Opens a reason, which is no advice ("because", "to reduce").
    Reason,
    /// Opens an exception ("apart from").
    Exception,
    /// Names somebody else as the one who acts ("the nurse").
    Staff,
    /// Says that a view is reported or rejected ("some people say").
    Report,
    /// Says that a view is wrong ("is a myth").
    Myth,
    /// Names the time before the procedure.
    Before,
    /// Names the times before and after the procedure.
    BothSides,
    /// "only".
    Only,
    /// An answer that affirms.
    Yes,
    /// An answer that denies.
    NoAnswer,
    /// "and".
    And,
    /// "or".
    Or,
    /// Names the reader ("you", "patients").
    You,
    /// Introduces a means ("by").
    By,
    /// Introduces an example ("such as").
    Example,
    /// Opens a clause about what stands before ("that irritates").
    Relative,
    /// "to" before a verb.
    To,
    /// "without": forbids what follows, whatever stands before.
    Without,
    /// "not" before a noun, at the beginning of a clause.
    BareNot,
    /// Keeps from what follows ("protect it from").
    Guard,
    /// Takes off; before the procedure what is taken off is to be avoided.
    Remove,
    /// Says of what follows what the sentence before said ("this includes", "the same goes for").
    Likewise,
    /// A verb that forbids or orders by what it governs ("hold the retinol", "hold a cold pack").
    Either,
    /// Looks like a cue and is none ("not only").
    Pseudo,
    /// Turns an order into a limit ("as little as possible").
    Sparing,
    /// Says of its subject what was said before ("falls under the same rule", "for just as long").
    Same,
}

/// The form of a verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VerbForm {
    /// "avoid".
    Base,
    /// "avoids".
    Third,
    /// "avoided", "taken".
    Participle,
    /// "avoiding".
    Gerund,
    /// Not a verb.
    Other,
}

/// What a condition's words are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConditionKind {
    /// They open it; it runs to the end of its clause.
    Opens,
    /// They are it.
    Whole,
    /// They look like one and are none.
    None,
    /// They offer an answer to questions, which is no rule.
    Courtesy,
    /// They open a clause that restricts nothing ("even if").
    Aside,
}
