//! The same leaflet in every format has the same blocks: headings, paragraphs, items and cells with the same words in the same
//! order. `tests/formats/make.py` wrote the files, by several producers.

use std::{
    fs,
    path::{Path, PathBuf},
};

use aftercare::{
    document::{Options, Outcome, walk},
    lexicon::Lexicon,
    model::{BlockKind, Document, Rule, Span, TimeSpec},
    pipeline,
};

/// The blocks of a document: what each is, and its words.
fn blocks(document: &Document) -> Vec<String> {
    let content = document.blocks.iter().filter(|b| b.zone.is_content());
    content.map(|b| format!("{} {}", name(b.kind), words(document, b.span))).collect()
}

fn name(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Heading { .. } => "heading",
        BlockKind::Paragraph => "paragraph",
        BlockKind::Item { .. } => "item",
        BlockKind::Cell { .. } => "cell",
    }
}

/// The words of a span as a reader sees them, quotes and dashes alike.
fn words(document: &Document, span: Span) -> String {
    let mut seen = String::new();
    let mut at = span.start;
    for hidden in document.hidden.iter().filter(|h| h.overlaps(span)) {
        seen.push_str(&document.text[at..hidden.start]);
        at = hidden.end;
    }
    seen.push_str(&document.text[at..span.end]);
    let plain = |c: char| match c {
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        '\u{2010}'..='\u{2015}' => '-',
        c => c,
    };
    seen.chars().map(plain).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn read(path: &Path) -> Document {
    let found = walk::collect(&[path.to_owned()], walk::Walking::default()).expect("a file");
    let mut documents = super::outcomes_of(&found.files, &Options::default());
    match documents.pop() {
        Some(Outcome::Read { document, .. }) if documents.is_empty() => *document,
        other => panic!("{}: {other:?}", path.display()),
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).expect("a folder").map(|e| e.expect("a file").path()).collect();
    files.sort();
    files
}

#[test]
fn every_format_gives_the_same_blocks() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    let mut differ = Vec::new();
    let leaflets: Vec<PathBuf> = files(&root).into_iter().filter(|p| p.is_dir()).collect();
    assert!(leaflets.len() >= 6);
    for leaflet in leaflets {
        let want = blocks(&read(&leaflet.join("markdown.md")));
        for path in files(&leaflet) {
            let got = blocks(&read(&path));
            if got != want {
                let at = got.iter().zip(&want).take_while(|(a, b)| a == b).count();
                let (got, want) = (got.get(at..got.len().min(at + 3)), want.get(at..want.len().min(at + 3)));
                differ.push(format!("{}: at {at}\n  got  {got:?}\n  want {want:?}", path.display()));
            }
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

/// What a rule says, without the words that it says it in.
fn says(rule: &Rule) -> String {
    let time = |time: &Option<Box<TimeSpec>>| time.as_ref().map(|t| (t.min, t.max, t.unit, t.bound, t.vague, t.day));
    format!(
        "{} {:?} {:?} {:?} from {:?} until {:?} lead {:?} session {:?}",
        rule.concept,
        rule.stance,
        rule.phase,
        rule.procedure,
        time(&rule.from),
        time(&rule.until),
        time(&rule.lead),
        time(&rule.session),
    )
}

#[test]
fn every_format_gives_the_same_rules() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    let lexicon = Lexicon::english().expect("the lexicon");
    let rules = |path: &Path| {
        let mut rules: Vec<String> = pipeline::reading(read(path), &lexicon).rules.iter().map(says).collect();
        rules.sort();
        rules
    };
    let mut differ = Vec::new();
    for leaflet in files(&root).into_iter().filter(|p| p.is_dir()) {
        let want = rules(&leaflet.join("markdown.md"));
        assert!(!want.is_empty());
        for path in files(&leaflet) {
            let got = rules(&path);
            let more: Vec<&String> = got.iter().filter(|r| !want.contains(r)).collect();
            let fewer: Vec<&String> = want.iter().filter(|r| !got.contains(r)).collect();
            if got != want {
                differ.push(format!("{}\n  more  {more:?}\n  fewer {fewer:?}", path.display()));
            }
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}
