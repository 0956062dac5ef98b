//! What is named in a sentence? Tokens become mentions of concepts and cues, and time expressions.

pub mod time;
