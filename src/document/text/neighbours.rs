//! Which lines of plain text are looked at together: those that follow one another without blanks, or with one after each.

use super::{
    super::{
        label,
        looks::{Class, FEWEST, Group, Look},
        signs,
    },
    wrap::{self, Line},
};

/// What every line looks like beside its neighbours; lines of texts that were broken by hand tell less.
pub(super) fn looks(text: &str, lines: &[Line], width: Option<usize>, chained: &[bool]) -> Vec<Look> {
    let mut looks = vec![Look::Open; lines.len()];
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
            for (&at, look) in group.iter().zip(together(text, lines, &group, width, chained).looks()) {
                looks[at] = look;
            }
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

fn together<'t>(text: &'t str, lines: &[Line], at: &[usize], width: Option<usize>, chained: &[bool]) -> Group<'t> {
    let mut group = Group::new(at.iter().map(|&i| (lines[i].span.of(text), lines[i].indent)), width.is_some());
    if lines[at[0]].given.is_some() {
        group.set(0, Class::Marked);
    } else if heads(text, lines[at[0]], at.get(1).map(|&next| lines[next])) {
        group.set(0, Class::Heading);
    }
    for i in 1..at.len() {
        let (above, below) = (lines[at[i - 1]], lines[at[i]]);
        if below.given.is_some() {
            group.set(i, Class::Marked);
        } else if heads(text, below, at.get(i + 1).map(|&next| lines[next])) {
            group.set(i, Class::Heading);
        } else if chained[at[i]] || wrap::goes_on(text, width, lines, (at[i - 1], at[i])) {
            // The last line of a paragraph that was broken by hand is short and no label.
            group.set(i - 1, Class::Prose);
            group.set(i, Class::Prose);
        } else if width.is_none()
            && below.indent >= above.indent + 2
            && group.class(i - 1) != Class::Marked
            && !signs::ends_sentence(above.span.of(text))
        {
            // What leads in lines that stand further in, although no colon says so.
            group.set(i - 1, Class::Lead);
        }
    }
    group
}

/// "\u{274c} Don't" right above a line without a sign: a heading, although a tick or a cross stands before it.
fn heads(text: &str, line: Line, next: Option<Line>) -> bool {
    let body = line.span.of(text);
    let marked = signs::marker(body).filter(|m| m.mark.is_some());
    let below = next.is_some_and(|n| n.given.is_none() && signs::marker(n.span.of(text)).is_none());
    below && marked.is_some_and(|m| label::is_known(&body[m.length..]))
}
