//! Pages, leaflets and crawls of the shapes that are met: each gives the blocks that are written down beside it, with their kind,
//! zone, lead and mark.
//!
//! `SNAPSHOTS=overwrite cargo test --test documents shapes` writes down what is read now; look at the difference before you commit it.

use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use aftercare::{
    document::{Options, Outcome, walk},
    lexicon::Lexicon,
    model::{Block, BlockKind, Document, Zone},
    pipeline,
};

/// Files of what is expected end like this.
const EXPECTED: &str = "blocks";
/// Where the expected blocks of the pages of the corpus are.
const CORPUS: &str = "corpus";
/// Documents of one format are at least as many.
const FEWEST: usize = 8;

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).expect("a folder").map(|e| e.expect("a file").path()).collect();
    files.sort();
    files
}

/// The documents of a file and what was said of others in it.
fn read(path: &Path) -> (Vec<Document>, Vec<String>) {
    let found = walk::collect(&[path.to_owned()], walk::Walking::default()).expect("a file");
    let (mut documents, mut said) = (Vec::new(), Vec::new());
    for outcome in super::outcomes_of(&found.files, &Options::default()) {
        match outcome {
            Outcome::Read { document, .. } => documents.push(*document),
            Outcome::Aside(aside) => said.push(format!("set aside: {}", aside.message)),
            Outcome::Failed(error) => said.push(format!("failed: {}", error.message())),
        }
    }
    (documents, said)
}

fn show(document: &Document, out: &mut String) {
    let meta = &document.meta;
    let facts = [
        ("title", &meta.title),
        ("publisher", &meta.publisher),
        ("published", &meta.published),
        ("modified", &meta.modified),
        ("url", &meta.url),
    ];
    for (name, value) in facts {
        if let Some(value) = value {
            let _ = writeln!(out, "{name}: {value}");
        }
    }
    for block in &document.blocks {
        let kind = match block.kind {
            BlockKind::Heading { level } => format!("H{level}"),
            BlockKind::Paragraph => "P".to_owned(),
            BlockKind::Item { depth, ordered } => format!("I{}{depth}", if ordered { "#" } else { "" }),
            BlockKind::Cell { table, row, column, header } => {
                format!("C{table}.{row}.{column}{}", if header { "h" } else { "" })
            }
        };
        let lead = block.lead.map(|l| format!("<{l}")).unwrap_or_default();
        let zone = if block.zone == Zone::Main { String::new() } else { format!(" [{:?}]", block.zone) };
        let mark = block.mark.map(|m| format!(" ({m:?})")).unwrap_or_default();
        let words = block.span.of(&document.text).split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = writeln!(out, "{kind}{lead}{zone}{mark} {words}");
    }
}

/// Writes down what was read of a file, or compares it with what is written down beside `beside`.
fn compare(beside: &Path, documents: &[Document], said: &[String], differ: &mut Vec<String>) {
    let mut got = String::new();
    for document in documents {
        if documents.len() > 1 {
            let _ = writeln!(got, "== {}", document.id);
        }
        show(document, &mut got);
    }
    for line in said {
        got.extend([line.as_str(), "\n"]);
    }
    let mut name = beside.file_name().expect("a name").to_owned();
    name.push(".");
    name.push(EXPECTED);
    let beside = beside.with_file_name(name);
    if std::env::var("SNAPSHOTS").is_ok_and(|v| v == "overwrite") {
        fs::write(&beside, &got).expect("a file");
    }
    let want = fs::read_to_string(&beside).unwrap_or_default();
    if got != want {
        let at = got.lines().zip(want.lines()).take_while(|(a, b)| a == b).count();
        let line = |text: &str| text.lines().nth(at).unwrap_or_default().to_owned();
        differ.push(format!("{}:{}\n  got  {}\n  want {}", beside.display(), at + 1, line(&got), line(&want)));
    }
}

#[test]
fn every_shape_is_read_as_written_down() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/shapes");
    let mut differ = Vec::new();
    for folder in files(&root).into_iter().filter(|p| p.is_dir() && !p.ends_with(CORPUS)) {
        let mut count = 0;
        for path in files(&folder).into_iter().filter(|p| p.extension().is_none_or(|e| e != EXPECTED)) {
            let (documents, said) = read(&path);
            count += documents.len();
            compare(&path, &documents, &said, &mut differ);
        }
        assert!(count >= FEWEST, "{}: {count} documents", folder.display());
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

/// The words of a page that a reader can see, in the order of the file, without the help of the readers: what stands between
/// the tags of its body.
fn seen(page: &str) -> Vec<String> {
    let body = regex::Regex::new(r"(?is)<body.*").expect("a pattern");
    let unseen = regex::Regex::new(r"(?is)<!--.*?-->|<(script|style|noscript|svg|select|figcaption)\b.*?</\w+>")
        .expect("a pattern");
    let tags = regex::Regex::new(r"(?s)<[^>]*>").expect("a pattern");
    let body = body.find(page).map_or(page, |found| found.as_str());
    let text = unseen.replace_all(body, "<>");
    tags.split(&text).map(plain).filter(|t| t.chars().any(char::is_alphabetic)).collect()
}

/// Plain letters and digits only; what entities stand for is none of them.
fn plain(text: &str) -> String {
    let entities = regex::Regex::new(r"&#?\w+;").expect("a pattern");
    entities.replace_all(text, "").chars().filter(char::is_ascii_alphanumeric).collect()
}

/// The pages of the corpus: every line has its zone as written down, nothing that the page shows is lost, and no rule stands
/// outside of the content.
#[test]
fn the_corpus_has_no_rule_of_furniture_and_loses_no_line() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let lexicon = Lexicon::english().expect("the lexicon");
    let (mut differ, mut lost, mut count) = (Vec::new(), Vec::new(), 0);
    for folder in files(&root.join("corpus")).into_iter().filter(|p| p.is_dir()) {
        for path in files(&folder).into_iter().filter(|p| p.extension().is_some_and(|e| e == "html")) {
            let (documents, said) = read(&path);
            let beside = root.join("tests/shapes").join(CORPUS).join(path.file_name().expect("a name"));
            compare(&beside, &documents, &said, &mut differ);
            let reading = pipeline::reading(documents.into_iter().next().expect("a document"), &lexicon);
            let all = plain(&reading.document.text);
            let pieces = seen(&fs::read_to_string(&path).expect("a page"));
            lost.extend(pieces.into_iter().filter(|p| !all.contains(p)).map(|p| format!("{}: {p}", path.display())));
            for rule in &reading.rules {
                let within = |b: &&Block| b.span.start < rule.end && rule.start < b.span.end;
                let zones: Vec<Zone> = reading.document.blocks.iter().filter(within).map(|b| b.zone).collect();
                assert!(zones.iter().all(|z| z.is_content()), "{}: {zones:?}: {}", path.display(), rule.quote);
            }
            count += 1;
        }
    }
    assert!(count >= FEWEST);
    assert!(differ.is_empty(), "{}", differ.join("\n"));
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}
