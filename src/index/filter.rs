//! The fields that a query can ask for: `procedure: concept: stance: phase: until: source: published: has:`.

use std::ops::Bound;

use serde::de::DeserializeOwned;

use super::{amount::day_number, entry::PARTS};
use crate::model::{Phase, Stance, Unit};

/// A condition on a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// One of these values, as they were written.
    Is(FilterField, Vec<String>),
    /// The end of a rule lies within these seconds.
    Until(Bound<u64>, Bound<u64>),
    /// The day of publication, as `yyyymmdd`, lies within these.
    Published(Bound<u64>, Bound<u64>),
}

/// A field of whole values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FilterField {
    /// The procedure or a narrower one.
    Procedure,
    /// The concept or a narrower one.
    Concept,
    /// The stance.
    Stance,
    /// The phase.
    Phase,
    /// Words of the publisher, the title or the document's id.
    Source,
    /// An optional part of a rule.
    Has,
}

/// Names of the fields, as queries write them.
pub const FIELDS: &[(&str, FilterField)] = &[
    ("procedure", FilterField::Procedure),
    ("concept", FilterField::Concept),
    ("stance", FilterField::Stance),
    ("phase", FilterField::Phase),
    ("source", FilterField::Source),
    ("has", FilterField::Has),
];

impl FilterField {
    /// Its name, as queries write it.
    pub fn name(self) -> &'static str {
        FIELDS.iter().find(|(_, field)| *field == self).map_or("", |(name, _)| name)
    }

    /// A value as it is searched for: where the values are few and fixed, in lower case.
    fn value(self, written: &str) -> String {
        match self {
            Self::Stance | Self::Phase | Self::Has => written.to_lowercase(),
            Self::Procedure | Self::Concept | Self::Source => written.to_owned(),
        }
    }

    /// Whether a value can be one of the field's, as far as that can be told without an index.
    fn can_be(self, value: &str) -> bool {
        match self {
            Self::Stance => is_variant::<Stance>(value),
            Self::Phase => is_variant::<Phase>(value),
            Self::Has => PARTS.contains(&value),
            Self::Procedure | Self::Concept | Self::Source => true,
        }
    }
}

fn is_variant<T: DeserializeOwned>(name: &str) -> bool {
    serde_json::from_value::<T>(name.into()).is_ok()
}

/// Why a filter cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilterError {
    /// There is no such field.
    Field,
    /// The value is none of the field's.
    Value,
}

impl Filter {
    /// Reads `field:value`.
    ///
    /// # Errors
    /// Where the field is not known or the value cannot be one of it.
    pub fn parse(field: &str, value: &str) -> Result<Self, FilterError> {
        let field = field.to_ascii_lowercase();
        let range = |read: fn(&str) -> Option<(u64, u64)>| range(value, read).ok_or(FilterError::Value);
        match field.as_str() {
            "until" => range(duration).map(|(low, high)| Self::Until(low, high)),
            "published" => range(day).map(|(low, high)| Self::Published(low, high)),
            _ => {
                let (_, field) = FIELDS.iter().find(|(name, _)| *name == field).ok_or(FilterError::Field)?;
                let values: Vec<String> =
                    value.split(',').map(str::trim).filter(|v| !v.is_empty()).map(|v| field.value(v)).collect();
                let valid = !values.is_empty() && values.iter().all(|v| field.can_be(v));
                if valid { Ok(Self::Is(*field, values)) } else { Err(FilterError::Value) }
            }
        }
    }
}

/// `<48h`, `<=48h`, `>24h`, `>=24h`, `24h..72h` or `48h`, by what reads one end as its least and greatest value.
fn range(value: &str, read: fn(&str) -> Option<(u64, u64)>) -> Option<(Bound<u64>, Bound<u64>)> {
    if let Some((low, high)) = value.split_once("..") {
        let low = if low.is_empty() { Bound::Unbounded } else { Bound::Included(read(low)?.0) };
        let high = if high.is_empty() { Bound::Unbounded } else { Bound::Included(read(high)?.1) };
        return Some((low, high));
    }
    let (sign, rest) = value.split_at(value.find(|c: char| c.is_alphanumeric())?);
    let (least, greatest) = read(rest)?;
    Some(match sign {
        "<" => (Bound::Unbounded, Bound::Excluded(least)),
        "<=" | "≤" => (Bound::Unbounded, Bound::Included(greatest)),
        ">" => (Bound::Excluded(greatest), Bound::Unbounded),
        ">=" | "≥" => (Bound::Included(least), Bound::Unbounded),
        "" | "=" => (Bound::Included(least), Bound::Included(greatest)),
        _ => return None,
    })
}

/// `48h`, `2d`, `1wk`, `6mo` in seconds.
fn duration(text: &str) -> Option<(u64, u64)> {
    let at = text.find(|c: char| c.is_alphabetic())?;
    let (number, unit) = text.split_at(at);
    let unit = match unit {
        "w" => Unit::Week,
        "m" => Unit::Minute,
        other => Unit::from_symbol(other)?,
    };
    let number: f64 = number.parse().ok().filter(|n: &f64| n.is_finite() && *n >= 0.0)?;
    let seconds = (number * unit.seconds()).round() as u64;
    Some((seconds, seconds))
}

/// `2023`, `2023-05` or `2023-05-17`: the first and the last day of it.
fn day(text: &str) -> Option<(u64, u64)> {
    let first = day_number(text)?;
    let last = match text.trim().len() {
        4 => first + 1_231,
        7 => first + 31,
        _ => first,
    };
    Some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Bound::{Excluded, Included, Unbounded};

    #[test]
    fn ends_are_read() {
        for (field, value, want) in [
            ("until", "<48h", Ok(Filter::Until(Unbounded, Excluded(172_800)))),
            ("until", "24h..72h", Ok(Filter::Until(Included(86_400), Included(259_200)))),
            ("until", "2d", Ok(Filter::Until(Included(172_800), Included(172_800)))),
            ("published", ">2022", Ok(Filter::Published(Excluded(20_221_231), Unbounded))),
            ("published", "2023-05", Ok(Filter::Published(Included(20_230_500), Included(20_230_531)))),
            (
                "PROCEDURE",
                "botox,tattoo",
                Ok(Filter::Is(FilterField::Procedure, vec!["botox".into(), "tattoo".into()])),
            ),
            ("until", "soon", Err(FilterError::Value)),
            ("until", "", Err(FilterError::Value)),
            ("stance", "", Err(FilterError::Value)),
            ("stance", "forbid", Err(FilterError::Value)),
            ("stance", "Avoid", Ok(Filter::Is(FilterField::Stance, vec!["avoid".into()]))),
            ("phase", "during", Err(FilterError::Value)),
            ("has", "condition,wings", Err(FilterError::Value)),
            ("colour", "red", Err(FilterError::Field)),
        ] {
            assert_eq!(Filter::parse(field, value), want, "{field}:{value}");
        }
    }
}
