//! The comparison as the settings want it: lots of documents apart, some kinds and procedures only.

use std::collections::BTreeMap;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::{GroupTable, Settings, Wanted};
use crate::{
    contradiction::{self, Audit, Options},
    error::{Error, ErrorKind, Result},
    lexicon::Lexicon,
    model::{Name, Rule},
};

/// Compares rules, each group of documents apart; documents of no group are compared among themselves. A document that others
/// are compared with is compared with those of every group. What the settings do not want reported is left out afterwards, by
/// [`Wanted::narrow`].
pub fn audit<'a>(rules: &[&'a Rule], lexicon: &'a Lexicon, settings: &Settings, options: &Options) -> Audit {
    if settings.group.is_empty() {
        return contradiction::audit(rules.iter().copied(), lexicon, options);
    }
    let mut out = Audit::default();
    for (group, mut of_lot) in lots(rules, settings) {
        let group = group.map(|g| &settings.group[g]);
        let against = group.and_then(|g| g.against.clone()).or_else(|| options.against.clone());
        if let Some(reference) = &against {
            join(reference, &mut of_lot, rules);
        }
        let lot = group.map_or_else(String::new, |g| g.name.get_ref().clone());
        out.add(contradiction::audit(of_lot, lexicon, &Options { lot, against, ..options.clone() }));
    }
    out.complete(rules.iter().copied(), lexicon, options);
    out
}

/// The rules of each group, and of no group.
fn lots<'a>(rules: &[&'a Rule], settings: &Settings) -> BTreeMap<Option<usize>, Vec<&'a Rule>> {
    let patterns: Vec<Gitignore> = settings.group.iter().map(matcher).collect();
    let mut lots: BTreeMap<Option<usize>, Vec<&Rule>> = BTreeMap::new();
    let mut of_document: BTreeMap<&Name, Vec<Option<usize>>> = BTreeMap::new();
    for rule in rules {
        let groups = of_document.entry(&rule.document).or_insert_with(|| groups_of(&rule.document, &patterns));
        for group in groups {
            lots.entry(*group).or_default().push(rule);
        }
    }
    lots
}

/// Adds the rules of a document to those of a lot that does not have it.
fn join<'a>(reference: &Name, lot: &mut Vec<&'a Rule>, all: &[&'a Rule]) {
    if !lot.iter().any(|r| r.document == *reference) {
        lot.extend(all.iter().filter(|r| r.document == *reference));
    }
}

fn matcher(group: &GroupTable) -> Gitignore {
    let mut builder = GitignoreBuilder::new("");
    for pattern in group.documents.get_ref() {
        // Checked where the settings were read.
        let _ = builder.add_line(None, pattern.get_ref());
    }
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}

/// The groups of a document, or none as its own.
fn groups_of(document: &Name, patterns: &[Gitignore]) -> Vec<Option<usize>> {
    let is_in = |p: &Gitignore| p.matched_path_or_any_parents(document.as_str(), false).is_ignore();
    let groups: Vec<_> = patterns.iter().enumerate().filter(|(_, p)| is_in(p)).map(|(at, _)| Some(at)).collect();
    if groups.is_empty() { vec![None] } else { groups }
}

impl Settings {
    /// Finds the documents that groups are compared with, by the names that the settings have for them.
    ///
    /// # Errors
    /// Where `find` gives one; with file and line.
    pub fn find_references(&mut self, find: &dyn Fn(&str) -> Result<Name>) -> Result<()> {
        for group in &mut self.group {
            let Some(wanted) = &group.reference else { continue };
            let found = find(wanted.get_ref()).map_err(|e| e.at(&group.path).line(group.against_line));
            group.against = Some(found?);
        }
        Ok(())
    }

    /// What is of no use in the settings: groups that no document is in; with file and line.
    pub fn unused(&self, documents: &[&Name]) -> Vec<Error> {
        let is_empty = |group: &&GroupTable| {
            let pattern = [matcher(group)];
            !documents.iter().any(|d| groups_of(d, &pattern) != [None])
        };
        let note = |group: &GroupTable| {
            let message = format!("no document is in the group {:?}", group.name.get_ref());
            Error::new(ErrorKind::Config, message).at(&group.path).line(group.line)
        };
        self.group.iter().filter(is_empty).map(note).collect()
    }

    /// What the settings want reported.
    pub fn wanted(&self) -> Wanted {
        let procedures = self.audit.procedures.iter().map(|p| Name::from(p.get_ref().as_str())).collect();
        Wanted { kinds: self.audit.kinds.clone(), procedures }
    }
}
