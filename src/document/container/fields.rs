//! Which fields of a JSON record hold what. The names are data, `fields.toml`; the user may name others.

use serde::Deserialize;
use serde_json::Value;

use super::super::limits::Declared;
use crate::{
    error::{Error, ErrorKind, Result},
    model::Metadata,
};

/// The names of fields, in the order in which they are looked for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    html: Vec<String>,
    text: Vec<String>,
    markdown: Vec<String>,
    id: Vec<String>,
    url: Vec<String>,
    title: Vec<String>,
    publisher: Vec<String>,
    published: Vec<String>,
    modified: Vec<String>,
    language: Vec<String>,
    procedure: Vec<String>,
}

impl Default for Fields {
    fn default() -> Self {
        toml::from_str(include_str!("fields.toml")).expect("fields.toml is valid")
    }
}

/// What a record holds.
#[derive(Debug)]
pub(super) struct Record {
    pub id: Option<String>,
    pub text: String,
    pub declared: Declared,
}

impl Fields {
    /// What can be named, as `--field WHAT=NAME` does.
    pub const NAMES: &'static [&'static str] = &[
        "html",
        "text",
        "markdown",
        "id",
        "url",
        "title",
        "publisher",
        "published",
        "modified",
        "language",
        "procedure",
    ];

    /// Names the field that holds something, before all others.
    ///
    /// # Errors
    /// Where `what` is none of [`Fields::NAMES`].
    pub fn name(&mut self, what: &str, field: &str) -> Result<()> {
        let list = match what {
            "html" => &mut self.html,
            "text" => &mut self.text,
            "markdown" => &mut self.markdown,
            "id" => &mut self.id,
            "url" => &mut self.url,
            "title" => &mut self.title,
            "publisher" => &mut self.publisher,
            "published" => &mut self.published,
            "modified" => &mut self.modified,
            "language" => &mut self.language,
            "procedure" => &mut self.procedure,
            _ => {
                let known = Self::NAMES.join(", ");
                return Err(Error::new(ErrorKind::Config, format!("there is no field `{what}`; there are {known}")));
            }
        };
        list.insert(0, field.to_owned());
        Ok(())
    }

    /// What a record holds, if it holds a document.
    pub(super) fn record(&self, value: &Value) -> Option<Record> {
        let named = [(&self.html, "html"), (&self.markdown, "markdown"), (&self.text, "")];
        let (text, format) = named.iter().find_map(|(names, format)| Some((find(value, names)?, *format)))?;
        let get = |names: &[String]| find(value, names);
        let meta = Metadata {
            title: get(&self.title),
            publisher: get(&self.publisher),
            published: get(&self.published),
            modified: get(&self.modified),
            url: get(&self.url),
            language: get(&self.language),
            procedure: get(&self.procedure),
        };
        let format = (!format.is_empty()).then(|| format.to_owned());
        Some(Record { id: get(&self.id), text, declared: Declared { encoding: None, format, meta } })
    }
}

/// The first field of these names that holds a text or a number.
fn find(value: &Value, names: &[String]) -> Option<String> {
    names.iter().find_map(|name| {
        let direct = value.get(name);
        let found = direct.or_else(|| name.split('.').try_fold(value, |inner, part| inner.get(part)))?;
        match found {
            Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    })
}
