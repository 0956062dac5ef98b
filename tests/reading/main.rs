//! Reading: tables of sentences, the corpus against its gold, its times, and the confidence that is stated.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../common/mod.rs"]
mod common;
mod confidence;
mod expectations;
mod gold;
mod tables;
mod times;
