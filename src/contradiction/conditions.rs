//! How do two conditions stand to each other? They are compared before what they are conditions of.

use super::holding::Condition;
use crate::lexicon::{
    Lexicon,
    comparison::{Conditions, Sense},
};

/// How two conditions stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// They are the same, or there is none.
    Equal,
    /// Where the one holds, the other does: there is no other, or it says less.
    Implies,
    /// They name cases that can both hold.
    Together,
    /// They name cases of which only one can hold.
    Exclusive,
    /// Nothing is known of it; they may hold together.
    Unknown,
}

/// A condition with the cases that its rule names.
#[derive(Clone, Copy)]
pub struct Conditional<'a> {
    /// Its words in lower case with single blanks; none where the advice holds in every case.
    pub words: Option<&'a str>,
    /// What it is about.
    pub sense: Option<&'a Sense>,
    /// The cases, of those of which only one can hold, as a set.
    pub cases: u64,
}

impl<'a> Conditional<'a> {
    /// What a holding states.
    pub fn new(condition: Option<&'a Condition>, cases: u64) -> Self {
        Self { words: condition.map(|c| c.words.as_str()), sense: condition.map(|c| &c.sense), cases }
    }

    /// How it stands to another.
    pub fn meet(&self, other: &Self, data: &Conditions) -> Relation {
        if self.words == other.words && self.cases == other.cases {
            return Relation::Equal;
        }
        if data.exclude(self.cases, other.cases) {
            return Relation::Exclusive;
        }
        if let (Some(a), Some(b)) = (self.sense, other.sense) {
            if a.excludes(b) {
                return Relation::Exclusive;
            }
            if a.is(b) && self.cases == other.cases {
                return Relation::Equal;
            }
        }
        match (self.words, other.words) {
            (None, _) | (_, None) => Relation::Implies,
            (Some(a), Some(b)) if says_less(a, b) || says_less(b, a) => Relation::Implies,
            _ if self.cases & other.cases != 0 => Relation::Implies,
            _ if self.cases != 0 && other.cases != 0 => Relation::Together,
            _ => Relation::Unknown,
        }
    }
}

/// Whether one is the beginning or the end of another: "if it swells" of "if it swells at night".
fn says_less(less: &str, more: &str) -> bool {
    more.strip_prefix(less).is_some_and(|rest| rest.starts_with(' '))
        || more.strip_suffix(less).is_some_and(|rest| rest.ends_with(' '))
}

/// How two conditions stand to each other by their texts.
pub fn relation(a: Option<&str>, b: Option<&str>, lexicon: &Lexicon) -> Relation {
    let data = &lexicon.comparison.conditions;
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let (a, b) = (a.map(plain), b.map(plain));
    let of = |words: &Option<String>| words.as_deref().map_or(0, |w| data.cases(w));
    let sense = |words: &Option<String>| words.as_deref().map(|w| data.sense(w));
    let (sense_a, sense_b) = (sense(&a), sense(&b));
    let a = Conditional { words: a.as_deref(), sense: sense_a.as_ref(), cases: of(&a) };
    let b = Conditional { words: b.as_deref(), sense: sense_b.as_ref(), cases: of(&b) };
    a.meet(&b, data)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_stand_to_each_other_as_they_say() {
        let lexicon = Lexicon::english().unwrap();
        for (a, b, want) in [
            (None, None, Relation::Equal),
            (Some("if it  hurts"), Some("If it hurts"), Relation::Equal),
            (None, Some("if it hurts"), Relation::Implies),
            (Some("if it hurts"), Some("if it hurts at night"), Relation::Implies),
            (Some("for oily skin"), Some("if your skin is oily"), Relation::Implies),
            (Some("for dry skin"), Some("after sedation"), Relation::Together),
            (Some("for dry skin"), Some("if you have oily skin"), Relation::Exclusive),
            (Some("if it hurts"), Some("if it hurtsome"), Relation::Unknown),
            (Some("if it hurts"), Some("if it swells"), Relation::Unknown),
            (Some("if it hurts"), Some("When it hurts"), Relation::Equal),
            (Some("if it isn’t swollen"), Some("if it is swollen"), Relation::Exclusive),
            (Some("unless you have a dressing"), Some("if you do not have a dressing"), Relation::Equal),
            (Some("unless you have a dressing"), Some("only if you have a dressing"), Relation::Exclusive),
        ] {
            assert_eq!(relation(a, b, &lexicon), want, "{a:?} and {b:?}");
            assert_eq!(relation(b, a, &lexicon), want, "{b:?} and {a:?}");
        }
    }
}
