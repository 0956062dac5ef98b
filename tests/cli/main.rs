//! The command: what it prints, what it says of bad input, its index, its settings and its reports.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod audit;
#[path = "../common/mod.rs"]
mod common;
mod index;
mod inputs;
mod reports;
mod sarif;
mod settings;
mod transcripts;
