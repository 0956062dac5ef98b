//! Settings, waivers and baselines: what is wrong is refused, or told, with file and line.

use std::{fs, path::PathBuf, sync::LazyLock};

use crate::common::notation;
use aftercare::{
    contradiction::{Audit, Options},
    error::{Error, ErrorKind},
    lexicon::Lexicon,
    model::{Name, Severity},
    settings::{self, Baseline, Changes, Date, Settings, Waivers},
};

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::english().unwrap());

const RULES: &str = "avoid exercise until=24h; avoid alcohol until=24h | avoid exercise until=48h; allow alcohol";

fn file(folder: &tempfile::TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    path
}

fn audited(rules: &str, settings: &Settings) -> Audit {
    let rules = notation::documents(rules);
    let options = Options {
        keep_topics: true,
        tolerance: settings.audit.tolerance_seconds,
        against: settings.audit.against.as_deref().map(Into::into),
        ..Options::default()
    };
    settings::audit(&rules.iter().collect::<Vec<_>>(), &LEXICON, settings, &options)
}

/// A tolerance of more seconds than there are numbers.
static HUGE: &str = concat!(
    "[audit]\ntolerance = \"",
    "9999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999",
    "9999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999",
    "9999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999",
    " h\"\n"
);

/// The block of TOML in the README that begins with a line.
fn of_readme(first: &str) -> String {
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let block = readme.split("```").find_map(|b| b.strip_prefix("toml\n").filter(|b| b.starts_with(first)));
    block.unwrap_or_else(|| panic!("README.md has no block that begins with {first}")).to_owned()
}

#[test]
fn the_settings_and_waivers_of_the_readme_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let mut lexicon = Lexicon::english().unwrap();
    let settings = Settings::load(&file(&folder, "aftercare.toml", &of_readme("[audit]")), &mut lexicon).unwrap();
    assert_eq!((settings.group.len(), settings.audit.tolerance_seconds), (1, 21_600.0));
    let waivers = Waivers::load(&file(&folder, "aftercare-waivers.toml", &of_readme("[[waiver]]"))).unwrap();
    assert_eq!(waivers.waivers.len(), 1);
}

#[test]
fn wrong_settings_are_refused_with_file_and_line() {
    let mut lexicon = Lexicon::english().unwrap();
    let folder = tempfile::tempdir().unwrap();
    for (text, line, says) in [
        ("[audit]\nfail-on = \"grave\"\n", 2, "unknown variant"),
        ("[audit]\n\nkind = [\"polarity\"]\n", 3, "unknown field"),
        ("\n[audits]\n", 2, "unknown field"),
        ("[audit]\ntolerance = \"six hours\"\n", 2, "no amount of time"),
        ("[audit]\nprocedures = [\n  \"botox\",\n  \"bottox\",\n]\n", 4, "no procedure \"bottox\""),
        ("[harm.diet]\nmeans = \"food\"\nconcepts = [\"alcohol\", \"pizza\"]\n", 3, "no concept \"pizza\""),
        ("[vague]\nloads = [5, 9]\n", 2, "no vague word"),
        ("[vague]\nfew = [5, 2]\n", 2, "needs a lower and an upper amount"),
        ("[vague]\nfew = [-5, 2]\n", 2, "needs a lower and an upper amount"),
        ("[vague]\nfew = [0, 2]\n", 2, "needs a lower and an upper amount"),
        ("[vague]\nfew = [nan, 2]\n", 2, "needs a lower and an upper amount"),
        ("[vague]\nfew = [1, inf]\n", 2, "needs a lower and an upper amount"),
        ("[vague]\nfew = [1, 2, 3]\n", 2, "needs a lower and an upper amount"),
        ("[vague]\nfew = [1]\n", 2, "needs a lower and an upper amount"),
        ("[ratio]\nmoderate = nan\n", 2, "no ratio of times"),
        ("[ratio]\nmajor = inf\n", 2, "no ratio of times"),
        ("[audit]\ntolerance = \"-6 h\"\n", 2, "no amount of time"),
        ("[audit]\ntolerance = \"6\"\n", 2, "no amount of time"),
        (HUGE, 2, "no amount of time"),
        ("[ratio]\nmajor = \"four\"\n", 2, "invalid type"),
        ("[ratio]\nmajor = -1\n", 2, "no ratio of times"),
        ("[ratio]\nmoderate = 9\nmajor = 2\n", 3, "less than moderate"),
        ("[[group]]\nname = \"a\"\ndocuments = []\n", 3, "names no documents"),
        ("[[group]]\nname = \"a\"\ndocuments = [\"*\"]\n[[group]]\nname = \"a\"\n", 4, "missing field"),
        (
            "[[group]]\nname = \"a\"\ndocuments = [\"b\"]\n[[group]]\nname = \"a\"\ndocuments = [\"c\"]\n",
            5,
            "a second group \"a\"; the first is on line 2",
        ),
        ("[[group]]\nname = \"a\"\ndocuments = [\"b\"]\nagaints = \"c\"\n", 4, "unknown field"),
        ("[[group]]\nname = \"a\"\ndocuments = [\"[b-a]\"]\n", 3, "no pattern"),
        ("[audit\n", 1, ""),
    ] {
        let path = file(&folder, "aftercare.toml", text);
        let error = Settings::load(&path, &mut lexicon).map(|_| ());
        let error = error.expect_err(text).to_string();
        assert!(error.starts_with(&format!("{}:{line}: ", path.display())), "{text:?}: {error}");
        assert!(error.contains(says), "{text:?}: {error}");
    }
}

#[test]
fn settings_change_what_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let mut lexicon = Lexicon::english().unwrap();
    let mut load = |text: &str| Settings::load(&file(&folder, "aftercare.toml", text), &mut lexicon).unwrap();
    let mut kinds = |text: &str| {
        let settings = load(text);
        let mut found = audited(RULES, &settings);
        settings.wanted().narrow(&mut found, &LEXICON);
        found.findings.iter().map(|f| notation::name(f.contradiction.kind)).collect::<Vec<_>>()
    };
    assert_eq!(kinds(""), ["permission", "duration"]);
    assert_eq!(kinds("[audit]\nkinds = [\"duration\"]\n"), ["duration"]);
    assert_eq!(kinds("[audit]\nprocedures = [\"botox\"]\n"), [""; 0]);
    assert_eq!(kinds("[audit]\ntolerance = \"1 d\"\n"), ["permission"]);
    assert_eq!(kinds("[[group]]\nname = \"first\"\ndocuments = [\"one\"]\n"), [""; 0]);
    assert_eq!(kinds("[[group]]\nname = \"all\"\ndocuments = [\"*\"]\n"), ["permission", "duration"]);
    let path = file(&folder, "aftercare.toml", "[harm.diet]\nconcepts = [\"alcohol\"]\n[ratio]\nmajor = 1.5\n");
    Settings::load(&path, &mut lexicon).unwrap();
    let rules = notation::documents(RULES);
    let found = aftercare::contradiction::audit(&rules, &lexicon, &Options::default());
    let severities: Vec<_> = found.findings.iter().map(|f| f.contradiction.severity).collect();
    assert_eq!(severities, [Severity::Critical, Severity::Major]);
}

#[test]
fn all_are_compared_with_one_only() {
    let rules = "avoid exercise until=24h | avoid exercise until=48h | avoid exercise until=72h";
    let mut settings = Settings::default();
    settings.audit.against = Some("one".to_owned());
    let found = audited(rules, &settings);
    assert_eq!(found.findings.len(), 1);
    let says: Vec<_> = found.findings[0].contradiction.positions.iter().map(|p| p.says.as_str()).collect();
    assert_eq!(says, ["avoid until 72 h", "avoid until 48 h", "avoid until 24 h"]);
    let rules = "avoid alcohol | avoid exercise until=48h | avoid exercise until=72h";
    assert!(audited(rules, &settings).findings.is_empty());
}

#[test]
fn each_group_is_compared_with_a_reference_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(
        &folder,
        "aftercare.toml",
        "[[group]]\nname = \"a\"\ndocuments = [\"one\"]\nagainst = \"three\"\n[[group]]\nname = \"b\"\ndocuments = [\"two\"]\n",
    );
    let mut lexicon = Lexicon::english().unwrap();
    let mut settings = Settings::load(&path, &mut lexicon).unwrap();
    let none = |name: &str| {
        let message = format!("no document {name:?} to compare with was read");
        Err(Error::new(ErrorKind::Config, message))
    };
    let error = settings.find_references(&none).unwrap_err().to_string();
    assert_eq!(error, format!("{}:4: no document \"three\" to compare with was read", path.display()));
    settings.find_references(&|name| Ok(name.into())).unwrap();
    let found = audited("avoid sauna until=24h | avoid sauna until=48h | avoid sauna until=72h", &settings);
    let says: Vec<_> = found.findings[0].contradiction.positions.iter().map(|p| p.says.as_str()).collect();
    assert_eq!((found.findings.len(), says.as_slice()), (1, ["avoid until 72 h", "avoid until 24 h"].as_slice()));
    assert_eq!((found.rules, found.documents, found.topics.len()), (3, 3, 1));
}

#[test]
fn what_is_given_for_all_is_compared_with_every_group() {
    let groups = "[[group]]\nname = \"a\"\ndocuments = [\"one\"]\n[[group]]\nname = \"b\"\ndocuments = [\"two\"]\n";
    let folder = tempfile::tempdir().unwrap();
    let mut lexicon = Lexicon::english().unwrap();
    let mut settings = Settings::load(&file(&folder, "aftercare.toml", groups), &mut lexicon).unwrap();
    settings.audit.against = Some("three".to_owned());
    let found = audited("avoid sauna until=24h | avoid sauna until=48h | avoid sauna until=72h", &settings);
    assert_eq!(found.findings.len(), 2);
}

#[test]
fn groups_that_no_document_is_in_are_told() {
    let groups =
        "[[group]]\nname = \"a\"\ndocuments = [\"one\"]\n\n[[group]]\nname = \"b\"\ndocuments = [\"nothing/\"]\n";
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, "aftercare.toml", groups);
    let settings = Settings::load(&path, &mut Lexicon::english().unwrap()).unwrap();
    let (one, two) = (Name::from("one"), Name::from("two"));
    let notes: Vec<String> = settings.unused(&[&one, &two]).iter().map(ToString::to_string).collect();
    assert_eq!(notes, [format!("{}:6: no document is in the group \"b\"", path.display())]);
}

#[test]
fn the_nearest_settings_above_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, "aftercare.toml", "");
    let below = folder.path().join("a/b");
    fs::create_dir_all(&below).unwrap();
    assert_eq!(Settings::find(&below), Some(path));
}

#[test]
fn wrong_waivers_are_refused_with_file_and_line() {
    let folder = tempfile::tempdir().unwrap();
    let waiver =
        |id: &str, rest: &str| format!("[[waiver]]\nid = \"{id}\"\nkind = \"accepted\"\nreason = \"known\"\n{rest}");
    for (text, line, says) in [
        (waiver("0123456789ab", "until = 2027-02-30\n"), 5, ""),
        (waiver("0123456789ab", "until = \"soon\"\n"), 5, "no date"),
        (waiver("0123456789ab", "until = 07:32:00\n"), 5, "no date"),
        (waiver("0123456789ab", "until = 20270331\n"), 5, "\"20270331\" is no date; write it as 2027-03-31"),
        (waiver("0123456789ab", "until = [2027, 3, 31]\n"), 5, "no date"),
        (waiver("0123456789ab", "until = true\n"), 5, "no date"),
        (waiver("0123456789ab", "till = 2027-01-01\n"), 5, "unknown field"),
        (waiver("exercise", ""), 2, "not the id of a finding"),
        (waiver("0123456789ab", "\n") + &waiver("0123456789ab", ""), 7, "a second waiver"),
        ("[[waiver]]\nid = \"0123456789ab\"\nkind = \"fine\"\nreason = \"x\"\n".to_owned(), 3, "unknown variant"),
        ("[[waiver]]\nid = \"0123456789ab\"\nkind = \"accepted\"\nreason = \" \"\n".to_owned(), 4, "no reason"),
        ("[[waiver]]\nid = \"0123456789ab\"\nkind = \"accepted\"\n".to_owned(), 1, "missing field"),
    ] {
        let path = file(&folder, "aftercare-waivers.toml", &text);
        let error = Waivers::load(&path).expect_err(&text).to_string();
        assert!(error.starts_with(&format!("{}:{line}: ", path.display())), "{text:?}: {error}");
        assert!(error.contains(says), "{text:?}: {error}");
    }
}

#[test]
fn waivers_hold_until_their_last_day_and_tell_when_they_are_of_no_use() {
    let folder = tempfile::tempdir().unwrap();
    let found = || audited(RULES, &Settings::default());
    let id = found().findings[0].contradiction.id.clone();
    let text = format!(
        "[[waiver]]\nid = \"{id}\"\nkind = \"intended-difference\"\nreason = \"two lots\"\nuntil = 2027-03-31\n"
    );
    let gone = "\n[[waiver]]\nid = \"ffffffffffff\"\nkind = \"accepted\"\nreason = \"known\"\n";
    let path = file(&folder, "aftercare-waivers.toml", &(text + gone));
    let waivers = Waivers::load(&path).unwrap();
    for (day, waived, notes) in [("2027-03-31", 1, 1), ("2027-04-01", 0, 2)] {
        let mut audit = found();
        let waiving = waivers.apply(&mut audit, Date::parse(day).unwrap());
        assert_eq!((waiving.waived.len(), waiving.notes.len()), (waived, notes), "{day}");
        assert_eq!((waiving.unused, waiving.expired), (1, 1 - waived), "{day}");
        assert_eq!(audit.findings.len(), 2 - waived);
        let last = waiving.notes.last().unwrap().to_string();
        assert!(
            last.contains(":8: no finding has the id ffffffffffff: it is settled, its documents were not read"),
            "{last}"
        );
        if waived == 0 {
            assert!(waiving.notes[0].to_string().ends_with("expired on 2027-03-31"));
        }
    }
}

#[test]
fn two_waivers_for_one_joined_finding_are_told_and_the_report_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let rules = "avoid sauna until=24h at=100; avoid hot-tub until=24h at=100 | avoid sauna until=48h at=100; avoid hot-tub until=48h at=100";
    let mut audit = audited(rules, &Settings::default());
    assert_eq!((audit.findings.len(), audit.findings[0].ids.len()), (1, 2));
    let waiver = |id: &str| format!("[[waiver]]\nid = \"{id}\"\nkind = \"accepted\"\nreason = \"known\"\n");
    let text: String = audit.findings[0].ids.iter().map(|id| waiver(id)).collect();
    let path = file(&folder, "aftercare-waivers.toml", &text);
    let waiving = Waivers::load(&path).unwrap().apply(&mut audit, Date::parse("2027-01-01").unwrap());
    let notes: Vec<String> = waiving.notes.iter().map(ToString::to_string).collect();
    assert_eq!(notes, [format!("{}:6: a second waiver for one finding; the first is on line 2", path.display())]);
    assert_eq!((audit.findings.len(), waiving.waived.len(), waiving.unused), (0, 1, 0));
}

#[test]
fn a_baseline_knows_what_was_found_and_tells_what_changed() {
    let folder = tempfile::tempdir().unwrap();
    let before = audited(
        "avoid exercise until=24h | avoid exercise until=24h; avoid alcohol | allow alcohol",
        &Settings::default(),
    );
    let path = folder.path().join("baseline.json");
    Baseline::of(&before).save(&path).unwrap();
    let baseline = Baseline::load(&path).unwrap();
    assert!(before.findings.iter().all(|f| baseline.knows(f)));
    assert!(Changes::since(&baseline, &before, []).is_empty());
    let after = audited(
        "avoid exercise until=24h | avoid exercise until=48h; avoid alcohol | avoid alcohol",
        &Settings::default(),
    );
    let changes = Changes::since(&baseline, &after, []).to_string();
    let lines: Vec<&str> = changes.lines().collect();
    assert!(lines[0].starts_with("new: tattoo · exercise: duration ("), "{changes}");
    assert!(lines[1].starts_with("gone: tattoo · alcohol: permission ("), "{changes}");
    assert_eq!(
        lines[3], "changed: tattoo · exercise: was avoid until 24 h, now avoid until 48 h against avoid until 24 h",
        "{changes}"
    );
}

#[test]
fn what_became_more_severe_is_told_and_not_let_be() {
    let before = audited("avoid sauna until=24h | avoid sauna until=48h", &Settings::default());
    let baseline = Baseline::of(&before);
    let after = audited("avoid sauna until=24h | avoid sauna until=3wk", &Settings::default());
    assert_eq!(before.findings[0].ids, after.findings[0].ids);
    assert!(baseline.knows(&before.findings[0]) && !baseline.knows(&after.findings[0]));
    let changes = Changes::since(&baseline, &after, []);
    let (id, lines) = (&after.findings[0].contradiction.id, changes.to_string());
    assert!(
        lines.starts_with(&format!("worse: tattoo · sauna: duration, was moderate and is major ({id})\n")),
        "{lines}"
    );
    assert_eq!(changes.severities().collect::<Vec<_>>(), [Severity::Major]);
    let milder = Changes::since(&Baseline::of(&after), &before, []);
    assert_eq!((milder.worse.len(), milder.new.len(), milder.gone.len()), (0, 0, 0));
}

#[test]
fn what_is_waived_is_not_gone() {
    let mut audit = audited("avoid sauna until=24h | avoid sauna until=48h", &Settings::default());
    let baseline = Baseline::of(&audit);
    let finding = audit.findings.pop().unwrap();
    assert!(Changes::since(&baseline, &audit, [&finding]).is_empty());
    assert_eq!(Changes::since(&baseline, &audit, []).gone.len(), 1);
}

#[test]
fn what_changed_in_documents_without_a_procedure_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("baseline.json");
    let rules = |time: &str| format!("avoid sauna until={time} procedure= | avoid sauna until=9d procedure=");
    let before = audited(&rules("5d"), &Settings::default());
    Baseline::of(&before).save(&path).unwrap();
    let changes = Changes::since(&Baseline::load(&path).unwrap(), &audited(&rules("2d"), &Settings::default()), []);
    let told = "no procedure · sauna: was avoid until 5 days against avoid until 9 days, now avoid until 2 days against \
                avoid until 9 days";
    assert_eq!(changes.positions.iter().map(ToString::to_string).collect::<Vec<_>>(), [told]);
}

#[test]
fn a_broken_baseline_is_refused_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    for (text, line, says) in [
        ("{\n  \"schema\": 1\n}", 2, "this is no baseline"),
        ("{}", 1, "missing field"),
        ("{\"schema\": \"aftercare.baseline.v1\", \"ids\": [\"x\"]}", 1, "write it anew"),
        ("{\"schema\": \"x\", \"ids\": [], \"findings\": [], \"topics\": []}", 1, "write it anew"),
    ] {
        let path = file(&folder, "baseline.json", text);
        let error = Baseline::load(&path).expect_err(text).to_string();
        assert!(error.starts_with(&format!("{}:{line}: ", path.display())) && error.contains(says), "{error}");
    }
}
