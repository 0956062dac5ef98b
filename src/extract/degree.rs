//! How much of a thing is advised against: all of it, or only too much ("avoid excessive heat or cold").

use super::View;
use crate::{
    lexicon::{Lexicon, degree::Side},
    model::{Degree, Mention, Span, Token},
};

/// Tokens between the names of two things that share a degree: "heat or cold".
const JOINED: usize = 1;
/// Tokens of the longest words of degree before a thing: "more than four doses of".
const LONGEST: usize = 5;

/// The degree to which a mentioned thing is advised against, where its words say one.
pub fn of_mention(view: &View<'_>, mention: &Mention, lexicon: &Lexicon) -> Option<Degree> {
    let sentence = Degrees { view, lexicon };
    let concept = mention.concept()?;
    let found = sentence.before(mention.span).or_else(|| sentence.after(mention.span));
    found.filter(|degree| !lexicon.degrees.is_whole(concept, *degree))
}

struct Degrees<'a> {
    view: &'a View<'a>,
    lexicon: &'a Lexicon,
}

impl Degrees<'_> {
    fn tokens(&self) -> &[Token] {
        &self.view.sentence.tokens
    }

    /// The first token of a span and the one behind its last.
    fn range(&self, span: Span) -> (usize, usize) {
        let first = self.tokens().partition_point(|t| t.span.start < span.start);
        (first, self.tokens().partition_point(|t| t.span.start < span.end))
    }

    /// In a name, right before it, or before one that it is joined to.
    fn before(&self, span: Span) -> Option<Degree> {
        let (first, last) = self.range(span);
        let own = (first.saturating_sub(LONGEST)..last)
            .find_map(|at| self.at(at, Side::Before).filter(|&(_, end)| end == first || (at >= first && end <= last)));
        own.map(|(degree, _)| degree).or_else(|| {
            self.before(self.neighbour(|other| {
                let (_, end) = self.range(other);
                other.end <= span.start && first >= end && first - end <= JOINED
            })?)
        })
    }

    /// In a name, behind it, or behind one that it is joined to.
    fn after(&self, span: Span) -> Option<Degree> {
        let (first, last) = self.range(span);
        let own = (first..last + 2).find_map(|at| self.at(at, Side::After));
        own.map(|(degree, _)| degree).or_else(|| {
            self.after(self.neighbour(|other| {
                let (start, _) = self.range(other);
                other.start >= span.end && start - last <= JOINED
            })?)
        })
    }

    fn neighbour(&self, is_it: impl Fn(Span) -> bool) -> Option<Span> {
        self.view.found.concepts.iter().map(|m| m.span).find(|s| is_it(*s))
    }

    /// The degree that a token begins to name on a side in the most words, with the token behind.
    fn at(&self, at: usize, side: Side) -> Option<(Degree, usize)> {
        let mut out: Option<(Degree, usize)> = None;
        self.lexicon.degrees.phrases.each(self.tokens(), at, |values, found| {
            let named = values.iter().find(|(_, s)| *s == side).filter(|_| out.is_none_or(|(_, end)| end < found.end));
            out = named.map(|(degree, _)| (*degree, found.end)).or(out);
        });
        out
    }
}
