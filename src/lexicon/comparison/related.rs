//! `related.toml`: concepts that are alike, bans that spare, pairs that tempt.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::Reason;

/// How concepts stand to each other beyond `broader` and `opposite`.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Related {
    /// Concepts that are advised by signs, and never held against each other.
    pub by_sign: Vec<String>,
    /// Words for many things: two rules about one need not mean the same thing, and are not held against each other.
    pub for_many: Vec<String>,
    /// What is banned only of the site: the same document may permit what is narrower for the rest of the body.
    pub of_site: Vec<String>,
    /// Procedures whose names stand for many that differ: only one document is compared with itself.
    pub of_many: Vec<String>,
    /// Groups of concepts that are compared as one, under the first.
    pub alike: BTreeMap<String, Vec<String>>,
    /// What a ban of a concept does not mean to forbid.
    pub spared: BTreeMap<String, Vec<String>>,
    /// What doing a concept refrains from, where this is not its opposite.
    pub refrains: BTreeMap<String, Vec<String>>,
    /// Pairs that tempt and are no contradiction.
    pub tempting: Vec<Tempting>,
}

/// A pair of concepts that tempts: the one is advised against, the other is advised, and both can be followed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tempting {
    /// What is advised against.
    pub ban: String,
    /// What is advised.
    pub other: String,
    /// The reason.
    pub reason: Reason,
}

impl Related {
    /// Every concept that is named.
    pub fn concepts(&self) -> impl Iterator<Item = &str> {
        let lists = self.alike.values().chain(self.spared.values()).chain(self.refrains.values()).flatten();
        let keys = self.spared.keys().chain(self.refrains.keys());
        let pairs = self.tempting.iter().flat_map(|t| [&t.ban, &t.other]);
        lists
            .chain(keys)
            .chain(pairs)
            .chain(&self.by_sign)
            .chain(&self.for_many)
            .chain(&self.of_site)
            .map(String::as_str)
    }
}
