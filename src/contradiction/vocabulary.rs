//! How concepts stand to each other, by their numbers: worked out once, asked for every pair.

use std::collections::{BTreeSet, HashMap};

use crate::{lexicon::Lexicon, model::Name};

/// How concepts stand to each other.
pub struct Vocabulary {
    /// The concept that each goes under.
    pub lead: Vec<u32>,
    /// What doing each refrains from.
    pub refrains: Vec<Vec<u32>>,
    /// Whether it refrains only roughly.
    pub loose: Vec<bool>,
    /// The concepts broader than each, sorted.
    pub broader: Vec<Vec<u32>>,
    /// Whether doing each against advice can do harm.
    pub harmful: Vec<bool>,
    /// Whether each is advised by signs, and never held against what others advise.
    pub by_sign: Vec<bool>,
    /// Whether each is a word for many things, of which two rules need not mean the same.
    pub for_many: Vec<bool>,
    /// Whether each is banned only of the site, so that the rest of the body may do what is narrower.
    pub of_site: Vec<bool>,
    /// What a ban of each does not mean, sorted.
    spared: Vec<Vec<u32>>,
    /// Whether one is broader than another, by both their numbers.
    wider: Vec<bool>,
}

impl Vocabulary {
    /// Reads the concepts and the data of comparisons.
    pub fn new(lexicon: &Lexicon) -> Self {
        let all = lexicon.concepts.all();
        let number: HashMap<&str, u32> = all.iter().enumerate().map(|(at, c)| (c.id.as_str(), at as u32)).collect();
        let numbers = |names: &mut dyn Iterator<Item = &str>| -> Vec<u32> {
            names.map(|n| number[n]).collect::<BTreeSet<_>>().into_iter().collect()
        };
        let related = &lexicon.comparison.related;
        let mut lead: Vec<u32> = (0..all.len() as u32).collect();
        for group in related.alike.values() {
            for member in group {
                lead[number[member.as_str()] as usize] = number[group[0].as_str()];
            }
        }
        let opposites = |id: &Name| {
            if let Some(named) = related.refrains.get(id.as_str()) {
                return numbers(&mut named.iter().map(String::as_str));
            }
            let own = lexicon.concepts.get(id).and_then(|c| c.opposite.as_deref());
            let of_others = all.iter().filter(|c| c.opposite.as_ref() == Some(id)).map(|c| c.id.as_str());
            numbers(&mut own.into_iter().chain(of_others))
        };
        let broader = |id: &Name| numbers(&mut lexicon.concepts.family(id)[1..].iter().map(Name::as_str));
        let spared = |id: &Name| {
            let Some(named) = related.spared.get(id.as_str()) else { return Vec::new() };
            let within = |c: &str| named.iter().any(|s| lexicon.concepts.is_within(c, s));
            numbers(&mut all.iter().map(|c| c.id.as_str()).filter(|c| within(c)))
        };
        let broader: Vec<Vec<u32>> = all.iter().map(|c| broader(&c.id)).collect();
        let mut wider = vec![false; all.len() * all.len()];
        for (narrow, broader) in broader.iter().enumerate() {
            for broad in broader {
                wider[narrow * all.len() + *broad as usize] = true;
            }
        }
        let harmful = |id: &Name| lexicon.comparison.harm_of(id, &lexicon.concepts).is_some();
        Self {
            lead,
            refrains: all.iter().map(|c| opposites(&c.id)).collect(),
            loose: all.iter().map(|c| related.refrains.contains_key(c.id.as_str())).collect(),
            broader,
            wider,
            harmful: all.iter().map(|c| harmful(&c.id)).collect(),
            by_sign: all.iter().map(|c| related.by_sign.iter().any(|s| c.id == s.as_str())).collect(),
            for_many: all.iter().map(|c| related.for_many.iter().any(|s| c.id == s.as_str())).collect(),
            of_site: all.iter().map(|c| related.of_site.iter().any(|s| c.id == s.as_str())).collect(),
            spared: all.iter().map(|c| spared(&c.id)).collect(),
        }
    }

    /// Whether everything said of the one concept also holds of the other, narrower one.
    pub fn is_wider(&self, broad: u32, narrow: u32) -> bool {
        self.wider[narrow as usize * self.lead.len() + broad as usize]
    }

    /// Whether a ban of one concept does not mean another, although it is narrower.
    pub fn spares(&self, ban: u32, other: u32) -> bool {
        self.spared[ban as usize].binary_search(&other).is_ok()
    }
}
