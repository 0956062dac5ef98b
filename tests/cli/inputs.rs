//! What the command says of inputs that it cannot read: the path, the reason and the right exit status, and never a panic.

use std::{
    fs,
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};

use crate::common::command::{Output, aftercare, finish, program, text};

/// The commands that read documents, with what they need besides the path.
fn commands(index: &Path) -> [Vec<String>; 3] {
    let words = |w: &[&str]| w.iter().map(|w| (*w).to_owned()).collect();
    [words(&["audit"]), words(&["export"]), words(&["index", "--index", text(index)])]
}

fn assert_no_panic(output: &Output) {
    assert!(output.status.is_some() && output.status != Some(101), "{output:?}");
    assert!(!output.stderr.contains("panicked"), "{}", output.stderr);
}

/// A line of standard error names the path and holds the words.
fn assert_says(output: &Output, path: &Path, reason: &str) {
    let said = output.stderr.lines().any(|l| l.contains(text(path)) && l.contains(reason));
    assert!(said, "nothing says {reason:?} of {}: {output:?}", path.display());
}

/// What becomes of a file or folder: the exit status and the words that are said of it.
struct Case {
    name: &'static str,
    make: fn(&Path),
    status: i32,
    reason: &'static str,
}

const CASES: &[Case] = &[
    Case { name: "missing.txt", make: |_| {}, status: 2, reason: "there is no such file or folder" },
    Case {
        name: "empty-folder",
        make: |p| fs::create_dir(p).unwrap(),
        status: 2,
        reason: "the folder holds no files to read",
    },
    Case { name: "binary.dat", make: |p| fs::write(p, noise()).unwrap(), status: 2, reason: "this is not text" },
    Case { name: "binary.txt", make: |p| fs::write(p, noise()).unwrap(), status: 2, reason: "this is not text" },
    Case { name: "broken.pdf", make: |p| fs::write(p, "%PDF-1.7\nnothing").unwrap(), status: 2, reason: "" },
    Case { name: "broken.docx", make: |p| fs::write(p, "PK\u{3}\u{4}nothing").unwrap(), status: 2, reason: "" },
    Case { name: "empty.txt", make: |p| fs::write(p, "").unwrap(), status: 0, reason: "it holds no text" },
];

/// Bytes that are no text in any encoding, the same every time.
fn noise() -> Vec<u8> {
    let mut state = 1_u64;
    (0..20_000)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as u8
        })
        .collect()
}

#[test]
fn what_cannot_be_read_is_named_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    for case in CASES {
        let path = folder.path().join(case.name);
        (case.make)(&path);
        for mut words in commands(&folder.path().join(format!("index-of-{}", case.name))) {
            words.push(text(&path).to_owned());
            let output = aftercare(&words, b"");
            assert_no_panic(&output);
            assert_says(&output, &path, case.reason);
            assert_eq!(output.status, Some(case.status), "{words:?}: {output:?}");
            assert!(words[0] != "export" || output.stdout.is_empty(), "{output:?}");
        }
    }
}

#[test]
fn one_unreadable_file_does_not_end_the_run() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("good.txt"), "Avoid saunas for 48 hours.\n").unwrap();
    let bad = folder.path().join("bad.pdf");
    fs::write(&bad, "%PDF-1.7\nnothing").unwrap();
    let output = aftercare(&["export", text(folder.path())], b"");
    assert!(output.stdout.contains("\"concept\":\"sauna\""), "{output:?}");
    assert_says(&output, &bad, "");
    assert_eq!(output.status, Some(2));
}

#[test]
fn broken_utf_8_is_read_as_far_as_it_goes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("broken.txt");
    fs::write(&path, b"Avoid saunas for 48 hours.\xff\xfe\x80\n\nDo not rub the area.\n").unwrap();
    let output = aftercare(&["export", text(&path)], b"");
    assert_no_panic(&output);
    assert_eq!(output.status, Some(0));
    for concept in ["sauna", "rubbing"] {
        assert!(output.stdout.contains(&format!("\"concept\":\"{concept}\"")), "{output:?}");
    }
}

/// The superuser may read everything: where the tests run as one, the program is run as somebody else.
#[cfg(unix)]
#[test]
fn a_folder_without_permission_is_named() {
    use std::os::unix::{fs::PermissionsExt, process::CommandExt};

    const NOBODY: u32 = 65_534;
    let folder = tempfile::tempdir().unwrap();
    let locked = folder.path().join("locked");
    fs::create_dir(&locked).unwrap();
    fs::write(locked.join("leaflet.txt"), "Avoid saunas for 48 hours.\n").unwrap();
    let allow = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    allow(folder.path(), 0o755);
    allow(&locked, 0o000);
    let is_superuser = fs::read_dir(&locked).is_ok();
    for words in [["audit"], ["export"]] {
        let mut command = program();
        command.args(words).arg(&locked);
        if is_superuser {
            command.uid(NOBODY);
            if command.stdout(Stdio::null()).stderr(Stdio::null()).stdin(Stdio::null()).status().is_err() {
                eprintln!(
                    "skipped: the tests run as the superuser, and nobody else may run {:?}",
                    command.get_program()
                );
                break;
            }
        }
        let output = finish(command, b"");
        assert_no_panic(&output);
        assert_says(&output, &locked, "ermission denied");
        assert_eq!(output.status, Some(2), "{output:?}");
    }
    allow(&locked, 0o755);
}

/// A folder of what people have: documents that are read, one with a repair, some that are set aside, some that fail.
fn mixed(folder: &Path) {
    let write = |name: &str, bytes: &[u8]| fs::write(folder.join(name), bytes).unwrap();
    write("good.txt", b"Avoid saunas for 48 hours.\n");
    write("repaired.txt", b"It\xe2\x80\x99s best to avoid saunas for 48 hours.\xff\xfe\x80\n");
    write("empty.txt", b"");
    write("picture.png", b"\x89PNG\r\n\x1a\n");
    let german = "Bitte reiben Sie die behandelte Stelle nicht und gehen Sie zwei Tage lang nicht schwimmen. Rufen Sie uns an, wenn die Haut heiß wird oder schmerzt. Trinken Sie viel Wasser und schlafen Sie auf dem Rücken.";
    write("german.txt", german.as_bytes());
    write("broken.pdf", b"%PDF-1.7\nnothing");
    write("dump.jsonl", b"{\"text\":\"Avoid saunas.\"}\n{\"text\":\n{\"text\":\"Do not swim.\"}\n");
}

#[test]
fn every_document_is_accounted_for() {
    let folder = tempfile::tempdir().unwrap();
    mixed(folder.path());
    let output = aftercare(&["audit", "--format", "json", text(folder.path())], b"");
    assert_eq!(output.status, Some(2), "{output:?}");
    assert!(output.stderr.ends_with("4 documents read, 3 set aside, 2 failed; 4 rules\n"), "{}", output.stderr);
    let report: serde_json::Value = serde_json::from_str(&output.stdout).unwrap();
    let summary = &report["summary"];
    assert_eq!(summary["read"], 4);
    let names = |key: &str, what: &str| -> Vec<String> {
        let path = |e: &serde_json::Value| e["path"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        let entries = summary[key].as_array().unwrap();
        assert!(entries.iter().all(|e| !e["message"].as_str().unwrap().is_empty()), "{entries:?}");
        let mut all: Vec<String> = entries.iter().map(|e| format!("{} {}", path(e), e[what])).collect();
        all.sort();
        all
    };
    let aside = ["empty.txt \"empty\"", "german.txt \"language\"", "picture.png \"not-a-document\""];
    assert_eq!(names("set_aside", "reason"), aside);
    assert_eq!(names("failed", "line"), ["broken.pdf null", "dump.jsonl 2"]);
    assert_eq!(names("notes", "line"), ["repaired.txt null"]);

    let output = aftercare(&["export", text(folder.path())], b"");
    assert_eq!(output.status, Some(2));
    assert!(output.stderr.ends_with("4 documents read, 3 set aside, 2 failed; 4 rules\n"), "{}", output.stderr);
    for (name, what) in [
        ("empty.txt", "set aside: "),
        ("german.txt", "set aside: "),
        ("picture.png", "set aside: "),
        ("broken.pdf", "error: "),
        ("dump.jsonl:2", "error: "),
        ("repaired.txt", "note: "),
    ] {
        let path = folder.path().join(name);
        assert!(output.stderr.lines().any(|l| l.starts_with(what) && l.contains(text(&path))), "{name}: {output:?}");
    }
    for name in ["broken.pdf", "dump.jsonl"] {
        fs::remove_file(folder.path().join(name)).unwrap();
    }
    let output = aftercare(&["export", text(folder.path())], b"");
    assert_eq!(output.status, Some(0), "what is set aside is no failure: {}", output.stderr);
    assert!(output.stderr.ends_with("2 documents read, 3 set aside, 0 failed; 2 rules\n"), "{}", output.stderr);
}

/// Where the device is not there, nothing is full.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_named() {
    let output = aftercare(&["export", "corpus/tattoo", "-q", "--output", "/dev/full"], b"");
    assert_no_panic(&output);
    assert_eq!(output.status, Some(2), "{output:?}");
    assert!(output.stderr.contains("/dev/full: No space left"), "{}", output.stderr);
    for words in
        [&["export", "corpus/tattoo", "-q"][..], &["audit", "corpus/tattoo", "-q"], &["inspect", "Avoid saunas."]]
    {
        let mut command = program();
        command.args(words).stdout(fs::File::create("/dev/full").unwrap()).stderr(Stdio::piped()).stdin(Stdio::null());
        let output = command.spawn().unwrap().wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{words:?}: {said}");
        assert!(said.contains("No space left") && !said.contains("panicked"), "{words:?}: {said}");
    }
}

#[test]
fn a_closed_pipe_ends_quietly() {
    for words in
        [&["export", "corpus"][..], &["audit", "corpus", "-q"], &["inspect", "Avoid saunas."], &["lexicon", "list"]]
    {
        let mut command = program();
        command.args(words).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!said.contains("error") && !said.contains("panicked"), "{words:?}: {said}");
        assert!(output.status.success(), "{words:?}: {:?}", output.status);
    }
}

/// Needs an optimised build (`AFTERCARE_PROGRAM`); `.ci/run` has one.
#[test]
#[ignore = "too slow in an unoptimised build"]
fn a_text_of_fifty_megabytes_is_read_in_little_time() {
    const LONGEST: Duration = Duration::from_mins(1);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.txt");
    let page =
        "The clinic was founded in a small house by the river, and its garden is open to everyone.\n\n".repeat(24);
    let page = page + "Avoid saunas for 48 hours after your treatment.\n\n";
    fs::write(&path, page.repeat((50 << 20) / page.len() + 1)).unwrap();
    let began = Instant::now();
    let output = aftercare(&["export", text(&path), "--output", text(&folder.path().join("rules.jsonl"))], b"");
    assert_no_panic(&output);
    assert_eq!(output.status, Some(0), "{}", output.stderr);
    assert!(began.elapsed() < LONGEST, "it took {:?}", began.elapsed());
    let beyond = folder.path().join("beyond.txt");
    fs::write(&beyond, page.repeat((65 << 20) / page.len())).unwrap();
    let output = aftercare(&["export", text(&beyond)], b"");
    assert_says(&output, &beyond, "the bound `bytes`");
    assert_eq!(output.status, Some(2), "{}", output.stderr);
}
