//! The index as people use it: changed, moved and missing files, other words, and every command without the files.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use crate::common::command::{Output, aftercare, program, text};

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

    /// Begins to read a folder into the index.
    fn started(&self, folder: &Path) -> Child {
        let mut command = program();
        command.arg("index").arg(folder).arg("--index").arg(self.folder.path().join("index"));
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// Some of the lines of `index --status`.
    fn status<const N: usize>(&self, names: [&str; N]) -> [String; N] {
        let lines = self.on_index(&["index", "--status"]).stdout;
        names.map(|name| {
            let line = lines.lines().find(|l| l.starts_with(name)).unwrap();
            line[name.len()..].trim().to_owned()
        })
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
    assert_eq!(place.status(["stale", "documents"]), ["0", "3"]);
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
    assert_eq!(place.status(["documents", "places"]), ["3", "4"]);

    fs::remove_file(&old).unwrap();
    assert!(place.index().contains("0 added, 0 changed, 1 removed, 3 unchanged"));
    assert_eq!(place.status(["documents", "places"]), ["3", "3"]);
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
    assert_eq!(place.status(["documents", "rules"]), ["0", "0"]);
}

/// Kills the command at so many moments of a run that has one changed file to read; then the index holds what it held or
/// what it was to hold, and the next run makes it what a new one is.
fn kill(kills: u32) {
    let place = Place::new();
    place.index();
    let changed = place.leaflets().join("old-town.txt");
    let text_of = |n: u32| format!("Tattoo aftercare\n\nSwimming should be avoided for {n} weeks.\n");
    let export = || place.on_index(&["export"]).stdout;
    fs::write(&changed, text_of(2)).unwrap();
    let start = Instant::now();
    place.index();
    let whole = start.elapsed();
    let (mut before, mut left) = (export(), 0);
    for kill in 0..kills {
        fs::write(&changed, text_of(kill + 3)).unwrap();
        let wanted = aftercare(&["export", text(&place.leaflets())], b"").stdout;
        let mut child = place.started(&place.leaflets());
        // Spread over the run: the parts of the golden ratio lie evenly.
        std::thread::sleep(whole.mul_f64((f64::from(kill + 1) * 0.618_034).fract()));
        child.kill().unwrap();
        child.wait().unwrap();
        let now = export();
        assert!(now == before || now == wanted, "kill {kill}: neither the last commit nor the next");
        left += usize::from(now == before);
        place.index();
        assert_eq!(export(), wanted, "kill {kill}");
        before = wanted;
    }
    assert!(left > 0, "every kill came too late");
    let check = place.on_index(&["index", "--check"]);
    assert_eq!(check.status, Some(0), "{check:?}");
    let fresh = Place::new();
    fs::write(fresh.leaflets().join("old-town.txt"), text_of(kills + 2)).unwrap();
    fresh.index();
    let numbers = ["documents", "places", "passages", "rules", "stale"];
    assert_eq!(place.status(numbers), fresh.status(numbers));
}

#[test]
fn a_killed_command_leaves_a_committed_state() {
    kill(3);
}

#[test]
#[ignore = "minutes: AFTERCARE_PROGRAM=target/release/aftercare cargo test --test cli index -- --ignored"]
fn a_command_that_is_killed_two_hundred_times_leaves_a_committed_state() {
    kill(200);
}

/// The corpus so many times, each copy with words of its own.
#[cfg(unix)]
fn many(copies: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for procedure in fs::read_dir(corpus).unwrap().map(|f| f.unwrap().path()).filter(|p| p.is_dir()) {
        for file in fs::read_dir(procedure).unwrap().map(|f| f.unwrap()) {
            let text = fs::read_to_string(file.path()).unwrap();
            for copy in 0..copies {
                let name = format!("{copy}-{}", file.file_name().to_str().unwrap());
                fs::write(folder.path().join(name), format!("{text}\n\nThis is copy {copy} of it.\n")).unwrap();
            }
        }
    }
    folder
}

/// Waits until a program watches for being interrupted: a signal that comes before ends it at once, or is lost where a shell
/// has it ignored.
#[cfg(unix)]
fn watches(program: u32) {
    const INTERRUPT: u64 = 1 << 1;
    for _ in 0..600 {
        std::thread::sleep(Duration::from_millis(100));
        let Ok(status) = fs::read_to_string(format!("/proc/{program}/status")) else { continue };
        let caught = status.lines().find_map(|l| l.strip_prefix("SigCgt:")).unwrap();
        if u64::from_str_radix(caught.trim(), 16).unwrap() & INTERRUPT != 0 {
            return;
        }
    }
}

#[test]
#[cfg(unix)]
fn an_interrupted_command_says_what_was_done_and_changes_nothing() {
    let place = Place::new();
    place.index();
    let before = place.on_index(&["export"]).stdout;
    let many = many(40);
    let child = place.started(many.path());
    watches(child.id());
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let output = child.wait_with_output().unwrap();
    let (code, said) = (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap());
    assert_eq!(code, 130, "{said}");
    assert!(said.contains("files were read and nothing was written; the index is as it was before"), "{said}");
    assert_eq!(place.on_index(&["export"]).stdout, before);
}
