use super::*;

#[test]
fn the_english_lexicon_loads() {
    let lexicon = Lexicon::english().unwrap();
    assert!(lexicon.concepts.all().len() > 200);
    assert!(lexicon.concepts.is_within("sauna", "heat-exposure"));
}

#[test]
fn the_data_files_hold_what_they_say() {
    let lexicon = Lexicon::english().unwrap();
    let wrong = check::english(&lexicon);
    let lines: Vec<String> = wrong.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "{} errors\n{}", lines.len(), lines.join("\n"));
}
