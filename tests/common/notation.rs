//! Rules in a line: `avoid exercise until=24h if='if it hurts'`.

use aftercare::{
    contradiction::{Audit, Finding},
    model::{Degree, Name, Phase, Rule, Scope, Stance},
};
use serde::{Serialize, de::DeserializeOwned};

use super::gold;

/// The rules of documents that are separated by "|", their rules by ";".
pub fn documents(text: &str) -> Vec<Rule> {
    let mut out = Vec::new();
    for (d, document) in text.split('|').enumerate() {
        for (r, rule) in document.split(';').enumerate() {
            let name = ["one", "two", "three", "four", "five"][d];
            out.push(parse(rule, name, r));
        }
    }
    out
}

fn parse(text: &str, document: &str, number: usize) -> Rule {
    let mut words = words(text).into_iter();
    let stance: Stance = from_name(&words.next().unwrap());
    let concept = words.next().unwrap();
    let start = 5_000 * (number + 1);
    let mut rule = Rule {
        id: format!("{document}-{number}"),
        document: Name::from(document),
        procedure: vec![Name::from("tattoo")],
        phase: Phase::After,
        stance,
        concept: Name::from(concept),
        from: None,
        until: None,
        lead: None,
        session: None,
        every: None,
        count: None,
        degree: None,
        strength: None,
        condition: None,
        exception: None,
        quote: text.trim().to_owned(),
        start,
        end: start + 40,
        section: Vec::new(),
        fired: Vec::new(),
        confidence: 1.0,
    };
    rule.quote = format!("rule {number}");
    for word in words {
        let (key, value) = word.split_once('=').unwrap_or_else(|| panic!("{word}"));
        set(&mut rule, key, value);
    }
    rule
}

fn set(rule: &mut Rule, key: &str, value: &str) {
    let time = || Some(Box::new(gold::time(value)));
    match key {
        "from" => rule.from = time(),
        "until" => rule.until = time(),
        "lead" => rule.lead = time(),
        "session" => rule.session = time(),
        "every" => rule.every = gold::rate(value).map(Box::new),
        "count" => rule.count = Some(gold::count(value)),
        "degree" => rule.degree = Some(from_name::<Degree>(value)),
        "if" => rule.condition = (!value.is_empty()).then(|| value.to_owned()),
        "quote" => value.clone_into(&mut rule.quote),
        "phase" => rule.phase = from_name(value),
        "procedure" => rule.procedure = value.split(',').filter(|p| !p.is_empty()).map(Name::from).collect(),
        "section" => rule.section = vec![value.to_owned()],
        "at" => {
            rule.start = value.parse().unwrap();
            rule.end = rule.start + 40;
        }
        other => panic!("no key: {other}"),
    }
}

/// Words separated by blanks; what stands in single quotes is one.
fn words(text: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut quoted = false;
    for c in text.trim().chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted => out.push(String::new()),
            c => out.last_mut().unwrap().push(c),
        }
    }
    out.retain(|w| !w.is_empty());
    out
}

fn from_name<T: DeserializeOwned>(name: &str) -> T {
    serde_json::from_value(name.into()).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// The name of a kind, severity or reason, as JSON writes it.
pub fn name(value: impl Serialize) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
}

/// Whether an audit says what a case expects ("duration warning internal", "not other-phase"); else what it says.
pub fn judge(expected: &str, found: &Audit) -> Result<(), String> {
    let finding = |f: &Finding| {
        let c = &f.contradiction;
        let internal = if c.scope == Scope::Internal { " internal" } else { "" };
        format!("{} {}{internal}", name(c.kind), name(c.severity))
    };
    let findings: Vec<String> = found.findings.iter().map(finding).collect();
    let reasons: Vec<String> = found.compatible.iter().map(|c| name(c.reason)).collect();
    let told = |reason: &str| reason.is_empty() || reasons.iter().any(|r| r == reason);
    let right = match expected.strip_prefix("not") {
        Some(reason) => findings.is_empty() && told(reason.trim()),
        None => findings == [expected],
    };
    if right { Ok(()) } else { Err(format!("found {findings:?}, let go {reasons:?}")) }
}
