//! What the words of a query mean besides concepts and procedures: the data of `lexicon/en/search.toml`.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Deserialize;

use crate::{
    error::{Error, ErrorKind, Result},
    lexicon::File,
    model::{Name, Stance, Vague},
};

/// The file of these data.
pub const ENGLISH: File<'static> =
    File { path: "src/lexicon/en/search.toml", text: include_str!("../lexicon/en/search.toml") };

/// A spelling ending is only tried on words that are longer than it by so many letters.
const SHORTEST_ROOT: usize = 3;

/// Stop words, negations, units, numbers and spellings.
#[derive(Debug, Default)]
pub struct SearchWords {
    stop: HashSet<String>,
    negations: HashSet<String>,
    before: HashSet<String>,
    after: HashSet<String>,
    stances: Vec<(Stance, HashSet<String>)>,
    /// What "how long does it last" asks for.
    pub lasting: Lasting,
    units: HashMap<String, UnitWord>,
    joins: HashSet<String>,
    numbers: HashMap<String, f64>,
    vague: HashMap<String, (f64, f64)>,
    spelling: HashMap<String, String>,
    endings: Vec<(String, String)>,
}

/// What "how long does it last" asks for, by what it names.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lasting {
    /// The words that it begins with.
    pub begins: Vec<String>,
    /// The verbs.
    pub verbs: HashSet<String>,
    /// The concept of results that show.
    pub results: Name,
    /// The concept of how long results last.
    pub duration: Name,
    /// The concepts of sessions: how long they take, how many there are.
    pub sessions: Vec<Name>,
}

/// A word of a unit of time.
#[derive(Debug, Clone, PartialEq)]
struct UnitWord {
    name: String,
    seconds: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tables {
    stop: Vec<String>,
    negations: Vec<String>,
    phase: PhaseTable,
    stance: BTreeMap<Stance, Vec<String>>,
    lasting: Lasting,
    units: BTreeMap<String, UnitTable>,
    amounts: AmountTable,
    numbers: HashMap<String, f64>,
    vague: HashMap<String, (f64, f64)>,
    spelling: SpellingTable,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PhaseTable {
    before: Vec<String>,
    after: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitTable {
    seconds: f64,
    words: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AmountTable {
    joins: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SpellingTable {
    endings: Vec<(String, String)>,
    words: HashMap<String, String>,
}

impl SearchWords {
    /// The English words that are built into the program.
    ///
    /// # Errors
    /// Where the data file is wrong (a test sees to it that it is not).
    pub fn english() -> Result<Self> {
        Self::from_file(&ENGLISH)
    }

    fn from_file(file: &File<'_>) -> Result<Self> {
        let tables: Tables = file.parse()?;
        let mut units = HashMap::new();
        for (name, table) in tables.units {
            for word in table.words {
                let unit = UnitWord { name: name.clone(), seconds: table.seconds };
                if units.insert(word.clone(), unit).is_some() {
                    let message = format!("the word {word:?} belongs to two units");
                    return Err(Error::new(ErrorKind::Lexicon, message).at(file.path));
                }
            }
        }
        let set = |words: Vec<String>| words.into_iter().collect::<HashSet<_>>();
        Ok(Self {
            stop: set(tables.stop),
            negations: set(tables.negations),
            before: set(tables.phase.before),
            after: set(tables.phase.after),
            stances: tables.stance.into_iter().map(|(s, words)| (s, set(words))).collect(),
            lasting: tables.lasting,
            units,
            joins: set(tables.amounts.joins),
            numbers: tables.numbers,
            vague: tables.vague,
            spelling: tables.spelling.words,
            endings: tables.spelling.endings,
        })
    }

    /// Whether a folded word carries no topic.
    pub fn is_stop(&self, word: &str) -> bool {
        self.stop.contains(word)
    }

    /// Whether a folded word must be matched as it is written: negations, units and numbers in words.
    pub fn is_exact_only(&self, word: &str) -> bool {
        self.negations.contains(word) || self.units.contains_key(word) || self.numbers.contains_key(word)
    }

    /// Whether a folded word asks for the time before the procedure.
    pub fn is_before(&self, word: &str) -> bool {
        self.before.contains(word)
    }

    /// Whether a folded word asks for the time after the procedure.
    pub fn is_after(&self, word: &str) -> bool {
        self.after.contains(word)
    }

    /// The stances that a folded word asks for.
    pub fn stances<'a>(&'a self, word: &'a str) -> impl Iterator<Item = Stance> + 'a {
        self.stances.iter().filter(move |(_, words)| words.contains(word)).map(|(stance, _)| *stance)
    }

    /// The length in seconds of the unit that a folded word names.
    pub fn unit_seconds(&self, word: &str) -> Option<f64> {
        self.units.get(word).map(|u| u.seconds)
    }

    /// Whether a folded word may stand between the two numbers of an amount ("24 to 48 hours").
    pub fn joins(&self, word: &str) -> bool {
        self.joins.contains(word)
    }

    /// The value of a number, in digits or as a folded word.
    pub fn number(&self, word: &str) -> Option<f64> {
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            return word.replace(',', "").parse().ok();
        }
        self.numbers.get(word).copied()
    }

    /// What a vague amount stands for in its unit; `None` for "some".
    pub fn vague(&self, vague: Vague) -> Option<(f64, f64)> {
        let word = match vague {
            Vague::Few => "few",
            Vague::Several => "several",
            Vague::Couple => "couple",
            Vague::Some => return None,
        };
        self.vague.get(word).copied()
    }

    /// The one spelling under which a folded word is stemmed: American, units by their name.
    pub fn spelled(&self, word: &str) -> String {
        if let Some(unit) = self.units.get(word).filter(|_| word.len() > 1) {
            return unit.name.clone();
        }
        if let Some(other) = self.spelling.get(word) {
            return other.clone();
        }
        for (british, american) in &self.endings {
            if let Some(root) = word.strip_suffix(british.as_str())
                && (root.len() >= SHORTEST_ROOT || root.is_empty())
            {
                return format!("{root}{american}");
            }
        }
        word.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_meet_and_units_have_one_name() {
        let words = SearchWords::english().unwrap();
        for (a, b) in [
            ("moisturiser", "moisturizer"),
            ("colour", "color"),
            ("jewellery", "jewelry"),
            ("sterilised", "sterilized"),
            ("hrs", "hour"),
            ("exercised", "exercised"),
            ("bruising", "bruising"),
            ("anaesthetic", "anesthetic"),
        ] {
            assert_eq!(words.spelled(a), words.spelled(b), "{a}");
        }
        assert_eq!(words.number("1,000"), Some(1000.0));
        assert_eq!(words.number("two"), Some(2.0));
        assert!(words.is_exact_only("not") && words.is_exact_only("hours") && !words.is_exact_only("massage"));
    }
}
