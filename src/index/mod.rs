//! Where is it found again? One tantivy index of documents, passages and rules.
