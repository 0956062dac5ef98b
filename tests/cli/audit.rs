//! `audit` over short documents: which one all others are compared with, waivers, baselines, the matrix.

use std::{fs, path::Path};

use crate::common::command::{Output, aftercare, text};

/// A folder of leaflets about one procedure.
struct Leaflets {
    folder: tempfile::TempDir,
}

impl Leaflets {
    fn of(files: &[(&str, &str)]) -> Self {
        let out = Self { folder: tempfile::tempdir().unwrap() };
        for (name, body) in files {
            out.add(name, body);
        }
        out
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Adds a leaflet about botox, or a file as it is where it has a heading of its own or is none.
    fn add(&self, name: &str, body: &str) {
        let path = self.path().join("leaflets").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let text =
            if body.starts_with(['#', '<']) { body.to_owned() } else { format!("# Botox aftercare\n\n{body}\n") };
        fs::write(path, text).unwrap();
    }

    /// Writes a file beside the leaflets; gives its path.
    fn beside(&self, name: &str, text: &str) -> String {
        let path = self.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn audit(&self, words: &[&str]) -> Output {
        let leaflets = self.path().join("leaflets");
        aftercare(&[&["audit", text(&leaflets)], words].concat(), b"")
    }

    fn json(&self, words: &[&str]) -> serde_json::Value {
        serde_json::from_str(&self.audit(&[words, &["-q", "--format", "json"]].concat()).stdout).unwrap()
    }

    /// The ids of the findings.
    fn ids(&self) -> Vec<String> {
        let found = self.json(&[]);
        let ids = found["contradictions"].as_array().unwrap().iter();
        ids.map(|c| c["id"].as_str().unwrap().to_owned()).collect()
    }

    /// A file of waivers for some ids.
    fn waivers(&self, ids: &[impl AsRef<str>]) -> String {
        let waiver = |id: &str| format!("[[waiver]]\nid = \"{id}\"\nkind = \"accepted\"\nreason = \"known\"\n");
        self.beside("waivers.toml", &ids.iter().map(|id| waiver(id.as_ref())).collect::<String>())
    }
}

#[test]
fn the_document_to_compare_with_is_named_by_whole_names() {
    let leaflets = Leaflets::of(&[
        ("old-house-standard.md", "No sauna for 24 hours."),
        ("standards/house-standard.md", "No sauna for 48 hours."),
        ("b.md", "No sauna for 9 days."),
    ]);
    let says = |against: &str| {
        let found = leaflets.json(&["--against", against]);
        let positions = found["contradictions"][0]["positions"].as_array().unwrap();
        positions.iter().map(|p| p["documents"][0].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let all = says("house-standard.md");
    assert_eq!(all.len(), 3, "all are compared with the standard: {all:?}");
    for against in ["standards/house-standard.md", "standards/house-standard"] {
        assert_eq!(says(against), all);
    }
    leaflets.add("other/house-standard.md", "No sauna for 72 hours.");
    let output = leaflets.audit(&["-q", "--against", "house-standard.md"]);
    assert_eq!((output.status, output.stdout.as_str()), (Some(2), ""));
    let said = &output.stderr;
    assert!(said.contains("is the end of several paths ("), "{said}");
    assert!(
        said.contains("other/house-standard.md") && said.contains("leaflets/standards/house-standard.md"),
        "{said}"
    );
    assert!(!said.contains("old-house-standard.md"), "{said}");
    assert!(leaflets.audit(&["-q", "--against", "standard.md"]).stderr.contains("no document \"standard.md\""));
    let config = leaflets.beside("aftercare.toml", "[audit]\n\nagainst = \"house-standard.md\"\n");
    let said = leaflets.audit(&["-q", "--config", &config]).stderr;
    assert!(said.contains(&format!("{config}:3: \"house-standard.md\" is the end of several paths")), "{said}");
}

#[test]
fn waivers_are_counted_in_the_report_itself() {
    let leaflets =
        Leaflets::of(&[("a.md", "No sauna for 24 hours. No alcohol."), ("b.md", "No sauna for 9 days. No alcohol.")]);
    let id = leaflets.ids().remove(0);
    let expired =
        "[[waiver]]\nid = \"ID\"\nkind = \"accepted\"\nreason = \"x\"\nuntil = 2020-01-01\n".replace("ID", &id);
    let unused = expired.replace(&id, "0123456789ab");
    let waivers = leaflets.beside("waivers.toml", &format!("{expired}{unused}"));
    for form in ["text", "markdown"] {
        let output = leaflets.audit(&["-q", "--waivers", &waivers, "--format", form]);
        let said = "1 contradiction: 1 major; 1 waiver unused; 1 waiver expired; 4 rules in 2 documents";
        let words = output.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(said), "{words}");
        assert_eq!((output.stderr.as_str(), output.status), ("", Some(1)));
    }
    let summary = &leaflets.json(&["--waivers", &waivers])["summary"];
    assert_eq!((&summary["waivers"]["unused"], &summary["waivers"]["expired"]), (&1.into(), &1.into()));
    let waivers = leaflets.waivers(&[&id]);
    assert!(leaflets.audit(&["--waivers", &waivers]).stdout.starts_with("0 contradictions; 1 waived; 4 rules"));
}

#[test]
fn what_changed_obeys_what_the_report_obeys() {
    let leaflets = Leaflets::of(&[("a.md", "No sauna for 24 hours."), ("b.md", "No sauna for 48 hours. No alcohol.")]);
    let baseline = leaflets.path().join("baseline.json");
    let baseline = text(&baseline);
    assert_eq!(leaflets.audit(&["-q", "--write-baseline", baseline]).status, Some(0));
    let since = |words: &[&str]| {
        let output = leaflets.audit(&[&["-q", "--since", baseline], words].concat());
        (output.status, output.stdout)
    };
    assert_eq!(since(&[]), (Some(0), "nothing changed\n".to_owned()));
    leaflets.add("a.md", "No sauna for 3 weeks. You may drink alcohol.");
    let (status, said) = since(&[]);
    let lines: Vec<&str> = said.lines().map(|l| l.split_once(" (").map_or(l, |(before, _)| before)).collect();
    let worse = "worse: botox · sauna: duration, was moderate and is major";
    assert_eq!((status, &lines[..2]), (Some(1), ["new: botox · alcohol: permission", worse].as_slice()), "{said}");
    assert_eq!(since(&["--fail-on", "critical"]).0, Some(0));
    let (status, said) = since(&["--kind", "permission"]);
    assert!(status == Some(1) && said.starts_with("new: ") && !said.contains("worse: "), "{said}");
    assert_eq!(since(&["--procedure", "tattoo"]), (Some(0), "nothing changed\n".to_owned()));
    let (_, json) = since(&["--format", "json"]);
    let changes: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&changes["worse"][0]["was"], &changes["new"][0]["kind"]), (&"moderate".into(), &"permission".into()));
    assert_eq!(changes["schema"], "aftercare.changes.v1");
    let output = leaflets.audit(&["-q", "--since", baseline, "--format", "sarif"]);
    assert_eq!((output.status, output.stderr.as_str()), (Some(2), "error: --since is for --format text or json\n"));
    // What became more severe is reported in spite of the baseline.
    let output = leaflets.audit(&["-q", "--baseline", baseline, "--kind", "duration"]);
    assert!(
        output.status == Some(1) && output.stdout.contains("1 more severe than in the baseline"),
        "{}",
        output.stdout
    );
    // What is waived since is not gone.
    leaflets.add("a.md", "No sauna for 24 hours.");
    let waivers = leaflets.waivers(&leaflets.ids());
    assert_eq!(since(&["--waivers", &waivers]), (Some(0), "nothing changed\n".to_owned()));
}

#[test]
fn the_matrix_has_what_is_asked_for_and_shows_silence() {
    let leaflets = Leaflets::of(&[
        ("a.md", "No sauna for 24 hours.\n\n## Before your appointment\n\nDo not drink alcohol for 2 days."),
        ("b.md", "No sauna for 48 hours."),
        ("silent.md", "Botox is a treatment that our clinic has offered for years."),
        ("tattoo.md", "# Tattoo aftercare\n\nNo swimming for 2 weeks."),
    ]);
    let matrix = |words: &[&str]| leaflets.audit(&[&["-q", "--matrix", "--format", "markdown"], words].concat()).stdout;
    let all = matrix(&[]);
    for line in ["| activity | a | b | silent |", "| alcohol | avoid from 2 days before | · | · |", "## tattoo · after"]
    {
        assert!(all.contains(line), "{line}: {all}");
    }
    assert_eq!(all.matches("| activity | a | b | silent |").count(), 2, "{all}");
    let tattoo = matrix(&["--procedure", "tattoo"]);
    assert!(tattoo.contains("| swimming | avoid until 2 weeks |") && !tattoo.contains("botox"), "{tattoo}");
    let config = leaflets.beside("aftercare.toml", "[audit]\nprocedures = [\"tattoo\"]\n");
    assert_eq!(matrix(&["--config", &config]), tattoo);
    let json = leaflets.json(&["--matrix", "--procedure", "botox"]);
    let topics = json["topics"].as_array().unwrap();
    assert_eq!(topics.len(), 2);
    for topic in topics {
        assert!(topic["procedure"] == "botox" && topic["sources"]["silent"].is_null(), "{topic}");
        assert_eq!(topic["sources"].as_object().unwrap().len(), 3);
    }
    let compatible = leaflets.json(&["--show-compatible", "--procedure", "tattoo"]);
    assert_eq!(compatible["compatible"].as_array().unwrap().len(), 0);
}

/// Some sixty words that advise nothing, and a heading.
const BETWEEN: &str = "\n\nThe clinic is open on most days of the week and our staff are glad to talk with you about how the \
    rooms look and who works there. The building was put up many years ago and has a garden with old trees. There is a car park \
    behind it, and a bus stops at the corner. We like to hear from people who have been here before.\n\n## Questions\n\n";

#[test]
fn ids_stay_whatever_lies_beside_a_document() {
    let clash = format!("No showers for 48 hours.{BETWEEN}You may shower the same day.");
    let leaflets = Leaflets::of(&[("leaf-one.md", &clash)]);
    let ids = leaflets.ids();
    assert_eq!(ids.len(), 1);
    // A copy with a plainer name, and a file of the same name about something else.
    leaflets.add("a.md", &clash);
    leaflets.add("leaf-one.html", "<html><body><h1>Tattoo aftercare</h1><p>Avoid alcohol for a day.</p></body></html>");
    assert_eq!(leaflets.ids(), ids);
    // Lines that move, in the file and in the text; the file alone.
    let moved = format!(
        "# Botox aftercare\n\nWe are glad that you came.\n\n{}",
        clash.replace("No showers for", "No showers\nfor")
    );
    leaflets.add("leaf-one.md", &moved);
    fs::remove_file(leaflets.path().join("leaflets/a.md")).unwrap();
    assert_eq!(leaflets.ids(), ids);
    let path = leaflets.path().join("leaflets/leaf-one.md");
    let output = aftercare(&["audit", text(&path), "-q"], b"").stdout;
    assert!(output.contains(&ids[0]), "{output}");
    // Another document that contradicts itself in other words has another id.
    leaflets.add("other.md", &format!("Do not shower for two days.{BETWEEN}Showers are fine on the same day."));
    let all = leaflets.ids();
    assert!(all.len() > 1 && all.contains(&ids[0]) && all.iter().filter(|id| **id == ids[0]).count() == 1, "{all:?}");
}

#[test]
fn a_waiver_holds_where_sources_come_and_go() {
    let leaflets =
        Leaflets::of(&[("a.md", "No alcohol or coffee for 24 hours."), ("b.md", "No alcohol or coffee for 72 hours.")]);
    let ids = leaflets.ids();
    assert_eq!(ids.len(), 1);
    let waivers = leaflets.waivers(&ids);
    assert_eq!(leaflets.audit(&["-q", "--waivers", &waivers]).status, Some(0));
    leaflets.add("c.md", "No alcohol for 24 hours.");
    leaflets.add("d.md", "No coffee for 24 hours.");
    let output = leaflets.audit(&["-q", "--waivers", &waivers]);
    assert_eq!(output.status, Some(0), "{}", output.stdout);
    // What two positions part are two findings; with one of them gone they are one, with two waivers.
    leaflets.add("e.md", "No alcohol for 5 days.");
    leaflets.add("f.md", "No coffee for 6 days.");
    let ids = leaflets.ids();
    assert_eq!(ids.len(), 2, "{ids:?}");
    let waivers = leaflets.waivers(&ids);
    assert_eq!(leaflets.audit(&["-q", "--waivers", &waivers]).status, Some(0));
    fs::remove_file(leaflets.path().join("leaflets/e.md")).unwrap();
    fs::remove_file(leaflets.path().join("leaflets/f.md")).unwrap();
    let output = leaflets.audit(&["--waivers", &waivers]);
    assert_eq!(output.status, Some(0), "{output:?}");
    assert!(
        output.stderr.contains("waivers.toml:6: a second waiver for one finding; the first is on line 2"),
        "{output:?}"
    );
}

#[test]
fn one_clash_is_told_once_where_the_same_words_name_a_kind_of_it() {
    let leaflets = Leaflets::of(&[
        ("a.md", "Do not cover them with a dressing."),
        ("b.md", "Cover the punctures with a dressing."),
    ]);
    let found = leaflets.json(&[]);
    let found = found["contradictions"].as_array().unwrap();
    assert_eq!(
        (found.len(), &found[0]["severity"], &found[0]["concepts"][0]),
        (1, &"major".into(), &"dressing".into())
    );
}

#[test]
fn lines_of_web_pages_are_those_of_their_files() {
    let page = |time: &str| {
        format!(
            "<!doctype html>\n<html>\n<head>\n<title>Botox aftercare</title>\n</head>\n<body>\n<h1>Botox aftercare</h1>\n\
             <p\n class=a>We are glad.</p>\n<p>Please do not\n   go to the sauna\n   for {time}.</p>\n</body>\n</html>\n"
        )
    };
    let leaflets = Leaflets::of(&[("a.html", &page("24 hours")), ("b.html", &page("9 days"))]);
    let b = leaflets.path().join("leaflets/b.html");
    let b = text(&b);
    let say = |words: &[&str]| leaflets.audit(&[words, &["-q"]].concat()).stdout;
    // The quote begins on line 10 and ends on line 12.
    assert!(say(&[]).contains("/leaflets/b.html:10\n"), "{}", say(&[]));
    assert!(say(&["--format", "markdown"]).contains("/leaflets/b.html:10 |"), "{}", say(&["--format", "markdown"]));
    let github = say(&["--format", "github"]);
    assert!(github.contains(&format!("file={b},line=10,endLine=12,")), "{github}");
    let json = leaflets.json(&[]);
    assert_eq!(json["contradictions"][0]["positions"][0]["evidence"][0]["line"], 10);
    let sarif: serde_json::Value = serde_json::from_str(&say(&["--format", "sarif"])).unwrap();
    let region = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!(*region, serde_json::json!({"startLine": 10, "endLine": 12}));
    let folder = leaflets.path().join("leaflets");
    let explained = aftercare(&["explain", &leaflets.ids()[0], text(&folder), "-q"], b"").stdout;
    assert!(explained.contains("/leaflets/b.html:10  rule "), "{explained}");
    // The same from the index, where no file is looked at.
    let index = leaflets.path().join("index");
    let index = text(&index);
    assert_eq!(aftercare(&["index", text(&folder), "--index", index, "-q"], b"").status, Some(0));
    fs::remove_dir_all(&folder).unwrap();
    let of_index = aftercare(&["audit", "--index", index, "-q", "--format", "json"], b"").stdout;
    let of_index: serde_json::Value = serde_json::from_str(&of_index).unwrap();
    assert_eq!(of_index["contradictions"], json["contradictions"]);
    let found = aftercare(&["search", "sauna", "--index", index, "--format", "json"], b"").stdout;
    assert!(found.contains("\"line\":10") || found.contains("\"line\": 10"), "{found}");
}

#[test]
fn explain_tells_what_every_two_positions_come_to() {
    let bodies = ["24 hours", "48 hours", "2 days", "9 days", "a few days"].map(|t| format!("No sauna for {t}."));
    let names = ["a.md", "b.md", "c.md", "d.md", "e.md"];
    let files: Vec<(&str, &str)> = names.into_iter().zip(bodies.iter().map(String::as_str)).collect();
    let leaflets = Leaflets::of(&files);
    let folder = leaflets.path().join("leaflets");
    let explained = |id: &str| aftercare(&["explain", id, text(&folder), "-q"], b"").stdout;
    let found = leaflets.json(&[]);
    let positions = found["contradictions"][0]["positions"].as_array().unwrap().len();
    let text = explained(&leaflets.ids()[0]);
    assert!(positions > 3, "{positions}");
    assert_eq!(text.matches("\n  compared  ").count(), positions * (positions - 1) / 2, "{text}");
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        "compared major duration: the times are 9 times apart",
        "compared moderate duration: the times are 2 times apart",
    ] {
        assert!(words.contains(said), "{said}: {text}");
    }
    assert!(text.contains("no contradiction (vague-time)"), "{text}");
    assert!(text.lines().all(|l| l.chars().count() < 80 || l.contains("/leaflets/")), "{text}");
    // What lies between is told in the reports too.
    let report = leaflets.audit(&["-q"]).stdout;
    assert!(report.contains("- avoid until 9 days · strictest\n"), "{report}");
    assert!(report.contains("- avoid until 24 h · most lenient\n"), "{report}");
    let markdown = leaflets.audit(&["-q", "--format", "markdown"]).stdout;
    assert!(markdown.contains("| avoid until 9 days · strictest |"), "{markdown}");
}

#[test]
fn explain_tells_how_all_conditions_stand() {
    let conditions = ["you smoke", "you take aspirin", "you are pregnant", "you have a fever", "it still bleeds"];
    let leaflets = Leaflets::of(&[]);
    for (n, condition) in conditions.into_iter().enumerate() {
        leaflets.add(&format!("{n}.md"), &format!("If {condition}, avoid alcohol for {} days.", 1 << n));
    }
    let folder = leaflets.path().join("leaflets");
    let explained = aftercare(&["explain", &leaflets.ids()[0], text(&folder), "-q"], b"").stdout;
    assert_eq!(explained.matches("\n  condition ").count(), 10, "{explained}");
}
