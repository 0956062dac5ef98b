//! The concepts that the reading treats in a way of their own.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::{Concepts, File, Words};
use crate::{
    error::Result,
    model::{Name, WordId},
};

/// Concept ids by their role; the file says what each means.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roles {
    /// Turning to somebody when something is wrong.
    pub report: Vec<Name>,
    /// States that are kept up.
    pub states: Vec<Name>,
    /// What is done once.
    pub momentary: Vec<Name>,
    /// What has its dates, so that a date alone under its name is one of them.
    pub scheduled: Vec<Name>,
    /// What is worn, so that handling it is forbidden without forbidding to wear it.
    pub worn: Vec<Name>,
    /// Acts of taking something off or out.
    pub removals: Vec<Name>,
    /// What befalls a thing, so that from a time on it may.
    pub befalling: Vec<Name>,
    /// What happens by accident, so that a reader who may do it is not permitted to.
    pub slips: Vec<Name>,
    /// Entries of cues that leave something to others.
    pub delegating: Vec<Name>,
    /// What is forbidden where it is left to others.
    pub burdens: Vec<Name>,
    /// What is also where something else is done.
    pub places: Vec<Name>,
    /// What is done for so many hours each day, where hours are named.
    pub nightly: Vec<Name>,
    /// Activities that are taken up again, so that none is ordered until a time.
    pub resumed: Vec<Name>,
    /// Activities beside whose name a time alone says from when.
    pub returned: Vec<Name>,
    /// What nearly every leaflet orders, but a list of what the reader may do only permits.
    pub offered: Vec<Name>,
    /// What is done to be ready for the procedure, whatever holds of it afterwards.
    pub prepared: Vec<Name>,
    /// What is there from the beginning, so that a time from which something is told of it is its end.
    pub ending: Vec<Name>,
    /// What is put off where it is left until later, and not left in place.
    pub left_for_later: Vec<Name>,
    /// What is stopped where it was named before.
    pub left_off: Vec<Name>,
    /// What is handed out, so that how often alone is said of it.
    pub supplied: Vec<Name>,
    /// Things of which a new one may be needed.
    pub renewed: Vec<Name>,
    /// What is gone on with where stopping it is forbidden.
    pub kept_up: Vec<Name>,
    /// What nearly every leaflet forbids and some order.
    pub disputed: Vec<Name>,
    /// Those of them that an order names which says how long, what for or in which way.
    pub particular: Vec<Name>,
    /// What is done each time before something else, which is not before the procedure.
    pub at_hand: Vec<Name>,
    /// What the body does, so that "you cannot" forbids nothing.
    pub bodily: Vec<Name>,
    /// Any medicine, where none is named.
    pub medication: Option<Name>,
    /// Things with which something else is done.
    pub tools: Vec<Name>,
    /// What is kept on the day of the procedure for what was done, and not to prepare for it.
    pub afterwards: Vec<Name>,
    /// Time off, of which nothing is told where something is left off for that time.
    pub time_off: Vec<Name>,
    /// Products that what they contain is told by: "creams with retinol" are about the retinol.
    pub carriers: Vec<Name>,
    /// What is drunk, and is also what something is washed or mixed with.
    pub drinks: Vec<Name>,
    /// Food of a kind.
    pub fare: Vec<Name>,
    /// What food is eaten for where it stands in one list with others.
    pub roughage: Vec<Name>,
    /// Courses of medicines and acts of care, of which a time alone says nothing of leaving them.
    pub courses: Vec<Name>,
    /// Medicines that nearly every leaflet forbids, but that an order may still name.
    pub medicines: Vec<Name>,
    /// What a number of sessions is about.
    pub session_count: Option<Name>,
    /// Entries of counts that count only where the question before asks how many.
    pub counted_if_asked: Vec<String>,
    /// What a distance between sessions is about.
    pub session_spacing: Option<Name>,
    /// What the length of a session is about.
    pub session_length: Option<Name>,
    /// What the lasting of results is about.
    pub results_duration: Option<Name>,
    /// What the time to heal is about.
    pub healing: Option<Name>,
    /// Any symptom, where none is named.
    pub symptom: Option<Name>,
    /// Other treatments on the same place.
    pub treatment: Option<Name>,
    /// Entries of times that say by when something is possible again.
    pub by_then: Vec<String>,
    /// Entries of times that say from when where something is taken up again.
    pub on_resuming: Vec<String>,
    /// What no leaflet forbids, so that a reading that does is none.
    pub unforbidden: Vec<Name>,
    /// Entries of times that end only what is forbidden: "not before the stitches are out".
    pub denied_times: Vec<String>,
    /// Entries of times that refer back, with which a clause of its own begins: "for a day, and after that …".
    pub back_times: Vec<String>,
    /// What is done against a sign whenever it shows.
    pub against_signs: Vec<Name>,
    /// What is arranged for once, so that it lasts as long as no heading says.
    pub arranged: Vec<Name>,
    /// What is not done beside a medicine.
    pub unmixed: Vec<Name>,
    /// What is done, or not done, to signs that may show.
    pub on_signs: Vec<Name>,
    /// Entries of times that only put off to another day.
    pub idle_times: Vec<String>,
    /// Entries of times that begin with the procedure.
    pub first_times: Vec<String>,
    /// Entries of times that say no more than when, of what is permitted or done once.
    pub day_parts: Vec<String>,
    /// Cues of going on with something.
    pub continuing: Vec<String>,
    /// Conditions by which what is ordered is only permitted.
    pub optional: Vec<String>,
    /// Expectations whose time says from when.
    pub begins: Vec<Name>,
    /// Activities that are told as what will happen.
    pub foretold: Vec<Name>,
    /// What verbs say of a thing that was named before.
    pub recalled: Vec<Recalled>,
    /// Names of such things that are no rule by themselves.
    pub things: Vec<Thing>,
    /// Headers of tables whose rows are all of one kind.
    pub exercises: Vec<Thing>,
    /// Whether a word, by its number, may be a name of the things.
    #[serde(skip)]
    names: OnceLock<Vec<bool>>,
}

/// A thing that a pronoun may stand for.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thing {
    /// Its names, as words.
    pub names: Vec<String>,
    /// The concept.
    pub concept: Name,
}

/// What verbs with a pronoun as their object, or with none, say of a thing that was named before: "change it".
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recalled {
    /// The verbs, in the forms that count.
    pub verbs: Vec<String>,
    /// Words of which one stands behind the pronoun ("leave it on"); none where any will do.
    #[serde(default)]
    pub particles: Vec<String>,
    /// Whether the pronoun is the subject of the verb ("it comes off"), and not its object.
    #[serde(default)]
    pub subject: bool,
    /// Whether the verb must have how often directly behind it ("it is twice a day").
    #[serde(default)]
    pub rated: bool,
    /// Whether it counts only with a time, or behind a word that advises ("they are needed for three weeks").
    #[serde(default)]
    pub timed: bool,
    /// Whether it needs neither a pronoun nor a heading ("carry on as usual").
    #[serde(default)]
    pub bare: bool,
    /// Whether to deny it is to leave the concept off, from a time on ("do not go on with it after a day").
    #[serde(default)]
    pub stops: bool,
    /// Whether what it orders is to leave the concept undone ("leave it in").
    #[serde(default)]
    pub denies: bool,
    /// The things of which it is said.
    pub of: Vec<Name>,
    /// The concept that it makes, where that is another than the thing.
    #[serde(default)]
    pub gives: Option<Name>,
}

impl Roles {
    /// Whether a word of a text may be a name of one of the [things](Self::things): most words are none, which is told from
    /// their number.
    pub fn may_name_thing(&self, word: WordId, words: &Words) -> bool {
        let names = self.names.get_or_init(|| {
            let mut names = Vec::new();
            for name in self.things.iter().flat_map(|thing| &thing.names) {
                let place = words.get(name).0 as usize;
                names.resize(names.len().max(place + 1), false);
                names[place] = true;
            }
            names
        });
        names.get(word.0 as usize).is_some_and(|may| *may)
    }

    /// The roles of a file.
    ///
    /// # Errors
    /// Where the file is no valid TOML or has other keys.
    pub fn load(file: &File<'_>) -> Result<Self> {
        file.parse()
    }

    /// Checks that every id is a concept.
    ///
    /// # Errors
    /// Where one is not; the error names file and line.
    pub fn check(&self, file: &File<'_>, concepts: &Concepts) -> Result<()> {
        let single = [&self.session_count, &self.session_spacing, &self.session_length, &self.treatment];
        let lists = [
            &self.report,
            &self.states,
            &self.momentary,
            &self.scheduled,
            &self.tools,
            &self.afterwards,
            &self.time_off,
            &self.carriers,
            &self.drinks,
            &self.fare,
            &self.roughage,
            &self.returned,
            &self.removals,
            &self.befalling,
            &self.slips,
            &self.burdens,
            &self.places,
            &self.medicines,
            &self.courses,
            &self.nightly,
            &self.resumed,
            &self.offered,
            &self.ending,
            &self.left_for_later,
            &self.left_off,
            &self.kept_up,
            &self.renewed,
            &self.supplied,
            &self.disputed,
            &self.particular,
            &self.at_hand,
            &self.bodily,
            &self.prepared,
            &self.begins,
            &self.foretold,
            &self.unforbidden,
            &self.against_signs,
            &self.arranged,
            &self.unmixed,
            &self.on_signs,
        ];
        let recalled = self.recalled.iter().flat_map(|r| r.of.iter().chain(&r.gives));
        let recalled = recalled.chain(self.things.iter().map(|t| &t.concept));
        let all = single.into_iter().flatten().chain(lists.into_iter().flatten()).chain(recalled);
        file.refers(all, concepts)
    }
}
