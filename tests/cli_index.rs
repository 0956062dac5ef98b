//! The index as people use it: changed, moved and missing files, other words, and every command without the files.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::{
    fs,
    path::{Path, PathBuf},
};

use common::command::{Output, aftercare, text};

/// A folder with a copy of the leaflets of the transcripts, and beside it an index of them.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir(place.leaflets()).unwrap();
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd/leaflets");
        for file in fs::read_dir(from).unwrap().map(|f| f.unwrap()) {
            fs::copy(file.path(), place.leaflets().join(file.file_name())).unwrap();
        }
        place
    }

    fn leaflets(&self) -> PathBuf {
        self.folder.path().join("leaflets")
    }

    /// Runs a command on the index.
    fn on_index(&self, words: &[&str]) -> Output {
        let index = self.folder.path().join("index");
        aftercare(&[words, &["--index", text(&index)]].concat(), b"")
    }

    /// Reads the leaflets into the index.
    fn index(&self) -> String {
        let output = self.on_index(&["index", text(&self.leaflets())]);
        assert_eq!(output.status, Some(0), "{output:?}");
        output.stdout
    }

    /// A line of `index --status`.
    fn status(&self, name: &str) -> String {
        let lines = self.on_index(&["index", "--status"]).stdout;
        let line = lines.lines().find(|l| l.starts_with(name)).unwrap();
        line[name.len()..].trim().to_owned()
    }
}

#[test]
fn every_command_works_without_the_files() {
    let place = Place::new();
    place.index();
    let leaflets = place.leaflets();
    let from_files = |words: &[&str]| aftercare(&[words, &[text(&leaflets)]].concat(), b"");
    let export = from_files(&["export"]).stdout;
    let audit = from_files(&["audit", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_str(&audit.stdout).unwrap();
    let finding = found["contradictions"][0]["id"].as_str().unwrap();
    let rule: serde_json::Value = serde_json::from_str(export.lines().next().unwrap()).unwrap();
    let rule = rule["id"].as_str().unwrap();
    let explained = [finding, rule].map(|id| from_files(&["explain", id]).stdout);

    fs::remove_dir_all(&leaflets).unwrap();
    assert_eq!(place.on_index(&["export"]).stdout, export);
    let now = place.on_index(&["audit", "--format", "json"]);
    assert_eq!((now.stdout, now.status), (audit.stdout, audit.status));
    assert_eq!([finding, rule].map(|id| place.on_index(&["explain", id]).stdout), explained);
    let search = place.on_index(&["search", "swimming after a tattoo"]);
    assert!(search.stdout.contains("avoid for 2–6 wk · 3 sources, disagree"), "{}", search.stdout);
    let check = place.on_index(&["index", "--check"]);
    assert_eq!(check.status, Some(0), "{check:?}");
}

#[test]
fn without_paths_and_without_an_index_nothing_is_clean() {
    let place = Place::new();
    for command in ["audit", "export"] {
        let output = place.on_index(&[command]);
        assert_eq!(output.status, Some(2), "{output:?}");
        assert!(output.stderr.contains("there is no index here: make one with `aftercare index PATH`"), "{output:?}");
    }
}

#[test]
fn other_words_make_documents_stale_and_the_next_run_reads_them() {
    let place = Place::new();
    place.index();
    assert_eq!((place.status("stale"), place.status("documents")), ("0".into(), "3".into()));
    let lexicon = ["--lexicon", "tests/cmd/lexicon-good"];
    let check = place.on_index(&[&["index", "--check"][..], &lexicon].concat());
    assert_eq!(check.status, Some(1), "{check:?}");
    assert_eq!(check.stdout.matches("stale: ").count(), 3, "{}", check.stdout);
    let audit = place.on_index(&[&["audit"][..], &lexicon].concat());
    assert!(audit.stderr.contains("3 documents were read with another lexicon"), "{}", audit.stderr);
    let leaflets = place.leaflets();
    let again = place.on_index(&[&["index", text(&leaflets)][..], &lexicon].concat());
    assert!(again.stdout.contains("3 documents and"), "{}", again.stdout);
    assert_eq!(place.on_index(&[&["index", "--check"][..], &lexicon].concat()).status, Some(0));
}

#[test]
fn files_that_change_move_and_go() {
    let place = Place::new();
    let (old, new) = (place.leaflets().join("old-town.txt"), place.leaflets().join("older/town.txt"));
    assert!(place.index().contains("3 added"));
    assert!(place.index().contains("0 added, 0 changed, 0 removed, 3 unchanged\n0 documents"));

    fs::create_dir(new.parent().unwrap()).unwrap();
    fs::copy(&old, &new).unwrap();
    assert!(place.index().contains("1 added, 0 changed, 0 removed, 3 unchanged\n0 documents"));
    assert_eq!((place.status("documents"), place.status("places")), ("3".into(), "4".into()));

    fs::remove_file(&old).unwrap();
    assert!(place.index().contains("0 added, 0 changed, 1 removed, 3 unchanged"));
    assert_eq!((place.status("documents"), place.status("places")), ("3".into(), "3".into()));
    let found = place.on_index(&["search", "source:town swimming"]);
    assert!(found.stdout.contains("older/town.txt:"), "{}", found.stdout);

    let changed = fs::read_to_string(&new).unwrap().replace("six weeks", "nine weeks");
    fs::write(&new, changed).unwrap();
    assert!(place.index().contains("0 added, 1 changed, 0 removed, 2 unchanged\n1 documents"));
    let found = place.on_index(&["search", "swimming nine weeks"]);
    assert!(found.stdout.contains("nine weeks"), "{}", found.stdout);
    assert!(!place.on_index(&["search", "swimming"]).stdout.contains("six weeks"));

    fs::remove_dir_all(place.leaflets()).unwrap();
    let pruned = place.on_index(&["index", "--prune"]);
    assert!(pruned.stdout.contains("3 removed"), "{pruned:?}");
    assert_eq!((place.status("documents"), place.status("rules")), ("0".into(), "0".into()));
}
