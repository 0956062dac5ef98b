use super::{Claim, TimeGrammar, notation, times};
use crate::{
    lexicon::{Lexicon, Words},
    model::Span,
    segment::tokens,
};

/// The grammar as the data file is now.
fn lexicon() -> Lexicon {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lexicon/en/times.toml");
    let mut words = Words::default();
    let times = TimeGrammar::load(&std::fs::read_to_string(path).unwrap(), &mut words)
        .unwrap_or_else(|e| panic!("{}", e.at("times.toml")));
    Lexicon { words, times, ..Lexicon::default() }
}

fn read(lexicon: &Lexicon, text: &str) -> Vec<(String, String, String)> {
    let tokens = tokens(text, Span::new(0, text.len()), &[], &lexicon.words);
    let found = times(text, &tokens, &lexicon.times);
    found.iter().map(|m| (m.span.of(text).to_owned(), notation::mention(m), m.fired.join(" "))).collect()
}

#[test]
fn what_the_data_file_says_holds() {
    let lexicon = lexicon();
    let wrong: Vec<String> = lexicon.times.claims().iter().filter_map(|c| breach(&lexicon, c)).collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), lexicon.times.claims().len(), wrong.join("\n"));
}

/// How a claim of the data file does not hold.
fn breach(lexicon: &Lexicon, claim: &Claim) -> Option<String> {
    let (got, fired) = if claim.set == super::load::TIME {
        let found = read(lexicon, &claim.phrase);
        let fired = found.iter().any(|f| f.2 == claim.entry);
        (found.first().map_or("none".to_owned(), |f| f.1.clone()), fired || found.is_empty())
    } else {
        let tokens = tokens(&claim.phrase, Span::new(0, claim.phrase.len()), &[], &lexicon.words);
        match lexicon.times.reading(&claim.set, &claim.phrase, &tokens) {
            Some((entry, value)) => (value, entry == claim.entry),
            None => ("none".to_owned(), false),
        }
    };
    let holds = match &claim.reading {
        Some(want) => *want == got && fired,
        None => !fired,
    };
    (!holds)
        .then(|| format!("times.toml:{}: {:?} is read as {got} (want {:?})", claim.line, claim.phrase, claim.reading))
}
