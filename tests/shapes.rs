//! Pages, leaflets and crawls of the shapes that are met: each gives the blocks that are written down beside it, with their kind,
//! zone, lead and mark.
//!
//! `SNAPSHOTS=overwrite cargo test --test shapes` writes down what is read now; look at the difference before you commit it.

use std::{
    fmt::Write,
    fs,
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use aftercare::{
    document::{self, Options, Outcome, walk},
    model::{BlockKind, Document, Zone},
};

/// Files of what is expected end like this.
const EXPECTED: &str = "blocks";
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
    document::for_each(
        &found.files,
        &Options::default(),
        |outcome| outcome,
        |_, outcome| {
            match outcome {
                Outcome::Read { document, .. } => documents.push(*document),
                Outcome::Aside(aside) => said.push(format!("set aside: {}", aside.message)),
                Outcome::Failed(error) => said.push(format!("failed: {}", error.message())),
            }
            ControlFlow::Continue(())
        },
    );
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

#[test]
fn every_shape_is_read_as_written_down() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/shapes");
    let overwrite = std::env::var("SNAPSHOTS").is_ok_and(|v| v == "overwrite");
    let mut differ = Vec::new();
    for folder in files(&root).into_iter().filter(|p| p.is_dir()) {
        let mut count = 0;
        for path in files(&folder).into_iter().filter(|p| p.extension().is_none_or(|e| e != EXPECTED)) {
            let (documents, said) = read(&path);
            count += documents.len();
            let mut got = String::new();
            for document in &documents {
                if documents.len() > 1 {
                    let _ = writeln!(got, "== {}", document.id);
                }
                show(document, &mut got);
            }
            for line in &said {
                got.extend([line.as_str(), "\n"]);
            }
            let mut name = path.file_name().expect("a name").to_owned();
            name.push(".");
            name.push(EXPECTED);
            let beside = folder.join(name);
            if overwrite {
                fs::write(&beside, &got).expect("a file");
            }
            let want = fs::read_to_string(&beside).unwrap_or_default();
            if got != want {
                let at = got.lines().zip(want.lines()).take_while(|(a, b)| a == b).count();
                let line = |text: &str| text.lines().nth(at).unwrap_or_default().to_owned();
                differ.push(format!("{}:{}\n  got  {}\n  want {}", beside.display(), at + 1, line(&got), line(&want)));
            }
        }
        assert!(count >= FEWEST, "{}: {count} documents", folder.display());
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}
