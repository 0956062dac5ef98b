//! Tests of the index as a whole, over the example corpus with its gold rules.

mod cards;
mod crash;
mod fast;
mod faulty;
mod gold;
mod search;
mod write;
