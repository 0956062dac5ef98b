//! Bullets and numbers on lines of their own, as where the text of a list was taken off a page: each before its item, or all of
//! them before the first.

use super::{
    super::signs,
    wrap::{Given, Line},
};

/// Blank lines between a sign and its item are not more than this.
const BLANKS: usize = 2;
/// Lines that are followed to find the items of signs that all stand before them.
const FAR: usize = 60;
/// A line that would have held the first word of the next within this share of the width, in percent, was not broken there.
const SHORT: usize = 85;

/// Takes the lines out that are nothing but a sign, and gives the signs to the lines of their items.
pub(super) fn attach(text: &str, lines: Vec<Line>) -> Vec<Line> {
    let signs: Vec<Option<Given>> = (0..lines.len()).map(|at| sign(text, &lines, at)).collect();
    if signs.iter().flatten().count() < 2 && signs.iter().flatten().all(|g| g.sign.is_ascii()) {
        return lines;
    }
    let mut given = lines.clone();
    let mut gone = vec![false; lines.len()];
    let mut at = 0;
    while at < lines.len() {
        let run = run(&lines, &signs, at);
        let Some(first) = run.last().and_then(|&last| next_text(&lines, last + 1)) else {
            at += run.len().max(1);
            continue;
        };
        let starts = starts(text, &lines, &signs, first, run.len());
        for (&sign, &start) in run.iter().zip(&starts) {
            given[start].given = signs[sign];
            given[start].indent = lines[sign].indent;
        }
        gone[run[0]..first].fill(true);
        at = first;
    }
    let mut kept = gone.iter().map(|gone| !gone);
    given.retain(|_| kept.next().unwrap_or(true));
    given
}

/// The sign that a line is. A number may be the end of a sentence ("until day" / "3.").
fn sign(text: &str, lines: &[Line], at: usize) -> Option<Given> {
    let body = lines[at].span.of(text);
    let marker = signs::lone(body)?;
    let above = at.checked_sub(1).map_or("", |above| lines[above].span.of(text));
    let ended = above.is_empty() || above.ends_with(':') || signs::ends_sentence(above) || signs::lone(above).is_some();
    if marker.ordered() && !ended {
        return None;
    }
    Some(Given { marker, sign: body.chars().next()? })
}

/// The lines of signs that follow one another from a line on, blank lines between them or not.
fn run(lines: &[Line], signs: &[Option<Given>], at: usize) -> Vec<usize> {
    let mut run = Vec::new();
    for (i, line) in lines.iter().enumerate().skip(at) {
        if signs[i].is_some() {
            run.push(i);
        } else if !line.is_blank() || run.last().is_none_or(|&last| i > last + BLANKS) {
            break;
        }
    }
    run
}

fn next_text(lines: &[Line], from: usize) -> Option<usize> {
    (from..lines.len().min(from + BLANKS + 1)).find(|&i| !lines[i].is_blank())
}

/// The lines with which items begin, as many as there are signs.
fn starts(text: &str, lines: &[Line], signs: &[Option<Given>], first: usize, count: usize) -> Vec<usize> {
    if count == 1 {
        return vec![first];
    }
    let far = lines.len().min(first + FAR);
    let end = (first..far).find(|&i| signs[i].is_some()).unwrap_or(far);
    let width = lines[first..end].iter().map(|l| l.width).max().unwrap_or(0);
    let upper = |i: usize| lines[i].span.of(text).starts_with(char::is_uppercase);
    // How far a line is from being the next of the one above it.
    let apart = |&i: &usize| {
        let above = lines[i - 1];
        let word = lines[i].span.of(text).split_whitespace().next().map_or(0, |w| w.chars().count());
        let room = (2 * width).saturating_sub(above.width + 1 + word);
        let cased = if upper(first) == upper(i) { width } else { 0 };
        let stopped = if signs::ends_sentence(above.span.of(text)) { width / 2 } else { 0 };
        if above.is_blank() { usize::MAX } else { room + cased + stopped }
    };
    let clear = |i: &usize| apart(i) > 2 * width + width * (100 - SHORT) / 100;
    let mut written = vec![first];
    for (i, line) in lines.iter().enumerate().take(end).skip(first + 1) {
        if !line.is_blank() {
            written.push(i);
        } else if written[1..].iter().filter(|i| clear(i)).count() + 1 >= count {
            break;
        }
    }
    let mut chosen: Vec<usize> = written[1..].iter().copied().filter(clear).take(count - 1).collect();
    let mut others: Vec<usize> = written[1..].iter().copied().filter(|i| !chosen.contains(i)).collect();
    others.sort_by_key(|i| std::cmp::Reverse(apart(i)));
    let missing = count - 1 - chosen.len();
    chosen.extend(others.into_iter().take(missing));
    chosen.push(first);
    chosen.sort_unstable();
    chosen
}
