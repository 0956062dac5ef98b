//! The tables of `aftercare.toml`.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use serde::Deserialize;
use toml::Spanned;

use super::{FILE, UserFile};
use crate::{
    error::Result,
    lexicon::{
        Lexicon,
        comparison::{HarmClass, Ratios},
    },
    model::{ContradictionKind, Name, Severity, Unit},
};

/// What `aftercare.toml` says; everything can be left out.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Settings {
    /// What is reported, and what fails.
    pub audit: AuditTable,
    /// Documents that are compared only among themselves.
    pub group: Vec<GroupTable>,
    /// How far apart times are how serious.
    ratio: Option<RatioTable>,
    /// How many of its unit a vague word means: `few = [2, 5]`.
    vague: BTreeMap<Spanned<String>, Spanned<Vec<f64>>>,
    /// Classes of harm, added to the built-in ones or in their place; one without concepts takes a built-in one away.
    harm: BTreeMap<String, HarmTable>,
}

/// `[audit]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct AuditTable {
    /// The least severity that fails.
    pub fail_on: Option<Severity>,
    /// The kinds that are reported; all where it is empty.
    pub kinds: Vec<ContradictionKind>,
    /// The procedures that are reported, with all that is narrower; all where it is empty.
    pub procedures: Vec<Spanned<String>>,
    /// The difference under which times are not reported: `"6 h"`.
    tolerance: Option<Spanned<String>>,
    #[serde(rename = "against")]
    reference: Option<Spanned<String>>,
    /// The document that all others are compared with.
    #[serde(skip)]
    pub against: Option<String>,
    /// The file and the line that name it.
    #[serde(skip)]
    pub against_place: Option<(PathBuf, usize)>,
    /// The file of waivers, relative to the settings' folder.
    pub waivers: Option<PathBuf>,
    /// The baseline, relative to the settings' folder.
    pub baseline: Option<PathBuf>,
    /// Seconds of tolerance.
    #[serde(skip)]
    pub tolerance_seconds: f64,
}

/// `[[group]]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupTable {
    /// Its name: it goes into the ids of its findings.
    pub name: Spanned<String>,
    /// Patterns of document ids, as in `.gitignore`.
    pub documents: Spanned<Vec<Spanned<String>>>,
    /// The document that those of the group are compared with, and not among themselves, as the settings name it.
    #[serde(rename = "against")]
    pub(super) reference: Option<Spanned<String>>,
    /// The id of that document, once documents were read.
    #[serde(skip)]
    pub against: Option<Name>,
    /// The file of the settings.
    #[serde(skip)]
    pub(super) path: PathBuf,
    /// The line of its name, and of the document that it is compared with.
    #[serde(skip)]
    pub(super) line: usize,
    #[serde(skip)]
    pub(super) against_line: usize,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct RatioTable {
    moderate: Option<Spanned<f64>>,
    major: Option<Spanned<f64>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct HarmTable {
    means: Option<String>,
    concepts: Vec<Spanned<String>>,
}

impl Settings {
    /// The settings file of a folder: in it, or in the nearest folder above it that has one.
    pub fn find(folder: &Path) -> Option<PathBuf> {
        folder.ancestors().map(|f| f.join(FILE)).find(|f| f.is_file())
    }

    /// Reads a settings file and puts its data in place of the lexicon's.
    ///
    /// # Errors
    /// Where it cannot be read, has keys that are not known, or names what does not exist; with file and line.
    pub fn load(path: &Path, lexicon: &mut Lexicon) -> Result<Self> {
        let file = UserFile::read(path)?;
        let mut settings: Self = file.parse()?;
        if let Some(text) = &settings.audit.tolerance {
            let seconds = seconds(text.get_ref());
            let message = || format!("{:?} is no amount of time; write it as \"6 h\" or \"1 d\"", text.get_ref());
            settings.audit.tolerance_seconds = seconds.ok_or_else(|| file.wrong(text.span().start, message()))?;
        }
        for procedure in &settings.audit.procedures {
            if lexicon.procedures.get(procedure.get_ref()).is_none() {
                let message = format!("there is no procedure {:?}", procedure.get_ref());
                return Err(file.wrong(procedure.span().start, message));
            }
        }
        if let Some(reference) = &settings.audit.reference {
            settings.audit.against = Some(reference.get_ref().clone());
            settings.audit.against_place = Some((path.to_owned(), file.line_of(reference.span().start)));
        }
        settings.check_groups(path, &file)?;
        settings.apply(&file, lexicon)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        for relative in [&mut settings.audit.waivers, &mut settings.audit.baseline].into_iter().flatten() {
            *relative = folder.join(&*relative);
        }
        Ok(settings)
    }

    fn check_groups(&mut self, path: &Path, file: &UserFile) -> Result<()> {
        let mut lines: BTreeMap<String, usize> = BTreeMap::new();
        for group in &mut self.group {
            path.clone_into(&mut group.path);
            group.line = file.line_of(group.name.span().start);
            group.against_line = group.reference.as_ref().map_or(0, |r| file.line_of(r.span().start));
            if let Some(first) = lines.insert(group.name.get_ref().clone(), group.line) {
                let message = format!("a second group {:?}; the first is on line {first}", group.name.get_ref());
                return Err(file.wrong(group.name.span().start, message));
            }
            group.check(file)?;
        }
        Ok(())
    }

    fn apply(&self, file: &UserFile, lexicon: &mut Lexicon) -> Result<()> {
        for (word, range) in &self.vague {
            let Some(amounts) = amounts(range.get_ref()) else {
                let message = format!(
                    "{:?} needs a lower and an upper amount, the lower above 0: write it as [2, 5]",
                    word.get_ref()
                );
                return Err(file.wrong(range.span().start, message));
            };
            if !lexicon.comparison.times.set_vague(word.get_ref(), amounts) {
                let message = format!("there is no vague word {:?}", word.get_ref());
                return Err(file.wrong(word.span().start, message));
            }
        }
        if let Some(table) = &self.ratio {
            table.apply(file, &mut lexicon.comparison.times.ratio)?;
        }
        for (name, table) in &self.harm {
            for concept in &table.concepts {
                if lexicon.concepts.get(concept.get_ref()).is_none() {
                    let message = format!("there is no concept {:?}", concept.get_ref());
                    return Err(file.wrong(concept.span().start, message));
                }
            }
            let concepts = table.concepts.iter().map(|c| c.get_ref().clone()).collect();
            let means = table.means.clone().unwrap_or_else(|| name.clone());
            lexicon.comparison.harm.insert(name.clone(), HarmClass { means, concepts });
        }
        Ok(())
    }
}

impl GroupTable {
    /// Whether its patterns are some.
    fn check(&self, file: &UserFile) -> Result<()> {
        let patterns = self.documents.get_ref();
        if patterns.is_empty() {
            let message = format!("the group {:?} names no documents", self.name.get_ref());
            return Err(file.wrong(self.documents.span().start, message));
        }
        for pattern in patterns {
            let mut builder = ignore::gitignore::GitignoreBuilder::new("");
            if let Err(e) = builder.add_line(None, pattern.get_ref()) {
                return Err(file.wrong(pattern.span().start, format!("{:?} is no pattern: {e}", pattern.get_ref())));
            }
        }
        Ok(())
    }
}

impl RatioTable {
    /// Puts its ratios in place of others, where they are at least 1 and the greater is for what is more serious.
    fn apply(&self, file: &UserFile, ratio: &mut Ratios) -> Result<()> {
        let stated = |ratio: &Option<Spanned<f64>>, other: f64| ratio.as_ref().map_or(other, |r| *r.get_ref());
        let (moderate, major) = (stated(&self.moderate, ratio.moderate), stated(&self.major, ratio.major));
        let wrong = |of: &Option<Spanned<f64>>, message: String| match of {
            Some(stated) => Err(file.wrong(stated.span().start, message)),
            None => Ok(()),
        };
        for (name, stated, value) in [("moderate", &self.moderate, moderate), ("major", &self.major, major)] {
            if !(value.is_finite() && value >= 1.0) {
                wrong(stated, format!("{name} = {value} is no ratio of times; it is 1 or more"))?;
            }
        }
        if self.moderate.is_some() && major < moderate {
            wrong(&self.major, format!("major = {major} is less than moderate = {moderate}"))?;
        }
        (ratio.moderate, ratio.major) = (moderate, major);
        Ok(())
    }
}

/// The two amounts of a vague word, where they are two, in order, and times can be told from them.
fn amounts(range: &[f64]) -> Option<[f64; 2]> {
    let &[low, high] = range else { return None };
    (low > 0.0 && low <= high && high.is_finite()).then_some([low, high])
}

/// The seconds of "6 h", "1d", "30 min".
fn seconds(text: &str) -> Option<f64> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let amount: f64 = text[..end].parse().ok()?;
    let seconds = amount * Unit::from_symbol(text[end..].trim())?.seconds();
    seconds.is_finite().then_some(seconds)
}
