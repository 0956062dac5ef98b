//! The comparison as the settings want it: lots of documents apart, some kinds and procedures only.

use std::collections::BTreeMap;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::{GroupTable, Settings};
use crate::{
    contradiction::{self, Audit, Options},
    lexicon::Lexicon,
    model::{Name, Rule},
};

/// Compares rules, each group of documents apart; documents of no group are compared among themselves. What the settings
/// do not want reported is left out afterwards, by [`Settings::narrow`].
pub fn audit<'a>(rules: &[&'a Rule], lexicon: &'a Lexicon, settings: &Settings, options: &Options) -> Audit {
    if settings.group.is_empty() {
        return contradiction::audit(rules.iter().copied(), lexicon, options);
    }
    let patterns: Vec<Gitignore> = settings.group.iter().map(matcher).collect();
    let mut lots: BTreeMap<Option<usize>, Vec<&Rule>> = BTreeMap::new();
    let mut of_document: BTreeMap<&Name, Vec<Option<usize>>> = BTreeMap::new();
    for rule in rules {
        let groups = of_document.entry(&rule.document).or_insert_with(|| groups_of(&rule.document, &patterns));
        for group in groups {
            lots.entry(*group).or_default().push(rule);
        }
    }
    let mut out = Audit::default();
    for (group, rules) in lots {
        let lot = group.map_or_else(String::new, |g| settings.group[g].name.clone());
        let found = contradiction::audit(rules, lexicon, &Options { lot, ..options.clone() });
        out.add(found);
    }
    out.sort();
    out
}

fn matcher(group: &GroupTable) -> Gitignore {
    let mut builder = GitignoreBuilder::new("");
    for pattern in &group.documents {
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
    /// Leaves only the kinds and procedures that are wanted.
    pub fn narrow(&self, audit: &mut Audit, lexicon: &Lexicon) {
        let kinds = &self.audit.kinds;
        let procedures = &self.audit.procedures;
        audit.findings.retain(|f| {
            let c = &f.contradiction;
            let wanted = |p: &str| lexicon.procedures.is_within(&c.procedure, p);
            (kinds.is_empty() || kinds.contains(&c.kind))
                && (procedures.is_empty() || procedures.iter().any(|p| wanted(p.get_ref())))
        });
    }
}
