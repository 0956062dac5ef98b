//! What a run of `index` has to do: which contents are to be read, which go, and where each was found.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::entry::Content;
use crate::model::Name;

/// A place that a document was found at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Its path; every path names one place.
    pub path: String,
    /// The id that a document found there has.
    pub id: Name,
}

/// What was found at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The place.
    pub place: Place,
    /// Its content; `None` where it could not be read: what the index holds of it stays.
    pub content: Option<Content>,
}

/// A document of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The id of its file: its own, unless the file holds several.
    pub id: Name,
    /// The digest of the lexicon that it was read with.
    pub lexicon: String,
}

/// What the index holds, without the documents' texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Catalogue {
    /// By path, the id there and the content.
    pub places: BTreeMap<String, (Name, Content)>,
    /// The documents by content.
    pub documents: HashMap<Content, Known>,
    /// Contents that are no documents to read, with the digest of the lexicon that they were looked at with.
    pub asides: HashMap<Content, String>,
}

/// What is to be done; see [`Catalogue::plan`].
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Contents to be read, each at the first of its places.
    pub read: Vec<(Place, Content)>,
    /// Contents whose documents are to be taken out or replaced.
    pub drop: BTreeSet<Content>,
    /// All places as they are to be.
    pub places: BTreeMap<String, (Name, Content)>,
    /// Counts of places.
    pub counts: Counts,
}

/// How places changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Places that were not known.
    pub added: usize,
    /// Places whose content changed.
    pub changed: usize,
    /// Places as they were.
    pub unchanged: usize,
    /// Places that are gone.
    pub removed: usize,
    /// Documents that are read again because the lexicon or their id changed.
    pub renewed: usize,
}

impl Catalogue {
    /// Whether a content was read, or set aside, with a lexicon: then it is not read again, unless its id changes.
    pub fn is_settled(&self, content: Content, lexicon: &str) -> bool {
        let read_with = self.documents.get(&content).map(|known| &known.lexicon).or(self.asides.get(&content));
        read_with.is_some_and(|digest| digest == lexicon)
    }
}

impl Plan {
    /// Whether nothing is to be done.
    pub fn is_empty(&self) -> bool {
        let c = self.counts;
        self.read.is_empty() && self.drop.is_empty() && c.added + c.changed + c.removed == 0
    }
}

impl Catalogue {
    /// What is to be done so that the index holds what was found, and of the places that `is_gone` says to be gone
    /// nothing. Other known places stay.
    ///
    /// A content that was found at several places is one document, with the id of the first path.
    pub fn plan(&self, found: &[Found], lexicon: &str, is_gone: impl Fn(&str) -> bool) -> Plan {
        let mut plan = Plan { places: self.places.clone(), ..Plan::default() };
        for Found { place, content } in found {
            let Some(content) = *content else { continue };
            match plan.places.insert(place.path.clone(), (place.id.clone(), content)) {
                None => plan.counts.added += 1,
                Some((_, old)) if old != content => plan.counts.changed += 1,
                Some(_) => plan.counts.unchanged += 1,
            }
        }
        let seen: BTreeSet<&str> = found.iter().map(|f| f.place.path.as_str()).collect();
        plan.places.retain(|path, _| seen.contains(path.as_str()) || !is_gone(path));
        plan.counts.removed = self.places.keys().filter(|path| !plan.places.contains_key(*path)).count();
        self.documents_of(&mut plan, &seen, lexicon);
        plan
    }

    /// Fills in what is to be read and dropped, by the places as they are to be.
    fn documents_of(&self, plan: &mut Plan, seen: &BTreeSet<&str>, lexicon: &str) {
        let mut firsts: BTreeMap<Content, Place> = BTreeMap::new();
        for (path, (id, content)) in &plan.places {
            firsts.entry(*content).or_insert_with(|| Place { path: path.clone(), id: id.clone() });
        }
        plan.drop = self.documents.keys().filter(|c| !firsts.contains_key(c)).copied().collect();
        let mut taken: BTreeSet<Name> = self
            .documents
            .iter()
            .filter(|(content, known)| firsts.get(content).is_some_and(|p| p.id == known.id))
            .map(|(_, known)| known.id.clone())
            .collect();
        let mut firsts: Vec<(Content, Place)> = firsts.into_iter().collect();
        firsts.sort_by(|a, b| a.1.cmp(&b.1));
        for (content, place) in firsts {
            let known = self.documents.get(&content);
            if known.is_some_and(|k| k.lexicon == lexicon && is_form_of(&k.id, &place.id)) {
                continue;
            }
            let is_aside = self.asides.get(&content).is_some_and(|digest| digest == lexicon);
            if is_aside || !seen.contains(place.path.as_str()) {
                continue;
            }
            if known.is_some() {
                plan.counts.renewed += 1;
                plan.drop.insert(content);
            }
            let same = known.filter(|k| k.id == place.id).map(|k| k.id.clone());
            let id = same.unwrap_or_else(|| free_id(&place.id, &taken));
            taken.insert(id.clone());
            plan.read.push((Place { id, ..place }, content));
        }
    }
}

/// An id that no other document has: the wished one, or with a number behind a tilde.
fn free_id(wished: &Name, taken: &BTreeSet<Name>) -> Name {
    let numbered = (2..).map(|n| Name::from(format!("{wished}~{n}")));
    std::iter::once(wished.clone()).chain(numbered).find(|id| !taken.contains(id)).unwrap_or_else(|| wished.clone())
}

fn is_form_of(id: &str, wished: &str) -> bool {
    id == wished
        || id.strip_prefix(wished).and_then(|rest| rest.strip_prefix('~')).is_some_and(|n| n.parse::<u32>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, content: u128) -> Found {
        let id = path.rsplit('/').next().unwrap();
        Found { place: Place { path: path.to_owned(), id: Name::from(id) }, content: Some(Content(content)) }
    }

    /// The catalogue after a plan was carried out.
    fn after(before: &Catalogue, plan: &Plan, lexicon: &str) -> Catalogue {
        let mut next = before.clone();
        for content in &plan.drop {
            next.documents.remove(content);
        }
        for (place, content) in &plan.read {
            next.documents.insert(*content, Known { id: place.id.clone(), lexicon: lexicon.to_owned() });
        }
        next.places = plan.places.clone();
        next
    }

    fn run(before: &Catalogue, files: &[(&str, u128)]) -> (Plan, Catalogue) {
        let files: Vec<Found> = files.iter().map(|(p, c)| found(p, *c)).collect();
        let plan = before.plan(&files, "1", |_| true);
        let next = after(before, &plan, "1");
        (plan, next)
    }

    #[test]
    fn what_is_unchanged_is_not_read() {
        let (first, known) = run(&Catalogue::default(), &[("d/a", 1), ("d/b", 2)]);
        assert_eq!((first.read.len(), first.counts.added), (2, 2));
        let (second, _) = run(&known, &[("d/a", 1), ("d/b", 2)]);
        assert!(second.is_empty());
        let (third, known) = run(&known, &[("d/a", 3)]);
        assert_eq!((third.counts.changed, third.counts.removed, third.drop.len()), (1, 1, 2));
        assert_eq!(known.documents.len(), 1);
    }

    #[test]
    fn one_content_at_two_places_is_one_document() {
        let (plan, known) = run(&Catalogue::default(), &[("d/b", 1), ("d/a", 1)]);
        assert_eq!(plan.read.len(), 1);
        assert_eq!(known.documents[&Content(1)].id, "a");
        let (plan, known) = run(&known, &[("d/b", 1)]);
        assert_eq!(plan.counts.renewed, 1, "the document is named after the place that is left");
        assert_eq!(known.documents[&Content(1)].id, "b");
    }

    #[test]
    fn equal_ids_of_other_contents_are_numbered() {
        let (_, known) = run(&Catalogue::default(), &[("d/a", 1), ("e/a", 2)]);
        let mut ids: Vec<&str> = known.documents.values().map(|k| k.id.as_str()).collect();
        ids.sort_unstable();
        assert_eq!(ids, ["a", "a~2"]);
        assert!(run(&known, &[("d/a", 1), ("e/a", 2)]).0.is_empty());
    }

    #[test]
    fn another_lexicon_reads_again_and_what_cannot_be_read_stays() {
        let (_, known) = run(&Catalogue::default(), &[("d/a", 1), ("d/b", 2)]);
        let mut files = vec![found("d/a", 1), found("d/b", 2)];
        assert_eq!(known.plan(&files, "2", |_| true).read.len(), 2);
        files[1].content = None;
        assert!(known.plan(&files, "1", |_| true).is_empty());
    }
}
