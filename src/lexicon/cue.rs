//! The cues, the verbs and the conditions: the words that give, turn and end a stance.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::collections::BTreeMap;
use toml::Spanned;

use super::{Concepts, File, Phrases, Words, paths, phrases_of};
use crate::{
    error::Result,
    model::{ConditionKind, MentionKind, Name, Strength, VerbForm},
};

/// A cue, a verb or a condition with what its phrases stand for.
#[derive(Debug, Serialize, Deserialize)]
pub struct CueEntry {
    /// `cue/avoid`, `verb`, `condition/if`.
    pub id: Name,
    /// What it is.
    pub kind: MentionKind,
    /// How strongly it words its stance.
    pub strength: Option<Strength>,
    /// The concept that it is about where it governs none ("hands off").
    pub concept: Option<Name>,
}

/// The most words that may stand between the parts of a cue ("keep … off").
const WIDEST_GAP: usize = 8;

/// All cues, verbs and conditions.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Cues {
    /// The entries; the values of `phrases` are indexes into them.
    pub entries: Vec<CueEntry>,
    /// The phrases.
    pub phrases: Phrases<usize>,
    strengths: BTreeMap<Name, Strength>,
    concepts: BTreeMap<Name, Name>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CueTable<K> {
    kind: K,
    strength: Option<Strength>,
    concept: Option<Name>,
    #[serde(default)]
    verbs: Vec<Spanned<String>>,
    #[serde(default)]
    forms: Vec<Spanned<String>>,
    #[allow(dead_code, reason = "read by the test of the data files")]
    examples: Vec<String>,
    #[allow(dead_code, reason = "read by the test of the data files")]
    not: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VerbFile {
    verbs: Vec<Spanned<String>>,
    #[allow(dead_code, reason = "read by the test of the data files")]
    examples: Vec<String>,
    #[allow(dead_code, reason = "read by the test of the data files")]
    not: Vec<String>,
}

impl Cues {
    /// No cues yet.
    pub fn new(words: &mut Words) -> Self {
        Self { phrases: Phrases::new(words).with_gap(WIDEST_GAP), ..Self::default() }
    }

    /// Adds the cues of a file.
    ///
    /// # Errors
    /// Where the file is no valid TOML or an entry is wrong; the error names file and line.
    pub fn add_cues(&mut self, file: &File<'_>, words: &mut Words) -> Result<()> {
        self.add_tables(file, words, "cue", MentionKind::Cue)
    }

    /// Adds the conditions of a file.
    ///
    /// # Errors
    /// As [`Self::add_cues`].
    pub fn add_conditions(&mut self, file: &File<'_>, words: &mut Words) -> Result<()> {
        self.add_tables(file, words, "condition", |kind: ConditionKind, _| MentionKind::Condition(kind))
    }

    fn add_tables<K: DeserializeOwned + Copy>(
        &mut self,
        file: &File<'_>,
        words: &mut Words,
        sort: &str,
        kind: impl Fn(K, VerbForm) -> MentionKind,
    ) -> Result<()> {
        let tables: BTreeMap<String, CueTable<K>> = file.parse()?;
        for (name, table) in tables {
            let id = format!("{sort}/{name}");
            let from = self.entries.len();
            for form in &table.forms {
                let entry = self.entry(&id, kind(table.kind, VerbForm::Other), table.strength);
                for phrase in file.phrases(form, words)? {
                    self.phrases.add(&phrase, entry);
                }
            }
            for verb in &table.verbs {
                self.add_verb(file, verb, words, &mut |cues, form| {
                    cues.entry(&id, kind(table.kind, form), table.strength)
                })?;
            }
            for entry in &mut self.entries[from..] {
                entry.concept.clone_from(&table.concept);
            }
        }
        Ok(())
    }

    /// Adds the verbs of a file.
    ///
    /// # Errors
    /// As [`Self::add_cues`].
    pub fn add_verbs(&mut self, file: &File<'_>, words: &mut Words) -> Result<()> {
        let table: VerbFile = file.parse()?;
        for verb in &table.verbs {
            self.add_verb(file, verb, words, &mut |cues, form| cues.entry("verb", MentionKind::Verb(form), None))?;
            let forms = verb.get_ref().split_once(" +").map_or(verb.get_ref().as_str(), |(forms, _)| forms);
            let mut forms = forms.split([' ', '/']);
            let base = words.intern(forms.next().unwrap_or_default());
            let others = forms.map(|f| words.intern(f)).collect();
            words.inflect(base, others);
        }
        Ok(())
    }

    /// Lays out what was added for the search.
    pub(super) fn pack(&mut self) {
        self.phrases.pack();
        for entry in self.entries.iter().rev() {
            self.strengths.extend(entry.strength.map(|s| (entry.id.clone(), s)));
            self.concepts.extend(entry.concept.clone().map(|c| (entry.id.clone(), c)));
        }
    }

    /// How strongly the cues of an entry word their stance.
    pub fn strength_of(&self, entry: &str) -> Option<Strength> {
        self.strengths.get(entry).copied()
    }

    /// The concept that the cues of an entry are about where they govern none.
    pub fn concept_of(&self, entry: &str) -> Option<&Name> {
        self.concepts.get(entry)
    }

    /// Checks that the concepts that cues name are known.
    ///
    /// # Errors
    /// Where one is not; the error names file and line.
    pub fn check(&self, file: &File<'_>, concepts: &Concepts) -> Result<()> {
        file.refers(self.entries.iter().filter_map(|e| e.concept.as_ref()), concepts)
    }

    fn add_verb(
        &mut self,
        file: &File<'_>,
        verb: &Spanned<String>,
        words: &mut Words,
        entry: &mut impl FnMut(&mut Self, VerbForm) -> usize,
    ) -> Result<()> {
        let (forms, tail) = verb.get_ref().split_once(" + ").unwrap_or((verb.get_ref(), ""));
        let forms: Vec<&str> = forms.split_whitespace().collect();
        let [base, third, past, gerund] = forms[..] else {
            return Err(file.wrong(verb.span().start, "a verb has four forms: base, third person, past, gerund"));
        };
        let kinds = [VerbForm::Base, VerbForm::Third, VerbForm::Participle, VerbForm::Gerund];
        for (text, kind) in [base, third, past, gerund].into_iter().zip(kinds) {
            let pattern = format!("({}) {tail}", text.replace('/', "|"));
            let index = entry(self, kind);
            let paths = paths(pattern.trim_end()).map_err(|e| file.wrong(verb.span().start, e.message()))?;
            for phrase in phrases_of(&paths, words) {
                self.phrases.add(&phrase, index);
            }
        }
        Ok(())
    }

    /// The index of an entry of this kind, new where there is none.
    fn entry(&mut self, id: &str, kind: MentionKind, strength: Option<Strength>) -> usize {
        let same = |e: &CueEntry| e.id == *id && e.kind == kind;
        self.entries.iter().rposition(same).unwrap_or_else(|| {
            self.entries.push(CueEntry { id: Name::from(id), kind, strength, concept: None });
            self.entries.len() - 1
        })
    }
}
