//! Which short lines are headings, and which are items that lost their sign, where lines follow one another without blanks, or
//! with one after each: as pages look when their text is copied. A line is judged by its words and by its neighbours.

use super::{
    super::{furniture, signs},
    label,
    wrap::{self, Line},
};

/// What a line is by its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Heading,
    /// An item that no sign marks.
    Item,
    /// Nothing that its neighbours tell.
    Open,
}

/// What a line is by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Short, without a stop.
    Label,
    /// A short question.
    Question,
    /// It ends with a colon.
    Lead,
    /// It begins with a sign or a number.
    Marked,
    /// One short sentence.
    Sentence,
    /// Sentences.
    Prose,
    /// Parted by bars, or drawn.
    Other,
}

use Class::{Label, Lead, Marked, Other, Prose, Question, Sentence};

/// Lines in a row that are judged together are at least as many.
const FEWEST: usize = 3;
/// The heading after other short lines is not longer than this, in words.
const TITLE: usize = 7;
/// A sentence that may be an item is not longer than this, in characters.
const SENTENCE: usize = 110;

/// What every line looks like; lines of texts that were broken by hand tell less.
pub(super) fn looks(text: &str, lines: &[Line], width: Option<usize>) -> Vec<Look> {
    let mut looks = vec![Look::Open; lines.len()];
    let joins = |a: Line, b: Line| wrap::continues(text, width, a, b);
    let spread = is_spread(lines);
    let mut from = 0;
    while from < lines.len() {
        if lines[from].is_blank() {
            from += 1;
            continue;
        }
        let mut group = vec![from];
        let mut next = from + 1;
        while next < lines.len() && (spread || !lines[next].is_blank()) {
            if !lines[next].is_blank() {
                group.push(next);
            }
            next += 1;
        }
        if group.len() >= FEWEST {
            Group::new(text, lines, &group, width.is_some().then_some(&joins as &dyn Fn(Line, Line) -> bool))
                .judge(&mut looks);
        }
        from = next;
    }
    looks
}

/// Whether nearly every line stands between blank ones.
fn is_spread(lines: &[Line]) -> bool {
    let (mut written, mut close) = (0, 0);
    for pair in lines.windows(2) {
        written += usize::from(!pair[0].is_blank());
        close += usize::from(!pair[0].is_blank() && !pair[1].is_blank());
    }
    written >= 2 * FEWEST && close * 8 <= written
}

/// Lines that follow one another.
struct Group<'a> {
    text: &'a str,
    lines: &'a [Line],
    at: &'a [usize],
    classes: Vec<Class>,
    wrapped: bool,
}

impl<'a> Group<'a> {
    fn new(text: &'a str, lines: &'a [Line], at: &'a [usize], joins: Option<&dyn Fn(Line, Line) -> bool>) -> Self {
        let mut classes: Vec<Class> = at.iter().map(|&i| class(lines[i].span.of(text))).collect();
        // The last line of a paragraph that was broken by hand is short and no label.
        if let Some(joins) = joins {
            for i in 1..at.len() {
                if joins(lines[at[i - 1]], lines[at[i]]) {
                    classes[i - 1] = Prose;
                    classes[i] = Prose;
                }
            }
        }
        // What leads in lines that stand further in, although no colon says so.
        for i in 1..at.len() {
            let (above, below) = (lines[at[i - 1]], lines[at[i]]);
            if joins.is_none()
                && below.indent >= above.indent + 2
                && classes[i - 1] != Marked
                && !signs::ends_sentence(above.span.of(text))
            {
                classes[i - 1] = Lead;
            }
        }
        Self { text, lines, at, classes, wrapped: joins.is_some() }
    }

    fn judge(&self, looks: &mut [Look]) {
        let mut from = 0;
        while from < self.at.len() {
            let short = |c: &Class| matches!(c, Label | Question);
            let run = self.classes[from..].iter().take_while(|c| short(c)).count();
            match run {
                0 => {}
                1 => self.judge_one(from, looks),
                _ if self.wrapped => {}
                _ => self.judge_run(from, from + run, looks),
            }
            if run == 0 && !self.wrapped {
                self.judge_sentences(from, looks);
            }
            from += run.max(1);
        }
    }

    /// A short line between others.
    fn judge_one(&self, i: usize, looks: &mut [Look]) {
        let line = self.line(i);
        let before = i.checked_sub(1).map(|b| self.classes[b]);
        let Some(&after) = self.classes.get(i + 1) else { return };
        let begins = !line.starts_with(char::is_lowercase);
        if before == Some(Lead) || !begins || !matches!(after, Prose | Sentence | Marked | Lead) {
            return;
        }
        let stops = |at: usize| signs::ends_sentence(self.line(at));
        let styled = || {
            let parted = i == 0 || matches!(self.classes[i - 1], Marked | Other) || stops(i - 1);
            parted && (after != Prose || stops(i + 1))
        };
        if !self.wrapped && label::is_known(line)
            || self.classes[i] == Question
            || (!label::is_order(line) || after != Marked) && styled() && !(self.wrapped && before == Some(Marked))
        {
            looks[self.at[i]] = Look::Heading;
        }
    }

    /// Several short lines: a heading with items, and the heading of what follows.
    fn judge_run(&self, from: usize, end: usize, looks: &mut [Look]) {
        let before = from.checked_sub(1).map(|b| self.classes[b]);
        let after = self.classes.get(end).copied();
        let mut listed = before == Some(Lead);
        for i in from..end {
            let line = self.line(i);
            let title = !line.starts_with(char::is_lowercase) && !label::is_order(line);
            let first = i == from && before != Some(Lead) && end - from >= FEWEST && title && label::heads(line);
            let last = i + 1 == end && title && self.opens(i) && matches!(after, Some(Prose | Sentence | Marked));
            if self.classes[i] == Question || label::is_capitals(line) || label::is_known(line) || first || last {
                looks[self.at[i]] = Look::Heading;
                listed = true;
            } else if listed {
                looks[self.at[i]] = Look::Item;
            }
        }
    }

    /// Whether the last of several short lines may be the heading of what follows: it stands no further in than that.
    fn opens(&self, i: usize) -> bool {
        let line = self.line(i);
        let outer = self.at.get(i + 1).is_none_or(|&next| self.lines[self.at[i]].indent <= self.lines[next].indent);
        outer
            && (i == 0
                || self.classes[i - 1] == Lead
                || self.lines[self.at[i]].indent <= self.lines[self.at[i - 1]].indent)
            && line.split_whitespace().count() <= TITLE
            && !line.contains([',', ';', '–', '—'])
            && !line.contains(" - ")
    }

    /// Short sentences under a heading or lead-in: items that lost their signs.
    fn judge_sentences(&self, from: usize, looks: &mut [Look]) {
        let Some(before) = from.checked_sub(1) else { return };
        let under = self.classes[before] == Lead
            || (looks[self.at[before]] == Look::Heading && label::is_known(self.line(before)));
        if !under {
            return;
        }
        let run = self.classes[from..].iter().take_while(|c| **c == Sentence).count();
        if run >= 2 {
            for i in from..from + run {
                looks[self.at[i]] = Look::Item;
            }
        }
    }

    fn line(&self, i: usize) -> &'a str {
        self.lines[self.at[i]].span.of(self.text)
    }
}

fn class(line: &str) -> Class {
    if signs::is_rule(line) || line.contains(['|', '»', '›', '©', '_']) {
        Other
    } else if signs::marker(line).is_some() {
        Marked
    } else if line.ends_with(':') {
        Lead
    } else if is_short(line) {
        let class = if label::is_question(line) { Question } else { Label };
        if furniture::zone(line).is_some() { Other } else { class }
    } else if is_sentence(line) {
        Sentence
    } else {
        Prose
    }
}

/// A label, a question or a line of capitals.
fn is_short(line: &str) -> bool {
    label::is_question(line)
        || (line.len() <= label::LONGEST && label::is_capitals(line))
        || (label::is_label(line) && !line.contains(": "))
}

/// One short sentence, with its stop.
fn is_sentence(line: &str) -> bool {
    let body = line.trim_end_matches(['.', '!']);
    body.len() < line.len() && line.chars().count() <= SENTENCE && !body.contains(['.', '!', '?', ':'])
}
