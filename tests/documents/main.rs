//! Documents: every format, every shape of page, and everything broken.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../common/mod.rs"]
mod common;
mod formats;
mod fuzz;
mod hostile;
mod inputs;
mod lines;
mod shapes;

use std::ops::ControlFlow;

use aftercare::document::{self, Options, Outcome, walk};

/// What becomes of files, in their order.
fn outcomes_of(files: &[walk::Entry], options: &Options) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    document::for_each(
        files,
        options,
        |_, outcome| outcome,
        |_, outcome| {
            outcomes.push(outcome);
            ControlFlow::Continue(())
        },
    );
    outcomes
}
