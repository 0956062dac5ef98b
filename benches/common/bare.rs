//! The bare index: tantivy alone, given what our index holds.
//!
//! Every entry of ours is written again, with the same fields and the same values: what is found as it is comes from the lists of
//! the index, numbers from its columns, what is stored from the store. Only the words are given as text, which tantivy's own
//! analyser cuts.

use std::path::Path;

use aftercare::index::{PassageRecord, RuleRecord};
use tantivy::{
    DocSet, Index, IndexWriter, SegmentReader, TERMINATED, TantivyDocument,
    indexer::UserOperation,
    schema::{Field, FieldType, IndexRecordOption, Schema, Value},
};

/// A value of an entry.
pub enum Given {
    /// Text, whole or to be cut into words.
    Text(String),
    /// A number.
    Number(u64),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// An entry with its fields.
pub type Entry = Vec<(Field, Given)>;

/// The entries of an index; a new document begins with each of the second list.
pub fn entries(folder: &Path) -> (Schema, Vec<Entry>) {
    let index = Index::open_in_dir(folder).expect("the index opens");
    let schema = index.schema();
    let searcher = index.reader().expect("the index is whole").searcher();
    let all = searcher.segment_readers().iter().flat_map(|segment| of_segment(&schema, segment));
    (schema.clone(), all.collect())
}

fn of_segment(schema: &Schema, segment: &SegmentReader) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    entries.resize_with(segment.max_doc() as usize, Vec::new);
    for (field, entry) in schema.fields() {
        match entry.field_type() {
            FieldType::Str(options) if options.get_indexing_options().is_some_and(|o| o.tokenizer() == "raw") => {
                whole(field, segment, &mut entries);
            }
            FieldType::U64(_) => {
                let column = segment.fast_fields().u64(entry.name()).expect("the column is there");
                for (doc, given) in entries.iter_mut().enumerate() {
                    given.extend(column.values_for_doc(doc as u32).map(|n| (field, Given::Number(n))));
                }
            }
            FieldType::Bytes(options) if options.is_fast() => {
                let Some(column) = segment.fast_fields().bytes(entry.name()).expect("the column is there") else {
                    continue;
                };
                for (doc, given) in entries.iter_mut().enumerate() {
                    for ord in column.term_ords(doc as u32) {
                        let mut bytes = Vec::new();
                        column.ord_to_bytes(ord, &mut bytes).expect("the value is there");
                        given.push((field, Given::Bytes(bytes)));
                    }
                }
            }
            _ => {}
        }
    }
    stored(schema, segment, &mut entries);
    entries
}

/// The values of a field that are found as they are.
fn whole(field: Field, segment: &SegmentReader, entries: &mut [Entry]) {
    let index = segment.inverted_index(field).expect("the lists can be read");
    let mut terms = index.terms().stream().expect("the values can be read");
    while terms.advance() {
        let text = String::from_utf8_lossy(terms.key()).into_owned();
        let mut docs =
            index.read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic).expect("the list can be read");
        while docs.doc() != TERMINATED {
            entries[docs.doc() as usize].push((field, Given::Text(text.clone())));
            docs.advance();
        }
    }
}

/// What is stored, and the texts whose words are found.
fn stored(schema: &Schema, segment: &SegmentReader, entries: &mut [Entry]) {
    let field = |name: &str| schema.get_field(name).expect("the field is there");
    let (record, said, passage, source) = (field("record"), field("said"), field("passage"), field("source"));
    let store = segment.get_store_reader(1).expect("the store opens");
    for (doc, given) in entries.iter_mut().enumerate() {
        let kept: TantivyDocument = store.get(doc as u32).expect("the entry can be read");
        for (field, value) in kept.field_values() {
            given.extend(value.as_str().map(|text| (field, Given::Text(text.to_owned()))));
            given.extend(value.as_bytes().map(|bytes| (field, Given::Bytes(bytes.to_owned()))));
        }
        let text = kept.get_first(record).and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default();
        let around =
            |section: &[String], title: Option<&str>| format!("{}\n{}", title.unwrap_or_default(), section.join("\n"));
        let origin = if let Ok(rule) = serde_json::from_str::<RuleRecord>(&text) {
            let words = around(&rule.rule.section, rule.origin.title.as_deref());
            given.push((said, Given::Text(format!("{}\n{words}", rule.rule.quote))));
            rule.origin
        } else if let Ok(of) = serde_json::from_str::<PassageRecord>(&text) {
            let words = around(&of.passage.section, of.origin.title.as_deref());
            given.push((passage, Given::Text(format!("{}\n{words}", of.passage.text))));
            of.origin
        } else {
            continue;
        };
        let names = [
            origin.publisher.as_deref().unwrap_or_default(),
            &origin.document,
            origin.title.as_deref().unwrap_or_default(),
        ];
        given.push((source, Given::Text(names.join("\n"))));
    }
}

/// Writes entries with two threads and as much memory as ours has.
pub fn write(schema: &Schema, entries: &[Entry], folder: &Path, memory: usize) {
    std::fs::create_dir_all(folder).expect("the folder can be made");
    let index = Index::create_in_dir(folder, schema.clone()).expect("the index can be made");
    let mut writer: IndexWriter = index.writer_with_num_threads(2, memory).expect("the index can be written");
    // As many at once as a document of ours has.
    for of_one in entries.chunks(30) {
        let made = of_one.iter().map(|given| UserOperation::Add(made(given))).collect::<Vec<_>>();
        writer.run(made).expect("entries can be added");
    }
    writer.commit().expect("the index can be committed");
    writer.wait_merging_threads().expect("the segments are merged");
}

fn made(given: &Entry) -> TantivyDocument {
    let mut out = TantivyDocument::new();
    for (field, value) in given {
        match value {
            Given::Text(text) => out.add_text(*field, text),
            Given::Number(number) => out.add_u64(*field, *number),
            Given::Bytes(bytes) => out.add_bytes(*field, bytes),
        }
    }
    out
}
