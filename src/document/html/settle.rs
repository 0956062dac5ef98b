//! Which blocks of the page are its content? Labels hold unless they would take the page's title or most of its text.

use std::collections::{HashMap, HashSet};

use super::super::{
    visible::{Body, Raw, Rule, Shape},
    zones,
};
use crate::model::Zone;

/// A part that holds this share of the text, in percent, is the content, and what lies outside of it is not.
const CONTENT: usize = 40;
/// Text of this length, in bytes, is left out where it is repeated word for word; so are three blocks in a row.
const REPEATED: usize = 120;

/// Gives every block its zone and drops repeated copies.
pub(super) fn settle(body: &mut Body) {
    by_regions(body);
    outside_of_content(body);
    beside_the_title(body);
    under_headings(body);
    links(body);
    keep_title(body);
    copies(&mut body.blocks);
}

/// The innermost label that holds.
fn by_regions(body: &mut Body) {
    let total: usize = body.blocks.iter().map(|b| b.text.len()).sum();
    let titles = body.blocks.iter().filter(|b| b.shape == Shape::Heading(1)).count();
    let holds: Vec<bool> = body
        .regions
        .iter()
        .map(|region| match region.rule {
            Rule::Always => true,
            Rule::Links => region.linked * 2 > region.bytes,
            Rule::UnlessMost => !(region.titles > 0 && region.titles == titles) && region.bytes * 2 <= total.max(1),
            Rule::Content => false,
        })
        .collect();
    for block in &mut body.blocks {
        let label = block.regions.iter().rev().find(|&&region| holds[region as usize]);
        block.zone = label.map_or(Zone::Main, |&region| body.regions[region as usize].zone);
    }
}

/// Where the page names the part that holds its content, what lies before it is its head and what lies after it is aside.
fn outside_of_content(body: &mut Body) {
    let Some(content) = content_region(body) else { return };
    let mut seen = false;
    for block in &mut body.blocks {
        let inside = block.regions.contains(&content);
        seen |= inside;
        if !inside && block.zone == Zone::Main {
            block.zone = if seen { Zone::Aside } else { Zone::Banner };
        }
    }
}

fn content_region(body: &Body) -> Option<u32> {
    let mut bytes: HashMap<u32, usize> = HashMap::new();
    let mut total = 0;
    for block in body.blocks.iter().filter(|b| b.zone == Zone::Main) {
        total += block.text.len();
        for &region in block.regions.iter().filter(|&&r| body.regions[r as usize].rule == Rule::Content) {
            *bytes.entry(region).or_default() += block.text.len();
        }
    }
    let most = |share: usize| move |(_, bytes): &(&u32, &usize)| **bytes * 100 > total * share;
    let (&region, _) = bytes.iter().filter(most(CONTENT)).min_by_key(|&(&region, _)| region)?;
    Some(region)
}

/// A table that arranges the page: the cell with the title is the content, its neighbours are not.
fn beside_the_title(body: &mut Body) {
    let title = body.blocks.iter().find(|b| b.zone == Zone::Main && b.shape == Shape::Heading(1));
    let Some((table, cell)) = title.and_then(|b| b.outer) else { return };
    if !body.tables[table].layout {
        return;
    }
    for block in body.blocks.iter_mut().filter(|b| b.zone == Zone::Main) {
        if block.outer.is_some_and(|(t, c)| t == table && c != cell) {
            block.zone = Zone::Aside;
        }
    }
}

/// What stands under a heading such as "Reviews", up to the next heading of its rank or the end of what holds it.
fn under_headings(body: &mut Body) {
    for at in 0..body.blocks.len() {
        let block = &body.blocks[at];
        let Shape::Heading(level) = block.shape else { continue };
        if block.zone != Zone::Main || level == 1 {
            continue;
        }
        let Some(zone) = zones::section(&block.text) else { continue };
        let end = end_of_part(body, at);
        let rank = |b: &Raw| matches!(b.shape, Shape::Heading(l) if l <= level);
        let next = body.blocks[at + 1..].iter().position(rank).map_or(body.blocks.len(), |n| at + 1 + n);
        for block in &mut body.blocks[at..end.min(next)] {
            if block.zone == Zone::Main {
                block.zone = zone;
            }
        }
    }
}

/// The end of the innermost container around a heading that holds more than it.
fn end_of_part(body: &Body, at: usize) -> usize {
    let mut container = body.blocks[at].container;
    loop {
        let known = &body.containers[container];
        let end = known.end.min(body.blocks.len());
        if end > at + 1 || container == 0 {
            return end;
        }
        container = known.parent;
    }
}

/// Paragraphs and lists that are nothing but links lead elsewhere.
fn links(body: &mut Body) {
    let mut lists: HashMap<u32, (usize, usize)> = HashMap::new();
    for block in &body.blocks {
        if let Shape::Item { list, .. } = block.shape {
            let count = lists.entry(list).or_default();
            count.0 += 1;
            count.1 += usize::from(is_link(block));
        }
    }
    for block in body.blocks.iter_mut().filter(|b| b.zone == Zone::Main && b.cell.is_none()) {
        let leads_away = match block.shape {
            Shape::Paragraph => is_link(block),
            Shape::Item { list, .. } => lists.get(&list).is_some_and(|&(items, links)| items > 1 && links == items),
            _ => false,
        };
        if leads_away {
            block.zone = Zone::Navigation;
        }
    }
}

fn is_link(block: &Raw) -> bool {
    block.linked >= block.text.len()
}

/// Where no title is left in the content, the page's own is taken.
fn keep_title(body: &mut Body) {
    let is_title = |b: &Raw| b.shape == Shape::Heading(1);
    if body.blocks.iter().any(|b| is_title(b) && b.zone == Zone::Main) {
        return;
    }
    if let Some(title) = body.blocks.iter_mut().find(|b| is_title(b) && b.zone == Zone::Banner) {
        title.zone = Zone::Main;
    }
}

/// Drops what the page says a second time for another screen, and long stretches that it repeats.
fn copies(blocks: &mut [Raw]) {
    let seen: HashSet<String> =
        blocks.iter().filter(|b| !b.copy && b.zone == Zone::Main).map(|b| b.text.clone()).collect();
    let mut hidden: HashSet<String> = HashSet::new();
    for block in blocks.iter_mut().filter(|b| b.copy && !b.dropped && b.zone == Zone::Main) {
        block.dropped = seen.contains(&block.text) || !hidden.insert(block.text.clone());
    }
    let mut long: HashSet<&str> = HashSet::new();
    let mut again: Vec<usize> = Vec::new();
    let kept: Vec<usize> = (0..blocks.len()).filter(|&i| !blocks[i].dropped && blocks[i].zone == Zone::Main).collect();
    for &at in kept.iter().filter(|&&i| blocks[i].text.len() >= REPEATED) {
        if !long.insert(&blocks[at].text) {
            again.push(at);
        }
    }
    let mut threes: HashMap<[&str; 3], usize> = HashMap::new();
    for (place, three) in kept.windows(3).enumerate() {
        let key = [0, 1, 2].map(|i| blocks[three[i]].text.as_str());
        if key.iter().map(|t| t.len()).sum::<usize>() < REPEATED / 2 {
            continue;
        }
        let first = *threes.entry(key).or_insert(place);
        if first + 3 <= place {
            again.extend(three);
        }
    }
    for at in again {
        blocks[at].dropped = true;
    }
}
