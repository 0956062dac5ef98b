//! Does the first row of a table name its columns? Where no format says so, its words and the numbers below it do.

use std::sync::LazyLock;

use serde::Deserialize;

use super::signs;
use crate::model::{Block, BlockKind, Mark};

/// The fewest cells that say yes or no under a row that names the columns.
const FEWEST_ANSWERS: usize = 2;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    cells: Vec<String>,
    answers: Vec<String>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| toml::from_str(include_str!("headers.toml")).expect("headers.toml is valid"));

/// Marks the first row of each table as its header where none of the table's cells is one and the row looks like one.
pub(super) fn mark(text: &str, blocks: &mut [Block]) {
    let mut at = 0;
    while at < blocks.len() {
        let Some(table) = table_of(&blocks[at]) else {
            at += 1;
            continue;
        };
        let end = at + blocks[at..].iter().take_while(|b| table_of(b) == Some(table)).count();
        if names_columns(text, &blocks[at..end]) {
            for block in &mut blocks[at..end] {
                if let BlockKind::Cell { row: 0, header, .. } = &mut block.kind {
                    *header = true;
                }
            }
        }
        at = end;
    }
}

fn table_of(block: &Block) -> Option<u32> {
    match block.kind {
        BlockKind::Cell { table, .. } => Some(table),
        _ => None,
    }
}

fn names_columns(text: &str, cells: &[Block]) -> bool {
    let (mut first, mut numbers, mut answers, mut below, mut columns) = (Vec::new(), 0, 0, 0, 0);
    for cell in cells {
        let BlockKind::Cell { row, column, header, .. } = cell.kind else { return false };
        if header && (row == 0 || column > 0) {
            return false;
        }
        let words = cell.span.of(text).trim();
        columns = columns.max(column + 1);
        if row == 0 {
            first.push(words.to_lowercase().replace('’', "'"));
        } else if column > 0 {
            below += 1;
            numbers += usize::from(words.contains(|c: char| c.is_ascii_digit()));
            answers += usize::from(is_answer(words));
        }
    }
    // "Day 1 | Week 1" over "no | yes"
    let asked = answers >= FEWEST_ANSWERS && answers * 10 >= below * 8 && !first.iter().any(|words| is_answer(words));
    if asked && first.len() > 1 {
        return true;
    }
    if first.len() < 2
        || below == 0
        || first.iter().any(|words| words.contains(|c: char| c.is_ascii_digit()) || words.len() > 60)
    {
        return false;
    }
    let known = first.iter().all(|words| WORDS.cells.iter().any(|w| begins(words, w)));
    known || (columns > 2 && first.len() == columns as usize && numbers * 10 >= below * 9 && below >= 4)
}

/// Whether a cell holds a yes, a no, a tick or a cross and nothing else.
fn is_answer(cell: &str) -> bool {
    let words = cell.trim().trim_end_matches(['.', '!']).to_lowercase();
    WORDS.answers.contains(&words)
        || !words.contains(char::is_alphanumeric) && matches!(signs::mark(&words).1, Some(Mark::Tick | Mark::Cross))
}

/// Whether a cell begins with a word or phrase.
fn begins(cell: &str, phrase: &str) -> bool {
    cell.strip_prefix(phrase).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use crate::document::{html::Html, show};

    #[test]
    fn headers() {
        for (rows, want) in [
            (&[["Activity", "Wait"], ["Gym", "2 days"]][..], true),
            (&[["Shower", "same day"], ["Gym", "10 days"], ["Sun", "2 weeks"]], false),
            (&[["Gym", "2 days"], ["Sun", "4 days"]], false),
        ] {
            let row = |r: &[&str; 2]| format!("<tr><td>{}<td>{}", r[0], r[1]);
            let page = format!("<table>{}</table>", rows.iter().map(row).collect::<String>());
            let got = show::blocks(&Html, "a.html", &page);
            assert_eq!(got[0].starts_with("C0.0.0h"), want, "{got:?}");
        }
        let three = "<table><tr><td>Placement<td>Healed in<td>Change after<tr><td>Ear<td>6 weeks<td>8 weeks<tr><td>Nose<td>4 months<td>4 months</table>";
        assert!(show::blocks(&Html, "a.html", three)[2].starts_with("C0.0.2h"));
    }
}
