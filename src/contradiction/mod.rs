//! What cannot all be followed? Rules become topics with positions, and contradictions between them.

use crate::{
    lexicon::Lexicon,
    model::{Contradiction, Rule},
};

/// The contradictions among rules, the most severe first.
pub fn contradictions(_rules: &[Rule], _lexicon: &Lexicon) -> Vec<Contradiction> {
    Vec::new()
}
