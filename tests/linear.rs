//! Four times the text takes at most about four times the time: sentences, lists, tables and headings of any length.
//!
//! Time is the thread's own time on the processor, so that other work on the machine does not count; where the system does
//! not tell it, nothing is measured.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    fmt::Write as _,
    fs,
    sync::{LazyLock, Mutex, PoisonError},
};

use aftercare::{document::Source, lexicon::Lexicon, pipeline};

/// One measurement at a time.
static TURN: Mutex<()> = Mutex::new(());

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::english().unwrap());

/// Nanoseconds that this thread has been on a processor.
fn spent() -> Option<f64> {
    fs::read_to_string("/proc/thread-self/schedstat").ok()?.split(' ').next()?.parse().ok()
}

/// Nanoseconds that it takes to read a text `times` times, the least of two.
fn cost(text: &str, times: usize) -> Option<f64> {
    let once = || {
        let before = spent()?;
        for _ in 0..times {
            pipeline::read(&Source { id: "case", path: "case.md", bytes: text.as_bytes() }, &LEXICON).unwrap();
        }
        Some(spent()? - before)
    };
    (0..2).map(|_| once()).reduce(|a, b| Some(a?.min(b?)))?
}

/// Reads a text of `n` parts, and four times a text of a quarter of them: what other programs take from the machine in such a
/// while, caches above all, they take from both. Time that grew with the square would be four times as much.
fn grows_with_its_text(shape: impl Fn(usize) -> String, n: usize) {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let mut seen = String::new();
    for _ in 0..4 {
        let (Some(parts), Some(whole)) = (cost(&shape(n / 4), 4), cost(&shape(n), 1)) else { return };
        if whole <= 1.6 * parts + 5e6 {
            return;
        }
        writeln!(seen, "\n4 texts of {} parts take {:.0} ms, one of {n} {:.0} ms", n / 4, parts / 1e6, whole / 1e6)
            .unwrap();
    }
    panic!("{seen}");
}

#[test]
fn words() {
    let reason = "because the skin that was treated is rather delicate and the weather may be warm ";
    grows_with_its_text(|n| format!("Please avoid the sauna {}.", reason.repeat(n)), 2_000);
}

#[test]
fn items() {
    grows_with_its_text(|n| format!("Avoid for 2 days:\n\n{}", "- saunas\n".repeat(n)), 3_000);
}

#[test]
fn nested_items() {
    let item = |i: usize| format!("{}- saunas\n", "  ".repeat(i % 20));
    grows_with_its_text(|n| format!("Avoid:\n\n{}", (0..n).map(item).collect::<String>()), 1_200);
}

#[test]
fn rows() {
    grows_with_its_text(|n| format!("| Activity | Wait |\n|---|---|\n{}", "| Gym | 48 hours |\n".repeat(n)), 1_000);
}

#[test]
fn headings() {
    let section = |i: usize| ["## Day ", &i.to_string(), "\n\nAvoid alcohol.\n\n"].concat();
    grows_with_its_text(|n| (0..n).map(section).collect(), 1_000);
}

#[test]
fn sentences() {
    grows_with_its_text(|n| "Avoid alcohol for 24 hours. ".repeat(n), 1_600);
}

#[test]
fn objects() {
    let object = |i: usize| ["saunas, ", "alcohol, ", "swimming, ", "aspirin, ", "makeup, "][i % 5];
    grows_with_its_text(
        |n| format!("Avoid {}and retinol for two weeks.", (0..n).map(object).collect::<String>()),
        1_000,
    );
}

#[test]
fn clauses() {
    let clause = "Avoid alcohol for 24 hours, and drink water if you feel dry, ";
    grows_with_its_text(|n| format!("{}and rest.", clause.repeat(n)), 120);
}
