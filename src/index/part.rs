//! What decides which entries a question finds.
//!
//! The entries of a segment are found first, as one bit each; then their scores are added up for all of them at once, part by
//! part in the order of the query, so that equal texts have equal scores, to the last bit, in whatever segment they stand.

use tantivy::{
    DocId, Score, SegmentReader, TantivyError,
    query::{AllQuery, BooleanQuery, EmptyQuery, EnableScoring, Explanation, Occur, Query, Scorer, Weight},
};

use super::{
    classes::OfClasses,
    compile::{any, constant},
    listed::Listed,
    marked::Marked,
    narrow::ColumnRange,
    ranked::{Ranked, RankedHere, RankedWeight},
    sums::Sums,
    way::{Way, WayWeight},
};

/// Fewer than one of so many entries are looked up in a column; of more, the column is read through.
const FEW: usize = 16;

/// A part of a query.
#[derive(Debug)]
pub enum Part {
    /// A word: one or more of its ways, whose scores are added.
    Word(Vec<Way>),
    /// Every one of some parts; their scores are added.
    Every(Vec<Part>),
    /// One or more of some parts; the scores of those that match are added.
    Any(Vec<Part>),
    /// The rules of some classes; their score is nought.
    Classes(OfClasses),
    /// A query of another kind, and the most that it can add to a score.
    Other(Box<dyn Query>, Score),
    /// What columns of numbers say, and the same as a query; its score is nought.
    Between(Vec<ColumnRange>, Box<dyn Query>),
    /// A word, and a query that is preferred of its entries and adds so much to their scores.
    Preferring(Vec<Way>, Box<dyn Query>, Score),
    /// What is none of these; its score is nought.
    Not(Vec<Part>),
    /// What a question finds, with its score.
    Question(Box<Ranked>),
}

impl Clone for Part {
    fn clone(&self) -> Self {
        match self {
            Self::Word(ways) => Self::Word(ways.clone()),
            Self::Every(parts) => Self::Every(parts.clone()),
            Self::Any(parts) => Self::Any(parts.clone()),
            Self::Classes(classes) => Self::Classes(classes.clone()),
            Self::Other(query, most) => Self::Other(query.box_clone(), *most),
            Self::Between(ranges, query) => Self::Between(ranges.clone(), query.box_clone()),
            Self::Preferring(ways, query, by) => Self::Preferring(ways.clone(), query.box_clone(), *by),
            Self::Not(parts) => Self::Not(parts.clone()),
            Self::Question(question) => Self::Question(question.clone()),
        }
    }
}

impl Part {
    /// What the part is worth in an index.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn weighed(&self, scoring: EnableScoring<'_>) -> tantivy::Result<PartWeight> {
        let all = |parts: &[Self]| parts.iter().map(|part| part.weighed(scoring)).collect::<tantivy::Result<_>>();
        let word = |ways: &[Way]| ways.iter().map(|way| way.weight(scoring)).collect::<tantivy::Result<_>>();
        Ok(match self {
            Self::Word(ways) => PartWeight::Word(word(ways)?),
            Self::Preferring(ways, query, by) => PartWeight::Preferring(word(ways)?, query.weight(scoring)?, *by),
            Self::Every(parts) => PartWeight::Every(all(parts)?),
            Self::Any(parts) => PartWeight::Any(all(parts)?),
            Self::Classes(classes) => PartWeight::Classes(classes.clone()),
            Self::Other(query, most) => PartWeight::Other(query.weight(scoring)?, *most),
            Self::Between(ranges, query) => PartWeight::Between(ranges.clone(), query.weight(scoring)?),
            Self::Not(parts) => PartWeight::Not(all(parts)?),
            Self::Question(question) => PartWeight::Question(Box::new(question.weighed(scoring)?)),
        })
    }

    /// The same as a query of tantivy's own, which explains its scores.
    pub fn into_query(self) -> Box<dyn Query> {
        let all = |parts: Vec<Self>| parts.into_iter().map(Self::into_query).collect();
        match self {
            Self::Word(ways) => one_of(ways.into_iter().map(Way::into_query).collect()),
            Self::Every(parts) => Box::new(BooleanQuery::intersection(all(parts))),
            Self::Any(parts) => one_of(all(parts)),
            Self::Classes(classes) => Box::new(classes),
            Self::Other(query, _) | Self::Between(_, query) => query,
            Self::Preferring(ways, query, _) => {
                Box::new(BooleanQuery::new(vec![(Occur::Must, Self::Word(ways).into_query()), (Occur::Should, query)]))
            }
            Self::Not(parts) => {
                let parts = parts.into_iter().map(|part| (Occur::MustNot, part.into_query()));
                let rest = (Occur::Must, constant(Box::new(AllQuery), 0.0));
                Box::new(BooleanQuery::new(parts.chain([rest]).collect()))
            }
            Self::Question(question) => question,
        }
    }
}

impl Query for Part {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.weighed(scoring)?))
    }
}

fn one_of(queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    any(queries).unwrap_or_else(|| Box::new(EmptyQuery))
}

/// A part with what it is worth in an index.
pub enum PartWeight {
    /// See [`Part::Word`].
    Word(Vec<WayWeight>),
    /// See [`Part::Every`].
    Every(Vec<PartWeight>),
    /// See [`Part::Any`].
    Any(Vec<PartWeight>),
    /// See [`Part::Classes`].
    Classes(OfClasses),
    /// See [`Part::Other`].
    Other(Box<dyn Weight>, Score),
    /// See [`Part::Between`].
    Between(Vec<ColumnRange>, Box<dyn Weight>),
    /// See [`Part::Preferring`].
    Preferring(Vec<WayWeight>, Box<dyn Weight>, Score),
    /// See [`Part::Not`].
    Not(Vec<PartWeight>),
    /// See [`Part::Question`].
    Question(Box<RankedWeight>),
}

/// The entries of a segment that a part finds.
pub struct Here<'a> {
    /// The entries.
    pub marked: Marked,
    part: &'a PartWeight,
    /// The same of the parts that it is made of.
    parts: Vec<Here<'a>>,
    /// The same of a question.
    question: Option<Box<RankedHere<'a>>>,
}

impl PartWeight {
    /// The entries of a segment that the part finds.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn here(&self, reader: &SegmentReader) -> tantivy::Result<Here<'_>> {
        self.here_among(reader, None)
    }

    /// The same where only some entries count; what is found beside them does not matter.
    fn here_among(&self, reader: &SegmentReader, some: Option<&Marked>) -> tantivy::Result<Here<'_>> {
        let none = || Marked::none(reader.max_doc());
        let mut question = None;
        let (marked, parts) = match self {
            Self::Word(ways) | Self::Preferring(ways, ..) => {
                let mut marked = none();
                ways.iter().try_for_each(|way| way.mark(reader, &mut marked))?;
                (marked, Vec::new())
            }
            Self::Every(parts) => Self::met(parts, reader)?,
            Self::Any(parts) => Self::joined(parts, reader, Marked::extend)?,
            Self::Not(parts) => {
                let (mut marked, parts) = Self::joined(parts, reader, Marked::extend)?;
                marked.invert(reader.max_doc());
                (marked, parts)
            }
            Self::Classes(classes) => {
                let mut marked = none();
                classes.mark(reader, &mut marked)?;
                (marked, Vec::new())
            }
            Self::Other(weight, _) => {
                let mut marked = none();
                let mut found = weight.scorer(reader, 1.0)?;
                match some.map(Marked::to_list) {
                    Some(some) => each_found(&mut *found, &some, |at, _| marked.insert(some[at])),
                    None => marked.insert_all(&mut *found),
                }
                (marked, Vec::new())
            }
            Self::Between(ranges, weight) => {
                let mut marked = none();
                match some.map(Marked::to_list) {
                    Some(mut some) if some.len() < reader.max_doc() as usize / FEW => {
                        ranges.iter().try_for_each(|range| range.retain(reader, &mut some))?;
                        for doc in some {
                            marked.insert(doc);
                        }
                    }
                    _ => marked.insert_all(&mut *weight.scorer(reader, 1.0)?),
                }
                (marked, Vec::new())
            }
            Self::Question(ranked) => {
                let here = question.insert(Box::new(ranked.here(reader)?));
                (here.required.marked.clone(), Vec::new())
            }
        };
        Ok(Here { marked, part: self, parts, question })
    }

    /// What is found of every part. What is told entry by entry is asked last, and only of those that are left.
    fn met<'a>(parts: &'a [Self], reader: &SegmentReader) -> tantivy::Result<(Marked, Vec<Here<'a>>)> {
        let mut order: Vec<usize> = (0..parts.len()).collect();
        order.sort_by_key(|at| matches!(parts[*at], Self::Between(..) | Self::Other(..)));
        let mut found: Vec<(usize, Here<'a>)> = Vec::new();
        let mut marked: Option<Marked> = None;
        for at in order {
            let here = parts[at].here_among(reader, marked.as_ref())?;
            match &mut marked {
                Some(marked) => marked.retain(&here.marked),
                None => marked = Some(here.marked.clone()),
            }
            found.push((at, here));
        }
        found.sort_by_key(|(at, _)| *at);
        let marked = marked.unwrap_or_else(|| Marked::none(reader.max_doc()));
        Ok((marked, found.into_iter().map(|(_, here)| here).collect()))
    }

    fn joined<'a>(
        parts: &'a [Self],
        reader: &SegmentReader,
        join: fn(&mut Marked, &Marked),
    ) -> tantivy::Result<(Marked, Vec<Here<'a>>)> {
        let parts = parts.iter().map(|part| part.here(reader)).collect::<tantivy::Result<Vec<_>>>()?;
        let mut marked = parts.first().map_or_else(|| Marked::none(reader.max_doc()), |first| first.marked.clone());
        parts.iter().skip(1).for_each(|part| join(&mut marked, &part.marked));
        Ok((marked, parts))
    }

    /// Calls `each` with all terms that add to scores, and gives the most that anything else adds.
    pub fn each_way<'a>(&'a self, each: &mut dyn FnMut(&'a WayWeight)) -> Score {
        match self {
            Self::Word(ways) => {
                ways.iter().filter(|way| way.adds()).for_each(each);
                0.0
            }
            Self::Every(parts) | Self::Any(parts) => parts.iter().map(|part| part.each_way(each)).sum(),
            Self::Other(_, most) => *most,
            Self::Preferring(ways, _, by) => {
                ways.iter().filter(|way| way.adds()).for_each(each);
                *by
            }
            Self::Question(ranked) => ranked.each_way(each),
            Self::Between(..) | Self::Classes(_) | Self::Not(_) => 0.0,
        }
    }
}

impl Here<'_> {
    /// Adds the scores of entries where they are of those that are found.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn add(&self, sums: &mut Sums<'_>, scores: &mut [Score]) -> tantivy::Result<()> {
        match self.part {
            PartWeight::Word(ways) => sums.add_word(ways, scores)?,
            PartWeight::Any(_) => self.parts.iter().try_for_each(|part| part.add(sums, scores))?,
            PartWeight::Every(_) => {
                let mut all = sums.zeros();
                self.parts.iter().try_for_each(|part| part.add(sums, &mut all))?;
                self.add_marked(sums.docs, &all, scores);
            }
            PartWeight::Other(_, most) if *most == 0.0 => {}
            PartWeight::Other(weight, _) => add_all(&mut *weight.scorer(sums.reader, 1.0)?, sums.docs, scores),
            PartWeight::Preferring(ways, weight, _) => {
                let mut all = sums.zeros();
                sums.add_word(ways, &mut all)?;
                add_all(&mut *weight.scorer(sums.reader, 1.0)?, sums.docs, &mut all);
                self.add_marked(sums.docs, &all, scores);
            }
            PartWeight::Question(_) => {
                if let Some(question) = &self.question {
                    let all = question.scores(Sums::new(sums.reader, sums.docs))?;
                    self.add_marked(sums.docs, &all, scores);
                }
            }
            PartWeight::Between(..) | PartWeight::Classes(_) | PartWeight::Not(_) => {}
        }
        Ok(())
    }

    /// Adds to the scores of those entries that are found.
    fn add_marked(&self, docs: &[DocId], others: &[Score], scores: &mut [Score]) {
        for ((doc, score), other) in docs.iter().zip(scores).zip(others) {
            if self.marked.contains(*doc) {
                *score += other;
            }
        }
    }
}

/// Adds the scores of a query to those of entries that it finds.
fn add_all(found: &mut dyn Scorer, docs: &[DocId], scores: &mut [Score]) {
    each_found(found, docs, |at, found| scores[at] += found.score());
}

/// Calls `each` with the places of entries in a list that a query finds, and with the query at them.
fn each_found(found: &mut dyn Scorer, docs: &[DocId], mut each: impl FnMut(usize, &mut dyn Scorer)) {
    for (at, doc) in docs.iter().enumerate() {
        if found.doc() < *doc {
            found.seek(*doc);
        }
        if found.doc() == *doc {
            each(at, found);
        }
    }
}

impl Weight for PartWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let here = self.here(reader)?;
        let docs = here.marked.to_list();
        let mut sums = Sums::new(reader, &docs);
        let mut scores = sums.zeros();
        here.add(&mut sums, &mut scores)?;
        Ok(Box::new(Listed::new(docs, scores, boost)))
    }

    fn explain(&self, _: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument(format!("the score of entry {doc} is explained by the plain query")))
    }
}
