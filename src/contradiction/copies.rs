//! Which texts are copies of each other? Runs of words, their `MinHash`, and bands that bring alike texts together.
//!
//! A [`Fingerprint`] is made where a document is read, so that its text need not be kept. Two texts that share the share
//! `s` of their runs agree in each of [`HASHES`] numbers with probability `s`; texts that agree in a whole band of
//! [`ROWS`] numbers are looked at (at s = 0.8 all but one in ten million pairs are), and are alike by the share of numbers
//! in which they agree.

use std::{convert::Infallible, sync::Arc};

use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use crate::{
    lexicon::comparison::Copies,
    model::{Document, Rule, Span},
};

/// Numbers a signature.
pub const HASHES: usize = 128;
/// Numbers that are worked out side by side: a part of [`HASHES`].
const BESIDE: usize = 8;
/// Numbers a band.
const ROWS: usize = 4;
/// Bands a signature.
pub const BANDS: usize = HASHES / ROWS;

/// Some of the numbers of a signature.
pub type Band = [u32; ROWS];

/// The `MinHash` of a text; the same for the same words, whatever the case, the spacing and the punctuation. Shared by its
/// copies.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Signature(Arc<[u32; HASHES]>);

/// What is kept of a document to tell copies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fingerprint {
    /// The whole text; `None` where it is too short.
    pub document: Option<Signature>,
    /// The passages that carry rules, in their order.
    pub passages: Vec<(Span, Signature)>,
}

impl Signature {
    /// The bytes of one.
    pub const BYTES: usize = HASHES * size_of::<u32>();

    /// The signature of a text; `None` where it has fewer than `least_words` words.
    pub fn of(text: &str, copies: &Copies) -> Option<Self> {
        let mut lower = String::new();
        let words: Vec<u64> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(|w| {
                lower.clear();
                if w.is_ascii() {
                    lower.extend(w.chars().map(|c| c.to_ascii_lowercase()));
                } else {
                    lower.push_str(&w.to_lowercase());
                }
                xxh3_64(lower.as_bytes())
            })
            .collect();
        if words.len() < copies.least_words.max(1) {
            return None;
        }
        let mut least = [u32::MAX; HASHES];
        let mut bytes: Vec<u8> = Vec::new();
        for run in words.windows(copies.shingle.clamp(1, words.len())) {
            bytes.clear();
            bytes.extend(run.iter().flat_map(|w| w.to_le_bytes()));
            add(&mut least, xxh3_64(&bytes), xxh3_64_with_seed(&bytes, 1) | 1);
        }
        Some(Self(Arc::new(least)))
    }

    /// As [`Signature::BYTES`] bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|n| n.to_le_bytes()).collect()
    }

    /// What [`Self::to_bytes`] gave; `None` where the bytes are others.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (numbers, rest) = bytes.as_chunks::<4>();
        let numbers: Vec<u32> = numbers.iter().map(|n| u32::from_le_bytes(*n)).collect();
        let numbers: [u32; HASHES] = numbers.try_into().ok()?;
        rest.is_empty().then(|| Self(Arc::new(numbers)))
    }

    /// One of its [`BANDS`].
    pub fn band(&self, at: usize) -> Band {
        self.0.as_chunks::<ROWS>().0[at]
    }

    /// The share of runs that two texts have in common, as far as their signatures tell.
    pub fn alike(&self, other: &Self) -> f64 {
        self.0.iter().zip(other.0.iter()).filter(|(a, b)| a == b).count() as f64 / HASHES as f64
    }
}

/// Takes a run into account: a family of hash functions made of two, of which the upper half mixes best. The function `n` is
/// the `n`th step from the base, and several go side by side.
fn add(least: &mut [u32; HASHES], base: u64, step: u64) {
    const MIX: u64 = 0x9E37_79B9_7F4A_7C15;
    let (base, step) = (base.wrapping_mul(MIX), step.wrapping_mul(MIX));
    let mut hashes: [u64; BESIDE] = std::array::from_fn(|n| base.wrapping_add(step.wrapping_mul(n as u64 + 1)));
    let stride = step.wrapping_mul(BESIDE as u64);
    for some in least.as_chunks_mut::<BESIDE>().0 {
        for (hash, least) in hashes.iter_mut().zip(some) {
            *least = (*least).min((*hash >> 32) as u32);
            *hash = hash.wrapping_add(stride);
        }
    }
}

impl Fingerprint {
    /// The fingerprint of a document with its rules.
    pub fn of(document: &Document, rules: &[Rule], copies: &Copies) -> Self {
        let mut passages: Vec<(Span, Signature)> = Vec::new();
        for span in spans(document) {
            if rules.iter().any(|r| span.start <= r.start && r.start < span.end)
                && let Some(signature) = Signature::of(span.of(&document.text), copies)
            {
                passages.push((span, signature));
            }
        }
        Self { document: Signature::of(&document.text, copies), passages }
    }
}

/// The blocks of a document, or its paragraphs where it has none.
fn spans(document: &Document) -> Vec<Span> {
    if !document.blocks.is_empty() {
        return document.blocks.iter().map(|b| b.span).collect();
    }
    let mut at = 0;
    let paragraphs = document.text.split("\n\n").map(|paragraph| {
        let span = Span::new(at, at + paragraph.len());
        at = span.end + 2;
        span
    });
    paragraphs.collect()
}

/// The number of the first text that each is a copy of; its own where it is of none. Being a copy is taken on: a copy of
/// a copy is one of the first.
pub fn first_copies(signatures: &[Option<&Signature>], alike: f64) -> Vec<usize> {
    let mut sets = Sets::of(signatures.len());
    let mut bands: Vec<(Band, u32)> = Vec::new();
    for band in 0..BANDS {
        bands.clear();
        bands.extend((0..).zip(signatures).filter_map(|(at, signature)| Some((signature.as_ref()?.band(band), at))));
        let Ok(()) = sets.join(&mut bands, |a, b| -> Result<bool, Infallible> {
            Ok(signatures[a].zip(signatures[b]).is_some_and(|(a, b)| a.alike(b) >= alike))
        });
    }
    sets.firsts()
}

/// Texts by their numbers, in sets of copies. Band after band is looked at, in any order, so that no more than one is held.
pub struct Sets {
    /// An earlier text of the same set; its own number where it is the first.
    earlier: Vec<u32>,
}

impl Sets {
    /// So many texts, each for itself.
    pub fn of(texts: usize) -> Self {
        Self { earlier: (0..texts as u32).collect() }
    }

    /// Joins the texts that have one band in common with an earlier text and are `alike` the first of those that have it.
    ///
    /// # Errors
    /// The first of `alike`.
    pub fn join<E>(
        &mut self,
        bands: &mut [(Band, u32)],
        mut alike: impl FnMut(usize, usize) -> Result<bool, E>,
    ) -> Result<(), E> {
        // In order and not in a map, which would take three times the memory.
        bands.sort_unstable();
        for same in bands.chunk_by(|(one, _), (other, _)| one == other) {
            let holder = same[0].1;
            for &(_, at) in &same[1..] {
                let (a, b) = (self.first(holder), self.first(at));
                if a != b && alike(holder as usize, at as usize)? {
                    self.earlier[a.max(b) as usize] = a.min(b);
                }
            }
        }
        Ok(())
    }

    /// The first of each text's set.
    pub fn firsts(mut self) -> Vec<usize> {
        (0..self.earlier.len() as u32).map(|at| self.first(at) as usize).collect()
    }

    /// The first of a text's set. What was passed on the way points to it from now on.
    fn first(&mut self, at: u32) -> u32 {
        let mut first = at;
        while self.earlier[first as usize] != first {
            first = self.earlier[first as usize];
        }
        let mut at = at;
        while self.earlier[at as usize] != first {
            at = std::mem::replace(&mut self.earlier[at as usize], first);
        }
        first
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COPIES: Copies = Copies { shingle: 5, least_words: 12, passage: 0.8, document: 0.7 };
    const TEXT: &str = "Saunas, steam rooms and hot tubs should be avoided for five days, and sunbathing for just as \
        long. If you cannot keep out of the sun altogether, wear a hat and SPF50.";

    #[test]
    fn a_copy_is_told_whatever_its_case_and_spacing() {
        let copy = TEXT.to_uppercase().replace(' ', "\n ");
        let (a, b) = (Signature::of(TEXT, &COPIES).unwrap(), Signature::of(&copy, &COPIES).unwrap());
        assert_eq!(a, b);
        assert_eq!(Signature::from_bytes(&a.to_bytes()), Some(b.clone()));
        assert_eq!(Signature::from_bytes(&a.to_bytes()[1..]), None);
        assert_eq!(first_copies(&[Some(&a), None, Some(&b)], 0.8), [0, 1, 0]);
    }

    #[test]
    fn the_share_of_common_runs_is_estimated() {
        let long: Vec<String> = (0..400).map(|n| format!("word{n}")).collect();
        for kept in [400_usize, 360, 300, 200, 0] {
            let other: Vec<String> =
                (0..400).map(|n| if n < kept { format!("word{n}") } else { format!("other{n}") }).collect();
            let signature = |words: &[String]| Signature::of(&words.join(" "), &COPIES).unwrap();
            let common = kept.saturating_sub(4) as f64;
            let truth = if kept == 400 { 1.0 } else { common / (2.0 * 396.0 - common) };
            let found = signature(&long).alike(&signature(&other));
            assert!((found - truth).abs() < 0.12, "{kept} of 400 words kept: {found} for {truth}");
        }
    }

    #[test]
    fn short_texts_have_no_signature() {
        assert_eq!(Signature::of("no exercise for 24 hours", &COPIES), None);
        assert_eq!(Signature::of("", &Copies::default()), None);
    }
}
