//! How does a person read the findings? One file a form of report.

pub mod inspect;
pub mod words;
