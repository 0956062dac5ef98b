//! Is it English? A document is looked at as a whole; where only a part of it is English, the rest is left out. Where the words
//! that every English text is full of (`language.toml`) stand everywhere in it, nothing else needs to be asked.

use std::{borrow::Cow, sync::LazyLock};

use rustc_hash::FxHashSet;
use serde::Deserialize;
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
/// So many words in a row are plainly English with at least so many frequent ones among them, and a text with such a share of
/// them, in percent. English mixed with other languages, in paragraphs, has a run of words with fewer.
const RUN: usize = 30;
const RUN_LEAST: usize = 3;
const RUN_SHORTEST: usize = 10;
const SHARE: usize = 20;
/// Of the letters of such a text, at most one in this number is not in the English alphabet.
const RARE: usize = 250;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    frequent: Vec<String>,
}

/// The frequent words as numbers, each made of the bytes of a word.
static FREQUENT: LazyLock<FxHashSet<u64>> = LazyLock::new(|| {
    let words: Words = toml::from_str(include_str!("language.toml")).expect("language.toml is valid");
    words.frequent.iter().map(|word| word.bytes().fold(0, with_letter)).collect()
});

/// The number of a word with one letter more; of a long word its end.
fn with_letter(word: u64, letter: u8) -> u64 {
    word << 8 | u64::from(letter)
}

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
    let Counts { letters, latin, plain } = count(&whole);
    let told = plain || letters < SHORTEST;
    let info = if told { None } else { whatlang::detect(&whole) };
    let english = info.as_ref().is_none_or(|i| i.lang() == Lang::Eng || !i.is_reliable());
    if english && latin * 20 >= letters * 19 {
        document.meta.language.get_or_insert_with(|| "en".to_owned());
        return Ok(());
    }
    let stretches = stretches(document);
    let mut foreign = vec![false; document.blocks.len()];
    let (mut kept, mut other) = (0, info.or_else(|| whatlang::detect(&whole)).map(|i| i.lang()));
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

/// What the letters and words of a text tell.
struct Counts {
    letters: usize,
    /// Those that are Latin.
    latin: usize,
    /// The text is long enough to tell, and frequent English words stand everywhere in it.
    plain: bool,
}

fn count(text: &str) -> Counts {
    let frequent = &*FREQUENT;
    let (mut letters, mut latin, mut rare) = (0, 0, 0);
    let (mut words, mut found) = (0, 0);
    let (mut run, mut even) = ((0, 0), true);
    let (mut word, mut length) = (0, 0);
    for c in text.chars().chain([' ']) {
        if c.is_ascii_alphabetic() {
            word = with_letter(word, c as u8 | 0x20);
            length += 1;
        } else if !c.is_ascii() && c.is_alphabetic() {
            rare += 1;
            latin += usize::from(is_latin(c));
            // A word with such a letter is none of the frequent ones.
            word = u64::MAX;
            length += 1;
        } else if length > 0 {
            let hit = usize::from(length <= size_of::<u64>() && frequent.contains(&word));
            letters += length;
            (words, found) = (words + 1, found + hit);
            run = (run.0 + 1, run.1 + hit);
            if run.0 == RUN {
                even &= run.1 >= RUN_LEAST;
                run = (0, 0);
            }
            (word, length) = (0, 0);
        }
    }
    // The last words of a text are asked in proportion.
    even &= run.0 < RUN_SHORTEST || run.1 * RUN >= RUN_LEAST * run.0;
    latin += letters - rare;
    let plain = even && letters >= SHORTEST && found * 100 >= words * SHARE && rare * RARE <= letters;
    Counts { letters, latin, plain }
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
            _ => stretches.push(Stretch { blocks: at..at + 1, latin, letters, text: text.into_owned() }),
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
        sample.push_str(&text[..text.floor_char_boundary(most)]);
        sample.push(' ');
        if sample.len() > 64_000 {
            break;
        }
    }
    sample
}

/// What a reader sees of a span.
pub(super) fn seen(document: &Document, span: Span) -> Cow<'_, str> {
    let first = document.hidden.partition_point(|h| h.end <= span.start);
    if document.hidden.get(first).is_none_or(|h| h.start >= span.end) {
        return Cow::Borrowed(document.text.get(span.start..span.end).unwrap_or_default());
    }
    let mut text = String::new();
    let mut at = span.start;
    for hidden in document.hidden[first..].iter().take_while(|h| h.start < span.end) {
        text.push_str(document.text.get(at..hidden.start.max(at)).unwrap_or_default());
        at = hidden.end;
    }
    text.push_str(document.text.get(at..span.end).unwrap_or_default());
    Cow::Owned(text)
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
    fn what_words_tell_the_detector_tells_too() {
        let english = ENGLISH.repeat(3);
        for (text, want) in [
            (english.clone(), true),
            (ENGLISH[..100].to_owned(), false),
            (GERMAN.to_owned(), false),
            (format!("{english} {GERMAN}"), false),
            ("Saunas, steam rooms, swimming pools, hot tubs, sunbeds, alcohol, gyms, running. ".repeat(4), false),
        ] {
            assert_eq!(count(&text).plain, want, "{text}");
            let english = whatlang::detect(&text).is_none_or(|i| i.lang() == Lang::Eng || !i.is_reliable());
            assert!(!want || english, "{text}");
        }
    }

    #[test]
    fn frequent_words_fit_their_numbers() {
        let words: Words = toml::from_str(include_str!("language.toml")).expect("language.toml is valid");
        for word in &words.frequent {
            assert!(word.len() <= size_of::<u64>() && word.bytes().all(|b| b.is_ascii_lowercase()), "{word}");
        }
        assert_eq!(FREQUENT.len(), words.frequent.len(), "none stands there twice");
    }

    #[test]
    fn languages() {
        for (text, want) in [
            (ENGLISH.to_owned(), Ok(1)),
            ("Rest. Nicht rubben!".to_owned(), Ok(1)),
            (GERMAN.to_owned(), Err("German")),
            (NEPALI.to_owned(), Err("Nepali")),
            (format!("{ENGLISH}\n\n{NEPALI}"), Ok(1)),
            (format!("{}\n\n{}", [ENGLISH; 4].join("\n\n"), [GERMAN; 4].join("\n\n")), Ok(4)),
            (format!("{}\n\n{GERMAN}", [ENGLISH; 4].join("\n\n")), Ok(5)),
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
