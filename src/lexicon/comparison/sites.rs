//! `sites.toml`: parts of the body.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::spotter::Spotter;
use crate::{error::Result, lexicon::File};

/// Parts of the body, as bits of a set.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Sites {
    names: Vec<String>,
    spotter: Spotter,
    /// The sites that each lies within, itself among them.
    within: Vec<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Site {
    #[serde(default)]
    within: Vec<String>,
    forms: Vec<Spanned<String>>,
}

impl Sites {
    /// Reads the file; there are at most 64 sites.
    ///
    /// # Errors
    /// Where it is wrong.
    pub fn load(file: &File<'_>) -> Result<Self> {
        let tables: BTreeMap<String, Site> = file.parse()?;
        let names: Vec<String> = tables.keys().cloned().collect();
        if names.len() > 64 {
            return Err(file.wrong(0, "there are more than 64 sites"));
        }
        let number = |name: &str| names.iter().position(|n| n == name);
        let mut within = Vec::new();
        for (at, (name, site)) in tables.iter().enumerate() {
            let mut set = 1 << at;
            for outer in &site.within {
                let Some(outer_at) = number(outer) else {
                    return Err(file.wrong(0, format!("the site {name:?} lies within {outer:?}, which is no site")));
                };
                set |= 1 << outer_at;
            }
            within.push(set);
        }
        let forms = tables.values().enumerate().flat_map(|(at, s)| s.forms.iter().map(move |f| (at as u32, f)));
        Ok(Self { spotter: Spotter::new(file, forms)?, names: names.clone(), within })
    }

    /// The sites that a text names, as a set; of one within another only the inner.
    pub fn find(&self, text: &str) -> u64 {
        let named = self.spotter.find(text).fold(0, |set, at| set | 1 << at);
        // "Ear lobe" is not the ear.
        let inner = |at: usize| named & (1 << at) != 0;
        let outer = self.within.iter().enumerate().filter(|(at, _)| inner(*at)).map(|(at, w)| w & !(1 << at));
        named & !outer.fold(0, |all, w| all | w)
    }

    /// Whether rules about two sets of sites are about different ones; an empty set is any.
    pub fn differ(&self, a: u64, b: u64) -> bool {
        a != 0 && b != 0 && self.outer(a) & b == 0 && a & self.outer(b) == 0
    }

    /// The names of a set.
    pub fn names(&self, set: u64) -> impl Iterator<Item = &str> {
        self.names.iter().enumerate().filter(move |(at, _)| set & (1 << at) != 0).map(|(_, n)| n.as_str())
    }

    /// The set of some names; those of no site are passed over.
    pub fn set_of(&self, names: &[String]) -> u64 {
        self.names.iter().enumerate().filter(|(_, n)| names.contains(n)).fold(0, |set, (at, _)| set | 1 << at)
    }

    fn outer(&self, set: u64) -> u64 {
        self.within.iter().enumerate().filter(|(at, _)| set & (1 << at) != 0).fold(0, |out, (_, w)| out | w)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_differ_unless_one_lies_within_the_other() {
        let file = File { path: "sites.toml", text: include_str!("../en/comparison/sites.toml") };
        let sites = Sites::load(&file).unwrap();
        let differ = |a, b| sites.differ(sites.find(a), sites.find(b));
        assert!(differ("the ear lobe", "ear cartilage"));
        assert!(differ("massage the thighs", "do not massage the scalp"));
        assert!(!differ("the ear", "Ear lobe"));
        assert!(!differ("massage it", "the scalp"));
        assert!(!differ("the surface", "the scalp"));
    }
}
