//! The data files: one line a file.

use super::File;

/// What a data file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Other spellings of words.
    Spellings,
    /// Lists of words that patterns name.
    Lists,
    /// Verbs that can carry advice.
    Verbs,
    /// Concepts.
    Concepts,
    /// Phrases that name no concept.
    Ignored,
    /// Cues of stance and scope.
    Cues,
    /// Words that open conditions.
    Conditions,
    /// Words that are passed over inside phrases.
    Fillers,
    /// What headings say.
    Sections,
    /// Procedures.
    Procedures,
    /// Words whose full stop ends no sentence.
    Abbreviations,
    /// Closed classes of words.
    Classes,
    /// Concepts that are treated in a way of their own.
    Roles,
    /// Expressions of time.
    Times,
    /// How questions begin.
    Questions,
    /// The course of symptoms and results.
    Courses,
    /// How much of a thing is advised against.
    Degrees,
}

/// A data file that is built into the program.
macro_rules! data {
    ($sort:ident, $name:literal) => {
        (
            Sort::$sort,
            File {
                path: concat!("src/lexicon/en/", $name, ".toml"),
                text: include_str!(concat!("en/", $name, ".toml")),
            },
        )
    };
}

/// Every data file of English, in the order in which they are read.
pub static FILES: &[(Sort, File<'static>)] = &[
    data!(Spellings, "spellings"),
    data!(Lists, "lists"),
    data!(Verbs, "verbs"),
    data!(Concepts, "concepts/activity"),
    data!(Concepts, "concepts/posture"),
    data!(Concepts, "concepts/touch"),
    data!(Concepts, "concepts/heat"),
    data!(Concepts, "concepts/water"),
    data!(Concepts, "concepts/skin"),
    data!(Concepts, "concepts/grooming"),
    data!(Concepts, "concepts/food"),
    data!(Concepts, "concepts/medicine"),
    data!(Concepts, "concepts/clothing"),
    data!(Concepts, "concepts/mouth"),
    data!(Concepts, "concepts/eyes"),
    data!(Concepts, "concepts/care"),
    data!(Concepts, "concepts/expectations"),
    data!(Ignored, "ignored"),
    data!(Cues, "cues"),
    data!(Conditions, "conditions"),
    data!(Fillers, "fillers"),
    data!(Sections, "sections"),
    data!(Procedures, "procedures"),
    data!(Abbreviations, "abbreviations"),
    data!(Classes, "grammar"),
    data!(Roles, "roles"),
    data!(Times, "times"),
    data!(Questions, "questions"),
    data!(Courses, "course"),
    data!(Degrees, "degrees"),
];
