//! Which procedure is a document, or a section of it, about?

use std::cmp::Reverse;

use crate::{
    lexicon::Lexicon,
    model::{BlockKind, Document, Name, Phase, Span, Token, TokenKind},
    segment,
};

/// The procedures named in tokens, the longest names first, then in order; `topic`: titles and headings, where short names
/// count too, unless a full name stands beside them ("groin or navel hernia repair" is no piercing).
pub fn named(tokens: &[Token], topic: bool, lexicon: &Lexicon) -> Vec<Name> {
    let mut hits = hits(tokens, topic, lexicon);
    let procedure = |h: &Hit| &lexicon.procedures.all()[h.index];
    if hits.iter().any(|h| !h.short && !procedure(h).accompanies) {
        hits.retain(|h| !h.short);
    }
    hits.sort_by_key(|h| (Reverse(h.words), h.at));
    let mut out = Vec::new();
    for hit in hits {
        let id = &lexicon.procedures.all()[hit.index].id;
        if !out.contains(id) {
            out.push(id.clone());
        }
    }
    out
}

/// A name of a procedure.
struct Hit {
    words: u32,
    index: usize,
    at: usize,
    end: usize,
    /// Whether it names it in titles and headings only.
    short: bool,
}

fn hits(tokens: &[Token], topic: bool, lexicon: &Lexicon) -> Vec<Hit> {
    let mut hits: Vec<Hit> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let mut best: Option<Hit> = None;
        lexicon.procedures.phrases.each(tokens, at, |values, found| {
            let words = found.mask.count_ones();
            if best.as_ref().is_none_or(|b| words > b.words)
                && let Some(&(index, short)) = values.iter().find(|(_, short)| topic || !short)
            {
                best = Some(Hit { words, index, at, end: found.end, short });
            }
        });
        at = best.as_ref().map_or(at + 1, |b| b.end);
        hits.extend(best);
    }
    hits
}

/// Which of two classes of words ("before", "after") stands right before the name of a procedure in a heading, articles left
/// aside: "What to expect after microdermabrasion".
pub fn side(tokens: &[Token], lexicon: &Lexicon) -> Option<Phase> {
    hits(tokens, true, lexicon).iter().find_map(|hit| {
        let article = |at: usize| lexicon.is_in_class("articles", tokens[at].word);
        let before = (0..hit.at).rev().find(|&at| !article(at))?;
        let word = tokens[before].word;
        match (lexicon.is_in_class("before-words", word), lexicon.is_in_class("after-words", word)) {
            (true, _) => Some(Phase::Before),
            (_, true) => Some(Phase::After),
            _ => None,
        }
    })
}

/// What a document and its parts are about.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// What the document is about as a whole.
    pub whole: Vec<Name>,
    /// What its main headings name and nothing else, where there are several such headings.
    parts: Vec<Name>,
}

impl About {
    /// What a document is about.
    pub fn of(document: &Document, lexicon: &Lexicon) -> Self {
        Self { whole: of_document(document, lexicon), parts: parts(document, lexicon) }
    }

    /// What a rule is about whose headings name some procedures. A heading tells which of a document's procedures is meant,
    /// or a kind of one; what it names besides ("How long until a peel?", "Your stitches") is not what the rule is about.
    pub fn of_rule(&self, named: &[Name], lexicon: &Lexicon) -> Vec<Name> {
        let procedures = &lexicon.procedures;
        let main = |names: &[Name]| names.iter().filter(|n| !procedures.accompanies(n)).cloned().collect::<Vec<_>>();
        let whole = Some(main(&self.whole)).filter(|w| !w.is_empty()).unwrap_or_else(|| self.whole.clone());
        let mut out = main(named);
        if whole.is_empty() || !out.is_empty() && whole.iter().all(|w| procedures.accompanies(w)) {
            return out;
        }
        let related = |a: &Name, b: &Name| procedures.is_within(a, b) || procedures.is_within(b, a);
        out.retain(|n| whole.iter().any(|w| related(n, w)) || self.parts.contains(n));
        if out.is_empty() {
            return whole;
        }
        for name in whole {
            if !out.contains(&name) && out.iter().any(|n| related(n, &name)) {
                out.push(name);
            }
        }
        out
    }
}

/// The share of the headings of a level below the second that must name a procedure and hardly anything else, for them to
/// part the document.
const PARTING_SHARE: f64 = 0.6;

/// The procedures that headings of one level name and hardly anything else, where they name several: main headings, or most of
/// the headings of a level.
fn parts(document: &Document, lexicon: &Lexicon) -> Vec<Name> {
    let mut levels: std::collections::BTreeMap<u8, (usize, usize, Vec<Name>)> = std::collections::BTreeMap::new();
    for block in document.blocks.iter().filter(|b| b.zone.is_content()) {
        let BlockKind::Heading { level } = block.kind else { continue };
        let tokens = segment::tokens(&document.text, block.span, &document.hidden, &lexicon.words);
        let found = hits(&tokens, true, lexicon);
        let named: usize = found.iter().map(|h| h.end - h.at).sum();
        let words = tokens.iter().filter(|t| t.kind == TokenKind::Word).count();
        let (all, naming, ids) = levels.entry(level.max(2)).or_default();
        *all += 1;
        // "Ink Atelier" is a publisher: a short name counts only where nothing stands beside it.
        let full = found.iter().all(|h| !h.short) && 2 * named >= words;
        if words > 0 && (full || named >= words) {
            *naming += 1;
            let known = found.iter().map(|h| lexicon.procedures.all()[h.index].id.clone());
            ids.extend(known.filter(|id| !lexicon.procedures.accompanies(id)));
        }
    }
    let mut out: Vec<Name> = Vec::new();
    for (level, (all, naming, mut ids)) in levels {
        ids.sort();
        ids.dedup();
        #[expect(clippy::cast_precision_loss, reason = "a count of headings")]
        let part = naming as f64 >= all as f64 * PARTING_SHARE;
        if ids.len() > 1 && (level <= 2 || part) {
            out.extend(ids);
        }
    }
    out.sort();
    out.dedup();
    out
}

/// The procedures of a whole document: as its metadata, its title, its first heading, its first words, or most of its text
/// name them. A full name in a later one of these says more than a short name in an earlier one, which can be a
/// publisher's ("Ink Atelier").
fn of_document(document: &Document, lexicon: &Lexicon) -> Vec<Name> {
    let content = || document.blocks.iter().filter(|b| b.zone.is_content());
    let headings = content().filter(|b| matches!(b.kind, BlockKind::Heading { level: 1..=2 })).take(2);
    let blocks = headings.chain(content().take(1)).map(|b| b.span.of(&document.text));
    let stated = [&document.meta.procedure, &document.meta.title].into_iter().flatten().map(String::as_str);
    let texts: Vec<&str> = stated.chain(blocks).collect();
    let in_text = |text: &&str, short: bool| {
        let tokens = segment::tokens(text, Span::new(0, text.len()), &[], &lexicon.words);
        Some(named(&tokens, short, lexicon)).filter(|found| !found.is_empty())
    };
    // "Piercing aftercare" says what it is about, whatever its publisher is called ("Tattoo & Piercing Studio").
    let is_care = |text: &str| {
        let tokens = segment::tokens(text, Span::new(0, text.len()), &[], &lexicon.words);
        tokens.iter().any(|t| lexicon.is_in_class("care-words", t.word))
    };
    let is_full = |text: &&&str| {
        let care = is_care(text);
        in_text(text, care).iter().flatten().any(|n| !lexicon.procedures.accompanies(n))
    };
    let full = texts.iter().find(is_full).and_then(|text| in_text(text, true));
    let first = || texts.iter().find_map(|text| in_text(text, true));
    full.or_else(first).unwrap_or_else(|| most_named(document, lexicon))
}

/// The procedure that the text names most often, if it does so more than once.
fn most_named(document: &Document, lexicon: &Lexicon) -> Vec<Name> {
    let mut counts: std::collections::BTreeMap<Name, usize> = std::collections::BTreeMap::new();
    for block in document.blocks.iter().filter(|b| b.zone.is_content()) {
        let tokens = segment::tokens(&document.text, block.span, &document.hidden, &lexicon.words);
        let topic = matches!(block.kind, BlockKind::Heading { .. });
        for name in named(&tokens, topic, lexicon) {
            *counts.entry(name).or_default() += 1;
        }
    }
    let most = counts.iter().max_by_key(|(name, n)| (**n, Reverse((*name).clone())));
    most.filter(|(_, n)| **n > 1).map(|(name, _)| vec![name.clone()]).unwrap_or_default()
}
