//! What does the page say of itself? Title, meta tags, Open Graph, microdata, `<time>`; JSON-LD is read by its own module.

use super::tokens::Tag;
use crate::model::Metadata;

/// Collects what the head of a page, and marked places in its body, say.
#[derive(Debug, Default)]
pub(super) struct Meta {
    found: Vec<(String, String)>,
    title: String,
    in_title: bool,
    lang: Option<String>,
    canonical: Option<String>,
    time: Option<String>,
}

/// Names of meta tags, in the order in which they are believed.
const TITLE: &[&str] = &["og:title", "dc.title", "twitter:title"];
const PUBLISHER: &[&str] =
    &["og:site_name", "publisher", "dc.publisher", "article:publisher", "application-name", "author"];
const PUBLISHED: &[&str] =
    &["article:published_time", "datepublished", "date", "dc.date", "dcterms.date", "pubdate", "publish_date"];
const MODIFIED: &[&str] =
    &["article:modified_time", "datemodified", "last-modified", "og:updated_time", "dcterms.modified"];
const URL: &[&str] = &["og:url"];
const LANGUAGE: &[&str] = &["content-language", "og:locale", "dc.language"];

impl Meta {
    pub fn open(&mut self, tag: &Tag) {
        match tag.name.as_str() {
            "html" => self.lang = tag.get("lang").or_else(|| tag.get("xml:lang")).map(str::to_owned),
            "title" => self.in_title = self.title.is_empty(),
            "link" if tag.get("rel") == Some("canonical") => self.canonical = tag.get("href").map(str::to_owned),
            "time" if self.time.is_none() => self.time = tag.get("datetime").map(str::to_owned),
            "meta" => {
                let name = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|key| tag.get(key));
                if let (Some(name), Some(content)) = (name, tag.get("content")) {
                    self.add(name, content);
                }
            }
            _ => {
                if let (Some(name), Some(value)) =
                    (tag.get("itemprop"), tag.get("datetime").or_else(|| tag.get("content")))
                {
                    self.add(name, value);
                }
            }
        }
    }

    pub fn close(&mut self, name: &str) {
        if name == "title" {
            self.in_title = false;
        }
    }

    /// Whether the text was the page's title.
    pub fn text(&mut self, text: &str) -> bool {
        if self.in_title {
            self.title.push_str(text);
        }
        self.in_title
    }

    fn add(&mut self, name: &str, value: &str) {
        if !value.trim().is_empty() && self.found.len() < 200 {
            self.found.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
    }

    /// What was found; what stands in `data` (JSON-LD) fills the gaps.
    pub fn finish(self, data: Metadata) -> Metadata {
        let find =
            |names: &[&str]| names.iter().find_map(|n| self.found.iter().find(|(k, _)| k == n)).map(|(_, v)| v.clone());
        let title = self.title.split_whitespace().collect::<Vec<_>>().join(" ");
        let author = find(&["author"]);
        Metadata {
            title: Some(title).filter(|t| !t.is_empty()).or_else(|| find(TITLE)).or(data.title),
            publisher: find(&PUBLISHER[..PUBLISHER.len() - 1]).or(data.publisher).or(author),
            published: find(PUBLISHED).or(data.published).or(self.time),
            modified: find(MODIFIED).or(data.modified),
            url: self.canonical.or_else(|| find(URL)).or(data.url),
            language: self.lang.filter(|l| !l.is_empty()).or_else(|| find(LANGUAGE)).or(data.language),
            procedure: data.procedure,
        }
    }
}
