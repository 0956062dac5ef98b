//! Writing: what is unchanged, changed, moved and gone.

use std::time::Duration;

use super::gold::{Gold, corpus, lexicon};
use crate::index::{Content, FoundPlace, Place, Searcher, Writer, WriterOptions, Written};

pub fn options(digest: &str) -> WriterOptions<'_> {
    WriterOptions { lexicon: lexicon(), digest, wait: Duration::ZERO }
}

/// Indexes some documents, as the command does for one folder.
pub fn index(path: &std::path::Path, documents: &[Gold], digest: &str) -> Written {
    let writer = Writer::open(path, options(digest)).unwrap();
    let found: Vec<FoundPlace> = documents
        .iter()
        .map(|gold| FoundPlace {
            place: Place { path: gold.path.display().to_string(), id: gold.reading.document.id.clone() },
            content: Some(Content::of(&gold.bytes)),
        })
        .collect();
    let plan = writer.plan(&found, |_| true);
    let readings: Vec<_> = plan
        .read
        .iter()
        .map(|(place, content)| {
            let gold = documents.iter().find(|g| g.path.display().to_string() == place.path).unwrap();
            (*content, vec![gold.reading.clone()])
        })
        .collect();
    writer.apply(&plan, readings).unwrap()
}

#[test]
fn twice_changes_nothing_and_what_is_gone_goes() {
    let folder = tempfile::tempdir().unwrap();
    let mut documents = corpus();
    let all: usize = documents.iter().map(|g| g.reading.rules.len()).sum();
    let first = index(folder.path(), &documents, "1");
    assert_eq!((first.documents, first.rules), (documents.len(), all));
    let meta = std::fs::read(folder.path().join("meta.json")).unwrap();
    let second = index(folder.path(), &documents, "1");
    assert_eq!((second.documents, second.counts.unchanged), (0, documents.len()));
    assert_eq!(std::fs::read(folder.path().join("meta.json")).unwrap(), meta);

    let gone = documents.remove(0);
    documents[0].bytes.push(b'\n');
    let third = index(folder.path(), &documents, "1");
    assert_eq!((third.counts.removed, third.counts.changed, third.documents), (1, 1, 1));
    let searcher = Searcher::open(folder.path(), lexicon()).unwrap();
    assert_eq!(searcher.rules().unwrap().len(), all - gone.reading.rules.len());
    assert!(searcher.document(&gone.reading.document.id).unwrap().is_none());
    assert_eq!(searcher.status("1").unwrap().stale, 0);
    assert_eq!(searcher.status("2").unwrap().stale, documents.len());
}

#[test]
fn everything_that_was_read_is_given_back() {
    let folder = tempfile::tempdir().unwrap();
    let documents = corpus();
    index(folder.path(), &documents, "1");
    let searcher = Searcher::open(folder.path(), lexicon()).unwrap();
    let mut rules: Vec<_> = documents.iter().flat_map(|g| g.reading.rules.clone()).collect();
    rules.sort_by(|a, b| (&a.document, a.start, a.end, &a.id).cmp(&(&b.document, b.start, b.end, &b.id)));
    assert_eq!(searcher.rules().unwrap(), rules);
    let mut texts: Vec<_> = documents.iter().map(|g| g.reading.document.clone()).collect();
    texts.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!(searcher.documents().unwrap(), texts);
    let mut readings: Vec<_> =
        documents.iter().map(|g| (g.reading.document.clone(), g.reading.rules.clone())).collect();
    readings.sort_by(|a, b| a.0.id.cmp(&b.0.id));
    let given: Vec<_> =
        searcher.readings().unwrap().iter().map(|r| r.unwrap()).map(|r| (r.document, r.rules)).collect();
    assert_eq!(given, readings);
    assert_eq!(searcher.rule(&rules[3].id).unwrap().unwrap().rule, rules[3]);
    assert!(searcher.damaged_files().unwrap().is_empty());
}

/// A document with the same words under another id and by another publisher.
fn copy(of: &Gold) -> Gold {
    let mut reading = of.reading.clone();
    reading.document.id = format!("{}-copy", of.reading.document.id).into();
    reading.document.meta.publisher = Some("Another Example".to_owned());
    for rule in &mut reading.rules {
        rule.document = reading.document.id.clone();
        rule.id.push_str("-copy");
    }
    let bytes = [&of.bytes[..], b"\n"].concat();
    Gold { path: of.path.with_extension("copy"), bytes, reading }
}

#[test]
fn a_copy_is_a_source_and_not_an_independent_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut documents = corpus();
    let counts = || {
        let searcher = Searcher::open(folder.path(), lexicon()).unwrap();
        let found = searcher.search("sauna after botox", &crate::index::SearchOptions::default()).unwrap();
        (found.cards[0].answers[0].sources, found.cards[0].answers[0].independent)
    };
    index(folder.path(), &documents, "1");
    let (sources, independent) = counts();
    assert_eq!(sources, independent);
    let of = documents.iter().find(|g| g.path.ends_with("botox-hospital-trust.txt")).unwrap();
    documents.push(copy(of));
    index(folder.path(), &documents, "1");
    assert_eq!(counts(), (sources + 1, independent));
    documents.retain(|g| !g.path.ends_with("botox-hospital-trust.txt"));
    index(folder.path(), &documents, "1");
    assert_eq!(counts(), (sources, independent));
}

#[test]
fn a_second_writer_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let _first = Writer::open(folder.path(), options("1")).unwrap();
    let error = Writer::open(folder.path(), options("1")).err().unwrap();
    assert!(error.to_string().contains("another run is writing"), "{error}");
}

#[test]
fn no_index_another_version_and_damage_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let said = |folder: &std::path::Path| Searcher::open(folder, lexicon()).err().unwrap().to_string();
    assert!(said(folder.path()).contains("no index here"));
    index(folder.path(), &corpus()[..2], "1");
    let meta = folder.path().join("meta.json");
    let text = std::fs::read_to_string(&meta).unwrap();
    let version = |n: u32| format!("\\\"version\\\":{n}");
    std::fs::write(&meta, text.replace(&version(crate::index::VERSION), &version(99))).unwrap();
    assert!(said(folder.path()).contains("version 99"), "{}", said(folder.path()));
    std::fs::write(&meta, &text[..text.len() / 2]).unwrap();
    assert!(said(folder.path()).contains("--rebuild"), "{}", said(folder.path()));
}

/// Writes the pinned index of this version: run once with `AFTERCARE_PIN=1` when [`VERSION`](crate::index::VERSION) rises.
#[test]
fn pin() {
    let folder = pinned(crate::index::VERSION);
    if std::env::var_os("AFTERCARE_PIN").is_some() {
        // Its place is told as within the project, whatever machine writes it.
        let mut first = corpus().swap_remove(0);
        first.path = first.path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap().to_owned();
        index(&folder, &[first], "1");
    }
    assert!(folder.join("meta.json").is_file());
}

fn pinned(version: u32) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/index/v{version}"))
}

#[test]
fn a_pinned_index_is_read_or_named() {
    // The first version, the one before lines were those of the files, and this one.
    for version in [1, 4, crate::index::VERSION] {
        let folder = tempfile::tempdir().unwrap();
        for file in std::fs::read_dir(pinned(version)).unwrap().map(|f| f.unwrap().path()) {
            std::fs::copy(&file, folder.path().join(file.file_name().unwrap())).unwrap();
        }
        match Searcher::open(folder.path(), lexicon()) {
            Ok(searcher) => {
                assert_eq!(version, crate::index::VERSION);
                assert_eq!(searcher.documents().unwrap().len(), 1);
                assert!(!searcher.rules().unwrap().is_empty());
                assert!(searcher.damaged_files().unwrap().is_empty());
            }
            Err(error) => {
                let said = error.to_string();
                assert!(said.contains(&format!("version {version}")) && said.contains("--rebuild"), "{said}");
                assert_ne!(version, crate::index::VERSION, "the fields changed without the version: {said}");
            }
        }
    }
}

#[test]
fn damage_is_an_error_and_no_panic() {
    let folder = tempfile::tempdir().unwrap();
    index(folder.path(), &corpus()[..2], "1");
    let files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|f| f.unwrap().path()).collect();
    for file in files.iter().filter(|f| f.metadata().unwrap().len() > 0) {
        let bytes = std::fs::read(file).unwrap();
        let half = &bytes[..bytes.len() / 2];
        for broken in [Vec::new(), half.to_vec(), bytes.iter().map(|b| b ^ 0x55).collect()] {
            std::fs::write(file, broken).unwrap();
            let result = std::panic::catch_unwind(|| {
                let searcher = Searcher::open(folder.path(), lexicon())?;
                searcher.search("exercise after botox", &crate::index::SearchOptions::default())?;
                searcher.rules()
            });
            let name = file.file_name().unwrap().display();
            match result {
                Ok(Err(error)) => assert!(error.to_string().contains("index"), "{name}: {error}"),
                Ok(Ok(_)) => println!("{name}: not noticed"),
                Err(panic) => {
                    println!("{name}: a panic");
                    std::panic::resume_unwind(panic)
                }
            }
        }
        std::fs::write(file, &bytes).unwrap();
    }
}
