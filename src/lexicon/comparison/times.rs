//! `times.toml`: words without a number, ratios, tolerances.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::Vague;

/// How times are compared.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Times {
    vague: BTreeMap<String, [f64; 2]>,
    soon: BTreeMap<String, [f64; 2]>,
    /// Tolerances and reaches.
    pub compare: Compare,
    /// How far apart is how serious.
    pub ratio: Ratios,
}

/// Tolerances and reaches.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Compare {
    /// The ratio below which times are the same where one counts in months or years.
    pub calendar_tolerance: f64,
    /// Hours before which a permission is one for the same day.
    pub same_day_hours: f64,
    /// Hours that a ban lasts at least for a permission on the same day to contradict it as such.
    pub ban_hours: f64,
    /// The share of the time for a thing that a ban takes at least where it does not merely delay it.
    pub delay_share: f64,
    /// Bytes between two quotes within which the second can be the first one's exception.
    pub exception_reach: usize,
    /// Bytes between two quotes of one stance within which the second is a step or a variety of the first.
    pub step_reach: usize,
    /// Bytes between two quotes of one document from which on neither is said of the other.
    pub apart_reach: usize,
    /// Minutes below which a wait is one between two acts.
    pub brief_minutes: f64,
}

/// The ratios of earliest returns from which on a difference is more serious.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ratios {
    /// From this on `moderate`.
    pub moderate: f64,
    /// Above this `major`.
    pub major: f64,
}

impl Default for Times {
    fn default() -> Self {
        Self {
            vague: BTreeMap::new(),
            soon: BTreeMap::new(),
            compare: Compare {
                calendar_tolerance: 1.0,
                same_day_hours: 0.0,
                ban_hours: 0.0,
                delay_share: 1.0,
                exception_reach: 0,
                step_reach: 0,
                apart_reach: 0,
                brief_minutes: 0.0,
            },
            ratio: Ratios { moderate: f64::INFINITY, major: f64::INFINITY },
        }
    }
}

impl Times {
    /// How many of its unit a vague word means, at least and at most.
    pub fn vague(&self, word: Vague) -> Option<[f64; 2]> {
        let name = match word {
            Vague::Couple => "couple",
            Vague::Few => "few",
            Vague::Several => "several",
            Vague::Some => "some",
        };
        self.vague.get(name).copied()
    }

    /// Sets what a vague word means; whether there is such a word.
    pub fn set_vague(&mut self, word: &str, range: [f64; 2]) -> bool {
        self.vague.get_mut(word).map(|known| *known = range).is_some()
    }

    /// The hours within which an event lies, where that is known.
    pub fn soon(&self, event: &str) -> Option<[f64; 2]> {
        self.soon.get(event).copied()
    }
}
