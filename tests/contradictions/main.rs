//! Contradictions: of tables, of short documents, of the gold, of mutated rules, and of documents that are not shipped.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../common/mod.rs"]
mod common;
mod documents;
mod elsewhere;
mod gold;
mod many;
mod mutations;
mod properties;
mod table;
