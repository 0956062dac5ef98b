//! Bad inputs: each gives its diagnostic or is read as far as it can be; none ends the run, none takes long, nothing around it
//! is lost.

use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

use super::{
    inputs::{Want, gzip, inputs},
    outcomes_of,
};
use aftercare::{
    ErrorKind,
    document::{Options, Outcome, walk},
};

/// No input may take longer, in an unoptimised build.
const LONGEST: Duration = Duration::from_secs(30);

/// The outcomes of one path.
fn outcomes(path: &Path) -> Vec<Outcome> {
    outcomes_within(path, &Options::default())
}

fn outcomes_within(path: &Path, options: &Options) -> Vec<Outcome> {
    let found = walk::collect(&[path.to_owned()], walk::Walking::default()).expect("a path");
    let mut outcomes = found.others;
    outcomes.extend(outcomes_of(&found.files, options));
    outcomes
}

/// What was said, and how many documents were read.
fn said(outcomes: &[Outcome]) -> (String, usize) {
    let (mut said, mut read) = (String::new(), 0);
    for outcome in outcomes {
        match outcome {
            Outcome::Read { notes, .. } => {
                read += 1;
                said.extend(notes.iter().map(|n| format!("{n}\n")));
            }
            Outcome::Aside(aside) => said.extend([aside.path.as_str(), ": ", aside.message.as_str(), "\n"]),
            Outcome::Failed(error) => {
                assert_ne!(error.kind(), ErrorKind::Internal, "{error}");
                said.extend([error.to_string().as_str(), "\n"]);
            }
        }
    }
    (said, read)
}

#[test]
fn every_bad_input_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let inputs = inputs();
    assert!(inputs.len() >= 60);
    let mut wrong = Vec::new();
    for (name, bytes, want) in &inputs {
        let path = folder.path().join(name);
        fs::write(&path, bytes).expect("a file");
        let begun = Instant::now();
        let outcomes = outcomes(&path);
        let (said, read) = said(&outcomes);
        let right = match want {
            Want::Read => read > 0 && said.is_empty(),
            Want::Noted(words) => read > 0 && said.contains(words) && said.contains(name),
            Want::Said(words) => read == 0 && said.contains(words) && said.contains(name),
            Want::Part(count, words) => read == *count && said.contains(words) && said.contains(name),
        };
        if !right || begun.elapsed() > LONGEST {
            wrong.push(format!("{name} (read: {read}, {:?}): {said}", begun.elapsed()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_cut_at_every_tenth() {
    let formats = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/mesotherapy-lakeside-leaflet");
    let folder = tempfile::tempdir().expect("a folder");
    for entry in fs::read_dir(formats).expect("a folder") {
        let path = entry.expect("a file").path();
        let bytes = fs::read(&path).expect("its bytes");
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        for (name, bytes) in [(name.clone(), bytes.clone()), (format!("{name}.gz"), gzip(&bytes))] {
            for tenth in 1..10 {
                let cut = folder.path().join(format!("{tenth}-{name}"));
                fs::write(&cut, &bytes[..bytes.len() * tenth / 10]).expect("a file");
                let outcomes = outcomes(&cut);
                assert!(!outcomes.is_empty(), "{}", cut.display());
                said(&outcomes);
            }
        }
    }
}

#[test]
fn a_file_larger_than_the_bound_is_not_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("line.txt");
    fs::File::create(&path).and_then(|f| f.set_len(300 << 20)).expect("a file");
    let (said, read) = said(&outcomes(&path));
    assert!(read == 0 && said.contains("`bytes` of 67108864"), "{said}");
}

/// Bounds that are reached: which, its value, a file, what is said, and how many documents are read all the same.
const BOUNDS: &[(&str, &str, &str, &str, usize)] = &[
    ("bytes", "100", "pdf/typst-eye-two-columns.pdf", "`bytes` of 100 was reached: the document was not read", 0),
    ("bytes", "100", "docx/library-nail-surgery.docx", "`bytes` of 100 was reached", 0),
    ("pages", "1", "pdf/libreoffice-shoulder.pdf", "`pages` of 1 was reached: of 2 pages", 1),
    ("pages", "0", "pdf/libreoffice-shoulder.pdf", "`pages` of 0 was reached", 0),
    ("time", "0", "pdf/libreoffice-shoulder.pdf", "`time` of 0 s was reached: page 1 and those after it", 0),
    ("time", "0", "html/wix.html", "`time` of 0 s was reached: it was read to its end", 1),
    ("time", "0", "docx/library-nail-surgery.docx", "`time` of 0 s was reached: it was read to its end", 1),
    ("expanded", "1000", "crawl/pages.warc.gz", "`expanded` of 1000 was reached", 0),
    ("members", "1", "crawl/pages.warc.gz", "`members` of 1 was reached", 1),
    ("nesting", "2", "html/wix.html", "`nesting` of 2 was reached", 1),
];

#[test]
fn every_bound_is_named_with_the_document() {
    let shapes = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/shapes");
    for &(bound, value, file, words, documents) in BOUNDS {
        let mut options = Options::default();
        options.limits.set(bound, value).expect("a bound");
        let (said, read) = said(&outcomes_within(&shapes.join(file), &options));
        let named = said.lines().any(|l| l.contains(file) && l.contains(words));
        assert!(named && read == documents, "{bound}={value} {file}: {read} read\n{said}");
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    fs::write(at("a.md"), "Rest.").expect("a file");
    let _socket = std::os::unix::net::UnixListener::bind(at("socket")).expect("a socket");
    let fifo = std::process::Command::new("mkfifo").arg(at("pipe")).status().is_ok_and(|s| s.success());
    std::os::unix::fs::symlink("nowhere", at("dead.md")).expect("a link");
    let (all, read) = said(&outcomes(folder.path()));
    assert!(read == 1 && all.contains("socket") && all.contains("dead.md") && (!fifo || all.contains("pipe")), "{all}");
    let (one, read) = said(&outcomes(&at("socket")));
    assert!(read == 0 && one.contains("no regular file"), "{one}");
}

#[test]
fn a_file_that_vanishes() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.md");
    fs::write(&path, "Rest.").expect("a file");
    let found = walk::collect(std::slice::from_ref(&path), walk::Walking::default()).expect("a file");
    fs::remove_file(&path).expect("gone");
    let outcomes = outcomes_of(&found.files, &Options::default());
    assert!(said(&outcomes).0.contains("no longer"));
}

/// The most memory that a process has had, in KiB, and the time that it has had on a processor, until it ends.
#[cfg(target_os = "linux")]
fn used(child: &mut std::process::Child) -> (u64, Duration) {
    /// The unit of the times that the system gives.
    const TICK: Duration = Duration::from_millis(10);
    let of = |name: &str| format!("/proc/{}/{name}", child.id());
    let (status, stat) = (of("status"), of("stat"));
    let (mut peak, mut ticks) = (0, 0);
    while child.try_wait().expect("a child").is_none() {
        let said = fs::read_to_string(&status).unwrap_or_default();
        let line = said.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = peak.max(line.and_then(|l| l.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0));
        let said = fs::read_to_string(&stat).unwrap_or_default();
        // After the name, which stands in brackets: the 12th and 13th fields are the time in the program and in the system.
        let times =
            said.rsplit(')').next().map(|rest| rest.split_whitespace().skip(11).take(2).flat_map(str::parse::<u32>));
        ticks = times.map_or(0, Iterator::sum).max(ticks);
        std::thread::sleep(Duration::from_millis(5));
    }
    (peak, TICK * ticks)
}

/// The whole table in one run of the program, among good documents and with a line of 300 MB. Needs an optimised build
/// (`AFTERCARE_PROGRAM`); `.ci/run` has one.
#[cfg(target_os = "linux")]
#[test]
#[ignore = "too slow in an unoptimised build"]
fn the_program_keeps_within_its_memory_and_accounts_for_every_input() {
    const MOST_MEMORY: u64 = 1 << 20;
    const LONGEST_RUN: Duration = Duration::from_mins(2);
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).expect("a file");
    let inputs = inputs();
    for (name, bytes, _) in &inputs {
        write(name, bytes);
    }
    for name in ["000.md", "mmm.md", "zzz.md"] {
        write(name, b"Rest well.");
    }
    let line = fs::File::create(folder.path().join("line.txt")).expect("a file");
    line.set_len(300 << 20).expect("its length");
    let report = folder.path().with_extension("json");
    let mut command = crate::common::command::program();
    command.args(["audit", "--format", "json", "-q"]).arg(folder.path());
    command.stdin(std::process::Stdio::null()).stderr(std::process::Stdio::null());
    let mut child = command.stdout(fs::File::create(&report).expect("a file")).spawn().expect("the program");
    let (peak, time) = used(&mut child);
    let status = child.wait().expect("its end");
    println!("{} inputs, {time:?}, {} MiB", inputs.len() + 4, peak >> 10);
    assert!(peak > 0 && peak < MOST_MEMORY, "{peak} KiB");
    assert!(time < LONGEST_RUN, "it took {time:?}");
    assert_eq!(status.code(), Some(2));
    let summary: serde_json::Value = serde_json::from_slice(&fs::read(&report).expect("a report")).expect("JSON");
    fs::remove_file(&report).expect("gone");
    let summary = &summary["summary"];
    let said = ["set_aside", "failed", "notes"].map(|key| summary[key].to_string()).concat();
    let mut read = 3;
    for (name, _, want) in &inputs {
        read += match want {
            Want::Read | Want::Noted(_) => 1,
            Want::Said(_) => 0,
            Want::Part(count, _) => *count,
        };
        let silent = *want == Want::Read || said.contains(&format!("/{name}"));
        assert!(silent, "nothing is said of {name}");
    }
    assert!(said.contains("/line.txt"));
    assert_eq!(summary["read"], read);
}
