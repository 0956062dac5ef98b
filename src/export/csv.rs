//! CSV: a header, then one record a rule. Times are written as their words and as `min`, `max` and unit in columns of their
//! own; lists are joined by a bar.

use std::io::{self, Write};

use super::{Format, RuleWriter};
use crate::model::{Count, Name, Rate, Rule, TimeSpec};

/// Comma-separated values (RFC 4180).
pub struct Csv;

impl Format for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn about(&self) -> &'static str {
        "comma-separated values with a header"
    }

    fn writer<'w>(&self, out: Box<dyn Write + 'w>) -> Box<dyn RuleWriter + 'w> {
        Box::new(Writer { out: ::csv::Writer::from_writer(out), started: false })
    }
}

struct Writer<'w> {
    out: ::csv::Writer<Box<dyn Write + 'w>>,
    started: bool,
}

/// The columns before the times.
const HEAD: &[&str] = &["id", "document", "procedure", "phase", "stance", "concept"];
/// The times of a rule.
const TIMES: &[&str] = &["from", "until", "lead", "session"];
/// The columns of each time.
const PARTS: &[&str] = &["text", "min", "max", "unit", "bound", "vague", "event", "day"];
/// The columns behind the times.
const TAIL: &[&str] = &[
    "every_text",
    "every_count_min",
    "every_count_max",
    "every_period_min",
    "every_period_max",
    "every_period_unit",
    "count_min",
    "count_max",
    "degree",
    "strength",
    "condition",
    "exception",
    "quote",
    "start",
    "end",
    "section",
    "fired",
    "confidence",
];

impl Writer<'_> {
    fn header(&mut self) -> io::Result<()> {
        let times = TIMES.iter().flat_map(|t| PARTS.iter().map(move |p| format!("{t}_{p}")));
        let head = HEAD.iter().map(|s| (*s).to_owned());
        let tail = TAIL.iter().map(|s| (*s).to_owned());
        self.out.write_record(head.chain(times).chain(tail))?;
        self.started = true;
        Ok(())
    }
}

impl RuleWriter for Writer<'_> {
    fn rule(&mut self, rule: &Rule) -> io::Result<()> {
        if !self.started {
            self.header()?;
        }
        let mut record = vec![
            rule.id.clone(),
            rule.document.to_string(),
            names(&rule.procedure),
            word(&rule.phase),
            word(&rule.stance),
            rule.concept.to_string(),
        ];
        for time in [&rule.from, &rule.until, &rule.lead, &rule.session] {
            record.extend(parts(time.as_deref()));
        }
        record.extend(rate(rule.every.as_deref()));
        record.extend(count(rule.count));
        record.extend([
            rule.degree.map(|d| word(&d)).unwrap_or_default(),
            rule.strength.map(|s| word(&s)).unwrap_or_default(),
            rule.condition.clone().unwrap_or_default(),
            rule.exception.clone().unwrap_or_default(),
            rule.quote.clone(),
            rule.start.to_string(),
            rule.end.to_string(),
            rule.section.join(" | "),
            rule.fired.join("|"),
            rule.confidence.to_string(),
        ]);
        self.out.write_record(record)?;
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        if !self.started {
            self.header()?;
        }
        self.out.flush()
    }
}

fn names(list: &[Name]) -> String {
    list.iter().map(Name::as_str).collect::<Vec<_>>().join("|")
}

/// The JSON word of an enumeration.
fn word<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

fn number(value: Option<f64>) -> String {
    value.map(|v| v.to_string()).unwrap_or_default()
}

fn parts(time: Option<&TimeSpec>) -> Vec<String> {
    let Some(t) = time else { return vec![String::new(); PARTS.len()] };
    vec![
        t.text.clone(),
        number(t.min),
        number(t.max),
        t.unit.map(|u| word(&u)).unwrap_or_default(),
        t.bound.map(|b| word(&b)).unwrap_or_default(),
        t.vague.map(|v| word(&v)).unwrap_or_default(),
        t.event.clone().unwrap_or_default(),
        t.day.map(|d| d.to_string()).unwrap_or_default(),
    ]
}

fn rate(rate: Option<&Rate>) -> Vec<String> {
    let Some(r) = rate else { return vec![String::new(); 6] };
    vec![
        r.text.clone(),
        number(r.count_min),
        number(r.count_max),
        number(r.period_min),
        number(r.period_max),
        r.period_unit.map(|u| word(&u)).unwrap_or_default(),
    ]
}

fn count(count: Option<Count>) -> [String; 2] {
    count.map_or_else(Default::default, |c| [number(c.min), number(c.max)])
}
