//! How the data file is laid out; what its parts mean is said at its top.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::value::Fold;
use crate::model::Bound;

/// The data file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub engine: Engine,
    pub words: BTreeMap<String, BTreeMap<Spanned<String>, Spanned<String>>>,
    pub silent: BTreeMap<String, Vec<Spanned<String>>>,
    pub set: BTreeMap<String, Vec<RawEntry>>,
    pub time: Vec<RawEntry>,
}

/// Settings and word lists of the engine.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Engine {
    pub joints: Vec<String>,
    pub stops: Vec<String>,
    pub kernels: Vec<String>,
    pub common: Vec<String>,
    pub clause: usize,
    pub gap: usize,
    pub reach: usize,
    pub back: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawEntry {
    pub id: Spanned<String>,
    pub patterns: Vec<Spanned<String>>,
    #[serde(default)]
    pub examples: Vec<Spanned<String>>,
    #[serde(default)]
    pub not: Vec<Spanned<String>>,
    pub is: Option<Spanned<String>>,
    #[serde(default)]
    pub fold: FoldName,
    pub bound: Option<Bound>,
    pub n: Option<f64>,
    pub when: Option<Spanned<String>>,
    #[serde(default)]
    pub only: Vec<Spanned<String>>,
    pub behind: Option<Spanned<String>>,
    pub unless: Option<Spanned<String>>,
    #[serde(default)]
    pub alone: bool,
    #[serde(default)]
    pub tight: bool,
    #[serde(default)]
    pub elided: bool,
    pub role: Option<Spanned<String>>,
    pub from: Option<Spanned<String>>,
    pub until: Option<Spanned<String>>,
    pub rate: Option<Spanned<String>>,
    pub count: Option<Spanned<String>>,
    pub suffix: Option<bool>,
    pub also: Option<RawTarget>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTarget {
    pub role: Spanned<String>,
    pub from: Option<Spanned<String>>,
    pub until: Option<Spanned<String>>,
    pub rate: Option<Spanned<String>>,
}

#[derive(Deserialize, Default, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
pub(super) enum FoldName {
    #[default]
    Range,
    Sum,
    Product,
    Quotient,
    Rate,
    Clock,
}

impl From<FoldName> for Fold {
    fn from(name: FoldName) -> Self {
        match name {
            FoldName::Range => Self::Range,
            FoldName::Sum => Self::Sum,
            FoldName::Product => Self::Product,
            FoldName::Quotient => Self::Quotient,
            FoldName::Rate => Self::Rate,
            FoldName::Clock => Self::Clock,
        }
    }
}
