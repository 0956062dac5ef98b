//! Is it English? A document is looked at as a whole; where only a part of it is English, the rest is left out.

use whatlang::Lang;

use super::Context;
use crate::{
    error::ErrorKind,
    model::{Document, Span},
};

/// Shorter texts are taken for English, in letters: there is too little to tell.
const SHORTEST: usize = 120;
/// Parts are judged in stretches of at least this many letters.
const STRETCH: usize = 600;

/// A stretch of blocks that is judged as one.
struct Stretch {
    blocks: std::ops::Range<usize>,
    latin: bool,
    letters: usize,
    text: String,
}

/// Leaves out the blocks that are not English, with a note; an error, in words, where nothing is left.
pub(super) fn settle(document: &mut Document, context: &mut Context<'_>) -> Result<(), String> {
    let whole = sample(document);
    let letters = whole.chars().filter(|c| c.is_alphabetic()).count();
    let info = whatlang::detect(&whole);
    let english = info.as_ref().is_none_or(|i| i.lang() == Lang::Eng || letters < SHORTEST || !i.is_reliable());
    let latin = whole.chars().filter(|&c| c.is_alphabetic() && is_latin(c)).count();
    if english && latin * 20 >= letters * 19 {
        document.meta.language.get_or_insert_with(|| "en".to_owned());
        return Ok(());
    }
    let stretches = stretches(document);
    let mut foreign = vec![false; document.blocks.len()];
    let (mut kept, mut other) = (0, info.as_ref().map(whatlang::Info::lang));
    for stretch in &stretches {
        let (is_english, lang) = judge(stretch, english);
        if is_english {
            kept += stretch.letters;
        } else {
            other = lang.or(other);
            foreign[stretch.blocks.clone()].fill(true);
        }
    }
    let name = other.map_or("another language", Lang::eng_name);
    if kept == 0 {
        return Err(format!("it is not English but {name}"));
    }
    let count = foreign.iter().filter(|&&f| f).count();
    if count > 0 {
        leave_out(document, &foreign);
        context.note(ErrorKind::Language, format!("{count} blocks are not English but {name} and were left out"));
    }
    document.meta.language = Some("en".to_owned());
    Ok(())
}

/// Whether a stretch is English; `english` says that the document as a whole is.
fn judge(stretch: &Stretch, english: bool) -> (bool, Option<Lang>) {
    if !stretch.latin {
        return (false, whatlang::detect_lang(&stretch.text));
    }
    match whatlang::detect(&stretch.text) {
        Some(info) if info.lang() == Lang::Eng => (true, None),
        Some(info) if info.is_reliable() && stretch.letters >= SHORTEST => (false, Some(info.lang())),
        info => (english || stretch.letters < SHORTEST, info.map(|i| i.lang())),
    }
}

/// Blocks in a row that are written alike, up to a length.
fn stretches(document: &Document) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for (at, block) in document.blocks.iter().enumerate() {
        let text = seen(document, block.span);
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        let latin = text.chars().filter(|&c| c.is_alphabetic() && is_latin(c)).count() * 4 >= letters * 3;
        match stretches.last_mut() {
            Some(open) if open.latin == latin && open.letters < STRETCH => {
                open.blocks.end = at + 1;
                open.letters += letters;
                open.text.push(' ');
                open.text.push_str(&text);
            }
            _ => stretches.push(Stretch { blocks: at..at + 1, latin, letters, text }),
        }
    }
    stretches
}

/// The text of the content, a piece of every block of a long document.
fn sample(document: &Document) -> String {
    let total: usize = document.blocks.iter().map(|b| b.span.len()).sum();
    let share = if total > 16_000 { 16_000.0 / total as f64 } else { 1.0 };
    let mut sample = String::new();
    for block in document.blocks.iter().filter(|b| b.zone.is_content()) {
        let text = seen(document, block.span);
        let most = (text.len() as f64 * share).ceil().max(20.0) as usize;
        let end = text.char_indices().map(|(at, _)| at).take_while(|&at| at <= most).last().unwrap_or(0);
        sample.push_str(if most >= text.len() { &text } else { &text[..end] });
        sample.push(' ');
        if sample.len() > 64_000 {
            break;
        }
    }
    sample
}

/// What a reader sees of a span.
pub(super) fn seen(document: &Document, span: Span) -> String {
    let first = document.hidden.partition_point(|h| h.end <= span.start);
    let mut text = String::new();
    let mut at = span.start;
    for hidden in document.hidden[first..].iter().take_while(|h| h.start < span.end) {
        text.push_str(document.text.get(at..hidden.start.max(at)).unwrap_or_default());
        at = hidden.end;
    }
    text.push_str(document.text.get(at..span.end).unwrap_or_default());
    text
}

fn is_latin(c: char) -> bool {
    !c.is_alphabetic() || c < '\u{250}' || ('\u{1e00}'..'\u{1f00}').contains(&c)
}

/// Takes blocks out; leads to them are lost.
fn leave_out(document: &mut Document, foreign: &[bool]) {
    let mut places = Vec::with_capacity(foreign.len());
    let mut kept = 0;
    for &out in foreign {
        places.push((!out).then_some(kept));
        kept += usize::from(!out);
    }
    let blocks = std::mem::take(&mut document.blocks);
    for (mut block, &out) in blocks.into_iter().zip(foreign) {
        if !out {
            block.lead = block.lead.and_then(|lead| places[lead]);
            document.blocks.push(block);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Declared, Limits, markdown::Markdown, show};

    const ENGLISH: &str = "Keep the dressing dry for two days and do not swim until the wound has healed completely. You may shower \
                           after a day, but please do not rub the area with a towel and call us if it becomes hot or painful.";
    const GERMAN: &str = "Halten Sie den Verband zwei Tage lang trocken und schwimmen Sie nicht, bis die Wunde ganz verheilt ist. Sie \
                          dürfen nach einem Tag duschen, aber reiben Sie die Stelle bitte nicht und rufen Sie uns an, wenn sie heiß wird.";
    const NEPALI: &str = "घाउ निको नभएसम्म पौडी नखेल्नुहोस् र दुई दिनसम्म पट्टी सुख्खा राख्नुहोस्। तपाईं एक दिनपछि नुहाउन सक्नुहुन्छ।";

    #[test]
    fn languages() {
        for (text, want) in [
            (ENGLISH.to_owned(), Ok(1)),
            ("Rest. Nicht rubben!".to_owned(), Ok(1)),
            (GERMAN.to_owned(), Err("German")),
            (NEPALI.to_owned(), Err("Nepali")),
            (format!("{ENGLISH}\n\n{NEPALI}"), Ok(1)),
            (format!("{}\n\n{}", [ENGLISH; 4].join("\n\n"), [GERMAN; 4].join("\n\n")), Ok(4)),
        ] {
            let mut document = show::read(&Markdown, "a.md", &text);
            let (limits, declared) = (Limits::default(), Declared::default());
            let mut context = Context::new(&limits, &declared);
            match (settle(&mut document, &mut context), want) {
                (Ok(()), Ok(blocks)) => assert_eq!(document.blocks.len(), blocks, "{text}"),
                (Err(got), Err(name)) => assert!(got.contains(name), "{got}"),
                (got, want) => panic!("{text}: {got:?}, not {want:?}"),
            }
        }
    }
}
