//! A query whose hits are decided by what is required of them, and ranked by what is preferred.
//!
//! The same as a boolean query of one required and several optional parts. But what is preferred is looked up for the entries
//! that are found, and for no others: most of it ("after the procedure") is true of nearly all entries, so that a union would
//! walk through the whole index to rank a few.

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use tantivy::{
    DocId, Score, Searcher, SegmentReader, TantivyError,
    collector::{Collector, SegmentCollector},
    query::{EnableScoring, Explanation, Query, Scorer, Weight},
};

use super::{
    best::{Best, SegmentBest},
    liked::{Liked, LikedHere},
    listed::Listed,
    marked::Marked,
    part::{Here, Part, PartWeight},
    rows,
    sums::{Sums, add},
    way::{Way, WayWeight},
};

/// What is required, and what is preferred, in the order in which the scores are added.
#[derive(Debug, Clone)]
pub struct Ranked {
    /// What decides what is found.
    pub required: Part,
    /// Words, each in the ways in which it is found.
    pub words: Vec<Vec<Way>>,
    /// What columns tell.
    pub liked: Arc<Liked>,
    /// Other preferences.
    pub others: Vec<Way>,
}

/// From so many entries on it is asked first which may be among the best; the tests have few.
const MANY: usize = if cfg!(test) { 10 } else { 4_000 };
/// The most entries that are looked at to tell how good the best are.
const PROBED: usize = 500;
/// The most entries whose scores are added up at once, so that they stay near.
const AT_ONCE: usize = 8_192;
/// How far a sum may differ for the order in which its parts are added, as a part of it.
const ROUNDING: Score = 1e-4;

impl Ranked {
    /// What the question is worth in an index.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn weighed(&self, scoring: EnableScoring<'_>) -> tantivy::Result<RankedWeight> {
        let all = |ways: &Vec<Way>| ways.iter().map(|way| way.weight(scoring)).collect::<tantivy::Result<_>>();
        Ok(RankedWeight {
            required: self.required.weighed(scoring)?,
            words: self.words.iter().map(all).collect::<tantivy::Result<_>>()?,
            liked: Arc::clone(&self.liked),
            most_liked: OnceLock::new(),
            others: all(&self.others)?,
        })
    }

    /// The best entries, and what else is collected of all that are found. Scores are added up only for those that may be
    /// among the best.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn best<C: Collector>(
        &self,
        snapshot: &Searcher,
        best: &Best,
        of_all: &C,
    ) -> tantivy::Result<(<Best as Collector>::Fruit, C::Fruit)> {
        let weight = self.weighed(EnableScoring::enabled_from_searcher(snapshot))?;
        let segments = snapshot.segment_readers().par_iter().enumerate();
        let found = segments.map(|(number, reader)| {
            let number = number as u32;
            let mut all = of_all.for_segment(number, reader)?;
            let here = weight.here(reader)?;
            let mut docs = here.required.marked.living(reader);
            docs.chunks(rows::AT_ONCE).for_each(|some| all.collect_block(some));
            let most = best.offset + best.limit;
            if docs.len() > MANY
                && let Some(hopeful) = here.hopeful(&Sums::new(reader, &docs), most)?
            {
                docs = hopeful;
            }
            let mut first = SegmentBest::new(most, number, reader)?;
            for some in docs.chunks(AT_ONCE) {
                let scores = here.scores(Sums::new(reader, some))?;
                some.iter().zip(scores).for_each(|(doc, score)| first.collect(*doc, score));
            }
            Ok((first.harvest(), all.harvest()))
        });
        let found = found.collect::<tantivy::Result<Vec<_>>>()?;
        let (firsts, all) = found.into_iter().unzip();
        Ok((best.merge_fruits(firsts)?, of_all.merge_fruits(all)?))
    }
}

impl Query for Ranked {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        if !scoring.is_scoring_enabled() {
            return self.required.weight(scoring);
        }
        Ok(Box::new(self.weighed(scoring)?))
    }
}

/// A question with what it is worth in an index.
pub struct RankedWeight {
    required: PartWeight,
    words: Vec<Vec<WayWeight>>,
    liked: Arc<Liked>,
    /// The most that is added for what is liked, worked out when it is first asked for.
    most_liked: OnceLock<Score>,
    others: Vec<WayWeight>,
}

/// What a question finds in a segment.
pub struct RankedHere<'a> {
    weight: &'a RankedWeight,
    /// What is found.
    pub required: Here<'a>,
    liked: LikedHere<'a>,
}

impl RankedWeight {
    /// What the question finds in a segment.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn here(&self, reader: &SegmentReader) -> tantivy::Result<RankedHere<'_>> {
        let liked = LikedHere::new(&self.liked, reader);
        Ok(RankedHere { weight: self, required: self.required.here(reader)?, liked })
    }

    /// The preferred terms that add to scores.
    fn preferred(&self) -> impl Iterator<Item = &WayWeight> {
        self.words.iter().flatten().chain(&self.others).filter(|way| way.adds())
    }

    fn most_liked(&self) -> Score {
        *self.most_liked.get_or_init(|| self.liked.most())
    }

    /// Calls `each` with all terms that add to scores, and gives the most that anything else adds.
    pub fn each_way<'a>(&'a self, each: &mut dyn FnMut(&'a WayWeight)) -> Score {
        let rest = self.required.each_way(each);
        self.preferred().for_each(each);
        rest + self.most_liked()
    }
}

impl RankedHere<'_> {
    /// The scores of entries that are found.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn scores(&self, mut sums: Sums<'_>) -> tantivy::Result<Vec<Score>> {
        let (mut scores, mut preferred) = (sums.zeros(), sums.zeros());
        if sums.docs.is_empty() {
            return Ok(scores);
        }
        self.required.add(&mut sums, &mut scores)?;
        self.weight.words.iter().try_for_each(|ways| sums.add_word(ways, &mut preferred))?;
        self.liked.add(sums.docs, &mut preferred);
        self.weight.others.iter().try_for_each(|way| way.add(sums.reader, sums.docs, &mut preferred))?;
        add(&mut scores, &preferred);
        Ok(scores)
    }

    /// Those of many entries that may be among the best: those with one of the terms that add most, and those that are so
    /// much preferred that the other terms may make up for it. `None` where it cannot be told.
    fn hopeful(&self, all: &Sums<'_>, most: usize) -> tantivy::Result<Option<Vec<DocId>>> {
        let mut ways: Vec<&WayWeight> = Vec::new();
        let mut rest = self.weight.required.each_way(&mut |way| ways.push(way));
        ways.extend(self.weight.preferred());
        ways.sort_by(|a, b| b.most().total_cmp(&a.most()));
        // How good are the best at least? Those with the first terms tell.
        let mut marked = Marked::none(all.reader.max_doc());
        let (mut known, mut taken) = (Vec::new(), 0);
        while known.len() < most {
            let Some(way) = ways.get(taken) else { return Ok(None) };
            way.mark(all.reader, &mut marked)?;
            taken += 1;
            known = all.docs.iter().copied().filter(|doc| marked.contains(*doc)).take(PROBED.max(most)).collect();
        }
        let mut scores = self.scores(Sums::new(all.reader, &known))?;
        let (_, least, _) = scores.select_nth_unstable_by(most - 1, |a, b| b.total_cmp(a));
        let least = *least * (1.0 - ROUNDING);
        // Which of the last terms do not make up for it?
        let most_preferred = self.weight.most_liked();
        let mut decisive = ways.len();
        while decisive > 0 && rest + ways[decisive - 1].most() + most_preferred < least {
            decisive -= 1;
            rest += ways[decisive].most();
        }
        ways.iter().take(decisive).skip(taken).try_for_each(|way| way.mark(all.reader, &mut marked))?;
        let mut hopeful: Vec<DocId> = Vec::new();
        for some in all.docs.chunks(AT_ONCE) {
            if rest + most_preferred < least {
                hopeful.extend(some.iter().filter(|doc| marked.contains(**doc)));
                continue;
            }
            let mut sums = vec![0.0; some.len()];
            self.liked.add(some, &mut sums);
            let may_be = |(doc, sum): &(&DocId, Score)| marked.contains(**doc) || rest + sum >= least;
            hopeful.extend(some.iter().zip(sums).filter(may_be).map(|(doc, _)| doc));
        }
        Ok(Some(hopeful))
    }
}

impl Weight for RankedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let here = self.here(reader)?;
        let docs = here.required.marked.to_list();
        let scores = here.scores(Sums::new(reader, &docs))?;
        Ok(Box::new(Listed::new(docs, scores, boost)))
    }

    fn explain(&self, _: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument(format!("the score of entry {doc} is explained by the plain query")))
    }
}
