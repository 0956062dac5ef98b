//! The command as people meet it: every file of `tests/cmd/` is a transcript of commands with what they print, and is played
//! again here. `SNAPSHOTS=overwrite cargo test --test cli transcripts` writes down what is printed now.
//!
//! A line `$ aftercare …` is run from the root of the checkout; `< FILE` gives it a file to read from standard input, `{temp}` is a
//! folder that is shared by a transcript. What follows is standard output, then standard error behind `! `, then `? ` and the
//! exit status where it is not 0. Lines with `# ` at the beginning of the file say what it is for.

use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use crate::common::command::{Output, aftercare};
use rayon::prelude::*;
use snapbox::{Assert, Data, data::DataFormat};

/// The widest line that fits a terminal.
const COLUMNS: usize = 80;

fn transcripts() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd");
    let mut out: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    out.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    out.sort();
    out
}

/// The words of a command line; quotation marks hold words together.
fn words(line: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut quoted = false;
    for sign in line.chars() {
        match sign {
            '"' => quoted = !quoted,
            ' ' if !quoted => out.push(String::new()),
            sign => out.last_mut().unwrap().push(sign),
        }
    }
    out
}

fn run(line: &str, temp: &str) -> Output {
    let line = line.replace("{temp}", temp);
    let (line, input) = line.split_once(" < ").map_or((line.as_str(), None), |(line, file)| (line, Some(file)));
    let input = input.map(|file| fs::read(file).unwrap()).unwrap_or_default();
    aftercare(&words(line), &input)
}

/// The transcript with what is printed now.
fn played(transcript: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let temp = folder.path().to_str().unwrap();
    let mut out = String::new();
    for line in transcript.lines().take_while(|l| l.starts_with('#') || l.is_empty()) {
        writeln!(out, "{line}").unwrap();
    }
    let mut between = "";
    for line in transcript.lines().filter_map(|l| l.strip_prefix("$ aftercare ")) {
        let Output { stdout, stderr, status } = run(line, temp);
        writeln!(out, "{between}$ aftercare {line}").unwrap();
        out.push_str(&stdout);
        stderr.lines().for_each(|l| writeln!(out, "! {l}").unwrap());
        if status != Some(0) {
            writeln!(out, "? {}", status.map_or_else(|| "killed".to_owned(), |s| s.to_string())).unwrap();
        }
        between = "\n";
    }
    out.replace(temp, "{temp}")
}

#[test]
fn commands_print_what_their_transcripts_say() {
    let assert = Assert::new().action_env("SNAPSHOTS").normalize_paths(false);
    let check = |path: &PathBuf| {
        let now = played(&fs::read_to_string(path).unwrap());
        let want = Data::read_from(path, Some(DataFormat::Text)).raw();
        assert.try_eq(Some(&path.display()), Data::text(now).raw(), want).err().map(|e| e.to_string())
    };
    let wrong: Vec<String> = transcripts().par_iter().filter_map(check).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_people_read_fits_a_terminal() {
    for path in transcripts().iter().filter(|p| !p.to_str().unwrap().contains("machine")) {
        for (number, line) in fs::read_to_string(path).unwrap().lines().enumerate() {
            let columns = line.chars().count();
            assert!(columns <= COLUMNS || line.starts_with(['$', '#', '!']), "{}:{}", path.display(), number + 1);
        }
    }
}

#[test]
fn every_command_has_its_help_in_a_transcript() {
    let help = aftercare(&["--help"], b"").stdout;
    let commands = help.lines().skip_while(|l| *l != "Commands:").skip(1).take_while(|l| !l.is_empty());
    let names: Vec<&str> =
        commands.filter(|l| !l.starts_with("   ")).filter_map(|l| l.split_whitespace().next()).collect();
    let all: String = transcripts().iter().map(|p| fs::read_to_string(p).unwrap()).collect();
    assert!(names.len() > 4, "{names:?}");
    for name in names.iter().filter(|n| **n != "help") {
        assert!(all.contains(&format!("$ aftercare {name} --help\n")), "no transcript shows the help of {name}");
    }
}

/// The text of the README's block of code after a mark, without the fences.
fn in_readme(mark: &str) -> String {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let after =
        readme.split_once(&format!("<!-- {mark} -->")).unwrap_or_else(|| panic!("README.md has no mark {mark:?}")).1;
    let block = after.split("```").nth(1).unwrap();
    block.split_once('\n').unwrap().1.to_owned()
}

#[test]
fn the_readme_shows_real_output() {
    let printed = aftercare(&["audit", "corpus", "-q"], b"").stdout;
    for finding in in_readme("excerpt").split("\n\n") {
        let finding = finding.trim_end();
        assert!(printed.contains(finding), "README.md: this is not printed any more; copy another:\n{finding}");
    }
    let command = in_readme("ci: audit");
    assert_eq!(command.trim(), "cargo run --release -- audit corpus");
}

#[test]
fn output_does_not_depend_on_the_number_of_threads() {
    for line in ["export corpus", "audit corpus --format json"] {
        let [one, many] =
            ["1", "5"].map(|n| crate::common::command::with(&words(line), b"", &[("RAYON_NUM_THREADS", n)]).stdout);
        assert!(one == many && !one.is_empty(), "{line}");
    }
}
