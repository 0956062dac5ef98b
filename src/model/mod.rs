//! The types that every stage speaks: plain data with its invariants, and no logic beyond them.
//!
//! The principal types, in the order in which the data meets them: [`Span`], [`Document`] with its [`Block`]s, [`Token`]
//! and [`Sentence`], [`Section`], [`TimeSpec`] and [`TimeMention`], [`Mention`], [`Rule`], [`Contradiction`].

mod contradiction;
mod document;
mod ids;
mod mention;
mod name;
mod rule;
mod sentence;
mod span;
mod time;

pub use contradiction::{Contradiction, ContradictionKind, Position, Reason, Returns, Scope, Severity};
pub use document::{Block, BlockKind, Document, Lines, Mark, Metadata, Zone};
pub(crate) use ids::IdTable;
pub use ids::Ids;
pub use mention::{ConditionKind, CueKind, Mention, MentionKind, VerbForm};
pub use name::Name;
pub use rule::{Degree, Phase, Rule, Stance, Strength};
pub use sentence::{Section, Sentence, Token, TokenKind, WordId};
pub use span::Span;
pub use time::{Bound, Count, DayPart, Rate, TimeMention, TimeRole, TimeSpec, Unit, Vague, When};
