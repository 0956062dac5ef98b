//! Filters and topics as tantivy queries.

use std::ops::Bound;

use tantivy::{
    Term,
    query::{BooleanQuery, EmptyQuery, Query, RangeQuery},
    schema::Field,
};

use super::{
    classes::OfClasses,
    compile::{any, term},
    filter::{Filter, FilterField},
    schema::Fields,
};

/// The query of a filter.
pub fn filter_query(f: Fields, filter: &Filter) -> Box<dyn Query> {
    match filter {
        Filter::Is(FilterField::Source, values) => source_query(f, values),
        Filter::Is(field, values) => {
            let field = match field {
                FilterField::Procedure => f.procedures_within,
                FilterField::Concept => f.concepts_within,
                FilterField::Stance => f.stance,
                FilterField::Phase => f.phase,
                FilterField::Has | FilterField::Source => f.has,
            };
            any(values.iter().map(|v| term(field, v)).collect()).unwrap_or_else(|| Box::new(EmptyQuery))
        }
        Filter::Until(low, high) => Box::new(BooleanQuery::intersection(vec![
            range(f.until_min, *low, Bound::Unbounded),
            range(f.until_max, Bound::Unbounded, *high),
        ])),
        Filter::Published(low, high) => range(f.published, *low, *high),
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
