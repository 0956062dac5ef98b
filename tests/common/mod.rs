//! Gold rules as the library's own rules, and the score of contradictions.

#![allow(dead_code, reason = "every test binary uses a part")]

pub mod gold;
pub mod notation;
pub mod score;
