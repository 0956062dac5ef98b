//! What formats have in common whose text is what a reader sees: lines of text become raw blocks, raw blocks become the
//! document's text, one block a line, the cells of a row in one line.

mod arrange;
mod line;
mod raw;
mod write;

pub(super) use arrange::arrange;
pub(super) use line::{Line, Part};
pub(super) use raw::{Body, Cell, Container, Raw, Region, Rule, Shape, Table};
pub(super) use write::write;
