//! Lists of ids out of one table, so that many lists of many ids cost a number an id.

use std::{borrow::Cow, fmt, ops::Index, sync::Arc};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The ids of all things of a sort, each by its number: one after the other, and where each ends.
#[derive(Default)]
pub(crate) struct IdTable {
    text: String,
    ends: Vec<usize>,
}

impl IdTable {
    /// Adds an id under the next number.
    pub(crate) fn push(&mut self, id: &str) {
        self.text.push_str(id);
        self.ends.push(self.text.len());
    }

    /// The id of a number.
    pub(crate) fn get(&self, number: u32) -> &str {
        let at = number as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.text[start..self.ends[at]]
    }
}

/// A list of ids. Lists that are taken of one list share its table; in JSON it is an array of strings.
#[derive(Clone, Default)]
pub struct Ids {
    table: Arc<IdTable>,
    numbers: Vec<u32>,
}

impl Ids {
    /// The ids of some numbers.
    pub(crate) fn of(table: &Arc<IdTable>, numbers: Vec<u32>) -> Self {
        Self { table: Arc::clone(table), numbers }
    }

    /// The numbers of the ids in their table.
    pub(crate) fn numbers(&self) -> &[u32] {
        &self.numbers
    }

    /// The ids of both lists, each once: in the order of their table where they share it, or else those of the other behind.
    pub(crate) fn union(&self, other: &Self) -> Self {
        if Arc::ptr_eq(&self.table, &other.table) {
            let mut numbers = [self.numbers.as_slice(), &other.numbers].concat();
            numbers.sort_unstable();
            numbers.dedup();
            return Self { table: Arc::clone(&self.table), numbers };
        }
        self.iter().chain(other.iter().filter(|id| !self.contains(id))).collect()
    }

    /// The ids in their order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.numbers.iter().map(|&n| self.table.get(n))
    }

    /// The number of ids.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// Whether an id is among them.
    pub fn contains(&self, id: &str) -> bool {
        self.iter().any(|own| own == id)
    }
}

impl<I: AsRef<str>> FromIterator<I> for Ids {
    fn from_iter<T: IntoIterator<Item = I>>(ids: T) -> Self {
        let mut table = IdTable::default();
        ids.into_iter().for_each(|id| table.push(id.as_ref()));
        let numbers = (0..table.ends.len() as u32).collect();
        Self { table: Arc::new(table), numbers }
    }
}

/// The id at a place of the list, counted from zero.
impl Index<usize> for Ids {
    type Output = str;
    fn index(&self, at: usize) -> &str {
        self.table.get(self.numbers[at])
    }
}

impl PartialEq for Ids {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Ids {}

impl fmt::Debug for Ids {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl Serialize for Ids {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Ids {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Vec::<String>::deserialize(from)?.into_iter().collect())
    }
}

impl JsonSchema for Ids {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        Vec::<String>::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Vec::<String>::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_one_table_are_lists_of_strings() {
        let mut table = IdTable::default();
        for id in ["a1", "", "b2"] {
            table.push(id);
        }
        let some = Ids::of(&Arc::new(table), vec![2, 1]);
        assert_eq!(some.iter().collect::<Vec<_>>(), ["b2", ""]);
        assert_eq!(some, ["b2", ""].into_iter().collect());
        assert!(some.contains("b2") && !some.contains("a1") && &some[0] == "b2" && some.len() == 2);
        let json = serde_json::to_string(&some).unwrap();
        assert_eq!(json, r#"["b2",""]"#);
        assert_eq!(serde_json::from_str::<Ids>(&json).unwrap(), some);
        assert_eq!(format!("{some:?}"), r#"["b2", ""]"#);
    }

    #[test]
    fn a_union_has_each_id_once() {
        let mut table = IdTable::default();
        for id in ["a", "b", "c"] {
            table.push(id);
        }
        let table = Arc::new(table);
        let list = |numbers: &[u32]| Ids::of(&table, numbers.to_vec());
        assert_eq!(list(&[1, 2]).union(&list(&[0, 2])), ["a", "b", "c"].into_iter().collect());
        assert_eq!(list(&[1, 2]).union(&["c", "a"].into_iter().collect()), ["b", "c", "a"].into_iter().collect());
    }
}
