//! The syntax of queries: words, "phrases", `prefix*`, `field:value`, `-`, AND, OR and brackets.
//!
//! ```text
//! query  = choice
//! choice = all { "OR" all }
//! all    = part { ["AND"] part }
//! part   = "-" part | "(" choice ")" | '"' text '"' | field ":" value | word "*" | word
//! ```
//! What does not follow it is read as plain words; [`parse`] says why.

use super::filter::{Filter, FilterError};

/// The most words of a query that are searched for; what follows is left out.
pub const MOST_WORDS: usize = 64;
/// Deepest nesting of brackets.
const DEEPEST: usize = 32;

/// A part of a query.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// Every one of these.
    All(Vec<Node>),
    /// At least one of these.
    Any(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
    /// Words that stand together: they are read as a question.
    Words(String),
    /// Exactly these words in this order.
    Phrase(String),
    /// Words that begin so.
    Prefix(String),
    /// A field with a value.
    Filter(Filter),
}

/// Why a query is read as plain words.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Problem {
    /// A quotation mark is not closed.
    Quote,
    /// A bracket is not closed, or closed and not opened.
    Bracket,
    /// An operator has nothing to work on.
    Operator,
    /// A field is not known.
    Field(String),
    /// A field's value cannot be read.
    Value(String),
}

/// A query as it was parsed.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// What is searched for.
    pub node: Node,
    /// Why it was read as plain words, where it was.
    pub problem: Option<Problem>,
    /// Whether words were left out because there were more than [`MOST_WORDS`].
    pub cut: bool,
}

/// Parses a query; never fails.
pub fn parse(query: &str) -> Parsed {
    let clean: String = query.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let (clean, cut) = shorten(&clean);
    let result = lex(clean).and_then(|tokens| Parser { tokens, at: 0, depth: 0 }.whole());
    match result {
        Ok(node) => Parsed { node, problem: None, cut },
        Err(problem) => Parsed { node: Node::Words(plain(clean)), problem: Some(problem), cut },
    }
}

/// The query without the signs that mean something in it.
fn plain(query: &str) -> String {
    query.replace(['"', '“', '”', '(', ')', '*', ':', '<', '>'], " ")
}

fn shorten(query: &str) -> (&str, bool) {
    let end = query.split_whitespace().nth(MOST_WORDS).map(|word| word.as_ptr() as usize - query.as_ptr() as usize);
    end.map_or((query, false), |end| (&query[..end], true))
}

#[derive(Debug, Clone, PartialEq)]
enum Lexeme {
    Open,
    Close,
    Minus,
    And,
    Or,
    Phrase(String),
    Prefix(String),
    Filter(Filter),
    Word(String),
}

/// The operators; they are written in capitals, so that "and" and "or" remain words.
const AND: &str = "AND";
const OR: &str = "OR";

fn lex(query: &str) -> Result<Vec<Lexeme>, Problem> {
    let mut out = Vec::new();
    let mut rest = query.trim_start();
    while let Some(c) = rest.chars().next() {
        let (lexeme, length) = match c {
            '(' => (Lexeme::Open, 1),
            ')' => (Lexeme::Close, 1),
            '"' | '“' | '”' => quoted(rest, c)?,
            '-' if rest[1..].starts_with(|n: char| n.is_alphanumeric() || matches!(n, '"' | '“' | '(')) => {
                (Lexeme::Minus, 1)
            }
            _ => word(rest)?,
        };
        out.push(lexeme);
        rest = rest[length..].trim_start();
    }
    Ok(out)
}

fn quoted(rest: &str, open: char) -> Result<(Lexeme, usize), Problem> {
    let start = open.len_utf8();
    let end = rest[start..].find(['"', '“', '”']).ok_or(Problem::Quote)?;
    let text = &rest[start..start + end];
    let close = rest[start + end..].chars().next().map_or(0, char::len_utf8);
    Ok((Lexeme::Phrase(text.to_owned()), start + end + close))
}

/// A word, an operator, a prefix or a filter up to the next blank or bracket.
fn word(rest: &str) -> Result<(Lexeme, usize), Problem> {
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')')).unwrap_or(rest.len());
    let text = &rest[..end];
    if let Some((field, value)) = text.split_once(':').filter(|(f, _)| is_field(f)) {
        return filter(rest, field, value);
    }
    let lexeme = match text {
        AND => Lexeme::And,
        OR => Lexeme::Or,
        _ => match text.strip_suffix('*') {
            Some(stem) if stem.chars().all(char::is_alphanumeric) && stem.len() > 1 => Lexeme::Prefix(stem.to_owned()),
            _ => Lexeme::Word(text.to_owned()),
        },
    };
    Ok((lexeme, end))
}

/// Whether this can be a field's name: anything else before a colon is a part of a word ("10:30").
fn is_field(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphabetic())
}

fn filter(rest: &str, field: &str, value: &str) -> Result<(Lexeme, usize), Problem> {
    let (value, length) = if let Some(open) = value.chars().next().filter(|c| matches!(c, '"' | '“' | '”')) {
        let (Lexeme::Phrase(text), length) = quoted(&rest[field.len() + 1..], open)? else {
            return Err(Problem::Quote);
        };
        (text, field.len() + 1 + length)
    } else {
        (value.to_owned(), field.len() + 1 + value.len())
    };
    match Filter::parse(field, &value) {
        Ok(filter) => Ok((Lexeme::Filter(filter), length)),
        Err(FilterError::Field) => Err(Problem::Field(field.to_owned())),
        Err(FilterError::Value) => Err(Problem::Value(format!("{field}:{value}"))),
    }
}

struct Parser {
    tokens: Vec<Lexeme>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn whole(mut self) -> Result<Node, Problem> {
        if self.tokens.is_empty() {
            return Ok(Node::All(Vec::new()));
        }
        let node = self.choice()?;
        if self.at < self.tokens.len() {
            return Err(Problem::Bracket);
        }
        Ok(node)
    }

    fn peek(&self) -> Option<&Lexeme> {
        self.tokens.get(self.at)
    }

    fn choice(&mut self) -> Result<Node, Problem> {
        let mut parts = vec![self.all()?];
        while self.peek() == Some(&Lexeme::Or) {
            self.at += 1;
            parts.push(self.all()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Node::Any(parts) })
    }

    fn all(&mut self) -> Result<Node, Problem> {
        let mut parts: Vec<Node> = Vec::new();
        let mut joins = false;
        loop {
            match self.peek() {
                None | Some(Lexeme::Or | Lexeme::Close) => break,
                Some(Lexeme::And) => {
                    if parts.is_empty() || joins {
                        return Err(Problem::Operator);
                    }
                    self.at += 1;
                    joins = true;
                }
                Some(_) => {
                    let part = self.part()?;
                    push(&mut parts, part, joins);
                    joins = false;
                }
            }
        }
        if parts.is_empty() || joins {
            return Err(Problem::Operator);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Node::All(parts) })
    }

    fn part(&mut self) -> Result<Node, Problem> {
        let token = self.tokens[self.at].clone();
        self.at += 1;
        match token {
            Lexeme::Open => self.bracket(),
            Lexeme::Minus => match self.peek() {
                None | Some(Lexeme::Close | Lexeme::And | Lexeme::Or) => Err(Problem::Operator),
                Some(_) => Ok(Node::Not(Box::new(self.part()?))),
            },
            Lexeme::Phrase(text) => Ok(Node::Phrase(text)),
            Lexeme::Prefix(text) => Ok(Node::Prefix(text)),
            Lexeme::Filter(filter) => Ok(Node::Filter(filter)),
            Lexeme::Word(text) => Ok(Node::Words(text)),
            Lexeme::Close => Err(Problem::Bracket),
            Lexeme::And | Lexeme::Or => Err(Problem::Operator),
        }
    }

    fn bracket(&mut self) -> Result<Node, Problem> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Problem::Bracket);
        }
        let inner = self.choice()?;
        if self.peek() != Some(&Lexeme::Close) {
            return Err(Problem::Bracket);
        }
        self.at += 1;
        self.depth -= 1;
        Ok(inner)
    }
}

/// Words that follow each other are read together, so that "hot tub" is one thing.
fn push(parts: &mut Vec<Node>, part: Node, joins: bool) {
    if let (Some(Node::Words(before)), Node::Words(word), false) = (parts.last_mut(), &part, joins) {
        before.push(' ');
        before.push_str(word);
        return;
    }
    parts.push(part);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Node {
        Node::Words(text.to_owned())
    }

    #[test]
    fn queries_are_read() {
        let phrase = |t: &str| Node::Phrase(t.to_owned());
        for (query, want) in [
            ("hot tub botox", words("hot tub botox")),
            ("sauna OR \"hot tub\"", Node::Any(vec![words("sauna"), phrase("hot tub")])),
            ("a AND b", Node::All(vec![words("a"), words("b")])),
            ("gym -running", Node::All(vec![words("gym"), Node::Not(Box::new(words("running")))])),
            ("massag*", Node::Prefix("massag".to_owned())),
            ("(a OR b) c", Node::All(vec![Node::Any(vec![words("a"), words("b")]), words("c")])),
            ("make-up at 10:30", words("make-up at 10:30")),
            ("", Node::All(Vec::new())),
            ("24-48 h", words("24-48 h")),
        ] {
            assert_eq!(parse(query), Parsed { node: want, problem: None, cut: false }, "{query}");
        }
    }

    #[test]
    fn what_cannot_be_parsed_is_plain_words() {
        for (query, problem) in [
            ("\"hot tub", Problem::Quote),
            ("(gym", Problem::Bracket),
            ("gym)", Problem::Bracket),
            ("AND gym", Problem::Operator),
            ("gym OR", Problem::Operator),
            ("gym AND AND sauna", Problem::Operator),
            ("http://example.org", Problem::Field("http".to_owned())),
            ("until:<soon", Problem::Value("until:<soon".to_owned())),
        ] {
            let parsed = parse(query);
            assert_eq!(parsed.problem, Some(problem), "{query}");
            assert!(matches!(parsed.node, Node::Words(_)), "{query}");
        }
    }

    #[test]
    fn anything_at_all_is_read() {
        let signs = ["(", ")", "\"", "-", "*", ":", "AND", "OR", "gym", "until:", "\u{0}", "ü", "“"];
        for a in signs {
            for b in signs {
                for c in signs {
                    parse(&format!("{a}{b} {c}"));
                    parse(&format!("{a} {b}{c}"));
                }
            }
        }
        assert!(parse(&"(".repeat(10_000)).problem.is_some());
        assert!(parse(&"gym ".repeat(3_000)).cut);
    }
}
