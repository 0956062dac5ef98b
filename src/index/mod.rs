//! Where is it found again? One tantivy index of documents, passages and rules.
//!
//! A [`Writer`] compares what was found with what it knows ([`Writer::plan`]) and writes what is new in one commit
//! ([`Writer::apply`]); it takes [`Reading`](crate::pipeline::Reading)s and knows nothing of how they were made. A
//! [`Searcher`] reads: [`Searcher::search`] answers queries, [`Searcher::rules`] and [`Searcher::documents`] give all that
//! was stored, so that no other command needs the source files.
//!
//! The way of a query: [`syntax`] (operators, brackets, filters) → [`question`] (concepts, procedures, phase, times, by
//! the lexicon of the documents) → [`compile`] (tantivy queries over rules and over passages) → [`search`] (hits, facets).

mod amount;
mod analysis;
mod asked;
mod best;
mod card;
mod card_text;
mod class;
mod classes;
mod compile;
mod copies;
mod digest;
mod durable;
mod entry;
mod facets;
mod filter;
mod highlight;
mod hits;
mod known;
mod liked;
mod listed;
mod lists;
mod maker;
mod marked;
mod mixed;
mod names;
mod narrow;
mod opened;
mod part;
mod passage;
mod plan;
mod positions;
mod question;
mod ranked;
mod readings;
mod room;
mod rows;
mod schema;
mod search;
mod searcher;
mod sheet;
mod signatures;
mod spans;
mod spelling;
mod spread;
mod store;
mod stored;
mod sums;
mod syntax;
mod terms;
pub mod text;
mod topics;
mod way;
mod words;
mod writer;

#[cfg(test)]
mod tests;

pub use card::{Answer, Card, Clash, Example, Position};
pub use digest::digest;
pub use entry::{Content, Origin, PassageRecord, RuleRecord};
pub use facets::{FacetCount, Facets};
pub use maker::{Maker, Prepared};
pub use opened::Opened;
pub use passage::Passage;
pub use plan::{Catalogue, Counts, Found as FoundPlace, Known, Place, Plan};
pub use readings::Readings;
pub use schema::VERSION;
pub use search::{Found, Hit, Hits, SearchOptions, Sort, Understood};
pub use searcher::{Searcher, Status};
pub use spread::Spread;
pub use store::{Stamp, Store};
pub use syntax::Problem;
pub use writer::{Run, Writer, WriterOptions, Written};
