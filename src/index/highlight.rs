//! Which parts of a text matched? The positions at which the index has the words of the query in it, as the spans that are
//! stored with it.

use std::collections::BTreeMap;

use tantivy::{
    DocAddress, DocId, DocSet, Searcher, SegmentReader, TERMINATED, Term,
    postings::Postings,
    schema::{Field, IndexRecordOption},
};

use super::{
    compile::{Clause, Compiler},
    question::Question,
};
use crate::model::Span;

/// What a query looks for in texts: terms of one field.
#[derive(Debug)]
pub struct Marks {
    field: Field,
    /// Terms that match alone.
    alone: Vec<Term>,
    /// Terms that match one behind the other.
    phrases: Vec<Vec<Term>>,
}

/// The positions at which terms stand in entries.
type Positions = BTreeMap<DocAddress, Vec<u32>>;

impl Marks {
    /// What a clause looks for, with what a compiler makes of it.
    pub fn of(clause: &Clause, compiler: &Compiler<'_>) -> Self {
        let mut marks = Self { field: compiler.text(), alone: Vec::new(), phrases: Vec::new() };
        marks.add(clause, compiler);
        marks.alone.sort();
        marks.alone.dedup();
        marks
    }

    fn add(&mut self, clause: &Clause, compiler: &Compiler<'_>) {
        match clause {
            Clause::All(clauses) | Clause::Any(clauses) => clauses.iter().for_each(|c| self.add(c, compiler)),
            Clause::Question(question) => self.add_question(question),
            Clause::Phrase(words) => {
                let terms = words.iter().map(|word| self.term('=', word)).collect();
                self.phrases.push(terms);
            }
            Clause::Prefix(prefix) => self.alone.extend(compiler.expanded(prefix)),
            Clause::Not(_) | Clause::Filter(_) => {}
        }
    }

    fn add_question(&mut self, question: &Question) {
        let mut terms: Vec<Term> = Vec::new();
        for word in &question.words {
            terms.push(self.term('=', &word.exact));
            if !word.number {
                terms.push(Term::from_field_text(self.field, &word.stem));
            }
        }
        terms.extend(question.amounts.iter().map(|a| self.term('#', &a.seconds.to_string())));
        terms.extend(question.concepts.iter().map(|c| self.term('@', c)));
        self.alone.extend(terms);
    }

    fn term(&self, sign: char, word: &str) -> Term {
        Term::from_field_text(self.field, &format!("{sign}{word}"))
    }

    /// The positions that matched in each of some entries, as ranges from the first to one past the last.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn positions(
        &self,
        searcher: &Searcher,
        entries: &[DocAddress],
    ) -> tantivy::Result<BTreeMap<DocAddress, Vec<(u32, u32)>>> {
        let mut by_segment: BTreeMap<u32, Vec<DocId>> = BTreeMap::new();
        for entry in entries {
            by_segment.entry(entry.segment_ord).or_default().push(entry.doc_id);
        }
        let mut out: BTreeMap<DocAddress, Vec<(u32, u32)>> = BTreeMap::new();
        for (segment, mut docs) in by_segment {
            docs.sort_unstable();
            let here = Segment { number: segment, reader: searcher.segment_reader(segment), docs };
            for term in &self.alone {
                for (entry, positions) in here.positions(term)? {
                    out.entry(entry).or_default().extend(runs(&positions));
                }
            }
            for phrase in self.phrases.iter().filter(|p| !p.is_empty()) {
                let length = phrase.len() as u32;
                for (entry, starts) in here.starts(phrase)? {
                    out.entry(entry).or_default().extend(starts.into_iter().map(|at| (at, at + length)));
                }
            }
        }
        Ok(out)
    }
}

/// Some entries of a segment.
struct Segment<'a> {
    number: u32,
    reader: &'a SegmentReader,
    /// In order.
    docs: Vec<DocId>,
}

impl Segment<'_> {
    /// Where a term stands in the entries that have it.
    fn positions(&self, term: &Term) -> tantivy::Result<Positions> {
        let mut out = Positions::new();
        let index = self.reader.inverted_index(term.field())?;
        let Some(mut postings) = index.read_postings(term, IndexRecordOption::WithFreqsAndPositions)? else {
            return Ok(out);
        };
        for &doc in &self.docs {
            if postings.doc() < doc {
                postings.seek(doc);
            }
            if postings.doc() == TERMINATED {
                break;
            }
            if postings.doc() == doc {
                let mut positions = Vec::new();
                postings.positions(&mut positions);
                out.insert(DocAddress::new(self.number, doc), positions);
            }
        }
        Ok(out)
    }

    /// Where terms stand one behind the other.
    fn starts(&self, phrase: &[Term]) -> tantivy::Result<Positions> {
        let mut starts: Option<Positions> = None;
        for (behind, term) in phrase.iter().enumerate() {
            let mut next = self.positions(term)?;
            let Some(before) = &mut starts else {
                starts = Some(next);
                continue;
            };
            before.retain(|entry, at| {
                let here = next.remove(entry).unwrap_or_default();
                at.retain(|at| here.binary_search(&(at + behind as u32)).is_ok());
                !at.is_empty()
            });
        }
        Ok(starts.unwrap_or_default())
    }
}

/// Positions that follow each other as ranges.
fn runs(positions: &[u32]) -> Vec<(u32, u32)> {
    let mut out: Vec<(u32, u32)> = Vec::new();
    for &at in positions {
        match out.last_mut() {
            Some(last) if last.1 >= at => last.1 = at + 1,
            _ => out.push((at, at + 1)),
        }
    }
    out
}

/// Ranges of positions as spans of the text, in order, those that overlap or touch joined; `words` is where the words of
/// the text lie. What surrounds a text has positions beyond it and no span.
pub fn spans(ranges: &[(u32, u32)], words: &[Span]) -> Vec<Span> {
    let word = |at: u32| words.get(at as usize).copied();
    let mut spans: Vec<Span> =
        ranges.iter().filter_map(|&(first, end)| Some(word(first)?.join(word(end.checked_sub(1)?)?))).collect();
    spans.sort();
    let mut out: Vec<Span> = Vec::new();
    for span in spans {
        match out.last_mut() {
            Some(last) if span.start <= last.end => *last = last.join(span),
            _ => out.push(span),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_become_spans() {
        let words = [(0, 2), (3, 6), (6, 9), (12, 14)].map(|(start, end)| Span::new(start, end));
        let spans_of = |positions: &[u32]| {
            spans(&runs(positions), &words).into_iter().map(|s| (s.start, s.end)).collect::<Vec<_>>()
        };
        assert_eq!(spans_of(&[0, 1]), [(0, 6)]);
        assert_eq!(spans_of(&[0, 2, 3]), [(0, 2), (6, 14)]);
        assert_eq!(spans_of(&[3, 40]), [(12, 14)]);
        assert_eq!(spans_of(&[]), []);
    }
}
