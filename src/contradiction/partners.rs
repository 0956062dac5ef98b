//! Which pairs of positions are judged? Of few all. Many that differ in nothing but their numbers, or in conditions of which none is the
//! contrary of another, are not held against each other one by one: whether two of them clash changes only where a number of
//! the one passes one of the other, or a bound of the data, and how far apart they are is most at the ends. So each is judged with
//! those next to such points and with the outermost, and cost grows with the number of positions, not of their pairs.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{
    extent::{End, Extent},
    holding::{Condition, Holding},
    pair::Role,
};
use crate::{
    lexicon::comparison::{ConditionClass, Times},
    model::{Degree, Stance},
};

/// So many pairs are judged one by one.
const FEW: usize = 16_384;
/// So many positions that differ only in numbers are judged one by one.
const ALL: usize = 24;
/// So many with one number stand for all that have it.
const STANDING: usize = 4;
/// So many numbers on each side of a point, and at each end.
const NEXT: usize = 2;

/// Sources that count in a pair: the first two tell whether another position is held by another source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstTwo(pub Option<u32>, pub Option<u32>);

impl FirstTwo {
    /// The first two of some sources.
    pub fn of<'s>(mut sources: impl Iterator<Item = &'s u32>) -> Self {
        Self(sources.next().copied(), sources.next().copied())
    }

    /// Whether any of them is another than each of others.
    pub fn crosses(self, others: &[u32]) -> bool {
        match (self.0, self.1) {
            (None, _) => false,
            (Some(only), None) => others != [only],
            _ => true,
        }
    }
}

/// A position among those that are to be judged.
#[derive(Clone, Copy)]
pub struct Candidate<'h> {
    /// Its place in its topic.
    pub at: u32,
    /// What it holds.
    pub holding: &'h Holding,
    /// Its role.
    pub role: Role,
    /// The sources that count.
    pub sources: FirstTwo,
    /// All else that decides whether it is compared, as a number.
    pub aside: u64,
}

/// What decides of the numbers besides themselves.
#[derive(Clone, Copy)]
pub struct Bounds<'a> {
    /// How times are compared.
    pub times: &'a Times,
    /// Seconds by which ends may differ without a report.
    pub tolerance: f64,
    /// The conditions by their numbers.
    pub conditions: &'a [Condition],
}

/// What an interval is like, whatever its numbers.
type Like = u8;

/// All that decides of two positions but their numbers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Shape {
    stance: Stance,
    concept: u32,
    degree: Option<Degree>,
    numbers: [Like; 5],
    condition: Option<(ConditionClass, bool)>,
    sets: [u64; 3],
    flags: [bool; 3],
    role: Role,
    aside: u64,
}

/// Positions of one shape.
struct Alike<'c> {
    all: Vec<&'c Candidate<'c>>,
    /// Those that stand for each number, by what the number is of: in order.
    columns: Vec<(usize, Column)>,
}

type Column = Vec<(f64, Vec<u32>)>;

/// Whether so many positions with so many are few enough to judge all pairs.
pub fn are_few(first: usize, second: usize) -> bool {
    first * second <= FEW
}

/// The pairs of places that are judged: of one list with itself, the lower first, or of a first with a second.
pub fn pairs(first: &[Candidate<'_>], second: Option<&[Candidate<'_>]>, bounds: Bounds<'_>) -> Vec<(u32, u32)> {
    let other = second.unwrap_or(first);
    if are_few(first.len(), other.len()) {
        let lower = |a: &Candidate<'_>, b: &Candidate<'_>| second.is_some() || a.at < b.at;
        let with = |a| other.iter().filter(move |b| lower(a, b)).map(move |b| (a.at, b.at));
        return first.iter().flat_map(with).collect();
    }
    let contrary = contrary(first.iter().chain(other), bounds.conditions);
    let (mine, yours) = (alike(first, bounds, &contrary), alike(other, bounds, &contrary));
    let mut out: BTreeSet<(u32, u32)> = BTreeSet::new();
    let mut next: Vec<u32> = Vec::new();
    for (from, to, turned) in [(&mine, &yours, false), (&yours, &mine, true)] {
        for candidate in from.iter().flat_map(|alike| &alike.all) {
            next.clear();
            for alike in to {
                alike.next_to(candidate, bounds, &mut next);
            }
            let pair = |&at: &u32| if turned { (at, candidate.at) } else { (candidate.at, at) };
            let ordered = |(a, b): (u32, u32)| if second.is_none() { (a.min(b), a.max(b)) } else { (a, b) };
            out.extend(next.iter().map(pair).map(ordered).filter(|(a, b)| second.is_some() || a != b));
        }
        if second.is_none() {
            break;
        }
    }
    out.into_iter().collect()
}

/// The conditions of some positions that can be the contrary of another one's.
fn contrary<'c>(all: impl Iterator<Item = &'c Candidate<'c>>, conditions: &[Condition]) -> HashSet<u32> {
    let numbers: BTreeSet<u32> = all.filter_map(|c| c.holding.condition).collect();
    let sense = |number: &u32| &conditions[*number as usize].sense;
    let (denied, stated): (Vec<u32>, Vec<u32>) = numbers.into_iter().partition(|n| sense(n).denied);
    let all_denied: HashSet<&str> = denied.iter().map(|n| sense(n).about.as_str()).collect();
    let mut met: HashSet<&str> = HashSet::new();
    let mut out: HashSet<u32> = HashSet::new();
    for number in stated.iter().filter(|_| !all_denied.is_empty()) {
        let about = sense(number).about.as_str();
        let blanks = || about.match_indices(' ').map(|(at, _)| at);
        let parts = blanks().map(|at| &about[..at]).chain(blanks().map(|at| &about[at + 1..]));
        for part in parts.chain([about]).filter(|part| all_denied.contains(part)) {
            met.insert(part);
            out.insert(*number);
        }
    }
    out.extend(denied.iter().filter(|n| met.contains(sense(n).about.as_str())));
    out
}

fn alike<'c>(all: &'c [Candidate<'c>], bounds: Bounds<'_>, contrary: &HashSet<u32>) -> Vec<Alike<'c>> {
    let mut by_shape: BTreeMap<Shape, Vec<&Candidate<'_>>> = BTreeMap::new();
    for candidate in all {
        by_shape.entry(shape(candidate, bounds.conditions)).or_default().push(candidate);
    }
    by_shape.into_values().map(|all| Alike::new(all, contrary)).collect()
}

fn shape(candidate: &Candidate<'_>, conditions: &[Condition]) -> Shape {
    let holding = candidate.holding;
    let condition = holding.condition.map(|c| &conditions[c as usize]);
    Shape {
        stance: holding.stance,
        concept: holding.concept,
        degree: holding.degree,
        numbers: [
            end_like(holding.from),
            end_like(holding.until),
            like(holding.every),
            like(holding.session),
            like(holding.count),
        ],
        condition: condition.map(|c| (c.class, c.situation)),
        sets: [holding.site, holding.around, holding.cases],
        flags: [holding.mirrored, holding.loose, holding.every_one],
        role: candidate.role,
        aside: candidate.aside,
    }
}

fn end_like(end: End) -> Like {
    match end {
        End::Unstated => 0,
        End::Event => 1,
        End::At(extent) => like(Some(extent)),
    }
}

fn like(extent: Option<Extent>) -> Like {
    let Some(e) = extent else { return 0 };
    let flags = [e.vague, e.calendar, e.low.to_bits() == e.high.to_bits(), e.high.is_infinite(), e.low <= 0.0];
    flags.iter().enumerate().fold(2, |set, (at, &is)| set | u8::from(is) << (at + 2))
}

/// The numbers of a position, each with what it is of: the lower ends of times, their upper ends, rates, lengths, counts.
fn numbers(holding: &Holding) -> impl Iterator<Item = (usize, f64)> {
    let times = [holding.from.at(), holding.until.at(), holding.every, holding.session, holding.count];
    let ends = |(at, extent): (usize, Option<Extent>)| {
        let of = |e: Extent| [(2 * at, e.nominal), (2 * at + 1, e.high)];
        extent.map(of).into_iter().flatten()
    };
    times.into_iter().enumerate().flat_map(ends).filter(|(_, number)| number.is_finite())
}

/// The kinds of numbers that are compared with each other: starts and ends are, and else only like with like.
fn group(column: usize) -> usize {
    (column / 2).max(1)
}

impl<'c> Alike<'c> {
    fn new(all: Vec<&'c Candidate<'c>>, contrary: &HashSet<u32>) -> Self {
        let mut columns = Vec::new();
        if all.len() > ALL {
            let kinds: BTreeSet<usize> = numbers(all[0].holding).map(|(kind, _)| kind).collect();
            let column = |kind: usize| (kind, Self::column(&all, kind, contrary));
            // Where nothing has a number, all have the same one.
            columns.extend(kinds.iter().map(|&kind| column(kind)));
            if columns.is_empty() {
                columns.push(column(usize::MAX));
            }
        }
        Self { all, columns }
    }

    /// The positions that stand for each number: of different sources, and under conditions that are contrary to others.
    fn column(all: &[&Candidate<'_>], kind: usize, contrary: &HashSet<u32>) -> Column {
        let number = |c: &Candidate<'_>| numbers(c.holding).find(|(k, _)| *k == kind).map_or(0.0, |(_, number)| number);
        let mut sorted: Vec<(f64, &Candidate<'_>)> = all.iter().map(|c| (number(c), *c)).collect();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut out: Column = Vec::new();
        for of_one in sorted.chunk_by(|a, b| a.0.to_bits() == b.0.to_bits()) {
            let mut seen: Vec<(FirstTwo, Option<u32>)> = Vec::new();
            let mut standing: Vec<u32> = Vec::new();
            for (_, candidate) in of_one {
                let condition = candidate.holding.condition.filter(|c| contrary.contains(c));
                let signature = (candidate.sources, condition);
                if !seen.contains(&signature) {
                    seen.push(signature);
                    standing.push(candidate.at);
                }
                if seen.len() == STANDING {
                    break;
                }
            }
            out.push((of_one[0].0, standing));
        }
        out
    }

    /// Adds those that a position is judged with.
    fn next_to(&self, candidate: &Candidate<'_>, bounds: Bounds<'_>, out: &mut Vec<u32>) {
        if self.all.len() <= ALL {
            out.extend(self.all.iter().map(|c| c.at));
            return;
        }
        for (kind, column) in &self.columns {
            let mut add = |range: std::ops::Range<usize>| {
                out.extend(column[range].iter().flat_map(|(_, standing)| standing));
            };
            add(0..NEXT.min(column.len()));
            add(column.len().saturating_sub(NEXT)..column.len());
            for point in points(candidate.holding, *kind, bounds) {
                let at = column.partition_point(|(number, _)| *number < point);
                add(at.saturating_sub(NEXT)..(at + NEXT + 1).min(column.len()));
            }
        }
    }
}

/// The numbers at which it changes whether a position clashes with another, by that one's number of a kind.
fn points(holding: &Holding, kind: usize, bounds: Bounds<'_>) -> Vec<f64> {
    let compare = &bounds.times.compare;
    let mut out: Vec<f64> = numbers(holding).filter(|(k, _)| group(*k) == group(kind)).map(|(_, n)| n).collect();
    if group(kind) == 1 {
        if let [Some(from), Some(until)] = [holding.from.at(), holding.until.at()] {
            out.push(from.nominal + compare.delay_share * (until.nominal - from.nominal));
        }
        if bounds.tolerance > 0.0 {
            let near = |n: &f64| [n - bounds.tolerance, n + bounds.tolerance];
            out.extend(out.clone().iter().flat_map(near));
        }
        out.extend([compare.same_day_hours * 3_600.0, compare.ban_hours * 3_600.0, compare.brief_minutes * 60.0]);
    }
    let calendar = |n: &f64| [n / compare.calendar_tolerance, n * compare.calendar_tolerance];
    out.extend(out.clone().iter().flat_map(calendar));
    out.sort_by(f64::total_cmp);
    out.dedup();
    out
}
