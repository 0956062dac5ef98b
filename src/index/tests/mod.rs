//! Tests of the index as a whole, over the example corpus with its gold rules.

mod gold;
mod search;
mod write;
