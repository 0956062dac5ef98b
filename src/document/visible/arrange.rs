//! Which tables are no tables, and only arrange the page?

use std::collections::BTreeMap;

use super::{Body, write};
use crate::model::BlockKind;

/// A cell with so many blocks is a part of the page, where no row or column says what its cells are.
const PART: usize = 5;

/// The blocks of a cell: whether the first is a title, whether the cell is named a header, and how many there are.
#[derive(Default)]
struct Held {
    titled: bool,
    header: bool,
    blocks: usize,
}

/// Marks the tables that hold parts of the page, each with what belongs together in one cell.
pub(in super::super) fn arrange(body: &mut Body) {
    let mut tables: Vec<BTreeMap<(u32, u32), Held>> = body.tables.iter().map(|_| BTreeMap::new()).collect();
    for raw in body.blocks.iter().filter(|b| !b.dropped) {
        let Some(cell) = raw.cell else { continue };
        let held = tables[cell.table].entry((cell.row, cell.column)).or_insert_with(|| Held {
            titled: matches!(write::kind(raw), BlockKind::Heading { .. }),
            header: cell.header || write::is_strong(raw),
            blocks: 0,
        });
        held.blocks += 1;
    }
    for (table, cells) in tables.iter().enumerate() {
        body.tables[table].layout |= is_layout(cells);
    }
}

fn is_layout(cells: &BTreeMap<(u32, u32), Held>) -> bool {
    let parts =
        cells.iter().filter(|((row, _), held)| held.titled && held.blocks > if *row == 0 { 1 } else { 2 }).count();
    if parts > 0 && parts * 2 >= cells.len() {
        return true;
    }
    let named = |of: &dyn Fn(&(u32, u32)) -> bool, fewest: usize| {
        let all = cells.iter().filter(|(at, _)| of(at)).count();
        let named = cells.iter().filter(|(at, held)| of(at) && held.header && held.blocks == 1).count();
        all >= fewest && named * 2 > all
    };
    let large = cells.values().any(|held| held.blocks >= PART);
    large && !named(&|&(row, _)| row == 0, 2) && !named(&|&(_, column)| column == 0, 1)
}
