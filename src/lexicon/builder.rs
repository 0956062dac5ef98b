//! Reads the data files into a [`Lexicon`].

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{
    Concepts, Cues, Degrees, File, Headings, Lexicon, Part, Phrases, Procedures, Roles, Sort, Words, classes::Classes,
    concept_file, course, question,
};
use crate::{error::Result, mention::time::TimeGrammar, model::WordId};

/// A lexicon of files with a user's own, which are read after them.
pub fn build(files: &[(Sort, File<'_>)], more: &[File<'_>]) -> Result<Lexicon> {
    let mut lexicon = Lexicon::default();
    let comes_first = |sort: Sort| matches!(sort, Sort::Spellings | Sort::Lists);
    for (sort, file) in files.iter().filter(|(sort, _)| comes_first(*sort)) {
        lexicon.add(*sort, file, &BTreeSet::new())?;
    }
    let words = &mut lexicon.words;
    lexicon.cues = Cues::new(words);
    lexicon.concepts = Concepts::new(words);
    lexicon.abbreviations = Phrases::new(words);
    let mut replaced = BTreeSet::new();
    for file in more.iter().filter(|f| Sort::of_user(f) == Sort::Concepts) {
        replaced.extend(concept_file::replaced(file)?);
    }
    for (sort, file) in files.iter().filter(|(sort, _)| !comes_first(*sort)) {
        lexicon.add(*sort, file, &replaced)?;
    }
    for sort in [Sort::Concepts, Sort::Ignored] {
        for file in more.iter().filter(|f| Sort::of_user(f) == sort) {
            lexicon.add(sort, file, &replaced)?;
        }
    }
    lexicon.pack();
    lexicon.concepts.check(&lexicon.procedures)?;
    for (sort, file) in files {
        match sort {
            Sort::Roles => lexicon.roles.check(file, &lexicon.concepts)?,
            Sort::Cues => lexicon.cues.check(file, &lexicon.concepts)?,
            _ => {}
        }
    }
    Ok(lexicon)
}

impl Sort {
    /// What a user's own file holds, by its name.
    pub fn of_user(file: &File<'_>) -> Self {
        if file.stem() == "ignored" { Self::Ignored } else { Self::Concepts }
    }
}

impl Lexicon {
    fn add(&mut self, sort: Sort, file: &File<'_>, replaced: &BTreeSet<String>) -> Result<()> {
        let words = &mut self.words;
        match sort {
            Sort::Spellings => {
                let tables: BTreeMap<String, BTreeMap<String, String>> = file.parse()?;
                tables.values().flatten().for_each(|(spelling, word)| words.spell(spelling, word));
            }
            Sort::Lists => {
                let tables: BTreeMap<String, WordTable> = file.parse()?;
                for (name, table) in tables {
                    words.name_list(&name, &table.forms);
                }
            }
            Sort::Verbs => self.cues.add_verbs(file, words)?,
            Sort::Concepts => self.concepts.add_file(file, replaced, words)?,
            Sort::Ignored => self.concepts.ignore_file(file, words)?,
            Sort::Cues => self.cues.add_cues(file, words)?,
            Sort::Conditions => self.cues.add_conditions(file, words)?,
            Sort::Fillers => self.pass_over(file)?,
            Sort::Sections => self.headings = Headings::load(file, words)?,
            Sort::Procedures => self.procedures = Procedures::load(file, words)?,
            Sort::Abbreviations => {
                for word in word_classes(file, words)?.into_values().flatten() {
                    self.abbreviations.add(&[Part::Words(vec![word])], ());
                }
            }
            Sort::Classes => self.classes = word_classes(file, words)?,
            Sort::Roles => self.roles = Roles::load(file)?,
            Sort::Times => self.times = TimeGrammar::load(file.text, words).map_err(|e| e.at(file.path))?,
            Sort::Courses => self.courses = course::load(file, words)?,
            Sort::Degrees => self.degrees = Degrees::load(file, words)?,
            Sort::Questions => self.questions = question::load(file, words)?,
        }
        Ok(())
    }

    /// Lays out all phrases for the search.
    fn pack(&mut self) {
        self.concepts.phrases.pack();
        self.cues.pack();
        self.headings.phrases.pack();
        self.procedures.phrases.pack();
        self.classes_of = Classes::new(&self.classes);
        self.abbreviations.pack();
        self.questions.pack();
        self.courses.pack();
        self.degrees.phrases.pack();
    }

    /// Words that stand inside names of activities, and of them the adverbs inside cues too; and words for numbers.
    fn pass_over(&mut self, file: &File<'_>) -> Result<()> {
        for (class, fillers) in word_classes(file, &mut self.words)? {
            for filler in fillers {
                if class == "numerals" {
                    self.concepts.phrases.count_with(filler);
                    self.cues.phrases.count_with(filler);
                    continue;
                }
                self.concepts.phrases.pass_over(filler);
                if class == "adverbs" {
                    self.cues.phrases.pass_over(filler);
                }
            }
        }
        Ok(())
    }
}

/// A plain list of words.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordTable {
    forms: Vec<String>,
    #[allow(dead_code, reason = "read by the check of the data files")]
    examples: Vec<String>,
    #[allow(dead_code, reason = "read by the check of the data files")]
    not: Vec<String>,
}

/// The words of a file of plain word lists, by list.
fn word_classes(file: &File<'_>, words: &mut Words) -> Result<BTreeMap<String, Vec<WordId>>> {
    let tables: BTreeMap<String, WordTable> = file.parse()?;
    Ok(tables.into_iter().map(|(name, t)| (name, t.forms.iter().map(|f| words.intern(f)).collect())).collect())
}
