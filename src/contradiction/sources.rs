//! Which documents are one source? Near-duplicate texts count once.

use std::collections::HashMap;

use crate::model::Name;

/// Documents that are copies of others.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The document that stands for each that is not its own source.
    same_as: HashMap<Name, Name>,
}

impl Sources {
    /// Every document is its own source.
    pub fn independent() -> Self {
        Self::default()
    }

    /// Groups of documents that are one source each.
    pub fn of_groups(groups: &[Vec<Name>]) -> Self {
        let mut same_as = HashMap::new();
        for group in groups {
            let Some(stands) = group.iter().min_by_key(|n| (n.matches('/').count(), n.len(), (*n).clone())) else {
                continue;
            };
            for document in group {
                same_as.insert(document.clone(), stands.clone());
            }
        }
        Self { same_as }
    }

    /// The number of the source of each of some documents: that of the document which stands for it.
    pub(super) fn of(&self, documents: &[Name]) -> Vec<u32> {
        let number: HashMap<&str, u32> = documents.iter().enumerate().map(|(at, d)| (d.as_str(), at as u32)).collect();
        let stands = |d: &Name| self.same_as.get(d).and_then(|s| number.get(s.as_str()).copied());
        documents.iter().enumerate().map(|(at, d)| stands(d).unwrap_or(at as u32)).collect()
    }
}
