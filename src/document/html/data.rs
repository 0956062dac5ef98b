//! JSON-LD: what it says of the page, and the questions and steps that it holds.

use serde_json::Value;

use crate::model::Metadata;

/// Values nested deeper than this are not looked at.
const DEEPEST: usize = 16;
/// Scripts longer than this are not read, in bytes.
const LONGEST: usize = 1 << 20;

/// What the scripts of a page hold.
#[derive(Debug, Default)]
pub(super) struct Data {
    /// What they say of the page.
    pub meta: Metadata,
    /// Texts that are content.
    pub parts: Vec<Part>,
}

/// A heading with what stands under it, as HTML, each with its line.
#[derive(Debug)]
pub(super) struct Part {
    pub heading: (String, u32),
    pub texts: Vec<(String, u32)>,
}

impl Data {
    /// Reads one script that begins on a line; one that is broken is passed over.
    pub fn read(&mut self, script: &str, line: u32) {
        if script.len() > LONGEST {
            return;
        }
        if let Ok(value) = serde_json::from_str::<Value>(script.trim()) {
            let from = self.parts.len();
            self.value(&value, DEEPEST);
            let mut place = Place { script, at: 0, line };
            for Part { heading, texts } in &mut self.parts[from..] {
                for (text, line) in std::iter::once(heading).chain(texts) {
                    *line = place.of(text);
                }
            }
        }
    }

    fn value(&mut self, value: &Value, depth: usize) {
        if depth == 0 {
            return;
        }
        match value {
            Value::Array(items) => items.iter().for_each(|v| self.value(v, depth - 1)),
            Value::Object(_) => {
                let types = names(&value["@type"]);
                let is = |name: &str| types.iter().any(|t| t == name);
                if let Some(graph) = value.get("@graph") {
                    self.value(graph, depth - 1);
                }
                if types
                    .iter()
                    .any(|t| t.ends_with("Page") || t.ends_with("Article") || t.ends_with("Posting") || t == "HowTo")
                {
                    self.describe(value);
                }
                if is("FAQPage") || is("QAPage") {
                    self.questions(&value["mainEntity"]);
                }
                if is("HowTo") {
                    self.steps(value);
                }
                if is("MedicalWebPage") || is("Article") || is("BlogPosting") {
                    let main = list(&value["mainContentOfPage"]).iter().map(|part| text(&part["text"]));
                    let texts = ["articleBody", "text"].iter().map(|key| text(&value[*key])).chain(main).collect();
                    self.part(&text(&value["name"]), texts);
                    self.value(&value["mainEntity"], depth - 1);
                    self.value(&value["hasPart"], depth - 1);
                }
            }
            _ => {}
        }
    }

    fn describe(&mut self, page: &Value) {
        let fill = |slot: &mut Option<String>, found: &[&Value]| {
            if slot.is_none() {
                *slot = found.iter().map(|v| text(v)).find(|t| !t.is_empty());
            }
        };
        let meta = &mut self.meta;
        fill(&mut meta.title, &[&page["headline"], &page["name"]]);
        fill(
            &mut meta.publisher,
            &[&page["publisher"]["name"], &page["publisher"], &page["author"]["name"], &page["isPartOf"]["name"]],
        );
        fill(&mut meta.published, &[&page["datePublished"]]);
        fill(&mut meta.modified, &[&page["dateModified"], &page["lastReviewed"]]);
        fill(&mut meta.url, &[&page["url"], &page["mainEntityOfPage"]]);
        fill(&mut meta.language, &[&page["inLanguage"]]);
        fill(&mut meta.procedure, &[&page["about"]["name"], &page["about"], &page["mainEntity"]["procedureType"]]);
    }

    fn questions(&mut self, entities: &Value) {
        for question in list(entities) {
            let answers = list(&question["acceptedAnswer"]).iter().map(|a| text(&a["text"])).collect();
            self.part(&text(&question["name"]), answers);
        }
    }

    fn steps(&mut self, how: &Value) {
        let mut texts = Vec::new();
        collect_steps(&how["step"], DEEPEST, &mut texts);
        self.part(&text(&how["name"]), texts);
    }

    fn part(&mut self, heading: &str, texts: Vec<String>) {
        let texts: Vec<String> = texts.into_iter().filter(|t| !t.trim().is_empty()).collect();
        if !texts.is_empty() && self.parts.len() < 300 {
            let texts = texts.into_iter().map(|text| (text, 0)).collect();
            self.parts.push(Part { heading: (heading.to_owned(), 0), texts });
        }
    }
}

/// Finds one value of a script after the other.
struct Place<'a> {
    script: &'a str,
    at: usize,
    line: u32,
}

impl Place<'_> {
    /// The line of a text: that of its first words as they are written in the script, behind the text before, or else the line of
    /// that.
    fn of(&mut self, text: &str) -> u32 {
        let plain = |c: char| c == ' ' || c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '/');
        let words = &text[..text.find(|c| !plain(c)).unwrap_or(text.len())];
        if let Some(found) = self.script[self.at..].find(words).filter(|_| !words.is_empty()) {
            let passed = &self.script[self.at..self.at + found];
            self.line += passed.matches('\n').count() as u32;
            self.at += found;
        }
        self.line
    }
}

fn collect_steps(steps: &Value, depth: usize, out: &mut Vec<String>) {
    if depth == 0 {
        return;
    }
    for step in list(steps) {
        let own = text(step);
        let said = if own.is_empty() { text(&step["text"]) } else { own };
        out.push(if said.is_empty() { text(&step["name"]) } else { said });
        collect_steps(&step["itemListElement"], depth - 1, out);
    }
}

fn list(value: &Value) -> &[Value] {
    match value {
        Value::Array(items) => items,
        Value::Null => &[],
        other => std::slice::from_ref(other),
    }
}

/// The text of a value that is one.
fn text(value: &Value) -> String {
    value.as_str().map(|s| s.trim().to_owned()).unwrap_or_default()
}

fn names(value: &Value) -> Vec<String> {
    list(value).iter().filter_map(Value::as_str).map(str::to_owned).collect()
}
