//! The contradictions of gold rules against the gold of contradictions, procedure by procedure.

use std::{fs, path::Path};

use crate::common::{gold, score};
use aftercare::{contradiction, document::Source, lexicon::Lexicon, model::Contradiction, pipeline};

/// What is reported of the corpus against the gold of each procedure.
fn scored(found: &[Contradiction], lexicon: &Lexicon) -> score::Score {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold/contradictions");
    let mut all = score::Score::default();
    for path in gold::sorted(&folder) {
        let procedure = path.file_stem().unwrap().to_str().unwrap();
        let of_it: Vec<_> = found.iter().filter(|f| f.procedure == procedure).cloned().collect();
        let scored = score::score(&score::gold(&path), &of_it, lexicon);
        println!(
            "{procedure:24} recall {:.3} ({}/{})  precision {:.3} ({} wrong, {} unjudged)  severity {:.3}",
            scored.recall(),
            scored.found,
            scored.sure,
            scored.precision(),
            scored.wrong,
            scored.unjudged,
            scored.severities()
        );
        all.add(scored);
    }
    for note in &all.notes {
        println!("  {note}");
    }
    println!("recall {:.4} precision {:.4} severities {:.4}", all.recall(), all.precision(), all.severities());
    all
}

#[test]
fn the_corpus_is_judged_as_in_gold() {
    let lexicon = Lexicon::english().unwrap();
    let found = contradiction::contradictions(&gold::corpus(), &lexicon);
    write(&found, "corpus");
    let all = scored(&found, &lexicon);
    assert!(all.recall() >= 0.97 && all.precision() >= 0.97 && all.severities() >= 0.95);
}

#[test]
fn what_the_program_reads_of_the_corpus_is_judged_as_in_gold() {
    let lexicon = Lexicon::english().unwrap();
    let read = |path: &std::path::PathBuf| {
        let (name, bytes) = (path.file_stem().unwrap().to_str().unwrap(), fs::read(path).unwrap());
        let source = Source { id: name, path: path.to_str().unwrap(), bytes: &bytes };
        pipeline::read(&source, &lexicon).unwrap().rules
    };
    let folders = gold::sorted(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"));
    let rules: Vec<_> = folders.iter().flat_map(|f| gold::sorted(f)).flat_map(|p| read(&p)).collect();
    let all = scored(&contradiction::contradictions(&rules, &lexicon), &lexicon);
    assert!(all.recall() >= 0.98 && all.wrong == 0 && all.unjudged == 0 && all.severities() >= 0.98);
}

#[test]
fn real_documents_are_judged_as_in_gold() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/gold");
    let Ok(path) = fs::canonicalize(shared.join("contradictions/mesotherapy.jsonl")) else { return };
    let lexicon = Lexicon::english().unwrap();
    let mut rules = Vec::new();
    for document in gold::sorted(&shared.join("dev")) {
        let name = document.file_name().unwrap().to_str().unwrap();
        if name.starts_with("00") {
            let text = fs::read_to_string(shared.join("dev/text").join(name).with_extension("txt")).unwrap();
            rules.extend(gold::rules(&document, Some(&text), &["mesotherapy"]));
        }
    }
    let found = contradiction::contradictions(&rules, &lexicon);
    let scored = score::score(&score::gold(&path), &found, &lexicon);
    for note in &scored.notes {
        println!("  {note}");
    }
    write(&found, "dev");
    println!("recall {:.4} precision {:.4} severities {:.4}", scored.recall(), scored.precision(), scored.severities());
    assert!(scored.found == scored.sure && scored.wrong == 0 && scored.severe == scored.sure);
}

/// Leaves the report where a person can score it with other tools.
fn write(found: &[Contradiction], name: &str) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let report = serde_json::json!({"contradictions": found});
    fs::write(folder.join(format!("contradictions-{name}.json")), report.to_string()).unwrap();
}
