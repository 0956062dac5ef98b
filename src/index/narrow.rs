//! Filters and topics as tantivy queries.

use std::ops::{Bound, RangeBounds};

use tantivy::{
    DocId, SegmentReader, Term,
    query::{BooleanQuery, EmptyQuery, Query, RangeQuery},
    schema::Field,
};

use super::{
    classes::OfClasses,
    compile::{any, term},
    filter::{Filter, FilterField},
    schema::{Fields, name},
};

/// The query of a filter.
pub fn filter_query(f: Fields, filter: &Filter) -> Box<dyn Query> {
    match filter {
        Filter::Is(FilterField::Source, values) => source_query(f, values),
        Filter::Is(field, values) => {
            let field = filter_field(f, *field);
            any(values.iter().map(|v| term(field, v)).collect()).unwrap_or_else(|| Box::new(EmptyQuery))
        }
        Filter::Until(low, high) => Box::new(BooleanQuery::intersection(vec![
            range(f.until_min, *low, Bound::Unbounded),
            range(f.until_max, Bound::Unbounded, *high),
        ])),
        Filter::Published(low, high) => range(f.published, *low, *high),
    }
}

/// The field of whole values that a filter asks for; of a source it is not one but its words.
pub fn filter_field(f: Fields, field: FilterField) -> Field {
    match field {
        FilterField::Procedure => f.procedures_within,
        FilterField::Concept => f.concepts_within,
        FilterField::Stance => f.stance,
        FilterField::Phase => f.phase,
        FilterField::Source => f.source,
        FilterField::Has => f.has,
    }
}

/// What a filter asks of columns of numbers.
pub fn ranges(filter: &Filter) -> Vec<ColumnRange> {
    match filter {
        Filter::Is(..) => Vec::new(),
        Filter::Until(low, high) => vec![
            ColumnRange { column: name::UNTIL_MIN, within: (*low, Bound::Unbounded) },
            ColumnRange { column: name::UNTIL_MAX, within: (Bound::Unbounded, *high) },
        ],
        Filter::Published(low, high) => vec![ColumnRange { column: name::PUBLISHED, within: (*low, *high) }],
    }
}

/// What is asked of a column of numbers.
#[derive(Debug, Clone)]
pub struct ColumnRange {
    /// The column.
    column: &'static str,
    /// Where its value lies; there must be one.
    within: (Bound<u64>, Bound<u64>),
}

impl ColumnRange {
    /// Keeps those of some entries of a segment whose value lies within the range.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn retain(&self, reader: &SegmentReader, docs: &mut Vec<DocId>) -> tantivy::Result<()> {
        let column = reader.fast_fields().u64(self.column)?;
        docs.retain(|doc| column.first(*doc).is_some_and(|value| self.within.contains(&value)));
        Ok(())
    }
}

/// Sources that have all words of one of the values in publisher, title or id.
fn source_query(f: Fields, values: &[String]) -> Box<dyn Query> {
    let ways = values
        .iter()
        .map(|value| -> Box<dyn Query> {
            let words = value.split_whitespace().map(|w| term(f.source, w));
            Box::new(BooleanQuery::intersection(words.collect()))
        })
        .collect();
    any(ways).unwrap_or_else(|| Box::new(EmptyQuery))
}

/// The rules of classes that pass those filters of a query that ask for something else than their class.
pub fn topic_query(fields: Fields, filters: &[&Filter], classes: OfClasses) -> Box<dyn Query> {
    let is_topic = |f: &Filter| {
        matches!(
            f,
            Filter::Is(FilterField::Concept | FilterField::Procedure | FilterField::Phase | FilterField::Stance, _)
        )
    };
    let mut parts: Vec<Box<dyn Query>> = vec![Box::new(classes)];
    parts.extend(filters.iter().filter(|f| !is_topic(f)).map(|f| filter_query(fields, f)));
    match parts.len() {
        1 => parts.remove(0),
        _ => Box::new(BooleanQuery::intersection(parts)),
    }
}

/// A range of a numeric column; without bounds, every entry that has a value.
fn range(field: Field, low: Bound<u64>, high: Bound<u64>) -> Box<dyn Query> {
    let bound = |bound: Bound<u64>| bound.map(|value| Term::from_field_u64(field, value));
    let low = if matches!((low, high), (Bound::Unbounded, Bound::Unbounded)) { Bound::Included(0) } else { low };
    Box::new(RangeQuery::new(bound(low), bound(high)))
}
