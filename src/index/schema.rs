//! The fields of the index.
//!
//! Four kinds of entries stand in one index: a *document* (its text and metadata), its *passages*, its *rules*, and the
//! *places* that the document was found at. Documents, passages and rules share `of`, the hash of the document's content
//! under its id, by which they are replaced together.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, SchemaBuilder, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::RAW_TOKENIZER_NAME;

/// The version of the fields and of what is stored in them; an index of another version is built anew.
pub const VERSION: u32 = 6;

/// Values of [`Fields::kind`].
pub mod kind {
    /// A document: its text and metadata.
    pub const DOCUMENT: &str = "document";
    /// A passage of a document.
    pub const PASSAGE: &str = "passage";
    /// A rule.
    pub const RULE: &str = "rule";
    /// Which documents are copies of each other.
    pub const COPIES: &str = "copies";
    /// A place that a document was found at.
    pub const PLACE: &str = "place";
}

/// Names of the fields that are read by name (columns).
pub mod name {
    /// See [`Fields::document`](super::Fields::document).
    pub const DOCUMENT: &str = "document";
    /// See [`Fields::content`](super::Fields::content).
    pub const CONTENT: &str = "content";
    /// See [`Fields::place`](super::Fields::place).
    pub const PLACE: &str = "place";
    /// See [`Fields::file`](super::Fields::file).
    pub const FILE: &str = "file";
    /// See [`Fields::lexicon`](super::Fields::lexicon).
    pub const LEXICON: &str = "lexicon";
    /// See [`Fields::publisher`](super::Fields::publisher).
    pub const PUBLISHER: &str = "publisher";
    /// See [`Fields::procedure`](super::Fields::procedure).
    pub const PROCEDURE: &str = "procedure";
    /// See [`Fields::concept`](super::Fields::concept).
    pub const CONCEPT: &str = "concept";
    /// See [`Fields::stance`](super::Fields::stance).
    pub const STANCE: &str = "stance";
    /// See [`Fields::phase`](super::Fields::phase).
    pub const PHASE: &str = "phase";
    /// See [`Fields::class`](super::Fields::class).
    pub const CLASS: &str = "class";
    /// See [`Fields::position`](super::Fields::position).
    pub const POSITION: &str = "position";
    /// See [`Fields::until_min`](super::Fields::until_min).
    pub const UNTIL_MIN: &str = "until_min";
    /// See [`Fields::until_max`](super::Fields::until_max).
    pub const UNTIL_MAX: &str = "until_max";
    /// See [`Fields::published`](super::Fields::published).
    pub const PUBLISHED: &str = "published";
    /// See [`Fields::number`](super::Fields::number).
    pub const NUMBER: &str = "number";
    /// See [`Fields::source_number`](super::Fields::source_number).
    pub const SOURCE_NUMBER: &str = "source_number";
    /// See [`Fields::signature`](super::Fields::signature).
    pub const SIGNATURE: &str = "signature";
    /// See [`Fields::copies`](super::Fields::copies).
    pub const COPIES: &str = "copies";
    /// See [`Fields::order`](super::Fields::order).
    pub const ORDER: &str = "order";
}

/// The fields of the index.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// What an entry is: a value of [`kind`].
    pub kind: Field,
    /// The content that an entry belongs to; everything of a document is deleted by it.
    pub of: Field,
    /// The document's id.
    pub document: Field,
    /// The hash of the document's content (documents and places).
    pub content: Field,
    /// The path (places).
    pub place: Field,
    /// The id of the file that a document was read from: its own, unless the file holds several (documents).
    pub file: Field,
    /// The digest of the lexicon that a document was read with.
    pub lexicon: Field,
    /// The publisher, or the document's id where none is stated.
    pub publisher: Field,
    /// The words of publisher, title and document id, for `source:`.
    pub source: Field,
    /// The procedures.
    pub procedure: Field,
    /// The procedures and all that are broader.
    pub procedures_within: Field,
    /// The concept (of a passage: those of its rules).
    pub concept: Field,
    /// The concept and all that are broader.
    pub concepts_within: Field,
    /// The stance.
    pub stance: Field,
    /// The phase.
    pub phase: Field,
    /// What a rule is about and asks for, in one value: its procedures, concept, stance and phase (rules).
    pub class: Field,
    /// Every concept, every procedure, and every pair of both that a passage is about, with all that are broader (passages).
    pub topic: Field,
    /// The rule's id.
    pub rule: Field,
    /// What a rule holds, in a form that is equal for rules that hold the same.
    pub position: Field,
    /// The lower end of `until`, in seconds.
    pub until_min: Field,
    /// The upper end of `until`, in seconds.
    pub until_max: Field,
    /// The day of publication as the number `yyyymmdd`.
    pub published: Field,
    /// Which of its optional parts a rule has.
    pub has: Field,
    /// The number of the document's id (rules).
    pub number: Field,
    /// The number of the publisher, or of the document's id where none is stated (rules).
    pub source_number: Field,
    /// What tells whether a document's text is a copy of another (documents).
    pub signature: Field,
    /// Which documents are copies of each other (one entry).
    pub copies: Field,
    /// Breaks ties between equal scores: a hash of the entry's identity.
    pub order: Field,
    /// A rule's quote with its headings.
    pub said: Field,
    /// A passage's text with its headings.
    pub passage: Field,
    /// Where the words of a passage or a rule's quote lie in it, by their positions in the field of its words.
    pub spans: Field,
    /// The entry as JSON.
    pub record: Field,
}

impl Fields {
    /// The schema with its fields.
    pub fn schema() -> (Schema, Self) {
        let mut b = Schema::builder();
        let fields = Self {
            kind: b.add_text_field("kind", STRING),
            of: b.add_text_field("of", STRING),
            document: column(&mut b, name::DOCUMENT),
            content: column(&mut b, name::CONTENT),
            place: column(&mut b, name::PLACE),
            file: column(&mut b, name::FILE),
            lexicon: column(&mut b, name::LEXICON),
            publisher: column(&mut b, name::PUBLISHER),
            source: b.add_text_field("source", words(IndexRecordOption::Basic)),
            procedure: column(&mut b, name::PROCEDURE),
            procedures_within: b.add_text_field("procedures_within", STRING),
            concept: column(&mut b, name::CONCEPT),
            concepts_within: b.add_text_field("concepts_within", STRING),
            stance: column(&mut b, name::STANCE),
            phase: column(&mut b, name::PHASE),
            class: column(&mut b, name::CLASS),
            topic: b.add_text_field("topic", STRING),
            rule: b.add_text_field("rule", STRING),
            position: column(&mut b, name::POSITION),
            until_min: b.add_u64_field(name::UNTIL_MIN, FAST),
            until_max: b.add_u64_field(name::UNTIL_MAX, FAST),
            published: b.add_u64_field(name::PUBLISHED, FAST | INDEXED),
            has: b.add_text_field("has", STRING),
            number: b.add_u64_field(name::NUMBER, FAST),
            source_number: b.add_u64_field(name::SOURCE_NUMBER, FAST),
            signature: b.add_bytes_field(name::SIGNATURE, FAST),
            copies: b.add_bytes_field(name::COPIES, FAST),
            order: b.add_u64_field(name::ORDER, FAST),
            said: b.add_text_field("said", words(IndexRecordOption::WithFreqsAndPositions)),
            passage: b.add_text_field("passage", words(IndexRecordOption::WithFreqsAndPositions)),
            spans: b.add_bytes_field("spans", STORED),
            record: b.add_text_field("record", STORED),
        };
        (b.build(), fields)
    }
}

/// A field of whole values that are found as they are, and counted.
fn column(builder: &mut SchemaBuilder, name: &str) -> Field {
    builder.add_text_field(name, STRING.set_fast(RAW_TOKENIZER_NAME))
}

/// A field of words.
fn words(option: IndexRecordOption) -> TextOptions {
    TextOptions::default().set_indexing_options(TextFieldIndexing::default().set_index_option(option))
}
