//! The SARIF report against the schema of SARIF 2.1.0, which the crate of its types is made of, and against those types.

use std::{fs, path::Path, process::Command};

use crate::common::command::aftercare;
use regex::Regex;
use serde_json::{Value, json};

/// The schema: a file of the crate whose types are written.
fn schema() -> Value {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let words = ["metadata", "--format-version", "1", "--offline", "--locked"];
    let output = Command::new(cargo).args(words).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages.iter().find(|p| p["name"] == "serde-sarif").unwrap();
    let manifest = Path::new(package["manifest_path"].as_str().unwrap());
    serde_json::from_str(&fs::read_to_string(manifest.with_file_name("src").join("schema.json")).unwrap()).unwrap()
}

/// What a value does not keep of a schema (draft 7, as far as that of SARIF goes), each with its place.
struct Check<'a> {
    root: &'a Value,
    wrong: Vec<String>,
}

impl Check<'_> {
    fn of(root: &Value, value: &Value) -> Vec<String> {
        let mut check = Check { root, wrong: Vec::new() };
        check.value(value, root, "");
        check.wrong
    }

    fn value(&mut self, value: &Value, schema: &Value, at: &str) {
        for (keyword, says) in schema.as_object().unwrap() {
            if let Some(wrong) = self.keyword(value, schema, (keyword, says), at) {
                self.wrong.push(format!("{at}: {wrong}"));
            }
        }
    }

    fn fits(&self, value: &Value, schema: &Value) -> bool {
        let mut check = Check { root: self.root, wrong: Vec::new() };
        check.value(value, schema, "");
        check.wrong.is_empty()
    }

    fn keyword(&mut self, value: &Value, schema: &Value, (keyword, says): (&str, &Value), at: &str) -> Option<String> {
        let number = |v: &Value| v.as_f64().unwrap();
        let is_wrong = match keyword {
            "$ref" => {
                let name = says.as_str().unwrap().strip_prefix("#/definitions/").unwrap();
                let root = self.root;
                self.value(value, &root["definitions"][name], at);
                false
            }
            "type" => !is_of(value, says.as_str().unwrap()),
            "enum" => !says.as_array().unwrap().contains(value),
            "required" => return missing(value, says),
            "properties" | "additionalProperties" => {
                self.members(value, schema, keyword, at);
                false
            }
            "items" => {
                for (n, item) in value.as_array().into_iter().flatten().enumerate() {
                    self.value(item, says, &format!("{at}/{n}"));
                }
                false
            }
            "minItems" => value.as_array().is_some_and(|a| (a.len() as f64) < number(says)),
            "uniqueItems" => value.as_array().is_some_and(|a| (1..a.len()).any(|n| a[..n].contains(&a[n]))),
            "minimum" => value.as_f64().is_some_and(|n| n < number(says)),
            "maximum" => value.as_f64().is_some_and(|n| n > number(says)),
            "pattern" => value.as_str().is_some_and(|s| !Regex::new(says.as_str().unwrap()).unwrap().is_match(s)),
            "format" => value.as_str().is_some_and(|s| !is_formed(s, says.as_str().unwrap())),
            "anyOf" => !says.as_array().unwrap().iter().any(|s| self.fits(value, s)),
            "oneOf" => says.as_array().unwrap().iter().filter(|s| self.fits(value, s)).count() != 1,
            "description" | "default" | "title" | "definitions" | "$schema" | "$id" => false,
            other => panic!("the schema has {other:?}, which is not checked"),
        };
        is_wrong.then(|| format!("{keyword}: {value}"))
    }

    fn members(&mut self, value: &Value, schema: &Value, keyword: &str, at: &str) {
        for (name, member) in value.as_object().into_iter().flatten() {
            let known = schema["properties"].get(name);
            match (keyword, known) {
                ("properties", Some(known)) => self.value(member, known, &format!("{at}/{name}")),
                ("additionalProperties", None) => match &schema[keyword] {
                    Value::Bool(false) => self.wrong.push(format!("{at}/{name}: this is no key")),
                    Value::Bool(true) => {}
                    other => self.value(member, other, &format!("{at}/{name}")),
                },
                _ => {}
            }
        }
    }
}

/// What is missing of the keys that an object needs.
fn missing(value: &Value, names: &Value) -> Option<String> {
    let object = value.as_object()?;
    let gone = |name: &&Value| !object.contains_key(name.as_str().unwrap());
    names.as_array().unwrap().iter().find(gone).map(|name| format!("{name} is missing"))
}

fn is_of(value: &Value, kind: &str) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        other => panic!("a type {other:?}"),
    }
}

/// Whether a text has the signs of a URI, and a scheme where it needs one.
fn is_formed(text: &str, format: &str) -> bool {
    let signs = Regex::new(r"^([A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-F]{2})*$").unwrap();
    let scheme = Regex::new(r"^[a-z][a-z0-9+.-]*:").unwrap();
    match format {
        "uri" => signs.is_match(text) && scheme.is_match(text),
        "uri-reference" => signs.is_match(text),
        other => panic!("a format {other:?}"),
    }
}

#[test]
fn the_report_is_valid_against_the_schema() {
    let schema = schema();
    let text = aftercare(&["audit", "corpus", "tests/cmd/leaflets", "-q", "--format", "sarif"], b"").stdout;
    let report: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(Check::of(&schema, &report), Vec::<String>::new());
    let results = report["runs"][0]["results"].as_array().unwrap();
    assert!(results.len() > 100, "{}", results.len());
    for result in results {
        let rules = &report["runs"][0]["tool"]["driver"]["rules"];
        assert_eq!(rules[result["ruleIndex"].as_u64().unwrap() as usize]["id"], result["ruleId"]);
        assert!(result["locations"].as_array().unwrap().len() > 1, "a finding with one side: {result}");
    }
    // The types know every key that is written.
    let typed: serde_sarif::sarif::Sarif = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::to_value(typed).unwrap(), report);
    let empty = aftercare(&["audit", "tests/cmd/leaflets/old-town.txt", "-q", "--format", "sarif"], b"").stdout;
    assert_eq!(Check::of(&schema, &serde_json::from_str(&empty).unwrap()), Vec::<String>::new());
}

#[test]
fn what_is_wrong_is_found() {
    let schema = schema();
    let text = aftercare(&["audit", "tests/cmd/leaflets", "-q", "--format", "sarif"], b"").stdout;
    let report: Value = serde_json::from_str(&text).unwrap();
    let region = "/runs/0/results/0/locations/0/physicalLocation/region/startLine";
    let uri = "/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri";
    for (place, value) in [
        ("/version", json!("2.0")),
        ("/runs", json!([{}])),
        ("/runs/0/results/0/level", json!("fatal")),
        ("/runs/0/results/0/message", json!({"txt": "x"})),
        ("/runs/0/results/0/ruleIndex", json!(-2)),
        (region, json!(0)),
        (region, json!("1")),
        (uri, json!("a b.md")),
    ] {
        let mut wrong = report.clone();
        *wrong.pointer_mut(place).unwrap() = value;
        assert!(!Check::of(&schema, &wrong).is_empty(), "{place}");
    }
    let mut twice = report.clone();
    let locations = twice.pointer_mut("/runs/0/results/0/locations").unwrap().as_array_mut().unwrap();
    locations.push(locations[0].clone());
    assert_eq!(Check::of(&schema, &twice).len(), 1);
}
