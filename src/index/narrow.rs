//! Filters and topics as tantivy queries.

use std::ops::Bound;

use tantivy::{
    Term,
    query::{BooleanQuery, EmptyQuery, Query, RangeQuery},
    schema::Field,
};

use super::{
    compile::{any, term},
    entry::id_of,
    filter::{Filter, FilterField},
    schema::{Fields, kind},
};
use crate::model::{Name, Phase};

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

/// The rules on a topic that pass the filters of a query: of a procedure (or narrower ones) and phase; of the concepts
/// `within` and narrower ones, and of those `exactly`.
pub fn topic_query(
    fields: Fields,
    filters: &[&Filter],
    (procedure, phase): (Option<&Name>, Phase),
    (within, exactly): (&[Name], &[Name]),
) -> BooleanQuery {
    let within = within.iter().map(|c| term(fields.concepts_within, c));
    let concepts = within.chain(exactly.iter().map(|c| term(fields.concept, c))).collect();
    let mut parts = vec![
        any(concepts).unwrap_or_else(|| Box::new(EmptyQuery)),
        term(fields.phase, &id_of(&phase)),
        term(fields.kind, kind::RULE),
    ];
    parts.extend(procedure.map(|p| term(fields.procedures_within, p)));
    let is_topic = |f: &Filter| {
        matches!(
            f,
            Filter::Is(FilterField::Concept | FilterField::Procedure | FilterField::Phase | FilterField::Stance, _)
        )
    };
    parts.extend(filters.iter().filter(|f| !is_topic(f)).map(|f| filter_query(fields, f)));
    BooleanQuery::intersection(parts)
}

/// A range of a numeric column; without bounds, every entry that has a value.
fn range(field: Field, low: Bound<u64>, high: Bound<u64>) -> Box<dyn Query> {
    let bound = |bound: Bound<u64>| bound.map(|value| Term::from_field_u64(field, value));
    let low = if matches!((low, high), (Bound::Unbounded, Bound::Unbounded)) { Bound::Included(0) } else { low };
    Box::new(RangeQuery::new(bound(low), bound(high)))
}
