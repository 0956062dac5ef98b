//! Documents: every format, every shape of page, and everything broken.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../common/mod.rs"]
mod common;
mod formats;
mod fuzz;
mod hostile;
mod inputs;
mod shapes;
