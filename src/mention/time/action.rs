//! From a matched expression to mentions: which of its captures is the start, the end, the rate or the count.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{
    notation::{self, ROLES},
    search::{Capture, Place},
    value::{Fold, Value},
};
use crate::model::{Bound, Count, Span, TimeMention, TimeRole, TimeSpec, Unit};

/// What an entry makes of its match: a mention for each target. None at all: it looks like a time and is none.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Action {
    pub id: String,
    pub targets: Vec<Target>,
    pub anchored: bool,
    pub suffix: Option<bool>,
}

/// One mention: its role and where its fields come from.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Target {
    pub role: TimeRole,
    from: Source,
    until: Source,
    rate: Source,
    count: Source,
}

/// Where a field comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Source {
    None,
    /// A value that does not depend on the words.
    Const(Value),
    /// The capture of this number.
    Capture(usize),
    /// All captures together, as a range.
    All,
    /// The day of this number.
    Day(usize),
    /// The n-th unit: the day n, or the amount of n units.
    Nth(usize, usize),
    /// From the n-th to the m-th unit, as a range of amounts.
    NthRange(usize, usize, usize),
    /// Where the n-th unit begins: the day n, or the amount of n - 1 units.
    NthStart(usize, usize),
}

impl Source {
    /// `$1`, `all`, `day $1`, `nth $1 $2`, `nth $1 $2 $3`, `nth-start $1 $2` or a value in the notation.
    fn parse(text: &str) -> Option<Self> {
        let capture =
            |s: &str| s.strip_prefix('$').and_then(|n| n.parse::<usize>().ok()).and_then(|n| n.checked_sub(1));
        let words: Vec<&str> = text.split_whitespace().collect();
        match words.as_slice() {
            ["day", n] if n.starts_with('$') => capture(n).map(Self::Day),
            ["nth", n, unit] => Some(Self::Nth(capture(n)?, capture(unit)?)),
            ["nth", low, high, unit] => Some(Self::NthRange(capture(low)?, capture(high)?, capture(unit)?)),
            ["nth-start", n, unit] => Some(Self::NthStart(capture(n)?, capture(unit)?)),
            [n] if n.starts_with('$') => capture(n).map(Self::Capture),
            ["all"] => Some(Self::All),
            _ => notation::parse(text).map(Self::Const),
        }
    }

    /// The value, and the capture that it was read from.
    fn value<'a>(&'a self, captures: &'a [Capture]) -> Option<(Cow<'a, Value>, Option<&'a Capture>)> {
        let made = |value| Some((Cow::Owned(value), None));
        match self {
            Self::None => None,
            Self::Const(value) => Some((Cow::Borrowed(value), None)),
            Self::Capture(at) => captures.get(*at).map(|c| (Cow::Borrowed(&c.value), Some(c))),
            Self::All => {
                if let [capture] = captures {
                    return Some((Cow::Borrowed(&capture.value), None));
                }
                made(Value::fold(Fold::Range, captures.iter().map(|c| c.value.clone()).collect())?)
            }
            Self::Day(at) => {
                let capture = captures.get(*at)?;
                let day = Value { bound: capture.value.bound, ..day(capture.value.min?) };
                Some((Cow::Owned(day), Some(capture)))
            }
            Self::Nth(at, unit) => {
                let (number, unit) = (captures.get(*at)?.value.min?, captures.get(*unit)?.value.unit?);
                made(nth(number, unit))
            }
            Self::NthRange(low, high, unit) => {
                let number = |at: &usize| captures.get(*at).and_then(|c| c.value.min);
                let unit = captures.get(*unit)?.value.unit?;
                made(Value { max: number(high), ..nth(number(low)?, unit) })
            }
            Self::NthStart(at, unit) => {
                let (number, unit) = (captures.get(*at)?.value.min?, captures.get(*unit)?.value.unit?);
                match unit {
                    Unit::Day => made(day(number)),
                    unit if number > 1.0 => made(nth(number - 1.0, unit)),
                    _ => None,
                }
            }
        }
    }
}

fn day(number: f64) -> Value {
    Value { day: Some(number as u32), ..Value::default() }
}

fn nth(number: f64, unit: Unit) -> Value {
    if unit == Unit::Day { day(number) } else { Value { unit: Some(unit), ..Value::number(number) } }
}

impl Target {
    /// A target from a role's name and the fields `from`, `until`, `rate` and `count`; none for the role `none`.
    pub fn new(role: &str, fields: [Option<&str>; 4]) -> Result<Option<Self>, String> {
        if role == "none" {
            return Ok(None);
        }
        let known = ROLES.iter().find(|(name, _)| *name == role);
        let role = known.map(|(_, role)| *role).ok_or_else(|| format!("there is no role {role:?}"))?;
        let mut sources = Vec::with_capacity(4);
        for (field, default) in fields.into_iter().zip(defaults(role, fields.iter().all(Option::is_none))) {
            let text = field.or(default);
            let source = text.map_or(Some(Source::None), Source::parse);
            sources.push(source.ok_or_else(|| format!("no such value: {:?}", text.unwrap_or_default()))?);
        }
        let mut sources = sources.into_iter();
        let mut next = || sources.next().unwrap_or(Source::None);
        Ok(Some(Self { role, from: next(), until: next(), rate: next(), count: next() }))
    }

    fn mention(&self, captures: &[Capture], place: Place<'_>, span: Span) -> Option<TimeMention> {
        let words = |capture: Option<&Capture>| {
            let tokens = capture.and_then(|c| place.tokens.get(c.first..c.last));
            tokens.and_then(|t| Some(t.first()?.span.join(t.last()?.span))).unwrap_or(span).of(place.text)
        };
        let spec = |source: &Source| -> Option<TimeSpec> {
            source.value(captures).map(|(value, capture)| value.spec(words(capture)))
        };
        let rate = self.rate.value(captures);
        let when = rate.as_ref().and_then(|(value, _)| value.when.clone());
        let count = self.count.value(captures).map(|(value, _)| count(&value));
        let mention = TimeMention {
            span,
            role: self.role,
            from: spec(&self.from),
            until: spec(&self.until),
            rate: rate.map(|(value, _)| value.rate(span.of(place.text))),
            count,
            when,
            anchored: false,
            fired: Vec::new(),
        };
        let says =
            mention.from.is_some() || mention.until.is_some() || mention.rate.is_some() || mention.count.is_some();
        says.then_some(mention)
    }
}

/// The fields of a role where an entry states none: the first captures.
fn defaults(role: TimeRole, unstated: bool) -> [Option<&'static str>; 4] {
    let one = Some("$1");
    match role {
        _ if !unstated => [None; 4],
        TimeRole::Start | TimeRole::Point => [one, None, None, None],
        TimeRole::Window => [one, Some("$2"), None, None],
        TimeRole::Rate | TimeRole::Spacing => [None, None, one, None],
        TimeRole::Count => [None, None, None, Some("all")],
        TimeRole::Duration | TimeRole::End | TimeRole::Lead | TimeRole::Session | TimeRole::Bare => {
            [None, one, None, None]
        }
    }
}

fn count(value: &Value) -> Count {
    match value.bound {
        Some(Bound::AtMost) => Count { min: None, max: value.max },
        Some(Bound::AtLeast) => Count { min: value.min, max: None },
        _ => Count { min: value.min, max: value.max },
    }
}

impl Action {
    /// The mentions of a match.
    pub fn mentions(&self, captures: &[Capture], place: Place<'_>, span: Span, out: &mut Vec<TimeMention>) {
        for target in &self.targets {
            if let Some(mut mention) = target.mention(captures, place, span) {
                mention.anchored = self.anchored;
                mention.fired = vec![self.id.clone()];
                out.push(mention);
            }
        }
    }

    /// Whether words that name the procedure may follow and belong to the expression ("for 2 days | after treatment").
    pub fn takes_anchor(&self) -> bool {
        let role = self.targets.first().map(|t| t.role);
        self.suffix.unwrap_or(matches!(
            role,
            Some(TimeRole::Duration | TimeRole::Window | TimeRole::Start | TimeRole::Session | TimeRole::End)
        ))
    }
}
