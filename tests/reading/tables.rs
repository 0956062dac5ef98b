//! What is read from short texts, heading by heading: `tests/reading/*.tsv`.
//!
//! A line is `text`, `rules` and, where a naive reader would be wrong, `not: rules` that must not come out, separated by
//! tabs. `\n` in a text is a line break, and Markdown is read. Rules are `none` or separated by `;`, in the notation of
//! `tests/common/rule_notation.rs`; `a|b` means that either fits, `|?` that a value
//! may be missing, `if?` that it may have a condition, and `?` before a rule that a reader could leave it out. `*.todo.tsv` holds cases that are not read right yet:
//! one that is read right fails the test until its line is moved to the table.
//!
//! Every order of `tests/frames/orders.tsv` (`text`, the rule, its opposite) is read in every frame of `frames.tsv`; frames that
//! are marked `orders` take no negation.
//!
//! `cargo test --test reading tables -- --ignored --nocapture` lists every case with what was read.

use std::{collections::BTreeSet, fmt::Write, fs, path::Path};

use crate::common::{
    gold::sorted,
    rule_notation::{self, Wanted},
};
use aftercare::{document::Source, lexicon::Lexicon, model::Rule, pipeline};

/// One line of a table.
struct Case {
    /// File and line.
    place: String,
    /// The first two letters of the file: its heading.
    heading: String,
    todo: bool,
    text: String,
    wanted: Vec<Wanted>,
    /// What a naive reader would emit.
    tempting: Vec<Wanted>,
}

impl Case {
    fn read(&self, lexicon: &Lexicon) -> Vec<Rule> {
        let source = Source { id: "case", path: "case.md", bytes: self.text.as_bytes() };
        pipeline::read(&source, lexicon).unwrap().rules
    }

    /// What is wrong with what was read, if anything is.
    fn fault(&self, rules: &[Rule]) -> Option<String> {
        let got: BTreeSet<String> = rules.iter().map(rule_notation::rule).collect();
        let missing = self.wanted.iter().filter(|w| !w.optional && !rules.iter().any(|r| w.is(r)));
        let extra = rules.iter().filter(|r| !self.wanted.iter().any(|w| w.is(r)));
        let tempted =
            rules.iter().any(|r| self.tempting.iter().any(|t| t.tempts(r)) && !self.wanted.iter().any(|w| w.is(r)));
        if missing.count() + extra.count() == 0 && !tempted {
            return None;
        }
        let show = |list: Vec<String>| if list.is_empty() { "none".to_owned() } else { list.join("; ") };
        let wanted = show(self.wanted.iter().map(|w| w.text.clone()).collect());
        let mut out = format!("\t{}\t{wanted}\t{}", self.text.replace('\n', "\\n"), show(got.into_iter().collect()));
        if tempted {
            out.push_str("\tTEMPTED");
        }
        Some(out)
    }
}

fn cases(lexicon: &Lexicon) -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reading");
    let mut out = Vec::new();
    for path in sorted(&folder).iter().filter(|p| p.extension().is_some_and(|e| e == "tsv")) {
        let file = path.file_name().unwrap().to_str().unwrap();
        for (number, line) in fs::read_to_string(path).unwrap().lines().enumerate() {
            if line.trim().is_empty() || (line.starts_with("# ") && !line.contains('\t')) {
                continue;
            }
            out.push(case(file, number + 1, line, lexicon));
        }
    }
    out
}

fn case(file: &str, number: usize, line: &str, lexicon: &Lexicon) -> Case {
    let place = format!("tests/reading/{file}:{number}");
    let mut parts = line.split('\t');
    let (Some(text), Some(rules)) = (parts.next(), parts.next()) else {
        panic!("{place}: two columns at least: {line}")
    };
    let not = parts.next().map(|n| n.strip_prefix("not: ").unwrap_or_else(|| panic!("{place}: no `not: `: {n}")));
    let list = |list: &str| -> Vec<Wanted> {
        let wanted: Result<Vec<_>, _> = list.split(';').map(|r| Wanted::parse(r.trim(), &lexicon.concepts)).collect();
        wanted.unwrap_or_else(|e| panic!("{place}: {e}"))
    };
    Case {
        heading: file[..2].to_owned(),
        todo: file.ends_with(".todo.tsv"),
        text: text.replace("\\n", "\n"),
        wanted: if rules == "none" { Vec::new() } else { list(rules) },
        tempting: not.map(list).unwrap_or_default(),
        place,
    }
}

#[test]
fn every_case_is_read_as_a_careful_reader_would() {
    let lexicon = Lexicon::english().unwrap();
    let mut failures = String::new();
    for case in cases(&lexicon) {
        let fault = case.fault(&case.read(&lexicon));
        match fault {
            Some(fault) if !case.todo => {
                let mut columns = fault.split('\t').skip(1);
                let mut next = || columns.next().unwrap_or_default();
                let (text, wanted, got) = (next(), next(), next());
                writeln!(failures, "{}\n  text     {text}\n  expected {wanted}\n  got      {got}", case.place).unwrap();
            }
            None if case.todo => {
                let text = case.text.replace('\n', "\\n");
                writeln!(failures, "{}\n  is read right now: move it to its table\n  text     {text}", case.place)
                    .unwrap();
            }
            _ => {}
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn an_order_is_the_same_in_every_frame() {
    let lexicon = Lexicon::english().unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/frames");
    let lines = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let mut failures = String::new();
    for frame in lines("frames.tsv").lines() {
        let (frame, takes) = frame.split_once('\t').unwrap_or((frame, ""));
        for order in lines("orders.tsv").lines() {
            let columns: Vec<&str> = order.split('\t').collect();
            let [text, wanted, opposite] = columns[..] else {
                panic!("tests/frames/orders.tsv: three columns: {order}")
            };
            if takes == "orders" && ["do not ", "never ", "don't "].iter().any(|n| text.starts_with(n)) {
                continue;
            }
            let text = frame.replace("{}", text).replace("\\n", "\n");
            let first = text.chars().next().unwrap().to_uppercase().to_string();
            let text = [first.as_str(), &text[text.chars().next().unwrap().len_utf8()..]].concat();
            let source = Source { id: "case", path: "case.md", bytes: text.as_bytes() };
            let rules = pipeline::read(&source, &lexicon).unwrap().rules;
            let says = |what: &str| {
                let said = |r: &Rule| format!("{:?} {}", r.stance, r.concept).to_lowercase();
                rules.iter().any(|r| said(r) == what)
            };
            if !says(wanted) || says(opposite) {
                let got: Vec<String> = rules.iter().map(rule_notation::rule).collect();
                writeln!(failures, "{text:?}\n  expected {wanted}\n  got      {}", got.join("; ")).unwrap();
            }
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn the_tables_are_large_enough_and_name_nothing_twice() {
    let lexicon = Lexicon::english().unwrap();
    let mut texts = BTreeSet::new();
    let all = cases(&lexicon);
    for case in &all {
        assert!(texts.insert(case.text.as_str()), "{}: this text stands in the tables twice", case.place);
        for tempting in &case.tempting {
            assert!(!case.wanted.iter().any(|w| w.text == tempting.text), "{}: both wanted and not", case.place);
        }
    }
    for heading in (1..=14).map(|n| format!("{n:02}")) {
        let of_it: Vec<_> = all.iter().filter(|c| c.heading == heading).collect();
        let negative = of_it.iter().filter(|c| !c.tempting.is_empty()).count();
        let todo = of_it.iter().filter(|c| c.todo).count();
        println!("{heading}: {} cases, {negative} negative, {todo} to do", of_it.len());
        assert!(of_it.len() >= 60, "heading {heading} has {} cases", of_it.len());
    }
    let negative = all.iter().filter(|c| !c.tempting.is_empty()).count();
    let todo = all.iter().filter(|c| c.todo).count();
    println!("all: {} cases, {negative} negative, {todo} to do", all.len());
    assert!(all.len() >= 1_200 && negative * 3 >= all.len(), "{} cases, {negative} negative", all.len());
}

#[test]
#[ignore = "a list for people"]
fn list() {
    let lexicon = Lexicon::english().unwrap();
    for case in cases(&lexicon) {
        match case.fault(&case.read(&lexicon)) {
            Some(fault) => println!("FAIL\t{}{fault}", case.place),
            None => println!("PASS\t{}", case.place),
        }
    }
}
