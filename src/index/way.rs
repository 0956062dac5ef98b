//! One way in which a word is found: a term, and what it adds to the score of the entries that have it.
//!
//! What a term adds is asked of a list of entries at once, in their order, without a call for each of them.

use tantivy::{
    DocId, Score, SegmentReader, Term,
    fieldnorm::FieldNormReader,
    postings::BlockSegmentPostings,
    query::{Bm25Weight, BoostQuery, EnableScoring, Query, TermQuery},
    schema::{Field, IndexRecordOption},
};

use super::{compile::constant, marked::Marked};

/// A term and what it adds.
#[derive(Debug, Clone)]
pub struct Way {
    term: Term,
    adds: Adds,
}

/// What a term adds to the score of an entry.
#[derive(Debug, Clone, Copy)]
enum Adds {
    /// The same to each.
    Same(Score),
    /// As BM25 has it, times this where there is something.
    Words(Option<Score>),
}

impl Way {
    /// A term that adds as BM25 has it.
    pub fn scored(field: Field, text: &str) -> Self {
        Self { term: Term::from_field_text(field, text), adds: Adds::Words(None) }
    }

    /// A term that adds as BM25 has it, times a boost.
    pub fn boosted(field: Field, text: &str, boost: Score) -> Self {
        Self { term: Term::from_field_text(field, text), adds: Adds::Words(Some(boost)) }
    }

    /// A term that adds the same to every entry.
    pub fn constant(field: Field, text: &str, by: Score) -> Self {
        Self { term: Term::from_field_text(field, text), adds: Adds::Same(by) }
    }

    /// The same as a query of tantivy's own.
    pub fn into_query(self) -> Box<dyn Query> {
        match self.adds {
            Adds::Same(by) => constant(Box::new(TermQuery::new(self.term, IndexRecordOption::Basic)), by),
            Adds::Words(boost) => {
                let query = Box::new(TermQuery::new(self.term, IndexRecordOption::WithFreqs));
                match boost {
                    Some(boost) => Box::new(BoostQuery::new(query, boost)),
                    None => query,
                }
            }
        }
    }

    /// What the term is worth in an index.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<WayWeight> {
        let adds = match (scoring, self.adds) {
            (EnableScoring::Enabled { statistics_provider, .. }, Adds::Words(boost)) => {
                let terms = std::slice::from_ref(&self.term);
                let weight = Bm25Weight::for_terms(statistics_provider, terms)?;
                Weighed::Words(boost.map_or_else(|| weight.clone(), |boost| weight.boost_by(boost)))
            }
            (_, Adds::Same(by)) => Weighed::Same(by),
            (_, Adds::Words(_)) => Weighed::Same(0.0),
        };
        Ok(WayWeight { term: self.term.clone(), adds })
    }
}

/// A term with what it is worth in an index.
pub struct WayWeight {
    term: Term,
    adds: Weighed,
}

enum Weighed {
    Same(Score),
    Words(Bm25Weight),
}

impl WayWeight {
    /// The term.
    pub fn term(&self) -> &Term {
        &self.term
    }

    /// Whether anything is added at all.
    pub fn adds(&self) -> bool {
        self.most() != 0.0
    }

    /// The most that can be added.
    pub fn most(&self) -> Score {
        match &self.adds {
            Weighed::Same(by) => *by,
            // Without any other word, and as often as can be.
            Weighed::Words(weight) => weight.score(0, u32::MAX),
        }
    }

    fn postings(&self, reader: &SegmentReader) -> tantivy::Result<Option<BlockSegmentPostings>> {
        let option = match self.adds {
            Weighed::Same(_) => IndexRecordOption::Basic,
            Weighed::Words(_) => IndexRecordOption::WithFreqs,
        };
        Ok(reader.inverted_index(self.term.field())?.read_block_postings(&self.term, option)?)
    }

    /// Marks the entries of a segment that have the term.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn mark(&self, reader: &SegmentReader, marked: &mut Marked) -> tantivy::Result<()> {
        let index = reader.inverted_index(self.term.field())?;
        if let Some(mut postings) = index.read_block_postings(&self.term, IndexRecordOption::Basic)? {
            marked.insert_postings(&mut postings);
        }
        Ok(())
    }

    /// Adds to the scores of entries, which are in order, where they have the term.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn add(&self, reader: &SegmentReader, docs: &[DocId], scores: &mut [Score]) -> tantivy::Result<()> {
        let Some(mut postings) = self.postings(reader)? else { return Ok(()) };
        match &self.adds {
            Weighed::Same(by) => each_at(&mut postings, docs, scores, |_, _, score| *score += by),
            Weighed::Words(weight) => {
                let lengths = match reader.fieldnorms_readers().get_field(self.term.field())? {
                    Some(lengths) => lengths,
                    None => FieldNormReader::constant(reader.max_doc(), 1),
                };
                each_at(&mut postings, docs, scores, |doc, count, score| {
                    *score += weight.score(lengths.fieldnorm_id(doc), count);
                });
            }
        }
        Ok(())
    }
}

/// Calls `each` with the entries that postings have, how often they have the term, and their scores.
fn each_at(
    postings: &mut BlockSegmentPostings,
    docs: &[DocId],
    scores: &mut [Score],
    mut each: impl FnMut(DocId, u32, &mut Score),
) {
    let (mut first, mut at) = (0, 0);
    while let Some(doc) = docs.get(first) {
        let is_behind = |postings: &BlockSegmentPostings| postings.docs().last().is_none_or(|last| last < doc);
        if is_behind(postings) {
            at = postings.seek(*doc);
            if is_behind(postings) {
                return;
            }
        }
        // All entries that lie within a block of postings.
        let block = postings.docs();
        let end = block.last().map_or(first, |last| first + ahead(&docs[first..], last + 1));
        for (doc, score) in docs[first..end].iter().zip(&mut scores[first..end]) {
            // Often it is the next.
            if block[at] < *doc {
                at += 1;
                if block[at] < *doc {
                    at += ahead(&block[at..], *doc);
                }
            }
            if block[at] == *doc {
                each(*doc, postings.freq(at), score);
            }
        }
        first = end;
    }
}

/// Where the first entry is that is not before another, or the end; it is expected near the beginning.
fn ahead(docs: &[DocId], doc: DocId) -> usize {
    let (mut before, mut step) = (0, 1);
    while docs.get(before + step).is_some_and(|here| *here < doc) {
        before += step;
        step *= 2;
    }
    let end = docs.len().min(before + step + 1);
    before + docs[before..end].partition_point(|here| *here < doc)
}

#[cfg(test)]
mod tests {
    use super::ahead;

    #[test]
    fn what_is_ahead_is_found() {
        let docs: Vec<u32> = (0..100).map(|n| 3 * n + 1).collect();
        for first in [0, 1, 50, 99] {
            for doc in docs[first]..=docs[99] {
                let wanted = docs[first..].iter().position(|here| *here >= doc);
                assert_eq!(Some(ahead(&docs[first..], doc)), wanted, "{doc} from {first}");
            }
            assert_eq!(ahead(&docs[first..], docs[99] + 1), 100 - first);
        }
    }
}
