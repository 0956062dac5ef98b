//! From the data file to a grammar: reads, checks with file and line, and numbers the words.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::{
    action::{Action, Target},
    begins::{Begins, Marked},
    file::{File, RawEntry},
    kernel::{self, Phrase},
    notation,
    rules::{Bits, Entry, MOST_SETS, Part, Set, Sets},
};
use crate::{
    error::{Error, ErrorKind, Result},
    lexicon::{Words, expand},
    model::{Span, Unit, When},
    segment::tokens,
};

/// The sets whose match means that an expression names the procedure.
const ANCHORS: [&str; 2] = ["proc", "anchor"];
/// The name of the set of whole expressions, and of those that look like times and are none.
pub(super) const TIME: &str = "time";

/// What an entry of the data file says that it reads, and what not, to be run by a test.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Claim {
    /// The set of the entry.
    pub set: String,
    /// The entry.
    pub entry: String,
    /// The line in the data file.
    pub line: usize,
    /// A phrase.
    pub phrase: String,
    /// What it must be read as ("duration 48h"); `None` where it must not be read by this entry.
    pub reading: Option<String>,
}

/// What loading yields.
pub(super) struct Loaded {
    pub sets: Sets,
    pub actions: Vec<Action>,
    pub reach: usize,
    pub time: u8,
    pub anchor: u8,
    pub claims: Vec<Claim>,
}

/// Loads a data file.
pub(super) fn load(text: &str, words: &mut Words) -> Result<Loaded> {
    let file: File = toml::from_str(text).map_err(|e| {
        let error = Error::new(ErrorKind::Lexicon, e.message().to_owned());
        e.span().map_or(Error::new(ErrorKind::Lexicon, e.message().to_owned()), |s| error.line(line_at(text, s.start)))
    })?;
    let mut loader = Loader::new(text, words, &file)?;
    loader.word_sets(&file)?;
    loader.silent_sets(&file)?;
    for (name, entries) in &file.set {
        loader.entries(name, entries)?;
    }
    loader.entries(TIME, &file.time)?;
    loader.finish(&file)
}

struct Loader<'a> {
    text: &'a str,
    words: &'a mut Words,
    names: HashMap<String, usize>,
    sets: Vec<Set>,
    phrases: Vec<Phrase>,
    actions: Vec<Action>,
    claims: Vec<Claim>,
    elided: Vec<bool>,
}

impl<'a> Loader<'a> {
    fn new(text: &'a str, words: &'a mut Words, file: &File) -> Result<Self> {
        let mut loader = Self {
            text,
            words,
            names: HashMap::new(),
            sets: Vec::new(),
            phrases: Vec::new(),
            actions: Vec::new(),
            claims: Vec::new(),
            elided: Vec::new(),
        };
        let silent = file.silent.keys().map(|name| (name, true));
        let loud = file.words.keys().chain(file.set.keys()).map(|name| (name, false));
        let time = TIME.to_owned();
        for (name, silent) in silent.chain(loud).chain([(&time, false)]) {
            if loader.names.insert(name.clone(), loader.sets.len()).is_some() {
                return Err(loader.wrong(0, format!("the set {name:?} is defined twice")));
            }
            loader.sets.push(Set { name: name.clone(), silent, ..Set::default() });
        }
        if loader.sets.len() > MOST_SETS {
            return Err(loader.wrong(0, format!("there are more than {MOST_SETS} sets")));
        }
        Ok(loader)
    }

    fn wrong(&self, at: usize, what: impl Into<String>) -> Error {
        Error::new(ErrorKind::Lexicon, what).line(line_at(self.text, at))
    }

    fn word_sets(&mut self, file: &File) -> Result<()> {
        for (name, entries) in &file.words {
            for (pattern, value) in entries {
                let is = notation::parse(value.get_ref())
                    .ok_or_else(|| self.wrong(value.span().start, format!("no such value: {:?}", value.get_ref())))?;
                let entry = Entry { id: name.clone(), is: Some(is), ..Entry::default() };
                let set = self.names[name];
                self.sets[set].entries.push(entry);
                self.pattern(set, pattern)?;
            }
        }
        Ok(())
    }

    fn silent_sets(&mut self, file: &File) -> Result<()> {
        for (name, patterns) in &file.silent {
            let set = self.names[name];
            self.sets[set].entries.push(Entry { id: name.clone(), ..Entry::default() });
            for pattern in patterns {
                self.pattern(set, pattern)?;
            }
        }
        Ok(())
    }

    fn entries(&mut self, name: &str, entries: &[RawEntry]) -> Result<()> {
        let set = self.names[name];
        let mut seen = HashSet::new();
        for raw in entries {
            let at = raw.id.span().start;
            if !seen.insert(raw.id.get_ref().clone()) {
                return Err(self.wrong(at, format!("the entry {:?} is there twice", raw.id.get_ref())));
            }
            if raw.examples.is_empty() {
                return Err(self.wrong(at, format!("the entry {:?} has no example", raw.id.get_ref())));
            }
            if let Some(before) = raw.behind.as_ref().or(raw.unless.as_ref()).filter(|_| name != TIME) {
                return Err(self.wrong(before.span().start, "only a [[time]] may demand what stands before it"));
            }
            let entry = self.entry(name, raw)?;
            self.sets[set].entries.push(entry.clone());
            if name == TIME {
                // The first form of the entry serves the phrases that name the procedure.
                self.sets[set].entries.push(entry);
                self.actions.push(self.action(raw, true)?);
                self.actions.push(self.action(raw, false)?);
            }
            for pattern in &raw.patterns {
                self.pattern(set, pattern)?;
            }
            self.claims_of(name, raw)?;
        }
        Ok(())
    }

    fn entry(&self, name: &str, raw: &RawEntry) -> Result<Entry> {
        let value = |s: &Spanned<String>| {
            notation::parse(s.get_ref())
                .ok_or_else(|| self.wrong(s.span().start, format!("no such value: {:?}", s.get_ref())))
        };
        let when = |s: &Spanned<String>| {
            When::parse(s.get_ref())
                .ok_or_else(|| self.wrong(s.span().start, format!("no such part of the day: {:?}", s.get_ref())))
        };
        let unit = |s: &Spanned<String>| {
            Unit::from_symbol(s.get_ref())
                .ok_or_else(|| self.wrong(s.span().start, format!("no such unit: {:?}", s.get_ref())))
        };
        Ok(Entry {
            id: format!("times/{name}/{}", raw.id.get_ref()),
            is: raw.is.as_ref().map(value).transpose()?,
            fold: raw.fold.into(),
            bound: raw.bound,
            n: raw.n,
            when: raw.when.as_ref().map(when).transpose()?,
            only: raw.only.iter().map(unit).collect::<Result<_>>()?,
            behind: self.set_of(raw.behind.as_ref())?,
            unless: self.set_of(raw.unless.as_ref())?,
            alone: raw.alone,
            tight: raw.tight,
            elided: raw.elided,
        })
    }

    fn action(&self, raw: &RawEntry, anchored: bool) -> Result<Action> {
        let at = raw.id.span().start;
        let role = raw.role.as_ref().ok_or_else(|| self.wrong(at, "a time needs a role"))?;
        let fields = [&raw.from, &raw.until, &raw.rate, &raw.count];
        let mut targets: Vec<Target> = self.target(role, fields)?.into_iter().collect();
        if let Some(also) = &raw.also {
            targets.extend(self.target(&also.role, [&also.from, &also.until, &also.rate, &None])?);
        }
        Ok(Action { id: format!("times/{}", raw.id.get_ref()), targets, anchored, suffix: raw.suffix })
    }

    fn target(&self, role: &Spanned<String>, fields: [&Option<Spanned<String>>; 4]) -> Result<Option<Target>> {
        let fields = fields.map(|f| f.as_ref().map(|s| s.get_ref().as_str()));
        Target::new(role.get_ref(), fields).map_err(|what| self.wrong(role.span().start, what))
    }

    fn claims_of(&mut self, set: &str, raw: &RawEntry) -> Result<()> {
        let entry = if set == TIME {
            format!("times/{}", raw.id.get_ref())
        } else {
            format!("times/{set}/{}", raw.id.get_ref())
        };
        for example in &raw.examples {
            let line = line_at(self.text, example.span().start);
            let (phrase, reading) = example
                .get_ref()
                .split_once("=>")
                .ok_or_else(|| self.wrong(example.span().start, "an example is \"phrase => reading\""))?;
            let (phrase, reading) = (phrase.trim().to_owned(), Some(reading.trim().to_owned()));
            self.claims.push(Claim { set: set.to_owned(), entry: entry.clone(), line, phrase, reading });
        }
        for phrase in &raw.not {
            let line = line_at(self.text, phrase.span().start);
            self.claims.push(Claim {
                set: set.to_owned(),
                entry: entry.clone(),
                line,
                phrase: phrase.get_ref().clone(),
                reading: None,
            });
        }
        Ok(())
    }

    fn set_named(&self, name: &str, at: usize) -> Result<usize> {
        self.names.get(name).copied().ok_or_else(|| self.wrong(at, format!("there is no set {name:?}")))
    }

    fn set_of(&self, name: Option<&Spanned<String>>) -> Result<Option<u8>> {
        name.map(|s| Ok(self.set_named(s.get_ref(), s.span().start)? as u8)).transpose()
    }

    /// Adds the phrases of a pattern to the last entry of a set.
    fn pattern(&mut self, set: usize, pattern: &Spanned<String>) -> Result<()> {
        let at = pattern.span().start;
        let line = line_at(self.text, at);
        for phrase in expand(pattern.get_ref()).map_err(|e| e.line(line))? {
            let parts = self.parts(&phrase, at)?;
            if parts.is_empty() {
                return Err(self.wrong(at, format!("{:?} may be no word at all", pattern.get_ref())));
            }
            let mut entry = self.sets[set].entries.len() - 1;
            if self.sets[set].name == TIME && self.names_procedure(&parts) {
                entry -= 1;
            }
            self.sets[set].tree.add(&parts, entry);
            let elided = self.sets[set].entries[entry].elided;
            if let (true, Some(Part::Word(word))) = (elided, parts.first()) {
                kernel::mark(&mut self.elided, *word);
            }
            let yields = self.sets[set].name != TIME || !elided && !self.actions[entry].targets.is_empty();
            self.phrases.push(Phrase { set, parts, at, yields });
        }
        Ok(())
    }

    fn names_procedure(&self, parts: &[Part]) -> bool {
        parts.iter().any(|p| matches!(p, Part::Set(s) if ANCHORS.contains(&self.sets[usize::from(*s)].name.as_str())))
    }

    fn parts(&mut self, phrase: &str, at: usize) -> Result<Vec<Part>> {
        let mut parts = Vec::new();
        let mut rest = phrase;
        while !rest.is_empty() {
            let next = rest.find('{').unwrap_or(rest.len());
            self.plain(&rest[..next], &mut parts);
            rest = &rest[next..];
            if let Some(slot) = rest.strip_prefix('{') {
                let (name, after) = slot.split_once('}').ok_or_else(|| self.wrong(at, "a slot is not closed"))?;
                parts.push(match name {
                    "#" => Part::Digits,
                    "*" => Part::Any,
                    ".." => Part::Gap,
                    "end" => Part::End,
                    "clause" => Part::Clause,
                    ">" => Part::Look,
                    name => Part::Set(self.set_named(name, at)? as u8),
                });
                rest = after;
            }
        }
        Ok(parts)
    }

    fn plain(&mut self, text: &str, parts: &mut Vec<Part>) {
        for token in tokens(text, Span::new(0, text.len()), &[], self.words) {
            parts.push(Part::Word(self.words.intern(token.span.of(text))));
        }
    }

    fn finish(self, file: &File) -> Result<Loaded> {
        let (time, anchor) = (self.set_named(TIME, 0)?, self.set_named(ANCHORS[1], 0)?);
        self.refuse_cycles()?;
        let kernels = kernel::kernels(&kernel::Source {
            phrases: &self.phrases,
            preferred: file.engine.kernels.iter().map(|n| self.set_named(n, 0)).collect::<Result<_>>()?,
            common: file.engine.common.iter().map(|w| self.words.intern(w)).collect(),
            words: self.words,
            time,
        })
        .map_err(|at| self.wrong(at, "a phrase without a word that tells a time would be looked for everywhere"))?;
        let mut sets = self.sets;
        for set in &mut sets {
            let entries = &set.entries;
            set.tree.pack(|entry| entries[usize::from(entry)].is_free());
        }
        if let Some(set) = sets.iter().find(|set| set.tree.is_too_large()) {
            return Err(Error::new(ErrorKind::Lexicon, format!("the set {:?} has too many phrases", set.name)));
        }
        let words = self.words;
        let mut numbers = |texts: &[String]| texts.iter().map(|text| words.intern(text)).collect();
        let (stops, joints) = (numbers(&file.engine.stops), numbers(&file.engine.joints));
        let begins = Begins::of(&sets, time, &Marked { kernels, elided: self.elided, stops, joints });
        let those = |is: &dyn Fn(&Set) -> bool| {
            sets.iter().enumerate().fold(0, |all, (at, set)| all | Bits::from(is(set)) << at)
        };
        let (silent, flat) = (those(&|set| set.silent), those(&|set| set.tree.is_flat()));
        let (clause, gap, back) = (file.engine.clause, file.engine.gap, file.engine.back);
        let sets = Sets { all: sets, begins, silent, flat, plain: flat & silent, clause, gap, back };
        Ok(Loaded {
            sets,
            actions: self.actions,
            reach: file.engine.reach,
            time: time as u8,
            anchor: anchor as u8,
            claims: self.claims,
        })
    }

    /// A set that contains itself could be looked for without end.
    fn refuse_cycles(&self) -> Result<()> {
        let mut depth = vec![0_usize; self.sets.len()];
        for _ in 0..=self.sets.len() {
            let mut changed = false;
            for Phrase { set, parts, at, .. } in &self.phrases {
                for part in parts {
                    if let Part::Set(inner) = part
                        && depth[*set] <= depth[usize::from(*inner)]
                    {
                        depth[*set] = depth[usize::from(*inner)] + 1;
                        changed = true;
                        if depth[*set] > self.sets.len() {
                            return Err(self.wrong(*at, format!("the set {:?} contains itself", self.sets[*set].name)));
                        }
                    }
                }
            }
            if !changed {
                break;
            }
        }
        Ok(())
    }
}

fn line_at(text: &str, at: usize) -> usize {
    text.as_bytes().iter().take(at).filter(|b| **b == b'\n').count() + 1
}
