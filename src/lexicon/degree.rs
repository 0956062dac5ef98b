//! The words that say that only too much of a thing is advised against.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::{File, Phrases, Words};
use crate::{
    error::Result,
    model::{Degree, Name},
};

/// On which side of a thing the words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Side {
    /// Before it, or in its name.
    Before,
    /// Behind it.
    After,
}

/// The words of all degrees.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Degrees {
    /// The phrases.
    pub phrases: Phrases<(Degree, Side)>,
    whole: Vec<(Name, Degree)>,
}

/// A table of the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    before: Vec<Spanned<String>>,
    after: Vec<Spanned<String>>,
    whole: Vec<Name>,
    #[allow(dead_code, reason = "read by the test of the data file")]
    examples: Vec<String>,
    #[allow(dead_code, reason = "read by the test of the data file")]
    not: Vec<String>,
}

impl Degrees {
    /// The degrees of a file.
    ///
    /// # Errors
    /// Where the file is no valid TOML or an entry is wrong; the error names file and line.
    pub fn load(file: &File<'_>, words: &mut Words) -> Result<Self> {
        let tables: BTreeMap<Degree, Table> = file.parse()?;
        let mut out = Self { phrases: Phrases::new(words), whole: Vec::new() };
        for (degree, table) in tables {
            for (side, forms) in [(Side::Before, &table.before), (Side::After, &table.after)] {
                for form in forms {
                    for phrase in file.phrases(form, words)? {
                        out.phrases.add(&phrase, (degree, side));
                    }
                }
            }
            out.whole.extend(table.whole.into_iter().map(|concept| (concept, degree)));
        }
        Ok(out)
    }

    /// Whether a concept means such a degree of something by itself.
    pub fn is_whole(&self, concept: &str, degree: Degree) -> bool {
        self.whole.iter().any(|(c, d)| *c == *concept && *d == degree)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        extract,
        lexicon::Lexicon,
        model::{Block, BlockKind, Document, Span, Zone},
    };

    #[test]
    fn the_examples_have_their_degree() {
        let file = File { path: "degrees.toml", text: include_str!("en/degrees.toml") };
        let tables: BTreeMap<Degree, Table> = file.parse().unwrap();
        let lexicon = Lexicon::english().unwrap();
        let degrees = |text: &str| {
            let span = Span::new(0, text.len());
            let block = Block { kind: BlockKind::Paragraph, zone: Zone::Main, span, lead: None, mark: None };
            let document = Document { text: text.to_owned(), blocks: vec![block], ..Document::default() };
            extract::rules(&document, &lexicon).iter().map(|r| r.degree).collect::<Vec<_>>()
        };
        for (degree, table) in &tables {
            for example in &table.examples {
                let found = degrees(example);
                assert!(!found.is_empty() && found.iter().all(|d| *d == Some(*degree)), "{example}: {found:?}");
            }
            for not in &table.not {
                let found = degrees(not);
                assert!(!found.is_empty() && found.iter().all(Option::is_none), "{not}: {found:?}");
            }
        }
    }
}
