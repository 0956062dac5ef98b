//! Gold rules as the library's own rules, the notations of rules in tables, and the scores of rules and contradictions.

#![allow(dead_code, reason = "every test binary uses a part")]

pub mod command;
pub mod gold;
pub mod notation;
pub mod reading;
pub mod rule_notation;
pub mod score;
