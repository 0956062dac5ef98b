//! Which short pieces of text are headings, and which are items that lost their sign, where nothing marks them: a piece is judged by
//! its words and by its neighbours. Pages look like this when their text is copied, and where everything is a `div`.

use super::{furniture, label, signs};

/// What a piece is by its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// A heading.
    Heading,
    /// An item that no sign marks.
    Item,
    /// Nothing that its neighbours tell.
    Open,
}

/// What a piece is by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Short, without a stop.
    Label,
    /// A short question.
    Question,
    /// It leads in what follows: it ends with a colon.
    Lead,
    /// It begins with a sign or a number, or is an item.
    Marked,
    /// One short sentence.
    Sentence,
    /// Sentences.
    Prose,
    /// It is marked as a heading.
    Heading,
    /// Parted by bars, or drawn, or no content.
    Other,
}

use Class::{Heading, Label, Lead, Marked, Other, Prose, Question, Sentence};

/// Pieces in a row that are judged together are at least as many.
pub(super) const FEWEST: usize = 3;
/// The heading after other short lines is not longer than this, in words.
const TITLE: usize = 7;
/// A line over one that leads in is not longer than this, in words.
const LONGEST_OVER_LEAD: usize = 9;
/// A sentence that may be an item is not longer than this, in characters.
const SENTENCE: usize = 110;

/// Pieces that follow one another.
pub(super) struct Group<'t> {
    texts: Vec<&'t str>,
    indents: Vec<usize>,
    classes: Vec<Class>,
    /// Lines were broken by hand, so that short ones tell less.
    wrapped: bool,
}

impl<'t> Group<'t> {
    /// A group of texts, each with the columns before it.
    pub fn new(pieces: impl Iterator<Item = (&'t str, usize)>, wrapped: bool) -> Self {
        let (texts, indents): (Vec<&str>, Vec<usize>) = pieces.unzip();
        let classes = texts.iter().map(|text| class(text)).collect();
        Self { texts, indents, classes, wrapped }
    }

    /// What a piece is by itself.
    pub fn class(&self, i: usize) -> Class {
        self.classes[i]
    }

    /// Says of a piece what is known otherwise.
    pub fn set(&mut self, i: usize, class: Class) {
        self.classes[i] = class;
    }

    /// What every piece is by its neighbours.
    pub fn looks(&self) -> Vec<Look> {
        let mut looks = vec![Look::Open; self.texts.len()];
        self.judge(&mut looks);
        looks
    }

    fn judge(&self, looks: &mut [Look]) {
        let mut from = 0;
        while from < self.texts.len() {
            if self.opens_time(from) || self.stands_over_lead(from) {
                looks[from] = Look::Heading;
            }
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
        for at in self.timetable() {
            looks[at] = Look::Heading;
        }
    }

    /// "0-2 weeks" / "No lifting" / "2-6 weeks" / "Light exercise": the lines of a timetable that say when, of which at least two
    /// stand over others.
    fn timetable(&self) -> Vec<usize> {
        let stands_over = |i: usize| self.texts.get(i + 1).is_some_and(|next| !label::is_range(next));
        let dated: Vec<usize> =
            (0..self.texts.len()).filter(|&i| label::is_range(self.texts[i]) && stands_over(i)).collect();
        let apart = dated.windows(2).any(|pair| pair[1] > pair[0] + 1);
        let all = self.texts.iter().filter(|t| label::is_range(t)).count();
        if self.wrapped || dated.len() < 2 || all != dated.len() || !apart { Vec::new() } else { dated }
    }

    /// "The day of the operation:" over sentences, and not over a list.
    fn opens_time(&self, i: usize) -> bool {
        let below = self.classes.get(i + 1).copied();
        let told = matches!(below, Some(Prose | Sentence)) && signs::ends_sentence(self.line(i + 1));
        !self.wrapped && self.classes[i] == Lead && told && label::is_time_lead(self.line(i))
    }

    /// "Not allowed for ten days:" / "So that it heals, leave out the following:": a short line over another that leads in.
    fn stands_over_lead(&self, i: usize) -> bool {
        let short = self.line(i).split_whitespace().count() <= LONGEST_OVER_LEAD;
        let begins = self.line(i).starts_with(char::is_uppercase);
        !self.wrapped && short && begins && self.classes[i] == Lead && self.classes.get(i + 1) == Some(&Lead)
    }

    /// A short line between others.
    fn judge_one(&self, i: usize, looks: &mut [Look]) {
        let line = self.line(i);
        let before = i.checked_sub(1).map(|b| self.classes[b]);
        let Some(&after) = self.classes.get(i + 1) else { return };
        let begins = !line.starts_with(char::is_lowercase);
        // "Please keep to these steps:" / "Days 1-2" / sentences
        let dated = label::is_span(line) && matches!(after, Prose | Sentence);
        if before == Some(Lead) && !dated || !begins || !matches!(after, Prose | Sentence | Marked | Lead) {
            return;
        }
        let stops = |at: usize| signs::ends_sentence(self.line(at));
        let styled = || {
            let parted = i == 0 || matches!(self.classes[i - 1], Marked | Other | Heading) || stops(i - 1);
            parted && (after != Prose || stops(i + 1) || self.lists(i + 1))
        };
        if !self.wrapped && (label::is_known(line) || dated && before == Some(Lead))
            || self.classes[i] == Question
            || (!label::is_order(line) || after != Marked) && styled() && !(self.wrapped && before == Some(Marked))
        {
            looks[i] = Look::Heading;
        }
    }

    /// Whether long lines without a stop begin at one, two or more: items that lost their signs.
    fn lists(&self, at: usize) -> bool {
        let open = |i: usize| {
            self.classes.get(i) == Some(&Prose)
                && self.line(i).starts_with(char::is_uppercase)
                && !signs::ends_sentence(self.line(i))
        };
        !self.wrapped && open(at) && open(at + 1)
    }

    /// Several short lines: a heading with items, and the heading of what follows.
    fn judge_run(&self, from: usize, end: usize, looks: &mut [Look]) {
        let before = from.checked_sub(1).map(|b| self.classes[b]);
        let after = self.classes.get(end).copied();
        let announced = from.checked_sub(1).is_some_and(|b| label::announces(self.line(b)));
        let mut listed = announced || matches!(before, Some(Lead | Heading));
        for (i, look) in looks.iter_mut().enumerate().take(end).skip(from) {
            let line = self.line(i);
            let title = !line.starts_with(char::is_lowercase) && !label::is_order(line);
            let first = i == from
                && !listed
                && end - from >= FEWEST
                && title
                && (label::heads(line) || self.stands_out(from, end));
            let last = i + 1 == end && title && self.opens(i) && matches!(after, Some(Prose | Sentence | Marked));
            if self.classes[i] == Question || label::is_capitals(line) || label::is_known(line) || first || last {
                *look = Look::Heading;
                listed = true;
            } else if listed {
                *look = Look::Item;
            }
        }
    }

    /// Whether the first of several short lines is written like a title, and none of the others is but perhaps the last,
    /// which may be the next title.
    fn stands_out(&self, from: usize, end: usize) -> bool {
        let others = (from + 1..end - 1).all(|i| !label::is_title_case(self.line(i)));
        label::is_title_case(self.line(from)) && others
    }

    /// Whether the last of several short lines may be the heading of what follows: it stands no further in than that.
    fn opens(&self, i: usize) -> bool {
        let line = self.line(i);
        let own = self.indents[i];
        let outer = self.indents.get(i + 1).is_none_or(|&next| own <= next);
        outer
            && (i == 0 || self.classes[i - 1] == Lead || own <= self.indents[i - 1])
            && line.split_whitespace().count() <= TITLE
            && !line.contains([',', ';', '–', '—'])
            && !line.contains(" - ")
    }

    /// Short sentences under a heading or lead-in: items that lost their signs.
    fn judge_sentences(&self, from: usize, looks: &mut [Look]) {
        let Some(before) = from.checked_sub(1) else { return };
        let under = self.classes[before] == Lead
            || ((looks[before] == Look::Heading || self.classes[before] == Heading)
                && label::is_stance(self.line(before)));
        if !under {
            return;
        }
        let run = self.classes[from..].iter().take_while(|c| **c == Sentence).count();
        if run >= 2 {
            looks[from..from + run].fill(Look::Item);
        }
        // "For a week you should avoid:" / "Rubbing your eyes – however much they itch. …"
        let told = |c: &Class| matches!(c, Sentence | Prose | Lead);
        let labelled = (from..self.texts.len())
            .take_while(|&i| told(&self.classes[i]) && label::is_explained(self.line(i)))
            .count();
        if labelled >= 2 {
            looks[from..from + labelled].fill(Look::Item);
        }
    }

    fn line(&self, i: usize) -> &'t str {
        self.texts[i]
    }
}

fn class(line: &str) -> Class {
    if signs::is_rule(line) || holds_sign(line) {
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

/// Whether a line has a sign of a menu, a table or a form in it.
fn holds_sign(line: &str) -> bool {
    let bytes = line.as_bytes();
    bytes.contains(&b'|') || bytes.contains(&b'_') || (!line.is_ascii() && line.contains(['»', '›', '©']))
}

/// A label, a question or a line of capitals.
fn is_short(line: &str) -> bool {
    label::is_question(line)
        || (line.len() <= label::LONGEST && label::is_capitals(line))
        || (label::is_label(line) && !holds_colon(line))
}

/// Whether a colon stands within a line, marks of bold text behind it left aside: "Avoid:** sun".
fn holds_colon(line: &str) -> bool {
    line.match_indices(':').any(|(at, _)| {
        let rest = line[at + 1..].trim_start_matches(['*', '_']);
        rest.starts_with(' ') && !rest.trim().is_empty()
    })
}

/// One short sentence, with its stop.
fn is_sentence(line: &str) -> bool {
    let body = line.trim_end_matches(['.', '!']);
    body.len() < line.len() && line.chars().count() <= SENTENCE && !body.contains(['.', '!', '?', ':'])
}
