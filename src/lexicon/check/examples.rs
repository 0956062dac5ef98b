//! The sentences of the entries: what must be found in them and what must not.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::{
    error::Result,
    extract::probe,
    lexicon::{File, HeadingSense, Lexicon, Question, Sort, expand},
    mention::{Mentions, concepts, mentions},
    model::{Mention, Name, Sentence, Span, WordId},
    segment,
};

/// An entry of any data file, as far as its sentences go.
#[derive(Debug, Deserialize)]
struct Entry {
    #[serde(default)]
    examples: Vec<Spanned<String>>,
    #[serde(default)]
    not: Vec<Spanned<String>>,
    #[serde(default)]
    only_for: Vec<Name>,
    #[serde(default)]
    also: Vec<Entry>,
    gives: Option<HeadingSense>,
    asks: Option<Question>,
    tells: Option<crate::lexicon::Course>,
    #[serde(default)]
    forms: Vec<String>,
}

/// The sentences of a file that are not read as their entry says.
pub fn failures(sort: Sort, file: &File<'_>, lexicon: &Lexicon) -> Result<Vec<crate::Error>> {
    let tables: BTreeMap<String, Entry> = match sort {
        Sort::Spellings | Sort::Roles | Sort::Times => return Ok(Vec::new()),
        Sort::Verbs => BTreeMap::from([("verbs".to_owned(), file.parse()?)]),
        _ => file.parse()?,
    };
    let mut out = Vec::new();
    for (name, entry) in &tables {
        let mut one = |entry: &Entry, label: &str| {
            if entry.examples.is_empty() {
                out.push(
                    file.wrong(file.text.find(&format!("[{name}]")).unwrap_or(0), format!("{label} has no `examples`")),
                );
            }
            let sides = [(&entry.examples, true, "is not found in"), (&entry.not, false, "must not be found in")];
            for (sentences, wanted, what) in sides {
                for sentence in sentences {
                    let reader = Reader { sort, name, entry, lexicon };
                    if reader.finds(sentence.get_ref(), wanted) != wanted {
                        out.push(file.wrong(sentence.span().start, format!("{label} {what} {:?}", sentence.get_ref())));
                    }
                }
            }
        };
        one(entry, name);
        for (n, also) in entry.also.iter().enumerate() {
            one(also, &format!("{name}.also{}", n + 1));
        }
    }
    Ok(out)
}

struct Reader<'a> {
    sort: Sort,
    name: &'a str,
    entry: &'a Entry,
    lexicon: &'a Lexicon,
}

impl Reader<'_> {
    /// Whether the entry is found in a sentence; `title`: procedures are looked for as in a title.
    fn finds(&self, text: &str, title: bool) -> bool {
        match self.sort {
            Sort::Concepts => {
                let is_it = |m: &Mention| m.concept().is_some_and(|c| c == self.name);
                let found = |s: &Sentence| concepts(&s.tokens, &self.entry.only_for, self.lexicon).iter().any(is_it);
                probe::sentences(text, self.lexicon).iter().any(found)
            }
            Sort::Ignored => self.ignores(text),
            Sort::Cues => self.has_cue(text, &format!("cue/{}", self.name)),
            Sort::Conditions => self.has_cue(text, &format!("condition/{}", self.name)),
            Sort::Verbs => self.has_cue(text, "verb"),
            Sort::Sections => self.entry.gives.is_some_and(|sense| probe::senses(text, self.lexicon).contains(&sense)),
            Sort::Questions => probe::question(text, self.lexicon) == self.entry.asks,
            Sort::Procedures => probe::procedures(text, title, self.lexicon).iter().any(|p| p == self.name),
            Sort::Abbreviations => probe::sentences(text, self.lexicon).len() == 1,
            Sort::Fillers | Sort::Classes => self.has_word(text),
            Sort::Lists => self.lists(text),
            Sort::Courses => self.tells(text),
            Sort::Spellings | Sort::Roles | Sort::Times | Sort::Degrees => title,
        }
    }

    /// Whether a word of the list stands in the text.
    fn lists(&self, text: &str) -> bool {
        let text = format!(" {} ", text.to_lowercase().replace('.', ""));
        let words = self.entry.forms.iter().filter_map(|f| expand(f).ok()).flatten();
        words.into_iter().any(|word| text.contains(&format!(" {word} ")))
    }

    /// Whether a phrase of the same course stands in the text.
    fn tells(&self, text: &str) -> bool {
        let sentences = probe::sentences(text, self.lexicon);
        sentences.iter().any(|s| {
            (0..s.tokens.len()).any(|at| {
                let found = self.lexicon.courses.longest(&s.tokens, at);
                found.is_some_and(|(values, _)| values.iter().any(|v| Some(**v) == self.entry.tells))
            })
        })
    }

    fn read(&self, text: &str) -> Vec<Mentions> {
        let sentences = probe::sentences(text, self.lexicon);
        sentences.iter().map(|s| mentions(text, s, &self.entry.only_for, self.lexicon)).collect()
    }

    fn has_cue(&self, text: &str, id: &str) -> bool {
        self.read(text).iter().any(|m| m.cues.iter().any(|c| c.entry == id))
    }

    /// Whether one of the entry's phrases stands in the text.
    fn ignores(&self, text: &str) -> bool {
        let id = format!("ignored/{}", self.name);
        let concepts = &self.lexicon.concepts;
        let in_sentence = |sentence: &Sentence| {
            let mut hit = false;
            for first in 0..sentence.tokens.len() {
                concepts.phrases.each(&sentence.tokens, first, |values, _| {
                    hit |= values.iter().any(|&v| concepts.entries[v].id == *id);
                });
            }
            hit
        };
        probe::sentences(text, self.lexicon).iter().any(in_sentence)
    }

    fn has_word(&self, text: &str) -> bool {
        let tokens = segment::tokens(text, Span::new(0, text.len()), &[], &self.lexicon.words);
        let words: Vec<WordId> = self.entry.forms.iter().map(|f| self.lexicon.words.get(f)).collect();
        tokens.iter().any(|t| t.word != WordId::UNKNOWN && words.contains(&t.word))
    }
}
